"""What changed between two days, and the days that the figures are counted on."""

from datetime import date

import pytest
from conftest import SMALL_TASKS, Bench

from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.history import Changes, changes, last_change, trend
from gkplan.domain.vocabulary import Cadence

TASKS = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 定期办结。, lead: [甲局], due: 2017-09-29}
  - {id: "1.2", text: 待条件具备。, lead: [乙局], awaits: 文件出台, due: 2017-09-29}
  - {id: "1.3", text: 按月公开。, lead: [甲局], cadence: monthly}
  - {id: "1.4", text: 有申请即答复。, lead: [甲局], cadence: event, within: 15 workdays}
  - {id: "1.5", text: 长期坚持。, lead: [丙委], implement: [丁镇], cadence: ongoing}
"""
FIRST = TASKS.partition('  - {id: "1.2"')[0]
RETURN = """\
- {task: "1.1", unit: 甲局, verdict: return, date: 2017-09-20, record: 2017-09-12, note: 打不开。}
"""
AGAIN = RETURN.replace("2017-09-20", "2017-09-25").replace("2017-09-12", "2017-09-22")
EXTEND = """\
- {task: "1.1", unit: 甲局, to: 2017-10-20, date: 2017-09-26, reason: 改造。, approved_by: 王五}
"""


def write_folder(bench: Bench, records: str = "", decisions: str = "", unit: str = "甲局") -> Bench:
    """Write the plan, one journal and the entries of the supervising office into the folder."""
    bench.write("data/tasks.yaml", TASKS)
    if records:
        bench.write(f"data/progress/{unit}.yaml", records)
    if decisions:
        bench.write("data/reviews.yaml", decisions)
    return bench


def between(bench: Bench, start: str, end: str) -> Changes:
    """Compare two days of the folder."""
    ledger = bench.context.ledger()
    first, second = (Assessment(ledger, date.fromisoformat(day)) for day in (start, end))
    return changes(first, second)


def sorts(found: Changes) -> dict[str, list[str]]:
    """Return the sorts of change that occur, with the duties concerned."""
    named = {
        "settled": found.settled,
        "reopened": found.reopened,
        "late": found.late,
        "caught_up": found.caught_up,
        "blocked": found.blocked,
        "returned": found.returned,
        "extended": found.extended,
    }
    changed = {sort: [about(duty) for duty in duties] for sort, duties in named.items() if duties}
    return changed | (
        {"problems": [change.problem for change in found.problems]} if found.problems else {}
    )


def about(duty: Duty) -> str:
    return " ".join(part for part in (duty.task, duty.unit, duty.period.name) if part)


def record(status: str, day: str, more: str = "", task: str = "1.1") -> str:
    """Return one record as a line of YAML."""
    return f'- {{task: "{task}", status: {status}, date: {day}{more}}}\n'


DONE = record("done", "2017-09-12")
BLOCKED = record("blocked", "2017-09-12", ", problem: 系统故障。")


@pytest.mark.parametrize(
    ("records", "decisions", "start", "end", "expected"),
    [
        # the later day is part of the interval, the earlier one is not
        (DONE, "", "2017-09-11", "2017-09-12", {"settled": ["1.1 甲局"]}),
        (DONE, "", "2017-09-12", "2017-09-13", {}),
        (DONE, "", "2017-09-10", "2017-09-11", {}),
        (DONE, "", "2017-09-12", "2017-09-12", {}),
        (DONE, "", "2010-01-01", "2017-09-12", {"settled": ["1.1 甲局"]}),
        # not applicable is settled, too; from done to that nothing changes
        (DONE.replace("done", "waived"), "", "2017-09-01", "2017-09-20", {"settled": ["1.1 甲局"]}),
        (DONE + record("waived", "2017-09-20"), "", "2017-09-12", "2017-09-21", {}),
        # late on the day after the due date
        ("", "", "2017-09-01", "2017-09-29", {}),
        ("", "", "2017-09-29", "2017-09-30", {"late": ["1.1 甲局"]}),
        ("", "", "2017-09-30", "2017-10-01", {}),
        # settled late: no longer late
        (
            record("done", "2017-10-09"),
            "",
            "2017-09-30",
            "2017-10-09",
            {"settled": ["1.1 甲局"], "caught_up": ["1.1 甲局"]},
        ),
        # late and then done within the interval: only the result is a change
        (record("done", "2017-10-09"), "", "2017-09-29", "2017-10-10", {"settled": ["1.1 甲局"]}),
        # no longer late because of a condition or an extension
        (record("waiting", "2017-10-09"), "", "2017-10-08", "2017-10-09", CAUGHT := {
            "caught_up": ["1.1 甲局"],
        }),
        ("", EXTEND.replace("09-26", "10-09"), "2017-10-08", "2017-10-09", CAUGHT | {
            "extended": ["1.1 甲局"],
        }),
        ("", EXTEND, "2017-09-25", "2017-09-26", {"extended": ["1.1 甲局"]}),
        ("", EXTEND, "2017-09-26", "2017-10-20", {}),
        ("", EXTEND, "2017-09-26", "2017-10-21", {"late": ["1.1 甲局"]}),
        (
            "",
            EXTEND + EXTEND.replace("10-20", "10-27").replace("09-26", "10-12"),
            "2017-09-26",
            "2017-10-12",
            {"extended": ["1.1 甲局"]},
        ),
        # blocked, with each problem
        (BLOCKED, "", "2017-09-11", "2017-09-12", {
            "blocked": ["1.1 甲局"],
            "problems": ["系统故障。"],
        }),
        (
            BLOCKED + record("blocked", "2017-09-20", ", problem: 仍未修复。"),
            "",
            "2017-09-12",
            "2017-09-20",
            {"problems": ["仍未修复。"]},
        ),
        (
            record("done", "2017-09-12", ", problem: 个别链接较慢。"),
            "",
            "2017-09-11",
            "2017-09-12",
            {"settled": ["1.1 甲局"], "problems": ["个别链接较慢。"]},
        ),
        (BLOCKED + record("doing", "2017-09-20"), "", "2017-09-12", "2017-09-20", {}),
        # returned: open again, and listed once
        (DONE, RETURN, "2017-09-19", "2017-09-20", {"returned": ["1.1 甲局"]}),
        (DONE, RETURN, "2017-09-11", "2017-09-20", {"returned": ["1.1 甲局"]}),
        (DONE, RETURN, "2017-09-20", "2017-09-29", {}),
        (DONE, RETURN, "2017-09-29", "2017-09-30", {"late": ["1.1 甲局"]}),
        (
            DONE + record("done", "2017-09-22"),
            RETURN,
            "2017-09-20",
            "2017-09-22",
            {"settled": ["1.1 甲局"]},
        ),
        (DONE + record("done", "2017-09-22"), RETURN, "2017-09-19", "2017-09-22", {}),
        (
            DONE + record("done", "2017-09-22"),
            RETURN + AGAIN,
            "2017-09-20",
            "2017-09-25",
            {"returned": ["1.1 甲局"]},
        ),
        (DONE + record("done", "2017-09-22"), RETURN + AGAIN, "2017-09-25", "2017-09-26", {}),
        # open again by the unit's own record
        (DONE + record("doing", "2017-09-20"), "", "2017-09-12", "2017-09-20", {
            "reopened": ["1.1 甲局"],
        }),
    ],
)  # fmt: skip
def test_a_change_is_seen_from_the_day_it_happens(
    small: Bench, records: str, decisions: str, start: str, end: str, expected: dict[str, list[str]]
) -> None:
    write_folder(small, records, decisions).write("data/tasks.yaml", FIRST)
    assert sorts(between(small, start, end)) == expected


def test_periods_events_and_implementers_change_each_for_itself(small: Bench) -> None:
    write_folder(
        small,
        """\
- {task: "1.3", period: 2017-08, status: done, date: 2017-10-09}
- {task: "1.3", period: 2017-09, status: blocked, date: 2017-10-09, problem: 系统故障。}
- {task: "1.4", event: 2017-09-01, status: done, date: 2017-09-22}
- {task: "1.4", event: 2017-09-04, status: doing, date: 2017-09-12}
- {task: "1.4", event: 2017-10-09, status: done, date: 2017-10-16}
""",
    )
    small.write("data/progress/丁镇.yaml", '- {task: "1.5", status: done, date: 2017-10-09}\n')
    assert sorts(between(small, "2017-09-12", "2017-10-31")) == {
        "settled": [
            "1.3 甲局 2017-08",
            "1.4 甲局 2017-09-01",
            "1.4 甲局 2017-10-09",
            "1.5 丁镇",
        ],
        "late": ["1.1 甲局", "1.4 甲局 2017-09-04"],
        "blocked": ["1.3 甲局 2017-09"],
        "problems": ["系统故障。"],
    }


def test_a_condition_keeps_a_task_from_being_late_until_it_is_met(small: Bench) -> None:
    write_folder(small, record("doing", "2017-10-09", task="1.2"), unit="乙局")
    assert sorts(between(small, "2017-09-30", "2017-10-08")) == {}
    assert sorts(between(small, "2017-10-08", "2017-10-09")) == {"late": ["1.2 乙局"]}


def test_looking_back_finds_how_far_the_cancelled_periods_had_begun(small: Bench) -> None:
    cancelled = "cadence: monthly\n    cancelled: {date: 2017-08-10, basis: 会议纪要}"
    small.write("data/tasks.yaml", SMALL_TASKS.replace("cadence: monthly", cancelled))
    ledger = small.context.ledger()
    now, then = (Assessment(ledger, date(2017, month, 15)) for month in (10, 9))
    group, task = ledger.plan.groups[0], ledger.plan.tasks["1.2"]
    found = now.earlier(now.standing(group, task), then.as_of)
    assert found == then.standing(group, task)
    assert [duty.begun for duty in found.cancelled] == [True, True, False, False, False]


def test_the_totals_of_both_days_and_the_records_between(small: Bench) -> None:
    write_folder(small, DONE + record("doing", "2017-09-12", task="1.5").replace("1.5", "1.4"))
    found = between(small, "2017-09-11", "2017-10-31")
    assert [
        (totals.all, totals.done, totals.late, totals.rate)
        for totals in (found.before, found.after)
    ] == [
        (5, 0, 0, 0.0),
        (5, 1, 1, 20.0),
    ]
    assert found.records == 2


def days(bench: Bench, cadence: Cadence | None, start: str, end: str) -> list[str]:
    """Return the days on which the figures are counted."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return [str(point.day) for point in trend(bench.context.ledger(), cadence, first, last)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2017-08-03", "2017-10-18", "2017-08-31 2017-09-30 2017-10-18"),
        ("2017-08-03", "2017-09-30", "2017-08-31 2017-09-30"),
        ("2017-08-03", "2017-10-01", "2017-08-31 2017-09-30 2017-10-01"),
        ("2017-08-31", "2017-09-01", "2017-08-31 2017-09-01"),
        ("2017-08-31", "2017-08-31", "2017-08-31"),
        ("2017-08-03", "2017-08-03", "2017-08-03"),
        ("2017-12-31", "2018-03-01", "2017-12-31 2018-01-31 2018-02-28 2018-03-01"),
        ("2020-02-01", "2020-03-01", "2020-02-29 2020-03-01"),
    ],
)
def test_months_are_counted_on_their_last_day_and_the_last_one_on_the_last_day_asked_for(
    small: Bench, start: str, end: str, expected: str
) -> None:
    assert days(small, Cadence.MONTHLY, start, end) == expected.split()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2017-08-03", "2017-08-20", "2017-08-06 2017-08-13 2017-08-20"),  # Sundays
        ("2017-08-03", "2017-08-21", "2017-08-06 2017-08-13 2017-08-20 2017-08-21"),
        ("2017-08-06", "2017-08-07", "2017-08-06 2017-08-07"),
        ("2017-08-07", "2017-08-13", "2017-08-13"),
        ("2017-08-07", "2017-08-07", "2017-08-07"),
        ("2017-12-30", "2018-01-02", "2017-12-31 2018-01-02"),
    ],
)
def test_weeks_are_counted_on_their_sundays(
    small: Bench, start: str, end: str, expected: str
) -> None:
    assert days(small, None, start, end) == expected.split()


@pytest.mark.parametrize(
    ("records", "decisions", "as_of", "expected"),
    [
        ("", "", "2017-08-02", "2017-08-01"),  # the month of the issue has begun before it
        ("", "", "2017-08-03", "2017-08-03"),
        ("", "", "2017-08-31", "2017-08-03"),
        ("", "", "2017-09-01", "2017-09-01"),  # a period begins
        ("", "", "2017-09-29", "2017-09-29"),  # 2017-08 was due the day before
        ("", "", "2017-09-30", "2017-09-30"),  # 1.1 was due the day before
        ("", "", "2017-10-31", "2017-10-01"),
        (DONE, "", "2017-09-20", "2017-09-12"),
        (DONE, RETURN, "2017-09-21", "2017-09-20"),
        ("", EXTEND, "2017-09-27", "2017-09-26"),
        ("", EXTEND, "2017-10-31", "2017-10-21"),
        ("", "", "2020-12-31", "2018-01-30"),
        (record("done", "2018-06-01"), "", "2020-12-31", "2018-06-01"),
    ],
)
def test_the_last_change_is_a_word_a_beginning_or_the_day_after_a_due_date(
    small: Bench, records: str, decisions: str, as_of: str, expected: str
) -> None:
    ledger = write_folder(small, records, decisions).context.ledger()
    assert str(last_change(ledger, date.fromisoformat(as_of))) == expected


def test_after_the_last_change_no_figure_changes(small: Bench) -> None:
    ledger = write_folder(small, DONE + BLOCKED.replace("1.1", "1.4"), RETURN).context.ledger()
    last = last_change(ledger, date(2020, 12, 31))
    found = changes(Assessment(ledger, last), Assessment(ledger, date(2020, 12, 31)))
    assert sorts(found) == {}
    assert (found.before, found.records) == (found.after, 0)
