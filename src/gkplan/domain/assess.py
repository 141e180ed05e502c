"""How things stand at a date: every duty, and from the duties every task.

Nothing here reads a clock or a file, and no record later than the date is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, TypeVar

from gkplan.domain.model import Entry, Extension, Group, Ledger, Record, Registry, Review, Task
from gkplan.domain.reviews import (
    ReviewState,
    asked_late,
    due_after,
    review_state,
    reviewed_record,
    status_after,
)
from gkplan.domain.schedule import Due, Period, Schedule
from gkplan.domain.vocabulary import Checked, Role, Status, Verdict
from gkplan.domain.workdays import mainland, with_years

_DAY = timedelta(days=1)
_NEVER: tuple[date | None, tuple[int, ...]] = (None, ())
"""The due date of what is never late."""


class Duty(NamedTuple):
    """Task × unit × period, the smallest thing somebody owes (应办事项), as it stands at a date.

    ``records`` are the unit's records about it up to that date, the latest last. ``due`` is the
    date that counts, ``original_due`` the one before any extension; ``unpublished`` are the years
    without a published calendar that the latter was counted through.
    """

    task: str
    unit: str
    role: Role
    period: Period
    due: date | None
    begun: bool
    status: Status
    overdue: bool
    records: tuple[Record, ...]
    original_due: date | None
    extensions: tuple[Extension, ...] = ()
    reviews: tuple[Review, ...] = ()
    look: ReviewState | None = None
    unpublished: tuple[int, ...] = ()

    @property
    def original_provisional(self) -> bool:
        """Whether the due date before any extension rests on an unpublished calendar (暂定)."""
        return bool(self.unpublished)

    @property
    def provisional(self) -> bool:
        """Whether the date that counts is provisional (暂定); one that was granted never is."""
        return bool(self.unpublished) and not self.extensions

    @property
    def due_label(self) -> str:
        """The date that counts, as people see it: ``2027-01-29 暂定``; empty without one."""
        return _dated(self.due, provisional=self.provisional)

    @property
    def original_label(self) -> str:
        """The date before any extension, as people see it; empty without one."""
        return _dated(self.original_due, provisional=self.original_provisional)

    @property
    def checked(self) -> Checked | None:
        """Where the second look at the last record stands; None without a record."""
        return self.look.checked if self.look else None

    @property
    def returned(self) -> bool:
        """Whether the unit was sent back and has to report anew."""
        return self.look is not None and self.look.returned

    @property
    def unreviewed(self) -> bool:
        """Whether the office has yet to look at it: settled or excused unseen, or changed since.

        What was never looked at and is still being worked on waits for no review.
        """
        if self.checked is Checked.UNREVIEWED:
            return self.status.settled or self.status is Status.WAITING
        return self.checked is Checked.OUTDATED

    @property
    def asked_late(self) -> list[Extension]:
        """The extensions asked for only after the due date that counted till then."""
        return asked_late(self.original_due, self.extensions) if self.original_due else []

    @property
    def silent(self) -> bool:
        """Whether it has begun and its unit has not said a word about it (未报).

        Nothing is to be said while the plan itself has it wait for a condition.
        """
        return self.begun and not self.records and self.status is not Status.WAITING

    @property
    def unproved(self) -> bool:
        """Whether it is said to be done and nothing shows it."""
        return self.status is Status.DONE and not self.proved

    @property
    def said(self) -> tuple[Entry, ...]:
        """Everything said of it: records, reviews, extensions."""
        return (*self.records, *self.reviews, *self.extensions)

    @property
    def since(self) -> date:
        """The first day on which it stood as it does: nothing about it has changed from then on."""
        days = [said[-1].date for said in (self.records, self.reviews, self.extensions) if said]
        if self.begun:
            days.append(self.period.first)
        if self.overdue and self.due:
            days.append(self.due + _DAY)
        return max(days, default=date.min)

    @property
    def latest(self) -> Record | None:
        """The record that gives the status; None if there is none yet."""
        return self.records[-1] if self.records else None

    @property
    def proved(self) -> bool:
        """Whether any record shows evidence that was not sent back."""
        if not self.reviews:
            return any(record.evidence for record in self.records)
        sent_back = [
            reviewed_record(self.records, review)
            for review in self.reviews
            if review.verdict is Verdict.RETURN
        ]
        return any(record.evidence for record in self.records if record not in sent_back)


def _dated(day: date | None, *, provisional: bool) -> str:
    return f"{day or ''}{' 暂定' if provisional else ''}"


class Count(NamedTuple):
    """How many of all are settled (done or waived)."""

    done: int
    all: int


class PeriodCount(NamedTuple):
    """How many of a periodic task's periods are settled, have begun, and exist."""

    done: int
    begun: int
    all: int


class Standing(NamedTuple):
    """How one task stands at a date, for the whole plan or for some units."""

    group: Group
    task: Task
    status: Status
    overdue: bool
    periods: PeriodCount
    units: Count
    coverage: Count
    last_report: date | None
    evidence: int
    duties: tuple[Duty, ...]

    @property
    def leading(self) -> tuple[Duty, ...]:
        """The duties that the status comes from: those of the leads, or all without a lead."""
        return _leading(self.duties)

    @property
    def next_due(self) -> date | None:
        """The due date of the first open duty; None where nothing open has one."""
        return self.next_duty.due if self.next_duty else None

    @property
    def next_due_original(self) -> date | None:
        """What ``next_due`` was before it was extended; None if it was not."""
        duty = self.next_duty
        return duty.original_due if duty and duty.extensions else None

    @property
    def next_duty(self) -> Duty | None:
        """The first open duty that has a due date."""
        dated = [duty for duty in self.leading if duty.due and not duty.status.settled]
        return min(dated, key=lambda duty: duty.due or date.max, default=None)

    @property
    def missing(self) -> list[str]:
        """The units that have said nothing about something that has begun (未报)."""
        return list(dict.fromkeys(duty.unit for duty in self.duties if duty.silent))

    @property
    def reported(self) -> list[str]:
        """The units that have said something, and about everything that has begun (已报)."""
        told = {duty.unit for duty in self.duties if duty.records}.difference(self.missing)
        return [unit for unit in self.owners if unit in told]

    @property
    def owners(self) -> list[str]:
        """The units that owe the duties, each once."""
        return list(dict.fromkeys(duty.unit for duty in self.duties))

    def is_owed_by(self, units: tuple[str, ...]) -> bool:
        """Whether any of ``units`` owes something here; true where no unit was asked for."""
        return not units or any(duty.unit in units for duty in self.duties)

    @property
    def done_begun(self) -> int:
        """How many of the periods that have begun are settled, leaving out what is ahead."""
        return _count_periods(duty for duty in self.leading if duty.begun).done

    @property
    def late_below(self) -> bool:
        """Whether the task itself is in time but a unit that implements it is late."""
        return not self.overdue and any(duty.overdue for duty in self.duties)

    @property
    def late_label(self) -> str:
        """Say whether it is late: ``逾期``, ``落实单位逾期`` where only a unit is, or nothing."""
        return "逾期" if self.overdue else "落实单位逾期" if self.late_below else ""

    @property
    def since(self) -> date:
        """The first day from which nothing about any of its duties has changed."""
        return max((duty.since for duty in self.duties), default=date.min)


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
        return _fold(group, task, tuple(duty for share in shares for duty in share))

    def earlier(self, standing: Standing, day: date) -> Standing:
        """The same task, or the same unit's share of it, as it stood on an earlier day.

        What has stood as it does since then is taken as it is.
        """
        task = standing.task
        duties: list[Duty] = []
        for unit, share in groupby(standing.duties, key=lambda duty: duty.unit):
            duties += self._earlier(task, unit, tuple(share), day)
        return _fold(standing.group, task, tuple(duties))

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
        if self.schedule.has_whole(task) and ("" in told or not only_events):
            whole = self.schedule.whole
            yield _Occasion(whole, self.schedule.due(task, whole), told.get("", ()))

    def _duty(self, task: Task, unit: str, role: Role, about: _Occasion, day: date) -> Duty:
        period, due, records = about
        key = (unit, task.id, period.name)
        unsaid = Status.WAITING if task.awaits else Status.TODO
        extensions = _until(day, self._extensions.get(key, ()))
        reviews = _until(day, self._reviews.get(key, ()))
        look = review_state(records, reviews)
        status = status_after(records[-1].status, look) if records else unsaid
        original, unpublished = due or _NEVER
        counting = due_after(original, extensions)
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
            original_due=original,
            extensions=extensions,
            reviews=reviews,
            look=look,
            unpublished=unpublished,
        )


def _fold(group: Group, task: Task, duties: tuple[Duty, ...]) -> Standing:
    """Sum ``duties`` up; the status comes from the leading ones alone."""
    leading = _leading(duties)
    reports = [record for duty in duties for record in duty.records]
    return Standing(
        group=group,
        task=task,
        status=fold_status(leading),
        overdue=any(duty.overdue and duty.begun for duty in leading),
        periods=_count_periods(leading),
        units=_count_units(leading),
        coverage=_count_units(duty for duty in duties if duty.role is Role.IMPLEMENT),
        last_report=max((record.date for record in reports), default=None),
        evidence=sum(len(record.evidence) for record in reports),
        duties=duties,
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


def _leading(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.role is Role.LEAD) or duties


def fold_status(duties: tuple[Duty, ...]) -> Status:
    """The one status that stands for several duties, later periods included."""
    statuses = {duty.status for duty in duties}
    if statuses and all(status.settled for status in statuses):
        return Status.DONE if Status.DONE in statuses else Status.WAIVED
    if any(duty.begun and duty.status is Status.BLOCKED for duty in duties):
        return Status.BLOCKED
    if Status.DOING in statuses or any(
        record.status.claims for duty in duties for record in duty.records
    ):
        return Status.DOING
    return Status.WAITING if Status.WAITING in statuses else Status.TODO


def _count_periods(duties: Iterable[Duty]) -> PeriodCount:
    """Count periods, each settled when every unit has settled it; without any, all are 0."""
    settled: dict[str, bool] = {}
    begun = set()
    for duty in duties:
        name = duty.period.name
        if not name:
            continue
        settled[name] = settled.get(name, True) and duty.status.settled
        if duty.begun:
            begun.add(name)
    return PeriodCount(sum(settled.values()), len(begun), len(settled))


def _count_units(duties: Iterable[Duty]) -> Count:
    """Count units, each settled when all its duties are."""
    settled: dict[str, bool] = {}
    for duty in duties:
        settled[duty.unit] = settled.get(duty.unit, True) and duty.status.settled
    return Count(sum(settled.values()), len(settled))
