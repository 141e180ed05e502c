"""The values that an assessment computes: the standing of a duty, and of a task from its duties."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from gkplan.domain.model import (
    Cancellation,
    Division,
    Entry,
    Extension,
    Group,
    Reassignment,
    Record,
    Review,
    Task,
)
from gkplan.domain.reviews import ReviewState, asked_late, records_that_prove
from gkplan.domain.schedule import Due, Period
from gkplan.domain.vocabulary import (
    ACCEPTED,
    BLOCKED,
    DOING,
    DONE,
    IMPLEMENT,
    LEAD,
    OUTDATED,
    RETURN,
    TODO,
    UNREVIEWED,
    WAITING,
    WAIVED,
    Checked,
    Role,
    Status,
)

_DAY = timedelta(days=1)
LATE_ENTRY_DAYS = 31
"""Days after which the record of a duty without a due date is entered late (补报)."""


class Duty(NamedTuple):
    """Task × unit × period, the smallest thing that a unit owes (应办事项), assessed at a date.

    ``records`` are the unit's records about it up to that date, the latest last, less those that
    were withdrawn. ``due`` is the date that counts, ``original_due`` the one before any extension;
    ``unpublished`` are the years without a published calendar through which ``original_due`` was
    counted; ``correct_by`` is the day to which a return moved ``due``. ``completed`` is the day on
    which it was done, ``late_days`` by how many calendar days that was late (逾期办结).
    ``lapsed_reviews`` are those of records that were withdrawn since.
    """

    task: str
    unit: str
    role: Role
    period: Period
    due: date | None
    begun: bool
    status: Status
    overdue: bool
    records: tuple[Record, ...]
    original_due: date | None
    extensions: tuple[Extension, ...] = ()
    reviews: tuple[Review, ...] = ()
    review_state: ReviewState | None = None
    unpublished: tuple[int, ...] = ()
    correct_by: date | None = None
    completed: date | None = None
    late_days: int = 0
    lapsed_reviews: tuple[Review, ...] = ()

    @property
    def late_done(self) -> bool:
        """Whether it was done after its due date (逾期办结)."""
        return self.late_days > 0

    @property
    def done(self) -> bool:
        """Whether its status is done."""
        return self.status is DONE

    @property
    def accepted_waiver(self) -> bool:
        """Whether the office accepted that it does not apply: then it is in no denominator."""
        return self.status is WAIVED and self.checked is ACCEPTED

    @property
    def verified(self) -> bool:
        """Whether it is done and the office accepted its last record (核实)."""
        return self.done and self.checked is ACCEPTED

    @property
    def returned_times(self) -> int:
        """How many times the office returned a record of it, those withdrawn since included."""
        reviews = (*self.reviews, *self.lapsed_reviews)
        return sum(review.verdict is RETURN for review in reviews)

    @property
    def late_entries(self) -> list[Record]:
        """The records that were entered late (补报): only after the due date that they kept.

        Without a due date, those entered more than 31 days after their date.
        """
        return [record for record in self.records if self.is_late_entry(record)]

    def is_late_entry(self, record: Record) -> bool:
        """Whether a record about it was entered late (补报)."""
        if record.entered is None:
            return False
        if self.due is None:
            return (record.entered - record.date).days > LATE_ENTRY_DAYS
        return record.date <= self.due < record.entered

    @property
    def original_provisional(self) -> bool:
        """Whether the due date before any extension rests on an unpublished calendar (暂定)."""
        return bool(self.unpublished)

    @property
    def provisional(self) -> bool:
        """Whether the date that counts is provisional (暂定); one that was set never is."""
        return bool(self.unpublished) and not self.extensions and self.correct_by is None

    @property
    def due_label(self) -> str:
        """The date that counts, as people see it: ``2027-01-29 暂定``; empty without one."""
        return _dated(self.due, provisional=self.provisional)

    @property
    def original_label(self) -> str:
        """The date before any extension, as people see it; empty without one."""
        return _dated(self.original_due, provisional=self.original_provisional)

    @property
    def checked(self) -> Checked | None:
        """The state of the review of the last record; None without a record."""
        return self.review_state.checked if self.review_state else None

    @property
    def returned(self) -> bool:
        """Whether the last record was returned, so that the unit has to report again."""
        return self.review_state is not None and self.review_state.returned

    @property
    def unreviewed(self) -> bool:
        """Whether it waits for a review: settled or excused without one, or changed since the last.

        A duty that was never reviewed and is still being worked on waits for no review.
        """
        if self.checked is UNREVIEWED:
            return self.status.settled or self.status is WAITING
        return self.checked is OUTDATED

    @property
    def asked_late(self) -> list[Extension]:
        """The extensions that were asked for after the due date that counted until then."""
        if not (self.original_due and self.extensions):
            return []
        return asked_late(Due(self.original_due, self.unpublished), self.extensions)

    @property
    def silent(self) -> bool:
        """Whether it has begun and its unit has not reported on it (未报).

        No report is due while the plan itself lets it wait for a condition.
        """
        return self.begun and not self.records and self.status is not WAITING

    @property
    def unproved(self) -> bool:
        """Whether its status is done although no evidence proves it."""
        return self.status is DONE and not self.proved

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries about it: records, reviews, extensions."""
        return (*self.records, *self.reviews, *self.extensions)

    @property
    def since(self) -> date:
        """The first day from which nothing about it has changed."""
        kinds: tuple[Sequence[Entry], ...] = (self.records, self.reviews, self.extensions)
        days = [entries[-1].date for entries in kinds if entries]
        if self.begun:
            days.append(self.period.first)
        if self.overdue and self.due:
            days.append(self.due + _DAY)
        return max(days, default=date.min)

    @property
    def latest(self) -> Record | None:
        """The record that gives the status; None if there is none yet."""
        return self.records[-1] if self.records else None

    @property
    def proved(self) -> bool:
        """Whether any record shows evidence that was not sent back."""
        return any(record.evidence for record in self._proving)

    @property
    def evidence_count(self) -> int:
        """How many pieces of evidence prove it: those of records that were not sent back."""
        return sum(len(record.evidence) for record in self._proving)

    @property
    def _proving(self) -> Sequence[Record]:
        return records_that_prove(self.records, self.reviews)


def _dated(day: date | None, *, provisional: bool) -> str:
    return f"{day or ''}{' 暂定' if provisional else ''}"


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
        """The first day from which nothing about any of its duties has changed."""
        days = [duty.since for duty in self.duties]
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
