"""The changes between two days, and the figures over time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from gkplan.domain.assess import Assessment
from gkplan.domain.counts import (
    TaskCounts,
    TaskTraits,
    count_tasks,
    sum_traits,
    together,
    traits_of,
)
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Compared, Frozen
from gkplan.domain.model import Cancellation, Ledger, Reassignment, Record, Task, Withdrawal
from gkplan.domain.owners import ever_responsible
from gkplan.domain.reviews import withdrawn_records
from gkplan.domain.schedule import periods
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import BLOCKED, Cadence

DutyKey = tuple[str, str, str]


class Changes(Frozen):
    """The differences of the later day: duties as of that day, and the records in between.

    ``handed`` are the changes of who has a task, and the cancellations, in between.
    """

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
    handed: list[tuple[Task, Reassignment | Cancellation]]
    records: int


def changes(earlier: Assessment, later: Assessment, units: tuple[str, ...] = ()) -> Changes:
    """Compare two days of one ledger; for each day only entries up to it count.

    With ``units``, only their own duties are compared.
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
            if duty.status is BLOCKED and not (old and old.status is BLOCKED)
        ],
        problems=[record for record in new if record.problem],
        returned=[duty for old, duty in pairs if duty.returned and not _was_returned(old, duty)],
        extended=[
            duty for old, duty in pairs if len(duty.extensions) > len(old.extensions if old else ())
        ],
        handed=[
            (standing.task, change)
            for standing in answered_for(later, units)
            for change in (*standing.changes, standing.cancellation)
            if change and change.date > earlier.as_of
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
    """Whether the return in force was in force before: there may have been another in between."""
    return old is not None and old.returned and old.reviews[-1] is duty.reviews[-1]


def _was_settled(duty: Duty | None) -> bool:
    return duty is not None and duty.status.settled


def _tasks(assessment: Assessment, units: tuple[str, ...]) -> TaskCounts:
    standings = answered_for(assessment, units)
    return count_tasks(standing for standing in standings if standing.is_owed_by(units))


class JournalNotes(Frozen):
    """What is known of entries besides themselves, by the identity of the record.

    ``withdrawn`` are the withdrawals of records that were taken back, ``late`` the records that
    were entered late (补报), ``not_counted`` those on what their unit no longer owes.
    """

    withdrawn: Mapping[int, Withdrawal]
    late: frozenset[int]
    not_counted: frozenset[int] = frozenset()


NO_NOTES = JournalNotes({}, frozenset())
"""What is known of entries of which nothing was looked up."""


def journal_notes(assessment: Assessment, records: Iterable[Record]) -> JournalNotes:
    """Return which of some records were withdrawn by the day, entered late, or do not count."""
    every = list(records)
    ledger = assessment.ledger
    withdrawn = withdrawn_records(ledger.records, ledger.withdrawals, assessment.as_of)
    reported = {record.task for record in every}
    entered = {record.task for record in every if record.entered}
    standings = [
        assessment.standing(group, task)
        for group, task in ledger.plan
        if task.id in entered or (task.id in reported and (task.changes or task.cancelled))
    ]
    duties = (duty for standing in standings for duty in standing.duties)
    late = (id(record) for duty in duties for record in duty.late_entries)
    not_counted = (id(record) for standing in standings for record in standing.not_counted)
    return JournalNotes(
        {id(record): withdrawal for record, withdrawal in withdrawn.items()},
        frozenset(late),
        frozenset(not_counted),
    )


class Point(Compared):
    """The counts of tasks at the end of a week or a month, or on the last day of the range."""

    day: date
    tasks: TaskCounts


def trend(
    ledger: Ledger, cadence: Cadence | None, start: date, end: date, units: tuple[str, ...] = ()
) -> Iterator[Point]:
    """Count the tasks at the end of every month (or week, without a cadence) from start to end.

    With ``units``, the tasks on which they owe something, by the standing of their own shares.
    """
    assessment = Assessment(ledger, end)
    yield from count_on_days(
        assessment, answered_for(assessment, units), last_days(cadence, start, end), units
    )


def answered_for(
    assessment: Assessment, units: tuple[str, ...], known: Iterable[Standing] = ()
) -> Iterator[Standing]:
    """Yield the tasks that ``units`` answer for now or did before a change; all without units.

    Of ``known``, the tasks that they owe now, those that were never changed are taken over.
    """
    same = {standing.task.id: standing for standing in known if not standing.task.changes}
    registry, divisions = assessment.ledger.registry, assessment.divisions
    for group, task in divisions.tasks_of(units):
        changed = units and task.changes
        ever = ever_responsible(registry, task) if changed else divisions.responsible(task)
        if not units or any(unit in ever for unit in units):
            yield same.get(task.id) or assessment.standing(group, task, units)


def count_on_days(
    assessment: Assessment,
    standings: Iterable[Standing],
    days: Iterable[date],
    units: tuple[str, ...] = (),
) -> Iterator[Point]:
    """Count tasks on ``days``, given from the earliest on, none after the day of the assessment.

    With ``units``, those that they answer for on the day. Walks back from the present standings:
    a task is assessed again only where it has changed, and tasks that are alike only once.
    """
    counts = {day: Counter[TaskTraits]() for day in days}
    for present, number in together(standings):
        standing, since, traits = present, present.since, traits_of(present)
        for day in reversed(counts):
            if since > day:
                standing = assessment.earlier(standing, day)
                since, traits = standing.since, traits_of(standing)
            if standing.is_owed_by(units):
                counts[day][traits] += number
    for day, part in counts.items():
        yield Point(day, sum_traits(part))


def last_days(cadence: Cadence | None, start: date, end: date) -> Iterator[date]:
    """Yield the last days of the weeks or months (by cadence) up to ``end``, then ``end``."""
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
    """Return the last day up to ``as_of`` on which a figure can have changed."""
    return Assessment(ledger, as_of).last_change
