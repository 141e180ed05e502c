"""The figures of a plan at a date: by status, by group, by unit, and what needs attention."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Group
from gkplan.domain.query import Selection, select, tally
from gkplan.domain.stale import STALE_DAYS, stale_units
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Status

RECENT = 30
"""Days that count as recent: ``status`` reports how many records they brought."""


def rate(done: int, total: int) -> float:
    """Return the share that is done, in percent with one decimal, as circulars print it.

    Halves are rounded up (四舍五入), and only a complete share is 100 %.
    """
    if not total:
        return 0.0
    tenths = (2000 * done + total) // (2 * total)
    return min(tenths, 999 if done < total else 1000) / 10


class DutyCounts(NamedTuple):
    """Counts of duties: begun and so owed by now, settled and late among them.

    ``late_provisional`` of the late ones are so by a provisional due date (暂定). ``all`` and
    ``unproved`` (done without evidence) also count those whose period has not begun.
    """

    all: int
    owed: int
    done: int
    late: int
    unproved: int
    late_provisional: int = 0

    @property
    def rate(self) -> float:
        """The part of what is owed by now that is settled, in percent."""
        return rate(self.done, self.owed)


def count_duties(duties: Iterable[Duty]) -> DutyCounts:
    """Count duties; what was settled before its period began counts once it begins."""
    every = tuple(duties)
    owed = [duty for duty in every if duty.begun]
    return DutyCounts(
        all=len(every),
        owed=len(owed),
        done=sum(duty.status.settled for duty in owed),
        late=sum(duty.overdue for duty in owed),
        unproved=sum(duty.unproved for duty in every),
        late_provisional=sum(duty.overdue and duty.provisional for duty in owed),
    )


class UnitLine(NamedTuple):
    """One unit's duties, its last report, and its rank by rate, if there is one to have."""

    unit: str
    duties: DutyCounts
    last_report: date | None
    rank: int | None


class TaskCounts(NamedTuple):
    """Counts of tasks by status, and of the late ones; ``late_below`` are late in a unit only."""

    by_status: dict[Status, int]
    late: int
    late_below: int

    @property
    def all(self) -> int:
        """Every task."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        """The settled tasks: what circulars count as done (已完成)."""
        return sum(count for status, count in self.by_status.items() if status.settled)

    @property
    def active(self) -> int:
        """All others: what circulars count as under way (正在推进)."""
        return self.all - self.done

    @property
    def rate(self) -> float:
        """The part of the tasks that is done, in percent."""
        return rate(self.done, self.all)


def count_tasks(standings: Iterable[Standing]) -> TaskCounts:
    """Count tasks by status."""
    every = tuple(standings)
    return TaskCounts(
        tally(every),
        sum(standing.overdue for standing in every),
        sum(standing.late_below for standing in every),
    )


class GroupLine(NamedTuple):
    """One group's tasks and duties."""

    group: Group
    tasks: TaskCounts
    duties: DutyCounts


class NamedCount(NamedTuple):
    """A number of duties, tasks or units, and the names of the tasks (or units) concerned."""

    number: int
    names: list[str]


class Attention(NamedTuple):
    """What needs the office's attention: duties, tasks (stale, waiting), units (silent).

    ``silent`` are the units that owe something and have never reported anything.
    """

    recent_records: int
    recent_units: int
    late: NamedCount
    returned: NamedCount
    unreviewed: NamedCount
    unproved: NamedCount
    extended: NamedCount
    stale: NamedCount
    waiting: NamedCount
    silent: NamedCount
    doubts: NamedCount


class Overview(NamedTuple):
    """A plan's figures at a date; those by unit and by group add up to the plan's."""

    tasks: TaskCounts
    duties: DutyCounts
    groups: list[GroupLine]
    units: list[UnitLine]
    attention: Attention


def overview(assessment: Assessment, units: tuple[str, ...] = ()) -> Overview:
    """Return the figures of a plan, or of what concerns some units."""
    rows = select(assessment, Selection(units=units))
    return sum_up(assessment, [row.standing for row in rows], units)


def sum_up(
    assessment: Assessment, standings: Sequence[Standing], units: tuple[str, ...] = ()
) -> Overview:
    """Return the figures of the tasks that were chosen; with units, of their own duties."""
    duties = [
        duty
        for standing in standings
        for duty in standing.duties
        if not units or duty.unit in units
    ]
    registered = [unit.name for unit in assessment.ledger.registry.units]
    names = [name for name in registered if not units or name in units]
    return Overview(
        count_tasks(standings),
        count_duties(duties),
        _by_group(standings, units),
        _by_unit(names, duties, ranked=not units),
        _attention(assessment, standings, duties, names),
    )


def _by_group(standings: Sequence[Standing], units: tuple[str, ...]) -> list[GroupLine]:
    parts: dict[int, list[Standing]] = {}
    for standing in standings:
        parts.setdefault(standing.group.id, []).append(standing)
    return [
        GroupLine(
            part[0].group,
            count_tasks(part),
            count_duties(
                duty
                for standing in part
                for duty in standing.duties
                if not units or duty.unit in units
            ),
        )
        for _, part in sorted(parts.items(), key=lambda item: item[1][0].group.position)
    ]


def _by_unit(names: Sequence[str], duties: Iterable[Duty], *, ranked: bool) -> list[UnitLine]:
    """The units, the best rate first; equal rates, as printed, share a rank (3, 3, then 5).

    There are no ranks while nobody has settled anything, nor for a part of the units.
    """
    parts: dict[str, list[Duty]] = {name: [] for name in names}
    for duty in duties:
        parts[duty.unit].append(duty)
    counts = {name: count_duties(part) for name, part in parts.items()}
    rates = {name: counts[name].rate for name in names if counts[name].owed}
    ranks = {name: 1 + sum(own < other for other in rates.values()) for name, own in rates.items()}
    idle = [name for name in names if name not in ranks]
    shown = ranks if ranked and any(rates.values()) and len(names) > 1 else {}
    return [
        UnitLine(name, counts[name], _last_report(parts[name]), shown.get(name))
        for name in (*sorted(ranks, key=lambda name: ranks[name]), *idle)
    ]


def _last_report(duties: Iterable[Duty]) -> date | None:
    return max((duty.latest.date for duty in duties if duty.latest), default=None)


def _attention(
    assessment: Assessment,
    standings: Sequence[Standing],
    duties: Sequence[Duty],
    names: Sequence[str],
) -> Attention:
    as_of, issued = assessment.as_of, assessment.ledger.plan.head.issued
    recent = [
        record.unit
        for duty in duties
        for record in duty.records
        if (as_of - record.date).days < RECENT
    ]
    doubtful = [standing for standing in standings if standing.task.doubts]
    stale = [
        standing
        for standing in standings
        if set(names) & set(stale_units(standing, issued, as_of, STALE_DAYS))
    ]
    waiting = [standing for standing in standings if standing.status is Status.WAITING]
    unreported = {duty.unit for duty in duties if duty.silent}
    unreported -= {duty.unit for duty in duties if duty.records}
    silent = [name for name in names if name in unreported]
    return Attention(
        recent_records=len(recent),
        recent_units=len(set(recent)),
        late=_named_count(duty for duty in duties if duty.overdue),
        returned=_named_count(duty for duty in duties if duty.returned),
        unreviewed=_named_count(duty for duty in duties if duty.unreviewed),
        unproved=_named_count(duty for duty in duties if duty.unproved),
        extended=_named_count(duty for duty in duties if duty.extensions),
        stale=NamedCount(len(stale), [standing.task.id for standing in stale]),
        waiting=NamedCount(len(waiting), [standing.task.id for standing in waiting]),
        silent=NamedCount(len(silent), silent),
        doubts=NamedCount(
            sum(len(standing.task.doubts) for standing in doubtful),
            [standing.task.id for standing in doubtful],
        ),
    )


def _named_count(duties: Iterable[Duty]) -> NamedCount:
    """Count duties, and name their tasks."""
    every = [duty.task for duty in duties]
    return NamedCount(len(every), list(dict.fromkeys(every)))
