"""PDF files: lines become paragraphs, rules become tables, pages leave no trace."""

import importlib
import re
from collections.abc import Sequence
from datetime import date

import pytest
from pdfs import Box, Drawn, Text, file_of, lines, mapped, pdf, pdf_of, table
from reading import read

from gkplan.domain.errors import UsageError
from gkplan.importing import import_plan
from gkplan.importing.document import Paragraph, Table
from gkplan.importing.readers import processes, read_document
from gkplan.importing.readers.pdf import reader
from gkplan.importing.readers.pdf.page import decode

pytest.importorskip("pdfminer", reason="pdfminer.six (extra pdf) is not installed")
extract = importlib.import_module("gkplan.importing.readers.pdf.extract")

FULL = "推进全区预算收支执行情况按月公开，做到内容完整、口径一致、说明清楚，"
"""Thirty-three characters: with two of indent, or one more and a sign, a line of 36."""
OCR = "先做文字识别（OCR），存为 .docx 再导入；或者向发文单位要 Word 文件"


@pytest.fixture
def child() -> None:
    """Ask for PDF files to be read in a child process, as they are outside the tests."""


@pytest.fixture(autouse=True)
def _read_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without a child process, which takes half a second to start."""
    if "child" not in request.fixturenames:
        monkeypatch.setattr(reader, "run_bounded", lambda _, content: extract.extract(content))


def texts(content: bytes) -> list[str]:
    """Return the paragraphs of a file."""
    blocks = read_document("方案.pdf", content).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def around(content: bytes) -> list[str]:
    """Return what the pages of a file print around its text."""
    return [said.text for said in read_document("方案.pdf", content).printed]


def rows(content: bytes) -> list[list[list[str]]]:
    """Return the rows of each table."""
    blocks = read_document("方案.pdf", content).blocks
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in blocks
        if isinstance(block, Table)
    ]


def refusal(content: bytes) -> tuple[str, str | None]:
    """Return why a file is refused, and the remedy."""
    with pytest.raises(UsageError) as caught:
        read_document("方案.pdf", content)
    return caught.value.message.removeprefix("不能读 方案.pdf："), caught.value.remedy


def refused(content: bytes) -> str:
    """Return why what is drawn on a page is refused, read without a child process."""
    return decode(extract.extract(pdf_of(content))).refused


def test_lines_that_fill_the_page_go_on_and_indented_ones_begin() -> None:
    content = pdf(
        lines(
            "  一、总体要求",
            f"  {FULL}甲",
            f"{FULL}乙丙",
            "直到全部公开。",
            f"  {FULL}丁",
            f"{FULL}丁。",
            "  二、保障措施",
            f"  {FULL}戊",
            "己。",
        )
    )
    assert texts(content) == [
        "一、总体要求",
        f"{FULL}甲{FULL}乙丙直到全部公开。",
        f"{FULL}丁{FULL}丁。",
        "二、保障措施",
        f"{FULL}戊己。",
    ]


def test_a_short_line_ends_a_paragraph_without_indents() -> None:
    content = pdf(lines(f"{FULL}甲乙", "丙。", "一、加强", f"{FULL}丁戊", f"{FULL}己庚", "辛"))
    assert texts(content) == [f"{FULL}甲乙丙。", "一、加强", f"{FULL}丁戊{FULL}己庚辛"]


def test_a_word_that_would_have_fitted_begins_a_paragraph() -> None:
    body = lines(*[f"{FULL}甲乙"] * 4)
    short = Text(72, 180, FULL[:33])
    assert texts(pdf([*body, short, Text(72, 200, "丙丁")]))[1:] == ["丙丁"]
    assert texts(pdf([*body, short, Text(72, 200, "GeoGPT丙丁")]))[1:] == []
    assert texts(pdf([*body, short, Text(72, 200, "（《《丙丁")]))[1:] == []


def test_larger_lines_in_the_middle_are_one_title() -> None:
    title = [Text(120, 60, "清河区2018年政务公开工作", 28), Text(200, 100, "要点分工方案", 28)]
    subtitle = Text(250, 140, "（送审稿）")
    assert texts(pdf([*title, subtitle, *lines(*[f"{FULL}甲乙"] * 3, y=180)]))[:2] == [
        "清河区2018年政务公开工作要点分工方案",
        "（送审稿）",
    ]


def test_blanks_that_only_the_layout_made_are_dropped() -> None:
    shown = [
        (Text(72, 60, "到2027年底 建成"), Text(172, 60, "AI lab 一个"), "到2027年底建成AI lab一个"),
        (Text(72, 60, "责 任 单 位"), Text(72, 80, "甲"), "责任单位"),
        (Text(72, 60, "责任单位"), Text(72.4, 60, "责任单位"), "责任单位"),
        (Text(72, 60, "附件1"), Text(172, 60, "细则清单"), "附件1 细则清单"),
    ]
    filler = lines(*[f"{FULL}甲乙"] * 3, y=180)
    for *drawn, expected in shown:
        assert texts(pdf([*drawn, *filler]))[0] == expected


def test_pages_leave_numbers_heads_and_feet_in_no_paragraph() -> None:
    pages: list[list[Drawn]] = [
        [
            Text(72, 40, "清河区政府文件"),
            *lines(*[f"{FULL}甲乙"] * 5, "（责任单位：区财政局、" if page == 1 else "区审计局）"),
            Text(280, 800, f"— {page} —"),
            Text(72, 815, f"https://www.example.cn/a?p={page}"),
        ]
        for page in (1, 2, 3)
    ]
    pages[1].reverse()
    assert texts(pdf(*pages)) == [
        f"{FULL}甲乙" * 5 + "（责任单位：区财政局、",
        f"{FULL}甲乙" * 5 + "区审计局）",
        f"{FULL}甲乙" * 5 + "区审计局）",
    ]
    assert around(pdf(*pages)) == ["清河区政府文件", "— 1 —", "https://www.example.cn/a?p=1"]


def test_a_bracket_that_a_page_cut_is_whole() -> None:
    first = lines(*[f"{FULL}甲乙"] * 4, f"{FULL[:33]}（责任", y=600)
    second = lines("单位：区财政局）", "  二、加强", y=80)
    number = Text(290, 800, "1"), Text(290, 800, "2")
    assert texts(pdf([*first, number[0]], [*second, number[1]])) == [
        f"{FULL}甲乙" * 4 + f"{FULL[:33]}（责任单位：区财政局）",
        "二、加强",
    ]


def test_one_line_that_looks_like_a_head_stays_on_two_pages() -> None:
    pages = [[Text(72, 40, "一、加强"), *lines(*[f"{FULL}甲。"] * 3)] for _ in range(2)]
    assert texts(pdf(*pages)).count("一、加强") == 2


@pytest.mark.parametrize(("y", "heads"), [(40, ["清河区政府公报"]), (80, [])])
def test_a_head_of_two_pages_is_apart_from_their_text(y: int, heads: list[str]) -> None:
    pages = [[Text(72, y, "清河区政府公报"), *lines(*[f"{FULL}甲。"] * 3)] for _ in range(2)]
    assert around(pdf(*pages)) == heads


def test_a_ruled_table_has_the_merged_cells_and_the_lines_of_its_cells() -> None:
    head: list[str | None] = ["序号", "任务", "牵头单位"]
    body: list[list[str | None]] = [
        ["1", "公开预算收支执行情况，做\n到内容完整。", "区财政局"],
        ["2", "公开审计。", None],
        ["3", "公开信访。\n全年。", "区信访局\n区司法局"],
    ]
    content = pdf([*lines("  一、加强"), *table([head, *body], [40, 130, 120], 200)])
    assert read("方案.pdf", content) == (
        "第1页第1行: 一、加强\n"
        "第1页表格: ruled\n"
        "  0 序号 | 1 任务 | 2 牵头单位\n"
        "  0 1 | 1 公开预算收支执行情况，做到内容完整。 | 2 区财政局 ↓2\n"
        "  0 2 | 1 公开审计。\n"
        "  0 3 | 1 公开信访。/全年。 | 2 区信访局/区司法局\n"
    )


def test_a_cell_over_two_columns_and_a_table_without_a_right_edge() -> None:
    drawn: list[Drawn] = [
        *(Box(72, y, 372, y) for y in (100, 124, 148, 172)),
        *(Box(222, 100, 222, 124), Box(222, 148, 222, 172), Box(72, 100, 72, 172)),
        Box(72, 100, 372, 124, fill=True),
        *(Text(77, 102, "任务"), Text(227, 102, "单位"), Text(77, 126, "合计见附表")),
        *(Text(77, 150, "公开"), Text(227, 150, "区财政局")),
    ]
    filler = lines(*[f"{FULL}甲乙"] * 3, y=300)
    shown = read("方案.pdf", pdf([*drawn, *filler]))
    assert "  0 任务 | 1 单位\n  0 合计见附表 →2\n  0 公开 | 1 区财政局\n" in shown


def test_a_frame_and_a_background_are_no_table() -> None:
    frame: list[Drawn] = [Box(60, 90, 540, 190), Box(60, 90, 540, 140, fill=True)]
    assert rows(pdf([*frame, *lines(f"{FULL}甲乙", "丙")])) == []


HEAD = ["序号", "任务", "责任单位"]
WIDE = [40, 200, 120]


def test_a_table_goes_on_over_pages_without_its_head() -> None:
    first = table([HEAD, ["1", "公开预算。", "区财政局"]], WIDE, 700)
    second = table([HEAD, ["2", "公开审计。", "区审计局"]], WIDE, 80)
    number = Text(290, 800, "— 1 —"), Text(290, 800, "— 2 —")
    filler = lines(*[f"{FULL}甲乙"] * 3)
    assert rows(pdf([*filler, *first, number[0]], [*second, number[1]])) == [
        [HEAD, ["1", "公开预算。", "区财政局"], ["2", "公开审计。", "区审计局"]]
    ]


def test_a_table_of_other_width_is_another_one() -> None:
    first = table([HEAD, ["1", "公开预算收支。", "区财政局"]], WIDE, 700)
    second = table([HEAD, ["2", "公开审计结果。", "区审计局"]], [40, 200, 140], 80)
    assert len(rows(pdf(first, second))) == 2


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (
            [
                "1",
                "公开全区预算收支执行情况，按月公开，\n做到内容完整、口径一致、说明清楚，和",
                "区财政局、",
            ],
            ["", "按月更新。", "区审计局"],
            [
                [
                    "1",
                    "公开全区预算收支执行情况，按月公开，做到内容完整、口径一致、说明清楚，和按月更新。",
                    "区财政局、\n区审计局",
                ]
            ],
        ),
        (
            ["1", "公开预算。", "区财政局"],
            ["2", "公开审计。", "区审计局"],
            [["1", "公开预算。", "区财政局"], ["2", "公开审计。", "区审计局"]],
        ),
        (["三", "", ""], ["、公开", "", ""], [["三、公开", "", ""]]),
    ],
)
def test_a_row_that_a_page_cut_is_whole(
    above: list[str], below: list[str], expected: list[list[str]]
) -> None:
    first = table(
        [HEAD, ["8", "公开甲。", "区甲局"], ["9", "公开乙。", "区乙局"], above], WIDE, 650, 36
    )
    second = table([HEAD, below], WIDE, 80, 36)
    assert rows(pdf(first, second))[0][3:] == expected


def test_without_numbers_a_text_that_breaks_off_goes_on() -> None:
    wide = [200.0, 120.0]
    full = "公开全区预算收支执行情况的口径和说明"
    first = table([["任务", "责任单位"], [f"{full}按", "区财政局"]], wide, 700)
    for below, count in (("月公开。", 2), ("月公开。", 2)):
        second = table([[below, ""]], wide, 80)
        assert len(rows(pdf(first, second))[0]) == count
    ended = table([["任务", "责任单位"], ["公开预算。", "区财政局"]], wide, 700)
    assert len(rows(pdf(ended, table([["公开审计。", "区审计局"]], wide, 80)))[0]) == 3


@pytest.mark.parametrize(
    ("above", "below", "count", "doubtful"),
    [
        ("配合单位", "落实单位", 5, set()),
        ("配合单位", "完成时限", 5, set()),
        ("配合单位", "名单", 4, {3}),
    ],
)
def test_a_page_between_two_rows_of_a_table_on_its_side_cuts_neither(
    above: str, below: str, count: int, doubtful: set[int]
) -> None:
    """Names of rows fill their cells, and so do short names of units: the text does not go on.

    Where the second one may be the rest of the first the row is doubtful.
    """
    names = [["序号", "1"], ["工作任务", "公开预算。"], ["牵头单位", "区审计局"]]
    wide = [58.0, 82.0]
    first = table([*names, [above, "区发展改革局"]], wide, 650)
    second = table([[below, "区总工会"]], wide, 80)
    document = read_document("方案.pdf", pdf(first, second))
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    assert found.height == count
    assert {cell.row for cell in found.cells if cell.unsure} == doubtful


def test_a_merged_cell_that_a_page_cut_spans_both_pages() -> None:
    first = table([HEAD, ["1", "公开预算收支。", "区财政局"], ["2", "公开决算。", None]], WIDE, 650)
    second = table([["3", "公开审计。", ""], ["4", "公开信访。", None]], WIDE, 80)
    (found,) = (
        block
        for block in read_document("方案.pdf", pdf(first, second)).blocks
        if isinstance(block, Table)
    )
    spans = {cell.text: cell.rows for cell in found.cells}
    assert spans["区财政局"] == 4
    assert "" not in spans


def test_what_is_no_text_is_reported() -> None:
    picture = b"q 100 0 0 100 72 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"
    content = pdf_of(
        b"BT /F 12 Tf 72 700 Td <"
        + "一、加强公开工作力度，按月公开预算执行情况。".encode("utf-16-be").hex().encode()
        + b"> Tj ET",
        picture,
    )
    turned = pdf(
        [
            *lines("一、加强公开工作力度，按月公开预算执行情况。"),
            Text(300, 400, "内部", turned=True),
        ]
    )
    assert read("方案.pdf", content).splitlines()[1:] == ["! 第2页是图片，没有文字，没有读入"]
    assert read("方案.pdf", turned).splitlines()[1:] == ["! 第1页斜排的文字没有读入：“内部”"]


def test_look_alikes_of_fonts_are_replaced_and_reported_once() -> None:
    shown = read("方案.pdf", mapped("⼀、加强公开⼯作⼒度、按⽉公开预算执⾏情况。"))
    assert shown == (
        "第1页第1行: 一、加强公开工作力度、按月公开预算执行情况。\n"
        "! PDF 里有形近字（康熙部首等），已换成通用字\n"
    )


def test_a_scan_is_refused_with_what_to_do() -> None:
    assert refusal(pdf_of(b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q")) == (
        "是扫描件或图片做成的 PDF，里面没有文字",
        OCR,
    )
    assert texts(pdf([Text(72, 100, "二十字" * 6 + "二十")])) == ["二十字" * 6 + "二十"]
    assert refusal(pdf([Text(72, 100, "二十字" * 6 + "二")]))[0].startswith("是扫描件")


def browser(page: int) -> list[Drawn]:
    """Return what a browser prints around a page."""
    return [
        Text(20, 16, "2026/3/5 10:12", 8),
        Text(200, 16, "清河区2026年政务公开工作分工方案", 8),
        Text(20, 815, "https://www.example.cn/art/2026/3/5/art_123.html", 8),
        Text(560, 815, f"{page}/2", 8),
    ]


def test_what_a_browser_prints_around_pages_is_no_text() -> None:
    assert refusal(pdf(browser(1), browser(2))) == ("是扫描件或图片做成的 PDF，里面没有文字", OCR)
    pages = [[*browser(page), *lines(*[f"{FULL}甲乙"] * 5)] for page in (1, 2)]
    assert texts(pdf(*pages)) == [
        f"{FULL}甲乙" * 10,
    ]
    assert around(pdf(*pages)) == [
        "2026/3/5 10:12 清河区2026年政务公开工作分工方案",
        "https://www.example.cn/art/2026/3/5/art_123.html 1/2",
    ]


def test_a_font_that_names_no_characters_is_refused() -> None:
    content = mapped("一、加强公开工作力度、按月公开预算执行情况。", is_named=False)
    assert refusal(content) == ("PDF 的字体没有写明是哪些字，复制出来是乱码", OCR)


def test_a_locked_and_a_damaged_file_are_refused() -> None:
    locked = file_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"],
        trailer="/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O("
        + "o" * 32
        + ")/U("
        + "u" * 32
        + ")>>/ID[(i)(i)]",
    )
    assert refusal(locked) == ("PDF 加了密码", "用 WPS 或浏览器打开，打印成不加密的 PDF 再导入")
    damaged = "PDF 文件已损坏", "用 Word、Excel 或 WPS 打开，确认内容完整后另存一份再导入"
    assert refusal(b"%PDF-1.7\n") == damaged
    whole = pdf(lines("一、加强公开工作力度，按月公开预算执行情况。"))
    assert texts(b"\n" * 1000 + whole)
    assert refusal(b"\n" * 1100 + whole)[0] != damaged[0]


LARGE = "只留下分工方案本身，另存后再导入"


@pytest.mark.posix("limits on memory and processor time")
@pytest.mark.usefixtures("child")
@pytest.mark.parametrize(
    "font",
    [
        b"/W[0 2000000000 500]",
        b"/W 3 0 R",
    ],
    ids=["widths without end", "a reference to itself"],
)
def test_a_file_that_would_take_forever_is_refused(
    font: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PROCESSOR_TIME", 2)
    content = pdf(lines("一、加强公开工作力度，按月公开预算执行情况。"))
    hostile = content.replace(b"/W[1 95 500]", font)
    if b"3 0 R" in font:
        hostile = re.sub(
            rb"3 0 obj\n.*?\nendobj", b"3 0 obj\n3 0 R\nendobj", hostile, flags=re.DOTALL
        )
    why, remedy = refusal(hostile)
    assert why.startswith(("PDF 的页数", "读它要用的时间"))
    assert remedy == LARGE


@pytest.mark.posix("limits on memory")
@pytest.mark.usefixtures("child")
def test_contents_that_inflate_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "MEMORY", 250_000_000)
    assert refusal(pdf_of(b" " * 1_000_000))[0].startswith("是扫描件")
    assert refusal(pdf_of(b" " * 200_000_000))[1] == LARGE


def test_too_many_pages_and_too_much_on_them_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "PDF 的页数或每页的内容太多，不像一份分工方案", LARGE
    assert refusal(pdf_of(*[b""] * 1001)) == many
    assert refusal(pdf_of(*[b""] * 1000))[0].startswith("是扫描件")
    assert refusal(pdf_of(b"1 " * 1100)) == many
    monkeypatch.setattr(extract, "MOST_PDF_OBJECTS", 50)
    assert refused(b"0 0 m 9 9 l S\n" * 50) == ""
    assert refused(b"0 0 m 9 9 l S\n" * 51) == "large"


@pytest.mark.usefixtures("child")
def test_a_child_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(pdf_of(b""))[0].startswith("是扫描件")
    monkeypatch.setattr(processes, "WAIT", 0)
    assert refusal(pdf_of(b""))[0].startswith("读它要用的时间或内存太多")


def test_too_many_crossing_lines_are_refused() -> None:
    across = b"".join(b"0 %d m 595 %d l S\n" % (y, y) for y in range(1, 2004, 4))
    down = b"".join(b"%d 0 m %d 2000 l S\n" % (x, x) for x in range(1, 2004, 4))
    text = (
        b"BT /F 12 Tf 72 700 Td <"
        + "一、加强公开工作力度，按月公开预算执行情况。".encode("utf-16-be").hex().encode()
        + b"> Tj ET"
    )
    assert refusal(pdf_of(across + down + text, height=2100))[1] == LARGE


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    part = "推进预算收支执行情况按月公开，做到"
    title = Text(180, 60, "清河区政务公开工作要点", 20)
    left = lines("  一、加强", *[f"{part}甲"] * 6, f"{part}", x=60, pitch=18)
    right = lines(f"乙{part}", *[f"{part}丙"] * 6, "丁。", x=300, pitch=18)
    assert texts(pdf([title, *left, *right])) == [
        "清河区政务公开工作要点",
        "一、加强",
        f"{part}甲" * 6 + f"{part}乙{part}" + f"{part}丙" * 6 + "丁。",
    ]


def test_a_table_without_rules_is_read_by_its_gaps() -> None:
    rows_of = (
        ("序号", "任务", "责任单位"),
        ("1", "公开预算收支。", "区财政局"),
        ("2", "公开审计结果。", "区审计局"),
        ("3", "公开信访情况。", "区信访局"),
    )
    drawn = [
        Text(x, 300 + 20 * at, text)
        for at, row in enumerate(rows_of)
        for x, text in zip((72, 132, 332), row, strict=True)
    ]
    assert rows(pdf([*lines("一、加强"), *drawn])) == [[list(row) for row in rows_of]]


UNRULED = (
    ("序号", "任务", "责任单位"),
    ("1", "按月公开预算执行情况和/收支情况。", "区财政局、区审计局、区/发展改革局"),
    ("一、加强监督检查",),
    ("2", "公开审计结果。", "区审计局"),
    ("3", "每季度公开一次信访事项的/办理情况和办理结果，接受/社会监督。", "区信访局"),
)


def unruled_pdf(
    rows: Sequence[Sequence[str]],
    *,
    space: float,
    centred: bool,
    columns: Sequence[float] = (72, 112, 292),
) -> bytes:
    """Return a table without rules, whose rows are ``space`` apart beside the lines."""
    drawn: list[Drawn] = []
    top = 300.0
    for row in rows:
        height = 16 * max(len(cell.split("/")) for cell in row)
        for x, cell in zip(columns, row, strict=False):
            parts = cell.split("/")
            begin = top + (height - 16 * len(parts)) / 2 * centred
            drawn += [Text(x, begin + 16 * at, part) for at, part in enumerate(parts)]
        top += height + space
    return pdf([*lines("  一、推进公开"), *drawn])


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("space", [0, 10])
def test_rows_without_rules_are_those_that_numbers_or_space_part(
    space: float, *, centred: bool
) -> None:
    expected = [[cell.replace("/", "") for cell in row] for row in UNRULED]
    assert rows(unruled_pdf(UNRULED, space=space, centred=centred)) == [expected]


def test_rows_that_nothing_parts_are_guessed_with_a_doubt_on_each() -> None:
    tasks = [(*row[1:], "区政府办") for row in UNRULED if row[1:]]
    table = [("任务", "牵头单位", "配合单位"), *tasks[1:], *tasks[1:]]
    content = unruled_pdf(table, space=0, centred=False, columns=(72, 252, 402))
    plan = import_plan("a.pdf", content, date(2026, 3, 1)).plan
    doubts = [" ".join(task.doubts) for group in plan.groups for task in group.tasks]
    assert ["哪几行字是一项、在哪一栏是推断的" in doubt for doubt in doubts] == [True] * 6


@pytest.mark.parametrize(
    ("name", "gap", "doubtful"),
    [("区/甲/局", 2.2, True), ("区甲/局", 0.9, True), ("区甲/局", 1.2, False)],
)
def test_narrow_columns_of_a_matrix_and_those_hardly_apart_have_doubts(
    name: str, gap: float, *, doubtful: bool
) -> None:
    """With less than a character between them two columns may count as one."""
    names = (name.replace("甲", sign) for sign in "甲乙丙丁")
    table = [("序号", "任务", *names)]
    table += [(str(at), "公开预算收支。", *marks) for at, marks in enumerate(("●○ ○", " ●○●"), 1)]
    columns = (72, 112, *(292 + 12 * ((name + "/").index("/") + gap) * at for at in range(4)))
    content = unruled_pdf(table, space=10, centred=False, columns=columns)
    plan = import_plan("a.pdf", content, date(2026, 3, 1)).plan
    doubts = [" ".join(task.doubts) for group in plan.groups for task in group.tasks]
    assert ["在哪一栏是推断的" in one for one in doubts] == [doubtful] * 2


def test_marks_of_a_matrix_that_are_in_no_table_are_refused() -> None:
    """Lines of a matrix read as text would give units and tasks that nobody named."""
    table = [("公开预算收支执行情况。", "●"), ("公开审计结果。", "○"), ("公开信访。", "●")]
    two, three = (
        unruled_pdf(table[:count], space=10, centred=False, columns=(72, 352)) for count in (2, 3)
    )
    assert len(texts(two)) > 1
    assert refusal(three)[0].startswith("PDF 里的单位对照表（●、○）没有框线")


def test_a_cell_in_the_middle_of_several_rows_spans_them() -> None:
    columns = {
        72: ("序号", *"1234"),
        112: ("任务", *["公开预算。"] * 4),
        412: ("时限", *["8月"] * 4),
    }
    drawn = [
        Text(x, 300 + 30 * at, text)
        for x, cells in columns.items()
        for at, text in enumerate(cells)
    ]
    units = [
        Text(292, y, text) for y, text in ((300, "单位"), (345, "区财政局"), (405, "区审计局"))
    ]
    document = read_document("a.pdf", pdf([*drawn, *units, *lines("一、推进公开")]))
    table = next(block for block in document.blocks if isinstance(block, Table))
    found = [(cell.text, cell.row, cell.rows) for cell in table.cells if cell.column == 2]
    assert [one for one in found if one[0]] == [
        ("单位", 0, 1),
        ("区财政局", 1, 2),
        ("区审计局", 3, 2),
    ]
