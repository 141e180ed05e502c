"""When tasks fall due: the periods of a plan and the due dates of what is owed in them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.fields import Span
from gkplan.domain.model import Head, Task, occasion_label
from gkplan.domain.vocabulary import Cadence
from gkplan.domain.workdays import WorkCalendar

_MONTHS = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALFYEARLY: 6,
    Cadence.YEARLY: 12,
}
LONGEST_PLAN = 20
"""Years that a plan may span; a longer one is a slip of the pen and would make endless periods."""


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
    """A due date, and the years without a published calendar that its working days touch."""

    day: date
    unpublished: tuple[int, ...] = ()


def periods(cadence: Cadence, start: date, end: date) -> Iterator[Period]:
    """Give the periods of a cadence from the one that holds ``start`` to that with ``end``."""
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


class Schedule:
    """The periods and due dates of one plan; what it has worked out once it remembers."""

    def __init__(self, head: Head, work: WorkCalendar) -> None:
        """Take the plan's dates and default lag, and the working days to count by."""
        self._head = head
        self._work = work
        self._periods: dict[tuple[Cadence, ...], tuple[Period, ...]] = {}
        self._after: dict[tuple[date, Span], Due] = {}
        self.whole = Period("", head.issued, head.ends)

    def periods(self, task: Task) -> tuple[Period, ...]:
        """The calendar periods of ``task``, the earliest first; none if it is not periodic."""
        found = self._periods.get(task.cadence)
        if found is None:
            every = (
                period
                for cadence in task.cadence
                if cadence.periodic
                for period in periods(cadence, self._head.issued, self._head.ends)
            )
            found = tuple(
                sorted(every, key=lambda period: (period.last, -period.first.toordinal()))
            )
            self._periods[task.cadence] = found
        return found

    def has_whole(self, task: Task) -> bool:
        """Whether ``task`` owes something apart from calendar periods."""
        return any(not cadence.periodic for cadence in task.cadence)

    def is_started_by_events(self, task: Task) -> bool:
        """Whether events alone start what ``task`` owes apart from calendar periods."""
        return all(cadence.periodic or cadence is Cadence.EVENT for cadence in task.cadence)

    def due(self, task: Task, period: Period) -> Due | None:
        """The last day on which ``period`` of ``task`` is in time; None if it is never late."""
        if period.name:
            return self._later(period.last, task.lag or self._head.lag)
        return Due(task.due or self._head.ends) if Cadence.ONCE in task.cadence else None

    def occurrence(self, task: Task, day: date) -> tuple[Period, Due | None]:
        """The occurrence that an event on ``day`` starts, and when it is due (``within``)."""
        due = self._later(day, task.within) if task.within else None
        return Period(day.isoformat(), day, day), due

    def _later(self, day: date, span: Span) -> Due:
        found = self._after.get((day, span))
        if found is None:
            end = self._work.after(day, span)
            years = self._work.unpublished(day, end) if span.workdays else ()
            found = self._after[day, span] = Due(end, years)
        return found
