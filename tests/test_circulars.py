"""The arithmetic of published circulars, from made-up records of the same shape.

The numbers are as published; the records are not. What these circulars fold into one count of
items under way (正在推进, 在办) is 未完成 here. They print rates with no, one or two decimals,
gkplan with one.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Group, Head, Ledger, Plan, Record, Registry, Task, Unit
from gkplan.domain.overview import Overview, overview
from gkplan.domain.vocabulary import Status
from gkplan.views.headline import official_duties, official_tasks

HEAD = Head(title="小方案", issued=date(2020, 1, 2), ends=date(2020, 12, 31))
DUE, IN_TIME, LATE = date(2020, 6, 30), date(2020, 6, 1), date(2020, 7, 1)
AS_OF = date(2020, 7, 31)


def figures(*parts: tuple[str, int, int, int]) -> Overview:
    """Return the figures of a plan: for each unit the tasks it leads, those done, those done late.

    A part is a group of its own.
    """
    groups, records = [], {}
    for number, (unit, every, done, late) in enumerate(parts, start=1):
        tasks = tuple(
            Task(id=f"{number}.{item}", text="事项。", lead=(unit,), due=DUE)
            for item in range(1, every + 1)
        )
        groups.append(Group(number, str(number), "组", tasks))
        records[unit] = tuple(
            Record(
                task=task.id,
                status=Status.DONE,
                date=LATE if item < late else IN_TIME,
                unit=unit,
            )
            for item, task in enumerate(tasks[:done])
        )
    units = tuple(Unit(unit) for unit, *_ in parts)
    ledger = Ledger(Plan(HEAD, tuple(groups)), Registry(units=units), records)
    return overview(Assessment(ledger, AS_OF))


def without_decimals(rate: float | None) -> int:
    """Return a rate as circulars without decimals print it."""
    return int(Decimal(str(rate)).quantize(Decimal(1), ROUND_HALF_UP))


def test_items_decided_by_three_kinds_of_meetings() -> None:
    """镇坪县政府督查室, 督办通报 2021年第一期: 579 items, 550 done, 29 under way."""
    found = figures(
        ("党组会议", 39, 39, 0), ("常务会议", 405, 385, 0), ("县长办公会议", 135, 126, 0)
    )
    tasks = found.tasks
    assert (tasks.all, tasks.done, tasks.open, tasks.rate) == (579, 550, 29, 95.0)
    assert [(line.tasks.all, line.tasks.done, line.tasks.open) for line in found.groups] == [
        (39, 39, 0),
        (405, 385, 20),
        (135, 126, 9),
    ]
    assert [line.tasks.rate for line in found.groups] == [100.0, 95.1, 93.3]
    assert "共有579项工作，已完成550项，未完成29项" in official_tasks(tasks)


@pytest.mark.parametrize(
    ("every", "done", "percent"),
    [
        (44, 43, 97.7),
        (38, 34, 89.5),
        (51, 36, 70.6),
        (10, 9, 90.0),
        (7, 6, 85.7),
        (21, 19, 90.5),
    ],
)
def test_the_meetings_that_it_names(every: int, done: int, percent: float) -> None:
    """The meetings of the same circular that had items left."""
    assert figures(("县政府", every, done, 0)).tasks.rate == percent


@pytest.mark.parametrize(("every", "done", "percent"), [(22, 6, 27), (43, 16, 37), (65, 26, 40)])
def test_circulars_without_decimals(every: int, done: int, percent: int) -> None:
    """紫阳县 2022年第十七期 and 2024年第十六期; 会昌县 2023年10月 (民生实事)."""
    tasks = figures(("县政府", every, done, 0)).tasks
    assert (tasks.done + tasks.open, without_decimals(tasks.rate)) == (every, percent)


@pytest.mark.no_cover
def test_the_rate_of_what_was_closed_in_time_is_of_what_was_due() -> None:
    """连云港市 2017年4月: 24,932 due, 23,974 closed (96.16 %), 22,345 of them in time (89.62 %)."""
    duties = figures(("市数字城管", 24_932, 23_974, 23_974 - 22_345)).duties
    assert (duties.completion, duties.rate) == ((23_974, 24_932), 96.2)
    assert (duties.in_time, duties.in_time.rate) == ((22_345, 24_932), 89.6)
    assert (duties.late, duties.late_done) == (958, 1_629)
    assert "按期办结率89.6%（22345/24932）" in official_duties(duties)


def test_what_was_closed_late_is_closed_but_not_in_time() -> None:
    """A monthly circular of a hotline: 601 cases, all closed, 4 of them late: 100 % and 99 %."""
    duties = figures(("热线办", 601, 601, 4)).duties
    assert (duties.rate, without_decimals(duties.in_time.rate)) == (100.0, 99)
    assert (duties.in_time, duties.late_done, duties.open) == ((597, 601), 4, 0)


def test_two_third_places_are_followed_by_the_fifth() -> None:
    """六安市 2017年1至7月 (民生工程): the places are 1, 2, 3, 3, 5; rates are made up."""
    found = figures(
        ("金寨县", 10, 9, 0),
        ("霍邱县", 10, 8, 0),
        ("金安区", 10, 7, 0),
        ("裕安区", 20, 14, 0),
        ("叶集区", 10, 6, 0),
    )
    assert [(line.unit, line.rank) for line in found.units] == [
        ("金寨县", 1),
        ("霍邱县", 2),
        ("金安区", 3),
        ("裕安区", 3),
        ("叶集区", 5),
    ]
