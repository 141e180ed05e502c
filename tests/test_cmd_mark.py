"""``gkplan mark``: append one record per task."""

import json
import os
from pathlib import Path

import pytest
from conftest import Bench, Result

JOURNAL = "data/progress/甲局.yaml"
LINKS = pytest.mark.posix("symbolic links")


@pytest.fixture
def filed(small: Bench) -> Bench:
    """The small plan with files inside the plan folder, outside of it, and links to both."""
    plan = Bench(small.root / "方案")
    (small.root / "data").rename(plan.write("evidence/8月.pdf", "").parents[1] / "data")
    small.write("secret.pdf", "")
    if os.name != "nt":
        (plan.root / "inside.pdf").symlink_to("evidence/8月.pdf")
        (plan.root / "outside.pdf").symlink_to("../secret.pdf")
        (plan.root / "evidence/up").symlink_to("../..")
    return plan


def test_it_reports_what_was_written_and_asks_for_evidence(small: Bench) -> None:
    result = small.run("mark", "1.2", "done", "--period", "2017-08")
    assert result.code == 0
    assert result.out == f"1.2  2017-08  甲局  已完成  {JOURNAL}\n"
    assert result.err == ("提醒：事项 1.2 已完成，但没有佐证材料；可再记一条带 --evidence 的记录\n")


def test_with_proof_or_without_being_done_it_asks_nothing(small: Bench) -> None:
    done = small.run("mark", "1.1", "done", "--evidence", "https://a.cn")
    assert (done.code, done.err) == (0, "")
    doing = small.run("mark", "2.3", "doing", "-u", "甲", "--event", "2017-10-09")
    assert (doing.code, doing.err) == (0, "提醒：事项 2.3 新开一件，起算日 2017-10-09\n")
    again = small.run("mark", "2.3", "doing", "-u", "甲", "--event", "2017-10-09")
    assert (again.code, again.err) == (0, "")
    assert doing.out == f"2.3  2017-10-09  甲局  正在推进  {JOURNAL}\n"


def test_every_option_has_its_key(small: Bench) -> None:
    small.write("证明.pdf", "")
    small.ok(
        *("mark", "二.1", "受阻", "--unit", "甲", "--date", "2017-10-30", "--by", "张三"),
        *("--evidence", "https://a.cn/1", "--evidence", "证明.pdf"),
        *("--note", "有进展。", "--problem", "缺人。", "--next", "借人。"),
    )
    assert small.read(JOURNAL) == (
        '- task: "2.1"\n'
        "  status: blocked\n"
        "  date: 2017-10-30\n"
        "  entered: 2017-10-31\n"
        "  evidence:\n"
        "  - https://a.cn/1\n"
        "  - 证明.pdf\n"
        "  note: 有进展。\n"
        "  problem: 缺人。\n"
        "  next: 借人。\n"
        "  by: 张三\n"
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("未启动", "todo"),
        ("条件未具备", "waiting"),
        ("正在推进", "doing"),
        ("受阻", "blocked"),
        ("已完成", "done"),
        ("不涉及", "waived"),
        ("Done", "done"),
    ],
)
def test_statuses_in_either_language_are_written_in_english(
    small: Bench, word: str, status: str
) -> None:
    small.ok("mark", "1.1", word)
    assert f"  status: {status}\n" in small.read(JOURNAL)


def test_what_was_awaited_may_come(small: Bench) -> None:
    def status() -> str:
        return str(json.loads(small.ok("list", "2.2", "--format", "json"))["tasks"][0]["status"])

    assert status() == "waiting"
    small.ok("mark", "2.2", "doing", "--note", "文件已出台")
    assert status() == "doing"


def test_the_date_is_the_day_figures_are_counted_to(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--as-of", "2017-09-30")
    assert "  date: 2017-09-30\n" in small.read(JOURNAL)


def test_a_group_marks_all_its_tasks_or_none(small: Bench) -> None:
    result = small.run("mark", "1", "done")
    assert (result.code, result.out) == (2, "")
    assert not (small.root / JOURNAL).exists()
    assert small.ok("mark", "一", "done", "--as-of", "2017-08-31") == (
        f"1.1  甲局  已完成  {JOURNAL}\n1.2  2017-08  甲局  已完成  {JOURNAL}\n"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.cn/a?b=c#d", "https://example.cn/a?b=c#d"),
        ("HTTP://example.cn", "HTTP://example.cn"),
        ("https://example.cn/中文", "https://example.cn/中文"),
        ("evidence/8月.pdf", "evidence/8月.pdf"),
        ("./evidence/../evidence/8月.pdf", "evidence/8月.pdf"),
        pytest.param("inside.pdf", "evidence/8月.pdf", marks=LINKS),
    ],
)
def test_evidence_is_an_address_or_a_file_of_the_plan_folder(
    filed: Bench, given: str, kept: str
) -> None:
    filed.ok("mark", "1.1", "done", "--evidence", given)
    assert f"  evidence:\n  - {kept}\n" in filed.read(JOURNAL)


def test_evidence_is_looked_for_from_here_and_then_from_the_plan_folder(filed: Bench) -> None:
    for here, given in ((filed.root / "evidence", "8月.pdf"), (Path("/"), "evidence/8月.pdf")):
        filed.ok(
            *("mark", "1.1", "done", "--evidence", given, "--data", str(filed.root)),
            cwd=here,
        )
    assert filed.read(JOURNAL).count("  evidence:\n  - evidence/8月.pdf\n") == 2
    filed.ok("mark", "1.1", "done", "--evidence", str(filed.root / "evidence/8月.pdf"))
    assert filed.read(JOURNAL).count("  evidence:\n  - evidence/8月.pdf\n") == 3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("javascript:alert(1)", "佐证材料 “javascript:alert(1)” 不是有效的网址"),
        ("data:text/html,x", "佐证材料 “data:text/html,x” 不是有效的网址"),
        ("file:///etc/passwd", "佐证材料 “file:///etc/passwd” 不是有效的网址"),
        ("ftp://example.cn/x", "佐证材料 “ftp://example.cn/x” 不是有效的网址"),
        ("http://", "佐证材料 “http://” 不是有效的网址"),
        ("http://a b.cn/", "佐证材料 “http://a b.cn/” 不是有效的网址"),
        ('http://a.cn/"onclick=', '佐证材料 “http://a.cn/"onclick=” 不是有效的网址'),
        ("http://[::1", "佐证材料 “http://[::1” 不是有效的网址"),
        ("nothing.pdf", "没有佐证文件 “nothing.pdf”"),
        ("www.a.cn/1", "佐证材料 “www.a.cn/1” 不是完整的网址，前面要加 http:// 或 https://"),
        ("a.gov.cn/1", "没有佐证文件 “a.gov.cn/1”\n  是网址的，前面要加 http:// 或 https://\n"),
        ("evidence", "“evidence” 是文件夹"),
        ("", "没有佐证文件 “”"),
        ("../secret.pdf", "佐证文件 “../secret.pdf” 不在方案文件夹内"),
        pytest.param("outside.pdf", "佐证文件 “outside.pdf” 不在方案文件夹内", marks=LINKS),
        pytest.param(
            "evidence/up/secret.pdf",
            "佐证文件 “evidence/up/secret.pdf” 不在方案文件夹内",
            marks=LINKS,
        ),
    ],
)
def test_evidence_that_proves_nothing_is_refused(filed: Bench, given: str, message: str) -> None:
    before = filed.files()
    result = filed.run("mark", "1.1", "done", "--evidence", given)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"错误：{message}")
    assert filed.files() == before


def test_evidence_with_a_hostile_name_is_refused(filed: Bench) -> None:
    filed.write("evidence/\x1b[31m.pdf", "")
    result = filed.run("mark", "1.1", "done", "--evidence", "evidence/\x1b[31m.pdf")
    assert (result.code, result.out) == (2, "")
    assert "\x1b" not in result.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["1.9", "done"], "没有事项 “1.9”\n  “一、第一组” 有 1.1 至 1.2"),
        (["1.1", "done", "--unit", "丁"], "丁镇 与事项 1.1 无关\n  由 甲局 填报"),
        (
            ["2.3", "doing"],
            "事项 2.3 有 3 个责任单位（各部门）\n  用 --unit 指明是哪一个单位",
        ),
        (
            ["1.2", "done"],
            (
                "事项 1.2 有 3 期待办：2017-08（未启动）、2017-09（未启动）、2017-10（未启动）\n"
                "  用 --period 写明是哪一期"
            ),
        ),
        (
            ["1.1", "done", "--date", "9月"],
            "--date：“9月” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
        (
            ["2.3", "done", "--event", "9月"],
            "--event：“9月” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
        (
            ["1.1", "完毕"],
            (
                "“完毕” 不是有效状态\n  可用：todo 未启动、waiting 条件未具备、doing 正在推进、"
                "blocked 受阻、done 已完成、waived 不涉及"
            ),
        ),
    ],
    ids=["id", "unit", "no unit", "period", "date", "event", "status"],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    before = small.files()
    result = small.run("mark", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")
    assert small.files() == before


def test_a_forgotten_status_is_reported_as_missing(small: Bench) -> None:
    result = small.run("mark", "1.1")
    assert (result.code, result.out) == (2, "")
    assert "STATUS" in result.err.split("\n")[0]


def test_an_event_in_a_year_without_a_calendar_is_recorded(small: Bench) -> None:
    small.ok("mark", "2.3", "doing", "-u", "甲", "--event", "1999-01-01", "--date", "2017-09-01")
    assert "1999-01-01  1999-01-22 暂定" in small.ok("show", "2.3")


def test_a_plan_with_errors_is_not_written_to(small: Bench) -> None:
    small.write("data/units.yaml", small.read("data/units.yaml").replace("甲局", "甲厅"))
    before = small.files()
    result = small.run("mark", "2.2", "doing")
    assert (result.code, result.out) == (3, "")
    assert "error[unknown-unit]: 单位 “甲局” 没有登记" in result.err
    assert small.files() == before


@pytest.mark.posix("symbolic links")
def test_a_progress_folder_that_leads_nowhere_is_refused(small: Bench) -> None:
    (small.root / "data/progress").symlink_to("nowhere")
    assert small.run("mark", "1.1", "done").code in (3, 4)


# withdrawn

WITHDRAWN = """\
- task: "1.1"
  status: doing
  date: 2017-10-01
- task: "1.1"
  status: done
  date: 2017-10-20
  evidence: [https://a.cn/1]
"""
PERIODS = """\
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12}
- {task: "1.2", period: 2017-09, status: blocked, date: 2017-10-09}
- {task: "1.2", period: 2017-08, status: doing, date: 2017-09-20}
"""
NOTHING_LEFT = "  用 gkplan log 查看有哪些记录；已经撤回的不能再撤\n"


def taken_back(record: str, digest: str, about: str = '- task: "1.1"\n') -> str:
    """Return a withdrawal of the last day of October."""
    dates = f"  date: 2017-10-31\n  record: {record}\n"
    return f'{about}  status: withdrawn\n{dates}  digest: "{digest}"\n'


@pytest.mark.parametrize("word", ["withdrawn", "撤回", "已撤回", "Withdrawn"])
def test_a_withdrawal_names_the_record_it_takes_back(small: Bench, word: str) -> None:
    small.write(JOURNAL, WITHDRAWN)
    assert small.run("mark", "1.1", word, "--note", "填错了。", "--by", "张三") == Result(
        0,
        f"1.1  甲局  撤回 2017-10-20 的填报（已完成）  {JOURNAL}\n",
        "提醒：事项 1.1（甲局）现以 2017-10-01 的记录为准：正在推进\n",
    )
    assert small.read(JOURNAL) == (
        WITHDRAWN + taken_back("2017-10-20", "5f0910fc4575") + "  note: 填错了。\n  by: 张三\n"
    )
    assert small.run("check") == Result(0, "", "data：没有错误\n")


def test_a_withdrawal_names_the_reviews_that_lapse_with_the_record(small: Bench) -> None:
    for status, day in (("doing", "2017-10-01"), ("done", "2017-10-09")):
        small.ok("mark", "1.1", status, "-u", "甲", "--date", day)
    small.ok("review", "1.1", "return", "--note", "没有链接", "--date", "2017-10-10")
    small.ok("mark", "1.1", "done", "-u", "甲", "--date", "2017-10-11", "--note", "已补")
    small.ok("review", "1.1", "accept", "--date", "2017-10-12")
    first = small.run("mark", "1.1", "withdrawn", "-u", "甲", "--date", "2017-10-13")
    assert first.err.endswith("提醒：事项 1.1（甲局）随之失效的：2017-10-12 的核查（已核实）\n")
    second = small.run("mark", "1.1", "withdrawn", "-u", "甲", "--date", "2017-10-14")
    assert second.err.endswith("提醒：事项 1.1（甲局）随之失效的：2017-10-10 的核查（已退回）\n")
    third = small.run("mark", "1.1", "withdrawn", "-u", "甲", "--date", "2017-10-15")
    assert "失效" not in third.err


def test_a_second_withdrawal_takes_back_the_one_before_and_a_third_nothing(small: Bench) -> None:
    small.write(JOURNAL, WITHDRAWN)
    small.ok("mark", "1.1", "withdrawn")
    assert small.run("mark", "1.1", "withdrawn") == Result(
        0,
        f"1.1  甲局  撤回 2017-10-01 的填报（正在推进）  {JOURNAL}\n",
        "提醒：事项 1.1（甲局）没有别的记录，恢复为未报\n",
    )
    written = (
        WITHDRAWN
        + taken_back("2017-10-20", "5f0910fc4575")
        + taken_back("2017-10-01", "ee0a6ccae987")
    )
    assert small.read(JOURNAL) == written
    assert small.run("mark", "1.1", "withdrawn") == Result(
        2, "", f"错误：甲局 在事项 1.1 没有可撤回的记录\n{NOTHING_LEFT}"
    )
    assert small.read(JOURNAL) == written
    [task] = json.loads(small.ok("list", "1.1", "--format", "json"))["tasks"]
    keys = ("status", "last_report", "evidence", "missing")
    assert [task[key] for key in keys] == ["todo", None, 0, ["甲局"]]


def test_a_record_after_a_withdrawal_counts_and_may_be_taken_back_too(small: Bench) -> None:
    small.write(JOURNAL, WITHDRAWN)
    small.ok("mark", "1.1", "withdrawn")
    small.ok("mark", "1.1", "blocked", "--problem", "缺人。")
    assert json.loads(small.ok("list", "1.1", "--format", "json"))["tasks"][0]["status"] == (
        "blocked"
    )
    assert small.run("mark", "1.1", "withdrawn") == Result(
        0,
        f"1.1  甲局  撤回 2017-10-31 的填报（受阻）  {JOURNAL}\n",
        "提醒：事项 1.1（甲局）现以 2017-10-01 的记录为准：正在推进\n",
    )


def test_with_a_period_its_latest_record_is_taken_back(small: Bench) -> None:
    small.write(JOURNAL, PERIODS)
    assert small.run("mark", "1.2", "withdrawn", "--period", "8月") == Result(
        0,
        f"1.2  2017-08  甲局  撤回 2017-09-20 的填报（正在推进）  {JOURNAL}\n",
        "提醒：事项 1.2（甲局，2017-08 期）现以 2017-09-12 的记录为准：已完成\n",
    )
    about = '- task: "1.2"\n  period: 2017-08\n'
    assert small.read(JOURNAL) == PERIODS + taken_back("2017-09-20", "0b7261a62ce3", about)
    before = small.files()
    assert small.run("mark", "1.2", "withdrawn", "--period", "2017-10") == Result(
        2, "", f"错误：甲局 在事项 1.2 的 2017-10 没有可撤回的记录\n{NOTHING_LEFT}"
    )
    assert small.files() == before


def test_several_periods_are_taken_back_together_or_none_is(small: Bench) -> None:
    small.write(JOURNAL, PERIODS)
    before = small.files()
    three = ("--period", "8月", "--period", "9月", "--period", "10月")
    assert small.run("mark", "1.2", "withdrawn", *three) == Result(
        2, "", f"错误：甲局 在事项 1.2 的 2017-10 没有可撤回的记录\n{NOTHING_LEFT}"
    )
    assert small.run("mark", "1.2", "1.1", "withdrawn").code == 2
    assert small.files() == before
    assert small.run("mark", "1.2", "withdrawn", *three[:4]) == Result(
        0,
        (
            f"1.2  2017-08  甲局  撤回 2017-09-20 的填报（正在推进）  {JOURNAL}\n"
            f"1.2  2017-09  甲局  撤回 2017-10-09 的填报（受阻）  {JOURNAL}\n"
        ),
        (
            "提醒：事项 1.2（甲局，2017-08 期）现以 2017-09-12 的记录为准：已完成\n"
            "提醒：事项 1.2（甲局，2017-09 期）没有别的记录，恢复为未报\n"
        ),
    )


def test_without_a_period_the_latest_record_on_the_task_is_taken_back(small: Bench) -> None:
    small.write(JOURNAL, PERIODS)
    assert small.ok("mark", "1.2", "withdrawn") == (
        f"1.2  2017-09  甲局  撤回 2017-10-09 的填报（受阻）  {JOURNAL}\n"
    )
    assert small.ok("mark", "1.2", "withdrawn") == (
        f"1.2  2017-08  甲局  撤回 2017-09-20 的填报（正在推进）  {JOURNAL}\n"
    )


def test_the_only_record_of_an_event_ends_it(small: Bench) -> None:
    small.write(JOURNAL, '- {task: "2.3", event: 2017-10-09, status: doing, date: 2017-10-20}\n')
    asked = ("mark", "2.3", "withdrawn", "-u", "甲", "--event", "2017-10-09")
    assert small.run(*asked) == Result(
        0,
        f"2.3  2017-10-09  甲局  撤回 2017-10-20 的填报（正在推进）  {JOURNAL}\n",
        "提醒：事项 2.3（甲局，起算日 2017-10-09）没有别的记录，这一件不再应办\n",
    )
    assert json.loads(small.ok("show", "2.3", "--format", "json"))["tasks"][0]["duties"] == []


@pytest.mark.parametrize(
    ("day", "record"), [("2017-10-20", "2017-10-20"), ("2017-10-19", "2017-10-01")]
)
def test_the_record_that_was_in_force_on_the_day_is_taken_back(
    small: Bench, day: str, record: str
) -> None:
    small.write(JOURNAL, WITHDRAWN)
    assert f"撤回 {record} 的填报" in small.ok("mark", "1.1", "withdrawn", "--as-of", day)
    assert f"  date: {day}\n  entered: 2017-10-31\n  record: {record}\n" in small.read(JOURNAL)


def test_a_withdrawal_is_no_earlier_than_what_it_takes_back(small: Bench) -> None:
    small.write(JOURNAL, WITHDRAWN)
    asked = ("mark", "1.1", "withdrawn", "--date")
    assert small.run(*asked, "2017-10-19") == Result(
        2,
        "",
        "错误：撤回日期 2017-10-19 早于所撤回记录的填报日期 2017-10-20\n  改正 --date\n",
    )
    assert small.read(JOURNAL) == WITHDRAWN
    small.ok(*asked, "2017-10-20")
    assert "  date: 2017-10-20\n  entered: 2017-10-31\n  record: 2017-10-20\n" in small.read(
        JOURNAL
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--evidence", "https://a.cn"], "--evidence"),
        (["--problem", "缺人。"], "--problem"),
        (["--next", "借人。"], "--next"),
    ],
    ids=["evidence", "problem", "next"],
)
def test_a_withdrawal_proves_and_reports_nothing(
    small: Bench, args: list[str], message: str
) -> None:
    small.write(JOURNAL, WITHDRAWN)
    before = small.files()
    assert small.run("mark", "1.1", "withdrawn", *args) == Result(
        2,
        "",
        f"错误：撤回不写 {message}\n  理由用 --note 写明；要改成别的状态，撤回之后再填报一次\n",
    )
    assert small.files() == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["1.1"], f"甲局 在事项 1.1 没有可撤回的记录\n{NOTHING_LEFT}"),
        (["2.3", "-u", "甲"], f"甲局 在事项 2.3 没有可撤回的记录\n{NOTHING_LEFT}"),
        (["2.1"], "事项 2.1 有 4 个责任单位（丙委、各镇、各部门）\n  用 --unit 指明是哪一个单位\n"),
        (["1.1", "-u", "乙"], "乙局 是事项 1.1 的配合单位，不单独填报\n  由 甲局 填报\n"),
        (["1.1", "--period", "8月"], "事项 1.1 不按期办理\n  不要写 --period\n"),
    ],
    ids=["none", "no event", "which unit", "supporting unit", "no periods"],
)
def test_a_withdrawal_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    before = small.files()
    ids = [args[0], "withdrawn", *args[1:]]
    assert small.run("mark", *ids) == Result(2, "", f"错误：{message}")
    assert small.files() == before
