"""What is late and what falls due: days off, limits, extensions, units that share a row."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import (
    Deadline,
    Deadlines,
    count_undated,
    deadlines,
    due_spans,
    fold,
)
from gkplan.domain.fields import Span
from gkplan.domain.model import (
    CalendarYear,
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
from gkplan.domain.schedule import DAYS_AHEAD
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Status, Verdict

HEAD = Head(title="小方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
REGISTRY = Registry(units=(Unit("甲局"), Unit("乙局"), Unit("丙委")))
MONTHLY = (Cadence.MONTHLY,)


def task(lead: str = "甲局", id_: str = "1.1", **keys: object) -> Task:
    """Return a task of the plan; names of units are separated by blanks."""
    return Task(id=id_, text="事项。", lead=tuple(lead.split()), **keys)  # type: ignore[arg-type]


def record(line: str) -> Record:
    """Read a record ``TASK[/PERIOD] UNIT STATUS DATE``; a PERIOD may be an event's day."""
    about, unit, status, day = line.split()
    id_, _, period = about.partition("/")
    event = date.fromisoformat(period) if len(period) == len("2017-08-03") else None
    return Record(
        task=id_,
        period="" if event else period,
        event=event,
        unit=unit,
        status=Status[status.upper()],
        date=date.fromisoformat(day),
    )


def extension(line: str) -> Extension:
    """Read an extension ``TASK[/PERIOD] UNIT to DATE asked DATE``."""
    about, unit, _, to, _, asked = line.split()
    id_, _, period = about.partition("/")
    return Extension(
        task=id_,
        period=period,
        unit=unit,
        to=date.fromisoformat(to),
        date=date.fromisoformat(asked),
        reason="材料未齐。",
        approved_by="某某",
    )


def assess(
    tasks: list[Task],
    *lines: str,
    as_of: str = "2017-10-31",
    reviews: tuple[Review, ...] = (),
    years: tuple[CalendarYear, ...] = (),
) -> tuple[Assessment, list[Standing]]:
    """Return the assessment and states of some tasks; the lines are records and extensions."""
    journals: dict[str, tuple[Record, ...]] = {}
    for entry in (record(line) for line in lines if " asked " not in line):
        journals[entry.unit] = (*journals.get(entry.unit, ()), entry)
    granted = tuple(extension(line) for line in lines if " asked " in line)
    plan = Plan(HEAD, (Group(1, "一", "组", tuple(tasks)),))
    ledger = Ledger(plan, REGISTRY, journals, years, reviews, granted)
    assessment = Assessment(ledger, date.fromisoformat(as_of))
    return assessment, [assessment.standing(group, planned) for group, planned in plan]


def find(
    tasks: list[Task],
    *lines: str,
    as_of: str = "2017-10-31",
    within: int | None = DAYS_AHEAD,
    reviews: tuple[Review, ...] = (),
    years: tuple[CalendarYear, ...] = (),
) -> Deadlines:
    """Return the deadlines of some tasks; the lines are records and extensions."""
    assessment, standings = assess(tasks, *lines, as_of=as_of, reviews=reviews, years=years)
    return deadlines(assessment, standings, within)


def described(result: list[Deadline]) -> list[str]:
    """Return deadlines as the tables write them: ``1.1/2017-08 甲局 2017-09-28 逾期 33 天…``."""
    return [
        f"{'/'.join(filter(None, (deadline.duty.task, deadline.duty.period.name)))} "
        f"{deadline.duty.unit} {deadline.due} {deadline.far}"
        for deadline in result
    ]


@pytest.mark.parametrize(
    ("as_of", "due", "days", "workdays", "far"),
    [
        ("2017-08-03", "2017-08-17", 14, 10, "还有 14 天（10 个工作日）"),
        ("2017-09-29", "2017-10-19", 20, 10, "还有 20 天（10 个工作日）"),
        ("2017-09-20", "2017-10-17", 27, 15, "还有 27 天（15 个工作日）"),
        ("2017-09-20", "2017-10-24", 34, 20, "还有 34 天（20 个工作日）"),
        ("2017-08-31", "2017-09-28", 28, 20, "还有 28 天（20 个工作日）"),
        ("2017-12-31", "2018-01-29", 29, 20, "还有 29 天（20 个工作日）"),
        ("2017-10-19", "2017-09-29", -20, -10, "逾期 20 天（10 个工作日）"),
        ("2017-11-03", "2017-09-30", -34, -20, "逾期 34 天（20 个工作日）"),
        ("2019-06-13", "2019-05-15", -29, -20, "逾期 29 天（20 个工作日）"),
        ("2017-02-14", "2017-01-25", -20, -10, "逾期 20 天（10 个工作日）"),
        ("2017-09-30", "2017-09-29", -1, -1, "逾期 1 天（1 个工作日）"),
        ("2017-10-08", "2017-09-30", -8, 0, "逾期 8 天（0 个工作日）"),
        ("2017-10-09", "2017-09-30", -9, -1, "逾期 9 天（1 个工作日）"),
        ("2017-09-29", "2017-09-30", 1, 1, "还有 1 天（1 个工作日）"),
        ("2017-10-09", "2017-10-09", 0, 0, "今天到期"),
        ("2017-10-01", "2017-10-01", 0, 0, "今天到期"),
    ],
)
def test_days_are_counted_by_the_calendar_and_by_working_days(
    as_of: str, due: str, days: int, workdays: int, far: str
) -> None:
    late, coming, waiting, settled = find(
        [task(due=date.fromisoformat(due))], as_of=as_of, within=None
    )
    (deadline,) = late + coming
    assert (deadline.days, deadline.workdays, deadline.far) == (days, workdays, far)
    assert (bool(late), waiting, settled) == (days < 0, [], [])


@pytest.mark.parametrize(
    ("as_of", "due", "far"),
    [
        ("2040-02-29", "2017-12-31", "逾期 8095 天"),
        ("2017-12-31", "2040-02-29", "还有 8095 天"),
        ("2040-03-01", "2040-02-28", "逾期 2 天"),
        ("2040-02-29", "2040-02-29", "今天到期"),
    ],
)
def test_in_a_year_that_the_calendar_does_not_know_working_days_are_left_out(
    as_of: str, due: str, far: str
) -> None:
    late, coming, waiting, settled = find(
        [task(due=date.fromisoformat(due))], as_of=as_of, within=None
    )
    (deadline,) = late + coming
    assert (deadline.far, waiting, settled) == (far, [], [])


def test_a_year_that_the_folder_teaches_is_counted() -> None:
    year = CalendarYear(
        2040, holidays=(date(2040, 2, 29),), workdays=(date(2040, 3, 3), date(2040, 3, 4))
    )
    result = find([task(due=date(2040, 2, 28))], as_of="2040-03-05", years=(year,))
    assert described(result.late) == ["1.1 甲局 2040-02-28 逾期 6 天（5 个工作日）"]


@pytest.mark.parametrize(
    ("within", "coming"),
    [
        (None, ["2017-10-31", "2017-11-01", "2017-11-30", "2017-12-01", "2040-01-01"]),
        (31, ["2017-10-31", "2017-11-01", "2017-11-30", "2017-12-01"]),
        (30, ["2017-10-31", "2017-11-01", "2017-11-30"]),
        (1, ["2017-10-31", "2017-11-01"]),
        (0, ["2017-10-31"]),
    ],
)
def test_what_falls_due_on_the_last_day_asked_for_is_in(
    within: int | None, coming: list[str]
) -> None:
    dues = [
        date(2040, 1, 1),
        date(2017, 12, 1),
        date(2017, 11, 30),
        date(2017, 11, 1),
        date(2017, 10, 31),
        date(2017, 10, 30),
        date(2017, 8, 3),
    ]
    tasks = [task(id_=f"1.{item}", due=due) for item, due in enumerate(dues)]
    result = find(tasks, within=within)
    assert [str(deadline.due) for deadline in result.late] == ["2017-08-03", "2017-10-30"]
    assert [str(deadline.due) for deadline in result.coming] == coming


def test_deadlines_are_sorted_by_day_and_then_by_the_order_of_the_plan() -> None:
    tasks = [task("乙局 甲局", "1.2"), task("丙委", "1.10"), task("甲局", "1.1", cadence=MONTHLY)]
    result = find(tasks, as_of="2018-01-01")
    assert described(result.late) == [
        "1.1/2017-08 甲局 2017-09-28 逾期 95 天（62 个工作日）",
        "1.1/2017-09 甲局 2017-11-03 逾期 59 天（40 个工作日）",
        "1.1/2017-10 甲局 2017-11-28 逾期 34 天（23 个工作日）",
        "1.1/2017-11 甲局 2017-12-28 逾期 4 天（1 个工作日）",
        "1.2 乙局 2017-12-31 逾期 1 天（0 个工作日）",
        "1.2 甲局 2017-12-31 逾期 1 天（0 个工作日）",
        "1.10 丙委 2017-12-31 逾期 1 天（0 个工作日）",
    ]
    assert described(result.coming) == ["1.1/2017-12 甲局 2018-01-29 还有 28 天（20 个工作日）"]


LATE = "1.1 甲局 2017-10-30 逾期 1 天（1 个工作日）"
PASSED = "1.1 甲局 2017-10-30 已过 1 天（1 个工作日）"
TOMORROW = "1.2 甲局 2017-11-01 还有 1 天（1 个工作日）"


@pytest.mark.parametrize(
    ("status", "late", "coming", "waiting"),
    [
        ("todo", [LATE], [TOMORROW], []),
        ("doing", [LATE], [TOMORROW], []),
        ("blocked", [LATE], [TOMORROW], []),
        ("waiting", [], [TOMORROW], [PASSED]),
        ("done", [], [], []),
        ("waived", [], [], []),
    ],
)
def test_what_is_settled_is_left_out_and_what_waits_is_never_late(
    status: str, late: list[str], coming: list[str], waiting: list[str]
) -> None:
    tasks = [task(due=date(2017, 10, 30)), task(id_="1.2", due=date(2017, 11, 1))]
    result = find(tasks, *(f"{id_} 甲局 {status} 2017-09-01" for id_ in ("1.1", "1.2")))
    assert [described(part) for part in result] == [late, coming, waiting, []]


@pytest.mark.parametrize(
    ("as_of", "lines", "late", "coming", "waiting"),
    [
        ("2017-10-30", [], [], ["1.1 甲局 2017-10-30 今天到期"], []),
        ("2017-10-31", [], [], [], [PASSED]),
        ("2017-10-31", ["1.1 甲局 doing 2017-10-31"], [LATE], [], []),
        ("2017-10-31", ["1.1 甲局 done 2017-10-31"], [], [], []),
        ("2040-02-29", [], [], [], ["1.1 甲局 2017-10-30 已过 8157 天"]),
    ],
    ids=["its day", "passed", "live", "done", "unknown year"],
)
def test_an_awaiting_task_is_late_only_after_a_record_shows_that_it_was_begun(
    as_of: str, lines: list[str], late: list[str], coming: list[str], waiting: list[str]
) -> None:
    awaiting = task(due=date(2017, 10, 30), awaits="文件出台")
    result = find([awaiting], *lines, as_of=as_of)
    assert [described(part) for part in result] == [late, coming, waiting, []]


def test_waiting_duties_are_sorted_by_date_however_far_away() -> None:
    tasks = [
        task("甲局 乙局", due=date(2017, 10, 20), awaits="文件出台"),
        task("丙委", "1.2", due=date(2017, 8, 4), awaits="文件出台"),
        task("丙委", "1.3", due=date(2017, 10, 30)),
        task("甲局", "1.4", cadence=MONTHLY, awaits="系统上线"),
    ]
    result = find(tasks, "1.1 乙局 doing 2017-10-01", within=0)
    assert [described(part) for part in result] == [
        [
            "1.1 乙局 2017-10-20 逾期 11 天（7 个工作日）",
            "1.3 丙委 2017-10-30 逾期 1 天（1 个工作日）",
        ],
        [],
        [
            "1.2 丙委 2017-08-04 已过 88 天（58 个工作日）",
            "1.4/2017-08 甲局 2017-09-28 已过 33 天（19 个工作日）",
            "1.1 甲局 2017-10-20 已过 11 天（7 个工作日）",
        ],
        [],
    ]


def test_an_extension_takes_what_waits_out_of_those_past_their_date() -> None:
    awaiting = task(due=date(2017, 10, 20), awaits="文件出台")
    result = find([awaiting], "1.1 甲局 to 2017-11-20 asked 2017-10-10")
    assert [described(part) for part in result] == [
        [],
        ["1.1 甲局 2017-11-20 还有 20 天（14 个工作日）"],
        [],
        [],
    ]


def test_waiting_is_no_excuse_once_its_record_was_returned() -> None:
    returned = Review(
        task="1.1",
        unit="甲局",
        verdict=Verdict.RETURN,
        date=date(2017, 10, 20),
        record=date(2017, 9, 1),
    )
    tasks = [task(due=date(2017, 10, 30))]
    result = find(tasks, "1.1 甲局 waiting 2017-09-01", reviews=(returned,))
    assert [described(part) for part in result] == [[LATE], [], [], []]


def test_a_returned_duty_is_late_again() -> None:
    returned = Review(
        task="1.1",
        unit="甲局",
        verdict=Verdict.RETURN,
        date=date(2017, 10, 20),
        record=date(2017, 9, 1),
    )
    result = find(
        [task("甲局 乙局", due=date(2017, 9, 30))],
        "1.1 甲局 done 2017-09-01",
        "1.1 乙局 done 2017-09-01",
        reviews=(returned,),
    )
    assert described(result.late) == ["1.1 甲局 2017-09-30 逾期 31 天（17 个工作日）"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["1.1/2017-08 甲局 to 2017-11-10 asked 2017-09-20"],
            ["1.1/2017-08 甲局 2017-11-10 还有 10 天（8 个工作日）"],
        ),
        (
            ["1.1/2017-08 甲局 to 2017-10-30 asked 2017-09-20"],
            ["1.1/2017-08 甲局 2017-10-30 逾期 1 天（1 个工作日）"],
        ),
        (
            [
                "1.1/2017-08 甲局 to 2017-10-20 asked 2017-09-20",
                "1.1/2017-08 甲局 to 2017-10-31 asked 2017-10-25",
            ],
            ["1.1/2017-08 甲局 2017-10-31 今天到期"],
        ),
        (
            ["1.1/2017-08 甲局 to 2017-12-20 asked 2017-11-01"],
            ["1.1/2017-08 甲局 2017-09-28 逾期 33 天（19 个工作日）"],
        ),
        (
            [
                "1.1/2017-08 甲局 to 2017-12-20 asked 2017-10-01",
                "1.1/2017-08 甲局 done 2017-10-30",
            ],
            [],
        ),
    ],
    ids=["granted", "passed", "twice", "asked tomorrow", "done"],
)
def test_the_date_that_was_granted_counts(lines: list[str], expected: list[str]) -> None:
    late, coming, waiting, settled = find([task(cadence=MONTHLY)], *lines)
    assert settled == []
    assert [line for line in described(late + coming + waiting) if "2017-08" in line] == expected


def test_events_fall_due_each_for_itself_and_nothing_without_a_date_does() -> None:
    tasks = [
        task("甲局 乙局", cadence=(Cadence.EVENT,), within=Span(15, workdays=True)),
        task(id_="1.2", cadence=(Cadence.EVENT,)),
        task(id_="1.3", cadence=(Cadence.ONGOING,)),
    ]
    result = find(
        tasks,
        "1.1/2017-09-20 甲局 doing 2017-09-21",
        "1.1/2017-10-20 甲局 doing 2017-10-21",
        "1.1/2017-10-21 甲局 done 2017-10-22",
        "1.2 甲局 doing 2017-10-22",
    )
    assert [described(part) for part in result] == [
        ["1.1/2017-09-20 甲局 2017-10-17 逾期 14 天（10 个工作日）"],
        ["1.1/2017-10-20 甲局 2017-11-10 还有 10 天（8 个工作日）"],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("lines", "undated"),
    [
        ([], 2),
        (["1.1/2017-10-20 甲局 doing 2017-10-21"], 2),
        (["1.1 甲局 doing 2017-10-21"], 3),
        (["1.2 甲局 done 2017-10-22"], 1),
        (["1.3 甲局 waived 2017-10-22", "1.2 甲局 waiting 2017-10-22"], 1),
    ],
    ids=["no record", "an event has a date", "no event stated", "done", "waived"],
)
def test_what_is_open_and_never_falls_due_is_counted(lines: list[str], undated: int) -> None:
    tasks = [
        task("甲局 乙局", cadence=(Cadence.EVENT,), within=Span(15, workdays=True)),
        task(id_="1.2", cadence=(Cadence.EVENT,)),
        task(id_="1.3", cadence=(Cadence.ONGOING,)),
        task(id_="1.4", cadence=MONTHLY),
        task("乙局", id_="1.5"),
    ]
    assert count_undated(assess(tasks, *lines)[1]) == undated


def test_a_period_that_has_not_begun_falls_due_too() -> None:
    ahead = find([task(cadence=MONTHLY)], as_of="2017-10-31", within=None).coming
    assert [deadline.duty.period.name for deadline in ahead] == [
        "2017-09",
        "2017-10",
        "2017-11",
        "2017-12",
    ]
    assert [deadline.duty.begun for deadline in ahead] == [True, True, False, False]


def folded(tasks: list[Task], *lines: str, reviews: tuple[Review, ...] = ()) -> list[str]:
    """Return the units that share a row, in order, of what falls due by the end of the plan."""
    result = find(tasks, *lines, within=None, reviews=reviews)
    return [
        f"{together[0].task.id} {' '.join(deadline.duty.unit for deadline in together)}"
        for together in fold(result.late + result.coming + result.waiting)
    ]


def test_equal_units_share_a_row() -> None:
    tasks = [task("甲局 乙局 丙委"), task("甲局", "1.2"), task("乙局 丙委", "1.3")]
    assert folded(tasks) == ["1.1 甲局 乙局 丙委", "1.2 甲局", "1.3 乙局 丙委"]


def test_units_that_differ_in_status_have_separate_rows() -> None:
    assert folded([task("甲局 乙局 丙委")], "1.1 乙局 doing 2017-09-01") == [
        "1.1 甲局 丙委",
        "1.1 乙局",
    ]


def test_periods_have_separate_rows_although_due_on_one_day() -> None:
    both = task("甲局 乙局", cadence=(Cadence.QUARTERLY, Cadence.YEARLY))
    assert folded([both]) == ["1.1 甲局 乙局", "1.1 甲局 乙局", "1.1 甲局 乙局"]


def test_a_returned_unit_has_a_row_apart_from_others_under_way() -> None:
    returned = Review(
        task="1.1",
        unit="甲局",
        verdict=Verdict.RETURN,
        date=date(2017, 10, 20),
        record=date(2017, 9, 1),
    )
    assert folded(
        [task("甲局 乙局")],
        "1.1 甲局 done 2017-09-01",
        "1.1 乙局 doing 2017-09-01",
        reviews=(returned,),
    ) == ["1.1 甲局", "1.1 乙局"]


def test_units_extended_to_one_day_have_separate_rows_where_dates_or_numbers_differ() -> None:
    once = [task("甲局 乙局 丙委", due=date(2018, 1, 31))]
    granted = ["1.1 甲局 to 2018-02-28 asked 2017-09-01", "1.1 乙局 to 2018-02-28 asked 2017-10-01"]
    assert folded(once, *granted) == ["1.1 丙委", "1.1 甲局 乙局"]
    twice = "1.1 丙委 to 2018-02-15 asked 2017-09-01", "1.1 丙委 to 2018-02-28 asked 2017-09-02"
    assert folded(once, *granted, *twice) == ["1.1 甲局 乙局", "1.1 丙委"]


def test_a_return_that_moves_the_date_has_a_row_apart_from_an_extension_to_it() -> None:
    """Both were extended once and returned, and are due on one day."""
    returned = Review(
        task="1.1",
        unit="甲局",
        verdict=Verdict.RETURN,
        date=date(2017, 10, 20),
        record=date(2017, 9, 1),
        correct_by=date(2017, 11, 30),
    )
    assert folded(
        [task("甲局 乙局", due=date(2017, 9, 30))],
        *("1.1 甲局 done 2017-09-01", "1.1 甲局 to 2017-10-31 asked 2017-09-01"),
        *("1.1 乙局 done 2017-09-01", "1.1 乙局 to 2017-11-30 asked 2017-09-01"),
        reviews=(returned, replace(returned, unit="乙局", correct_by=None)),
    ) == ["1.1 甲局", "1.1 乙局"]


def test_a_late_request_has_a_row_apart_from_a_request_in_time() -> None:
    assert folded(
        [task("甲局 乙局", due=date(2017, 9, 30))],
        "1.1 甲局 to 2017-11-30 asked 2017-09-01",
        "1.1 乙局 to 2017-11-30 asked 2017-10-20",
    ) == ["1.1 甲局", "1.1 乙局"]


def spans(tasks: list[Task], *lines: str, as_of: str = "2017-10-31") -> list[str]:
    """Return the columns that count anything: ``2017-08-28 2017-09-03: 1 0 2``."""
    duties = [
        duty for standing in assess(tasks, *lines, as_of=as_of)[1] for duty in standing.duties
    ]
    counted = due_spans(duties)
    assert sum(span.all for span in counted) == sum(duty.due is not None for duty in duties)
    for before, after in pairwise(counted):
        assert after.first - before.last == timedelta(days=1)
    return [
        f"{span.first} {span.last}: {span.settled} {span.overdue} {span.pending}"
        for span in counted
        if span.all
    ]


def test_duties_are_counted_in_the_weeks_in_which_they_fall_due() -> None:
    tasks = [
        task("甲局 乙局", "1.1", due=date(2017, 10, 1)),
        task("甲局", "1.2", due=date(2017, 10, 2)),
        task("丙委", "1.3", due=date(2017, 12, 31)),
        task("丙委", "1.4", cadence=(Cadence.EVENT,)),
    ]
    assert spans(tasks, "1.1 甲局 done 2017-09-20") == [
        "2017-09-25 2017-10-01: 1 1 0",
        "2017-10-02 2017-10-08: 0 1 0",
        "2017-12-25 2017-12-31: 0 0 1",
    ]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2018, 10, 28), ["2017-09-04 2017-09-10: 0 1 0", "2018-10-22 2018-10-28: 0 0 1"]),
        (date(2018, 10, 29), ["2017-09-01 2017-09-30: 0 1 0", "2018-10-01 2018-10-31: 0 0 1"]),
    ],
)
def test_a_long_plan_is_counted_by_months(last: date, expected: list[str]) -> None:
    """Sixty weeks after 2017-09-04 is 2018-10-29."""
    tasks = [task("甲局", "1.1", due=date(2017, 9, 4)), task("乙局", "1.2", due=last)]
    assert spans(tasks) == expected


def test_without_a_due_date_there_is_nothing_to_draw() -> None:
    assert spans([task("甲局", cadence=(Cadence.EVENT,))]) == []
