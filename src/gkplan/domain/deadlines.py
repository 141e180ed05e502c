"""What is late and what falls due next, duty by duty."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Task
from gkplan.domain.schedule import periods
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence
from gkplan.domain.workdays import WorkCalendar, days_text


class Deadline(NamedTuple):
    """An unsettled duty with its due date, and the distance to it.

    ``days`` are calendar days: negative where it is late; ``workdays`` likewise, None where the
    calendar of a year between is not published.
    """

    task: Task
    duty: Duty
    due: date
    days: int
    workdays: int | None

    @property
    def far(self) -> str:
        """The distance and its direction: ``逾期 33 天（20 个工作日）``, ``还有 3 天``."""
        if not self.days:
            return "今天到期"
        side = "还有" if self.days > 0 else "逾期" if self.duty.overdue else "已过"
        return f"{side} {self.distance}"

    @property
    def distance(self) -> str:
        """The distance without a direction: ``33 天（20 个工作日）``."""
        return days_text(self.days, self.workdays)


class Deadlines(NamedTuple):
    """The late duties, those that fall due within some days, and those past it that wait.

    Each part is in the order of the dates; who waits for a condition is not late. ``settled`` are
    done or waived, and listed only where a span of days was asked for.
    """

    late: list[Deadline]
    coming: list[Deadline]
    waiting: list[Deadline]
    settled: list[Deadline] = []  # noqa: RUF012  (never changed)

    def between(self, first: date, last: date) -> "Deadlines":
        """Return those whose due date is in a span of days."""
        return Deadlines(*([one for one in part if first <= one.due <= last] for part in self))


def deadlines(
    assessment: Assessment, standings: Iterable[Standing], within: int | None
) -> Deadlines:
    """Return the deadlines of some tasks; ``within`` counts calendar days, None means all ahead."""
    unsettled = _dated(assessment, standings, settled=False)
    late = [deadline for deadline in unsettled if deadline.duty.overdue]
    coming = [
        deadline
        for deadline in unsettled
        if deadline.days >= 0 and (within is None or deadline.days <= within)
    ]
    waiting = [
        deadline for deadline in unsettled if deadline.days < 0 and not deadline.duty.overdue
    ]
    return Deadlines(late, coming, waiting)


def deadlines_between(
    assessment: Assessment, standings: Iterable[Standing], first: date, last: date
) -> Deadlines:
    """Return all deadlines of some tasks in a span of days, also of what is settled."""
    every = list(standings)
    open_ones = deadlines(assessment, every, None)
    settled = _dated(assessment, every, settled=True)
    return open_ones._replace(settled=settled).between(first, last)


def _dated(
    assessment: Assessment, standings: Iterable[Standing], *, settled: bool
) -> list[Deadline]:
    """Return the duties with a due date that are settled, or that are not, by that date."""
    count = _Distance(assessment.as_of, assessment.schedule.work)
    dated = [
        count.deadline(standing.task, duty, duty.due)
        for standing in standings
        for duty in standing.duties
        if duty.due and duty.status.settled is settled
    ]
    dated.sort(key=lambda deadline: (deadline.due, deadline.duty.provisional))
    return dated


def count_undated(standings: Iterable[Standing]) -> int:
    """Count the unsettled duties that are never late, such as those done at once (及时)."""
    return sum(
        duty.due is None and not duty.status.settled
        for standing in standings
        for duty in standing.duties
    )


class _Distance:
    """Counts the days from one day to others, each pair once."""

    def __init__(self, as_of: date, work: WorkCalendar) -> None:
        self._as_of = as_of
        self._work = work
        self._known: dict[date, int | None] = {}

    def deadline(self, task: Task, duty: Duty, due: date) -> Deadline:
        """Make a deadline of a duty."""
        if due not in self._known:
            self._known[due] = self._workdays(due)
        return Deadline(task, duty, due, (due - self._as_of).days, self._known[due])

    def _workdays(self, due: date) -> int | None:
        if due >= self._as_of:
            return self._work.between(self._as_of, due)
        late = self._work.between(due, self._as_of)
        return None if late is None else -late


def fold(deadlines: Iterable[Deadline]) -> list[list[Deadline]]:
    """Group the deadlines that differ only in the unit."""
    folded: dict[object, list[Deadline]] = {}
    for deadline in deadlines:
        folded.setdefault(alike(deadline.duty), []).append(deadline)
    return list(folded.values())


def alike(duty: Duty) -> tuple[object, ...]:
    """What duties of several units have in common that are shown as one: all but the unit."""
    about = (duty.task, duty.period, duty.due, duty.status, duty.returned, duty.late_days)
    moved = (duty.original_due, len(duty.extensions), bool(duty.asked_late), duty.correct_by)
    return (*about, *moved)


class DueSpan(Frozen):
    """A week or a month, and how many duties fall due in it: settled, overdue, and the others."""

    kind: Literal["week", "month"]
    first: date
    last: date
    settled: int
    overdue: int
    pending: int

    @property
    def all(self) -> int:
        """How many duties fall due in it."""
        return self.settled + self.overdue + self.pending


MOST_WEEKS = 60
"""Weeks that are counted one by one; more of them are counted by months."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def due_spans(duties: Iterable[Duty]) -> list[DueSpan]:
    """Count duties by the week in which they fall due, from the first to the last such week."""
    dated = [duty for duty in duties if duty.due]
    days = [duty.due for duty in dated if duty.due]
    if not days:
        return []
    kind, spans = _spans(min(days), max(days))
    starts = [first for first, _ in spans]
    counts = [Counter[str]() for _ in spans]
    for duty in dated:
        assert duty.due
        part = "settled" if duty.status.settled else "overdue" if duty.overdue else "pending"
        counts[bisect_right(starts, duty.due) - 1][part] += 1
    return [
        DueSpan(kind, first, last, count["settled"], count["overdue"], count["pending"])
        for (first, last), count in zip(spans, counts, strict=True)
    ]


def _spans(first: date, last: date) -> tuple[Literal["week", "month"], list[tuple[date, date]]]:
    """Return the weeks, Monday to Sunday, or the months from one day to another."""
    monday = first - first.weekday() * _DAY
    if last >= monday + MOST_WEEKS * _WEEK:
        months = periods(Cadence.MONTHLY, first, last)
        return "month", [(month.first, month.last) for month in months]
    weeks = range(0, (last - monday).days + 1, 7)
    return "week", [(monday + day * _DAY, monday + day * _DAY + _WEEK - _DAY) for day in weeks]
