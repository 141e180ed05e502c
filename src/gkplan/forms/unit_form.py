"""The form that a unit fills in: one row per duty, and empty rows for new cases."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Group, Record, Task
from gkplan.domain.owners import responsible
from gkplan.domain.standing import Duty, Standing
from gkplan.domain.vocabulary import Role, Verdict
from gkplan.forms.base import Base, DutyEntries, base_of
from gkplan.forms.layout import Form, FormKind, FormRow, RowKey, plan_fingerprint
from gkplan.views.tasks import extension_lines, review_marks

NEW_CASES = 3
"""Empty rows for new cases of a task; a unit copies one if it has more."""
TWO_MONTHS = 60
"""Calendar days ahead that a form covers unless asked otherwise."""


class FormRequest(NamedTuple):
    """What a form covers and states: days ahead (None: every duty), reply by when and to whom."""

    within: int | None
    reply_by: date
    contact: str


_HOW = "佐证文件一并发来；没有新情况的行空着；别的格子请不要改。怎样填，见“说明”表。"


def unit_form(
    assessment: Assessment, entries: DutyEntries, unit: str, request: FormRequest
) -> Form | None:
    """Return the form for a unit; None if there is nothing to report on."""
    rows = list(_rows(assessment, entries, unit, request.within))
    if not rows:
        return None
    head = assessment.ledger.plan.head
    late = sum(row.late for row in rows)
    new = sum(row.key.is_new for row in rows)
    about = f"填报单位：{unit}　　截至：{assessment.as_of}　　应办 {len(rows) - new} 份"
    return Form(
        kind=FormKind.REPORT,
        plan=plan_fingerprint(head),
        owner=unit,
        title=f"{head.notice_mark}{head.title}　落实情况填报表",
        lines=(
            f"{about}，其中逾期 {late} 份" if late else about,
            f"请于 {request.reply_by} 前填好浅黄色的格子，发给{request.contact}。{_HOW}",
        ),
        rows=rows,
        guide=_guide(unit, request, head.title),
        signatures=("填报人", "联系电话", "负责人签字", "日期"),
        as_of=assessment.as_of,
        head=head,
    )


def _rows(
    assessment: Assessment, entries: DutyEntries, unit: str, within: int | None
) -> Iterator[FormRow]:
    """Yield the rows of a unit's form in the order of the plan."""
    registry = assessment.ledger.registry
    for group, task in assessment.ledger.plan:
        standing = _share(assessment, group, task, unit)
        if standing is None:
            continue
        for duty in standing.duties:
            if duty.unit == unit and _is_asked(duty, assessment.as_of, within):
                yield _row(task, duty, entries, assessment.as_of)
        role = responsible(registry, standing.division).get(unit)
        if task.within and role and standing.cancellation is None:
            first = _new_case(task, unit, role)
            again = first._replace(texts={**first.texts, "text": ""})
            yield from (first, *[again] * (NEW_CASES - 1))


def _share(assessment: Assessment, group: Group, task: Task, unit: str) -> Standing | None:
    """Return the share of a unit in a task; None if it owes nothing."""
    standing = assessment.standing(group, task, (unit,))
    return standing if unit in standing.owners else None


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
        str(base_of(entries.of(key), duty.latest)),
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


def _new_case(task: Task, unit: str, role: Role) -> FormRow:
    """Return the empty row of a task whose cases a unit opens by their first day."""
    assert task.within
    texts = {
        "task": task.id,
        "name": task.name,
        "text": task.text,
        "role": role.label,
        "due": f"起算日起 {task.within.label}",
        "standing": "新的一件",
        "last": "",
        "remark": "有新的一件才填，起算日写在“期／起算日”栏",
    }
    return FormRow(RowKey(unit, task.id, event=True), str(Base(0)), texts)


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
        yield f"逾期办结 {duty.late_days} 天"
    if duty.silent:
        yield "未报"
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
    return (
        f"这张表是《{title}》的填报表，给{unit}用。请于 {request.reply_by} 前填好发回。",
        f"有不明白的，请问{request.contact}。",
        "一、只填浅黄色的格子。一行是一份应办的事；没有新情况的，整行空着就行，空着不会改动以前报过的。",
        (
            "二、“状态”从列表里选：已完成、正在推进、受阻、条件未具备、不涉及、未启动。"
            "状态没有变、只补充情况的，可以不选。"
        ),
        "三、“办理日期”写办成（或情况发生）的那一天，如 2017-09-12。没写的，按收到本表的日期记。",
        (
            "四、“佐证材料”写网址，或者文件名；写文件名的，把文件和本表放在一起发来。有几个就分行写。"
            "已完成而没有佐证材料的，会被退回。"
        ),
        "五、受阻的写明“存在问题”；不涉及、条件未具备的，在“进展情况”里写明理由。",
        (
            "六、有“新的一件”的行，用来报新收到的申请或者新发生的事：在“期／起算日”栏写从哪一天起算。"
            "行不够，就复制整行再填。"
        ),
        (
            "七、可以排序、筛选、调列宽、改颜色，可以删去不填的行。"
            "请不要改锁定的格子，不要写公式，也不要在表外写字：这些都不会收进去，会请你重填。"
        ),
        "八、填好后存成 Excel 文件（.xlsx），用 WPS、LibreOffice 也可以。请不要存成 CSV。",
    )
