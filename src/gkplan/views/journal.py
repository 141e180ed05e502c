"""Journal entries, newest first: records of the units, reviews and extensions of the office."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from gkplan.domain.model import Entry, Extension, Record, Review
from gkplan.domain.vocabulary import Verdict
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import STYLES

E = TypeVar("E", Record, Entry)


def newest_first(entries: Iterable[E]) -> list[E]:
    """Sort entries by date, newest first; of one day, reviews and extensions before records.

    Of one day and one file, the later in the file comes first.
    """

    def age(entry: Record | Review | Extension) -> tuple[object, bool, int]:
        return entry.date, not isinstance(entry, Record), entry.position

    return sorted(entries, key=age, reverse=True)


def entry_text(entry: Entry) -> str:
    """Return the texts of an entry with their labels, one per line."""
    if isinstance(entry, Review):
        parts = [
            ("", entry.note),
            ("核查的是：", f"{entry.record} 的填报"),
            ("核查人：", entry.by),
        ]
    elif isinstance(entry, Extension):
        parts = [
            ("延期到：", entry.to.isoformat()),
            ("理由：", entry.reason),
            ("批准：", entry.approved_by),
            ("登记人：", entry.by),
        ]
    else:
        parts = [
            ("", entry.note),
            ("存在问题：", entry.problem),
            ("下一步：", entry.next),
            *(("佐证：", evidence) for evidence in entry.evidence),
            ("填报人：", entry.by),
        ]
    return "\n".join(f"{label}{text}" for label, text in parts if text)


def label_cell(entry: Entry) -> Cell:
    """Return the kind of an entry: a status, a verdict, or an extension."""
    if isinstance(entry, Record):
        return Cell(entry.status.label, STYLES[entry.status])
    if isinstance(entry, Review):
        style = "bold red" if entry.verdict is Verdict.RETURN else "green"
        return Cell(entry.verdict.label, style)
    return Cell("延期", "yellow")


def log_table(entries: Sequence[Entry]) -> Table:
    """Return the table of ``log``."""
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
            Cell(entry.date.isoformat()),
            Cell(entry.task, "bold"),
            Cell(entry.occasion) if entry.occasion else NONE,
            Cell(entry.unit),
            label_cell(entry),
            Cell(entry_text(entry)) if entry_text(entry) else NONE,
        ]
        for entry in entries
    ]
    others = sum(not isinstance(entry, Record) for entry in entries)
    also = f"，{others} 条核查或延期" if others else ""
    return Table(columns, [Section(rows)], f"共 {len(rows) - others} 条记录{also}", lines=6)


def log_ledger(entries: Sequence[Entry]) -> Table:
    """Return the table of ``log`` for spreadsheets: every field in a column of its own."""
    titles = "日期 编号 期 起算日 单位 状态 进展情况 存在问题 下一步 佐证材料 填报人 类别 延期到"
    columns = [Column(title) for title in titles.split()]
    rows = [[Cell(text) for text in _fields(entry)] for entry in entries]
    return Table(columns, [Section(rows)])


def _fields(entry: Entry) -> list[str]:
    about = [
        entry.date.isoformat(),
        entry.task,
        entry.period,
        str(entry.event or ""),
        entry.unit,
        label_cell(entry).text,
    ]
    if isinstance(entry, Review):
        return [*about, entry.note, "", "", "", entry.by, "核查", ""]
    if isinstance(entry, Extension):
        reason = f"{entry.reason}（{entry.approved_by}批准）"
        return [*about, reason, "", "", "", entry.by, "延期", entry.to.isoformat()]
    evidence = "\n".join(entry.evidence)
    return [*about, entry.note, entry.problem, entry.next, evidence, entry.by, "填报", ""]
