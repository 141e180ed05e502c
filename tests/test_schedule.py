"""Working days and due dates: the values that DOMAIN gives, and the worked example of DESIGN."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import Bench

from gkplan.domain.fields import Span
from gkplan.domain.model import Head, Task
from gkplan.domain.schedule import Period, Schedule, periods
from gkplan.domain.vocabulary import Cadence
from gkplan.domain.workdays import mainland


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2017-08-03", 10, "2017-08-17"),
        ("2017-09-29", 10, "2017-10-19"),
        ("2017-09-20", 15, "2017-10-17"),
        ("2017-09-20", 20, "2017-10-24"),
        ("2017-01-25", 10, "2017-02-14"),
        ("2019-05-15", 20, "2019-06-13"),
        ("2017-08-31", 20, "2017-09-28"),
        ("2017-09-30", 20, "2017-11-03"),
        ("2017-12-31", 20, "2018-01-29"),
    ],
)
def test_working_days_follow_the_mainland_calendar(start: str, days: int, end: str) -> None:
    begin, finish = date.fromisoformat(start), date.fromisoformat(end)
    assert mainland().after(begin, Span(days, workdays=True)) == finish
    assert mainland().between(begin, finish) == days


def test_calendar_days_are_plain() -> None:
    assert mainland().after(date(2017, 9, 29), Span(10, workdays=False)) == date(2017, 10, 9)


@pytest.mark.parametrize(
    ("cadence", "names"),
    [
        (Cadence.MONTHLY, ["2017-08", "2017-09", "2017-10", "2017-11", "2017-12", "2018-01"]),
        (Cadence.QUARTERLY, ["2017Q3", "2017Q4", "2018Q1"]),
        (Cadence.HALFYEARLY, ["2017H2", "2018H1"]),
        (Cadence.YEARLY, ["2017", "2018"]),
    ],
)
def test_periods_reach_from_issue_to_end(cadence: Cadence, names: list[str]) -> None:
    found = list(periods(cadence, date(2017, 8, 3), date(2018, 1, 1)))
    assert [period.name for period in found] == names
    assert found[0].first <= date(2017, 8, 3) <= found[0].last
    assert found[-1].first <= date(2018, 1, 1) <= found[-1].last


@pytest.mark.parametrize(
    ("cadence", "days", "names"),
    [
        (Cadence.MONTHLY, "2016-12-31 2016-12-31", "2016-12"),
        (Cadence.MONTHLY, "2016-12-31 2017-01-01", "2016-12 2017-01"),
        (Cadence.MONTHLY, "2017-01-01 2017-01-31", "2017-01"),
        (Cadence.QUARTERLY, "2016-12-31 2017-03-31", "2016Q4 2017Q1"),
        (Cadence.QUARTERLY, "2017-03-31 2017-04-01", "2017Q1 2017Q2"),
        (Cadence.HALFYEARLY, "2016-12-31 2017-06-30", "2016H2 2017H1"),
        (Cadence.HALFYEARLY, "2017-06-30 2017-07-01", "2017H1 2017H2"),
        (Cadence.YEARLY, "2016-12-31 2017-12-31", "2016 2017"),
        (Cadence.YEARLY, "2016-01-01 2016-12-31", "2016"),
        (Cadence.YEARLY, "2016-12-31 2017-01-01", "2016 2017"),
    ],
)
def test_a_period_is_owed_from_its_first_day_to_its_last(
    cadence: Cadence, days: str, names: str
) -> None:
    start, end = map(date.fromisoformat, days.split())
    assert " ".join(period.name for period in periods(cadence, start, end)) == names


@pytest.mark.parametrize(
    ("cadence", "spans"),
    [
        (Cadence.MONTHLY, "2015-12-01..2015-12-31 2016-01-01..2016-01-31 2016-02-01..2016-02-29"),
        (Cadence.QUARTERLY, "2015-10-01..2015-12-31 2016-01-01..2016-03-31"),
        (Cadence.HALFYEARLY, "2015-07-01..2015-12-31 2016-01-01..2016-06-30"),
        (Cadence.YEARLY, "2015-01-01..2015-12-31 2016-01-01..2016-12-31"),
    ],
)
def test_a_period_ends_on_the_day_before_the_next_also_over_the_new_year(
    cadence: Cadence, spans: str
) -> None:
    found = periods(cadence, date(2015, 12, 31), date(2016, 2, 29))
    assert " ".join(f"{period.first}..{period.last}" for period in found) == spans


def test_a_plan_of_one_day_is_no_event() -> None:
    day = date(2017, 9, 20)
    assert Period("", day, day).event is None
    assert Period("2017-09-20", day, day).event == day
    assert Period("2017", day, day.replace(day=21)).event is None


@pytest.mark.parametrize(
    ("cadence", "by_events", "whole"),
    [
        ((Cadence.EVENT,), True, True),
        ((Cadence.EVENT, Cadence.MONTHLY), True, True),
        ((Cadence.EVENT, Cadence.ONCE), False, True),
        ((Cadence.ONCE,), False, True),
        ((Cadence.MONTHLY, Cadence.YEARLY), True, False),
    ],
)
def test_what_is_owed_apart_from_periods(
    cadence: tuple[Cadence, ...],
    by_events: bool,  # noqa: FBT001
    whole: bool,  # noqa: FBT001
) -> None:
    head = Head(title="小方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
    schedule = Schedule(head)
    task = Task("1.1", "事项。", lead=("甲局",), cadence=cadence, within=Span(10, workdays=False))
    assert (schedule.is_started_by_events(task), schedule.has_aperiodic(task)) == (by_events, whole)
    assert not schedule.is_started_by_events(replace(task, within=None))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2017-09-29", 0, "2017-09-29"),
        ("2017-09-29", 1, "2017-09-30"),  # a make-up Saturday
        ("2017-09-29", 2, "2017-10-09"),  # after the holidays of eight days
        ("2017-10-08", 1, "2017-10-09"),
        ("2017-12-29", 1, "2018-01-02"),  # 1 January is a Monday off
        ("2018-12-28", 1, "2018-12-29"),  # a make-up Saturday
        ("2018-12-29", 1, "2019-01-02"),
    ],
)
def test_the_first_day_is_excluded_also_before_holidays_and_at_the_end_of_a_year(
    start: str, days: int, end: str
) -> None:
    begin, finish = date.fromisoformat(start), date.fromisoformat(end)
    assert mainland().after(begin, Span(days, workdays=True)) == finish
    assert mainland().between(begin, finish) == days


def test_the_worked_example(starter: Bench) -> None:
    starter.ok("mark", "1.3", "done", "--period", "2017-08", "--date", "2017-09-12")
    shown = starter.ok("show", "1.3", "--as-of", "2017-10-31")
    assert [line.split()[2:4] for line in shown.splitlines() if "牵头  2017" in line] == [
        ["2017-08", "2017-09-28"],
        ["2017-09", "2017-11-03"],
        ["2017-10", "2017-11-28"],
        ["2017-11", "2017-12-28"],
        ["2017-12", "2018-01-29"],
    ]
    assert "状态      正在推进\n期        已办 1，已开始 3，共 5 期\n" in shown
    later = starter.ok("show", "1.3", "--as-of", "2017-11-04")
    assert "状态      正在推进，逾期：区财政局\n" in later
    assert next(line for line in later.splitlines() if "逾期 1 天" in line).split()[2] == "2017-09"
