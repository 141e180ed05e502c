"""What is late and what falls due next, as a table and as data."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from gkplan.domain.deadlines import Deadline, Deadlines, fold
from gkplan.views.json_data import duty_data
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import LATE, STYLES, counted, extension_lines, provisional_text

_PASSED = "时限已过，仍在等待条件"
_WEEKDAYS = "一二三四五六日"


def due_table(found: Deadlines, within: int | None) -> Table:
    """The table of ``due``: the late ones first, each part by date; units alike stand together."""
    columns = [Column("编号", 6), Column("期", 10), Column("状态", 14, 5)]
    columns += [Column("单位", 24, 3), Column("具体事项")]
    ahead = {None: "今后到期", 0: "今天到期"}.get(within, f"{within} 天内到期")
    parts = (("已逾期", found.late), (ahead, found.coming), (_PASSED, found.waiting))
    sections = []
    for title, part in parts:
        if part:
            sections.append(Section([], f"{title}（{len(part)} 份）", 1))
            sections += _by_date(part)
    closing = "，".join(
        f"{title} {len(part)} 份" for title, part in parts if part or title != _PASSED
    )
    return Table(columns, sections, closing)


def _by_date(part: Sequence[Deadline]) -> Iterator[Section]:
    for _, same_day in groupby(part, key=lambda one: (one.due, one.duty.provisional)):
        together = fold(list(same_day))
        first = together[0][0]
        heading = f"{first.duty.due_label} 星期{_WEEKDAYS[first.due.weekday()]}，{first.far}"
        yield Section([_row(alike) for alike in together], heading, 2)


def _row(alike: Sequence[Deadline]) -> list[Cell]:
    duty = alike[0].duty
    returned = ["已退回"] if duty.returned else []
    status = [duty.status.label, *returned, *extension_lines(duty)]
    return [
        Cell(duty.task, "bold"),
        Cell(duty.period.name) if duty.period.name else NONE,
        Cell("\n".join(status), LATE if duty.overdue else STYLES[duty.status]),
        Cell(counted([one.duty.unit for one in alike])),
        Cell(alike[0].task.text),
    ]


def due_ledger(found: Deadlines) -> Table:
    """Every duty a row, for spreadsheets."""
    titles = (
        "时限 逾期天数 逾期工作日 剩余天数 编号 单位 期 状态 "
        "原时限 延期次数 迟申请 已退回 具体事项 暂定"
    )
    rows = [
        [Cell(text) for text in _texts(one)] for one in (*found.late, *found.coming, *found.waiting)
    ]
    return Table([Column(title) for title in titles.split()], [Section(rows)])


def _texts(one: Deadline) -> list[str]:
    duty = one.duty
    workdays = "" if one.workdays is None else str(-one.workdays)
    return [
        one.due.isoformat(),
        str(-one.days) if duty.overdue else "",
        workdays if duty.overdue else "",
        str(one.days) if one.days >= 0 else "",
        duty.task,
        duty.unit,
        duty.period.name,
        duty.status.label,
        str(duty.original_due if duty.extensions else ""),
        str(len(duty.extensions)),
        "迟申请" if duty.asked_late else "",
        "已退回" if duty.returned else "",
        one.task.text,
        provisional_text(duty),
    ]


def deadline_data(one: Deadline) -> dict[str, Any]:
    """One deadline for JSON; ``days`` and ``workdays`` are negative where it is late."""
    return {
        **duty_data(one.duty),
        "text": one.task.text,
        "days": one.days,
        "workdays": one.workdays,
    }


def deadlines_data(found: Deadlines, within: int | None) -> dict[str, Any]:
    """What is late, falls due and waits, for JSON; ``within`` are the days that were looked at."""
    return {
        "within": within,
        **{part: [deadline_data(one) for one in ones] for part, ones in found._asdict().items()},
    }
