"""A report and a reminder as plain data: what ``--format json`` prints and what templates see.

The fields are documented in docs/templates.md; fields may be added, never changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gkplan.domain.deadlines import Deadline, alike
from gkplan.domain.model import Entry, Record
from gkplan.domain.overview import TaskCounts
from gkplan.domain.query import SelectedTask
from gkplan.domain.reviews import reviewed_record
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Status
from gkplan.report.about import scope
from gkplan.report.data import LedgerGroup, Report, TaskDuty, records_of
from gkplan.report.json_grids import coverage_json, periods_json
from gkplan.report.reminder import Reminder
from gkplan.views.detail import schedule_text
from gkplan.views.headline import provisional_note
from gkplan.views.history import trend_data
from gkplan.views.journal import newest_first
from gkplan.views.json_data import (
    document,
    duty_data,
    entries_data,
    record_data,
    review_data,
    task_data,
)
from gkplan.views.status import duties_data
from gkplan.views.tasks import printed_units


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
        "since": _day(report.since),
        "pages": dict(report.pages),
        "totals": _totals(figures.tasks, report.doubts),
        "duties": duties_data(figures.duties),
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
        "unproved": [_named(row) for row in report.unproved],
        "doubts": [
            {"task": standing.task.id, "text": standing.task.text, "doubt": doubt}
            for standing in report.standings
            for doubt in standing.task.doubts
        ],
        "changes": _records(report.standings, report.changes),
        "late": [tasks[standing.task.id] for standing in report.standings if standing.late_label],
        "groups": [_group(group, tasks) for group in report.groups],
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
    """Counts of tasks; ``settled`` (nothing more is owed) and ``active`` add up to all of them."""
    return {
        "tasks": tasks.all,
        "by_status": _by_status(tasks.by_status),
        "settled": tasks.done,
        "active": tasks.active,
        "overdue": tasks.late,
        "late_below": tasks.late_below,
        "doubts": doubts,
        "rate": tasks.rate,
    }


def _by_status(counts: Mapping[Status, int]) -> dict[str, int]:
    return {str(status): counts[status] for status in Status}


def _task(report: Report, row: SelectedTask) -> dict[str, Any]:
    """A task as ``list`` gives it, with its printed units, schedule, late duties and entries."""
    standing, task = row.standing, row.standing.task
    decisions: list[Entry] = []
    for duty in standing.duties:
        decisions += (*duty.reviews, *duty.extensions)
    return {
        **task_data(row),
        "printed_units": printed_units(task),
        "concerned": report.concerned(task),
        "schedule": schedule_text(task, report.head),
        "late_duties": _late(standing.duties),
        **entries_data(newest_first(decisions)),
        "records": _records([standing], records_of([standing])),
    }


def _late(duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """Return the late duties of a task; those that differ only in the unit are one."""
    late: dict[object, list[Duty]] = {}
    for duty in duties:
        if duty.overdue:
            late.setdefault(alike(duty), []).append(duty)
    return [
        {
            "occasion": duty.period.label,
            "due": _day(duty.due),
            "status": str(duty.status),
            "returned": duty.returned,
            "original_due": _day(duty.original_due) if duty.extensions else None,
            "extension_count": len(duty.extensions),
            "provisional": duty.provisional,
            "original_provisional": duty.original_provisional,
            "units": [other.unit for other in together],
        }
        for together in late.values()
        for duty in together[:1]
    ]


def _records(standings: Iterable[Standing], records: Iterable[Record]) -> list[dict[str, Any]]:
    """Records of some tasks, each with the last review of it."""
    reviews = {
        reviewed_record(duty.records, review): review
        for standing in standings
        for duty in standing.duties
        for review in duty.reviews
    }
    return [
        {
            **record_data(record),
            "review": review_data(reviews[record]) if record in reviews else None,
        }
        for record in records
    ]


def _units(report: Report) -> list[dict[str, Any]]:
    """Units, the best rate first, with what they owe by now, by status."""
    return [
        {
            "unit": line.unit,
            "rank": line.rank,
            "duties": duties_data(line.duties),
            "by_status": _by_status(report.by_status[line.unit]),
            "last_report": _day(line.last_report),
        }
        for line in report.figures.units
    ]


def _named(row: TaskDuty) -> dict[str, Any]:
    return {"text": row.task.text, "occasion": row.duty.period.label, **duty_data(row.duty)}


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


def _return(duty: Duty) -> dict[str, Any]:
    """The return of a duty: which record, when and why."""
    review = duty.reviews[-1]
    return {
        "reported": review.record.isoformat(),
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
        "late": [_reminded(deadline) for deadline in letter.late],
        "coming": [_reminded(deadline) for deadline in letter.coming],
        "returned": [
            {
                **duty_data(duty),
                "text": task.text,
                **_return(duty),
                "reason": duty.reviews[-1].note,
            }
            for task, duty in letter.returned
        ],
        "example": letter.example,
    }


def _reminded(deadline: Deadline) -> dict[str, Any]:
    return {
        **duty_data(deadline.duty),
        "text": deadline.task.text,
        "days": abs(deadline.days),
        "workdays": None if deadline.workdays is None else abs(deadline.workdays),
        "far": deadline.distance,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
