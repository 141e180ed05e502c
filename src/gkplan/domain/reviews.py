"""The effect of the supervising office's entries on a duty: reviews (核查), extensions (延期)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Extension, Record, Review
from gkplan.domain.schedule import Due
from gkplan.domain.vocabulary import Checked, Status, Verdict


def digest(record: Record) -> str:
    """Return the fingerprint of a record's content: it changes with the content, not the layout."""
    from hashlib import sha256  # noqa: PLC0415  (needed only where records are reviewed)

    texts = ((name, _text(getattr(record, name))) for name in keys_of(Record))
    content = "\0".join(f"{name}={text}" for name, text in texts if text)
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _text(value: object) -> str:
    """Return a value as text, without the line end that a YAML block adds."""
    return ("\n".join(value) if isinstance(value, tuple) else str(value or "")).rstrip("\n")


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
        return self.in_force and self.review is not None and self.review.verdict is Verdict.RETURN


def review_state(records: Sequence[Record], reviews: Sequence[Review]) -> ReviewState | None:
    """Return the state of the review of a duty's records, the latest last; None without a record.

    A review is about one record. Once a later one follows, or the record itself is altered, the
    review is outdated; a return of an altered record counts until the unit reports again.
    """
    if not records:
        return None
    if not reviews:
        return ReviewState(Checked.UNREVIEWED)
    review = reviews[-1]
    reviewed = reviewed_record(records, review)
    if reviewed is records[-1]:
        accepted = review.verdict is Verdict.ACCEPT
        return ReviewState(
            Checked.ACCEPTED if accepted else Checked.RETURNED, review, in_force=True
        )
    last = records[-1].date
    altered = reviewed is None and (last < review.date or last == review.record)
    return ReviewState(Checked.OUTDATED, review, in_force=altered)


def reviewed_record(records: Sequence[Record], review: Review) -> Record | None:
    """Return the record that a review is about; None if it was altered."""
    for record in reversed(records):
        if record.date == review.record and review.digest in ("", digest(record)):
            return record
    return None


def status_after(status: Status, state: ReviewState | None) -> Status:
    """Return the status that counts: a returned record neither settles nor excuses a duty."""
    excused = status.settled or status is Status.WAITING
    return Status.DOING if state and state.returned and excused else status


def records_that_prove(records: Sequence[Record], reviews: Sequence[Review]) -> Sequence[Record]:
    """Return the records of a duty whose evidence counts: those that were not sent back.

    Where a record was reviewed several times, the last review decides.
    """
    if not reviews:
        return records
    verdicts = {id(reviewed_record(records, review)): review.verdict for review in reviews}
    return [record for record in records if verdicts.get(id(record)) is not Verdict.RETURN]


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
