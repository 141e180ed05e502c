"""``gkplan status``: the dashboard."""

import json
import re

import pytest
from conftest import Bench
from rich.cells import cell_len

JOURNALS = {
    "甲局": """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8]
- task: "1.2"
  period: 2017-10
  status: done
  date: 2017-11-20
- task: "2.3"
  event: 2017-09-20
  status: blocked
  date: 2017-09-21
""",
    "丙委": '- task: "2.1"\n  status: doing\n  date: 2017-10-01\n',
    "丁镇": '- task: "2.1"\n  status: done\n  date: 2017-10-02\n',
}
REVIEWS = """\
- task: "1.2"
  unit: 甲局
  period: 2017-10
  verdict: return
  date: 2017-11-24
  record: 2017-11-20
  note: 链接打不开。
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-12-01
  date: 2017-11-13
  reason: 数据未审定。
  approved_by: 某某
"""
DECEMBER = ("status", "--as-of", "2017-12-10")


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with two doubts, records of three units, a return and an extension."""
    tasks = small.read("data/tasks.yaml")
    doubtful = "    text: 按月公开。\n    doubts: [哪一级预算, 公开到哪里]\n"
    small.write("data/tasks.yaml", tasks.replace("    text: 按月公开。\n", doubtful))
    for unit, journal in JOURNALS.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    small.write("data/reviews.yaml", REVIEWS)
    return small


def on_terminal(bench: Bench, *args: str, width: int, color: bool = False) -> list[str]:
    """Return the lines that a terminal of this width shows, without the blanks at their ends."""
    out = bench.ok(*args, terminal=True, width=width, color=color)
    return [line.rstrip() for line in out.split("\n")]


HEADLINE = """\
小方案（测〔2017〕1号）
截至 2017-12-10，共 5 项：已完成 0 项，正在推进 5 项（其中未启动 1 项），完成率 0.0%；逾期 2 项
已开始的应办事项 14 份：已办 2 份（14.3%），逾期 3 份
"""
STATUSES = """\
状态        项数   占比
未启动         1  20.0%  ██████░░░░░░░░░░░░░░░░░░░░░░░░
条件未具备     1  20.0%  ██████░░░░░░░░░░░░░░░░░░░░░░░░
正在推进       2  40.0%  ████████████░░░░░░░░░░░░░░░░░░
受阻           1  20.0%  ██████░░░░░░░░░░░░░░░░░░░░░░░░
已完成         0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
不涉及         0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
"""
ATTENTION = """\
关注            查看                          数量
逾期            gkplan due                    3 份：1.2、2.3
退回未重报      gkplan list --returned        1 份：1.2
待核查、待复核  gkplan list --unreviewed      2 份：1.2、2.1
已完成无佐证    gkplan list --unproved        1 份：2.1
90 天以上未报   gkplan list --stale 90d       3 项：1.1、2.1、2.3
从未填报的单位  gkplan list --missing         1 个：乙局
等待条件        gkplan list --status waiting  1 项：2.2
已延期          gkplan list --extended        1 份：1.2
存疑            gkplan check                  2 处：1.2
近 30 天填报    gkplan log                    1 条，1 个单位
"""
GROUPS = """\
已完成  完成率  逾期  工作任务
   0/2    0.0%     1  一、第一组
   0/3    0.0%     1  二、第二组
"""
UNITS = """\
名次  应办  已办  完成率  逾期  无佐证  最近填报    单位
   1     1     1  100.0%     0       1  2017-10-02  丁镇
   2     8     1   12.5%     3       0  2017-11-20  甲局
   3     3     0    0.0%     0       0  -           乙局
   3     2     0    0.0%     0       0  2017-10-01  丙委
"""
BESIDE = """\
已完成  完成率  逾期  工作任务    名次  应办  已办  完成率  逾期  无佐证  最近填报    单位
   0/2    0.0%     1  一、第一组     1     1     1  100.0%     0       1  2017-10-02  丁镇
   0/3    0.0%     1  二、第二组     2     8     1   12.5%     3       0  2017-11-20  甲局
                                     3     3     0    0.0%     0       0  -           乙局
                                     3     2     0    0.0%     0       0  2017-10-01  丙委
"""
BELOW = f"{HEADLINE}\n{STATUSES}\n{ATTENTION}\n{GROUPS}\n{UNITS}"
NARROW = BELOW.replace("完成率 0.0%；", "完成率\n0.0%；", 1)
WIDE = f"{HEADLINE}\n{STATUSES}\n{ATTENTION}\n{BESIDE}"


def test_the_screen_for_a_pipe(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER) == BELOW


@pytest.mark.parametrize(("width", "expected"), [(80, NARROW), (120, WIDE)])
def test_the_screen_on_a_terminal(recorded: Bench, width: int, expected: str) -> None:
    assert on_terminal(recorded, *DECEMBER, width=width) == expected.split("\n")


@pytest.mark.parametrize("width", [80, 120])
def test_colour_adds_no_information(recorded: Bench, width: int) -> None:
    coloured = recorded.ok(*DECEMBER, terminal=True, width=width, color=True)
    assert "\x1b[" in coloured
    plain = recorded.ok(*DECEMBER, terminal=True, width=width)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31m   3\x1b[0m" in coloured, "what is late stands out"


def test_csv_is_the_table_of_units(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER, "--format", "csv") == (
        "名次,应办,已办,完成率,逾期,无佐证,最近填报,单位\r\n"
        "1,1,1,100.0%,0,1,2017-10-02,丁镇\r\n"
        "2,8,1,12.5%,3,0,2017-11-20,甲局\r\n"
        "3,3,0,0.0%,0,0,,乙局\r\n"
        "3,2,0,0.0%,0,0,2017-10-01,丙委\r\n"
    )


def test_markdown(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER, "--format", "md") == (
        re.sub("^(.*)\n", r"**\1**\n", HEADLINE, count=1).replace("\n", "\n\n")
        + """\
| 状态 | 项数 | 占比 |  |
| --- | --- | --- | --- |
| 未启动 | 1 | 20.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |
| 条件未具备 | 1 | 20.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |
| 正在推进 | 2 | 40.0% | ████████████░░░░░░░░░░░░░░░░░░ |
| 受阻 | 1 | 20.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |
| 已完成 | 0 | 0.0% | ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ |
| 不涉及 | 0 | 0.0% | ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ |

| 关注 | 查看 | 数量 |
| --- | --- | --- |
| 逾期 | gkplan due | 3 份：1.2、2.3 |
| 退回未重报 | gkplan list --returned | 1 份：1.2 |
| 待核查、待复核 | gkplan list --unreviewed | 2 份：1.2、2.1 |
| 已完成无佐证 | gkplan list --unproved | 1 份：2.1 |
| 90 天以上未报 | gkplan list --stale 90d | 3 项：1.1、2.1、2.3 |
| 从未填报的单位 | gkplan list --missing | 1 个：乙局 |
| 等待条件 | gkplan list --status waiting | 1 项：2.2 |
| 已延期 | gkplan list --extended | 1 份：1.2 |
| 存疑 | gkplan check | 2 处：1.2 |
| 近 30 天填报 | gkplan log | 1 条，1 个单位 |

| 已完成 | 完成率 | 逾期 | 工作任务 |
| --- | --- | --- | --- |
| 0/2 | 0.0% | 1 | 一、第一组 |
| 0/3 | 0.0% | 1 | 二、第二组 |

| 名次 | 应办 | 已办 | 完成率 | 逾期 | 无佐证 | 最近填报 | 单位 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | 1 | 1 | 100.0% | 0 | 1 | 2017-10-02 | 丁镇 |
| 2 | 8 | 1 | 12.5% | 3 | 0 | 2017-11-20 | 甲局 |
| 3 | 3 | 0 | 0.0% | 0 | 0 | - | 乙局 |
| 3 | 2 | 0 | 0.0% | 0 | 0 | 2017-10-01 | 丙委 |
"""
    )


def tasks_data(todo: int, waiting: int, doing: int, blocked: int, late: int) -> dict[str, object]:
    """Return the counts of tasks of which none is settled and none late in a unit only."""
    counted = todo + waiting + doing + blocked
    return {
        "all": counted,
        "done": 0,
        "active": counted,
        "rate": 0.0,
        "overdue": late,
        "late_below": 0,
        "by_status": {
            "todo": todo,
            "waiting": waiting,
            "doing": doing,
            "blocked": blocked,
            "done": 0,
            "waived": 0,
        },
    }


def duties_data(*counts: float) -> dict[str, object]:
    """Return the counts of duties, in the order of the JSON document."""
    names = ("all", "owed", "done", "rate", "overdue", "unproved")
    return {**dict(zip(names, counts, strict=True)), "overdue_provisional": 0}


def test_json_is_the_complete_document(recorded: Bench) -> None:
    assert json.loads(recorded.ok(*DECEMBER, "--format", "json")) == {
        "format": "gkplan/status/1",
        "as_of": "2017-12-10",
        "plan": {
            "title": "小方案",
            "number": "测〔2017〕1号",
            "issuer": "测试办公室",
            "supervisor": "丙委",
            "issued": "2017-08-03",
            "ends": "2017-12-31",
            "lag": "20 workdays",
            "notice": "",
        },
        "tasks": tasks_data(1, 1, 2, 1, late=2),
        "duties": duties_data(14, 14, 2, 14.3, 3, 1),
        "groups": [
            {
                "id": 1,
                "label": "一",
                "title": "第一组",
                "tasks": tasks_data(1, 0, 1, 0, late=1),
                "duties": duties_data(6, 6, 1, 16.7, 2, 0),
            },
            {
                "id": 2,
                "label": "二",
                "title": "第二组",
                "tasks": tasks_data(0, 1, 1, 1, late=1),
                "duties": duties_data(8, 8, 1, 12.5, 1, 1),
            },
        ],
        "units": [
            {
                "unit": "丁镇",
                "rank": 1,
                "duties": duties_data(1, 1, 1, 100.0, 0, 1),
                "last_report": "2017-10-02",
            },
            {
                "unit": "甲局",
                "rank": 2,
                "duties": duties_data(8, 8, 1, 12.5, 3, 0),
                "last_report": "2017-11-20",
            },
            {
                "unit": "乙局",
                "rank": 3,
                "duties": duties_data(3, 3, 0, 0.0, 0, 0),
                "last_report": None,
            },
            {
                "unit": "丙委",
                "rank": 3,
                "duties": duties_data(2, 2, 0, 0.0, 0, 0),
                "last_report": "2017-10-01",
            },
        ],
        "attention": {
            "recent": {"days": 30, "records": 1, "units": 1},
            "stale_days": 90,
            "late": {"count": 3, "tasks": ["1.2", "2.3"]},
            "returned": {"count": 1, "tasks": ["1.2"]},
            "unreviewed": {"count": 2, "tasks": ["1.2", "2.1"]},
            "unproved": {"count": 1, "tasks": ["2.1"]},
            "extended": {"count": 1, "tasks": ["1.2"]},
            "stale": {"count": 3, "tasks": ["1.1", "2.1", "2.3"]},
            "waiting": {"count": 1, "tasks": ["2.2"]},
            "silent": {"count": 1, "units": ["乙局"]},
            "doubts": {"count": 2, "tasks": ["1.2"]},
        },
    }


def test_two_third_ranks_are_followed_by_the_fifth(small: Bench) -> None:
    small.write(
        "data/units.yaml",
        small.read("data/units.yaml").replace(
            "collectives:", "- {name: 戊办}\n- {name: 己院}\ncollectives:"
        ),
    )
    tasks = [("甲局、乙局、丙委、丁镇", 1), ("甲局、乙局、丙委、丁镇", 2), ("甲局、乙局、戊办", 3)]
    small.write(
        "data/tasks.yaml",
        "plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}\n"
        "groups:\n- id: 1\n  label: 一\n  title: 组\n  tasks:\n"
        + "".join(
            f'  - {{id: "1.{item}", text: 事项。, lead: [{lead.replace("、", ", ")}]}}\n'
            for lead, item in tasks
        ),
    )
    done = {"甲局": "1.1 1.2 1.3", "乙局": "1.1 1.3", "丙委": "1.1", "丁镇": "1.2"}
    for unit, ids in done.items():
        entries = [f'- task: "{id_}"\n  status: done\n  date: 2017-09-01\n' for id_ in ids.split()]
        small.write(f"data/progress/{unit}.yaml", "".join(entries))
    units = small.ok("status").split("\n\n")[-1]
    assert units == (
        "名次  应办  已办  完成率  逾期  无佐证  最近填报    单位\n"
        "   1     3     3  100.0%     0       3  2017-09-01  甲局\n"
        "   2     3     2   66.7%     0       2  2017-09-01  乙局\n"
        "   3     2     1   50.0%     0       1  2017-09-01  丙委\n"
        "   3     2     1   50.0%     0       1  2017-09-01  丁镇\n"
        "   5     1     0    0.0%     0       0  -           戊办\n"
        "   -     0     0       -     0       0  -           己院\n"
    )


def test_a_plan_without_records_has_no_ranks_and_lists_units_without_reports(small: Bench) -> None:
    assert (
        small.ok("status", "--as-of", "2017-08-03")
        == """\
小方案（测〔2017〕1号）
截至 2017-08-03，共 5 项：已完成 0 项，正在推进 5 项（其中未启动 4 项），完成率 0.0%；逾期 0 项
已开始的应办事项 10 份：已办 0 份（0.0%），逾期 0 份

状态        项数   占比
未启动         4  80.0%  ████████████████████████░░░░░░
条件未具备     1  20.0%  ██████░░░░░░░░░░░░░░░░░░░░░░░░
正在推进       0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
受阻           0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
已完成         0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
不涉及         0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░

关注            查看                          数量
逾期            gkplan due                    0 份
退回未重报      gkplan list --returned        0 份
待核查、待复核  gkplan list --unreviewed      0 份
已完成无佐证    gkplan list --unproved        0 份
90 天以上未报   gkplan list --stale 90d       0 项
从未填报的单位  gkplan list --missing         4 个：甲局、乙局、丙委、丁镇
等待条件        gkplan list --status waiting  1 项：2.2
已延期          gkplan list --extended        0 份
存疑            gkplan check                  0 处
近 30 天填报    gkplan log                    0 条，0 个单位

已完成  完成率  逾期  工作任务
   0/2    0.0%     0  一、第一组
   0/3    0.0%     0  二、第二组

名次  应办  已办  完成率  逾期  无佐证  最近填报  单位
   -     4     0    0.0%     0       0  -         甲局
   -     3     0    0.0%     0       0  -         乙局
   -     2     0    0.0%     0       0  -         丙委
   -     1     0    0.0%     0       0  -         丁镇
"""
    )


def test_before_the_issue_nothing_but_begun_periods_is_owed(small: Bench) -> None:
    head, *_, units = small.ok("status", "--as-of", "2017-08-02").split("\n\n")
    assert head.split("\n")[1:] == [
        (
            "截至 2017-08-02，共 5 项：已完成 0 项，正在推进 5 项（其中未启动 4 项），"
            "完成率 0.0%；逾期 0 项"
        ),
        "已开始的应办事项 1 份：已办 0 份（0.0%），逾期 0 份",
    ]
    assert units == (
        "名次  应办  已办  完成率  逾期  无佐证  最近填报  单位\n"
        "   -     1     0    0.0%     0       0  -         甲局\n"
        "   -     0     0       -     0       0  -         乙局\n"
        "   -     0     0       -     0       0  -         丙委\n"
        "   -     0     0       -     0       0  -         丁镇\n"
    )


def test_a_plan_that_is_done_fills_its_bar_and_names_what_was_waived(small: Bench) -> None:
    small.write(
        "data/tasks.yaml",
        small.read("data/tasks.yaml").split('  - id: "1.2"')[0],
    )
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  status: waived\n  date: 2017-10-31\n')
    head, statuses, *_ = small.ok("status").split("\n\n")
    assert head == (
        "小方案（测〔2017〕1号）\n"
        "截至 2017-10-31，共 1 项：已完成 1 项（含不涉及 1 项），正在推进 0 项，完成率 100.0%；"
        "逾期 0 项\n"
        "已开始的应办事项 1 份：已办 1 份（100.0%），逾期 0 份"
    )
    assert statuses.split("\n")[-1] == "不涉及         1  100.0%  ██████████████████████████████"


def test_tasks_late_in_a_unit_only_are_counted_separately(small: Bench) -> None:
    small.write("data/progress/丙委.yaml", '- task: "2.1"\n  status: done\n  date: 2017-10-31\n')
    assert small.ok("status", "--as-of", "2018-01-01").split("\n")[1] == (
        "截至 2018-01-01，共 5 项：已完成 1 项，正在推进 4 项（其中未启动 3 项），完成率 20.0%；"
        "逾期 2 项（另有 1 项的落实单位逾期）"
    )


def test_in_a_year_that_the_calendar_does_not_know_it_still_counts(small: Bench) -> None:
    assert small.ok("status", "--as-of", "2040-03-01").split("\n")[1:3] == [
        (
            "截至 2040-03-01，共 5 项：已完成 0 项，正在推进 5 项（其中未启动 4 项），"
            "完成率 0.0%；逾期 3 项"
        ),
        "已开始的应办事项 14 份：已办 0 份（0.0%），逾期 10 份",
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_the_shipped_plan_fits_and_no_unit_is_cut(starter: Bench, width: int) -> None:
    lines = on_terminal(starter, "status", width=width)
    assert max(map(cell_len, lines)) <= width
    found = json.loads(starter.ok("status", "--format", "json"))
    assert len(found["units"]) == 34
    shown = {line.split()[-1] for line in lines if line}
    assert {unit["unit"] for unit in found["units"]} <= shown


def test_the_headline_is_broken_to_the_width_of_a_terminal(starter: Bench) -> None:
    head = "\n".join(on_terminal(starter, "status", width=80)).split("\n\n")[0]
    assert head == (
        "南沙区贯彻落实国务院办公厅省政府办公厅市政府办公厅2017年政务公开工作要点分工方案\n"
        "（穗南府办函〔2017〕94号）\n"
        "截至 2017-10-31，共 106 项：已完成 0 项，正在推进 106 项（其中未启动 101 项），\n"
        "完成率 0.0%；逾期 4 项\n"
        "已开始的应办事项 576 份：已办 0 份（0.0%），逾期 4 份"
    )


@pytest.mark.parametrize("width", [20, 33, 40, 60, 79, 81, 100, 200])
def test_the_headline_fits_any_terminal_and_loses_nothing(starter: Bench, width: int) -> None:
    piped = starter.ok("status").split("\n\n")[0]
    shown = starter.ok("status", terminal=True, width=width).split("\n\n")[0]
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert shown.replace("\n", "") == piped.replace("\n", "")


def test_the_figures_of_the_shipped_plan_add_up(starter: Bench) -> None:
    found = json.loads(starter.ok("status", "--as-of", "2018-02-01", "--format", "json"))
    assert found["tasks"]["all"] == 106
    for key in ("all", "owed", "done", "overdue", "unproved"):
        of_plan = found["duties"][key]
        assert sum(group["duties"][key] for group in found["groups"]) == of_plan
        assert sum(unit["duties"][key] for unit in found["units"]) == of_plan
    for key in ("all", "done", "active", "overdue", "late_below"):
        assert sum(group["tasks"][key] for group in found["groups"]) == found["tasks"][key]


def ids_on_terminal(bench: Bench, width: int) -> list[str]:
    """Return the ids of the tasks in the table of problems, in their order."""
    table = "\n".join(on_terminal(bench, "status", width=width)).split("\n\n")[2]
    return re.findall(r"\d+\.\d+", table)


LATE = ["1.3", "3.1", "7.3", "17.1"]
WAITING = ["4.2", "10.4", "11.5", "16.1", "18.4"]
DOUBTFUL = ["2.4", "2.7", "2.11", "3.1", "5.3"]


@pytest.mark.parametrize("width", [80, 100, 120])
def test_ids_of_tasks_are_not_torn(starter: Bench, width: int) -> None:
    assert ids_on_terminal(starter, width) == LATE + WAITING + DOUBTFUL


@pytest.mark.parametrize("width", [62, 73])
def test_ids_of_tasks_are_not_separated_from_the_punctuation_after_them(
    starter: Bench, width: int
) -> None:
    assert ids_on_terminal(starter, width) == LATE + WAITING + DOUBTFUL


def test_the_first_five_are_named(starter: Bench) -> None:
    attention = starter.ok("status", "--as-of", "2017-12-01").split("\n\n")[2]
    assert attention == (
        "关注            查看                          数量\n"
        "逾期            gkplan due                    13 份：1.3、3.1、7.3、17.1、21.3\n"
        "退回未重报      gkplan list --returned        0 份\n"
        "待核查、待复核  gkplan list --unreviewed      0 份\n"
        "已完成无佐证    gkplan list --unproved        0 份\n"
        "90 天以上未报   gkplan list --stale 90d       101 项：1.1、1.2、1.3、1.4、1.5等\n"
        "从未填报的单位  gkplan list --missing         "
        "34 个：区委宣传部、区编办、区网信办、区府办、区政务办等\n"
        "等待条件        gkplan list --status waiting  5 项：4.2、10.4、11.5、16.1、18.4\n"
        "已延期          gkplan list --extended        0 份\n"
        "存疑            gkplan check                  19 处：2.4、2.7、2.11、3.1、5.3等\n"
        "近 30 天填报    gkplan log                    0 条，0 个单位"
    )


@pytest.mark.parametrize("as_of", ["2017-08-02", "2017-10-31", "2017-11-20", "2017-12-10"])
def test_the_commands_that_it_names_list_the_same_tasks(recorded: Bench, as_of: str) -> None:
    def ids(*args: str) -> list[str]:
        document = json.loads(recorded.ok(*args, "--as-of", as_of, "--format", "json"))
        return [task["id"] for task in document["tasks"]]

    found = json.loads(recorded.ok("status", "--as-of", as_of, "--format", "json"))["attention"]
    for name in ("returned", "unreviewed", "unproved", "extended"):
        assert found[name]["tasks"] == ids("list", f"--{name}"), name
    assert found["stale"]["tasks"] == ids("list", "--stale", "90d")
    assert found["waiting"]["tasks"] == ids("list", "--status", "waiting")
    late = json.loads(recorded.ok("due", "--as-of", as_of, "--format", "json"))["late"]
    assert found["late"]["count"] == len(late)
    assert set(found["late"]["tasks"]) == {duty["task"] for duty in late}


def test_a_duty_done_early_without_evidence_is_listed_with_its_unit_at_once(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        '- task: "1.2"\n  period: 2017-12\n  status: done\n  date: 2017-10-31\n',
    )
    out = small.ok("status")
    assert "已完成无佐证    gkplan list --unproved        1 份：1.2\n" in out
    assert out.split("\n\n")[-1] == (
        "名次  应办  已办  完成率  逾期  无佐证  最近填报    单位\n"
        "   -     6     0    0.0%     1       1  2017-10-31  甲局\n"
        "   -     3     0    0.0%     0       0  -           乙局\n"
        "   -     2     0    0.0%     0       0  -           丙委\n"
        "   -     1     0    0.0%     0       0  -           丁镇\n"
    )


def entitled(bench: Bench, title: str) -> Bench:
    """Write the plan with another title, which may contain anything."""
    tasks = bench.read("data/tasks.yaml")
    bench.write("data/tasks.yaml", tasks.replace("title: 小方案", f"title: {json.dumps(title)}", 1))
    return bench


HOSTILE = "<b>*甲*</b>|`乙`\u202e丙\n[丁](戊)"


def test_a_hostile_title_is_shown_harmless(small: Bench) -> None:
    entitled(small, HOSTILE)
    shown = r"<b>*甲*</b>|`乙`\u202e丙 [丁](戊)（测〔2017〕1号）"
    assert small.ok("status").split("\n")[0] == shown
    assert small.ok("status", terminal=True, width=80).split("\n")[0] == shown
    assert small.ok("status", "--format", "md").split("\n\n")[0] == (
        r"**&lt;b>\*甲\*&lt;/b>\|\`乙\`\u202e丙<br>\[丁\](戊)（测〔2017〕1号）**"
    )
    assert json.loads(small.ok("status", "--format", "json"))["plan"]["title"] == HOSTILE


def test_a_tab_in_the_title_is_a_blank(small: Bench) -> None:
    shown = entitled(small, "小\t方案").ok("status", terminal=True, width=80)
    assert shown.split("\n")[0] == "小 方案（测〔2017〕1号）"


@pytest.mark.parametrize("title", ["# 小方案", "- 小方案", "1. 小方案", "---"])
def test_a_title_in_markdown_is_no_heading_list_or_rule(small: Bench, title: str) -> None:
    small.write("data/tasks.yaml", small.read("data/tasks.yaml").replace("测〔2017〕1号", '""'))
    written = entitled(small, title).ok("status", "--format", "md").split("\n\n")[0]
    assert not re.match(r"#|-|\d+\. ", written)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "ics"], "--format 不接受 “ics”\n  可用：table、json、csv、md"),
        (["1.1"], "多了参数：1.1\n  用法：gkplan status [选项]；详见 --help"),
        (
            ["--as-of", "2017-02-30"],
            "--as-of：“2017-02-30” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
    ],
    ids=["format", "argument", "date"],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    result = small.run("status", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")
