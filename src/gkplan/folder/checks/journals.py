"""Checks of the journals and of the reviews: every entry is about something its unit owes."""

from collections.abc import Collection, Sequence
from functools import partial

from gkplan.domain import rules
from gkplan.domain.model import Entry, Record, Task, Withdrawal
from gkplan.domain.owners import ever_responsible
from gkplan.domain.reviews import in_force
from gkplan.folder.loaded import Journal, LoadedFolder
from gkplan.folder.names import intended, legible
from gkplan.folder.source import Source


def unknown_journals(loaded: LoadedFolder) -> None:
    """A journal's file has the name of a registered unit."""
    assert loaded.registry
    units = {unit.name for unit in loaded.registry.units}
    for journal in loaded.journals:
        if journal.unit not in units:
            misread = intended(journal.unit, units)
            unit = misread or loaded.registry.names.get(journal.unit) or _meant(journal.unit, units)
            message, remedy = f"“{legible(journal.unit)}” 不是登记的单位名称", _remedy(loaded, unit)
            if misread and _is_garbled(journal.unit, misread, loaded.registry.names):
                message = f"文件名乱码，应是 “{unit}”：文件在系统之间复制或解压时弄错了编码"
            journal.source.note(rules.UNKNOWN_JOURNAL, (), message, remedy)


def _is_garbled(name: str, unit: str, names: Collection[str]) -> bool:
    return name not in names and name.casefold() != unit.casefold()


def _remedy(loaded: LoadedFolder, unit: str | None) -> str:
    """What to do about a journal whose name is not a unit's but perhaps meant as one's."""
    assert loaded.registry
    if unit not in {registered.name for registered in loaded.registry.units}:
        return "文件名用 units.yaml 里登记的单位名称；单位改了名的，把旧名列作别名"
    if unit in {journal.unit for journal in loaded.journals}:
        return f"把记录并入 {unit}.yaml，再删去这个文件"
    return f"文件改名为 {unit}.yaml"


def _meant(name: str, units: Collection[str]) -> str | None:
    """Return the unit that a file's name was meant for, without what nobody sees in it."""
    from gkplan.domain import guesses  # noqa: PLC0415  (needed only when something is wrong)

    meant = guesses.names_meant(name, units)
    return meant[0] if len(meant) == 1 else None


def unknown_tasks(loaded: LoadedFolder) -> None:
    """An entry is about a task of the plan.

    Where two tasks have the same id, it may be about the one whose id is wrong.
    """
    assert loaded.plan
    if loaded.plan.has_repeated_ids:
        return
    tasks = loaded.plan.tasks
    for source, _, entry in loaded.entries:
        if entry.task not in tasks and entry.task not in (loaded.written_ids or (entry.task,)):
            source.note(
                rules.UNKNOWN_TASK,
                (entry.position, "task"),
                f"方案里没有事项 “{entry.task}”",
                "改正编号；用 gkplan list 查看全部事项",
            )


def unknown_units(loaded: LoadedFolder) -> None:
    """A decision is about a registered unit."""
    assert loaded.registry
    units = {unit.name for unit in loaded.registry.units}
    for decision in loaded.decisions:
        if decision.unit not in units:
            assert loaded.reviews
            members = loaded.registry.members.get(decision.unit)
            reason = "是集合单位，不是一个单位" if members else "没有登记"
            from gkplan.folder.checks import names  # noqa: PLC0415  (only when one is wrong)

            loaded.reviews.note(
                rules.UNKNOWN_UNIT,
                (decision.position, "unit"),
                f"单位 “{decision.unit}” {reason}",
                names.remedy(decision.unit, units, "写 units.yaml 里登记的单位名称"),
            )


def owes_nothing(loaded: LoadedFolder) -> None:
    """An entry is about a task on which its unit leads or implements."""
    assert loaded.registry
    units = {unit.name for unit in loaded.registry.units}
    owners: dict[str, Collection[str]] = {}
    for source, unit, entry, task in loaded.known_entries:
        if task.id not in owners:
            divisions = (task, *task.changes)
            names = {name for one in divisions for name in (*one.lead, *one.implement)}
            named = names and loaded.registry.names.keys() >= names
            owners[task.id] = ever_responsible(loaded.registry, task) if named else units
        if unit not in owners[task.id] and unit in units:
            source.note(
                rules.OWES_NOTHING,
                (entry.position, "task"),
                f"{unit} 对事项 {task.id} 没有牵头或落实职责",
                f"由 {'、'.join([*task.lead, *task.implement])} 填报",
            )


def occasions(loaded: LoadedFolder) -> None:
    """An entry names a period or an event's day exactly where its task has them."""
    assert loaded.plan
    schedule = loaded.schedule
    fitting: dict[str, set[str]] = {}
    for source, _, entry, task in loaded.known_entries:
        if task.id not in fitting:
            fitting[task.id] = {period.name for period in schedule.periods(task)}
            fitting[task.id] |= {""} if schedule.has_aperiodic(task) else set()
        if entry.event or entry.period not in fitting[task.id]:
            _check_occasion(loaded, source, entry, task)


def _check_occasion(loaded: LoadedFolder, source: Source, entry: Entry, task: Task) -> None:
    note = partial(_note_occasion, source, entry)
    names = [period.name for period in loaded.schedule.periods(task)]
    if entry.event:
        _check_event(note, task, entry)
    elif entry.period and not names:
        remedy = f"删去 period；事项本该按期办理的，在 {loaded.tasks.label} 写明 cadence"
        note("period", rules.UNKNOWN_PERIOD, f"事项 {task.id} 不按期办理", remedy)
    elif entry.period:
        message = f"事项 {task.id} 没有 “{entry.period}” 这一期"
        note("period", rules.UNKNOWN_PERIOD, message, f"可用：{'、'.join(names)}")
    else:
        message = f"事项 {task.id} 按期办理，这一条没有写明是哪一期"
        remedy = f"写明 period，可用：{'、'.join(names)}"
        note("task", rules.MISSING_PERIOD, message, remedy)


def _check_event(note: "partial[None]", task: Task, entry: Entry) -> None:
    assert entry.event
    if not task.within:
        note("event", rules.UNEXPECTED_EVENT, f"事项 {task.id} 没有办理时限 within", "删去 event")
    elif entry.period:
        note("event", rules.UNEXPECTED_EVENT, "period 与 event 不能同时写", "只留一个")
    elif entry.event > entry.date:
        message = f"起算日 {entry.event} 晚于这一条的日期 {entry.date}"
        note("event", rules.UNEXPECTED_EVENT, message, "核对两个日期")


def _note_occasion(
    source: Source, entry: Entry, key: str, rule: rules.Rule, message: str, remedy: str
) -> None:
    source.note(rule, (entry.position, key), message, remedy)


def record_before_plan(loaded: LoadedFolder) -> None:
    """No entry is dated before the issue."""
    assert loaded.plan
    issued = loaded.plan.head.issued
    for source, _, entry in loaded.entries:
        if entry.date < issued:
            source.note(
                rules.RECORD_BEFORE_PLAN,
                (entry.position, "date"),
                f"日期 {entry.date} 早于方案印发日期 {issued}",
                "核对日期",
            )


def entered_early(loaded: LoadedFolder) -> None:
    """An entry is not entered before its date."""
    for source, _, entry in loaded.entries:
        if entry.entered and entry.entered < entry.date:
            source.note(
                rules.ENTERED_EARLY,
                (entry.position, "entered"),
                f"登记日期 {entry.entered} 早于日期 {entry.date}",
                "核对两个日期；同一天登记的，删去 entered",
            )


def withdrawals(loaded: LoadedFolder) -> None:
    """A withdrawal names a record of its duty in the same journal, and follows it."""
    for journal in loaded.journals:
        taken = journal.withdrawals
        if not taken or not journal.source.sound:
            continue
        records: dict[tuple[str, str], list[Record]] = {}
        for record in journal.records:
            records.setdefault((record.task, record.occasion), []).append(record)
        for withdrawal in taken:
            about = records.get((withdrawal.task, withdrawal.occasion), [])
            _check_withdrawal(journal, withdrawal, about)


def _check_withdrawal(journal: Journal, withdrawal: Withdrawal, records: Sequence[Record]) -> None:
    named = in_force(records, [withdrawal])
    if len(named) == len(records):
        days = [record.date for record in records]
        message = f"没有 {withdrawal.record} 的这条记录可撤回"
        remedy = f"可用：{'、'.join(map(str, sorted(set(days))))}" if days else "核对事项与期"
        if withdrawal.record in days:
            message = f"{withdrawal.record} 的记录与所撤回的指纹对不上，改动过"
            remedy = "核对是哪一条；手写撤回时可以删去 digest"
        journal.source.note(rules.UNKNOWN_RECORD, (withdrawal.position, "record"), message, remedy)
    elif withdrawal.date < withdrawal.record:
        journal.source.note(
            rules.BAD_WITHDRAWAL,
            (withdrawal.position, "date"),
            f"撤回日期 {withdrawal.date} 早于所撤回记录的填报日期 {withdrawal.record}",
            "核对两个日期",
        )


CHECKS = [unknown_tasks, entered_early, withdrawals]
CHECKS_OF_NAMES = [unknown_journals, unknown_units, owes_nothing]
CHECKS_OF_DATES = [occasions, record_before_plan]
