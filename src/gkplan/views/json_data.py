"""Tasks, duties and entries as plain data for JSON; fields may be added, never changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from gkplan.domain.model import Entry, Extension, Head, Record, Review
from gkplan.domain.query import SelectedTask
from gkplan.domain.standing import Duty
from gkplan.domain.vocabulary import Checked
from gkplan.views.journal import newest_first
from gkplan.views.tasks import conditions


def document(name: str, head: Head, as_of: date) -> dict[str, Any]:
    """Return the fields that every JSON document begins with: its format, its day and its plan."""
    return {
        "format": f"gkplan/{name}/1",
        "as_of": as_of.isoformat(),
        "plan": head_data(head),
    }


def head_data(head: Head) -> dict[str, Any]:
    """Return what is known of the plan as a document, with the keys of ``tasks.yaml``."""
    return {
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "supervisor": head.supervisor,
        "issued": head.issued.isoformat(),
        "ends": head.ends.isoformat(),
        "lag": str(head.lag),
        "notice": head.notice,
    }


def units_asked(units: Sequence[str]) -> dict[str, Any]:
    """Return the units that a document is about: ``unit`` for one, ``units`` for several."""
    if len(units) > 1:
        return {"units": list(units)}
    return {"unit": units[0]} if units else {}


def task_data(row: SelectedTask) -> dict[str, Any]:
    """Return one task of ``list`` for JSON; fields may be added, never changed."""
    standing, task = row.standing, row.standing.task
    group, next_duty = standing.group, standing.next_duty
    extended = next_duty if next_duty and next_duty.extensions else None
    counts = Counter(duty.checked for duty in standing.duties)
    data: dict[str, Any] = {
        "id": task.id,
        "group": {
            "id": group.id,
            "label": group.label,
            "title": group.title,
            "heading": group.heading,
        },
        "text": task.text,
        "lead": list(task.lead),
        "support": list(task.support),
        "implement": list(task.implement),
        "merged": task.merged,
        "cadence": [str(cadence) for cadence in task.cadence],
        "due": _day(task.due),
        "next_due": _day(next_duty.due if next_duty else None),
        "awaits": task.awaits or None,
        "within": str(task.within) if task.within else None,
        "status": str(standing.status),
        "overdue": standing.overdue,
        "periods": {
            "done": standing.periods.done,
            "begun": standing.periods.begun,
            "all": standing.periods.all,
        },
        "units": {"done": standing.units.done, "all": standing.units.all},
        "coverage": {"done": standing.coverage.done, "all": standing.coverage.all},
        "last_report": _day(standing.last_report),
        "evidence": standing.evidence,
        "doubts": list(task.doubts),
        "tags": list(task.tags),
        "next_due_original": _day(extended.original_due if extended else None),
        "next_due_extension_count": len(extended.extensions) if extended else 0,
        "next_due_asked_late": bool(extended and extended.asked_late),
        "next_due_provisional": bool(next_duty and next_duty.provisional),
        "next_due_original_provisional": bool(extended and extended.original_provisional),
        "extension_count": sum(len(duty.extensions) for duty in standing.duties),
        "missing": standing.missing,
        "conditions": conditions(standing),
        "unproved": sum(duty.unproved for duty in standing.duties),
        "checked_counts": {
            **{str(checked): counts[checked] for checked in Checked},
            "returned": sum(duty.returned for duty in standing.duties),
            "to_review": sum(duty.unreviewed for duty in standing.duties),
        },
    }
    if row.matching:
        data["matching"] = list(row.matching)
    if row.concern:
        data["role"] = str(row.concern.role)
        data["direct"] = row.concern.direct
    if row.several:
        data["concerns"] = [
            {"unit": unit, "role": str(concern.role), "direct": concern.direct}
            for unit, concern in row.concerns
        ]
    return data


def detailed_data(row: SelectedTask, *, missing: bool = False) -> dict[str, Any]:
    """Return one task with its duties (if asked, only the missing ones) and their entries."""
    duties = [duty for duty in row.standing.duties if duty.silent or not missing]
    entries: list[Entry] = []
    for duty in duties:
        entries += duty.entries
    return {
        **task_data(row),
        "duties": [duty_data(duty) for duty in duties],
        **entries_data(newest_first(entries)),
    }


def entries_data(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return entries for JSON, each kind in a list of its own."""
    return {
        "records": [record_data(entry) for entry in entries if isinstance(entry, Record)],
        "reviews": [review_data(entry) for entry in entries if isinstance(entry, Review)],
        "extensions": [extension_data(entry) for entry in entries if isinstance(entry, Extension)],
    }


def duty_data(duty: Duty) -> dict[str, Any]:
    """Return one duty for JSON; ``period`` is null where the task has none."""
    return {
        "task": duty.task,
        "unit": duty.unit,
        "role": str(duty.role),
        "period": duty.period.name or None,
        "event": _day(duty.period.event),
        "due": _day(duty.due),
        "begun": duty.begun,
        "status": str(duty.status),
        "overdue": duty.overdue,
        "last_report": _day(duty.latest.date if duty.latest else None),
        "evidence": duty.evidence_count,
        "original_due": _day(duty.original_due),
        "provisional": duty.provisional,
        "original_provisional": duty.original_provisional,
        "extension_count": len(duty.extensions),
        "asked_late": bool(duty.asked_late),
        "checked": str(duty.checked) if duty.checked else None,
        "silent": duty.silent,
        "returned": duty.returned,
        "unproved": duty.unproved,
    }


def _occasion_data(entry: Entry) -> dict[str, Any]:
    """Return the keys that name the duty and the occasion that an entry is about."""
    return {
        "unit": entry.unit,
        "task": entry.task,
        "period": entry.period or None,
        "event": _day(entry.event),
    }


def record_data(record: Record) -> dict[str, Any]:
    """Return one record for JSON; texts that are absent are null."""
    return {
        **_occasion_data(record),
        "status": str(record.status),
        "date": record.date.isoformat(),
        "evidence": list(record.evidence),
        "note": record.note or None,
        "problem": record.problem or None,
        "next": record.next or None,
        "by": record.by or None,
    }


def review_data(review: Review) -> dict[str, Any]:
    """Return one review for JSON; ``record`` is the date of the record that it is about."""
    return {
        **_occasion_data(review),
        "verdict": str(review.verdict),
        "date": review.date.isoformat(),
        "record": review.record.isoformat(),
        "digest": review.digest or None,
        "note": review.note or None,
        "by": review.by or None,
    }


def extension_data(extension: Extension) -> dict[str, Any]:
    """Return one extension for JSON."""
    return {
        **_occasion_data(extension),
        "to": extension.to.isoformat(),
        "date": extension.date.isoformat(),
        "reason": extension.reason,
        "approved_by": extension.approved_by,
        "by": extension.by or None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
