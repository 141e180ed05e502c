"""The values that an assessment computes: the standing of a duty, and of a task from its duties."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.model import Entry, Extension, Group, Record, Review, Task
from gkplan.domain.reviews import ReviewState, asked_late, records_that_prove
from gkplan.domain.schedule import Due, Period
from gkplan.domain.vocabulary import Checked, Role, Status

_DAY = timedelta(days=1)


class Duty(NamedTuple):
    """Task × unit × period, the smallest thing that a unit owes (应办事项), assessed at a date.

    ``records`` are the unit's records about it up to that date, the latest last. ``due`` is the
    date that counts, ``original_due`` the one before any extension; ``unpublished`` are the years
    without a published calendar through which ``original_due`` was counted.
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

    @property
    def original_provisional(self) -> bool:
        """Whether the due date before any extension rests on an unpublished calendar (暂定)."""
        return bool(self.unpublished)

    @property
    def provisional(self) -> bool:
        """Whether the date that counts is provisional (暂定); one that was granted never is."""
        return bool(self.unpublished) and not self.extensions

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
        if self.checked is Checked.UNREVIEWED:
            return self.status.settled or self.status is Status.WAITING
        return self.checked is Checked.OUTDATED

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
        return self.begun and not self.records and self.status is not Status.WAITING

    @property
    def unproved(self) -> bool:
        """Whether its status is done although no evidence proves it."""
        return self.status is Status.DONE and not self.proved

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
    """How many of a periodic task's periods are settled, have begun, and exist."""

    done: int
    begun: int
    all: int


class Standing(NamedTuple):
    """The standing of one task at a date, of all its duties or of those of some units."""

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

    @property
    def leading(self) -> tuple[Duty, ...]:
        """The duties that give the status: those of the leads, or all without a lead."""
        return _leading(self.duties)

    @property
    def next_due(self) -> date | None:
        """The due date of the first open duty; None where nothing open has one."""
        return self.next_duty.due if self.next_duty else None

    @property
    def next_due_original(self) -> date | None:
        """What ``next_due`` was before it was extended; None if it was not."""
        duty = self.next_duty
        return duty.original_due if duty and duty.extensions else None

    @property
    def next_duty(self) -> Duty | None:
        """The first open duty that has a due date."""
        dated = [duty for duty in self.leading if duty.due and not duty.status.settled]
        return min(dated, key=lambda duty: duty.due or date.max, default=None)

    @property
    def missing(self) -> list[str]:
        """The units that have not reported on a duty that has begun (未报)."""
        return list(dict.fromkeys(duty.unit for duty in self.duties if duty.silent))

    @property
    def reported(self) -> list[str]:
        """The units that have reported, and on every duty that has begun (已报)."""
        reported = {duty.unit for duty in self.duties if duty.records}.difference(self.missing)
        return [unit for unit in self.owners if unit in reported]

    @property
    def owners(self) -> list[str]:
        """The units that owe the duties, each once."""
        return list(dict.fromkeys(duty.unit for duty in self.duties))

    def is_owed_by(self, units: tuple[str, ...]) -> bool:
        """Whether any of ``units`` owes a duty; true where no unit was asked for."""
        return not units or any(duty.unit in units for duty in self.duties)

    @property
    def done_begun(self) -> int:
        """How many of the periods that have begun are settled."""
        return _count_periods(duty for duty in self.leading if duty.begun).done

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
        return max((duty.since for duty in self.duties), default=date.min)


def standing_of(group: Group, task: Task, duties: tuple[Duty, ...]) -> Standing:
    """Return the standing of a task from its duties; the leading ones alone give the status."""
    leading = _leading(duties)
    dates = [record.date for duty in duties for record in duty.records]
    return Standing(
        group=group,
        task=task,
        status=fold_status(leading),
        overdue=any(duty.overdue and duty.begun for duty in leading),
        periods=_count_periods(leading),
        units=_count_units(leading),
        coverage=_count_units(duty for duty in duties if duty.role is Role.IMPLEMENT),
        last_report=max(dates, default=None),
        evidence=sum(duty.evidence_count for duty in duties),
        duties=duties,
    )


def _leading(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.role is Role.LEAD) or duties


def fold_status(duties: tuple[Duty, ...]) -> Status:
    """Return the one status of several duties, later periods included."""
    statuses = {duty.status for duty in duties}
    if statuses and all(status.settled for status in statuses):
        return Status.DONE if Status.DONE in statuses else Status.WAIVED
    if any(duty.begun and duty.status is Status.BLOCKED for duty in duties):
        return Status.BLOCKED
    if Status.DOING in statuses or any(
        record.status.claims for duty in duties for record in duty.records
    ):
        return Status.DOING
    return Status.WAITING if Status.WAITING in statuses else Status.TODO


def _count_periods(duties: Iterable[Duty]) -> PeriodCount:
    """Count periods, each settled when every unit has settled it; all 0 without any."""
    settled: dict[str, bool] = {}
    begun = set()
    for duty in duties:
        name = duty.period.name
        if not name:
            continue
        settled[name] = settled.get(name, True) and duty.status.settled
        if duty.begun:
            begun.add(name)
    return PeriodCount(sum(settled.values()), len(begun), len(settled))


def _count_units(duties: Iterable[Duty]) -> Count:
    """Count units, each settled when all its duties are."""
    settled: dict[str, bool] = {}
    for duty in duties:
        settled[duty.unit] = settled.get(duty.unit, True) and duty.status.settled
    return Count(sum(settled.values()), len(settled))
