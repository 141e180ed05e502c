"""Records as a table, newest first."""

from collections.abc import Iterable, Sequence

from gkplan.model import Record
from gkplan.views.grid import NONE, Cell, Column, Grid, Section
from gkplan.views.tasks import STYLES


def newest_first(records: Iterable[Record]) -> list[Record]:
    """Sort records by date, the newest first; of one day, the later in the file first."""
    return sorted(records, key=lambda record: (record.date, record.position), reverse=True)


def said(record: Record) -> str:
    """Everything a record says in words, labelled, one line each."""
    parts = [
        ("", record.note),
        ("存在问题：", record.problem),
        ("下一步：", record.next),
        *(("佐证：", one) for one in record.evidence),
        ("填报人：", record.by),
    ]
    return "\n".join(f"{label}{text}" for label, text in parts if text)


def log_grid(records: Sequence[Record]) -> Grid:
    """The table of ``log``."""
    columns = [
        Column("日期", 10),
        Column("编号", 6),
        Column("期", 10),
        Column("单位", 18),
        Column("状态", 10),
        Column("进展"),
    ]
    rows = [
        [
            Cell(record.date.isoformat()),
            Cell(record.task, "bold"),
            Cell(record.occasion) if record.occasion else NONE,
            Cell(record.unit),
            Cell(record.status.label, STYLES[record.status]),
            Cell(said(record)) if said(record) else NONE,
        ]
        for record in records
    ]
    return Grid(columns, [Section(rows)], f"共 {len(records)} 条记录", lines=6)


def export_grid(records: Sequence[Record]) -> Grid:
    """The table of ``log`` for spreadsheets: every field in a column of its own."""
    titles = "日期 编号 期 起算日 单位 状态 进展情况 存在问题 下一步 佐证材料 填报人"
    rows = [
        [
            record.date.isoformat(),
            record.task,
            record.period,
            str(record.event or ""),
            record.unit,
            record.status.label,
            record.note,
            record.problem,
            record.next,
            "\n".join(record.evidence),
            record.by,
        ]
        for record in records
    ]
    columns = [Column(title) for title in titles.split()]
    return Grid(columns, [Section([[Cell(text) for text in row] for row in rows])])
