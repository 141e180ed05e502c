"""``gkplan list --matrix``: who has reported, unit by unit and period by period."""

import json
import re

import pytest
from conftest import Bench, Result
from rich.cells import cell_len

TASKS = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 大家落实。, lead: [丙委], implement: [各镇, 甲局], due: 2017-10-20}
  - {id: "1.2", text: 两家牵头。, lead: [乙局, 甲局], awaits: 文件出台}
  - {id: "1.3", text: 有申请即答复。, lead: [各部门], cadence: event, within: 15 workdays}
  - {id: "1.4", text: 一家的事。, lead: [甲局]}
- id: 2
  label: 二
  title: 第二组
  tasks:
  - {id: "2.1", text: 按月公开。, lead: [甲局], cadence: monthly}
  - {id: "2.2", text: 按季报送。, lead: [乙局, 甲局], implement: [丁镇], cadence: quarterly}
  - {id: "2.3", text: 按月报送。, lead: [丙委], cadence: monthly}
"""
JOURNALS = {
    "甲局": """\
- {task: "1.1", status: done, date: 2017-10-09}
- {task: "1.2", status: doing, date: 2017-10-09}
- {task: "1.3", event: 2017-09-01, status: done, date: 2017-09-12}
- {task: "1.3", event: 2017-09-04, status: doing, date: 2017-09-12}
- {task: "1.3", event: 2017-10-09, status: waived, date: 2017-10-12}
- {task: "2.1", period: 2017-08, status: done, date: 2017-09-12}
- {task: "2.1", period: 2017-09, status: done, date: 2017-10-12}
- {task: "2.1", period: 2017-11, status: todo, date: 2017-10-12}
- {task: "2.2", period: 2017Q3, status: blocked, date: 2017-10-12}
""",
    "乙局": """\
- {task: "1.2", status: waiting, date: 2017-10-09}
- {task: "1.3", event: 2017-10-09, status: doing, date: 2017-10-12}
- {task: "2.2", period: 2017Q3, status: waived, date: 2017-10-12}
""",
    "丁镇": '- {task: "1.1", status: blocked, date: 2017-10-09}\n',
}
REVIEWS = """\
- {task: "1.1", unit: 甲局, verdict: accept, date: 2017-10-10, record: 2017-10-09}
- task: "2.1"
  unit: 甲局
  period: 2017-08
  verdict: return
  date: 2017-10-10
  record: 2017-09-12
  note: 打不开。
- task: "2.1"
  unit: 甲局
  period: 2017-09
  verdict: accept
  date: 2017-10-13
  record: 2017-10-12
- task: "2.1"
  unit: 甲局
  period: 2017-10
  to: 2017-12-08
  date: 2017-10-31
  reason: 系统改造。
  approved_by: 王五
- task: "2.2"
  unit: 乙局
  period: 2017Q3
  verdict: return
  date: 2017-10-20
  record: 2017-10-12
  note: 涉及。
"""
LEGEND = (
    "未报：还没有填报；待条件：条件未具备；2/3：已开始的几份里已办的；！：逾期；✓：已核实；"
    "退回：被退回、还没有重报；-：没有这一份；·：还没有开始\n"
)


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """A plan of shared and periodic tasks, with every symbol in its matrix."""
    small.write("data/tasks.yaml", TASKS)
    for unit, journal in JOURNALS.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    small.write("data/reviews.yaml", REVIEWS)
    return small


def test_rows_are_units_for_shared_tasks_and_tasks_for_periods(recorded: Bench) -> None:
    result = recorded.run("list", "--matrix")
    assert (result.code, result.err) == (
        0,
        f"{LEGEND}另有 1 项只有一个责任单位、也不分期，没有列入\n",
    )
    assert result.out == (
        "单位  1.1     1.2     1.3\n"
        "甲局  已办✓   推进    1/3！\n"
        "乙局  -       待条件  推进！\n"
        "丙委  未报！  -       -\n"
        "丁镇  受阻！  -       -\n"
        "\n"
        "编号  单位  2017-08  2017-09  2017-10  2017-11  2017-12\n"
        "2.1   甲局  退回！   已办✓    未报     未启动   ·\n"
        "2.3   丙委  未报！   未报     未报     ·        ·\n"
        "\n"
        "编号  单位  2017Q3  2017Q4\n"
        "2.2   乙局  退回    未报\n"
        "2.2   甲局  受阻    未报\n"
        "2.2   丁镇  未报    未报\n"
        "\n"
    )


def test_units_are_in_the_order_of_the_registry_and_tasks_as_requested(recorded: Bench) -> None:
    assert recorded.ok("list", "1.2", "1.1", "--matrix") == (
        "单位  1.2     1.1\n"
        "甲局  推进    已办✓\n"
        "乙局  待条件  -\n"
        "丙委  -       未报！\n"
        "丁镇  -       受阻！\n"
        "\n"
    )


def test_markdown(recorded: Bench) -> None:
    assert recorded.ok("list", "1.3", "2.2", "--matrix", "--format", "md") == (
        "| 单位 | 1.3 |\n"
        "| --- | --- |\n"
        "| 甲局 | 1/3！ |\n"
        "| 乙局 | 推进！ |\n"
        "\n"
        "| 编号 | 单位 | 2017Q3 | 2017Q4 |\n"
        "| --- | --- | --- | --- |\n"
        "| 2.2 | 乙局 | 退回 | 未报 |\n"
        "| 2.2 | 甲局 | 受阻 | 未报 |\n"
        "| 2.2 | 丁镇 | 未报 | 未报 |\n"
        "\n"
    )


def test_csv_has_one_row_per_duty(recorded: Bench) -> None:
    result = recorded.run("list", "1.1", "1.3", "1.4", "2.1", "--matrix", "--format", "csv")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "编号,单位,职责,期,时限,原时限,延期次数,已开始,状态,逾期,未报,核查,最近填报,佐证数,具体事项,暂定,"
        "办结日期,逾期办结天数,退回次数,简称\r\n"
        "1.1,丙委,牵头,,2017-10-20,,0,是,未启动,逾期,未报,,,0,大家落实。,,,,,\r\n"
        "1.1,丁镇,落实,,2017-10-20,,0,是,受阻,逾期,,未核查,2017-10-09,0,大家落实。,,,,,\r\n"
        "1.1,甲局,落实,,2017-10-20,,0,是,已完成,,,已核实,2017-10-09,0,大家落实。,,2017-10-09,,,\r\n"
        "1.3,甲局,牵头,2017-09-01,2017-09-22,,0,是,已完成,,,未核查,2017-09-12,0,有申请即答复。,,2017-09-12,,,\r\n"
        "1.3,甲局,牵头,2017-09-04,2017-09-25,,0,是,正在推进,逾期,,未核查,2017-09-12,0,有申请即答复。,,,,,\r\n"
        "1.3,甲局,牵头,2017-10-09,2017-10-30,,0,是,不涉及,,,未核查,2017-10-12,0,有申请即答复。,,,,,\r\n"
        "1.3,乙局,牵头,2017-10-09,2017-10-30,,0,是,正在推进,逾期,,未核查,2017-10-12,0,有申请即答复。,,,,,\r\n"
        "1.4,甲局,牵头,,2017-12-31,,0,是,未启动,,未报,,,0,一家的事。,,,,,\r\n"
        "2.1,甲局,牵头,2017-08,2017-09-28,,0,是,正在推进,逾期,,已退回,2017-09-12,0,按月公开。,,,,1,\r\n"
        "2.1,甲局,牵头,2017-09,2017-11-03,,0,是,已完成,,,已核实,2017-10-12,0,按月公开。,,2017-10-12,,,\r\n"
        "2.1,甲局,牵头,2017-10,2017-12-08,2017-11-28,1,是,未启动,,未报,,,0,按月公开。,,,,,\r\n"
        "2.1,甲局,牵头,2017-11,2017-12-28,,0,否,未启动,,,未核查,2017-10-12,0,按月公开。,,,,,\r\n"
        "2.1,甲局,牵头,2017-12,2018-01-29,,0,否,未启动,,,,,0,按月公开。,,,,,\r\n"
    )


def test_json_has_every_duty_with_all_entries(recorded: Bench) -> None:
    data = json.loads(recorded.ok("list", "2.1", "1.4", "--matrix", "--format", "json"))
    assert (data["format"], data["as_of"]) == ("gkplan/list/2", "2017-10-31")
    assert [task["id"] for task in data["tasks"]] == ["2.1", "1.4"]
    keys = (
        "unit",
        "period",
        "due",
        "original_due",
        "extension_count",
        "status",
        "checked",
        "silent",
    )
    assert [[duty[key] for key in keys] for duty in data["tasks"][0]["duties"]] == [
        ["甲局", "2017-08", "2017-09-28", "2017-09-28", 0, "doing", "returned", False],
        ["甲局", "2017-09", "2017-11-03", "2017-11-03", 0, "done", "accepted", False],
        ["甲局", "2017-10", "2017-12-08", "2017-11-28", 1, "todo", None, True],
        ["甲局", "2017-11", "2017-12-28", "2017-12-28", 0, "todo", "unreviewed", False],
        ["甲局", "2017-12", "2018-01-29", "2018-01-29", 0, "todo", None, False],
    ]
    dates = {
        sort: [entry["date"] for entry in data["tasks"][0][sort]]
        for sort in ("records", "reviews", "extensions")
    }
    assert dates == {
        "records": ["2017-10-12", "2017-10-12", "2017-09-12"],
        "reviews": ["2017-10-13", "2017-10-10"],
        "extensions": ["2017-10-31"],
    }
    listed = json.loads(recorded.ok("list", "2.1", "1.4", "--format", "json"))["tasks"]
    assert [{key: task[key] for key in listed[0]} for task in data["tasks"]] == listed


def test_with_a_unit_all_its_duties_are_shown(recorded: Bench) -> None:
    assert recorded.run("list", "--matrix", "--unit", "丙委") == Result(
        0,
        "单位  1.1     1.3\n"
        "丙委  未报！  -\n"
        "\n"
        "编号  单位  2017-08  2017-09  2017-10  2017-11  2017-12\n"
        "2.3   丙委  未报！   未报     未报     ·        ·\n"
        "\n",
        LEGEND,
    )
    assert recorded.ok("list", "--matrix", "--unit", "丁镇") == (
        "单位  1.1\n丁镇  受阻！\n\n编号  单位  2017Q3  2017Q4\n2.2   丁镇  未报    未报\n\n"
    )


@pytest.mark.parametrize(
    ("as_of", "line"),
    [
        ("2017-07-31", "·       ·       ·       ·       ·"),
        ("2017-08-31", "未报    ·       ·       ·       ·"),
        ("2017-09-12", "已办    未报    ·       ·       ·"),
        ("2017-10-09", "已办    未报    未报    ·       ·"),
        ("2017-10-10", "退回！  未报    未报    ·       ·"),
        ("2017-10-12", "退回！  已办    未报    未启动  ·"),
        ("2017-10-13", "退回！  已办✓  未报    未启动  ·"),
        ("2017-12-08", "退回！  已办✓  未报    未启动  未报"),
        ("2017-12-09", "退回！  已办✓  未报！  未启动  未报"),
        ("2017-12-29", "退回！  已办✓  未报！  未启动！  未报"),
    ],
)
def test_marks_change_with_the_day(recorded: Bench, as_of: str, line: str) -> None:
    out = recorded.ok("list", "2.1", "--matrix", "--as-of", as_of)
    assert out.split("\n")[1].split() == ["2.1", "甲局", *line.split()]


def test_an_empty_matrix_is_reported(recorded: Bench) -> None:
    result = recorded.run("list", "1.4", "--matrix")
    assert (result.code, result.out) == (0, "")
    assert result.err.endswith("另有 1 项只有一个责任单位、也不分期，没有列入\n")
    result = recorded.run("list", "--matrix", "--status", "done")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("没有符合条件的事项\n")


def test_filters_choose_the_tasks_of_the_matrix(recorded: Bench) -> None:
    assert recorded.ok("list", "--matrix", "--returned") == (
        "编号  单位  2017-08  2017-09  2017-10  2017-11  2017-12\n"
        "2.1   甲局  退回！   已办✓    未报     未启动   ·\n"
        "\n"
        "编号  单位  2017Q3  2017Q4\n"
        "2.2   乙局  退回    未报\n"
        "2.2   甲局  受阻    未报\n"
        "2.2   丁镇  未报    未报\n"
        "\n"
    )


MIXED = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 季查年考。, lead: [甲局], cadence: [quarterly, yearly]}
  - {id: "1.2", text: 半年一报。, lead: [甲局], cadence: halfyearly}
  - {id: "1.3", text: 另行公布。, lead: [甲局, 乙局], cadence: [quarterly, once]}
"""


def test_tasks_of_unlike_periods_have_grids_of_their_own(small: Bench) -> None:
    small.write("data/tasks.yaml", MIXED)
    assert small.ok("list", "1.1", "1.2", "--matrix") == (
        "编号  单位  2017Q3  2017Q4  2017\n"
        "1.1   甲局  未报    未报    未报\n"
        "\n"
        "编号  单位  2017H2\n"
        "1.2   甲局  未报\n"
        "\n"
    )


def test_duties_without_a_period_are_beside_the_periods(small: Bench) -> None:
    small.write("data/tasks.yaml", MIXED)
    small.write("data/progress/甲局.yaml", '- {task: "1.3", status: blocked, date: 2017-10-09}\n')
    assert small.ok("list", "1.3", "--matrix") == (
        "编号  单位  2017Q3  2017Q4  不分期\n"
        "1.3   甲局  未报    未报    受阻\n"
        "1.3   乙局  未报    未报    未报\n"
        "\n"
    )


@pytest.mark.parametrize("width", [20, 31, 40, 41, 60, 80, 100, 120, 200])
def test_on_a_terminal_of_any_width_no_line_is_longer_and_no_mark_is_lost(
    recorded: Bench, width: int
) -> None:
    out = recorded.ok("list", "--matrix", terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    marks = ("已办✓", "推进", "1/3！", "待条件", "未报！", "受阻！", "退回！", "未启动", "·")
    assert [mark for mark in marks if mark not in out] == []


@pytest.mark.parametrize("width", [42, 55, 65, 80, 120])
def test_on_a_terminal_every_period_of_a_year_is_named(recorded: Bench, width: int) -> None:
    tasks = TASKS.replace("2017-08-03", "2017-01-03")
    recorded.write("data/tasks.yaml", tasks)
    out = recorded.ok("list", "2.1", "--matrix", terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    assert re.findall(r"2017-\d\d", out) == [f"2017-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_the_plan_that_ships_fits_and_every_task_is_there(
    starter: Bench, width: int
) -> None:
    plain = starter.ok("list", "--matrix", terminal=True, width=width)
    coloured = starter.ok("list", "--matrix", terminal=True, width=width, color=True)
    lines = [line.rstrip() for line in plain.split("\n")]
    assert max(map(cell_len, lines)) <= width
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[" in coloured
    shared = [word for line in lines if line.startswith("单位") for word in line.split()[1:]]
    assert " ".join(shared) == (
        "2.5 2.9 2.10 2.11 2.12 2.13 5.5 5.6 5.7 8.3 8.4 8.5 19.1 19.2 19.3 19.4 19.5 "
        "20.1 20.2 20.3 20.4 21.1 21.4 22.1 22.2"
    )
    assert "21.3  区政务办  未报    未报    未报" in lines
    months = [line.split()[2:] for line in lines if line.startswith("编号  ")]
    assert months == [
        ["2017-08", "2017-09", "2017-10", "2017-11", "2017-12"],
        ["2017Q3", "2017Q4", "2017"],
    ]
    for unit in ("区工业和科技信息化局", "区市场和质量技术监督局", "南沙区国税局", "榄核镇"):
        assert unit in plain


def test_many_tasks_take_several_grids_on_a_terminal_and_one_in_a_pipe(small: Bench) -> None:
    tasks = "".join(
        f'  - {{id: "1.{item}", text: 事, lead: [甲局, 丁镇]}}\n' for item in range(1, 31)
    )
    small.write("data/tasks.yaml", MIXED[: MIXED.index("  - {")] + tasks)
    out = small.ok("list", "--matrix", terminal=True, width=80)
    assert max(map(cell_len, out.split("\n"))) <= 80
    found = re.findall(r"1\.\d+", out)
    assert found == [f"1.{item}" for item in range(1, 31)]
    assert out.count("丁镇") == out.count("单位") > 1
    piped = small.ok("list", "--matrix").split("\n")
    assert [len(line.split()) for line in piped] == [31, 31, 31, 0, 0]
