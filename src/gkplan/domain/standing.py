"""The standing of a task, computed from its duties."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from gkplan.domain.duty import Duty
from gkplan.domain.model import (
    Cancellation,
    Division,
    Group,
    Reassignment,
    Record,
    Task,
)
from gkplan.domain.vocabulary import (
    BLOCKED,
    DOING,
    DONE,
    IMPLEMENT,
    LEAD,
    TODO,
    WAITING,
    WAIVED,
    Status,
)

STALE_DAYS = 90
"""Days without a record after which ``check`` and ``status`` report it (长期未报)."""


class Count(NamedTuple):
    """How many of some units are settled (done or waived)."""

    done: int
    all: int


class PeriodCount(NamedTuple):
    """The periods, or events, of a task: how many have begun, done and waived among them, and all.

    A period is done or waived once every unit that leads has settled it, as a task is.
    """

    done: int
    waived: int
    begun: int
    all: int


class Standing(NamedTuple):
    """The standing of one task at a date, of all its duties or of those of some units.

    ``owners`` are the units that answer for it, also where they owe nothing yet; ``cancelled``
    are the duties that are no longer owed, ``uncounted`` the records on what a change handed on.
    ``share_of`` are the units asked for, if any. ``touched`` is the last day on which it changed
    otherwise than by what its duties show: a change of the division, a cancellation, a withdrawal.
    ``led`` is whether an owner leads: then the duties of those that implement do not give the
    status; after a change, only if it owes any. ``changes`` are those in force. ``next_duty`` is
    the first open one, by its due date, of the duties that give the status. ``alike`` is what all
    tasks share that differ in nothing but what the plan states of them; None for one with entries.
    """

    group: Group
    task: Task
    status: Status
    overdue: bool
    periods: PeriodCount
    units: Count
    coverage: Count
    last_report: date | None
    evidence: int
    duties: tuple[Duty, ...]
    owners: tuple[str, ...] = ()
    cancelled: tuple[Duty, ...] = ()
    uncounted: tuple[Record, ...] = ()
    cancellation: Cancellation | None = None
    share_of: tuple[str, ...] = ()
    touched: date | None = None
    led: bool = False
    changes: tuple[Reassignment, ...] = ()
    next_duty: Duty | None = None
    alike: "Standing | None" = None

    @property
    def kind(self) -> int | str:
        """What a task has in common with those that are alike; its id if there are none."""
        return id(self.alike) if self.alike else self.task.id

    @property
    def division(self) -> Division:
        """Who has the task on the day, its changes until then considered."""
        return self.changes[-1] if self.changes else self.task

    @property
    def leading(self) -> tuple[Duty, ...]:
        """The duties that give the status: those of the leads, or all without a lead."""
        return _leading(self.duties, led=self.led)

    @property
    def records(self) -> list[Record]:
        """All that was reported and not withdrawn, also on what is no longer owed."""
        return [*(record for duty in self.duties for record in duty.records), *self.not_counted]

    @property
    def not_counted(self) -> list[Record]:
        """The records on what is no longer owed by their unit: handed on, or cancelled."""
        return [*(record for duty in self.cancelled for record in duty.records), *self.uncounted]

    @property
    def is_cancelled(self) -> bool:
        """Whether the task was cancelled before a lead settled anything (已取消).

        It is in no figure of tasks; what units that implement it had settled is still in theirs.
        """
        return self.cancellation is not None and not self.leading

    @property
    def is_idle(self) -> bool:
        """Whether nothing is owed yet: no event has started the time allowed (尚无起算日)."""
        return not self.duties and self.cancellation is None

    @property
    def accepted_waiver(self) -> bool:
        """Whether the task does not apply and the office accepted every waiver of it."""
        return self.status is WAIVED and all(duty.accepted_waiver for duty in self.leading)

    @property
    def status_label(self) -> str:
        """The status in words; ``已取消`` where it was cancelled and nothing is left of it."""
        return "已取消" if self.is_cancelled else self.status.label

    @property
    def late_days(self) -> int:
        """The largest lateness among the leading duties that are done, in calendar days."""
        return max((duty.late_days for duty in self.leading), default=0)

    @property
    def next_due(self) -> date | None:
        """The due date of the first open duty; None where nothing open has one."""
        duty = self.next_duty
        return duty.due if duty else None

    @property
    def next_due_original(self) -> date | None:
        """What ``next_due`` was before it was extended; None if it was not."""
        duty = self.next_duty
        return duty.original_due if duty and duty.extensions else None

    @property
    def silent(self) -> list[Duty]:
        """The duties that have begun and on which nobody has reported (未报)."""
        return [duty for duty in self.duties if duty.silent]

    @property
    def missing(self) -> list[str]:
        """The units that have not reported on a duty that has begun (未报)."""
        return list(dict.fromkeys(duty.unit for duty in self.silent))

    @property
    def late_units(self) -> list[str]:
        """The units that are late, each once: those that lead first, the oldest due date first."""
        late = [duty for duty in self.duties if duty.overdue]
        leading = {id(duty) for duty in self.leading}
        late.sort(key=lambda duty: (id(duty) not in leading, duty.due or date.max))
        return list(dict.fromkeys(duty.unit for duty in late))

    @property
    def reported(self) -> list[str]:
        """The units that have reported, and on every duty that has begun (已报)."""
        reported = {duty.unit for duty in self.duties if duty.records}.difference(self.missing)
        return [unit for unit in self.owners if unit in reported]

    @property
    def owing(self) -> list[str]:
        """The units that owe a duty, each once; the other owners owe nothing yet."""
        return list(dict.fromkeys(duty.unit for duty in self.duties))

    def is_owed_by(self, units: tuple[str, ...]) -> bool:
        """Whether any of ``units`` answers for it; true where no unit was asked for."""
        return not units or any(map(units.__contains__, self.owners))

    @property
    def late_duties(self) -> int:
        """How many of its duties are overdue, those of units that implement it included."""
        return sum(duty.overdue for duty in self.duties)

    @property
    def late_below(self) -> bool:
        """Whether the task itself is in time but a unit that implements it is late."""
        return not self.overdue and any(duty.overdue for duty in self.duties)

    @property
    def late_label(self) -> str:
        """How late it is, in words: ``逾期``, ``落实单位逾期`` where only a unit is, or empty."""
        return "逾期" if self.overdue else "落实单位逾期" if self.late_below else ""

    @property
    def since(self) -> date:
        """The first day from which nothing about its duties, cancelled ones too, has changed."""
        days = [duty.since for duty in (*self.duties, *self.cancelled)]
        if self.touched:
            days.append(self.touched)
        return max(days, default=date.min)


def standing_of(
    group: Group,
    task: Task,
    duties: tuple[Duty, ...],
    *,
    led: bool,
    cancelled: tuple[Duty, ...] = (),
    uncounted: tuple[Record, ...] = (),
    **known: Any,
) -> Standing:
    """Return the standing of a task from its duties; the leading ones alone give the status.

    ``known`` are other fields of it.
    """
    leading = _leading(duties, led=led)
    reported = [duty for duty in duties if duty.records]
    dates = [record.date for duty in (*reported, *cancelled) for record in duty.records]
    dates += [record.date for record in uncounted]
    ahead = [duty for duty in leading if duty.due and not duty.status.settled]
    return Standing(
        group=group,
        task=task,
        status=fold_status(leading),
        overdue=any(duty.overdue and duty.begun for duty in leading),
        periods=_count_periods(leading),
        units=_count_units(leading),
        coverage=_count_units(duty for duty in duties if duty.role is IMPLEMENT),
        last_report=max(dates, default=None),
        evidence=sum(duty.evidence_count for duty in reported),
        duties=duties,
        next_duty=min(ahead, key=lambda duty: duty.due or date.max, default=None),
        led=led,
        cancelled=cancelled,
        uncounted=uncounted,
        **known,
    )


def _leading(duties: tuple[Duty, ...], *, led: bool) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.role is LEAD) if led else duties


def fold_status(duties: Sequence[Duty]) -> Status:
    """Return the one status of several duties, later periods included."""
    statuses = {duty.status for duty in duties}
    if statuses and all(status.settled for status in statuses):
        return DONE if DONE in statuses else WAIVED
    begun = {duty.status for duty in duties if duty.begun}
    if BLOCKED in begun:
        return BLOCKED
    if statuses & {DOING, DONE}:
        return DOING
    return WAITING if WAITING in begun else TODO


def _count_periods(duties: Iterable[Duty]) -> PeriodCount:
    """Count periods, each settled when every unit has settled it; all 0 without any.

    An event is that of one unit: two units may have events of the same day.
    """
    parts: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        if duty.period.name:
            unit = duty.unit if duty.period.event else ""
            parts.setdefault((unit, duty.period.name), []).append(duty)
    begun = [fold_status(part) for part in parts.values() if any(duty.begun for duty in part)]
    return PeriodCount(begun.count(DONE), begun.count(WAIVED), len(begun), len(parts))


def _count_units(duties: Iterable[Duty]) -> Count:
    """Count units, each settled when all its duties are."""
    settled: dict[str, bool] = {}
    for duty in duties:
        settled[duty.unit] = settled.get(duty.unit, True) and duty.status.settled
    return Count(sum(settled.values()), len(settled))


def stale_since(standing: Standing, issued: date) -> dict[str, date]:
    """Return the units that owe a duty that has begun and is open, with the day of their last sign.

    That is the day of the unit's last record on the task, or the first day of the duty if that is
    later (never before the plan was ``issued``). A duty that waits for a condition is not open.
    """
    owed: dict[str, date] = {}
    reported: dict[str, date] = {}
    for duty in standing.duties:
        if duty.begun and not (duty.status.settled or duty.status is WAITING):
            first = max(duty.period.first, issued)
            owed[duty.unit] = min(owed.get(duty.unit, first), first)
        if duty.latest:
            last = duty.latest.date
            reported[duty.unit] = max(reported.get(duty.unit, last), last)
    return {unit: max(first, reported.get(unit, first)) for unit, first in owed.items()}


def stale_units(standing: Standing, issued: date, as_of: date, days: int) -> list[str]:
    """Return the units that have not reported on a task for ``days`` days or longer."""
    last = stale_since(standing, issued)
    return [unit for unit, since in last.items() if (as_of - since).days >= days]
