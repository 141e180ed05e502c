"""The office's own form: one row per report that waits for a review."""

from collections.abc import Iterable, Iterator
from datetime import date

from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.model import Task
from gkplan.forms.base import DutyEntries, base_of
from gkplan.forms.layout import Form, FormKind, FormRow, RowKey, plan_fingerprint
from gkplan.forms.unit_form import due_text, record_text, remark_text
from gkplan.views.tasks import late_done_text


def review_form(
    assessment: Assessment, entries: DutyEntries, units: Iterable[str] = ()
) -> Form | None:
    """Return the form of what waits for a review, of all units or of some; None without any."""
    rows = list(_rows(assessment, entries, tuple(units)))
    if not rows:
        return None
    head = assessment.ledger.plan.head
    office = head.supervisor or "督查单位"
    return Form(
        kind=FormKind.REVIEW,
        plan=plan_fingerprint(head),
        owner=head.supervisor,
        title=f"{head.notice_mark}{head.title}　核查表",
        lines=(
            f"核查单位：{office}　　截至日期：{assessment.as_of}　　待核查 {len(rows)} 份",
            "在浅黄色的格子里填写核查结论；还没有看的，整行不填。填好后用 gkplan collect 收回。",
        ),
        rows=rows,
        guide=(
            "核查说明",
            f"本表列出《{head.title}》待核查、待复核的填报，由{office}填写。",
            "一、“核查结论”从列表里选核实或退回；不填的，下次仍会列出。",
            "二、退回的，在“核查意见”里写明哪里不对、要补什么；限期改正的，填写“改正期限”。",
            "三、“核查日期”不填的，按收回本表的日期记。",
            "四、单位在出表以后又报过的，这一行不会写入，会提示重新出核查表再看。",
        ),
        signatures=("核查人", "负责人签字", "日期"),
        as_of=assessment.as_of,
        head=head,
    )


def _rows(
    assessment: Assessment, entries: DutyEntries, units: tuple[str, ...]
) -> Iterator[FormRow]:
    for group, task in assessment.ledger.plan:
        for duty in assessment.standing(group, task, units).duties:
            if duty.unreviewed and (not units or duty.unit in units):
                yield _row(task, duty, entries, assessment.as_of)


def _row(task: Task, duty: Duty, entries: DutyEntries, as_of: date) -> FormRow:
    assert duty.latest
    key = RowKey(duty.unit, task.id, duty.period.name, duty.period.event is not None)
    late = [late_done_text(duty)] if duty.late_done else []
    return FormRow(
        key,
        str(base_of(entries.reviews_of(key), duty.latest, as_of)),
        {
            "unit": duty.unit,
            "task": task.id,
            "occasion": duty.period.name,
            "name": task.name,
            "text": task.text,
            "due": due_text(duty),
            "reported": "\n".join([duty.status.label, *late]),
            "last": record_text(duty.latest, proof=False),
            "proof": "\n".join(duty.latest.evidence) or "没有",
            "remark": remark_text(duty),
        },
        late=duty.overdue,
    )
