"""The score of the importer counts what it says it counts."""

from collections.abc import Mapping
from typing import Any

import pytest
from importing_score import KINDS, Honesty, Tally, differences, honesty, score, table, total

EXPECTED: dict[str, Any] = {
    "plan": {"title": "甲方案", "year": "2019"},
    "groups": [
        {
            "label": "一",
            "title": "第一组",
            "tasks": [
                {"text": "公布目录。", "lead": ["甲局", "乙局"], "due": "2019-06-30"},
                {"text": "按月公布。", "lead": ["甲局"], "cadence": ["monthly"], "merged": "true"},
            ],
        },
        {
            "tasks": [
                {"text": "待办法出台后实施。", "implement": ["丙镇"], "awaits": "办法出台"},
                {
                    "text": "定期公布。",
                    "lead": ["甲局"],
                    "cadence": ["ongoing"],
                    "doubtful": "true",
                },
            ],
        },
    ],
    "unplaced": ["联系人：张××"],
}


def changed(group: int, index: int, **task: Any) -> dict[str, Any]:
    """The expectation as it would be found, with one task changed."""
    groups = [{**one, "tasks": list(one["tasks"])} for one in EXPECTED["groups"]]
    groups[group]["tasks"][index] = groups[group]["tasks"][index] | task
    return EXPECTED | {"groups": groups}


def test_what_is_found_as_expected_scores_full() -> None:
    """The expectation against itself: every kind is complete and nothing differs."""
    assert differences(EXPECTED, EXPECTED) == []
    assert score(EXPECTED, EXPECTED) == {
        "task": Tally(4, 4, 4),
        "unit": Tally(5, 5, 5),
        "deadline": Tally(4, 4, 4),
        "merged": Tally(1, 1, 1),
        "group": Tally(4, 4, 4),
        "doubt": Tally(1, 1, 1),
        "unplaced": Tally(1, 1, 1),
        "head": Tally(2, 2, 2),
    }


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            changed(0, 0, lead=["甲局"]),
            ["- unit: 公布目录。 · lead · 乙局"],
        ),
        (
            changed(0, 0, lead=["甲局"], support=["乙局"]),
            ["- unit: 公布目录。 · lead · 乙局", "+ unit: 公布目录。 · support · 乙局"],
        ),
        (
            changed(0, 0, due="2019-06-29"),
            [
                "- deadline: 公布目录。 · due · 2019-06-30",
                "+ deadline: 公布目录。 · due · 2019-06-29",
            ],
        ),
        (
            changed(0, 1, cadence=["monthly", "event"]),
            ["+ deadline: 按月公布。 · cadence · event"],
        ),
        (changed(0, 1, merged=False), ["- merged: 按月公布。"]),
        (changed(1, 1, doubtful=False), ["- doubt: 定期公布。"]),
        (EXPECTED | {"unplaced": []}, ["- unplaced: 联系人:张××"]),
        (
            EXPECTED | {"plan": {"title": "乙方案", "year": "2019"}},
            ["- head: title · 甲方案", "+ head: title · 乙方案"],
        ),
    ],
    ids=["unit-missed", "role", "due", "cadence", "merged", "doubt", "unplaced", "title"],
)
def test_what_differs_is_named(found: dict[str, Any], said: list[str]) -> None:
    """Each slip is named by its kind, its task and its value: missing, too much, or both."""
    assert differences(EXPECTED, found) == said


@pytest.mark.parametrize(
    "found",
    [
        changed(0, 0, text="公布 目录。"),
        changed(0, 0, text="公布⽬录。"),
        changed(0, 0, cadence=["once"]),
        changed(1, 0, awaits="省里的办法出台"),
        changed(0, 0, doubtful=True),
        EXPECTED | {"unplaced": ["联系人：张××，电话：1234567", "— 2 —"]},
        EXPECTED | {"plan": {"title": "甲 方案", "year": "2019", "number": "甲〔2019〕1号"}},
    ],
    ids=["blank", "look-alike", "once", "longer", "doubt-more", "unplaced-more", "head-more"],
)
def test_what_is_left_to_people_does_not_differ(found: dict[str, Any]) -> None:
    """White space, look-alikes, where a condition is cut, and doubts too many are no slips."""
    assert differences(EXPECTED, found) == []


def test_the_same_text_twice_is_two_tasks() -> None:
    """A text that occurs twice must be found twice; the second is told by its number."""
    once = {"groups": [{"tasks": [{"text": "公布。"}]}]}
    twice = {"groups": [{"tasks": [{"text": "公布。"}, {"text": "公布。"}]}]}
    assert differences(twice, once) == ["- task: 公布。#2"]


def test_a_plan_read_out_of_a_document_without_one_is_too_much() -> None:
    """Where nothing is expected, every task found lowers the precision."""
    found = {"groups": [{"tasks": [{"text": "公布。", "lead": ["甲局"]}]}]}
    assert differences({"refused": "true"}, found) == [
        "+ task: 公布。",
        "+ unit: 公布。 · lead · 甲局",
    ]


def test_recall_and_precision_over_several_documents() -> None:
    """A document whose plan was refused and one that was read whole, together."""
    together = total([score(EXPECTED, EXPECTED), score(EXPECTED, {"refused": "true"})])
    assert together["task"] == Tally(8, 4, 4)
    assert (together["task"].recall, together["task"].precision) == (0.5, 1.0)
    assert total([]) == dict.fromkeys(KINDS, Tally())


def test_table_shows_a_line_a_kind() -> None:
    """The table as the documentation shows it."""
    assert table({"task": Tally(8, 4, 4), "unit": Tally(12, 10, 9)}) == (
        "           expected    found    right   recall  precision\n"
        "task              8        4        4    50.0%     100.0%\n"
        "unit             12       10        9    75.0%      90.0%\n"
    )


def plan_of(*tasks: Mapping[str, object]) -> dict[str, object]:
    return {"groups": [{"title": "甲组", "tasks": list(tasks)}]}


def test_a_wrong_value_without_a_doubt_is_a_silent_error() -> None:
    expected = plan_of({"text": "甲。", "lead": ["甲局"]}, {"text": "乙。", "lead": ["乙局"]})
    right, wrong = {"text": "甲。", "lead": ["甲局"]}, {"text": "乙。", "lead": ["丙局"]}
    assert honesty(expected, plan_of(right, wrong)) == Honesty(2, 1, 0, 0)
    assert honesty(expected, plan_of(right, {**wrong, "doubtful": True})) == Honesty(2, 0, 1, 1)
    doubted = {**right, "doubtful": True}
    assert honesty(expected, plan_of(doubted, wrong)) == Honesty(2, 1, 1, 0)
