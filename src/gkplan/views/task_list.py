"""The tables of ``list``: tasks by group, and every field in a column for spreadsheets."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from gkplan.domain.counts import count_tasks
from gkplan.domain.duty import Duty
from gkplan.domain.query import SelectedTask
from gkplan.domain.schedule import Schedule
from gkplan.domain.standing import Standing
from gkplan.domain.workdays import WorkCalendar, days_text
from gkplan.views.headline import late_text
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import (
    LATE,
    STYLES,
    awaited,
    cadence_label,
    conditions,
    counted,
    division_text,
    extension_lines,
    late_done_text,
    later_changes,
    missing_text,
    names,
    periods_text,
    provisional_text,
    review_lines,
)

_MOST_DETAILS = 40
"""Lines of one cell that names what a filter matched."""


def status_cell(standing: Standing) -> Cell:
    """Return the status, whether it is late, and how many of its periods are done."""
    label = standing.status_label + (" 逾期" if standing.overdue else "")
    below = [late_done_text(standing)] if standing.late_days else []
    below += [text.replace("，", "，\n")] if (text := periods_text(standing)) else []
    if len(standing.owing) > 1:
        below.append(f"已报 {len(standing.reported)}/{len(standing.owing)} 单位")
    extended = sum(bool(duty.extensions) for duty in standing.duties)
    if extended and not (extended == 1 and standing.next_due_original):
        below.append(f"延期 {extended} 份")
    style = LATE if standing.overdue else STYLES[standing.status]
    return Cell("\n".join([label, *below, *review_lines(standing.duties)]), style)


def due_cell(standing: Standing) -> Cell:
    """Return the next due date, or the cadence if there is none."""
    if standing.status.settled or standing.is_cancelled:
        return NONE
    if duty := standing.next_duty:
        extended = extension_lines(duty)
        style = LATE if standing.overdue else ""
        return Cell("\n".join([duty.due_label, *extended]), style)
    return Cell(standing.task.cadence[0].label, "dim")


def closing_line(standings: Sequence[Standing], as_of: date, units: tuple[str, ...] = ()) -> str:
    """Count tasks by status: ``共 106 项：未启动 90，…；逾期 3 项（4 份）（截至 2017-10-31）``.

    With ``units``, tasks on which they only help are counted apart.
    """
    own = [standing for standing in standings if standing.is_owed_by(units)]
    tasks = count_tasks(own)
    texts = "，".join(
        f"{status.label} {count}" for status, count in tasks.by_status.items() if count
    )
    supporting = len(standings) - len(own)
    parts = [
        f"共 {tasks.all} 项",
        f"：{texts}" if texts else "",
        f"；{late_text(tasks)}",
        f"；已取消 {tasks.cancelled} 项" if tasks.cancelled else "",
        f"；另有只作配合的 {supporting} 项" if supporting else "",
    ]
    return f"{''.join(parts)}（截至 {as_of}）"


class Shown(NamedTuple):
    """What the table of ``list`` shows: whose tasks, which units, and what waiting tasks wait for.

    ``matching`` is the title of the column of what a filter matched; it replaces the column of
    responsible units. ``lines_of`` gives its lines where it names more than the units, and then
    the column of due dates is left out too.
    """

    as_of: date
    units: tuple[str, ...] = ()
    matching: str = ""
    lines_of: Callable[[SelectedTask], list[str]] | None = None
    waiting: bool = False


def list_table(rows: Sequence[SelectedTask], shown: Shown) -> Table:
    """Return the table of ``list`` by group; with units, their own tasks before the shared ones."""
    units = shown.units
    columns = [Column("编号", 6), Column("状态", 15, 8)]
    columns += [] if shown.lines_of else [Column("下一时限", 15, 4)]
    columns += [Column("职责", 6 if len(units) == 1 else 18, 4)] if units else []
    most, lines = (36, _MOST_DETAILS) if shown.lines_of else (26, 6)
    matching = Column(shown.matching, most, lines)
    columns.append(matching if shown.matching else Column("责任单位", 18))
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
    closing = closing_line([row.standing for row in rows], shown.as_of, units)
    return Table(columns, sections, closing)


def _by_group(rows: Sequence[SelectedTask], shown: Shown) -> list[Section]:
    grouped = groupby(rows, key=lambda row: row.standing.group)
    return [
        Section([_list_row(row, shown) for row in part], group.heading, 2)
        for group, part in grouped
    ]


def _list_row(row: SelectedTask, shown: Shown) -> list[Cell]:
    standing = row.standing
    units = counted(row.matching) if shown.matching else division_text(standing, shown.as_of)
    if shown.lines_of:
        units = _joined(shown.lines_of(row), "；\n")
    return [
        Cell(standing.task.id, "bold"),
        status_cell(standing),
        *([] if shown.lines_of else [due_cell(standing)]),
        *([Cell("\n".join(roles_text(row)))] if row.concerns else []),
        Cell(units) if units else NONE,
        Cell(standing.task.text),
        *([Cell(_joined(awaited_texts(standing), "；\n") or "没有写明")] if shown.waiting else []),
    ]


def _joined(texts: Sequence[str], separator: str) -> str:
    """Join sentences; one that is followed by another loses its full stop."""
    return separator.join([*(text.rstrip("。") for text in texts[:-1]), *texts[-1:]])


def roles_text(row: SelectedTask) -> list[str]:
    """Return the roles of the units asked for: ``牵头``, or ``甲局牵头`` if there are several.

    A role before a change is marked: ``原牵头``.
    """
    return [
        f"{unit if row.several else ''}{'原' if concern.former else ''}{concern.role.label}"
        for unit, concern in row.concerns
    ]


def awaited_texts(standing: Standing) -> list[str]:
    """Return the conditions of a task, each with whether it came."""
    about = awaited(standing)
    return [f"{condition}（{about.label}）" for condition in about.conditions]


def duty_name(duty: Duty) -> str:
    """Name a duty among those of its task: ``甲局 2017-09 期``."""
    return " ".join(filter(None, (duty.unit, duty.period.label)))


def extension_texts(duty: Duty) -> list[str]:
    """Describe every extension: the duty, both dates, the reason and who approved it."""
    before = [duty.original_label, *(str(extension.to) for extension in duty.extensions)]
    return [
        f"{duty_name(duty)} {earlier} 延到 {extension.to}"
        f"（{extension.date} {'迟' if extension in duty.asked_late else ''}申请，"
        f"{extension.approved_by}批准）：{extension.reason}"
        for earlier, extension in zip(before, duty.extensions, strict=False)
    ]


class Details(NamedTuple):
    """What ``list`` prints of the duties that a filter matched, besides the names of the units."""

    as_of: date
    schedule: Schedule

    def overdue(self, row: SelectedTask) -> list[str]:
        """The late duties, those that lead first, the oldest due date first."""
        standing = row.standing
        order = {unit: index for index, unit in enumerate(standing.late_units)}
        late = [duty for duty in standing.duties if duty.overdue]
        late.sort(key=lambda duty: (order[duty.unit], duty.due or self.as_of))
        return [
            f"{duty_name(duty)} 逾期 {between_text(duty.due, self.as_of, self.schedule.work)}"
            for duty in late
            if duty.due
        ]

    def late_done(self, row: SelectedTask) -> list[str]:
        """The duties that were done late, with the day and by how much."""
        work = self.schedule.work
        return [
            f"{duty_name(duty)} {duty.completed} 办结，晚 {late_days_text(duty, work)}"
            for duty in row.standing.duties
            if duty.late_done
        ]

    def missing(self, row: SelectedTask) -> list[str]:
        """What is not reported, unit by unit with its periods."""
        silent = row.standing.silent
        units = dict.fromkeys(duty.unit for duty in silent)
        return [missing_text(duty for duty in silent if duty.unit == unit) for unit in units]

    def extended(self, row: SelectedTask) -> list[str]:
        """Every extension with its period, both dates, the reason and who approved it."""
        return [text for duty in row.standing.duties for text in extension_texts(duty)]

    def doubts(self, row: SelectedTask) -> list[str]:
        """The doubts about the issued text."""
        return list(row.standing.task.doubts)

    def returned_times(self, row: SelectedTask) -> list[str]:
        """How often each duty was returned, the most often first."""
        returned = [duty for duty in row.standing.duties if duty.returned_times]
        returned.sort(key=lambda duty: -duty.returned_times)
        return [f"{duty_name(duty)} 退回 {duty.returned_times} 次" for duty in returned]


def between_text(start: date, end: date, work: WorkCalendar) -> str:
    """Return the days between two dates: ``11 天（3 个工作日）``."""
    return days_text((end - start).days, work.between(start, end))


def late_days_text(duty: Duty, work: WorkCalendar) -> str:
    """Return by how much a duty was done late: ``11 天（3 个工作日）``."""
    if not duty.completed:
        return ""
    return between_text(duty.completed - timedelta(days=duty.late_days), duty.completed, work)


_LEDGER: tuple[tuple[str, Callable[[Standing], str]], ...] = (
    ("编号", lambda standing: standing.task.id),
    ("工作任务", lambda standing: standing.group.heading),
    ("具体事项", lambda standing: standing.task.text),
    ("牵头单位", lambda standing: names(standing.division.lead)),
    ("配合单位", lambda standing: names(standing.division.support)),
    ("落实单位", lambda standing: names(standing.division.implement)),
    ("频次", lambda standing: cadence_label(standing.task)),
    ("状态", lambda standing: standing.status_label),
    ("逾期", lambda standing: "逾期" if standing.overdue else ""),
    ("下一时限", lambda standing: str(standing.next_due or "")),
    ("等待条件", lambda standing: "；".join(conditions(standing)) or standing.task.awaits),
    ("最近填报", lambda standing: str(standing.last_report or "")),
    ("佐证数", lambda standing: str(standing.evidence)),
    ("存疑", lambda standing: "；".join(standing.task.doubts)),
    ("原时限", lambda standing: str(standing.next_due_original or "")),
    ("延期次数", lambda standing: str(sum(len(duty.extensions) for duty in standing.duties))),
    ("未报单位", lambda standing: missing_text(standing.silent)),
    ("核查", lambda standing: "、".join(review_lines(standing.duties))),
    ("暂定", lambda standing: provisional_text(standing.next_duty)),
    ("逾期单位", lambda standing: names(standing.late_units)),
    ("逾期办结天数", lambda standing: str(standing.late_days or "")),
    ("期次", periods_text),
    ("变动", lambda standing: "；".join(later_changes(standing))),
    ("简称", lambda standing: standing.task.short),
)
"""The columns of ``list`` for spreadsheets: the title and the text of each."""


def ledger_table(rows: Sequence[SelectedTask], shown: Shown) -> Table:
    """Return the table of ``list`` for spreadsheets: every field in a column of its own."""
    columns = [Column(title) for title, _ in _LEDGER]
    with_matching = any(row.matching for row in rows)
    columns += [Column("筛出单位")] if with_matching else []
    with_role = any(row.concerns for row in rows)
    if with_role:
        columns += [Column("职责"), Column("直接承担")]
    columns += [Column(f"{shown.matching}明细")] if shown.lines_of else []
    cells = []
    for row in rows:
        texts = [text(row.standing) for _, text in _LEDGER]
        texts += [names(row.matching)] if with_matching else []
        if row.concern:
            texts += ["、".join(roles_text(row)), "是" if row.concern.direct else "否"]
        texts += [_joined(shown.lines_of(row), "；")] if shown.lines_of else []
        cells.append([Cell(text) for text in texts])
    return Table(columns, [Section(cells)])
