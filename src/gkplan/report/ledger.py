"""The tables of a workbook, column by column: the ledger, late duties, records, evidence."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from gkplan.domain.deadlines import Deadline
from gkplan.domain.duty import Duty
from gkplan.domain.model import Extension, Record, Task
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Checked
from gkplan.report.data import Report, TaskDuty, records_of
from gkplan.report.excel import Links, Provisional, Value
from gkplan.views.detail import schedule_text
from gkplan.views.tasks import later_changes, missing_text, names, periods_text

R_contra = TypeVar("R_contra", contravariant=True)


class SheetColumn(NamedTuple, Generic[R_contra]):
    """A column's head, how cells are aligned (``text``: an id), and its limits in characters.

    ``value`` returns what it has in a row.
    """

    title: str
    align: str
    least: int
    most: int
    value: Callable[[R_contra], Value]


class Sheet(NamedTuple):
    """A sheet with the columns of its table, and what its rows are about."""

    name: str
    columns: Sequence[SheetColumn[Any]]
    rows: Sequence[Any]


def tables(report: Report) -> list[Sheet]:
    """Every sheet with its columns and rows, the ledger first."""
    standings = [standing for part in report.groups for standing in part.standings]
    duties = (duty for standing in standings for duty in standing.duties)
    late = {id(record) for duty in duties for record in duty.late_entries}
    apart = {id(record) for standing in standings for record in standing.not_counted}
    records = [
        _Reported(standing.task, record, id(record) in late, id(record) in apart)
        for standing in standings
        for record in records_of([standing])
    ]
    records.sort(key=lambda row: row.record.date, reverse=True)
    extended = [
        _Extended(task, duty, one) for task, duty in report.extended for one in duty.extensions
    ]
    proofs = [_Proof(*row[:2], proof) for row in records for proof in row.record.evidence]
    return [
        Sheet("台账", _LEDGER, [_LedgerRow(report, *one) for one in enumerate(standings, 1)]),
        Sheet("逾期", _LATE, [deadline for together in report.late for deadline in together]),
        Sheet("逾期办结", _LATE_DONE, report.late_done),
        Sheet("延期", _EXTENSIONS, extended),
        Sheet("进展记录", _RECORDS, records),
        Sheet("佐证材料", _PROOFS, proofs),
    ]


class _LedgerRow:
    """A task of the ledger, with what several columns say of it."""

    def __init__(self, report: Report, number: int, standing: Standing) -> None:
        self.number = number
        self.standing = standing
        self.task = standing.task
        self.schedule = schedule_text(standing.task, report.head)
        self.duty = standing.next_duty
        self.records = records_of([standing])
        self.newest = self.records[:1]

    @property
    def unsettled(self) -> Iterator[Record]:
        """The last record of every duty that is not settled, and the newest of all in any case."""
        seen: set[tuple[str, str]] = set()
        for record in self.records:
            duty = (record.unit, record.occasion)
            if duty not in seen and not (seen and record.status.settled):
                yield record
            seen.add(duty)

    def field(self, records: Iterable[Record], name: str) -> str:
        """Return one field of records, one line each, after the unit and the period."""
        many = len(self.standing.owners) > 1
        lines = []
        for record in records:
            about = " ".join(filter(None, (record.unit if many else "", record.occasion_label)))
            if text := getattr(record, name):
                lines.append(f"{about}：{text}" if about else text)
        return "\n".join(lines)

    @property
    def note(self) -> str:
        """What was done last, and how many records there are."""
        count = len(self.records)
        more = f"（共 {count} 条，见“进展记录”）" if count > 1 else ""
        return "\n".join(filter(None, (self.field(self.newest, "note"), more)))

    @property
    def extensions(self) -> int:
        """How often its duties were extended."""
        return sum(len(duty.extensions) for duty in self.standing.duties)

    @property
    def evidence(self) -> Links:
        """The evidence of all records, each piece once."""
        every = (proof for record in self.records for proof in record.evidence)
        return Links(dict.fromkeys(every))


class _Reported(NamedTuple):
    """A record beside its task; ``late`` is whether it was entered late (补报)."""

    task: Task
    record: Record
    late: bool
    not_counted: bool


class _Extended(NamedTuple):
    """An extension that was granted, with its duty."""

    task: Task
    duty: Duty
    extension: Extension

    @property
    def asked_late(self) -> bool:
        """Whether it was requested after the due date."""
        return self.extension in self.duty.asked_late


class _Proof(NamedTuple):
    """One piece of evidence, with its record: a row of its own, so that every address is a link."""

    task: Task
    record: Record
    proof: str


def _checked(duties: Iterable[Duty]) -> str:
    """Count duties by their review; one that was sent back counts until it is reported again."""
    every = tuple(duties)
    counts = Counter(duty.checked for duty in every)
    counts[Checked.RETURNED] = sum(duty.returned for duty in every)
    order = (Checked.RETURNED, Checked.OUTDATED, Checked.ACCEPTED)
    return "\n".join(f"{word.label} {counts[word]}" for word in order if counts[word])


def _due(duty: Duty | None) -> date | None:
    return _marked(duty.due, provisional=duty.provisional) if duty else None


def _original_due(duty: Duty | None) -> date | None:
    """Return the due date before the extensions, if there are any."""
    if duty is None or not duty.extensions:
        return None
    return _marked(duty.original_due, provisional=duty.original_provisional)


def _marked(day: date | None, *, provisional: bool) -> date | None:
    return Provisional(day.year, day.month, day.day) if day and provisional else day


_DAY = ("center", 6, 10)
_DUE = ("center", 6, 15)
"""A due date may have its mark beside it."""
_UNITS = ("left", 6, 9)
_UNIT = ("单位", "left", 8, 20)
_OCCASION = ("期次", "center", 6, 17)
_STATUS = ("状态", "center", 8, 8)
_TASK: list[SheetColumn[_LedgerRow | _Reported | _Extended | _Proof | TaskDuty | Deadline]] = [
    SheetColumn("编号", "text", 5, 6, lambda row: row.task.id),
    SheetColumn("具体事项", "left", 20, 34, lambda row: row.task.text),
]
_DUTY: list[SheetColumn[TaskDuty | Deadline | _Extended]] = [
    *_TASK,
    SheetColumn(*_UNIT, lambda row: row.duty.unit),
    SheetColumn(*_OCCASION, lambda row: row.duty.period.label),
]
_RECORD: list[SheetColumn[_Reported | _Proof]] = [
    SheetColumn("日期", *_DAY, lambda row: row.record.date),
    SheetColumn(*_UNIT, lambda row: row.record.unit),
    *_TASK,
    SheetColumn(*_OCCASION, lambda row: row.record.occasion_label),
]
_LEDGER: list[SheetColumn[_LedgerRow]] = [
    SheetColumn("序号", "center", 4, 5, lambda row: row.number),
    _TASK[0],
    SheetColumn("工作任务", "left", 8, 10, lambda row: row.standing.group.heading),
    _TASK[1],
    SheetColumn("牵头单位", *_UNITS, lambda row: names(row.standing.division.lead)),
    SheetColumn("配合单位", *_UNITS, lambda row: names(row.standing.division.support)),
    SheetColumn("落实单位", *_UNITS, lambda row: names(row.standing.division.implement)),
    SheetColumn("频次/时限", "left", 10, 13, lambda row: row.schedule),
    SheetColumn(*_STATUS, lambda row: row.standing.status_label),
    SheetColumn("期次", "left", 6, 12, lambda row: periods_text(row.standing) or None),
    SheetColumn("逾期", "center", 4, 8, lambda row: row.standing.late_label or None),
    SheetColumn("逾期单位", "left", 6, 10, lambda row: names(row.standing.late_units) or None),
    SheetColumn("逾期办结天数", "center", 6, 6, lambda row: row.standing.late_days or None),
    SheetColumn("未报", "left", 6, 14, lambda row: missing_text(row.standing.silent) or None),
    SheetColumn("下一时限", *_DUE, lambda row: _due(row.duty)),
    SheetColumn("原时限", *_DUE, lambda row: _original_due(row.duty)),
    SheetColumn("延期次数", "center", 6, 6, lambda row: row.extensions or None),
    SheetColumn("最近填报", *_DAY, lambda row: row.standing.last_report),
    SheetColumn("进展情况", "left", 12, 24, lambda row: row.note),
    SheetColumn("佐证材料", "left", 8, 20, lambda row: row.evidence),
    SheetColumn("存在问题", "left", 8, 14, lambda row: row.field(row.unsettled, "problem")),
    SheetColumn("下一步", "left", 6, 14, lambda row: row.field(row.unsettled, "next")),
    SheetColumn("填报人", "center", 6, 6, lambda row: row.newest[0].by if row.newest else None),
    SheetColumn("核查", "center", 6, 8, lambda row: _checked(row.standing.duties)),
    SheetColumn("存疑", "left", 6, 14, lambda row: "\n".join(row.task.doubts)),
    SheetColumn("变动", "left", 6, 14, lambda row: "\n".join(later_changes(row.standing))),
]
_LATE: list[SheetColumn[Deadline]] = [
    *_DUTY,
    SheetColumn("时限", *_DUE, lambda row: _due(row.duty)),
    SheetColumn("逾期天数", "center", 6, 6, lambda row: -row.days),
    SheetColumn("逾期工作日", "center", 10, 10, lambda row: row.workdays and -row.workdays),
    SheetColumn(*_STATUS, lambda row: row.duty.status.label),
    SheetColumn("核查", "center", 6, 8, lambda row: "已退回" if row.duty.returned else None),
    SheetColumn("原时限", *_DUE, lambda row: _original_due(row.duty)),
    SheetColumn("延期次数", "center", 6, 6, lambda row: len(row.duty.extensions) or None),
    SheetColumn("最近填报", *_DAY, lambda row: row.duty.latest.date if row.duty.latest else None),
    SheetColumn(
        "存在问题", "left", 10, 24, lambda row: row.duty.latest.problem if row.duty.latest else None
    ),
    SheetColumn(
        "下一步", "left", 10, 24, lambda row: row.duty.latest.next if row.duty.latest else None
    ),
]
_LATE_DONE: list[SheetColumn[TaskDuty]] = [
    *_DUTY,
    SheetColumn("时限", *_DUE, lambda row: _due(row.duty)),
    SheetColumn("办结日期", *_DAY, lambda row: row.duty.completed),
    SheetColumn("逾期天数", "center", 6, 6, lambda row: row.duty.late_days),
    SheetColumn(
        "核查", "center", 6, 8, lambda row: row.duty.checked.label if row.duty.checked else None
    ),
]
_EXTENSIONS: list[SheetColumn[_Extended]] = [
    *_DUTY,
    SheetColumn("原时限", *_DUE, lambda row: _original_due(row.duty)),
    SheetColumn("延期到", *_DAY, lambda row: row.extension.to),
    SheetColumn("申请日期", *_DAY, lambda row: row.extension.date),
    SheetColumn("理由", "left", 10, 34, lambda row: row.extension.reason),
    SheetColumn("批准人", "center", 6, 14, lambda row: row.extension.approved_by),
    SheetColumn("登记日期", *_DAY, lambda row: row.extension.entered),
    SheetColumn("迟申请", "center", 6, 8, lambda row: "迟申请" if row.asked_late else None),
]
_RECORDS: list[SheetColumn[_Reported]] = [
    *_RECORD,
    SheetColumn(*_STATUS, lambda row: row.record.status.label),
    SheetColumn("进展情况", "left", 12, 34, lambda row: row.record.note),
    SheetColumn("佐证材料", "left", 8, 34, lambda row: Links(row.record.evidence)),
    SheetColumn("存在问题", "left", 10, 22, lambda row: row.record.problem),
    SheetColumn("下一步", "left", 10, 22, lambda row: row.record.next),
    SheetColumn("填报人", "center", 6, 8, lambda row: row.record.by),
    SheetColumn("登记日期", *_DAY, lambda row: row.record.entered),
    SheetColumn("补报", "center", 6, 6, lambda row: "补报" if row.late else None),
    SheetColumn("不计入", "center", 6, 8, lambda row: "不计入" if row.not_counted else None),
]
_PROOFS: list[SheetColumn[_Proof]] = [
    *_RECORD,
    SheetColumn("佐证材料", "left", 24, 70, lambda row: Links([row.proof])),
]
