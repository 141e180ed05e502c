"""Overdue and coming deadlines, as a table and as data."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from gkplan.domain.deadlines import Deadline, Deadlines, fold
from gkplan.views.table import NONE, Cell, Column, Section, Table, text_table
from gkplan.views.tasks import (
    LATE,
    STYLES,
    counted,
    extension_lines,
    late_done_text,
    provisional_text,
)

NOT_YET = "尚未到期"
"""The heading of what is not yet due in a span of days that was asked for."""
_LATE = "已逾期"
_PASSED = "时限已过，仍在等待条件"
_SETTLED = "已办结或不涉及"
_WEEKDAYS = "一二三四五六日"


def ahead_text(within: int | None) -> str:
    """Return what is called that falls due within some days: ``30 天内到期``."""
    return {None: "今后到期", 0: "今天到期"}.get(within, f"{within} 天内到期")


def due_table(deadlines: Deadlines, ahead: str) -> Table:
    """Return the table of ``due``: overdue first, by date; equal rows of several units are one.

    ``ahead`` is the heading of what is not yet due; empty where that was not asked for.
    """
    columns = [Column("编号", 6), Column("期", 10), Column("状态", 14, 5)]
    columns += [Column("单位", 24, 3), Column("事项")]
    parts = (
        (_LATE, deadlines.late),
        (ahead, deadlines.coming),
        (_PASSED, deadlines.waiting),
        (_SETTLED, deadlines.settled),
    )
    sections = []
    for title, part in parts:
        if part:
            sections.append(Section([], f"{title}（{len(part)} 份）", 1))
            sections += _by_date(part)
    always = {_LATE} if ahead in ("", NOT_YET) else {_LATE, ahead}
    stated = [(title, part) for title, part in parts if part or title in always]
    if ahead == NOT_YET:
        stated = [(title, part) for title, part in stated if part] or stated
    closing = "，".join(f"{title} {len(part)} 份" for title, part in stated)
    return Table(columns, sections, closing)


def _by_date(part: Sequence[Deadline]) -> Iterator[Section]:
    for _, same_day in groupby(part, key=lambda item: (item.due, item.duty.provisional)):
        rows = fold(list(same_day))
        first = rows[0][0]
        far = "" if first.duty.status.settled else f"，{first.far}"
        heading = f"{first.duty.due_label} 星期{_WEEKDAYS[first.due.weekday()]}{far}"
        yield Section([_row(alike) for alike in rows], heading, 2)


def _row(alike: Sequence[Deadline]) -> list[Cell]:
    duty = alike[0].duty
    returned = ["已退回"] if duty.returned else []
    late = [late_done_text(duty)] if duty.late_done else []
    status = [duty.status.label, *late, *returned, *extension_lines(duty)]
    return [
        Cell(duty.task, "bold"),
        Cell(duty.period.name) if duty.period.name else NONE,
        Cell("\n".join(status), LATE if duty.overdue else STYLES[duty.status]),
        Cell(counted([deadline.duty.unit for deadline in alike])),
        Cell(alike[0].task.name),
    ]


def due_ledger(deadlines: Deadlines) -> Table:
    """Return the deadlines for spreadsheets, one duty per row."""
    titles = (
        "时限 逾期天数 逾期工作日 剩余天数 编号 单位 期 状态 "
        "原时限 延期次数 迟申请 已退回 具体事项 暂定 限期整改 逾期办结天数 简称"
    )
    return text_table(titles, (_texts(deadline) for part in deadlines for deadline in part))


def _texts(deadline: Deadline) -> list[str]:
    duty = deadline.duty
    workdays = "" if deadline.workdays is None else str(-deadline.workdays)
    return [
        deadline.due.isoformat(),
        str(-deadline.days) if duty.overdue else "",
        workdays if duty.overdue else "",
        str(deadline.days) if deadline.days >= 0 else "",
        duty.task,
        duty.unit,
        duty.period.name,
        duty.status.label,
        str(duty.original_due if duty.extensions else ""),
        str(len(duty.extensions)),
        "迟申请" if duty.asked_late else "",
        "已退回" if duty.returned else "",
        deadline.task.text,
        provisional_text(duty),
        str(duty.correct_by or ""),
        str(duty.late_days or ""),
        deadline.task.short,
    ]


def deadline_data(deadline: Deadline) -> dict[str, Any]:
    """Return one deadline for JSON; ``days`` and ``workdays`` are negative where it is overdue."""
    from gkplan.views.json_data import duty_data, name_data  # noqa: PLC0415  (only for JSON)

    return {
        **duty_data(deadline.duty),
        "text": deadline.task.text,
        "days": deadline.days,
        "workdays": deadline.workdays,
        **name_data(deadline.task),
    }


def deadlines_data(deadlines: Deadlines, within: int | None) -> dict[str, Any]:
    """Return all deadlines for JSON; ``within`` is the number of days looked ahead."""
    return {
        "within": within,
        **{part: list(map(deadline_data, listed)) for part, listed in deadlines._asdict().items()},
    }
