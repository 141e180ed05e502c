"""The tasks of a report's data, the records on them, and the tables of their units and periods."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import or_
from typing import Any

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import alike
from gkplan.domain.duty import Duty
from gkplan.domain.model import Entry, Record
from gkplan.domain.query import SelectedTask
from gkplan.domain.reviews import reviewed_record
from gkplan.domain.standing import Standing, fold_status
from gkplan.domain.vocabulary import Status, Verdict
from gkplan.report.data import Report, late_first
from gkplan.views.detail import schedule_text
from gkplan.views.journal import newest_first
from gkplan.views.json_data import (
    day_text,
    duty_data,
    entries_data,
    entry_data,
    name_data,
    task_data,
)
from gkplan.views.matrix import by_periods, by_unit
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


def periods_json(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return the grids of periodic tasks: for each set of periods one row per task and unit.

    A cell is null where the unit does not owe the period, as after a change.
    """
    return [
        {
            "periods": [period.name for period in periods],
            "rows": [
                {
                    "task": standing.task.id,
                    "text": standing.task.text,
                    "unit": unit,
                    "cells": [
                        duty_data(by_period[period]) if period in by_period else None
                        for period in periods
                    ],
                    **name_data(standing.task),
                }
                for standing in part
                for unit, duties in by_unit(standing.duties).items()
                for by_period in [{duty.period: duty for duty in duties}]
            ],
        }
        for periods, part in by_periods(standings).items()
    ]


def coverage_json(report: Report, tasks: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tasks that several units owe: each unit's status, and who has not reported.

    The units are in the order of the registry; ``tasks`` are those of the report by their ids.
    """
    places = {unit.name: at for at, unit in enumerate(report.assessment.ledger.registry.units)}
    return [
        {
            "task": standing.task.id,
            "text": standing.task.text,
            "all": len(standing.owing),
            "told": len(standing.reported),
            "missing": task["missing"],
            "missing_text": task["missing_text"],
            "units": shares,
            **name_data(standing.task),
            "by_status": _by_status(shares),
        }
        for standing in report.shared
        for task in [tasks[standing.task.id]]
        for shares in [sorted(task["shares"], key=lambda share: places[share["unit"]])]
    ]


def _by_status(shares: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts = Counter(share["status"] for share in shares)
    return {str(status): counts[status] for status in Status}


def _is_verified(duties: Iterable[Duty]) -> bool:
    """Whether some duties are done, and all of them were accepted, done or waived."""
    every = tuple(duties)
    accepted = all(duty.verified or duty.accepted_waiver for duty in every)
    return accepted and any(duty.verified for duty in every)


def shares_json(standing: Standing) -> list[dict[str, Any]]:
    """Return each unit's share of a task, in the order of its owners."""
    shares = by_unit(standing.duties)
    return [_share(unit, shares[unit]) for unit in standing.owners if unit in shares]


def _share(unit: str, duties: Sequence[Duty]) -> dict[str, Any]:
    """Return a unit's share of a task; only what was reported can be returned, unproved or late."""
    reported = [duty for duty in duties if duty.records]
    share = {
        "unit": unit,
        "status": str(fold_status(duties)),
        "overdue": any(duty.overdue for duty in duties),
        "missing": any(duty.silent for duty in duties),
        "returned": False,
        "unproved": False,
        "extended": any(duty.extensions for duty in duties),
        "late_done": False,
        "verified": False,
    }
    if reported:
        share["returned"] = any(duty.returned for duty in reported)
        share["unproved"] = any(duty.unproved for duty in reported)
        share["late_done"] = any(duty.late_done for duty in reported)
        share["verified"] = _is_verified(duties)
    return share
