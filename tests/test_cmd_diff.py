"""``gkplan diff``: what changed between two days."""

import json
import subprocess

import pytest
from conftest import GIT_ENV, Bench
from rich.cells import cell_len


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with a change of every sort in October."""
    small.write(
        "data/tasks.yaml",
        small.read("data/tasks.yaml").replace(
            "lead: [甲局]\n    support", "lead: [甲局]\n    due: 2017-09-22\n    support"
        ),
    )
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.1", status: done, date: 2017-10-09, evidence: [https://example.cn/1]}
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12}
- {task: "2.1", status: doing, date: 2017-10-10, problem: 人手不够。}
- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-21}
- {task: "2.3", event: 2017-10-09, status: done, date: 2017-10-20}
""",
    )
    small.write(
        "data/progress/乙局.yaml",
        """\
- {task: "2.2", status: blocked, date: 2017-10-10, problem: "文件未出台。\\n已去函。"}
- {task: "2.1", status: done, date: 2017-09-12}
- {task: "2.1", status: doing, date: 2017-10-11}
""",
    )
    small.write("data/progress/丁镇.yaml", '- {task: "2.1", status: waived, date: 2017-10-09}\n')
    small.write(
        "data/reviews.yaml",
        """\
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: return
  date: 2017-10-16
  record: 2017-09-12
  note: 链接打不开。
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-11-20
  date: 2017-10-25
  reason: 系统改造。
  approved_by: 王五
- task: "2.3"
  unit: 甲局
  event: 2017-09-20
  to: 2017-10-25
  date: 2017-10-20
  reason: 材料待补。
  approved_by: 王五
""",
    )
    return small


def test_the_table_for_a_pipe(recorded: Bench) -> None:
    assert recorded.ok("diff", "2017-09-30") == (
        "2017-09-30 至 2017-10-31 的变化\n"
        "\n"
        "编号  期          单位  状态             时限                                     "
        "事项\n"
        "## 新办结、新报不涉及（3 份）\n"
        "1.1   -           甲局  已完成           2017-09-22                               "
        "一次性事项\n"
        "2.1   -           丁镇  不涉及           2017-12-31                               "
        "大家落实\n"
        "2.3   2017-10-09  甲局  已完成           2017-10-30                               "
        "自申请之日起限时答复\n"
        "## 新逾期（2 份）\n"
        "1.2   2017-08     甲局  正在推进 已退回  2017-09-28                               "
        "按月公开\n"
        "2.3   2017-09-20  甲局  正在推进         2017-10-25 原 2017-10-17 延期1次 迟申请  "
        "自申请之日起限时答复\n"
        "## 不再逾期（1 份）\n"
        "1.1   -           甲局  已完成           2017-09-22                               "
        "一次性事项\n"
        "## 新受阻（1 份）\n"
        "2.2   -           乙局  受阻             2017-12-31                               "
        "待文件出台后办理\n"
        "## 新退回（1 份）\n"
        "1.2   2017-08     甲局  正在推进 已退回  2017-09-28                               "
        "按月公开\n"
        "## 新延期（2 份）\n"
        "1.2   2017-09     甲局  未启动           2017-11-20 原 2017-11-03 延期1次         "
        "按月公开\n"
        "2.3   2017-09-20  甲局  正在推进         2017-10-25 原 2017-10-17 延期1次 迟申请  "
        "自申请之日起限时答复\n"
        "## 重新待办（1 份）\n"
        "2.1   -           乙局  正在推进         2017-12-31                               "
        "大家落实\n"
        "## 新问题（2 条）\n"
        "2.1   -           甲局  正在推进         -                                        "
        "2017-10-10：人手不够。\n"
        "2.2   -           乙局  受阻             -                                        "
        "2017-10-10：文件未出台。 已去函。\n"
        "已完成 0 → 1 项，逾期 1 → 2 项，完成率 0.0% → 20.0%；期间填报 6 条\n"
    )


def test_markdown_has_one_table_per_sort_of_change(recorded: Bench) -> None:
    assert recorded.ok("diff", "2017-10-09", "2017-10-10", "--format", "md") == (
        "2017-10-09 至 2017-10-10 的变化\n"
        "\n"
        "### 新受阻（1 份）\n"
        "\n"
        "| 编号 | 期 | 单位 | 状态 | 时限 | 事项 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2.2 | - | 乙局 | 受阻 | 2017-12-31 | 待文件出台后办理 |\n"
        "\n"
        "### 新问题（2 条）\n"
        "\n"
        "| 编号 | 期 | 单位 | 状态 | 时限 | 事项 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2.1 | - | 甲局 | 正在推进 | - | 2017-10-10：人手不够。 |\n"
        "| 2.2 | - | 乙局 | 受阻 | - | 2017-10-10：文件未出台。<br>已去函。 |\n"
        "\n"
        "已完成 1 → 1 项，逾期 0 → 0 项，完成率 20.0% → 20.0%；期间填报 2 条\n"
    )


def test_csv_has_one_row_per_change(recorded: Bench) -> None:
    assert recorded.ok("diff", "2017-10-09", "2017-10-20", "--format", "csv") == (
        "变化,编号,期,单位,状态,时限,原时限,延期次数,日期,内容,暂定\r\n"
        "新办结、新报不涉及,2.3,2017-10-09,甲局,已完成,2017-10-30,,,2017-10-20,"
        "自申请之日起限时答复。,\r\n"
        "新逾期,1.2,2017-08,甲局,正在推进,2017-09-28,,,2017-09-12,按月公开。,\r\n"
        "新受阻,2.2,,乙局,受阻,2017-12-31,,,2017-10-10,待文件出台后办理。,\r\n"
        "新退回,1.2,2017-08,甲局,正在推进,2017-09-28,,,2017-09-12,按月公开。,\r\n"
        "新延期,2.3,2017-09-20,甲局,正在推进,2017-10-25,2017-10-17,1,2017-09-21,"
        "自申请之日起限时答复。,\r\n"
        "重新待办,2.1,,乙局,正在推进,2017-12-31,,,2017-10-11,大家落实。,\r\n"
        "新问题,2.1,,甲局,正在推进,,,,2017-10-10,人手不够。,\r\n"
        '新问题,2.2,,乙局,受阻,,,,2017-10-10,"文件未出台。\n已去函。",\r\n'
    )


def test_json_has_every_sort_and_both_days_totals(recorded: Bench) -> None:
    data = json.loads(recorded.ok("diff", "2017-10-08", "2017-10-09", "--format", "json"))
    duty = {
        "task": "1.1",
        "unit": "甲局",
        "role": "lead",
        "period": None,
        "event": None,
        "due": "2017-09-22",
        "begun": True,
        "status": "done",
        "overdue": False,
        "last_report": "2017-10-09",
        "evidence": 1,
        "original_due": "2017-09-22",
        "provisional": False,
        "original_provisional": False,
        "extension_count": 0,
        "asked_late": False,
        "checked": "unreviewed",
        "silent": False,
        "returned": False,
        "unproved": False,
        "correct_by": None,
        "completed": "2017-10-09",
        "late_days": 17,
        "times_returned": 0,
        "late_entries": 0,
    }
    waived = {
        **duty,
        "task": "2.1",
        "unit": "丁镇",
        "role": "implement",
        "status": "waived",
        "completed": None,
        "late_days": 0,
        "evidence": 0,
        "due": "2017-12-31",
        "original_due": "2017-12-31",
        "provisional": False,
        "original_provisional": False,
    }
    statuses = dict.fromkeys(("todo", "waiting", "doing", "blocked", "done", "waived"), 0)
    before = {
        "all": 5,
        "by_status": statuses | {"todo": 2, "waiting": 1, "doing": 2},
        "done": 0,
        "waived": 0,
        "accepted": 0,
        "open": 5,
        "idle": 0,
        "cancelled": 0,
        "rate": 0.0,
        "completion": {"part": 0, "base": 5, "rate": 0.0},
        "overdue": 1,
        "overdue_duties": 1,
        "late_below": 0,
        "late_below_duties": 0,
        "late_done": 0,
    }
    after = {
        **before,
        "by_status": statuses | {"todo": 1, "waiting": 1, "doing": 2, "done": 1},
        "done": 1,
        "open": 4,
        "rate": 20.0,
        "completion": {"part": 1, "base": 5, "rate": 20.0},
        "overdue": 0,
        "overdue_duties": 0,
        "late_done": 1,
    }
    assert data == {
        "format": "gkplan/diff/2",
        "as_of": "2017-10-09",
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
        "since": "2017-10-08",
        "before": before,
        "after": after,
        "records": 2,
        "settled": [duty, waived],
        "late": [],
        "changes": [],
        "cancelled": [],
        "caught_up": [duty],
        "blocked": [],
        "returned": [],
        "extended": [],
        "reopened": [],
        "problems": [],
    }


def test_json_has_problems_as_records(recorded: Bench) -> None:
    data = json.loads(recorded.ok("diff", "2017-10-09", "2017-10-10", "--format", "json"))
    assert data["problems"] == [
        {
            "unit": "甲局",
            "task": "2.1",
            "period": None,
            "event": None,
            "status": "doing",
            "date": "2017-10-10",
            "evidence": [],
            "note": None,
            "problem": "人手不够。",
            "next": None,
            "by": None,
            "entered": None,
        },
        {
            "unit": "乙局",
            "task": "2.2",
            "period": None,
            "event": None,
            "status": "blocked",
            "date": "2017-10-10",
            "evidence": [],
            "note": None,
            "problem": "文件未出台。\n已去函。",
            "next": None,
            "by": None,
            "entered": None,
        },
    ]


@pytest.mark.parametrize(
    "args",
    [
        ["2017-10-11", "2017-10-16"],
        ["2017/10/11", "2017/10/16"],
        ["2017.10.11", "2017.10.16"],
        ["2017年10月11日", "2017年10月16日"],
        ["2017年10月11", "2017-10-16"],
        ["2017-10-11", "--as-of", "2017-10-16"],
        ["2017-10-11", "2017-10-16", "--as-of", "2018-01-01"],
        ["--as-of", "2017.10.16", "2017-10-11"],
    ],
    ids=" ".join,
)
def test_days_are_written_as_people_write_them(recorded: Bench, args: list[str]) -> None:
    assert recorded.ok("diff", *args).startswith("2017-10-11 至 2017-10-16 的变化\n\n")


def test_a_day_of_one_figure_is_written_as_people_write_it(recorded: Bench) -> None:
    for day in ("2017-9-1", "2017/9/1", "2017.9.1", "2017年9月1日", "2017-09-01"):
        assert recorded.ok("diff", day, day) == (
            "2017-09-01 至 2017-09-01 的变化\n"
            "\n"
            "编号  期  单位  状态  时限  事项\n"
            "已完成 0 → 0 项，逾期 0 → 0 项，完成率 0.0% → 0.0%；期间填报 0 条\n"
        )


def test_future_days_show_what_will_be_late_without_further_records(recorded: Bench) -> None:
    result = recorded.run("diff", "2017-11-27", "2017-11-29")
    assert (result.code, result.err) == (
        0,
        "提醒：2017-11-29 晚于 2017-10-31，以后的逾期是按现有的填报推算的\n",
    )
    assert result.out == (
        "2017-11-27 至 2017-11-29 的变化\n"
        "\n"
        "编号  期       单位  状态    时限        事项\n"
        "## 新逾期（1 份）\n"
        "1.2   2017-10  甲局  未启动  2017-11-28  按月公开\n"
        "已完成 1 → 1 项，逾期 2 → 2 项，完成率 20.0% → 20.0%；期间填报 0 条\n"
    )


def test_with_a_unit_only_its_own_changes_are_listed(recorded: Bench) -> None:
    assert recorded.ok("diff", "2017-09-30", "--unit", "丁") == (
        "2017-09-30 至 2017-10-31 的变化\n"
        "\n"
        "编号  期  单位  状态    时限        事项\n"
        "## 新办结、新报不涉及（1 份）\n"
        "2.1   -   丁镇  不涉及  2017-12-31  大家落实\n"
        "已完成 0 → 0 项，逾期 0 → 0 项，完成率 0.0% → 0.0%；期间填报 1 条\n"
    )


def test_with_a_unit_the_totals_count_only_its_own_tasks(recorded: Bench) -> None:
    lines = recorded.ok("diff", "2017-09-30", "--unit", "乙局").split("\n")
    assert lines[-2] == "已完成 1 → 0 项，逾期 0 → 0 项，完成率 50.0% → 0.0%；期间填报 2 条"


BAD_DATE = "日期写作 2017-09-12 的样子"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["2017-10-31", "2017-10-30"],
            "2017-10-31 晚于 2017-10-30\n  先写早的一天，再写晚的一天",
        ),
        (["2017-11-01"], "2017-11-01 晚于 2017-10-31\n  先写早的一天，再写晚的一天"),
        (["20171131"], f"DATE：“2017-11-31” 不是有效日期\n  {BAD_DATE}"),
        (["9月31日"], f"DATE：“9月31日” 不是有效日期\n  {BAD_DATE}"),
        (
            ["8月1日"],
            f"DATE：“8月1日” 没有写年份，2017-08-03 至 2017-12-31 之间没有这一天\n  {BAD_DATE}",
        ),
        (["2017-02-29"], f"DATE：“2017-02-29” 不是有效日期\n  {BAD_DATE}"),
        (["2017-09-01", "2017-09-31"], f"DATE：“2017-09-31” 不是有效日期\n  {BAD_DATE}"),
        (["2017-09-01", ""], f"DATE：“” 不是有效日期\n  {BAD_DATE}"),
        (["2017-09-01", "--unit", "局"], "“局” 对应多个单位\n  请写全：甲局、乙局"),
        (["昨天"], f"DATE：“昨天” 不是有效日期\n  {BAD_DATE}"),
        (
            ["2017-09-01", "--format", "ics"],
            "--format 不接受 “ics”\n  可用：table、json、csv、md",
        ),
        ([], "缺少 DATE\n  用法：gkplan diff DATE [DATE] [选项]；详见 --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_request_that_does_not_fit_is_explained(
    recorded: Bench, args: list[str], message: str
) -> None:
    result = recorded.run("diff", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_everything_fits(recorded: Bench, width: int) -> None:
    out = recorded.ok("diff", "2017-09-30", terminal=True, width=width)
    lines = [line.rstrip() for line in out.split("\n")]
    assert max(map(cell_len, lines)) <= width
    assert [line for line in lines if line.startswith(("新", "不再", "重新"))] == [
        "新办结、新报不涉及（3 份）",
        "新逾期（2 份）",
        "不再逾期（1 份）",
        "新受阻（1 份）",
        "新退回（1 份）",
        "新延期（2 份）",
        "重新待办（1 份）",
        "新问题（2 条）",
    ]
    for text in ("正在推进", "已退回", "原 2017-10-17", "2017-11-20", "人手不够。", "已去函。"):
        assert text in out


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_the_plan_that_ships_fits(starter: Bench, width: int) -> None:
    out = starter.ok("diff", "2017-09-01", "2018-03-01", terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    assert "新逾期（425 份）" in out


ENV = GIT_ENV


def commit(bench: Bench) -> None:
    """Commit the folder to git as it is."""
    who = ("-c", "user.name=测试", "-c", "user.email=t@example.cn")
    for args in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "报进展")):
        subprocess.run(["git", *args], cwd=bench.root, env=ENV, check=True)


def test_at_a_git_revision_both_days_are_of_the_files_as_they_were(recorded: Bench) -> None:
    old = recorded.ok("diff", "2017-09-30")
    commit(recorded)
    recorded.write("data/progress/甲局.yaml", "")
    (recorded.root / "data/reviews.yaml").unlink()
    commit(recorded)
    before = recorded.files()
    assert recorded.ok("diff", "2017-09-30", "--git", "HEAD~1", env=ENV) == old
    assert recorded.ok("diff", "2017-10-09", "2017-10-10", "--git", "HEAD", env=ENV) == (
        "2017-10-09 至 2017-10-10 的变化\n"
        "\n"
        "编号  期  单位  状态  时限        事项\n"
        "## 新受阻（1 份）\n"
        "2.2   -   乙局  受阻  2017-12-31  待文件出台后办理\n"
        "## 新问题（1 条）\n"
        "2.2   -   乙局  受阻  -           2017-10-10：文件未出台。 已去函。\n"
        "已完成 0 → 0 项，逾期 2 → 2 项，完成率 0.0% → 0.0%；期间填报 1 条\n"
    )
    assert recorded.run("diff", "2017-09-30", "--git", "HEAD~9", env=ENV).code == 2
    assert recorded.files() == before


def test_changes_of_responsibility_and_cancellations_are_listed(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml").replace(
        "    cadence: monthly\n",
        "    cadence: monthly\n    changes: [{date: 2017-10-16, basis: 纪要, lead: [乙局]}]\n",
    )
    ended = "    awaits: 文件出台\n    cancelled: {date: 2017-10-20, basis: 通知}\n"
    small.write("data/tasks.yaml", tasks.replace("    awaits: 文件出台\n", ended))
    shown = small.ok("diff", "2017-10-15", "2017-10-31")
    assert "## 职责调整、取消（2 次）\n" in shown
    assert "2017-10-16 起由乙局牵头（依据：纪要）" in shown
    assert "2017-10-20 起取消（依据：通知）" in shown
    data = json.loads(small.ok("diff", "2017-10-15", "2017-10-31", "--format", "json"))
    assert [(one["task"], one["lead"]) for one in data["changes"]] == [("1.2", ["乙局"])]
    assert [(one["task"], one["date"]) for one in data["cancelled"]] == [("2.2", "2017-10-20")]
    rows = small.ok("diff", "2017-10-15", "2017-10-31", "--format", "csv").split("\r\n")
    assert [row.split(",")[1:5] for row in rows if row.startswith("职责调整")] == [
        ["1.2", "", "乙局", "职责调整"],
        ["2.2", "", "", "已取消"],
    ]
    assert "职责调整" not in small.ok("diff", "2017-10-20", "2017-10-31")
    assert "职责调整" not in small.ok("diff", "2017-10-01", "2017-10-15")
