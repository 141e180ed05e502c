"""Tasks with their status, as the tables of ``list`` and as texts for other tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from gkplan.domain.counts import count_tasks
from gkplan.domain.model import Cancellation, Division, Reassignment, Task
from gkplan.domain.query import SelectedTask
from gkplan.domain.schedule import Schedule
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Checked, Role, Status
from gkplan.domain.workdays import WorkCalendar, days_text
from gkplan.views.headline import late_text
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
_MOST_DETAILS = 40
"""Lines of one cell that names what a filter matched."""


def names(units: Iterable[str]) -> str:
    """Join names as the document does: ``A、B``."""
    return "、".join(units)


def cadence_label(task: Task) -> str:
    """Return a task's cadences: ``每季度、每年``."""
    return "、".join(cadence.label for cadence in task.cadence)


def printed_units(task: Division) -> str:
    """Return the units of a task much as the issued table does: ``A牵头，B配合``."""
    helpers = [(task.support, "配合"), (task.implement, "落实")]
    rest = [f"{names(units)}{verb}" for units, verb in helpers if units]
    if not task.lead:
        return "，".join(rest)
    return "，".join([f"{names(task.lead)}牵头", *rest]) if rest else names(task.lead)


def _division_text(division: Division) -> str:
    """Return who has a task, each unit with its role."""
    text = printed_units(division)
    return text if "，" in text or not division.lead else f"{text}牵头"


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


def periods_text(standing: Standing) -> str:
    """Return how many periods of a task are done: ``已办 2，已开始 3，共 5 期``; empty without."""
    periods = standing.periods
    if not periods.all:
        return "尚无起算日" if standing.is_idle else ""
    measure = "件" if standing.task.within else "期"
    waived = f"不涉及 {periods.waived}，" if periods.waived else ""
    begun = f"已开始 {periods.begun}，共 {periods.all} {measure}"
    return f"已办 {periods.done}，{waived}{begun}"


def late_done_text(of: Standing | Duty) -> str:
    """Return by how much it was done late: ``逾期办结 11 天``; empty if it was in time."""
    return f"逾期办结 {of.late_days} 天" if of.late_days else ""


def completed_text(duty: Duty) -> str:
    """Return whether a duty with a due date was done in time: ``按期办结``, ``逾期办结 11 天``."""
    return late_done_text(duty) or "按期办结"


def missing_text(duties: Iterable[Duty]) -> str:
    """Name what is not reported with its period: ``甲局 2017-09 期、2017-10 期；乙局``."""
    by_unit: dict[str, list[str]] = {}
    for duty in duties:
        by_unit.setdefault(duty.unit, []).append(duty.period.label)
    texts = [
        " ".join(filter(None, (unit, "、".join(filter(None, labels)))))
        for unit, labels in by_unit.items()
    ]
    return ("；" if any(map(any, by_unit.values())) else "、").join(texts)


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
    if standing.status.settled or standing.is_cancelled:
        return NONE
    if duty := standing.next_duty:
        extended = extension_lines(duty)
        style = LATE if standing.overdue else ""
        return Cell("\n".join([duty.due_label, *extended]), style)
    return Cell(standing.task.cadence[0].label, "dim")


def extension_lines(duty: Duty) -> list[str]:
    """Return why the due date of a duty is a later one: extended, or to be corrected by it."""
    moved = ["限期整改"] if duty.correct_by else []
    if not duty.extensions:
        original = [f"原 {duty.original_label}"] if duty.correct_by and duty.original_due else []
        return [*original, *moved]
    late = " 迟申请" if duty.asked_late else ""
    return [f"原 {duty.original_label}", f"延期{len(duty.extensions)}次{late}", *moved]


def provisional_text(duty: Duty | None) -> str:
    """Return which due date of a duty is provisional, for spreadsheets: their dates are plain."""
    if not duty or not duty.original_provisional:
        return ""
    return "暂定" if duty.provisional else "原时限暂定"


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


def division_text(standing: Standing, as_of: date) -> str:
    """Return who has a task on a day, and since when if that was changed."""
    changes = standing.task.changes_until(as_of)
    units = printed_units(standing.task.division(as_of))
    cancelled = f"\n{standing.cancellation.date} 起取消" if standing.cancellation else ""
    return f"{units}{f'（{changes[-1].date} 起）' if changes else ''}{cancelled}"


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


def counted(units: Sequence[str]) -> str:
    """Join names, with their number if there are several: ``3 个：甲局、乙局、丙委``."""
    return f"{len(units)} 个：{names(units)}" if len(units) > 1 else names(units)


class Awaited(NamedTuple):
    """The conditions that a task waits for or waited for.

    Of its duties that have begun, ``waiting`` still do and ``met`` went on after they had waited.
    """

    conditions: list[str]
    waiting: int
    met: int

    @property
    def label(self) -> str:
        """Whether the conditions came, in words."""
        if not self.waiting:
            return "已具备" if self.met else "没有说明"
        return f"部分具备，{self.waiting} 份在等" if self.met else "还没有具备"

    @property
    def came(self) -> bool | None:
        """Whether all conditions came; None where no record says so or none is stated."""
        known = self.conditions and (self.waiting or self.met)
        return not self.waiting if known else None


def awaited(standing: Standing) -> Awaited:
    """Return what a task waits for or waited for, as the plan and the records state it."""
    begun = [duty for duty in standing.duties if duty.begun]
    stated = [
        record.note or record.problem
        for duty in standing.duties
        for record in duty.records
        if record.status is Status.WAITING
    ]
    waited = [
        duty
        for duty in begun
        if standing.task.awaits or any(one.status is Status.WAITING for one in duty.records)
    ]
    return Awaited(
        list(dict.fromkeys(filter(None, (standing.task.awaits, *stated)))),
        sum(duty.status is Status.WAITING for duty in waited),
        sum(duty.status in (Status.DOING, Status.DONE) for duty in waited),
    )


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


def conditions(standing: Standing) -> list[str]:
    """Return what a waiting task waits for, as the plan and the units' records state it."""
    if standing.status is not Status.WAITING:
        return []
    waiting = [duty.latest for duty in standing.duties if duty.status is Status.WAITING]
    stated = [record.note or record.problem for record in waiting if record]
    return list(dict.fromkeys(filter(None, (standing.task.awaits, *stated))))


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


def changes_texts(
    changes: Iterable[Reassignment], cancellation: Cancellation | None = None
) -> list[str]:
    """Return what was changed after the issue, the earliest first, with its basis."""
    texts = [f"{one.date} 起由{_division_text(one)}（依据：{one.basis}）" for one in changes]
    if cancellation:
        texts.append(f"{cancellation.date} 起取消（依据：{cancellation.basis}）")
    return texts


def later_changes(standing: Standing) -> list[str]:
    """Return what was changed of a task after its issue, as ``changes_texts``."""
    return changes_texts(standing.changes, standing.cancellation)


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


def roles_of(task: Task) -> list[tuple[Role, tuple[str, ...]]]:
    """Return the roles of a task that have units, with the units."""
    return [(role, units) for role, units in task.units.items() if units]
