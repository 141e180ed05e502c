"""Laws of every plan, checked on small random ones with records, reviews and extensions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain.assess import Assessment, responsible
from gkplan.domain.fields import Span
from gkplan.domain.history import Point, trend
from gkplan.domain.model import (
    Collective,
    Extension,
    Group,
    Head,
    Ledger,
    Plan,
    Record,
    Registry,
    Review,
    Task,
    Unit,
)
from gkplan.domain.overview import DutyCounts, TaskCounts, count_tasks, overview
from gkplan.domain.reviews import digest
from gkplan.domain.schedule import Schedule
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Cadence, Status, UnitKind, Verdict
from gkplan.domain.workdays import mainland

LAWS = examples(30)

ONCE, MONTHLY, QUARTERLY, HALFYEARLY, YEARLY, EVENT, ONGOING = Cadence
HEAD = Head(title="小方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
SCHEDULE = Schedule(HEAD, mainland())
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
E = TypeVar("E", Record, Review, Extension)
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
    """Return tasks of every cadence, led and implemented by bodies of all sorts, some awaiting."""
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
        lambda rhythm, lead, implement, awaits, due: Task(
            id=f"{number % 2 + 1}.{number}",
            text="事项。",
            lead=tuple(lead.split()),
            implement=tuple(implement.split()),
            support=("戊公司",),
            cadence=rhythm[0],
            within=rhythm[1],
            awaits=awaits,
            due=due if ONCE in rhythm[0] else None,
        ),
        cadences,
        st.sampled_from(["甲局", "甲局 乙局", "各部门", ""]),
        st.sampled_from(["丁镇", "各部门 各镇", "戊公司"]),
        st.sampled_from(["", "", "文件"]),
        st.sampled_from([None, date(2017, 9, 28)]),
    )


def abouts_of(task: Task) -> list[About]:
    """Return everything that the units of a task may report on."""
    periods = [period.name for period in SCHEDULE.periods(task)]
    whole = [""] if SCHEDULE.has_aperiodic(task) else []
    occasions: list[tuple[str, date | None]] = [(name, None) for name in (*periods, *whole)]
    occasions += [("", day) for day in EVENTS if task.within]
    return [
        About(task, unit, *occasion)
        for unit in responsible(REGISTRY, task)
        for occasion in occasions
    ]


def records(abouts: Sequence[About], days: st.SearchStrategy[date]) -> st.SearchStrategy[Record]:
    """Return records as the loader gives them; none names a future event."""
    return st.builds(
        lambda about, status, day, evidence: Record(
            **about.keys,
            status=status,
            date=max(day, about.event or day),
            evidence=evidence,
        ),
        st.sampled_from(abouts),
        st.sampled_from(Status),
        days,
        st.sampled_from([(), ("a.pdf",)]),
    )


def reviews(reported: Sequence[Record]) -> st.SearchStrategy[Review]:
    """Return reviews of records: as they are, as they were before a change, or without a digest."""
    return st.builds(
        lambda record, verdict, after, mark: Review(
            task=record.task,
            unit=record.unit,
            period=record.period,
            event=record.event,
            verdict=verdict,
            date=record.date + timedelta(days=after),
            record=record.date,
            digest={"same": digest(record), "altered": "0" * 12, "none": ""}[mark],
        ),
        st.sampled_from(reported),
        st.sampled_from(Verdict),
        st.integers(0, 40),
        st.sampled_from(["same", "same", "altered", "none"]),
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
    )
    assert standings(ledger, day) == standings(known, day)
    assert overview(Assessment(ledger, day)) == overview(Assessment(known, day))


@LAWS
@given(histories(), DAYS)
def test_looking_back_finds_what_was_seen_on_that_day(history: History, earlier: date) -> None:
    ledger, day, _ = history
    then = min(earlier, day)
    now = Assessment(ledger, day)
    seen = [now.earlier(standing, then) for standing in standings(ledger, day)]
    assert seen == standings(ledger, then)
    for unit in UNITS:
        share = [now.standing(group, task, (unit,)) for group, task in ledger.plan]
        then_own = Assessment(ledger, then)
        assert [now.earlier(duty, then) for duty in share] == [
            then_own.standing(group, task, (unit,)) for group, task in ledger.plan
        ]


@LAWS
@given(histories())
def test_a_duty_has_not_changed_since_the_day_its_state_began(history: History) -> None:
    ledger, day, _ = history
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
    )
    assert standings(turned, day) == standings(ledger, day)


@LAWS
@given(histories(), st.data())
def test_entries_about_one_unit_never_change_the_duties_of_another(
    history: History, data: st.DataObject
) -> None:
    ledger, day, abouts = history
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
    ledger, day, abouts = history
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
    ledger, day, abouts = history
    known = [about for about in abouts if (about.event or day) <= day]
    about = data.draw(st.sampled_from(known))
    done = Record(**about.keys, status=Status.DONE, date=day)  # type: ignore[arg-type]
    assert late(with_records(ledger, done), day) <= late(ledger, day)


@LAWS
@given(histories(), st.data())
def test_an_extension_makes_nothing_late_and_moves_no_other_duty(
    history: History, data: st.DataObject
) -> None:
    ledger, day, _ = history
    before = duties(ledger, day)
    due = [duty for duty in before if duty.due]
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
    )
    assert list(after.values()) == [duty for duty in before if named(duty) != named(moved)]


def counted(some: Iterable[Duty]) -> DutyCounts:
    """Count duties by the state of each of them."""
    every = list(some)
    begun = [duty for duty in every if duty.begun]
    return DutyCounts(
        all=len(every),
        owed=len(begun),
        done=len([duty for duty in begun if duty.status in (Status.DONE, Status.WAIVED)]),
        late=len([duty for duty in begun if duty.overdue]),
        unproved=len([duty for duty in begun if duty.unproved]),
    )


def total(parts: Iterable[Sequence[int]]) -> list[int]:
    """Add figures column by column."""
    return [sum(column) for column in zip(*parts, strict=True)]


@LAWS
@given(histories())
def test_the_figures_of_units_and_of_groups_add_up_to_the_plans(history: History) -> None:
    ledger, day, _ = history
    assessment = Assessment(ledger, day)
    whole = counted(duties(ledger, day))
    shares = [
        counted(
            duty
            for group, task in ledger.plan
            if unit in responsible(REGISTRY, task)
            for duty in assessment.standing(group, task, (unit,)).duties
        )
        for unit in UNITS
    ]
    groups = [
        counted(
            duty
            for standing in standings(ledger, day)
            if standing.group is group
            for duty in standing.duties
        )
        for group in ledger.plan.groups
    ]
    assert total(shares) == list(whole)
    assert total(groups) == list(whole)


@LAWS
@given(histories())
def test_the_overview_adds_up(history: History) -> None:
    ledger, day, _ = history
    every = standings(ledger, day)
    found = overview(Assessment(ledger, day))
    assert found.duties == counted(duty for task in every for duty in task.duties)
    assert total(line.duties for line in found.units) == list(found.duties)
    assert total(line.duties for line in found.groups) == list(found.duties)
    assert {line.unit: line.duties for line in found.units} == {
        unit: counted(duty for duty in duties(ledger, day) if duty.unit == unit) for unit in UNITS
    }
    by_status = total(list(line.tasks.by_status.values()) for line in found.groups)
    assert by_status == list(found.tasks.by_status.values())
    assert sum(by_status) == found.tasks.all == found.tasks.done + found.tasks.active == len(every)
    late = [(line.tasks.late, line.tasks.late_below) for line in found.groups]
    assert total(late) == [found.tasks.late, found.tasks.late_below]


@LAWS
@given(histories())
def test_a_better_rank_is_a_better_rate(history: History) -> None:
    found = overview(Assessment(history.ledger, history.as_of)).units
    ranked = [line for line in found if line.rank]
    nothing_settled = not any(line.duties.done for line in found)
    assert [line.unit for line in found if not line.rank] == [
        line.unit for line in found if nothing_settled or not line.duties.owed
    ]
    rates = [line.duties.rate for line in ranked]
    assert rates == sorted(rates, reverse=True)
    assert [line.rank for line in ranked] == [1 + rates.index(rate) for rate in rates]


@LAWS
@given(histories())
def test_a_task_whose_every_duty_is_done_is_done_and_owes_nothing(history: History) -> None:
    ledger, day, abouts = history
    last = [Record(**about.keys, status=Status.DONE, date=LAST) for about in abouts]  # type: ignore[arg-type]
    finished = standings(with_records(ledger, *last), LAST)
    assert {standing.status for standing in finished} == {Status.DONE}
    for standing in (*finished, *standings(ledger, day)):
        if standing.status.settled:
            assert standing.periods.done == standing.periods.all
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
        assert (duty.due is None) == (duty.original_due is None)
