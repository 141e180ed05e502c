"""The tasks of a report's data, and the records on them."""

from collections.abc import Callable, Iterable
from operator import or_
from typing import Any

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import alike
from gkplan.domain.duty import Duty
from gkplan.domain.model import Entry, Record
from gkplan.domain.query import SelectedTask
from gkplan.domain.reviews import reviewed_record
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Status, Verdict
from gkplan.report.data import Report, late_first
from gkplan.report.json_grids import shares_json
from gkplan.views.detail import schedule_text
from gkplan.views.journal import newest_first
from gkplan.views.json_data import day_text, entries_data, entry_data, task_data
from gkplan.views.tasks import (
    completed_text,
    division_text,
    late_done_text,
    later_changes,
    missing_text,
    periods_text,
)

_STATED = frozenset(
    {
        "id",
        "group",
        "text",
        "lead",
        "support",
        "implement",
        "merged",
        "doubts",
        "tags",
        "short",
        "name",
        "printed_units",
        "concerned",
        "schedule",
    }
)
"""The fields that a plan states of a task without changes, whatever its standing is."""


class TaskFields:
    """The fields of tasks in all reports on one assessment.

    Most tasks of a large plan have no record yet. Then their other fields are those of any task
    with the same owners, cadence and due date, and what the plan states is the same in the reports
    of all units: each is computed once.
    """

    def __init__(
        self,
        assessment: Assessment,
        combined: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]] = or_,
    ) -> None:
        """Begin without tasks.

        ``combined`` makes the fields of one task of those that it shares and those that the plan
        states of it.
        """
        self.assessment = assessment
        self._combined = combined
        self._report = Report(assessment)
        self._stated: dict[str, dict[str, Any]] = {}
        self._common: dict[tuple[object, ...], dict[str, Any]] = {}

    def of(self, row: SelectedTask) -> dict[str, Any]:
        """Return a task as ``list`` gives it, with its units, schedule, late duties and entries."""
        task, shared = row.standing.task, row.standing.alike
        if shared is None or task.awaits:
            return _task(self._report, row)
        kind = (id(shared), *row[1:])
        stated, common = self._stated.get(task.id), self._common.get(kind)
        if stated is None or common is None:
            fields = _task(self._report, row)
            self._stated[task.id] = {name: fields[name] for name in fields if name in _STATED}
            self._common[kind] = fields
            return fields
        return self._combined(common, stated)


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
        "shares": shares_json(standing),
        "late_done_text": late_done_text(standing),
        "concerned": report.concerned(task),
        "schedule": schedule_text(task, report.head),
        "late_duties": _late(standing.duties),
        **entries_data(newest_first(decisions)),
        "records": records_json([standing], late_first(standing)),
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


def records_json(standings: Iterable[Standing], records: Iterable[Record]) -> list[dict[str, Any]]:
    """Records of some tasks, each with the last review of it and whether it was entered late.

    ``unreviewed`` is whether it waits for a review, ``completed_text`` how it completed a duty in
    time or late; null where it completed none, or one without a due date.
    """
    listed, every = list(records), list(standings)
    if not listed:
        return []
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
            **entry_data(record),
            "review": entry_data(reviews[record]) if record in reviews else None,
            "unreviewed": record in unreviewed,
            "completed_text": completed_text(completing[record]) if record in completing else None,
            "late_entry": record in late,
            "counted": record not in not_counted,
        }
        for record in listed
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
