"""Who has not said anything for long although something is owed (长期未报)."""

from datetime import date

from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Status

STALE_DAYS = 90
"""Days without a record after which ``check`` and ``status`` speak of it."""


def stale_since(standing: Standing, issued: date) -> dict[str, date]:
    """The units that owe something begun and open, with the last day they said a word.

    What waits for a condition is not open.

    That is the day of the unit's last record on the task, or the first day of what it owes if that
    is later (never before the plan was ``issued``): nothing was to be said before.
    """
    owed: dict[str, date] = {}
    said: dict[str, date] = {}
    for duty in standing.duties:
        if duty.begun and not (duty.status.settled or duty.status is Status.WAITING):
            first = max(duty.period.first, issued)
            owed[duty.unit] = min(owed.get(duty.unit, first), first)
        if duty.latest:
            last = duty.latest.date
            said[duty.unit] = max(said.get(duty.unit, last), last)
    return {unit: max(first, said.get(unit, first)) for unit, first in owed.items()}


def stale_units(standing: Standing, issued: date, as_of: date, days: int) -> list[str]:
    """The units that have been quiet on a task for so many days or longer."""
    quiet = stale_since(standing, issued)
    return [unit for unit, since in quiet.items() if (as_of - since).days >= days]
