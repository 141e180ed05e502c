"""A plan is usable although its last periods fall due in a year that has no calendar yet."""

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Bench
from icalendar import Calendar

from gkplan.domain.fields import Span
from gkplan.domain.workdays import mainland

docx: Any = pytest.importorskip("docx", reason="needs the extra office")
openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra test")
UNITS = "units:\n- {name: 甲局}\n- {name: 乙局}\n"
TASKS = """\
plan:
  title: 本年方案
  issued: 2026-01-10
  ends: 2026-12-31
  lag: 20 workdays
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 按月公开。, lead: 甲局, cadence: monthly}
  - {id: "1.2", text: 按季公开。, lead: 乙局, cadence: quarterly}
  - {id: "1.3", text: 半年公开。, lead: 乙局, cadence: halfyearly}
  - {id: "1.4", text: 按年公开。, lead: 乙局, cadence: yearly}
  - {id: "1.5", text: 限时答复。, lead: 甲局, cadence: event, within: 15 workdays}
  - {id: "1.6", text: 一次办结。, lead: 乙局, due: 2027-01-15}
  - {id: "1.7", text: 期满一个月内公开。, lead: 乙局, cadence: yearly, lag: 30 days}
"""
EVENT = '- {task: "1.5", event: 2026-12-20, status: doing, date: 2026-12-21}\n'
DONE = '- {{task: "1.1", period: 2026-{:02}, status: done, date: 2026-12-01, evidence: https://a.cn}}\n'
LATER = ("--as-of", "2027-01-30")


@pytest.fixture
def year(empty: Bench) -> Bench:
    """A plan of 2026 with all months but the last done, and an event at the end of December."""
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", TASKS)
    months = "".join(DONE.format(month) for month in range(1, 12))
    empty.write("data/progress/甲局.yaml", months + EVENT)
    quarters = "".join(
        f'- {{task: "{task}", period: {period}, status: waived, date: 2026-12-01}}\n'
        for task, period in (
            ("1.2", "2026Q1"),
            ("1.2", "2026Q2"),
            ("1.2", "2026Q3"),
            ("1.3", "2026H1"),
        )
    )
    empty.write("data/progress/乙局.yaml", quarters)
    return empty


def rows(text: str) -> list[list[str]]:
    """Read CSV, without its head."""
    return list(csv.reader(io.StringIO(text)))[1:]


def test_every_sort_of_due_date_is_provisional_where_its_working_days_are(year: Bench) -> None:
    """Stated days and those counted in calendar days are not provisional."""
    shown = rows(year.ok("list", "--matrix", "--format", "csv", *LATER))
    assert [(row[0], row[3], row[4], row[15]) for row in shown if row[4] > "2026-12-28"] == [
        ("1.1", "2026-12", "2027-01-29", "暂定"),
        ("1.2", "2026Q4", "2027-01-29", "暂定"),
        ("1.3", "2026H2", "2027-01-29", "暂定"),
        ("1.4", "2026", "2027-01-29", "暂定"),
        ("1.5", "2026-12-20", "2027-01-11", "暂定"),
        ("1.6", "", "2027-01-15", ""),
        ("1.7", "2026", "2027-01-30", ""),
    ]
    months = [[row[4], row[15]] for row in shown if row[0] == "1.1"]
    assert [months[index] for index in (0, 2, 8, 10)] == [
        ["2026-03-05", ""],
        ["2026-04-29", ""],
        ["2026-11-03", ""],
        ["2026-12-28", ""],
    ]


def test_list_and_due_mark_the_dates(year: Bench) -> None:
    assert year.ok("list", "1.1", "1.5", "1.6", *LATER) == (
        "编号  状态                                                        下一时限         "
        "责任单位  具体事项\n"
        "## 一、第一组\n"
        "1.1   正在推进 逾期 逾期办结 271 天 已办 11，已开始 12，共 12 期  2027-01-29 暂定  "
        "甲局      按月公开。\n"
        "1.5   正在推进 逾期 已办 0，已开始 1，共 1 件                     2027-01-11 暂定  "
        "甲局      限时答复。\n"
        "1.6   未启动 逾期                                                 2027-01-15       "
        "乙局      一次办结。\n"
        "共 3 项：未启动 1，正在推进 2；逾期 3 项（3 份）（截至 2027-01-30）\n"
    )
    assert year.ok("due", "1.1", "1.6", "1.7", "--within", "0d", *LATER) == (
        "编号  期       状态    单位  事项\n"
        "# 已逾期（2 份）\n"
        "## 2027-01-15 星期五，逾期 15 天\n"
        "1.6   -        未启动  乙局  一次办结\n"
        "## 2027-01-29 暂定 星期五，逾期 1 天\n"
        "1.1   2026-12  未启动  甲局  按月公开\n"
        "# 今天到期（1 份）\n"
        "## 2027-01-30 星期六，今天到期\n"
        "1.7   2026     未启动  乙局  期满一个月内公开\n"
        "已逾期 2 份，今天到期 1 份\n"
    )
    ledger = year.ok("due", "1.1", "1.6", "--format", "csv", *LATER).split("\r\n")
    assert ledger[1:] == [
        "2027-01-15,15,,,1.6,乙局,,未启动,,0,,,一次办结。,,,,",
        "2027-01-29,1,,,1.1,甲局,2026-12,未启动,,0,,,按月公开。,暂定,,,",
        "",
    ]
    (listed,) = rows(year.ok("list", "1.1", "--format", "csv", *LATER))
    assert (listed[9], listed[18]) == ("2027-01-29", "暂定")


def test_on_one_day_provisional_dates_are_listed_apart_from_granted_ones(year: Bench) -> None:
    year.ok("extend", "1.6", "--to", "2027-01-29", "--reason", "等", "--approved-by", "长", *LATER)
    due = year.ok("due", "1.1", "1.6", "--within", "0d", *LATER)
    assert [line for line in due.splitlines() if line.startswith("##")] == [
        "## 2027-01-29 星期五，逾期 1 天",
        "## 2027-01-29 暂定 星期五，逾期 1 天",
    ]


def test_figures_that_rest_on_provisional_dates_have_a_note(year: Bench) -> None:
    note = "注：逾期的 6 份中，5 份的时限是暂定的（当年的放假安排还不知道），逾期的数字可能有变"
    assert year.ok("status", *LATER).splitlines()[4] == note
    before = year.ok("status", "--as-of", "2027-01-11")
    assert "暂定" not in before, "none of them is late yet"
    status = json.loads(year.ok("status", "--format", "json", *LATER))
    assert [status["duties"][name] for name in ("overdue", "overdue_provisional")] == [6, 5]
    counts = [
        (unit["duties"]["overdue"], unit["duties"]["overdue_provisional"])
        for unit in status["units"]
    ]
    assert counts == [(2, 2), (4, 3)]
    assert year.ok("report", "--format", "md", *LATER).count(f"\n\n{note}。\n\n") == 1
    assert year.ok("report", "--format", "html", *LATER).count(f'<p class="how">{note}。</p>') == 1
    year.ok("report", "-o", "r.docx", *LATER)
    paragraphs = [
        paragraph.text for paragraph in docx.Document(str(year.root / "r.docx")).paragraphs
    ]
    assert paragraphs.count(f"{note}。") == 1
    year.ok("report", "-o", "r.xlsx", *LATER)
    sheet = openpyxl.load_workbook(year.root / "r.xlsx")["汇总"]
    assert [cell.value for cell in sheet["A"]].count(note) == 1


def test_check_names_the_missing_years_once_with_the_remedy(year: Bench) -> None:
    result = year.run("check", "--as-of", "2026-12-31")
    assert result.code == 0
    (note,) = [line for line in result.out.splitlines() if "provisional-year" in line]
    assert note == (
        "data/tasks.yaml:1:1: note[provisional-year]: 工作日历里没有 2027 年，5 份应办事项的时限"
        "按周末和法定节假日暂定；放假通知公布后，更新 gkplan，或在 calendar.yaml 里写明"
    )


def test_a_year_in_the_calendar_file_is_published(year: Bench) -> None:
    """A due date moves with its adjusted weekends, and nothing is provisional any more."""
    year.write(
        "data/calendar.yaml",
        "- year: 2027\n  holidays: [2027-01-01, 2027-01-04]\n  workdays: [2027-01-09]\n",
    )
    shown = rows(year.ok("list", "--matrix", "--format", "csv", *LATER))
    assert {row[15] for row in shown} == {""}
    assert [row[4] for row in shown if row[3] in ("2026-12", "2026-12-20")] == [
        "2027-01-29",
        "2027-01-11",
    ]
    assert "provisional-year" not in year.ok("check", *LATER)
    assert "逾期 1 天（0 个工作日）" in year.ok("due", *LATER)


def test_a_plan_of_known_years_has_no_provisional_date(year: Bench) -> None:
    """With one more month it would: the due date of December is in the next year."""
    months = re.sub(r'  - {id: "1.[2-7]".*\n', "", TASKS).replace("2026-12-31", "END")
    year.write("data/progress/甲局.yaml", "")
    year.write("data/progress/乙局.yaml", "")
    for last, marked in (("11-30", False), ("12-01", True)):
        year.write("data/tasks.yaml", months.replace("END", f"2026-{last}"))
        shown = year.ok("check", *LATER) + year.ok("show", "1.1", *LATER)
        assert ("暂定" in shown) is marked


@pytest.mark.parametrize("command", ["show", "diff", "remind"])
def test_other_outputs_mark_the_dates_too(year: Bench, command: str) -> None:
    asked = {
        "show": ("show", "1.5", *LATER),
        "diff": ("diff", "2027-01-01", "2027-01-30"),
        "remind": ("remind", "--unit", "甲局", *LATER),
    }
    marked = {
        "show": ["下一时限  2027-01-11 暂定", "甲局  牵头  2026-12-20  2027-01-11 暂定"],
        "diff": [
            "1.5   2026-12-20  甲局  正在推进  2027-01-11 暂定  限时答复",
            "1.6   -           乙局  未启动    2027-01-15       一次办结",
        ],
        "remind": ["| 1.5 | 2026-12-20 | 2027-01-11 暂定 | 19 天 | 正在推进 | 限时答复 |"],
    }
    shown = year.ok(*asked[command])
    for line in marked[command]:
        assert line in shown


def test_a_calendar_marks_title_description_and_alarm(year: Bench) -> None:
    calendar = Calendar.from_ical(year.ok("due", "1.5", "1.6", "--format", "ics", *LATER))
    events = [
        (str(component["summary"]), str(component["description"]))
        for component in calendar.walk("VEVENT")
    ]
    assert events == [
        (
            "【逾期】【暂定】1.5（甲局，起算日 2026-12-20）限时答复",
            "限时答复。\n状态：正在推进\n时限：2027-01-11 暂定\n依据：本年方案",
        ),
        (
            "【逾期】1.6（乙局）一次办结",
            "一次办结。\n状态：未启动\n时限：2027-01-15\n依据：本年方案",
        ),
    ]
    alarms = [str(component["description"]) for component in calendar.walk("VALARM")]
    assert alarms[0].startswith("时限 2027-01-11 暂定：")


def test_reports_mark_the_dates_and_keep_them_dates(year: Bench) -> None:
    assert "| 1.5 | 2027-01-11 暂定 | 19 天 |" in year.ok("report", "--format", "md", *LATER)
    html = year.ok("report", "--format", "html", *LATER)
    assert "<time>2027-01-11</time> 暂定" in html
    assert "<time>2027-01-15</time> 暂定" not in html
    year.ok("report", "-o", "r.docx", *LATER)
    document = docx.Document(str(year.root / "r.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "起算日2026年12月20日，时限2027年1月11日（暂定），正在推进）逾期19天" in text
    assert "时限2027年1月15日，未启动）逾期15天" in text
    assert "当前时限2027-01-11（暂定）" in document.tables[-1].rows[6].cells[4].text
    year.ok("report", "-o", "r.xlsx", *LATER)
    sheet = openpyxl.load_workbook(year.root / "r.xlsx")["逾期"]
    cells = {row[0].value: row[4] for row in sheet.iter_rows(min_row=2)}
    assert [(cells[task].value.date(), cells[task].number_format) for task in ("1.5", "1.6")] == [
        (date(2027, 1, 11), 'yyyy-mm-dd "暂定"'),
        (date(2027, 1, 15), "yyyy-mm-dd"),
    ]
    assert sheet.column_dimensions["E"].width > len("2027-01-11 暂定")


def test_json_has_provisional_beside_every_date(year: Bench) -> None:
    data = json.loads(year.ok("due", "1.5", "1.6", "--format", "json", *LATER))
    assert [(row["due"], row["provisional"]) for row in data["late"]] == [
        ("2027-01-11", True),
        ("2027-01-15", False),
    ]
    data = json.loads(year.ok("list", "1.5", "1.6", "--format", "json", *LATER))
    assert [(row["next_due"], row["next_due_provisional"]) for row in data["tasks"]] == [
        ("2027-01-11", True),
        ("2027-01-15", False),
    ]


def extended(year: Bench, to: str) -> Any:
    """Extend the yearly task, and return its duty as in JSON."""
    why = ("--reason", "等数据", "--approved-by", "局长")
    year.ok("extend", "1.4", "--to", to, *why, "--as-of", "2027-01-20")
    return json.loads(year.ok("show", "1.4", "--format", "json", *LATER))["tasks"][0]["duties"][0]


@pytest.mark.parametrize("to", ["2027-03-01", "2027-01-28"])
def test_an_extension_is_granted_and_never_provisional(year: Bench, to: str) -> None:
    """The day may precede the provisional date, which is not final."""
    duty = extended(year, to)
    keys = ("due", "provisional", "original_due", "original_provisional")
    assert [duty[key] for key in keys] == [to, False, "2027-01-29", True]
    assert f"{to} 原 2027-01-29 暂定 延期1次" in year.ok("show", "1.4", *LATER)
    (row,) = rows(year.ok("list", "1.4", "--matrix", "--format", "csv", *LATER))
    assert row[15] == "原时限暂定"


def test_an_extension_before_a_certain_date_is_still_refused(year: Bench) -> None:
    why = ("--reason", "等数据", "--approved-by", "局长", "--as-of", "2027-01-10")
    result = year.run("extend", "1.6", "--to", "2027-01-14", *why)
    assert (result.code, result.err) == (
        2,
        "错误：事项 1.6（乙局）原来的时限是 2027-01-15\n  --to 不能更早\n",
    )
    year.ok("extend", "1.6", "--to", "2027-01-16", *why)


@pytest.mark.parametrize(
    ("to", "due", "warnings"),
    [
        ("2027-02-01", "2027-02-02", 1),
        ("2027-02-02", "2027-02-02", 0),
        ("2027-02-03", "2027-02-03", 0),
    ],
)
def test_a_calendar_that_moves_a_due_date_past_its_extension_keeps_the_folder_readable(
    year: Bench, to: str, due: str, warnings: int
) -> None:
    """The later of the two dates counts: no unit is late because of an extension."""
    assert extended(year, to)["due"] == to, "the original is 2027-01-29, provisional"
    days_off = "[2027-01-01, 2027-01-04, 2027-01-05]"
    year.write("data/calendar.yaml", f"- {{year: 2027, holidays: {days_off}}}\n")
    duty = json.loads(year.ok("show", "1.4", "--format", "json", *LATER))["tasks"][0]["duties"][0]
    keys = ("due", "provisional", "original_due", "original_provisional", "asked_late")
    assert [duty[key] for key in keys] == [due, False, "2027-02-02", False, False]
    checked = year.ok("check", *LATER)
    message = f"warning[early-extension]: 延期到 {to}，早于原时限 2027-02-02，时限仍按原时限计"
    assert checked.count(message) == checked.count("extension]") == warnings


def test_an_extension_before_a_date_that_no_calendar_moves_is_an_error(year: Bench) -> None:
    """These are stated dates and calendar days; an extension to the day itself is no error."""
    for task, original in (("1.6", date(2027, 1, 15)), ("1.7", date(2027, 1, 30))):
        period = ", period: 2026" if task == "1.7" else ""
        for days, code in ((-1, 1), (0, 0)):
            to = original + timedelta(days=days)
            year.write(
                "data/reviews.yaml",
                f'- {{task: "{task}", unit: 乙局{period}, to: {to}, date: 2027-01-10, '
                "reason: 等数据, approved_by: 局长}\n",
            )
            result = year.run("check", *LATER)
            assert (result.code, "error[bad-extension]" in result.out) == (code, code == 1)


def test_records_reviews_and_extensions_are_written_as_ever(year: Bench) -> None:
    year.ok("mark", "1.1", "done", "--date", "2027-01-25", "--evidence", "https://a.cn", *LATER)
    year.ok("mark", "1.5", "done", "--event", "2026-12-29", "--date", "2027-01-19", *LATER)
    year.ok("review", "1.1", "accept", "--period", "2026-12", *LATER)
    assert "1.1   已完成 逾期办结 271 天 已办 12，已开始 12，共 12 期" in year.ok("list", *LATER)
    assert year.ok("list", "--overdue", "--unit", "甲局", *LATER).count("1.5   ") == 1


@pytest.mark.parametrize("issued", ["2027-01-10", "2099-01-10", "2100-01-10", "8990-01-10"])
def test_a_plan_of_any_later_year_is_usable(empty: Bench, issued: str) -> None:
    """Beyond the lunar library, too, no command refuses, and every counted date is marked."""
    plan = TASKS.replace("2026-12-31", f"{issued[:4]}-12-31").replace("2026-01-10", issued)
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", plan.replace("2027-01-15", f"{issued[:4]}-12-01"))
    empty.write("data/progress/.gitkeep", "")
    as_of = ("--as-of", f"{issued[:4]}-12-31")
    shown = rows(empty.ok("list", "--matrix", "--format", "csv", *as_of))
    assert {row[15] for row in shown if row[0] in ("1.1", "1.2", "1.3", "1.4")} == {"暂定"}
    empty.ok("mark", "1.5", "doing", "--event", f"{issued[:4]}-03-01", *as_of)
    for command in ("check", "list", "due", "status", "report", "units", "schema"):
        assert empty.run(command, *(as_of if command != "schema" else ())).code == 0


def test_the_values_of_the_design() -> None:
    after = {
        "2026-01-31": "2026-03-05",
        "2026-03-31": "2026-04-29",
        "2026-09-30": "2026-11-03",
        "2026-11-30": "2026-12-28",
        "2026-12-31": "2027-01-29",
    }
    for start, due in after.items():
        assert str(mainland().after(date.fromisoformat(start), Span(20, workdays=True))) == due


def test_import_writes_the_usual_lag_for_this_year_too(empty: Bench) -> None:
    empty.write("方案.txt", "2026年方案\n\n1.按月公开收支。（责任单位：区财政局）\n")
    empty.ok("import", "方案.txt", "-o", "p", "--issued", "2026-01-10")
    note = "    # 原件未写，取《政府信息公开条例》主动公开的期限\n"
    assert f"  lag: 20 workdays{note}" in empty.read("p/data/tasks.yaml")
    assert "2027-01-29 暂定" in empty.ok("show", "1.1", "--data", "p")
