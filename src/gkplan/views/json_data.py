"""Tasks, duties and entries as plain data for JSON; fields may be added, never changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from gkplan.domain.duty import Duty
from gkplan.domain.fields import Span
from gkplan.domain.history import NO_NOTES, JournalNotes
from gkplan.domain.model import (
    Cancellation,
    Entry,
    Extension,
    Head,
    Reassignment,
    Record,
    Review,
    Task,
    Withdrawal,
)
from gkplan.domain.query import SelectedTask
from gkplan.domain.vocabulary import Checked
from gkplan.views.journal import newest_first
from gkplan.views.tasks import awaited, conditions

_VERSIONS = dict.fromkeys(("list", "show", "status", "due", "report", "diff", "trend"), 2)
"""The numbers of the formats whose fields have changed their meaning since the first one."""


def document(name: str, head: Head, as_of: date, units: Sequence[str] = ()) -> dict[str, Any]:
    """Return the fields that every JSON document begins with: its format, its day and its plan.

    The units that it is about are in ``unit`` if it is one, in ``units`` if there are several.
    """
    asked = {"units": list(units)} if len(units) > 1 else {"unit": units[0]} if units else {}
    return {
        "format": f"gkplan/{name}/{_VERSIONS.get(name, 1)}",
        "as_of": as_of.isoformat(),
        "plan": head_data(head),
        **asked,
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


def task_data(row: SelectedTask) -> dict[str, Any]:
    """Return one task of ``list`` for JSON; fields may be added, never changed."""
    standing, task = row.standing, row.standing.task
    group, next_duty = standing.group, standing.next_duty
    extended = next_duty if next_duty and next_duty.extensions else None
    reported = [duty for duty in standing.duties if duty.records or duty.lapsed_reviews]
    counts = Counter(duty.checked for duty in reported)
    about = awaited(standing)
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
        "due": day_text(task.due),
        "next_due": day_text(next_duty.due if next_duty else None),
        "awaits": task.awaits or None,
        "within": str(task.within) if task.within else None,
        "status": str(standing.status),
        "overdue": standing.overdue,
        "periods": standing.periods._asdict(),
        "units": {"done": standing.units.done, "all": standing.units.all},
        "coverage": {"done": standing.coverage.done, "all": standing.coverage.all},
        "last_report": day_text(standing.last_report),
        "evidence": standing.evidence,
        "doubts": list(task.doubts),
        "tags": list(task.tags),
        "next_due_original": day_text(extended.original_due if extended else None),
        "next_due_extension_count": len(extended.extensions) if extended else 0,
        "next_due_asked_late": bool(extended and extended.asked_late),
        "next_due_provisional": bool(next_duty and next_duty.provisional),
        "next_due_original_provisional": bool(extended and extended.original_provisional),
        "extension_count": sum(len(duty.extensions) for duty in standing.duties),
        "missing": standing.missing,
        "missing_duties": [
            {"unit": duty.unit, "period": duty.period.name or None} for duty in standing.silent
        ],
        "late_units": standing.late_units,
        "late_days": standing.late_days,
        "idle": standing.is_idle,
        "changes": [change_data(change) for change in task.changes],
        "cancelled": cancellation_data(task.cancelled) if task.cancelled else None,
        "is_cancelled": standing.is_cancelled,
        "awaited": about._asdict() | {"came": about.came},
        "conditions": conditions(standing),
        "unproved": sum(duty.unproved for duty in reported),
        "checked_counts": {
            **{str(checked): counts[checked] for checked in Checked},
            "returned": sum(duty.returned for duty in reported),
            "times_returned": sum(duty.returned_times for duty in reported),
            "to_review": sum(duty.unreviewed for duty in reported),
        },
        **name_data(task),
    }
    if row.matching:
        data["matching"] = list(row.matching)
    if row.concern:
        data["role"] = str(row.concern.role)
        data["direct"] = row.concern.direct
        data["former"] = row.concern.former
    if row.several:
        data["concerns"] = [
            {"unit": unit, **concern._asdict(), "role": str(concern.role)}
            for unit, concern in row.concerns
        ]
    return data


def name_data(task: Task) -> dict[str, Any]:
    """Return the short name of a task as its file has it, and what tables print as its name."""
    return {"short": task.short or None, "name": task.name}


def change_data(change: Reassignment) -> dict[str, Any]:
    """Return a change of the division of a task for JSON."""
    return keyed(change, "date", "basis", "lead", "implement", "support")


def cancellation_data(cancelled: Cancellation) -> dict[str, Any]:
    """Return the cancellation of a task for JSON."""
    return keyed(cancelled, "date", "basis")


def detailed_data(
    row: SelectedTask,
    *,
    missing: bool = False,
    entries: Sequence[Entry] | None = None,
    notes: JournalNotes = NO_NOTES,
) -> dict[str, Any]:
    """Return one task with its duties (if asked, only the missing ones) and their entries.

    ``entries`` are all entries about the task, in place of those of its duties, and ``notes`` what
    is known of them.
    """
    duties = [duty for duty in row.standing.duties if duty.silent or not missing]
    if entries is None or missing:
        entries = [entry for duty in duties for entry in duty.entries]
    return {
        **task_data(row),
        "duties": [duty_data(duty) for duty in duties],
        "cancelled_duties": [duty_data(duty) for duty in row.standing.cancelled],
        **log_data(newest_first(entries), notes),
    }


_DUTY_KEYS = ("unit", "task", "period", "event")
_ENTRIES: dict[str, tuple[type[Entry], tuple[str, ...]]] = {
    "records": (
        Record,
        ("status", "date", "evidence", "note", "problem", "next", "by", "entered"),
    ),
    "withdrawals": (Withdrawal, ("date", "record", "digest", "note", "by", "entered")),
    "reviews": (
        Review,
        ("verdict", "date", "record", "digest", "note", "by", "entered", "correct_by"),
    ),
    "extensions": (Extension, ("to", "date", "reason", "approved_by", "by", "entered")),
}
"""The kinds of entries by the names of their lists, with their keys beside those of the duty."""
_ENTRY_KEYS = {kind: (*_DUTY_KEYS, *keys) for kind, keys in _ENTRIES.values()}


def entry_data(entry: Entry) -> dict[str, Any]:
    """Return an entry for JSON; ``record`` is the date of the record that it is about."""
    return keyed(entry, *_ENTRY_KEYS[type(entry)])


def entries_data(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return entries for JSON, each kind in a list of its own."""
    return {
        name: [entry_data(entry) for entry in entries if isinstance(entry, kind)]
        for name, (kind, _) in _ENTRIES.items()
    }


def log_data(entries: Sequence[Entry], notes: JournalNotes) -> dict[str, Any]:
    """Return the entries of ``log``: of records also when withdrawn, if 补报, if counted."""
    data = entries_data(entries)
    records = [entry for entry in entries if isinstance(entry, Record)]
    for one, record in zip(data["records"], records, strict=True):
        taken = notes.withdrawn.get(id(record))
        one["withdrawn"] = day_text(taken.date if taken else None)
        one["late_entry"] = id(record) in notes.late
        one["counted"] = not (taken or id(record) in notes.not_counted)
    return data


def duty_data(duty: Duty) -> dict[str, Any]:
    """Return one duty for JSON; ``period`` is null where the task has none."""
    return {
        "task": duty.task,
        "unit": duty.unit,
        "role": str(duty.role),
        "period": duty.period.name or None,
        "event": day_text(duty.period.event),
        "due": day_text(duty.due),
        "begun": duty.begun,
        "status": str(duty.status),
        "overdue": duty.overdue,
        "last_report": day_text(duty.latest.date if duty.latest else None),
        "evidence": duty.evidence_count,
        "original_due": day_text(duty.original_due),
        "provisional": duty.provisional,
        "original_provisional": duty.original_provisional,
        "extension_count": len(duty.extensions),
        "asked_late": bool(duty.asked_late),
        "checked": str(duty.checked) if duty.checked else None,
        "silent": duty.silent,
        "returned": duty.returned,
        "unproved": duty.unproved,
        "correct_by": day_text(duty.correct_by),
        "completed": day_text(duty.completed),
        "late_days": duty.late_days,
        "times_returned": duty.returned_times,
        "late_entries": len(duty.late_entries),
    }


def day_text(day: date | None) -> str | None:
    """Return a day for JSON; null for none."""
    return day.isoformat() if day else None


def keyed(entity: object, *keys: str) -> dict[str, Any]:
    """Return some keys of an entity for JSON, in that order; a text that is absent is null."""
    return {key: _plain(getattr(entity, key)) for key in keys}


def _plain(value: Any) -> Any:
    """Return the value of a key for JSON."""
    if value is None or isinstance(value, str):
        return str(value) if value else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Span):
        return str(value)
    return list(map(_plain, value)) if isinstance(value, tuple) else value
