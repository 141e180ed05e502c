"""The form that a unit fills in: one row per duty, and empty rows for new cases."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.model import Record, Task
from gkplan.domain.owners import responsible
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Role, Verdict
from gkplan.forms.base import DutyEntries, base_of
from gkplan.forms.layout import Form, FormKind, FormRow, RowKey, plan_fingerprint
from gkplan.report.official import official_day
from gkplan.views.tasks import extension_lines, late_done_text, review_marks

NEW_CASES = 3
"""Empty rows for new cases of a task; a unit copies one if it has more."""
TWO_MONTHS = 60
"""Calendar days ahead that a form covers unless asked otherwise."""


class FormRequest(NamedTuple):
    """What a form covers and states: days ahead (None: every duty), reply by when and to whom."""

    within: int | None
    reply_by: date
    contact: str


class UnitDuties:
    """The duties of a ledger by unit, assessed once for the forms of all units."""

    def __init__(self, assessment: Assessment) -> None:
        """Assess every task."""
        self.assessment = assessment
        self.entries = DutyEntries(assessment.ledger)
        self._owed: dict[str, list[tuple[Standing, list[Duty]]]] = {}
        for group, task in assessment.ledger.plan:
            standing = assessment.standing(group, task)
            duties: dict[str, list[Duty]] = {unit: [] for unit in standing.owners}
            for duty in standing.duties:
                duties.setdefault(duty.unit, []).append(duty)
            for unit in standing.owners:
                self._owed.setdefault(unit, []).append((standing, duties[unit]))

    def of(self, unit: str) -> list[tuple[Standing, list[Duty]]]:
        """Return the tasks that a unit owes, each with the duties of that unit."""
        return self._owed.get(unit, [])


def unit_form(owed: UnitDuties, unit: str, request: FormRequest) -> Form | None:
    """Return the form for a unit; None if there is nothing to report on."""
    assessment = owed.assessment
    rows = list(_rows(owed, unit, request.within))
    if not rows:
        return None
    head = assessment.ledger.plan.head
    new = sum(row.key.is_new for row in rows)
    late = sum(row.late for row in rows)
    overdue = f"（其中逾期 {late} 份）" if late else ""
    spare = f"，另有 {new} 行供填报新增的" if new else ""
    return Form(
        kind=FormKind.REPORT,
        plan=plan_fingerprint(head),
        owner=unit,
        title=f"{head.notice_mark}{head.title}　落实情况填报表",
        lines=(
            (
                f"填报单位：{unit}　　截至日期：{assessment.as_of}　　"
                f"应办 {len(rows) - new} 份{overdue}{spare}"
            ),
            (
                f"请于{official_day(request.reply_by)}前（含当日）填好浅黄色的格子，"
                f"连同佐证文件发给{request.contact}。填写办法见“说明”表。"
            ),
        ),
        rows=rows,
        guide=_guide(unit, request, head.title),
        signatures=("填报人", "联系电话", "负责人签字", "单位盖章", "日期"),
        as_of=assessment.as_of,
        head=head,
    )


def units_asked(assessment: Assessment) -> list[str]:
    """Return the units that owe something that is open, in the order of the registry."""
    owing = {
        duty.unit
        for group, task in assessment.ledger.plan
        for duty in assessment.standing(group, task).duties
        if _is_asked(duty, assessment.as_of, TWO_MONTHS)
    }
    return [unit.name for unit in assessment.ledger.registry.units if unit.name in owing]


def _rows(owed: UnitDuties, unit: str, within: int | None) -> Iterator[FormRow]:
    """Yield the rows of a unit's form in the order of the plan."""
    registry, as_of = owed.assessment.ledger.registry, owed.assessment.as_of
    for standing, duties in owed.of(unit):
        task = standing.task
        for duty in duties:
            if _is_asked(duty, as_of, within):
                yield _row(task, duty, owed.entries, as_of)
        if not task.within or standing.cancellation is not None:
            continue
        if role := responsible(registry, standing.division).get(unit):
            first = _new_case(task, unit, role, owed.entries, as_of)
            again = first._replace(texts={**first.texts, "text": ""})
            yield from (first, *[again] * (NEW_CASES - 1))


def _is_asked(duty: Duty, as_of: date, within: int | None) -> bool:
    """Whether a form asks about a duty: it is open, or falls due within some days."""
    if within is None:
        return True
    if duty.status.settled:
        return False
    return duty.begun or (duty.due is not None and duty.due <= as_of + timedelta(days=within))


def _row(task: Task, duty: Duty, entries: DutyEntries, as_of: date) -> FormRow:
    event = duty.period.event is not None
    key = RowKey(duty.unit, task.id, duty.period.name, event)
    return FormRow(
        key,
        str(base_of(entries.of(key), duty.latest, as_of)),
        {
            "task": task.id,
            "occasion": duty.period.name,
            "name": task.name,
            "text": task.text,
            "role": duty.role.label,
            "due": due_text(duty),
            "standing": "\n".join(_standing_lines(duty, as_of)),
            "last": record_text(duty.latest) if duty.latest else "",
            "remark": remark_text(duty),
        },
        late=duty.overdue,
    )


def _new_case(task: Task, unit: str, role: Role, entries: DutyEntries, as_of: date) -> FormRow:
    """Return the empty row of a task whose cases a unit opens by their first day.

    Its base counts the unit's entries on the task: which case it will be is not known yet.
    """
    key = RowKey(unit, task.id, event=True)
    assert task.within
    texts = {
        "task": task.id,
        "name": task.name,
        "text": task.text,
        "role": role.label,
        "due": f"自起算日起{task.within.label}内",
        "standing": "新增\n（每件一行）",
        "last": "",
        "remark": "有新增的才填：起算日写在“期／起算日”栏",
    }
    return FormRow(key, str(base_of(entries.of_task(key), None, as_of)), texts)


def due_text(duty: Duty) -> str:
    """Return the due date of a duty and why it was moved, one per line."""
    if duty.due is None:
        return "没有固定时限"
    return "\n".join([duty.due_label, *extension_lines(duty)])


def _standing_lines(duty: Duty, as_of: date) -> Iterator[str]:
    yield duty.status.label
    if duty.overdue and duty.due:
        yield f"逾期 {(as_of - duty.due).days} 天"
    if duty.late_done:
        yield late_done_text(duty)
    if duty.silent:
        yield "尚未填报"
    if duty.unproved:
        yield "没有佐证"
    yield from review_marks(duty)


def record_text(record: Record, *, proof: bool = True) -> str:
    """Return what a record says, one part per line; its evidence only with ``proof``."""
    parts = [
        ("", f"{record.date} {record.status.label}"),
        ("", record.note),
        ("存在问题：", record.problem),
        ("下一步：", record.next),
        *(("佐证：", evidence) for evidence in record.evidence if proof),
        ("填报人：", record.by),
    ]
    return "\n".join(f"{label}{text}" for label, text in parts if text)


def remark_text(duty: Duty) -> str:
    """Return what the office wrote in its last review of a duty; empty without one."""
    if not duty.reviews:
        return ""
    review = duty.reviews[-1]
    until = f"，请于 {review.correct_by} 前改正" if review.correct_by else ""
    said = f"：{review.note}" if review.note else ""
    again = "，请重报" if duty.returned and review.verdict is Verdict.RETURN else ""
    return f"{review.date} {review.verdict.label}{again}{until}{said}"


def _guide(unit: str, request: FormRequest, title: str) -> tuple[str, ...]:
    """Return the paragraphs of the second sheet."""
    day = official_day(request.reply_by)
    return (
        "填报说明",
        f"{unit}：请填写《{title}》落实情况，于{day}前（含当日）发回。疑问请联系{request.contact}。",
        (
            "一、只填浅黄色的格子，灰色的格子是已有的情况。一行是一份应办事项；"
            "没有新情况的，整行不填，以前报过的不变。"
        ),
        (
            "二、“状态”从列表里选：未启动，还没有着手；条件未具备，要等的文件、部署还没有到；"
            "正在推进，已经着手；受阻，办不下去；已完成，办结；不涉及，本单位没有这项工作。"
            "状态没有变、只补充情况的，可以不选。"
        ),
        (
            "三、“办理日期”填写办结（或情况发生）的具体一天，格式如 2017-09-12；"
            "不填的，按督查单位收到本表的日期记。比上次填报还早的，不能代替上次填报。"
        ),
        (
            "四、“佐证材料”填写完整的网址，或者文件名。填文件名的，文件与本表一并发回；"
            "有几个的，一行一个，不写别的说明。已完成而没有佐证材料的，将被退回。"
        ),
        (
            "五、受阻的，写明“存在问题”和“下一步”；不涉及、条件未具备的，在“进展情况”里写明理由。"
            "同一份有几批、几次的，写在一行里。没有内容的格子留空，不写“同上”。"
        ),
        (
            "六、标有“新增”的行，用来填报新收到的申请、新发生的事，一件一行，"
            "在“期／起算日”栏填写从哪一天起算；同一天起算的几件合写一行，在“进展情况”里写明各件。"
            "行不够的，先撤消工作表保护（没有密码），再点左边的行号，复制整行。"
        ),
        (
            "七、可以筛选、调整列宽和颜色。请不要改灰色的格子，不要写公式，不要在表外写字，"
            "不要画删除线，不要用批注、图片代替文字：这些收不进去，只能请贵单位重填。"
        ),
        (
            "八、填好后仍存为 Excel 工作簿（.xlsx）发回，文件名不限；"
            "不要存成 .xls、.et、CSV。需要存档的，打印后在下面签字盖章。"
        ),
    )
