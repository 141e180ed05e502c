"""Stale duties: units that have not reported for long although they owe something (长期未报)."""

from datetime import date

from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import WAITING

STALE_DAYS = 90
"""Days without a record after which ``check`` and ``status`` report it."""


def stale_since(standing: Standing, issued: date) -> dict[str, date]:
    """Return the units that owe a duty that has begun and is open, with the day of their last sign.

    That is the day of the unit's last record on the task, or the first day of the duty if that is
    later (never before the plan was ``issued``). A duty that waits for a condition is not open.
    """
    owed: dict[str, date] = {}
    reported: dict[str, date] = {}
    for duty in standing.duties:
        if duty.begun and not (duty.status.settled or duty.status is WAITING):
            first = max(duty.period.first, issued)
            owed[duty.unit] = min(owed.get(duty.unit, first), first)
        if duty.latest:
            last = duty.latest.date
            reported[duty.unit] = max(reported.get(duty.unit, last), last)
    return {unit: max(first, reported.get(unit, first)) for unit, first in owed.items()}


def stale_units(standing: Standing, issued: date, as_of: date, days: int) -> list[str]:
    """Return the units that have not reported on a task for ``days`` days or longer."""
    last = stale_since(standing, issued)
    return [unit for unit, since in last.items() if (as_of - since).days >= days]
