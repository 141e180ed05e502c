"""The figures of a whole plan at a date: by status, by group, by unit, and what wants attention."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gkplan.assess import Assessment, Duty, Standing
from gkplan.model import Group
from gkplan.query import tally
from gkplan.silence import LONG, quiet_units
from gkplan.words import Status

RECENT = 30
"""Days that count as recent: ``status`` tells how many records they brought."""


def rate(done: int, total: int) -> float:
    """The part that is done in percent, with one decimal, as circulars print it."""
    return round(100 * done / total, 1) if total else 0.0


class Duties(NamedTuple):
    """Counts of duties: begun and so owed by now, settled and late among them, done but unproved.

    ``all`` also counts those whose period has not begun.
    """

    all: int
    owed: int
    done: int
    late: int
    unproved: int

    @property
    def rate(self) -> float:
        """The part of what is owed by now that is settled, in percent."""
        return rate(self.done, self.owed)


def count_duties(duties: Iterable[Duty]) -> Duties:
    """Count duties; what was settled or proved before its period began counts once it begins."""
    every = tuple(duties)
    owed = [duty for duty in every if duty.begun]
    return Duties(
        all=len(every),
        owed=len(owed),
        done=sum(duty.status.settled for duty in owed),
        late=sum(duty.overdue for duty in owed),
        unproved=sum(duty.unproved for duty in owed),
    )


class UnitLine(NamedTuple):
    """One unit's duties, its last report, and its rank by rate; no rank where nothing is owed."""

    unit: str
    duties: Duties
    last_report: date | None
    rank: int | None


class Tasks(NamedTuple):
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
        """The tasks on which nothing more is owed: what circulars count as done (已完成)."""
        return sum(count for status, count in self.by_status.items() if status.settled)

    @property
    def active(self) -> int:
        """All others: what circulars count as under way (正在推进)."""
        return self.all - self.done

    @property
    def rate(self) -> float:
        """The part of the tasks that is done, in percent."""
        return rate(self.done, self.all)


def count_tasks(standings: Iterable[Standing]) -> Tasks:
    """Count tasks by status."""
    every = tuple(standings)
    return Tasks(
        tally(every),
        sum(standing.overdue for standing in every),
        sum(standing.late_below for standing in every),
    )


class GroupLine(NamedTuple):
    """One group's tasks and duties."""

    group: Group
    tasks: Tasks
    duties: Duties


class Attention(NamedTuple):
    """What the supervising office would ask next: numbers of duties, ids of tasks."""

    recent_records: int
    recent_units: int
    unreviewed: int
    returned: int
    extended: int
    stale: list[str]
    waiting: list[str]
    doubtful: list[str]
    doubts: int


class Overview(NamedTuple):
    """A plan's figures at a date; those by unit and by group add up to the plan's."""

    tasks: Tasks
    duties: Duties
    groups: list[GroupLine]
    units: list[UnitLine]
    attention: Attention


def overview(assessment: Assessment) -> Overview:
    """Work out the figures of a whole plan."""
    standings = [assessment.standing(group, task) for group, task in assessment.ledger.plan]
    duties = [duty for standing in standings for duty in standing.duties]
    return Overview(
        count_tasks(standings),
        count_duties(duties),
        _by_group(standings),
        _by_unit([unit.name for unit in assessment.ledger.registry.units], duties),
        _attention(assessment, standings, duties),
    )


def _by_group(standings: Sequence[Standing]) -> list[GroupLine]:
    parts: dict[int, list[Standing]] = {}
    for standing in standings:
        parts.setdefault(standing.group.id, []).append(standing)
    return [
        GroupLine(
            part[0].group,
            count_tasks(part),
            count_duties(duty for standing in part for duty in standing.duties),
        )
        for part in parts.values()
    ]


def _by_unit(names: Sequence[str], duties: Iterable[Duty]) -> list[UnitLine]:
    """The units, the best rate first; those of equal rate share a rank (two third, then fifth)."""
    parts: dict[str, list[Duty]] = {name: [] for name in names}
    for duty in duties:
        parts[duty.unit].append(duty)
    counts = {name: count_duties(part) for name, part in parts.items()}
    owing = [name for name in names if counts[name].owed]
    settled = {name: counts[name].done / counts[name].owed for name in owing}
    ranks = {name: 1 + sum(settled[name] < other for other in settled.values()) for name in owing}
    idle = [name for name in names if not counts[name].owed]
    return [
        UnitLine(name, counts[name], _last_report(parts[name]), ranks.get(name))
        for name in (*sorted(owing, key=lambda name: ranks[name]), *idle)
    ]


def _last_report(duties: Iterable[Duty]) -> date | None:
    return max((duty.latest.date for duty in duties if duty.latest), default=None)


def _attention(
    assessment: Assessment, standings: Sequence[Standing], duties: Sequence[Duty]
) -> Attention:
    as_of, issued = assessment.as_of, assessment.ledger.plan.plan.issued
    recent = [
        record.unit
        for duty in duties
        for record in duty.records
        if (as_of - record.date).days < RECENT
    ]
    doubtful = [standing.task for standing in standings if standing.task.doubts]
    return Attention(
        recent_records=len(recent),
        recent_units=len(set(recent)),
        unreviewed=sum(duty.unreviewed for duty in duties),
        returned=sum(duty.returned for duty in duties),
        extended=sum(bool(duty.extensions) for duty in duties),
        stale=[one.task.id for one in standings if quiet_units(one, issued, as_of, LONG)],
        waiting=[one.task.id for one in standings if one.status is Status.WAITING],
        doubtful=[task.id for task in doubtful],
        doubts=sum(len(task.doubts) for task in doubtful),
    )
