"""Workbooks: merged cells, numbers as people see them, and what a sheet hides."""

import datetime as dt
import io
from typing import Any

import pytest
from reading import SHEET, archive, read, sheet

from gkplan.importing import import_plan
from gkplan.importing.document import Table
from gkplan.importing.readers import read_document

openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra test")


def text(address: str, value: str) -> str:
    """Return a cell with an inline text."""
    return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(*cells: str, more: str = "") -> str:
    """Return a row."""
    return f"<row {more}>{''.join(cells)}</row>"


def test_what_openpyxl_writes_is_read_with_its_merges_dates_and_hidden_parts() -> None:
    book = openpyxl.Workbook()
    plan = book.active
    plan.title = "方案"
    for line in [
        ["分工表"],
        ["任务", "序号", "时限", "比例"],
        ["一、加强", 1, dt.date(2017, 12, 31), 0.5],
        [None, 2.5, dt.datetime(2017, 12, 1, 9, 30), True],  # noqa: DTZ001  (local)
        ["二", "=1/0", dt.time(9, 30), "a\nb"],
    ]:
        plan.append(line)
    plan.merge_cells("A1:D1")
    plan.merge_cells("A3:A4")
    plan["D3"].number_format = "0%"
    plan["C4"].number_format = 'yyyy"年"m"月"'
    plan.row_dimensions[4].hidden = True
    plan.column_dimensions["B"].hidden = True
    book.create_sheet("旧").sheet_state = "hidden"
    book.create_sheet("空白")
    book.create_sheet("Sheet2")["C7"] = "甲"
    buffer = io.BytesIO()
    book.save(buffer)
    assert read("方案.xlsx", buffer.getvalue()) == (
        "工作表方案: ## 方案\n工作表方案: ruled\n  0 分工表 →4\n"
        "  0 任务 | 1 序号 | 2 时限 | 3 比例\n"
        "  0 一、加强 ↓2 | 1 1 | 2 2017-12-31 | 3 50%\n  1 2.5 | 2 2017年12月 | 3 TRUE\n"
        "  0 二 | 2 09:30 | 3 a/b\n"
        "工作表Sheet2: ruled\n  0 甲\n"
        "! 方案!B5的公式没有存下结果，没有读入\n! 工作表方案的第 4 行是隐藏的，已照样读入\n"
        "! 工作表方案的第 B 列是隐藏的，已照样读入\n! 工作表旧是隐藏的，没有读入\n"
    )


@pytest.mark.parametrize(
    ("rows", "after", "expected"),
    [
        (
            row(text("B3", "甲"), text("D3", "乙")) + row(text("C4", "丙")),
            "",
            "工作表表: ruled\n  0 甲 | 2 乙\n  1 丙\n",
        ),
        (
            row("<c><v>1</v></c>", "<c/>", "<c><v>2</v></c>") + row("<c><v>3</v></c>"),
            "",
            "工作表表: ruled\n  0 1 | 2 2\n  0 3\n",
        ),
        (
            row(text("A1", "甲"), text("B1", "丢")),
            '<mergeCell ref="A1:B1"/>',
            "工作表表: ruled\n  0 甲 →2\n! 表!B1被合并单元格盖住，没有读入：“丢”\n",
        ),
        (
            row(text("B1", "丢")),
            '<mergeCell ref="A1:B1"/>',
            "! 表!B1被合并单元格盖住，没有读入：“丢”\n",
        ),
        (
            row(text("A1", "甲"), text("B1", "乙"), text("B1", "丙")) + row(text("A1", "丁")),
            "",
            (
                "工作表表: ruled\n  0 丁 | 1 丙\n"
                "! 表!B1在文件里写了两次，前一个没有读入：“乙”\n"
                "! 表!A1在文件里写了两次，前一个没有读入：“甲”\n"
            ),
        ),
        (
            row(text("A1", "甲")) + row(text("B2", "乙")),
            '<mergeCell ref="A1:A1048576"/>',
            "工作表表: ruled\n  0 甲 ↓2\n  1 乙\n",
        ),
        (
            row(text("A1", "甲")),
            '<mergeCell ref="B1:C2"/><mergeCell ref="x"/><mergeCell ref=""/>',
            "工作表表: ruled\n  0 甲\n",
        ),
        (
            row('<c r="A1" t="e"><v>#REF!</v></c>', text("B1", "甲")),
            "",
            "工作表表: ruled\n  0 甲\n! 表!A1是错误值 #REF!，没有读入\n",
        ),
        (
            row('<c r="A1" t="d"><v>2017-12-31</v></c>', '<c t="str"><f>B9</f><v>甲</v></c>'),
            "",
            "工作表表: ruled\n  0 2017-12-31 | 1 甲\n",
        ),
        (row('<c r="A1" s="1"/>', '<c r="B1" t="s"><v>9</v></c>'), "", ""),
        ("", "", ""),
        (
            "".join(row(text(f"A{number}", "甲"), more='hidden="1"') for number in range(1, 23)),
            "",
            "工作表表: ruled\n"
            + "  0 甲\n" * 22
            + "! 工作表表的第 1、2、3、4、5、6、7、8、9、10、11、12、"
            "13、14、15、16、17、18、19、20等 22 处 行是隐藏的，已照样读入\n",
        ),
    ],
)
def test_a_sheet_is_a_table_of_the_cells_that_have_text(
    rows: str, after: str, expected: str
) -> None:
    assert read("方案.xlsx", sheet(rows, after)) == expected


def test_cells_have_their_address_and_count_from_the_first_used_one() -> None:
    document = read_document("方案.xlsx", sheet(row(text("AB12", "甲")) + row(text("AC14", "乙"))))
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert [(cell.place, cell.row, cell.column) for cell in found.cells] == [
        ("表!AB12", 0, 0),
        ("表!AC14", 2, 1),
    ]


def test_shared_texts_lose_their_formatting_and_phonetic_guides() -> None:
    strings = (
        f'<sst xmlns="{SHEET}"><si><t>甲</t></si><si><r><t>乙</t></r><r><t>_x000D_丙</t></r>'
        "<rPh><t>yi</t></rPh></si></sst>"
    )
    rows = row('<c t="s"><v>1</v></c>', '<c t="s"><v>0</v></c>')
    assert read("方案.xlsx", sheet(rows, sharedStrings=strings)) == (
        "工作表表: ruled\n  0 乙/丙 | 1 甲\n"
    )


def formatted(value: str, code: str, number: int = 200) -> str:
    """Return a number as it is read from a cell with a format."""
    styles = (
        f'<styleSheet xmlns="{SHEET}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/>'
        f'</numFmts><cellXfs><xf/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    )
    cell = f'<c s="1"><v>{value}</v></c>'
    return read("a", sheet(row(cell), styles=styles)).split("\n")[1].removeprefix("  0 ")


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("3", "", "3"),
        ("3.0", "General", "3"),
        ("0.30000000000000004", "", "0.3"),
        ("1234567", "#,##0", "1234567"),
        ("-2", "0", "-2"),
        ("0.125", "0.0%", "12.5%"),
        ("7", "000", "007"),
        ("12", "0&quot;月底前&quot;", "12月底前"),
        ("3", "第0项", "第3项"),
        ("2.5", "0&quot;项&quot;", "2.5"),
        ("1.1", "0.00", "1.10"),
        ("2.10", "0.0#", "2.1"),
        ("2", "0.0", "2.0"),
        ("1.005", "0.00&quot;亿元&quot;", "1.01亿元"),
        ("3", "0.##", "3"),
        ("-1.1", "0.00", "-1.1"),
        ("1e300", "0.00", "1e+300"),
        ("43100", "yyyy-mm-dd", "2017-12-31"),
        ("43100", "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "2017-12-31"),
        ("43100", "m&quot;月&quot;d&quot;日&quot;", "2017-12-31"),
        ("43100", "yyyy\\年m\\月", "2017年12月"),
        ("43100", "yyyy", "2017年"),
        ("43100", "m&quot;月&quot;", "12月"),
        ("43100.5", "yyyy/m/d h:mm", "2017-12-31 12:00"),
        ("0.75", "h:mm:ss", "18:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("1e300", "yyyy-mm-dd", "1e+300"),
        ("nan", "0", "nan"),
        ("1e999", "0", "1e999"),
        ("三", "0", "三"),
    ],
)
def test_a_number_is_written_the_way_its_format_shows_it(
    value: str, code: str, expected: str
) -> None:
    assert formatted(value, code) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "43100.5"), (9, "4310050%"), (14, "2017-12-31"), (57, "2017年12月"), (20, "12:00")],
)
def test_formats_that_every_program_knows_need_no_code(number: int, expected: str) -> None:
    assert formatted("43100.5", "", number) == expected


def test_days_may_be_counted_from_1904_and_charts_are_no_tables() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = archive(
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{relation}">'
            '<workbookPr date1904="1"/><sheets><sheet name="表" r:id="a"/>'
            '<sheet name="图" r:id="b"/><sheet name="无"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": "<Relationships>"
            f'<Relationship Id="a" Type="{relation}/worksheet" Target="/xl/s.xml"/>'
            f'<Relationship Id="b" Type="{relation}/chartsheet" Target="c.xml"/>'
            f'<Relationship Id="c" Type="{relation}/styles" Target="styles.xml"/>'
            f'<Relationship Type="{relation}/image" Target="http://a" TargetMode="External"/>'
            "</Relationships>",
            "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><cellXfs><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
            "xl/s.xml": f'<worksheet xmlns="{SHEET}"><sheetData><row><c><v>0</v></c></row>'
            "</sheetData></worksheet>",
        }
    )
    assert read("方案.xlsx", content) == (
        "工作表表: ruled\n  0 1904-01-01\n! 工作表图没有单元格，没有读入\n"
        "! 工作表无没有单元格，没有读入\n"
    )


def test_a_sheet_with_a_cell_in_its_farthest_corner_is_read_at_once() -> None:
    rows = row(text("A1", "甲"), more='r="1"') + row(text("XFD1048576", "乙"), more='r="1048576"')
    (found,) = read_document("方案.xlsx", sheet(rows)).blocks
    assert isinstance(found, Table)
    assert (found.height, found.width, len(found.cells)) == (1048576, 16384, 2)


def test_what_is_struck_through_in_a_workbook_is_left_out_and_reported() -> None:
    text = "<si><r><t>甲</t></r><r><rPr><strike/></rPr><t>乙</t></r></si><si><t>丙</t></si>"
    strings = f'<sst xmlns="{SHEET}">{text}</sst>'
    rows = row('<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>')
    assert read("方案.xlsx", sheet(rows, sharedStrings=strings)) == (
        "工作表表: ruled\n  0 甲 | 1 丙\n! 表!A1有删除线的文字没有读入，原文是“甲乙”\n"
    )


def test_a_cell_in_a_style_that_strikes_through_is_left_out() -> None:
    styles = (
        f'<styleSheet xmlns="{SHEET}"><fonts><font/><font><strike/></font></fonts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    struck = text("A1", "取消").replace("<c ", '<c s="1" ')
    assert read("方案.xlsx", sheet(row(struck, text("B1", "甲")), styles=styles)) == (
        "工作表表: ruled\n  0 甲\n! 表!A1有删除线的文字没有读入，原文是“取消”\n"
    )


def test_what_lies_over_the_cells_is_reported() -> None:
    xlsxwriter: Any = pytest.importorskip("xlsxwriter")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        made = book.add_worksheet("表")
        made.write("A1", "甲")
        made.write("B1", "乙")
        made.write_comment("B1", "此处请区财政局核对", {"author": ""})
        made.insert_textbox("D5", "另行通知：区教育局改为牵头")
    assert read("方案.xlsx", buffer.getvalue()) == (
        "工作表表: ruled\n  0 甲 | 1 乙\n! 工作表表的文本框没有读入：“另行通知：区教育局改为牵头”\n"
        "! 表!B1的批注没有读入：“此处请区财政局核对”\n"
    )


@pytest.mark.parametrize("printed", ["2018-06-30", "2018/6/30", "2018.6.30", "2018年6月30日"])
def test_days_that_are_texts_are_read_as_days(printed: str) -> None:
    cells = [
        row(*(text(f"{'ABC'[at]}{number}", value) for at, value in enumerate(values)))
        for number, values in enumerate(
            (
                ("工作任务", "责任单位", "完成时限"),
                ("建设城市书房三座。", "区文旅局", printed),
                ("改造老旧小区五个。", "区住建局", printed),
            ),
            1,
        )
    ]
    plan = import_plan("2018年方案.xlsx", sheet("".join(cells)), dt.date(2018, 1, 1)).plan
    assert [task.due for _, task in plan] == [dt.date(2018, 6, 30)] * 2
