"""The periods and events that were asked for, each option once or several times, or as a list."""

from collections.abc import Iterable
from datetime import date

from gkplan.commands.context import Context
from gkplan.domain.new_reviews import OccasionChoice
from gkplan.domain.typed import listed


def days_of(context: Context, texts: Iterable[str] | None) -> tuple[date, ...]:
    """The days of events, in the order of the options."""
    days = (context.past_day(text, "--event") for text in listed(texts or ()))
    return tuple(day for day in days if day)


def which_of(
    context: Context, periods: Iterable[str] | None, events: Iterable[str] | None
) -> OccasionChoice:
    """The duties of a task that ``review`` and ``extend`` are about."""
    return OccasionChoice(tuple(listed(periods or ())), days_of(context, events))
