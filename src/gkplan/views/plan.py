"""A plan by itself, without its progress: as a table and as data."""

from typing import Any

from gkplan.domain.model import Group, Plan, Registry, Task
from gkplan.views.json_data import head_data, keyed
from gkplan.views.table import Cell, Column, Section, Table
from gkplan.views.tasks import printed_units

_LINES = 40
"""Lines that a task may take on a terminal, so that its text and doubts are complete."""
_COLUMNS = (Column("编号", 7), Column("单位", 22), Column("频次时限", 16), Column("具体事项"))


def plan_overview_table(plan: Plan) -> Table:
    """Return the tasks of a plan by group, as issued, each with its doubts below its text."""
    sections = [
        Section([_row(task) for task in group.tasks], group.heading, 2) for group in plan.groups
    ]
    closing = f"{len(plan.groups)}个工作任务，{len(plan.tasks)}项具体事项"
    return Table(_COLUMNS, sections, closing, lines=_LINES)


def _row(task: Task) -> list[Cell]:
    merged = "（合并格）" if task.merged else ""
    text = "\n".join([task.text, *(f"存疑：{doubt}" for doubt in task.doubts)])
    return [
        Cell(task.id, "bold"),
        Cell(printed_units(task) + merged),
        Cell(stated_schedule(task)),
        Cell(text),
    ]


def stated_schedule(task: Task) -> str:
    """Describe what the plan itself states about when a task falls due: ``及时，10个工作日内``."""
    parts = ["、".join(cadence.label for cadence in task.cadence)]
    parts += [f"{task.due} 前"] if task.due else []
    parts += [f"每期结束后{task.lag.label}内"] if task.lag else []
    parts += [f"{task.within.label}内"] if task.within else []
    parts += [f"待{task.awaits.removeprefix('待')}"] if task.awaits else []
    return "，".join(parts)


def plan_data(name: str, plan: Plan, registry: Registry) -> dict[str, Any]:
    """Return the plan and its registry with the keys of their files, as ``gkplan/NAME/1``."""
    return {
        "format": f"gkplan/{name}/1",
        "plan": head_data(plan.head),
        "groups": [_group_data(group) for group in plan.groups],
        "units": [keyed(unit, "name", "aliases", "kind") for unit in registry.units],
        "collectives": [
            keyed(body, "name", "aliases", "members", "kinds") for body in registry.collectives
        ],
    }


def _group_data(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "label": group.label,
        "title": group.title,
        "tasks": [task_data(task) for task in group.tasks],
    }


def task_data(task: Task) -> dict[str, Any]:
    """Return every key of a task as issued."""
    units = ("lead", "support", "implement", "merged")
    schedule = ("cadence", "due", "lag", "within", "awaits")
    return keyed(task, "id", "text", *units, *schedule, "doubts", "tags", "short")
