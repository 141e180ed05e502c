"""The compact table of tasks that the script of an HTML page filters by.

It is one JSON object in the page, so that no row repeats names or attributes. ``units`` are the
names that rows number, ``sets`` the distinct lists of such numbers, ``days`` the distinct dates.
``tasks`` has one row per task in the order of the ledger, rows separated by ``;``:
``code,due,last,concerned,owners,shares``. A code is the number of a status and the letters of its
flags; the other fields are positions in ``days`` and ``sets``, and ``shares`` has one code per
owner where there are several (``-`` without a duty). ``apart`` are the positions of the tasks that
the units of a page only support, if there are any.

The entry page of a plan with pages per group has no ledger, so its table also has what it lists:
``names``, the id and the name of each task; ``groups`` with their numbers of tasks and their pages;
and ``late`` and ``coming``, rows ``task,units,day,occasion,code`` with positions in these tables,
whose distances in days and working days are in ``far``. ``beside`` are the beginnings of the
addresses of the report's other pages.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from gkplan.views.table import visible

STATUSES = ("done", "waived", "doing", "blocked", "waiting", "todo", "cancelled")
"""The statuses in the order of their numbers."""
_NAMES = 200_000
"""Characters of all names that an entry page has; with more than these, long ones are cut."""
_SHORTEST = 8
"""Characters of a name that are left in any case."""
_SHARE_FLAGS = {
    "overdue": "l",
    "missing": "m",
    "returned": "r",
    "unproved": "u",
    "extended": "e",
    "late_done": "d",
}


class Distinct(dict[str, int]):
    """Distinct texts with their positions, in the order of their first use."""

    def of(self, text: str) -> int:
        """Return the position of a text; a new one comes last."""
        return self.setdefault(text, len(self))


class Index:
    """The compact tables of one page; they are filled while rows are added."""

    def __init__(self, units: Iterable[str]) -> None:
        """Set the units that have a number; the first day and the first set are empty."""
        self.numbers = {unit: number for number, unit in enumerate(units)}
        self.days = Distinct({"": 0})
        self.sets = Distinct({"": 0})

    def units(self, names: Iterable[str]) -> int:
        """Return the position of a list of units; one without a number is left out."""
        numbers = (self.numbers[name] for name in names if name in self.numbers)
        return self.sets.of(" ".join(map(str, numbers)))

    def task(self, task: Mapping[str, Any]) -> str:
        """Return the row of a task."""
        fields = (
            _task_code(task),
            self.days.of(task["next_due"] or ""),
            self.days.of(task["last_report"] or ""),
            self.units(task["concerned"]),
            self.units(task["owners"]),
            self._shares(task),
        )
        return ",".join(map(str, fields))

    def _shares(self, task: Mapping[str, Any]) -> str:
        """Return the codes of the owners that have a number, where there are several."""
        owners = [owner for owner in task["owners"] if owner in self.numbers]
        shares = {share["unit"]: _share_code(share) for share in task["shares"]}
        return "".join(shares.get(owner, "-") for owner in owners) if owners[1:] else ""

    def table(self, tasks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the tables as the page has them, with a row for each task."""
        rows = ";".join(map(self.task, tasks))
        apart = [at for at, task in enumerate(tasks) if task.get("role") == "support"]
        return {
            "units": list(map(visible, self.numbers)),
            "tasks": rows,
            "sets": list(self.sets),
            "days": list(self.days),
            **({"apart": apart} if apart else {}),
        }


class EntryIndex(Index):
    """The tables of an entry page."""

    def __init__(self, units: Iterable[str], tasks: Sequence[Mapping[str, Any]]) -> None:
        """Set the units and the tasks that have a number."""
        super().__init__(units)
        self.tasks = tasks
        self.places = {task["id"]: place for place, task in enumerate(tasks)}
        self.occasions = Distinct({"": 0})
        self.far: dict[int, str] = {}

    def deadlines(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """Return the rows of late or coming duties."""
        return ";".join(map(self._deadline, rows))

    def _deadline(self, row: Mapping[str, Any]) -> str:
        day = self.days.of(row["due"])
        distance = (row["days"], row["workdays"])
        self.far[day] = " ".join(str(abs(n)) for n in distance if n is not None)
        flags = {"r": row["returned"], "p": row["provisional"], "e": row["extension_count"]}
        code = f"{STATUSES.index(row['status'])}{''.join(flag for flag in flags if flags[flag])}"
        place, units = self.places[row["task"]], self.units(row["units"])
        occasion = self.occasions.of(row["occasion"] or "")
        return f"{place},{units},{day},{occasion},{code}"

    def entry(self, data: Mapping[str, Any], pages: Mapping[int, str]) -> dict[str, Any]:
        """Return the tables with names and lists; ``pages`` are the groups' files by their ids."""
        late, coming = (self.deadlines(data["due"][name]) for name in ("late", "coming"))
        table = self.table(self.tasks)
        return {
            **table,
            "names": "\n".join(_names(self.tasks)),
            "groups": [
                [str(group["id"]), len(group["tasks"]), pages[group["id"]]]
                for group in data["groups"]
            ],
            "late": late,
            "coming": coming,
            "occasions": list(map(visible, self.occasions)),
            "far": [self.far.get(day, "") for day in range(len(self.days))],
        }


def _names(tasks: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """Yield the id and the name of each task; long names are cut where there are very many."""
    most = max(_NAMES // max(len(tasks), 1), _SHORTEST)
    fits = sum(len(task["name"]) for task in tasks) <= _NAMES
    for task in tasks:
        name = visible(" ".join(task["name"].split()))
        yield f"{task['id']} {name if fits or len(name) <= most else f'{name[: most - 1]}…'}"


def embedded(table: Mapping[str, Any]) -> Markup:
    """Write tables as JSON that is harmless inside a ``script`` element."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  (it has no "<")


def _task_code(task: Mapping[str, Any]) -> str:
    status = "cancelled" if task["is_cancelled"] else task["status"]
    flags = {
        "l": task["overdue"],
        "b": task["late_duties"] and not task["overdue"],
        "m": task["missing"],
        "r": task["checked_counts"]["returned"],
        "u": task["unproved"],
        "e": task["extension_count"],
        "d": task["late_days"],
        "q": task["doubts"],
    }
    return f"{STATUSES.index(status)}{''.join(letter for letter in flags if flags[letter])}"


def _share_code(share: Mapping[str, Any]) -> str:
    """Return the code of one unit's share of a task."""
    flags = (letter for name, letter in _SHARE_FLAGS.items() if share[name])
    return f"{STATUSES.index(share['status'])}{''.join(flags)}"
