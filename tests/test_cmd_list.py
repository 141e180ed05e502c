"""``gkplan list``: the tasks and their status."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Bench, Result
from rich.cells import cell_len


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with records of two units."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8, https://example.cn/9]
- task: "2.3"
  event: 2017-09-20
  status: doing
  date: 2017-09-21
""",
    )
    small.write("data/progress/丁镇.yaml", '- task: "2.1"\n  status: done\n  date: 2017-10-09\n')
    return small


def test_the_table_for_a_pipe(recorded: Bench) -> None:
    assert recorded.ok("list") == (
        "编号  状态                                     下一时限    责任单位                    "
        "具体事项\n"
        "## 一、第一组\n"
        "1.1   未启动                                   2017-12-31  甲局牵头，乙局配合          "
        "一次性事项。\n"
        "1.2   正在推进 已办 1，已开始 3，共 5 期       2017-11-03  甲局                        "
        "按月公开。\n"
        "## 二、第二组\n"
        "2.1   未启动 已报 1/4 单位                     2017-12-31  丙委牵头，各镇、各部门落实  "
        "大家落实。\n"
        "2.2   条件未具备                               2017-12-31  乙局                        "
        "待文件出台后办理。\n"
        "2.3   正在推进 逾期 已办 0，已开始 1，共 1 件  2017-10-17  各部门                      "
        "自申请之日起限时答复。\n"
        "共 5 项：未启动 2，条件未具备 1，正在推进 2；逾期 1 项（1 份）（截至 2017-10-31）\n"
    )


def test_with_a_unit_its_own_tasks_come_before_those_it_shares(recorded: Bench) -> None:
    assert recorded.ok("list", "--unit", "甲") == (
        "编号  状态                                     下一时限    职责  "
        "责任单位                    具体事项\n"
        "# 甲局直接承担（2 项）\n"
        "## 一、第一组\n"
        "1.1   未启动                                   2017-12-31  牵头  "
        "甲局牵头，乙局配合          一次性事项。\n"
        "1.2   正在推进 已办 1，已开始 3，共 5 期       2017-11-03  牵头  "
        "甲局                        按月公开。\n"
        "# 甲局通过集合单位共同承担（2 项）\n"
        "## 二、第二组\n"
        "2.1   未启动                                   2017-12-31  落实  "
        "丙委牵头，各镇、各部门落实  大家落实。\n"
        "2.3   正在推进 逾期 已办 0，已开始 1，共 1 件  2017-10-17  牵头  "
        "各部门                      自申请之日起限时答复。\n"
        "共 4 项：未启动 2，正在推进 2；逾期 1 项（1 份）（截至 2017-10-31）\n"
    )


CSV_TITLES = (
    "编号,工作任务,具体事项,牵头单位,配合单位,落实单位,频次,状态,逾期,下一时限,"
    "等待条件,最近填报,佐证数,存疑,原时限,延期次数,未报单位,核查,暂定,"
    "逾期单位,逾期办结天数,期次,变动,简称"
)


def test_csv_has_every_field_in_a_column_of_its_own(recorded: Bench) -> None:
    assert recorded.ok("list", "1.2", "2", "--format", "csv") == (
        f"{CSV_TITLES}\r\n"
        "1.2,一、第一组,按月公开。,甲局,,,每月,正在推进,,2017-11-03,"
        ",2017-09-12,2,,,0,甲局 2017-09 期、2017-10 期,,,,,已办 1，已开始 3，共 5 期,,\r\n"
        "2.1,二、第二组,大家落实。,丙委,,各镇、各部门,一次性,未启动,,2017-12-31,"
        ",2017-10-09,0,,,0,丙委、甲局、乙局,,,,,,,\r\n"
        "2.2,二、第二组,待文件出台后办理。,乙局,,,一次性,条件未具备,,2017-12-31,"
        "文件出台,,0,,,0,,,,,,,,\r\n"
        "2.3,二、第二组,自申请之日起限时答复。,各部门,,,及时,正在推进,逾期,2017-10-17,"
        ",2017-09-21,0,,,0,,,,甲局,,已办 0，已开始 1，共 1 件,,\r\n"
    )


def test_csv_with_a_unit_states_its_role(recorded: Bench) -> None:
    assert recorded.ok("list", "2.3", "--unit", "甲", "--format", "csv") == (
        f"{CSV_TITLES},职责,直接承担\r\n"
        "2.3,二、第二组,自申请之日起限时答复。,各部门,,,及时,正在推进,逾期,2017-10-17,"
        ",2017-09-21,0,,,0,,,,甲局,,已办 0，已开始 1，共 1 件,,,牵头,否\r\n"
    )


def test_markdown_has_one_table_per_group(recorded: Bench) -> None:
    assert recorded.ok("list", "1.2", "2.2", "--format", "md") == (
        "### 一、第一组\n"
        "\n"
        "| 编号 | 状态 | 下一时限 | 责任单位 | 具体事项 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 1.2 | 正在推进<br>已办 1，<br>已开始 3，<br>共 5 期 | 2017-11-03 | 甲局 | 按月公开。 |\n"
        "\n"
        "### 二、第二组\n"
        "\n"
        "| 编号 | 状态 | 下一时限 | 责任单位 | 具体事项 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2.2 | 条件未具备 | 2017-12-31 | 乙局 | 待文件出台后办理。 |\n"
        "\n"
        "共 2 项：条件未具备 1，正在推进 1；逾期 0 项（截至 2017-10-31）\n"
    )


def test_markdown_with_a_unit(recorded: Bench) -> None:
    assert recorded.ok("list", "--unit", "丁镇", "--format", "md") == (
        "## 丁镇通过集合单位共同承担（1 项）\n"
        "\n"
        "### 二、第二组\n"
        "\n"
        "| 编号 | 状态 | 下一时限 | 职责 | 责任单位 | 具体事项 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2.1 | 已完成 | - | 落实 | 丙委牵头，各镇、各部门落实 | 大家落实。 |\n"
        "\n"
        "共 1 项：已完成 1；逾期 0 项（截至 2017-10-31）\n"
    )


JSON_1_2: dict[str, Any] = {
    "id": "1.2",
    "group": {"id": 1, "label": "一", "title": "第一组", "heading": "一、第一组"},
    "text": "按月公开。",
    "lead": ["甲局"],
    "support": [],
    "implement": [],
    "merged": False,
    "cadence": ["monthly"],
    "due": None,
    "next_due": "2017-11-03",
    "awaits": None,
    "within": None,
    "status": "doing",
    "overdue": False,
    "periods": {"done": 1, "waived": 0, "begun": 3, "all": 5},
    "units": {"done": 0, "all": 1},
    "coverage": {"done": 0, "all": 0},
    "last_report": "2017-09-12",
    "evidence": 2,
    "doubts": [],
    "tags": [],
    "next_due_original": None,
    "next_due_extension_count": 0,
    "next_due_asked_late": False,
    "next_due_provisional": False,
    "next_due_original_provisional": False,
    "extension_count": 0,
    "missing": ["甲局"],
    "missing_duties": [
        {"unit": "甲局", "period": "2017-09"},
        {"unit": "甲局", "period": "2017-10"},
    ],
    "late_units": [],
    "late_days": 0,
    "idle": False,
    "changes": [],
    "cancelled": None,
    "is_cancelled": False,
    "awaited": {"conditions": [], "waiting": 0, "met": 0, "came": None},
    "conditions": [],
    "unproved": 0,
    "checked_counts": {
        "unreviewed": 1,
        "accepted": 0,
        "returned": 0,
        "outdated": 0,
        "times_returned": 0,
        "to_review": 1,
    },
    "short": None,
    "name": "按月公开",
}
HEAD = {
    "title": "小方案",
    "number": "测〔2017〕1号",
    "issuer": "测试办公室",
    "supervisor": "丙委",
    "issued": "2017-08-03",
    "ends": "2017-12-31",
    "lag": "20 workdays",
    "notice": "",
}


def test_json_is_the_promised_document(recorded: Bench) -> None:
    assert json.loads(recorded.ok("list", "1.2", "--format", "json")) == {
        "format": "gkplan/list/2",
        "as_of": "2017-10-31",
        "plan": HEAD,
        "tasks": [JSON_1_2],
    }


def test_json_with_a_unit_adds_its_role(recorded: Bench) -> None:
    assert json.loads(recorded.ok("list", "1.2", "-u", "甲", "--format", "json")) == {
        "format": "gkplan/list/2",
        "as_of": "2017-10-31",
        "plan": HEAD,
        "unit": "甲局",
        "tasks": [{**JSON_1_2, "role": "lead", "direct": True, "former": False}],
    }


def test_json_gives_what_a_task_awaits_within_and_by_when(recorded: Bench) -> None:
    tasks = recorded.read("data/tasks.yaml").replace(
        "    lead: [丙委]", "    lead: [丙委]\n    due: 2017-11-30"
    )
    recorded.write("data/tasks.yaml", tasks)
    listed = json.loads(recorded.ok("list", "2", "--format", "json"))["tasks"]
    keys = ("id", "due", "next_due", "awaits", "within", "status", "coverage")
    assert [[task[key] for key in keys] for task in listed] == [
        ["2.1", "2017-11-30", "2017-11-30", None, None, "todo", {"done": 1, "all": 3}],
        ["2.2", None, "2017-12-31", "文件出台", None, "waiting", {"done": 0, "all": 0}],
        ["2.3", None, "2017-10-17", None, "15 workdays", "doing", {"done": 0, "all": 0}],
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], "1.1 1.2 2.1 2.2 2.3"),
        (["2"], "2.1 2.2 2.3"),
        (["二.3", "1-2"], "2.3 1.2"),
        (["--role", "support"], "1.1"),
        (["--role", "配合", "--role", "implement"], "1.1 2.1"),
        (["--status", "todo"], "1.1 2.1"),
        (["--status", "条件未具备", "--status", "doing"], "1.2 2.2 2.3"),
        (["--group", "1"], "1.1 1.2"),
        (["--group", "二"], "2.1 2.2 2.3"),
        (["--group", "第一", "--group", "2"], "1.1 1.2 2.1 2.2 2.3"),
        (["--overdue"], "2.3"),
        (["--overdue", "--as-of", "2017-10-17"], ""),
        (["--overdue", "--as-of", "2017-11-04"], "1.2 2.3"),
        (["--cadence", "monthly"], "1.2"),
        (["--cadence", "及时", "--cadence", "每月"], "1.2 2.3"),
        (["--search", "公开"], "1.2"),
        (["--search", "第二组 办理"], "2.2"),
        (["--search", "［不］"], ""),
        (["--unit", "甲局"], "1.1 1.2 2.1 2.3"),
        (["--unit", "甲局", "--direct"], "1.1 1.2"),
        (["--unit", "乙"], "1.1 2.2 2.1 2.3"),
        (["--unit", "乙", "--role", "support"], "1.1"),
        (["--unit", "乙", "--role", "落实"], "2.1"),
        (["--unit", "丁", "--status", "done"], "2.1"),
        (["--unit", "甲局", "--overdue", "--direct"], ""),
        (["1", "--search", "公开", "--status", "正在推进"], "1.2"),
    ],
    ids=" ".join,
)
def test_every_option_chooses(recorded: Bench, args: list[str], expected: str) -> None:
    assert ids(recorded, *args) == expected.split()


@pytest.fixture
def tagged(small: Bench) -> Bench:
    """The small plan with tags on three tasks."""
    text = small.read("data/tasks.yaml")
    for task, tags in (("1.1", "[预算, 公开]"), ("1.2", "[公开]"), ("2.2", "[制度]")):
        text = text.replace(f'- id: "{task}"\n', f'- id: "{task}"\n    tags: {tags}\n')
    small.write("data/tasks.yaml", text)
    return small


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--tag", "公开"], "1.1 1.2"),
        (["--tag", "预算", "--tag", "制度"], "1.1 2.2"),
        (["--tag", "预算、制度"], "1.1 2.2"),
        (["--tag", "公开", "--cadence", "monthly"], "1.2"),
        (["--tag", "公开", "--group", "2"], ""),
    ],
    ids=" ".join,
)
def test_tags_choose_tasks_that_have_one_of_them(
    tagged: Bench, args: list[str], expected: str
) -> None:
    assert ids(tagged, *args) == expected.split()


@pytest.fixture
def named(small: Bench) -> Bench:
    """The small plan with a short name on one task."""
    text = small.read("data/tasks.yaml").replace("按月公开。", "按月公开。\n    short: 收支月报")
    small.write("data/tasks.yaml", text)
    return small


def test_a_short_name_is_searched_and_is_data(named: Bench) -> None:
    assert ids(named, "--search", "收支 公开") == ["1.2"]
    (task,) = json.loads(named.ok("list", "1.2", "--format", "json"))["tasks"]
    assert (task["text"], task["short"], task["name"]) == ("按月公开。", "收支月报", "收支月报")
    assert named.ok("list", "1.2", "--format", "csv").endswith(",收支月报\r\n")
    assert named.ok("list", "1.2", "--matrix", "--format", "csv").count(",收支月报\r\n") == 5


def test_a_tag_that_no_task_has_is_refused_with_those_that_there_are(
    tagged: Bench, bench_at: Callable[[str], Bench]
) -> None:
    assert tagged.run("list", "--tag", "公") == Result(
        2, "", "错误：没有标签 “公”\n  可用：公开、制度、预算\n"
    )
    plain = bench_at("plain")
    assert plain.run("list", "--tag", "公开") == Result(
        2,
        "",
        "提醒：这里没有方案文件夹，看到的是 gkplan 自带的方案\n"
        "错误：没有标签 “公开”\n  标签写在 tasks.yaml 的 tags 里\n",
    )


def ids(bench: Bench, *args: str) -> list[str]:
    """Return the ids of the listed tasks, in their order."""
    return [task["id"] for task in json.loads(bench.ok("list", *args, "--format", "json"))["tasks"]]


@pytest.fixture
def supervised(small: Bench) -> Bench:
    """The small plan with records of the units, reviews and extensions."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.1", status: done, date: 2017-09-01}
- {task: "1.2", period: 2017-08, status: doing, date: 2017-09-04, evidence: [https://a.cn/8]}
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12}
- {task: "2.1", status: doing, date: 2017-09-20}
- {task: "2.3", event: 2017-10-09, status: done, date: 2017-10-20}
""",
    )
    small.write("data/progress/乙局.yaml", '- {task: "2.2", status: waiting, date: 2017-10-09}\n')
    small.write(
        "data/progress/丁镇.yaml",
        """\
- {task: "2.1", status: waived, date: 2017-10-09}
- {task: "2.1", status: doing, date: 2017-10-20}
""",
    )
    small.write(
        "data/reviews.yaml",
        """\
- {task: "1.1", unit: 甲局, verdict: return, date: 2017-09-05, record: 2017-09-01, note: 打不开。}
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: accept
  date: 2017-09-08
  record: 2017-09-04
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: accept
  date: 2017-09-18
  record: 2017-09-12
- {task: "2.1", unit: 丁镇, verdict: return, date: 2017-10-16, record: 2017-10-09, note: 为何？}
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-11-20
  date: 2017-10-25
  reason: 系统改造。
  approved_by: 王五
""",
    )
    return small


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        # begun and not reported
        (["--missing", "--as-of", "2017-07-31"], ""),
        (["--missing", "--as-of", "2017-08-01"], "1.2"),
        (["--missing", "--as-of", "2017-08-03"], "1.1 1.2 2.1"),  # 2.2 waits, 2.3 has no event
        (["--missing", "--as-of", "2017-08-31"], "1.1 1.2 2.1"),
        (["--missing", "--as-of", "2017-09-01"], "1.2 2.1"),
        (["--missing"], "1.2 2.1"),
        (["--missing", "--unit", "甲局"], "1.2"),
        (["--missing", "--unit", "丁镇"], ""),
        (["--missing", "--unit", "丙委"], "2.1"),
        # done without evidence: that of an earlier record counts, a returned duty is not done
        (["--unproved", "--as-of", "2017-08-31"], ""),
        (["--unproved", "--as-of", "2017-09-01"], "1.1"),
        (["--unproved", "--as-of", "2017-09-04"], "1.1"),
        (["--unproved", "--as-of", "2017-09-05"], ""),
        (["--unproved", "--as-of", "2017-10-19"], ""),
        (["--unproved", "--as-of", "2017-10-20"], "2.3"),
        (["--unproved", "--unit", "甲局"], "2.3"),
        (["--unproved", "--unit", "乙局"], ""),
        # settled or waiting and not reviewed, or changed after the review
        (["--unreviewed", "--as-of", "2017-08-31"], ""),
        (["--unreviewed", "--as-of", "2017-09-01"], "1.1"),
        (["--unreviewed", "--as-of", "2017-09-05"], ""),
        (["--unreviewed", "--as-of", "2017-09-11"], ""),
        (["--unreviewed", "--as-of", "2017-09-12"], "1.2"),
        (["--unreviewed", "--as-of", "2017-09-18"], ""),
        (["--unreviewed", "--as-of", "2017-10-08"], ""),
        (["--unreviewed", "--as-of", "2017-10-09"], "2.1 2.2"),
        (["--unreviewed", "--as-of", "2017-10-16"], "2.2"),
        (["--unreviewed", "--as-of", "2017-10-20"], "2.1 2.2 2.3"),
        (["--unreviewed", "--unit", "丁镇"], "2.1"),
        # returned until the unit reports again
        (["--returned", "--as-of", "2017-09-04"], ""),
        (["--returned", "--as-of", "2017-09-05"], "1.1"),
        (["--returned", "--as-of", "2017-10-16"], "1.1 2.1"),
        (["--returned", "--as-of", "2017-10-19"], "1.1 2.1"),
        (["--returned", "--as-of", "2017-10-20"], "1.1"),
        (["--returned", "--unit", "甲局"], "1.1"),
        (["--returned", "--unit", "丁镇"], ""),
        # extended
        (["--extended", "--as-of", "2017-10-24"], ""),
        (["--extended", "--as-of", "2017-10-25"], "1.2"),
        (["--extended", "--unit", "甲局"], "1.2"),
        (["--extended", "--unit", "乙局"], ""),
        # filters are combined
        (["--missing", "--unproved"], ""),
        (["--unreviewed", "--unproved"], "2.3"),
        (["--unproved", "--returned"], ""),
        (["--missing", "--overdue", "--as-of", "2017-11-21"], "1.2"),
        (["--missing", "--status", "doing", "1.2", "2.1"], "1.2"),
    ],
    ids=" ".join,
)
def test_every_option_of_supervision_chooses(
    supervised: Bench, args: list[str], expected: str
) -> None:
    assert ids(supervised, *args) == expected.split()


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--stale", "0d"], "1.1 1.2 2.1"),  # no report is expected: 2.2 waits, 2.3 is done
        (["--stale", "49"], "1.1 1.2 2.1"),  # 1.2: its last reported period
        (["--stale", "50 天"], "1.1 2.1"),
        (["--stale", "60d"], "1.1 2.1"),  # 1.1: a returned report counts, too
        (["--stale", "61d"], "2.1"),
        (["--stale", "12w"], "2.1"),  # 84 days
        (["--stale", "89日"], "2.1"),  # some unit has not reported since the plan was issued
        (["--stale", "13周"], ""),
        (["--stale", "90d"], ""),
        (["--stale", "90d", "--as-of", "2017-11-01"], "2.1"),
        (["--stale", "42d", "--unit", "甲局"], "1.1 1.2"),
        (["--stale", "41d", "--unit", "甲局"], "1.1 1.2 2.1"),
        (["--stale", "0d", "--as-of", "2017-08-02"], ""),
        (["--stale", "0d", "--as-of", "2017-08-03"], "1.1 1.2 2.1"),
        (["--stale", "1d", "--as-of", "2017-08-03"], ""),
        (["--stale", "1d", "--as-of", "2017-08-04"], "1.1 1.2 2.1"),
    ],
    ids=" ".join,
)
def test_stale_counts_the_days_since_the_last_word(
    supervised: Bench, args: list[str], expected: str
) -> None:
    assert ids(supervised, *args) == expected.split()


def test_missing_names_the_units_without_reports_instead_of_the_responsible(
    supervised: Bench,
) -> None:
    assert supervised.ok("list", "--missing") == (
        "编号  状态                                         未报单位                     具体事项\n"
        "## 一、第一组\n"
        "1.2   正在推进 已办 1，已开始 3，共 5 期 已核实 1  甲局 2017-09 期、2017-10 期  "
        "按月公开。\n"
        "## 二、第二组\n"
        "2.1   未启动 已报 2/4 单位 待复核 1                丙委；乙局                   "
        "大家落实。\n"
        "共 2 项：未启动 1，正在推进 1；逾期 0 项（截至 2017-10-31）\n"
    )


@pytest.mark.parametrize(
    ("args", "heading", "units", "texts"),
    [
        (
            ["--missing"],
            "未报单位",
            ["甲局", "丙委、乙局"],
            ["甲局 2017-09 期、2017-10 期  按月公开。", "丙委；乙局                   大家落实。"],
        ),
        (
            ["--stale", "50d"],
            "久未填报单位",
            ["甲局", "丙委、乙局"],
            ["甲局              一次性事项。", "2 个：丙委、乙局  大家落实。"],
        ),
        (
            ["--stale", "0d", "1"],
            "久未填报单位",
            ["甲局", "甲局"],
            ["甲局          一次性事项。", "甲局          按月公开。"],
        ),
        (["--unproved"], "无佐证单位", ["甲局"], ["甲局        自申请之日起限时答复。"]),
        (
            ["--unreviewed"],
            "待核查单位",
            ["丁镇", "乙局", "甲局"],
            [
                "丁镇        大家落实。",
                "乙局        待文件出台后办理。",
                "甲局        自申请之日起限时答复。",
            ],
        ),
        (["--returned"], "退回单位", ["甲局"], ["甲局      一次性事项。"]),
        (
            ["--returned-times", "1"],
            "退回次数",
            ["甲局", "丁镇"],
            ["甲局 退回 1 次  一次性事项。", "丁镇 退回 1 次  大家落实。"],
        ),
        (
            ["--extended"],
            "延期",
            ["甲局"],
            [
                (
                    "甲局 2017-09 期 2017-11-03 延到 2017-11-20"
                    "（2017-10-25 申请，王五批准）：系统改造。  按月公开。"
                )
            ],
        ),
        (
            ["--missing", "--unreviewed"],
            "未报单位、待核查单位",
            ["丙委、乙局、丁镇"],
            ["3 个：丙委、乙局、丁镇  大家落实。"],
        ),
        (
            ["--stale", "50d", "--unit", "丙委"],
            "久未填报单位",
            ["丙委"],
            ["丙委          大家落实。"],
        ),
    ],
    ids=lambda value: " ".join(value) if value[0].startswith("--") else "",
)
def test_a_filter_names_the_units_it_found(
    supervised: Bench, args: list[str], heading: str, units: list[str], texts: list[str]
) -> None:
    listed = json.loads(supervised.ok("list", *args, "--format", "json"))["tasks"]
    assert ["、".join(task["matching"]) for task in listed] == units
    head, *lines = supervised.ok("list", *args).split("\n")
    assert heading in head.split()
    rows = [line for line in lines if line[1:2] == "."]
    assert [row.endswith(f"  {text}") for row, text in zip(rows, texts, strict=True)] == [
        True for _ in texts
    ]


def test_filters_on_duties_may_be_met_by_different_units(recorded: Bench) -> None:
    asked = ("list", "--missing", "--unproved")
    [task] = json.loads(recorded.ok(*asked, "--format", "json"))["tasks"]
    assert (task["id"], task["matching"]) == ("2.1", ["丙委", "甲局", "乙局", "丁镇"])
    head, *lines = recorded.ok(*asked).split("\n")
    assert "未报单位、无佐证单位" in head.split()
    assert lines[1].endswith("  4 个：丙委、甲局、乙局、丁镇  大家落实。")


@pytest.mark.parametrize(
    ("args", "expected"),
    [([], "1.2 2.2"), (["1"], "1.2"), (["-u", "乙"], "2.2"), (["-u", "丁"], "")],
)
def test_doubts_choose_the_tasks_that_have_any(
    small: Bench, args: list[str], expected: str
) -> None:
    tasks = small.read("data/tasks.yaml")
    for id_ in ("1.2", "2.2"):
        tasks = tasks.replace(
            f'id: "{id_}"\n', f'id: "{id_}"\n    doubts: [不清楚。, 也不清楚。]\n'
        )
    small.write("data/tasks.yaml", tasks)
    assert ids(small, "--doubts", *args) == expected.split()


def extension(task: str, unit: str, to: str, asked: str) -> str:
    """Return an extension as an entry of the reviews."""
    return (
        f'- {{task: "{task}", unit: {unit}, to: {to}, date: {asked}, '
        "reason: 材料未齐。, approved_by: 王五}\n"
    )


def test_what_was_extended_is_listed_though_it_is_done_or_not_next_due(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", '- {task: "1.1", status: done, date: 2017-10-20}\n')
    small.write(
        "data/reviews.yaml",
        extension("1.1", "甲局", "2018-01-10", "2017-10-10")
        + extension("2.1", "乙局", "2018-01-20", "2017-10-10")
        + extension("2.1", "丁镇", "2018-01-20", "2017-10-11")
        + extension("2.1", "丁镇", "2018-02-20", "2017-10-12")
        + extension("2.2", "乙局", "2018-02-20", "2017-11-01"),
    )
    assert small.ok("list", "--extended") == (
        "编号  状态                            "
        "延期                                                                                      "
        "                                                                                          "
        "                                      具体事项\n"
        "## 一、第一组\n"
        "1.1   已完成 延期 1 份                "
        "甲局 2017-12-31 延到 2018-01-10（2017-10-10 申请，"
        "王五批准）：材料未齐。                                                                    "
        "                                                                              "
        "一次性事项。\n"
        "## 二、第二组\n"
        "2.1   未启动 已报 0/4 单位 延期 2 份  "
        "丁镇 2017-12-31 延到 2018-01-20（2017-10-11 申请，王五批准）：材料未齐；丁镇 2018-01-20 "
        "延到 2018-02-20（2017-10-12 申请，王五批准）：材料未齐；乙局 2017-12-31 延到 "
        "2018-01-20（2017-10-10 申请，王五批准）：材料未齐。  大家落实。\n"
        "共 2 项：未启动 1，已完成 1；逾期 0 项（截至 2017-10-31）\n"
    )
    assert small.ok("list", "--extended", "-u", "丁") == (
        "编号  状态    职责  "
        "延期                                                                                      "
        "                                                        具体事项\n"
        "# 丁镇通过集合单位共同承担（1 项）\n"
        "## 二、第二组\n"
        "2.1   未启动  落实  "
        "丁镇 2017-12-31 延到 2018-01-20（2017-10-11 申请，王五批准）：材料未齐；丁镇 2018-01-20 "
        "延到 2018-02-20（2017-10-12 申请，王五批准）：材料未齐。  大家落实。\n"
        "共 1 项：未启动 1；逾期 0 项（截至 2017-10-31）\n"
    )


def test_without_a_filter_no_units_are_selected(supervised: Bench) -> None:
    listed = json.loads(supervised.ok("list", "--format", "json"))["tasks"]
    assert [task.get("matching") for task in listed] == [None] * 5


@pytest.mark.parametrize("as_of", ["2017-08-02", "2017-10-31"])
def test_a_unit_without_records_does_not_count_as_reported(small: Bench, as_of: str) -> None:
    tasks = small.read("data/tasks.yaml").replace("[丙委]\n", "[丙委]\n    awaits: 通知\n")
    small.write("data/tasks.yaml", tasks)
    assert "已报 4/4 单位" not in small.ok("list", "2.1", "--as-of", as_of)


def test_reviews_and_extensions_are_in_every_format(supervised: Bench) -> None:
    args = ("list", "1", "2.1", "--format")
    assert supervised.ok(*args, "md") == (
        "### 一、第一组\n"
        "\n"
        "| 编号 | 状态 | 下一时限 | 责任单位 | 具体事项 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 1.1 | 正在推进<br>已退回 1 | 2017-12-31 | 甲局牵头，乙局配合 | 一次性事项。 |\n"
        "| 1.2 | 正在推进<br>已办 1，<br>已开始 3，<br>共 5 期<br>已核实 1 "
        "| 2017-11-20<br>原 2017-11-03<br>延期1次 "
        "| 甲局 | 按月公开。 |\n"
        "\n"
        "### 二、第二组\n"
        "\n"
        "| 编号 | 状态 | 下一时限 | 责任单位 | 具体事项 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2.1 | 未启动<br>已报 2/4 单位<br>待复核 1 | 2017-12-31 "
        "| 丙委牵头，各镇、各部门落实 | 大家落实。 |\n"
        "\n"
        "共 3 项：未启动 1，正在推进 2；逾期 0 项（截至 2017-10-31）\n"
    )
    assert supervised.ok(*args, "csv") == (
        f"{CSV_TITLES}\r\n"
        "1.1,一、第一组,一次性事项。,甲局,乙局,,一次性,正在推进,,2017-12-31,"
        ",2017-09-01,0,,,0,,已退回 1,,,,,,\r\n"
        "1.2,一、第一组,按月公开。,甲局,,,每月,正在推进,,2017-11-20,"
        ",2017-09-12,1,,2017-11-03,1,甲局 2017-09 期、2017-10 期,已核实 1,"
        ",,,已办 1，已开始 3，共 5 期,,\r\n"
        "2.1,二、第二组,大家落实。,丙委,,各镇、各部门,一次性,未启动,,2017-12-31,"
        ",2017-10-20,0,,,0,丙委、乙局,待复核 1,,,,,,\r\n"
    )
    dates = ("next_due", "next_due_original", "next_due_extension_count", "extension_count")
    listed = json.loads(supervised.ok(*args, "json"))["tasks"]
    keys = (*dates, "missing", "unproved", "checked_counts")
    assert [[task[key] for key in keys] for task in listed] == [
        ["2017-12-31", None, 0, 0, [], 0, looks(returned=1, times_returned=1)],
        ["2017-11-20", "2017-11-03", 1, 1, ["甲局"], 0, looks(accepted=1)],
        [
            *("2017-12-31", None, 0, 0),
            *(["丙委", "乙局"], 0),
            looks(unreviewed=1, outdated=1, times_returned=1, to_review=1),
        ],
    ]


def looks(**counts: int) -> dict[str, int]:
    """Return the number of duties in each review state; states that are not given have none."""
    every = ("unreviewed", "accepted", "returned", "outdated", "times_returned", "to_review")
    return dict.fromkeys(every, 0) | counts


def test_waiting_tasks_name_their_condition(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.1", status: waiting, date: 2017-09-01, note: 等系统上线。, problem: 系统未上线。}
- {task: "1.2", period: 2017-08, status: waiting, date: 2017-09-04, problem: 数据未下达。}
""",
    )
    small.write(
        "data/progress/乙局.yaml",
        '- {task: "2.2", status: waiting, date: 2017-10-09, note: 文件已印发，等转发。}\n',
    )
    small.write("data/progress/丙委.yaml", '- {task: "2.1", status: waiting, date: 2017-10-09}\n')
    assert small.ok("list", "--status", "waiting") == (
        "编号  状态                                  下一时限    责任单位                    "
        "具体事项            等待条件\n"
        "## 一、第一组\n"
        "1.1   条件未具备                            2017-12-31  甲局牵头，乙局配合          "
        "一次性事项。        等系统上线。（还没有具备）\n"
        "1.2   条件未具备 已办 0，已开始 3，共 5 期  2017-09-28  甲局                        "
        "按月公开。          数据未下达。（还没有具备）\n"
        "## 二、第二组\n"
        "2.1   条件未具备 已报 1/4 单位              2017-12-31  丙委牵头，各镇、各部门落实  "
        "大家落实。          没有写明\n"
        "2.2   条件未具备                            2017-12-31  乙局                        "
        "待文件出台后办理。  文件出台（还没有具备）；文件已印发，等转发。（还没有具备）\n"
        "共 4 项：条件未具备 4；逾期 0 项（截至 2017-10-31）\n"
    )
    listed = json.loads(small.ok("list", "--status", "waiting", "--format", "json"))["tasks"]
    assert [task["conditions"] for task in listed] == [
        ["等系统上线。"],
        ["数据未下达。"],
        [],
        ["文件出台", "文件已印发，等转发。"],
    ]
    rows = small.ok("list", "2", "--format", "csv").split("\r\n")
    assert [row.split(",")[10] for row in rows[1:3]] == ["", "文件出台；文件已印发，等转发。"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("waiting", "2.2"),
        ("todo", ""),
        ("blocked", ""),
        ("doing", ""),
        ("done", ""),
        ("waived", ""),
    ],
)
def test_a_condition_that_is_met_makes_the_task_live(
    small: Bench, status: str, expected: str
) -> None:
    small.write(
        "data/progress/乙局.yaml", f'- {{task: "2.2", status: {status}, date: 2017-10-09}}\n'
    )
    assert ids(small, "--status", "waiting", "--as-of", "2017-10-08") == ["2.2"]
    assert ids(small, "--status", "waiting", "--as-of", "2017-10-09") == expected.split()
    late = ["2.2"] if status in ("todo", "blocked", "doing") else []
    assert ids(small, "2.2", "--overdue", "--as-of", "2018-01-01") == late


def test_an_empty_selection_is_reported_on_stderr(recorded: Bench) -> None:
    result = recorded.run("list", "--status", "blocked", "--format", "csv")
    assert (result.code, result.err) == (0, "没有符合条件的事项\n")
    assert result.out.count("\r\n") == 1


STATUSES = (
    "todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、done 已完成、waived 不涉及"
)
CADENCES = (
    "once 一次性、monthly 每月、quarterly 每季度、halfyearly 每半年、yearly 每年、"
    "event 及时、ongoing 持续"
)


@pytest.mark.parametrize(
    ("args", "message", "remedy"),
    [
        (
            ["3.1"],
            "没有事项 “3.1”",
            "编号写作 2.10、二.10 或 2-10；只写组号（2、二）表示整组；单位要写 --unit",
        ),
        (["1.3"], "没有事项 “1.3”", "“一、第一组” 有 1.1 至 1.2"),
        (["--unit", "局"], "“局” 对应多个单位", "请写全：甲局、乙局"),
        (
            ["--unit", "各部门"],
            "“各部门” 是集合单位，请指明其中一个单位",
            "成员：甲局、乙局、丙委",
        ),
        (
            ["--role", "主办"],
            "“主办” 不是有效职责",
            "可用：lead 牵头、implement 落实、support 配合",
        ),
        (["--status", "结束"], "“结束” 不是有效状态", f"可用：{STATUSES}"),
        (["--cadence", "weekly"], "“weekly” 不是有效频次", f"可用：{CADENCES}"),
        (
            ["--group", "三"],
            "没有工作任务 “三”",
            "组号从 1 到 2，也可写标号或标题的一部分",
        ),
        (["--format", "xml"], "--format 不接受 “xml”", "可用：table、json、csv、md"),
        (["--stale", "很久"], "--stale 不接受 “很久”", "写作 30d（天）或 4w（周）的样子"),
        (["--stale", "-1d"], "--stale 不接受 “-1d”", "写作 30d（天）或 4w（周）的样子"),
        (["--stale", ""], "--stale 不接受 “”", "写作 30d（天）或 4w（周）的样子"),
        (
            ["--as-of", "2017-02-30"],
            "--as-of：“2017-02-30” 不是有效日期",
            "日期写作 2017-09-12 的样子",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_request_that_does_not_fit_is_explained(
    recorded: Bench, args: list[str], message: str, remedy: str
) -> None:
    result = recorded.run("list", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n  {remedy}\n")


OWN = ["1.3", "2.6", "4.2", "8.1", "8.2", "10.3", "12.1", "16.3"]
SHARED = {
    "5.5": "implement",
    "5.6": "implement",
    "5.7": "implement",
    "19.1": "lead",
    "19.2": "lead",
    "19.3": "lead",
    "19.4": "implement",
    "19.5": "implement",
    "20.1": "lead",
    "20.2": "implement",
    "20.3": "implement",
    "20.4": "implement",
    "21.4": "implement",
    "22.1": "lead",
    "22.2": "lead",
}


def test_the_finance_bureaus_own_tasks(starter: Bench) -> None:
    assert ids(starter, "--unit", "区财政局", "--direct") == OWN


def test_the_finance_bureaus_shared_tasks_follow_its_own(starter: Bench) -> None:
    listed = json.loads(starter.ok("list", "--unit", "区财政局", "--format", "json"))["tasks"]
    assert [(task["id"], task["role"], task["direct"]) for task in listed] == [
        *((id_, "lead", True) for id_ in OWN),
        *((id_, role, False) for id_, role in SHARED.items()),
    ]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("args", [[], ["--unit", "区财政局"]], ids=["all", "unit"])
def test_on_a_terminal_every_line_fits_and_colour_adds_no_information(
    starter: Bench, width: int, args: list[str]
) -> None:
    plain = starter.ok("list", *args, terminal=True, width=width)
    coloured = starter.ok("list", *args, terminal=True, width=width, color=True)
    lines = plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    text = [line.rstrip() for line in lines]
    if args:
        assert "区财政局直接承担（8 项）" in text
        assert "区财政局通过集合单位共同承担（15 项）" in text
    assert text.count("二十、进一步健全解读回应机制") == 1
    assert set(ids(starter, *args)) <= {line.split()[0] for line in text if line}


def test_on_a_terminal_a_long_text_takes_two_lines_and_an_ellipsis(small: Bench) -> None:
    small.write(
        "data/tasks.yaml", small.read("data/tasks.yaml").replace("一次性事项。", "长" * 60 + "完")
    )
    out = small.ok("list", "1.1", terminal=True, width=80)
    assert [line.rstrip() for line in out.split("\n")] == [
        "编号  状态    下一时限    责任单位            具体事项",
        "一、第一组",
        "1.1   未启动  2017-12-31  甲局牵头，乙局配合  " + "长" * 17,
        " " * 46 + "长" * 16 + "…",
        "",
        "共 1 项：未启动 1；逾期 0 项（截至 2017-10-31）",
        "",
    ]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    "args",
    [
        ["--missing"],
        ["--status", "waiting"],
        ["--missing", "--unit", "区政务办"],
        ["--stale", "60d"],
    ],
    ids=" ".join,
)
def test_on_a_terminal_what_supervision_asks_for_fits(
    starter: Bench, width: int, args: list[str]
) -> None:
    lines = starter.ok("list", *args, terminal=True, width=width).split("\n")
    assert max(map(cell_len, lines)) <= width
    assert set(ids(starter, *args)) <= {line.split()[0] for line in lines if line.strip()}


def test_on_a_terminal_the_original_date_is_below_the_extended_one(supervised: Bench) -> None:
    out = supervised.ok("list", "1", terminal=True, width=100)
    assert [line.rstrip() for line in out.split("\n")] == [
        "编号  状态        下一时限       责任单位            具体事项",
        "一、第一组",
        "1.1   正在推进    2017-12-31     甲局牵头，乙局配合  一次性事项。",
        "      已退回 1",
        "1.2   正在推进    2017-11-20     甲局                按月公开。",
        "      已办 1，    原 2017-11-03",
        "      已开始 3，  延期1次",
        "      共 5 期",
        "      已核实 1",
        "",
        "共 2 项：正在推进 2；逾期 0 项（截至 2017-10-31）",
        "",
    ]


WAITING_FOR_TWO = (
    '- {task: "2.3", event: 2017-10-09, status: waiting, date: 2017-10-09, note: 等X。}\n'
)


def test_each_unit_that_waits_for_something_else_is_named(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", WAITING_FOR_TWO.replace("X", "甲的文件"))
    small.write("data/progress/乙局.yaml", WAITING_FOR_TWO.replace("X", "乙的文件"))
    out = small.ok("list", "2.3", "--status", "waiting")
    assert "等甲的文件。" in out
    assert "等乙的文件。" in out


def test_csv_names_the_condition_too(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", WAITING_FOR_TWO.replace("X", "甲的文件"))
    assert "等甲的文件。" in small.ok("list", "--status", "waiting", "--format", "csv")


def test_a_repeated_status_is_shown_once(small: Bench) -> None:
    twice = small.ok("list", "--status", "waiting", "--status", "条件未具备")
    assert twice == small.ok("list", "--status", "waiting")


# done late, returned often, waiting, kinds of units

LATE = {
    "甲局": """\
- {task: "1.1", status: done, date: 2018-01-03}
- {task: "1.2", period: 2017-08, status: done, date: 2017-10-09}
- {task: "1.2", period: 2017-09, status: done, date: 2017-11-03}
- {task: "1.2", period: 2017-10, status: doing, date: 2017-11-20}
- {task: "2.1", status: waived, date: 2018-01-05}
- {task: "2.3", event: 2017-09-20, status: done, date: 2017-10-18}
""",
    "乙局": """\
- {task: "2.1", status: done, date: 2018-01-04}
- {task: "2.2", status: done, date: 2018-01-04}
""",
    "丁镇": """\
- {task: "2.1", status: done, date: 2018-01-02}
""",
}
LATER = ("--as-of", "2018-01-10")


@pytest.fixture
def late(small: Bench) -> Bench:
    """The small plan, done late but for 2.2, whose condition was met late."""
    for unit, journal in LATE.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    return small


def test_what_was_done_late_is_listed_with_the_day_and_by_how_much(late: Bench) -> None:
    assert late.ok("list", "--late-done", *LATER) == (
        "编号  状态                                                    "
        "逾期办结单位                                                                              "
        "具体事项\n"
        "## 一、第一组\n"
        "1.1   已完成 逾期办结 3 天                                    "
        "甲局 2018-01-03 办结，晚 3 天（2 个工作日）                                               "
        "一次性事项。\n"
        "1.2   正在推进 逾期 逾期办结 11 天 已办 2，已开始 5，共 5 期  "
        "甲局 2017-08 期 2017-10-09 办结，晚 11 天（3 个工作日）                                   "
        "按月公开。\n"
        "## 二、第二组\n"
        "2.1   未启动 逾期 已报 3/4 单位                               "
        "丁镇 2018-01-02 办结，晚 2 天（1 个工作日）；乙局 2018-01-04 办结，晚 4 天（3 个工作日）  "
        "大家落实。\n"
        "2.3   已完成 逾期办结 1 天 已办 1，已开始 1，共 1 件          "
        "甲局 起算日 2017-09-20 2017-10-18 办结，晚 1 天（1 个工作日）                             "
        "自申请之日起限时答复。\n"
        "共 4 项：未启动 1，正在推进 1，已完成 2；逾期 2 项（3 份）（截至 2018-01-10）\n"
    )


def test_what_was_done_late_by_a_unit_is_its_own(late: Bench) -> None:
    assert late.ok("list", "--late-done", "-u", "丁", *LATER) == (
        "编号  状态                  职责  逾期办结单位                                 具体事项\n"
        "# 丁镇通过集合单位共同承担（1 项）\n"
        "## 二、第二组\n"
        "2.1   已完成 逾期办结 2 天  落实  丁镇 2018-01-02 办结，晚 2 天（1 个工作日）  "
        "大家落实。\n"
        "共 1 项：已完成 1；逾期 0 项（截至 2018-01-10）\n"
    )


def test_what_was_done_late_in_data(late: Bench) -> None:
    data = json.loads(late.ok("list", "--late-done", *LATER, "--format", "json"))["tasks"]
    assert [(task["id"], task["late_days"], task["matching"]) for task in data] == [
        ("1.1", 3, ["甲局"]),
        ("1.2", 11, ["甲局"]),
        ("2.1", 0, ["丁镇", "乙局"]),  # its lead has not done it
        ("2.3", 1, ["甲局"]),
    ]
    rows = list(csv.DictReader(io.StringIO(late.ok("list", *LATER, "--format", "csv"))))
    assert [row["逾期办结天数"] for row in rows] == ["3", "11", "", "", "1"]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2017-10-08", ""),
        ("2017-10-09", "1.2"),
        ("2017-10-18", "1.2 2.3"),
        ("2018-01-02", "1.2 2.1 2.3"),
        ("2018-01-03", "1.1 1.2 2.1 2.3"),
    ],
)
def test_late_done_counts_from_the_day_of_the_record(
    late: Bench, as_of: str, expected: str
) -> None:
    assert ids(late, "--late-done", "--as-of", as_of) == expected.split()


def test_what_is_overdue_names_the_units_with_their_days(late: Bench) -> None:
    assert late.ok("list", "--overdue", *LATER) == (
        "编号  状态                                                    "
        "逾期单位                                                                             "
        "具体事项\n"
        "## 一、第一组\n"
        "1.2   正在推进 逾期 逾期办结 11 天 已办 2，已开始 5，共 5 期  "
        "甲局 2017-10 期 逾期 43 天（30 个工作日）；甲局 2017-11 期 逾期 13 天（8 个工作日）  "
        "按月公开。\n"
        "## 二、第二组\n"
        "2.1   未启动 逾期 已报 3/4 单位                               "
        "丙委 逾期 10 天（7 个工作日）                                                        "
        "大家落实。\n"
        "共 2 项：未启动 1，正在推进 1；逾期 2 项（3 份）（截至 2018-01-10）\n"
    )


def test_on_a_terminal_everything_that_was_done_late_fits(late: Bench) -> None:
    lines = late.ok("list", "--late-done", *LATER, terminal=True, width=80).split("\n")
    assert max(map(cell_len, lines)) <= 80
    text = "".join("".join(lines).split())
    for shown in ("3天", "11天", "甲局2018-01-03办结", "丁镇2018-01-02办结", "乙局2018-01-04办结"):
        assert shown in text


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["1"], "1.1 2.1"),
        (["2"], "2.1"),
        (["3"], ""),
        (["1", "--as-of", "2017-10-15"], "1.1"),
        (["1", "--as-of", "2017-10-16"], "1.1 2.1"),
        (["1", "--unit", "丁"], "2.1"),
        (["1", "--unit", "丙"], ""),
        (["1", "--returned"], "1.1 2.1"),
    ],
    ids=" ".join,
)
def test_what_was_returned_often_is_listed_though_it_was_reported_again(
    supervised: Bench, args: list[str], expected: str
) -> None:
    supervised.write(
        "data/reviews.yaml",
        supervised.read("data/reviews.yaml")
        + '- {task: "2.1", unit: 丁镇, verdict: return, date: 2017-10-23, record: 2017-10-20, '
        "note: 还是不行。}\n",
    )
    number, *more = args
    assert ids(supervised, "--returned-times", number, *more) == expected.split()


def test_returns_are_counted_duty_by_duty_also_of_a_record_that_was_withdrawn(
    supervised: Bench,
) -> None:
    supervised.ok("mark", "1.1", "withdrawn")
    assert supervised.ok("list", "--returned-times", "1") == (
        "编号  状态                           退回次数        具体事项\n"
        "## 一、第一组\n"
        "1.1   未启动                         甲局 退回 1 次  一次性事项。\n"
        "## 二、第二组\n"
        "2.1   未启动 已报 2/4 单位 待复核 1  丁镇 退回 1 次  大家落实。\n"
        "共 2 项：未启动 2；逾期 0 项（截至 2017-10-31）\n"
    )


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "0"),
        ("-1", "-1"),
        ("x", "x"),
        ("1.5", "1.5"),
        ("", ""),
        ("9" * 5000, "9" * 40 + "…"),
    ],
)
def test_a_number_of_returns_is_one_or_more(supervised: Bench, number: str, shown: str) -> None:
    result = supervised.run("list", f"--returned-times={number}")
    message = f"错误：--returned-times 不接受 “{shown}”\n  写一个整数，至少写 1\n"
    assert result == Result(2, "", message)


@pytest.mark.parametrize("number", ["1", "１", "01", " 1 "])
def test_a_number_may_be_written_as_people_write_it(supervised: Bench, number: str) -> None:
    assert supervised.ok("list", "--returned-times", number) == supervised.ok(
        "list", "--returned-times", "1"
    )


def test_what_waited_is_listed_with_whether_its_condition_came(supervised: Bench) -> None:
    supervised.write(
        "data/progress/乙局.yaml",
        """\
- {task: "2.2", status: waiting, date: 2017-10-09}
- {task: "2.2", status: doing, date: 2017-10-20}
""",
    )
    supervised.write(
        "data/progress/丙委.yaml",
        '- {task: "2.1", status: waiting, date: 2017-10-10, note: 等系统上线}\n',
    )
    supervised.write(
        "data/progress/甲局.yaml",
        supervised.read("data/progress/甲局.yaml")
        + """\
- {task: "1.2", period: 2017-09, status: waiting, date: 2017-10-10, problem: 数据未下达}
- {task: "1.2", period: 2017-09, status: doing, date: 2017-10-20}
""",
    )
    assert supervised.ok("list", "--awaits") == (
        "编号  状态                                         下一时限                          "
        "责任单位                    具体事项            等待条件\n"
        "## 一、第一组\n"
        "1.2   正在推进 已办 1，已开始 3，共 5 期 已核实 1  2017-11-20 原 2017-11-03 延期1次  "
        "甲局                        按月公开。          数据未下达（已具备）\n"
        "## 二、第二组\n"
        "2.1   条件未具备 已报 3/4 单位 待复核 1            2017-12-31                        "
        "丙委牵头，各镇、各部门落实  大家落实。          等系统上线（还没有具备）\n"
        "2.2   正在推进                                     2017-12-31                        "
        "乙局                        待文件出台后办理。  文件出台（已具备）\n"
        "共 3 项：条件未具备 1，正在推进 2；逾期 0 项（截至 2017-10-31）\n"
    )
    listed = json.loads(supervised.ok("list", "--awaits", "--format", "json"))["tasks"]
    assert [task["awaited"] for task in listed] == [
        {"conditions": ["数据未下达"], "waiting": 0, "met": 1, "came": True},
        {"conditions": ["等系统上线"], "waiting": 1, "met": 0, "came": False},
        {"conditions": ["文件出台"], "waiting": 0, "met": 1, "came": True},
    ]


def test_a_task_waits_by_the_plan_before_anybody_reported(small: Bench) -> None:
    assert ids(small, "--awaits") == ["2.2"]
    assert ids(small, "--awaits", "--unit", "甲局") == []


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--kind", "government"], "1.1 1.2 2.2 2.1 2.3"),
        (["--kind", "政府部门"], "1.1 1.2 2.2 2.1 2.3"),
        (["--kind", "party"], "2.1 2.3"),
        (["--kind", "town"], "2.1"),
        (["--kind", "镇（街）", "--kind", "party"], "2.1 2.3"),
        (["--kind", "town、party"], "2.1 2.3"),
        (["--kind", "town", "--unit", "甲"], "1.1 1.2 2.1 2.3"),
        (["--kind", "party", "--direct"], "2.1"),
        (["--kind", "town", "--status", "done"], "2.1"),
    ],
    ids=" ".join,
)
def test_a_kind_of_units_chooses_the_tasks_of_each(
    recorded: Bench, args: list[str], expected: str
) -> None:
    assert ids(recorded, *args) == expected.split()


def test_a_kind_is_shown_as_its_units_are(recorded: Bench) -> None:
    assert recorded.ok("list", "--kind", "government") == recorded.ok(
        "list", "--unit", "甲局", "--unit", "乙局"
    )
    assert recorded.ok("list", "--kind", "town") == recorded.ok("list", "--unit", "丁镇")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (
            "enterprise",
            "名册里没有企业\n  有这些类别：government 政府部门、party 党委部门、town 镇（街）",
        ),
        (
            "街道办",
            (
                "“街道办” 不是有效单位类别\n"
                "  可用：party 党委部门、government 政府部门、vertical 垂直管理单位、"
                "town 镇（街）、enterprise 企业、institution 事业单位、other 其他"
            ),
        ),
    ],
    ids=["none registered", "no kind"],
)
def test_a_kind_without_units_is_explained(recorded: Bench, kind: str, message: str) -> None:
    assert recorded.run("list", "--kind", kind) == Result(2, "", f"错误：{message}\n")
