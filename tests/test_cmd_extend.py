"""``gkplan extend``: a later due date that was granted, appended to the supervisor's journal."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest
from conftest import Bench, Result

REVIEWS = "data/reviews.yaml"
JOURNAL = "data/progress/甲局.yaml"
GRANTED = ("--reason", "数据未审定。", "--approved-by", "分管副区长")
UNTIL = ("--to", "2018-01-31", *GRANTED)
TAIL = "  date: 2017-10-31\n  reason: 数据未审定。\n  approved_by: 分管副区长\n"
ONCE = f'- task: "1.1"\n  unit: 甲局\n  to: 2018-01-31\n{TAIL}'
OCTOBER = '- task: "1.2"\n  unit: 甲局\n  period: 2017-10\n'
SETTLED = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-20
- task: "1.2"
  period: 2017-09
  status: waived
  date: 2017-10-20
"""
STARTED = """\
- task: "2.3"
  event: 2017-10-09
  status: doing
  date: 2017-10-20
"""


def test_it_reports_what_was_written_and_writes_it(small: Bench) -> None:
    before = small.files()
    assert small.run("extend", "1.1", *UNTIL) == Result(
        0, f"1.1  甲局  延期到 2018-01-31  {REVIEWS}\n", ""
    )
    assert small.files() == {**before, REVIEWS: ONCE.encode()}


def test_every_option_has_its_key(small: Bench) -> None:
    printed = small.run(
        *("extend", "一.2", "--unit", "甲", "--period", "10月", "--to", "2018年1月5日"),
        *("--date", "2017/10/9", "--reason", "系统升级。\n数据要补。", "--approved-by", "某某"),
        *("--by", "李四"),
    )
    assert printed == Result(0, f"1.2  2017-10  甲局  延期到 2018-01-05  {REVIEWS}\n", "")
    assert small.read(REVIEWS) == (
        '- task: "1.2"\n'
        "  unit: 甲局\n"
        "  period: 2017-10\n"
        "  to: 2018-01-05\n"
        "  date: 2017-10-09\n"
        "  entered: 2017-10-31\n"
        "  reason: |-\n"
        "    系统升级。\n"
        "    数据要补。\n"
        "  approved_by: 某某\n"
        "  by: 李四\n"
    )


def test_without_a_period_the_only_open_one_that_has_begun_is_extended(small: Bench) -> None:
    small.write(JOURNAL, SETTLED)
    printed = small.ok("extend", "1.2", *UNTIL)
    assert printed == f"1.2  2017-10  甲局  延期到 2018-01-31  {REVIEWS}\n"
    assert small.read(REVIEWS) == f"{OCTOBER}  to: 2018-01-31\n{TAIL}"


def test_of_several_that_fit_one_must_be_named(small: Bench) -> None:
    assert small.run("extend", "1.2", *UNTIL) == Result(
        2,
        "",
        "错误：事项 1.2 的应办事项有 3 份都合适："
        "2017-08（未启动）、2017-09（未启动）、2017-10（未启动）\n"
        "  用 --period 或 --event 指明\n",
    )


def test_where_none_fits_a_later_period_may_be_named(small: Bench) -> None:
    small.write(JOURNAL, SETTLED.replace("10-20", "09-20"))
    args = ("1.2", *UNTIL, "--as-of", "2017-09-30")
    assert small.run("extend", *args) == Result(
        2,
        "",
        "错误：事项 1.2 的应办事项没有一份合适：2017-08（已完成）、2017-09（不涉及）、"
        "2017-10（未启动）、2017-11（未启动）、2017-12（未启动）\n"
        "  用 --period 或 --event 指明\n",
    )
    assert small.run("extend", *args, "--period", "2017-10") == Result(
        0, f"1.2  2017-10  甲局  延期到 2018-01-31  {REVIEWS}\n", ""
    )


def test_an_occurrence_that_was_reported_is_extended(small: Bench) -> None:
    small.write(JOURNAL, STARTED)
    printed = small.ok("extend", "2.3", "-u", "甲", *UNTIL)
    assert printed == f"2.3  2017-10-09  甲局  延期到 2018-01-31  {REVIEWS}\n"
    small.write(JOURNAL, STARTED + STARTED.replace("10-09", "10-16"))
    printed = small.ok("extend", "2.3", "-u", "甲", "--event", "2017.10.16", *UNTIL)
    assert printed == f"2.3  2017-10-16  甲局  延期到 2018-01-31  {REVIEWS}\n"
    about = '- task: "2.3"\n  unit: 甲局\n  event: 2017-10-09\n  to: 2018-01-31\n'
    assert small.read(REVIEWS) == about + TAIL + about.replace("10-09", "10-16") + TAIL


def test_several_ids_are_extended_together(small: Bench) -> None:
    assert small.run("extend", "1.1", "2.2", *UNTIL) == Result(
        0,
        f"1.1  甲局  延期到 2018-01-31  {REVIEWS}\n2.2  乙局  延期到 2018-01-31  {REVIEWS}\n",
        "",
    )
    assert small.read(REVIEWS) == (f'{ONCE}- task: "2.2"\n  unit: 乙局\n  to: 2018-01-31\n{TAIL}')


@pytest.mark.parametrize(
    "args",
    [("1.1", "1.2"), ("1",), ("1.1", "2.1"), ("1.1", "2.2", "-u", "甲"), ("1.1", "3.1")],
    ids=["three periods fit", "group", "many units", "not its task", "no such task"],
)
def test_when_one_of_several_cannot_be_extended_none_is(
    small: Bench, args: tuple[str, ...]
) -> None:
    before = small.files()
    result = small.run("extend", *args, *UNTIL)
    assert (result.code, result.out) == (2, "")
    assert small.files() == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["1.9"], "没有事项 “1.9”\n  “一、第一组” 有 1.1 至 1.2"),
        (["1.1", "-u", "乙"], "乙局 是事项 1.1 的配合单位，不单独填报\n  由 甲局 填报"),
        (
            ["2.1"],
            "事项 2.1 有 4 个责任单位（丙委、各镇、各部门）\n  用 --unit 指明是哪一个单位",
        ),
        (
            ["1.1", "--to", "2017-12-31"],
            "事项 1.1（甲局）现在的时限就是 2017-12-31\n  --to 写新的时限",
        ),
        (
            ["1.1", "--to", "2017-09-01"],
            "事项 1.1（甲局）原来的时限是 2017-12-31\n  --to 不能更早",
        ),
        (
            ["1.2", "--period", "2017-10", "--to", "2017-11-28"],
            "事项 1.2（甲局，2017-10 期）现在的时限就是 2017-11-28\n  --to 写新的时限",
        ),
        (
            ["1.2", "--period", "2017-08"],
            (
                "事项 1.2（甲局，2017-08 期）已完成（2017-09-20），不用延期\n"
                "  去掉这一项；办结当天或以前批准的可以补登，用 --date 写明是哪一天"
            ),
        ),
        (
            ["1.2", "--period", "8月\n9月"],
            (
                "事项 1.2 没有 “8月\n9月” 这一期\n"
                "  可用：2017-08、2017-09、2017-10、2017-11、2017-12"
            ),
        ),
        (["1.1", "--period", "2017"], "事项 1.1 不按期办理\n  不要写 --period"),
        (["2.3", "-u", "甲局"], "事项 2.3（甲局）没有时限，不用延期\n  去掉这一项"),
        (["2.3", "-u", "丙委"], "事项 2.3 还没有填报\n  填报之后再延期"),
        (
            ["2.3", "-u", "甲", "--event", "2017-10-10"],
            "事项 2.3 没有填报过起算日 2017-10-10 的一件\n  核对 --event",
        ),
        (
            ["1.2", "--period", "2017-09", "--event", "2017-10-10"],
            "--period 与 --event 不能同时用\n  只留一个",
        ),
        (
            ["1.1", "--date", "2017-11-01"],
            (
                "日期 2017-11-01 不在方案印发日期 2017-08-03 与截至日期 2017-10-31 之间\n"
                "  改正 --date"
            ),
        ),
        (
            ["1.1", "--date", "2017-08-02"],
            (
                "日期 2017-08-02 不在方案印发日期 2017-08-03 与截至日期 2017-10-31 之间\n"
                "  改正 --date"
            ),
        ),
        (["1.1", "--to", ""], "--to：“” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (["1.1", "--to", "明年"], "--to：“明年” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (
            ["1.1", "--to", "2018-02-29"],
            "--to：“2018-02-29” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
        (
            ["1.1", "--to", "9999-12-31"],
            "--to：“9999-12-31” 太晚了\n  日期最晚写到 8999-12-31",
        ),
        (["1.1", "--reason", ""], "--reason 不能为空\n  延期要写明理由和批准人"),
        (["1.1", "--approved-by", " \n"], "--approved-by 不能为空\n  延期要写明理由和批准人"),
        (
            ["1.1", "--reason", "急\x00"],
            "--reason：文字中有不可见的控制字符 U+0000\n  删去这个字符",
        ),
        (
            ["1.1", "--approved-by", "某某\r\n"],
            "--approved-by：文字中有不可见的控制字符 U+000D\n  删去这个字符",
        ),
    ],
    ids=[
        "no such task",
        "supporting unit",
        "which unit",
        "same day",
        "earlier",
        "same day of a period",
        "done",
        "no such period",
        "no periods",
        "no due date",
        "no event",
        "no such event",
        "period and event",
        "in the future",
        "before the plan",
        "empty date",
        "no date",
        "no such day",
        "far date",
        "no reason",
        "nobody approved",
        "nul",
        "carriage return",
    ],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    small.write(JOURNAL, SETTLED + '- {task: "2.3", status: doing, date: 2017-10-20}\n')
    before = small.files()
    asked = [*args, *(value for pair in batched(UNTIL) for value in pair if pair[0] not in args)]
    assert small.run("extend", *asked) == Result(2, "", f"错误：{message}\n")
    assert small.files() == before


def batched(options: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Group options with their values."""
    return zip(options[::2], options[1::2], strict=True)


@pytest.mark.parametrize(
    ("args", "missing"),
    [
        ((), "ID..."),
        (("1.1", *UNTIL[2:]), "选项 --to DATE"),
        (("1.1", *UNTIL[:2], *UNTIL[4:]), "选项 --reason TEXT"),
        (("1.1", *UNTIL[:4]), "选项 --approved-by TEXT"),
    ],
    ids=["id", "date", "reason", "approval"],
)
def test_what_was_forgotten_is_named(small: Bench, args: tuple[str, ...], missing: str) -> None:
    before = small.files()
    assert small.run("extend", *args) == Result(
        2,
        "",
        f"错误：缺少{' ' * missing.isascii()}{missing}\n"
        "  用法：gkplan extend ID... --to DATE --reason TEXT --approved-by TEXT [选项]；"
        "详见 --help\n",
    )
    assert small.files() == before


def test_what_was_waived_may_be_extended_once_it_was_returned(small: Bench) -> None:
    small.write(JOURNAL, SETTLED)
    assert small.run("extend", "1.2", "--period", "2017-09", *UNTIL) == Result(
        2,
        "",
        "错误：事项 1.2（甲局，2017-09 期）不涉及，不用延期\n  去掉这一项\n",
    )
    small.ok("review", "1.2", "return", "--period", "2017-09", "--note", "有这项数据。")
    assert small.ok("extend", "1.2", "--period", "2017-09", *UNTIL) == (
        f"1.2  2017-09  甲局  延期到 2018-01-31  {REVIEWS}\n"
    )


@pytest.mark.parametrize(("day", "code"), [("2017-09-19", 0), ("2017-09-20", 0), ("2017-09-21", 2)])
def test_what_was_granted_by_the_day_of_completion_may_be_entered_afterwards(
    small: Bench, day: str, code: int
) -> None:
    small.write(JOURNAL, SETTLED)
    asked = ("extend", "1.2", "--period", "2017-08", "--to", "2017-10-31", *GRANTED, "--date", day)
    refused = (
        "错误：事项 1.2（甲局，2017-08 期）已完成（2017-09-20），不用延期\n"
        "  去掉这一项；办结当天或以前批准的可以补登，用 --date 写明是哪一天\n"
    )
    printed = f"1.2  2017-08  甲局  延期到 2017-10-31  {REVIEWS}\n"
    assert small.run(*asked) == (Result(2, "", refused) if code else Result(0, printed, ""))
    about = '- task: "1.2"\n  unit: 甲局\n  period: 2017-08\n  to: 2017-10-31\n'
    tail = TAIL.replace("2017-10-31\n", f"{day}\n  entered: 2017-10-31\n")
    assert small.files().get(REVIEWS) == (None if code else f"{about}{tail}".encode())


def test_an_extension_entered_afterwards_makes_what_was_late_in_time(small: Bench) -> None:
    small.write(JOURNAL, SETTLED.replace("2017-09-20", "2017-10-09"))
    late = "1.2   正在推进 逾期办结 11 天 已办 1，不涉及 1，已开始 3，共 5 期"
    assert late in small.ok("list", "1.2")
    asked = ("extend", "1.2", "--period", "2017-08", "--to", "2017-10-09", *GRANTED)
    small.ok(*asked, "--date", "2017-09-27")
    listed = small.ok("list", "1.2")
    assert "1.2   正在推进 已办 1，不涉及 1，已开始 3，共 5 期" in listed
    assert "逾期办结" not in listed


def test_asked_on_the_due_date_it_is_not_late_and_a_day_later_it_is(small: Bench) -> None:
    about = ("extend", "1.2", "--period", "2017-08", "--to", "2017-11-15", *GRANTED)
    printed = f"1.2  2017-08  甲局  延期到 2017-11-15  {REVIEWS}\n"
    assert small.run(*about, "--date", "2017-09-28") == Result(0, printed, "")
    small.write(REVIEWS, "")
    assert small.run(*about, "--date", "2017-09-29") == Result(
        0,
        printed,
        "提醒：事项 1.2（甲局，2017-08 期）在时限 2017-09-28 之后才申请延期，各处都会标明\n",
    )
    assert small.ok("check") == (
        f"{REVIEWS}:5:9: warning[late-extension]: "
        "甲局 在 2017-09-29 才申请延期，当时事项 1.2 已经逾期\n"
        "    date: 2017-09-29\n"
        "          ^^^^^^^^^^\n"
        "  核对申请日期；属实的，这一条会一直标明\n"
        "\n"
    )


def test_a_second_extension_starts_from_the_first(small: Bench) -> None:
    small.ok("extend", "1.1", *UNTIL, "--date", "2017-10-20")
    before = small.files()
    assert small.run("extend", "1.1", *UNTIL) == Result(
        2, "", "错误：事项 1.1（甲局）现在的时限就是 2018-01-31\n  --to 写新的时限\n"
    )
    later = ("1.1", "--to", "2018-03-01", *GRANTED)
    assert small.run("extend", *later, "--date", "2017-10-19") == Result(
        2, "", "错误：事项 1.1（甲局）在 2017-10-20 已有一条\n  --date 不能更早\n"
    )
    assert small.files() == before
    assert small.run("extend", *later) == Result(
        0,
        f"1.1  甲局  延期到 2018-03-01  {REVIEWS}\n",
        "提醒：事项 1.1（甲局）这是第 2 次延期\n",
    )
    assert small.read(REVIEWS) == (
        ONCE.replace("date: 2017-10-31", "date: 2017-10-20\n  entered: 2017-10-31")
        + ONCE.replace("2018-01-31", "2018-03-01")
    )


def test_an_extension_that_has_passed_already_leaves_it_overdue(small: Bench) -> None:
    assert small.run(
        *("extend", "1.2", "--period", "2017-08", "--to", "2017-10-30", *GRANTED),
        *("--date", "2017-09-20"),
    ) == Result(
        0,
        f"1.2  2017-08  甲局  延期到 2017-10-30  {REVIEWS}\n",
        "提醒：事项 1.2（甲局，2017-08 期）延到的日期已经过去，仍然逾期\n",
    )


def test_existing_text_is_kept_and_the_extension_is_appended(small: Bench) -> None:
    old = f"# 延期\r\n\r\n{ONCE}# 完".replace("\r\n", "\n").replace("\n", "\r\n")
    small.write(REVIEWS, old)
    small.ok("extend", "2.2", *UNTIL)
    added = ONCE.replace("1.1", "2.2").replace("甲局", "乙局").replace("\n", "\r\n")
    assert small.read(REVIEWS) == f"{old}\r\n{added}"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("- [\n", 3),
        (ONCE.replace("2018-01-31", "2017-12-30"), 3),
        (ONCE.replace("  reason: 数据未审定。\n", ""), 3),
        (ONCE.replace("approved_by", "approved-by"), 3),
        ("[]\n", 4),
    ],
    ids=["syntax", "no later date", "no reason", "unknown key", "flow list"],
)
def test_a_file_that_is_not_in_order_is_not_written_to(
    small: Bench, broken: str, code: int
) -> None:
    small.write(REVIEWS, broken)
    before = small.files()
    result = small.run("extend", "1.1", *UNTIL)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"{REVIEWS}:")
    assert small.files() == before


@pytest.mark.posix("symbolic links")
def test_a_link_is_not_written_through(small: Bench) -> None:
    small.write("elsewhere.yaml", ONCE)
    (small.root / REVIEWS).symlink_to("../elsewhere.yaml")
    before = small.files()
    assert small.run("extend", "2.2", *UNTIL) == Result(
        4, "", f"错误：{REVIEWS} 是符号链接，不能写入\n  换成普通文件\n"
    )
    assert (small.root / REVIEWS).is_symlink()
    assert small.files() == before


def test_the_shipped_plan_is_read_only(empty: Bench) -> None:
    assert empty.run("extend", "1.3", "--period", "2017-08", *UNTIL) == Result(
        4,
        "",
        "错误：gkplan 自带的方案只供查看，不能填报\n"
        "  先用 gkplan init 文件夹 复制一份，再到那个文件夹里填报\n",
    )
    assert empty.files() == {}


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("no", "'no'"),
        ("2018-01-31", "'2018-01-31'"),
        ("- 一\n- 二", "|-\n    - 一\n    - 二"),
        ("# 理由", "'# 理由'"),
        ("---", "'---'"),
        ("<<<<<<< HEAD", "<<<<<<< HEAD"),
        ("一\u2028二", '"一\\u2028二"'),
        ("急\n\n", '"急\\n\\n"'),
    ],
    ids=repr,
)
def test_any_reason_is_read_back_as_text(small: Bench, reason: str, written: str) -> None:
    small.ok("extend", "1.1", *UNTIL[:2], f"--reason={reason}", *UNTIL[4:])
    assert small.read(REVIEWS) == ONCE.replace("数据未审定。", written)
    small.ok("extend", "1.1", "--to", "2018-02-28", *GRANTED)
    assert small.run("check").code == 0


RETURNED = """\
- task: "1.1"
  unit: 甲局
  verdict: return
  date: 2017-10-31
  record: 2017-10-09
  digest: "cd250f1a4181"
  note: 要原件。
"""


@pytest.mark.no_cover  # each process starts three times as fast
def test_writers_at_once_lose_nothing(small: Bench) -> None:
    small.write(JOURNAL, '- task: "1.1"\n  status: doing\n  date: 2017-10-09\n')
    written: dict[tuple[str, ...], str] = {
        ("review", "1.1", "return", "--note", "要原件。"): RETURNED,
        ("extend", "1.1", *UNTIL): ONCE,
        ("extend", "2.2", *UNTIL): ONCE.replace("1.1", "2.2").replace("甲局", "乙局"),
        **{
            ("extend", "1.2", "--period", period, *UNTIL): (
                f'- task: "1.2"\n  unit: 甲局\n  period: {period}\n  to: 2018-01-31\n{TAIL}'
            )
            for period in ("2017-09", "2017-10", "2017-11")
        },
    }
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "gkplan", *command, "--as-of", "2017-10-31"],
            cwd=small.root,
            env={**os.environ, "GKPLAN_DATA": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for command in written
    ]
    for writer in writers:
        output, _ = writer.communicate()
        assert writer.returncode == 0, output
    entries = re.findall(r"- task: .*\n(?:  .*\n)*", small.read(REVIEWS))
    assert "".join(entries) == small.read(REVIEWS)
    entered = re.compile(r"(?<=  date: 2017-10-31\n)  entered: \d{4}-\d\d-\d\d\n")
    assert [len(entered.findall(entry)) for entry in entries] == [1] * 6, "the clock is later"
    assert sorted(entered.sub("", entry) for entry in entries) == sorted(written.values())
    assert set(small.files()) == {"data/tasks.yaml", "data/units.yaml", JOURNAL, REVIEWS}


@pytest.mark.parametrize("day", ["2017-08-03", "2017-10-31"], ids=["issue", "as of"])
def test_the_first_and_the_last_day_are_possible_dates(small: Bench, day: str) -> None:
    assert small.run("extend", "1.1", *UNTIL, "--date", day).code == 0


@pytest.mark.parametrize(
    ("as_of", "passed"),
    [("2018-01-31", False), ("2018-02-01", True)],
    ids=["on the day", "on the next"],
)
def test_a_date_that_was_granted_has_passed_on_the_next_day(
    small: Bench,
    as_of: str,
    passed: bool,  # noqa: FBT001
) -> None:
    output = small.run("extend", "1.1", *UNTIL, "--as-of", as_of, "--date", "2017-10-31").err
    assert ("延到的日期已经过去，仍然逾期" in output) is passed


def test_a_duty_without_due_date_is_not_a_candidate_for_extension(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml").replace("cadence: monthly", "cadence: [yearly, ongoing]")
    small.write("data/tasks.yaml", tasks)
    printed = small.ok("extend", "1.2", *UNTIL)
    assert printed == f"1.2  2017  甲局  延期到 2018-01-31  {REVIEWS}\n"


@pytest.mark.parametrize(("day", "code"), [("2017-10-19", 2), ("2017-10-20", 0)])
def test_the_latest_of_several_extensions_is_not_preceded(
    small: Bench, day: str, code: int
) -> None:
    for earlier in ("2017-10-10", "2017-10-20"):
        small.ok("extend", "1.1", "--to", f"2018-{earlier[5:]}", *GRANTED, "--date", earlier)
    assert small.run("extend", "1.1", *UNTIL, "--date", day).code == code
