"""The dashboard: the figures of a whole plan on one screen, and as data."""

from typing import Any

from gkplan.domain.model import Head
from gkplan.domain.overview import RECENT, Duties, GroupLine, Noted, Overview, Tasks, UnitLine, rate
from gkplan.domain.stale import LONG
from gkplan.views.headline import duties_sentence, provisional_note, tasks_sentence
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import LATE, STYLES

_BAR = 30
_NAMED = 5


def headline(found: Overview, head: Head, as_of: str) -> list[str]:
    """The plan, and the sentences that a circular begins with."""
    note = provisional_note(found.duties)
    return [
        f"{head.title}{f'（{head.number}）' if head.number else ''}",
        f"截至 {as_of}，{tasks_sentence(found.tasks)}",
        duties_sentence(found.duties),
        *([note] if note else []),
    ]


def status_table(tasks: Tasks) -> Table:
    """Tasks by status, with bars."""
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


def attention_table(found: Overview) -> Table:
    """What the supervising office would ask next, and the command that lists it."""
    asked = found.attention
    rows = [
        ("逾期", _noted(asked.late, "份"), "gkplan due"),
        ("退回未重报", _noted(asked.returned, "份"), "gkplan list --returned"),
        ("待核查、待复核", _noted(asked.unreviewed, "份"), "gkplan list --unreviewed"),
        ("已完成无佐证", _noted(asked.unproved, "份"), "gkplan list --unproved"),
        (f"{LONG} 天以上未报", _noted(asked.stale, "项"), f"gkplan list --stale {LONG}d"),
        ("从未填报的单位", _noted(asked.silent, "个"), "gkplan list --missing"),
        ("等待条件", _noted(asked.waiting, "项"), "gkplan list --status waiting"),
        ("已延期", _noted(asked.extended, "份"), "gkplan list --extended"),
        ("存疑", _noted(asked.doubts, "处"), "gkplan check"),
        (
            f"近 {RECENT} 天填报",
            f"{asked.recent_records} 条，{asked.recent_units} 个单位",
            "gkplan log",
        ),
    ]
    columns = [Column("关注"), Column("查看", 28), Column("数量")]
    cells = [
        [Cell(title), Cell(command, "dim"), Cell(text, "dim" if text[0] == "0" else "bold")]
        for title, text, command in rows
    ]
    return Table(columns, [Section(cells)], lines=3)


def _noted(noted: Noted, measure: str) -> str:
    """Say how many there are, and name the first tasks or units."""
    if not noted.number:
        return f"0 {measure}"
    more = "等" if len(noted.names) > _NAMED else ""
    return f"{noted.number} {measure}：{'、'.join(noted.names[:_NAMED])}{more}"


def groups_table(groups: list[GroupLine]) -> Table:
    """Tasks by group."""
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
    """Duties by unit, the best rate first."""
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
            "stale_days": LONG,
            **{
                name: {"count": noted.number, "tasks": noted.names}
                for name, noted in asked._asdict().items()
                if isinstance(noted, Noted) and name != "silent"
            },
            "silent": {"count": asked.silent.number, "units": asked.silent.names},
        },
    }


def tasks_data(tasks: Tasks) -> dict[str, Any]:
    """Counts of tasks for JSON."""
    return {
        "all": tasks.all,
        "done": tasks.done,
        "active": tasks.active,
        "rate": tasks.rate,
        "overdue": tasks.late,
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
        "overdue": duties.late,
        "unproved": duties.unproved,
        "overdue_provisional": duties.late_provisional,
    }
