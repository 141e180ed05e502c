"""``gkplan mark``: append one record per task."""

import json
import os
from pathlib import Path

import pytest
from conftest import Bench

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
