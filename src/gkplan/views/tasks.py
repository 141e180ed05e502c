"""Tasks and where they stand, as tables and as data."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from gkplan.assess import Duty, Standing
from gkplan.model import Head, Record, Task
from gkplan.query import Row, tally
from gkplan.views.grid import NONE, Cell, Column, Grid, Section
from gkplan.words import Role, Status

STYLES = {
    Status.TODO: "",
    Status.WAITING: "yellow",
    Status.DOING: "cyan",
    Status.BLOCKED: "bold red",
    Status.DONE: "green",
    Status.WAIVED: "dim",
}
LATE = "bold red"


def names(units: Iterable[str]) -> str:
    """Write units as the document does: ``A、B``."""
    return "、".join(units)


def cadence_label(task: Task) -> str:
    """Write a task's cadence: ``每季度、每年``."""
    return "、".join(cadence.label for cadence in task.cadence)


def printed_units(task: Task) -> str:
    """Write who does a task much as the issued table does: ``A牵头，B配合``."""
    helpers = [(task.support, "配合"), (task.implement, "落实")]
    rest = [f"{names(units)}{verb}" for units, verb in helpers if units]
    if not task.lead:
        return "，".join(rest)
    return "，".join([f"{names(task.lead)}牵头", *rest]) if rest else names(task.lead)


def status_cell(standing: Standing) -> Cell:
    """Write the status, whether it is late, and below it how much of what has begun is settled."""
    periods = standing.periods
    label = standing.status.label + (" 逾期" if standing.overdue else "")
    measure = "件" if standing.task.within else "期"
    below = f"已办 {standing.done_begun}/{periods.begun} {measure}" if periods.all else ""
    style = LATE if standing.overdue else STYLES[standing.status]
    return Cell(f"{label}\n{below}" if below else label, style)


def due_cell(standing: Standing) -> Cell:
    """Write the next due date, or why there is none."""
    if standing.status.settled:
        return NONE
    if standing.next_due:
        return Cell(standing.next_due.isoformat(), LATE if standing.overdue else "")
    return Cell(standing.task.cadence[0].label, "dim")


def closing_line(standings: Sequence[Standing], as_of: date) -> str:
    """Count tasks by status: ``共 106 项：未启动 90，…；逾期 3 项（截至 2017-10-31）``."""
    counts = tally(standings)
    said = "，".join(f"{status.label} {count}" for status, count in counts.items() if count)
    late = sum(standing.overdue for standing in standings)
    below = sum(standing.late_below for standing in standings)
    parts = [
        f"共 {len(standings)} 项",
        f"：{said}" if said else "",
        f"；逾期 {late} 项",
        f"，另有 {below} 项的落实单位逾期" if below else "",
    ]
    return f"{''.join(parts)}（截至 {as_of}）"


def list_grid(rows: Sequence[Row], as_of: date, unit: str | None) -> Grid:
    """The table of ``list``: groups as headings; with a unit, its own tasks before its shared."""
    columns = [Column("编号", 6), Column("状态", 15), Column("下一时限", 10)]
    columns += [Column("职责", 6)] if unit else []
    columns += [Column("责任单位", 18), Column("具体事项")]
    sections = []
    if unit:
        for direct, title in ((True, "直接承担"), (False, "通过集合单位共同承担")):
            part = [row for row in rows if row.concern and row.concern.direct is direct]
            if part:
                sections.append(Section([], f"{unit}{title}（{len(part)} 项）", 1))
                sections += _by_group(part)
    else:
        sections = _by_group(rows)
    closing = closing_line([row.standing for row in rows], as_of)
    return Grid(columns, sections, closing)


def _by_group(rows: Sequence[Row]) -> list[Section]:
    grouped = groupby(rows, key=lambda row: row.standing.group)
    return [Section([_list_row(row) for row in part], group.heading, 2) for group, part in grouped]


def _list_row(row: Row) -> list[Cell]:
    standing = row.standing
    role = [Cell(row.concern.role.label)] if row.concern else []
    return [
        Cell(standing.task.id, "bold"),
        status_cell(standing),
        due_cell(standing),
        *role,
        Cell(printed_units(standing.task)),
        Cell(standing.task.text),
    ]


def ledger_grid(rows: Sequence[Row]) -> Grid:
    """The table of ``list`` for spreadsheets and documents: every field in a column of its own."""
    titles = (
        "编号 工作任务 具体事项 牵头单位 配合单位 落实单位 频次 状态 逾期 下一时限 "
        "等待条件 最近填报 佐证数 存疑"
    )
    columns = [Column(title) for title in titles.split()]
    with_role = any(row.concern for row in rows)
    if with_role:
        columns += [Column("职责"), Column("直接承担")]
    cells = []
    for row in rows:
        standing, task = row.standing, row.standing.task
        texts = [
            task.id,
            standing.group.heading,
            task.text,
            names(task.lead),
            names(task.support),
            names(task.implement),
            cadence_label(task),
            standing.status.label,
            "逾期" if standing.overdue else "",
            str(standing.next_due or ""),
            task.awaits,
            str(standing.last_report or ""),
            str(standing.evidence),
            "；".join(task.doubts),
        ]
        if with_role and row.concern:
            texts += [row.concern.role.label, "是" if row.concern.direct else "否"]
        cells.append([Cell(text) for text in texts])
    return Grid(columns, [Section(cells)])


def document(name: str, head: Head, as_of: date) -> dict[str, Any]:
    """The fields that every JSON document begins with: its format, its day and its plan."""
    return {
        "format": f"gkplan/{name}/1",
        "as_of": as_of.isoformat(),
        "plan": {
            "title": head.title,
            "number": head.number,
            "issuer": head.issuer,
            "supervisor": head.supervisor,
            "issued": head.issued.isoformat(),
            "ends": head.ends.isoformat(),
            "lag": str(head.lag),
        },
    }


def task_data(row: Row) -> dict[str, Any]:
    """One task of ``list`` for JSON; fields may be added, never changed."""
    standing, task = row.standing, row.standing.task
    group = standing.group
    data: dict[str, Any] = {
        "id": task.id,
        "group": {"id": group.id, "label": group.label, "title": group.title},
        "text": task.text,
        "lead": list(task.lead),
        "support": list(task.support),
        "implement": list(task.implement),
        "merged": task.merged,
        "cadence": [str(cadence) for cadence in task.cadence],
        "due": _day(task.due),
        "next_due": _day(standing.next_due),
        "awaits": task.awaits or None,
        "within": str(task.within) if task.within else None,
        "status": str(standing.status),
        "overdue": standing.overdue,
        "periods": {
            "done": standing.periods.done,
            "begun": standing.periods.begun,
            "all": standing.periods.all,
        },
        "units": {"done": standing.units.done, "all": standing.units.all},
        "coverage": {"done": standing.coverage.done, "all": standing.coverage.all},
        "last_report": _day(standing.last_report),
        "evidence": standing.evidence,
        "doubts": list(task.doubts),
        "tags": list(task.tags),
    }
    if row.concern:
        data["role"] = str(row.concern.role)
        data["direct"] = row.concern.direct
    return data


def duty_data(duty: Duty) -> dict[str, Any]:
    """One duty for JSON; ``period`` is null where the task has none."""
    return {
        "unit": duty.unit,
        "role": str(duty.role),
        "period": duty.period.name or None,
        "due": _day(duty.due),
        "begun": duty.begun,
        "status": str(duty.status),
        "overdue": duty.overdue,
        "last_report": _day(duty.latest.date if duty.latest else None),
        "evidence": sum(len(record.evidence) for record in duty.records),
    }


def record_data(record: Record) -> dict[str, Any]:
    """One record for JSON; texts that are absent are null."""
    return {
        "unit": record.unit,
        "task": record.task,
        "period": record.period or None,
        "event": _day(record.event),
        "status": str(record.status),
        "date": record.date.isoformat(),
        "evidence": list(record.evidence),
        "note": record.note or None,
        "problem": record.problem or None,
        "next": record.next or None,
        "by": record.by or None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def roles_of(task: Task) -> list[tuple[Role, tuple[str, ...]]]:
    """The roles that a task gives, with their names."""
    return [(role, units) for role, units in task.units.items() if units]
