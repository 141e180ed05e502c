"""How duties, tasks and units stand at a date: DESIGN section 3, a table a rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkplan.assess import Assessment, Concern, Count, Duty, PeriodCount, Standing, concern
from gkplan.kinds import Span
from gkplan.model import Collective, Group, Head, Ledger, Plan, Record, Registry, Task, Unit
from gkplan.words import Cadence, Role, Status, UnitKind

ONCE, MONTHLY, QUARTERLY, HALFYEARLY, YEARLY, EVENT, ONGOING = Cadence
HEAD = Head(title="小方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
REGISTRY = Registry(
    units=(
        Unit("甲局"),
        Unit("乙局"),
        Unit("丙委", kind=UnitKind.PARTY),
        Unit("丁镇", kind=UnitKind.TOWN),
    ),
    collectives=(
        Collective("各部门", kinds=(UnitKind.PARTY, UnitKind.GOVERNMENT)),
        Collective("各镇", members=("丁镇",)),
    ),
)


def task(lead: str = "甲局", implement: str = "", support: str = "", **keys: object) -> Task:
    """A task of the plan; names of units are separated by blanks."""
    return Task(
        id="1.1",
        text="事项。",
        lead=tuple(lead.split()),
        implement=tuple(implement.split()),
        support=tuple(support.split()),
        **keys,  # type: ignore[arg-type]
    )


def record(line: str) -> Record:
    """A record written ``UNIT PERIOD STATUS DATE [EVIDENCE]``; a PERIOD may be ``-`` or a day."""
    unit, period, status, day, *evidence = line.split()
    event = date.fromisoformat(period) if len(period) == len("2017-08-03") else None
    return Record(
        task="1.1",
        period="" if event or period == "-" else period,
        event=event,
        status=Status[status.upper()],
        date=date.fromisoformat(day),
        evidence=tuple(evidence),
        unit=unit,
    )


def stand(
    one: Task, as_of: str, *lines: str, unit: str | None = None, head: Head = HEAD
) -> Standing:
    """How a plan of one task stands; the lines of a unit are its journal in the file's order."""
    return assess(one, date.fromisoformat(as_of), [record(line) for line in lines], unit, head)


def assess(
    one: Task, day: date, records: list[Record], unit: str | None = None, head: Head = HEAD
) -> Standing:
    """How a plan of one task stands with these records."""
    journals: dict[str, tuple[Record, ...]] = {}
    for said in records:
        journals[said.unit] = (*journals.get(said.unit, ()), said)
    group = Group(1, "一", "组", (one,))
    ledger = Ledger(Plan(head, (group,)), REGISTRY, journals)
    return Assessment(ledger, day).standing(group, one, unit)


def told(duty: Duty) -> str:
    """One duty as the tables below write it: ``甲局 lead 2017-08 2017-09-28 todo late``."""
    flags = ("" if duty.begun else "unbegun", "late" if duty.overdue else "")
    return " ".join(
        filter(
            None,
            (
                duty.unit,
                duty.role.value,
                duty.period.name or "-",
                str(duty.due or "-"),
                duty.status.value,
                *flags,
            ),
        )
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (task(), ["- 2017-12-31"]),
        (task(due=date(2017, 10, 15)), ["- 2017-10-15"]),
        (
            task(cadence=(MONTHLY,)),
            [
                "2017-08 2017-09-28",
                "2017-09 2017-11-03",
                "2017-10 2017-11-28",
                "2017-11 2017-12-28",
                "2017-12 2018-01-29",
            ],
        ),
        (
            task(cadence=(MONTHLY,), lag=Span(10, workdays=False)),
            [
                "2017-08 2017-09-10",
                "2017-09 2017-10-10",
                "2017-10 2017-11-10",
                "2017-11 2017-12-10",
                "2017-12 2018-01-10",
            ],
        ),
        (task(cadence=(QUARTERLY,)), ["2017Q3 2017-11-03", "2017Q4 2018-01-29"]),
        (task(cadence=(HALFYEARLY,)), ["2017H2 2018-01-29"]),
        (task(cadence=(YEARLY,)), ["2017 2018-01-29"]),
        (
            task(cadence=(YEARLY, QUARTERLY)),
            ["2017Q3 2017-11-03", "2017Q4 2018-01-29", "2017 2018-01-29"],
        ),
        (task(cadence=(EVENT,)), ["- -"]),
        (task(cadence=(ONGOING,)), ["- -"]),
        (task(cadence=(EVENT, YEARLY)), ["2017 2018-01-29", "- -"]),
    ],
)
def test_a_cadence_gives_periods_and_due_dates(one: Task, expected: list[str]) -> None:
    duties = stand(one, "2017-08-03").duties
    assert [f"{duty.period.name or '-'} {duty.due or '-'}" for duty in duties] == expected


def test_the_plans_own_dates_and_lag_count() -> None:
    head = Head("跨年", date(2016, 11, 20), date(2017, 2, 10), lag=Span(3, workdays=False))
    duties = stand(task(cadence=(QUARTERLY,)), "2016-12-31", head=head).duties
    assert [told(duty) for duty in duties] == [
        "甲局 lead 2016Q4 2017-01-03 todo",
        "甲局 lead 2017Q1 2017-04-03 todo unbegun",
    ]
    assert [told(duty) for duty in stand(task(), "2017-02-11", head=head).duties] == [
        "甲局 lead - 2017-02-10 todo late"
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (task("甲局 乙局"), ["甲局 lead", "乙局 lead"]),
        (task("各部门"), ["甲局 lead", "乙局 lead", "丙委 lead"]),
        (task("各镇 各部门"), ["丁镇 lead", "甲局 lead", "乙局 lead", "丙委 lead"]),
        (task("乙局 各部门"), ["乙局 lead", "甲局 lead", "丙委 lead"]),
        (task("丙委", "各部门"), ["丙委 lead", "甲局 implement", "乙局 implement"]),
        (task("各部门", "甲局"), ["甲局 lead", "乙局 lead", "丙委 lead"]),
        (task("", "各镇"), ["丁镇 implement"]),
        (task("甲局", "", "乙局"), ["甲局 lead"]),
    ],
    ids=lambda value: " ".join([*value.lead, *value.implement]) if isinstance(value, Task) else "",
)
def test_a_unit_owes_one_duty_whatever_ways_it_is_named(one: Task, expected: list[str]) -> None:
    duties = stand(one, "2017-08-03").duties
    assert [f"{duty.unit} {duty.role}" for duty in duties] == expected


@pytest.mark.parametrize(
    ("status", "late"),
    [
        ("todo", True),
        ("doing", True),
        ("blocked", True),
        ("waiting", False),
        ("done", False),
        ("waived", False),
    ],
)
def test_a_duty_is_overdue_from_the_day_after_it_is_due(status: str, late: bool) -> None:  # noqa: FBT001
    one = task(due=date(2017, 10, 15))
    said = f"甲局 - {status} 2017-09-01"
    at_due, after = stand(one, "2017-10-15", said), stand(one, "2017-10-16", said)
    assert [at_due.overdue, at_due.duties[0].overdue] == [False, False]
    assert [after.overdue, after.duties[0].overdue] == [late, late]


def test_a_period_begins_on_its_first_day() -> None:
    one = task(cadence=(MONTHLY,))
    before, on = stand(one, "2017-08-31"), stand(one, "2017-09-01")
    assert [duty.begun for duty in before.duties] == [True, False, False, False, False]
    assert [duty.begun for duty in on.duties] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("as_of", "records", "expected"),
    [
        ("2017-09-01", [], "todo"),
        ("2017-09-01", ["甲局 - doing 2017-09-02"], "todo"),
        ("2017-09-02", ["甲局 - doing 2017-09-02"], "doing"),
        ("2017-10-01", ["甲局 - doing 2017-09-02", "甲局 - done 2017-09-03"], "done"),
        ("2017-10-01", ["甲局 - done 2017-09-03", "甲局 - doing 2017-09-02"], "done"),
        ("2017-10-01", ["甲局 - done 2017-09-03", "甲局 - blocked 2017-09-03"], "blocked"),
        ("2017-10-01", ["甲局 - blocked 2017-09-03", "甲局 - done 2017-09-03"], "done"),
        ("2017-10-01", ["乙局 - done 2017-09-03"], "todo"),
    ],
)
def test_the_latest_record_speaks_by_date_and_then_by_order(
    as_of: str, records: list[str], expected: str
) -> None:
    duty = stand(task("甲局 乙局"), as_of, *records).duties[0]
    assert duty.status == expected


@pytest.mark.parametrize(
    ("as_of", "records", "status", "late"),
    [
        ("2018-06-01", [], "waiting", False),
        ("2018-06-01", ["甲局 - waiting 2017-09-01"], "waiting", False),
        ("2018-06-01", ["甲局 - todo 2017-09-01"], "todo", True),
        ("2018-06-01", ["甲局 - doing 2017-09-01"], "doing", True),
        ("2018-06-01", ["甲局 - doing 2017-09-01", "甲局 - waiting 2017-09-02"], "waiting", False),
        ("2018-06-01", ["甲局 - done 2017-09-01"], "done", False),
    ],
)
def test_what_awaits_is_never_late_until_a_record_says_otherwise(
    as_of: str,
    records: list[str],
    status: str,
    late: bool,  # noqa: FBT001
) -> None:
    standing = stand(task(awaits="文件出台"), as_of, *records)
    assert (standing.duties[0].status, standing.duties[0].overdue) == (status, late)
    assert standing.overdue is late


@pytest.mark.parametrize(
    ("as_of", "records", "expected"),
    [
        ("2017-09-29", [], ["甲局 lead - - todo"]),
        (
            "2017-10-19",
            ["甲局 2017-09-29 doing 2017-09-30"],
            ["甲局 lead 2017-09-29 2017-10-19 doing"],
        ),
        (
            "2017-10-20",
            ["甲局 2017-09-29 doing 2017-09-30"],
            ["甲局 lead 2017-09-29 2017-10-19 doing late"],
        ),
        (
            "2017-10-20",
            ["甲局 2017-09-29 doing 2017-09-30", "甲局 2017-09-29 done 2017-10-11"],
            ["甲局 lead 2017-09-29 2017-10-19 done"],
        ),
        (
            "2017-10-20",
            ["甲局 2017-09-29 doing 2017-09-30", "甲局 2017-08-03 done 2017-10-01"],
            ["甲局 lead 2017-08-03 2017-08-17 done", "甲局 lead 2017-09-29 2017-10-19 doing late"],
        ),
        (
            "2017-10-20",
            ["甲局 - doing 2017-09-01", "甲局 2017-09-29 done 2017-10-01"],
            ["甲局 lead 2017-09-29 2017-10-19 done", "甲局 lead - - doing"],
        ),
        ("2017-09-29", ["甲局 2017-09-29 doing 2017-09-30"], ["甲局 lead - - todo"]),
    ],
    ids=["none", "in time", "late", "one day, one duty", "two days", "apart", "not yet"],
)
def test_every_event_day_is_an_occurrence_of_its_own(
    as_of: str, records: list[str], expected: list[str]
) -> None:
    one = task(cadence=(EVENT,), within=Span(10, workdays=True))
    assert [told(duty) for duty in stand(one, as_of, *records).duties] == expected


def test_what_is_owed_once_is_owed_beside_events() -> None:
    cadence = (Cadence.ONCE, Cadence.EVENT)
    due, within = date(2017, 9, 30), Span(10, workdays=True)
    one = task(cadence=cadence, due=due, within=within)
    standing = stand(one, "2017-10-31", "甲局 2017-09-01 done 2017-09-05")
    assert [told(duty) for duty in standing.duties] == [
        "甲局 lead 2017-09-01 2017-09-15 done",
        "甲局 lead - 2017-09-30 todo late",
    ]
    assert (standing.status, standing.overdue) == ("doing", True)


def test_a_unit_that_is_late_below_a_lead_in_time_is_told_apart() -> None:
    one = task("甲局", "乙局", due=date(2017, 9, 30))
    standing = stand(one, "2017-10-31", "甲局 - done 2017-09-05")
    assert (standing.status, standing.overdue, standing.late_below) == ("done", False, True)


def test_an_event_is_the_business_of_the_unit_that_named_it() -> None:
    one = task("甲局 乙局", cadence=(EVENT,), within=Span(10, workdays=True))
    standing = stand(one, "2017-09-30", "甲局 2017-09-29 doing 2017-09-30")
    assert [told(duty) for duty in standing.duties] == [
        "甲局 lead 2017-09-29 2017-10-19 doing",
        "乙局 lead - - todo",
    ]
    assert standing.periods == PeriodCount(done=0, begun=1, all=1)


def monthly(statuses: str, day: str = "2017-10-05") -> list[str]:
    """Records of 甲局 for the months from August on."""
    return [
        f"甲局 2017-{month:02} {status} {day}" for month, status in enumerate(statuses.split(), 8)
    ]


@pytest.mark.parametrize(
    ("one", "records", "expected"),
    [
        (task(), [], "todo"),
        (task(), ["甲局 - todo 2017-09-01"], "todo"),
        (task(), ["甲局 - doing 2017-09-01"], "doing"),
        (task(), ["甲局 - blocked 2017-09-01"], "blocked"),
        (task(), ["甲局 - blocked 2017-09-01", "甲局 - doing 2017-09-02"], "doing"),
        (task(), ["甲局 - done 2017-09-01"], "done"),
        (task(), ["甲局 - waived 2017-09-01"], "waived"),
        (task(), ["甲局 - done 2017-09-01", "甲局 - todo 2017-09-02"], "doing"),
        (task("甲局 乙局"), ["甲局 - done 2017-09-01", "乙局 - waived 2017-09-01"], "done"),
        (task("甲局 乙局"), ["甲局 - waived 2017-09-01", "乙局 - waived 2017-09-01"], "waived"),
        (task("甲局 乙局"), ["甲局 - waived 2017-09-01"], "todo"),
        (task("甲局 乙局"), ["甲局 - done 2017-09-01"], "doing"),
        (task("甲局 乙局"), ["甲局 - done 2017-09-01", "乙局 - blocked 2017-09-01"], "blocked"),
        (task("甲局 乙局", awaits="文件"), [], "waiting"),
        (task("甲局 乙局", awaits="文件"), ["甲局 - waived 2017-09-01"], "waiting"),
        (task("甲局 乙局", awaits="文件"), ["甲局 - doing 2017-09-01"], "doing"),
        (task("甲局 乙局", awaits="文件"), ["甲局 - blocked 2017-09-01"], "blocked"),
        (task(cadence=(MONTHLY,)), monthly("done done done"), "doing"),
        (task(cadence=(MONTHLY,)), monthly("done done done done done"), "done"),
        (task(cadence=(MONTHLY,)), monthly("done waived waived waived waived"), "done"),
        (task(cadence=(MONTHLY,)), monthly("waived waived waived waived waived"), "waived"),
        (task(cadence=(MONTHLY,)), monthly("done done blocked"), "blocked"),
        (task(cadence=(MONTHLY,)), ["甲局 2017-11 blocked 2017-10-05"], "todo"),
        (task("甲局", "乙局"), ["乙局 - blocked 2017-09-01"], "todo"),
        (task("甲局", "乙局"), ["甲局 - done 2017-09-01"], "done"),
        (task("", "甲局 乙局"), ["甲局 - done 2017-09-01"], "doing"),
        (task("", "甲局 乙局"), ["甲局 - done 2017-09-01", "乙局 - done 2017-09-01"], "done"),
    ],
)
def test_a_tasks_status_folds_its_lead_duties(one: Task, records: list[str], expected: str) -> None:
    assert stand(one, "2017-10-31", *records).status == expected


@pytest.mark.parametrize(
    ("one", "records", "late"),
    [
        (task("甲局", "乙局"), [], True),
        (task("甲局", "乙局"), ["甲局 - done 2017-09-01"], False),
        (task("", "甲局 乙局"), ["甲局 - done 2017-09-01"], True),
    ],
    ids=["lead", "implementer beside a lead", "implementer alone"],
)
def test_a_task_is_late_when_a_lead_is_and_an_implementer_only_without_one(
    one: Task,
    records: list[str],
    late: bool,  # noqa: FBT001
) -> None:
    assert stand(one, "2018-01-01", *records).overdue is late


def test_the_worked_example() -> None:
    one = task(cadence=(MONTHLY,))
    said = "甲局 2017-08 done 2017-09-12 https://www.gzns.gov.cn/example"
    october, november = stand(one, "2017-10-31", said), stand(one, "2017-11-04", said)
    assert (october.status, october.overdue) == ("doing", False)
    assert october.periods == PeriodCount(done=1, begun=3, all=5)
    assert (october.next_due, october.last_report) == (date(2017, 11, 3), date(2017, 9, 12))
    assert (november.status, november.overdue) == ("doing", True)
    assert [told(duty) for duty in november.duties if duty.overdue] == [
        "甲局 lead 2017-09 2017-11-03 todo late"
    ]


def test_a_task_counts_periods_units_coverage_reports_and_evidence() -> None:
    one = task("甲局 乙局", "丙委 各镇", cadence=(QUARTERLY,))
    standing = stand(
        one,
        "2017-12-01",
        "甲局 2017Q3 doing 2017-09-01 https://a.cn https://b.cn",
        "甲局 2017Q3 done 2017-10-01 https://a.cn",
        "甲局 2017Q4 waived 2017-10-01",
        "乙局 2017Q3 done 2017-10-02",
        "丙委 2017Q3 done 2017-11-30 evidence/1.pdf",
        "丁镇 2017Q3 done 2017-11-01",
        "丁镇 2017Q4 done 2017-11-02",
        "丁镇 2017Q4 todo 2017-12-02 https://late.cn",
    )
    assert standing.status is Status.DOING
    assert standing.periods == PeriodCount(done=1, begun=2, all=2)
    assert standing.units == Count(done=1, all=2)
    assert standing.coverage == Count(done=1, all=2)
    assert standing.next_due == date(2018, 1, 29)
    assert standing.last_report == date(2017, 11, 30)
    assert standing.evidence == 4


def test_with_a_unit_the_figures_are_its_own() -> None:
    one = task("甲局 乙局", "丙委", "丁镇", cadence=(QUARTERLY,))
    lines = (
        "甲局 2017Q3 done 2017-10-01 https://a.cn",
        "甲局 2017Q4 waived 2017-10-01",
        "丙委 2017Q3 blocked 2017-10-09",
    )

    def own(unit: str | None) -> tuple[object, ...]:
        standing = stand(one, "2017-11-04", *lines, unit=unit)
        return (
            standing.status.value,
            standing.overdue,
            standing.periods,
            standing.units,
            standing.coverage,
            standing.evidence,
        )

    whole = ("doing", True, PeriodCount(0, 2, 2), Count(1, 2), Count(0, 1), 1)
    assert own(None) == whole
    assert own("甲局") == ("done", False, PeriodCount(2, 2, 2), Count(1, 1), Count(0, 0), 1)
    assert own("乙局") == ("todo", True, PeriodCount(0, 2, 2), Count(0, 1), Count(0, 0), 0)
    assert own("丙委") == ("blocked", True, PeriodCount(0, 2, 2), Count(0, 1), Count(0, 1), 0)
    assert own("丁镇") == whole, "a unit that only supports sees the task's figures"


@pytest.mark.parametrize(
    ("one", "unit", "expected"),
    [
        (task("甲局"), "甲局", Concern(Role.LEAD, direct=True)),
        (task("甲局"), "乙局", None),
        (task("各部门"), "乙局", Concern(Role.LEAD, direct=False)),
        (task("乙局 各部门"), "乙局", Concern(Role.LEAD, direct=True)),
        (task("丙委", "各部门"), "丙委", Concern(Role.LEAD, direct=True)),
        (task("丙委", "各部门"), "甲局", Concern(Role.IMPLEMENT, direct=False)),
        (task("丙委", "各部门", "丁镇"), "丁镇", Concern(Role.SUPPORT, direct=True)),
        (task("丙委", "", "各镇"), "丁镇", Concern(Role.SUPPORT, direct=False)),
    ],
)
def test_a_task_is_to_a_unit_its_strongest_role(
    one: Task, unit: str, expected: Concern | None
) -> None:
    assert concern(REGISTRY, one, unit) == expected


DAYS = st.dates(date(2017, 8, 3), date(2018, 2, 28))
UNITS = [unit.name for unit in REGISTRY.units]
OCCASIONS = {
    (ONCE,): ["-"],
    (MONTHLY,): ["2017-08", "2017-09", "2017-10", "2017-11", "2017-12"],
    (QUARTERLY, YEARLY): ["2017Q3", "2017Q4", "2017"],
    (EVENT,): ["-", "2017-08-03", "2017-09-29"],
}


@st.composite
def histories(draw: st.DrawFn) -> tuple[Task, list[Record]]:
    """A task with up to twelve records that its units may have written."""
    cadence = draw(st.sampled_from(sorted(OCCASIONS)))
    one = task(
        draw(st.sampled_from(["甲局", "甲局 乙局", "各部门", ""])),
        draw(st.sampled_from(["丁镇", "各部门 各镇"])),
        cadence=cadence,
        awaits=draw(st.sampled_from(["", "文件"])),
        within=Span(10, workdays=True) if EVENT in cadence else None,
    )
    written = st.builds(
        lambda unit, occasion, status, day: record(f"{unit} {occasion} {status.value} {day}"),
        st.sampled_from(UNITS),
        st.sampled_from(OCCASIONS[cadence]),
        st.sampled_from(Status),
        DAYS,
    )
    return one, draw(st.lists(written, max_size=12))


def figures(standing: Standing) -> tuple[object, ...]:
    """Everything that a standing says."""
    return (
        standing.status,
        standing.overdue,
        standing.next_due,
        standing.periods,
        standing.units,
        standing.coverage,
        standing.last_report,
        standing.evidence,
        [(told(duty), duty.records) for duty in standing.duties],
    )


@given(histories(), DAYS)
def test_no_record_later_than_the_day_is_looked_at(
    history: tuple[Task, list[Record]], day: date
) -> None:
    one, records = history
    known = [said for said in records if said.date <= day]
    assert figures(assess(one, day, records)) == figures(assess(one, day, known))


@given(histories(), DAYS)
def test_the_order_of_the_file_matters_only_within_a_day(
    history: tuple[Task, list[Record]], day: date
) -> None:
    one, records = history
    newest_first = sorted(records, key=lambda said: said.date, reverse=True)
    assert figures(assess(one, day, newest_first)) == figures(assess(one, day, records))


@given(histories(), DAYS, st.sampled_from(UNITS))
def test_a_units_records_never_change_anothers_duties(
    history: tuple[Task, list[Record]], day: date, unit: str
) -> None:
    one, records = history
    without = [said for said in records if said.unit != unit]

    def others(said: list[Record]) -> list[str]:
        return [told(duty) for duty in assess(one, day, said).duties if duty.unit != unit]

    assert others(records) == others(without)


@given(histories(), DAYS)
def test_a_task_whose_every_duty_is_done_is_done_and_owes_nothing(
    history: tuple[Task, list[Record]], day: date
) -> None:
    one, records = history
    last = [
        record(f"{unit} {occasion} done 2018-02-28")
        for unit in UNITS
        for occasion in OCCASIONS[one.cadence]
    ]
    finished = assess(one, date(2018, 2, 28), [*records, *last])
    assert finished.status is Status.DONE
    for standing in (finished, assess(one, day, records)):
        if standing.status is Status.DONE:
            assert standing.periods.done == standing.periods.all
            assert standing.units.done == standing.units.all
            assert standing.next_due is None
            assert not standing.overdue
