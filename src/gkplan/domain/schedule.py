"""The schedule of a plan: the periods of its tasks and their due dates."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from gkplan.domain.fields import Span
from gkplan.domain.model import CalendarYear, Head, Task, occasion_label
from gkplan.domain.vocabulary import Cadence
from gkplan.domain.workdays import WorkCalendar, mainland, with_years

_MONTHS = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALFYEARLY: 6,
    Cadence.YEARLY: 12,
}
DAYS_AHEAD = 30
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
