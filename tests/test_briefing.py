"""The opening of a report: figures with their change, who is slow, what needs attention."""

import json
from datetime import date
from typing import Any

import pytest
from conftest import Bench

from gkplan.domain.briefing import compared_day


def briefing(bench: Bench, *args: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(bench.ok("report", "--format", "json", *args))
    opening: dict[str, Any] = report["briefing"]
    return opening


@pytest.fixture
def reported(small: Bench) -> Bench:
    """The small plan with a month of work: on 2017-10-31, compared with 2017-09-30."""
    small.ok("mark", "1.1", "done", "--date", "2017-09-20", "--evidence", "https://a.cn/1")
    small.ok("mark", "1.2", "done", "--period", "8月", "--date", "2017-10-12")
    small.ok("mark", "2.1", "blocked", "-u", "丙委", "--problem", "缺人", "--date", "2017-10-15")
    small.ok("mark", "2.1", "done", "-u", "甲局", "--date", "2017-10-20")
    small.ok("review", "2.1", "return", "-u", "甲局", "--note", "没有佐证", "--date", "2017-10-25")
    return small


@pytest.mark.parametrize(
    ("as_of", "since", "expected"),
    [
        ("2017-10-31", None, "2017-09-30"),
        ("2017-10-01", None, "2017-09-30"),
        ("2017-09-30", None, "2017-08-31"),
        ("2017-08-20", None, "2017-08-02"),
        ("2017-10-31", "2017-10-15", "2017-10-14"),
        ("2017-10-31", "2017-01-01", "2017-08-02"),
        ("2017-08-03", None, "2017-08-02"),
        ("2017-08-02", None, "2017-08-01"),
        ("2017-07-20", "2017-07-01", "2017-07-19"),
        ("0001-01-02", None, "0001-01-01"),
        ("0001-01-01", None, "0001-01-01"),
    ],
)
def test_the_day_that_is_compared_with(as_of: str, since: str | None, expected: str) -> None:
    issued = date(2017, 8, 3)
    day = date.fromisoformat(since) if since else None
    assert compared_day(issued, date.fromisoformat(as_of), day) == date.fromisoformat(expected)


def test_the_opening_of_the_small_plan(reported: Bench) -> None:
    """Counted by hand: on 2017-09-30 eight duties had begun, on 2017-10-31 nine."""
    opening = briefing(reported)
    assert opening["since"] == "2017-09-30"
    assert [
        (figure["name"], figure["value"], figure["change"]) for figure in opening["figures"]
    ] == [("rate", 22.2, 9.7), ("completion", 25.0, 0.0), ("late", 0, -1), ("unverified", 2, 1)]
    assert opening["sentence"].startswith(
        "办结率 22.2%（2/9），比 2017-09-30 提高 9.7 个百分点；最慢的是"
    )
    assert [line["unit"] for line in opening["slowest"]] == ["乙局", "丙委", "丁镇"]
    assert [(one["unit"], one["task"], one["problem"]) for one in opening["blocked"]] == [
        ("丙委", "2.1", "缺人")
    ]
    assert [(one["unit"], one["reason"]) for one in opening["returned"]] == [("甲局", "没有佐证")]
    assert opening["silent"] == ["乙局", "丁镇"]
    assert [one["awaits"] for one in opening["waiting"]] == ["文件出台"]
    assert opening["next_due"] == {"day": "2017-11-03", "duties": 1, "tasks": ["1.2"]}
    assert opening["peak"]["day"] == "2017-12-31"
    assert [
        (one["unit"], [duty["task"] for duty in one["duties"]]) for one in opening["settled"]
    ] == [("甲局", ["1.2"])]
    assert (opening["settled_count"], opening["newly_late_count"]) == (1, 0)


def test_what_is_late_is_named_with_its_days(reported: Bench) -> None:
    opening = briefing(reported, "--as-of", "2017-11-29")
    assert [
        (late["unit"], [(one["task"], one["occasion"], one["days"]) for one in late["duties"]])
        for late in opening["late"]
    ] == [("甲局", [("1.2", "2017-09 期", 26), ("1.2", "2017-10 期", 1)])]
    assert [one["unit"] for one in opening["newly_late"]] == ["甲局"]
    assert opening["newly_late_count"] == 2


def test_a_unit_has_an_opening_of_its_own(reported: Bench) -> None:
    opening = briefing(reported, "--unit", "丙委")
    assert opening["slowest"] == []
    assert opening["sentence"] == "办结率 0.0%（0/1），与 2017-09-30 持平"
    assert [one["task"] for one in opening["blocked"]] == ["2.1"]
    assert opening["settled"] == []


def test_a_unit_that_gave_a_task_away_is_compared_with_what_it_had(reported: Bench) -> None:
    """丙委 and 甲局 had 2.1 until October: five duties with those of 甲局 then, four today."""
    text = reported.read("data/tasks.yaml")
    changed = text.replace(
        '  - id: "2.1"\n',
        '  - id: "2.1"\n    changes:\n'
        "    - {date: 2017-10-05, basis: 会议纪要, lead: [乙局], implement: [各镇]}\n",
    )
    assert changed != text
    reported.write("data/tasks.yaml", changed)
    both = ("--unit", "丙委", "--unit", "甲局")
    figures = {one["name"]: one for one in briefing(reported, *both)["figures"]}
    before = json.loads(reported.ok("report", "--format", "json", *both, "--as-of", "2017-09-30"))
    rate = before["duties"]["completion"]
    assert (rate["part"], rate["base"], figures["rate"]["base"]) == (1, 5, 4)
    assert figures["rate"]["value"] - figures["rate"]["change"] == pytest.approx(rate["rate"])


def test_a_plan_without_a_begun_duty_has_no_rate(small: Bench) -> None:
    text = small.read("data/tasks.yaml").replace("2017-08-03", "2017-12-01")
    small.write("data/tasks.yaml", text)
    opening = briefing(small, "--as-of", "2017-11-15")
    assert opening["sentence"] == "还没有开始的应办事项"
    assert [figure["value"] for figure in opening["figures"]][:1] == [None]


def test_a_plan_whose_duties_are_all_waived_has_no_rate(small: Bench) -> None:
    small.write("data/tasks.yaml", small.read("data/tasks.yaml").split('  - id: "1.2"')[0])
    small.ok("mark", "1.1", "waived", "--date", "2017-10-20", "--note", "没有这项业务")
    small.ok("review", "1.1", "accept", "--date", "2017-10-25")
    assert briefing(small)["sentence"] == "已开始的应办事项都不涉及"


def test_the_change_of_every_figure_is_that_of_two_reports(reported: Bench) -> None:
    opening = briefing(reported)
    before = json.loads(reported.ok("report", "--format", "json", "--as-of", opening["since"]))[
        "duties"
    ]
    now = json.loads(reported.ok("report", "--format", "json"))["duties"]
    changes = {figure["name"]: figure["change"] for figure in opening["figures"]}
    assert changes["rate"] == round(now["rate"] - before["rate"], 1)
    assert changes["late"] == now["overdue"] - before["overdue"]
