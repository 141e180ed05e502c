"""The compact table of tasks that the script of an HTML page filters by.

It is one JSON object in the page, so that no row repeats names or attributes. ``units`` are the
names that rows number, ``sets`` the distinct lists of such numbers, ``days`` the distinct dates.
``tasks`` has one row per task in the order of the ledger, rows separated by ``;``:
``code,due,last,concerned,owners,shares``. A code is the number of a status and the letters of its
flags; the other fields are positions in ``days`` and ``sets``, and ``shares`` has one code per
owner where there are several (``-`` without a duty).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from gkplan.views.table import visible

STATUSES = ("done", "waived", "doing", "blocked", "waiting", "todo", "cancelled")
"""The statuses in the order of their numbers."""
_SHARE_FLAGS = {
    "overdue": "l",
    "missing": "m",
    "returned": "r",
    "unproved": "u",
    "extended": "e",
    "late_done": "d",
}


class Numbered(dict[str, int]):
    """Distinct texts with their positions, in the order of their first use."""

    def of(self, text: str) -> int:
        """Return the position of a text; a new one comes last."""
        return self.setdefault(text, len(self))


class Index:
    """The compact tables of one page; they are filled while rows are added."""

    def __init__(self, units: Iterable[str]) -> None:
        """Set the units that have a number; the first day and the first set are empty."""
        self.numbers = {unit: number for number, unit in enumerate(units)}
        self.days = Numbered({"": 0})
        self.sets = Numbered({"": 0})

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

    def table(self, tasks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the tables as the page has them, with a row for each task."""
        rows = ";".join(map(self.task, tasks))
        return {
            "units": list(map(visible, self.numbers)),
            "tasks": rows,
            "sets": list(self.sets),
            "days": list(self.days),
        }


def _embedded(table: Mapping[str, Any]) -> Markup:
    """Write tables as JSON that is harmless inside a ``script`` element."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  (it has no "<")


def page_variables(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template of the page has beside the fields of a report."""
    index = Index(line["unit"] for line in data["units"])
    tasks = (task for group in data["groups"] for task in group["tasks"])
    return {"unit_numbers": index.numbers, "index": _embedded(index.table(tasks))}


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
