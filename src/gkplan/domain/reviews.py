"""The effect of the supervising office's entries on a duty: reviews (核查), extensions (延期)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Extension, Record, Review, Withdrawal
from gkplan.domain.schedule import Due
from gkplan.domain.vocabulary import (
    ACCEPT,
    ACCEPTED,
    DOING,
    DONE,
    OUTDATED,
    RETURN,
    RETURNED,
    UNREVIEWED,
    WAITING,
    Checked,
    Status,
)


@lru_cache(maxsize=10_000)
def digest(record: Record) -> str:
    """Return the fingerprint of a record's content: it changes with the content, not the layout."""
    texts = ((name, _text(getattr(record, name))) for name in keys_of(Record))
    content = "\0".join(f"{name}={text}" for name, text in texts if text)
    return str(_sha256()(content.encode("utf-8", "surrogatepass")).hexdigest()[:12])


@cache
def _sha256() -> Callable[[bytes], Any]:
    """Return the interpreter's own SHA-256: ``hashlib`` loads OpenSSL first, which takes 3 ms."""
    for module in ("_sha2", "_sha256"):  # since Python 3.12, and before
        with suppress(ImportError):
            return import_module(module).sha256  # type: ignore[no-any-return]
    return import_module("hashlib").sha256  # type: ignore[no-any-return]


def _text(value: object) -> str:
    """Return a value as text, without the line end that a YAML block adds."""
    if not value:
        return ""
    return ("\n".join(value) if isinstance(value, tuple) else str(value)).rstrip("\n")


class ReviewState(NamedTuple):
    """The state of the review of a duty's records, and the last review, if any.

    ``in_force`` is whether that review still counts; a return does so until the next report, also
    if the record was altered since.
    """

    checked: Checked
    review: Review | None = None
    in_force: bool = False

    @property
    def returned(self) -> bool:
        """Whether the last record was returned and the unit has not reported again."""
        return self.in_force and self.review is not None and self.review.verdict is RETURN


_UNREVIEWED = ReviewState(UNREVIEWED)


def review_state(records: Sequence[Record], reviews: Sequence[Review]) -> ReviewState | None:
    """Return the state of the review of a duty's records, the latest last; None without a record.

    A review is about one record. Once a later one follows, or the record itself is altered, the
    review is outdated; a return of an altered record counts until the unit reports again.
    """
    if not records:
        return None
    if not reviews:
        return _UNREVIEWED
    review = reviews[-1]
    reviewed = reviewed_record(records, review)
    if reviewed is records[-1]:
        accepted = review.verdict is ACCEPT
        return ReviewState(ACCEPTED if accepted else RETURNED, review, in_force=True)
    last = records[-1].date
    altered = reviewed is None and (last < review.date or last == review.record)
    return ReviewState(OUTDATED, review, in_force=altered)


def reviewed_record(records: Sequence[Record], review: Review) -> Record | None:
    """Return the record that a review is about; None if it was altered."""
    for record in reversed(records):
        if _is_named(record, review.record, review.digest):
            return record
    return None


def in_force(records: Sequence[Record], withdrawals: Sequence[Withdrawal]) -> list[Record]:
    """Return the records of a duty, in their order, less those that were withdrawn.

    Each withdrawal takes back one record: the latest above it in the journal that it names and
    that no other took back. Two withdrawals of one record, as a merge of two branches leaves them,
    take back that one.
    """
    left = list(records)
    for withdrawal in withdrawals:
        for index in reversed(range(len(left))):
            above = left[index].position <= withdrawal.position
            if above and _is_named(left[index], withdrawal.record, withdrawal.digest):
                del left[index]
                break
    return left


def withdrawn_records(
    journals: Mapping[str, Iterable[Record]], withdrawals: Iterable[Withdrawal], day: date
) -> dict[Record, Withdrawal]:
    """Return the records that were withdrawn by a day, each with what took it back."""
    by_duty: dict[tuple[str, str, str], list[Withdrawal]] = {}
    for withdrawal in sorted(withdrawals, key=lambda withdrawal: withdrawal.date):
        if withdrawal.date <= day:
            duty = (withdrawal.unit, withdrawal.task, withdrawal.occasion)
            by_duty.setdefault(duty, []).append(withdrawal)
    reported: dict[tuple[str, str, str], list[Record]] = {duty: [] for duty in by_duty}
    for unit in {unit for unit, _, _ in by_duty}:
        for record in journals.get(unit, ()):
            duty = (unit, record.task, record.occasion)
            if duty in reported and record.date <= day:
                reported[duty].append(record)
    withdrawn: dict[Record, Withdrawal] = {}
    for duty, taken_back in by_duty.items():
        left = sorted(reported[duty], key=lambda record: record.date)
        for withdrawal in taken_back:
            before, left = left, in_force(left, [withdrawal])
            withdrawn |= dict.fromkeys(set(before).difference(left), withdrawal)
    return withdrawn


def _is_named(record: Record, day: date, fingerprint: str) -> bool:
    """Whether a record is the one that a review or a withdrawal names."""
    return record.date == day and (not fingerprint or fingerprint == digest(record))


def lapsed_reviews(
    records: Sequence[Record], withdrawn: Sequence[Record], reviews: Sequence[Review]
) -> tuple[Review, ...]:
    """Return the reviews of records that were withdrawn; of no other record could they be."""
    return tuple(
        review
        for review in reviews
        if reviewed_record(records, review) is None and reviewed_record(withdrawn, review)
    )


class Completion(NamedTuple):
    """The day on which a duty was done, and the due date by which it is measured."""

    day: date
    due: date | None

    @property
    def late_days(self) -> int:
        """Calendar days by which it was late (逾期办结); 0 if it was in time or has no due date."""
        return max(0, (self.day - self.due).days) if self.due else 0


def completion(
    records: Sequence[Record], reviews: Sequence[Review], due: date | None
) -> Completion | None:
    """Return when a duty was done; None if its last record does not say so.

    It is the first day of the unbroken run of ``done`` records. A return breaks the run unless
    the unit corrected the record in time: by the due date or by the review's ``correct_by``.
    """
    start = None
    before: Record | None = None
    for record in records:
        if record.status is not DONE:
            start = None
        elif start is None or (
            before and _is_late_correction(records, before, record, reviews, due)
        ):
            start = record.date
        before = record
    return Completion(start, due) if start else None


def _is_late_correction(
    records: Sequence[Record],
    returned: Record,
    record: Record,
    reviews: Sequence[Review],
    due: date | None,
) -> bool:
    """Whether ``returned`` was returned and ``record`` came after the day to correct it by.

    A record that was altered since is known by its date.
    """
    last = None
    for review in reviews:
        if review.record == returned.date and review.date <= record.date:
            reviewed = reviewed_record(records, review)
            last = review if reviewed in (returned, None) else last
    if last is None or last.verdict is not RETURN:
        return False
    limit = max((day for day in (due, last.correct_by) if day), default=None)
    return limit is not None and record.date > limit


def status_after(status: Status, state: ReviewState | None) -> Status:
    """Return the status that counts: a returned record neither settles nor excuses a duty."""
    excused = status.settled or status is WAITING
    return DOING if state and state.returned and excused else status


def records_that_prove(records: Sequence[Record], reviews: Sequence[Review]) -> Sequence[Record]:
    """Return the records of a duty whose evidence counts: those that were not sent back.

    Where a record was reviewed several times, the last review decides.
    """
    if not reviews:
        return records
    verdicts = {id(reviewed_record(records, review)): review.verdict for review in reviews}
    return [record for record in records if verdicts.get(id(record)) is not RETURN]


def due_while_returned(due: date | None, state: ReviewState | None) -> date | None:
    """Return the due date that counts while a record is returned: the later of two.

    A duty without a due date has the review's ``correct_by`` for as long.
    """
    if state is None or not state.returned or state.review is None:
        return due
    limit = state.review.correct_by
    return max(due, limit) if due and limit else due or limit


def due_after(original: Due, extensions: Sequence[Extension]) -> date:
    """Return the due date that counts: the last one granted, or the original.

    An extension never shortens a due date that is certain: of the two the later counts. It can lie
    before one that was provisional when it was granted, and moved when the calendar was published.
    """
    if not extensions:
        return original.day
    granted = extensions[-1].to
    return granted if original.unpublished else max(original.day, granted)


def asked_late(original: Due, extensions: Sequence[Extension]) -> list[Extension]:
    """Return the extensions that were asked for after the due date that counted until then."""
    return [
        extension
        for index, extension in enumerate(extensions)
        if extension.date > due_after(original, extensions[:index])
    ]
