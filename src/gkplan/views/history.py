"""Changes between two days, and figures over time, as tables and as data."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gkplan.domain.counts import TaskCounts
from gkplan.domain.duty import Duty
from gkplan.domain.history import Changes, Point
from gkplan.domain.model import Cancellation, Reassignment, Record, Task
from gkplan.views.headline import percent
from gkplan.views.json_data import cancellation_data, change_data, duty_data, entry_data
from gkplan.views.status import tasks_data
from gkplan.views.table import NONE, Cell, Column, Section, Table, text_table
from gkplan.views.tasks import LATE, STYLES, changes_texts, extension_lines, names, provisional_text

_BAR = 30
_NUMBERS = ("已完成", "逾期", "未完成", "不涉及", "完成率")
_MOST_PARTS = 3
"""Parts of a bar beside the one for what does not apply; each has a cell if it is not empty."""
_KINDS = {
    "settled": "新办结、新报不涉及",
    "late": "新逾期",
    "caught_up": "不再逾期",
    "blocked": "新受阻",
    "returned": "新退回",
    "extended": "新延期",
    "reopened": "重新待办",
}
"""The kinds of change to duties, in the order of the table: field of ``Changes``, heading."""
_HANDED = "职责调整、取消"


def changes_table(changed: Changes, tasks: Mapping[str, Task]) -> Table:
    """Return the table of ``diff``; ``tasks`` are those of the plan by id."""
    columns = [Column("编号", 6), Column("期", 10), Column("单位", 22), Column("状态", 10, 2)]
    columns += [Column("时限", 15, 4), Column("事项")]
    sections = [
        Section(
            [_duty_row(duty, tasks[duty.task].name) for duty in getattr(changed, kind)],
            f"{title}（{len(getattr(changed, kind))} 份）",
            2,
        )
        for kind, title in _KINDS.items()
        if getattr(changed, kind)
    ]
    if changed.problems:
        rows = [_problem_row(record) for record in changed.problems]
        sections.append(Section(rows, f"新问题（{len(rows)} 条）", 2))
    if changed.handed:
        rows = [_handed_row(task, change) for task, change in changed.handed]
        sections.append(Section(rows, f"{_HANDED}（{len(rows)} 次）", 2))
    return Table(columns, sections, _summary(changed), lines=3)


def _handed_row(task: Task, change: Reassignment | Cancellation) -> list[Cell]:
    units, status, text = _handed_texts(change)
    return [
        Cell(task.id, "bold"),
        NONE,
        Cell(units) if units else NONE,
        Cell(status),
        NONE,
        Cell(text),
    ]


def _handed_texts(change: Reassignment | Cancellation) -> tuple[str, str, str]:
    """Return the units that get a task, what happened, and the sentence that says so."""
    if isinstance(change, Cancellation):
        [text] = changes_texts((), change)
        return "", "已取消", text
    [text] = changes_texts([change])
    return names(change.lead or change.implement), "职责调整", text


def _duty_row(duty: Duty, name: str) -> list[Cell]:
    due = [duty.due_label, *extension_lines(duty)] if duty.due else []
    status = [duty.status.label] + (["已退回"] if duty.returned else [])
    return [
        Cell(duty.task, "bold"),
        Cell(duty.period.name) if duty.period.name else NONE,
        Cell(duty.unit),
        Cell("\n".join(status), LATE if duty.overdue else STYLES[duty.status]),
        Cell("\n".join(due), LATE if duty.overdue else "") if due else NONE,
        Cell(name),
    ]


def _problem_row(record: Record) -> list[Cell]:
    return [
        Cell(record.task, "bold"),
        Cell(record.occasion) if record.occasion else NONE,
        Cell(record.unit),
        Cell(record.status.label, STYLES[record.status]),
        NONE,
        Cell(f"{record.date}：{record.problem}"),
    ]


def _summary(changed: Changes) -> str:
    before, after = changed.before, changed.after
    return (
        f"已完成 {before.done} → {after.done} 项，逾期 {before.late} → {after.late} 项，"
        f"完成率 {_rate(before)} → {_rate(after)}；期间填报 {changed.records} 条"
    )


def _rate(tasks: TaskCounts) -> str:
    return percent(tasks.completion, both=False)


def changes_ledger(changed: Changes, tasks: Mapping[str, Task]) -> Table:
    """Return the changes for spreadsheets, one per row."""
    titles = "变化 编号 期 单位 状态 时限 原时限 延期次数 日期 内容 暂定"
    rows = [
        (title, *_duty_texts(duty), tasks[duty.task].text, provisional_text(duty))
        for kind, title in _KINDS.items()
        for duty in getattr(changed, kind)
    ]
    rows += [("新问题", *_record_texts(record), record.problem, "") for record in changed.problems]
    for task, change in changed.handed:
        units, status, text = _handed_texts(change)
        day = change.date.isoformat()
        rows.append((_HANDED, task.id, "", units, status, "", "", "", day, text, ""))
    return text_table(titles, rows)


def _duty_texts(duty: Duty) -> tuple[str, ...]:
    last = str(duty.latest.date) if duty.latest else ""
    extended = (str(duty.original_due), str(len(duty.extensions))) if duty.extensions else ("", "")
    about = (duty.task, duty.period.name, duty.unit, duty.status.label)
    return *about, str(duty.due or ""), *extended, last


def _record_texts(record: Record) -> tuple[str, ...]:
    status, day = record.status.label, record.date.isoformat()
    return record.task, record.occasion, record.unit, status, "", "", "", day


def changes_data(changed: Changes, since: date) -> dict[str, Any]:
    """Return the changes for JSON; duties are as they are on the later day."""
    return {
        "since": since.isoformat(),
        "before": tasks_data(changed.before),
        "after": tasks_data(changed.after),
        "records": changed.records,
        **{kind: [duty_data(duty) for duty in getattr(changed, kind)] for kind in _KINDS},
        "problems": [entry_data(record) for record in changed.problems],
        "changes": [
            {"task": task.id, **change_data(change)}
            for task, change in changed.handed
            if isinstance(change, Reassignment)
        ],
        "cancelled": [
            {"task": task.id, **cancellation_data(change)}
            for task, change in changed.handed
            if isinstance(change, Cancellation)
        ],
    }


def trend_table(points: Sequence[Point]) -> Table:
    """Return the chart of ``trend``: one bar per day, of done, overdue and open tasks."""
    numbers = [Column(title, right=True) for title in _NUMBERS]
    columns = [Column("截至", 10), *numbers, Column("图", _BAR)]
    rows = [
        [
            Cell(point.day.isoformat()),
            Cell(str(point.tasks.done)),
            Cell(str(point.tasks.late), LATE if point.tasks.late else "dim"),
            Cell(str(point.tasks.open)),
            Cell(str(point.tasks.waived), "" if point.tasks.waived else "dim"),
            Cell(_rate(point.tasks)),
            Cell(_bar(point.tasks)),
        ]
        for point in points
    ]
    return Table(columns, [Section(rows)], "█ 已完成　▓ 逾期　░ 其他未完成　· 不涉及", lines=1)


def _bar(tasks: TaskCounts) -> str:
    """Draw the shares of all tasks; a share above zero has at least one cell."""
    if not tasks.all:
        return ""
    waived = min(_cells(tasks.waived, tasks.all), _BAR - _MOST_PARTS)
    bar = _BAR - waived
    others = tasks.open > tasks.late
    late = min(_cells(tasks.late, tasks.all), bar - others - bool(tasks.done))
    done = min(_cells(tasks.done, tasks.all), bar - others - late)
    if not tasks.open:
        done, waived = (_BAR - waived, waived) if tasks.done else (0, _BAR)
        return "█" * done + "·" * waived
    return "█" * done + "▓" * late + "░" * (bar - done - late) + "·" * waived


def _cells(part: int, total: int) -> int:
    return max(round(_BAR * part / total), 1 if part else 0)


def trend_ledger(points: Sequence[Point]) -> Table:
    """Return the figures of ``trend`` for spreadsheets."""
    titles = "截至 事项 已完成 逾期 未完成 完成率 不涉及 逾期办结"
    rows = [
        [
            point.day.isoformat(),
            str(point.tasks.all),
            str(point.tasks.done),
            str(point.tasks.late),
            str(point.tasks.open),
            "" if point.tasks.rate is None else str(point.tasks.rate),
            str(point.tasks.waived),
            str(point.tasks.late_done),
        ]
        for point in points
    ]
    return text_table(titles, rows)


def trend_data(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return the figures of ``trend`` for JSON."""
    return [{"day": point.day.isoformat(), **tasks_data(point.tasks)} for point in points]
