"""What a report says, worked out once; Markdown, HTML and JSON all show the same figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gkplan.assess import Assessment, Standing
from gkplan.deadlines import MONTH
from gkplan.history import last_change, trend
from gkplan.model import Record
from gkplan.overview import overview, rate
from gkplan.query import Row, Selection, select, tally
from gkplan.report.sections import (
    coverage_part,
    doubts_part,
    due_part,
    duties_part,
    periods_part,
    problems_part,
    returned_part,
    units_part,
)
from gkplan.views.data import document, record_data, task_data
from gkplan.views.detail import schedule_text
from gkplan.views.history import trend_data
from gkplan.views.journal import newest_first
from gkplan.views.status import duties_data
from gkplan.views.tasks import printed_units
from gkplan.words import Cadence, Status


def report_data(
    assessment: Assessment,
    unit: str | None = None,
    since: date | None = None,
    revision: str | None = None,
    pages: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The report as plain data, for ``unit`` alone if given; ``changes`` are records since a day.

    Rates are percentages with one decimal, as circulars print them. ``revision`` names the state
    of the files in git, where there is one; ``pages`` are the files of the units' own reports.
    """
    rows = select(assessment, Selection(unit=unit))
    standings = [row.standing for row in rows]
    return {
        **document("report", assessment.ledger.plan.plan, assessment.as_of),
        "revision": revision,
        "unit": unit,
        "since": since.isoformat() if since else None,
        "pages": dict(pages or {}),
        "totals": _totals(standings),
        **_parts(assessment, unit, standings),
        "changes": [record_data(record) for record in _records(standings, since)] if since else [],
        "late": [
            _task(assessment, row)
            for row in rows
            if row.standing.overdue or row.standing.late_below
        ],
        "groups": _groups(assessment, rows),
    }


def _parts(assessment: Assessment, unit: str | None, standings: list[Standing]) -> dict[str, Any]:
    """Everything that a report tells beside its totals and its ledger."""
    found = overview(assessment, unit)
    own = [standing for standing in standings if unit is None or unit in standing.owners]
    duties = [duty for standing in own for duty in standing.duties]
    ledger = assessment.ledger
    names = [one.name for one in ledger.registry.units]
    end = last_change(ledger, assessment.as_of)
    return {
        "duties": duties_data(found.duties),
        "units": units_part(found.units, duties),
        "periods": periods_part(own),
        "coverage": coverage_part(own, names),
        "trend": trend_data(
            list(trend(ledger, Cadence.MONTHLY, ledger.plan.plan.issued, end, unit))
        ),
        "due": due_part(assessment, own, MONTH),
        "problems": problems_part(own),
        "returned": returned_part(own),
        "unproved": duties_part(own, lambda duty: duty.unproved),
        "doubts": doubts_part(standings),
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
        "concerned": _concerned(assessment, standing),
        "schedule": schedule_text(standing.task, assessment.ledger.plan.plan),
        "late_duties": _late(standing),
        "records": [record_data(record) for record in _records([standing], None)],
    }


def _concerned(assessment: Assessment, standing: Standing) -> list[str]:
    """Every unit that leads, implements or supports a task, collectives expanded."""
    task = standing.task
    names = (*task.lead, *task.implement, *task.support)
    return list(assessment.ledger.registry.expand(names))


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
            "extension_count": extended,
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
