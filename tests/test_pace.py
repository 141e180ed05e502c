"""The work of each group against the time gone for it, counted by hand, and where it is shown."""

import json
from dataclasses import replace
from datetime import date

import pytest
from conftest import Bench

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Group, Head, Ledger, Plan, Record, Registry, Review, Task, Unit
from gkplan.domain.pace import ends_at_once, paces
from gkplan.domain.reviews import digest
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Status, Verdict

HEAD = Head(title="小方案", issued=date(2017, 1, 1), ends=date(2017, 12, 31))
REGISTRY = Registry(units=(Unit("甲局"), Unit("乙局")))


def task(id_: str, due: str, lead: str = "甲局") -> Task:
    return Task(id=id_, text="事项。", lead=tuple(lead.split()), due=date.fromisoformat(due))


def standings(as_of: date, *groups: list[Task], records: tuple[Record, ...] = ()) -> list[Standing]:
    parts = enumerate(groups, 1)
    plan = Plan(HEAD, tuple(Group(number, "", "组", tuple(part)) for number, part in parts))
    journals = {
        unit: tuple(record for record in records if record.unit == unit)
        for unit in ("甲局", "乙局")
    }
    reviews = tuple(
        Review(
            task=record.task,
            unit=record.unit,
            verdict=Verdict.ACCEPT,
            date=record.date,
            record=record.date,
            digest=digest(record),
        )
        for record in records
        if record.status is Status.WAIVED
    )
    assessment = Assessment(Ledger(plan, REGISTRY, journals, reviews=reviews), as_of)
    return [assessment.standing(group, one) for group, one in plan]


def record(id_: str, status: Status, unit: str = "甲局") -> Record:
    return Record(task=id_, unit=unit, status=status, date=date(2017, 1, 20))


def test_the_time_gone_is_the_mean_over_the_duties() -> None:
    """On 02-10 forty days are gone: of 100 to 04-11, and of 40 to 02-10, the due date itself."""
    rows = standings(
        date(2017, 2, 10),
        [task("1.1", "2017-04-11"), task("1.2", "2017-02-10")],
        [task("2.1", "2017-04-11", "甲局 乙局")],
        records=(record("2.1", Status.DONE),),
    )
    assert [
        (pace.group.id, pace.completion.part, pace.completion.base, pace.gone, pace.behind)
        for pace in paces(rows, date(2017, 2, 10))
    ] == [(1, 0, 2, 70.0, 70.0), (2, 1, 2, 40.0, -10.0)]


def test_a_due_date_that_has_passed_takes_no_more_than_the_whole_time() -> None:
    rows = standings(date(2017, 12, 1), [task("1.1", "2017-02-10"), task("1.2", "2017-01-01")])
    assert [pace.gone for pace in paces(rows, date(2017, 12, 1))] == [100.0]


def test_accepted_waivers_and_duties_without_a_due_date_are_left_out() -> None:
    endless = Task(id="1.3", text="事项。", lead=("甲局",), cadence=(Cadence.EVENT,))
    rows = standings(
        date(2017, 2, 10),
        [task("1.1", "2017-04-11"), task("1.2", "2017-02-10"), endless],
        [replace(endless, id="2.1")],
        records=(record("1.2", Status.WAIVED),),
    )
    assert [(pace.completion.base, pace.gone) for pace in paces(rows, date(2017, 2, 10))] == [
        (1, 40.0)
    ]


@pytest.mark.parametrize(
    ("dues", "expected"),
    [
        (["2017-12-30", "2017-12-31", "2018-01-05"], True),
        (["2017-12-30", "2017-12-31"], False),
        (["2017-12-30"], False),
        ([], False),
    ],
    ids=["two of three", "half", "the day before", "none"],
)
def test_a_plan_ends_at_once_where_most_duties_fall_due_at_its_end(
    dues: list[str], *, expected: bool
) -> None:
    rows = standings(
        date(2017, 2, 1), [task(f"1.{number}", due) for number, due in enumerate(dues, 1)]
    )
    assert ends_at_once(rows, HEAD.ends) is expected


def pace_of(bench: Bench, *args: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(bench.ok("report", "--format", "json", *args))[
        "pace"
    ]
    return found


def test_the_plan_that_ships_is_mostly_yearly_and_not_compared_unless_asked_for(
    starter: Bench,
) -> None:
    assert pace_of(starter) == []
    assert len(pace_of(starter, "--pace")) > 15


def test_the_comparison_can_be_switched_on_and_off(small: Bench) -> None:
    text = small.read("data/tasks.yaml").replace("ends: 2017-12-31", "ends: 2018-12-31")
    small.write("data/tasks.yaml", text)
    (first, *_) = pace_of(small, "--pace")
    assert set(first) == {"group", "heading", "gone", "behind", "part", "base", "rate"}
    assert pace_of(small, "--no-pace") == []
    page = small.ok("report", "--format", "html")
    assert '<h2 id="pace">' in page
    assert '<h2 id="pace">' not in small.ok("report", "--format", "html", "--no-pace")
    assert "## 进度和时间" in small.ok("report")
    assert "## 进度和时间" not in small.ok("report", "--no-pace")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_circular_and_workbook_have_no_comparison(small: Bench, form: str) -> None:
    result = small.run("report", "--pace", "-o", f"x.{form}")
    assert (result.code, "没有进度和时间的比较" in result.err) == (2, True)
    assert not (small.root / f"x.{form}").exists()
