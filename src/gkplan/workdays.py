"""Working days of the mainland calendar, with its holidays and make-up days (调休)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from gkplan.kinds import Span
from gkplan.model import CalendarYear

_SATURDAY = 5
_DAY = timedelta(days=1)


class UnknownYearError(ValueError):
    """A day was asked of a year that the calendar does not hold."""

    def __init__(self, year: int) -> None:
        """Say which year, and how to teach it to the calendar."""
        super().__init__(f"工作日历里没有 {year} 年")
        self.year = year
        self.remedy = (
            f"在 calendar.yaml 里按国务院办公厅的放假通知写明 {year} 年，或改用自然日（days）"
        )


class WorkCalendar(NamedTuple):
    """The years it knows, their weekdays off and their working weekend days."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``; raises ``UnknownYearError`` outside the known years."""
        if day.year not in self.years:
            raise UnknownYearError(day.year)
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, day: date, span: Span) -> date:
        """The day that lies ``span`` after ``day``, the first day excluded.

        Raises ``UnknownYearError`` where working days leave the known years.
        """
        if not span.workdays:
            return day + timedelta(days=span.days)
        left = span.days
        while left:
            day += _DAY
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``.

        Raises ``UnknownYearError`` where they leave the known years.
        """
        for year in range((start + _DAY).year, end.year + 1) if start < end else ():
            if year not in self.years:
                raise UnknownYearError(year)
        weekdays = _weekdays(end.toordinal()) - _weekdays(start.toordinal())
        off = sum(start < day <= end and day.weekday() < _SATURDAY for day in self.off - self.work)
        work = sum(start < day <= end and day.weekday() >= _SATURDAY for day in self.work)
        return weekdays - off + work


def _weekdays(ordinal: int) -> int:
    """Count the days from Monday to Friday up to an ordinal day; day 1 was a Monday."""
    weeks, days = divmod(ordinal, 7)
    return weeks * 5 + min(days, _SATURDAY)


@cache
def mainland() -> WorkCalendar:
    """The calendar as the State Council's yearly notices set it, from ``chinese_calendar``."""
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415  (5 ms of start-up)

    years = frozenset(day.year for day in holidays)
    return WorkCalendar(years, frozenset(holidays), frozenset(workdays))


def with_years(calendar: WorkCalendar, extra: Iterable[CalendarYear]) -> WorkCalendar:
    """Add the years of ``calendar.yaml``; such a year replaces the built-in one whole."""
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
