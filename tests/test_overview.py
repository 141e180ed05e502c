"""The figures of a plan: rates and ranks, what counts when, and what needs attention."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain.assess import Assessment
from gkplan.domain.counts import Backfilled, DutyCounts, TaskCounts, rate
from gkplan.domain.fields import Span
from gkplan.domain.model import (
    Cancellation,
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
from gkplan.domain.overview import Attention, NamedCount, Overview, overview
from gkplan.domain.vocabulary import Cadence, Status, UnitKind, Verdict
from gkplan.views.headline import backfilled_note

HEAD = Head(title="小方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
DEPARTMENTS = ("甲局", "乙局", "丙委")
REGISTRY = Registry(
    units=(*map(Unit, DEPARTMENTS), Unit("丁镇", kind=UnitKind.TOWN), Unit("戊办")),
    collectives=(Collective("各部门", members=DEPARTMENTS),),
)
NONE = NamedCount(0, [])
NOTHING = Attention(
    recent_records=0,
    recent_units=0,
    late=NONE,
    late_done=NONE,
    returned=NONE,
    unreviewed=NONE,
    unproved=NONE,
    extended=NONE,
    stale=NONE,
    waiting=NONE,
    silent=NONE,
    doubts=NONE,
)


def task(id_: str, lead: str, cadence: str = "once", **keys: object) -> Task:
    """Return a task of the plan; names of units are separated by blanks."""
    return Task(
        id=id_,
        text="事项。",
        lead=tuple(lead.split()),
        cadence=(Cadence[cadence.upper()],),
        **keys,  # type: ignore[arg-type]
    )


def record(line: str) -> Record:
    """Read a record ``TASK[/PERIOD] UNIT STATUS DATE [EVIDENCE]``; PERIOD may be an event's day."""
    about, unit, status, day, *evidence = line.split()
    id_, _, period = about.partition("/")
    event = date.fromisoformat(period) if len(period) == len("2017-08-03") else None
    return Record(
        task=id_,
        period="" if event else period,
        event=event,
        unit=unit,
        status=Status[status.upper()],
        date=date.fromisoformat(day),
        evidence=tuple(evidence),
    )


def ledger(tasks: list[Task], *lines: str) -> Ledger:
    """Return a ledger of some tasks, each in the group that its id names, and of records."""
    groups = {task.id.split(".")[0]: list[Task]() for task in tasks}
    for planned in tasks:
        groups[planned.id.split(".")[0]].append(planned)
    journals: dict[str, tuple[Record, ...]] = {}
    for entry in map(record, lines):
        journals[entry.unit] = (*journals.get(entry.unit, ()), entry)
    made = [Group(int(id_), "一二三"[int(id_) - 1], "组", tuple(of)) for id_, of in groups.items()]
    return Ledger(Plan(HEAD, tuple(made)), REGISTRY, journals)


def look(
    tasks: list[Task], *lines: str, as_of: str = "2017-10-31", unit: str | None = None
) -> Overview:
    """Return the figures of a plan of some tasks, or of what concerns one unit."""
    return overview(
        Assessment(ledger(tasks, *lines), date.fromisoformat(as_of)), (unit,) if unit else ()
    )


def noted(*names: str, number: int | None = None) -> NamedCount:
    """Return tasks or units with their counts, 1 unless a number is given."""
    return NamedCount(len(names) if number is None else number, list(names))


def counted(duties: DutyCounts) -> str:
    """Return the counts of duties on one line."""
    return (
        f"all={duties.all} owed={duties.owed} done={duties.done} waived={duties.waived} "
        f"late={duties.late} unproved={duties.unproved}"
    )


def ranked(found: Overview) -> list[str]:
    """Return the units in their order, each as ``RANK UNIT DONE/OWED RATE``."""
    return [
        f"{line.rank or '-'} {line.unit} {line.duties.done}/{line.duties.owed} {line.duties.rate}"
        for line in found.units
    ]


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [
        (0, 0, None),
        (0, 3, 0.0),
        (1, 3, 33.3),
        (2, 3, 66.7),
        (3, 3, 100.0),
        (53, 106, 50.0),
        (105, 106, 99.1),
        (1, 2001, 0.0),
        # a half is rounded up, as people do
        (1, 16, 6.3),
        (5, 16, 31.3),
        (1, 80, 1.3),
        (13, 16, 81.3),
        (1, 2000, 0.1),
        # only all of it is 100 %
        (1998, 2000, 99.9),
        (1999, 2000, 99.9),
        (9999, 10000, 99.9),
        (10000, 10000, 100.0),
    ],
)
def test_a_rate_is_in_percent_with_one_decimal(
    done: int, total: int, percent: float | None
) -> None:
    assert rate(done, total) == percent


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_a_rate_is_rounded_half_up_and_is_100_only_if_all_is_done(total: int, part: int) -> None:
    done = min(part, total)
    exact = (Decimal(100 * done) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert rate(done, total) == (100.0 if done == total else min(float(exact), 99.9))


def test_two_units_of_one_rate_share_the_third_rank_and_the_next_is_fifth() -> None:
    tasks = [
        task("1.1", "甲局 乙局 丙委 丁镇 戊办"),
        task("1.2", "甲局 乙局 丙委 丁镇 戊办"),
        task("1.3", "甲局 乙局 戊办"),
        task("1.4", "丁镇"),
        task("1.5", "丁镇"),
    ]
    lines = [
        *(f"1.{item} 甲局 done 2017-09-01" for item in (1, 2, 3)),
        *(f"1.{item} 乙局 done 2017-09-01" for item in (1, 2)),
        "1.1 丙委 done 2017-09-01",
        *(f"1.{item} 丁镇 done 2017-09-01" for item in (1, 4)),
    ]
    assert ranked(look(tasks, *lines)) == [
        "1 甲局 3/3 100.0",
        "2 乙局 2/3 66.7",
        "3 丙委 1/2 50.0",
        "3 丁镇 2/4 50.0",
        "5 戊办 0/3 0.0",
    ]


def test_rates_that_are_printed_alike_share_a_rank() -> None:
    tasks = [task(f"1.{item}", "甲局 乙局 丙委") for item in range(1, 1002)]
    tasks += [task(f"2.{item}", "甲局") for item in range(1, 1000)]
    lines = [
        *(f"1.{item} 甲局 done 2017-09-01" for item in range(1, 1002)),
        *(f"2.{item} 甲局 done 2017-09-01" for item in range(1, 999)),
        *(f"1.{item} 乙局 done 2017-09-01" for item in range(1, 1001)),
    ]
    assert ranked(look(tasks, *lines)) == [
        "1 甲局 1999/2000 99.9",
        "1 乙局 1000/1001 99.9",
        "3 丙委 0/1001 0.0",
        "- 丁镇 0/0 None",
        "- 戊办 0/0 None",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.1 丁镇 doing 2017-09-01", ["- 乙局 0/1 0.0", "- 丁镇 0/1 0.0"]),
        ("1.1 丁镇 waived 2017-09-01", ["- 乙局 0/1 0.0", "- 丁镇 0/1 0.0"]),
        ("1.1 丁镇 done 2017-09-01", ["1 丁镇 1/1 100.0", "2 乙局 0/1 0.0"]),
        ("1.1 丁镇 done 2017-11-01", ["- 乙局 0/1 0.0", "- 丁镇 0/1 0.0"]),
    ],
    ids=["under way", "waived", "done", "done tomorrow"],
)
def test_there_are_no_ranks_while_nothing_is_done(line: str, expected: list[str]) -> None:
    assert ranked(look([task("1.1", "丁镇 乙局")], line)) == [
        *expected,
        "- 甲局 0/0 None",
        "- 丙委 0/0 None",
        "- 戊办 0/0 None",
    ]


@pytest.mark.parametrize(
    ("units", "ranks"),
    [((), [1, 2]), (("甲局", "乙局"), [None, None]), (("甲局",), [None])],
    ids=["the plan", "some units", "one unit"],
)
def test_a_part_of_the_units_has_no_ranks(units: tuple[str, ...], ranks: list[int | None]) -> None:
    given = ledger([task("1.1", "甲局 乙局")], "1.1 甲局 done 2017-09-01")
    found = overview(Assessment(given, date(2017, 10, 31)), units).units
    assert [line.rank for line in found if line.duties.owed] == ranks


@pytest.mark.parametrize(("number", "ranks"), [(1, [None]), (2, [1, 2])])
def test_a_single_unit_has_no_rank(number: int, ranks: list[int | None]) -> None:
    names = DEPARTMENTS[:number]
    given = ledger([task("1.1", " ".join(names))], "1.1 甲局 done 2017-09-01")
    alone = replace(given, registry=Registry(units=tuple(map(Unit, names)), collectives=()))
    found = overview(Assessment(alone, date(2017, 10, 31))).units
    assert [line.rank for line in found] == ranks


@pytest.mark.parametrize(("day", "late"), [("2027-01-29", (0, 0)), ("2027-01-30", (1, 1))])
def test_late_by_a_provisional_date_is_only_what_is_late(day: str, late: tuple[int, int]) -> None:
    head = replace(HEAD, issued=date(2026, 12, 1), ends=date(2026, 12, 31))
    plan = Plan(
        replace(head, lag=Span(20, workdays=True)),
        (Group(1, "一", "组", (task("1.1", "甲局", "monthly"),)),),
    )
    found = overview(Assessment(Ledger(plan, REGISTRY, {}), date.fromisoformat(day))).duties
    assert (found.late, found.late_provisional) == late


def test_a_unit_that_owes_nothing_yet_or_only_supports_has_no_rank() -> None:
    tasks = [task("1.1", "甲局", support=("戊办",)), task("1.2", "乙局", "quarterly")]
    lines = ["1.2/2017Q3 乙局 done 2017-07-05", "1.2/2017Q4 乙局 done 2017-07-06"]
    idle = ["- 丙委 0/0 None", "- 丁镇 0/0 None", "- 戊办 0/0 None"]
    before_the_issue = look(tasks, *lines, as_of="2017-07-31")
    assert ranked(before_the_issue) == ["1 乙局 1/1 100.0", "- 甲局 0/0 None", *idle]
    later = look(tasks, *lines)
    assert ranked(later) == ["1 乙局 2/2 100.0", "2 甲局 0/1 0.0", *idle]


def test_totals_by_group_and_by_unit_add_up_to_the_plans() -> None:
    tasks = [
        task("1.1", "甲局", "monthly"),
        task("1.2", "丙委", implement=("各部门", "丁镇"), due=date(2017, 9, 30)),
        task("2.1", "各部门", "quarterly"),
        task("3.1", "戊办", "ongoing", awaits="文件出台"),
    ]
    found = look(
        tasks,
        "1.1/2017-08 甲局 done 2017-09-01 https://example.cn/8",
        "1.1/2017-09 甲局 waived 2017-10-01",
        "1.2 丙委 done 2017-09-02",
        "1.2 丁镇 doing 2017-09-03",
        "2.1/2017Q3 乙局 done 2017-10-04",
        as_of="2017-11-04",
    )
    assert counted(found.duties) == "all=16 owed=15 done=3 waived=1 late=5 unproved=2"
    assert [(line.group.id, counted(line.duties)) for line in found.groups] == [
        (1, "all=9 owed=8 done=2 waived=1 late=3 unproved=1"),
        (2, "all=6 owed=6 done=1 waived=0 late=2 unproved=1"),
        (3, "all=1 owed=1 done=0 waived=0 late=0 unproved=0"),
    ]
    assert [(line.unit, counted(line.duties), str(line.last_report)) for line in found.units] == [
        ("乙局", "all=3 owed=3 done=1 waived=0 late=1 unproved=1", "2017-10-04"),
        ("丙委", "all=3 owed=3 done=1 waived=0 late=1 unproved=1", "2017-09-02"),
        ("甲局", "all=8 owed=7 done=1 waived=1 late=2 unproved=0", "2017-10-01"),
        ("丁镇", "all=1 owed=1 done=0 waived=0 late=1 unproved=0", "2017-09-03"),
        ("戊办", "all=1 owed=1 done=0 waived=0 late=0 unproved=0", "None"),
    ]


def test_tasks_are_counted_by_status_and_those_late_in_a_unit_only_separately() -> None:
    tasks = [
        task("1.1", "甲局"),
        task("1.2", "甲局", due=date(2017, 10, 30)),
        task("1.3", "甲局", implement=("乙局",), due=date(2017, 10, 30)),
        task("2.1", "甲局", "ongoing"),
        task("2.2", "甲局", "ongoing"),
        task("2.3", "甲局", awaits="文件出台"),
    ]
    found = look(
        tasks,
        "1.1 甲局 blocked 2017-09-01",
        "1.3 甲局 done 2017-09-01",
        "2.1 甲局 doing 2017-09-01",
        "2.2 甲局 waived 2017-09-01",
    )
    counts = {
        Status.TODO: 1,
        Status.WAITING: 1,
        Status.DOING: 1,
        Status.BLOCKED: 1,
        Status.DONE: 1,
        Status.WAIVED: 1,
    }
    whole = found.tasks
    assert whole == TaskCounts(
        by_status=counts,
        accepted=0,
        idle=0,
        cancelled=0,
        late=1,
        late_duties=1,
        late_below=1,
        late_below_duties=1,
        late_done=0,
    )
    assert (whole.all, whole.done, whole.waived, whole.open, whole.rate) == (6, 1, 1, 4, 16.7)
    assert [
        (line.tasks.all, line.tasks.done, line.tasks.rate, line.tasks.late, line.tasks.late_below)
        for line in found.groups
    ] == [(3, 1, 33.3, 1, 1), (3, 0, 0.0, 0, 0)]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2017-10-29", "all=5 owed=3 done=0 waived=0 late=1 unproved=0"),
        ("2017-10-31", "all=5 owed=3 done=0 waived=0 late=1 unproved=1"),
        ("2017-11-01", "all=5 owed=4 done=1 waived=0 late=1 unproved=1"),
    ],
    ids=["unsaid", "ahead", "begun"],
)
def test_what_is_settled_ahead_counts_once_its_period_begins_but_lacks_its_proof_at_once(
    as_of: str, expected: str
) -> None:
    tasks = [task("1.1", "甲局", "monthly")]
    assert counted(look(tasks, "1.1/2017-11 甲局 done 2017-10-30", as_of=as_of).duties) == expected


def test_an_early_report_is_the_last_report_and_recent_all_the_same() -> None:
    found = look([task("1.1", "甲局", "monthly")], "1.1/2017-11 甲局 done 2017-10-30")
    assert found.units[0].last_report == date(2017, 10, 30)
    assert (found.attention.recent_records, found.attention.recent_units) == (1, 1)


@pytest.mark.parametrize(
    ("as_of", "records", "units"),
    [
        ("2017-09-30", 0, 0),
        ("2017-10-01", 1, 1),
        ("2017-10-02", 3, 2),
        ("2017-10-30", 3, 2),
        ("2017-10-31", 2, 2),
        ("2017-11-01", 0, 0),
    ],
)
def test_recent_are_the_last_thirty_days_today_included(
    as_of: str, records: int, units: int
) -> None:
    tasks = [task("1.1", "甲局 乙局"), task("1.2", "甲局")]
    lines = ["1.1 甲局 doing 2017-10-01", "1.2 甲局 done 2017-10-02", "1.1 乙局 doing 2017-10-02"]
    found = look(tasks, *lines, as_of=as_of).attention
    assert (found.recent_records, found.recent_units) == (records, units)


def test_where_all_is_well_nothing_wants_attention() -> None:
    tasks = [task("1.1", "甲局"), task("1.2", "乙局", "monthly")]
    lines = [
        "1.1 甲局 done 2017-08-03 https://example.cn/1",
        *(f"1.2/2017-{month:02} 乙局 waived 2017-08-03" for month in range(8, 13)),
    ]
    plain = ledger(tasks, *lines)
    accepted = [review(f"{line} accept 2017-08-03") for line in lines]
    every = overview(Assessment(replace(plain, reviews=tuple(accepted)), date(2017, 12, 31)))
    assert every.attention == NOTHING


@pytest.mark.parametrize(("as_of", "stale"), [("2017-10-31", []), ("2017-11-01", ["1.1"])])
def test_a_task_is_stale_once_a_unit_has_not_reported_for_ninety_days(
    as_of: str, stale: list[str]
) -> None:
    tasks = [task("1.1", "甲局 乙局"), task("1.2", "甲局")]
    entries = ["1.1 甲局 doing 2017-09-01", "1.2 甲局 done 2017-08-03 https://example.cn/2"]
    found = look(tasks, *entries, as_of=as_of).attention
    assert found == replace(
        NOTHING, unreviewed=noted("1.2"), stale=noted(*stale), silent=noted("乙局")
    )


def test_waiting_and_doubtful_tasks_are_named_in_the_plans_order() -> None:
    tasks = [
        task("1.2", "甲局", "ongoing", awaits="文件出台", doubts=("一", "二")),
        task("1.10", "甲局", "ongoing", awaits="文件出台"),
        task("2.1", "甲局", "ongoing", awaits="文件出台", doubts=("三",)),
    ]
    found = look(tasks, "1.10 甲局 doing 2017-10-31").attention
    assert found == replace(
        NOTHING,
        recent_records=1,
        recent_units=1,
        waiting=noted("1.2", "2.1"),
        doubts=noted("1.2", "2.1", number=3),
    )


@pytest.mark.parametrize(
    ("as_of", "silent"),
    [
        ("2017-07-31", []),
        ("2017-08-02", ["乙局", "丁镇"]),
        ("2017-08-03", ["甲局", "乙局", "丙委", "丁镇"]),
        ("2017-09-01", ["甲局", "丙委", "丁镇"]),
        ("2017-09-20", ["丙委", "丁镇"]),
    ],
    ids=["nothing begun", "a period begun", "issued", "one reported ahead", "an event reported"],
)
def test_silent_units_owe_something_and_have_never_reported(as_of: str, silent: list[str]) -> None:
    tasks = [
        task("1.2", "乙局 丙委", support=("戊办",)),
        task("1.1", "甲局"),
        task("2.1", "丁镇", "monthly"),
        task("2.2", "甲局", "event", within=Span(15, workdays=True)),
        task("3.1", "乙局", "monthly"),
    ]
    entries = ["3.1/2017-12 乙局 waived 2017-09-01", "2.2/2017-09-19 甲局 done 2017-09-20"]
    assert look(tasks, *entries, as_of=as_of).attention.silent == noted(*silent)


def test_a_unit_that_only_waits_as_the_plan_says_is_not_silent() -> None:
    tasks = [task("1.1", "甲局", awaits="文件出台"), task("1.2", "乙局")]
    assert look(tasks).attention == replace(NOTHING, waiting=noted("1.1"), silent=noted("乙局"))


def test_a_task_is_named_once_however_many_of_its_duties_are_noted() -> None:
    tasks = [
        task("1.1", "甲局", "monthly"),
        task("1.2", "各部门", due=date(2017, 10, 30)),
        task("2.1", "丁镇", implement=("甲局", "乙局"), due=date(2017, 10, 30)),
    ]
    found = look(
        tasks,
        "1.1/2017-10 甲局 done 2017-08-03",
        "1.1/2017-12 甲局 done 2017-08-03",
        "1.2 乙局 done 2017-08-03 https://example.cn/2",
        "1.2 丙委 done 2017-08-03",
        "2.1 丁镇 waived 2017-08-03",
    )
    assert found.attention == replace(
        NOTHING,
        late=noted("1.1", "1.2", "2.1", number=4),
        unreviewed=noted("1.1", "1.2", "2.1", number=5),
        unproved=noted("1.1", "1.2", number=3),
    )
    assert (found.duties.late, found.duties.unproved) == (4, 3)


def review(line: str) -> Review:
    """Read a review, written as its record followed by ``VERDICT DATE``."""
    *reviewed, verdict, day = line.split()
    of = record(" ".join(reviewed))
    return Review(
        task=of.task,
        unit=of.unit,
        period=of.period,
        verdict=Verdict[verdict.upper()],
        date=date.fromisoformat(day),
        record=of.date,
    )


def test_returned_unreviewed_and_extended_duties_are_counted() -> None:
    tasks = [task("1.1", "各部门"), task("1.2", "甲局", "monthly")]
    plain = ledger(
        tasks,
        "1.1 甲局 done 2017-08-10 https://example.cn/1",
        "1.1 乙局 done 2017-08-10 https://example.cn/2",
        "1.1 丙委 doing 2017-08-10",
        "1.2/2017-08 甲局 waived 2017-08-31",
    )
    granted = [
        Extension(
            task="1.2",
            unit="甲局",
            period="2017-09",
            to=date(2017, month, 30),
            date=date(2017, 9, month),
            reason="系统升级。",
            approved_by="某某",
        )
        for month in (11, 12)
    ]
    ruled = replace(
        plain,
        reviews=(review("1.1 甲局 done 2017-08-10 return 2017-08-20"),),
        extensions=tuple(granted),
    )
    found = overview(Assessment(ruled, date(2017, 10, 31)))
    assert found.attention == replace(
        NOTHING, returned=noted("1.1"), unreviewed=noted("1.1", "1.2"), extended=noted("1.2")
    )
    assert found.tasks.by_status[Status.DOING] == 1
    assert counted(found.duties) == "all=8 owed=6 done=1 waived=1 late=0 unproved=0"


SHARED = [
    task("1.1", "甲局", support=("乙局",), doubts=("一",)),
    task("1.2", "甲局", "monthly"),
    task("2.1", "丙委", implement=("各部门",), due=date(2017, 10, 30)),
    task("2.2", "乙局", awaits="文件出台"),
    task("2.3", "甲局 乙局", due=date(2017, 10, 30)),
]
SAID = [
    "1.1 甲局 done 2017-08-10",
    "2.1 丙委 doing 2017-10-10",
    "2.1 乙局 done 2017-10-11",
    "2.3 乙局 doing 2017-09-30",
]


def test_the_figures_of_one_unit_are_its_own() -> None:
    found = look(SHARED[1:], *SAID[1:], unit="乙局")
    assert found.tasks == TaskCounts(
        by_status=dict.fromkeys(Status, 0) | {Status.DONE: 1, Status.WAITING: 1, Status.DOING: 1},
        accepted=0,
        idle=0,
        cancelled=0,
        late=1,
        late_duties=1,
        late_below=0,
        late_below_duties=0,
        late_done=0,
    )
    assert counted(found.duties) == "all=3 owed=3 done=1 waived=0 late=1 unproved=1"
    assert [(line.group.id, counted(line.duties)) for line in found.groups] == [
        (2, counted(found.duties))
    ]
    assert [(line.unit, line.duties, line.last_report) for line in found.units] == [
        ("乙局", found.duties, date(2017, 10, 11))
    ]
    assert found.attention == replace(
        NOTHING,
        recent_records=1,
        recent_units=1,
        late=noted("2.3"),
        unreviewed=noted("2.1"),
        unproved=noted("2.1"),
        waiting=noted("2.2"),
    )


def test_the_groups_of_one_unit_add_up_though_it_supports_a_task() -> None:
    found = look(SHARED, *SAID, unit="乙局")
    assert counted(found.duties) == "all=3 owed=3 done=1 waived=0 late=1 unproved=1"
    assert sum(line.duties.all for line in found.groups) == found.duties.all


def test_a_unit_is_not_counted_as_silent_for_those_it_supports() -> None:
    tasks = [task("1.1", "甲局", support=("乙局",)), task("1.2", "乙局")]
    found = look(tasks, "1.2 乙局 doing 2017-10-31", as_of="2017-11-02", unit="乙局")
    assert found.attention == replace(NOTHING, recent_records=1, recent_units=1)


def test_what_a_unit_only_supports_is_in_none_of_its_figures() -> None:
    tasks = [
        task("1.1", "甲局", support=("乙局", "戊办"), due=date(2017, 9, 30)),
        task("1.2", "乙局"),
    ]
    own, helper = look(tasks, unit="乙局"), look(tasks, unit="戊办")
    assert (own.tasks.all, own.tasks.late, own.supporting) == (1, 0, ("1.1",))
    assert (helper.tasks.all, helper.tasks.rate, helper.supporting) == (0, None, ("1.1",))
    lines = {line.unit: line.supports for line in look(tasks).units}
    assert lines == {"甲局": (), "乙局": ("1.1",), "丙委": (), "丁镇": (), "戊办": ("1.1",)}


WAIVED = [f"1.{item} 甲局 waived 2017-09-01" for item in range(5, 10)]


@pytest.mark.parametrize(
    ("accepted", "base", "percent"), [(0, 16, 25.0), (1, 15, 26.7), (5, 11, 36.4)]
)
def test_a_waiver_leaves_the_denominator_once_the_office_has_accepted_it(
    accepted: int, base: int, percent: float
) -> None:
    """16 begun, 4 done, 5 waived: the example of DESIGN, section 4."""
    tasks = [task(f"1.{item}", "甲局") for item in range(1, 17)]
    plain = ledger(tasks, *(f"1.{item} 甲局 done 2017-09-01" for item in range(1, 5)), *WAIVED)
    reviews = tuple(review(f"{line} accept 2017-09-02") for line in WAIVED[:accepted])
    found = overview(Assessment(replace(plain, reviews=reviews), date(2017, 10, 31)))
    line = found.units[0]
    assert (line.duties.owed, line.duties.done, line.duties.waived) == (16, 4, 5)
    assert line.duties.completion == (4, base)
    assert (line.duties.rate, found.tasks.rate) == (percent, percent)
    assert (found.tasks.open, found.tasks.accepted) == (7, accepted)


def test_a_returned_waiver_and_one_that_was_changed_since_stay_in_the_denominator() -> None:
    tasks = [task("1.1", "甲局"), task("1.2", "甲局"), task("1.3", "甲局 乙局")]
    lines = [f"1.{item} 甲局 waived 2017-09-01" for item in (1, 2, 3)]
    plain = ledger(tasks, *lines, "1.2 甲局 waived 2017-10-01", "1.3 乙局 waived 2017-09-01")
    reviews = (
        review(f"{lines[0]} return 2017-09-02"),
        review(f"{lines[1]} accept 2017-09-02"),
        review(f"{lines[2]} accept 2017-09-02"),
    )
    found = overview(Assessment(replace(plain, reviews=reviews), date(2017, 10, 31)))
    assert (found.duties.accepted, found.duties.completion) == (1, (0, 3))
    assert (found.tasks.accepted, found.tasks.completion) == (0, (0, 3))


def test_on_time_are_of_those_whose_date_has_passed_the_ones_done_by_then() -> None:
    tasks = [task(f"1.{item}", "甲局", due=date(2017, 9, 28)) for item in range(1, 7)]
    tasks += [task("1.7", "甲局", due=date(2017, 10, 31)), task("1.8", "甲局", "event")]
    plain = ledger(
        tasks,
        "1.1 甲局 done 2017-09-28",
        "1.2 甲局 done 2017-09-29",
        "1.3 甲局 waived 2017-09-01",
        "1.4 甲局 waived 2017-09-01",
        "1.5 甲局 waiting 2017-09-01",
        "1.7 甲局 done 2017-10-01",
        "1.8 甲局 done 2017-10-01",
    )
    reviews = (
        review("1.3 甲局 waived 2017-09-01 accept 2017-09-02"),
        review("1.1 甲局 done 2017-09-28 accept 2017-09-29"),
    )
    every = replace(plain, reviews=reviews)
    duties = overview(Assessment(every, date(2017, 10, 31))).duties
    assert (duties.in_time, duties.in_time.rate) == ((1, 4), 25.0)
    assert (duties.late, duties.late_done) == (1, 1)
    assert (duties.verification, duties.verification.rate) == ((1, 4), 25.0)
    assert overview(Assessment(every, date(2017, 9, 28))).duties.in_time == (0, 0)
    assert overview(Assessment(every, date(2017, 11, 1))).duties.in_time == (2, 5)


def test_a_task_that_no_event_has_started_is_in_no_denominator() -> None:
    tasks = [task("1.1", "甲局"), task("1.2", "甲局", "event", within=Span(15, workdays=True))]
    found = look(tasks, "1.1 甲局 done 2017-09-01")
    assert (found.tasks.all, found.tasks.idle, found.tasks.completion) == (2, 1, (1, 1))
    assert (found.duties.all, found.attention.silent.number) == (1, 0)
    opened = look(tasks, "1.1 甲局 done 2017-09-01", "1.2/2017-10-09 甲局 doing 2017-10-10")
    assert (opened.tasks.idle, opened.tasks.completion, opened.duties.owed) == (0, (1, 2), 2)


def test_a_cancelled_task_is_counted_separately() -> None:
    cancelled = Cancellation(date=date(2017, 10, 1), basis="会议纪要")
    tasks = [task("1.1", "甲局"), task("1.2", "甲局", due=date(2017, 9, 28), cancelled=cancelled)]
    before, after = look(tasks, as_of="2017-09-30"), look(tasks)
    assert (before.tasks.all, before.tasks.cancelled, before.tasks.late) == (2, 0, 1)
    assert (after.tasks.all, after.tasks.cancelled, after.tasks.late) == (1, 1, 0)
    assert sum(after.tasks.by_status.values()) == 1
    assert (after.duties.all, after.duties.late) == (1, 0)


def test_entries_up_to_a_day_that_were_entered_after_it_are_counted() -> None:
    plain = ledger([task("1.1", "甲局 乙局")])
    written = [
        replace(record(f"1.1 {unit} doing {day}"), entered=entered)
        for unit, day, entered in (
            ("甲局", "2017-10-30", date(2017, 10, 31)),
            ("甲局", "2017-10-30", date(2017, 11, 1)),
            ("甲局", "2017-11-01", date(2017, 11, 2)),
            ("乙局", "2017-10-31", date(2017, 11, 1)),
            ("乙局", "2017-10-31", None),
        )
    ]
    reviewed = replace(
        review("1.1 甲局 doing 2017-10-30 accept 2017-10-31"), entered=date(2017, 11, 5)
    )
    journals = {unit: tuple(one for one in written if one.unit == unit) for unit in DEPARTMENTS}
    assessment = Assessment(
        replace(plain, records=journals, reviews=(reviewed,)), date(2017, 10, 31)
    )
    assert overview(assessment).backfilled == Backfilled(records=2, reviews=1)
    assert overview(assessment, ("乙局",)).backfilled == Backfilled(records=1)
    assert backfilled_note(Backfilled(records=2, reviews=1)) == (
        "截至日之后补录 3 条（进展记录 2、核查 1）"
    )
    assert backfilled_note(Backfilled(records=2)) == "截至日之后补录 2 条"
    assert backfilled_note(Backfilled()) == ""


@pytest.mark.parametrize(("ranked", "expected"), [(True, [1, 2]), (False, [None, None])])
def test_a_kind_of_units_is_ranked_among_itself(ranked: bool, expected: list[int | None]) -> None:  # noqa: FBT001
    given = ledger([task("1.1", "甲局 乙局 丙委")], "1.1 甲局 done 2017-09-01")
    found = overview(Assessment(given, date(2017, 10, 31)), ("甲局", "丙委"), ranked=ranked)
    assert [line.rank for line in found.units] == expected
