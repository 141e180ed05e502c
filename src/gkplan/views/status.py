"""The dashboard: the figures of a plan on one screen, and as data."""

from collections.abc import Callable
from datetime import date
from typing import Any

from gkplan.domain.counts import Backfilled, DutyCounts, Ratio, TaskCounts
from gkplan.domain.model import Head
from gkplan.domain.overview import RECENT, GroupLine, NamedCount, Overview, UnitLine
from gkplan.domain.standing import STALE_DAYS
from gkplan.views.headline import duties_sentence, figure_notes, percent, tasks_sentence
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import LATE, STYLES

_BAR = 30
_MOST_NAMED = 5
_HINT_LINES = 20
"""A command is never cut: it is there to be copied."""


def headline(figures: Overview, head: Head, as_of: str, opening: str, whose: str = "") -> list[str]:
    """Return the plan's title, the opening of the report, and the sentences of a circular.

    ``whose`` names the units that the figures are of; empty for all.
    """
    supporting = len(figures.supporting)
    return [
        f"{head.title}{f'（{head.number}）' if head.number else ''}",
        *([f"只计{whose}的事项和应办，数字是单位自己的"] if whose else []),
        f"截至 {as_of}，{opening}",
        tasks_sentence(figures.tasks),
        duties_sentence(figures.duties),
        *([f"另有只作配合的 {supporting} 项，不计入"] if supporting else []),
        *figure_notes(figures.duties, figures.backfilled),
    ]


def status_table(tasks: TaskCounts) -> Table:
    """Return the number of tasks by status, with bars; each task is counted once."""
    rows = [
        [
            Cell(status.label, STYLES[status]),
            Cell(str(count)),
            Cell(percent(Ratio(count, tasks.all), both=False)),
            Cell(_bar(count, tasks.all, _BAR), STYLES[status]),
        ]
        for status, count in tasks.by_status.items()
    ]
    numbers = [Column(title, right=True) for title in ("项数", "占比")]
    return Table([Column("状态"), *numbers, Column("", _BAR)], [Section(rows)])


def attention_table(figures: Overview, as_of: date, asked: str = "") -> Table:
    """Return what the supervising office would ask next, with the command that lists just that.

    ``asked`` are the options that chose units, as a person types them, with a blank in front.
    """
    attention = figures.attention
    first = max(as_of.toordinal() - RECENT + 1, 1)
    since = date.fromordinal(first)
    rows = [
        ("逾期", _noted(attention.late, "份"), "due --overdue"),
        ("逾期办结", _noted(attention.late_done, "份"), "list --late-done"),
        ("退回未重报", _noted(attention.returned, "份"), "list --returned"),
        ("待核查、待复核", _noted(attention.unreviewed, "份"), "list --unreviewed"),
        ("已完成无佐证", _noted(attention.unproved, "份"), "list --unproved"),
        (
            f"{STALE_DAYS} 天以上未报",
            _noted(attention.stale, "项"),
            f"list --stale {STALE_DAYS}d",
        ),
        ("从未填报的单位", _noted(attention.silent, "个"), "units --silent"),
        ("等待条件", _noted(attention.waiting, "项"), "list --status waiting"),
        ("已延期", _noted(attention.extended, "份"), "list --extended"),
        ("存疑", _noted(attention.doubts, "处"), "list --doubts"),
        (
            f"近 {RECENT} 天填报",
            f"{attention.recent_records} 条，{attention.recent_units} 个单位",
            f"log --kind record --since {since}",
        ),
    ]
    columns = [Column("关注"), Column("查看", 48, lines=_HINT_LINES), Column("数量")]
    cells = [
        [
            Cell(title),
            Cell(f"gkplan {command}{asked}", "dim"),
            Cell(text, "dim" if text[0] == "0" else "bold"),
        ]
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
            Cell(str(line.tasks.all)),
            Cell(str(line.tasks.done)),
            Cell(str(line.tasks.waived), "" if line.tasks.waived else "dim"),
            Cell(percent(line.tasks.completion, both=False)),
            _late(line.tasks.late),
            Cell(line.group.heading),
        ]
        for line in groups
    ]
    titles = ("项数", "已完成", "不涉及", "完成率", "逾期")
    numbers = [Column(title, right=True) for title in titles]
    return Table([*numbers, Column("工作任务")], [Section(rows)], lines=1)


def units_table(units: list[UnitLine], *, brief: bool = False) -> Table:
    """Return the number of duties by unit, the best rate first.

    ``brief`` is what fits on a terminal of 80 columns.
    """
    shown = [(title, cell) for title, cell, always in _UNIT_COLUMNS if always or not brief]
    columns = [Column(title, right=True) for title, _ in shown]
    rows = [
        [*(cell(line) for _, cell in shown), last_report_cell(line), Cell(line.unit)]
        for line in units
        if line.duties.all or not line.supports
    ]
    return Table([*columns, Column("最近填报", 10), Column("单位")], [Section(rows)], lines=1)


def _count(number: int) -> Cell:
    return Cell(str(number), "" if number else "dim")


def last_report_cell(line: UnitLine) -> Cell:
    """Return the day of a unit's last report; ``从未填报`` where it owes one and never sent any."""
    if line.last_report:
        return Cell(line.last_report.isoformat())
    return Cell("从未填报", LATE) if line.never_reported else NONE


def supporting_lines(units: list[UnitLine]) -> list[str]:
    """Name the units that only support, with their tasks: they are in no figure."""
    return [
        f"{line.unit}只作配合（{len(line.supports)} 项）：{'、'.join(line.supports)}"
        for line in units
        if line.supports and not line.duties.all
    ]


def _late(count: int) -> Cell:
    return Cell(str(count), LATE if count else "dim")


_UNIT_COLUMNS: tuple[tuple[str, Callable[[UnitLine], Cell], bool], ...] = (
    ("名次", lambda line: Cell(str(line.rank)) if line.rank else NONE, True),
    ("应办", lambda line: Cell(str(line.duties.owed)), True),
    ("已办", lambda line: Cell(str(line.duties.done)), True),
    ("不涉及", lambda line: _count(line.duties.waived), True),
    ("办结率", lambda line: Cell(percent(line.duties.completion, both=False)), True),
    ("逾期", lambda line: _late(line.duties.late), True),
    ("逾期办结", lambda line: _count(line.duties.late_done), False),
    ("按期办结率", lambda line: Cell(percent(line.duties.in_time)), False),
    ("核实率", lambda line: Cell(percent(line.duties.verification)), False),
    ("无佐证", lambda line: _count(line.duties.unproved), False),
)
"""The columns of numbers by unit: title, cell, and whether a narrow terminal shows it."""


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
        "units": [unit_data(line) for line in figures.units],
        "supporting": list(figures.supporting),
        "backfilled": backfilled_data(figures.backfilled),
        "attention": {
            "recent": {
                "days": RECENT,
                "records": attention.recent_records,
                "units": attention.recent_units,
            },
            "stale_days": STALE_DAYS,
            **{
                name: {"count": noted.number, "tasks": noted.names}
                for name, noted in attention.as_dict().items()
                if isinstance(noted, NamedCount) and name != "silent"
            },
            "silent": {"count": attention.silent.number, "units": attention.silent.names},
        },
    }


def unit_data(line: UnitLine) -> dict[str, Any]:
    """Return the figures of one unit for JSON."""
    return {
        "unit": line.unit,
        "rank": line.rank,
        "duties": duties_data(line.duties),
        "last_report": line.last_report.isoformat() if line.last_report else None,
        "never_reported": line.never_reported,
        "supports": list(line.supports),
    }


def backfilled_data(backfilled: Backfilled) -> dict[str, int]:
    """Return how many entries were entered after the day (补录), for JSON."""
    return {"all": backfilled.all, **backfilled.as_dict()}


def ratio_data(ratio: Ratio) -> dict[str, Any]:
    """Return a rate with both of its numbers for JSON; null without a denominator."""
    return {"part": ratio.part, "base": ratio.base, "rate": ratio.rate}


def tasks_data(tasks: TaskCounts) -> dict[str, Any]:
    """Return counts of tasks for JSON; ``by_status`` adds up to ``all``."""
    return {
        "all": tasks.all,
        "by_status": {str(status): count for status, count in tasks.by_status.items()},
        "done": tasks.done,
        "waived": tasks.waived,
        "accepted": tasks.accepted,
        "open": tasks.open,
        "idle": tasks.idle,
        "cancelled": tasks.cancelled,
        "rate": tasks.rate,
        "completion": ratio_data(tasks.completion),
        "overdue": tasks.late,
        "overdue_duties": tasks.late_duties,
        "late_below": tasks.late_below,
        "late_below_duties": tasks.late_below_duties,
        "late_done": tasks.late_done,
    }


def duties_data(duties: DutyCounts) -> dict[str, Any]:
    """Return counts of duties for JSON; ``by_status`` adds up to ``owed``."""
    return {
        "all": duties.all,
        "owed": duties.owed,
        "by_status": {str(status): count for status, count in duties.by_status.items()},
        "done": duties.done,
        "waived": duties.waived,
        "accepted": duties.accepted,
        "open": duties.open,
        "rate": duties.rate,
        "completion": ratio_data(duties.completion),
        "in_time": ratio_data(duties.in_time),
        "verification": ratio_data(duties.verification),
        "overdue": duties.late,
        "late_done": duties.late_done,
        "unproved": duties.unproved,
        "overdue_provisional": duties.late_provisional,
    }
