"""Checks of the reviews and extensions: their records and due dates exist."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gkplan.domain import rules
from gkplan.domain.model import Extension, Record, Review
from gkplan.domain.schedule import Due
from gkplan.domain.vocabulary import Verdict
from gkplan.folder.loaded import LoadedFolder

_NAMED = 5
"""Dates that one message names."""
About = tuple[str, str, str]
"""A duty: unit, task and occasion."""


def decisions(loaded: LoadedFolder) -> None:
    """Every review has its record, every extension a due date that it moves on.

    Only decisions on units whose journals were read, and read well, can be checked.
    """
    assert loaded.plan
    records = _records(loaded)
    for decision in loaded.decisions:
        if not loaded.has_journal_of(decision.unit) or decision.unit in loaded.units_read_in_part:
            continue
        about = (decision.unit, decision.task, decision.occasion)
        if isinstance(decision, Review):
            _check_review(loaded, decision, records.get(about, ()))
        elif decision.event and not records.get(about):
            message = f"{decision.unit} 没有填报过起算日 {decision.event} 的一件"
            remedy = "核对起算日，或先填报这一件"
            _note(loaded, decision, "event", rules.UNKNOWN_DUTY, message, remedy)
        else:
            _check_extension(loaded, decision, _original_due(loaded, decision))


def _records(loaded: LoadedFolder) -> Mapping[About, Sequence[Record]]:
    """Return the records of the duties that decisions are about."""
    decided = {(decision.unit, decision.task) for decision in loaded.decisions}
    records = defaultdict(list)
    for journal in loaded.journals:
        for record in journal.records:
            if (journal.unit, record.task) in decided:
                records[journal.unit, record.task, record.occasion].append(record)
    return records


def _check_review(loaded: LoadedFolder, review: Review, records: Sequence[Record]) -> None:
    if review.date < review.record:
        message = f"核查日期 {review.date} 早于所核查记录的填报日期 {review.record}"
        _note(loaded, review, "date", rules.BAD_RULING_DATE, message, "核对两个日期")
    if review.verdict is Verdict.RETURN and not review.note.strip():
        message = f"退回 {review.unit} 的事项 {review.task}，没有写明理由"
        _note(loaded, review, "verdict", rules.MISSING_KEY, message, "补上 note（退回的理由）")
    if review.correct_by and review.verdict is not Verdict.RETURN:
        message = "correct_by（改正期限）只用于退回"
        _note(loaded, review, "correct_by", rules.BAD_RULING_DATE, message, "删去 correct_by")
    elif review.correct_by and review.correct_by < review.date:
        message = f"改正期限 {review.correct_by} 早于核查日期 {review.date}"
        _note(loaded, review, "correct_by", rules.BAD_RULING_DATE, message, "核对两个日期")
    days = [record.date for record in records]
    if not records or (not review.digest and review.record not in days):
        message = f"{review.unit} 对事项 {review.task} 没有 {review.record} 的记录"
        known = "、".join(map(str, sorted(set(days))[-_NAMED:]))
        remedy = f"可用：{known}" if known else "核对单位、事项与期；没有填报的不能核查"
        _note(loaded, review, "record", rules.UNKNOWN_RECORD, message, remedy)


def _check_extension(loaded: LoadedFolder, extension: Extension, due: Due | None) -> None:
    if due is None:
        message = f"事项 {extension.task} 没有时限，不能延期"
        _note(loaded, extension, "to", rules.BAD_EXTENSION, message, "删去这一条")
    elif extension.to < due.day and not due.unpublished:  # a provisional date proves nothing
        message = f"延期到 {extension.to}，早于原时限 {due.day}"
        if due.in_workdays:  # it may have been provisional, and earlier, when this was granted
            message += "，时限仍按原时限计"
            remedy = "准了之后工作日历有变动的，不用改；写错了的，再登记一次"
            _note(loaded, extension, "to", rules.EARLY_EXTENSION, message, remedy)
        else:
            remedy = "写原时限之后的日期"
            _note(loaded, extension, "to", rules.BAD_EXTENSION, message, remedy)


def _original_due(loaded: LoadedFolder, extension: Extension) -> Due | None:
    """The due date that an extension moves on, before any was granted."""
    assert loaded.plan
    task = loaded.plan.tasks[extension.task]
    if extension.event:
        return loaded.schedule.occurrence(task, extension.event)[1]
    periods = (*loaded.schedule.periods(task), loaded.schedule.aperiodic)
    period = next(period for period in periods if period.name == extension.period)
    return loaded.schedule.due(task, period)


def _note(
    loaded: LoadedFolder,
    decision: Review | Extension,
    key: str,
    rule: rules.Rule,
    message: str,
    remedy: str,
) -> None:
    assert loaded.reviews
    loaded.reviews.note(rule, (decision.position, key), message, remedy)


CHECKS = [decisions]
