"""What changed between two days, and how the figures went over time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Ledger, Record
from gkplan.domain.overview import TaskCounts, count_tasks
from gkplan.domain.query import Selection, select
from gkplan.domain.schedule import periods
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Cadence, Status

DutyKey = tuple[str, str, str]


class Changes(NamedTuple):
    """What differs on the later day: duties as they stand then, and the records in between."""

    before: TaskCounts
    after: TaskCounts
    settled: list[Duty]
    reopened: list[Duty]
    late: list[Duty]
    caught_up: list[Duty]
    blocked: list[Duty]
    problems: list[Record]
    returned: list[Duty]
    extended: list[Duty]
    records: int


def changes(earlier: Assessment, later: Assessment, units: tuple[str, ...] = ()) -> Changes:
    """Compare two days of one ledger, the earlier first; of each only what it knew is looked at.

    With ``units``, what concerns them alone.
    """
    before, after = _duties(earlier, units), _duties(later, units)
    pairs = [(before.get(key), duty) for key, duty in after.items()]
    records = [record for duty in after.values() for record in duty.records]
    new = [record for record in records if record.date > earlier.as_of]
    return Changes(
        before=_tasks(earlier, units),
        after=_tasks(later, units),
        settled=[duty for old, duty in pairs if duty.status.settled and not _was_settled(old)],
        reopened=[
            duty
            for old, duty in pairs
            if _was_settled(old) and not duty.status.settled and not duty.returned
        ],
        late=[duty for old, duty in pairs if duty.overdue and not (old and old.overdue)],
        caught_up=[duty for old, duty in pairs if old and old.overdue and not duty.overdue],
        blocked=[
            duty
            for old, duty in pairs
            if duty.status is Status.BLOCKED and not (old and old.status is Status.BLOCKED)
        ],
        problems=[record for record in new if record.problem],
        returned=[duty for old, duty in pairs if duty.returned and not _was_returned(old, duty)],
        extended=[
            duty for old, duty in pairs if len(duty.extensions) > len(old.extensions if old else ())
        ],
        records=len(new),
    )


def _duties(assessment: Assessment, units: tuple[str, ...]) -> dict[DutyKey, Duty]:
    return {
        (duty.unit, duty.task, duty.period.name): duty
        for group, task in assessment.ledger.plan
        for duty in assessment.standing(group, task).duties
        if not units or duty.unit in units
    }


def _was_returned(old: Duty | None, duty: Duty) -> bool:
    """Whether the return that stands stood already: there may have been another in between."""
    return old is not None and old.returned and old.reviews[-1] is duty.reviews[-1]


def _was_settled(duty: Duty | None) -> bool:
    return duty is not None and duty.status.settled


def _tasks(assessment: Assessment, units: tuple[str, ...]) -> TaskCounts:
    standings = (row.standing for row in select(assessment, Selection(units=units)))
    return count_tasks(one for one in standings if one.is_owed_by(units))


class Point(NamedTuple):
    """The tasks of a plan on the last day of a week or a month, or on the last day looked at."""

    day: date
    tasks: TaskCounts


def trend(
    ledger: Ledger, cadence: Cadence | None, start: date, end: date, units: tuple[str, ...] = ()
) -> Iterator[Point]:
    """Count the tasks at the end of every month (or week, without a cadence) from start to end.

    With ``units``, the tasks on which they owe something, as their own shares stand.
    """
    assessment = Assessment(ledger, end)
    standings = (row.standing for row in select(assessment, Selection(units=units)))
    own = (one for one in standings if one.is_owed_by(units))
    yield from count_on_days(assessment, own, last_days(cadence, start, end))


def count_on_days(
    assessment: Assessment, standings: Iterable[Standing], days: Iterable[date]
) -> Iterator[Point]:
    """Count tasks on some days, the earliest first, none after the day that was assessed.

    Walks back from how they stand now: a task is worked out anew only where it has changed.
    """
    counts = {day: Counter[tuple[Status, bool, bool]]() for day in days}
    for now in standings:
        standing, since, found = now, now.since, _counted(now)
        for day in reversed(counts):
            if since > day:
                standing = assessment.earlier(standing, day)
                since, found = standing.since, _counted(standing)
            counts[day][found] += 1
    for day, counted in counts.items():
        yield Point(day, _sum(counted))


def _counted(standing: Standing) -> tuple[Status, bool, bool]:
    """What the figures of a day tell of one task: its status, late itself, late in a unit only."""
    return standing.status, standing.overdue, standing.late_below


def _sum(counts: Counter[tuple[Status, bool, bool]]) -> TaskCounts:
    """Sum up how many tasks stand alike."""
    by_status = dict.fromkeys(Status, 0)
    late = late_below = 0
    for (status, is_late, is_late_below), number in counts.items():
        by_status[status] += number
        late += number * is_late
        late_below += number * is_late_below
    return TaskCounts(by_status, late, late_below)


def last_days(cadence: Cadence | None, start: date, end: date) -> Iterator[date]:
    """The last days of the weeks or months (by cadence) up to ``end``, then ``end`` itself."""
    lasts = (period.last for period in periods(cadence, start, end)) if cadence else _sundays(start)
    for last in lasts:
        if last >= end:
            break
        yield last
    if end >= start:
        yield end


def _sundays(start: date) -> Iterator[date]:
    day = start + timedelta(days=6 - start.weekday())
    while True:
        yield day
        day += timedelta(days=7)


def last_change(ledger: Ledger, as_of: date) -> date:
    """The last day up to ``as_of`` on which any figure can have changed; the issue at least."""
    return Assessment(ledger, as_of).last_change
