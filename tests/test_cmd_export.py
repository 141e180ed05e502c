"""``gkplan export``: the plan as a table, which is imported as the same plan."""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import REPO, SMALL_TASKS, Bench, Result, examples
from hypothesis import given
from hypothesis import strategies as st
from test_planwrite import plain

from gkplan.domain.fields import Span
from gkplan.domain.model import Collective, Group, Head, Plan, Registry, Task, Unit
from gkplan.domain.vocabulary import Cadence, UnitKind
from gkplan.folder.load import load
from gkplan.folder.location import find_folder
from gkplan.importing import import_plan
from gkplan.importing.plan.exported import changed_by_export
from gkplan.report.plan_xlsx import plan_workbook
from gkplan.views.plan_table import plan_table, registry_rows, table_csv, table_markdown

openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra test")
TODAY = date(2017, 10, 31)

MARKDOWN = """\
# 小方案

- 发文字号：测〔2017〕1号
- 印发机关：测试办公室
- 督查单位：丙委
- 印发日期：2017-08-03
- 截止日期：2017-12-31
- 每期办结时限：20个工作日

| 工作任务 | 编号 | 具体事项 | 牵头单位 | 落实单位 | 配合单位 | 频次 | 办结期限 | 等待条件 | 存疑 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 一、第一组 | 1.1 | 一次性事项。 | 甲局 |  | 乙局 | 一次性 |  |  |  |
|  | 1.2 | 按月公开。 | 甲局 |  |  | 每月 |  |  |  |
| 二、第二组 | 2.1 | 大家落实。 | 丙委 | 各镇、各部门 |  | 一次性 |  |  |  |
|  | 2.2 | 待文件出台后办理。 | 乙局 |  |  | 一次性 |  | 文件出台 |  |
|  | 2.3 | 自申请之日起限时答复。 | 各部门 |  |  | 及时 | 15个工作日 |  |  |
"""
CSV = """\
小方案,,,,,,,,,\r
发文字号：测〔2017〕1号,,,,,,,,,\r
印发机关：测试办公室,,,,,,,,,\r
督查单位：丙委,,,,,,,,,\r
印发日期：2017-08-03,,,,,,,,,\r
截止日期：2017-12-31,,,,,,,,,\r
每期办结时限：20个工作日,,,,,,,,,\r
工作任务,编号,具体事项,牵头单位,落实单位,配合单位,频次,办结期限,等待条件,存疑\r
一、第一组,1.1,一次性事项。,甲局,,乙局,一次性,,,\r
,1.2,按月公开。,甲局,,,每月,,,\r
二、第二组,2.1,大家落实。,丙委,各镇、各部门,,一次性,,,\r
,2.2,待文件出台后办理。,乙局,,,一次性,,文件出台,\r
,2.3,自申请之日起限时答复。,各部门,,,及时,15个工作日,,\r
"""


def test_plan_is_a_table_under_its_head(small: Bench) -> None:
    """The default format is Markdown."""
    assert small.run("export") == Result(0, MARKDOWN, "")


def test_plan_as_csv(small: Bench) -> None:
    assert small.run("export", "--format", "csv") == Result(0, CSV, "")


@pytest.mark.parametrize(
    ("name", "content"),
    [("方案.md", MARKDOWN.encode()), ("方案.CSV", b"\xef\xbb\xbf" + CSV.encode())],
)
def test_suffix_determines_the_format(small: Bench, name: str, content: bytes) -> None:
    """A CSV file begins with the byte order mark by which Excel recognises UTF-8."""
    message = f"方案已写到 {name}：2个工作任务，5项具体事项\n"
    assert small.run("export", "-o", name) == Result(0, "", message)
    assert (small.root / name).read_bytes() == content


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ("--format", "xlsx"),
            "没有写明写到哪里\n  xlsx 用 -o 写明文件；csv 和 md 可写到标准输出\n",
        ),
        (
            ("-o", "方案.doc"),
            "方案.doc：写不了 .doc 文件\n  可写 .md、.csv、.xlsx；或用 --format 写明格式\n",
        ),
        (("--format", "pdf"), "--format 不接受 “pdf”\n  可用：md、csv、xlsx\n"),
    ],
)
def test_invalid_requests_are_refused(small: Bench, args: tuple[str, ...], message: str) -> None:
    assert small.run("export", *args) == Result(2, "", f"错误：{message}")
    assert set(small.files()) == {"data/tasks.yaml", "data/units.yaml"}


def test_missing_library_is_reported_with_the_command_that_installs_it(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert small.run("export", "-o", "x.xlsx") == Result(
        2, "", "错误：要用的 XlsxWriter 没有安装\n  运行 python -m pip install XlsxWriter\n"
    )


def test_output_that_cannot_be_written_is_refused(small: Bench) -> None:
    result = small.run("export", "-o", "data/tasks.yaml/x.md")
    assert (result.code, result.out) == (4, "")
    assert "data/tasks.yaml/x.md 不能写入：" in result.err


NOT_IN_TABLE = "提醒：表格写不下这些内容（如分成几行的存疑、印发后的变动），读回来会不一样"


def test_what_a_table_cannot_express_is_reported(small: Bench) -> None:
    """A doubt of two lines becomes one line; a message names its task."""
    doubt = "    doubts:\n    - |-\n      一\n      二\n"
    small.write("data/tasks.yaml", SMALL_TASKS.replace("    awaits: 文件出台\n", doubt))
    result = small.run("export", "--format", "csv")
    assert result.code == 0
    assert "一 二\r\n" in result.out
    assert result.err == f"{NOT_IN_TABLE}：2.2\n"


def test_a_change_after_the_issue_is_not_in_the_table_and_is_reported(small: Bench) -> None:
    """The table is the plan as it was issued; the units are those of then."""
    change = "    changes: [{date: 2017-09-01, basis: 测发〔2017〕2号, lead: [乙局]}]\n"
    cancelled = "    cancelled: {date: 2017-10-01, basis: 测发〔2017〕3号}\n"
    tasks = SMALL_TASKS.replace("    awaits: 文件出台\n", f"    awaits: 文件出台\n{change}")
    small.write("data/tasks.yaml", tasks.rstrip("\n") + f"\n{cancelled}")
    result = small.run("export", "--format", "csv")
    assert result.code == 0
    assert "测发" not in result.out
    assert result.err == f"{NOT_IN_TABLE}：2.2、2.3\n"


def test_nothing_that_a_spreadsheet_would_run(small: Bench) -> None:
    """In CSV a wide space precedes it, which the import drops; a workbook has plain text."""
    armed = ["=1+1", "+1", "-1", "@a"]
    tasks = "".join(
        f"  - id: \"1.{number}\"\n    text: '{text}'\n    lead: [甲局]\n"
        for number, text in enumerate(armed, 1)
    )
    head, _, _ = SMALL_TASKS.partition("  tasks:\n")
    small.write("data/tasks.yaml", f"{head}  tasks:\n{tasks}")
    small.ok("export", "-o", "x.csv")
    rows = list(csv.reader(io.StringIO(small.read("x.csv").removeprefix("\ufeff"))))
    assert [row[2] for row in rows[8:]] == ["\u3000=1+1", "\u3000+1", "\u3000-1", "\u3000@a"]
    small.ok("export", "-o", "x.xlsx")
    sheet = openpyxl.load_workbook(small.root / "x.xlsx").active
    assert sheet is not None
    cells = [sheet.cell(row, 3) for row in range(9, 13)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        (text, "s", True) for text in armed
    ]
    for name in ("x.csv", "x.xlsx"):
        back = import_plan(name, (small.root / name).read_bytes(), TODAY)
        assert [task.text for _, task in back.plan] == armed


MERGED = Plan(
    Head(
        title="清河区2019年窗口服务工作分工方案",
        issued=date(2019, 3, 4),
        ends=date(2019, 12, 31),
    ),
    (
        Group(
            1,
            "一",
            "规范窗口服务，方便群众办事",
            (
                Task("1.1", "公布办事指南。", lead=("区政务办",), support=("区民政局",)),
                Task("1.2", "更新指南。", lead=("区政务办",), support=("区民政局",), merged=True),
                Task("1.10", "公布指南。", lead=("区政务办",), support=("区民政局",), merged=True),
                Task("1.11", "公布电话。", lead=("区政务办",), support=("区民政局",)),
            ),
        ),
        Group(
            2, "二", "延伸服务网点", (Task("2.1", "建网点。", lead=("区民政局",), tags=("民生",)),)
        ),
    ),
)


def test_workbook_is_laid_out_for_people() -> None:
    """The workbook has merged cells, column widths, and a head that is on each A4 page."""
    content = plan_workbook(plan_table(MERGED), MERGED.plan.issued)
    book = openpyxl.load_workbook(io.BytesIO(content))
    (sheet,) = book.worksheets
    assert sheet.title == "分工方案"
    assert sorted(map(str, sheet.merged_cells.ranges)) == [
        "A1:H1",
        "A2:H2",
        "A3:H3",
        "A4:H4",
        "A6:A9",
        "D6:D8",
        "E6:E8",
    ]
    assert [cell.value for cell in sheet[5]] == [
        *("工作任务", "编号", "具体事项", "牵头单位", "配合单位", "频次", "标签", "存疑"),
    ]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)] == [
        [
            "一、规范窗口服务，方便群众办事",
            "1.1",
            "公布办事指南。",
            "区政务办",
            "区民政局",
            "一次性",
            None,
            None,
        ],
        [None, "1.2", "更新指南。", None, None, "一次性", None, None],
        [None, "1.10", "公布指南。", None, None, "一次性", None, None],
        [None, "1.11", "公布电话。", "区政务办", "区民政局", "一次性", None, None],
        ["二、延伸服务网点", "2.1", "建网点。", "区民政局", None, "一次性", "民生", None],
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$5:$5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet["B8"].number_format == "@"
    assert sheet["C6"].alignment.wrap_text
    assert 50 < sheet.column_dimensions["C"].width < 60
    assert content == plan_workbook(plan_table(MERGED), MERGED.plan.issued)


def test_columns_state_what_cells_cannot() -> None:
    """A label that is no plain numeral, and a merged cell whose task has units of its own."""
    task = Task("7.1", "办。", "办理", lead=("甲局",), merged=True, lag=Span(3, workdays=False))
    group = Group(7, "（一）", "一、事", (task,))
    table = plan_table(Plan(MERGED.plan, (group,)))
    assert dict(zip(table.columns, *table.rows, strict=True)) == {
        "工作任务": "一、事",
        "标号": "（一）",
        "编号": "7.1",
        "具体事项": "办。",
        "简称": "办理",
        "牵头单位": "甲局",
        "合并格": "是",
        "频次": "一次性",
        "每期办结时限": "3日",
        "存疑": "",
    }


NO_REGISTRY = Registry((), ())


class Form(NamedTuple):
    """Return the name of a file in one of the three forms, and its bytes."""

    name: str
    content: bytes


def forms(plan: Plan, registry: Registry) -> Iterator[Form]:
    """Return the plan in each form; a workbook has the registry too."""
    table = plan_table(plan)
    yield Form("x.csv", table_csv(table).encode("utf-8-sig"))
    yield Form("x.md", table_markdown(table).encode())
    rows = registry_rows(registry)
    yield Form("x.xlsx", plan_workbook(table, plan.head.issued, rows))


def require_same(plan: Plan, registry: Registry = NO_REGISTRY) -> None:
    """Every form is imported as the same plan, and no text of the table is left over."""
    for form in forms(plan, registry):
        back = import_plan(form.name, form.content, TODAY)
        assert plain(back.plan) == plain(plan), form.name
        assert back.unplaced == ()
        assert changed_by_export(plan, registry, *form) == []
        if registry.units and form.name == "x.xlsx":
            assert plain(back.registry) == plain(registry)
            assert back.notes == ()


def test_exported_small_plan_is_imported_equal(small: Bench) -> None:
    ledger = load(find_folder(None, small.root)).sound().ledger()
    require_same(ledger.plan, ledger.registry)


@pytest.mark.parametrize("folder", ["data", "examples/nansha-2017"])
def test_plan_that_ships_and_the_example_come_back(folder: str) -> None:
    ledger = load(find_folder(Path(folder), REPO), journals=()).sound().ledger()
    require_same(ledger.plan, ledger.registry)


REGISTRY = Registry(
    (
        Unit("区政务办", ("政务办", "区政务服务办"), UnitKind.GOVERNMENT),
        Unit("区民政局", (), UnitKind.PARTY, 1),
        Unit("供电局", (), UnitKind.ENTERPRISE, 2),
    ),
    (
        Collective("各部门", ("各单位", "=1"), ("区民政局",), (UnitKind.TOWN, UnitKind.OTHER)),
        Collective("专班", (), ("供电局", "区政务办"), (), 1),
    ),
)


def test_the_registry_comes_back_from_a_workbook() -> None:
    require_same(MERGED, REGISTRY)


def test_a_folder_comes_back_from_its_workbook(small: Bench) -> None:
    """What people export, they can import: the files say the same."""
    small.ok("export", "-o", "x.xlsx")
    small.ok("import", "x.xlsx", "-o", "again")
    old, new = (
        load(find_folder(None, root)).sound().ledger()
        for root in (small.root, small.root / "again")
    )
    assert plain(new.plan) == plain(old.plan)
    assert plain(new.registry) == plain(old.registry)


def test_a_unit_that_an_edited_workbook_adds_is_registered_too() -> None:
    table = plan_table(MERGED)
    rows = [list(row) for row in table.rows]
    rows[3][3] = "区财政局"
    edited = table._replace(rows=tuple(map(tuple, rows)))
    content = plan_workbook(edited, MERGED.plan.issued, registry_rows(REGISTRY))
    back = import_plan("x.xlsx", content, TODAY)
    added = Unit("区财政局", ("财政局",), UnitKind.GOVERNMENT)
    assert plain(back.registry) == plain(Registry((*REGISTRY.units, added), REGISTRY.collectives))


def test_a_registry_that_was_edited_until_it_is_none_is_reported() -> None:
    rows = [(name, kind, *rest) for name, kind, *rest in registry_rows(REGISTRY)]
    rows[0] = ("区政务办", "什么", "", "", "")
    content = plan_workbook(plan_table(MERGED), MERGED.plan.issued, rows)
    back = import_plan("x.xlsx", content, TODAY)
    assert [task.text for _, task in back.plan] == [task.text for _, task in MERGED]
    assert "供电局" in [said.text for said in back.unplaced]


def test_merged_cells_come_back() -> None:
    require_same(MERGED)


@pytest.mark.parametrize("form", ["csv", "md", "xlsx"])
def test_edited_table_is_understood_as_a_document(form: str) -> None:
    """A person adds roles in words and leaves columns out: what is stated is still understood."""
    table = plan_table(MERGED)
    rows = [list(row) for row in table.rows]
    rows[3][3] = "区政务办牵头，区财政局配合"
    edited = table._replace(rows=tuple(map(tuple, rows)))
    content = {
        "csv": table_csv(edited).encode(),
        "md": table_markdown(edited).encode(),
        "xlsx": plan_workbook(edited, MERGED.plan.issued),
    }[form]
    back = import_plan(f"x.{form}", content, TODAY).plan
    assert [task.id for _, task in back] == ["1.1", "1.2", "1.10", "1.11", "2.1"]
    task = back.tasks["1.11"]
    assert (task.lead, task.support) == (("区政务办",), ("区财政局", "区民政局"))
    assert (back.tasks["1.2"].merged, task.doubts) == (True, ())


UNITS = [
    *("区发改局", "区财政局", "区委宣传部", "各镇（街）", "各县（市、区）政府", "南沙区供电局"),
    *("省市场监管局（省知识产权局）", "区发展和改革局", "单位待核", "甲[筹]"),
]
PIECES = [
    *"甲乙（①a1 :#-,[]{}'\"<>&*!%@`?=~._^$…。、；\\\u3000",
    *("及时公开", "待上级文件出台后", "1.", "（一）", "一、", "=1+1", "（责任单位：区发改局）"),
    *(
        "12月底前完成",
        "由区财政局牵头",
        "**重**",
        "<b>",
        "&amp;",
        "[链接](x)",
        "https://a.cn/x?y=1&z",
    ),
    *("😀", "同上", "备注", "无", "null", "1.10", "均需各区落实", "\u200d"),
]
HEADINGS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)
    .map("".join)
    .filter(lambda text: text == text.strip() != "")
)
TEXTS = HEADINGS | HEADINGS.map(lambda text: f"{text}|第二格\n第三行")
NAMES = st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True).map(tuple)
SPANS = st.none() | st.builds(Span, st.integers(1, 99), st.booleans())
CADENCES = st.lists(st.sampled_from(Cadence), min_size=1, max_size=2, unique=True).map(tuple)
ONE_LINERS = st.lists(HEADINGS, max_size=2, unique=True).map(tuple)


def without(texts: tuple[str, ...], sign: str) -> tuple[str, ...]:
    """Keep the texts without the characters that separate them in a cell."""
    return tuple(text for text in texts if sign not in text)


@st.composite
def tasks(draw: Any, name: str, above: Task | None) -> Task:
    """Draw a task of any sort; some continue the merged cell of the one above."""
    units = draw(NAMES)
    cut = draw(st.integers(0, len(units) - 1))
    roles = {"lead": units[:cut], "implement": units[cut:], "support": ()}
    if draw(st.booleans()):
        roles = {"lead": units[cut:], "implement": (), "support": units[:cut]}
    if above and draw(st.booleans()):
        roles = {role.value: names for role, names in above.units.items()}
    cadence = draw(CADENCES)
    return Task(
        name,
        draw(TEXTS),
        **roles,
        merged=draw(st.booleans()),
        cadence=cadence,
        due=draw(st.none() | st.dates(date(2019, 1, 1), date(2019, 12, 31))),
        lag=draw(SPANS),
        within=draw(SPANS),
        awaits=draw(TEXTS | st.just("")),
        doubts=draw(ONE_LINERS),
        tags=without(draw(ONE_LINERS), "、"),
        short=draw(st.just("") | HEADINGS.filter(lambda text: len(text) <= 30)),
    )


@st.composite
def plans(draw: Any) -> Plan:
    """Draw a plan with groups and tasks in any order and labels of several sorts."""
    maybe = st.just("") | HEADINGS
    head = Head(
        title=draw(HEADINGS),
        issued=draw(st.dates(date(2016, 1, 1), date(2018, 12, 31))),
        ends=date(2019, 12, 31),
        number=draw(maybe),
        issuer=draw(maybe),
        supervisor=draw(maybe),
        lag=draw(st.builds(Span, st.integers(1, 60), st.booleans())),
    )
    labels = draw(st.sampled_from(["一二三", ["（一）", "第二", "3"], ["二", "一", "十一"]]))
    groups = []
    for index, number in enumerate(draw(st.permutations([0, 3, 12]))[: draw(st.integers(1, 3))]):
        part: list[Task] = []
        for item in draw(st.lists(st.integers(0, 30), min_size=1, max_size=3, unique=True)):
            part.append(draw(tasks(f"{number}.{item}", part[-1] if part else None)))
        groups.append(Group(number, labels[index], draw(HEADINGS), tuple(part)))
    return Plan(head, tuple(groups))


@examples(15)
@given(plans())
def test_any_exported_plan_is_imported_equal_from_every_form(plan: Plan) -> None:
    """The texts may contain anything that Markdown, CSV or the importer could misread."""
    require_same(plan)
