"""A plan by itself, without its progress: as a table and as data."""

from typing import Any

from gkplan.model import Group, Plan, Task
from gkplan.views.detail import schedule_text
from gkplan.views.grid import Cell, Column, Grid, Section
from gkplan.views.tasks import printed_units

_COLUMNS = (
    Column("编号", 7),
    Column("单位", 26),
    Column("频次时限", 20),
    Column("存疑", 24),
    Column("具体事项"),
)


def plan_grid(plan: Plan) -> Grid:
    """The tasks of a plan under their groups, whole."""
    sections = [
        Section([_row(plan, task) for task in group.tasks], group.heading, 2)
        for group in plan.groups
    ]
    closing = f"{len(plan.groups)}个工作任务，{len(plan.tasks)}项具体事项"
    return Grid(_COLUMNS, sections, closing, lines=12)


def _row(plan: Plan, task: Task) -> list[Cell]:
    merged = "（合并格）" if task.merged else ""
    texts = (
        task.id,
        printed_units(task) + merged,
        schedule_text(task, plan.plan),
        "；".join(task.doubts),
        task.text,
    )
    return [Cell(text) for text in texts]


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan in the words of its file."""
    head = plan.plan
    return {
        "format": "gkplan/plan/1",
        "plan": {
            "title": head.title,
            "number": head.number,
            "issuer": head.issuer,
            "supervisor": head.supervisor,
            "issued": head.issued.isoformat(),
            "ends": head.ends.isoformat(),
            "lag": str(head.lag),
        },
        "groups": [_group_data(group) for group in plan.groups],
    }


def _group_data(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "label": group.label,
        "title": group.title,
        "tasks": [_task_data(task) for task in group.tasks],
    }


def _task_data(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "text": task.text,
        "lead": list(task.lead),
        "support": list(task.support),
        "implement": list(task.implement),
        "merged": task.merged,
        "cadence": [str(cadence) for cadence in task.cadence],
        "due": task.due.isoformat() if task.due else None,
        "within": str(task.within) if task.within else None,
        "awaits": task.awaits or None,
        "doubts": list(task.doubts),
        "tags": list(task.tags),
    }
