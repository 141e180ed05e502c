"""A plan as the table that it was issued as; importing the table gives the plan again.

``importing/plan/exported.py`` reads the columns by their names; lines above the table state the
rest, one value per line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from gkplan.domain.fields import Span
from gkplan.domain.model import Group, Plan, Registry, Task
from gkplan.domain.vocabulary import Cadence
from gkplan.views.markdown import markdown_inline, markdown_text
from gkplan.views.table import looks_like_formula, visible

_PLAIN_LABEL = re.compile("[一二三四五六七八九十百]{1,6}")
_SHIELD = "\u3000"
"""A wide space before what looks like a formula: hardly visible, and removed by the import."""
HEAD_LINES = {
    "各处标明": "notice",
    "发文字号": "number",
    "印发机关": "issuer",
    "督查单位": "supervisor",
    "印发日期": "issued",
    "截止日期": "ends",
    "每期办结时限": "lag",
}
"""The keys of a plan's head by the labels of the lines above the table, in their order."""
UNIT_COLUMNS = {"牵头单位": "lead", "落实单位": "implement", "配合单位": "support"}
TASK_COLUMNS = {
    "编号": "id",
    "具体事项": "text",
    "简称": "short",
    **UNIT_COLUMNS,
    "合并格": "merged",
    "频次": "cadence",
    "完成时限": "due",
    "办结期限": "within",
    "每期办结时限": "lag",
    "等待条件": "awaits",
    "标签": "tags",
    "存疑": "doubts",
}
"""The keys of a task by the names of their columns, in their order."""
FIXED_COLUMNS = ("工作任务", "编号", "具体事项", "频次", "存疑")
"""Columns that are always there: with 存疑 the import adds no doubts of its own."""


class PlanTable(NamedTuple):
    """The layout of a plan: the lines of its head, and its rows under ``columns``.

    A group's heading is in its first row only. The units of a merged cell are in the first row of
    the cell; ``covered`` are the other rows of it (a task with ``merged`` that has units of its
    own is marked in the column 合并格). ``begins`` are the first rows of the groups.
    """

    title: str
    notice: str
    head: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    begins: tuple[int, ...]
    covered: frozenset[int]

    @property
    def unit_columns(self) -> list[int]:
        """The positions of the columns that name units."""
        return [index for index, name in enumerate(self.columns) if name in UNIT_COLUMNS]


def plan_table(plan: Plan) -> PlanTable:
    """Lay out a plan; empty columns are left out."""
    labels_apart = not all(_PLAIN_LABEL.fullmatch(group.label) for group in plan.groups)
    covered = frozenset(_covered(plan))
    cells: list[dict[str, str]] = []
    begins = []
    for group in plan.groups:
        begins.append(len(cells))
        for position, task in enumerate(group.tasks):
            heading = {} if position else _heading(group, apart=labels_apart)
            cells.append(heading | _cells(task, covered=len(cells) in covered))
    used = [
        name
        for name in ("工作任务", "标号", *TASK_COLUMNS)
        if name in FIXED_COLUMNS or any(row.get(name) for row in cells)
    ]
    rows = tuple(tuple(row.get(name, "") for name in used) for row in cells)
    stated = ((label, value_text(getattr(plan.head, key))) for label, key in HEAD_LINES.items())
    head = tuple(f"{label}：{text}" for label, text in stated if text)
    return PlanTable(
        plan.head.title, plan.head.notice_mark, head, tuple(used), rows, tuple(begins), covered
    )


def value_text(value: Any) -> str:
    """Return a value of a key of a plan as people read it; empty where there is none."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, Span):
        return value.label
    if isinstance(value, tuple):
        return "、".join(one.label if isinstance(one, Cadence) else one for one in value)
    return str(value or "")


def _heading(group: Group, *, apart: bool) -> dict[str, str]:
    if apart:
        return {"工作任务": group.title, "标号": group.label}
    return {"工作任务": group.heading}


def _covered(plan: Plan) -> Iterator[int]:
    """Yield the rows whose units are in the merged cell above: ``merged``, with the same units."""
    row = 0
    for group in plan.groups:
        yield from (
            row + below
            for below, (above, task) in enumerate(pairwise(group.tasks), 1)
            if task.merged and task.units == above.units
        )
        row += len(group.tasks)


def _cells(task: Task, *, covered: bool) -> dict[str, str]:
    texts = {name: value_text(getattr(task, key)) for name, key in TASK_COLUMNS.items()}
    texts["存疑"] = "\n".join(" ".join(doubt.split("\n")) for doubt in task.doubts)
    return texts | (dict.fromkeys((*UNIT_COLUMNS, "合并格"), "") if covered else {})


REGISTRY_SHEET = "单位名录"
REGISTRY_COLUMNS = ("名称", "类别", "别名", "成员单位", "成员类别")
COLLECTIVE = "集合单位"
"""What stands in the place of a collective's kind."""


def registry_rows(registry: Registry) -> tuple[tuple[str, ...], ...]:
    """Lay out the registry under ``REGISTRY_COLUMNS``, several values of a cell on lines."""
    units = (
        (unit.name, unit.kind.label, "\n".join(unit.aliases), "", "") for unit in registry.units
    )
    collectives = (
        (
            *(one.name, COLLECTIVE, "\n".join(one.aliases), "\n".join(one.members)),
            "\n".join(kind.label for kind in one.kinds),
        )
        for one in registry.collectives
    )
    return (*units, *collectives)


def table_csv(table: PlanTable) -> str:
    """Format the table as CSV (RFC 4180); no cell is one that a spreadsheet would run."""
    import csv  # noqa: PLC0415  (3 ms that only an export pays)
    import io  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    blanks = [""] * (len(table.columns) - 1)
    for line in (table.title, *table.head):
        writer.writerow([_shielded(line), *blanks])
    writer.writerow(table.columns)
    writer.writerows(map(_shielded, row) for row in table.rows)
    return out.getvalue()


def _shielded(text: str) -> str:
    text = visible(text)
    return _SHIELD + text if looks_like_formula(text) else text


def table_markdown(table: PlanTable) -> str:
    """Format the table as Markdown, its head as a list under the title."""
    lines = [f"# {markdown_text(table.title)}", ""]
    lines += [*(f"- {markdown_text(line)}" for line in table.head), ""]
    lines += [_line(table.columns), _line(["---"] * len(table.columns))]
    lines += [_line([markdown_inline(text) for text in row]) for row in table.rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
