"""The content of a workbook's sheets by rows: the ledger, late duties, records, evidence."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from operator import attrgetter

from gkplan.domain.deadlines import Deadline
from gkplan.domain.duty import Duty
from gkplan.domain.model import Record, Task
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Checked
from gkplan.report.data import Report, TaskDuty, records_of
from gkplan.report.sheets import Links, Provisional, Row, Sheet, SheetColumn
from gkplan.views.detail import schedule_text
from gkplan.views.tasks import later_changes, missing_text, periods_text

_DAY = ("center", 6, 10)
_DUE = ("center", 6, 15)
"""A due date may have its mark beside it."""
_TASK = SheetColumn("编号", "text", 5, 6)
_TEXT = SheetColumn("具体事项", "left", 20, 34)
_UNITS = ("left", 6, 9)
_UNIT = SheetColumn("单位", "left", 8, 20)
_OCCASION = SheetColumn("期次", "center", 6, 17)
_STATUS = SheetColumn("状态", "center", 8, 8)
_EXTENDED = SheetColumn("延期次数", "center", 6, 6)
_LEDGER = [
    SheetColumn("序号", "center", 4, 5),
    _TASK,
    SheetColumn("工作任务", "left", 8, 10),
    _TEXT,
    SheetColumn("牵头单位", *_UNITS),
    SheetColumn("配合单位", *_UNITS),
    SheetColumn("落实单位", *_UNITS),
    SheetColumn("频次/时限", "left", 10, 13),
    _STATUS,
    SheetColumn("期次", "left", 6, 12),
    SheetColumn("逾期", "center", 4, 8),
    SheetColumn("逾期单位", "left", 6, 10),
    SheetColumn("逾期办结天数", "center", 6, 6),
    SheetColumn("未报", "left", 6, 14),
    SheetColumn("下一时限", *_DUE),
    SheetColumn("原时限", *_DUE),
    _EXTENDED,
    SheetColumn("最近填报", *_DAY),
    SheetColumn("进展情况", "left", 12, 24),
    SheetColumn("佐证材料", "left", 8, 20),
    SheetColumn("存在问题", "left", 8, 14),
    SheetColumn("下一步", "left", 6, 14),
    SheetColumn("填报人", "center", 6, 6),
    SheetColumn("核查", "center", 6, 8),
    SheetColumn("存疑", "left", 6, 14),
    SheetColumn("变动", "left", 6, 14),
]
_LATE = [
    _TASK,
    _TEXT,
    _UNIT,
    _OCCASION,
    SheetColumn("时限", *_DUE),
    SheetColumn("逾期天数", "center", 6, 6),
    SheetColumn("逾期工作日", "center", 10, 10),
    _STATUS,
    SheetColumn("核查", "center", 6, 8),
    SheetColumn("原时限", *_DUE),
    _EXTENDED,
    SheetColumn("最近填报", *_DAY),
    SheetColumn("存在问题", "left", 10, 24),
    SheetColumn("下一步", "left", 10, 24),
]
_RECORDS = [
    SheetColumn("日期", *_DAY),
    _UNIT,
    _TASK,
    _TEXT,
    _OCCASION,
    _STATUS,
    SheetColumn("进展情况", "left", 12, 34),
    SheetColumn("佐证材料", "left", 8, 34),
    SheetColumn("存在问题", "left", 10, 22),
    SheetColumn("下一步", "left", 10, 22),
    SheetColumn("填报人", "center", 6, 8),
    SheetColumn("登记日期", *_DAY),
    SheetColumn("补报", "center", 6, 6),
    SheetColumn("不计入", "center", 6, 8),
]
_LATE_DONE = [
    _TASK,
    _TEXT,
    _UNIT,
    _OCCASION,
    SheetColumn("时限", *_DUE),
    SheetColumn("办结日期", *_DAY),
    SheetColumn("逾期天数", "center", 6, 6),
    SheetColumn("核查", "center", 6, 8),
]
_EXTENSIONS = [
    _TASK,
    _TEXT,
    _UNIT,
    _OCCASION,
    SheetColumn("原时限", *_DUE),
    SheetColumn("延期到", *_DAY),
    SheetColumn("申请日期", *_DAY),
    SheetColumn("理由", "left", 10, 34),
    SheetColumn("批准人", "center", 6, 14),
    SheetColumn("登记日期", *_DAY),
    SheetColumn("迟申请", "center", 6, 8),
]
_PROOFS = [
    SheetColumn("日期", *_DAY),
    _UNIT,
    _TASK,
    _TEXT,
    _OCCASION,
    SheetColumn("佐证材料", "left", 24, 70),
]


def tables(report: Report) -> list[Sheet]:
    """Every sheet with heads and rows, the ledger first."""
    standings = [standing for part in report.groups for standing in part.standings]
    records = [
        (standing.task, record) for standing in standings for record in records_of([standing])
    ]
    records.sort(key=lambda entry: entry[1].date, reverse=True)
    ledger = [[number, *_task(report, standing)] for number, standing in enumerate(standings, 1)]
    overdue = [_late(deadline) for together in report.late for deadline in together]
    duties = (duty for standing in standings for duty in standing.duties)
    late = {id(record) for duty in duties for record in duty.late_entries}
    apart = {id(record) for standing in standings for record in standing.not_counted}
    return [
        Sheet("台账", _LEDGER, ledger),
        Sheet("逾期", _LATE, overdue),
        Sheet("逾期办结", _LATE_DONE, list(map(_late_done, report.late_done))),
        Sheet("延期", _EXTENSIONS, [row for one in report.extended for row in _extensions(one)]),
        Sheet("进展记录", _RECORDS, [_record(*entry, late, apart) for entry in records]),
        Sheet("佐证材料", _PROOFS, [row for entry in records for row in _proofs(*entry)]),
    ]


def _task(report: Report, standing: Standing) -> Row:
    task, duty = standing.task, standing.next_duty
    division = task.division(report.as_of)
    extended = duty if duty and duty.extensions else None
    records = records_of([standing])
    newest, unsettled = records[:1], list(_open(records))
    many = len(standing.owners) > 1
    more = f"（共 {len(records)} 条，见“进展记录”）" if len(records) > 1 else ""
    return [
        task.id,
        standing.group.heading,
        task.text,
        *("、".join(names) for names in (division.lead, division.support, division.implement)),
        schedule_text(task, report.head),
        standing.status_label,
        periods_text(standing) or None,
        standing.late_label or None,
        "、".join(standing.late_units) or None,
        standing.late_days or None,
        missing_text(standing.silent) or None,
        _due(duty),
        _original_due(extended),
        sum(len(duty.extensions) for duty in standing.duties) or None,
        standing.last_report,
        "\n".join(filter(None, (_field(newest, _NOTE, many=many), more))),
        Links(dict.fromkeys(proof for record in records for proof in record.evidence)),
        _field(unsettled, _PROBLEM, many=many),
        _field(unsettled, _NEXT, many=many),
        newest[0].by if newest else None,
        _checked(standing.duties),
        "\n".join(task.doubts),
        "\n".join(later_changes(standing)),
    ]


def _open(records: Iterable[Record]) -> Iterator[Record]:
    """The last record of every duty that is not settled, and the newest of all in any case."""
    seen: set[tuple[str, str]] = set()
    for record in records:
        duty = (record.unit, record.occasion)
        if duty not in seen and not (seen and record.status.settled):
            yield record
        seen.add(duty)


_NOTE, _PROBLEM, _NEXT = attrgetter("note"), attrgetter("problem"), attrgetter("next")


def _field(records: Iterable[Record], text_of: Callable[[Record], str], *, many: bool) -> str:
    """Return one field of records, one line each, after the unit and the period."""
    lines = []
    for record in records:
        about = " ".join(filter(None, (record.unit if many else "", record.occasion_label)))
        if text := text_of(record):
            lines.append(f"{about}：{text}" if about else text)
    return "\n".join(lines)


def _checked(duties: Iterable[Duty]) -> str:
    """Count duties by their review; one that was sent back counts until it is reported again."""
    every = tuple(duties)
    counts = Counter(duty.checked for duty in every)
    counts[Checked.RETURNED] = sum(duty.returned for duty in every)
    order = (Checked.RETURNED, Checked.OUTDATED, Checked.ACCEPTED)
    return "\n".join(f"{word.label} {counts[word]}" for word in order if counts[word])


def _late(deadline: Deadline) -> Row:
    task, duty = deadline.task, deadline.duty
    record, extended = duty.latest, duty if duty.extensions else None
    return [
        task.id,
        task.text,
        duty.unit,
        duty.period.label,
        _due(duty),
        -deadline.days,
        None if deadline.workdays is None else -deadline.workdays,
        duty.status.label,
        "已退回" if duty.returned else None,
        _original_due(extended),
        len(duty.extensions) or None,
        record.date if record else None,
        record.problem if record else None,
        record.next if record else None,
    ]


def _record(task: Task, record: Record, late: Collection[int], not_counted: Collection[int]) -> Row:
    return [
        record.date,
        record.unit,
        task.id,
        task.text,
        record.occasion_label,
        record.status.label,
        record.note,
        Links(record.evidence),
        record.problem,
        record.next,
        record.by,
        record.entered,
        "补报" if id(record) in late else None,
        "不计入" if id(record) in not_counted else None,
    ]


def _proofs(task: Task, record: Record) -> Iterator[Row]:
    """One row per piece of evidence, so that every address is a link."""
    for proof in record.evidence:
        about = (record.date, record.unit, task.id, task.text, record.occasion_label)
        yield [*about, Links([proof])]


def _late_done(row: TaskDuty) -> Row:
    duty = row.duty
    checked = duty.checked.label if duty.checked else None
    about = (row.task.id, row.task.text, duty.unit, duty.period.label)
    return [*about, _due(duty), duty.completed, duty.late_days, checked]


def _extensions(row: TaskDuty) -> Iterator[Row]:
    """One row per extension that was granted."""
    duty = row.duty
    for one in duty.extensions:
        about = (row.task.id, row.task.text, duty.unit, duty.period.label, _original_due(duty))
        late = "迟申请" if one in duty.asked_late else None
        yield [*about, one.to, one.date, one.reason, one.approved_by, one.entered, late]


def _due(duty: Duty | None) -> date | None:
    return _marked(duty.due, provisional=duty.provisional) if duty else None


def _original_due(duty: Duty | None) -> date | None:
    return _marked(duty.original_due, provisional=duty.original_provisional) if duty else None


def _marked(day: date | None, *, provisional: bool) -> date | None:
    return Provisional(day.year, day.month, day.day) if day and provisional else day
