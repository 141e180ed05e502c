"""Counts of duties and tasks, each under one status, and their rates."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Compared
from gkplan.domain.model import Entry, Extension, Record, Review, Withdrawal
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import DONE, WAITING, WAIVED, Status


def rate(done: int, total: int) -> float | None:
    """Return the share that is done, in percent with one decimal, as circulars print it.

    Halves are rounded up (四舍五入), and only a complete share is 100 %. There is no rate of
    nothing.
    """
    if not total:
        return None
    tenths = (2000 * done + total) // (2 * total)
    return min(tenths, 999 if done < total else 1000) / 10


class Ratio(NamedTuple):
    """A rate with both of its numbers, as they are always printed: ``66.7%（2/3）``."""

    part: int
    base: int

    @property
    def rate(self) -> float | None:
        """The rate in percent; None without a denominator."""
        return rate(self.part, self.base)

    def points_since(self, earlier: "Ratio") -> float | None:
        """Return the change in percentage points between the printed rates, if there are both."""
        now, before = self.rate, earlier.rate
        return None if now is None or before is None else round(now - before, 1)


class DutyCounts(Compared):
    """Counts of duties: ``by_status`` those that have begun, each under one status.

    ``accepted`` of the waived ones were accepted by the office, ``verified`` of the done ones
    likewise; ``late`` are overdue, ``late_provisional`` of them by a provisional due date (暂定),
    ``late_done`` were done after their due date. ``in_time`` are those whose due date has passed
    and, of them, those done by then. ``all`` and ``unproved`` (done without evidence) also count
    those whose period has not begun.
    """

    all: int
    by_status: dict[Status, int]
    accepted: int
    verified: int
    late: int
    late_done: int
    in_time: Ratio
    unproved: int
    late_provisional: int = 0

    @property
    def owed(self) -> int:
        """Those that have begun (应办)."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        """The done ones alone (已办)."""
        return self.by_status[DONE]

    @property
    def waived(self) -> int:
        """Those that are declared not applicable (不涉及), accepted or not."""
        return self.by_status[WAIVED]

    @property
    def open(self) -> int:
        """What is left to do (未办)."""
        return self.owed - self.done - self.waived

    @property
    def completion(self) -> Ratio:
        """办结率: the done ones of those that have begun, accepted waivers left out."""
        return Ratio(self.done, self.owed - self.accepted)

    @property
    def rate(self) -> float | None:
        """办结率 in percent; None where nothing counts."""
        return self.completion.rate

    @property
    def verification(self) -> Ratio:
        """核实率: of the done ones those whose latest record the office accepted."""
        return Ratio(self.verified, self.done)


class DutyTraits(NamedTuple):
    """What one duty adds to ``DutyCounts``; duties with the same traits are counted together."""

    status: Status
    begun: bool
    accepted: bool
    verified: bool
    late: bool
    late_done: bool
    passed: bool
    unproved: bool
    provisional: bool


def duty_traits(duty: Duty, as_of: date) -> DutyTraits:
    """Return what a duty adds to the counts of a day.

    In time (按期办结) are counted those whose due date has ``passed``; accepted waivers and what
    waits for a condition are left out.
    """
    reported = bool(duty.records)
    accepted = reported and duty.accepted_waiver
    waiting = duty.status is WAITING
    return DutyTraits(
        status=duty.status,
        begun=duty.begun,
        accepted=accepted,
        verified=reported and duty.verified,
        late=duty.overdue,
        late_done=duty.late_days > 0,
        passed=duty.due is not None and duty.due < as_of and not (accepted or waiting),
        unproved=reported and duty.unproved,
        provisional=duty.overdue and duty.provisional,
    )


def sum_duties(counts: Mapping[DutyTraits, int]) -> DutyCounts:
    """Return the counts of duties from how many have the same traits.

    What was settled before its period began counts once it begins.
    """
    owed = {traits: number for traits, number in counts.items() if traits.begun}
    by_status = dict.fromkeys(Status, 0)
    for traits, number in owed.items():
        by_status[traits.status] += number
    in_time = sum(
        number
        for traits, number in owed.items()
        if traits.passed and traits.status is DONE and not traits.late_done
    )
    return DutyCounts(
        all=sum(counts.values()),
        by_status=by_status,
        accepted=sum(number * traits.accepted for traits, number in owed.items()),
        verified=sum(number * traits.verified for traits, number in owed.items()),
        late=sum(number * traits.late for traits, number in owed.items()),
        late_done=sum(number * traits.late_done for traits, number in owed.items()),
        in_time=Ratio(in_time, sum(number * traits.passed for traits, number in owed.items())),
        unproved=sum(number * traits.unproved for traits, number in counts.items()),
        late_provisional=sum(number * traits.provisional for traits, number in owed.items()),
    )


class TaskCounts(Compared):
    """Counts of tasks, each under one status; those that were cancelled are counted apart.

    ``accepted`` of the waived ones were accepted by the office; ``idle`` are those on which
    nothing is owed yet. ``late`` tasks are overdue with ``late_duties``; ``late_below`` are late
    in a unit that implements only, with ``late_below_duties``. ``late_done`` are done and were
    late.
    """

    by_status: dict[Status, int]
    accepted: int
    idle: int
    cancelled: int
    late: int
    late_duties: int
    late_below: int
    late_below_duties: int
    late_done: int

    @property
    def all(self) -> int:
        """Every task that was not cancelled."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        """The done ones alone (已完成)."""
        return self.by_status[DONE]

    @property
    def waived(self) -> int:
        """Those that do not apply (不涉及), accepted or not."""
        return self.by_status[WAIVED]

    @property
    def open(self) -> int:
        """Those that are neither done nor waived (未完成)."""
        return self.all - self.done - self.waived

    @property
    def completion(self) -> Ratio:
        """完成率: the done ones, accepted waivers and what is not owed yet left out."""
        return Ratio(self.done, self.all - self.accepted - self.idle)

    @property
    def rate(self) -> float | None:
        """完成率 in percent; None where nothing counts."""
        return self.completion.rate


class TaskTraits(NamedTuple):
    """What one task adds to ``TaskCounts``; tasks with the same traits are counted together."""

    status: Status
    accepted: bool
    idle: bool
    cancelled: bool
    late: bool
    late_duties: int
    late_below: bool
    late_done: bool


def traits_of(standing: Standing) -> TaskTraits:
    """Return what a task adds to the counts."""
    late_duties = standing.late_duties
    return TaskTraits(
        standing.status,
        standing.accepted_waiver,
        standing.is_idle,
        standing.is_cancelled,
        standing.overdue,
        late_duties,
        late_duties > 0 and not standing.overdue,
        standing.status is DONE and standing.late_days > 0,
    )


Together = tuple[Standing, int]
"""The first of some tasks that are alike, and how many there are."""


def together(standings: Iterable[Standing]) -> list[Together]:
    """Return tasks that are alike together: what is counted of one of them holds for all.

    Most tasks of a large plan have no record, and differ in nothing but what they state.
    """
    first: dict[int | str, Standing] = {}
    numbers: Counter[int | str] = Counter()
    for standing in standings:
        kind = standing.kind
        first.setdefault(kind, standing)
        numbers[kind] += 1
    return list(zip(first.values(), numbers.values(), strict=True))


def count_traits(standings: Iterable[Together]) -> Counter[TaskTraits]:
    """Return how many tasks have the same traits."""
    counts: Counter[TaskTraits] = Counter()
    for standing, number in standings:
        counts[traits_of(standing)] += number
    return counts


def count_duty_traits(standings: Iterable[Together], as_of: date) -> Counter[DutyTraits]:
    """Return how many duties have the same traits."""
    counts: Counter[DutyTraits] = Counter()
    for standing, number in standings:
        for duty in standing.duties:
            counts[duty_traits(duty, as_of)] += number
    return counts


def count_tasks(standings: Iterable[Standing]) -> TaskCounts:
    """Count tasks by status."""
    return sum_traits(count_traits(together(standings)))


def sum_traits(counts: Mapping[TaskTraits, int]) -> TaskCounts:
    """Return the counts of tasks from the number of tasks with the same traits."""
    by_status = dict.fromkeys(Status, 0)
    cancelled = sum(number for traits, number in counts.items() if traits.cancelled)
    owed = {traits: number for traits, number in counts.items() if not traits.cancelled}
    for traits, number in owed.items():
        by_status[traits.status] += number
    return TaskCounts(
        by_status=by_status,
        accepted=sum(number * traits.accepted for traits, number in owed.items()),
        idle=sum(number * traits.idle for traits, number in owed.items()),
        cancelled=cancelled,
        late=sum(number * traits.late for traits, number in owed.items()),
        late_duties=sum(n * traits.late * traits.late_duties for traits, n in owed.items()),
        late_below=sum(number * traits.late_below for traits, number in owed.items()),
        late_below_duties=sum(
            n * traits.late_below * traits.late_duties for traits, n in owed.items()
        ),
        late_done=sum(number * traits.late_done for traits, number in owed.items()),
    )


class Backfilled(Compared):
    """The entries up to a date that were entered after it (补录): they count all the same."""

    records: int = 0
    withdrawals: int = 0
    reviews: int = 0
    extensions: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.records + self.withdrawals + self.reviews + self.extensions


def count_backfilled(
    entries: Iterable[Entry], as_of: date, units: tuple[str, ...] = ()
) -> Backfilled:
    """Count the entries dated up to ``as_of`` and entered later; with units, about these alone."""
    kinds = Counter(
        type(entry)
        for entry in entries
        if entry.entered
        and entry.date <= as_of < entry.entered
        and (not units or entry.unit in units)
    )
    return Backfilled(kinds[Record], kinds[Withdrawal], kinds[Review], kinds[Extension])
