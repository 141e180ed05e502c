"""A filled-in row of the office's form as a review."""

from datetime import date, timedelta

from gkplan.domain import rules
from gkplan.domain.model import Review
from gkplan.domain.new_records import entered_if_later
from gkplan.domain.problems import Problem
from gkplan.domain.reviews import digest
from gkplan.domain.vocabulary import Verdict
from gkplan.forms.answers import read_day, read_word
from gkplan.forms.drafts import AnswerReader, CollectContext, Draft, row_error
from gkplan.forms.rows import FilledRow
from gkplan.forms.unit_form import record_text

CONTENT = ("verdict", "note", "correct_by")
"""The answers that decide something; a date or a name alone do not."""
_AFTERWARDS = timedelta(days=183)
"""How long after the plan's end, or after today, a returned report can be corrected."""


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
    day = _day(context, reader, earliest)
    verdict = _verdict(reader)
    review = Review(
        task=owed.task.id,
        unit=owed.unit,
        period="" if row.key.event else row.key.occasion,
        event=owed.duty.period.event,
        verdict=verdict,
        date=day,
        entered=entered_if_later(day, context.request.entered),
        record=shown.date,
        digest=row.base.digest,
        correct_by=_correct_by(context, reader, day),
        note=reader.text("note"),
        by=reader.text("by") or signed_by,
    )
    _check(reader, review)
    reader.finish()
    later = given[row.base.number :]
    undated = "date" not in row.answers
    known = any(_says_the_same(review, other, undated=undated) for other in later)
    old = owed.duty.reviews[-1] if owed.duty.reviews else None
    draft = Draft(row, owed.task, review, old, later, known, undated=undated)
    if not known and not owed.is_in_force(shown):
        raise row_error(row, rules.UNKNOWN_RECORD, "所核查的填报已经撤回", _AGAIN)
    if not known and digest(latest) != row.base.digest:
        said = record_text(latest).replace("\n", "；")
        message = f"出表之后单位又报过（{said}）{row.unwritten}"
        refusal = Problem(rules.CHANGED_SINCE, row.position, message, _AGAIN)
        return draft._replace(refusal=refusal)
    return draft


_AGAIN = "用 gkplan review --form 重新出核查表，看过再填"


def _day(context: CollectContext, reader: AnswerReader, earliest: date) -> date:
    """Return the day of a review; without an answer, the day on which the form was received."""
    last = context.assessment.as_of
    day = reader.read(
        "date",
        lambda answer: read_day(answer, context.issued, last, "核查日期"),
        context.request.received,
    )
    if day < earliest:
        message = f"核查日期 {day} 早于所核查的填报，或早于上一次核查（{earliest}）"
        reader.missing("date", rules.BAD_RULING_DATE, message, "核对日期")
    return day


def _correct_by(context: CollectContext, reader: AnswerReader, day: date) -> date | None:
    """Return the day until which a returned report is to be corrected."""
    assessment = context.assessment
    last = max(assessment.ledger.plan.head.ends, assessment.as_of) + _AFTERWARDS
    return reader.read("correct_by", lambda answer: read_day(answer, day, last, "改正期限"), None)


def _verdict(reader: AnswerReader) -> Verdict:
    if "verdict" not in reader.row.answers:
        reader.missing("verdict", rules.MISSING_STATUS, "没有选核查结论", "选核实或退回")
        return Verdict.ACCEPT
    choices = [verdict.synonyms[0] for verdict in Verdict]
    return reader.read(
        "verdict", lambda answer: read_word(Verdict, answer, choices), Verdict.ACCEPT
    )


def _check(reader: AnswerReader, review: Review) -> None:
    """Refuse what ``reviews.yaml`` would refuse; a return must have a reason."""
    if "verdict" not in reader.row.answers:
        return
    if review.verdict is Verdict.RETURN and not review.note.strip():
        message = "退回没有写明理由"
        reader.missing("note", rules.MISSING_REASON, message, "在“核查意见”里写明哪里不对")
    if review.correct_by and review.verdict is not Verdict.RETURN:
        message = "核实的不用改正"
        reader.missing("correct_by", rules.BAD_RULING_DATE, message, "改正期限只用于退回")


def _says_the_same(review: Review, other: Review, *, undated: bool) -> bool:
    """Whether a review of the journal is what a row asks for, whenever it was received."""
    names = ("verdict", "record", "digest", "correct_by", "note", "by")
    same = all(getattr(review, name) == getattr(other, name) for name in names)
    return same and (undated or review.date == other.date)
