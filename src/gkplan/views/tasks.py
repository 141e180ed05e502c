"""Tasks with their status, as the tables of ``list`` and as texts for other tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from gkplan.domain.model import Task
from gkplan.domain.query import SelectedTask, tally
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Checked, Role, Status
from gkplan.views.table import NONE, Cell, Column, Section, Table

STYLES = {
    Status.TODO: "",
    Status.WAITING: "yellow",
    Status.DOING: "cyan",
    Status.BLOCKED: "bold red",
    Status.DONE: "green",
    Status.WAIVED: "dim",
}
LATE = "bold red"


def names(units: Iterable[str]) -> str:
    """Join names as the document does: ``A、B``."""
    return "、".join(units)


def cadence_label(task: Task) -> str:
    """Return a task's cadences: ``每季度、每年``."""
    return "、".join(cadence.label for cadence in task.cadence)


def printed_units(task: Task) -> str:
    """Return the units of a task much as the issued table does: ``A牵头，B配合``."""
    helpers = [(task.support, "配合"), (task.implement, "落实")]
    rest = [f"{names(units)}{verb}" for units, verb in helpers if units]
    if not task.lead:
        return "，".join(rest)
    return "，".join([f"{names(task.lead)}牵头", *rest]) if rest else names(task.lead)


def status_cell(standing: Standing) -> Cell:
    """Return the status, whether it is overdue, and how much of what has begun is settled."""
    periods = standing.periods
    label = standing.status.label + (" 逾期" if standing.overdue else "")
    measure = "件" if standing.task.within else "期"
    below = [f"已办 {standing.done_begun}/{periods.begun} {measure}"] if periods.all else []
    if len(standing.owners) > 1:
        below.append(f"已报 {len(standing.reported)}/{len(standing.owners)} 单位")
    extended = sum(bool(duty.extensions) for duty in standing.duties)
    if extended and not (extended == 1 and standing.next_due_original):
        below.append(f"延期 {extended} 份")
    style = LATE if standing.overdue else STYLES[standing.status]
    return Cell("\n".join([label, *below, *review_lines(standing.duties)]), style)


def review_lines(duties: Iterable[Duty]) -> list[str]:
    """Count duties by the state of their review; duties without a review are left out."""
    counts = Counter(mark for duty in duties for mark in review_marks(duty))
    return [f"{mark} {count}" for mark, count in sorted(counts.items(), key=_review_order)]


def review_marks(duty: Duty) -> list[str]:
    """Return the state of a duty's review; a record may be both returned and altered since."""
    marks = [Checked.RETURNED.label] if duty.returned else []
    if duty.checked in (Checked.OUTDATED, Checked.ACCEPTED):
        marks.append(duty.checked.label)
    return marks


def _review_order(item: tuple[str, int]) -> int:
    labels = [Checked.RETURNED.label, Checked.OUTDATED.label, Checked.ACCEPTED.label]
    return labels.index(item[0])


def due_cell(standing: Standing) -> Cell:
    """Return the next due date, or the cadence if there is none."""
    if standing.status.settled:
        return NONE
    if duty := standing.next_duty:
        extended = extension_lines(duty)
        style = LATE if standing.overdue else ""
        return Cell("\n".join([duty.due_label, *extended]), style)
    return Cell(standing.task.cadence[0].label, "dim")


def extension_lines(duty: Duty) -> list[str]:
    """Return the original due date of an extended duty, and how often it was extended."""
    if not duty.extensions:
        return []
    late = " 迟申请" if duty.asked_late else ""
    return [f"原 {duty.original_label}", f"延期{len(duty.extensions)}次{late}"]


def provisional_text(duty: Duty | None) -> str:
    """Return which due date of a duty is provisional, for spreadsheets: their dates are plain."""
    if not duty or not duty.original_provisional:
        return ""
    return "暂定" if duty.provisional else "原时限暂定"


def closing_line(standings: Sequence[Standing], as_of: date) -> str:
    """Count tasks by status: ``共 106 项：未启动 90，…；逾期 3 项（截至 2017-10-31）``."""
    counts = tally(standings)
    texts = "，".join(f"{status.label} {count}" for status, count in counts.items() if count)
    late = sum(standing.overdue for standing in standings)
    below = sum(standing.late_below for standing in standings)
    parts = [
        f"共 {len(standings)} 项",
        f"：{texts}" if texts else "",
        f"；逾期 {late} 项",
        f"，另有 {below} 项的落实单位逾期" if below else "",
    ]
    return f"{''.join(parts)}（截至 {as_of}）"


class Shown(NamedTuple):
    """What the table of ``list`` shows: whose tasks, which units, and what waiting tasks wait for.

    ``matching`` is the title of the column of units that a filter matched; it replaces the column
    of responsible units.
    """

    units: tuple[str, ...] = ()
    matching: str = ""
    waiting: bool = False


def list_table(rows: Sequence[SelectedTask], as_of: date, shown: Shown) -> Table:
    """Return the table of ``list`` by group; with units, their own tasks before the shared ones."""
    units = shown.units
    columns = [Column("编号", 6), Column("状态", 15, 4), Column("下一时限", 15, 4)]
    columns += [Column("职责", 6 if len(units) == 1 else 18, 4)] if units else []
    columns.append(Column(shown.matching, 26, 6) if shown.matching else Column("责任单位", 18))
    columns += [Column("具体事项", 20, 3), Column("等待条件", lines=4)] if shown.waiting else []
    columns += [] if shown.waiting else [Column("具体事项")]
    sections = []
    if units:
        for direct, title in ((True, "直接承担"), (False, "通过集合单位共同承担")):
            part = [row for row in rows if row.concern and row.concern.direct is direct]
            if part:
                sections.append(Section([], f"{names(units)}{title}（{len(part)} 项）", 1))
                sections += _by_group(part, shown)
    else:
        sections = _by_group(rows, shown)
    closing = closing_line([row.standing for row in rows], as_of)
    return Table(columns, sections, closing)


def _by_group(rows: Sequence[SelectedTask], shown: Shown) -> list[Section]:
    grouped = groupby(rows, key=lambda row: row.standing.group)
    return [
        Section([_list_row(row, shown) for row in part], group.heading, 2)
        for group, part in grouped
    ]


def _list_row(row: SelectedTask, shown: Shown) -> list[Cell]:
    standing = row.standing
    units = counted(row.matching) if shown.matching else printed_units(standing.task)
    return [
        Cell(standing.task.id, "bold"),
        status_cell(standing),
        due_cell(standing),
        *([Cell("\n".join(roles_text(row)))] if row.concerns else []),
        Cell(units) if units else NONE,
        Cell(standing.task.text),
        *([Cell("\n".join(conditions(standing)) or "没有写明")] if shown.waiting else []),
    ]


def roles_text(row: SelectedTask) -> list[str]:
    """Return the roles of the units asked for: ``牵头``, or ``甲局牵头`` if there are several."""
    return [f"{unit if row.several else ''}{concern.role.label}" for unit, concern in row.concerns]


def counted(units: Sequence[str]) -> str:
    """Join names, with their number if there are several: ``3 个：甲局、乙局、丙委``."""
    return f"{len(units)} 个：{names(units)}" if len(units) > 1 else names(units)


def conditions(standing: Standing) -> list[str]:
    """Return what a waiting task waits for, as the plan and the units' records state it."""
    if standing.status is not Status.WAITING:
        return []
    waiting = [duty.latest for duty in standing.duties if duty.status is Status.WAITING]
    stated = [record.note or record.problem for record in waiting if record]
    return list(dict.fromkeys(filter(None, (standing.task.awaits, *stated))))


def ledger_table(rows: Sequence[SelectedTask]) -> Table:
    """Return the table of ``list`` for spreadsheets: every field in a column of its own."""
    titles = (
        "编号 工作任务 具体事项 牵头单位 配合单位 落实单位 频次 状态 逾期 下一时限 "
        "等待条件 最近填报 佐证数 存疑 原时限 延期次数 未报单位 核查 暂定"
    )
    columns = [Column(title) for title in titles.split()]
    with_matching = any(row.matching for row in rows)
    columns += [Column("筛出单位")] if with_matching else []
    with_role = any(row.concerns for row in rows)
    if with_role:
        columns += [Column("职责"), Column("直接承担")]
    cells = []
    for row in rows:
        standing, task = row.standing, row.standing.task
        texts = [
            task.id,
            standing.group.heading,
            task.text,
            names(task.lead),
            names(task.support),
            names(task.implement),
            cadence_label(task),
            standing.status.label,
            "逾期" if standing.overdue else "",
            str(standing.next_due or ""),
            "；".join(conditions(standing)) or task.awaits,
            str(standing.last_report or ""),
            str(standing.evidence),
            "；".join(task.doubts),
            str(standing.next_due_original or ""),
            str(sum(len(duty.extensions) for duty in standing.duties)),
            names(standing.missing),
            "、".join(review_lines(standing.duties)),
            provisional_text(standing.next_duty),
        ]
        texts += [names(row.matching)] if with_matching else []
        if row.concern:
            texts += ["、".join(roles_text(row)), "是" if row.concern.direct else "否"]
        cells.append([Cell(text) for text in texts])
    return Table(columns, [Section(cells)])


def roles_of(task: Task) -> list[tuple[Role, tuple[str, ...]]]:
    """Return the roles of a task that have units, with the units."""
    return [(role, units) for role, units in task.units.items() if units]
