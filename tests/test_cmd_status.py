"""``gkplan status``: the dashboard."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Bench, Result
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
截至 2017-12-10，办结率 16.7%（2/12），比 2017-11-30 降低 1.5 个百分点；\
最慢的是乙局 0.0%（0/2）、丙委 0.0%（0/1）、甲局 12.5%（1/8）
共 5 项：已完成 0 项，未完成 5 项（正在推进 2、条件未具备 1、未启动 1、受阻 1），\
完成率 0.0%（0/5）；逾期 2 项（3 份）
已开始的应办事项 12 份：已办 2 份，未办 10 份，办结率 16.7%（2/12）；按期办结率 25.0%（1/4），\
核实率 0.0%（0/2）；逾期 3 份
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
关注            查看                                                            数量
逾期            gkplan due --overdue --as-of 2017-12-10                         3 份：1.2、2.3
逾期办结        gkplan list --late-done --as-of 2017-12-10                      0 份
退回未重报      gkplan list --returned --as-of 2017-12-10                       1 份：1.2
待核查、待复核  gkplan list --unreviewed --as-of 2017-12-10                     2 份：1.2、2.1
已完成无佐证    gkplan list --unproved --as-of 2017-12-10                       1 份：2.1
90 天以上未报   gkplan list --stale 90d --as-of 2017-12-10                      2 项：1.1、2.1
从未填报的单位  gkplan units --silent --as-of 2017-12-10                        1 个：乙局
等待条件        gkplan list --status waiting --as-of 2017-12-10                 1 项：2.2
已延期          gkplan list --extended --as-of 2017-12-10                       1 份：1.2
存疑            gkplan list --doubts --as-of 2017-12-10                         2 处：1.2
近 30 天填报    gkplan log --kind record --since 2017-11-11 --as-of 2017-12-10  1 条，1 个单位
"""
ATTENTION_ON_TERMINAL = """\
关注            查看                                              数量
逾期            gkplan due --overdue --as-of 2017-12-10           3 份：1.2、2.3
逾期办结        gkplan list --late-done --as-of 2017-12-10        0 份
退回未重报      gkplan list --returned --as-of 2017-12-10         1 份：1.2
待核查、待复核  gkplan list --unreviewed --as-of 2017-12-10       2 份：1.2、2.1
已完成无佐证    gkplan list --unproved --as-of 2017-12-10         1 份：2.1
90 天以上未报   gkplan list --stale 90d --as-of 2017-12-10        2 项：1.1、2.1
从未填报的单位  gkplan units --silent --as-of 2017-12-10          1 个：乙局
等待条件        gkplan list --status waiting --as-of 2017-12-10   1 项：2.2
已延期          gkplan list --extended --as-of 2017-12-10         1 份：1.2
存疑            gkplan list --doubts --as-of 2017-12-10           2 处：1.2
近 30 天填报    gkplan log --kind record --since 2017-11-11       1 条，1 个单位
                --as-of 2017-12-10
"""
GROUPS = """\
项数  已完成  不涉及  完成率  逾期  工作任务
   2       0       0    0.0%     1  一、第一组
   3       0       0    0.0%     1  二、第二组
"""
UNITS = """\
名次  应办  已办  不涉及  办结率  逾期  最近填报    单位
   1     1     1       0  100.0%     0  2017-10-02  丁镇
   2     8     1       0   12.5%     3  2017-11-20  甲局
   3     2     0       0    0.0%     0  从未填报    乙局
   3     1     0       0    0.0%     0  2017-10-01  丙委
"""
BESIDE = """\
项数  已完成  不涉及  完成率  逾期  工作任务    名次  应办  已办  不涉及  办结率  逾期  最近填报    单位
   2       0       0    0.0%     1  一、第一组     1     1     1       0  100.0%     0  2017-10-02  丁镇
   3       0       0    0.0%     1  二、第二组     2     8     1       0   12.5%     3  2017-11-20  甲局
                                                   3     2     0       0    0.0%     0  从未填报    乙局
                                                   3     1     0       0    0.0%     0  2017-10-01  丙委
"""  # noqa: E501  (a table is as wide as it is)
RULE = """\
统计口径：一个事项、一份应办事项只有一个状态，分开计数。\
完成率＝已完成 ÷（全部事项－已核实的不涉及－尚无起算日的事项），已取消的不在内。\
应办按“事项 × 单位 × 期”计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；\
按期办结率＝时限已过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；\
核实率＝已办的里最近一条填报已核实的。逾期由时限和截至日期算出，与状态并列；\
逾期办结是办结了、但晚于时限。事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。
"""
BELOW = f"{HEADLINE}\n{ATTENTION}\n{STATUSES}\n{GROUPS}\n{UNITS}\n{RULE}"
NARROW = f"""\
小方案（测〔2017〕1号）
截至 2017-12-10，办结率 16.7%（2/12），比 2017-11-30 降低 1.5 个百分点；最慢的是
乙局 0.0%（0/2）、丙委 0.0%（0/1）、甲局 12.5%（1/8）
共 5 项：已完成 0 项，未完成 5 项（正在推进 2、条件未具备 1、未启动 1、受阻 1）
，完成率 0.0%（0/5）；逾期 2 项（3 份）
已开始的应办事项 12 份：已办 2 份，未办 10 份，办结率 16.7%（2/12）；按期办结率
25.0%（1/4），核实率 0.0%（0/2）；逾期 3 份

{ATTENTION_ON_TERMINAL}
{STATUSES}
{GROUPS}
{UNITS}
统计口径：一个事项、一份应办事项只有一个状态，分开计数。完成率＝已完成 ÷（全部事
项－已核实的不涉及－尚无起算日的事项），已取消的不在内。应办按“事项 × 单位 × 期”
计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；按期办结率＝时限已
过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；核实率＝已办的里最近一
条填报已核实的。逾期由时限和截至日期算出，与状态并列；逾期办结是办结了、但晚于时
限。事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。
"""
WIDE = f"""\
小方案（测〔2017〕1号）
截至 2017-12-10，办结率 16.7%（2/12），比 2017-11-30 降低 1.5 个百分点；最慢的是乙局 0.0%（0/2）、丙委 0.0%（0/1）、甲局
 12.5%（1/8）
共 5 项：已完成 0 项，未完成 5 项（正在推进 2、条件未具备 1、未启动 1、受阻 1），完成率 0.0%（0/5）；逾期 2 项（3 份）
已开始的应办事项 12 份：已办 2 份，未办 10 份，办结率 16.7%（2/12）；按期办结率 25.0%（1/4），核实率 0.0%（0/2）；逾期 3
 份

{ATTENTION_ON_TERMINAL}
{STATUSES}
{BESIDE}
统计口径：一个事项、一份应办事项只有一个状态，分开计数。完成率＝已完成 ÷（全部事项－已核实的不涉及－尚无起算日的事项），
已取消的不在内。应办按“事项 × 单位 × 期”计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；按期办结率＝时限已
过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；核实率＝已办的里最近一条填报已核实的。逾期由时限和截至日期算
出，与状态并列；逾期办结是办结了、但晚于时限。事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。
"""  # noqa: E501  (as wide as the terminal)


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


@pytest.mark.parametrize("as_of", ["0001-01-01", "2017-08-02", "2017-10-31", "2017-12-10"])
@pytest.mark.parametrize(
    "units", [(), ("--unit", "乙局"), ("--unit", "甲局", "--unit", "丁镇")], ids=" ".join
)
def test_it_opens_with_the_sentence_of_the_report(
    recorded: Bench, as_of: str, units: tuple[str, ...]
) -> None:
    day = ("--as-of", as_of)
    report = json.loads(recorded.ok("report", *units, *day, "--format", "json"))
    opening = recorded.ok("status", *units, *day).split("\n")[2 if units else 1]
    assert opening == f"截至 {as_of}，{report['briefing']['sentence']}"


def test_csv_is_the_table_of_units(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER, "--format", "csv") == (
        "名次,应办,已办,不涉及,办结率,逾期,逾期办结,按期办结率,核实率,无佐证,最近填报,单位\r\n"
        "1,1,1,0,100.0%,0,0,—,0.0%（0/1）,1,2017-10-02,丁镇\r\n"
        "2,8,1,0,12.5%,3,0,25.0%（1/4）,0.0%（0/1）,0,2017-11-20,甲局\r\n"
        "3,2,0,0,0.0%,0,0,—,—,0,从未填报,乙局\r\n"
        "3,1,0,0,0.0%,0,0,—,—,0,2017-10-01,丙委\r\n"
    )


def test_markdown(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER, "--format", "md") == (
        re.sub("^(.*)\n", r"**\1**\n", HEADLINE, count=1).replace("\n", "\n\n")
        + """\
| 关注 | 查看 | 数量 |
| --- | --- | --- |
| 逾期 | gkplan due --overdue --as-of 2017-12-10 | 3 份：1.2、2.3 |
| 逾期办结 | gkplan list --late-done --as-of 2017-12-10 | 0 份 |
| 退回未重报 | gkplan list --returned --as-of 2017-12-10 | 1 份：1.2 |
| 待核查、待复核 | gkplan list --unreviewed --as-of 2017-12-10 | 2 份：1.2、2.1 |
| 已完成无佐证 | gkplan list --unproved --as-of 2017-12-10 | 1 份：2.1 |
| 90 天以上未报 | gkplan list --stale 90d --as-of 2017-12-10 | 2 项：1.1、2.1 |
| 从未填报的单位 | gkplan units --silent --as-of 2017-12-10 | 1 个：乙局 |
| 等待条件 | gkplan list --status waiting --as-of 2017-12-10 | 1 项：2.2 |
| 已延期 | gkplan list --extended --as-of 2017-12-10 | 1 份：1.2 |
| 存疑 | gkplan list --doubts --as-of 2017-12-10 | 2 处：1.2 |
| 近 30 天填报 | gkplan log --kind record --since 2017-11-11 --as-of 2017-12-10 | 1 条，1 个单位 |

| 状态 | 项数 | 占比 |  |
| --- | --- | --- | --- |
| 未启动 | 1 | 20.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |
| 条件未具备 | 1 | 20.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |
| 正在推进 | 2 | 40.0% | ████████████░░░░░░░░░░░░░░░░░░ |
| 受阻 | 1 | 20.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |
| 已完成 | 0 | 0.0% | ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ |
| 不涉及 | 0 | 0.0% | ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ |

| 项数 | 已完成 | 不涉及 | 完成率 | 逾期 | 工作任务 |
| --- | --- | --- | --- | --- | --- |
| 2 | 0 | 0 | 0.0% | 1 | 一、第一组 |
| 3 | 0 | 0 | 0.0% | 1 | 二、第二组 |

| 名次 | 应办 | 已办 | 不涉及 | 办结率 | 逾期 | 逾期办结 | 按期办结率 | 核实率 | 无佐证 \
| 最近填报 | 单位 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | 1 | 1 | 0 | 100.0% | 0 | 0 | — | 0.0%（0/1） | 1 | 2017-10-02 | 丁镇 |
| 2 | 8 | 1 | 0 | 12.5% | 3 | 0 | 25.0%（1/4） | 0.0%（0/1） | 0 | 2017-11-20 | 甲局 |
| 3 | 2 | 0 | 0 | 0.0% | 0 | 0 | — | — | 0 | 从未填报 | 乙局 |
| 3 | 1 | 0 | 0 | 0.0% | 0 | 0 | — | — | 0 | 2017-10-01 | 丙委 |

"""
        + RULE
    )


STATUS_KEYS = ("todo", "waiting", "doing", "blocked", "done", "waived")


def ratio(part: int, base: int, rate: float | None) -> dict[str, object]:
    """Return a rate with both of its numbers."""
    return {"part": part, "base": base, "rate": rate}


def tasks_data(*counts: int, late: int, late_duties: int) -> dict[str, object]:
    """Return the counts of tasks, by status, of which none is settled and each owed."""
    return {
        "all": sum(counts),
        "by_status": dict(zip(STATUS_KEYS, (*counts, 0, 0), strict=True)),
        "done": 0,
        "waived": 0,
        "accepted": 0,
        "open": sum(counts),
        "idle": 0,
        "cancelled": 0,
        "rate": 0.0,
        "completion": ratio(0, sum(counts), 0.0),
        "overdue": late,
        "overdue_duties": late_duties,
        "late_below": 0,
        "late_below_duties": 0,
        "late_done": 0,
    }


def duties_data(
    *counts: int,
    rate: float,
    in_time: tuple[int, int, float | None],
    verification: float | None,
    late: int,
    unproved: int,
) -> dict[str, object]:
    """Return the counts of duties, by status, of which none is waived and all have begun."""
    done = counts[4]
    return {
        "all": sum(counts),
        "owed": sum(counts),
        "by_status": dict(zip(STATUS_KEYS, (*counts, 0), strict=True)),
        "done": done,
        "waived": 0,
        "accepted": 0,
        "open": sum(counts) - done,
        "rate": rate,
        "completion": ratio(done, sum(counts), rate),
        "in_time": ratio(*in_time),
        "verification": ratio(0, done, verification),
        "overdue": late,
        "late_done": 0,
        "unproved": unproved,
        "overdue_provisional": 0,
    }


NONE_DUE = (0, 0, None)


def test_json_is_the_complete_document(recorded: Bench) -> None:
    assert json.loads(recorded.ok(*DECEMBER, "--format", "json")) == {
        "format": "gkplan/status/2",
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
        "tasks": tasks_data(1, 1, 2, 1, late=2, late_duties=3),
        "duties": duties_data(
            6, 1, 2, 1, 2, rate=16.7, in_time=(1, 4, 25.0), verification=0.0, late=3, unproved=1
        ),
        "groups": [
            {
                "id": 1,
                "label": "一",
                "title": "第一组",
                "tasks": tasks_data(1, 0, 1, 0, late=1, late_duties=2),
                "duties": duties_data(
                    4,
                    0,
                    1,
                    0,
                    1,
                    rate=16.7,
                    in_time=(1, 3, 33.3),
                    verification=0.0,
                    late=2,
                    unproved=0,
                ),
            },
            {
                "id": 2,
                "label": "二",
                "title": "第二组",
                "tasks": tasks_data(0, 1, 1, 1, late=1, late_duties=1),
                "duties": duties_data(
                    2,
                    1,
                    1,
                    1,
                    1,
                    rate=16.7,
                    in_time=(0, 1, 0.0),
                    verification=0.0,
                    late=1,
                    unproved=1,
                ),
            },
        ],
        "units": [
            {
                "unit": "丁镇",
                "rank": 1,
                "duties": duties_data(
                    0,
                    0,
                    0,
                    0,
                    1,
                    rate=100.0,
                    in_time=NONE_DUE,
                    verification=0.0,
                    late=0,
                    unproved=1,
                ),
                "last_report": "2017-10-02",
                "never_reported": False,
                "supports": [],
            },
            {
                "unit": "甲局",
                "rank": 2,
                "duties": duties_data(
                    5,
                    0,
                    1,
                    1,
                    1,
                    rate=12.5,
                    in_time=(1, 4, 25.0),
                    verification=0.0,
                    late=3,
                    unproved=0,
                ),
                "last_report": "2017-11-20",
                "never_reported": False,
                "supports": [],
            },
            {
                "unit": "乙局",
                "rank": 3,
                "duties": duties_data(
                    1, 1, 0, 0, 0, rate=0.0, in_time=NONE_DUE, verification=None, late=0, unproved=0
                ),
                "last_report": None,
                "never_reported": True,
                "supports": ["1.1"],
            },
            {
                "unit": "丙委",
                "rank": 3,
                "duties": duties_data(
                    0, 0, 1, 0, 0, rate=0.0, in_time=NONE_DUE, verification=None, late=0, unproved=0
                ),
                "last_report": "2017-10-01",
                "never_reported": False,
                "supports": [],
            },
        ],
        "supporting": [],
        "backfilled": {"all": 0, "records": 0, "withdrawals": 0, "reviews": 0, "extensions": 0},
        "attention": {
            "recent": {"days": 30, "records": 1, "units": 1},
            "stale_days": 90,
            "late": {"count": 3, "tasks": ["1.2", "2.3"]},
            "late_done": {"count": 0, "tasks": []},
            "returned": {"count": 1, "tasks": ["1.2"]},
            "unreviewed": {"count": 2, "tasks": ["1.2", "2.1"]},
            "unproved": {"count": 1, "tasks": ["2.1"]},
            "extended": {"count": 1, "tasks": ["1.2"]},
            "stale": {"count": 2, "tasks": ["1.1", "2.1"]},
            "waiting": {"count": 1, "tasks": ["2.2"]},
            "silent": {"count": 1, "units": ["乙局"]},
            "doubts": {"count": 2, "tasks": ["1.2"]},
        },
    }


def screen(bench: Bench, *args: str) -> list[str]:
    """Return the parts of the screen: sentences, hints, statuses, groups, units, notes."""
    return bench.ok(*DECEMBER, *args).split("\n\n")


def test_with_a_unit_the_figures_are_its_own(recorded: Bench) -> None:
    sentences, hints_, _, groups, units, rule = screen(recorded, "--unit", "乙")
    assert sentences == (
        "小方案（测〔2017〕1号）\n"
        "只计乙局的事项和应办，数字是单位自己的\n"
        "截至 2017-12-10，办结率 0.0%（0/2），与 2017-11-30 持平\n"
        "共 3 项：已完成 0 项，未完成 3 项（条件未具备 1、未启动 2），"
        "完成率 0.0%（0/2）；逾期 0 项；尚无起算日 1 项\n"
        "已开始的应办事项 2 份：已办 0 份，未办 2 份，办结率 0.0%（0/2）；"
        "按期办结率 —，核实率 —；逾期 0 份\n"
        "另有只作配合的 1 项，不计入"
    )
    assert hints_ == (
        "关注            "
        "查看                                                                        数量\n"
        "逾期            "
        "gkplan due --overdue --unit 乙局 --as-of 2017-12-10                         0 份\n"
        "逾期办结        "
        "gkplan list --late-done --unit 乙局 --as-of 2017-12-10                      0 份\n"
        "退回未重报      "
        "gkplan list --returned --unit 乙局 --as-of 2017-12-10                       0 份\n"
        "待核查、待复核  "
        "gkplan list --unreviewed --unit 乙局 --as-of 2017-12-10                     0 份\n"
        "已完成无佐证    "
        "gkplan list --unproved --unit 乙局 --as-of 2017-12-10                       0 份\n"
        "90 天以上未报   "
        "gkplan list --stale 90d --unit 乙局 --as-of 2017-12-10                      1 项：2.1\n"
        "从未填报的单位  "
        "gkplan units --silent --unit 乙局 --as-of 2017-12-10                        1 个：乙局\n"
        "等待条件        "
        "gkplan list --status waiting --unit 乙局 --as-of 2017-12-10                 1 项：2.2\n"
        "已延期          "
        "gkplan list --extended --unit 乙局 --as-of 2017-12-10                       0 份\n"
        "存疑            "
        "gkplan list --doubts --unit 乙局 --as-of 2017-12-10                         0 处\n"
        "近 30 天填报    "
        "gkplan log --kind record --since 2017-11-11 --unit 乙局 --as-of 2017-12-10  0 条，0 个单位"
    )
    assert groups == (
        "项数  已完成  不涉及  完成率  逾期  工作任务\n"
        "   0       0       0       —     0  一、第一组\n"
        "   3       0       0    0.0%     0  二、第二组"
    )
    assert units == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报  单位\n"
        "   -     2     0       0    0.0%     0  从未填报  乙局"
    )
    assert rule == RULE


def test_what_a_unit_only_supports_is_apart_from_the_figures(recorded: Bench) -> None:
    tasks = recorded.read("data/tasks.yaml").replace("support: [乙局]", "support: [丁镇]")
    recorded.write("data/tasks.yaml", tasks)
    sentences, *_, units, _ = screen(recorded, "--unit", "丁镇")
    assert sentences == (
        "小方案（测〔2017〕1号）\n"
        "只计丁镇的事项和应办，数字是单位自己的\n"
        "截至 2017-12-10，办结率 100.0%（1/1），与 2017-11-30 持平\n"
        "共 1 项：已完成 1 项，未完成 0 项，完成率 100.0%（1/1）；逾期 0 项\n"
        "已开始的应办事项 1 份：已办 1 份，未办 0 份，办结率 100.0%（1/1）；"
        "按期办结率 —，核实率 0.0%（0/1）；逾期 0 份\n"
        "另有只作配合的 1 项，不计入"
    )
    assert units == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报    单位\n"
        "   -     1     1       0  100.0%     0  2017-10-02  丁镇"
    )
    found = json.loads(recorded.ok(*DECEMBER, "--unit", "丁镇", "--format", "json"))
    assert (found["unit"], found["supporting"]) == ("丁镇", ["1.1"])
    assert (found["tasks"]["all"], found["duties"]["all"]) == (1, 1)


def test_units_of_a_kind_are_ranked_among_themselves(recorded: Bench) -> None:
    sentences, hints_, _, groups, units, _ = screen(recorded, "--kind", "government")
    assert sentences == (
        "小方案（测〔2017〕1号）\n"
        "只计甲局、乙局的事项和应办，数字是单位自己的\n"
        "截至 2017-12-10，办结率 10.0%（1/10），比 2017-11-30 降低 1.1 个百分点；"
        "最慢的是乙局 0.0%（0/2）、甲局 12.5%（1/8）\n"
        "共 5 项：已完成 0 项，未完成 5 项（正在推进 1、条件未具备 1、未启动 2、受阻 1），"
        "完成率 0.0%（0/5）；逾期 2 项（3 份）\n"
        "已开始的应办事项 10 份：已办 1 份，未办 9 份，办结率 10.0%（1/10）；"
        "按期办结率 25.0%（1/4），核实率 0.0%（0/1）；逾期 3 份"
    )
    assert "逾期            gkplan due --overdue --kind government --as-of 2017-12-10    " in hints_
    assert groups == GROUPS.rstrip("\n")
    assert units == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报    单位\n"
        "   1     8     1       0   12.5%     3  2017-11-20  甲局\n"
        "   2     2     0       0    0.0%     0  从未填报    乙局"
    )


def test_units_asked_for_by_name_have_no_ranks(recorded: Bench) -> None:
    asked = ("--unit", "甲局", "--unit", "乙局")
    assert screen(recorded, *asked)[4] == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报    单位\n"
        "   -     8     1       0   12.5%     3  2017-11-20  甲局\n"
        "   -     2     0       0    0.0%     0  从未填报    乙局"
    )
    found = json.loads(recorded.ok(*DECEMBER, *asked, "--format", "json"))
    assert (found["units"][0]["unit"], found["units"][0]["rank"]) == ("甲局", None)


def test_a_kind_of_one_unit_has_no_rank(recorded: Bench) -> None:
    found = json.loads(recorded.ok(*DECEMBER, "--kind", "镇（街）", "--format", "json"))
    assert [(unit["unit"], unit["rank"]) for unit in found["units"]] == [("丁镇", None)]
    assert found["unit"] == "丁镇"


def test_a_kind_without_units_is_refused(recorded: Bench) -> None:
    assert recorded.run("status", "--kind", "other") == Result(
        2,
        "",
        "错误：名册里没有其他\n  有这些类别：government 政府部门、party 党委部门、town 镇（街）\n",
    )


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
    units = small.ok("status").split("\n\n")[-2]
    assert units == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报    单位\n"
        "   1     3     3       0  100.0%     0  2017-09-01  甲局\n"
        "   2     3     2       0   66.7%     0  2017-09-01  乙局\n"
        "   3     2     1       0   50.0%     0  2017-09-01  丙委\n"
        "   3     2     1       0   50.0%     0  2017-09-01  丁镇\n"
        "   5     1     0       0    0.0%     0  从未填报    戊办\n"
        "   -     0     0       0       —     0  -           己院"
    )


def test_a_plan_without_records_has_no_ranks_and_lists_units_without_reports(small: Bench) -> None:
    assert (
        small.ok("status", "--as-of", "2017-08-03")
        == """\
小方案（测〔2017〕1号）
截至 2017-08-03，办结率 0.0%（0/7）
共 5 项：已完成 0 项，未完成 5 项（条件未具备 1、未启动 4），完成率 0.0%（0/4）；逾期 0 项；\
尚无起算日 1 项
已开始的应办事项 7 份：已办 0 份，未办 7 份，办结率 0.0%（0/7）；按期办结率 —，核实率 —；逾期 0 份

关注            查看                                                            数量
逾期            gkplan due --overdue --as-of 2017-08-03                         0 份
逾期办结        gkplan list --late-done --as-of 2017-08-03                      0 份
退回未重报      gkplan list --returned --as-of 2017-08-03                       0 份
待核查、待复核  gkplan list --unreviewed --as-of 2017-08-03                     0 份
已完成无佐证    gkplan list --unproved --as-of 2017-08-03                       0 份
90 天以上未报   gkplan list --stale 90d --as-of 2017-08-03                      0 项
从未填报的单位  gkplan units --silent --as-of 2017-08-03                        \
4 个：甲局、乙局、丙委、丁镇
等待条件        gkplan list --status waiting --as-of 2017-08-03                 1 项：2.2
已延期          gkplan list --extended --as-of 2017-08-03                       0 份
存疑            gkplan list --doubts --as-of 2017-08-03                         0 处
近 30 天填报    gkplan log --kind record --since 2017-07-05 --as-of 2017-08-03  0 条，0 个单位

状态        项数   占比
未启动         4  80.0%  ████████████████████████░░░░░░
条件未具备     1  20.0%  ██████░░░░░░░░░░░░░░░░░░░░░░░░
正在推进       0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
受阻           0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
已完成         0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
不涉及         0   0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░

项数  已完成  不涉及  完成率  逾期  工作任务
   2       0       0    0.0%     0  一、第一组
   3       0       0    0.0%     0  二、第二组

名次  应办  已办  不涉及  办结率  逾期  最近填报  单位
   -     3     0       0    0.0%     0  从未填报  甲局
   -     2     0       0    0.0%     0  从未填报  乙局
   -     1     0       0    0.0%     0  从未填报  丙委
   -     1     0       0    0.0%     0  从未填报  丁镇

"""
        + RULE
    )


def test_before_the_issue_nothing_but_begun_periods_is_owed(small: Bench) -> None:
    head, *_, units, _ = small.ok("status", "--as-of", "2017-08-02").split("\n\n")
    assert head.split("\n")[1:] == [
        "截至 2017-08-02，办结率 0.0%（0/1）",
        (
            "共 5 项：已完成 0 项，未完成 5 项（未启动 5），完成率 0.0%（0/4）；"
            "逾期 0 项；尚无起算日 1 项"
        ),
        (
            "已开始的应办事项 1 份：已办 0 份，未办 1 份，办结率 0.0%（0/1）；"
            "按期办结率 —，核实率 —；逾期 0 份"
        ),
    ]
    assert units == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报  单位\n"
        "   -     1     0       0    0.0%     0  从未填报  甲局\n"
        "   -     0     0       0       —     0  -         乙局\n"
        "   -     0     0       0       —     0  -         丙委\n"
        "   -     0     0       0       —     0  -         丁镇"
    )


def test_a_plan_that_is_done_fills_its_bar_and_names_what_was_waived(small: Bench) -> None:
    small.write(
        "data/tasks.yaml",
        small.read("data/tasks.yaml").split('  - id: "1.2"')[0],
    )
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  status: waived\n  date: 2017-10-30\n')
    head, _, statuses, *_ = small.ok("status").split("\n\n")
    assert head == (
        "小方案（测〔2017〕1号）\n"
        "截至 2017-10-31，办结率 0.0%（0/1），与 2017-09-30 持平\n"
        "共 1 项：已完成 0 项，不涉及 1 项，未完成 0 项，完成率 0.0%（0/1）；逾期 0 项\n"
        "已开始的应办事项 1 份：已办 0 份，不涉及 1 份，未办 0 份，办结率 0.0%（0/1）；"
        "按期办结率 —，核实率 —；逾期 0 份"
    )
    assert statuses.split("\n")[-1] == "不涉及         1  100.0%  ██████████████████████████████"
    small.ok("review", "1.1", "accept")
    assert small.ok("status").split("\n\n")[0].split("\n")[1:] == [
        "截至 2017-10-31，已开始的应办事项都不涉及",
        "共 1 项：已完成 0 项，不涉及 1 项（已核实 1 项），未完成 0 项，完成率 —；逾期 0 项",
        (
            "已开始的应办事项 1 份：已办 0 份，不涉及 1 份（已核实 1 份），未办 0 份，"
            "办结率 —；按期办结率 —，核实率 —；逾期 0 份"
        ),
    ]
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  status: done\n  date: 2017-10-31\n')
    small.write("data/reviews.yaml", "")
    head, _, statuses, *_ = small.ok("status").split("\n\n")
    assert head.split("\n")[1:] == [
        "截至 2017-10-31，办结率 100.0%（1/1），比 2017-09-30 提高 100.0 个百分点",
        "共 1 项：已完成 1 项，未完成 0 项，完成率 100.0%（1/1）；逾期 0 项",
        (
            "已开始的应办事项 1 份：已办 1 份，未办 0 份，办结率 100.0%（1/1）；"
            "按期办结率 —，核实率 0.0%（0/1）；逾期 0 份"
        ),
    ]
    assert statuses.split("\n")[-2] == "已完成         1  100.0%  ██████████████████████████████"


def test_tasks_late_in_a_unit_only_are_counted_separately(small: Bench) -> None:
    small.write("data/progress/丙委.yaml", '- task: "2.1"\n  status: done\n  date: 2017-10-31\n')
    assert small.ok("status", "--as-of", "2018-01-01").split("\n")[1:3] == [
        (
            "截至 2018-01-01，办结率 9.1%（1/11），与 2017-12-31 持平；"
            "最慢的是甲局 0.0%（0/7）、乙局 0.0%（0/2）、丁镇 0.0%（0/1）"
        ),
        (
            "共 5 项：已完成 1 项，未完成 4 项（条件未具备 1、未启动 3），完成率 25.0%（1/4）；"
            "逾期 2 项（5 份），另有 1 项的落实单位逾期（3 份）；尚无起算日 1 项"
        ),
    ]


def test_in_a_year_that_the_calendar_does_not_know_it_still_counts(small: Bench) -> None:
    assert small.ok("status", "--as-of", "2040-03-01").split("\n")[1:4] == [
        ("截至 2040-03-01，办结率 0.0%（0/11），与 2040-02-29 持平"),
        (
            "共 5 项：已完成 0 项，未完成 5 项（条件未具备 1、未启动 4），"
            "完成率 0.0%（0/4）；逾期 3 项（10 份）；尚无起算日 1 项"
        ),
        (
            "已开始的应办事项 11 份：已办 0 份，未办 11 份，办结率 0.0%（0/11）；"
            "按期办结率 0.0%（0/10），核实率 —；逾期 10 份"
        ),
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
        "截至 2017-10-31，办结率 0.0%（0/514），与 2017-09-30 持平\n"
        "共 106 项：已完成 0 项，未完成 106 项（条件未具备 5、未启动 101），完成率 0.0%\n"
        "（0/104）；逾期 4 项（4 份）；尚无起算日 2 项\n"
        "已开始的应办事项 514 份：已办 0 份，未办 514 份，办结率 0.0%（0/514）；按期办结\n"
        "率 0.0%（0/4），核实率 —；逾期 4 份"
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
    for key in (
        *("all", "owed", "done", "waived", "accepted", "open"),
        *("overdue", "late_done", "unproved", "overdue_provisional"),
    ):
        of_plan = found["duties"][key]
        assert sum(group["duties"][key] for group in found["groups"]) == of_plan
        assert sum(unit["duties"][key] for unit in found["units"]) == of_plan
    for key in (
        *("all", "done", "waived", "accepted", "open", "idle", "cancelled"),
        *("overdue", "overdue_duties", "late_below", "late_below_duties", "late_done"),
    ):
        assert sum(group["tasks"][key] for group in found["groups"]) == found["tasks"][key]


def ids_on_terminal(bench: Bench, width: int) -> list[str]:
    """Return the ids of the tasks in the table of problems, in their order."""
    table = "\n".join(on_terminal(bench, "status", width=width)).split("\n\n")[1]
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
    attention = starter.ok("status", "--as-of", "2017-12-01").split("\n\n")[1]
    assert attention == (
        "关注            查看                                                            数量\n"
        "逾期            gkplan due --overdue --as-of 2017-12-01                         "
        "13 份：1.3、3.1、7.3、17.1、21.3\n"
        "逾期办结        gkplan list --late-done --as-of 2017-12-01                      0 份\n"
        "退回未重报      gkplan list --returned --as-of 2017-12-01                       0 份\n"
        "待核查、待复核  gkplan list --unreviewed --as-of 2017-12-01                     0 份\n"
        "已完成无佐证    gkplan list --unproved --as-of 2017-12-01                       0 份\n"
        "90 天以上未报   gkplan list --stale 90d --as-of 2017-12-01                      "
        "99 项：1.1、1.2、1.3、1.4、1.5等\n"
        "从未填报的单位  gkplan units --silent --as-of 2017-12-01                        "
        "34 个：区委宣传部、区编办、区网信办、区府办、区政务办等\n"
        "等待条件        gkplan list --status waiting --as-of 2017-12-01                 "
        "5 项：4.2、10.4、11.5、16.1、18.4\n"
        "已延期          gkplan list --extended --as-of 2017-12-01                       0 份\n"
        "存疑            gkplan list --doubts --as-of 2017-12-01                         "
        "19 处：2.4、2.7、2.11、3.1、5.3等\n"
        "近 30 天填报    gkplan log --kind record --since 2017-11-02 --as-of 2017-12-01  "
        "0 条，0 个单位"
    )


def hints(bench: Bench, *args: str) -> dict[str, tuple[list[str], str]]:
    """Return what needs attention: the command that lists it, as typed, and the number."""
    table = bench.ok("status", *args, "--format", "md").split("\n\n")
    rows = next(part for part in table if part.startswith("| 关注 |")).split("\n")[2:]
    cells = [row.strip("| ").split(" | ") for row in rows]
    return {title: (command.split()[1:], number) for title, command, number in cells}


def duties_of(listed: dict[str, Any], trait: Callable[[dict[str, Any]], bool]) -> list[str]:
    """Return the task of each duty that has a trait, in their order."""
    return [task["id"] for task in listed["tasks"] for duty in task["duties"] if trait(duty)]


TRAITS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "逾期办结": lambda duty: duty["late_days"] > 0,
    "退回未重报": lambda duty: duty["returned"],
    "待核查、待复核": lambda duty: (
        duty["checked"] == "outdated"
        or (duty["checked"] == "unreviewed" and duty["status"] in ("done", "waived", "waiting"))
    ),
    "已完成无佐证": lambda duty: duty["status"] == "done" and not duty["evidence"],
    "已延期": lambda duty: duty["extension_count"] > 0,
}


@pytest.mark.parametrize("as_of", ["2017-08-02", "2017-10-31", "2017-11-20", "2017-12-10"])
@pytest.mark.parametrize(
    "units",
    [
        (),
        ("--unit", "甲"),
        ("--unit", "乙局", "--unit", "丁镇"),
        ("--kind", "government"),
        ("--unit", "丁", "--kind", "政府部门"),
    ],
    ids=" ".join,
)
def test_the_commands_that_it_names_list_just_what_it_counts(
    recorded: Bench, as_of: str, units: tuple[str, ...]
) -> None:
    """Each command is run just as it is printed; it names the day if that is not today."""
    found = hints(recorded, *units, "--as-of", as_of)

    def opened(title: str, form: str, *more: str) -> str:
        return recorded.ok(*found[title][0], *more, "--format", form)

    def number(title: str, measure: str) -> tuple[int, list[str]]:
        count, _, names = found[title][1].partition(f" {measure}")
        return int(count), names.lstrip("：").split("、") if names else []

    late = [duty["task"] for duty in json.loads(opened("逾期", "json"))["late"]]
    assert number("逾期", "份") == (len(late), list(dict.fromkeys(sorted(late))))
    for title, trait in TRAITS.items():
        listed = json.loads(opened(title, "json", "--matrix"))
        matching = duties_of(listed, trait)
        assert number(title, "份") == (len(matching), sorted(dict.fromkeys(matching))), title
        assert sorted(dict.fromkeys(matching)) == sorted(task["id"] for task in listed["tasks"])
    for title in ("90 天以上未报", "等待条件"):
        ids = sorted(task["id"] for task in json.loads(opened(title, "json"))["tasks"])
        assert number(title, "项") == (len(ids), ids), title
    silent = [unit["name"] for unit in json.loads(opened("从未填报的单位", "json"))["units"]]
    assert number("从未填报的单位", "个") == (len(silent), silent)
    doubts = {
        task["id"]: len(task["doubts"]) for task in json.loads(opened("存疑", "json"))["tasks"]
    }
    assert number("存疑", "处") == (sum(doubts.values()), list(doubts))
    recent = json.loads(opened("近 30 天填报", "json"))["records"]
    assert found["近 30 天填报"][1] == (
        f"{len(recent)} 条，{len({record['unit'] for record in recent})} 个单位"
    )


def test_a_record_that_was_taken_back_is_in_both_numbers(recorded: Bench) -> None:
    recorded.ok("mark", "2.1", "doing", "-u", "乙局", "--as-of", "2017-12-01")
    recorded.ok("mark", "2.1", "withdrawn", "-u", "乙局", "--as-of", "2017-12-02")
    command, number = hints(recorded, "--as-of", "2017-12-10")["近 30 天填报"]
    listed = json.loads(recorded.ok(*command, "--format", "json"))
    assert number == "2 条，2 个单位"
    assert [record["unit"] for record in listed["records"]] == ["乙局", "甲局"]


def test_a_duty_done_early_without_evidence_is_listed_with_its_unit_at_once(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        '- task: "1.2"\n  period: 2017-12\n  status: done\n  date: 2017-10-31\n',
    )
    out = small.ok("status")
    assert "\n已完成无佐证    gkplan list --unproved                       1 份：1.2\n" in out
    assert out.split("\n\n")[-2] == (
        "名次  应办  已办  不涉及  办结率  逾期  最近填报    单位\n"
        "   -     5     0       0    0.0%     1  2017-10-31  甲局\n"
        "   -     2     0       0    0.0%     0  从未填报    乙局\n"
        "   -     1     0       0    0.0%     0  从未填报    丙委\n"
        "   -     1     0       0    0.0%     0  从未填报    丁镇"
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


def test_the_commands_that_it_names_find_the_same_folder(small: Bench) -> None:
    (small.root / "data").rename(small.root / "某 方案")
    page = " ".join(small.ok("status", "--data", "某 方案").split())
    assert "gkplan due --overdue --data '某 方案'" in page
    assert "--data" not in small.ok("status", env={"GKPLAN_DATA": "某 方案"})
