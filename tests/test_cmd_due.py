"""``gkplan due``: what is late and what falls due next, as a table and as data."""

import json
import re

import pytest
from conftest import Bench, Result
from rich.cells import cell_len

AUGUST = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8]
"""
JOURNALS = {
    "甲局": AUGUST
    + """\
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
RETURNED = """\
- task: "1.2"
  unit: 甲局
  period: 2017-10
  verdict: return
  date: 2017-11-24
  record: 2017-11-20
  note: 链接打不开。
"""
EXTENDED = """\
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-12-01
  date: 2017-11-13
  reason: 数据未审定。
  approved_by: 某某
"""
DECEMBER = ("due", "--as-of", "2017-12-10")
NO_DUTY = "没有逾期的，也没有将要到期的\n"
CSV_HEAD = (
    "时限,逾期天数,逾期工作日,剩余天数,编号,单位,期,状态,"
    "原时限,延期次数,迟申请,已退回,具体事项,暂定,限期整改,逾期办结天数,简称"
)


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with records of three units, a return, and an extension requested late."""
    for unit, journal in JOURNALS.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    small.write("data/reviews.yaml", RETURNED + EXTENDED)
    return small


def on_terminal(bench: Bench, *args: str, width: int) -> str:
    """Return what a terminal of this width shows, without the blanks at the lines' ends."""
    return re.sub(" +\n", "\n", bench.ok(*args, terminal=True, width=width))


def test_the_table_for_a_pipe(recorded: Bench) -> None:
    assert (
        recorded.ok(*DECEMBER)
        == """\
编号  期          状态                                 单位              事项
# 已逾期（3 份）
## 2017-10-17 星期二，逾期 54 天（38 个工作日）
2.3   2017-09-20  受阻                                 甲局              自申请之日起限时答复
## 2017-11-28 星期二，逾期 12 天（8 个工作日）
1.2   2017-10     正在推进 已退回                      甲局              按月公开
## 2017-12-01 星期五，逾期 9 天（5 个工作日）
1.2   2017-09     未启动 原 2017-11-03 延期1次 迟申请  甲局              按月公开
# 30 天内到期（6 份）
## 2017-12-28 星期四，还有 18 天（14 个工作日）
1.2   2017-11     未启动                               甲局              按月公开
## 2017-12-31 星期日，还有 21 天（15 个工作日）
1.1   -           未启动                               甲局              一次性事项
2.1   -           正在推进                             丙委              大家落实
2.1   -           未启动                               2 个：甲局、乙局  大家落实
2.2   -           条件未具备                           乙局              待文件出台后办理
已逾期 3 份，30 天内到期 6 份
"""
    )


SCREEN = """\
编号  期          状态            单位              事项

已逾期（3 份）
2017-10-17 星期二，逾期 54 天（38 个工作日）
2.3   2017-09-20  受阻            甲局              自申请之日起限时答复
2017-11-28 星期二，逾期 12 天（8 个工作日）
1.2   2017-10     正在推进        甲局              按月公开
                  已退回
2017-12-01 星期五，逾期 9 天（5 个工作日）
1.2   2017-09     未启动          甲局              按月公开
                  原 2017-11-03
                  延期1次 迟申请

30 天内到期（6 份）
2017-12-28 星期四，还有 18 天（14 个工作日）
1.2   2017-11     未启动          甲局              按月公开
2017-12-31 星期日，还有 21 天（15 个工作日）
1.1   -           未启动          甲局              一次性事项
2.1   -           正在推进        丙委              大家落实
2.1   -           未启动          2 个：甲局、乙局  大家落实
2.2   -           条件未具备      乙局              待文件出台后办理

已逾期 3 份，30 天内到期 6 份
"""


@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_on_a_terminal(recorded: Bench, width: int) -> None:
    assert on_terminal(recorded, *DECEMBER, width=width) == SCREEN


def test_all_remarks_on_a_status_are_shown_below_it_uncut(recorded: Bench) -> None:
    late = EXTENDED.replace("2017-09", "2017-08").replace("2017-12-01", "2017-11-20")
    again = late.replace("2017-11-20", "2017-12-01")
    back = RETURNED.replace("2017-10\n", "2017-08\n").replace("2017-11-20", "2017-09-12")
    recorded.write("data/reviews.yaml", late + again + back)
    recorded.write(
        "data/tasks.yaml", recorded.read("data/tasks.yaml").replace("按月公开", "长" * 45)
    )
    asked = (*DECEMBER, "1.2", "--within", "0")
    assert on_terminal(recorded, *asked, width=80) == (
        "编号  期       状态            单位  事项\n"
        "\n"
        "已逾期（2 份）\n"
        "2017-11-03 星期五，逾期 37 天（25 个工作日）\n"
        "1.2   2017-09  未启动          甲局  长长长长长长长长长长长长长长长长长长长长长\n"
        "                                     长长长长长长长长…\n"
        "2017-12-01 星期五，逾期 9 天（5 个工作日）\n"
        "1.2   2017-08  正在推进        甲局  长长长长长长长长长长长长长长长长长长长长长\n"
        "               已退回                长长长长长长长长…\n"
        "               原 2017-09-28\n"
        "               延期2次 迟申请\n"
        "\n"
        "已逾期 2 份，今天到期 0 份\n"
    )


@pytest.mark.parametrize("width", [80, 120])
def test_colour_adds_no_information(recorded: Bench, width: int) -> None:
    coloured = recorded.ok(*DECEMBER, terminal=True, width=width, color=True)
    assert "\x1b[1;31m" in coloured
    plain = recorded.ok(*DECEMBER, terminal=True, width=width)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("width", [80, 120])
def test_the_shipped_plan_fits_the_screen(starter: Bench, width: int) -> None:
    lines = starter.ok("due", "--within", "365d", terminal=True, width=width).split("\n")
    assert max(map(cell_len, lines)) <= width


def test_a_short_name_is_shown_in_place_of_the_text(recorded: Bench) -> None:
    tasks = recorded.read("data/tasks.yaml").replace("按月公开。", "按月公开。\n    short: 月报")
    recorded.write("data/tasks.yaml", tasks)
    asked = (*DECEMBER, "1.2", "--within", "0")
    assert recorded.ok(*asked).split("\n")[3].endswith("甲局  月报")
    assert recorded.ok(*asked, "--format", "csv").split("\r\n")[1].endswith(",按月公开。,,,,月报")
    late = json.loads(recorded.ok(*asked, "--format", "json"))["late"][0]
    assert (late["text"], late["short"], late["name"]) == ("按月公开。", "月报", "月报")
    assert "期）月报\r\n" in recorded.ok(*asked, "--format", "ics")
    assert " 月报\n" in recorded.ok("diff", "2017-10-31", "2017-12-10")


def test_csv_has_one_row_per_duty(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER, "--format", "csv").split("\r\n") == [
        CSV_HEAD,
        "2017-10-17,54,38,,2.3,甲局,2017-09-20,受阻,,0,,,自申请之日起限时答复。,,,,",
        "2017-11-28,12,8,,1.2,甲局,2017-10,正在推进,,0,,已退回,按月公开。,,,,",
        "2017-12-01,9,5,,1.2,甲局,2017-09,未启动,2017-11-03,1,迟申请,,按月公开。,,,,",
        "2017-12-28,,,18,1.2,甲局,2017-11,未启动,,0,,,按月公开。,,,,",
        "2017-12-31,,,21,1.1,甲局,,未启动,,0,,,一次性事项。,,,,",
        "2017-12-31,,,21,2.1,丙委,,正在推进,,0,,,大家落实。,,,,",
        "2017-12-31,,,21,2.1,甲局,,未启动,,0,,,大家落实。,,,,",
        "2017-12-31,,,21,2.1,乙局,,未启动,,0,,,大家落实。,,,,",
        "2017-12-31,,,21,2.2,乙局,,条件未具备,,0,,,待文件出台后办理。,,,,",
        "",
    ]


def test_markdown(recorded: Bench) -> None:
    recorded.write("data/progress/甲局.yaml", JOURNALS["甲局"].split('- task: "2.3"')[0])
    assert (
        recorded.ok(*DECEMBER, "1", "--format", "md")
        == """\
## 已逾期（2 份）

### 2017-11-28 星期二，逾期 12 天（8 个工作日）

| 编号 | 期 | 状态 | 单位 | 事项 |
| --- | --- | --- | --- | --- |
| 1.2 | 2017-10 | 正在推进<br>已退回 | 甲局 | 按月公开 |

### 2017-12-01 星期五，逾期 9 天（5 个工作日）

| 编号 | 期 | 状态 | 单位 | 事项 |
| --- | --- | --- | --- | --- |
| 1.2 | 2017-09 | 未启动<br>原 2017-11-03<br>延期1次 迟申请 | 甲局 | 按月公开 |

## 30 天内到期（2 份）

### 2017-12-28 星期四，还有 18 天（14 个工作日）

| 编号 | 期 | 状态 | 单位 | 事项 |
| --- | --- | --- | --- | --- |
| 1.2 | 2017-11 | 未启动 | 甲局 | 按月公开 |

### 2017-12-31 星期日，还有 21 天（15 个工作日）

| 编号 | 期 | 状态 | 单位 | 事项 |
| --- | --- | --- | --- | --- |
| 1.1 | - | 未启动 | 甲局 | 一次性事项 |

已逾期 2 份，30 天内到期 2 份
"""
    )


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
SEPTEMBER = {
    "task": "1.2",
    "text": "按月公开。",
    "unit": "甲局",
    "role": "lead",
    "period": "2017-09",
    "event": None,
    "due": "2017-12-01",
    "begun": True,
    "status": "todo",
    "overdue": True,
    "last_report": None,
    "evidence": 0,
    "original_due": "2017-11-03",
    "provisional": False,
    "original_provisional": False,
    "extension_count": 1,
    "asked_late": True,
    "checked": None,
    "silent": True,
    "returned": False,
    "unproved": False,
    "correct_by": None,
    "completed": None,
    "late_days": 0,
    "times_returned": 0,
    "late_entries": 0,
    "days": -9,
    "workdays": -5,
    "short": None,
    "name": "按月公开",
}
OCTOBER = SEPTEMBER | {
    "period": "2017-10",
    "due": "2017-11-28",
    "status": "doing",
    "last_report": "2017-11-20",
    "original_due": "2017-11-28",
    "provisional": False,
    "original_provisional": False,
    "extension_count": 0,
    "asked_late": False,
    "checked": "returned",
    "silent": False,
    "returned": True,
    "times_returned": 1,
    "days": -12,
    "workdays": -8,
}
NOVEMBER = SEPTEMBER | {
    "period": "2017-11",
    "due": "2017-12-28",
    "overdue": False,
    "original_due": "2017-12-28",
    "provisional": False,
    "original_provisional": False,
    "extension_count": 0,
    "asked_late": False,
    "days": 18,
    "workdays": 14,
}


def test_json_is_the_complete_document(recorded: Bench) -> None:
    assert json.loads(recorded.ok(*DECEMBER, "1.2", "--format", "json")) == {
        "format": "gkplan/due/2",
        "as_of": "2017-12-10",
        "plan": HEAD,
        "month": None,
        "within": 30,
        "late": [OCTOBER, SEPTEMBER],
        "coming": [NOVEMBER],
        "waiting": [],
        "settled": [],
    }


def test_json_with_a_unit_names_it(recorded: Bench) -> None:
    asked = ("--unit", "丁", "--within", "4w", "--format", "json")
    assert json.loads(recorded.ok(*DECEMBER, *asked)) == {
        "format": "gkplan/due/2",
        "as_of": "2017-12-10",
        "plan": HEAD,
        "unit": "丁镇",
        "month": None,
        "within": 28,
        "late": [],
        "coming": [],
        "waiting": [],
        "settled": [],
    }


@pytest.mark.parametrize(
    ("within", "days", "coming"),
    [
        (None, 30, 2),
        ("30d", 30, 2),
        ("30", 30, 2),
        ("30天", 30, 2),
        ("30 天", 30, 2),
        ("30D", 30, 2),
        ("30Days", 30, 2),
        ("３０天", 30, 2),
        (" ３０ｄ ", 30, 2),
        ("1day", 1, 0),
        ("27d", 27, 1),
        ("28日", 28, 2),
        ("4w", 28, 2),
        ("4周", 28, 2),
        ("４Ｗ", 28, 2),
        ("1 WEEK", 7, 1),
        ("3d", 3, 1),
        ("2d", 2, 0),
        ("0", 0, 0),
        ("9999w", 69993, 10),
    ],
)
def test_within_takes_days_and_weeks(
    small: Bench, within: str | None, days: int, coming: int
) -> None:
    asked = ("--within", within) if within is not None else ()
    found = json.loads(small.ok("due", *asked, "--format", "json"))
    assert (found["within"], len(found["coming"])) == (days, coming)


@pytest.mark.parametrize(
    "within",
    ["x", "-1", "3.5", "1e3", "99999", "30d 4w", "30dd", "一周", "3个月", "d", "", " ", "30\n4"],
)
def test_nonsense_within_is_refused(small: Bench, within: str) -> None:
    assert small.run("due", "--within", within) == Result(
        2, "", f"错误：--within 不接受 “{within}”\n  写作 30d（天）或 4w（周）的样子\n"
    )


def test_a_duty_due_today_is_marked_as_such(small: Bench) -> None:
    assert small.ok("due", "1.2", "--as-of", "2017-11-03") == (
        "编号  期       状态    单位  事项\n"
        "# 已逾期（1 份）\n"
        "## 2017-09-28 星期四，逾期 36 天（22 个工作日）\n"
        "1.2   2017-08  未启动  甲局  按月公开\n"
        "# 30 天内到期（2 份）\n"
        "## 2017-11-03 星期五，今天到期\n"
        "1.2   2017-09  未启动  甲局  按月公开\n"
        "## 2017-11-28 星期二，还有 25 天（17 个工作日）\n"
        "1.2   2017-10  未启动  甲局  按月公开\n"
        "已逾期 1 份，30 天内到期 2 份\n"
    )


def test_after_the_national_day_working_days_and_days_differ_widely(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml").replace(
        "    text: 一次性事项。\n", "    text: 一次性事项。\n    due: 2017-09-29\n"
    )
    small.write("data/tasks.yaml", tasks)
    assert small.ok("due", "1.1", "--as-of", "2017-10-19") == (
        "编号  期  状态    单位  事项\n"
        "# 已逾期（1 份）\n"
        "## 2017-09-29 星期五，逾期 20 天（10 个工作日）\n"
        "1.1   -   未启动  甲局  一次性事项\n"
        "已逾期 1 份，30 天内到期 0 份\n"
    )


def test_through_a_year_without_a_calendar_no_working_days_are_counted(small: Bench) -> None:
    asked = ("due", "1.1", "--as-of", "2040-03-01")
    assert small.run(*asked) == Result(
        0,
        "编号  期  状态    单位  事项\n"
        "# 已逾期（1 份）\n"
        "## 2017-12-31 星期日，逾期 8096 天\n"
        "1.1   -   未启动  甲局  一次性事项\n"
        "已逾期 1 份，30 天内到期 0 份\n",
        "",
    )
    assert small.ok(*asked, "--format", "csv").split("\r\n")[1] == (
        "2017-12-31,8096,,,1.1,甲局,,未启动,,0,,,一次性事项。,,,,"
    )
    (late,) = json.loads(small.ok(*asked, "--format", "json"))["late"]
    assert (late["days"], late["workdays"]) == (-8096, None)


def test_a_unit_is_found_by_its_alias_and_only_its_own_duties_are_listed(recorded: Bench) -> None:
    recorded.write("data/reviews.yaml", "")
    assert recorded.ok(*DECEMBER, "-u", "乙") == (
        "编号  期  状态        单位  事项\n"
        "# 30 天内到期（2 份）\n"
        "## 2017-12-31 星期日，还有 21 天（15 个工作日）\n"
        "2.2   -   条件未具备  乙局  待文件出台后办理\n"
        "2.1   -   未启动      乙局  大家落实\n"
        "已逾期 0 份，30 天内到期 2 份\n"
    )


NOTHING = "编号  期  状态  单位  事项\n已逾期 0 份，30 天内到期 0 份\n"


def test_a_unit_that_only_supports_owes_nothing(small: Bench) -> None:
    late = ("due", "1.1", "--as-of", "2018-01-01")
    assert small.run(*late, "-u", "乙局") == Result(0, NOTHING, NO_DUTY)
    assert "甲局" in small.ok(*late)


def test_an_empty_result_is_reported_on_stderr(small: Bench) -> None:
    asked = ("due", "1", "2.1", "2.2", "--as-of", "2017-08-03")
    closing = NOTHING.split("\n", 1)[1]
    assert small.run(*asked) == Result(0, NOTHING, NO_DUTY)
    assert small.run(*asked, "--format", "md") == Result(0, closing, NO_DUTY)
    assert small.run(*asked, "--format", "csv") == Result(0, f"{CSV_HEAD}\r\n", NO_DUTY)
    result = small.run(*asked, "--format", "json")
    assert json.loads(result.out) == {
        "format": "gkplan/due/2",
        "as_of": "2017-08-03",
        "plan": HEAD,
        "month": None,
        "within": 30,
        "late": [],
        "coming": [],
        "waiting": [],
        "settled": [],
    }
    assert result.err == NO_DUTY


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["2.3"], f"{NO_DUTY}另有 3 份没有固定时限（及时、持续等），用 gkplan list 查看\n"),
        (["2.3", "1.2"], "另有 3 份没有固定时限（及时、持续等），用 gkplan list 查看\n"),
        (["-u", "乙"], f"{NO_DUTY}另有 1 份没有固定时限（及时、持续等），用 gkplan list 查看\n"),
        (["-u", "丁"], NO_DUTY),
        (["2.3", "--format", "json"], NO_DUTY),
    ],
    ids=" ".join,
)
def test_what_has_no_date_is_counted_beside_the_tables(
    small: Bench, args: list[str], message: str
) -> None:
    small.write(
        "data/tasks.yaml", small.read("data/tasks.yaml").replace("    within: 15 workdays\n", "")
    )
    assert small.run("due", *args).err == message


def test_what_no_event_has_started_has_no_date_and_is_not_counted(small: Bench) -> None:
    assert small.run("due", "2.3").err == NO_DUTY
    small.write("data/progress/甲局.yaml", '- {task: "2.3", status: doing, date: 2017-10-09}\n')
    assert small.run("due", "2.3").err == (
        f"{NO_DUTY}另有 1 份没有固定时限（及时、持续等），用 gkplan list 查看\n"
    )


def test_what_has_no_date_and_is_settled_is_not_counted(small: Bench) -> None:
    for unit in ("甲局", "乙局", "丙委"):
        small.write(
            f"data/progress/{unit}.yaml", '- {task: "2.3", status: waived, date: 2017-10-09}\n'
        )
    assert small.run("due", "2.3").err == NO_DUTY


WAITING_UNTIL = """\
编号  期  状态        单位  事项
# 30 天内到期（1 份）
## 2017-12-31 星期日，今天到期
2.2   -   条件未具备  乙局  待文件出台后办理
已逾期 0 份，30 天内到期 1 份
"""
WAITING_ON = """\
编号  期  状态        单位  事项
# 时限已过，仍在等待条件（1 份）
## 2017-12-31 星期日，已过 2 天（1 个工作日）
2.2   -   条件未具备  乙局  待文件出台后办理
已逾期 0 份，30 天内到期 0 份，时限已过，仍在等待条件 1 份
"""
WAITING = {
    "task": "2.2",
    "text": "待文件出台后办理。",
    "unit": "乙局",
    "role": "lead",
    "period": None,
    "event": None,
    "due": "2017-12-31",
    "begun": True,
    "status": "waiting",
    "overdue": False,
    "last_report": None,
    "evidence": 0,
    "original_due": "2017-12-31",
    "provisional": False,
    "original_provisional": False,
    "extension_count": 0,
    "asked_late": False,
    "checked": None,
    "silent": False,
    "returned": False,
    "unproved": False,
    "correct_by": None,
    "completed": None,
    "late_days": 0,
    "times_returned": 0,
    "late_entries": 0,
    "days": -2,
    "workdays": -1,
    "short": None,
    "name": "待文件出台后办理",
}


def test_a_waiting_task_past_its_day_is_shown_apart_and_never_as_late(small: Bench) -> None:
    assert small.run("due", "2.2", "--as-of", "2017-12-31") == Result(0, WAITING_UNTIL, "")
    later = ("due", "2.2", "--as-of", "2018-01-02")
    assert small.run(*later) == Result(0, WAITING_ON, "")
    assert small.run(*later, "--format", "md") == Result(
        0,
        """\
## 时限已过，仍在等待条件（1 份）

### 2017-12-31 星期日，已过 2 天（1 个工作日）

| 编号 | 期 | 状态 | 单位 | 事项 |
| --- | --- | --- | --- | --- |
| 2.2 | - | 条件未具备 | 乙局 | 待文件出台后办理 |

已逾期 0 份，30 天内到期 0 份，时限已过，仍在等待条件 1 份
""",
        "",
    )
    assert json.loads(small.ok(*later, "--format", "json")) == {
        "format": "gkplan/due/2",
        "as_of": "2018-01-02",
        "plan": HEAD,
        "month": None,
        "within": 30,
        "late": [],
        "coming": [],
        "waiting": [WAITING],
        "settled": [],
    }


def test_csv_gives_no_days_late_to_what_waits(small: Bench) -> None:
    shown = small.ok("due", "2.2", "--as-of", "2018-01-02", "--format", "csv").split("\r\n")[1]
    assert shown == "2017-12-31,,,,2.2,乙局,,条件未具备,,0,,,待文件出台后办理。,,,,"


def test_waiting_duties_follow_late_and_coming_ones(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.2", period: 2017-08, status: waiting, date: 2017-09-01}
- {task: "1.2", period: 2017-10, status: waiting, date: 2017-11-01}
- {task: "1.1", status: waiting, date: 2017-11-01}
""",
    )
    small.write("data/progress/丁镇.yaml", '- {task: "2.1", status: waiting, date: 2017-11-01}\n')
    assert small.ok("due", "1", "2.1", "2.2", "--as-of", "2018-01-02") == (
        "编号  期       状态        单位                    事项\n"
        "# 已逾期（5 份）\n"
        "## 2017-11-03 星期五，逾期 60 天（41 个工作日）\n"
        "1.2   2017-09  未启动      甲局                    按月公开\n"
        "## 2017-12-28 星期四，逾期 5 天（2 个工作日）\n"
        "1.2   2017-11  未启动      甲局                    按月公开\n"
        "## 2017-12-31 星期日，逾期 2 天（1 个工作日）\n"
        "2.1   -        未启动      3 个：丙委、甲局、乙局  大家落实\n"
        "# 30 天内到期（1 份）\n"
        "## 2018-01-29 星期一，还有 27 天（19 个工作日）\n"
        "1.2   2017-12  未启动      甲局                    按月公开\n"
        "# 时限已过，仍在等待条件（5 份）\n"
        "## 2017-09-28 星期四，已过 96 天（63 个工作日）\n"
        "1.2   2017-08  条件未具备  甲局                    按月公开\n"
        "## 2017-11-28 星期二，已过 35 天（24 个工作日）\n"
        "1.2   2017-10  条件未具备  甲局                    按月公开\n"
        "## 2017-12-31 星期日，已过 2 天（1 个工作日）\n"
        "1.1   -        条件未具备  甲局                    一次性事项\n"
        "2.1   -        条件未具备  丁镇                    大家落实\n"
        "2.2   -        条件未具备  乙局                    待文件出台后办理\n"
        "已逾期 5 份，30 天内到期 1 份，时限已过，仍在等待条件 5 份\n"
    )


@pytest.mark.parametrize(
    ("within", "title"),
    [("0", "今天到期"), ("1", "1 天内到期"), ("4w", "28 天内到期")],
)
def test_the_title_of_coming_duties_states_the_period(
    small: Bench, within: str, title: str
) -> None:
    asked = ("due", "1.2", "--as-of", "2017-09-28", "--within", within)
    assert small.ok(*asked) == (
        "编号  期       状态    单位  事项\n"
        f"# {title}（1 份）\n"
        "## 2017-09-28 星期四，今天到期\n"
        "1.2   2017-08  未启动  甲局  按月公开\n"
        f"已逾期 0 份，{title} 1 份\n"
    )


def test_the_extension_counts_and_the_original_date_is_still_shown(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", AUGUST)
    first = EXTENDED.replace("date: 2017-11-13", "date: 2017-11-01")
    second = EXTENDED.replace("2017-12-01", "2017-12-20").replace("2017-11-13", "2017-11-30")
    small.write("data/reviews.yaml", first + second)
    asked = ("due", "1.2", "--within", "15d", "--as-of")
    assert small.ok(*asked, "2017-11-20") == (
        "编号  期       状态                          单位  事项\n"
        "# 15 天内到期（2 份）\n"
        "## 2017-11-28 星期二，还有 8 天（6 个工作日）\n"
        "1.2   2017-10  未启动                        甲局  按月公开\n"
        "## 2017-12-01 星期五，还有 11 天（9 个工作日）\n"
        "1.2   2017-09  未启动 原 2017-11-03 延期1次  甲局  按月公开\n"
        "已逾期 0 份，15 天内到期 2 份\n"
    )
    assert small.ok(*asked, "2017-12-18") == (
        "编号  期       状态                          单位  事项\n"
        "# 已逾期（1 份）\n"
        "## 2017-11-28 星期二，逾期 20 天（14 个工作日）\n"
        "1.2   2017-10  未启动                        甲局  按月公开\n"
        "# 15 天内到期（2 份）\n"
        "## 2017-12-20 星期三，还有 2 天（2 个工作日）\n"
        "1.2   2017-09  未启动 原 2017-11-03 延期2次  甲局  按月公开\n"
        "## 2017-12-28 星期四，还有 10 天（8 个工作日）\n"
        "1.2   2017-11  未启动                        甲局  按月公开\n"
        "已逾期 1 份，15 天内到期 2 份\n"
    )


def test_extensions_requested_late_are_listed_separately(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml")
    small.write("data/tasks.yaml", tasks.replace("lead: [乙局]", "lead: [乙局, 甲局]"))
    both = [
        f'- {{task: "2.2", unit: {unit}, to: 2018-02-28, date: {asked}, reason: 等。, '
        "approved_by: 某某}\n"
        for unit, asked in (("乙局", "2017-12-31"), ("甲局", "2018-01-01"))
    ]
    small.write("data/reviews.yaml", "".join(both))
    assert small.ok("due", "2.2", "--as-of", "2018-02-27") == (
        "编号  期  状态                                     单位  事项\n"
        "# 30 天内到期（2 份）\n"
        "## 2018-02-28 星期三，还有 1 天（1 个工作日）\n"
        "2.2   -   条件未具备 原 2017-12-31 延期1次         乙局  待文件出台后办理\n"
        "2.2   -   条件未具备 原 2017-12-31 延期1次 迟申请  甲局  待文件出台后办理\n"
        "已逾期 0 份，30 天内到期 2 份\n"
    )


def test_a_month_lists_what_fell_due_in_it_settled_or_not(recorded: Bench) -> None:
    recorded.ok("mark", "1.1", "done", "--date", "2017-10-20")
    recorded.write(
        "data/progress/乙局.yaml", '- {task: "2.1", status: done, date: 2018-01-03, note: 晚了。}\n'
    )
    assert recorded.ok("due", "--month", "2017-12", "--as-of", "2018-01-05") == (
        "编号  期       状态                                 单位  事项\n"
        "# 已逾期（4 份）\n"
        "## 2017-12-01 星期五，逾期 35 天（24 个工作日）\n"
        "1.2   2017-09  未启动 原 2017-11-03 延期1次 迟申请  甲局  按月公开\n"
        "## 2017-12-28 星期四，逾期 8 天（5 个工作日）\n"
        "1.2   2017-11  未启动                               甲局  按月公开\n"
        "## 2017-12-31 星期日，逾期 5 天（4 个工作日）\n"
        "2.1   -        正在推进                             丙委  大家落实\n"
        "2.1   -        未启动                               甲局  大家落实\n"
        "# 时限已过，仍在等待条件（1 份）\n"
        "## 2017-12-31 星期日，已过 5 天（4 个工作日）\n"
        "2.2   -        条件未具备                           乙局  待文件出台后办理\n"
        "# 已办结或不涉及（3 份）\n"
        "## 2017-12-31 星期日\n"
        "1.1   -        已完成                               甲局  一次性事项\n"
        "2.1   -        已完成                               丁镇  大家落实\n"
        "2.1   -        已完成 逾期办结 3 天                 乙局  大家落实\n"
        "已逾期 4 份，时限已过，仍在等待条件 1 份，已办结或不涉及 3 份\n"
    )


@pytest.mark.parametrize(
    "month", ["2017-12", "2017年12月", "201712", "2017/12", "2017.12", "12月", "十二月"]
)
def test_a_month_is_typed_as_people_do(recorded: Bench, month: str) -> None:
    assert recorded.ok(*DECEMBER, "1", "--month", month) == (
        "编号  期       状态                                 单位  事项\n"
        "# 已逾期（1 份）\n"
        "## 2017-12-01 星期五，逾期 9 天（5 个工作日）\n"
        "1.2   2017-09  未启动 原 2017-11-03 延期1次 迟申请  甲局  按月公开\n"
        "# 尚未到期（2 份）\n"
        "## 2017-12-28 星期四，还有 18 天（14 个工作日）\n"
        "1.2   2017-11  未启动                               甲局  按月公开\n"
        "## 2017-12-31 星期日，还有 21 天（15 个工作日）\n"
        "1.1   -        未启动                               甲局  一次性事项\n"
        "已逾期 1 份，尚未到期 2 份\n"
    )


def test_a_month_in_data_has_four_parts(recorded: Bench) -> None:
    asked = (*DECEMBER, "1.2", "--month", "2017-09", "--format")
    found = json.loads(recorded.ok(*asked, "json"))
    assert found == {
        "format": "gkplan/due/2",
        "as_of": "2017-12-10",
        "plan": HEAD,
        "month": "2017-09",
        "within": None,
        "late": [],
        "coming": [],
        "waiting": [],
        "settled": [
            SEPTEMBER
            | {
                "period": "2017-08",
                "due": "2017-09-28",
                "original_due": "2017-09-28",
                "status": "done",
                "overdue": False,
                "last_report": "2017-09-12",
                "evidence": 1,
                "extension_count": 0,
                "asked_late": False,
                "checked": "unreviewed",
                "silent": False,
                "completed": "2017-09-12",
                "days": -73,
                "workdays": -47,
            }
        ],
    }
    assert recorded.ok(*asked, "csv") == (
        f"{CSV_HEAD}\r\n2017-09-28,,,,1.2,甲局,2017-08,已完成,,0,,,按月公开。,,,,\r\n"
    )


def test_a_month_in_which_nothing_falls_due_is_reported(recorded: Bench) -> None:
    assert recorded.run(*DECEMBER, "--month", "2018-03") == Result(
        0,
        "编号  期  状态  单位  事项\n已逾期 0 份\n",
        "没有在 2018-03 到期的\n",
    )


OVERDUE = """\
编号  期          状态                                 单位  事项
# 已逾期（3 份）
## 2017-10-17 星期二，逾期 54 天（38 个工作日）
2.3   2017-09-20  受阻                                 甲局  自申请之日起限时答复
## 2017-11-28 星期二，逾期 12 天（8 个工作日）
1.2   2017-10     正在推进 已退回                      甲局  按月公开
## 2017-12-01 星期五，逾期 9 天（5 个工作日）
1.2   2017-09     未启动 原 2017-11-03 延期1次 迟申请  甲局  按月公开
已逾期 3 份
"""


def test_overdue_lists_only_what_is_overdue(recorded: Bench) -> None:
    assert recorded.run(*DECEMBER, "--overdue") == Result(0, OVERDUE, "")
    found = json.loads(recorded.ok(*DECEMBER, "1.2", "--overdue", "--format", "json"))
    assert (found["late"], found["coming"]) == ([OCTOBER, SEPTEMBER], [])
    assert recorded.run(*DECEMBER, "--overdue", "-u", "丁").err == "没有逾期的\n"


def test_a_kind_of_units_is_chosen(recorded: Bench) -> None:
    assert recorded.ok(*DECEMBER, "2", "--kind", "镇（街）", "--kind", "party") == (
        "编号  期  状态      单位  事项\n"
        "# 30 天内到期（1 份）\n"
        "## 2017-12-31 星期日，还有 21 天（15 个工作日）\n"
        "2.1   -   正在推进  丙委  大家落实\n"
        "已逾期 0 份，30 天内到期 1 份\n"
    )
    both = recorded.ok(*DECEMBER, "--kind", "government")
    assert both == recorded.ok(*DECEMBER, "-u", "甲局", "-u", "乙局")
    assert recorded.run(*DECEMBER, "--kind", "enterprise") == Result(
        2,
        "",
        "错误：名册里没有企业\n  有这些类别：government 政府部门、party 党委部门、town 镇（街）\n",
    )


def test_a_correction_has_a_day_of_its_own(recorded: Bench) -> None:
    returned = RETURNED + "  correct_by: 2017-12-15\n"
    recorded.write("data/reviews.yaml", returned)
    assert recorded.ok(*DECEMBER, "1.2", "--within", "5d") == (
        "编号  期       状态                                    单位  事项\n"
        "# 已逾期（1 份）\n"
        "## 2017-11-03 星期五，逾期 37 天（25 个工作日）\n"
        "1.2   2017-09  未启动                                  甲局  按月公开\n"
        "# 5 天内到期（1 份）\n"
        "## 2017-12-15 星期五，还有 5 天（5 个工作日）\n"
        "1.2   2017-10  正在推进 已退回 原 2017-11-28 限期整改  甲局  按月公开\n"
        "已逾期 1 份，5 天内到期 1 份\n"
    )
    shown = recorded.ok(*DECEMBER, "1.2", "--within", "5d", "--format", "csv").split("\r\n")
    assert (
        shown[2] == "2017-12-15,,,5,1.2,甲局,2017-10,正在推进,,0,,已退回,按月公开。,,2017-12-15,,"
    )


ENDINGS = "可写 .txt、.json、.csv、.md、.ics；或用 --format 写明格式"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "xml"], "--format 不接受 “xml”\n  可用：table、json、csv、md、ics"),
        (
            ["-o", "x.doc"],
            f"x.doc：写不了 .doc 文件\n  {ENDINGS}",
        ),
        (
            ["-o", "x"],
            f"从 x 看不出格式：没有后缀\n  {ENDINGS}",
        ),
        (
            ["-u", "各部门"],
            "“各部门” 是集合单位，请指明其中一个单位\n  成员：甲局、乙局、丙委",
        ),
        (["1.9"], "没有事项 “1.9”\n  “一、第一组” 有 1.1 至 1.2"),
        (
            ["--month", "10月", "--overdue"],
            TOGETHER := ("--within、--month、--overdue 不能同时用\n  只留一个"),
        ),
        (["--within", "3d", "--overdue"], TOGETHER),
        (["--within", "3d", "--month", "2017-10"], TOGETHER),
        (
            ["--month", "2017-07"],
            "--month：“2017-07” 不是 2017-08 至 2018-12 之间的月份\n  写作 2017-10 或 10月 的样子",
        ),
        (
            ["--month", "13月"],
            "--month：“13月” 不是 2017-08 至 2018-12 之间的月份\n  写作 2017-10 或 10月 的样子",
        ),
    ],
    ids=[
        *("format", "-o doc", "-o without an ending", "collective", "task"),
        *("month overdue", "within overdue", "within month", "early month", "no month"),
    ],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    before = small.files()
    assert small.run("due", *args) == Result(2, "", f"错误：{message}\n")
    assert small.files() == before
