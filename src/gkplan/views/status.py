"""The dashboard: the figures of a plan on one screen, and as data."""

from typing import Any

from gkplan.domain.model import Head
from gkplan.domain.overview import (
    RECENT,
    DutyCounts,
    GroupLine,
    NamedCount,
    Overview,
    TaskCounts,
    UnitLine,
    rate,
)
from gkplan.domain.stale import STALE_DAYS
from gkplan.views.headline import duties_sentence, provisional_note, tasks_sentence
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import LATE, STYLES

_BAR = 30
_MOST_NAMED = 5


def headline(figures: Overview, head: Head, as_of: str) -> list[str]:
    """Return the plan's title and the sentences that a circular begins with."""
    note = provisional_note(figures.duties)
    return [
        f"{head.title}{f'（{head.number}）' if head.number else ''}",
        f"截至 {as_of}，{tasks_sentence(figures.tasks)}",
        duties_sentence(figures.duties),
        *([note] if note else []),
    ]


def status_table(tasks: TaskCounts) -> Table:
    """Return the number of tasks by status, with bars."""
    rows = [
        [
            Cell(status.label, STYLES[status]),
            Cell(str(count)),
            Cell(f"{rate(count, tasks.all)}%"),
            Cell(_bar(count, tasks.all, _BAR), STYLES[status]),
        ]
        for status, count in tasks.by_status.items()
    ]
    numbers = [Column(title, right=True) for title in ("项数", "占比")]
    return Table([Column("状态"), *numbers, Column("", _BAR)], [Section(rows)])


def attention_table(figures: Overview) -> Table:
    """Return what the supervising office would ask next, with the command that lists it."""
    attention = figures.attention
    rows = [
        ("逾期", _noted(attention.late, "份"), "gkplan due"),
        ("退回未重报", _noted(attention.returned, "份"), "gkplan list --returned"),
        ("待核查、待复核", _noted(attention.unreviewed, "份"), "gkplan list --unreviewed"),
        ("已完成无佐证", _noted(attention.unproved, "份"), "gkplan list --unproved"),
        (
            f"{STALE_DAYS} 天以上未报",
            _noted(attention.stale, "项"),
            f"gkplan list --stale {STALE_DAYS}d",
        ),
        ("从未填报的单位", _noted(attention.silent, "个"), "gkplan list --missing"),
        ("等待条件", _noted(attention.waiting, "项"), "gkplan list --status waiting"),
        ("已延期", _noted(attention.extended, "份"), "gkplan list --extended"),
        ("存疑", _noted(attention.doubts, "处"), "gkplan check"),
        (
            f"近 {RECENT} 天填报",
            f"{attention.recent_records} 条，{attention.recent_units} 个单位",
            "gkplan log",
        ),
    ]
    columns = [Column("关注"), Column("查看", 28), Column("数量")]
    cells = [
        [Cell(title), Cell(command, "dim"), Cell(text, "dim" if text[0] == "0" else "bold")]
        for title, text, command in rows
    ]
    return Table(columns, [Section(cells)], lines=3)


def _noted(noted: NamedCount, measure: str) -> str:
    """Return how many there are, with the first tasks or units by name."""
    if not noted.number:
        return f"0 {measure}"
    more = "等" if len(noted.names) > _MOST_NAMED else ""
    return f"{noted.number} {measure}：{'、'.join(noted.names[:_MOST_NAMED])}{more}"


def groups_table(groups: list[GroupLine]) -> Table:
    """Return the number of tasks by group."""
    rows = [
        [
            Cell(f"{line.tasks.done}/{line.tasks.all}"),
            Cell(f"{line.tasks.rate}%"),
            _late(line.tasks.late),
            Cell(line.group.heading),
        ]
        for line in groups
    ]
    numbers = [Column(title, right=True) for title in ("已完成", "完成率", "逾期")]
    return Table([*numbers, Column("工作任务")], [Section(rows)], lines=1)


def units_table(units: list[UnitLine]) -> Table:
    """Return the number of duties by unit, the best rate first."""
    rows = [
        [
            Cell(str(line.rank)) if line.rank else NONE,
            Cell(str(line.duties.owed)),
            Cell(str(line.duties.done)),
            Cell(f"{line.duties.rate}%") if line.duties.owed else NONE,
            _late(line.duties.late),
            Cell(str(line.duties.unproved), "" if line.duties.unproved else "dim"),
            Cell(str(line.last_report)) if line.last_report else NONE,
            Cell(line.unit),
        ]
        for line in units
    ]
    numbers = "名次 应办 已办 完成率 逾期 无佐证"
    columns = [Column(title, right=True) for title in numbers.split()]
    return Table([*columns, Column("最近填报", 10), Column("单位")], [Section(rows)], lines=1)


def _late(count: int) -> Cell:
    return Cell(str(count), LATE if count else "dim")


def _bar(part: int, total: int, width: int) -> str:
    """Draw a share as a bar; any share above zero is visible, and only all of it fills the bar."""
    full = round(width * part / total) if total else 0
    if part:
        full = min(max(full, 1), width if part == total else width - 1)
    return "█" * full + "░" * (width - full)


def overview_data(figures: Overview) -> dict[str, Any]:
    """Return the figures for JSON; rates are percentages with one decimal."""
    attention = figures.attention
    return {
        "tasks": tasks_data(figures.tasks),
        "duties": duties_data(figures.duties),
        "groups": [
            {
                "id": line.group.id,
                "label": line.group.label,
                "title": line.group.title,
                "tasks": tasks_data(line.tasks),
                "duties": duties_data(line.duties),
            }
            for line in figures.groups
        ],
        "units": [
            {
                "unit": line.unit,
                "rank": line.rank,
                "duties": duties_data(line.duties),
                "last_report": line.last_report.isoformat() if line.last_report else None,
            }
            for line in figures.units
        ],
        "attention": {
            "recent": {
                "days": RECENT,
                "records": attention.recent_records,
                "units": attention.recent_units,
            },
            "stale_days": STALE_DAYS,
            **{
                name: {"count": noted.number, "tasks": noted.names}
                for name, noted in attention._asdict().items()
                if isinstance(noted, NamedCount) and name != "silent"
            },
            "silent": {"count": attention.silent.number, "units": attention.silent.names},
        },
    }


def tasks_data(tasks: TaskCounts) -> dict[str, Any]:
    """Return counts of tasks for JSON."""
    return {
        "all": tasks.all,
        "done": tasks.done,
        "active": tasks.active,
        "rate": tasks.rate,
        "overdue": tasks.late,
        "late_below": tasks.late_below,
        "by_status": {str(status): count for status, count in tasks.by_status.items()},
    }


def duties_data(duties: DutyCounts) -> dict[str, Any]:
    """Return counts of duties for JSON."""
    return {
        "all": duties.all,
        "owed": duties.owed,
        "done": duties.done,
        "rate": duties.rate,
        "overdue": duties.late,
        "unproved": duties.unproved,
        "overdue_provisional": duties.late_provisional,
    }
