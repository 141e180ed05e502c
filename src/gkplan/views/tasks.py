"""Texts about tasks and duties that several tables, reports and forms print."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gkplan.domain.duty import Duty
from gkplan.domain.model import Cancellation, Division, Reassignment, Task
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Checked, Role, Status

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


def division_text(standing: Standing, as_of: date) -> str:
    """Return who has a task on a day, and since when if that was changed."""
    changes = standing.task.changes_until(as_of)
    units = printed_units(standing.task.division(as_of))
    cancelled = f"\n{standing.cancellation.date} 起取消" if standing.cancellation else ""
    return f"{units}{f'（{changes[-1].date} 起）' if changes else ''}{cancelled}"


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


def conditions(standing: Standing) -> list[str]:
    """Return what a waiting task waits for, as the plan and the units' records state it."""
    if standing.status is not Status.WAITING:
        return []
    waiting = [duty.latest for duty in standing.duties if duty.status is Status.WAITING]
    stated = [record.note or record.problem for record in waiting if record]
    return list(dict.fromkeys(filter(None, (standing.task.awaits, *stated))))


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


def roles_of(task: Task) -> list[tuple[Role, tuple[str, ...]]]:
    """Return the roles of a task that have units, with the units."""
    return [(role, units) for role, units in task.units.items() if units]
