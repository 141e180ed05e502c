"""The layers: which package may import which, and which modules read the outside world."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter

import pytest
from conftest import REPO

SRC = REPO / "src"
BELOW: dict[str, set[str]] = {
    "domain": set(),
    "folder": {"domain"},
    "views": {"domain"},
    "report": {"domain", "folder", "views"},
    "importing": {"domain", "folder", "views"},
    "forms": {"domain", "folder", "views", "report", "importing"},
    "commands": {"domain", "folder", "views", "report", "importing", "forms"},
    "cli": {"domain", "commands"},
}
"""What each package may import, beside itself; the entry point counts as the command line."""
_WORDS = {"document", "text", "lexicon", "times", "units"}
INSIDE_IMPORTING: dict[str, set[str]] = {
    "document": set(),
    "text": {"document"},
    "readers": {"document", "text"},
    "lexicon": {"text"},
    "times": {"text", "lexicon"},
    "units": {"document", "text", "lexicon", "times"},
    "outline": _WORDS,
    "tables": _WORDS | {"outline"},
    "prose": _WORDS | {"outline", "tables"},
    "layouts": _WORDS | {"outline", "tables", "prose"},
    "scoring": _WORDS | {"outline"},
    "readings": {"document", "outline", "tables", "layouts", "scoring"},
    "plan": _WORDS | {"outline", "prose", "readings", "readers"},
    "updates": {"text", "plan"},
}
"""What each part of ``importing`` may import: readers interpret nothing, and so on upwards."""
PURE = ("domain", "views")
"""The packages that access no files: their results depend only on arguments."""
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


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the package, parsed but not run."""
    paths = sorted((SRC / "gkplan").rglob("*.py"))
    return {
        ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in paths
    }


def package(module: str) -> str:
    """Return the package that a module belongs to."""
    part = module.split(".")[1] if "." in module else "cli"
    return "cli" if part == "__main__" else part


def names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield every import, also inside functions: the local name and the full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.asname or name.name.split(".")[0], name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield from (
                (name.asname or name.name, f"{node.module}.{name.name}") for name in node.names
            )


def imports(tree: ast.Module) -> set[str]:
    """Return the modules of this package that a module imports."""
    full = {name for _, name in names(tree) if name.split(".")[0] == "gkplan"}
    return {name if name in modules() else name.rpartition(".")[0] for name in full}


def test_every_package_has_its_rules() -> None:
    assert {package(name) for name in modules()} == set(BELOW)


def test_no_module_imports_a_package_above_its_own() -> None:
    above = {
        module: {package(name) for name in imports(tree) if name != "gkplan"}
        - {package(module), *BELOW[package(module)]}
        for module, tree in modules().items()
        if module != "gkplan"
    }
    assert {module: found for module, found in above.items() if found} == {}


def part_of_importing(module: str) -> str:
    """Return the package or module directly below ``importing``; empty for all others."""
    return module.removeprefix("gkplan.importing.").split(".")[0] if is_part(module) else ""


def is_part(module: str) -> bool:
    """Whether a module belongs to a part of ``importing``."""
    return module.startswith("gkplan.importing.")


def test_every_part_of_importing_has_its_rules() -> None:
    assert {part_of_importing(name) for name in modules()} - {""} == set(INSIDE_IMPORTING)


@pytest.mark.parametrize("part", INSIDE_IMPORTING)
def test_no_part_of_importing_imports_one_above_its_own(part: str) -> None:
    own = [tree for name, tree in modules().items() if part_of_importing(name) == part]
    known = {part_of_importing(name) for tree in own for name in imports(tree)} - {"", part}
    assert known <= INSIDE_IMPORTING[part]


@pytest.mark.parametrize("rules", [BELOW, INSIDE_IMPORTING], ids=["packages", "importing"])
def test_the_rules_themselves_have_no_cycle(rules: dict[str, set[str]]) -> None:
    assert len(list(TopologicalSorter(rules).static_order())) == len(rules)


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    graph = {name: imports(tree) - {name} for name, tree in modules().items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules())


def test_checks_import_nothing_that_runs_them() -> None:
    known = {
        name
        for module, tree in modules().items()
        if module.startswith("gkplan.folder.checks")
        for name in imports(tree)
    }
    above = ("load", "transaction", "append", "write_entries", "replace")
    assert known & {f"gkplan.folder.{name}" for name in above} == set()


def test_no_two_classes_share_a_name() -> None:
    """``importing`` is not included yet."""
    found = [
        node.name
        for module, tree in modules().items()
        if package(module) != "importing"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted({name for name in found if found.count(name) > 1}) == []


def used(tree: ast.Module) -> set[str]:
    """Return the full names of what a module uses, such as ``os.environ``."""
    known = dict(names(tree))
    return {dotted(node, known) for node in ast.walk(tree)}


def dotted(node: ast.AST, known: dict[str, str]) -> str:
    """Return the full name of a name or an attribute; what is no name is empty."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, known)}.{node.attr}"
    return known.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def test_below_the_commands_nothing_reads_clock_environment_folder_or_terminal() -> None:
    found = {
        module: [name for name in used(tree) if name in OUTSIDE or name.endswith(".isatty")]
        for module, tree in modules().items()
        if package(module) not in ("commands", "cli")
    }
    assert {module: names for module, names in found.items() if names} == {}


def test_domain_and_views_touch_no_files() -> None:
    found = {
        module: {name.split(".")[0] for _, name in names(tree)} & FILES | used(tree) & {"open"}
        for module, tree in modules().items()
        if package(module) in PURE
    }
    assert {module: names for module, names in found.items() if names} == {}


def test_only_the_command_line_knows_typer() -> None:
    knowing = {
        module.split(".")[1]
        for module, tree in modules().items()
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
        ("import sys as s\ns.stdout.buffer.raw", "sys.stdout"),
    ],
)
def test_the_search_detects_every_kind_of_access(line: str, name: str) -> None:
    assert name in used(ast.parse(line)) & OUTSIDE


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("from gkplan.domain import rules", "gkplan.domain.rules"),
        ("from gkplan.folder import load", "gkplan.folder.load"),
        ("from gkplan.folder.load import load", "gkplan.folder.load"),
        ("from gkplan.commands import COMMANDS", "gkplan.commands"),
        ("import gkplan.cli", "gkplan.cli"),
        ("def f():\n    from gkplan.views.table import Table", "gkplan.views.table"),
    ],
)
def test_the_search_detects_every_kind_of_import(line: str, module: str) -> None:
    assert imports(ast.parse(line)) == {module}
