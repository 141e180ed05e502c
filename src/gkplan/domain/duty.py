"""The smallest thing that a unit owes, as an assessment finds it at a date."""

from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.model import (
    Entry,
    Extension,
    Record,
    Review,
)
from gkplan.domain.reviews import ReviewState, asked_late
from gkplan.domain.schedule import Due, Period
from gkplan.domain.vocabulary import (
    ACCEPTED,
    DONE,
    OUTDATED,
    RETURN,
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
    counted; ``correct_by`` is the day to which a return moved ``due``. ``evidence_count`` is how
    many pieces of evidence prove it: those of records that were not sent back. ``completed`` is
    the day on which it was done, ``late_days`` by how many calendar days that was late (逾期办结).
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
    evidence_count: int
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
        last = self.period.first if self.begun else date.min
        for entries in (self.records, self.reviews, self.extensions):
            if entries and entries[-1].date > last:
                last = entries[-1].date
        return max(last, self.due + _DAY) if self.overdue and self.due else last

    @property
    def latest(self) -> Record | None:
        """The record that gives the status; None if there is none yet."""
        return self.records[-1] if self.records else None

    @property
    def proved(self) -> bool:
        """Whether any record shows evidence that was not sent back."""
        return self.evidence_count > 0


def _dated(day: date | None, *, provisional: bool) -> str:
    return f"{day or ''}{' 暂定' if provisional else ''}"
