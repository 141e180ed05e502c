"""What a report says, worked out once; Markdown, HTML and JSON all show the same figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import MONTH
from gkplan.domain.history import count_on_days, last_days
from gkplan.domain.model import Entry
from gkplan.domain.overview import rate, sum_up
from gkplan.domain.query import SelectedTask, Selection, select, tally
from gkplan.domain.reviews import reviewed_record
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Status
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
from gkplan.views.detail import schedule_text
from gkplan.views.history import trend_data
from gkplan.views.journal import newest_first
from gkplan.views.json_data import document, entries_data, record_data, review_data, task_data
from gkplan.views.status import duties_data, provisional_note
from gkplan.views.tasks import printed_units


def report_data(
    assessment: Assessment,
    units: tuple[str, ...] = (),
    since: date | None = None,
    revision: str | None = None,
    pages: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The report as plain data, for ``units`` alone if given; ``changes`` are records since a day.

    Rates are percentages with one decimal, as circulars print them. ``scope`` says in words what
    the report is about, ``unit`` names the units in one text; ``revision`` names the state of the
    files in git, where there is one; ``pages`` are the files of the units' own reports. Reports on
    one assessment share its work.
    """
    rows = select(assessment, Selection(units=units))
    standings = [row.standing for row in rows]
    tasks = {row.standing.task.id: _task(assessment, row) for row in rows}
    return {
        **document("report", assessment.ledger.plan.head, assessment.as_of),
        "revision": revision,
        "scope": _scope(assessment.as_of, units, since),
        "unit": "、".join(units) or None,
        "unit_names": list(units),
        "since": since.isoformat() if since else None,
        "pages": dict(pages or {}),
        "totals": _totals(standings),
        **_parts(assessment, units, standings),
        "changes": _records(standings, since) if since else [],
        "late": [tasks[one.task.id] for one in standings if one.overdue or one.late_below],
        "groups": _groups(standings, tasks),
    }


def _scope(as_of: date, units: tuple[str, ...], since: date | None) -> list[str]:
    """What a report is about and the filter it was made with, for people."""
    whose = "该单位" if len(units) == 1 else f"这 {len(units)} 个单位"
    own = f"只列与{'、'.join(units)}有关的事项，数字是{whose}自己的；只作配合的事项列全项情况"
    return [
        own if units else "全部单位的全部事项",
        f"截至 {as_of}",
        *([f"先列 {since} 以来的进展"] if since else []),
    ]


def _parts(
    assessment: Assessment, units: tuple[str, ...], standings: list[Standing]
) -> dict[str, Any]:
    """Everything that a report tells beside its totals and its ledger."""
    found = sum_up(assessment, standings, units)
    own = [standing for standing in standings if standing.is_owed_by(units)]
    duties = [duty for standing in own for duty in standing.duties]
    ledger = assessment.ledger
    names = [one.name for one in ledger.registry.units]
    end = min(assessment.last_change, assessment.as_of)  # a plan may be looked at before its issue
    days = last_days(Cadence.MONTHLY, ledger.plan.head.issued, end)
    return {
        "duties": duties_data(found.duties),
        "provisional_note": provisional_note(found.duties) or None,
        "units": units_part(found.units, duties),
        "periods": periods_part(own),
        "coverage": coverage_part(own, names),
        "trend": trend_data(list(count_on_days(assessment, own, days))),
        "due": due_part(assessment, own, MONTH),
        "problems": problems_part(own),
        "returned": returned_part(own),
        "unproved": duties_part(own, lambda duty: duty.unproved),
        "doubts": doubts_part(standings),
    }


def _totals(standings: list[Standing]) -> dict[str, Any]:
    """Counts of tasks; ``settled`` (nothing more is owed) and ``active`` add up to all of them."""
    counts = tally(standings)
    settled = counts[Status.DONE] + counts[Status.WAIVED]
    return {
        "tasks": len(standings),
        "by_status": {str(status): count for status, count in counts.items()},
        "settled": settled,
        "active": len(standings) - settled,
        "overdue": sum(standing.overdue for standing in standings),
        "late_below": sum(standing.late_below for standing in standings),
        "doubts": sum(len(standing.task.doubts) for standing in standings),
        "rate": rate(settled, len(standings)),
    }


def _groups(
    standings: list[Standing], tasks: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The ledger: every group with its figures and its tasks, in the order of the plan."""
    groups: dict[int, list[Standing]] = {}
    for one in sorted(standings, key=lambda one: (one.group.position, one.task.position)):
        groups.setdefault(one.group.id, []).append(one)
    return [
        {
            "id": part[0].group.id,
            "label": part[0].group.label,
            "heading": part[0].group.heading,
            "title": part[0].group.title,
            "totals": _totals(part),
            "tasks": [tasks[one.task.id] for one in part],
        }
        for part in groups.values()
    ]


def _task(assessment: Assessment, row: SelectedTask) -> dict[str, Any]:
    """A task as ``list`` gives it, with its printed units, schedule, late duties and entries."""
    standing = row.standing
    rulings: list[Entry] = []
    for duty in standing.duties:
        rulings += (*duty.reviews, *duty.extensions)
    return {
        **task_data(row),
        "printed_units": printed_units(standing.task),
        "concerned": _concerned(assessment, standing),
        "schedule": schedule_text(standing.task, assessment.ledger.plan.head),
        "late_duties": _late(standing),
        **entries_data(newest_first(rulings)),
        "records": _records([standing], None),
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
            marks = (duty.provisional, duty.original_provisional)
            alike = (duty.period.label, duty.due, duty.status, duty.returned, *moved, *marks)
            late.setdefault(alike, []).append(duty.unit)
    return [
        {
            "occasion": occasion,
            "due": str(due),
            "status": str(status),
            "returned": returned,
            "original_due": str(original) if original else None,
            "extension_count": extended,
            "provisional": provisional,
            "original_provisional": first_provisional,
            "units": units,
        }
        for (
            (occasion, due, status, returned, original, extended, provisional, first_provisional),
            units,
        ) in late.items()
    ]


def _records(standings: list[Standing], since: date | None) -> list[dict[str, Any]]:
    """The records, all or since a day, the newest first, each with the last review of it."""
    duties = [duty for standing in standings for duty in standing.duties]
    looks = {
        reviewed_record(duty.records, review): review for duty in duties for review in duty.reviews
    }
    told = newest_first(
        record
        for duty in duties
        for record in duty.records
        if since is None or record.date >= since
    )
    return [
        {**record_data(one), "review": review_data(looks[one]) if one in looks else None}
        for one in told
    ]
