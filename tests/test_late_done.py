"""Late completion, corrections, withdrawals, changes in mid-year: one table per definition.

The sentences of the definitions are in docs/format.md (怎样算).
"""

from dataclasses import replace
from datetime import date

import pytest
from test_assess import (
    EVENT,
    HEAD,
    MONTHLY,
    REGISTRY,
    assess,
    described,
    record,
    standing_of,
    task,
)

from gkplan.domain.duty import Duty
from gkplan.domain.fields import Span
from gkplan.domain.model import (
    Cancellation,
    Group,
    Ledger,
    Plan,
    Reassignment,
    Task,
    Withdrawal,
)
from gkplan.domain.standing import PeriodCount, Standing
from gkplan.domain.vocabulary import Status, Withdrawn
from gkplan.domain.workdays import mainland

DUE = "2017-09-28"
"""The due date of 2017-08 in a monthly task with a lag of 20 working days."""
AUGUST = "甲局 2017-08"
SEPTEMBER = [f"{AUGUST} done 2017-09-12"]
WAITING = [f"{AUGUST} waiting 2017-09-01"]
LAG = Span(20, workdays=True)


def august(as_of: str, *lines: str, given: Task | None = None) -> Duty:
    """Return the duty of 甲局 for 2017-08 on a day."""
    given = given or task(cadence=(MONTHLY,), lag=LAG)
    return standing_of(given, as_of, *lines).duties[0]


def outcome(duty: Duty) -> str:
    """Return a status with the lateness: ``done late 11``, ``doing overdue``."""
    late = f" late {duty.late_days}" if duty.late_done else ""
    return f"{duty.status.value}{late}{' overdue' if duty.overdue else ''}"


RETURN = "return 2017-10-20 by 2017-10-30 of 甲局 2017-08 done 2017-09-12"
PLAIN_RETURN = "return 2017-10-20 of 甲局 2017-08 done 2017-09-12"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"{AUGUST} done 2017-09-28"], "done"),
        ([f"{AUGUST} done 2017-09-29"], "done late 1"),
        ([f"{AUGUST} done 2017-10-09"], "done late 11"),
        ([f"{AUGUST} done 2017-09-12", f"{AUGUST} done 2017-10-09"], "done"),
        ([f"{AUGUST} done 2017-09-12", f"{AUGUST} doing 2017-10-10"], "doing overdue"),
        (
            [
                f"{AUGUST} done 2017-09-12",
                f"{AUGUST} doing 2017-10-10",
                f"{AUGUST} done 2017-10-20",
            ],
            "done late 22",
        ),
        (
            [
                f"{AUGUST} done 2017-09-12",
                f"{AUGUST} doing 2017-09-20",
                f"{AUGUST} done 2017-09-28",
            ],
            "done",
        ),
        ([f"{AUGUST} waived 2017-09-01", f"{AUGUST} done 2017-10-20"], "done late 22"),
        ([f"{AUGUST} waived 2017-10-20"], "waived"),
        ([f"{AUGUST} waiting 2017-09-28", f"{AUGUST} done 2017-10-20"], "done"),
        ([f"{AUGUST} waiting 2017-09-29", f"{AUGUST} done 2017-10-20"], "done late 22"),
        (
            [
                f"{AUGUST} waiting 2017-09-01",
                f"{AUGUST} doing 2017-10-10",
                f"{AUGUST} done 2017-10-20",
            ],
            "done",
        ),
        (
            [
                f"{AUGUST} waiting 2017-09-01",
                f"{AUGUST} doing 2017-09-28",
                f"{AUGUST} done 2017-10-20",
            ],
            "done late 22",
        ),
        (
            [
                f"{AUGUST} waiting 2017-09-01",
                f"{AUGUST} done 2017-10-20",
                "extend 2017-09-20 to 2017-10-15 for 甲局 2017-08",
            ],
            "done late 5",
        ),
        (
            [f"{AUGUST} done 2017-10-15", "extend 2017-09-20 to 2017-10-15 for 甲局 2017-08"],
            "done",
        ),
        (
            [f"{AUGUST} done 2017-10-16", "extend 2017-09-20 to 2017-10-15 for 甲局 2017-08"],
            "done late 1",
        ),
        ([RETURN, f"{AUGUST} done 2017-09-12"], "doing overdue"),
        ([f"{AUGUST} done 2017-09-12", RETURN, f"{AUGUST} done 2017-10-25"], "done"),
        ([f"{AUGUST} done 2017-09-12", RETURN, f"{AUGUST} done 2017-10-30"], "done"),
        ([f"{AUGUST} done 2017-09-12", RETURN, f"{AUGUST} done 2017-10-31"], "done late 33"),
        ([f"{AUGUST} done 2017-09-12", RETURN, f"{AUGUST} done 2017-11-02"], "done late 35"),
        ([f"{AUGUST} done 2017-09-12", PLAIN_RETURN, f"{AUGUST} done 2017-10-25"], "done late 27"),
        (
            [
                f"{AUGUST} done 2017-09-12",
                PLAIN_RETURN,
                "accept 2017-10-21 of 甲局 2017-08 done 2017-09-12",
                f"{AUGUST} done 2017-10-25",
            ],
            "done",
        ),
        (
            [
                f"{AUGUST} done 2017-10-09",
                "return 2017-10-20 by 2017-10-30 of 甲局 2017-08 done 2017-10-09",
                f"{AUGUST} done 2017-10-25",
            ],
            "done late 11",
        ),
        (
            [
                f"{AUGUST} done 2017-10-09",
                "return 2017-10-20 by 2017-10-30 of 甲局 2017-08 done 2017-10-09",
                f"{AUGUST} done 2017-11-02",
            ],
            "done late 35",
        ),
        ([f"{AUGUST} done 2017-09-12", RETURN, f"{AUGUST} doing 2017-10-25"], "doing overdue"),
    ],
)
def test_a_duty_is_late_by_the_first_day_of_its_unbroken_run_of_done_records(
    lines: list[str], expected: str
) -> None:
    assert outcome(august("2017-12-01", *lines)) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2017-09-11", "todo"),
        ("2017-09-12", "done"),
        ("2017-10-19", "done"),
        ("2017-10-20", "doing"),
        ("2017-10-30", "doing"),
        ("2017-10-31", "doing overdue"),
        ("2017-11-02", "done late 35"),
    ],
)
def test_while_a_record_is_returned_the_due_date_is_the_day_to_correct_it_by(
    as_of: str, expected: str
) -> None:
    lines = (f"{AUGUST} done 2017-09-12", RETURN, f"{AUGUST} done 2017-11-02")
    duty = august(as_of, *lines)
    assert outcome(duty) == expected
    returned = date(2017, 10, 30) if expected.startswith("doing") else None
    assert duty.correct_by == returned
    assert duty.due == returned or duty.due == date.fromisoformat(DUE)


def test_a_day_to_correct_by_before_the_due_date_changes_nothing() -> None:
    early = "return 2017-09-13 by 2017-09-20 of 甲局 2017-08 done 2017-09-12"
    duty = august("2017-09-28", f"{AUGUST} done 2017-09-12", early)
    assert (outcome(duty), duty.due, duty.correct_by) == ("doing", date(2017, 9, 28), None)
    assert outcome(august("2017-09-29", f"{AUGUST} done 2017-09-12", early)) == "doing overdue"


@pytest.mark.parametrize("corrected", ["2017-10-30", "2017-10-31"])
def test_without_a_due_date_it_is_overdue_after_the_day_to_correct_by_but_never_late(
    corrected: str,
) -> None:
    given = task(cadence=(EVENT,))
    returned = "return 2017-10-20 by 2017-10-30 of 甲局 - done 2017-09-12"
    lines = ("甲局 - done 2017-09-12", returned)
    assert outcome(august("2017-10-30", *lines, given=given)) == "doing"
    assert outcome(august("2017-10-31", *lines, given=given)) == "doing overdue"
    after = (*lines, f"甲局 - done {corrected}")
    assert outcome(august("2017-12-01", *after, given=given)) == "done"


def test_the_lateness_of_the_worked_example_in_working_days() -> None:
    duty = august("2017-12-01", f"{AUGUST} done 2017-10-09")
    assert duty.completed
    assert duty.due
    assert (duty.late_days, mainland().between(duty.due, duty.completed)) == (11, 3)


def test_a_task_is_late_by_the_largest_lateness_among_its_lead_duties() -> None:
    given = task("甲局 乙局", "丙委", due=date(2017, 9, 28))
    standing = standing_of(
        given,
        "2017-12-01",
        "甲局 - done 2017-09-30",
        "乙局 - done 2017-10-03",
        "丙委 - done 2017-11-28",
    )
    assert (standing.status.value, standing.late_days) == ("done", 5)
    assert [duty.late_days for duty in standing.duties] == [2, 5, 61]


@pytest.mark.parametrize(
    ("granted", "expected", "extensions"),
    [("2017-10-09", "done", 1), ("2017-10-10", "done late 11", 0)],
)
def test_an_extension_counts_if_it_was_granted_by_the_day_of_completion(
    granted: str, expected: str, extensions: int
) -> None:
    line = f"extend {granted} to 2017-10-15 for 甲局 2017-08"
    duty = august("2017-12-01", f"{AUGUST} done 2017-10-09", line)
    assert (outcome(duty), len(duty.extensions)) == (expected, extensions)


def test_an_extension_after_completion_counts_once_the_record_is_returned() -> None:
    lines = (
        f"{AUGUST} done 2017-09-12",
        "extend 2017-10-10 to 2017-11-15 for 甲局 2017-08",
        PLAIN_RETURN,
    )
    duty = august("2017-11-01", *lines)
    assert (outcome(duty), duty.due) == ("doing", date(2017, 11, 15))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2017-09-19", "done 1"),
        ("2017-09-20", "doing 1"),
        ("2017-09-21", "todo 0"),
    ],
)
def test_each_withdrawal_takes_back_one_record_from_its_day_on(as_of: str, expected: str) -> None:
    lines = (
        f"{AUGUST} doing 2017-09-05",
        f"{AUGUST} done 2017-09-12",
        "withdraw 2017-09-20 of 甲局 2017-08 done 2017-09-12",
        "withdraw 2017-09-21 of 甲局 2017-08 doing 2017-09-05",
    )
    duty = august(as_of, *lines)
    records = min(len(duty.records), 1)
    assert f"{duty.status.value} {records}" == expected
    assert duty.silent is (expected == "todo 0")


def test_two_withdrawals_of_one_record_take_back_that_one_alone() -> None:
    taken = "withdraw 2017-09-20 of 甲局 2017-08 done 2017-09-12"
    duty = august(
        "2017-10-01", f"{AUGUST} doing 2017-09-05", f"{AUGUST} done 2017-09-12", taken, taken
    )
    assert outcome(duty) == "doing overdue"


def test_two_equal_records_are_taken_back_one_by_one() -> None:
    record, taken = (
        f"{AUGUST} done 2017-09-12",
        "withdraw 2017-09-20 of 甲局 2017-08 done 2017-09-12",
    )
    assert outcome(august("2017-10-01", record, record, taken)) == "done"
    assert outcome(august("2017-10-01", record, record, taken, taken)) == "todo overdue"


def test_a_withdrawal_takes_back_only_what_is_above_it_in_the_journal() -> None:
    """A record of the same day that was written after the withdrawal is a new report."""
    given = task(cadence=(MONTHLY,), lag=LAG)
    plan = Plan(HEAD, (Group(1, "一", "组", (given,)),))
    wrong = replace(record(f"{AUGUST} done 2017-09-12"), note="写错了", position=0)
    right = replace(record(f"{AUGUST} doing 2017-09-12"), note="改正", position=2)
    for place, status in ((1, Status.DOING), (3, Status.DONE)):
        taken = Withdrawal(
            unit="甲局",
            task="1.1",
            period="2017-08",
            status=Withdrawn.WITHDRAWN,
            date=date(2017, 9, 20),
            record=date(2017, 9, 12),
            position=place,
        )
        ledger = Ledger(plan, REGISTRY, {"甲局": (wrong, right)}, withdrawals=(taken,))
        assert assess(ledger, "2017-09-25").duties[0].status is status


def test_a_withdrawal_of_another_record_takes_back_nothing() -> None:
    other = "withdraw 2017-09-20 of 甲局 2017-08 doing 2017-09-12"
    assert outcome(august("2017-10-01", f"{AUGUST} done 2017-09-12", other)) == "done"


def test_a_correction_of_a_date_is_a_withdrawal_and_a_new_record() -> None:
    duty = august(
        "2017-12-01",
        f"{AUGUST} done 2017-10-12",
        "withdraw 2017-10-13 of 甲局 2017-08 done 2017-10-12",
        f"{AUGUST} done 2017-09-21",
    )
    assert (outcome(duty), duty.completed) == ("done", date(2017, 9, 21))


def test_reviews_of_a_withdrawn_record_lapse_and_returns_stay_counted() -> None:
    lines = (f"{AUGUST} doing 2017-09-05", f"{AUGUST} done 2017-09-12", RETURN)
    taken = "withdraw 2017-10-21 of 甲局 2017-08 done 2017-09-12"
    before, after = august("2017-10-25", *lines), august("2017-10-25", *lines, taken)
    assert (outcome(before), before.returned, before.returned_times) == ("doing", True, 1)
    assert (outcome(after), after.returned, after.returned_times) == ("doing overdue", False, 1)
    assert after.due == date.fromisoformat(DUE)


def test_a_wrongly_opened_event_is_no_longer_owed() -> None:
    given = task(cadence=(EVENT,), within=Span(10, workdays=True))
    opened = "甲局 2017-09-29 doing 2017-09-30"
    standing = standing_of(given, "2017-10-31", opened, "withdraw 2017-10-31 of " + opened)
    assert (standing.duties, standing.is_idle, standing.overdue) == ((), True, False)
    before = standing_of(given, "2017-10-30", opened, "withdraw 2017-10-31 of " + opened)
    assert [described(duty) for duty in before.duties] == [
        "甲局 lead 2017-09-29 2017-10-19 doing late"
    ]


@pytest.mark.parametrize(
    ("entered", "due", "late"),
    [
        ("2017-09-28", True, False),
        ("2017-09-29", True, True),
        ("2017-10-13", False, False),
        ("2017-10-14", False, True),
    ],
)
def test_a_record_is_entered_late_after_its_due_date_or_after_31_days(
    entered: str,
    due: bool,  # noqa: FBT001
    late: bool,  # noqa: FBT001
) -> None:
    given = task(cadence=(MONTHLY,) if due else (EVENT,), lag=LAG if due else None)
    written = replace(
        record(f"{AUGUST if due else '甲局 -'} done 2017-09-12"),
        entered=date.fromisoformat(entered),
    )
    plan = Plan(HEAD, (Group(1, "一", "组", (given,)),))
    duty = assess(Ledger(plan, REGISTRY, {"甲局": (written,)}), "2017-12-01").duties[0]
    assert (bool(duty.late_entries), outcome(duty)) == (late, "done")


def test_what_was_done_late_and_entered_later_is_late_but_no_late_entry() -> None:
    """It was late already on the day that it speaks of."""
    given = task(cadence=(MONTHLY,), lag=LAG)
    written = replace(record(f"{AUGUST} done 2017-10-09"), entered=date(2017, 10, 20))
    plan = Plan(HEAD, (Group(1, "一", "组", (given,)),))
    duty = assess(Ledger(plan, REGISTRY, {"甲局": (written,)}), "2017-12-01").duties[0]
    assert (duty.late_entries, outcome(duty)) == ([], "done late 11")


def changed(day: str, lead: str, implement: str = "", support: str = "") -> Reassignment:
    """Return a change of a task's division."""
    return Reassignment(
        date=date.fromisoformat(day),
        basis="会议纪要1号",
        lead=tuple(lead.split()),
        implement=tuple(implement.split()),
        support=tuple(support.split()),
    )


def owed(standing: Standing) -> list[str]:
    """Return what each unit owes: ``甲局 2017-08 todo``."""
    return [
        f"{duty.unit} {duty.period.name or '-'} {duty.status.value}" for duty in standing.duties
    ]


MONTHS = ["2017-08", "2017-09", "2017-10", "2017-11", "2017-12"]


@pytest.mark.parametrize(
    ("day", "old"),
    [
        ("2017-09-28", 0),
        ("2017-09-29", 1),
        ("2017-11-03", 1),
        ("2017-11-04", 2),
    ],
)
def test_what_falls_due_on_the_day_of_a_change_or_later_belongs_to_the_new_units(
    day: str, old: int
) -> None:
    given = task(cadence=(MONTHLY,), lag=LAG, changes=(changed(day, "乙局"),))
    expected = [f"甲局 {name} todo" for name in MONTHS[:old]]
    expected += [f"乙局 {name} todo" for name in MONTHS[old:]]
    assert owed(standing_of(given, "2017-12-01")) == expected


def test_before_its_day_a_change_is_not_known() -> None:
    given = task(cadence=(MONTHLY,), lag=LAG, changes=(changed("2017-11-01", "乙局"),))
    assert owed(standing_of(given, "2017-10-31")) == [f"甲局 {name} todo" for name in MONTHS]
    assert owed(standing_of(given, "2017-11-01"))[0] == "甲局 2017-08 todo"
    assert owed(standing_of(given, "2017-11-01"))[1:] == [
        f"乙局 {name} todo" for name in MONTHS[1:]
    ]


@pytest.mark.parametrize("day", ["2017-10-19", "2017-10-20"])
@pytest.mark.parametrize("status", ["done", "waived", "doing"])
def test_what_the_old_unit_reported_does_not_keep_a_duty_that_falls_due_later(
    status: str, day: str
) -> None:
    given = task(cadence=(MONTHLY,), lag=LAG, changes=(changed("2017-10-20", "乙局"),))
    reported = (f"甲局 2017-08 done {day}", f"甲局 2017-09 {status} {day}")
    assert owed(standing_of(given, "2017-10-31", *reported)) == [
        "甲局 2017-08 done",
        *(f"乙局 {name} todo" for name in MONTHS[1:]),
    ]


def test_a_task_without_a_lead_of_now_is_judged_by_all_that_owe_it() -> None:
    given = task(cadence=(MONTHLY,), lag=LAG, changes=(changed("2017-10-16", "", "丙委"),))
    standing = standing_of(given, "2017-12-01", "甲局 2017-08 done 2017-09-10")
    assert (standing.status, standing.late_units) == (Status.DOING, ["丙委"])
    assert standing.overdue
    still_led = task(cadence=(MONTHLY,), lag=LAG, changes=(changed("2017-10-16", "乙局", "丙委"),))
    led = standing_of(still_led, "2017-12-01", "甲局 2017-08 done 2017-09-10")
    assert (led.status, led.late_units) == (Status.DOING, ["乙局", "丙委"])


@pytest.mark.parametrize(
    ("day", "late_units", "status"),
    [("2017-10-21", ["丙委"], Status.DOING), ("2017-10-20", ["乙局"], Status.TODO)],
)
def test_a_lead_that_owes_nothing_yet_does_not_hide_who_is_late(
    day: str, late_units: list[str], status: Status
) -> None:
    given = task("", "丙委", due=date(2017, 10, 20), changes=(changed(day, "乙局"),))
    standing = standing_of(given, "2017-10-25", "丙委 - doing 2017-09-01")
    assert (standing.late_units, standing.overdue, standing.status) == (late_units, True, status)


def test_the_units_are_in_the_order_of_the_plan() -> None:
    given = task("乙局 甲局", changes=(changed("2017-10-16", "丙委 甲局 乙局"),))
    assert standing_of(given, "2017-12-01").owners == ("乙局", "甲局", "丙委")


def test_a_duty_without_a_due_date_belongs_to_whoever_has_the_task() -> None:
    given = task(cadence=(EVENT,), changes=(changed("2017-10-20", "乙局", support="甲局"),))
    done = "甲局 - done 2017-09-01"
    assert owed(standing_of(given, "2017-10-19", done)) == ["甲局 - done"]
    assert owed(standing_of(given, "2017-10-20", done)) == ["乙局 - todo"]


def test_a_unit_that_stays_keeps_its_duties_and_one_that_joins_gets_its_own() -> None:
    given = task(
        "甲局",
        "丁镇",
        due=date(2017, 11, 30),
        changes=(changed("2017-10-20", "甲局 乙局", "丁镇"),),
    )
    lines = ("甲局 - doing 2017-09-01", "丁镇 - done 2017-09-01")
    assert owed(standing_of(given, "2017-10-31", *lines)) == [
        "甲局 - doing",
        "丁镇 - done",
        "乙局 - todo",
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-10-19", ["乙局 2017-09-29 todo"]),
        ("2017-10-20", ["甲局 2017-09-29 doing"]),
    ],
)
def test_an_open_event_passes_to_the_unit_that_takes_over(day: str, expected: list[str]) -> None:
    given = task(cadence=(EVENT,), within=Span(10, workdays=True), changes=(changed(day, "乙局"),))
    opened = "甲局 2017-09-29 doing 2017-09-30"  # due 2017-10-19
    assert owed(standing_of(given, "2017-10-31", opened)) == expected
    settled = standing_of(given, "2017-10-31", opened, "甲局 2017-09-29 done 2017-10-10")
    assert owed(settled) == ["甲局 2017-09-29 done"]


@pytest.mark.parametrize(
    ("before", "after", "owing"),
    [
        ("甲局", "乙局", ["乙局"]),
        ("甲局 丙委", "丙委 乙局", ["乙局"]),
        ("甲局 丙委", "丙委", ["丙委"]),
        ("丙委 甲局", "甲局 乙局", ["甲局"]),
    ],
)
def test_an_open_event_passes_to_those_that_get_the_task(
    before: str, after: str, owing: list[str]
) -> None:
    """To those that are new to it, or to all if nobody is; a unit that stays keeps its own."""
    given = task(
        before,
        cadence=(EVENT,),
        within=Span(10, workdays=True),
        changes=(changed("2017-10-10", after),),
    )
    standing = standing_of(given, "2017-10-31", "甲局 2017-09-29 doing 2017-09-30")
    assert [duty.unit for duty in standing.duties] == owing


def test_what_no_longer_counts_is_kept_with_the_task() -> None:
    given = task(cadence=(MONTHLY,), lag=LAG, changes=(changed("2017-10-20", "乙局"),))
    lines = ("甲局 2017-08 done 2017-09-12", "甲局 2017-09 doing 2017-10-12")
    before = standing_of(given, "2017-10-19", *lines)
    assert (len(before.records), before.not_counted) == (2, [])
    after = standing_of(given, "2017-10-20", *lines)
    assert [one.occasion for one in after.not_counted] == ["2017-09"]
    assert (len(after.records), after.last_report) == (2, date(2017, 10, 12))
    cancelled = Cancellation(date=date(2017, 10, 20), basis="纪要")
    ended = task(cadence=(MONTHLY,), lag=LAG, cancelled=cancelled)
    stopped = standing_of(ended, "2017-10-20", *lines)
    assert [one.occasion for one in stopped.not_counted] == ["2017-09"]


def test_two_units_may_have_events_of_one_day() -> None:
    given = task("甲局 乙局", cadence=(EVENT,), within=Span(10, workdays=True))
    lines = ("甲局 2017-09-29 done 2017-09-30", "乙局 2017-09-29 doing 2017-09-30")
    assert standing_of(given, "2017-10-31", *lines).periods == PeriodCount(1, 0, 2, 2)
    monthly = task("甲局 乙局", cadence=(MONTHLY,), lag=LAG)
    both = ("甲局 2017-08 done 2017-09-12", "乙局 2017-08 done 2017-09-12")
    assert standing_of(monthly, "2017-09-15", *both).periods == PeriodCount(1, 0, 2, 5)


def test_several_changes_follow_one_another() -> None:
    given = task(
        cadence=(MONTHLY,),
        lag=LAG,
        changes=(changed("2017-10-01", "乙局"), changed("2017-11-20", "甲局 丙委")),
    )
    assert owed(standing_of(given, "2017-12-01")) == [
        "甲局 2017-08 todo",
        *(f"甲局 {name} todo" for name in MONTHS[2:]),
        "乙局 2017-09 todo",
        *(f"丙委 {name} todo" for name in MONTHS[2:]),
    ]


def test_with_a_unit_only_its_own_part_of_a_changed_task_is_shown() -> None:
    given = task(cadence=(MONTHLY,), lag=LAG, changes=(changed("2017-10-01", "乙局"),))
    own = standing_of(given, "2017-12-01", unit="甲局")
    assert (owed(own), own.owners, own.share_of) == (["甲局 2017-08 todo"], ("甲局",), ("甲局",))


@pytest.mark.parametrize(
    ("day", "kept", "cancelled"),
    [
        ("2017-10-09", [], MONTHS),
        ("2017-10-10", ["甲局 2017-08 done"], MONTHS[1:]),
    ],
)
def test_what_was_not_settled_when_a_task_was_cancelled_is_no_longer_owed(
    day: str, kept: list[str], cancelled: list[str]
) -> None:
    given = task(
        cadence=(MONTHLY,),
        lag=LAG,
        cancelled=Cancellation(date=date.fromisoformat(day), basis="会议纪要2号"),
    )
    lines = (f"{AUGUST} done 2017-10-10", "甲局 2017-09 doing 2017-10-05")
    standing = standing_of(given, "2017-12-01", *lines)
    assert owed(standing) == kept
    assert [duty.period.name for duty in standing.cancelled] == cancelled
    assert standing.is_cancelled is not bool(kept)
    assert (standing.overdue, standing.is_idle) == (False, False)
    assert standing.status_label == ("已完成" if kept else "已取消")


def test_before_its_day_a_cancellation_is_not_known() -> None:
    given = task(
        due=date(2017, 9, 28), cancelled=Cancellation(date=date(2017, 10, 10), basis="纪要")
    )
    before, after = standing_of(given, "2017-10-09"), standing_of(given, "2017-10-10")
    assert (owed(before), before.overdue, before.cancellation) == (["甲局 - todo"], True, None)
    assert (owed(after), after.overdue, after.is_cancelled) == ([], False, True)


def test_periods_are_done_waived_begun_and_all() -> None:
    given = task("甲局 乙局", cadence=(MONTHLY,), lag=LAG)
    standing = standing_of(
        given,
        "2017-11-10",
        *(f"{unit} 2017-08 done 2017-09-01" for unit in ("甲局", "乙局")),
        *(f"{unit} 2017-09 waived 2017-10-01" for unit in ("甲局", "乙局")),
        "甲局 2017-10 done 2017-11-01",
        "乙局 2017-10 waived 2017-11-01",
        "甲局 2017-11 done 2017-11-02",
        *(f"{unit} 2017-12 done 2017-11-02" for unit in ("甲局", "乙局")),
    )
    assert standing.periods == PeriodCount(done=2, waived=1, begun=4, all=5)


def test_late_units_come_with_the_leads_first_and_the_oldest_first() -> None:
    given = task("甲局 乙局", "丙委 丁镇", due=date(2017, 9, 28))
    standing = standing_of(
        given,
        "2017-12-01",
        "丙委 - doing 2017-09-01",
        "丁镇 - done 2017-09-01",
        "extend 2017-09-20 to 2017-10-31 for 甲局 -",
    )
    assert standing.late_units == ["乙局", "甲局", "丙委"]
    assert standing.late_duties == 3
