"""What a leader asks first: how far it is, what changed, who is slow, what needs attention."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.counts import (
    DutyCounts,
    TaskCounts,
    Together,
    count_duty_traits,
    count_traits,
    sum_duties,
    sum_traits,
    together,
)
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Task
from gkplan.domain.overview import Overview, UnitLine
from gkplan.domain.schedule import DAYS_AHEAD
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import BLOCKED, WAITING

SLOWEST = 3
"""Units that are named as the slowest."""


class DayCounts(Frozen):
    """The counts of tasks and of duties on one day."""

    tasks: TaskCounts
    duties: DutyCounts


class NamedDuty(NamedTuple):
    """A duty beside its task; ``days`` are the calendar days by which it is overdue."""

    task: Task
    duty: Duty
    days: int = 0


class LateUnit(Frozen):
    """A unit with what is overdue at it, the oldest first."""

    unit: str
    duties: list[NamedDuty]


class DueDay(Frozen):
    """A day ahead and how many open duties fall due on it."""

    day: date
    duties: int
    tasks: list[str]


class Briefing(Frozen):
    """The first screen of a report.

    ``since`` is the day that is compared with, ``before`` the figures at its end, ``from_issue``
    whether the plan was not issued then. ``slowest`` are units with the lowest rates, the slowest
    first, of ``slow_units`` whose rates are not above theirs; none where all rates are equal.
    ``next_due`` is the next day on which open duties fall due, ``peak`` the day ahead with most of
    them, ``coming`` how many fall due within 30 days, ``ahead`` how many at all. ``settled`` and
    ``newly_late`` are the duties of each unit that were settled or became overdue since.
    """

    since: date
    from_issue: bool
    before: DayCounts
    after: DayCounts
    slowest: list[UnitLine]
    slow_units: int
    late: list[LateUnit]
    blocked: list[NamedDuty]
    silent: list[str]
    returned: list[NamedDuty]
    waiting: list[Task]
    next_due: DueDay | None
    peak: DueDay | None
    coming: int
    ahead: int
    settled: Mapping[str, list[NamedDuty]]
    newly_late: Mapping[str, list[NamedDuty]]


def compared_day(issued: date, as_of: date, since: date | None = None) -> date:
    """Return the day that figures are compared with: the last month end, or before ``since``.

    Records of the day ``since`` itself are already new. It is not before the day before the issue,
    and always before ``as_of``, also for a report on a day before the plan.
    """
    first = since or as_of.replace(day=1)
    earlier = max(first.toordinal() - 1, issued.toordinal() - 1)
    return date.fromordinal(max(min(earlier, as_of.toordinal() - 1), 1))


def brief(
    assessment: Assessment,
    standings: Sequence[Standing],
    answered: Iterable[Standing],
    figures: Overview,
    units: tuple[str, ...] = (),
    since: date | None = None,
) -> Briefing:
    """Return the first screen about the tasks that ``units`` owe; ``figures`` are those of today.

    ``standings`` are those on which the units owe something themselves. The figures before count
    all that they ``answered`` for, also what they gave away since (``answered_for``).
    """
    as_of = assessment.as_of
    issued = assessment.ledger.plan.head.issued
    day = compared_day(issued, as_of, since)
    counted = together(answered)
    earlier = {one.kind: assessment.earlier(one, day) for one, _ in counted}
    named = [
        _named(standing.task, duty, as_of)
        for standing in standings
        for duty in standing.duties
        if duty.records or duty.overdue
    ]
    pairs = [
        pair for standing in standings for pair in _pairs(standing, earlier[standing.kind], as_of)
    ]
    ahead = _due_days(standings, as_of)
    slowest, slow_units = _slowest(figures.units)
    return Briefing(
        since=day,
        from_issue=day < issued,
        before=_figures(
            [
                (earlier[one.kind], number)
                for one, number in counted
                if earlier[one.kind].is_owed_by(units)
            ],
            day,
        ),
        after=DayCounts(figures.tasks, figures.duties),
        slowest=slowest,
        slow_units=slow_units,
        late=_late_units(named),
        blocked=[one for one in named if one.duty.status is BLOCKED and one.duty.begun],
        silent=figures.attention.silent.names,
        returned=[one for one in named if one.duty.returned],
        waiting=[
            standing.task
            for standing in standings
            if standing.status is WAITING and not standing.is_cancelled
        ],
        next_due=ahead[0] if ahead else None,
        peak=max(ahead, key=lambda due: due.duties, default=None),
        coming=sum(due.duties for due in ahead if (due.day - as_of).days <= DAYS_AHEAD),
        ahead=sum(due.duties for due in ahead),
        settled=_most_first(
            one
            for one, old in pairs
            if one.duty.status.settled and not (old and old.status.settled)
        ),
        newly_late=_most_first(
            one for one, old in pairs if one.duty.overdue and not (old and old.overdue)
        ),
    )


def _named(task: Task, duty: Duty, as_of: date) -> NamedDuty:
    return NamedDuty(task, duty, (as_of - duty.due).days if duty.overdue and duty.due else 0)


def _figures(standings: Sequence[Together], day: date) -> DayCounts:
    tasks, duties = count_traits(standings), count_duty_traits(standings, day)
    return DayCounts(sum_traits(tasks), sum_duties(duties))


def _pairs(
    standing: Standing, earlier: Standing, as_of: date
) -> Iterable[tuple[NamedDuty, Duty | None]]:
    """Yield the settled and overdue duties of a task that changed, with what they were, if any."""
    duties = [duty for duty in standing.duties if duty.overdue or duty.status.settled]
    if not duties or standing is earlier:
        return
    old = {(duty.unit, duty.period.name): duty for duty in earlier.duties}
    for duty in duties:
        yield _named(standing.task, duty, as_of), old.get((duty.unit, duty.period.name))


def _slowest(lines: Sequence[UnitLine]) -> tuple[list[UnitLine], int]:
    """Return the units with the lowest rates, and how many have rates as low as theirs.

    Of equal rates, the units with more to do come first. Nobody is slow where all are alike.
    """
    rates = {line.duties.rate for line in lines} - {None}
    if len(rates) <= 1:
        return [], 0
    slow = [line for line in lines if line.duties.rate is not None and line.duties.open]
    slow.sort(key=lambda line: (line.duties.rate, -line.duties.open))
    slowest = slow[:SLOWEST]
    lowest = {line.duties.rate for line in slowest}
    return slowest, sum(line.duties.rate in lowest for line in slow)


def _late_units(named: Iterable[NamedDuty]) -> list[LateUnit]:
    """Return the units with overdue duties, the one with the oldest first."""
    late = sorted((one for one in named if one.duty.overdue), key=lambda one: -one.days)
    return [LateUnit(unit, duties) for unit, duties in _by_unit(late).items()]


def _by_unit(named: Iterable[NamedDuty]) -> dict[str, list[NamedDuty]]:
    by_unit: dict[str, list[NamedDuty]] = {}
    for one in named:
        by_unit.setdefault(one.duty.unit, []).append(one)
    return by_unit


def _most_first(named: Iterable[NamedDuty]) -> dict[str, list[NamedDuty]]:
    """Return duties by unit, the unit with most of them first."""
    by_unit = _by_unit(named)
    return dict(sorted(by_unit.items(), key=lambda item: -len(item[1])))


def _due_days(standings: Iterable[Standing], as_of: date) -> list[DueDay]:
    """Return the days ahead on which open duties fall due, the earliest first."""
    tasks: dict[date, Counter[str]] = defaultdict(Counter)
    for standing in standings:
        for duty in standing.duties:
            if duty.due and duty.due >= as_of and not duty.status.settled:
                tasks[duty.due][duty.task] += 1
    return [DueDay(day, counts.total(), list(counts)) for day, counts in sorted(tasks.items())]
