"""The assessment of a plan at a date: the standing of every duty, and of every task.

Nothing here reads a clock or a file, and no record later than the date counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property, partial
from itertools import groupby
from typing import NamedTuple

from gkplan.domain.duty import Duty
from gkplan.domain.ledger_index import LedgerIndex, until
from gkplan.domain.model import (
    Group,
    Ledger,
    Record,
    Review,
    Task,
    Withdrawal,
)
from gkplan.domain.owners import (
    Divisions,
    Handed,
    Handover,
    Owners,
    ever_responsible,
    holders,
)
from gkplan.domain.reviews import (
    completion,
    due_after,
    due_while_returned,
    in_force,
    lapsed_reviews,
    records_that_prove,
    review_state,
    status_after,
)
from gkplan.domain.schedule import Due, Period, Schedule, schedule_keys
from gkplan.domain.standing import Standing, standing_of
from gkplan.domain.vocabulary import DONE, LEAD, TODO, WAITING, Role, Status

_DAY = timedelta(days=1)


class _Occasion(NamedTuple):
    """One duty of a unit on a task before it is assessed: period, due date, the unit's records."""

    period: Period
    due: Due | None
    records: tuple[Record, ...]
    withdrawn: Sequence[Record] = ()


class _Owed(NamedTuple):
    """What one unit owes, in which role."""

    unit: str
    role: Role
    occasion: _Occasion


class Assessment:
    """The standings of a ledger on one day; each unit's share is computed on demand and cached."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        """Index all entries; nothing is assessed yet."""
        self.ledger = ledger
        self.as_of = as_of
        self.schedule = Schedule(ledger.plan.head, ledger.years)
        self._entries = LedgerIndex(ledger)
        self._standings: dict[tuple[object, ...], Standing] = {}
        self._shares: dict[tuple[object, ...], tuple[Duty, ...]] = {}
        self.divisions = Divisions(ledger.plan, ledger.registry)

    def standing(self, group: Group, task: Task, units: tuple[str, ...] = ()) -> Standing:
        """Return the standing of ``task``; with ``units``, of the shares of those that owe any.

        Units that only support have no share of their own and get the complete task.
        """
        if task.changes or task.cancelled:
            return self._changed_standing(group, task, units, self.as_of)
        owners = self.divisions.responsible(task)
        share_of: tuple[str, ...] = ()
        if units and (own := {unit: owners[unit] for unit in owners if unit in units}):
            owners, share_of = own, units
        if self._is_touched(task, owners):
            return self._assessed(group, task, owners, share_of, self.as_of)
        alike = self._alike(group, task, owners, share_of, self.as_of)
        duties = tuple([Duty(task.id, *duty[1:]) for duty in alike.duties])
        following = alike.next_duty and Duty(task.id, *alike.next_duty[1:])
        return alike._replace(
            group=group,
            task=task,
            duties=duties,
            next_duty=following,
            share_of=share_of,
            alike=alike,
        )

    def _is_touched(self, task: Task, owners: Iterable[str]) -> bool:
        """Whether there is any entry about the shares of some owners of a task."""
        touched = self._entries.is_touched
        return touched(task.id) and any(touched(task.id, unit) for unit in owners)

    def _assessed(
        self, group: Group, task: Task, owners: Owners, share_of: tuple[str, ...], day: date
    ) -> Standing:
        shares = (self._share(task, owner, role, day) for owner, role in owners.items())
        duties = tuple(duty for share in shares for duty in share)
        return standing_of(
            group,
            task,
            duties,
            owners=tuple(owners),
            share_of=share_of,
            touched=self._entries.last_withdrawal(task.id, owners, day),
            led=LEAD in owners.values(),
        )

    def _alike(
        self, group: Group, task: Task, owners: Owners, share_of: tuple[str, ...], day: date
    ) -> Standing:
        """Return the standing of the first task that a task without any entry is like."""
        kind = (*schedule_keys(task), tuple(owners.items()), day)
        known = self._standings.get(kind)
        if known is None:
            known = self._standings[kind] = self._assessed(group, task, owners, share_of, day)
        return known

    def earlier(self, standing: Standing, day: date) -> Standing:
        """Return a standing that counts as the same task, or the same unit's share, did on a day.

        It is that of the task itself, with the duties that have not changed since then; where there
        is no entry, it may be that of another task with the same owners and dates.
        """
        task, group = standing.task, standing.group
        if task.changes or task.cancelled:
            if standing.since <= day:
                return standing
            return self._changed_standing(group, task, standing.share_of, day)
        owners = self.divisions.responsible(task)
        if not self._is_touched(task, standing.owners):
            own = {unit: owners[unit] for unit in standing.owners}
            return self._alike(group, task, own, standing.share_of, day)
        if standing.since <= day:
            return standing
        duties: list[Duty] = []
        shares = {
            unit: tuple(share)
            for unit, share in groupby(standing.duties, key=lambda duty: duty.unit)
        }
        for unit in standing.owners:
            duties += self._earlier(task, unit, owners[unit], shares.get(unit, ()), day)
        return standing_of(
            group,
            task,
            tuple(duties),
            owners=standing.owners,
            share_of=standing.share_of,
            touched=self._entries.last_withdrawal(task.id, standing.owners, day),
            led=standing.led,
        )

    def _earlier(
        self, task: Task, unit: str, role: Role, share: tuple[Duty, ...], day: date
    ) -> Iterable[Duty]:
        if not self._entries.is_touched(task.id, unit):
            return self._share(task, unit, role, day)
        if self._entries.withdrawals(task.id, unit, date.max):
            share = ()
        same = {duty.period.name: duty for duty in share if duty.since <= day}
        if share and len(same) == len(share):
            return share
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
        for group, task in plan:
            days.update(change.date for change in task.changes)
            days.update({task.cancelled.date} if task.cancelled else ())
            owners = self.divisions.responsible(task)
            if task.changes or task.cancelled or self._is_touched(task, owners):
                duties = self.standing(group, task).duties
            else:
                duties = self._alike(group, task, owners, (), self.as_of).duties
            days.update(duty.period.first for duty in duties)
            dues.update(duty.due for duty in duties)
        days.update(due + _DAY for due in dues if due)
        return max((day for day in days if day <= self.as_of), default=plan.head.issued)

    def _share(self, task: Task, unit: str, role: Role, day: date) -> tuple[Duty, ...]:
        """Return the duties of ``unit`` on ``task``.

        Those of units without any entry are assessed once for all that differ only in names.
        """
        touched = self._entries.is_touched(task.id, unit)
        key = (task.id, unit, day) if touched else (*schedule_keys(task), day)
        known = self._shares.get(key)
        if known is None:
            occasions = self._occasions(task, unit, day)
            known = tuple(self._duty(task, unit, role, occasion, day) for occasion in occasions)
            self._shares[key] = known
        return known if touched else tuple(Duty(task.id, unit, role, *duty[3:]) for duty in known)

    def _occasions(self, task: Task, unit: str, day: date) -> Iterator[_Occasion]:
        """Yield what ``unit`` owes on ``task``: periods, recorded events, or the task itself."""
        by_occasion = self._entries.records(task.id, unit, day)
        withdrawn = self._withdraw(by_occasion, task, unit, day)
        for period in self.schedule.periods(task):
            yield _Occasion(
                period,
                self.schedule.due(task, period),
                by_occasion.get(period.name, ()),
                withdrawn.get(period.name, ()),
            )
        events = sorted({records[0].event for records in by_occasion.values() if records[0].event})
        for event in events:
            period, due = self.schedule.occurrence(task, event)
            name = period.name
            yield _Occasion(period, due, by_occasion.get(name, ()), withdrawn.get(name, ()))
        idle = self.schedule.is_started_by_events(task)
        if self.schedule.has_aperiodic(task) and ("" in by_occasion or not idle):
            period = self.schedule.aperiodic
            due = self.schedule.due(task, period)
            yield _Occasion(period, due, by_occasion.get("", ()), withdrawn.get("", ()))

    def _withdraw(
        self, by_occasion: dict[str, tuple[Record, ...]], task: Task, unit: str, day: date
    ) -> dict[str, list[Record]]:
        """Take the records that were withdrawn by ``day`` out of their occasions; return them."""
        withdrawn: dict[str, list[Record]] = {}
        by_name: dict[str, list[Withdrawal]] = {}
        for withdrawal in self._entries.withdrawals(task.id, unit, day):
            by_name.setdefault(withdrawal.occasion, []).append(withdrawal)
        for name, withdrawals in by_name.items():
            every = by_occasion.pop(name, ())
            kept = in_force(every, withdrawals)
            if kept:
                by_occasion[name] = tuple(kept)
            withdrawn[name] = [record for record in every if record not in kept]
        return withdrawn

    def _changed_standing(
        self, group: Group, task: Task, units: tuple[str, ...], day: date
    ) -> Standing:
        """Return the standing of a task whose division was changed, or which was cancelled."""
        ever = ever_responsible(self.ledger.registry, task, day)
        known = {unit: self._named_occasions(task, unit, day) for unit in ever}
        owed = self._owed_after_changes(task, day, ever, known)
        now = self.divisions.responsible(task.division(day))
        roles = {one.unit: one.role for one in owed} | now
        owners = {unit: roles[unit] for unit in ever if unit in roles}
        asked = owners.keys() & set(units)
        if asked:
            owners = {unit: role for unit, role in owners.items() if unit in asked}
        cancellation = task.cancellation(day)
        settled = self._settled(task)
        duties: list[Duty] = []
        cancelled: list[Duty] = []
        for unit, role, occasion in owed:
            if unit in owners:
                kept = not cancellation or settled(occasion.period.name, unit, cancellation.date)
                duty = self._duty(task, unit, role, occasion, day)
                (duties if kept else cancelled).append(duty)
        counted = {record for duty in (*duties, *cancelled) for record in duty.records}
        uncounted = (
            record
            for unit, occasions in known.items()
            if not asked or unit in asked
            for occasion in occasions.values()
            for record in occasion.records
            if record not in counted
        )
        led = any(now.get(unit) is LEAD for unit in owners)
        changes = task.changes_until(day)
        if changes and not cancellation:
            led = led and any(duty.role is LEAD for duty in duties)
        days = [change.date for change in changes]
        days += [cancellation.date] if cancellation else []
        days += self._entries.days(task.id, ever)
        return standing_of(
            group,
            task,
            tuple(duties),
            owners=tuple(owners),
            cancelled=tuple(cancelled),
            uncounted=tuple(uncounted),
            cancellation=cancellation,
            share_of=units,
            touched=max((one for one in days if one <= day), default=None),
            led=led,
            changes=changes,
        )

    def _owed_after_changes(
        self,
        task: Task,
        day: date,
        ever: Mapping[str, Role],
        known: Mapping[str, Mapping[str, _Occasion]],
    ) -> list[_Owed]:
        """Return what each unit owes on ``task`` on ``day``, its changes until then considered.

        ``known`` are the occasions of the units that ``ever`` had the task, by their names.
        """
        changes = task.changes_until(day)
        handovers = [
            Handover(
                change.date, self.divisions.responsible(before), self.divisions.responsible(change)
            )
            for before, change in zip((task, *changes), changes, strict=False)
        ]
        idle = self.schedule.is_started_by_events(task)
        every = {name: one for part in known.values() for name, one in part.items()}
        names = sorted(every, key=lambda name: (not name, every[name].period.event or date.min))
        settled = self._settled(task)
        owed = []
        for name in names:
            occasion = every[name]
            opened = occasion.period.event is not None or (idle and not name)
            openers = {unit: ever[unit] for unit, part in known.items() if name in part}
            handed = Handed(
                occasion.due.day if occasion.due else None,
                partial(settled, name) if opened else None,
            )
            owners = openers if opened else self.divisions.responsible(task)
            bare = occasion._replace(records=(), withdrawn=())
            owed += [
                _Owed(unit, role, known[unit].get(name, bare))
                for unit, role in holders(owners, handovers, handed).items()
            ]
        order = list(ever)
        return sorted(owed, key=lambda one: order.index(one.unit))

    def _named_occasions(self, task: Task, unit: str, day: date) -> dict[str, _Occasion]:
        return {one.period.name: one for one in self._occasions(task, unit, day)}

    def _settled(self, task: Task) -> Callable[[str, str, date], bool]:
        """Return a function that says whether a unit had settled a duty by the end of a day.

        It takes the name of the period or event, the unit and the day. Only what is dated up to
        that day counts, withdrawals too.
        """
        occasions = cache(partial(self._named_occasions, task))

        def settled(name: str, unit: str, day: date) -> bool:
            own = occasions(unit, day).get(name)
            return own is not None and self._duty(task, unit, LEAD, own, day).status.settled

        return settled

    def _duty(self, task: Task, unit: str, role: Role, occasion: _Occasion, day: date) -> Duty:
        period, due, records, withdrawn = occasion
        unreported = WAITING if task.awaits else TODO
        extensions = self._entries.extensions(task.id, unit, period.name, day)
        reviews = self._entries.reviews(task.id, unit, period.name, day)
        lapsed: tuple[Review, ...] = ()
        if withdrawn and reviews:
            lapsed = lapsed_reviews(records, withdrawn, reviews)
            reviews = tuple(review for review in reviews if review not in lapsed)
        state = review_state(records, reviews)
        status = status_after(records[-1].status, state) if records else unreported
        effective = due_after(due, extensions) if due else None
        done = None
        if status is DONE:
            done = completion(records, reviews, effective)
            granted = tuple(one for one in extensions if done and one.date <= done.day)
            if due and len(granted) < len(extensions):
                extensions, effective = granted, due_after(due, granted)
                done = completion(records, reviews, effective)
        waited = (
            done is not None
            and done.due is not None
            and done.late_days > 0
            and not extensions
            and _status_on(done.due, records, reviews, unreported) is WAITING
        )
        counted = due_while_returned(effective, state)
        late = counted is not None and counted < day
        proving = records_that_prove(records, reviews)
        return Duty(
            task=task.id,
            unit=unit,
            role=role,
            period=period,
            due=counted,
            begun=period.first <= day,
            status=status,
            overdue=late and not status.settled and status is not WAITING,
            records=records,
            original_due=due.day if due else None,
            evidence_count=sum([len(record.evidence) for record in proving]),
            extensions=extensions,
            reviews=reviews,
            review_state=state,
            unpublished=due.unpublished if due else (),
            correct_by=counted if counted != effective else None,
            completed=done.day if done else None,
            late_days=done.late_days if done and not waited else 0,
            lapsed_reviews=lapsed,
        )


def _status_on(
    day: date, records: Sequence[Record], reviews: Sequence[Review], unreported: Status
) -> Status:
    """Return the status that some records and reviews gave on an earlier day."""
    before = until(day, records)
    state = review_state(before, until(day, reviews))
    return status_after(before[-1].status, state) if before else unreported
