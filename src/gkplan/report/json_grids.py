"""The parts of a report's data that set tasks against units and periods."""

from collections.abc import Iterable, Sequence
from typing import Any

from gkplan.domain.standing import Standing, fold_status
from gkplan.report.data import Report
from gkplan.views.json_data import duty_data
from gkplan.views.matrix import by_periods, by_unit


def periods_json(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """The grids of periodic tasks: for each set of periods the tasks and units against them."""
    return [
        {
            "periods": [period.name for period in periods],
            "rows": [
                {
                    "task": standing.task.id,
                    "text": standing.task.text,
                    "unit": unit,
                    "cells": [duty_data(found[period]) for period in periods],
                }
                for standing in part
                for unit, duties in by_unit(standing.duties).items()
                for found in [{duty.period: duty for duty in duties}]
            ],
        }
        for periods, part in by_periods(standings).items()
    ]


def coverage_json(report: Report) -> list[dict[str, Any]]:
    """The tasks that several units owe: the status of each unit's share, and who is silent."""
    registered = [unit.name for unit in report.assessment.ledger.registry.units]
    return [
        {
            "task": standing.task.id,
            "text": standing.task.text,
            "all": len(standing.owners),
            "told": len(standing.reported),
            "missing": standing.missing,
            "units": _shares(standing, registered),
        }
        for standing in report.shared
    ]


def _shares(standing: Standing, registered: Sequence[str]) -> list[dict[str, Any]]:
    """Each unit's share of a task, in the order of the registry."""
    shares = by_unit(standing.duties)
    return [
        {
            "unit": unit,
            "status": str(fold_status(tuple(shares[unit]))),
            "overdue": any(duty.overdue for duty in shares[unit]),
            "missing": any(duty.silent for duty in shares[unit]),
            "returned": any(duty.returned for duty in shares[unit]),
        }
        for unit in registered
        if unit in shares
    ]
