"""Laws of every plan, checked on small random ones with records, reviews and extensions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain.assess import Assessment
from gkplan.domain.counts import DutyCounts, TaskCounts, count_tasks
from gkplan.domain.duty import Duty
from gkplan.domain.fields import Span
from gkplan.domain.history import Point, trend
from gkplan.domain.model import (
    Cancellation,
    Collective,
    Extension,
    Group,
    Head,
    Ledger,
    Plan,
    Reassignment,
    Record,
    Registry,
    Review,
    Task,
    Unit,
    Withdrawal,
)
from gkplan.domain.overview import Overview, overview
from gkplan.domain.owners import ever_responsible, responsible
from gkplan.domain.reviews import digest
from gkplan.domain.schedule import Schedule
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Checked, Status, UnitKind, Verdict, Withdrawn

LAWS = examples(30)

ONCE, MONTHLY, QUARTERLY, HALFYEARLY, YEARLY, EVENT, ONGOING = Cadence
HEAD = Head(title="小方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
SCHEDULE = Schedule(HEAD)
REGISTRY = Registry(
    units=(
        Unit("甲局"),
        Unit("乙局"),
        Unit("丙委", kind=UnitKind.PARTY),
        Unit("丁镇", kind=UnitKind.TOWN),
        Unit("戊公司", kind=UnitKind.ENTERPRISE),
    ),
    collectives=(
        Collective("各部门", kinds=(UnitKind.PARTY, UnitKind.GOVERNMENT)),
        Collective("各镇", members=("丁镇",)),
    ),
)
E = TypeVar("E", Record, Review, Extension, Withdrawal)
UNITS = [unit.name for unit in REGISTRY.units]
EVENTS = (date(2017, 8, 3), date(2017, 9, 29))
LAST = date(2018, 3, 31)
TURNS = [
    HEAD.issued,
    date(2017, 9, 28),
    date(2017, 9, 29),
    date(2017, 10, 1),
    date(2017, 11, 3),
    date(2017, 11, 4),
    HEAD.ends,
    date(2018, 1, 1),
    date(2018, 1, 30),
]
DAYS = st.sampled_from(TURNS) | st.dates(HEAD.issued, date(2018, 2, 28))
"""Return days from the issue on, more often those on which something begins or falls due."""


class About(NamedTuple):
    """What an entry can be about: a task, a unit that owes it, and a period or an event's day."""

    task: Task
    unit: str
    period: str
    event: date | None

    @property
    def keys(self) -> dict[str, object]:
        """Return the keys of an entry that name it."""
        return {
            "task": self.task.id,
            "unit": self.unit,
            "period": self.period,
            "event": self.event,
        }


class History(NamedTuple):
    """A ledger, a day to assess it, and everything that its entries could be about."""

    ledger: Ledger
    as_of: date
    abouts: list[About]


def tasks(number: int) -> st.SearchStrategy[Task]:
    """Return tasks of every cadence, led and implemented by bodies of all sorts, some awaiting.

    Some are handed to others in mid-year, some cancelled.
    """
    cadences = st.sampled_from(
        [
            ((ONCE,), None),
            ((MONTHLY,), None),
            ((QUARTERLY, YEARLY), None),
            ((HALFYEARLY, ONGOING), None),
            ((ONGOING,), None),
            ((EVENT,), None),
            ((EVENT,), Span(10, workdays=True)),
            ((EVENT, ONCE), Span(30, workdays=False)),
            ((EVENT, QUARTERLY), Span(10, workdays=True)),
        ]
    )
    return st.builds(
        lambda rhythm, lead, implement, awaits, due, changes, cancelled: Task(
            id=f"{number % 2 + 1}.{number}",
            text="事项。",
            lead=tuple(lead.split()),
            implement=tuple(implement.split()),
            support=("戊公司",),
            cadence=rhythm[0],
            within=rhythm[1],
            awaits=awaits,
            due=due if ONCE in rhythm[0] else None,
            changes=changes,
            cancelled=cancelled,
        ),
        cadences,
        st.sampled_from(["甲局", "甲局 乙局", "各部门", ""]),
        st.sampled_from(["丁镇", "各部门 各镇", "戊公司"]),
        st.sampled_from(["", "", "文件"]),
        st.sampled_from([None, date(2017, 9, 28)]),
        st.just(()) | st.builds(lambda *given: (changed(*given),), DAYS, st.sampled_from(HANDED)),
        st.none() | st.none() | st.builds(lambda day: Cancellation(date=day, basis="纪要"), DAYS),
    )


HANDED = [("乙局", ""), ("甲局 乙局", "丁镇"), ("", "各部门"), ("丙委", "甲局")]
"""Whom tasks are handed to: leads and implementers."""


def changed(day: date, units: tuple[str, str]) -> Reassignment:
    """Return a change of a task's division."""
    lead, implement = units
    return Reassignment(
        date=day, basis="纪要", lead=tuple(lead.split()), implement=tuple(implement.split())
    )


def abouts_of(task: Task) -> list[About]:
    """Return everything that the units of a task may report on."""
    periods = [period.name for period in SCHEDULE.periods(task)]
    whole = [""] if SCHEDULE.has_aperiodic(task) else []
    occasions: list[tuple[str, date | None]] = [(name, None) for name in (*periods, *whole)]
    occasions += [("", day) for day in EVENTS if task.within]
    return [
        About(task, unit, *occasion)
        for unit in ever_responsible(REGISTRY, task)
        for occasion in occasions
    ]


def records(abouts: Sequence[About], days: st.SearchStrategy[date]) -> st.SearchStrategy[Record]:
    """Return records as the loader gives them; none names a future event."""
    return st.builds(
        lambda about, status, day, evidence, later: Record(
            **about.keys,
            status=status,
            date=max(day, about.event or day),
            entered=max(day, about.event or day) + timedelta(days=later) if later else None,
            evidence=evidence,
        ),
        st.sampled_from(abouts),
        st.sampled_from(Status),
        days,
        st.sampled_from([(), ("a.pdf",)]),
        st.sampled_from([0, 0, 1, 20, 40]),
    )


def withdrawals(reported: Sequence[Record]) -> st.SearchStrategy[Withdrawal]:
    """Return withdrawals of records, also several of one."""
    return st.builds(
        lambda record, after: Withdrawal(
            task=record.task,
            unit=record.unit,
            period=record.period,
            event=record.event,
            status=Withdrawn.WITHDRAWN,
            date=record.date + timedelta(days=after),
            record=record.date,
            digest=digest(record),
        ),
        st.sampled_from(reported),
        st.integers(0, 40),
    )


def reviews(reported: Sequence[Record]) -> st.SearchStrategy[Review]:
    """Return reviews of records: as they are, as they were before a change, or without a digest."""
    return st.builds(
        lambda record, verdict, after, mark, limit: Review(
            task=record.task,
            unit=record.unit,
            period=record.period,
            event=record.event,
            verdict=verdict,
            date=record.date + timedelta(days=after),
            record=record.date,
            digest={"same": digest(record), "altered": "0" * 12, "none": ""}[mark],
            correct_by=record.date + timedelta(days=after + limit)
            if limit and verdict is Verdict.RETURN
            else None,
        ),
        st.sampled_from(reported),
        st.sampled_from(Verdict),
        st.integers(0, 40),
        st.sampled_from(["same", "same", "altered", "none"]),
        st.sampled_from([0, 1, 10, 40]),
    )


def extensions(
    abouts: Sequence[About], days: st.SearchStrategy[date]
) -> st.SearchStrategy[Extension]:
    """Return extensions, some of duties without a due date."""
    return st.builds(
        lambda about, day, to: Extension(
            **about.keys,
            to=to,
            date=max(day, about.event or day),
            reason="材料未齐",
            approved_by="区府办",
        ),
        st.sampled_from(abouts),
        days,
        st.dates(date(2017, 9, 1), date(2018, 6, 30)),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a plan of up to four tasks in two groups, with entries about it."""
    every = [draw(tasks(number)) for number in range(draw(st.integers(1, 4)))]
    groups = [
        Group(number, "一二"[number - 1], f"第{number}组", part)
        for number in (1, 2)
        if (part := tuple(task for task in every if task.id.startswith(f"{number}.")))
    ]
    abouts = [about for task in every for about in abouts_of(task)]
    reported = draw(st.lists(records(abouts, DAYS), max_size=12))
    ledger = Ledger(
        Plan(HEAD, tuple(groups)),
        REGISTRY,
        journals(reported),
        reviews=tuple(draw(st.lists(reviews(reported), max_size=4)) if reported else ()),
        extensions=tuple(draw(st.lists(extensions(abouts, DAYS), max_size=3))),
        withdrawals=tuple(draw(st.lists(withdrawals(reported), max_size=3)) if reported else ()),
    )
    return History(ledger, draw(DAYS), abouts)


def journals(reported: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Put records into their units' journals."""
    every = tuple(reported)
    units = dict.fromkeys(record.unit for record in every)
    return {unit: tuple(record for record in every if record.unit == unit) for unit in units}


def written(ledger: Ledger) -> list[Record]:
    """Return every record of a ledger."""
    return [record for journal in ledger.records.values() for record in journal]


def with_records(ledger: Ledger, *new: Record) -> Ledger:
    """Return the ledger after some records were appended."""
    return replace(ledger, records=journals([*written(ledger), *new]))


def newest_first(entries: Iterable[E]) -> tuple[E, ...]:
    """Reverse the entries of a file; those of one day keep their order."""
    return tuple(sorted(entries, key=lambda entry: entry.date, reverse=True))


def standings(ledger: Ledger, day: date) -> list[Standing]:
    """Return the state of every task on a day."""
    assessment = Assessment(ledger, day)
    return [assessment.standing(group, task) for group, task in ledger.plan]


def duties(ledger: Ledger, day: date) -> list[Duty]:
    """Return the state of every duty on a day."""
    return [duty for standing in standings(ledger, day) for duty in standing.duties]


def constant(history: History) -> History:
    """Return the history of the same plan whose tasks nobody hands on or cancels."""
    groups = (
        replace(
            group, tasks=tuple(replace(task, changes=(), cancelled=None) for task in group.tasks)
        )
        for group in history.ledger.plan.groups
    )
    plan = replace(history.ledger.plan, groups=tuple(groups))
    owners = {task.id: responsible(REGISTRY, task) for _, task in plan}
    abouts = [about for about in history.abouts if about.unit in owners[about.task.id]]
    return History(replace(history.ledger, plan=plan), history.as_of, abouts)


def named(duty: Duty) -> tuple[str, str, str]:
    """Return the keys of a duty, whatever its state."""
    return duty.unit, duty.task, duty.period.name


def late(ledger: Ledger, day: date) -> set[tuple[str, ...]]:
    """Return the duties and the tasks that are overdue."""
    tasks = {(standing.task.id,) for standing in standings(ledger, day) if standing.overdue}
    return tasks | {named(duty) for duty in duties(ledger, day) if duty.overdue}


@LAWS
@given(histories())
def test_nothing_later_than_the_day_is_looked_at(history: History) -> None:
    ledger, day, _ = history
    known = replace(
        ledger,
        records=journals(record for record in written(ledger) if record.date <= day),
        reviews=tuple(entry for entry in ledger.reviews if entry.date <= day),
        extensions=tuple(entry for entry in ledger.extensions if entry.date <= day),
        withdrawals=tuple(entry for entry in ledger.withdrawals if entry.date <= day),
        plan=until(ledger.plan, day),
    )
    assert results(ledger, day) == results(known, day)
    assert figures(ledger, day) == figures(known, day)


def until(plan: Plan, day: date) -> Plan:
    """Return a plan without the changes and cancellations after a day."""
    groups = (
        replace(
            group,
            tasks=tuple(
                replace(task, changes=task.changes_until(day), cancelled=task.cancellation(day))
                for task in group.tasks
            ),
        )
        for group in plan.groups
    )
    return replace(plan, groups=tuple(groups))


def results(ledger: Ledger, day: date) -> list[Standing]:
    """Return the state of every task on a day, whatever objects hold the plan."""
    nothing: dict[str, Any] = {"group": None, "task": None, "cancellation": None, "touched": None}
    return [standing._replace(**nothing) for standing in states(standings(ledger, day))]


def states(found: Iterable[Standing]) -> list[Standing]:
    """Return standings without what only says which of them were computed together."""
    return [standing._replace(alike=None) for standing in found]


def looked_back(now: Assessment, standing: Standing, day: date) -> Standing:
    """Return an earlier standing; without any entry, with the names of the task asked for."""
    found, task = now.earlier(standing, day), standing.task
    about = {(entry.task, entry.unit) for entry in now.ledger.entries()}
    if any((task.id, unit) in about for unit in standing.owners):
        return found
    following = found.next_duty and found.next_duty._replace(task=task.id)
    duties = tuple(duty._replace(task=task.id) for duty in found.duties)
    return found._replace(
        group=standing.group,
        task=task,
        duties=duties,
        next_duty=following,
        share_of=standing.share_of,
    )


def figures(ledger: Ledger, day: date) -> Overview:
    """Return the figures of a plan on a day, whatever objects hold the plan."""
    found = overview(Assessment(ledger, day))
    nothing: dict[str, Any] = {"group": None}
    return replace(found, groups=[replace(line, **nothing) for line in found.groups])


@LAWS
@given(histories(), DAYS)
def test_looking_back_finds_what_was_seen_on_that_day(history: History, earlier: date) -> None:
    ledger, day, _ = history
    then = min(earlier, day)
    now = Assessment(ledger, day)
    seen = [looked_back(now, standing, then) for standing in standings(ledger, day)]
    assert states(seen) == states(standings(ledger, then))
    for unit in UNITS:
        share = [now.standing(group, task, (unit,)) for group, task in ledger.plan]
        then_own = Assessment(ledger, then)
        assert states(looked_back(now, duty, then) for duty in share) == states(
            then_own.standing(group, task, (unit,)) for group, task in ledger.plan
        )


@LAWS
@given(histories())
def test_a_duty_has_not_changed_since_the_day_its_state_began(history: History) -> None:
    ledger, day, _ = constant(history)
    ledger = replace(ledger, withdrawals=())
    for duty in duties(ledger, day):
        if duty.since > date.min:
            assert duty in duties(ledger, duty.since)
            assert duty not in duties(ledger, duty.since - timedelta(days=1))


@LAWS
@given(histories())
def test_the_trend_is_the_figures_of_each_of_its_days(history: History) -> None:
    ledger, day, _ = history
    for units in ((), *((unit,) for unit in UNITS), tuple(UNITS[:2])):
        points = list(trend(ledger, MONTHLY, HEAD.issued, day, units))
        assert points == [Point(point.day, tasks_of(ledger, point.day, units)) for point in points]


def tasks_of(ledger: Ledger, day: date, units: tuple[str, ...]) -> TaskCounts:
    """Return the figures of a plan, or of the tasks on which some units owe something."""
    assessment = Assessment(ledger, day)
    every = [assessment.standing(group, task, units) for group, task in ledger.plan]
    return count_tasks(task for task in every if not units or set(units) & set(task.owners))


@LAWS
@given(histories())
def test_the_order_of_a_file_matters_only_within_a_day(history: History) -> None:
    ledger, day, _ = history

    turned = replace(
        ledger,
        records={unit: newest_first(journal) for unit, journal in ledger.records.items()},
        reviews=newest_first(ledger.reviews),
        extensions=newest_first(ledger.extensions),
        withdrawals=newest_first(ledger.withdrawals),
    )
    assert standings(turned, day) == standings(ledger, day)


@LAWS
@given(histories(), st.data())
def test_entries_about_one_unit_never_change_the_duties_of_another(
    history: History, data: st.DataObject
) -> None:
    ledger, day, abouts = constant(history)
    record = data.draw(records(abouts, DAYS))
    review = data.draw(reviews([record]))
    extension = data.draw(
        extensions([about for about in abouts if about.unit == record.unit], DAYS)
    )
    more = replace(
        with_records(ledger, record),
        reviews=(*ledger.reviews, review),
        extensions=(*ledger.extensions, extension),
    )

    def others(of: Ledger) -> list[Duty]:
        return [duty for duty in duties(of, day) if duty.unit != record.unit]

    assert others(more) == others(ledger)


@LAWS
@given(histories(), st.data())
def test_entries_about_one_duty_never_change_another(history: History, data: st.DataObject) -> None:
    ledger, day, abouts = constant(history)
    record = data.draw(records(abouts, DAYS))
    about = (record.unit, record.task, record.occasion)

    def others(of: Ledger) -> list[Duty]:
        """Return all duties but this one and the one that events replace."""
        own = {about, (record.unit, record.task, "")} if record.event else {about}
        return [duty for duty in duties(of, day) if named(duty) not in own]

    assert others(with_records(ledger, record)) == others(ledger)


@LAWS
@given(histories(), st.data())
def test_a_later_done_never_makes_anything_late(history: History, data: st.DataObject) -> None:
    ledger, day, abouts = constant(history)
    known = [about for about in abouts if (about.event or day) <= day]
    about = data.draw(st.sampled_from(known))
    done = Record(**about.keys, status=Status.DONE, date=day)  # type: ignore[arg-type]
    assert late(with_records(ledger, done), day) <= late(ledger, day)


@LAWS
@given(histories(), st.data())
def test_an_extension_makes_nothing_late_and_moves_no_other_duty(
    history: History, data: st.DataObject
) -> None:
    ledger, day, _ = constant(history)
    before = duties(ledger, day)
    due = [duty for duty in before if duty.original_due and not duty.done]
    if not due:
        return
    moved = data.draw(st.sampled_from(due))
    later = data.draw(st.integers(1, 120))
    assert moved.due
    event = bool(moved.period.name) and moved.period.first == moved.period.last
    extension = Extension(
        task=moved.task,
        unit=moved.unit,
        period="" if event else moved.period.name,
        event=moved.period.first if event else None,
        to=moved.due + timedelta(days=later),
        date=day,
        reason="材料未齐",
        approved_by="区府办",
    )
    more = replace(ledger, extensions=(*ledger.extensions, extension))
    assert late(more, day) <= late(ledger, day)
    after = dict(zip(map(named, before), duties(more, day), strict=True))
    assert after.pop(named(moved)) == moved._replace(
        due=extension.to,
        overdue=moved.overdue and extension.to < day,
        extensions=(*moved.extensions, extension),
        correct_by=None,
    )
    assert list(after.values()) == [duty for duty in before if named(duty) != named(moved)]


def counted(some: Iterable[Duty], day: date) -> list[int]:
    """Count duties by the state of each of them, in the order of ``flat``."""
    every = list(some)
    begun = [duty for duty in every if duty.begun]
    waived = [duty for duty in begun if duty.status is Status.WAIVED]
    done = [duty for duty in begun if duty.status is Status.DONE]
    accepted = [duty for duty in waived if duty.checked is Checked.ACCEPTED]
    passed = [duty for duty in begun if duty.due and duty.due < day]
    due = [duty for duty in passed if duty not in accepted and duty.status is not Status.WAITING]
    return [
        len(every),
        *(len([duty for duty in begun if duty.status is status]) for status in Status),
        len(accepted),
        len([duty for duty in done if duty.checked is Checked.ACCEPTED]),
        len([duty for duty in begun if duty.overdue]),
        len([duty for duty in done if duty.late_days]),
        len([duty for duty in due if duty in done and not duty.late_days]),
        len(due),
        len([duty for duty in every if duty.unproved]),
    ]


def flat(counts: DutyCounts) -> list[int]:
    """Return the counts of duties as one list of numbers."""
    return [
        counts.all,
        *counts.by_status.values(),
        counts.accepted,
        counts.verified,
        counts.late,
        counts.late_done,
        *counts.in_time,
        counts.unproved,
    ]


def flat_tasks(counts: TaskCounts) -> list[int]:
    """Return the counts of tasks as one list of numbers."""
    by_status, *others = counts.as_dict().values()
    return [*by_status.values(), *others]


def total(parts: Iterable[Sequence[int]]) -> list[int]:
    """Add figures column by column."""
    return [sum(column) for column in zip(*parts, strict=True)]


@LAWS
@given(histories())
def test_the_figures_of_units_and_of_groups_add_up_to_the_plans(history: History) -> None:
    ledger, day, _ = history
    assessment = Assessment(ledger, day)
    complete = counted(duties(ledger, day), day)
    shares = [
        counted(
            (
                duty
                for group, task in ledger.plan
                for duty in assessment.standing(group, task, (unit,)).duties
                if duty.unit == unit
            ),
            day,
        )
        for unit in UNITS
    ]
    groups = [
        counted(
            (
                duty
                for standing in standings(ledger, day)
                if standing.group is group
                for duty in standing.duties
            ),
            day,
        )
        for group in ledger.plan.groups
    ]
    assert total(shares) == complete
    assert total(groups) == complete


@LAWS
@given(histories())
def test_the_overview_adds_up(history: History) -> None:
    ledger, day, _ = history
    every = standings(ledger, day)
    found = overview(Assessment(ledger, day))
    assert flat(found.duties) == counted((duty for task in every for duty in task.duties), day)
    assert total(flat(line.duties) for line in found.units) == flat(found.duties)
    assert total(flat(line.duties) for line in found.groups) == flat(found.duties)
    assert {line.unit: flat(line.duties) for line in found.units} == {
        unit: counted((duty for duty in duties(ledger, day) if duty.unit == unit), day)
        for unit in UNITS
    }
    assert total(flat_tasks(line.tasks) for line in found.groups) == flat_tasks(found.tasks)
    tasks, owed = found.tasks, found.duties
    assert sum(tasks.by_status.values()) == tasks.all == len(every) - tasks.cancelled
    assert tasks.done + tasks.waived + tasks.open == tasks.all
    assert owed.done + owed.waived + owed.open == owed.owed
    assert tasks.late_duties + tasks.late_below_duties == owed.late


@LAWS
@given(histories())
def test_the_figures_of_a_unit_are_those_of_the_plan_filtered_by_it(history: History) -> None:
    ledger, day, _ = history
    assessment = Assessment(ledger, day)
    complete = {line.unit: line for line in overview(assessment).units}
    for unit in UNITS:
        own = overview(assessment, (unit,))
        (line,) = own.units
        assert flat(line.duties) == flat(own.duties) == flat(complete[unit].duties)
        assert (line.last_report, line.never_reported, line.supports) == (
            complete[unit].last_report,
            complete[unit].never_reported,
            complete[unit].supports,
        )
        assert own.tasks == tasks_of(ledger, day, (unit,))
        assert own.supporting == line.supports


@LAWS
@given(histories())
def test_a_better_rank_is_a_better_rate(history: History) -> None:
    found = overview(Assessment(history.ledger, history.as_of)).units
    ranked = [line for line in found if line.rank]
    nothing_done = not any(line.duties.done for line in found)
    assert [line.unit for line in found if not line.rank] == [
        line.unit for line in found if nothing_done or line.duties.rate is None
    ]
    rates = [line.duties.rate for line in ranked if line.duties.rate is not None]
    assert rates == sorted(rates, reverse=True)
    assert [line.rank for line in ranked] == [1 + rates.index(rate) for rate in rates]


@LAWS
@given(histories())
def test_a_task_whose_every_duty_is_done_is_done_and_owes_nothing(history: History) -> None:
    ledger, day, abouts = constant(history)
    last = [Record(**about.keys, status=Status.DONE, date=LAST) for about in abouts]  # type: ignore[arg-type]
    finished = standings(with_records(ledger, *last), LAST)
    assert {standing.status for standing in finished} == {Status.DONE}
    for standing in (*finished, *standings(ledger, day)):
        if standing.status.settled:
            assert standing.periods.done + standing.periods.waived == standing.periods.begun
            assert standing.units.done == standing.units.all
            assert standing.next_due is None
            assert not standing.overdue


@LAWS
@given(histories())
def test_nothing_is_two_things_that_exclude_each_other(history: History) -> None:
    ledger, day, _ = history
    for duty in duties(ledger, day):
        assert not (duty.overdue and duty.status in (Status.DONE, Status.WAIVED, Status.WAITING))
        assert not (duty.overdue and (duty.due is None or duty.due >= day))
        assert not (duty.returned and duty.status in (Status.DONE, Status.WAIVED, Status.WAITING))
        assert not (duty.silent and (duty.checked or duty.latest))
        assert (duty.due is None) == (duty.original_due is None and duty.correct_by is None)
        assert not (duty.late_days and duty.status is not Status.DONE)
        assert (duty.completed is None) == (duty.status is not Status.DONE)
        assert not (duty.correct_by and not duty.returned)
