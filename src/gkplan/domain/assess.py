"""The assessment of a plan at a date: the standing of every duty, and of every task.

Nothing here reads a clock or a file, and no record later than the date counts.
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
    """The relation of a task to one unit: its strongest role, and whether it is named directly."""

    role: Role
    direct: bool


def responsible(registry: Registry, task: Task) -> dict[str, Role]:
    """Return the units that owe records on ``task``: leads, then implementers that do not lead."""
    units = dict.fromkeys(registry.expand(task.lead), Role.LEAD)
    for unit in registry.expand(task.implement):
        units.setdefault(unit, Role.IMPLEMENT)
    return units


def concern(registry: Registry, task: Task, unit: str) -> Concern | None:
    """Return the relation of ``task`` to ``unit``, collectives included; None without one."""
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
    """One duty of a unit on a task before it is assessed: period, due date, the unit's records."""

    period: Period
    due: Due | None
    records: Sequence[Record]


class Assessment:
    """The standings of a ledger on one day; each unit's share is computed on demand and cached."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        """Index all entries by the duty that they are about, in the order of their days."""
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
        """Return the standing of ``task``; with ``units``, of the shares of those that owe any.

        Units that only support have no share of their own and get the complete task.
        """
        owners = self._responsible(task)
        if units and (own := {unit: owners[unit] for unit in owners if unit in units}):
            owners = own
        shares = (self._share(task, owner, role) for owner, role in owners.items())
        return standing_of(group, task, tuple(duty for share in shares for duty in share))

    def earlier(self, standing: Standing, day: date) -> Standing:
        """Return the standing of the same task, or of the same unit's share, on an earlier day.

        Duties that have not changed since then are taken over.
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
            same.get(occasion.period.name) or self._duty(task, unit, role, occasion, day)
            for occasion in self._occasions(task, unit, day)
        )

    @cached_property
    def last_change(self) -> date:
        """The last day up to ``as_of`` on which a figure can have changed, or the issue date."""
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
        """Return the units that owe records on ``task``; the same names give the same units."""
        names = (task.lead, task.implement)
        known = self._owners.get(names)
        if known is None:
            known = self._owners[names] = responsible(self.ledger.registry, task)
        return known

    def _share(self, task: Task, unit: str, role: Role) -> tuple[Duty, ...]:
        """Return the duties of ``unit`` on ``task``, assessed on ``as_of``."""
        known = self._shares.get((task.id, unit))
        if known is None:
            occasions = self._occasions(task, unit, self.as_of)
            known = tuple(
                self._duty(task, unit, role, occasion, self.as_of) for occasion in occasions
            )
            self._shares[task.id, unit] = known
        return known

    def _occasions(self, task: Task, unit: str, day: date) -> Iterator[_Occasion]:
        """Yield what ``unit`` owes on ``task``: periods, recorded events, or the task itself."""
        by_occasion: dict[str, list[Record]] = defaultdict(list)
        for record in _until(day, self._records.get((unit, task.id), ())):
            by_occasion[record.occasion].append(record)
        for period in self.schedule.periods(task):
            yield _Occasion(
                period, self.schedule.due(task, period), by_occasion.get(period.name, ())
            )
        events = sorted({records[0].event for records in by_occasion.values() if records[0].event})
        for event in events:
            period, due = self.schedule.occurrence(task, event)
            yield _Occasion(period, due, by_occasion[period.name])
        only_events = bool(events) and self.schedule.is_started_by_events(task)
        if self.schedule.has_aperiodic(task) and ("" in by_occasion or not only_events):
            period = self.schedule.aperiodic
            yield _Occasion(period, self.schedule.due(task, period), by_occasion.get("", ()))

    def _duty(self, task: Task, unit: str, role: Role, occasion: _Occasion, day: date) -> Duty:
        period, due, records = occasion
        key = (unit, task.id, period.name)
        unreported = Status.WAITING if task.awaits else Status.TODO
        extensions = _until(day, self._extensions.get(key, ()))
        reviews = _until(day, self._reviews.get(key, ()))
        state = review_state(records, reviews)
        status = status_after(records[-1].status, state) if records else unreported
        effective = due_after(due, extensions) if due else None
        late = effective is not None and effective < day
        return Duty(
            task=task.id,
            unit=unit,
            role=role,
            period=period,
            due=effective,
            begun=period.first <= day,
            status=status,
            overdue=late and not status.settled and status is not Status.WAITING,
            records=tuple(records),
            original_due=due.day if due else None,
            extensions=extensions,
            reviews=reviews,
            review_state=state,
            unpublished=due.unpublished if due else (),
        )


E = TypeVar("E", Record, Review, Extension)


def _by_date(entries: Iterable[E]) -> list[E]:
    """Return entries by date; those of one day stay in the order of the file."""
    return sorted(entries, key=lambda entry: entry.date)


def _until(day: date, entries: Sequence[E]) -> tuple[E, ...]:
    """Return the entries up to a day, of entries by date."""
    if not entries or entries[-1].date <= day:
        return tuple(entries)
    return tuple(entry for entry in entries if entry.date <= day)
