"""A report and a reminder as plain data: what ``--format json`` prints and what templates see.

The fields are documented in docs/templates.md; fields may be added, never changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gkplan.domain.counts import TaskCounts
from gkplan.domain.deadlines import Deadline, alike
from gkplan.domain.model import Entry, Record
from gkplan.domain.query import SelectedTask
from gkplan.domain.reviews import reviewed_record
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Status, Verdict
from gkplan.report.about import scope
from gkplan.report.data import LedgerGroup, Report, TaskDuty, late_first
from gkplan.report.json_briefing import briefing_json
from gkplan.report.json_grids import coverage_json, periods_json, shares_json
from gkplan.report.reminder import Reminder
from gkplan.views.detail import schedule_text
from gkplan.views.headline import (
    COUNTING_RULE,
    backfilled_note,
    duties_sentence,
    provisional_note,
    tasks_sentence,
)
from gkplan.views.history import trend_data
from gkplan.views.journal import newest_first
from gkplan.views.json_data import (
    day_text,
    document,
    duty_data,
    entries_data,
    extension_data,
    name_data,
    record_data,
    review_data,
    task_data,
)
from gkplan.views.status import backfilled_data, duties_data, ratio_data, tasks_data, unit_data
from gkplan.views.tasks import (
    changes_texts,
    completed_text,
    division_text,
    late_done_text,
    later_changes,
    missing_text,
    periods_text,
)


def report_json(report: Report) -> dict[str, Any]:
    """Every field of a report; rates are percentages with one decimal, as circulars print them."""
    figures = report.figures
    tasks = {row.standing.task.id: _task(report, row) for row in report.rows}
    return {
        **document("report", report.head, report.as_of),
        "revision": report.revision,
        "scope": scope(report),
        "unit": report.unit or None,
        "unit_names": list(report.units),
        "since": day_text(report.since),
        "pages": dict(report.pages),
        "totals": _totals(figures.tasks, report.doubts),
        "listed": len(report.rows),
        "duties": duties_data(figures.duties),
        "duties_headline": duties_sentence(figures.duties),
        "counting_rule": COUNTING_RULE,
        "backfilled": backfilled_data(figures.backfilled),
        "backfilled_note": backfilled_note(figures.backfilled) or None,
        "supporting": list(figures.supporting),
        "provisional_note": provisional_note(figures.duties) or None,
        "units": _units(report),
        "periods": periods_json(report.own),
        "coverage": coverage_json(report),
        "trend": trend_data(report.trend),
        "due": {
            "within": report.within,
            "late": [_deadline(together) for together in report.late],
            "coming": [_deadline(together) for together in report.coming],
        },
        "problems": [_problem(row) for row in report.problems],
        "returned": [_named(row) | _return(row.duty) for row in report.returned],
        "late_done": [_named(row) for row in report.late_done],
        "extensions": [_extended(row) for row in report.extended],
        "unproved": [_named(row) for row in report.unproved],
        "doubts": [
            {
                "task": standing.task.id,
                "text": standing.task.text,
                "doubt": doubt,
                **name_data(standing.task),
            }
            for standing in report.standings
            for doubt in standing.task.doubts
        ],
        "changes": _records(report.standings, report.changes),
        "late": [tasks[standing.task.id] for standing in report.standings if standing.late_label],
        "groups": [_group(group, tasks) for group in report.groups],
        "briefing": briefing_json(report.briefing),
        "due_spans": [
            {**span._asdict(), "first": str(span.first), "last": str(span.last), "all": span.all}
            for span in report.due_spans
        ],
        "pace": [
            {
                "group": pace.group.id,
                "heading": pace.group.heading,
                "gone": pace.gone,
                "behind": pace.behind,
                **ratio_data(pace.completion),
            }
            for pace in report.pace
        ],
    }


def _group(part: LedgerGroup, tasks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "id": part.group.id,
        "label": part.group.label,
        "heading": part.group.heading,
        "title": part.group.title,
        "totals": _totals(part.line.tasks, part.doubts),
        "tasks": [tasks[standing.task.id] for standing in part.standings],
    }


def _totals(tasks: TaskCounts, doubts: int) -> dict[str, Any]:
    """Counts of tasks as ``status`` gives them, with the doubts and the sentence on them."""
    counts = tasks_data(tasks)
    every = counts.pop("all")
    return {"tasks": every, **counts, "doubts": doubts, "headline": tasks_sentence(tasks)}


def _task(report: Report, row: SelectedTask) -> dict[str, Any]:
    """A task as ``list`` gives it, with its printed units, schedule, late duties and entries."""
    standing, task = row.standing, row.standing.task
    decisions: list[Entry] = []
    for duty in standing.duties:
        decisions += (*duty.reviews, *duty.extensions)
    decisions += report.withdrawals_of(standing)
    return {
        **task_data(row),
        "printed_units": division_text(standing, report.as_of),
        "changes_texts": later_changes(standing),
        "status_label": standing.status_label,
        "periods_text": periods_text(standing),
        "missing_text": missing_text(standing.silent),
        "owners": list(standing.owners),
        "shares": shares_json(standing, standing.owners),
        "late_done_text": late_done_text(standing),
        "concerned": report.concerned(task),
        "schedule": schedule_text(task, report.head),
        "late_duties": _late(standing.duties),
        **entries_data(newest_first(decisions)),
        "records": _records([standing], late_first(standing)),
    }


def _late(duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """The late duties of a task, those that differ in nothing but the unit together."""
    late: dict[object, list[Duty]] = {}
    for duty in duties:
        if duty.overdue:
            late.setdefault(alike(duty), []).append(duty)
    return [
        {
            "occasion": duty.period.label,
            "due": day_text(duty.due),
            "status": str(duty.status),
            "returned": duty.returned,
            "original_due": day_text(duty.original_due) if duty.extensions else None,
            "extension_count": len(duty.extensions),
            "provisional": duty.provisional,
            "original_provisional": duty.original_provisional,
            "units": [other.unit for other in together],
        }
        for together in late.values()
        for duty in together[:1]
    ]


def _records(standings: Iterable[Standing], records: Iterable[Record]) -> list[dict[str, Any]]:
    """Records of some tasks, each with the last review of it and whether it was entered late.

    ``unreviewed`` is whether it waits for a review, ``completed_text`` how it completed a duty in
    time or late; null where it completed none, or one without a due date.
    """
    every = list(standings)
    duties = [duty for standing in every for duty in (*standing.duties, *standing.cancelled)]
    owed = [duty for standing in every for duty in standing.duties]
    completing = {record: duty for duty in owed if duty.due and (record := _completing(duty))}
    unreviewed = {duty.latest for duty in owed if duty.unreviewed}
    reviews = {
        reviewed_record(duty.records, review): review for duty in duties for review in duty.reviews
    }
    late = {record for duty in duties for record in duty.late_entries}
    not_counted = {record for standing in every for record in standing.not_counted}
    return [
        {
            **record_data(record),
            "review": review_data(reviews[record]) if record in reviews else None,
            "unreviewed": record in unreviewed,
            "completed_text": completed_text(completing[record]) if record in completing else None,
            "late_entry": record in late,
            "counted": record not in not_counted,
        }
        for record in records
    ]


def _completing(duty: Duty) -> Record | None:
    """Return the record by which a duty was done, not one that was returned; None without one."""
    if duty.completed is None:
        return None
    returned = {
        reviewed_record(duty.records, review)
        for review in duty.reviews
        if review.verdict is Verdict.RETURN
    }
    done = (
        record
        for record in duty.records
        if record.date >= duty.completed and record.status is Status.DONE
    )
    return next((record for record in done if record not in returned), None)


def _units(report: Report) -> list[dict[str, Any]]:
    """Units, the best rate first, with what they owe by now, by status."""
    return [
        {**unit, "by_status": unit["duties"]["by_status"]}
        for unit in map(unit_data, report.figures.units)
    ]


def _named(row: TaskDuty) -> dict[str, Any]:
    return {
        "text": row.task.text,
        "occasion": row.duty.period.label,
        **duty_data(row.duty),
        **name_data(row.task),
    }


def _deadline(together: Sequence[Deadline]) -> dict[str, Any]:
    first = together[0]
    return {
        **_named(TaskDuty(first.task, first.duty)),
        "units": [deadline.duty.unit for deadline in together],
        "days": first.days,
        "workdays": first.workdays,
    }


def _problem(row: TaskDuty) -> dict[str, Any]:
    record = row.duty.latest
    assert record
    return {
        **_named(row),
        "date": record.date.isoformat(),
        "problem": record.problem or None,
        "next": record.next or None,
    }


def _extended(row: TaskDuty) -> dict[str, Any]:
    """A duty that was extended, with every extension of it."""
    return {
        **_named(row),
        "extensions": [extension_data(extension) for extension in row.duty.extensions],
    }


def _return(duty: Duty) -> dict[str, Any]:
    """The return of a duty: which record, when and why."""
    review = duty.reviews[-1]
    return {
        "reported": review.record.isoformat(),
        "correct_by": day_text(review.correct_by),
        "returned_on": review.date.isoformat(),
        "reason": review.note or None,
    }


def reminder_json(letter: Reminder) -> dict[str, Any]:
    """Every field of a reminder."""
    return {
        **document("reminder", letter.head, letter.as_of),
        "unit": letter.unit,
        "within": letter.within,
        "journal": letter.journal,
        "late": [_reminded(deadline, letter.as_of) for deadline in letter.late],
        "coming": [_reminded(deadline, letter.as_of) for deadline in letter.coming],
        "returned": [
            {
                **duty_data(duty),
                "text": task.text,
                "changes_texts": changes_texts(task.changes_until(letter.as_of)),
                **_return(duty),
                "reason": duty.reviews[-1].note,
                **name_data(task),
            }
            for task, duty in letter.returned
        ],
        "example": letter.example,
    }


def _reminded(deadline: Deadline, as_of: date) -> dict[str, Any]:
    return {
        **duty_data(deadline.duty),
        "text": deadline.task.text,
        "changes_texts": changes_texts(deadline.task.changes_until(as_of)),
        "days": abs(deadline.days),
        "workdays": None if deadline.workdays is None else abs(deadline.workdays),
        "far": deadline.distance,
        **name_data(deadline.task),
    }
