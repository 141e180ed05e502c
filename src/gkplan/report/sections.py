"""The parts of a report beside its ledger: who owes what by when, by unit and by period."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import Deadline, deadlines, fold
from gkplan.domain.overview import UnitLine
from gkplan.domain.standing import Duty, Standing, fold_status
from gkplan.domain.vocabulary import Status
from gkplan.views.json_data import duty_data
from gkplan.views.matrix import by_periods, by_unit
from gkplan.views.status import duties_data


def units_part(lines: Iterable[UnitLine], duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """Units, the best rate first, with what they owe by now, by status."""
    counts = Counter((duty.unit, duty.status) for duty in duties if duty.begun)
    return [
        {
            "unit": line.unit,
            "rank": line.rank,
            "duties": duties_data(line.duties),
            "by_status": {str(status): counts[line.unit, status] for status in Status},
            "last_report": line.last_report.isoformat() if line.last_report else None,
        }
        for line in lines
    ]


def periods_part(standings: Iterable[Standing]) -> list[dict[str, Any]]:
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


def coverage_part(standings: Iterable[Standing], registry: Sequence[str]) -> list[dict[str, Any]]:
    """The tasks that several units owe: each unit with where it stands, and who is silent."""
    return [
        {
            "task": standing.task.id,
            "text": standing.task.text,
            "all": len(standing.owners),
            "told": len(standing.reported),
            "missing": standing.missing,
            "units": _shares(standing, registry),
        }
        for standing in standings
        if len(standing.owners) > 1
    ]


def _shares(standing: Standing, registry: Sequence[str]) -> list[dict[str, Any]]:
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
        for unit in registry
        if unit in shares
    ]


def due_part(assessment: Assessment, standings: Iterable[Standing], within: int) -> dict[str, Any]:
    """What is late and what falls due; the units that owe the same stand together."""
    found = deadlines(assessment, standings, within)
    return {
        "within": within,
        "late": [_deadline(alike) for alike in fold(found.late)],
        "coming": [_deadline(alike) for alike in fold(found.coming)],
    }


def _deadline(alike: Sequence[Deadline]) -> dict[str, Any]:
    one = alike[0]
    return {
        **_about(one.duty, one.task.text),
        "units": [other.duty.unit for other in alike],
        "days": one.days,
        "workdays": one.workdays,
    }


def _about(duty: Duty, text: str) -> dict[str, Any]:
    return {"text": text, "occasion": duty.period.label, **duty_data(duty)}


def duties_part(
    standings: Iterable[Standing], trait: Callable[[Duty], bool]
) -> list[dict[str, Any]]:
    """The duties that have a trait, such as done without proof."""
    return [
        _about(duty, standing.task.text)
        for standing in standings
        for duty in standing.duties
        if trait(duty)
    ]


def returned_part(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """What was sent back and not reported anew, with the reason."""
    return [
        {
            **_about(duty, standing.task.text),
            "reported": duty.reviews[-1].record.isoformat(),
            "returned_on": duty.reviews[-1].date.isoformat(),
            "reason": duty.reviews[-1].note or None,
        }
        for standing in standings
        for duty in standing.duties
        if duty.returned
    ]


def problems_part(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """The problems of what is not settled, as the last record of each duty tells them."""
    return [
        {
            **_about(duty, standing.task.text),
            "date": duty.latest.date.isoformat(),
            "problem": duty.latest.problem or None,
            "next": duty.latest.next or None,
        }
        for standing in standings
        for duty in standing.duties
        if duty.latest
        and not duty.status.settled
        and (duty.latest.problem or duty.status is Status.BLOCKED)
    ]


def doubts_part(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """What a person must settle in the issued text."""
    return [
        {"task": standing.task.id, "text": standing.task.text, "doubt": doubt}
        for standing in standings
        for doubt in standing.task.doubts
    ]
