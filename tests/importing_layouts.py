"""One plan in every layout that is read: blocks as ``import_fixtures`` writes them.

What a layout cannot say is left out of the plan first, so that the plan that is expected of a
document is the one that it shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from gkplan.domain.model import Group, Plan, Task
from gkplan.domain.vocabulary import Cadence, Role

Blocks = list[Any]
ROLE_NAMES = {Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.IMPLEMENT: "落实"}


class Layout(NamedTuple):
    """What of a plan a layout shows, and how.

    ``tables`` are missing in prose; ``sheets`` says whether a sheet of a workbook is laid out so.
    """

    shown: Callable[[Plan], Plan]
    blocks: Callable[[Plan], Blocks]
    tables: bool = True
    sheets: bool = True


def letter(plan: Plan) -> list[str]:
    """Write what stands before a plan's body."""
    head = plan.head
    return [
        f"{head.issuer}关于印发《{head.title}》的通知",
        head.number,
        "各有关单位：",
        f"现将《{head.title}》印发给你们，请认真贯彻执行。",
        head.issuer,
        day(head.issued),
        head.title,
    ]


def day(value: date) -> str:
    """Write a day as documents print it."""
    return f"{value.year}年{value.month}月{value.day}日"


def when(task: Task) -> str:
    """Write the cell of a task's deadline."""
    if task.due:
        return f"{task.due.month}月底前"
    return "" if Cadence.ONCE in task.cadence else str(task.cadence[0].label)


def names(task: Task, role: Role) -> str:
    """Write the units of one role."""
    return "、".join(task.units[role])


def by_role(task: Task, between: str = "，", *, label: str = "") -> str:
    """Write the units of all roles: ``甲局牵头，乙局配合``, or labelled ``牵头单位：甲局``."""
    parts = [(ROLE_NAMES[role], names(task, role)) for role in ROLE_NAMES if task.units[role]]
    return between.join(f"{role}{label}{units}" if label else units + role for role, units in parts)


def number(task: Task) -> str:
    """Return the number of a task in its group."""
    return task.id.partition(".")[2]


def heading(group: Group) -> str:
    """Write the heading of a group."""
    return f"{group.label}、{group.title}"


def _changed(plan: Plan, change: Callable[[Group, Task], Task]) -> Plan:
    groups = [
        replace(group, tasks=tuple(change(group, task) for task in group.tasks))
        for group in plan.groups
    ]
    return replace(plan, groups=tuple(groups))


def _same(plan: Plan) -> Plan:
    return plan


def _led(plan: Plan) -> Plan:
    """Show the leading units alone, and deadlines in the sentence."""
    return _in_sentence(_changed(plan, lambda _, task: replace(task, support=(), implement=())))


def _in_sentence(plan: Plan) -> Plan:
    """Put the deadline into the text."""
    return _changed(plan, lambda _, task: replace(task, text=_dated(task)) if task.due else task)


def _dated(task: Task) -> str:
    return f"{task.text.removesuffix('。')}，{when(task)}完成。"


def _without_implementers(plan: Plan) -> Plan:
    return _changed(plan, lambda _, task: replace(task, implement=()))


def _of_one_unit(plan: Plan) -> Plan:
    """Give each group one unit, which is its title."""
    used: list[str] = []
    for group in plan.groups:
        used.append(next(unit for task in group.tasks for unit in task.lead if unit not in used))
    groups = [
        replace(
            group,
            title=unit,
            tasks=tuple(replace(task, lead=(unit,)) for task in group.tasks),
        )
        for group, unit in zip(plan.groups, used, strict=True)
    ]
    return _led(replace(plan, groups=tuple(groups)))


def _without_times(plan: Plan) -> Plan:
    return _changed(plan, lambda _, task: replace(task, due=None))


def merged_table(
    plan: Plan, heads: tuple[str, ...] = ("工作任务", "具体事项", "责任单位", "完成时限")
) -> Blocks:
    """Lay out one table whose first cell goes over the rows of a group."""
    rows: list[list[Any]] = [list(heads)]
    for group in plan.groups:
        for index, task in enumerate(group.tasks):
            first = [{"text": heading(group), "rows": len(group.tasks)}] if index == 0 else []
            units = by_role(task)
            rows.append([*first, f"{number(task)}. {task.text}", units, when(task)])
    return [*letter(plan), {"table": rows}]


def role_columns(plan: Plan) -> Blocks:
    """Lay out a table with a column for each role, and the headings in rows of their own."""
    rows: list[list[Any]] = [["序号", "重点任务", "牵头单位", "配合单位", "落实单位", "完成时间"]]
    for group in plan.groups:
        rows.append([{"text": heading(group), "columns": 6}])
        rows += [
            [number(task), task.text, *(names(task, role) for role in ROLE_NAMES), when(task)]
            for task in group.tasks
        ]
    return [*letter(plan), {"table": rows}]


def two_row_head(plan: Plan) -> Blocks:
    """Lay out a table whose head has two rows: 责任单位 over the roles."""
    rows: list[list[Any]] = [
        [
            *({"text": text, "rows": 2} for text in ("任务类别", "序号", "工作内容")),
            {"text": "责任单位", "columns": 3},
            {"text": "时限要求", "rows": 2},
        ],
        ["牵头单位", "配合单位", "落实单位"],
    ]
    for group in plan.groups:
        for index, task in enumerate(group.tasks):
            first = [{"text": heading(group), "rows": len(group.tasks)}] if index == 0 else []
            units = (names(task, role) for role in ROLE_NAMES)
            rows.append([*first, number(task), task.text, *units, when(task)])
    return [*letter(plan), {"table": rows, "heads": 2}]


def table_per_group(plan: Plan) -> Blocks:
    """Lay out a table below each heading."""
    blocks: Blocks = letter(plan)
    for group in plan.groups:
        rows = [["序号", "工作措施", "责任单位", "完成时限"]]
        rows += [[number(task), task.text, by_role(task, "；"), when(task)] for task in group.tasks]
        blocks += [heading(group), {"table": rows}]
    return blocks


def on_its_side(plan: Plan) -> Blocks:
    """Lay out a table per group whose columns are the tasks."""
    blocks: Blocks = letter(plan)
    for group in plan.groups:
        rows = [["序号", *map(number, group.tasks)], ["工作任务", *(t.text for t in group.tasks)]]
        rows += [
            [f"{ROLE_NAMES[role]}单位", *(names(task, role) for task in group.tasks)]
            for role in ROLE_NAMES
        ]
        rows.append(["完成时限", *map(when, group.tasks)])
        blocks += [heading(group), {"table": rows, "heads": 0}]
    return blocks


def cards(plan: Plan) -> Blocks:
    """Lay out a small form for each task."""
    blocks: Blocks = letter(plan)
    for group in plan.groups:
        blocks.append(heading(group))
        for task in group.tasks:
            rows = [["任务内容", f"{number(task)}. {task.text}"]]
            rows += [
                [f"{ROLE_NAMES[role]}单位", names(task, role)]
                for role in ROLE_NAMES
                if task.units[role]
            ]
            blocks.append({"table": [*rows, ["完成时限", when(task)]], "heads": 0})
    return blocks


def marks(plan: Plan) -> Blocks:
    """Lay out a table with a column for each unit, and a mark for its role."""
    units = list(dict.fromkeys(unit for _, task in plan for unit in (*task.lead, *task.support)))
    rows: list[list[Any]] = [["序号", "工作任务", "完成时限", *units]]
    for group in plan.groups:
        rows.append([{"text": heading(group), "columns": len(units) + 3}])
        for task in group.tasks:
            signs = ("●" if u in task.lead else "○" if u in task.support else "" for u in units)
            rows.append([number(task), task.text, when(task), *signs])
    return [*letter(plan), {"table": rows}, "注：●为牵头单位，○为配合单位。"]


def _paragraphs(line: Callable[[Task], list[str]]) -> Callable[[Plan], Blocks]:
    """Lay out the headings, and below each its tasks as paragraphs."""

    def blocks(plan: Plan) -> Blocks:
        lines: Blocks = letter(plan)
        for group in plan.groups:
            lines.append(heading(group))
            for task in group.tasks:
                lines += line(task)
        return lines

    return blocks


def _in_brackets(task: Task) -> list[str]:
    due = f"，{when(task)}完成" if task.due else ""
    return [f"{number(task)}. {task.text}（{by_role(task)}{due}）"]


def _labels_in_brackets(task: Task) -> list[str]:
    due = f"；完成时限：{when(task)}" if task.due else ""
    return [f"（{_chinese(task)}）{task.text}（{by_role(task, '；', label='单位：')}{due}）"]


def _square_brackets(task: Task) -> list[str]:
    return [f"{number(task)}．{task.text}〔{by_role(task, '；', label='单位：')}〕"]


def _labels_below(task: Task) -> list[str]:
    due = [f"完成时限：{when(task)}"] if task.due else []
    lines = by_role(task, "\n", label="单位：").split("\n")
    return [f"{number(task)}. {task.text}", *lines, *due]


def _brackets_below(task: Task) -> list[str]:
    due = f"；完成时限：{when(task)}" if task.due else ""
    return [f"（{_chinese(task)}）{task.text}", f"（{by_role(task, '；', label='单位：')}{due}）"]


def _units_first(task: Task) -> list[str]:
    return [f"{number(task)}. {names(task, Role.LEAD)}：{task.text}"]


def _text_alone(task: Task) -> list[str]:
    return [f"{number(task)}. {task.text}"]


def _chinese(task: Task) -> str:
    return "一二三四五六七八九"[int(number(task)) - 1]


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "merged table": Layout(_same, merged_table),
        "role columns": Layout(_same, role_columns),
        "two-row head": Layout(_same, two_row_head),
        "table per group": Layout(_same, table_per_group),
        "on its side": Layout(_same, on_its_side, sheets=False),
        "cards": Layout(_same, cards, sheets=False),
        "matrix": Layout(_without_implementers, marks),
        "brackets": Layout(_same, _paragraphs(_in_brackets), tables=False),
        "labels in brackets": Layout(_same, _paragraphs(_labels_in_brackets), tables=False),
        "square brackets": Layout(_without_times, _paragraphs(_square_brackets), tables=False),
        "labels below": Layout(_same, _paragraphs(_labels_below), tables=False),
        "brackets below": Layout(_same, _paragraphs(_brackets_below), tables=False),
        "units first": Layout(_led, _paragraphs(_units_first), tables=False),
        "units as headings": Layout(_of_one_unit, _paragraphs(_text_alone), tables=False),
    }
)
"""Every layout by its name."""
