"""The state of duties, tasks and units at a date, reviews and extensions: one table per rule."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import Bench

from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.fields import Span
from gkplan.domain.model import (
    CalendarYear,
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
    Withdrawal,
)
from gkplan.domain.owners import Concern, concern
from gkplan.domain.reviews import digest
from gkplan.domain.standing import Count, PeriodCount, Standing, stale_since, stale_units
from gkplan.domain.vocabulary import Cadence, Role, Status, UnitKind, Verdict, Withdrawn
from gkplan.folder.load import shaped_journal
from gkplan.folder.source import Source

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
    """Return a task of the plan; names of units are separated by blanks."""
    return Task(
        id="1.1",
        text="事项。",
        lead=tuple(lead.split()),
        implement=tuple(implement.split()),
        support=tuple(support.split()),
        **keys,  # type: ignore[arg-type]
    )


def record(line: str, note: str = "") -> Record:
    """Read a record ``UNIT PERIOD STATUS DATE [EVIDENCE]``; a PERIOD may be ``-`` or a day."""
    unit, period, status, day, *evidence = line.split()
    return Record(
        task="1.1",
        **occasion(period),  # type: ignore[arg-type]
        status=Status[status.upper()],
        date=date.fromisoformat(day),
        evidence=tuple(evidence),
        note=note,
        unit=unit,
    )


def occasion(period: str) -> dict[str, object]:
    """Return the keys that name a period or an event's day; ``-`` is neither."""
    event = date.fromisoformat(period) if len(period) == len("2017-08-03") else None
    return {"period": "" if event or period == "-" else period, "event": event}


def review(line: str) -> Review:
    """Read a review ``VERDICT DATE [by DATE] [undigested] of RECORD``."""
    head, _, about = line.partition(" of ")
    head, _, limit = head.partition(" by ")
    verdict, day, *undigested = head.split()
    looked_at = record(about)
    return Review(
        task=looked_at.task,
        unit=looked_at.unit,
        period=looked_at.period,
        event=looked_at.event,
        verdict=Verdict[verdict.upper()],
        date=date.fromisoformat(day),
        record=looked_at.date,
        digest="" if undigested else digest(looked_at),
        correct_by=date.fromisoformat(limit) if limit else None,
    )


def withdrawal(line: str) -> Withdrawal:
    """Read a withdrawal ``withdraw DATE of RECORD``."""
    head, _, about = line.partition(" of ")
    taken = record(about)
    return Withdrawal(
        task=taken.task,
        period=taken.period,
        event=taken.event,
        status=Withdrawn.WITHDRAWN,
        date=date.fromisoformat(head.split()[1]),
        record=taken.date,
        digest=digest(taken),
        unit=taken.unit,
    )


def extension(line: str) -> Extension:
    """Read an extension ``extend DATE to DATE [for UNIT PERIOD]``; the default is 甲局."""
    head, _, about = line.partition(" for ")
    _, asked, _, to = head.split()
    unit, period = (about or "甲局 -").split()
    return Extension(
        task="1.1",
        unit=unit,
        **occasion(period),  # type: ignore[arg-type]
        to=date.fromisoformat(to),
        date=date.fromisoformat(asked),
        reason="材料未齐",
        approved_by="区府办",
    )


def standing_of(
    given_task: Task, as_of: str, *lines: str, unit: str | None = None, head: Head = HEAD
) -> Standing:
    """Return the state of a plan of one task; the lines are entries in the order of the files."""
    journals: dict[str, tuple[Record, ...]] = {}
    for line in filter(None, lines):
        if not line.startswith(("accept", "return", "extend", "withdraw")):
            entry = record(line)
            journals[entry.unit] = (*journals.get(entry.unit, ()), entry)
    ledger = Ledger(
        Plan(head, (Group(1, "一", "组", (given_task,)),)),
        REGISTRY,
        journals,
        reviews=tuple(review(line) for line in lines if line.startswith(("accept", "return"))),
        extensions=tuple(extension(line) for line in lines if line.startswith("extend")),
        withdrawals=tuple(withdrawal(line) for line in lines if line.startswith("withdraw")),
    )
    return assess(ledger, as_of, unit)


def assess(ledger: Ledger, as_of: str, unit: str | None = None) -> Standing:
    """Return the state of the only task of a ledger."""
    ((group, given_task),) = ledger.plan
    return Assessment(ledger, date.fromisoformat(as_of)).standing(
        group, given_task, (unit,) if unit else ()
    )


def described(duty: Duty) -> str:
    """Return a duty as the tables below write it: ``甲局 lead 2017-08 2017-09-28 todo late``."""
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
    ("given_task", "expected"),
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
def test_a_cadence_gives_periods_and_due_dates(given_task: Task, expected: list[str]) -> None:
    duties = standing_of(given_task, "2017-08-03").duties
    assert [f"{duty.period.name or '-'} {duty.due or '-'}" for duty in duties] == expected


def test_the_plans_own_dates_and_lag_count() -> None:
    head = Head(
        title="跨年", issued=date(2016, 11, 20), ends=date(2017, 2, 10), lag=Span(3, workdays=False)
    )
    duties = standing_of(task(cadence=(QUARTERLY,)), "2016-12-31", head=head).duties
    assert [described(duty) for duty in duties] == [
        "甲局 lead 2016Q4 2017-01-03 todo",
        "甲局 lead 2017Q1 2017-04-03 todo unbegun",
    ]
    assert [described(duty) for duty in standing_of(task(), "2017-02-11", head=head).duties] == [
        "甲局 lead - 2017-02-10 todo late"
    ]


@pytest.mark.parametrize(
    ("within", "due"),
    [
        (Span(1, workdays=True), "2017-09-30"),
        (Span(2, workdays=True), "2017-10-09"),
        (Span(7, workdays=True), "2017-10-16"),
        (Span(1, workdays=False), "2017-09-30"),
        (Span(2, workdays=False), "2017-10-01"),
        (Span(7, workdays=False), "2017-10-06"),
    ],
    ids=str,
)
def test_workdays_know_holidays_and_make_up_days_and_the_first_day_never_counts(
    within: Span, due: str
) -> None:
    given_task = task(cadence=(EVENT,), within=within)
    standing = standing_of(given_task, "2017-09-29", "甲局 2017-09-29 doing 2017-09-29")
    assert [described(duty) for duty in standing.duties] == [f"甲局 lead 2017-09-29 {due} doing"]


def test_in_a_year_without_a_calendar_due_dates_are_provisional_until_one_is_added() -> None:
    head = Head(
        title="远年", issued=date(2030, 1, 1), ends=date(2030, 6, 30), lag=Span(5, workdays=True)
    )
    plan = Plan(head, (Group(1, "一", "组", (task(cadence=(QUARTERLY,)),)),))
    provisional = assess(Ledger(plan, REGISTRY), "2030-01-01").duties
    assert [(duty.due_label, duty.unpublished) for duty in provisional] == [
        ("2030-04-08 暂定", (2030,)),
        ("2030-07-05 暂定", (2030,)),
    ]
    year = CalendarYear(2030, holidays=(date(2030, 4, 1),), workdays=(date(2030, 4, 6),))
    standing = assess(Ledger(plan, REGISTRY, years=(year,)), "2030-01-01")
    assert [described(duty) for duty in standing.duties] == [
        "甲局 lead 2030Q1 2030-04-06 todo",
        "甲局 lead 2030Q2 2030-07-05 todo unbegun",
    ]
    assert not any(duty.provisional for duty in standing.duties)


@pytest.mark.parametrize("cadence", [EVENT, ONGOING])
@pytest.mark.parametrize("status", ["todo", "doing", "blocked"])
def test_what_has_no_due_date_is_never_late(cadence: Cadence, status: str) -> None:
    standing = standing_of(task(cadence=(cadence,)), "2019-12-31", f"甲局 - {status} 2017-09-01")
    assert [described(duty) for duty in standing.duties] == [f"甲局 lead - - {status}"]
    assert (standing.status, standing.overdue, standing.next_due) == (status, False, None)


@pytest.mark.parametrize(
    ("given_task", "expected"),
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
def test_a_unit_owes_one_duty_whatever_ways_it_is_named(
    given_task: Task, expected: list[str]
) -> None:
    duties = standing_of(given_task, "2017-08-03").duties
    assert [f"{duty.unit} {duty.role}" for duty in duties] == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            'task: "1.2"',
            (
                "data/progress/甲局.yaml:1:9: error[missing-period]: "
                "事项 1.2 按期办理，这一条没有写明是哪一期\n"
                '  - task: "1.2"\n'
                "          ^^^^^\n"
                "  写明 period，可用：2017-08、2017-09、2017-10、2017-11、2017-12\n\n"
            ),
        ),
        (
            'task: "1.2"\n  period: 2018-01',
            (
                "data/progress/甲局.yaml:2:11: error[unknown-period]: "
                "事项 1.2 没有 “2018-01” 这一期\n"
                "    period: 2018-01\n"
                "            ^^^^^^^\n"
                "  可用：2017-08、2017-09、2017-10、2017-11、2017-12\n\n"
            ),
        ),
        (
            'task: "1.1"\n  period: 2017-08',
            (
                "data/progress/甲局.yaml:2:11: error[unknown-period]: 事项 1.1 不按期办理\n"
                "    period: 2017-08\n"
                "            ^^^^^^^\n"
                "  删去 period；事项本该按期办理的，在 data/tasks.yaml 写明 cadence\n\n"
            ),
        ),
        ('task: "1.2"\n  period: 2017-08', ""),
    ],
    ids=["no period", "no such period", "a period too many", "right"],
)
def test_a_record_names_its_period_where_the_task_has_periods(
    small: Bench, entry: str, expected: str
) -> None:
    small.write("data/progress/甲局.yaml", f"- {entry}\n  status: doing\n  date: 2017-09-12\n")
    assert small.run("check").out == expected


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
    given_task = task(due=date(2017, 10, 15))
    entry = f"甲局 - {status} 2017-09-01"
    at_due, after = (
        standing_of(given_task, "2017-10-15", entry),
        standing_of(given_task, "2017-10-16", entry),
    )
    assert [at_due.overdue, at_due.duties[0].overdue] == [False, False]
    assert [after.overdue, after.duties[0].overdue] == [late, late]


def test_a_period_begins_on_its_first_day() -> None:
    given_task = task(cadence=(MONTHLY,))
    before, on = standing_of(given_task, "2017-08-31"), standing_of(given_task, "2017-09-01")
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
    duty = standing_of(task("甲局 乙局"), as_of, *records).duties[0]
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
def test_an_awaiting_task_is_never_late_before_a_record_changes_its_status(
    as_of: str,
    records: list[str],
    status: str,
    late: bool,  # noqa: FBT001
) -> None:
    standing = standing_of(task(awaits="文件出台"), as_of, *records)
    assert (standing.duties[0].status, standing.duties[0].overdue) == (status, late)
    assert standing.overdue is late


@pytest.mark.parametrize(
    ("as_of", "records", "expected"),
    [
        ("2017-09-29", [], []),
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
        ("2017-09-29", ["甲局 2017-09-29 doing 2017-09-30"], []),
    ],
    ids=["none", "in time", "late", "one day, one duty", "two days", "apart", "not yet"],
)
def test_every_event_day_is_an_occurrence_of_its_own(
    as_of: str, records: list[str], expected: list[str]
) -> None:
    given_task = task(cadence=(EVENT,), within=Span(10, workdays=True))
    assert [described(duty) for duty in standing_of(given_task, as_of, *records).duties] == expected


def test_what_is_owed_once_is_owed_beside_events() -> None:
    cadence = (Cadence.ONCE, Cadence.EVENT)
    due, within = date(2017, 9, 30), Span(10, workdays=True)
    given_task = task(cadence=cadence, due=due, within=within)
    standing = standing_of(given_task, "2017-10-31", "甲局 2017-09-01 done 2017-09-05")
    assert [described(duty) for duty in standing.duties] == [
        "甲局 lead 2017-09-01 2017-09-15 done",
        "甲局 lead - 2017-09-30 todo late",
    ]
    assert (standing.status, standing.overdue) == ("doing", True)


def test_a_late_implementer_is_distinguished_from_a_lead_in_time() -> None:
    given_task = task("甲局", "乙局", due=date(2017, 9, 30))
    standing = standing_of(given_task, "2017-10-31", "甲局 - done 2017-09-05")
    assert (standing.status, standing.overdue, standing.late_below) == ("done", False, True)


def test_an_event_is_the_business_of_the_unit_that_named_it() -> None:
    given_task = task("甲局 乙局", cadence=(EVENT,), within=Span(10, workdays=True))
    standing = standing_of(given_task, "2017-09-30", "甲局 2017-09-29 doing 2017-09-30")
    assert [described(duty) for duty in standing.duties] == [
        "甲局 lead 2017-09-29 2017-10-19 doing",
    ]
    assert standing.periods == PeriodCount(done=0, waived=0, begun=1, all=1)
    assert (standing.owners, standing.missing) == (("甲局", "乙局"), [])


def test_what_only_implementers_opened_gives_no_status_to_a_task_that_is_led() -> None:
    given_task = task("甲局", "乙局", cadence=(EVENT,), within=Span(10, workdays=True))
    opened = "乙局 2017-09-29 done 2017-09-30"
    standing = standing_of(given_task, "2017-10-31", opened)
    assert (standing.status, standing.is_idle, standing.periods.all) == ("todo", False, 0)
    assert standing_of(given_task, "2017-10-31", opened, unit="乙局").status == "done"
    led = standing_of(given_task, "2017-10-31", opened, "甲局 2017-09-28 doing 2017-09-30")
    assert (led.status, led.periods.all) == ("doing", 1)


def monthly(statuses: str, day: str = "2017-10-05") -> list[str]:
    """Return records of 甲局 for the months from August on."""
    return [
        f"甲局 2017-{month:02} {status} {day}" for month, status in enumerate(statuses.split(), 8)
    ]


@pytest.mark.parametrize(
    ("given_task", "records", "expected"),
    [
        (task(), [], "todo"),
        (task(), ["甲局 - todo 2017-09-01"], "todo"),
        (task(), ["甲局 - doing 2017-09-01"], "doing"),
        (task(), ["甲局 - blocked 2017-09-01"], "blocked"),
        (task(), ["甲局 - blocked 2017-09-01", "甲局 - doing 2017-09-02"], "doing"),
        (task(), ["甲局 - done 2017-09-01"], "done"),
        (task(), ["甲局 - waived 2017-09-01"], "waived"),
        (task(), ["甲局 - done 2017-09-01", "甲局 - todo 2017-09-02"], "todo"),
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
        (task(), ["甲局 - waiting 2017-09-01"], "waiting"),
        (task(awaits="文件"), ["甲局 - todo 2017-09-01"], "todo"),
        (task(cadence=(MONTHLY,)), ["甲局 2017-12 done 2017-10-05"], "doing"),
        (task(cadence=(MONTHLY,)), monthly("done waived waived waived"), "doing"),
        (task(cadence=(MONTHLY,)), monthly("waived waived waived waived"), "todo"),
        (task(cadence=(MONTHLY,), awaits="文件"), monthly("waived"), "waiting"),
    ],
)
def test_a_tasks_status_folds_its_lead_duties(
    given_task: Task, records: list[str], expected: str
) -> None:
    assert standing_of(given_task, "2017-10-31", *records).status == expected


@pytest.mark.parametrize(
    ("given_task", "records", "late"),
    [
        (task("甲局", "乙局"), [], True),
        (task("甲局", "乙局"), ["甲局 - done 2017-09-01"], False),
        (task("", "甲局 乙局"), ["甲局 - done 2017-09-01"], True),
        (task("甲局 乙局"), ["甲局 - done 2017-09-01"], True),
        (task("甲局 乙局"), ["甲局 - done 2017-09-01", "乙局 - waiting 2017-09-01"], False),
        (task(cadence=(MONTHLY,)), monthly("done done done done"), False),
        (task(cadence=(MONTHLY,)), monthly("done done"), True),
        (task(cadence=(MONTHLY,)), monthly("done doing done done"), True),
    ],
    ids=[
        "lead",
        "implementer beside a lead",
        "implementer alone",
        "one of two leads",
        "waiting",
        "what is due is done",
        "a month is missing",
        "a month is unfinished",
    ],
)
def test_a_task_is_late_when_a_lead_is_and_an_implementer_only_without_one(
    given_task: Task,
    records: list[str],
    late: bool,  # noqa: FBT001
) -> None:
    assert standing_of(given_task, "2018-01-01", *records).overdue is late


def test_the_worked_example() -> None:
    given_task = task(cadence=(MONTHLY,), lag=Span(20, workdays=True))
    entry = "甲局 2017-08 done 2017-09-12 https://www.gzns.gov.cn/example"
    october, november = (
        standing_of(given_task, "2017-10-31", entry),
        standing_of(given_task, "2017-11-04", entry),
    )
    assert [described(duty) for duty in october.duties] == [
        "甲局 lead 2017-08 2017-09-28 done",
        "甲局 lead 2017-09 2017-11-03 todo",
        "甲局 lead 2017-10 2017-11-28 todo",
        "甲局 lead 2017-11 2017-12-28 todo unbegun",
        "甲局 lead 2017-12 2018-01-29 todo unbegun",
    ]
    assert (october.status, october.overdue) == ("doing", False)
    assert october.periods == PeriodCount(done=1, waived=0, begun=3, all=5)
    assert october.evidence == 1
    assert (october.next_due, october.last_report) == (date(2017, 11, 3), date(2017, 9, 12))
    assert (november.status, november.overdue) == ("doing", True)
    assert [described(duty) for duty in november.duties] == [
        "甲局 lead 2017-08 2017-09-28 done",
        "甲局 lead 2017-09 2017-11-03 todo late",
        "甲局 lead 2017-10 2017-11-28 todo",
        "甲局 lead 2017-11 2017-12-28 todo",
        "甲局 lead 2017-12 2018-01-29 todo unbegun",
    ]


def test_a_task_counts_periods_units_coverage_reports_and_evidence() -> None:
    given_task = task("甲局 乙局", "丙委 各镇", cadence=(QUARTERLY,))
    standing = standing_of(
        given_task,
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
    assert standing.periods == PeriodCount(done=1, waived=0, begun=2, all=2)
    assert standing.units == Count(done=1, all=2)
    assert standing.coverage == Count(done=1, all=2)
    assert standing.next_due == date(2018, 1, 29)
    assert standing.last_report == date(2017, 11, 30)
    assert standing.evidence == 4


def test_with_a_unit_the_figures_are_its_own() -> None:
    given_task = task("甲局 乙局", "丙委", "丁镇", cadence=(QUARTERLY,))
    lines = (
        "甲局 2017Q3 done 2017-10-01 https://a.cn",
        "甲局 2017Q4 waived 2017-10-01",
        "丙委 2017Q3 blocked 2017-10-09",
    )

    def own(unit: str | None) -> tuple[object, ...]:
        standing = standing_of(given_task, "2017-11-04", *lines, unit=unit)
        return (
            standing.status.value,
            standing.overdue,
            standing.periods,
            standing.units,
            standing.coverage,
            standing.evidence,
        )

    whole = ("doing", True, PeriodCount(0, 0, 2, 2), Count(1, 2), Count(0, 1), 1)
    assert own(None) == whole
    assert own("甲局") == ("done", False, PeriodCount(1, 1, 2, 2), Count(1, 1), Count(0, 0), 1)
    assert own("乙局") == ("todo", True, PeriodCount(0, 0, 2, 2), Count(0, 1), Count(0, 0), 0)
    assert own("丙委") == ("blocked", True, PeriodCount(0, 0, 2, 2), Count(0, 1), Count(0, 1), 0)
    assert own("丁镇") == whole, "a unit that only supports sees the task's figures"


@pytest.mark.parametrize(
    ("given_task", "unit", "expected"),
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
    given_task: Task, unit: str, expected: Concern | None
) -> None:
    assert concern(REGISTRY, given_task, unit) == expected


def checked(duty: Duty) -> str:
    """Return the review of a duty: its status, its review state, and what applies."""
    flags = {
        "returned": duty.returned,
        "unreviewed": duty.unreviewed,
        "late": duty.overdue,
    }
    where = duty.checked.value if duty.checked else "-"
    entry = [flag for flag, holds in flags.items() if holds]
    return f"{duty.status.value} {where}: {' '.join(entry)}".rstrip(": ")


@pytest.mark.parametrize(
    ("status", "counts_as"),
    [
        ("done", "doing"),
        ("waived", "doing"),
        ("waiting", "doing"),
        ("doing", "doing"),
        ("todo", "todo"),
        ("blocked", "blocked"),
    ],
)
def test_a_returned_record_neither_settles_nor_excuses(status: str, counts_as: str) -> None:
    given_task, entry = task(due=date(2017, 10, 15)), f"甲局 - {status} 2017-09-10"
    back = f"return 2017-09-20 of {entry}"
    assert [
        described(standing_of(given_task, day, entry, back).duties[0])
        for day in ("2017-10-15", "2017-10-16")
    ] == [
        f"甲局 lead - 2017-10-15 {counts_as}",
        f"甲局 lead - 2017-10-15 {counts_as} late",
    ]


DONE = "甲局 - done 2017-09-10"
ANEW = "甲局 - done 2017-09-25"
ALTERED = "甲局 - done 2017-09-10 https://example.cn/put-in-later"
DOING = "甲局 - doing 2017-09-10"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        # No review
        ("", "todo -: late"),
        (DONE, "done unreviewed: unreviewed"),
        ("甲局 - waived 2017-09-10", "waived unreviewed: unreviewed"),
        (DOING, "doing unreviewed: late"),
        ("甲局 - waiting 2017-09-10", "waiting unreviewed: unreviewed"),
        # One review of the last record
        (f"{DONE}; accept 2017-09-20 of {DONE}", "done accepted"),
        (f"{DONE}; accept 2017-09-10 of {DONE}", "done accepted"),
        (f"{DOING}; accept 2017-09-20 of {DOING}", "doing accepted: late"),
        (f"{DONE}; return 2017-09-20 of {DONE}", "doing returned: returned late"),
        # A new report ends a return and outdates any review
        (
            f"{DONE}; return 2017-09-20 of {DONE}; {ANEW}",
            "done outdated: unreviewed",
        ),
        (
            f"{DONE}; return 2017-09-20 of {DONE}; 甲局 - done 2017-09-20",
            "done outdated: unreviewed",
        ),
        (
            f"{DONE}; return 2017-09-20 of {DONE}; 甲局 - doing 2017-09-25",
            "doing outdated: unreviewed late",
        ),
        (
            f"{DONE}; return 2017-09-20 of {DONE}; 甲局 - waiting 2017-09-25",
            "waiting outdated: unreviewed",
        ),
        (
            f"{DONE}; accept 2017-09-20 of {DONE}; {ANEW}",
            "done outdated: unreviewed",
        ),
        (
            f"{DONE}; accept 2017-09-20 of {DONE}; 甲局 - todo 2017-09-25",
            "todo outdated: unreviewed late",
        ),
        (f"{DONE}; accept 2017-09-20 of {DONE}; 甲局 - doing 2017-09-05", "done accepted"),
        # A record of another unit or period ends no return
        (
            f"{DONE}; return 2017-09-20 of {DONE}; 乙局 - done 2017-09-25",
            "doing returned: returned late",
        ),
        # A record that was altered after its review
        (f"{ALTERED}; accept 2017-09-20 of {DONE}", "done outdated: unreviewed"),
        (f"{ALTERED}; return 2017-09-20 of {DONE}", "doing outdated: returned unreviewed late"),
        (
            f"{ALTERED}; 甲局 - done 2017-09-15; return 2017-09-20 of {DONE}",
            "doing outdated: returned unreviewed late",
        ),
        (
            f"{ALTERED}; return 2017-09-20 of {DONE}; 甲局 - done 2017-09-20",
            "done outdated: unreviewed",
        ),
        (
            f"{ALTERED}; return 2017-09-20 of {DONE}; {ANEW}",
            "done outdated: unreviewed",
        ),
        (f"甲局 - done 2017-09-11; accept 2017-09-20 of {DONE}", "done outdated: unreviewed"),
        (
            f"甲局 - done 2017-09-11; return 2017-09-20 of {DONE}",
            "doing outdated: returned unreviewed late",
        ),
        # On the day itself a second record is a new report, the altered one is not
        (
            f"{DONE}; return 2017-09-10 of {DONE}; {ALTERED}",
            "done outdated: unreviewed",
        ),
        (
            f"{ALTERED}; return 2017-09-10 of {DONE}",
            "doing outdated: returned unreviewed late",
        ),
        # A review written by hand, without a digest, means the last record of that day
        (f"{DONE}; accept 2017-09-20 undigested of {DONE}", "done accepted"),
        (f"{ALTERED}; accept 2017-09-20 undigested of {DONE}", "done accepted"),
        (f"{ALTERED}; return 2017-09-20 undigested of {DONE}", "doing returned: returned late"),
        (f"{DOING}; {DONE}; accept 2017-09-20 undigested of {DOING}", "done accepted"),
        (f"{DOING}; {DONE}; accept 2017-09-20 of {DOING}", "done outdated: unreviewed"),
        (
            f"{DONE}; return 2017-09-20 undigested of {DONE}; {ANEW}",
            "done outdated: unreviewed",
        ),
        # Two reviews: the later one counts, by date and then by order
        (f"{DONE}; return 2017-09-20 of {DONE}; accept 2017-09-21 of {DONE}", "done accepted"),
        (
            f"{DONE}; accept 2017-09-20 of {DONE}; return 2017-09-21 of {DONE}",
            "doing returned: returned late",
        ),
        (f"{DONE}; accept 2017-09-21 of {DONE}; return 2017-09-20 of {DONE}", "done accepted"),
        (
            f"{DONE}; accept 2017-09-20 of {DONE}; return 2017-09-20 of {DONE}",
            "doing returned: returned late",
        ),
        (
            f"{DONE}; return 2017-09-20 of {DONE}; {ANEW}; accept 2017-09-26 of {ANEW}",
            "done accepted",
        ),
        (
            f"{DONE}; return 2017-09-20 of {DONE}; {ANEW}; return 2017-09-26 of {ANEW}",
            "doing returned: returned late",
        ),
        # A review after the day does not count
        (f"{DONE}; return 2017-10-16 of {DONE}", "doing returned: returned late"),
        (f"{DONE}; return 2017-10-17 of {DONE}", "done unreviewed: unreviewed"),
        (f"{DONE}; accept 2017-09-20 of {DONE}; return 2017-10-17 of {DONE}", "done accepted"),
        (
            f"{DONE}; return 2017-09-20 of {DONE}; 甲局 - done 2017-10-17",
            "doing returned: returned late",
        ),
    ],
)
def test_a_review_speaks_of_one_record(script: str, expected: str) -> None:
    standing = standing_of(
        task("甲局 乙局", due=date(2017, 10, 15)), "2017-10-16", *script.split("; ")
    )
    assert checked(standing.duties[0]) == expected


def test_a_review_concerns_one_unit_and_one_period() -> None:
    lines = (
        "甲局 2017Q3 done 2017-10-09",
        "甲局 2017Q4 done 2017-10-09",
        "乙局 2017Q3 done 2017-10-09",
        "return 2017-10-20 of 甲局 2017Q3 done 2017-10-09",
        "accept 2017-10-20 of 乙局 2017Q3 done 2017-10-09",
    )
    standing = standing_of(task("甲局 乙局", cadence=(QUARTERLY,)), "2017-11-30", *lines)
    assert [f"{duty.unit} {duty.period.name} {checked(duty)}" for duty in standing.duties] == [
        "甲局 2017Q3 doing returned: returned late",
        "甲局 2017Q4 done unreviewed: unreviewed",
        "乙局 2017Q3 done accepted",
        "乙局 2017Q4 todo -",
    ]


def test_a_review_concerns_one_event() -> None:
    given_task = task(cadence=(EVENT,), within=Span(10, workdays=True))
    first, second = "甲局 2017-08-03 done 2017-08-10", "甲局 2017-09-29 done 2017-10-10"
    standing = standing_of(
        given_task, "2017-10-31", first, second, f"return 2017-10-20 of {second}"
    )
    assert [f"{duty.period.name} {checked(duty)}" for duty in standing.duties] == [
        "2017-08-03 done unreviewed: unreviewed",
        "2017-09-29 doing returned: returned late",
    ]


@pytest.mark.parametrize(
    ("given_task", "records", "before", "after"),
    [
        (
            task(due=date(2017, 9, 30)),
            ["甲局 - done 2017-09-01"],
            ("done", False, None, Count(1, 1), Count(0, 0)),
            ("doing", True, date(2017, 9, 30), Count(0, 1), Count(0, 0)),
        ),
        (
            task(awaits="文件"),
            ["甲局 - waiting 2017-09-01"],
            ("waiting", False, date(2017, 12, 31), Count(0, 1), Count(0, 0)),
            ("doing", False, date(2017, 12, 31), Count(0, 1), Count(0, 0)),
        ),
        (
            task("甲局 乙局"),
            ["甲局 - waived 2017-09-01", "乙局 - waived 2017-09-01"],
            ("waived", False, None, Count(2, 2), Count(0, 0)),
            ("doing", False, date(2017, 12, 31), Count(1, 2), Count(0, 0)),
        ),
        (
            task("乙局", "甲局", due=date(2017, 9, 30)),
            ["甲局 - done 2017-09-01", "乙局 - done 2017-09-01"],
            ("done", False, None, Count(1, 1), Count(1, 1)),
            ("done", False, None, Count(1, 1), Count(0, 1)),
        ),
    ],
    ids=["done", "waiting", "waived", "an implementer beside a lead"],
)
def test_a_return_counts_in_the_figures_of_the_task(
    given_task: Task, records: list[str], before: tuple[object, ...], after: tuple[object, ...]
) -> None:
    def figures(*lines: str) -> tuple[object, ...]:
        standing = standing_of(given_task, "2017-10-31", *lines)
        return (
            standing.status.value,
            standing.overdue,
            standing.next_due,
            standing.units,
            standing.coverage,
        )

    assert figures(*records) == before
    assert figures(*records, f"return 2017-09-20 of {records[0]}") == after


def extended(duty: Duty) -> str:
    """Return the dates of a duty: the one that counts, the original, its extensions, if it is late.

    An extension that was requested late has its day.
    """
    moved = f"{duty.due or '-'} was {duty.original_due or '-'} moved {len(duty.extensions)}"
    late = [f"asked late {extension.date}" for extension in duty.asked_late]
    return "; ".join([moved, *late, *(["overdue"] if duty.overdue else [])])


@pytest.mark.parametrize(
    ("as_of", "script", "expected"),
    [
        ("2017-10-15", "", "2017-10-15 was 2017-10-15 moved 0"),
        ("2017-10-16", "", "2017-10-15 was 2017-10-15 moved 0; overdue"),
        ("2017-10-16", "extend 2017-10-10 to 2017-11-30", "2017-11-30 was 2017-10-15 moved 1"),
        ("2017-11-30", "extend 2017-10-10 to 2017-11-30", "2017-11-30 was 2017-10-15 moved 1"),
        (
            "2017-12-01",
            "extend 2017-10-10 to 2017-11-30",
            "2017-11-30 was 2017-10-15 moved 1; overdue",
        ),
        # Granted again: the last one counts, by date and then by order
        (
            "2017-12-01",
            "extend 2017-10-10 to 2017-11-30; extend 2017-11-20 to 2017-12-20",
            "2017-12-20 was 2017-10-15 moved 2",
        ),
        (
            "2017-12-01",
            "extend 2017-11-20 to 2017-12-20; extend 2017-10-10 to 2017-11-30",
            "2017-12-20 was 2017-10-15 moved 2",
        ),
        (
            "2017-12-01",
            "extend 2017-10-10 to 2017-11-30; extend 2017-10-10 to 2017-12-20",
            "2017-12-20 was 2017-10-15 moved 2",
        ),
        # One requested after the day does not count
        (
            "2017-10-16",
            "extend 2017-10-16 to 2017-11-30",
            "2017-11-30 was 2017-10-15 moved 1; asked late 2017-10-16",
        ),
        (
            "2017-10-16",
            "extend 2017-10-17 to 2017-11-30",
            "2017-10-15 was 2017-10-15 moved 0; overdue",
        ),
        (
            "2017-11-25",
            "extend 2017-10-10 to 2017-11-20; extend 2017-11-26 to 2017-12-20",
            "2017-11-20 was 2017-10-15 moved 1; overdue",
        ),
        # Requested late: after the due date that counted until then
        ("2017-12-01", "extend 2017-10-15 to 2017-12-20", "2017-12-20 was 2017-10-15 moved 1"),
        (
            "2017-12-01",
            "extend 2017-10-20 to 2017-11-30; extend 2017-11-30 to 2017-12-20",
            "2017-12-20 was 2017-10-15 moved 2; asked late 2017-10-20",
        ),
        (
            "2017-12-10",
            "extend 2017-10-10 to 2017-11-30; extend 2017-12-01 to 2017-12-05",
            "2017-12-05 was 2017-10-15 moved 2; asked late 2017-12-01; overdue",
        ),
        # A settled duty remains settled
        (
            "2017-12-10",
            "甲局 - done 2017-09-10; extend 2017-09-01 to 2017-11-30",
            "2017-11-30 was 2017-10-15 moved 1",
        ),
        # A returned duty is late only after the new date
        (
            "2017-11-30",
            f"{DONE}; return 2017-09-20 of {DONE}; extend 2017-10-10 to 2017-11-30",
            "2017-11-30 was 2017-10-15 moved 1",
        ),
        (
            "2017-12-01",
            f"{DONE}; return 2017-09-20 of {DONE}; extend 2017-10-10 to 2017-11-30",
            "2017-11-30 was 2017-10-15 moved 1; overdue",
        ),
    ],
)
def test_an_extension_moves_the_due_date_and_keeps_the_original(
    as_of: str, script: str, expected: str
) -> None:
    standing = standing_of(task(due=date(2017, 10, 15)), as_of, *script.split("; "))
    (duty,) = standing.duties
    assert extended(duty) == expected
    assert standing.overdue is duty.overdue
    assert standing.next_due == (None if duty.status.settled else duty.due)


def test_an_extension_concerns_one_unit_and_one_period() -> None:
    given_task = task("甲局 乙局", cadence=(QUARTERLY,))
    standing = standing_of(
        given_task, "2017-11-30", "extend 2017-11-01 to 2017-12-15 for 甲局 2017Q3"
    )
    assert [f"{duty.unit} {duty.period.name} {extended(duty)}" for duty in standing.duties] == [
        "甲局 2017Q3 2017-12-15 was 2017-11-03 moved 1",
        "甲局 2017Q4 2018-01-29 was 2018-01-29 moved 0",
        "乙局 2017Q3 2017-11-03 was 2017-11-03 moved 0; overdue",
        "乙局 2017Q4 2018-01-29 was 2018-01-29 moved 0",
    ]
    assert (standing.overdue, standing.next_due) == (True, date(2017, 11, 3))


def test_an_extension_concerns_one_event() -> None:
    given_task = task(cadence=(EVENT,), within=Span(10, workdays=True))
    standing = standing_of(
        given_task,
        "2017-10-31",
        "甲局 2017-08-03 doing 2017-08-10",
        "甲局 2017-09-29 doing 2017-09-30",
        "extend 2017-10-19 to 2017-11-15 for 甲局 2017-09-29",
    )
    assert [f"{duty.period.name} {extended(duty)}" for duty in standing.duties] == [
        "2017-08-03 2017-08-17 was 2017-08-17 moved 0; overdue",
        "2017-09-29 2017-11-15 was 2017-10-19 moved 1",
    ]


def test_what_has_no_due_date_gets_none_by_an_extension() -> None:
    given_task = task(cadence=(ONGOING,))
    (duty,) = standing_of(given_task, "2018-06-01", "extend 2017-10-10 to 2017-11-30").duties
    assert extended(duty) == "- was - moved 1"


@pytest.mark.parametrize(
    ("given_task", "lines", "expected"),
    [
        (task(), [], ["silent"]),
        (task(awaits="文件"), [], []),
        (task(cadence=(ONGOING,)), [], ["silent"]),
        (task(), ["甲局 - todo 2017-09-01"], []),
        (task(), ["甲局 - doing 2017-11-01"], ["silent"]),
        (task(), ["甲局 - done 2017-11-01"], ["silent"]),
        (task(), ["甲局 - doing 2017-09-01"], []),
        (task(), ["甲局 - done 2017-09-01"], ["unproved unreviewed"]),
        (task(), ["甲局 - waived 2017-09-01"], ["unreviewed"]),
        (task(), ["甲局 - done 2017-09-01 a.pdf"], ["unreviewed"]),
        (task(), ["甲局 - doing 2017-08-09 a.pdf", "甲局 - done 2017-09-01"], ["unreviewed"]),
        (
            task(),
            ["甲局 - done 2017-09-01", "甲局 - done 2017-11-01 a.pdf"],
            ["unproved unreviewed"],
        ),
        (task(), [DONE, f"accept 2017-09-20 of {DONE}"], ["unproved"]),
        (task(), [DONE, f"return 2017-09-20 of {DONE}"], []),
        (task(), [DONE, f"return 2017-09-20 of {DONE}", DOING.replace("10", "25")], ["unreviewed"]),
        (
            task(),
            [f"{DONE} a.pdf", f"return 2017-09-20 of {DONE} a.pdf", "甲局 - done 2017-10-09"],
            ["unproved unreviewed"],
        ),
        (
            task(),
            [f"{DONE} a.pdf", f"return 2017-09-20 of {DONE} a.pdf", "甲局 - done 2017-10-09 b.pdf"],
            ["unreviewed"],
        ),
        (
            task(),
            [f"{DONE} a.pdf", f"accept 2017-09-20 of {DONE} a.pdf", "甲局 - done 2017-10-09"],
            ["unreviewed"],
        ),
        (task("甲局 乙局"), ["甲局 - doing 2017-09-01"], ["", "silent"]),
        (
            task(cadence=(QUARTERLY, YEARLY)),
            ["甲局 2017Q4 done 2017-10-09"],
            ["silent", "unproved unreviewed", "silent"],
        ),
        (
            task(cadence=(MONTHLY,)),
            monthly("done doing"),
            ["unproved unreviewed", "", "silent", "", ""],
        ),
    ],
)
def test_units_without_reports_and_duties_without_evidence_or_review_are_listed(
    given_task: Task, lines: list[str], expected: list[str]
) -> None:
    def flags(duty: Duty) -> str:
        named = ("silent", "unproved", "unreviewed")
        return " ".join(name for name in named if getattr(duty, name))

    assert [flags(duty) for duty in standing_of(given_task, "2017-10-31", *lines).duties] == (
        expected or [""]
    )


@pytest.mark.parametrize(
    ("given_task", "lines", "expected"),
    [
        (task(), [], {"甲局": "2017-08-03"}),
        (task(awaits="文件"), [], {}),
        (
            task("甲局 乙局"),
            ["乙局 - doing 2017-09-01"],
            {"甲局": "2017-08-03", "乙局": "2017-09-01"},
        ),
        (task("甲局", "丁镇"), [], {"甲局": "2017-08-03", "丁镇": "2017-08-03"}),
        (task(), ["甲局 - doing 2017-11-01"], {"甲局": "2017-08-03"}),
        (task(), ["甲局 - done 2017-09-01"], {}),
        (task(), ["甲局 - waived 2017-09-01"], {}),
        (
            task(),
            ["甲局 - done 2017-09-10", f"return 2017-09-20 of {DONE}"],
            {"甲局": "2017-09-10"},
        ),
        (task(cadence=(MONTHLY,)), [], {"甲局": "2017-08-03"}),
        (task(cadence=(MONTHLY,)), monthly("done", "2017-09-05"), {"甲局": "2017-09-05"}),
        (
            task(cadence=(MONTHLY,)),
            ["甲局 2017-09 doing 2017-10-05", "甲局 2017-08 doing 2017-09-05"],
            {"甲局": "2017-10-05"},
        ),
        (task(cadence=(MONTHLY,)), monthly("done done", "2017-08-31"), {"甲局": "2017-10-01"}),
        (task(cadence=(MONTHLY,)), monthly("done done done"), {}),
        (task(cadence=(MONTHLY,)), monthly("done done done done"), {}),
    ],
    ids=[
        "since the issue",
        "what waits is not owed",
        "each unit by itself",
        "implementers too",
        "a later word is not heard",
        "done",
        "waived",
        "returned",
        "since the issue, not since the first of the month",
        "since the last word",
        "since the last word on any of its periods",
        "not before the period began",
        "all that has begun is done",
        "and more",
    ],
)
def test_a_unit_is_quiet_since_its_last_word_or_since_it_owes_something(
    given_task: Task, lines: list[str], expected: dict[str, str]
) -> None:
    quiet = stale_since(standing_of(given_task, "2017-10-31", *lines), HEAD.issued)
    assert {unit: since.isoformat() for unit, since in quiet.items()} == expected


@pytest.mark.parametrize(
    ("as_of", "days", "expected"),
    [
        ("2017-10-01", 60, []),
        ("2017-10-02", 60, ["甲局"]),
        ("2017-10-30", 60, ["甲局"]),
        ("2017-10-31", 60, ["甲局", "乙局"]),
        ("2017-10-31", 90, []),
        ("2017-11-01", 90, ["甲局"]),
        ("2017-09-01", 0, ["甲局", "乙局"]),
    ],
)
def test_a_unit_is_quiet_for_so_many_days(as_of: str, days: int, expected: list[str]) -> None:
    standing = standing_of(task("甲局 乙局"), as_of, "乙局 - doing 2017-09-01")
    assert stale_units(standing, HEAD.issued, date.fromisoformat(as_of), days) == expected


FULL = Record(
    task="1.1",
    period="2017-08",
    status=Status.DONE,
    date=date(2017, 9, 10),
    evidence=("https://example.cn/1", "evidence/2.pdf"),
    note="已公开。",
    problem="篇幅不足。",
    next="补充。",
    by="张三",
    unit="甲局",
)


def test_a_digest_that_was_written_remains_valid() -> None:
    assert [digest(FULL), digest(record(DONE))] == ["943cc3722631", "bd790a9586f2"]


@pytest.mark.parametrize(
    "altered",
    [
        {"task": "1.2"},
        {"period": "2017-09"},
        {"period": "", "event": date(2017, 8, 3)},
        {"status": Status.DOING},
        {"date": date(2017, 9, 11)},
        {"evidence": ()},
        {"evidence": ("https://example.cn/1",)},
        {"evidence": ("evidence/2.pdf", "https://example.cn/1")},
        {"note": "已公开"},
        {"note": ""},
        {"problem": "已公开。", "note": "篇幅不足。"},
        {"problem": ""},
        {"next": "补充"},
        {"by": "李四"},
    ],
    ids=" ".join,
)
def test_a_digest_changes_with_every_value_of_a_record(altered: dict[str, object]) -> None:
    assert digest(replace(FULL, **altered)) != digest(FULL)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        """\
- task: "1.1"
  period: 2017-08
  status: done
  date: 2017-09-10
  evidence:
  - https://example.cn/1
  - evidence/2.pdf
  note: 已公开。
  problem: 篇幅不足。
  next: 补充。
  by: 张三
""",
        """\
# 挪到了后面
- {task: '1.1', period: 2017-09, status: doing, date: 2017-10-10}

-   by: "张三"
    next: 补充。      # 尾注
    problem: '篇幅不足。'
    note: |
      已公开。
    event:
    evidence: [https://example.cn/1, "evidence/2.pdf"]
    date: "2017-09-10"
    status: 已完成
    period: '2017-08'
    task: 1.1
""",
    ],
    ids=["as mark writes it", "rewritten"],
)
def test_a_digest_does_not_depend_on_the_layout_or_position_of_a_record(text: str) -> None:
    *_, last = shaped_journal("甲局", Source("progress/甲局.yaml", text)).records
    assert digest(last) == digest(FULL)


def test_a_unit_is_settled_when_every_one_of_its_duties_is() -> None:
    given_task = task(cadence=(MONTHLY,))
    early = standing_of(given_task, "2017-10-31", "甲局 2017-12 done 2017-10-05")
    assert early.units == (0, 1)
    assert standing_of(given_task, "2017-10-31", *monthly("done done done done done")).units == (
        1,
        1,
    )


def test_what_any_of_several_units_owes_is_owed_by_them() -> None:
    standing = standing_of(task("甲局 乙局"), "2017-10-31")
    assert standing.is_owed_by(("甲局", "丁镇"))
    assert standing.is_owed_by(())
    assert not standing.is_owed_by(("丁镇",))


def test_what_has_no_due_date_has_an_empty_label() -> None:
    (duty,) = standing_of(task(cadence=(ONGOING,)), "2017-10-31").duties
    assert (duty.due_label, duty.original_label) == ("", "")


def test_a_date_that_was_granted_is_not_provisional() -> None:
    head = replace(HEAD, issued=date(2026, 12, 1), ends=date(2026, 12, 31))
    given_task = task(cadence=(MONTHLY,))
    (counted,) = standing_of(given_task, "2026-12-31", head=head).duties
    granted = "extend 2026-12-20 to 2027-02-26 for 甲局 2026-12"
    (extended,) = standing_of(given_task, "2026-12-31", granted, head=head).duties
    assert (counted.due_label, counted.provisional) == ("2027-01-29 暂定", True)
    assert (extended.due_label, extended.provisional) == ("2027-02-26", False)
    assert extended.original_label == "2027-01-29 暂定"
