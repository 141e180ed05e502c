"""A filled-in row as an entry: of a unit's form as a record, of the office's as a review."""

from dataclasses import replace
from datetime import date, timedelta

from gkplan.domain import fields, rules
from gkplan.domain.model import Entry, JournalEntry, Record, Review
from gkplan.domain.new_records import entered_if_later, is_same, shortcomings
from gkplan.domain.reviews import digest
from gkplan.domain.vocabulary import Status, Verdict
from gkplan.forms.answers import (
    FileFinder,
    is_none,
    is_only_address,
    is_status,
    read_day,
    read_evidence,
    read_text,
    read_word,
)
from gkplan.forms.drafts import AnswerReader, CollectContext, Draft, Owed, row_error
from gkplan.forms.layout import STATUSES, VERDICTS, FormKind, RowKey
from gkplan.forms.rows import Answer, FilledRow
from gkplan.forms.unit_form import record_text

CONTENT = {
    FormKind.REPORT: ("occasion", "status", "note", "evidence", "problem", "next"),
    FormKind.REVIEW: ("verdict", "note", "correct_by"),
}
"""The answers that report or decide something; a date or a name alone do not."""
_EVENT_BEFORE_ISSUE = timedelta(days=183)
"""How long before the plan's issue an event can have begun."""
_CORRECTION_AFTER_END = timedelta(days=183)
"""How long after the plan's end, or after today, a returned report can be corrected."""
NONE_IN = ("note", "evidence", "problem", "next")
"""The answers in which ``无`` means that there is nothing to write."""


def record_draft(
    context: CollectContext, row: FilledRow, find: FileFinder, signed_by: str
) -> Draft:
    """Make the record of a row; raises ``RowError`` if it cannot be made."""
    owed = context.owed(row)
    reader = AnswerReader(row)
    day = _day(context, reader, "办理日期")
    event = _event(context, reader, day) if row.key.event else None
    occasion = str(event or "") if row.key.event else row.key.occasion
    key = row.key._replace(unit=owed.unit, occasion=occasion)
    base = context.entries.shown(key, row.base)
    record = Record(
        task=owed.task.id,
        period="" if row.key.event else row.key.occasion,
        event=event,
        status=_status(reader, base),
        date=day,
        entered=entered_if_later(day, context.request.entered),
        evidence=reader.read("evidence", lambda answer: _evidence(answer, find), ()),
        note=reader.read("note", _unless_none, ""),
        problem=reader.read("problem", _unless_none, ""),
        next=reader.read("next", _unless_none, ""),
        by=reader.text("by") or signed_by,
        unit=owed.unit,
    )
    _check_cancelled(owed, reader, record)
    _check_columns(reader)
    reader.finish(occasion)
    draft = _draft(context, row, key, owed, record)
    if any(_says_the_same(draft, entry) for entry in draft.since):
        return draft._replace(known=True)
    if base and is_same(record, base) and owed.is_in_force(base):
        return _as_repeated(draft, owed, base)
    return draft


def _draft(
    context: CollectContext, row: FilledRow, key: RowKey, owed: Owed, record: Record
) -> Draft:
    """Return the draft of a record, beside what the journal has about the duty ``key``."""
    latest = owed.latest(key.occasion)
    return Draft(
        row,
        owed.task,
        record,
        latest,
        _since(context, row, key, latest),
        undated="date" not in row.answers,
        newer=latest if latest and latest.date > record.date else None,
        reminders=shortcomings(owed.task, record, owed.duties),
    )


def _since(
    context: CollectContext, row: FilledRow, key: RowKey, latest: Record | None
) -> list[JournalEntry]:
    """Return what the journal got about a duty since the form was made.

    A new case is compared with the case of that day that was there already, if it is in force.
    """
    if not row.key.is_new:
        return context.entries.since(key, row.base)
    later = context.entries.of_task(key)[row.base.number :]
    same = [entry for entry in later if entry.occasion == key.occasion]
    return same or ([latest] if latest else [])


def _day(context: CollectContext, reader: AnswerReader, what: str) -> date:
    """Return the day of an entry; without an answer, the day on which the form was received."""
    first, last = context.issued, context.assessment.as_of
    return reader.read(
        "date", lambda answer: read_day(answer, first, last, what), context.request.received
    )


def _event(context: CollectContext, reader: AnswerReader, day: date) -> date | None:
    """Return the day of the event that a row is about; a new one states it."""
    key = reader.row.key
    if not key.is_new:
        event = fields.iso_date(key.occasion)  # a day that the journal has
        if day < event:
            message = f"办理日期 {day} 早于起算日 {event}"
            reader.missing("date", rules.UNEXPECTED_EVENT, message, "核对日期")
        return event
    if "occasion" not in reader.row.answers:
        reader.missing(
            "occasion", rules.MISSING_EVENT, "新的一件没有写起算日", "在“期／起算日”栏写起算日"
        )
        return None
    first = context.issued - _EVENT_BEFORE_ISSUE
    return reader.read("occasion", lambda answer: read_day(answer, first, day, "起算日"), None)


def _check_columns(reader: AnswerReader) -> None:
    """Refuse what was obviously written into the wrong column."""
    answers = reader.row.answers
    note = answers.get("note")
    if note and "status" not in answers and is_status(note):
        message = f"“{note.text}”写在了“进展情况”栏，没有选状态"
        reader.missing("note", rules.WRONG_COLUMN, message, "在“状态”栏选")
    if note and "evidence" not in answers and is_only_address(note):
        message = "网址写在了“进展情况”栏"
        reader.missing("note", rules.WRONG_COLUMN, message, "写到“佐证材料”栏")


def _status(reader: AnswerReader, last: Record | None) -> Status:
    """Return the status of a row; without an answer it is that of the record before."""
    if "status" not in reader.row.answers:
        if last is None:
            reader.missing("status", rules.MISSING_STATUS, "没有选状态", "在“状态”栏选一个")
        return last.status if last else Status.TODO
    return reader.read("status", lambda answer: read_word(Status, answer, STATUSES), Status.TODO)


def _unless_none(answer: Answer) -> str:
    """Read a text; ``无`` is empty."""
    return "" if is_none(answer) else read_text(answer)


def _evidence(answer: Answer, find: FileFinder) -> tuple[str, ...]:
    """Read evidence; ``无`` is none."""
    return () if is_none(answer) else read_evidence(answer, find)


def _check_cancelled(owed: Owed, reader: AnswerReader, record: Record) -> None:
    """Refuse what is dated after the end of a cancelled task."""
    cancelled = owed.standing.cancellation
    if cancelled and record.date > cancelled.date:
        message = f"事项 {owed.task.id} 自 {cancelled.date} 起已取消（{cancelled.basis}）"
        reader.missing("date", rules.OWES_NOTHING, message, "取消之前办的，写明办理日期")


def _says_the_same(draft: Draft, entry: Entry) -> bool:
    """Whether an entry of the journal is what a row asks for, whenever it was received."""
    if not (isinstance(entry, Record) and isinstance(draft.entry, Record)):
        return False
    return is_same(replace(draft.entry, date=entry.date) if draft.undated else draft.entry, entry)


def _as_repeated(draft: Draft, owed: Owed, base: Record) -> Draft:
    """Return the draft of a row that repeats what it showed: nothing new, or not enough."""
    if not (owed.duty and owed.duty.returned and owed.duty.latest is base):
        return draft._replace(known=True)
    reason = owed.duty.reviews[-1].note or "没有写明"
    message = f"与被退回的一字不差，退回的理由是：{reason}"
    remedy = "补充佐证材料或进展情况再报"
    return draft._replace(refusal=draft.row.problem(rules.REPEATED_REPORT, message, remedy))


def review_draft(context: CollectContext, row: FilledRow, signed_by: str) -> Draft:
    """Make the review of a row; raises ``RowError`` if it cannot be made.

    It is about the record that the form showed, and refused once the unit has reported again.
    """
    owed = context.owed(row)
    latest = owed.duty.latest if owed.duty else None
    if owed.duty is None or latest is None:
        raise row_error(row, rules.UNKNOWN_RECORD, "所核查的填报已经撤回", _AGAIN)
    key = row.key._replace(unit=owed.unit)
    shown = context.entries.shown(key, row.base)
    if shown is None:
        raise row_error(row, rules.UNKNOWN_RECORD, "所核查的填报已经改动", _AGAIN)
    reader = AnswerReader(row)
    given = context.entries.reviews_of(key)
    earliest = max([shown.date, *(review.date for review in given[: row.base.number])])
    day = _review_day(context, reader, earliest)
    review = Review(
        task=owed.task.id,
        unit=owed.unit,
        period="" if row.key.event else row.key.occasion,
        event=owed.duty.period.event,
        verdict=_verdict(reader),
        date=day,
        entered=entered_if_later(day, context.request.entered),
        record=shown.date,
        digest=row.base.digest,
        correct_by=_correct_by(context, reader, day),
        note=reader.text("note"),
        by=reader.text("by") or signed_by,
    )
    _check_verdict(reader, review)
    reader.finish()
    later = given[row.base.number :]
    undated = "date" not in row.answers
    known = any(_is_same_review(review, other, undated=undated) for other in later)
    old = owed.duty.reviews[-1] if owed.duty.reviews else None
    draft = Draft(row, owed.task, review, old, later, known, undated=undated)
    return draft if known else _unless_changed(draft, owed, shown, latest)


_AGAIN = "用 gkplan review --form 重新出核查表，看过再填"


def _review_day(context: CollectContext, reader: AnswerReader, earliest: date) -> date:
    """Return the day of a review, which is not before what it is about."""
    day = _day(context, reader, "核查日期")
    if day < earliest:
        message = f"核查日期 {day} 早于所核查的填报，或早于上一次核查（{earliest}）"
        reader.missing("date", rules.BAD_RULING_DATE, message, "核对日期")
    return day


def _unless_changed(draft: Draft, owed: Owed, shown: Record, latest: Record) -> Draft:
    """Return the draft of a new review, refused if the unit reported ``latest`` after the form.

    Raises ``RowError`` if the record that the form showed was withdrawn.
    """
    row = draft.row
    if not owed.is_in_force(shown):
        raise row_error(row, rules.UNKNOWN_RECORD, "所核查的填报已经撤回", _AGAIN)
    if digest(latest) != row.base.digest:
        said = record_text(latest).replace("\n", "；")
        message = f"出表之后单位又报过（{said}）"
        return draft._replace(refusal=row.problem(rules.CHANGED_SINCE, message, _AGAIN))
    return draft


def _correct_by(context: CollectContext, reader: AnswerReader, day: date) -> date | None:
    """Return the day until which a returned report is to be corrected."""
    assessment = context.assessment
    last = max(assessment.ledger.plan.head.ends, assessment.as_of) + _CORRECTION_AFTER_END
    return reader.read("correct_by", lambda answer: read_day(answer, day, last, "改正期限"), None)


def _verdict(reader: AnswerReader) -> Verdict:
    if "verdict" not in reader.row.answers:
        reader.missing("verdict", rules.MISSING_STATUS, "没有选核查结论", "选核实或退回")
        return Verdict.ACCEPT
    return reader.read(
        "verdict", lambda answer: read_word(Verdict, answer, VERDICTS), Verdict.ACCEPT
    )


def _check_verdict(reader: AnswerReader, review: Review) -> None:
    """Refuse what ``reviews.yaml`` would refuse; a return must have a reason."""
    if "verdict" not in reader.row.answers:
        return
    if review.verdict is Verdict.RETURN and not review.note.strip():
        message = "退回没有写明理由"
        reader.missing("note", rules.MISSING_REASON, message, "在“核查意见”里写明哪里不对")
    if review.correct_by and review.verdict is not Verdict.RETURN:
        message = "核实的不用改正"
        reader.missing("correct_by", rules.BAD_RULING_DATE, message, "改正期限只用于退回")


def _is_same_review(review: Review, other: Review, *, undated: bool) -> bool:
    """Whether a review of the journal is what a row asks for, whenever it was received."""
    names = ("verdict", "record", "digest", "correct_by", "note", "by")
    same = all(getattr(review, name) == getattr(other, name) for name in names)
    return same and (undated or review.date == other.date)
