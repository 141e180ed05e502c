"""Word files: merged cells, numbers, revisions and everything else that people see."""

import io
from typing import Any

import pytest
from reading import WORD, archive, paragraph, read, word

from gkplan.importing.document import Table
from gkplan.importing.readers import read_document

docx: Any = pytest.importorskip("docx", reason="python-docx (extra office) is not installed")


def cell(text: str, properties: str = "") -> str:
    """Return a cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """Return a table; its grid states widths in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(columns: int) -> str:
    """Return the property of a cell over several columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


def test_what_python_docx_writes_is_read_with_its_merges_headings_and_lists() -> None:
    document = docx.Document()
    document.add_heading("分工方案", 0)
    document.add_heading("一、总体", 1)
    document.add_paragraph("正文。\n换行")
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("点", style="List Bullet")
    made = document.add_table(4, 3)
    for number, grid_cell in enumerate(made._cells):  # noqa: SLF001  (the only way to all cells)
        grid_cell.text = str(number)
    made.cell(1, 0).merge(made.cell(3, 0)).text = "组"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "单位"
    made.cell(2, 2).add_table(1, 2).cell(0, 0).text = "内"
    buffer = io.BytesIO()
    document.save(buffer)
    assert read("方案.docx", buffer.getvalue()) == (
        "第1段: # 分工方案\n第2段: # 一、总体\n第3段: 正文。/换行\n第4段: 1. 甲\n"
        "第5段: 2. 乙\n第6段: 点\n"
        "表1: ruled\n  0 0 | 1 单位 →2\n  0 组 ↓3 | 1 4 | 2 5\n  1 7 | 2 8\n  1 10 | 2 11\n"
        "表1第3行第3格内的表: ruled\n  0 内 | 1 \n"
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [
                row(cell("组", RESTART), cell("甲")),
                row(cell("", CONTINUE), cell("乙")),
                row(cell("二", RESTART), cell("丙")),
                row(cell("", CONTINUE), cell("丁")),
            ],
            "表1: ruled\n  0 组 ↓2 | 1 甲\n  1 乙\n  0 二 ↓2 | 1 丙\n  1 丁\n",
        ),
        (
            [row(cell("甲", CONTINUE), cell("乙"))],
            "表1: ruled\n  0 甲 | 1 乙\n",
        ),
        (
            [row(cell("组", RESTART), cell("甲")), row(cell("旧", CONTINUE), cell("乙"))],
            (
                "表1: ruled\n  0 组 ↓2 | 1 甲\n  1 乙\n"
                "! 表1第2行第1格并入了前一格，格里另有文字没有读入：“旧”\n"
            ),
        ),
        (
            [
                row(cell("组", RESTART + span(2)), cell("甲")),
                row(cell("", CONTINUE), cell("乙"), cell("丙")),
            ],
            "表1: ruled\n  0 组 ↓2 | 2 甲\n  1 乙 | 2 丙\n",
        ),
        (
            [
                row(cell("单位", span(2)), cell("时限")),
                row(cell("甲"), cell("", '<w:gridSpan w:val="0"/>'), cell("年底")),
            ],
            "表1: ruled\n  0 单位 →2 | 2 时限\n  0 甲 | 1  | 2 年底\n",
        ),
        (
            [
                row(cell("单位", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")),
                row(cell("甲"), cell("乙")),
            ],
            "表1: ruled\n  0 单位 →2\n  0 甲 | 1 乙\n",
        ),
        (
            [
                row(cell("组", RESTART), cell("甲")),
                row(cell("", CONTINUE), cell("无", "<w:hMerge/>")),
            ],
            (
                "表1: ruled\n  0 组 ↓2 | 1 甲\n  \n"
                "! 表1第2行第2格并入了前一格，格里另有文字没有读入：“无”\n"
            ),
        ),
        (
            [
                row(cell("一"), cell("甲")),
                row(cell("乙"), properties='<w:gridBefore w:val="1"/>'),
                row(cell("二"), properties='<w:gridAfter w:val="1"/>'),
            ],
            "表1: ruled\n  0 一 | 1 甲\n  1 乙\n  0 二\n",
        ),
        (
            [row(cell("一"), cell("甲")), row(cell("删"), properties="<w:del/>"), row(cell("二"))],
            ("表1: ruled\n  0 一 | 1 甲\n  0 二\n! 修订中删去的文字没有读入，插入的文字已读入\n"),
        ),
        (
            [row(cell("一"), cell("甲")), row(cell("二"), cell("乙"), properties="<w:ins/>")],
            "表1: ruled\n  0 一 | 1 甲\n  0 二 | 1 乙\n",
        ),
        (
            [row(cell("一"), cell("删", "<w:cellDel/>"), cell("甲", "<w:cellIns/>"))],
            "表1: ruled\n  0 一 | 1 甲\n! 修订中删去的文字没有读入，插入的文字已读入\n",
        ),
        (
            [
                row(cell("一"), cell("甲", '<w:cellMerge w:vMerge="rest"/>')),
                row(cell("二"), cell("", '<w:cellMerge w:vMerge="cont"/>')),
                row(cell("三"), cell("乙", f'{CONTINUE}<w:cellMerge w:vMergeOrig="cont"/>')),
            ],
            "表1: ruled\n  0 一 | 1 甲 ↓2\n  0 二\n  0 三 | 1 乙\n",
        ),
        ([row(cell("")), row(cell(" "))], ""),
    ],
)
def test_tables_have_the_cells_and_spans_that_the_file_states(
    rows: list[str], expected: str
) -> None:
    assert read("方案.docx", word(table(*rows))) == expected


def test_edges_a_hair_apart_make_no_column_of_their_own() -> None:
    rows = [
        row(cell("一"), cell("甲", span(2))),
        row(cell("二", span(2)), cell("乙")),
        row(cell("三"), cell(""), cell("丙")),
    ]
    assert read("方案.docx", word(table(*rows, widths=(2000, 20, 3000)))) == (
        "表1: ruled\n  0 一 | 1 甲\n  0 二 | 1 乙\n  0 三 | 1 丙\n"
    )
    assert read("方案.docx", word(table(*rows, widths=(20, 20, 20)))) == (
        "表1: ruled\n  0 一 | 1 甲 →2\n  0 二 →2 | 2 乙\n  0 三 | 1  | 2 丙\n"
    )


def test_a_cell_has_paragraphs_line_breaks_and_automatic_numbers() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    inner = f"<w:tc>{paragraph('', numbered)}</w:tc><w:tc>{paragraph('甲')}{paragraph('乙')}</w:tc>"
    lists = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = table(f"<w:tr>{inner}</w:tr>", f"<w:tr>{inner}</w:tr>")
    assert read("方案.docx", word(body, numbering=lists)) == (
        "表1: ruled\n  0 1 | 1 甲/乙\n  0 2 | 1 甲/乙\n"
    )


def test_a_cell_that_only_lays_out_what_is_in_it_is_no_cell() -> None:
    inner = table(row(cell("任务"), cell("单位")))
    body = table(f"<w:tr><w:tc>{paragraph('方案')}{inner}{paragraph('附件')}</w:tc></w:tr>")
    assert read("方案.docx", word(body)) == (
        "第1段: 方案\n表2: ruled\n  0 任务 | 1 单位\n第2段: 附件\n"
    )


def test_every_cell_has_its_position() -> None:
    body = table(row(cell("一"), cell("甲", span(2)), cell("乙"))) * 2
    found = read_document("方案.docx", word(body)).blocks[1]
    assert isinstance(found, Table)
    assert [item.place for item in found.cells] == [
        "表2第1行第1格",
        "表2第1行第2格",
        "表2第1行第4格",
    ]


def numbering(*levels: str, nums: str = "") -> str:
    """Return lists of one abstract definition: 1 and 2 share their counter, 3 begins again."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="1"/></w:lvlOverride></w:num>{nums}'
    )


def level(index: int, form: str, text: str, more: str = "") -> str:
    """Return one level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        "</w:lvl>"
    )


def items(*asked: tuple[int, int]) -> str:
    """Return paragraphs 事, each in a list at a level."""
    return "".join(
        paragraph("事", f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>')
        for number, index in asked
    )


def texts(content: bytes) -> list[str]:
    """Return the paragraphs of a Word file."""
    return [line.partition(": ")[2] for line in read("方案.docx", content).splitlines()]


LEVELS = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%3.%4", "<w:isLgl/>"),
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([(1, 0)] * 3, ["一、事", "二、事", "三、事"]),
        (
            [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)],
            ["一、事", "（一）事", "1. 事", "2. 事", "（二）事", "1. 事", "二、事", "（一）事"],
        ),
        ([(1, 0), (1, 2), (1, 3)], ["一、事", "1. 事", "1.1.1 事"]),
        ([(1, 0), (2, 0), (1, 0)], ["一、事", "二、事", "三、事"]),
        ([(1, 0), (1, 0), (3, 0), (3, 0)], ["一、事", "二、事", "一、事", "二、事"]),
        ([(1, 2), (1, 0)], ["1. 事", "一、事"]),
        ([(0, 0), (9, 0), (1, 8)], ["事", "事", "事"]),
    ],
)
def test_numbers_that_word_makes_are_counted_as_word_counts(
    asked: list[tuple[int, int]], expected: list[str]
) -> None:
    assert texts(word(items(*asked), numbering=numbering(*LEVELS))) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1、", ["3、事", "4、事"]),
        ("decimal", "第%1条", ["第3条 事", "第4条 事"]),
        ("decimalZero", "%1.", ["03. 事", "04. 事"]),
        ("chineseCounting", "（%1）", ["（三）事", "（四）事"]),
        ("ideographTraditional", "%1、", ["丙、事", "丁、事"]),
        ("ideographZodiac", "%1、", ["寅、事", "卯、事"]),
        ("ideographDigital", "%1", ["三 事", "四 事"]),
        ("chineseLegalSimplified", "%1、", ["叁、事", "肆、事"]),
        ("decimalEnclosedCircleChinese", "%1", ["③ 事", "④ 事"]),
        ("decimalFullWidth", "%1．", ["３．事", "４．事"]),
        ("upperRoman", "%1)", ["III) 事", "IV) 事"]),
        ("lowerLetter", "%1)", ["c) 事", "d) 事"]),
        ("none", "%1", ["事", "事"]),
        ("bullet", "\uf0b7", ["事", "事"]),
        ("bullet", "●", ["事", "事"]),
        ("bullet", "△", ["△ 事", "△ 事"]),
        ("unheardOf", "%1.", ["3. 事", "4. 事"]),
    ],
)
def test_numbers_are_written_in_the_form_that_the_list_states(
    form: str, text: str, expected: list[str]
) -> None:
    levels = level(0, form, text, '<w:start w:val="3"/>')
    assert texts(word(items((1, 0), (1, 0)), numbering=numbering(levels))) == expected


@pytest.mark.parametrize(
    ("form", "start", "expected"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 103, "一百零三"),
        ("chineseCounting", 1010, "一千零一十"),
        ("chineseCounting", 0, "0"),
        ("chineseLegalSimplified", 20, "贰拾"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircle", 21, "21"),
        ("upperLetter", 28, "BB"),
        ("upperLetter", 0, "0"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("upperRoman", -1, "-1"),
    ],
)
def test_large_and_odd_numbers_are_written_too(form: str, start: int, expected: str) -> None:
    levels = level(0, form, "%1、", f'<w:start w:val="{start}"/>')
    assert texts(word(items((1, 0)), numbering=numbering(levels))) == [f"{expected}、事"]


def test_a_level_restarts_only_if_its_definition_requires_it() -> None:
    levels = (
        level(0, "decimal", "%1、"),
        level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'),
    )
    asked = items((1, 0), (1, 1), (1, 0), (1, 1))
    assert texts(word(asked, numbering=numbering(*levels))) == [
        "1、事",
        "（1）事",
        "2、事",
        "（2）事",
    ]


def test_a_list_may_change_a_level_of_its_definition_and_leave_no_blank() -> None:
    own = level(0, "upperLetter", "%1", '<w:suff w:val="nothing"/>')
    nums = (
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    )
    found = texts(word(items((4, 0), (4, 0)), numbering=numbering(*LEVELS, nums=nums)))
    assert found == ["A事", "B事"]


def test_styles_give_levels_of_headings_and_numbers() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:styleId="2"><w:name w:val="标题 2"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:styleId="s"><w:name w:val="我的"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="o"><w:name w:val="Circle"/><w:basedOn w:val="o"/></w:style>'
        '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
    )
    lists = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'),
    )
    body = "".join(
        paragraph("事", properties)
        for properties in (
            '<w:pStyle w:val="t"/>',
            '<w:pStyle w:val="1"/>',
            '<w:pStyle w:val="2"/>',
            '<w:pStyle w:val="2"/>',
            '<w:pStyle w:val="s"/>',
            '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>',
            '<w:pStyle w:val="o"/>',
            '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>',
            '<w:outlineLvl w:val="4"/>',
            "",
        )
    )
    assert texts(word(body, styles=styles, numbering=lists)) == [
        *("# 事", "# 一、事", "## （一）事", "## （二）事", "# 二、事", "# 事", "事", "三、事"),
        *("##### 事", "事"),
    ]


def test_lists_may_be_defined_through_a_list_style() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>'
        f"{level(0, 'decimal', '%1.')}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert texts(word(items((1, 0), (1, 0)), numbering=lists)) == ["1. 事", "2. 事"]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("甲") + run("乙"), "第1段: 甲乙\n"),
        (f"<w:ins>{run('甲')}</w:ins><w:hyperlink>{run('乙')}</w:hyperlink>", "第1段: 甲乙\n"),
        (
            (
                f"{run('甲')}<w:del>{run('乙')}</w:del><w:moveFrom>{run('丙')}</w:moveFrom>"
                f"<w:moveTo>{run('丁')}</w:moveTo>"
            ),
            "第1段: 甲丁\n! 修订中删去的文字没有读入，插入的文字已读入\n",
        ),
        (
            (
                f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>"
                f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}"
                "</w:sdtContent></w:sdt>"
            ),
            "第1段: 甲\n",
        ),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", "第1段: 甲/乙\t丙\n"),
        (
            "<w:r><w:noBreakHyphen/><w:softHyphen/><w:sym w:char='25B3'/>"
            "<w:sym w:char='F0A8'/></w:r>" + run("甲"),
            "第1段: -△甲\n",
        ),
        (
            run("甲") + run("藏", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>'),
            "第1段: 甲乙\n! 第1段的隐藏文字没有读入\n",
        ),
        (
            (
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
                "<w:r><w:instrText>PAGE</w:instrText></w:r>"
                f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('3')}"
            ),
            "第1段: 3\n",
        ),
        (
            (
                "<w:r><w:ruby><w:rt><w:r><w:t>jia</w:t></w:r></w:rt><w:rubyBase>"
                "<w:r><w:t>甲</w:t></w:r>"
                "</w:rubyBase></w:ruby></w:r>"
            ),
            "第1段: 甲\n",
        ),
        (f"{run('甲')}<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "第1段: 甲x+1\n"),
        (run("甲") + "<w:r><w:drawing/></w:r>", "第1段: 甲\n! 第1段的图片或嵌入对象没有读入\n"),
        (
            (
                f"{run('甲')}<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
                f"{paragraph('框')}{table(row(cell('内')))}</w:txbxContent></w:drawing></mc:Choice>"
                f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent>"
                "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "第1段: 甲\n第1段旁的文本框: 框\n表1: ruled\n  0 内\n",
        ),
        (
            (
                f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox>"
                "</w:pict></w:r>"
            ),
            "文首旁的文本框: 框\n",
        ),
        (
            f"{run('甲')}<w:r><w:footnoteReference w:id='2'/></w:r>",
            f"第1段: 甲\n! 第1段的注释没有并入正文：“{'注' * 100}…”\n",
        ),
    ],
)
def test_a_paragraph_has_its_visible_text_and_the_rest_is_reported(
    inner: str, expected: str
) -> None:
    notes = f'<w:footnote w:id="2">{paragraph("注" * 120)}</w:footnote>'
    assert read("方案.docx", word(f"<w:p>{inner}</w:p>", footnotes=notes)) == expected


def test_a_style_of_characters_can_hide_text() -> None:
    styles = '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = '<w:rStyle w:val="h"/>'
    shown = hidden + '<w:vanish w:val="0"/>'
    body = f"<w:p>{run('甲')}{run('藏', hidden)}{run('乙', shown)}</w:p>"
    assert texts(word(body, styles=styles)) == ["甲乙", ""]


def test_a_style_of_paragraphs_can_hide_text_too() -> None:
    styles = '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = run("乙", '<w:vanish w:val="0"/>')
    body = f'<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr>{run("藏")}{shown}</w:p>'
    assert read("方案.docx", word(body, styles=styles)) == (
        "第1段: 乙\n! 第1段的隐藏文字没有读入\n"
    )


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>"])
def test_what_is_struck_through_is_left_out_and_reported(mark: str) -> None:
    kept = run("乙", '<w:strike w:val="0"/>')
    body = f"<w:p>{run('甲')}{run('划掉', mark)}{kept}</w:p>"
    assert read("方案.docx", word(body)) == ("第1段: 甲乙\n! 第1段有删除线的文字没有读入：“划掉”\n")


def test_a_style_can_strike_text_through() -> None:
    styles = '<w:style w:styleId="s"><w:rPr><w:strike/></w:rPr></w:style>'
    struck = run("划掉", '<w:rStyle w:val="s"/>') + run("乙")
    kept = run("划掉") + run("乙", '<w:strike w:val="0"/>')
    for body in (
        f"<w:p>{struck}</w:p>",
        f'<w:p><w:pPr><w:pStyle w:val="s"/></w:pPr>{kept}</w:p>',
    ):
        assert read("方案.docx", word(body, styles=styles)) == (
            "第1段: 乙\n! 第1段有删除线的文字没有读入：“划掉”\n"
        )


def test_a_list_without_a_level_is_at_its_first() -> None:
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = paragraph("甲", numbered) + paragraph("乙", numbered)
    assert texts(word(body, numbering=numbering(*LEVELS))) == ["一、甲", "二、乙"]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_paragraph_whose_end_was_deleted_runs_on(mark: str) -> None:
    open_end = f"<w:pPr><w:rPr><w:{mark}/></w:rPr></w:pPr>"
    first = f"<w:p>{open_end}{run('甲')}</w:p>"
    revised = "! 修订中删去的文字没有读入，插入的文字已读入\n"
    for body, expected in (
        (first + first + paragraph("乙"), "第1段: 甲甲乙\n"),
        (first + table(row(cell("丙"))), "第1段: 甲\n表1: ruled\n  0 丙\n"),
        (first, "第1段: 甲\n"),
    ):
        assert read("方案.docx", word(body)) == expected + revised
    inside = f"<w:tc>{first}{paragraph('乙')}</w:tc>"
    assert "  0 甲乙\n" in read("方案.docx", word(table(row(inside))))


def test_comments_and_embedded_documents_are_reported() -> None:
    body = paragraph("甲") + '<w:altChunk r:id="aFChunk"/>'
    assert read("方案.docx", word(body, comments="<w:comment/>", aFChunk="")) == (
        "第1段: 甲\n! 文件里的批注没有读入\n! 文件里嵌入的另一个文档没有读入\n"
    )


def test_wrappers_of_paragraphs_tables_rows_and_cells_are_looked_into() -> None:
    wrapped = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = wrapped.format(row(wrapped.format(cell("甲")), cell("乙")))
    body = wrapped.format(paragraph("一")) + wrapped.format(table(rows))
    assert read("方案.docx", word(body)) == "第1段: 一\n表1: ruled\n  0 甲 | 1 乙\n"


def test_the_main_part_may_have_another_name_and_the_strict_namespace() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{relation}"><Relationship Id="a" Type="http://'
            'purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" '
            'Target="/word/document2.xml"/></Relationships>',
            "word/document2.xml": f'<w:document xmlns:w="{strict}"><w:body>{paragraph("甲")}'
            "</w:body></w:document>",
        }
    )
    assert WORD not in content.decode("latin-1")
    assert read("方案.docx", content) == "第1段: 甲\n"
