"""Everything about one task: its text, roles, schedule, doubts, every duty and the journal."""

from collections.abc import Iterable
from datetime import date

from gkplan.domain.duty import Duty
from gkplan.domain.history import JournalNotes
from gkplan.domain.model import Entry, Head, Registry, Task
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence
from gkplan.views.journal import entry_text, label_cell, newest_first
from gkplan.views.matrix import coverage_lines
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import (
    LATE,
    STYLES,
    extension_lines,
    late_done_text,
    later_changes,
    names,
    periods_text,
    review_marks,
    roles_of,
)


def facts_table(standing: Standing, head: Head, registry: Registry) -> Table:
    """Return the facts about a task as a table, one label and text per row."""
    facts = _facts(standing, head, registry)
    rows = [[Cell(label, "dim"), Cell(text)] for label, text in facts]
    return Table([Column("事项", 8), Column(standing.task.id)], [Section(rows)], lines=40)


def _facts(standing: Standing, head: Head, registry: Registry) -> list[tuple[str, str]]:
    """List the facts about a task, label and text, in the order a person reads them."""
    task = standing.task
    facts = _stated_facts(standing, head, registry)
    facts.append(("状态", _state(standing)))
    if standing.is_idle:
        facts.append(("件", "还没有起算日，不欠填报"))
    elif counts := periods_text(standing):
        facts.append(("件" if task.within else "期", counts))
    for label, count in (("责任单位", standing.units), ("落实覆盖", standing.coverage)):
        if count.all > 1:
            facts.append((label, f"{count.all} 个单位中 {count.done} 个已办结或不涉及"))
    facts += coverage_lines(standing) if len(standing.owners) > 1 else []
    if duty := standing.next_duty:
        facts.append(("下一时限", "，".join([duty.due_label, *extension_lines(duty)])))
    if standing.last_report:
        facts.append(("最近填报", f"{standing.last_report}，佐证 {standing.evidence} 件"))
    return facts


def _stated_facts(standing: Standing, head: Head, registry: Registry) -> list[tuple[str, str]]:
    """List what the plan states about a task."""
    task = standing.task
    facts = [("工作任务", standing.group.heading), ("具体事项", task.text)]
    if task.short:
        facts.append(("简称", task.short))
    facts += [(role.label, _members(registry, units)) for role, units in roles_of(task)]
    facts += [("变动", text) for text in later_changes(standing)]
    if task.merged:
        facts.append(("单位来源", "原表单位栏空白，取自上方合并格"))
    facts.append(("频次", schedule_text(task, head)))
    if task.awaits:
        facts.append(("等待条件", task.awaits))
    if task.tags:
        facts.append(("标签", names(task.tags)))
    facts += [("存疑", doubt) for doubt in task.doubts]
    return facts


def _state(standing: Standing) -> str:
    """The status, and who is late: the units that lead first."""
    late = f"，{standing.late_label}：{names(standing.late_units)}" if standing.late_label else ""
    done = f"，{late_done_text(standing)}" if standing.late_days else ""
    return f"{standing.status_label}{done}{late}"


def _members(registry: Registry, units: tuple[str, ...]) -> str:
    """Join the names of units, a collective with the number of its members."""
    texts = []
    for unit in units:
        members = registry.members.get(unit, (unit,))
        texts.append(unit if members == (unit,) else f"{unit}（{len(members)} 个单位）")
    return names(texts)


def schedule_text(task: Task, head: Head, comma: str = "，") -> str:
    """Describe when a task falls due, one clause for each of its cadences."""
    return "；".join(f"{one.label}{comma}{_when(one, task, head)}" for one in task.cadence)


def states_day(task: Task, head: Head, day: date) -> bool:
    """Whether ``schedule_text`` names this day."""
    return Cadence.ONCE in task.cadence and day == (task.due or head.ends)


def _when(cadence: Cadence, task: Task, head: Head) -> str:
    if cadence.periodic:
        return f"每期结束后{(task.lag or head.lag).label}内"
    if cadence is Cadence.ONCE:
        return f"{task.due or head.ends} 前"
    if cadence is Cadence.EVENT and task.within:
        return f"自起算日{task.within.label}内"
    return "无固定时限"


def duties_table(duties: Iterable[Duty], as_of: date, cancelled: Iterable[Duty] = ()) -> Table:
    """Return the duties of a task, one per row, then those that are no longer owed."""
    columns = [
        Column("单位", 22),
        Column("职责", 4),
        Column("期", 10),
        Column("时限", 15, 4),
        Column("状态", 10),
        Column("最近填报"),
    ]
    rows = [_duty_row(duty, as_of) for duty in duties]
    rows += [_duty_row(duty, as_of, cancelled=True) for duty in cancelled]
    return Table(columns, [Section(rows)], lines=3)


def _duty_row(duty: Duty, as_of: date, *, cancelled: bool = False) -> list[Cell]:
    """Return the row of a duty; one that was cancelled is owed by nobody and so never late."""
    passed = duty.due if duty.overdue and not cancelled else None
    late = f"逾期 {(as_of - passed).days} 天" if passed else late_done_text(duty)
    not_begun = "" if duty.begun else "未开始"
    last = duty.latest.date.isoformat() if duty.latest else "-"
    late_entries = f"补报 {len(duty.late_entries)} 条" if duty.late_entries else ""
    due = [duty.due_label or "-", *extension_lines(duty)]
    status = "已取消" if cancelled else duty.status.label
    reported = " ".join(text for text in (last, late, late_entries, not_begun) if text)
    return [
        Cell(duty.unit),
        Cell(duty.role.label),
        Cell(duty.period.name) if duty.period.name else NONE,
        Cell("\n".join(due), LATE if passed else ""),
        Cell("\n".join([status, *review_marks(duty)]), STYLES[duty.status]),
        Cell(reported, LATE if late else ""),
    ]


def journal_table(entries: Iterable[Entry], notes: JournalNotes) -> Table | None:
    """Return the entries about a task, newest first; None if there are none."""
    columns = [Column("日期", 10), Column("单位", 22), Column("期", 10), Column("状态", 10)]
    rows = [
        [
            Cell(entry.date.isoformat()),
            Cell(entry.unit),
            Cell(entry.occasion) if entry.occasion else NONE,
            label_cell(entry, notes),
            Cell(text) if (text := entry_text(entry, notes)) else NONE,
        ]
        for entry in newest_first(entries)
    ]
    return Table([*columns, Column("进展")], [Section(rows)], lines=20) if rows else None
