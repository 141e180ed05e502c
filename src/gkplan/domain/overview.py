"""The figures of a plan at a date: by status, by group, by unit, and what needs attention."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gkplan.domain.assess import Assessment
from gkplan.domain.counts import (
    Backfilled,
    DutyCounts,
    DutyTraits,
    TaskCounts,
    TaskTraits,
    count_backfilled,
    duty_traits,
    sum_duties,
    sum_traits,
    together,
    traits_of,
)
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Compared, Frozen
from gkplan.domain.model import Group
from gkplan.domain.query import Selection, select
from gkplan.domain.reviews import withdrawn_records
from gkplan.domain.standing import STALE_DAYS, Standing, stale_units
from gkplan.domain.vocabulary import WAITING

RECENT = 30
"""Days that count as recent: ``status`` reports how many records they brought."""


class UnitLine(Compared):
    """One unit's duties, its last report, and its rank by rate, if there is one to have.

    ``supports`` are the tasks on which it helps and owes nothing itself.
    """

    unit: str
    duties: DutyCounts
    last_report: date | None
    rank: int | None
    supports: tuple[str, ...] = ()

    @property
    def never_reported(self) -> bool:
        """Whether it owes more than what waits for a condition and has not reported once."""
        counts = self.duties.by_status
        return self.last_report is None and self.duties.owed > counts[WAITING]


class GroupLine(Compared):
    """One group's tasks and duties."""

    group: Group
    tasks: TaskCounts
    duties: DutyCounts


class NamedCount(Compared):
    """A number of duties, tasks or units, and the names of the tasks (or units) concerned."""

    number: int
    names: list[str]


class Attention(Compared):
    """What needs the office's attention: duties, tasks (stale, waiting), units (silent).

    ``silent`` are the units that owe something and have never reported anything (从未填报).
    """

    recent_records: int
    recent_units: int
    late: NamedCount
    late_done: NamedCount
    returned: NamedCount
    unreviewed: NamedCount
    unproved: NamedCount
    extended: NamedCount
    stale: NamedCount
    waiting: NamedCount
    silent: NamedCount
    doubts: NamedCount


class Overview(Compared):
    """A plan's figures at a date; those by unit and by group add up to the plan's.

    ``supporting`` are the tasks on which the units asked for only help; they are in no figure.
    """

    tasks: TaskCounts
    duties: DutyCounts
    groups: list[GroupLine]
    units: list[UnitLine]
    attention: Attention
    backfilled: Backfilled
    supporting: tuple[str, ...] = ()


def overview(
    assessment: Assessment, units: tuple[str, ...] = (), *, ranked: bool = False
) -> Overview:
    """Return the figures of a plan, or of what some units owe; ``ranked`` is as in ``sum_up``."""
    rows = select(assessment, Selection(units=units))
    return sum_up(assessment, [row.standing for row in rows], units, ranked=ranked)


def sum_up(
    assessment: Assessment,
    standings: Sequence[Standing],
    units: tuple[str, ...] = (),
    *,
    ranked: bool = False,
) -> Overview:
    """Return the figures of the tasks that were chosen; with units, of what they owe themselves.

    With units, the standings are those of their shares, as ``select`` returns them.
    All units have ranks; some of them only with ``ranked``, as where a kind of units is compared.
    """
    own = [standing for standing in standings if standing.is_owed_by(units)]
    duties = [duty for standing in own for duty in standing.duties]
    registry = assessment.ledger.registry
    names = [unit.name for unit in registry.units if not units or unit.name in units]
    supported = _supported(assessment, standings)
    reported = _last_reports(assessment)
    ranked = ranked or not units
    tally = _tally(own, assessment.as_of)
    counts = {name: sum_duties(tally.units.get(name, {})) for name in names}
    lines = _by_unit(counts, supported, reported, ranked=ranked)
    return Overview(
        sum_traits(sum(tally.tasks.values(), Counter())),
        sum_duties(sum(tally.groups.values(), Counter())),
        _by_group(standings, tally),
        lines,
        _attention(assessment, own, duties, lines),
        count_backfilled(assessment.ledger.entries(), assessment.as_of, units),
        tuple(
            standing.task.id
            for standing in standings
            if not (standing.is_owed_by(units) or standing.is_cancelled)
        ),
    )


def _supported(
    assessment: Assessment, standings: Iterable[Standing]
) -> Mapping[str, tuple[str, ...]]:
    """Return the tasks that each unit supports without owing anything on them."""
    registry = assessment.ledger.registry
    supported: dict[str, list[str]] = {}
    for standing in standings:
        names = standing.task.division(assessment.as_of).support
        if names and not standing.is_cancelled:
            owners = assessment.divisions.responsible(standing.task.division(assessment.as_of))
            for unit in registry.expand(names):
                if unit not in owners:
                    supported.setdefault(unit, []).append(standing.task.id)
    return {unit: tuple(tasks) for unit, tasks in supported.items()}


class _Tally(Frozen):
    """How many tasks and duties have the same traits, by the number of the group and by unit."""

    tasks: Mapping[int, Counter[TaskTraits]]
    groups: Mapping[int, Counter[DutyTraits]]
    units: Mapping[str, Counter[DutyTraits]]


def _tally(standings: Sequence[Standing], as_of: date) -> _Tally:
    by_group: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_group[standing.group.id].append(standing)
    tally = _Tally(defaultdict(Counter), defaultdict(Counter), defaultdict(Counter))
    for group, part in by_group.items():
        for standing, number in together(part):
            tally.tasks[group][traits_of(standing)] += number
            for duty in standing.duties:
                traits = duty_traits(duty, as_of)
                tally.groups[group][traits] += number
                tally.units[duty.unit][traits] += number
    return tally


def _by_group(standings: Iterable[Standing], tally: _Tally) -> list[GroupLine]:
    groups = {standing.group.id: standing.group for standing in standings}
    return [
        GroupLine(
            group,
            sum_traits(tally.tasks.get(group.id, {})),
            sum_duties(tally.groups.get(group.id, {})),
        )
        for group in sorted(groups.values(), key=lambda group: group.position)
    ]


def _by_unit(
    counts: Mapping[str, DutyCounts],
    supported: Mapping[str, tuple[str, ...]],
    reported: Mapping[str, date],
    *,
    ranked: bool,
) -> list[UnitLine]:
    """The units, the best rate first; equal rates, as printed, share a rank (3, 3, then 5).

    There are no ranks while nobody has done anything, and none without a denominator.
    """
    names = list(counts)
    every = {name: counts[name].rate for name in names}
    rates = {name: rate for name, rate in every.items() if rate is not None}
    in_order = sorted(rates.values())
    ranks = {name: 1 + len(rates) - bisect_right(in_order, own) for name, own in rates.items()}
    unranked = [name for name in names if name not in ranks]
    unranked.sort(key=lambda name: not counts[name].owed)
    shown = ranks if ranked and any(rates.values()) and len(names) > 1 else {}
    return [
        UnitLine(name, counts[name], reported.get(name), shown.get(name), supported.get(name, ()))
        for name in (*sorted(ranks, key=lambda name: ranks[name]), *unranked)
    ]


def _last_reports(assessment: Assessment) -> Mapping[str, date]:
    """Return the day of the last report of each unit, also on what it owes no more.

    Records that were withdrawn by the day are none.
    """
    ledger, day = assessment.ledger, assessment.as_of
    withdrawn = withdrawn_records(ledger.records, ledger.withdrawals, day)
    days = {
        unit: [record.date for record in journal if record.date <= day and record not in withdrawn]
        for unit, journal in ledger.records.items()
    }
    return {unit: max(reported) for unit, reported in days.items() if reported}


def _attention(
    assessment: Assessment,
    standings: Sequence[Standing],
    duties: Sequence[Duty],
    lines: Sequence[UnitLine],
) -> Attention:
    as_of, issued = assessment.as_of, assessment.ledger.plan.head.issued
    names = {line.unit for line in lines}
    recent = [
        record.unit
        for unit in names
        for record in assessment.ledger.records.get(unit, ())
        if 0 <= (as_of - record.date).days < RECENT
    ]
    doubtful = [standing for standing in standings if standing.task.doubts]
    stale_kinds = {
        standing.kind
        for standing, _ in together(standings)
        if names & set(stale_units(standing, issued, as_of, STALE_DAYS))
    }
    stale = [standing for standing in standings if standing.kind in stale_kinds]
    waiting = [
        standing
        for standing in standings
        if standing.status is WAITING and not standing.is_cancelled
    ]
    reported = [duty for duty in duties if duty.records]
    registered = [unit.name for unit in assessment.ledger.registry.units]
    never = {line.unit for line in lines if line.never_reported}
    silent = [name for name in registered if name in never]
    return Attention(
        recent_records=len(recent),
        recent_units=len(set(recent)),
        late=_named_count(duty for duty in duties if duty.overdue and duty.begun),
        late_done=_named_count(duty for duty in reported if duty.late_done and duty.begun),
        returned=_named_count(duty for duty in reported if duty.returned),
        unreviewed=_named_count(duty for duty in reported if duty.unreviewed),
        unproved=_named_count(duty for duty in reported if duty.unproved),
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
