"""Reading ``reviews.yaml``: whose duty an entry is about, which one counts, what outdates it.

The plan is the small one of the fixture; 甲局 (甲 for short) leads 1.1, due at the end of the year,
and 1.2 by the month.
"""

import json
import re
from dataclasses import asdict
from datetime import date

import pytest
from conftest import SMALL_UNITS, Bench, Result, many
from hypothesis import given
from hypothesis import strategies as st
from test_damage import FILES, edits_of, misplaced, read, restore

from gkplan.domain.assess import Assessment
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Extension, Review
from gkplan.domain.vocabulary import Verdict
from gkplan.folder.load import Reading, load, shaped_decisions
from gkplan.folder.location import find_folder
from gkplan.folder.source import Source
from gkplan.folder.yaml_write import render

DAY = date(2017, 10, 31)
REVIEWS = "data/reviews.yaml"
JOURNAL = "data/progress/甲局.yaml"
RECORD = """\
- task: "1.1"
  status: done
  date: 2017-09-12
  evidence: https://a.cn/1
  note: 已在 门户网站 公开。
  by: 张三
"""
REVIEW = """\
- task: "1.1"
  unit: 甲局
  verdict: accept
  date: 2017-09-20
  record: 2017-09-12
"""
RETURN = REVIEW.replace("accept", "return") + "  note: 链接打不开。\n"
EXTENSION = """\
- task: "1.1"
  unit: 甲局
  to: 2018-01-31
  date: 2017-09-10
  reason: 数据未审定。
  approved_by: 分管副区长
"""


def described(bench: Bench, task: str, as_of: date = DAY) -> list[str]:
    """Return the duties of 甲局 as ``PERIOD STATUS CHECKED DUE``, with 退回 for a return."""
    assessment = Assessment(bench.context.ledger(), as_of)
    [(group, found)] = find_tasks(assessment.ledger.plan, [task])
    return [
        f"{duty.period.name or '-'} {duty.status.label} "
        f"{duty.checked.label if duty.checked else '-'} {duty.due}{' 退回' * duty.returned}"
        for duty in assessment.standing(group, found, ("甲局",)).duties
    ]


def problems(bench: Bench) -> list[str]:
    """Return the first line of every problem that ``gkplan check`` prints."""
    return re.findall(r"^\S+:\d+:\d+: .*", bench.run("check").out, re.MULTILINE)


@pytest.fixture
def reported(small: Bench) -> Bench:
    """The small plan, with one record of 甲局 about 1.1."""
    small.write(JOURNAL, RECORD)
    return small


@pytest.mark.parametrize("text", ["", "# 还没有核查\n", "---\n", "[]\n", "\ufeff\n"])
def test_a_file_without_entries_changes_nothing(reported: Bench, text: str) -> None:
    reported.write(REVIEWS, text)
    assert described(reported, "1.1") == ["- 已完成 未核查 2017-12-31"]


@pytest.mark.parametrize("unit", ["甲局", "甲", "'甲'"])
def test_an_alias_is_accepted_for_its_unit(reported: Bench, unit: str) -> None:
    reported.write(REVIEWS, (REVIEW + EXTENSION).replace("甲局", unit))
    assert described(reported, "1.1") == ["- 已完成 已核实 2018-01-31"]


@pytest.mark.parametrize(
    ("verdict", "standing"),
    [
        ("accept", "已完成 已核实 2017-12-31"),
        ("通过", "已完成 已核实 2017-12-31"),
        ("return", "正在推进 已退回 2017-12-31 退回"),
        ("退回", "正在推进 已退回 2017-12-31 退回"),
    ],
)
def test_verdicts_are_read_in_either_language(reported: Bench, verdict: str, standing: str) -> None:
    text = REVIEW.replace("accept", verdict) + "  note: 链接打不开。\n"
    reported.write(REVIEWS, text)
    assert described(reported, "1.1") == [f"- {standing}"]


def test_the_latest_review_counts_at_any_position_in_the_file(reported: Bench) -> None:
    earlier = RETURN.replace("2017-09-20", "2017-09-15")
    for text in (REVIEW + earlier, earlier + REVIEW):
        reported.write(REVIEWS, text)
        assert described(reported, "1.1") == ["- 已完成 已核实 2017-12-31"]
        assert described(reported, "1.1", date(2017, 9, 19)) == [
            "- 正在推进 已退回 2017-12-31 退回"
        ]
        assert described(reported, "1.1", date(2017, 9, 14)) == ["- 已完成 未核查 2017-12-31"]


def test_of_two_reviews_of_one_day_the_later_in_the_file_counts(reported: Bench) -> None:
    reported.write(REVIEWS, REVIEW + RETURN)
    assert described(reported, "1.1") == ["- 正在推进 已退回 2017-12-31 退回"]
    reported.write(REVIEWS, RETURN + REVIEW)
    assert described(reported, "1.1") == ["- 已完成 已核实 2017-12-31"]


def test_the_latest_extension_counts_at_any_position_in_the_file(reported: Bench) -> None:
    later = EXTENSION.replace("2018-01-31", "2018-03-31").replace("2017-09-10", "2017-09-11")
    for text in (EXTENSION + later, later + EXTENSION):
        reported.write(REVIEWS, text)
        assert described(reported, "1.1") == ["- 已完成 未核查 2018-03-31"]
        assert described(reported, "1.1", date(2017, 9, 10)) == ["- 未启动 - 2018-01-31"]
        assert described(reported, "1.1", date(2017, 9, 9)) == ["- 未启动 - 2017-12-31"]


def test_an_entry_is_only_about_its_period(small: Bench) -> None:
    month = '- task: "1.2"\n  period: {}\n  status: done\n  date: 2017-10-09\n'
    small.write(JOURNAL, month.format("2017-08") + month.format("2017-09"))
    about = '- task: "1.2"\n  unit: 甲局\n  period: 2017-09\n  date: 2017-10-09\n'
    small.write(
        REVIEWS,
        f"{about}  verdict: accept\n  record: 2017-10-09\n"
        f"{about}  to: 2017-12-15\n  reason: 升级。\n  approved_by: 某某\n",
    )
    assert described(small, "1.2")[:3] == [
        "2017-08 已完成 未核查 2017-09-28",
        "2017-09 已完成 已核实 2017-12-15",
        "2017-10 未启动 - 2017-11-28",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("done", "waived"),
        ("2017-09-12", "2017-09-13"),
        ("https://a.cn/1", "https://a.cn/2"),
        ("https://a.cn/1", "[https://a.cn/1, https://a.cn/2]"),
        ("公开。", "公开"),
        ("  by: 张三\n", ""),
        ("by: 张三", "by: 张四"),
        ("  by: 张三\n", "  by: 张三\n  problem: 无。\n"),
        ("by: 张三", "next: 张三"),
        ("已在 门户网站 公开。", "|\n    已在 门户网站\n    公开。"),
    ],
    ids=[
        "status",
        "date",
        "evidence",
        "more evidence",
        "note",
        "key taken away",
        "name",
        "key added",
        "key renamed",
        "line added",
    ],
)
def test_a_record_with_another_content_is_to_be_reviewed_again(
    reported: Bench, old: str, new: str
) -> None:
    reported.ok("review", "1.1", "accept", "--date", "2017-09-20")
    reported.write(JOURNAL, RECORD.replace(old, new))
    status = "不涉及" if new == "waived" else "已完成"
    assert described(reported, "1.1") == [f"- {status} 待复核 2017-12-31"]
    assert problems(reported) == [
        f"{REVIEWS}:4:9: warning[outdated-review]: 甲局 的事项 1.1 在核查之后又有变动，待复核"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"# 甲局的进展\n\n{RECORD}\n# 完\n",
        RECORD.replace("\n", "\r\n"),
        "".join(f"  {line}" for line in RECORD.splitlines(keepends=True)),
        RECORD.replace("已在 门户网站 公开。", '"已在 门户网站 公开。"'),
        RECORD.replace("已在 门户网站 公开。", "'已在\n    门户网站\n    公开。'"),
        RECORD.replace("已在 门户网站 公开。", ">-\n    已在\n    门户网站 公开。"),
        RECORD.replace("已在 门户网站 公开。", '"\\u5df2在 门户网站 公开。"'),
        RECORD.replace("已在 门户网站 公开。", "|-\n    已在 门户网站 公开。"),
        RECORD.replace("https://a.cn/1", "\n  - https://a.cn/1"),
        RECORD.replace("done", "已完成"),
        RECORD.replace('"1.1"', "1.1"),
        RECORD + "  next:\n",
        f"- {{{', '.join(RECORD[2:].strip().splitlines()[::-1])}}}\n",
        f'- {{task: "1.2", period: 2017-08, status: doing, date: 2017-09-12}}\n{RECORD}',
        RECORD.replace("done", "doing").replace("2017-09-12", "2017-09-01") + RECORD,
        RECORD + RECORD.replace("done", "doing").replace("2017-09-12", "2017-09-01"),
    ],
    ids=[
        "comments",
        "crlf",
        "indentation",
        "quotes",
        "quotes over lines",
        "folded",
        "escape",
        "block",
        "evidence as a list",
        "status in chinese",
        "id without quotes",
        "empty key",
        "flow and order of keys",
        "another task before it",
        "earlier record before it",
        "earlier record after it",
    ],
)
def test_a_record_with_another_layout_remains_reviewed(reported: Bench, text: str) -> None:
    reported.ok("review", "1.1", "accept", "--date", "2017-09-20")
    reported.write(JOURNAL, text)
    assert described(reported, "1.1") == ["- 已完成 已核实 2017-12-31"]


def test_a_review_written_by_hand_is_matched_by_date_only(reported: Bench) -> None:
    reported.write(REVIEWS, REVIEW)
    reported.write(JOURNAL, RECORD.replace("公开。", "公布。"))
    assert described(reported, "1.1") == ["- 已完成 已核实 2017-12-31"]
    reported.write(JOURNAL, RECORD.replace("2017-09-12", "2017-09-13"))
    assert problems(reported) == [
        f"{REVIEWS}:5:11: error[unknown-record]: 甲局 对事项 1.1 没有 2017-09-12 的记录"
    ]


def test_a_record_that_was_removed_is_reported(reported: Bench) -> None:
    reported.write(JOURNAL, RECORD.replace("2017-09-12", "2017-09-01") + RECORD)
    reported.ok("review", "1.1", "accept", "--date", "2017-09-20")
    reported.write(JOURNAL, RECORD.replace("2017-09-12", "2017-09-01"))
    assert described(reported, "1.1") == ["- 已完成 待复核 2017-12-31"]


@pytest.mark.parametrize("left", [None, "", RECORD.replace('"1.1"', '"2.1"')])
def test_a_review_of_a_journal_that_does_not_exist_is_an_error(
    reported: Bench, left: str | None
) -> None:
    reported.ok("review", "1.1", "accept", "--date", "2017-09-20")
    (reported.root / JOURNAL).unlink()
    if left is not None:
        reported.write(JOURNAL, left)
    message = (
        f"{REVIEWS}:6:11: error[unknown-record]: 甲局 对事项 1.1 没有 2017-09-12 的记录\n"
        "    record: 2017-09-12\n"
        "            ^^^^^^^^^^\n"
        "  核对单位、事项与期；没有填报的不能核查\n"
        "\n"
    )
    assert reported.run("list") == Result(
        3,
        "",
        f"{message}错误：方案文件夹有 1 处错误，改正之前不出数\n"
        "  逐处改正后再试；gkplan check 可随时检查\n",
    )


@pytest.mark.parametrize(
    ("record", "standing"),
    [
        ("date: 2017-09-25", "已完成 待复核 2017-12-31"),
        ("date: 2017-09-20", "已完成 待复核 2017-12-31"),
        ("date: 2017-09-15", "已完成 待复核 2017-12-31"),
        ("date: 2017-09-12", "已完成 待复核 2017-12-31"),
        ("date: 2017-09-11", "正在推进 已退回 2017-12-31 退回"),
        ("date: 2017-11-01", "正在推进 已退回 2017-12-31 退回"),
    ],
    ids=[
        "after the review",
        "on its day",
        "before it",
        "on the record's day",
        "before the record",
        "in the future",
    ],
)
def test_a_return_counts_until_the_unit_reports_again(
    reported: Bench, record: str, standing: str
) -> None:
    reported.ok("review", "1.1", "return", "--note", "链接打不开。", "--date", "2017-09-20")
    assert described(reported, "1.1") == ["- 正在推进 已退回 2017-12-31 退回"]
    anew = RECORD.replace("date: 2017-09-12", record).replace("a.cn/1", "a.cn/2")
    reported.write(JOURNAL, RECORD + anew)
    assert described(reported, "1.1") == [f"- {standing}"]


def test_a_return_counts_although_the_record_was_altered_in_place(reported: Bench) -> None:
    reported.ok("review", "1.1", "return", "--note", "链接打不开。", "--date", "2017-09-20")
    reported.write(JOURNAL, RECORD.replace("a.cn/1", "a.cn/2"))
    assert described(reported, "1.1") == ["- 正在推进 待复核 2017-12-31 退回"]


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("done", "正在推进"),
        ("waived", "正在推进"),
        ("waiting", "正在推进"),
        ("doing", "正在推进"),
        ("todo", "未启动"),
        ("blocked", "受阻"),
    ],
)
def test_what_was_returned_is_neither_settled_nor_excused(
    reported: Bench, status: str, standing: str
) -> None:
    reported.write(JOURNAL, RECORD.replace("done", status))
    reported.write(REVIEWS, RETURN)
    assert described(reported, "1.1") == [f"- {standing} 已退回 2017-12-31 退回"]


def test_mark_takes_the_period_that_was_returned(small: Bench) -> None:
    for period in ("2017-08", "2017-09", "2017-10"):
        small.ok("mark", "1.2", "done", "--period", period, "--evidence", "https://a.cn/1")
    assert small.run("mark", "1.2", "done").code == 2
    small.ok("review", "1.2", "退回", "--period", "9月", "--note", "链接打不开。")
    message = small.run("mark", "1.2", "done", "--evidence", "https://a.cn/2")
    assert message == Result(0, f"1.2  2017-09  甲局  已完成  {JOURNAL}\n", "")
    assert described(small, "1.2")[1] == "2017-09 已完成 待复核 2017-11-03"


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("- [\n", "YAML 语法错误：这里缺少内容，或多了括号、逗号"),
        (REVIEW.replace("甲局", "子虚局"), "单位 “子虚局” 没有登记"),
        (REVIEW.replace('"1.1"', '"1.2"'), "事项 1.2 按期办理，这一条没有写明是哪一期"),
        (REVIEW + "  to: 2018-01-31\n", "一条里既有 verdict（核查）又有 to（延期）"),
    ],
    ids=["syntax", "unknown unit", "no period", "mixed"],
)
def test_a_unit_can_report_while_the_offices_file_is_broken(
    reported: Bench, broken: str, message: str
) -> None:
    reported.write(REVIEWS, broken)
    assert reported.ok("mark", "1.1", "doing") == f"1.1  甲局  正在推进  {JOURNAL}\n"
    result = reported.run("list")
    assert (result.code, result.out) == (3, "")
    assert re.match(rf"{REVIEWS}:\d+:\d+: error\[[\w-]+\]: {re.escape(message)}\n", result.err)
    assert reported.read(REVIEWS) == broken


def test_mark_needs_no_other_journal_for_the_reviews(reported: Bench) -> None:
    reported.write(
        REVIEWS,
        REVIEW.replace("1.1", "2.2").replace("甲局", "乙局")
        + EXTENSION.replace("1.1", "2.2").replace("甲局", "乙局"),
    )
    reported.write("data/progress/乙局.yaml", "- [\n")
    assert reported.ok("mark", "1.1", "doing") == f"1.1  甲局  正在推进  {JOURNAL}\n"


@pytest.mark.posix("symbolic links")
def test_a_link_is_read(reported: Bench) -> None:
    reported.write("elsewhere.yaml", REVIEW)
    (reported.root / REVIEWS).symlink_to("../elsewhere.yaml")
    assert described(reported, "1.1") == ["- 已完成 已核实 2017-12-31"]


def test_every_problem_is_reported_at_once(reported: Bench) -> None:
    reported.write(
        REVIEWS,
        REVIEW.replace("甲局", "各部门")
        + REVIEW.replace("accept", "好")
        + EXTENSION.replace("2018-01-31", "2018-02-30").replace("分管副区长", '"\\e[2J"')
        + EXTENSION.replace("  date: 2017-09-10\n", "  day: 2017-10-20\n")
        + "- 已核实\n-\n"
        + REVIEW.replace('"1.1"', "1.01"),
    )
    assert problems(reported) == [
        f"{REVIEWS}:2:9: error[unknown-unit]: 单位 “各部门” 是集合单位，不是一个单位",
        f"{REVIEWS}:8:12: error[unknown-verdict]: “好” 不是有效核查结论",
        f"{REVIEWS}:13:7: error[bad-date]: “2018-02-30” 不是有效日期",
        f"{REVIEWS}:16:16: error[control-character]: 文字中有不可见的控制字符 U+001B",
        f"{REVIEWS}:17:3: error[missing-key]: 缺少 “date”",
        f"{REVIEWS}:20:3: error[unknown-key]: 不认识的键 “day”",
        f"{REVIEWS}:23:3: error[wrong-shape]: 这里写法不对",
        f"{REVIEWS}:24:2: error[wrong-shape]: 这里写法不对",
        f"{REVIEWS}:25:9: error[bad-task-id]: “1.01” 不是有效的事项编号",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("to: 2018-01-31", "to: 9999-12-31", "3:7: error[bad-date]: “9999-12-31” 太晚了"),
        ("to: 2018-01-31", "to: 2018.1.31", "3:7: error[bad-date]: “2018.1.31” 不是有效日期"),
        ("to: 2018-01-31", "to:", "3:3: error[missing-key]: 缺少 “to”"),
        ("to: 2018-01-31", "to: [2018-01-31]", "3:7: error[wrong-shape]: 这里写法不对"),
        ("to: 2018-01-31", "to：2018-01-31", "3:5: error[yaml-syntax]: YAML 语法错误："),
        ("to: 2018-01-31", "to: &a 2018-01-31", "3:7: error[yaml-feature]: 用了锚点或引用（&、*）"),
        ("unit: 甲局", "unit: [甲局]", "2:9: error[wrong-shape]: 这里写法不对"),
        ("unit: 甲局", "unit: *甲局", "2:9: error[yaml-feature]: 用了锚点或引用（&、*）"),
        (
            "unit: 甲局",
            "unit: 乙局",
            "1:9: error[owes-nothing]: 乙局 对事项 1.1 没有牵头或落实职责",
        ),
        (
            "unit: 甲局",
            "unit: 甲局\n  unit: 甲局",
            "3:3: error[duplicate-key]: 键 “unit” 写了两次",
        ),
        ("task:", "status: done\n  task:", "1:3: error[unknown-key]: 不认识的键 “status”"),
    ],
    ids=lambda text: text[:12].strip(),
)
def test_one_slip_is_one_problem(small: Bench, old: str, new: str, message: str) -> None:
    small.write(REVIEWS, EXTENSION.replace(old, new))
    [problem] = problems(small)
    assert problem.startswith(f"{REVIEWS}:{message}")


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff")
    | st.sampled_from("\n\t :#-?'\"|>&*!%@`[]{},\\\u2028\u2029"),
    max_size=40,
)


@given(_TEXT, _TEXT, st.sampled_from(Verdict), st.integers(0, 10**12 - 1), st.sampled_from([0, 2]))
def test_whatever_is_rendered_reads_back_equal(
    first: str, second: str, verdict: Verdict, number: int, margin: int
) -> None:
    review = Review(
        task="1.10",
        unit="甲局",
        period="2017",
        verdict=verdict,
        date=DAY,
        record=DAY,
        digest=f"{number:012}",
        note=first,
        by=second,
    )
    extension = Extension(
        task="1.1",
        unit="no",
        event=DAY,
        to=DAY,
        date=DAY,
        reason=f"因{first}",
        approved_by=f"{second}批",
        by=first,
    )
    source = Source("reviews.yaml", render([review, extension], margin))
    again, later = shaped_decisions(source, None)
    assert source.problems == []
    assert {**asdict(again), "position": 0} == asdict(review)
    assert {**asdict(later), "position": 0} == asdict(extension)


TO_DAMAGE = """\
# 核查与延期
- task: "3.1"
  unit: 发改局
  period: 2017-08
  verdict: accept
  date: 2017-09-20
  record: 2017-09-12
  digest: "0123456789ab"
  note: 已核实。
- {task: "22.1", unit: 区发改局, event: 2017-09-01, to: 2017-11-30, date: 2017-09-20,
   reason: 数据未审定, approved_by: "某某"}
- task: "22.2"
  unit: 区发改局
  verdict: 退回
  date: 2017-10-19
  record: 2017-10-09
  note: |
    没有佐证
    请补
  by: 张三
"""


@pytest.mark.long
def test_a_damaged_file_loads_or_gives_problems_with_positions(empty: Bench) -> None:
    restore(empty)
    empty.write(REVIEWS, TO_DAMAGE)
    assert [problem for problem in read(empty).problems if problem.is_error] == []
    seen, variants = set(), many(100)
    for seed in range(variants):
        data = TO_DAMAGE.encode()
        for edit in edits_of(seed):
            data = edit(data)
        seen.add(data)
        empty.write(REVIEWS, data)
        reading = read(empty, DAY)
        assert misplaced(empty, reading.problems) == [], seed
        if not any(problem.is_error for problem in reading.problems):
            assert reading.sound().ledger().plan.groups
    assert len(seen) > variants * 0.8
    assert set(empty.files()) == {*FILES, REVIEWS}


AGAIN = '- task: "1.1"\n  status: done\n  date: 2017-10-09\n'
RULE = "warning[done-without-evidence]"


def figures(bench: Bench) -> list[int]:
    """Return what ``check``, ``status`` and ``show`` count: unproved by each, then evidence."""
    warned = bench.ok("check").count(RULE)
    status = json.loads(bench.ok("status", "--format", "json"))
    (task,) = json.loads(bench.ok("show", "1.1", "--format", "json"))["tasks"]
    (duty,) = task["duties"]
    unproved = [warned, status["duties"]["unproved"], task["unproved"], int(duty["unproved"])]
    return [*unproved, task["evidence"], duty["evidence"]]


@pytest.mark.parametrize(
    ("records", "reviews", "expected"),
    [
        (RECORD, "", [0, 0, 0, 0, 1, 1]),
        (RECORD, RETURN, [0, 0, 0, 0, 0, 0]),  # under way again, so not counted as done anywhere
        (RECORD + AGAIN, RETURN, [1, 1, 1, 1, 0, 0]),
        (RECORD + AGAIN + "  evidence: https://a.cn/2\n", RETURN, [0, 0, 0, 0, 1, 1]),
        (RECORD + AGAIN, REVIEW, [0, 0, 0, 0, 1, 1]),
        (RECORD, RETURN + REVIEW, [0, 0, 0, 0, 1, 1]),
        (RECORD + AGAIN, REVIEW + RETURN, [1, 1, 1, 1, 0, 0]),
    ],
    ids=["fresh", "returned", "again", "proved again", "accepted", "return reversed", "reversed"],
)
def test_evidence_that_was_sent_back_proves_nothing_anywhere(
    small: Bench, records: str, reviews: str, expected: list[int]
) -> None:
    small.write(JOURNAL, records)
    small.write(REVIEWS, reviews)
    assert figures(small) == expected
    shown = small.ok("show", "1.1")
    assert f"佐证 {expected[-1]} 件" in shown


def test_evidence_that_was_sent_back_is_named_as_that(small: Bench) -> None:
    small.write(JOURNAL, RECORD + AGAIN)
    small.write(REVIEWS, RETURN)
    assert f"{JOURNAL}:8:11: {RULE}: 事项 1.1 已完成，但所附的佐证材料都被退回了" in small.ok(
        "check"
    )


def rules_of(bench: Bench) -> list[str]:
    """Return the rules that ``check`` finds broken, in the order of the files."""
    return re.findall(r"\[([a-z-]+)\]", bench.run("check", "--as-of", "2018-03-01").out)


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        # with a broken journal: advice on everything that could be read
        (JOURNAL, "- task: '9.9'\n  status: done\n  date: 2017-09-12\n", ["unknown-task"]),
        # the other records of 乙局 are unknown, so it is not reported as stale
        ("data/progress/乙局.yaml", "- task: '2.2'\n", ["missing-key", "missing-key"]),
    ],
)
def test_advice_is_given_while_a_journal_has_errors(
    small: Bench, file: str, text: str, expected: list[str]
) -> None:
    small.write("data/progress/丙委.yaml", AGAIN.replace("1.1", "2.1"))
    assert rules_of(small).count("no-recent-record") == 3
    small.write(file, text)
    found = rules_of(small)
    others = sorted(rule for rule in found if rule != "no-recent-record")
    assert others == ["done-without-evidence", *expected]
    assert found.count("no-recent-record") == 2


def test_no_advice_is_computed_from_a_plan_with_errors(small: Bench) -> None:
    small.write(JOURNAL, AGAIN)
    small.write("data/tasks.yaml", small.read("data/tasks.yaml").replace("issued", "isued"))
    assert "done-without-evidence" not in rules_of(small)


def test_an_event_after_its_record_never_stops_the_advice(small: Bench) -> None:
    record = '- {task: "2.3", event: 8999-12-31, status: doing, date: 2017-10-09}\n'
    small.write(JOURNAL, record + AGAIN)
    result = small.run("check")
    assert re.findall(r"\[([a-z-]+)\]", result.out) == [
        "unexpected-event",
        "done-without-evidence",
        "provisional-year",
    ]


class Counted(str):
    """A text that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        """Count the comparison."""
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_the_problems_of_broken_reviews_are_left_out_in_linear_time(small: Bench) -> None:
    """A file of 100,000 wrong entries held up ``mark`` for half a minute."""
    small.write(REVIEWS, "- {}\n")
    small.write("data/units.yaml", SMALL_UNITS.replace("kind: town", "kind: 镇街道"))
    broken = load(find_folder(None, small.root))
    assert broken.loaded.reviews
    [own] = broken.loaded.reviews.problems
    [rest] = [problem for problem in broken.problems if problem != own]
    many = [own._replace(message=Counted(number)) for number in range(300)]
    broken.loaded.reviews.problems[:] = many
    reading = Reading(broken.loaded, (*many, rest))
    assert reading.without_broken_reviews().problems == (rest,)
    assert Counted.compared < 2 * len(many)
