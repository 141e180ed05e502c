"""From a request to mark to the records: which unit, which period, or why not.

The plan is the small one of the fixture: 1.1 once, 1.2 monthly, 2.1 with implementers, 2.2 that
awaits something, 2.3 within 15 working days of an event, led by all departments.
"""

from datetime import date
from typing import Any

import pytest
from conftest import Bench

from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.domain.ids import find_tasks
from gkplan.domain.new_records import MarkRequest, make_entries
from gkplan.domain.vocabulary import Status

DAY = date(2017, 10, 31)


def records(
    bench: Bench, ids: str, unit: str | None = None, as_of: date = DAY, **options: Any
) -> list[str]:
    """Return what a mark of ``done`` would write: ``UNIT TASK PERIOD-OR-EVENT`` for each record."""
    assessment = Assessment(bench.context.ledger(), as_of)
    tasks = find_tasks(assessment.ledger.plan, ids.split())
    mark = MarkRequest(Status.DONE, options.pop("date", as_of), as_of, **options)
    made = make_entries(assessment, tasks, (unit,) if unit else (), mark)
    return [f"{new.entry.unit} {new.entry.task} {new.entry.occasion or '-'}" for new in made]


def refusal(bench: Bench, ids: str, unit: str | None = None, **options: Any) -> tuple[str, str]:
    """Return why a mark is refused, and the remedy."""
    with pytest.raises(UsageError) as raised:
        records(bench, ids, unit, **options)
    return raised.value.message, raised.value.remedy


def journal(bench: Bench, *lines: str) -> None:
    """Write the journal of 甲局: ``TASK PERIOD STATUS``; the PERIOD may be an event's day."""
    text = ""
    for line in lines:
        task, period, status = line.split()
        key = "event" if len(period) == len("2017-08-03") else "period"
        text += f'- task: "{task}"\n  {key}: {period}\n  status: {status}\n  date: 2017-10-20\n'
    bench.write("data/progress/甲局.yaml", text)


def test_the_only_responsible_unit_is_the_default(small: Bench) -> None:
    assert records(small, "1.1") == ["甲局 1.1 -"]
    assert records(small, "2.2 1.1") == ["乙局 2.2 -", "甲局 1.1 -"]


@pytest.mark.parametrize("unit", ["丙委", "甲局", "丁镇"])
def test_a_lead_or_an_implementer_may_be_named(small: Bench, unit: str) -> None:
    assert records(small, "2.1", unit) == [f"{unit} 2.1 -"]


def test_of_several_responsible_units_one_must_be_named(small: Bench) -> None:
    assert refusal(small, "2.1") == (
        "事项 2.1 有 4 个责任单位（丙委、各镇、各部门）",
        "用 --unit 指明是哪一个单位",
    )


def test_a_unit_that_owes_nothing_is_refused(small: Bench) -> None:
    assert refusal(small, "1.1", "乙局") == (
        "乙局 是事项 1.1 的配合单位，不单独填报",
        "由 甲局 填报",
    )
    assert refusal(small, "2.1 1.1", "丁镇") == ("丁镇 与事项 1.1 无关", "由 甲局 填报")


def test_the_only_open_period_is_the_default(small: Bench) -> None:
    assert records(small, "1.2", as_of=date(2017, 8, 31)) == ["甲局 1.2 2017-08"]
    journal(small, "1.2 2017-08 done", "1.2 2017-09 waived")
    assert records(small, "1.2") == ["甲局 1.2 2017-10"]


def test_of_several_open_periods_one_must_be_named(small: Bench) -> None:
    journal(small, "1.2 2017-09 doing")
    assert refusal(small, "1.2") == (
        "事项 1.2 有 3 期待办：2017-08（未启动）、2017-09（正在推进）、2017-10（未启动）",
        "用 --period 写明是哪一期",
    )


def test_without_an_open_period_one_must_be_named(small: Bench) -> None:
    journal(small, "1.2 2017-08 done", "1.2 2017-09 done", "1.2 2017-10 done")
    assert refusal(small, "1.2") == (
        (
            "事项 1.2 没有待办的期：2017-08（已完成）、2017-09（已完成）、2017-10（已完成）、"
            "2017-11（未启动）、2017-12（未启动）"
        ),
        "用 --period 写明是哪一期",
    )


@pytest.mark.parametrize("period", ["2017-08", "2017-12"])
def test_any_period_of_the_task_may_be_named(small: Bench, period: str) -> None:
    journal(small, "1.2 2017-08 done")
    assert records(small, "1.2", periods=(period,)) == [f"甲局 1.2 {period}"]


@pytest.mark.parametrize("period", ["2018-01", "2017Q3", "7月"])
def test_a_period_that_the_task_does_not_have_is_refused(small: Bench, period: str) -> None:
    assert refusal(small, "1.2", periods=(period,)) == (
        f"事项 1.2 没有 “{period}” 这一期",
        "可用：2017-08、2017-09、2017-10、2017-11、2017-12",
    )


def test_a_task_without_periods_takes_none(small: Bench) -> None:
    assert refusal(small, "1.1", periods=("2017-08",)) == ("事项 1.1 不按期办理", "不要写 --period")


def test_a_settled_task_may_be_reported_on_again(small: Bench) -> None:
    small.ok("mark", "1.1", "done")
    assert records(small, "1.1") == ["甲局 1.1 -"]


def test_an_event_starts_an_occurrence_and_the_only_open_one_is_the_default(small: Bench) -> None:
    assert records(small, "2.3", "甲局", events=(date(2017, 9, 20),)) == ["甲局 2.3 2017-09-20"]
    journal(small, "2.3 2017-09-20 doing", "2.3 2017-10-09 done")
    assert records(small, "2.3", "甲局") == ["甲局 2.3 2017-09-20"]
    assert records(small, "2.3", "甲局", periods=("2017-10-09",)) == ["甲局 2.3 2017-10-09"]


def test_of_several_open_events_one_must_be_named(small: Bench) -> None:
    journal(small, "2.3 2017-09-20 doing", "2.3 2017-10-09 blocked")
    assert refusal(small, "2.3", "甲局") == (
        "事项 2.3 有 2 期待办：2017-09-20（正在推进）、2017-10-09（受阻）",
        "用 --event 写明起算日",
    )


def test_without_an_event_the_task_itself_is_marked(small: Bench) -> None:
    assert records(small, "2.3", "甲局") == ["甲局 2.3 -"]


@pytest.mark.parametrize(
    ("ids", "unit", "options", "expected"),
    [
        (
            "1.1",
            None,
            {"events": (date(2017, 9, 20),)},
            ("事项 1.1 没有自起算日计算的时限", "不要写 --event"),
        ),
        (
            "2.3",
            "甲局",
            {"events": (date(2017, 9, 20),), "periods": ("2017-09",)},
            ("--period 与 --event 不能同时用", "只留一个"),
        ),
        (
            "2.3",
            "甲局",
            {"events": (date(2017, 10, 21),), "date": date(2017, 10, 20)},
            ("起算日 2017-10-21 晚于填报日期 2017-10-20", "改正 --event"),
        ),
        (
            "1.1",
            None,
            {"date": date(2017, 8, 2)},
            ("填报日期 2017-08-02 早于方案印发日期 2017-08-03", "改正 --date"),
        ),
        (
            "1.1",
            None,
            {"date": date(2017, 11, 1)},
            ("填报日期 2017-11-01 晚于截至日期 2017-10-31", "改正 --date"),
        ),
        (
            "1.1",
            None,
            {"note": "a\x1bb"},
            ("--note：文字中有不可见的控制字符 U+001B", "删去这个字符"),
        ),
        (
            "1.1",
            None,
            {"problem": "\x00"},
            ("--problem：文字中有不可见的控制字符 U+0000", "删去这个字符"),
        ),
        (
            "1.1",
            None,
            {"next": "a\rb"},
            ("--next：文字中有不可见的控制字符 U+000D", "删去这个字符"),
        ),
        ("1.1", None, {"by": "\x9b"}, ("--by：文字中有不可见的控制字符 U+009B", "删去这个字符")),
    ],
    ids=["no event", "both", "event after", "early", "future", "note", "problem", "next", "by"],
)
def test_what_the_journal_would_refuse_is_refused_first(
    small: Bench, ids: str, unit: str | None, options: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refusal(small, ids, unit, **options) == expected


def test_the_day_itself_is_no_future_and_the_first_day_not_too_early(small: Bench) -> None:
    assert records(small, "1.1", date=DAY) == ["甲局 1.1 -"]
    assert records(small, "1.1", date=date(2017, 8, 3)) == ["甲局 1.1 -"]
    assert records(small, "2.3", "甲局", events=(DAY,)) == ["甲局 2.3 2017-10-31"]


def test_one_task_that_cannot_be_marked_stops_them_all(small: Bench) -> None:
    message, _ = refusal(small, "1.1 2.2 1.2")
    assert message.startswith("事项 1.2 有 3 期待办")


def test_a_period_beside_events_is_named_as_a_period(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml").replace("cadence: event", "cadence: [event, quarterly]")
    small.write("data/tasks.yaml", tasks)
    named = records(small, "2.3", "甲局", periods=("第四季度",))
    assert named == ["甲局 2.3 2017Q4"]
    journal(small, "2.3 2017-10-20 doing", "2.3 2017Q3 done", "2.3 2017Q4 done")
    assert records(small, "2.3", "甲局") == ["甲局 2.3 2017-10-20"]


@pytest.mark.parametrize(
    ("evidence", "warning"),
    [("", "提醒：事项 1.1 已完成，但没有佐证材料；可再记一条带 --evidence 的记录\n"),
     ("  evidence: [https://a.cn]\n", "")],
    ids=["unproved", "proved"],
)  # fmt: skip
def test_an_earlier_proof_is_proof(small: Bench, evidence: str, warning: str) -> None:
    small.write(
        "data/progress/甲局.yaml",
        f'- task: "1.1"\n  status: doing\n  date: 2017-09-01\n{evidence}',
    )
    assert small.run("mark", "1.1", "done").err == warning


@pytest.mark.parametrize(
    ("args", "warnings"),
    [
        ("1.1 done --evidence https://a.cn", []),
        ("1.1 done", ["已完成，但没有佐证材料；可再记一条带 --evidence 的记录"]),
        ("1.1 doing", []),
        ("1.1 blocked", ["受阻，但没有写明问题；可再记一条带 --problem 的记录"]),
        ("1.1 blocked --problem 甲", []),
        ("1.1 waiting", ["条件未具备，但没有写明等什么；可再记一条带 --note 的记录"]),
        ("1.1 waiting --note 甲", []),
        ("2.2 waiting", []),
        ("1.1 waived", ["不涉及，但没有写明理由；可再记一条带 --note 的记录"]),
        ("1.1 waived --note 甲", []),
        ("2.3 doing -u 乙局", []),
        ("2.3 done -u 乙局 --evidence https://a.cn", ["没有写明起算日；办结一件请用 --event"]),
        (
            "2.3 done -u 甲局 --evidence https://a.cn --event 2017-10-09",
            ["新开一件，起算日 2017-10-09"],
        ),
        ("2.3 doing -u 甲局 --event 2017-10-20", []),
        ("1.2 doing --period 2017-10 --date 2017-10-01", []),
        ("1.2 doing --period 2017-10 --date 2017-09-30", ["2017-10 还没有开始"]),
        ("1.2 todo --period 2017-10 --date 2017-09-30", []),
        ("1.2 doing --period 2017-08 --date 2017-10-20", []),
        (
            "1.2 doing --period 2017-08 --date 2017-10-19",
            ["已有 2017-10-20 的记录，以那一条为准"],
        ),
    ],
)
def test_what_the_office_would_ask_next_is_printed_at_once(
    small: Bench, args: str, warnings: list[str]
) -> None:
    journal(small, "1.2 2017-08 doing", "2.3 2017-10-20 doing")
    task = args.partition(" ")[0]
    result = small.run("mark", *args.split())
    assert (result.code, result.err) == (
        0,
        "".join(f"提醒：事项 {task} {advice}\n" for advice in warnings),
    )


@pytest.mark.parametrize(
    ("note", "reason"), [("  note: 请补佐证。\n", "请补佐证。"), ("  note: 甲\n", "甲")]
)
def test_what_was_sent_back_is_not_reported_again_word_for_word(
    small: Bench, note: str, reason: str
) -> None:
    journal(small, "1.2 2017-08 done", "1.2 2017-09 done")
    review = (
        '- task: "1.2"\n  unit: 甲局\n  period: 2017-08\n  verdict: return\n'
        "  date: 2017-10-21\n  record: 2017-10-20\n"
    )
    small.write("data/reviews.yaml", f"{review}  note: 早先\n{review}{note}")
    day = date(2017, 10, 20)
    assert refusal(small, "1.2", date=day, periods=("8月",)) == (
        f"事项 1.2 的这条填报与被退回的一字不差，退回的理由是：{reason}",
        "补充佐证材料或进展情况再报",
    )
    assert records(small, "1.2", date=day, periods=("9月",)) == ["甲局 1.2 2017-09"]
    assert records(small, "1.2", date=day, periods=("8月",), note="已补") == ["甲局 1.2 2017-08"]


def test_a_period_is_open_from_its_first_day(small: Bench) -> None:
    journal(small, "1.2 2017-08 done", "1.2 2017-09 done")
    assert records(small, "1.2", date=date(2017, 10, 1)) == ["甲局 1.2 2017-10"]
    assert refusal(small, "1.2", date=date(2017, 9, 30))[0].startswith("事项 1.2 没有待办的期：")


def test_what_is_owed_beside_periods_is_named_so(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml").replace("cadence: monthly", "cadence: [yearly, once]")
    small.write("data/tasks.yaml", tasks)
    assert refusal(small, "1.2")[0] == "事项 1.2 有 2 期待办：2017（未启动）、不分期（未启动）"
