"""The tables of a report's data: tasks by units and by periods."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gkplan.domain.duty import Duty
from gkplan.domain.standing import Standing, fold_status
from gkplan.domain.vocabulary import Status
from gkplan.report.data import Report
from gkplan.views.json_data import duty_data, name_data
from gkplan.views.matrix import by_periods, by_unit


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
