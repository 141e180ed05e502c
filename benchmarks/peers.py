"""Compare gkplan with what people would use instead, in one run: processor time, medians.

``python benchmarks/peers.py NAME=FOLDER…`` compares installations of gkplan, each by the folder of
its programs, such as ``before=old/bin after=.venv/bin``; the peers ``task`` (taskwarrior), ``todo``
(todoman) and ``topydo`` are taken from PATH, and left out if they are not there.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import yaml
from loading import SAFE_LOADER
from measure import compare
from plans import write_plan
from year import write_year

PYTHON = sys.executable
UNIT = "区财政局"
DAY = ("--as-of", "2017-12-15")
TODO = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//gkplan//benchmarks
BEGIN:VTODO
UID:{number}
DTSTAMP:20170803T000000Z
DUE;VALUE=DATE:20171231
CATEGORIES:{units}
SUMMARY:{text}
END:VTODO
END:VCALENDAR
"""


def main() -> None:
    """Measure and print."""
    installed = dict(given.split("=") for given in sys.argv[1:])
    programs = {name: str(Path(folder).resolve() / "gkplan") for name, folder in installed.items()}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        os.environ |= {"XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}
        _against_typer(root, programs)
        for tasks, rounds in ((10_000, 9), (100_000, 3)):
            _against_peers(root / str(tasks), tasks, programs, rounds)


def _against_typer(root: Path, programs: dict[str, str]) -> None:
    """The commands of every day, with the plan of 106 tasks and with a year of records."""
    small = ["--data", str(write_plan(root / "106", 106).parent)]
    year = ["--data", str(write_year(root / "year")), *DAY]
    commands = {
        "list --unit, 106 tasks": ["list", "--unit", UNIT, *small],
        "list --unit, year": ["list", "--unit", UNIT, *year],
        "status, year": ["status", *year],
        "due, year": ["due", *year],
        "mark, 106 tasks": ["mark", "1.2", "doing", *small],
        "report --format html, 106 tasks": ["report", "--format", "html", *small],
    }
    _compare({"import typer": [PYTHON, "-c", "import typer"]}, programs, commands, root, 15)


def _against_peers(folder: Path, tasks: int, programs: dict[str, str], rounds: int) -> None:
    """Long plans: lists against those of the peers, the page against reading its YAML."""
    plan = write_plan(folder / "data", tasks)
    data = ["--data", str(plan.parent), *DAY]
    items = list(_items(plan))
    print(f"{tasks:,} tasks")
    commands = {"list --unit": ["list", "--unit", UNIT, *data], "status": ["status", *data]}
    _compare(dict(_peers(folder, items)), programs, commands, folder, rounds)
    loader = {"yaml.load(…, CSafeLoader)": [PYTHON, "-c", SAFE_LOADER, str(plan)]}
    if tasks == 10_000:  # noqa: PLR2004
        html = ["report", "--format", "html", *data]
        _compare(loader, programs, {"report --format html": html}, folder, 3)


def _compare(
    others: dict[str, list[str]],
    programs: dict[str, str],
    commands: dict[str, list[str]],
    cwd: Path,
    rounds: int,
) -> None:
    own = {
        f"{name}: {title}": [program, *command]
        for title, command in commands.items()
        for name, program in programs.items()
    }
    compare({**others, **own}, rounds, cwd)


def _items(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the tasks of a plan."""
    plan = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    for group in plan["groups"]:
        yield from group["tasks"]


def _units(task: dict[str, Any]) -> list[str]:
    return [name for role in ("lead", "implement", "support") for name in task.get(role, ())]


def _peers(folder: Path, tasks: list[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Give the peers the same tasks, each with its units as tags; yield how they list a unit's."""
    if task := which("task"):
        (folder / "task").mkdir()
        settings = folder / "taskrc"
        settings.write_text(f"data.location={folder}/task\nverbose=nothing\n", encoding="utf-8")
        entries = [
            {"description": one["text"], "tags": _units(one), "due": "20171231T000000Z"}
            for one in tasks
        ]
        (folder / "tasks.json").write_text(
            json.dumps(entries, ensure_ascii=False), encoding="utf-8"
        )
        command = [task, f"rc:{settings}", "import", str(folder / "tasks.json")]
        subprocess.run(command, check=True, capture_output=True)
        yield f"task +{UNIT} list", [task, f"rc:{settings}", f"+{UNIT}", "list"]
    if len(tasks) > 10_000:  # noqa: PLR2004  (the others take minutes)
        return
    if todo := which("todo"):
        (folder / "todo").mkdir()
        for number, one in enumerate(tasks):
            text = TODO.format(number=number, units=",".join(_units(one)), text=one["text"])
            (folder / "todo" / f"{number}.ics").write_text(text, encoding="utf-8")
        settings = folder / "todoman.py"
        settings.write_text(
            f'path = "{folder}/todo"\ncache_path = "{folder}/todo.db"\n', encoding="utf-8"
        )
        yield (
            f"todo list --category {UNIT}",
            [todo, "-c", str(settings), "list", "--category", UNIT],
        )
    if topydo := which("topydo"):
        lines = (f"{one['text']} {' '.join('@' + unit for unit in _units(one))}" for one in tasks)
        (folder / "todo.txt").write_text("\n".join(lines), encoding="utf-8")
        yield f"topydo ls @{UNIT}", [topydo, "-t", str(folder / "todo.txt"), "ls", f"@{UNIT}"]


if __name__ == "__main__":
    main()
