"""Journal entries, newest first: records of the units, reviews and extensions of the office."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from gkplan.domain.history import NO_NOTES, JournalNotes
from gkplan.domain.model import Entry, Extension, Record, Review, Withdrawal
from gkplan.domain.vocabulary import EntryKind, Verdict
from gkplan.views.table import NONE, Cell, Column, Section, Table, text_table
from gkplan.views.tasks import STYLES

E = TypeVar("E", Record, Entry)


def newest_first(entries: Iterable[E]) -> list[E]:
    """Sort entries by date, newest first; of one day, reviews and extensions before records.

    Of one day and one file, the later in the file comes first.
    """

    def age(entry: Entry) -> tuple[object, bool, int]:
        return entry.date, not isinstance(entry, Record | Withdrawal), entry.position

    return sorted(entries, key=age, reverse=True)


def kind_of(entry: Entry) -> EntryKind:
    """Return the kind of an entry."""
    if isinstance(entry, Record):
        return EntryKind.RECORD
    if isinstance(entry, Withdrawal):
        return EntryKind.WITHDRAWAL
    return EntryKind.REVIEW if isinstance(entry, Review) else EntryKind.EXTENSION


def entry_text(entry: Entry, notes: JournalNotes = NO_NOTES) -> str:
    """Return the texts of an entry with their labels, one per line, and both of its days."""
    if isinstance(entry, Review):
        parts = [
            ("", entry.note),
            ("核查的是：", f"{entry.record} 的填报"),
            ("限期整改：", str(entry.correct_by or "")),
            ("核查人：", entry.by),
        ]
    elif isinstance(entry, Extension):
        parts = [
            ("延期到：", entry.to.isoformat()),
            ("理由：", entry.reason),
            ("批准：", entry.approved_by),
            ("登记人：", entry.by),
        ]
    elif isinstance(entry, Withdrawal):
        parts = [
            ("撤回的是：", f"{entry.record} 的填报"),
            ("理由：", entry.note),
            ("填报人：", entry.by),
        ]
    else:
        taken = notes.withdrawn.get(id(entry))
        parts = [
            ("", entry.note),
            ("存在问题：", entry.problem),
            ("下一步：", entry.next),
            *(("佐证：", evidence) for evidence in entry.evidence),
            ("填报人：", entry.by),
            ("已撤回：", f"{taken.date}" if taken else ""),
        ]
    late = "（补报）" if id(entry) in notes.late else ""
    parts.append(("登记日期：", f"{entry.entered}{late}" if entry.entered else ""))
    return "\n".join(f"{label}{text}" for label, text in parts if text)


def label_cell(entry: Entry, notes: JournalNotes = NO_NOTES) -> Cell:
    """Return the kind of an entry: a status, a verdict, a withdrawal or an extension."""
    if isinstance(entry, Record):
        if id(entry) in notes.withdrawn:
            return Cell(f"{entry.status.label}\n已撤回", "dim")
        if id(entry) in notes.not_counted:
            return Cell(f"{entry.status.label}\n不计入", "dim")
        return Cell(entry.status.label, STYLES[entry.status])
    if isinstance(entry, Review):
        style = "bold red" if entry.verdict is Verdict.RETURN else "green"
        return Cell(entry.verdict.label, style)
    return Cell(kind_of(entry).label, "yellow")


def log_table(entries: Sequence[Entry], notes: JournalNotes = NO_NOTES) -> Table:
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
            label_cell(entry, notes),
            Cell(text) if (text := entry_text(entry, notes)) else NONE,
        ]
        for entry in entries
    ]
    counts = Counter(map(kind_of, entries))
    withdrawn = sum(id(entry) in notes.withdrawn for entry in entries)
    others = counts[EntryKind.REVIEW] + counts[EntryKind.EXTENSION]
    also = [
        f"，其中 {withdrawn} 条已撤回" if withdrawn else "",
        f"，{counts[EntryKind.WITHDRAWAL]} 条撤回" if counts[EntryKind.WITHDRAWAL] else "",
        f"，{others} 条核查或延期" if others else "",
    ]
    closing = f"共 {counts[EntryKind.RECORD]} 条记录{''.join(also)}"
    return Table(columns, [Section(rows)], closing, lines=6)


def log_ledger(entries: Sequence[Entry], notes: JournalNotes = NO_NOTES) -> Table:
    """Return the table of ``log`` for spreadsheets: every field in a column of its own."""
    titles = (
        "日期 编号 期 起算日 单位 状态 进展情况 存在问题 下一步 佐证材料 填报人 类别 延期到 "
        "登记日期 补报 已撤回 所指记录 限期整改 不计入"
    )
    fields = (_fields(entry, notes) for entry in entries)
    return text_table(titles, ([one.get(title, "") for title in titles.split()] for one in fields))


def _fields(entry: Entry, notes: JournalNotes) -> dict[str, str]:
    """Return the texts of an entry by the title of their column."""
    fields = {
        "日期": entry.date.isoformat(),
        "编号": entry.task,
        "期": entry.period,
        "起算日": str(entry.event or ""),
        "单位": entry.unit,
        "填报人": entry.by,
        "类别": kind_of(entry).label,
        "登记日期": str(entry.entered or ""),
    }
    if isinstance(entry, Extension):
        return fields | {
            "状态": "延期",
            "进展情况": f"{entry.reason}（{entry.approved_by}批准）",
            "延期到": entry.to.isoformat(),
        }
    fields["进展情况"] = entry.note
    if isinstance(entry, Review):
        correct_by = str(entry.correct_by or "")
        return fields | {
            "状态": entry.verdict.label,
            "所指记录": entry.record.isoformat(),
            "限期整改": correct_by,
        }
    fields["状态"] = entry.status.label
    if isinstance(entry, Withdrawal):
        return fields | {"所指记录": entry.record.isoformat()}
    taken = notes.withdrawn.get(id(entry))
    return fields | {
        "存在问题": entry.problem,
        "下一步": entry.next,
        "佐证材料": "\n".join(entry.evidence),
        "补报": "补报" if id(entry) in notes.late else "",
        "已撤回": taken.date.isoformat() if taken else "",
        "不计入": "不计入" if id(entry) in notes.not_counted else "",
    }
