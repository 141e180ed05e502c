"""The schedule of a plan: the periods of its tasks, their due dates, and the working days.

Working days are those of the mainland calendar, with its holidays and make-up days (调休). A year
whose notice (国务院办公厅放假通知) is not published counts by the law alone: weekends and the
statutory days of 《全国年节及纪念日放假办法》, without adjusted weekends. Dates counted through
such a year are provisional (暂定), never refused.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from gkplan.domain.fields import Span
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import CalendarYear, Head, Task, occasion_label
from gkplan.domain.vocabulary import Cadence

_SATURDAY = 5
_DAY = timedelta(days=1)
_ORDER_795 = 2025
"""The first year of the statutory days as Order 795 of the State Council sets them."""
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_FIXED_BEFORE = ((1, 1), (5, 1), (5, 2), (5, 3), (10, 1), (10, 2), (10, 3))
"""Month and day; before, by Order 270 of 1999: for the years before the first known notice."""


class WorkCalendar(Frozen):
    """The published years, their weekdays off and their working weekend days."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``; in a year that is not published, by the law alone."""
        off = self.off if day.year in self.years else statutory_off(day.year)
        return day in self.work or (day.weekday() < _SATURDAY and day not in off)

    def after(self, day: date, span: Span) -> date:
        """Return the day ``span`` after ``day``, the first day excluded."""
        if not span.workdays:
            return day + timedelta(days=span.days)
        left = span.days
        while left:
            day += _DAY
            left -= self.is_workday(day)
        return day

    def unpublished(self, start: date, end: date) -> tuple[int, ...]:
        """Return the unpublished years of the days after ``start`` up to ``end``."""
        if start >= end:
            return ()
        years = range((start + _DAY).year, end.year + 1)
        return tuple(year for year in years if year not in self.years)

    def between(self, start: date, end: date) -> int | None:
        """Count the working days after ``start`` up to and including ``end``.

        None where they touch a year that is not published: such a count would be a guess.
        """
        if self.unpublished(start, end):
            return None
        weekdays = _weekdays(end.toordinal()) - _weekdays(start.toordinal())
        off = sum(start < day <= end and day.weekday() < _SATURDAY for day in self.off - self.work)
        work = sum(start < day <= end and day.weekday() >= _SATURDAY for day in self.work)
        return weekdays - off + work


def _weekdays(ordinal: int) -> int:
    """Count the days from Monday to Friday up to an ordinal day; day 1 was a Monday."""
    weeks, days = divmod(ordinal, 7)
    return weeks * 5 + min(days, _SATURDAY)


@cache
def statutory_off(year: int) -> frozenset[date]:
    """The weekdays off in ``year`` by the law alone.

    A statutory day on a weekend, or on the day of another one (中秋 on 1 October), is made up on
    the next weekday that is not off: every statutory day takes one working day, 13 a year.
    """
    days = sorted(_statutory_days(year))
    off: set[date] = set()
    made_up = []
    for day in days:
        if day.weekday() < _SATURDAY and day not in off:
            off.add(day)
        else:
            made_up.append(day)
    for day in made_up:
        while day.weekday() >= _SATURDAY or day in off:
            day += _DAY  # noqa: PLW2901  (walks to the day that makes it up)
        off.add(day)
    return frozenset(off)


def _statutory_days(year: int) -> Iterator[date]:
    """The statutory days of a year; without the lunar ones where the library has no such year."""
    from borax.calendars import lunardate  # noqa: PLC0415  (5 ms, for unpublished years alone)

    since_2025 = year >= _ORDER_795
    yield from (date(year, *day) for day in (_FIXED if since_2025 else _FIXED_BEFORE))
    if not lunardate.MIN_LUNAR_YEAR <= year <= lunardate.MAX_LUNAR_YEAR:
        return
    new_year = lunardate.LunarDate(year, 1, 1).to_solar_date()
    yield from (new_year + timedelta(days=days) for days in range(-1 if since_2025 else 0, 3))
    if since_2025:
        yield lunardate.TermUtils.day_start_from_term(year, "清明")
        yield lunardate.LunarDate(year, 5, 5).to_solar_date()
        yield lunardate.LunarDate(year, 8, 15).to_solar_date()


@cache
def mainland() -> WorkCalendar:
    """The calendar as the State Council's yearly notices set it, from ``chinese_calendar``."""
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415  (5 ms of start-up)

    years = frozenset(day.year for day in holidays)
    return WorkCalendar(years, frozenset(holidays), frozenset(workdays))


def with_years(calendar: WorkCalendar, extra: Iterable[CalendarYear]) -> WorkCalendar:
    """Add the years of ``calendar.yaml``; such a year replaces the built-in one completely."""
    given = tuple(extra)
    if not given:
        return calendar
    replaced = {year.year for year in given}
    kept_off = {day for day in calendar.off if day.year not in replaced}
    kept_work = {day for day in calendar.work if day.year not in replaced}
    return WorkCalendar(
        calendar.years | replaced,
        frozenset(kept_off.union(*(year.holidays for year in given))),
        frozenset(kept_work.union(*(year.workdays for year in given))),
    )


def days_text(days: int, workdays: int | None) -> str:
    """Return a number of days without its sign, in working days too if they are known."""
    text = f"{abs(days)} 天"
    return text if workdays is None else f"{text}（{abs(workdays)} 个工作日）"


_MONTHS = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALFYEARLY: 6,
    Cadence.YEARLY: 12,
}
MONTH = 30
"""Calendar days ahead that are listed unless asked otherwise."""
LONGEST_PLAN = 20
"""Years that a plan may span; a longer one is a typing error and would make endless periods."""


class Period(NamedTuple):
    """One occurrence of a task (期): its name and its first and last day.

    The name is ``2017-08``, ``2017Q3``, ``2017H2`` or ``2017`` for a calendar period, the day
    itself for an occurrence that an event started, and empty for a duty without periods.
    """

    name: str
    first: date
    last: date

    @property
    def event(self) -> date | None:
        """The day that started it; None for a calendar period and where there is none."""
        return self.first if self.name and self.first == self.last else None

    @property
    def label(self) -> str:
        """What people call it: ``2017-09 期``, ``起算日 2017-09-20``, or nothing."""
        return occasion_label(self.name, event=self.event is not None)


class Due(NamedTuple):
    """A due date, and how certain it is.

    ``unpublished`` are the years without a published calendar that its working days touch;
    ``in_workdays`` whether it was counted in working days, so that it moves when the calendar does.
    """

    day: date
    unpublished: tuple[int, ...] = ()
    in_workdays: bool = False


def periods(cadence: Cadence, start: date, end: date) -> Iterator[Period]:
    """Yield the periods of a cadence from the one that contains ``start`` to that with ``end``."""
    months = _MONTHS[cadence]
    index = (start.year * 12 + start.month - 1) // months
    while (first := date(index * months // 12, index * months % 12 + 1, 1)) <= end:
        yield Period(_name(cadence, first), first, _last_day(first, months))
        index += 1


def _name(cadence: Cadence, first: date) -> str:
    number = (first.month - 1) // _MONTHS[cadence] + 1
    return {
        Cadence.MONTHLY: f"{first.year:04}-{number:02}",
        Cadence.QUARTERLY: f"{first.year:04}Q{number}",
        Cadence.HALFYEARLY: f"{first.year:04}H{number}",
        Cadence.YEARLY: f"{first.year:04}",
    }[cadence]


def _last_day(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def schedule_keys(task: Task) -> tuple[object, ...]:
    """Return all that decides what is owed on a task and by when, apart from entries."""
    return task.cadence, task.lag, task.due, task.within, bool(task.awaits)


class Schedule:
    """The periods and due dates of one plan, cached once they are computed."""

    def __init__(self, head: Head, years: Iterable[CalendarYear] = ()) -> None:
        """Take the plan's dates and default lag, and the years that its calendar has of its own."""
        self._head = head
        self._years = years
        self._periods: dict[tuple[Cadence, ...], tuple[Period, ...]] = {}
        self._after: dict[tuple[date, Span], Due] = {}
        self.aperiodic = Period("", head.issued, head.ends)

    @cached_property
    def work(self) -> WorkCalendar:
        """The working days to count by; they are loaded where they are needed."""
        return with_years(mainland(), self._years)

    def periods(self, task: Task) -> tuple[Period, ...]:
        """Return the calendar periods of ``task``, earliest first; none if it is not periodic."""
        known = self._periods.get(task.cadence)
        if known is None:
            every = (
                period
                for cadence in task.cadence
                if cadence.periodic
                for period in periods(cadence, self._head.issued, self._head.ends)
            )
            known = tuple(
                sorted(every, key=lambda period: (period.last, -period.first.toordinal()))
            )
            self._periods[task.cadence] = known
        return known

    def has_aperiodic(self, task: Task) -> bool:
        """Whether ``task`` owes a duty without a calendar period."""
        return any(not cadence.periodic for cadence in task.cadence)

    def is_started_by_events(self, task: Task) -> bool:
        """Whether nothing of ``task`` is owed without a calendar period or a recorded event."""
        return bool(task.within) and all(
            cadence.periodic or cadence is Cadence.EVENT for cadence in task.cadence
        )

    def due(self, task: Task, period: Period) -> Due | None:
        """Return the due date of ``period`` of ``task``; None if it is never late."""
        if period.name:
            return self._later(period.last, task.lag or self._head.lag)
        return Due(task.due or self._head.ends) if Cadence.ONCE in task.cadence else None

    def occurrence(self, task: Task, day: date) -> tuple[Period, Due | None]:
        """Return the occurrence that an event on ``day`` starts, and its due date (``within``)."""
        due = self._later(day, task.within) if task.within else None
        return Period(day.isoformat(), day, day), due

    def _later(self, day: date, span: Span) -> Due:
        known = self._after.get((day, span))
        if known is None:
            end = self.work.after(day, span)
            years = self.work.unpublished(day, end) if span.workdays else ()
            known = self._after[day, span] = Due(end, years, span.workdays)
        return known
