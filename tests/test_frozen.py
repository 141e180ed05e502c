"""Values of the model never change: mypy checks it, and nothing in the package evades mypy."""

import ast
from dataclasses import field, fields, replace
from datetime import date

from conftest import REPO

from gkplan.domain.frozen import Compared, Frozen
from gkplan.domain.model import Cancellation, Head, Ledger, Plan, Registry, Task

EVADING = {"setattr", "delattr", "vars", "__setattr__", "__delattr__", "__dict__"}
"""Names by which an attribute can be set without mypy's knowledge."""


class Pair(Frozen):
    """Two fields, the second with a default."""

    first: str
    second: tuple[str, ...] = field(default_factory=tuple)


class Count(Compared):
    """Two numbers, the second with a default."""

    done: int
    all: int = 0


def test_values_are_equal_where_all_their_fields_are_if_they_are_compared() -> None:
    assert Count(1) == Count(done=1, all=0)
    assert Count(1) != Count(1, 1)
    assert Pair("a") != Pair("a")


def test_setting_a_field_is_refused_by_mypy() -> None:
    """If it were accepted, mypy would report the comment as unused."""
    task = Task(id="1.1", text="事。")
    task.id = "1.2"  # type: ignore[misc]
    assert task.id == "1.2"  # Python itself does not refuse it


def test_wrong_arguments_are_refused_by_mypy() -> None:
    """If they were accepted, mypy would report the comments as unused."""
    Head("方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))  # type: ignore[call-arg]
    Cancellation(date=date(2017, 8, 3))  # type: ignore[call-arg]
    Task(id=1, text="事。")  # type: ignore[arg-type]
    found = Task(id="1.1", text="事。", note="注")  # type: ignore[call-arg]
    assert found.id == "1.1"


def test_no_module_sets_attributes_without_the_knowledge_of_mypy() -> None:
    evading = {}
    for path in (REPO / "src" / "gkplan").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        if names & EVADING:
            evading[path.name] = sorted(names & EVADING)
    assert evading == {
        "frozen.py": ["__dict__", "setattr", "vars"],
        "precompiled.py": ["vars"],  # of a module
    }


def test_fields_are_given_in_order_or_by_name_and_have_defaults() -> None:
    assert (Pair("甲").first, Pair("甲").second) == ("甲", ())
    assert (Pair("甲", ("乙",)).second, Pair(second=("丙",), first="甲").second) == (
        ("乙",),
        ("丙",),
    )
    assert [one.name for one in fields(Pair)] == ["first", "second"]


def test_a_changed_copy_keeps_the_rest() -> None:
    task = Task(id="1.1", text="事。", lead=("甲局",))
    other = replace(task, text="另一事。")
    assert (other.id, other.text, other.lead, other.tags) == ("1.1", "另一事。", ("甲局",), ())
    assert task.text == "事。"


def test_values_are_compared_by_identity() -> None:
    """Two records with the same content are two records."""
    assert Pair("甲") != Pair("甲")
    assert len({Pair("甲"), Pair("甲")}) == 2


def test_a_value_shows_what_it_was_made_of() -> None:
    assert repr(Pair("甲")) == "Pair(first='甲')"


def test_a_ledger_without_journals_has_an_empty_mapping_of_them() -> None:
    head = Head(title="方案", issued=date(2017, 8, 3), ends=date(2017, 12, 31))
    assert Ledger(Plan(head, ()), Registry(units=())).records == {}
