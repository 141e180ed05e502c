"""The dashboard: the figures of a whole plan on one screen, and as data."""

from typing import Any

from gkplan.model import Head
from gkplan.overview import RECENT, Duties, GroupLine, Overview, Tasks, UnitLine
from gkplan.silence import LONG
from gkplan.views.grid import NONE, Cell, Column, Grid, Section
from gkplan.views.tasks import LATE, STYLES

_BAR = 30
_NAMED = 5


def headline(found: Overview, head: Head, as_of: str) -> list[str]:
    """The plan, and the sentence that a circular begins with."""
    tasks = found.tasks
    late = f"逾期 {tasks.late} 项" + (
        f"（另有 {tasks.late_below} 项的落实单位逾期）" if tasks.late_below else ""
    )
    waived = [count for status, count in tasks.by_status.items() if status == "waived" and count]
    counted = f"（含不涉及 {waived[0]} 项）" if waived else ""
    return [
        f"{head.title}{f'（{head.number}）' if head.number else ''}",
        (
            f"截至 {as_of}，共 {tasks.all} 项：已完成 {tasks.done} 项{counted}，"
            f"正在推进 {tasks.active} 项，完成率 {tasks.rate}%；{late}"
        ),
        (
            f"应办事项已开始 {found.duties.owed} 份：已办 {found.duties.done} 份"
            f"（{found.duties.rate}%），逾期 {found.duties.late} 份，"
            f"已完成但无佐证 {found.duties.unproved} 份"
        ),
    ]


def status_grid(tasks: Tasks) -> Grid:
    """Tasks by status, with bars."""
    rows = [
        [
            Cell(status.label, STYLES[status]),
            Cell(f"{count:>3}"),
            Cell(f"{100 * count / tasks.all:5.1f}%" if tasks.all else "-"),
            Cell(_bar(count, tasks.all, _BAR), STYLES[status]),
        ]
        for status, count in tasks.by_status.items()
    ]
    return Grid([Column("状态"), Column("项数"), Column("占比"), Column("")], [Section(rows)])


def attention_grid(found: Overview) -> Grid:
    """What the supervising office would ask next, and the command that lists it."""
    asked = found.attention
    rows = [
        ("逾期", f"{found.duties.late} 份", "gkplan due"),
        ("退回未重报", f"{asked.returned} 份", "gkplan list --returned"),
        ("待核查、待复核", f"{asked.unreviewed} 份", "gkplan list --unreviewed"),
        ("已完成无佐证", f"{found.duties.unproved} 份", "gkplan list --unproved"),
        (f"超过 {LONG} 天未报", _named(asked.stale), f"gkplan list --stale {LONG}d"),
        ("等待条件", _named(asked.waiting), "gkplan list --status waiting"),
        ("存疑", f"{asked.doubts} 处，{_named(asked.doubtful)}", "gkplan check"),
        ("已延期", f"{asked.extended} 份", "gkplan log"),
        (
            f"近 {RECENT} 天填报",
            f"{asked.recent_records} 条，{asked.recent_units} 个单位",
            "gkplan log",
        ),
    ]
    columns = [Column("关注"), Column("查看", 28), Column("数量")]
    cells = [
        [Cell(title), Cell(command, "dim"), Cell(text, "bold" if text[0] != "0" else "dim")]
        for title, text, command in rows
    ]
    return Grid(columns, [Section(cells)], lines=3)


def _named(tasks: list[str]) -> str:
    """Say how many tasks, and which."""
    if not tasks:
        return "0 项"
    more = "等" if len(tasks) > _NAMED else ""
    return f"{len(tasks)} 项：{'、'.join(tasks[:_NAMED])}{more}"


def groups_grid(groups: list[GroupLine]) -> Grid:
    """Tasks by group."""
    rows = [
        [
            Cell(f"{line.tasks.done:>2}/{line.tasks.all}"),
            Cell(f"{line.tasks.rate:5.1f}%"),
            _late(line.tasks.late),
            Cell(line.group.heading),
        ]
        for line in groups
    ]
    titles = "已完成 完成率 逾期 工作任务"
    return Grid([Column(title) for title in titles.split()], [Section(rows)], lines=1)


def units_grid(units: list[UnitLine]) -> Grid:
    """Duties by unit, the best rate first."""
    rows = [
        [
            Cell(f"{line.rank:>2}") if line.rank else NONE,
            Cell(f"{line.duties.owed:>3}"),
            Cell(f"{line.duties.done:>3}"),
            Cell(f"{line.duties.rate:5.1f}%") if line.duties.owed else NONE,
            _late(line.duties.late),
            Cell(f"{line.duties.unproved:>3}", "" if line.duties.unproved else "dim"),
            Cell(str(line.last_report)) if line.last_report else NONE,
            Cell(line.unit),
        ]
        for line in units
    ]
    titles = "名次 应办 已办 完成率 逾期 无佐证 最近填报 单位"
    return Grid([Column(title) for title in titles.split()], [Section(rows)], lines=1)


def _late(count: int) -> Cell:
    return Cell(f"{count:>3}", LATE if count else "dim")


def _bar(part: int, whole: int, width: int) -> str:
    """Draw a part of a whole; anything at all is seen, and only all of it fills the bar."""
    full = round(width * part / whole) if whole else 0
    if part:
        full = min(max(full, 1), width if part == whole else width - 1)
    return "█" * full + "░" * (width - full)


def overview_data(found: Overview) -> dict[str, Any]:
    """The figures for JSON; rates are percentages with one decimal."""
    asked = found.attention
    return {
        "tasks": tasks_data(found.tasks),
        "duties": duties_data(found.duties),
        "groups": [
            {
                "id": line.group.id,
                "label": line.group.label,
                "title": line.group.title,
                "tasks": tasks_data(line.tasks),
                "duties": duties_data(line.duties),
            }
            for line in found.groups
        ],
        "units": [
            {
                "unit": line.unit,
                "rank": line.rank,
                "duties": duties_data(line.duties),
                "last_report": line.last_report.isoformat() if line.last_report else None,
            }
            for line in found.units
        ],
        "attention": {
            "recent": {
                "days": RECENT,
                "records": asked.recent_records,
                "units": asked.recent_units,
            },
            "unreviewed": asked.unreviewed,
            "returned": asked.returned,
            "extended": asked.extended,
            "stale": {"days": LONG, "tasks": asked.stale},
            "waiting": asked.waiting,
            "doubts": {"count": asked.doubts, "tasks": asked.doubtful},
        },
    }


def tasks_data(tasks: Tasks) -> dict[str, Any]:
    """Counts of tasks for JSON."""
    return {
        "all": tasks.all,
        "done": tasks.done,
        "active": tasks.active,
        "rate": tasks.rate,
        "late": tasks.late,
        "late_below": tasks.late_below,
        "by_status": {str(status): count for status, count in tasks.by_status.items()},
    }


def duties_data(duties: Duties) -> dict[str, Any]:
    """Counts of duties for JSON."""
    return {
        "all": duties.all,
        "owed": duties.owed,
        "done": duties.done,
        "rate": duties.rate,
        "late": duties.late,
        "unproved": duties.unproved,
    }
