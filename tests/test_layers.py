"""The house is built upward only: no module imports from a floor above, or reads the outside."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest
from conftest import REPO

SRC = REPO / "src"
FLOORS = [
    {"words", "rules", "addresses", "kinds", "problems", "errors", "model", "numerals", "guesses"},
    {"workdays", "schedule", "supervision", "assess", "silence"},
    {"typed", "ids", "query", "marking", "ruling", "overview", "deadlines", "history"},
    {"folder", "checks", "views"},
    {"report", "importing"},
    {"commands"},
    {"cli"},
]
"""What is imported from stands below what imports it; a name stands for a module or a package."""
PURE = {
    *("words", "rules", "addresses", "kinds", "problems", "errors", "model"),
    *("numerals", "guesses", "workdays", "schedule"),
    *("supervision", "assess", "silence", "query", "marking", "ruling", "overview", "deadlines"),
    *("history", "checks", "views", "numerals", "typed", "ids"),
}
OUTSIDE = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "time.time",
    "os.environ",
    "os.environb",
    "os.getenv",
    "os.getcwd",
    "os.get_terminal_size",
    "shutil.get_terminal_size",
    "pathlib.Path.cwd",
    "pathlib.Path.home",
    "sys.exit",
    "sys.argv",
    "sys.stdin",
    "sys.stdout",
    "sys.stderr",
    "print",
    "input",
    "SystemExit",
}
FILES = {"os", "pathlib", "shutil", "tempfile", "sys", "time", "subprocess", "socket"}


def modules() -> dict[str, ast.Module]:
    """Every module of the package, read but not run."""
    paths = sorted((SRC / "gkplan").rglob("*.py"))
    return {
        ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in paths
    }


MODULES = modules()


def floor(module: str) -> int:
    """How high a module stands."""
    part = module.split(".")[1] if "." in module else "cli"
    part = "cli" if part == "__main__" else part
    return next(height for height, names in enumerate(FLOORS) if part in names)


def names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every import, also inside functions: the local name and the full name behind it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((one.asname or one.name.split(".")[0], one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield from ((one.asname or one.name, f"{node.module}.{one.name}") for one in node.names)


def imports(tree: ast.Module) -> set[str]:
    """The modules of this package that a module imports."""
    full = {name for _, name in names(tree) if name.split(".")[0] == "gkplan"}
    return {name if name in MODULES else name.rpartition(".")[0] for name in full}


def test_every_module_stands_on_a_floor() -> None:
    packages = {path.stem for path in (SRC / "gkplan").iterdir() if path.suffix in ("", ".py")}
    assert packages - {"__init__", "__main__", "__pycache__"} == set().union(*FLOORS)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "gkplan"])
def test_no_arrow_runs_back(module: str) -> None:
    above = {name for name in imports(MODULES[module]) if floor(name) > floor(module)}
    assert above == set()


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    graph = {name: imports(tree) - {name} for name, tree in MODULES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize(
    ("part", "others"),
    [
        ("views", {"folder", "checks", "report"}),
        ("folder", {"views", "report"}),
        ("checks", {"views", "report"}),
        ("query", {"marking"}),
        ("marking", {"query"}),
    ],
)
def test_neighbours_on_a_floor_do_not_know_each_other(part: str, others: set[str]) -> None:
    known = {
        name.split(".")[1]
        for module, tree in MODULES.items()
        if module.split(".")[1:2] == [part]
        for name in imports(tree)
    }
    assert known & others == set()


def used(tree: ast.Module) -> set[str]:
    """The full names of what a module touches: such as ``os.environ``."""
    known = dict(names(tree))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            head, *rest = ast.unparse(node).split(".")
            found.add(".".join([known.get(head, head), *rest]))
    return found


@pytest.mark.parametrize(
    "module", [name for name in MODULES if floor(name) < floor("gkplan.commands")]
)
def test_below_the_commands_nobody_reads_clock_environment_folder_or_terminal(module: str) -> None:
    touched = used(MODULES[module])
    assert touched & OUTSIDE == set()
    assert [name for name in touched if name.endswith(".isatty")] == []


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.split(".")[1:2] and name.split(".")[1] in PURE]
)
def test_model_assessment_and_views_touch_no_files(module: str) -> None:
    known = {name.split(".")[0] for _, name in names(MODULES[module])}
    assert known & FILES == set()
    assert "open" not in used(MODULES[module])


def test_only_the_command_line_knows_typer() -> None:
    knowing = {
        module.split(".")[1]
        for module, tree in MODULES.items()
        for _, name in names(tree)
        if name.split(".")[0] in ("typer", "click")
    }
    assert knowing == {"cli", "commands"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from datetime import date\ndate.today()", "datetime.date.today"),
        ("import datetime as dt\ndt.datetime.now()", "datetime.datetime.now"),
        ("import os\ndef f():\n    return os.environ['A']", "os.environ"),
        ("from os import getenv as g\ng('A')", "os.getenv"),
        ("from pathlib import Path\nPath.cwd()", "pathlib.Path.cwd"),
        ("print(1)", "print"),
        ("import sys\nsys.exit(1)", "sys.exit"),
    ],
)
def test_this_reading_sees_what_it_looks_for(line: str, name: str) -> None:
    assert name in used(ast.parse(line)) & OUTSIDE


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("from gkplan import rules", "gkplan.rules"),
        ("from gkplan.folder import load", "gkplan.folder.load"),
        ("from gkplan.folder.load import load", "gkplan.folder.load"),
        ("from gkplan.commands import COMMANDS", "gkplan.commands"),
        ("import gkplan.cli", "gkplan.cli"),
        ("def f():\n    from gkplan.views.grid import Grid", "gkplan.views.grid"),
    ],
)
def test_this_reading_sees_every_way_to_import(line: str, module: str) -> None:
    assert imports(ast.parse(line)) == {module}
