"""What a report says, worked out once; Markdown, HTML and JSON all show the same figures."""

from datetime import date
from typing import Any

from gkplan.assess import Assessment, Standing
from gkplan.model import Record
from gkplan.overview import rate
from gkplan.query import Row, Selection, select, tally
from gkplan.views.data import document, record_data, task_data
from gkplan.views.detail import schedule_text
from gkplan.views.journal import newest_first
from gkplan.views.tasks import printed_units
from gkplan.words import Status


def report_data(
    assessment: Assessment, unit: str | None = None, since: date | None = None
) -> dict[str, Any]:
    """The report as plain data, for ``unit`` alone if given; ``changes`` are records since a day.

    Rates are percentages with one decimal, as circulars print them.
    """
    rows = select(assessment, Selection(unit=unit))
    standings = [row.standing for row in rows]
    return {
        **document("report", assessment.ledger.plan.plan, assessment.as_of),
        "unit": unit,
        "since": since.isoformat() if since else None,
        "totals": _totals(standings),
        "changes": [record_data(record) for record in _records(standings, since)] if since else [],
        "late": [
            _task(assessment, row)
            for row in rows
            if row.standing.overdue or row.standing.late_below
        ],
        "groups": _groups(assessment, rows),
    }


def _totals(standings: list[Standing]) -> dict[str, Any]:
    counts = tally(standings)
    settled = counts[Status.DONE] + counts[Status.WAIVED]
    return {
        "tasks": len(standings),
        "by_status": {str(status): count for status, count in counts.items()},
        "overdue": sum(standing.overdue for standing in standings),
        "late_below": sum(standing.late_below for standing in standings),
        "doubts": sum(len(standing.task.doubts) for standing in standings),
        "rate": rate(settled, len(standings)),
    }


def _groups(assessment: Assessment, rows: list[Row]) -> list[dict[str, Any]]:
    groups: dict[int, list[Row]] = {}
    for row in sorted(
        rows, key=lambda row: (row.standing.group.position, row.standing.task.position)
    ):
        groups.setdefault(row.standing.group.id, []).append(row)
    return [
        {
            "id": part[0].standing.group.id,
            "label": part[0].standing.group.label,
            "title": part[0].standing.group.title,
            "totals": _totals([row.standing for row in part]),
            "tasks": [_task(assessment, row) for row in part],
        }
        for part in groups.values()
    ]


def _task(assessment: Assessment, row: Row) -> dict[str, Any]:
    """A task as ``list`` gives it, with its printed units, schedule, late duties and records."""
    standing = row.standing
    return {
        **task_data(row),
        "printed_units": printed_units(standing.task),
        "schedule": schedule_text(standing.task, assessment.ledger.plan.plan),
        "late_duties": _late(standing),
        "records": [record_data(record) for record in _records([standing], None)],
    }


def _late(standing: Standing) -> list[dict[str, Any]]:
    """The late duties of a task, those of one period, date and status together."""
    late: dict[tuple[Any, ...], list[str]] = {}
    for duty in standing.duties:
        if duty.overdue:
            moved = (duty.original_due, len(duty.extensions)) if duty.extensions else (None, 0)
            alike = (duty.period.label, duty.due, duty.status, duty.returned, *moved)
            late.setdefault(alike, []).append(duty.unit)
    return [
        {
            "occasion": occasion,
            "due": str(due),
            "status": str(status),
            "returned": returned,
            "original_due": str(original) if original else None,
            "extended": extended,
            "units": units,
        }
        for (occasion, due, status, returned, original, extended), units in late.items()
    ]


def _records(standings: list[Standing], since: date | None) -> list[Record]:
    return newest_first(
        record
        for standing in standings
        for duty in standing.duties
        for record in duty.records
        if since is None or record.date >= since
    )
