"""The ledger as an Excel workbook: read back, compared with the JSON, opened by LibreOffice."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import Bench
from libreoffice import Office
from printed import A4_ACROSS, sizes, texts
from rewritten import rewritten
from rich.cells import cell_len

from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.report.data import Report
from gkplan.report.json_fields import report_json
from gkplan.report.xlsx import workbook

openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra office")
pytest.importorskip("xlsxwriter", reason="needs the extra office")

JOURNALS = {
    "甲局": """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8#表, evidence/8.pdf]
  note: 已公开8月数据。
  by: 张三
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-20
  note: 系统故障。
  problem: 接口不通。
  next: 下周修复。
""",
    "丁镇": """\
- task: "2.1"
  status: done
  date: 2017-10-25
  evidence: [evidence/照片.jpg, HTTP://example.cn/a, https://example.cn/c]
""",
    "丙委": """\
- task: "2.1"
  status: doing
  date: 2017-10-21
  next: 继续督促。
""",
}
REVIEWS = """\
- task: "2.1"
  unit: 丁镇
  record: 2017-10-25
  verdict: return
  date: 2017-10-28
  note: 照片不清。
- task: "1.1"
  unit: 甲局
  to: 2018-01-31
  date: 2017-10-30
  reason: 等上级文件。
  approved_by: 李四
"""


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with journals, a return and an extension, on 2017-11-10."""
    for unit, journal in JOURNALS.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    small.write("data/reviews.yaml", REVIEWS)
    return small


def report(
    bench: Bench,
    *units: str,
    as_of: str = "2017-11-10",
    since: date | None = None,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> Report:
    """Return a report on the plan or on some units, with ``texts`` in the fields of their names."""
    ledger = rewritten(bench.context.ledger(), texts)
    return Report(Assessment(ledger, date.fromisoformat(as_of)), units, since)


def read(data: Report) -> Any:
    """Write a workbook and read it back."""
    return openpyxl.load_workbook(BytesIO(workbook(data)))


def rows(sheet: Any) -> list[list[Any]]:
    """Return the values of a sheet; days as text."""
    return [
        [f"{cell:%F}" if isinstance(cell, datetime) else cell for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def lines(sheet: Any) -> list[str]:
    """Return the rows of a sheet as text: cells between bars, ``⏎`` for a line break."""
    return [
        "|".join("" if cell is None else str(cell).replace("\n", "⏎") for cell in row)
        for row in rows(sheet)
    ]


def test_the_ledger_has_one_row_per_task(recorded: Bench) -> None:
    assert lines(read(report(recorded))["台账"]) == [
        (
            "序号|编号|工作任务|具体事项|牵头单位|配合单位|落实单位|频次/时限|状态|期次|逾期|"
            "逾期单位|逾期办结天数|未报|下一时限|原时限|延期次数|最近填报|进展情况|佐证材料|"
            "存在问题|下一步|填报人|核查|存疑|变动"
        ),
        (
            "1|1.1|一、第一组|一次性事项。|甲局|乙局||一次性，2017-12-31 前|未启动|||||甲局|"
            "2018-01-31|2017-12-31|1|||||||||"
        ),
        (
            "2|1.2|一、第一组|按月公开。|甲局|||每月，每期结束后20个工作日内|受阻|"
            "已办 1，已开始 4，共 5 期|逾期|甲局||甲局 2017-10 期、2017-11 期|"
            "2017-11-03|||2017-10-20|2017-09 期：系统故障。⏎（共 2 条，见“进展记录”）|"
            "https://example.cn/8#表⏎evidence/8.pdf|2017-09 期：接口不通。|"
            "2017-09 期：下周修复。||||"
        ),
        (
            "3|2.1|二、第二组|大家落实。|丙委||各镇、各部门|一次性，2017-12-31 前|正在推进|"
            "||||甲局、乙局|2017-12-31|||2017-10-25|（共 2 条，见“进展记录”）|"
            "evidence/照片.jpg⏎HTTP://example.cn/a⏎https://example.cn/c||"
            "丙委：继续督促。||已退回 1||"
        ),
        (
            "4|2.2|二、第二组|待文件出台后办理。|乙局|||一次性，2017-12-31 前|条件未具备||||||"
            "2017-12-31|||||||||||"
        ),
        (
            "5|2.3|二、第二组|自申请之日起限时答复。|各部门|||及时，自起算日15个工作日内|"
            "未启动|尚无起算日||||||||||||||||"
        ),
    ]


def test_every_record_and_every_piece_of_evidence_has_a_row(recorded: Bench) -> None:
    book = read(report(recorded))
    assert lines(book["进展记录"]) == [
        "日期|单位|编号|具体事项|期次|状态|进展情况|佐证材料|存在问题|下一步|填报人|登记日期|补报|不计入",
        (
            "2017-10-25|丁镇|2.1|大家落实。||已完成||"
            "evidence/照片.jpg⏎HTTP://example.cn/a⏎https://example.cn/c||||||"
        ),
        "2017-10-21|丙委|2.1|大家落实。||正在推进||||继续督促。||||",
        "2017-10-20|甲局|1.2|按月公开。|2017-09 期|受阻|系统故障。||接口不通。|下周修复。||||",
        (
            "2017-09-12|甲局|1.2|按月公开。|2017-08 期|已完成|已公开8月数据。|"
            "https://example.cn/8#表⏎evidence/8.pdf|||张三|||"
        ),
    ]
    assert lines(book["佐证材料"]) == [
        "日期|单位|编号|具体事项|期次|佐证材料",
        "2017-10-25|丁镇|2.1|大家落实。||evidence/照片.jpg",
        "2017-10-25|丁镇|2.1|大家落实。||HTTP://example.cn/a",
        "2017-10-25|丁镇|2.1|大家落实。||https://example.cn/c",
        "2017-09-12|甲局|1.2|按月公开。|2017-08 期|https://example.cn/8#表",
        "2017-09-12|甲局|1.2|按月公开。|2017-08 期|evidence/8.pdf",
    ]


def test_an_occurrence_is_named_by_the_day_it_began(recorded: Bench) -> None:
    recorded.write(
        "data/progress/乙局.yaml",
        '- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-21, note: 收到申请。}\n',
    )
    book = read(report(recorded))
    assert lines(book["台账"])[-1].split("|")[18] == "乙局 起算日 2017-09-20：收到申请。"
    assert lines(book["进展记录"])[-1] == (
        "2017-09-12|甲局|1.2|按月公开。|2017-08 期|已完成|已公开8月数据。|"
        "https://example.cn/8#表⏎evidence/8.pdf|||张三|||"
    )
    assert lines(book["进展记录"])[-2] == (
        "2017-09-21|乙局|2.3|自申请之日起限时答复。|起算日 2017-09-20|正在推进|收到申请。|||||||"
    )


def links(sheet: Any) -> dict[str, str]:
    """Return the links of a sheet by cell."""
    found = (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink)
    return {
        cell.coordinate: "#".join(filter(None, (cell.hyperlink.target, cell.hyperlink.location)))
        for cell in found
    }


def test_addresses_of_the_web_are_links(recorded: Bench) -> None:
    book = read(report(recorded))
    assert links(book["台账"]) == {
        "T3": "https://example.cn/8#表",
        "T4": "HTTP://example.cn/a",
    }
    assert links(book["进展记录"]) == {
        "H2": "HTTP://example.cn/a",
        "H5": "https://example.cn/8#表",
    }
    assert links(book["佐证材料"]) == {
        "F3": "HTTP://example.cn/a",
        "F4": "https://example.cn/c",
        "F5": "https://example.cn/8#表",
    }


def test_every_row_of_a_sheet_is_written_once_and_in_order(recorded: Bench) -> None:
    """Also where the first rows have no link and a later one has."""
    with ZipFile(BytesIO(workbook(report(recorded)))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        numbers = [re.findall(r'<row r="(\d+)"', book.read(name).decode()) for name in sheets]
    assert len(sheets) > 5
    for found in numbers:
        assert found == sorted(set(found), key=int)


def test_late_duties_have_one_row_per_unit(recorded: Bench) -> None:
    assert lines(read(report(recorded))["逾期"]) == [
        (
            "编号|具体事项|单位|期次|时限|逾期天数|逾期工作日|状态|核查|原时限|延期次数|"
            "最近填报|存在问题|下一步"
        ),
        ("1.2|按月公开。|甲局|2017-09 期|2017-11-03|7|5|受阻||||2017-10-20|接口不通。|下周修复。"),
    ]
    late = rows(read(report(recorded, as_of="2018-01-10"))["逾期"])[1:]
    assert [[row[0], *row[2:4], row[8]] for row in late] == [
        ["1.2", "甲局", "2017-09 期", None],
        ["1.2", "甲局", "2017-10 期", None],
        ["1.2", "甲局", "2017-11 期", None],
        ["2.1", "丙委", None, None],
        ["2.1", "丁镇", None, "已退回"],
        ["2.1", "甲局", None, None],
        ["2.1", "乙局", None, None],
    ]


def test_what_was_done_late_was_extended_or_was_entered_later_has_a_row(recorded: Bench) -> None:
    journal = """\
- {task: "1.2", period: 2017-08, status: done, date: 2017-10-09, entered: 2017-10-11,
   evidence: [https://a.gov.cn/1]}
- {task: "1.2", period: 2017-09, status: doing, date: 2017-11-01, entered: 2017-11-20,
   evidence: [https://a.gov.cn/2, https://a.gov.cn/1]}
"""
    recorded.write("data/progress/甲局.yaml", journal)
    recorded.write(
        "data/reviews.yaml",
        """\
- {task: "1.2", period: 2017-08, unit: 甲局, record: 2017-10-09, verdict: accept, date: 2017-10-12}
- task: "1.1"
  unit: 甲局
  to: 2018-01-31
  date: 2017-10-30
  entered: 2017-11-06
  reason: 等上级文件。
  approved_by: 李四
- {task: "1.2", period: 2017-09, unit: 甲局, to: 2017-11-06, date: 2017-11-04, reason: 缺人。,
   approved_by: 李四}
""",
    )
    book = read(report(recorded))
    assert lines(book["逾期办结"]) == [
        "编号|具体事项|单位|期次|时限|办结日期|逾期天数|核查",
        "1.2|按月公开。|甲局|2017-08 期|2017-09-28|2017-10-09|11|已核实",
    ]
    assert lines(book["延期"]) == [
        "编号|具体事项|单位|期次|原时限|延期到|申请日期|理由|批准人|登记日期|迟申请",
        "1.1|一次性事项。|甲局||2017-12-31|2018-01-31|2017-10-30|等上级文件。|李四|2017-11-06|",
        "1.2|按月公开。|甲局|2017-09 期|2017-11-03|2017-11-06|2017-11-04|缺人。|李四||迟申请",
    ]
    assert [line.split("|")[-4:-1] for line in lines(book["进展记录"])[1:]] == [
        ["", "2017-11-20", "补报"],
        ["", "", ""],
        ["", "", ""],
        ["", "2017-10-11", ""],
    ]
    assert lines(book["台账"])[2].split("|")[8:14] == [
        *("正在推进", "已办 1，已开始 4，共 5 期", "逾期", "甲局", "11"),
        "甲局 2017-10 期、2017-11 期",
    ]
    assert book["台账"].cell(3, 20).value == "https://a.gov.cn/2\nhttps://a.gov.cn/1"
    assert lines(book["汇总"])[4].rstrip("|") == "截至日之后补录 1 条"


def test_a_task_that_changed_hands_and_one_that_was_cancelled_say_so(recorded: Bench) -> None:
    plan = recorded.read("data/tasks.yaml")
    moved = "changes: [{date: 2017-11-01, basis: 会议纪要, lead: [丙委], support: [乙局]}]"
    ended = "cancelled: {date: 2017-10-24, basis: 会议纪要}"
    plan = plan.replace("一次性事项。\n", f"一次性事项。\n    {moved}\n")
    plan = plan.replace("大家落实。\n", f"大家落实。\n    {ended}\n")
    recorded.write("data/tasks.yaml", plan)
    recorded.write("data/reviews.yaml", "")
    sheet = lines(read(report(recorded))["台账"])
    assert [sheet[1].split("|")[4:7], sheet[1].split("|")[-1]] == [
        ["丙委", "乙局", ""],
        "2017-11-01 起由丙委牵头，乙局配合（依据：会议纪要）",
    ]
    assert [sheet[3].split("|")[8], sheet[3].split("|")[-1]] == [
        "已取消",
        "2017-10-24 起取消（依据：会议纪要）",
    ]


def test_the_ledger_names_the_unit_wherever_a_task_has_several_owners(recorded: Bench) -> None:
    """Also where only one of them has reported, or owes anything yet."""
    recorded.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.1", status: doing, date: 2017-10-10, note: 起草。, problem: 缺人。, next: 借调。}
- {task: "2.3", event: 2017-10-16, status: doing, date: 2017-10-20, note: 在办。, problem: 缺件。}
""",
    )
    recorded.write("data/reviews.yaml", "")
    sheet = [line.split("|") for line in lines(read(report(recorded))["台账"])]
    assert [[row[1], row[18], row[20], row[21]] for row in sheet if row[1] in ("1.1", "2.3")] == [
        ["1.1", "起草。", "缺人。", "借调。"],
        ["2.3", "甲局 起算日 2017-10-16：在办。", "甲局 起算日 2017-10-16：缺件。", ""],
    ]


def test_figures_by_group_and_by_unit(recorded: Bench) -> None:
    sheet = read(report(recorded, since=date(2017, 10, 21)))["汇总"]
    assert lines(sheet) == [
        "小方案|||||||||||||||",
        "测〔2017〕1号，测试办公室 2017-08-03 印发，截至 2017-11-10|||||||||||||||",
        (
            "共 5 项：已完成 0 项，未完成 5 项（正在推进 1、条件未具备 1、未启动 2、受阻 1），"
            "完成率 0.0%（0/4）；逾期 1 项（1 份）；尚无起算日 1 项；存疑 0 处|||||||||||||||"
        ),
        (
            "已开始的应办事项 10 份：已办 1 份，未办 9 份，办结率 10.0%（1/10）；"
            "按期办结率 50.0%（1/2），核实率 0.0%（0/1）；逾期 1 份；"
            "已完成无佐证 0 份|||||||||||||||"
        ),
        "2017-10-21 以来新增进展记录 2 条|||||||||||||||",
        (
            "统计口径：一个事项、一份应办事项只有一个状态，分开计数。"
            "完成率＝已完成 ÷（全部事项－已核实的不涉及－尚无起算日的事项），已取消的不在内。"
            "应办按“事项 × 单位 × 期”计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；"
            "按期办结率＝时限已过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；"
            "核实率＝已办的里最近一条填报已核实的。逾期由时限和截至日期算出，与状态并列；"
            "逾期办结是办结了、但晚于时限。"
            "事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。|||||||||||||||"
        ),
        "|||||||||||||||",
        "按工作任务（项）|||||||||||||||",
        (
            "|工作任务|事项|未启动|条件未具备|正在推进|受阻|已完成|不涉及|"
            "未完成|完成率|逾期|落实单位逾期|逾期办结|存疑|"
        ),
        "|合计|5|2|1|1|1|0|0|5|0|1|0|0|0|",
        "一|第一组|2|1|0|0|1|0|0|2|0|1|0|0|0|",
        "二|第二组|3|1|1|1|0|0|0|3|0|0|0|0|0|",
        "|||||||||||||||",
        "按单位（已开始的应办事项，份；办结率相同的名次并列）|||||||||||||||",
        (
            "名次|单位|应办|未启动|条件未具备|正在推进|受阻|已完成|不涉及|"
            "办结率|按期办结率|核实率|逾期|逾期办结|无佐证|最近填报"
        ),
        "|合计|10|5|1|2|1|1|0|0.1|50.0%（1/2）|0.0%（0/1）|1|0|0|2017-10-25",
        "1|甲局|6|4|0|0|1|1|0|0.167|50.0%（1/2）|0.0%（0/1）|1|0|0|2017-10-20",
        "2|乙局|2|1|1|0|0|0|0|0|—|—|0|0|0|从未填报",
        "2|丙委|1|0|0|1|0|0|0|0|—|—|0|0|0|2017-10-21",
        "2|丁镇|1|0|0|1|0|0|0|0|—|—|0|0|0|2017-10-25",
    ]


USUAL_WIDTH = 8.43
"""Characters that fit into a column whose width a workbook does not give."""


def widths(sheet: Any) -> list[float]:
    """Return how many characters fit into each column."""
    given = {
        index: float(columns.width)
        for columns in sheet.column_dimensions.values()
        for index in range(columns.min, columns.max + 1)
    }
    return [given.get(index, USUAL_WIDTH) for index in range(1, sheet.max_column + 1)]


def test_the_dates_of_the_figures_fit_into_their_columns(recorded: Bench) -> None:
    """Excel shows ``####`` instead of a date that does not fit."""
    sheet = read(report(recorded))["汇总"]
    columns = {
        index
        for row in sheet.iter_rows()
        for index, cell in enumerate(row)
        if isinstance(cell.value, datetime)
    }
    assert {index: widths(sheet)[index] >= len("2017-10-25") for index in columns} == {15: True}
    given = {
        index
        for columns in sheet.column_dimensions.values()
        for index in range(columns.min, columns.max + 1)
    }
    assert given == set(range(1, 17)), "every column has a width of its own"


def test_the_sentences_on_the_figures_have_rows_that_are_high_enough(recorded: Bench) -> None:
    sheet = read(report(recorded))["汇总"]
    (last,) = (area.max_col for area in sheet.merged_cells.ranges if area.min_row == 2)
    line, points = sum(widths(sheet)[:last]), 14
    sentences = {row: str(sheet.cell(row, 1).value) for row in range(2, 6)}
    assert sentences[5].startswith("统计口径")
    needed = {row: -(-cell_len(text) // line) for row, text in sentences.items()}
    heights = {row: sheet.row_dimensions[row].height // points for row in sentences}
    assert {row: min(heights[row], needed[row]) for row in sentences} == needed


def test_figures_equal_the_json_and_a_count_of_the_rows(starter: Bench) -> None:
    starter.write(
        "data/progress/区财政局.yaml",
        '- {task: "1.3", period: 2017-08, status: done, date: 2017-09-20}\n'
        '- {task: "1.3", period: 2017-09, status: waived, date: 2017-09-20}\n',
    )
    made = report(starter, as_of="2018-01-20")
    data, book = report_json(made), read(made)
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    head, *ledger = rows(book["台账"])
    column = {title: [row[index] for row in ledger] for index, title in enumerate(head)}
    assert column["编号"] == [task["id"] for task in tasks]
    assert len(column["编号"]) == data["totals"]["tasks"] == 106
    figures = rows(book["汇总"])
    titles = [row[1] for row in figures]
    whole = dict(
        zip(
            figures[titles.index("工作任务")],
            figures[titles.index("工作任务") + 1],
            strict=True,
        )
    )
    words = Counter(column["状态"])
    labels = ["未启动", "条件未具备", "正在推进", "受阻", "已完成", "不涉及"]
    assert [whole[label] for label in labels] == [words[label] for label in labels]
    assert [whole[label] for label in labels] == list(data["totals"]["by_status"].values())
    late = Counter(column["逾期"])
    assert (whole["逾期"], whole["落实单位逾期"]) == (late["逾期"], late["落实单位逾期"])
    assert (whole["逾期"], whole["落实单位逾期"]) == (
        data["totals"]["overdue"],
        data["totals"]["late_below"],
    )
    start = titles.index("单位")
    total, *units = figures[start + 1 :]
    assert [row[1] for row in units] == [unit["unit"] for unit in data["units"]]
    assert [row[0] for row in units] == [unit["rank"] for unit in data["units"]]
    heads = figures[start]
    for index in (*range(2, 9), *map(heads.index, ("逾期", "逾期办结", "无佐证"))):
        assert total[index] == sum(row[index] for row in units)
    assert total[heads.index("逾期")] == len(rows(book["逾期"])) - 1
    assert total[heads.index("逾期")] == data["duties"]["overdue"]
    assert total[heads.index("办结率")] == pytest.approx(data["duties"]["rate"] / 100)
    for title, name in (("按期办结率", "in_time"), ("核实率", "verification")):
        ratio = data["duties"][name]
        assert total[heads.index(title)] == f"{ratio['rate']}%（{ratio['part']}/{ratio['base']}）"


def test_a_units_own_ledger(recorded: Bench) -> None:
    book = read(report(recorded, "乙局"))
    assert [row[1] for row in rows(book["台账"])] == ["编号", "1.1", "2.1", "2.2", "2.3"]
    assert [row[0] for row in rows(book["汇总"])[:2]] == [
        "小方案——乙局",
        (
            "测〔2017〕1号，测试办公室 2017-08-03 印发，截至 2017-11-10，"
            "只列与乙局有关的事项，数字是该单位自己的；只作配合的事项列全项情况"
        ),
    ]


def test_sheets_scroll_filter_and_print(recorded: Bench) -> None:
    book = read(report(recorded))
    names = ["台账", "汇总", "逾期", "逾期办结", "延期", "进展记录", "佐证材料"]
    assert book.sheetnames == names
    assert book.active.title == "台账"
    assert [sheet.freeze_panes for sheet in book] == ["C2", None, *["A2"] * 5]
    assert [sheet.auto_filter.ref for sheet in book] == [
        "A1:Z6",
        None,
        "A1:N2",
        "A1:H1",
        "A1:K2",
        "A1:N5",
        "A1:F6",
    ]
    assert [sheet.print_title_rows for sheet in book] == ["$1:$1", None, *["$1:$1"] * 5]
    for sheet in book:
        page = sheet.page_setup
        assert (page.paperSize, page.orientation) == (9, "landscape")
        assert (page.fitToWidth or 1, page.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert sheet.oddHeader.left.text == "小方案"
        assert sheet.oddHeader.right.text == "截至 2017-11-10"
    ledger = book["台账"]
    assert (ledger["B2"].number_format, ledger["B2"].data_type) == ("@", "s")
    assert (ledger["O2"].number_format, ledger["O2"].is_date) == ("yyyy-mm-dd", True)
    assert book["汇总"]["K10"].number_format == "0.0%"
    assert ledger["D2"].alignment.wrap_text


def test_equal_data_gives_equal_bytes_without_a_clock(recorded: Bench) -> None:
    data = report(recorded)
    written = workbook(data)
    assert written == workbook(data)
    with ZipFile(BytesIO(written)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", properties)) == {"2017-11-10T00:00:00Z"}


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.example","点我")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "<script>alert(1)</script>&amp;",
    "{{ 7*7 }}{% x %}",
    "a|b\nc",
    "javascript:alert(1)",
    "internal:汇总!A1",
    "mailto:a@example.cn",
    "file:///etc/passwd",
    "_x0041_",
    "\u202e倒写\u200f",
    "\x00\x07\x1b[31m\ufffe\uffff\ud800",
    "长" * 40_000,
    "𠀀" * 20_000,
    "W" * 500,
    "\n" * 400,
]


def shown(text: str) -> str:
    """Return a text as a cell may have it: without what XML forbids or what turns the direction."""
    text = text.replace("\r", "\n")
    text = re.sub(
        "[\x00-\x08\x0b-\x1f\u200f\u202e\ufffe\uffff\ud800]", lambda m: f"\\u{ord(m[0]):04x}", text
    )
    lines = text.split("\n")
    text = "\n".join([*lines[:252], "…（后略）"]) if len(lines) > 253 else text
    while len(text.encode("utf-16-le")) > 2 * 32_767:
        units = 2 * (32_767 - len("…（后略）"))
        text = text.encode("utf-16-le")[:units].decode("utf-16-le", "ignore") + "…（后略）"
    return text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_inert_in_every_field(recorded: Bench, text: str) -> None:
    names = ("Head.title", "number", "issuer", "text", "doubts", "evidence", "note", "problem")
    plan = recorded.read("data/tasks.yaml").replace("按月公开。", "按月公开。\n    doubts: [疑]")
    recorded.write("data/tasks.yaml", plan)
    journal = JOURNALS["甲局"].replace("next: 下周修复。", "next: 下周修复。\n  by: 李四")
    recorded.write("data/progress/甲局.yaml", journal)
    data = report(recorded, texts=dict.fromkeys((*names, "next", "by"), text))
    written = workbook(data)
    book = openpyxl.load_workbook(BytesIO(written))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    cell = shown(text)
    ledger = book["台账"]
    assert [ledger[place].value for place in ("D3", "W3", "Y3")] == [cell] * 3
    assert [row[6] for row in rows(book["进展记录"])[3:]] == [cell] * 2
    assert [row[5] for row in rows(book["佐证材料"])[1:]] == [cell] * 2
    assert book["汇总"]["A1"].value == cell
    assert [key for sheet in ("台账", "进展记录") for key in links(book[sheet])] == []
    with ZipFile(BytesIO(written)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        assert b"<f>" not in b"".join(map(parts.read, parts.namelist()))
    armed = text[0] in "=+-@\t\r\n"
    assert bool(ledger["D3"].quotePrefix) is armed


@pytest.mark.parametrize(
    ("evidence", "target"),
    [
        ('https://example.cn/100%/表<1>|"x"', "https://example.cn/100%25/表%3C1%3E%7C%22x%22"),
        ("https://example.cn/%E8%A1%A8", "https://example.cn/%E8%A1%A8"),
        ("https://例子.中国/", "https://例子.中国/"),
        ("https://", None),
        ("http://[::1", None),
        ("http://example.cn:99999/", None),
        ("https://example.cn/\u202egnp.exe", None),
        (f"https://example.cn/{'x' * 2_100}", None),
        (" https://example.cn/", None),
        ("ftp://example.cn/", None),
    ],
)
def test_only_valid_addresses_become_links(
    recorded: Bench, evidence: str, target: str | None
) -> None:
    journal = '- {task: "1.1", status: done, date: 2017-09-01, evidence: [a]}\n'
    recorded.write("data/progress/甲局.yaml", journal)
    data = report(recorded, texts={"evidence": evidence})
    assert links(read(data)["进展记录"]).get("H4") == target


def test_a_long_title_fits_into_the_head_of_a_page(recorded: Bench) -> None:
    data = report(recorded, texts={"Head.title": "2017年&“一二三”" * 40})
    sheet = read(data)["台账"]
    head = sheet.HeaderFooter.oddHeader
    assert head.left.text.startswith("2017年&&“一二三”2017年&&")
    assert head.left.text.endswith("…")
    with ZipFile(BytesIO(workbook(data))) as parts:
        found = re.search(
            r"<oddHeader>(.*?)</oddHeader>", parts.read("xl/worksheets/sheet1.xml").decode()
        )
    assert found
    assert len(found[1].replace("&amp;", "&").replace("&quot;", '"')) <= 255


def test_links_beyond_the_limit_of_a_sheet_remain_text(
    recorded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gkplan.report.xlsx._MOST_LINKS", 2)  # 65,530 take half a minute
    sheet = read(report(recorded))["佐证材料"]
    assert links(sheet) == {"F3": "HTTP://example.cn/a", "F4": "https://example.cn/c"}
    assert sheet["F5"].value == "https://example.cn/8#表"


def test_rows_beyond_the_limit_of_a_sheet_are_refused(
    recorded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = report(recorded)
    monkeypatch.setattr("gkplan.report.excel.MOST_ROWS", 5)  # the head is a row too
    with pytest.raises(UsageError) as caught:
        workbook(data)
    assert caught.value.message == "“台账”连表头有 6 行，Excel 只容 5 行"
    assert caught.value.remedy == "用 --unit 按单位生成，或者 --format json"


def test_dates_that_excel_cannot_count_are_text(recorded: Bench) -> None:
    ledger = recorded.context.ledger()
    head = replace(ledger.plan.head, issued=date(1899, 1, 1), ends=date(1899, 12, 31))
    ledger = replace(ledger, plan=replace(ledger.plan, plan=head), records={}, extensions=())
    book = read(Report(Assessment(ledger, date(1900, 4, 1))))
    assert book["台账"]["O2"].value == "1899-12-31"


def converted(libreoffice: Office, book: bytes, folder: Path, form: str) -> Path:
    """Let LibreOffice open a workbook and save it in another form."""
    (folder / "book.xlsx").write_bytes(book)
    libreoffice.convert(form, folder / "book.xlsx")
    return folder


def test_libreoffice_reads_the_same_cells(
    libreoffice: Office, recorded: Bench, tmp_path: Path
) -> None:
    tasks = recorded.read("data/tasks.yaml").replace('"2.1"', '"2.10"')
    recorded.write("data/tasks.yaml", tasks.replace("一次性事项。", '"=1+1"'))
    for name in ("progress/丁镇.yaml", "progress/丙委.yaml", "reviews.yaml"):
        recorded.write(f"data/{name}", recorded.read(f"data/{name}").replace('"2.1"', '"2.10"'))
    data = report(recorded)
    book = read(data)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    folder = converted(libreoffice, workbook(data), tmp_path, every_sheet)
    for name in ("台账", "逾期", "逾期办结", "延期", "进展记录", "佐证材料"):
        with (folder / f"book-{name}.csv").open(encoding="utf-8", newline="") as file:
            cells = [[cell or None for cell in row] for row in csv.reader(file)]
        texts = [[None if c is None else str(c) for c in row] for row in rows(book[name])]
        assert cells == texts, name


def test_libreoffice_prints_it_on_a4_across(
    libreoffice: Office, recorded: Bench, tmp_path: Path
) -> None:
    page = converted(libreoffice, workbook(report(recorded)), tmp_path, "pdf") / "book.pdf"
    assert sizes(page) == [A4_ACROSS] * 7
    text = "".join(texts(page))
    assert re.findall(r"第 ?(\d) ?页,共 ?(\d) ?页", text) == [(str(n), "7") for n in range(1, 8)]
    assert text.count("截至 2017-11-10") == 8
