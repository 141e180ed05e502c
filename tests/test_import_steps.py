"""The steps from a document's blocks to a plan, each by itself."""

import pytest

from gkplan.domain.numerals import chinese, number
from gkplan.domain.vocabulary import Role
from gkplan.importing.document import Cell, Document, Paragraph, Said, Table
from gkplan.importing.layouts.rebuilt import unfold
from gkplan.importing.lexicon.columns import Column, Holds, column_of, read_head
from gkplan.importing.plan.head import document_head as read_document_head
from gkplan.importing.tables.alignment import Levels, align, levels_of
from gkplan.importing.tables.sheets import read_sheet
from gkplan.importing.text.characters import damage_doubts
from gkplan.importing.text.numbers import (
    Number,
    bare_number,
    outranks,
    take_number,
)
from gkplan.importing.text.pages import without_pages
from gkplan.importing.text.wording import joined, tidied
from gkplan.importing.units.rules import blanket_of, without_blanket
from gkplan.importing.units.sentences import units_in_sentence

GROUP, TASK, NUMBER, TIME = (
    Column(holds) for holds in (Holds.GROUP, Holds.TASK, Holds.NUMBER, Holds.TIME)
)
UNITS = Column(Holds.UNITS)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("一、加强预期引导", Number("chinese", 1, "一"), "加强预期引导"),
        ("二十二、依法", Number("chinese", 22, "二十二"), "依法"),
        ("（三）深化", Number("(chinese)", 3, "（三）"), "深化"),
        ("(三) 深化", Number("(chinese)", 3, "(三)"), "深化"),
        ("1. 公开", Number("arabic", 1, "1"), "公开"),
        ("1．公开", Number("arabic", 1, "1"), "公开"),
        ("12、公开", Number("arabic", 12, "12"), "公开"),
        ("（4）公开", Number("(arabic)", 4, "（4）"), "公开"),
        ("5）公开", Number("arabic)", 5, "5"), "公开"),
        ("③公开", Number("circled", 3, "③"), "公开"),
        ("7 公开", Number("bare", 7, "7"), "公开"),
        ("△公开", Number("mark", None, "△"), "公开"),
        ("2.10 公开", Number("decimal", 10, "2.10", 2), "公开"),
        ("2.1制定", Number("decimal", 1, "2.1", 2), "制定"),
        ("2.1.3公开", Number("decimal3", 3, "2.1.3"), "公开"),
        ("2.1.3%", None, "2.1.3%"),
        ("第一部分 总体", Number("part", 1, "第一部分"), "总体"),
        ("公开", None, "公开"),
        ("2017年公开", None, "2017年公开"),
        ("10个工作日内公开", None, "10个工作日内公开"),
        ("3 个月内公开", None, "3 个月内公开"),
        ("2.6万亩", None, "2.6万亩"),
        ("一是公开", None, "一是公开"),
    ],
)
def test_number_is_split_off_the_head_of_a_text(
    text: str, number: Number | None, rest: str
) -> None:
    assert take_number(text) == (number, rest)


def test_number_that_touches_its_text_counts_only_where_it_is_the_next_one() -> None:
    assert take_number("3主动公开", 3) == (Number("bare", 3, "3"), "主动公开")
    assert take_number("3主动公开", 4) == (None, "3主动公开")
    assert take_number("3个部门公开", 3) == (None, "3个部门公开")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("3", 3), ("三", 3), ("（三）", 3), ("3.", 3), ("2.10", 10), ("2.1.3", 3), ("甲", None)],
)
def test_cell_of_nothing_but_a_number(cell: str, value: int | None) -> None:
    number = bare_number(cell)
    assert (number.value if number else None) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1000", 1000),
        ("1899", 1899),
        ("1900", None),
        ("2017", None),
        ("2999", None),
        ("3000", 3000),
    ],
)
def test_a_number_of_four_digits_is_no_year(cell: str, value: int | None) -> None:
    number = bare_number(cell)
    assert (number.value if number else None) == value


def test_decimals_are_levels_below_whole_numbers() -> None:
    one, two, three, bracketed = (
        take_number(text)[0] for text in ("1.甲", "1.1 甲", "1.1.1 甲", "（1）甲")
    )
    assert one
    assert two
    assert three
    assert bracketed
    assert outranks(one, two)
    assert outranks(two, three)
    assert outranks(three, bracketed)
    assert not outranks(two, one)


@pytest.mark.parametrize("value", [1, 9, 10, 11, 19, 20, 21, 99, 100, 101, 110, 215, 999])
def test_chinese_numerals_are_read_as_they_are_written(value: int) -> None:
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("序号", Column(Holds.NUMBER, name="序号")),
        ("工 作 任 务", Column(Holds.GROUP, name="工作任务")),
        ("领域", Column(Holds.GROUP, name="领域")),
        ("具体事项", Column(Holds.TASK, name="具体事项")),
        ("主要内容", Column(Holds.TASK, name="主要内容")),
        ("牵头单位", Column(Holds.UNITS, Role.LEAD, name="牵头单位")),
        ("责任单位", Column(Holds.UNITS, Role.LEAD, name="责任单位")),
        ("牵头落实单位", Column(Holds.UNITS, None, name="牵头落实单位")),
        ("牵头及配合单位", Column(Holds.UNITS, None, name="牵头及配合单位")),
        ("配合\n单位", Column(Holds.UNITS, Role.SUPPORT, name="配合单位")),
        ("协办单位", Column(Holds.UNITS, Role.SUPPORT, name="协办单位")),
        ("落实单位", Column(Holds.UNITS, Role.IMPLEMENT, name="落实单位")),
        ("推进时序", Column(Holds.TIME, name="推进时序")),
        ("完成时限", Column(Holds.TIME, name="完成时限")),
        ("公开时限", Column(Holds.TIME, name="公开时限")),
        ("备注", Column(Holds.OTHER, name="备注")),
        ("频次", Column(Holds.STATED, name="频次")),
        ("区财政局", None),
        ("各部门均应及时公开部门预算。", None),
    ],
)
def test_what_a_column_holds_is_told_by_its_name(name: str, column: Column | None) -> None:
    assert column_of(name) == column


@pytest.mark.parametrize(
    ("names", "holds"),
    [
        (["工作任务", "具体事项", "责任单位"], "GROUP TASK UNITS"),
        (["工作任务", "责任单位"], "TASK UNITS"),
        (["序号", "领域", "工作任务", "责任单位", "备注"], "NUMBER GROUP TASK UNITS OTHER"),
        (["重点任务", "主要内容", "工作目标", "牵头单位"], "GROUP TASK OTHER UNITS"),
        (["重点工作", "目标任务", "工作措施", "责任单位"], "GROUP OTHER TASK UNITS"),
        (["一、加强预期引导", "1. 公开。", "各部门"], None),
        (["序号", "姓名", "电话"], None),
        (["具体事项", "完成时限"], None),
    ],
)
def test_head_names_units_and_something_to_do(names: list[str], holds: str | None) -> None:
    found = read_head(names)
    assert (" ".join(column.holds.name for column in found) if found else None) == holds


def test_responsible_units_beside_a_lead_only_implement() -> None:
    found = read_head(["任务", "牵头单位", "责任单位", "配合单位"])
    assert found
    assert [column.role for column in found] == [None, Role.LEAD, Role.IMPLEMENT, Role.SUPPORT]


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (["一、引导", "1. 公开有关的收支情况。", "区财政局"], [0, 1, 2]),
        (["1. 公开有关的收支情况。", "区财政局"], [1, 2]),
        (["2. 公开有关的收支情况。"], [1]),
        (["一、引导", "2. 公开有关的收支情况。"], [0, 1]),
        (["1. 公开有关的收支", "情况。", "区财政局"], [1, 1, 2]),
    ],
)
def test_cells_of_a_short_row_go_where_they_fit(texts: list[str], columns: list[int]) -> None:
    levels = Levels(frozenset({"chinese"}), frozenset({"arabic"}))
    _, steps = align(texts, (GROUP, TASK, UNITS), levels)
    assert [step.column for step in steps] == columns


def test_stream_of_cells_is_broken_into_rows() -> None:
    texts = ["一、引导", "1. 甲事。", "区财政局", "2. 乙事。", "二、减税", "1. 丙事。", "区税务局"]
    _, steps = align(texts, (GROUP, TASK, UNITS), levels_of(texts), stream=True)
    assert [tuple(step) for step in steps] == [
        *((0, 0), (0, 1), (0, 2)),
        (1, 1),
        *((2, 0), (2, 1), (2, 2)),
    ]


def table(*rows: str, ruled: bool = False) -> Table:
    """A table whose rows are given with bars between the cells."""
    cells = [
        Cell(text, f"第{row}行", row, column)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]
    return Table(tuple(cells), "第0行", ruled=ruled)


HEAD = "工作任务|具体事项|责任单位"
FIRST = "一、加强预期引导|1. 公开全区预算执行情况。|区财政局"


@pytest.mark.parametrize(
    "second",
    [
        "|2. 公开全区决算执行情况。|",
        "2. 公开全区决算执行情况。||",
        "2. 公开全区决算执行情况。|",
        "2. 公开全区决算执行情况。",
    ],
    ids=["empty cells", "fillers at the end", "one filler", "no filler"],
)
def test_row_that_lost_its_spanned_cells_keeps_its_text_under_the_tasks(second: str) -> None:
    sheet = read_sheet(table(HEAD, FIRST, second), None)
    assert sheet
    assert [{at: said.text for at, said in row.cells.items()} for row in sheet.rows] == [
        {0: "一、加强预期引导", 1: "1. 公开全区预算执行情况。", 2: "区财政局"},
        {1: "2. 公开全区决算执行情况。"},
    ]


def test_table_after_a_page_break_goes_on_with_the_columns_of_the_one_before() -> None:
    before = read_sheet(table(HEAD, FIRST), None)
    after = read_sheet(table("|2. 公开全区决算执行情况。|区财政局"), before)
    assert before
    assert after
    assert after.columns == before.columns


def test_head_with_fewer_names_than_cells_gets_the_column_it_leaves_out() -> None:
    rows = ("具体事项|责任单位", "1|公开全区预算执行情况。|区财政局", "2|公开决算情况。|区审计局")
    sheet = read_sheet(table(*rows), None)
    assert sheet
    assert [column.holds for column in sheet.columns] == [Holds.NUMBER, Holds.TASK, Holds.UNITS]


def test_table_without_units_is_no_plan() -> None:
    assert (
        read_sheet(table("序号|目录名称|公开形式", "1|机构设置|网站", "2|预算|网站"), None) is None
    )


def lines(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, f"第{number}行") for number, text in enumerate(texts, 1)]


def test_one_cell_a_line_becomes_a_table_and_what_follows_stays() -> None:
    found = unfold(
        lines(
            *("标题", "工作任务", "具体事项", "责任单位"),
            *("一、引导", "1. 公开预算执行的有关情况。", "区财政局"),
            *("2. 公开决算执行的有关情况。", "（此件公开发布）"),
        )
    )
    assert found[0] == Paragraph("标题", "第1行")
    assert isinstance(found[1], Table)
    assert [[cell.text for cell in row] for row in found[1].rows] == [
        ["工作任务", "具体事项", "责任单位"],
        ["一、引导", "1. 公开预算执行的有关情况。", "区财政局"],
        ["", "2. 公开决算执行的有关情况。", ""],
    ]
    assert found[2:] == (Paragraph("（此件公开发布）", "第9行"),)


def test_cells_parted_by_blanks_become_a_table() -> None:
    found = unfold(
        lines("序号 工 作 任 务 责任单位", "1 公开 2017 年度预算 区财政局", "2 公开决算 区审计局")
    )
    assert isinstance(found[0], Table)
    assert [[cell.text for cell in row] for row in found[0].rows] == [
        ["序号", "工作任务", "责任单位"],
        ["1", "公开 2017 年度预算", "区财政局"],
        ["2", "公开决算", "区审计局"],
    ]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("由区教育局牵头，会同区卫生健康局开展筛查。", "区教育局牵头，区卫生健康局配合"),
        ("更新设备，由区教育局会同区财政局、各镇街落实。", "区教育局牵头，区财政局、各镇街配合"),
        ("由区商务局负责，区市场监管局配合。", "区商务局牵头，区市场监管局配合"),
        ("由区民政局会同区财政局每季度检查一次。", "区民政局牵头，区财政局配合"),
        ("由区商务局负责，区市场监管局协同推进。", "区商务局牵头，区市场监管局配合"),
        ("由区商务局牵头，会区财政局，区教育局给予支持。", "区商务局牵头，区财政局、区教育局配合"),
        ("区商务局牵头负责。", "区商务局牵头"),
        ("由专人负责，按月公开。", ""),
        ("推进会同办理。", ""),
    ],
)
def test_units_inside_a_sentence(text: str, units: str) -> None:
    assert units_in_sentence(text) == units


@pytest.mark.parametrize(
    ("text", "start", "implement"),
    [
        ("以下各项均需各区落实，不再单独列出。", 5, ("各区",)),
        ("以上各项均由各镇街落实。", 0, ("各镇街",)),
    ],
)
def test_sentence_that_makes_everybody_implement(
    text: str, start: int, implement: tuple[str, ...]
) -> None:
    blanket = blanket_of(Said(text, ""), 5)
    assert blanket
    assert (blanket.start, blanket.first_leads, blanket.implement) == (start, False, implement)


def test_bracket_that_says_the_first_leads_is_a_rule_and_no_unit() -> None:
    text = "区财政局、区审计局（列第一位的为牵头单位，下同）"
    blanket = blanket_of(Said(text, ""), 2)
    assert blanket
    assert (blanket.start, blanket.first_leads) == (2, True)
    assert without_blanket(text) == "区财政局、区审计局"


def test_ordinary_sentences_are_no_rules() -> None:
    texts = ("各部门要认真抓好落实。", "牵头单位要发挥组织协调作用。", "各镇街均已建立台账。")
    assert [blanket_of(Said(text, ""), 0) for text in texts] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("公开 2017 年度目录。", []),
        ("公开 年度目录后 10 个工作日内报送。", []),
        ("粤府函〔 〕65号", ["文字里疑有数字脱落"]),
        ("在 个工作日内公开。", ["文字里疑有数字脱落"]),
        ("排查错�字。", ["文字里有乱码“�”"]),
        ("推動財政實施。", ["文字里有繁体字“動財實”，照印"]),
    ],
)
def test_damage_is_told(text: str, doubts: list[str]) -> None:
    assert list(damage_doubts(text, "")) == doubts


def test_head_of_a_notice() -> None:
    texts = (
        "清河区人民政府办公室",
        "清府办函〔2019〕36号",
        "关于印发《2019年清河区分工方案》的通知",
        "各镇街：",
        "区政务办将对落实情况开展督查并通报。",
        "清河区人民政府办公室",
        "二〇一九年六月十日",
    )
    head = read_document_head([Said(text, str(at)) for at, text in enumerate(texts)], 7)
    assert head[:6] == (
        "2019年清河区分工方案",
        "清府办函〔2019〕36号",
        "清河区人民政府办公室",
        "区政务办",
        head.issued,
        2019,
    )
    assert str(head.issued) == "2019-06-10"
    assert [said.place for said in head.used] == ["1", "2", "5", "6"]


def test_a_number_that_a_sentence_cites_is_not_the_documents_own() -> None:
    texts = (
        "清河区2026—2027年工作方案",
        "为落实《国务院关于推进服务的意见》（国发〔2025〕11号）精神，制定本方案。",
    )
    head = read_document_head([Said(text, str(at)) for at, text in enumerate(texts)], 2)
    assert (head.title, head.number) == ("清河区2026—2027年工作方案", "")
    assert (head.first_year, head.last_year) == (2026, 2027)


@pytest.mark.parametrize("word", ["征求意见稿", "公开征求意见稿", "送审稿", "讨论稿", "草案"])
def test_the_word_for_a_draft_is_the_notice(word: str) -> None:
    """Behind the title or on a line of its own; other brackets are a part of the title."""
    title = "清河区2026年分工方案"
    for texts in ((f"{title}（{word}）",), (title, f"（{word}）")):
        head = read_document_head([Said(text, str(at)) for at, text in enumerate(texts)], 9)
        assert (head.title, head.notice, len(head.used)) == (title, word, len(texts))
    head = read_document_head([Said(f"{title}（试行）", "1")], 9)
    assert (head.title, head.notice) == (f"{title}（试行）", "")


def test_texts_are_joined_without_the_blanks_of_their_layout() -> None:
    assert joined("公开\n预算 \n use\nit") == "公开预算use it"
    assert tidied("南沙区  2017 年 政务公开 PPP 方案") == "南沙区2017年政务公开PPP方案"


def test_what_pages_put_into_a_table_is_left_out_of_it() -> None:
    texts = ["甲 乙 丙", "1 二 三", "—\u30003\u3000—", "甲 乙 丙", "2 五 六", "第4页", "3 八 九"]
    cells = [
        Cell(text, f"第{row + 1}行", row, column)
        for row, line in enumerate(texts)
        for column, text in enumerate(line.split(" "))
    ]
    cells[3] = cells[3]._replace(rows=6)
    found = without_pages(Document("x", (Table(tuple(cells), "表"), Paragraph("后", "第9行"))))
    table, after = found.blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["甲", "乙", "丙"],
        *(["1", "二", "三"], ["2", "五", "六"], ["3", "八", "九"]),
    ]
    assert table.cells[3].rows == 3
    assert after == Paragraph("后", "第9行")
    assert [said.place for said in found.printed] == ["第3行", "第4行", "第4行", "第4行", "第6行"]
