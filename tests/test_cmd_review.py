"""``gkplan review``: reviews of the supervising office, appended to ``reviews.yaml``."""

import json
import os

import pytest
from conftest import Bench, Result

REVIEWS = "data/reviews.yaml"
JOURNAL = "data/progress/甲局.yaml"
ONCE = '- task: "1.1"\n  status: done\n  date: 2017-09-12\n  note: 已公开。\n'
REPORTS = f"""\
{ONCE}- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-20
  note: 8月数据已公开。
- task: "1.2"
  period: 2017-09
  status: doing
  date: 2017-10-20
- task: "2.1"
  status: waived
  date: 2017-10-09
  note: 没有这类事项。
- task: "2.3"
  event: 2017-10-09
  status: done
  date: 2017-10-20
- task: "2.3"
  event: 2017-10-16
  status: waived
  date: 2017-10-20
"""
ACCEPTED = """\
- task: "1.1"
  unit: 甲局
  verdict: accept
  date: 2017-10-31
  record: 2017-09-12
  digest: "012034de96a5"
"""
PROVE = "提醒：事项 1.1（甲局）没有佐证材料\n"
AGAIN = "提醒：事项 1.1（甲局）这条记录已核查过，以这一次为准\n"


@pytest.fixture
def reported(small: Bench) -> Bench:
    """The small plan, with records of 甲局 on all its tasks."""
    small.write(JOURNAL, REPORTS)
    return small


def test_it_reports_what_was_written_and_writes_it(reported: Bench) -> None:
    before = reported.files()
    result = reported.run("review", "2.1", "accept", "-u", "甲局")
    assert (result.code, result.err) == (0, "")
    assert result.out == f"2.1  甲局  已核实  {REVIEWS}\n"
    assert reported.files() == {
        **before,
        REVIEWS: (
            '- task: "2.1"\n'
            "  unit: 甲局\n"
            "  verdict: accept\n"
            "  date: 2017-10-31\n"
            "  record: 2017-10-09\n"
            '  digest: "7696b39a534a"\n'
        ).encode(),
    }


def test_every_option_has_its_key(reported: Bench) -> None:
    printed = reported.ok(
        *("review", "一.2", "退回", "--unit", "甲", "--period", "8月", "--by", "李四"),
        *("--date", "2017年10月9日", "--note", "链接打不开。\n请换成正式网址。"),
    )
    assert printed == f"1.2  2017-08  甲局  已退回  {REVIEWS}\n"
    assert reported.read(REVIEWS) == (
        '- task: "1.2"\n'
        "  unit: 甲局\n"
        "  period: 2017-08\n"
        "  verdict: return\n"
        "  date: 2017-10-09\n"
        "  entered: 2017-10-31\n"
        "  record: 2017-09-20\n"
        '  digest: "c56efa1eac2c"\n'
        "  note: |-\n"
        "    链接打不开。\n"
        "    请换成正式网址。\n"
        "  by: 李四\n"
    )


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("accept", "accept"),
        ("已核实", "accept"),
        ("核实", "accept"),
        ("通过", "accept"),
        ("Accept", "accept"),
        ("return", "return"),
        ("已退回", "return"),
        ("退回", "return"),
    ],
)
def test_verdicts_in_either_language_are_written_in_english(
    reported: Bench, word: str, verdict: str
) -> None:
    reported.ok("review", "1.1", word, "--note", "已看过原件。")
    assert reported.read(REVIEWS) == (
        ACCEPTED.replace("accept", verdict) + "  note: 已看过原件。\n"
    )


def test_the_date_is_the_day_figures_are_counted_to(reported: Bench) -> None:
    printed = reported.ok("review", "1.1", "accept", "--as-of", "2017-09-30")
    assert printed == f"1.1  甲局  已核实  {REVIEWS}\n"
    assert reported.read(REVIEWS) == ACCEPTED.replace(
        "2017-10-31", "2017-09-30\n  entered: 2017-10-31"
    )


def test_only_what_was_reported_by_that_day_is_looked_at(reported: Bench) -> None:
    reported.write(JOURNAL, ONCE.replace("done", "doing").replace("12", "04") + REPORTS)
    reported.ok("review", "1.1", "accept", "--as-of", "2017-09-10")
    assert reported.read(REVIEWS) == (
        '- task: "1.1"\n'
        "  unit: 甲局\n"
        "  verdict: accept\n"
        "  date: 2017-09-10\n"
        "  entered: 2017-10-31\n"
        "  record: 2017-09-04\n"
        '  digest: "f318a73ecb66"\n'
    )


def test_without_a_period_the_only_one_to_review_is_reviewed(reported: Bench) -> None:
    assert reported.ok("review", "1.2", "accept", "--period", "2017-08") == (
        f"1.2  2017-08  甲局  已核实  {REVIEWS}\n"
    )
    assert reported.run("review", "1.2", "accept") == Result(
        0,
        f"1.2  2017-09  甲局  已核实  {REVIEWS}\n",
        "提醒：事项 1.2（甲局，2017-09 期）填报的状态是正在推进，还没有办结\n",
    )
    assert reported.run("review", "1.2", "accept") == Result(
        2,
        "",
        "错误：事项 1.2 的应办事项没有一份合适：2017-08（已完成）、2017-09（正在推进）、"
        "2017-10（未启动）、2017-11（未启动）、2017-12（未启动）\n"
        "  用 --period 或 --event 指明\n",
    )


def test_a_new_report_needs_a_new_review(reported: Bench) -> None:
    for period in ("2017-08", "2017-09"):
        reported.ok("review", "1.2", "return", "--period", period, "--note", "缺佐证材料。")
    reported.ok("mark", "1.2", "done", "--period", "2017-08", "--evidence", "https://a.cn/8")
    before = reported.read(REVIEWS)
    printed = reported.run("review", "1.2", "accept")
    assert printed == Result(0, f"1.2  2017-08  甲局  已核实  {REVIEWS}\n", "")
    assert (
        reported.read(REVIEWS)
        .removeprefix(before)
        .startswith(
            '- task: "1.2"\n'
            "  unit: 甲局\n"
            "  period: 2017-08\n"
            "  verdict: accept\n"
            "  date: 2017-10-31\n"
            "  record: 2017-10-31\n"
        )
    )


def test_of_several_that_fit_one_must_be_named(reported: Bench) -> None:
    assert reported.run("review", "1.2", "accept") == Result(
        2,
        "",
        "错误：事项 1.2 的应办事项有 2 份都合适：2017-08（已完成）、2017-09（正在推进）\n"
        "  用 --period 或 --event 指明\n",
    )
    assert reported.run("review", "2.3", "accept", "-u", "甲") == Result(
        2,
        "",
        "错误：事项 2.3 的应办事项有 2 份都合适：2017-10-09（已完成）、2017-10-16（不涉及）\n"
        "  用 --period 或 --event 指明\n",
    )


def test_an_occurrence_is_named_by_the_day_that_started_it(reported: Bench) -> None:
    printed = reported.run("review", "2.3", "accept", "-u", "甲", "--event", "2017-10-16")
    assert printed == Result(0, f"2.3  2017-10-16  甲局  已核实  {REVIEWS}\n", "")
    assert reported.read(REVIEWS) == (
        '- task: "2.3"\n'
        "  unit: 甲局\n"
        "  event: 2017-10-16\n"
        "  verdict: accept\n"
        "  date: 2017-10-31\n"
        "  record: 2017-10-20\n"
        '  digest: "af0e474bc48f"\n'
    )


def test_several_ids_are_reviewed_together(reported: Bench) -> None:
    assert reported.run("review", "1.1", "2.1", "核实", "--unit", "甲", "--by", "李四") == Result(
        0,
        f"1.1  甲局  已核实  {REVIEWS}\n2.1  甲局  已核实  {REVIEWS}\n",
        PROVE,
    )
    assert reported.read(REVIEWS) == (
        f"{ACCEPTED}"
        "  by: 李四\n"
        '- task: "2.1"\n'
        "  unit: 甲局\n"
        "  verdict: accept\n"
        "  date: 2017-10-31\n"
        "  record: 2017-10-09\n"
        '  digest: "7696b39a534a"\n'
        "  by: 李四\n"
    )


@pytest.mark.parametrize(
    "args",
    [
        ("1.1", "1.2", "accept"),
        ("1", "accept"),
        ("1.1", "2.2", "accept"),
        ("1.1", "2.1", "accept"),
        ("1.1", "9.9", "accept"),
        ("1.1", "2.3", "accept", "--unit", "甲"),
    ],
    ids=["two periods fit", "group", "no report", "many units", "no such task", "two events fit"],
)
def test_when_one_of_several_cannot_be_reviewed_none_is(
    reported: Bench, args: tuple[str, ...]
) -> None:
    before = reported.files()
    result = reported.run("review", *args)
    assert (result.code, result.out) == (2, "")
    assert reported.files() == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["9.9", "accept"],
            (
                "没有事项 “9.9”\n"
                "  编号写作 2.10、二.10 或 2-10；只写组号（2、二）表示整组；单位要写 --unit"
            ),
        ),
        (["1.1", "ok"], "“ok” 不是有效核查结论\n  可用：accept 已核实、return 已退回"),
        (
            ["2.1", "accept"],
            "事项 2.1 有 4 个责任单位（丙委、各镇、各部门）\n  用 --unit 指明是哪一个单位",
        ),
        (
            ["1.1", "accept", "-u", "乙"],
            "乙局 是事项 1.1 的配合单位，不单独填报\n  由 甲局 填报",
        ),
        (
            ["2.1", "accept", "-u", "各部门"],
            "“各部门” 是集合单位，请指明其中一个单位\n  成员：甲局、乙局、丙委",
        ),
        (
            ["2.2", "accept"],
            "事项 2.2（乙局）还没有填报，没有可核查的记录\n  填报之后再核查",
        ),
        (
            ["1.2", "accept", "--period", "2017-10"],
            "事项 1.2（甲局，2017-10 期）还没有填报，没有可核查的记录\n  填报之后再核查",
        ),
        (
            ["1.2", "accept", "--period", "2018-01"],
            ("事项 1.2 没有 “2018-01” 这一期\n  可用：2017-08、2017-09、2017-10、2017-11、2017-12"),
        ),
        (["1.1", "accept", "--period", "2017-08"], "事项 1.1 不按期办理\n  不要写 --period"),
        (
            ["2.3", "accept", "-u", "甲", "--event", "2017-10-10"],
            "事项 2.3 没有填报过起算日 2017-10-10 的一件\n  核对 --event",
        ),
        (
            ["2.3", "accept", "-u", "甲", "--event", "2017-10-09", "--period", "2017-10"],
            "--period 与 --event 不能同时用\n  只留一个",
        ),
        (["1.1", "return"], "退回要写明理由\n  用 --note 写明哪里不对、要补什么"),
        (["1.1", "return", "--note", " \n"], "退回要写明理由\n  用 --note 写明哪里不对、要补什么"),
        (
            ["1.1", "accept", "--as-of", "2017-09-11"],
            "事项 1.1（甲局）还没有填报，没有可核查的记录\n  填报之后再核查",
        ),
        (
            ["1.1", "accept", "--date", "2017-09-11"],
            "核查日期 2017-09-11 早于事项 1.1（甲局）的填报日期 2017-09-12\n  改正 --date",
        ),
        (
            ["1.1", "accept", "--date", "2017-08-02"],
            (
                "日期 2017-08-02 不在方案印发日期 2017-08-03 与截至日期 2017-10-31 之间\n"
                "  改正 --date"
            ),
        ),
        (
            ["1.1", "accept", "--date", "2017-11-01"],
            (
                "日期 2017-11-01 不在方案印发日期 2017-08-03 与截至日期 2017-10-31 之间\n"
                "  改正 --date"
            ),
        ),
        (
            ["1.1", "accept", "--date", "10月"],
            "--date：“10月” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
        (
            ["2.3", "accept", "--event", "9999-12-31"],
            "--event：“9999-12-31” 太晚了\n  日期最晚写到 8999-12-31",
        ),
        (
            ["1.1", "accept", "--note", "好\x1b[2J"],
            "--note：文字中有不可见的控制字符 U+001B\n  删去这个字符",
        ),
        (
            ["1.1", "accept", "--by", "\udcff"],
            "--by：文字中有不可见的控制字符 U+DCFF\n  删去这个字符",
        ),
        (
            ["1.2", "accept", "--period", "8月\x1b[2J\n9月"],
            (
                "事项 1.2 没有 “8月\\u001b[2J\n9月” 这一期\n"
                "  可用：2017-08、2017-09、2017-10、2017-11、2017-12"
            ),
        ),
    ],
    ids=[
        "no such task",
        "no such verdict",
        "which unit",
        "supporting unit",
        "collective",
        "nothing reported",
        "nothing reported of that period",
        "no such period",
        "no periods",
        "no such event",
        "period and event",
        "no reason",
        "blank reason",
        "as of a day before the report",
        "before the report",
        "before the plan",
        "in the future",
        "no date",
        "far date",
        "control character",
        "surrogate",
        "control character in a period",
    ],
)
def test_a_request_that_does_not_fit_is_explained(
    reported: Bench, args: list[str], message: str
) -> None:
    before = reported.files()
    assert reported.run("review", *args) == Result(2, "", f"错误：{message}\n")
    assert reported.files() == before


@pytest.mark.parametrize("args", [[], ["1.1"], ["accept"]], ids=["both", "verdict", "id"])
def test_what_was_forgotten_is_named(reported: Bench, args: list[str]) -> None:
    assert reported.run("review", *args) == Result(
        2,
        "",
        "错误：核查哪个事项、结论是什么没有写全\n"
        "  如 gkplan review 1.3 核实；要出核查表，用 gkplan review --form -o 核查表.xlsx\n",
    )


def test_a_second_review_counts_and_may_not_be_dated_before_the_first(reported: Bench) -> None:
    reported.ok("review", "1.1", "accept", "--date", "2017-10-20")
    before = reported.files()
    assert reported.run("review", "1.1", "accept", "--date", "2017-10-19") == Result(
        2,
        "",
        "错误：事项 1.1（甲局）在 2017-10-20 已有一条\n  --date 不能更早\n",
    )
    assert reported.files() == before
    printed = reported.run(
        "review", "1.1", "return", "--note", "没有原件。", "--date", "2017-10-20"
    )
    assert printed == Result(0, f"1.1  甲局  已退回  {REVIEWS}\n", AGAIN)
    first = ACCEPTED.replace("2017-10-31", "2017-10-20\n  entered: 2017-10-31")
    second = first.replace("accept", "return") + "  note: 没有原件。\n"
    assert reported.read(REVIEWS) == first + second


RETURNED = """\
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: return
  date: 2017-10-31
  record: 2017-09-20
  digest: "c56efa1eac2c"
  correct_by: 2017-11-10
  note: 缺附件。
"""


@pytest.mark.parametrize("typed", ["2017-11-10", "2017年11月10日", "11月10日"])
def test_a_return_may_name_the_day_to_correct_it_by(reported: Bench, typed: str) -> None:
    asked = ("review", "1.2", "return", "--period", "8月", "--note", "缺附件。")
    read = "" if typed[:4] == "2017" else "--correct-by “11月10日” 读作 2017-11-10\n"
    printed = f"1.2  2017-08  甲局  已退回  {REVIEWS}\n"
    assert reported.run(*asked, "--correct-by", typed) == Result(0, printed, read)
    assert reported.read(REVIEWS) == RETURNED


@pytest.mark.parametrize(
    ("as_of", "late", "coming"),
    [
        ("2017-10-30", [], []),
        ("2017-10-31", [], ["2017-11-10"]),
        ("2017-11-10", [], ["2017-11-10"]),
        ("2017-11-11", ["2017-11-10"], []),
    ],
)
def test_what_was_returned_is_overdue_after_the_day_to_correct_it_by(
    reported: Bench, as_of: str, late: list[str], coming: list[str]
) -> None:
    reported.write(REVIEWS, RETURNED)
    found = json.loads(reported.ok("due", "1.2", "--as-of", as_of, "--format", "json"))
    dues = {
        part: [duty["due"] for duty in found[part] if duty["period"] == "2017-08"]
        for part in ("late", "coming")
    }
    assert dues == {"late": late, "coming": coming}


@pytest.mark.parametrize(
    ("day", "late_days"),
    [("2017-11-10", 0), ("2017-11-11", 44)],
)
def test_a_correction_in_time_keeps_the_first_day_and_a_late_one_does_not(
    reported: Bench, day: str, late_days: int
) -> None:
    """It was due on 28 September and done on the 20th; 44 days later is 11 November."""
    reported.write(REVIEWS, RETURNED)
    again = f'- task: "1.2"\n  period: 2017-08\n  status: done\n  date: {day}\n'
    reported.write(JOURNAL, REPORTS + again)
    shown = json.loads(reported.ok("show", "1.2", "--as-of", "2017-11-30", "--format", "json"))
    duty = shown["tasks"][0]["duties"][0]
    assert (duty["due"], duty["correct_by"]) == ("2017-09-28", None)
    completed = day if late_days else "2017-09-20"
    assert (duty["completed"], duty["late_days"]) == (completed, late_days)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["accept", "--correct-by", "2017-11-10"],
            "核实的不用改正，--correct-by 只用于退回\n  去掉 --correct-by",
        ),
        (
            ["return", "--note", "缺。", "--correct-by", "2017-10-30"],
            "改正期限 2017-10-30 早于核查日期 2017-10-31\n  改正 --correct-by",
        ),
        (
            ["return", "--note", "缺。", "--correct-by", "下周"],
            "--correct-by：“下周” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
        (
            ["return", "--note", "缺。", "--correct-by", ""],
            "--correct-by：“” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
    ],
    ids=["accept", "before the review", "no date", "empty"],
)
def test_a_day_to_correct_it_by_that_does_not_fit_is_explained(
    reported: Bench, args: list[str], message: str
) -> None:
    before = reported.files()
    asked = ("review", "1.2", "--period", "2017-08")
    assert reported.run(*asked, *args) == Result(2, "", f"错误：{message}\n")
    assert reported.files() == before


def test_the_day_to_correct_it_by_may_be_that_of_the_review(reported: Bench) -> None:
    asked = ("review", "1.2", "return", "--period", "8月", "--note", "缺附件。")
    reported.ok(*asked, "--correct-by", "2017-10-31")
    assert reported.read(REVIEWS) == RETURNED.replace("2017-11-10", "2017-10-31")


def test_only_an_acceptance_asks_for_proof(reported: Bench) -> None:
    assert reported.run("review", "1.1", "accept").err == PROVE
    assert reported.run("review", "1.1", "return", "--note", "缺佐证材料。").err == AGAIN
    reported.ok("mark", "1.1", "done", "--evidence", "https://a.cn/1")
    assert reported.run("review", "1.1", "accept").err == ""


HEAD = "# 政务办的核查记录\n\n"
FIRST = ACCEPTED.replace("2017-10-31", "2017-09-18")


@pytest.mark.parametrize(
    ("old", "added"),
    [
        ("", ACCEPTED),
        (HEAD, ACCEPTED),
        ("---\n", ACCEPTED),
        (f"{HEAD}{FIRST}  # 看过原件\n\n\n", ACCEPTED),
        (FIRST.rstrip("\n"), f"\n{ACCEPTED}"),
        (f"{FIRST}# 完", f"\n{ACCEPTED}"),
        (FIRST.replace("\n", "\r\n"), ACCEPTED.replace("\n", "\r\n")),
        ("\ufeff" + FIRST, ACCEPTED),
        (
            "".join(f"    {line}" for line in FIRST.splitlines(keepends=True)),
            "".join(f"    {line}" for line in ACCEPTED.splitlines(keepends=True)),
        ),
        (
            "- {record: 2017-09-12, date: 2017-09-18, verdict: 通过, unit: '甲', task: '1.1'}\n",
            ACCEPTED,
        ),
        (f"{FIRST}  note: |+\n    已看过。\n\n\n", ACCEPTED),
    ],
    ids=[
        "empty",
        "comment",
        "document start",
        "comments and blank lines",
        "no final newline",
        "comment without newline",
        "crlf",
        "bom",
        "indented",
        "flow entry, alias and other words",
        "kept newlines at the end",
    ],
)
def test_existing_text_is_kept_and_the_review_is_appended(
    reported: Bench, old: str, added: str
) -> None:
    reported.write(REVIEWS, old)
    before = reported.files()
    reported.ok("review", "1.1", "accept")
    assert reported.files() == {**before, REVIEWS: (old + added).encode()}


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("[]\n", "接着写下去会出错，没有写入\n  先把文件整理成“- ”开头的列表"),
        (f"{FIRST}...\n", "接着写下去会出错，没有写入\n  先把文件整理成“- ”开头的列表"),
        (
            f"{FIRST}  note: |\n    没有换行",
            "接着写下去会改变已有内容，没有写入\n  在文件末尾加一个空行再试",
        ),
    ],
    ids=["flow list", "document end", "block without newline"],
)
def test_a_file_that_cannot_be_continued_is_left_untouched(
    reported: Bench, old: str, message: str
) -> None:
    reported.write(REVIEWS, old)
    before = reported.files()
    result = reported.run("review", "1.1", "accept")
    assert (result.code, result.out) == (4, "")
    assert result.err.endswith(f"错误：{REVIEWS} {message}\n")
    assert reported.files() == before


@pytest.mark.parametrize(
    "broken",
    [
        "- [\n",
        "a: b\n",
        f'{FIRST}  digest: "012034de96a5"\n',
        FIRST.replace("accept", "好"),
        FIRST.replace("甲局", "子虚局"),
        FIRST.replace("1.1", "9.9"),
        FIRST.replace("1.1", "2.2"),
        FIRST.replace("2017-09-18", "2017-09-11"),
        f"{FIRST}  to: 2018-01-31\n",
        FIRST.replace("record: 2017-09-12", "record: &day 2017-09-12"),
        FIRST.encode("gbk"),
    ],
    ids=[
        "syntax",
        "no list",
        "key twice",
        "unknown verdict",
        "unknown unit",
        "unknown task",
        "not its task",
        "before the record",
        "mixed",
        "anchor",
        "gbk",
    ],
)
def test_a_broken_file_is_not_written_to(reported: Bench, broken: str | bytes) -> None:
    reported.write(REVIEWS, broken)
    before = reported.files()
    result = reported.run("review", "1.1", "accept")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"{REVIEWS}:")
    assert result.err.endswith(
        "错误：方案文件夹有 1 处错误，改正之前不出数\n  逐处改正后再试；gkplan check 可随时检查\n"
    )
    assert reported.files() == before


@pytest.mark.posix("symbolic links")
@pytest.mark.parametrize("target", ["../elsewhere.yaml", "progress/甲局.yaml", "nowhere.yaml"])
def test_a_link_is_not_written_through(reported: Bench, target: str) -> None:
    reported.write("elsewhere.yaml", "")
    (reported.root / REVIEWS).symlink_to(target)
    before = reported.files()
    assert reported.run("review", "1.1", "accept").code in (3, 4)
    assert (reported.root / REVIEWS).is_symlink()
    assert reported.files() == before


@pytest.mark.posix("symbolic links")
def test_a_link_is_reported_as_a_link(reported: Bench) -> None:
    reported.write("elsewhere.yaml", "")
    (reported.root / REVIEWS).symlink_to("../elsewhere.yaml")
    assert reported.run("review", "1.1", "accept") == Result(
        4,
        "",
        f"错误：{REVIEWS} 是符号链接，不能写入\n  换成普通文件\n",
    )


@pytest.mark.posix("named pipes")
def test_what_is_no_regular_file_is_refused(reported: Bench) -> None:
    (reported.root / REVIEWS).mkdir()
    assert reported.run("review", "1.1", "accept").code == 3
    (reported.root / REVIEWS).rmdir()
    os.mkfifo(reported.root / REVIEWS)
    assert reported.run("review", "1.1", "accept").code == 3


def test_a_file_without_the_right_to_write_is_refused(reported: Bench) -> None:
    path = reported.write(REVIEWS, HEAD)
    path.chmod(0o444)
    assert reported.run("review", "1.1", "accept") == Result(
        4,
        "",
        f"错误：{REVIEWS} 是只读的，没有写入\n  恢复写权限\n",
    )
    assert reported.read(REVIEWS) == HEAD


def test_errors_in_another_journal_do_not_stop_a_review(reported: Bench) -> None:
    reported.write("data/progress/乙局.yaml", "- [\n")
    reported.write("data/progress/子虚局.yaml", "x: x\n")
    reported.write(
        REVIEWS,
        '- {task: "2.2", unit: 乙局, verdict: accept, date: 2017-10-20, record: 2017-10-09}\n',
    )
    assert reported.ok("review", "1.1", "accept") == f"1.1  甲局  已核实  {REVIEWS}\n"
    assert reported.run("list").code == 3


def test_the_units_own_broken_journal_stops_it(reported: Bench) -> None:
    reported.write(JOURNAL, REPORTS + "- [\n")
    before = reported.files()
    result = reported.run("review", "1.1", "accept")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"{JOURNAL}:")
    assert reported.files() == before


def test_the_shipped_plan_is_read_only(empty: Bench) -> None:
    assert empty.run("review", "1.3", "accept", "--period", "2017-08") == Result(
        4,
        "",
        "错误：gkplan 自带的方案只供查看，不能填报\n"
        "  先用 gkplan init 文件夹 复制一份，再到那个文件夹里填报\n",
    )
    assert empty.files() == {}


def test_the_file_is_named_as_it_is_seen_from_here(reported: Bench) -> None:
    printed = reported.ok("review", "1.1", "accept", cwd=reported.root / "data")
    assert printed == f"1.1  甲局  已核实  ../{REVIEWS}\n"
    assert reported.read(REVIEWS) == ACCEPTED


@pytest.mark.parametrize("day", ["2017-08-03", "2017-10-31"], ids=["issue", "as of"])
def test_the_first_and_the_last_day_are_possible_dates(small: Bench, day: str) -> None:
    small.write(JOURNAL, ONCE.replace("2017-09-12", "2017-08-03"))
    assert small.run("review", "1.1", "accept", "--date", day).code == 0


@pytest.mark.parametrize(("day", "code"), [("2017-09-11", 2), ("2017-09-12", 0)])
def test_a_review_is_no_earlier_than_its_record(reported: Bench, day: str, code: int) -> None:
    assert reported.run("review", "1.1", "accept", "--date", day).code == code


def test_what_is_returned_need_not_be_settled(reported: Bench) -> None:
    sent_back = reported.run("review", "1.2", "return", "--period", "9月", "--note", "请补。")
    assert (sent_back.code, sent_back.err) == (0, "")
