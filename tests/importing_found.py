"""What the importer finds in a document, as the plain data that ``importing_score`` compares."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gkplan.domain.errors import UsageError
from gkplan.domain.model import Head, Task
from gkplan.importing import Imported, import_plan

TODAY = date(2017, 10, 31)
HEAD = ("title", "number", "issuer", "supervisor", "issued")


def found_in(document: Path) -> dict[str, Any]:
    """Import a document; one that is refused gives ``refused`` and no plan."""
    try:
        return plain_data(import_plan(document.name, document.read_bytes(), TODAY))
    except UsageError:
        return {"refused": "true"}


def plain_data(imported: Imported) -> dict[str, Any]:
    """Reduce an imported plan to plain data; a unit goes by its registered name."""
    names = imported.registry.names
    return {
        "plan": _head(imported.plan.head),
        "groups": [
            {
                "label": group.label,
                "title": group.title,
                "tasks": [_task(task, names) for task in group.tasks],
            }
            for group in imported.plan.groups
        ],
        "unplaced": [said.text for said in imported.unplaced],
    }


def _head(head: Head) -> dict[str, str]:
    said = {field: str(getattr(head, field)) for field in HEAD}
    return said | {"year": str(head.ends.year)}


def _task(task: Task, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "text": task.text,
        "lead": _named(task.lead, names),
        "support": _named(task.support, names),
        "implement": _named(task.implement, names),
        "cadence": [cadence.value for cadence in task.cadence],
        "due": task.due and task.due.isoformat(),
        "within": task.within and str(task.within),
        "awaits": task.awaits,
        "merged": task.merged,
        "doubtful": bool(task.doubts),
    }


def _named(units: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(unit, unit) for unit in units]
