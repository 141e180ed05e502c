"""Working days of the mainland calendar, with its holidays and make-up days (调休).

A year whose notice (国务院办公厅放假通知) is not published counts by the law alone: weekends and
the statutory days of 《全国年节及纪念日放假办法》, without adjusted weekends. Dates counted through
such a year are provisional (暂定), never refused.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from gkplan.domain.fields import Span
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import CalendarYear

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
