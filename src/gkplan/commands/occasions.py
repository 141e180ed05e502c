"""The periods and events that were asked for, each option once or several times, or as a list."""

from collections.abc import Iterable
from datetime import date

from gkplan.commands.desk import Desk
from gkplan.ruling import Which
from gkplan.typed import listed


def days_of(desk: Desk, texts: Iterable[str] | None) -> tuple[date, ...]:
    """The days of events, in the order of the options."""
    days = (desk.past_day(text, "--event") for text in listed(texts or ()))
    return tuple(day for day in days if day)


def which_of(desk: Desk, periods: Iterable[str] | None, events: Iterable[str] | None) -> Which:
    """The duties of a task that ``review`` and ``extend`` are about."""
    return Which(tuple(listed(periods or ())), days_of(desk, events))
