"""Days, periods and events as options give them; the plan decides a year that is left out."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gkplan.commands.context import Context
from gkplan.commands.parsing import Spans, read_date
from gkplan.commands.printing import message
from gkplan.domain.errors import UsageError
from gkplan.domain.model import Head
from gkplan.domain.schedule import Period, periods
from gkplan.domain.typed import listed, names_period, typed_day
from gkplan.domain.vocabulary import Cadence

if TYPE_CHECKING:
    from gkplan.domain.new_reviews import OccasionChoice

_AFTERWARDS = timedelta(days=183)
"""How long after a plan's end an extension without a year can reach."""


def shown_day(context: Context, text: str | None, option: str) -> date | None:
    """Read a day to look at; one without a year is in the plan's span, else later up to now."""
    return _read_day(context, text, option, context.plan_spans)


def past_day(context: Context, text: str | None, option: str) -> date | None:
    """Read a day to record; one without a year is between the plan's issue and ``as_of``."""
    return _read_day(context, text, option, lambda: [(context.head.issued, context.as_of)])


def coming_day(context: Context, text: str | None, option: str) -> date | None:
    """Read a day ahead; one without a year is at most half a year after the plan's end."""

    def spans() -> Spans:
        return [(context.as_of, max(context.head.ends, context.as_of) + _AFTERWARDS)]

    return _read_day(context, text, option, spans)


def _read_day(
    context: Context, text: str | None, option: str, spans: Callable[[], Spans]
) -> date | None:
    """Read an option's day, and print the year that was filled in."""
    day = read_date(text, option, spans)
    if text is not None and (typed := typed_day(text)) and typed.year is None:
        message(context, f"{option} “{text}” 读作 {day}")
    return day


def read_month(text: str, option: str, head: Head) -> Period:
    """Read a month in which things fall due; one without a year is in the plan's span, else later.

    It is at most a year after the plan. Raises ``UsageError`` unless the text means just one
    month, such as ``2017-10`` or ``10月``.
    """
    end = head.ends.replace(year=head.ends.year + 1, day=1)
    every = periods(Cadence.MONTHLY, head.issued, end)
    named = [month for month in every if names_period(month.name, text)]
    months = [month for month in named if month.first <= head.ends] or named
    if len(months) == 1:
        return months[0]
    if months:
        readings = "，还是 ".join(month.name for month in months)
        raise UsageError(f"{option}：“{text}” 是 {readings}？", "写明年份")
    first, last = f"{head.issued:%Y-%m}", f"{end:%Y-%m}"
    raise UsageError(
        f"{option}：“{text}” 不是 {first} 至 {last} 之间的月份", "写作 2017-10 或 10月 的样子"
    )


def event_days(context: Context, texts: Iterable[str] | None) -> tuple[date, ...]:
    """Read the days of events, in the order of the options."""
    days = (past_day(context, text, "--event") for text in listed(texts or ()))
    return tuple(day for day in days if day)


def which_duties(
    context: Context, periods: Iterable[str] | None, events: Iterable[str] | None
) -> "OccasionChoice":
    """Read which duties of a task ``review`` and ``extend`` are about."""
    from gkplan.domain.new_reviews import OccasionChoice  # noqa: PLC0415  (not for mark)

    return OccasionChoice(tuple(listed(periods or ())), event_days(context, events))
