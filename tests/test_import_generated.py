"""Plans composed at random come back from every layout and format, and from damaged documents."""

import pytest
from conftest import many
from importing_formats import GUESSED
from importing_generated import COUNTED, Case, cases, result
from importing_score import total


@pytest.mark.long
def test_plans_come_back_from_every_layout_and_format() -> None:
    """Groups, tasks, units with their roles and deadlines are those of the plan."""
    wrong = {
        case: result(case).differences
        for seed in range(1, many(1) + 1)
        for case in cases(seed)
        if case.damage == "none" and case.form not in GUESSED
    }
    assert len(wrong) > 80
    assert {case: lines for case, lines in wrong.items() if lines} == {}


@pytest.mark.long
def test_damaged_documents_are_understood_or_doubted() -> None:
    """Over all damages together: what is found, what of it is right, and errors without a doubt."""
    every = [
        case for seed in range(2, many(1) + 2) for case in cases(seed) if case.form not in GUESSED
    ]
    found = [result(case) for case in every[:: 11 if many(1) == 1 else 1]]
    scores = total(one.scores for one in found)
    assert all(scores[kind].recall > 0.95 for kind in COUNTED)
    assert all(scores[kind].precision > 0.95 for kind in COUNTED)
    honest = [one.honesty for one in found]
    assert sum(one.silent for one in honest) < 0.02 * sum(one.tasks for one in honest)


@pytest.mark.long
def test_tables_without_rules_are_understood_doubted_or_refused() -> None:
    """What is found on pages without rules is right, and errors have a doubt."""
    every = [case for seed in range(1, many(1) + 1) for case in cases(seed)]
    found = [result(case) for case in every if case.form in GUESSED and case.damage == "none"]
    assert len(found) > 6
    assert all(total(one.scores for one in found)[kind].precision > 0.9 for kind in COUNTED)
    honest = [one.honesty for one in found]
    assert sum(one.silent for one in honest) < 0.02 * sum(one.tasks for one in honest)


def test_a_document_states_the_plan_that_is_expected() -> None:
    """A page of one layout, and the facts it is compared with."""
    case = Case(5, "labels below", "tabs.txt", "none")
    lines = case.document().decode().splitlines()
    first = case.expected()["groups"][0]["tasks"][0]
    assert lines[6:9] == [
        "清河区2019年窗口服务工作分工方案",
        f"一、{case.plan().groups[0].title}",
        f"1. {first['text']}",
    ]
    assert lines[9] == f"牵头单位：{'、'.join(first['lead'])}"
