"""The assessment of a plan at a date: the standing of every duty, and of every task.

Nothing here reads a clock or a file, and no record later than the date is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, TypeVar

from gkplan.domain.model import Extension, Group, Ledger, Record, Registry, Review, Task
from gkplan.domain.reviews import (
    due_after,
    review_state,
    status_after,
)
from gkplan.domain.schedule import Due, Period, Schedule
from gkplan.domain.standing import Duty, Standing, standing_of
from gkplan.domain.vocabulary import Role, Status
from gkplan.domain.workdays import mainland, with_years

_DAY = timedelta(days=1)


class Concern(NamedTuple):
    """What a task is to one unit: its strongest role, and whether the task names it directly."""

    role: Role
    direct: bool


def responsible(registry: Registry, task: Task) -> dict[str, Role]:
    """The units that owe records on ``task``: its leads, then its implementers that do not lead."""
    units = dict.fromkeys(registry.expand(task.lead), Role.LEAD)
    for unit in registry.expand(task.implement):
        units.setdefault(unit, Role.IMPLEMENT)
    return units


def concern(registry: Registry, task: Task, unit: str) -> Concern | None:
    """What ``task`` is to ``unit``, collectives included; None if it does not concern the unit."""
    strongest = None
    direct = False
    for role, names in task.units.items():
        if not names:
            continue
        named = unit in names
        direct = direct or named
        if strongest is None and (named or unit in registry.expand(names)):
            strongest = role
    return Concern(strongest, direct) if strongest else None


class _Occasion(NamedTuple):
    """One thing that a unit owes on a task: its period, its due date, the unit's records of it."""

    period: Period
    due: Due | None
    records: Sequence[Record]


class Assessment:
    """A ledger looked at on one day; what a unit owes is worked out when it is asked for, once."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        """Index everything that was said, by what it is about, in the order of the days."""
        self.ledger = ledger
        self.as_of = as_of
        self.work = with_years(mainland(), ledger.years)
        self.schedule = Schedule(ledger.plan.head, self.work)
        self._records: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for unit, records in ledger.records.items():
            for record in _by_date(records):
                self._records[unit, record.task].append(record)
        self._reviews: dict[tuple[str, str, str], list[Review]] = defaultdict(list)
        self._extensions: dict[tuple[str, str, str], list[Extension]] = defaultdict(list)
        for review in _by_date(ledger.reviews):
            self._reviews[review.unit, review.task, review.occasion].append(review)
        for extension in _by_date(ledger.extensions):
            self._extensions[extension.unit, extension.task, extension.occasion].append(extension)
        self._shares: dict[tuple[str, str], tuple[Duty, ...]] = {}
        self._owners: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Role]] = {}

    def standing(self, group: Group, task: Task, units: tuple[str, ...] = ()) -> Standing:
        """How ``task`` stands; with ``units`` of which some owe duties, how their shares stand.

        Units that only support have no share of their own and see the complete task.
        """
        owners = self._responsible(task)
        if units and (own := {unit: owners[unit] for unit in owners if unit in units}):
            owners = own
        shares = (self._share(task, owner, role) for owner, role in owners.items())
        return standing_of(group, task, tuple(duty for share in shares for duty in share))

    def earlier(self, standing: Standing, day: date) -> Standing:
        """The same task, or the same unit's share of it, as it stood on an earlier day.

        What has stood as it does since then is taken as it is.
        """
        task = standing.task
        duties: list[Duty] = []
        for unit, share in groupby(standing.duties, key=lambda duty: duty.unit):
            duties += self._earlier(task, unit, tuple(share), day)
        return standing_of(standing.group, task, tuple(duties))

    def _earlier(self, task: Task, unit: str, share: tuple[Duty, ...], day: date) -> Iterable[Duty]:
        same = {duty.period.name: duty for duty in share if duty.since <= day}
        if len(same) == len(share):
            return share
        role = share[0].role
        return (
            same.get(about.period.name) or self._duty(task, unit, role, about, day)
            for about in self._occasions(task, unit, day)
        )

    @cached_property
    def last_change(self) -> date:
        """The last day up to ``as_of`` on which any figure can have changed; the issue at least."""
        plan = self.ledger.plan
        days = {entry.date for entry in self.ledger.entries()}
        dues: set[date | None] = set()
        for task in plan.tasks.values():
            for unit, role in self._responsible(task).items():
                duties = self._share(task, unit, role)
                days.update(duty.period.first for duty in duties)
                dues.update(duty.due for duty in duties)
        days.update(due + _DAY for due in dues if due)
        return max((day for day in days if day <= self.as_of), default=plan.head.issued)

    def _responsible(self, task: Task) -> dict[str, Role]:
        """The units that owe records on ``task``; tasks of the same names have the same."""
        names = (task.lead, task.implement)
        known = self._owners.get(names)
        if known is None:
            known = self._owners[names] = responsible(self.ledger.registry, task)
        return known

    def _share(self, task: Task, unit: str, role: Role) -> tuple[Duty, ...]:
        """What ``unit`` owes on ``task``, as it stands on the day that is looked at."""
        known = self._shares.get((task.id, unit))
        if known is None:
            about = self._occasions(task, unit, self.as_of)
            known = tuple(self._duty(task, unit, role, one, self.as_of) for one in about)
            self._shares[task.id, unit] = known
        return known

    def _occasions(self, task: Task, unit: str, day: date) -> Iterator[_Occasion]:
        """What ``unit`` owes on ``task``: its periods, the events it recorded, or just the task."""
        told: dict[str, list[Record]] = defaultdict(list)
        for record in _until(day, self._records.get((unit, task.id), ())):
            told[record.occasion].append(record)
        for period in self.schedule.periods(task):
            yield _Occasion(period, self.schedule.due(task, period), told.get(period.name, ()))
        events = sorted({records[0].event for records in told.values() if records[0].event})
        for event in events:
            period, due = self.schedule.occurrence(task, event)
            yield _Occasion(period, due, told[period.name])
        only_events = bool(events) and self.schedule.is_started_by_events(task)
        if self.schedule.has_aperiodic(task) and ("" in told or not only_events):
            whole = self.schedule.aperiodic
            yield _Occasion(whole, self.schedule.due(task, whole), told.get("", ()))

    def _duty(self, task: Task, unit: str, role: Role, about: _Occasion, day: date) -> Duty:
        period, due, records = about
        key = (unit, task.id, period.name)
        unsaid = Status.WAITING if task.awaits else Status.TODO
        extensions = _until(day, self._extensions.get(key, ()))
        reviews = _until(day, self._reviews.get(key, ()))
        look = review_state(records, reviews)
        status = status_after(records[-1].status, look) if records else unsaid
        counting = due_after(due, extensions) if due else None
        late = counting is not None and counting < day
        return Duty(
            task=task.id,
            unit=unit,
            role=role,
            period=period,
            due=counting,
            begun=period.first <= day,
            status=status,
            overdue=late and not status.settled and status is not Status.WAITING,
            records=tuple(records),
            original_due=due.day if due else None,
            extensions=extensions,
            reviews=reviews,
            look=look,
            unpublished=due.unpublished if due else (),
        )


E = TypeVar("E", Record, Review, Extension)


def _by_date(entries: Iterable[E]) -> list[E]:
    """Sort entries by date; those of one day stay in the order of the file."""
    return sorted(entries, key=lambda entry: entry.date)


def _until(day: date, entries: Sequence[E]) -> tuple[E, ...]:
    """The entries up to a day, of entries by date."""
    if not entries or entries[-1].date <= day:
        return tuple(entries)
    return tuple(entry for entry in entries if entry.date <= day)
