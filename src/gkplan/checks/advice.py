"""Checks whose findings do not stop anything: what a person should look at."""

from gkplan import rules
from gkplan.folder.draft import Draft, task_path
from gkplan.model import Record
from gkplan.schedule import Schedule
from gkplan.words import Status


def done_without_evidence(draft: Draft) -> None:
    """What is said to be done should be shown: the latest word on a duty, if nothing proves it."""
    for journal in draft.journals:
        duties: dict[tuple[str, str], list[Record]] = {}
        for record in sorted(journal.records, key=lambda record: record.date):
            duties.setdefault((record.task, record.occasion), []).append(record)
        for records in duties.values():
            last = records[-1]
            if last.status is Status.DONE and not any(record.evidence for record in records):
                journal.source.note(
                    rules.DONE_WITHOUT_EVIDENCE,
                    (last.position, "status"),
                    f"事项 {last.task} 已完成，但没有佐证材料",
                    "补记一条带 evidence 的记录",
                )


def missing_files(draft: Draft) -> None:
    """Evidence that names a file finds it in the plan folder."""
    for journal in draft.journals:
        for record in journal.records:
            for index, evidence in enumerate(record.evidence):
                if "://" not in evidence and not (draft.folder.root / evidence).exists():
                    journal.source.note(
                        rules.MISSING_FILE,
                        (record.position, "evidence", index),
                        f"方案文件夹里没有文件 “{evidence}”",
                        "补上文件，或改正路径（从方案文件夹算起）",
                    )


def record_in_future(draft: Draft) -> None:
    """A record is not dated after the day that figures are counted to."""
    for journal in draft.journals:
        for record in journal.records:
            if draft.as_of and record.date > draft.as_of:
                journal.source.note(
                    rules.RECORD_IN_FUTURE,
                    (record.position, "date"),
                    f"填报日期 {record.date} 晚于截至日期 {draft.as_of}，暂不计入",
                    "核对日期",
                )


def period_not_begun(draft: Draft) -> None:
    """A period is reported on once it has begun."""
    assert draft.plan
    schedule = Schedule(draft.plan.plan, draft.work)
    for journal in draft.journals:
        for record in journal.records:
            task = draft.plan.tasks.get(record.task)
            for period in schedule.periods(task) if task else ():
                if period.name == record.period and record.date < period.first:
                    journal.source.note(
                        rules.PERIOD_NOT_BEGUN,
                        (record.position, "period"),
                        f"{record.date} 填报时 {period.name} 还没有开始",
                        "核对期与填报日期",
                    )


def doubts(draft: Draft) -> None:
    """A doubt about the issued text is shown until a person settles it."""
    assert draft.plan
    for group, task in draft.plan:
        for index, doubt in enumerate(task.doubts):
            path = (*task_path(group, task), "doubts", index)
            draft.tasks.note(rules.DOUBT, path, f"事项 {task.id} 存疑：{doubt}")


CHECKS = [done_without_evidence, missing_files, record_in_future, period_not_begun, doubts]
