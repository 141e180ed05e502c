"""The options that commands share: each is declared once, and they are in one order everywhere."""

import ast
from collections import Counter
from graphlib import TopologicalSorter
from itertools import pairwise

import pytest
from conftest import REPO
from typer.core import TyperOption

from gkplan.cli import _build
from gkplan.commands import COMMANDS

OWN_MEANING = {"--by": 2, "--missing": 2, "--format": 2, "--kind": 2, "--overdue": 2}
"""Names with two meanings, and how often they are declared.

``--by`` is a person, in ``trend`` a step of time; ``--missing`` selects tasks in ``list`` and
duties in ``show``; ``--format`` of ``import`` is about what it prints, not
about the files that it writes. ``--kind`` is one of units, in ``log`` also one of entries;
``--overdue`` selects tasks in ``list`` and duties in ``due``.
"""


def declared() -> list[str]:
    """Return the option names that ``typer.Option`` is called with, in all commands."""
    return [
        str(argument.value).partition("/")[0]  # "--pace/--no-pace"
        for path in (REPO / "src/gkplan/commands").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "typer.Option"
        for argument in node.args
        if isinstance(argument, ast.Constant) and str(argument.value).startswith("--")
    ]


def names(command: str) -> list[str]:
    """Return the options of a command, in the order of its help."""
    params = _build(command).params
    return [max(param.opts, key=len) for param in params if isinstance(param, TyperOption)]


def test_an_option_that_commands_share_is_declared_once() -> None:
    counts = Counter(declared())
    assert {name: count for name, count in counts.items() if count > 1} == OWN_MEANING


def test_every_option_of_a_command_is_among_the_declared() -> None:
    assert {name for command in COMMANDS for name in names(command)} - set(declared()) == set()


def test_commands_list_the_options_that_they_share_in_one_order() -> None:
    order = TopologicalSorter[str]()
    for command in COMMANDS:
        for before, after in pairwise(names(command)):
            order.add(after, before)
    assert {*order.static_order()} == {name for command in COMMANDS for name in names(command)}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_options_that_most_commands_have_come_last(command: str) -> None:
    last = ["--format", "--output", "--git", "--data", "--as-of"]
    shared = [name for name in last if name in names(command)]
    assert names(command)[len(names(command)) - len(shared) :] == shared
