"""Checks of the journals: every record is about something its unit owes."""

from collections.abc import Iterator
from functools import partial

from gkplan import rules
from gkplan.assess import responsible
from gkplan.folder.draft import Draft, Journal
from gkplan.model import Record, Task
from gkplan.problems import Path
from gkplan.workdays import UnknownYearError


def unknown_journals(draft: Draft) -> None:
    """A journal's file bears the name of a registered unit."""
    assert draft.registry
    units = {unit.name for unit in draft.registry.units}
    for journal in draft.journals:
        if journal.unit in units:
            continue
        owner = draft.registry.names.get(journal.unit)
        if owner not in units:
            remedy = "文件名用 units.yaml 里登记的单位名称；单位改了名的，把旧名列作别名"
        elif draft.folder.journal(owner).exists():
            remedy = f"把记录并入 {owner}.yaml，再删去这个文件"
        else:
            remedy = f"文件改名为 {owner}.yaml"
        journal.source.note(
            rules.UNKNOWN_JOURNAL, (), f"“{journal.unit}” 不是登记的单位名称", remedy
        )


def _walk(draft: Draft) -> Iterator[tuple[Journal, Record, Path]]:
    """Every record with its place."""
    for journal in draft.journals:
        for record in journal.records:
            yield journal, record, (record.position,)


def _known(draft: Draft) -> Iterator[tuple[Journal, Record, Path, Task]]:
    """Every record of a known task with its place and the task."""
    assert draft.plan
    for journal, record, path in _walk(draft):
        if task := draft.plan.tasks.get(record.task):
            yield journal, record, path, task


def unknown_tasks(draft: Draft) -> None:
    """A record is about a task of the plan."""
    assert draft.plan
    for journal, record, path in _walk(draft):
        if record.task not in draft.plan.tasks and record.task not in draft.written_ids:
            journal.source.note(
                rules.UNKNOWN_TASK,
                (*path, "task"),
                f"方案里没有事项 “{record.task}”",
                "改正编号；用 gkplan list 查看全部事项",
            )


def owes_nothing(draft: Draft) -> None:
    """A record is about a task on which its unit leads or implements."""
    assert draft.registry
    units = {unit.name for unit in draft.registry.units}
    for journal, _, path, task in _known(draft):
        if not draft.registry.names.keys() >= {*task.lead, *task.implement}:
            continue
        owners = responsible(draft.registry, task)
        if journal.unit in units and journal.unit not in owners:
            journal.source.note(
                rules.OWES_NOTHING,
                (*path, "task"),
                f"{journal.unit} 对事项 {task.id} 没有牵头或落实职责",
                f"由 {'、'.join([*task.lead, *task.implement])} 填报",
            )


def occasions(draft: Draft) -> None:
    """A record names a period or an event's day exactly where its task has them."""
    assert draft.plan
    schedule = draft.schedule
    for journal, record, path, task in _known(draft):
        note = partial(_note_occasion, journal, path)
        names = [period.name for period in schedule.periods(task)]
        if record.event:
            _check_event(note, draft, task, record)
        elif record.period and not names:
            note("period", rules.UNKNOWN_PERIOD, f"事项 {task.id} 不按期办理", "删去 period")
        elif record.period and record.period not in names:
            message = f"事项 {task.id} 没有 “{record.period}” 这一期"
            note("period", rules.UNKNOWN_PERIOD, message, f"可用：{'、'.join(names)}")
        elif not record.period and not schedule.has_whole(task):
            message = f"事项 {task.id} 按期办理，记录没有写明是哪一期"
            remedy = f"写明 period，可用：{'、'.join(names)}"
            note("task", rules.MISSING_PERIOD, message, remedy)


def _check_event(note: "partial[None]", draft: Draft, task: Task, record: Record) -> None:
    assert record.event
    if not task.within:
        note("event", rules.UNEXPECTED_EVENT, f"事项 {task.id} 没有办理时限 within", "删去 event")
    elif record.period:
        note("event", rules.UNEXPECTED_EVENT, "period 与 event 不能同时写", "只留一个")
    elif record.event > record.date:
        message = f"起算日 {record.event} 晚于填报日期 {record.date}"
        note("event", rules.UNEXPECTED_EVENT, message, "核对两个日期")
    else:
        try:
            draft.work.after(record.event, task.within)
        except UnknownYearError as error:
            note("event", rules.UNKNOWN_YEAR, str(error), error.remedy)


def _note_occasion(
    journal: Journal, path: Path, key: str, rule: rules.Rule, message: str, remedy: str
) -> None:
    journal.source.note(rule, (*path, key), message, remedy)


def record_before_plan(draft: Draft) -> None:
    """Nobody reports before the plan is issued."""
    assert draft.plan
    issued = draft.plan.plan.issued
    for journal, record, path in _walk(draft):
        if record.date < issued:
            journal.source.note(
                rules.RECORD_BEFORE_PLAN,
                (*path, "date"),
                f"填报日期 {record.date} 早于方案印发日期 {issued}",
                "核对日期",
            )


CHECKS = [unknown_tasks]
CHECKS_OF_NAMES = [unknown_journals, owes_nothing]
CHECKS_OF_DATES = [occasions, record_before_plan]
