"""Checks that give warnings and notes, which stop nothing."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise

from gkplan.domain import rules
from gkplan.domain.duty import Duty
from gkplan.domain.fields import is_address
from gkplan.domain.model import Decision, Extension, Record, Task
from gkplan.domain.reviews import in_force
from gkplan.domain.rules import Position, Problem, Rule, YamlPath
from gkplan.domain.standing import STALE_DAYS, stale_units
from gkplan.domain.vocabulary import Checked
from gkplan.folder import import_notes
from gkplan.folder.loaded import LoadedFolder, task_path
from gkplan.folder.source import Source

_SEPARATORS = re.compile(r"[，、；;,](?![^（(]*[）)])")
"""What parts names, outside brackets."""
_NAMED = 10
"""Tasks that one message names."""
_YEARS = 3
"""Years that one message names."""


def done_without_evidence(loaded: LoadedFolder) -> None:
    """Warn of duties that are done although no record proves it."""
    for duty in _duties(loaded):
        if duty.unproved and (record := duty.latest):
            returned = any(record.evidence for record in duty.records)
            lack = "所附的佐证材料都被退回了" if returned else "没有佐证材料"
            loaded.source_of(record).note(
                rules.DONE_WITHOUT_EVIDENCE,
                (record.position, "status"),
                f"事项 {duty.task} 已完成，但{lack}",
                "补记一条带 evidence 的记录",
            )


def missing_files(loaded: LoadedFolder) -> None:
    """Warn of evidence whose file is not in the plan folder."""
    for journal in loaded.journals:
        for record in journal.records:
            for index, evidence in enumerate(record.evidence):
                if not is_address(evidence) and not loaded.folder.holds(evidence):
                    journal.source.note(
                        rules.MISSING_FILE,
                        (record.position, "evidence", index),
                        f"方案文件夹里没有文件 “{evidence}”",
                        _remedy_for_missing(evidence),
                    )


def _remedy_for_missing(evidence: str) -> str:
    """Return the remedy, also where one value names several files."""
    files = re.split(r"[\s,，、;；]+", evidence)
    if len(files) > 1 and all(re.search(r"\.\w{2,5}$", file) for file in files):
        return "几个文件的，一项只写一个，各占一行、以 “- ” 开头；否则补上文件或改正路径"
    return "补上文件，或改正路径（从方案文件夹算起）"


def record_in_future(loaded: LoadedFolder) -> None:
    """Warn of entries dated after the day of the figures."""
    for source, _, entry in loaded.entries:
        if loaded.as_of and entry.date > loaded.as_of:
            source.note(
                rules.RECORD_IN_FUTURE,
                (entry.position, "date"),
                f"日期 {entry.date} 晚于截至日期 {loaded.as_of}，暂不计入",
                "核对日期",
            )


def period_not_begun(loaded: LoadedFolder) -> None:
    """Warn of periods reported on before they began; a later record on the period corrects it."""
    for duty in _duties(loaded):
        record = duty.latest
        if record and record.period and record.status.claims and record.date < duty.period.first:
            loaded.source_of(record).note(
                rules.PERIOD_NOT_BEGUN,
                (record.position, "period"),
                f"{record.date} 填报时 {record.period} 还没有开始",
                "核对期与填报日期",
            )


def unquoted_ids(loaded: LoadedFolder) -> None:
    """Ids are quoted, because other YAML tools take 2.10 for the number 2.1."""
    assert loaded.plan
    ids = [(loaded.tasks, (*task_path(group, task), "id")) for group, task in loaded.plan]
    ids += [(source, (entry.position, "task")) for source, _, entry in loaded.entries]
    for source, path in ids:
        if not source.quoted(path):
            message = "事项编号没有加引号，别的软件会把 2.10 读成 2.1"
            source.note(rules.UNQUOTED_ID, path, message, '写作 "2.10" 的样子')


def number_gaps(loaded: LoadedFolder) -> None:
    """No number is missing among the groups and tasks, as one is that was deleted by mistake.

    Their order is free: import gives a number that is printed twice the next free one. So is where
    they begin: some plans have tasks only from a later chapter on.
    """
    assert loaded.plan
    if not loaded.tasks.sound:  # a number may not have been read
        return
    before: dict[int, Task] = {}
    groups = sorted(loaded.plan.groups, key=lambda group: group.id)
    for last, group in pairwise([*groups[:1], *groups]):
        if group.id - last.id > 1:
            what = f"第 {last.id} 组之后是第 {group.id} 组"
            _note_gap(loaded, ("groups", group.position, "id"), what)
        tasks = {int(task.id.rpartition(".")[2]): task for task in group.tasks}
        numbers = sorted(tasks)
        if numbers and _lacks_the_first(numbers[0], before):
            first = tasks[numbers[0]]
            _note_gap(loaded, (*task_path(group, first), "id"), f"组里第一项是事项 {first.id}")
        for one, two in pairwise(numbers):
            if two - one > 1:
                what = f"事项 {tasks[one].id} 之后是事项 {tasks[two].id}"
                _note_gap(loaded, (*task_path(group, tasks[two]), "id"), what)
        before = tasks or before


def _lacks_the_first(number: int, before: Collection[int]) -> bool:
    """Whether a group's lowest number is neither 1 nor counted on from the group before."""
    if number <= 1 or not before:
        return False
    return number - 1 != max(before) and (min(before) == 1 or number - 1 not in before)


def _note_gap(loaded: LoadedFolder, path: YamlPath, what: str) -> None:
    remedy = "误删的，用 git 取回；方案印发时就这样的，不用改"
    loaded.tasks.note(rules.NUMBER_GAP, path, f"{what}，编号不连续", remedy)


def joined_names(loaded: LoadedFolder) -> None:
    """An alias or a tag is one name: ``[甲，乙]`` with a full-width comma is a list of one."""
    assert loaded.registry
    assert loaded.plan
    named: list[tuple[Source, YamlPath, str]] = [
        (loaded.units, (section, body.position, "aliases", index), alias)
        for section, bodies in (
            ("units", loaded.registry.units),
            ("collectives", loaded.registry.collectives),
        )
        for body in bodies
        for index, alias in enumerate(body.aliases)
    ]
    named += [
        (loaded.tasks, (*task_path(group, task), "tags", index), tag)
        for group, task in loaded.plan
        for index, tag in enumerate(task.tags)
    ]
    for source, path, name in named:
        parts = _SEPARATORS.split(name)
        if len(parts) > 1 and all(parts):
            message = f"“{name}” 算一个，不是 {len(parts)} 个"
            remedy = f"是几个的，写成列表：[{', '.join(parts)}]（逗号、括号用半角）"
            source.note(rules.JOINED_NAMES, path, message, remedy)


def repeated_short_names(loaded: LoadedFolder) -> None:
    """A short name is one task's, because lists and calendars print it instead of the text."""
    assert loaded.plan
    owners: dict[str, str] = {}
    for group, task in loaded.plan:
        if task.short and (owner := owners.setdefault(task.short, task.id)) != task.id:
            path = (*task_path(group, task), "short")
            message = f"事项 {task.id} 的简称 “{task.short}” 与事项 {owner} 的相同"
            loaded.tasks.note(rules.REPEATED_SHORT_NAME, path, message, "改写其中一个")


def doubts(loaded: LoadedFolder) -> None:
    """A doubt about the issued text is shown until a person settles it."""
    assert loaded.plan
    for group, task in loaded.plan:
        for index, doubt in enumerate(task.doubts):
            path = (*task_path(group, task), "doubts", index)
            loaded.tasks.note(rules.DOUBT, path, f"事项 {task.id} 存疑：{doubt}")


def open_questions(loaded: LoadedFolder) -> None:
    """A question that an import left open on the plan as a whole is shown until it is struck."""
    label = loaded.folder.label(loaded.folder.data / import_notes.NOTES_FILE)
    for line, text in import_notes.open_questions(loaded.folder):
        problem = Problem(rules.DOUBT, Position(label, line, 1), f"全方案待核：{text}")
        loaded.problems.append(problem)


def provisional_years(loaded: LoadedFolder) -> None:
    """Due dates rest on published calendars; one note names the years that are missing."""
    duties = [duty for duty in _duties(loaded) if duty.provisional]
    if not duties:
        return
    years = sorted({year for duty in duties for year in duty.unpublished})
    named = "、".join(map(str, years[:_YEARS])) + (f" 等 {len(years)}" if years[_YEARS:] else "")
    message = (
        f"工作日历里没有 {named} 年，{len(duties)} 份应办事项的时限按周末和法定节假日暂定；"
        "放假通知公布后，更新 gkplan，或在 calendar.yaml 里写明"
    )
    loaded.tasks.note(rules.PROVISIONAL_YEAR, ("plan",), message, on_key=True)


def _duties(loaded: LoadedFolder) -> Iterator[Duty]:
    return (duty for standing in loaded.standings for duty in standing.duties)


def late_extensions(loaded: LoadedFolder) -> None:
    """Warn of extensions that were asked for after the due date."""
    for duty in _duties(loaded):
        for extension in duty.asked_late:
            _note_decision(
                loaded,
                extension,
                rules.LATE_EXTENSION,
                f"{duty.unit} 在 {extension.date} 才申请延期，当时事项 {duty.task} 已经逾期",
                "核对申请日期；属实的，这一条会一直标明",
            )


def extensions_after_done(loaded: LoadedFolder) -> None:
    """Warn of extensions granted after the duty was done: they do not count."""
    duties = {(duty.unit, duty.task, duty.period.name): duty for duty in _duties(loaded)}
    for decision in loaded.decisions:
        if not isinstance(decision, Extension) or decision.unit in loaded.units_read_in_part:
            continue
        duty = duties.get((decision.unit, decision.task, decision.occasion))
        if duty and duty.completed and duty.completed < decision.date <= (loaded.as_of or date.max):
            _note_decision(
                loaded,
                decision,
                rules.EXTENSION_AFTER_DONE,
                f"{duty.unit} 的事项 {duty.task} 在 {duty.completed} 已办结，这次延期不算数",
                "当时已经批准、事后补登的，date 写批准那一天，entered 写登记的一天",
            )


def repeated_withdrawals(loaded: LoadedFolder) -> None:
    """Warn of withdrawals that take back nothing: another one took back their record."""
    for journal in loaded.journals:
        records: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in journal.records:
            records[record.task, record.occasion].append(record)
        left = {about: list(every) for about, every in records.items()}
        for withdrawal in journal.withdrawals:
            about = (withdrawal.task, withdrawal.occasion)
            before = left.get(about, [])
            after = left[about] = in_force(before, [withdrawal])
            every = records.get(about, [])
            if len(after) == len(before) and len(in_force(every, [withdrawal])) < len(every):
                journal.source.note(
                    rules.REPEATED_WITHDRAWAL,
                    (withdrawal.position, "record"),
                    f"{withdrawal.record} 的记录已由另一条撤回",
                    "两边各撤回一次、合并之后会这样，不用改；还要撤回更早的，再撤一次",
                )


def owed_by_others(loaded: LoadedFolder) -> None:
    """Warn of records and extensions on what a change handed on, or what was cancelled before."""
    uncounted: set[Record] = set()
    owed: dict[str, set[tuple[str, str]]] = {}
    for standing in loaded.standings:
        if not standing.task.changes and not standing.cancellation:
            continue
        uncounted |= set(standing.uncounted)
        day = standing.cancellation.date if standing.cancellation else date.min
        uncounted |= {
            record for duty in standing.cancelled for record in duty.records if record.date > day
        }
        duties = (*standing.duties, *standing.cancelled)
        owed[standing.task.id] = {(duty.unit, duty.period.name) for duty in duties}
    for journal in loaded.journals if uncounted else ():
        for record in journal.records:
            if record in uncounted:
                journal.source.note(
                    rules.OWED_BY_OTHERS,
                    (record.position, "task"),
                    f"事项 {record.task} 的这一份已改由别的单位办理，或已取消，这条记录不计入",
                    "核对 tasks.yaml 里的 changes、cancelled 和这条记录的日期",
                )
    for decision in loaded.decisions:
        about = (decision.unit, decision.occasion)
        is_extension = isinstance(decision, Extension) and decision.date <= (
            loaded.as_of or date.max
        )
        if is_extension and about not in owed.get(decision.task, {about}):
            _note_decision(
                loaded,
                decision,
                rules.OWED_BY_OTHERS,
                f"事项 {decision.task} 的这一份已改由别的单位办理，给 {decision.unit} 的延期不计入",
                "接手的单位也要延期的，用 gkplan extend 给它另行登记",
            )


def outdated_reviews(loaded: LoadedFolder) -> None:
    """Warn of reviews of records that have changed since."""
    for duty in _duties(loaded):
        if duty.checked is Checked.OUTDATED and duty.unit not in loaded.units_read_in_part:
            _note_decision(
                loaded,
                duty.reviews[-1],
                rules.OUTDATED_REVIEW,
                f"{duty.unit} 的事项 {duty.task} 在核查之后又有变动，待复核",
                "用 gkplan review 再核查一次",
            )


def _note_decision(
    loaded: LoadedFolder, decision: Decision, rule: Rule, message: str, remedy: str
) -> None:
    assert loaded.reviews
    loaded.reviews.note(rule, (decision.position, "date"), message, remedy)


def no_recent_record(loaded: LoadedFolder) -> None:
    """Warn of units that owe something and have not reported for long."""
    assert loaded.registry
    assert loaded.plan
    assert loaded.as_of
    stale: dict[str, list[str]] = {}
    for standing in loaded.standings:
        for unit in stale_units(standing, loaded.plan.head.issued, loaded.as_of, STALE_DAYS):
            stale.setdefault(unit, []).append(standing.task.id)
    if len(stale) > 1 and not loaded.journals:
        _note_no_record(loaded, list(stale))
        return
    for registered in loaded.registry.units:
        tasks = stale.get(registered.name, [])
        if tasks and registered.name not in loaded.units_read_in_part:
            late = f"{len(tasks)} 项 {STALE_DAYS} 天以上没有填报：{_first(tasks)}"
            loaded.units.note(
                rules.NO_RECENT_RECORD,
                ("units", registered.position, "name"),
                f"{registered.name} 有 {late}",
                f"gkplan list --stale {STALE_DAYS}d --unit {registered.name} 可逐项查看",
            )


def _first(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def _note_no_record(loaded: LoadedFolder, units: Sequence[str]) -> None:
    """Warn once of a plan on which nobody has reported, such as one that was just imported."""
    loaded.units.note(
        rules.NO_RECENT_RECORD,
        ("units", 0, "name"),
        f"方案还没有填报，{len(units)} 个单位有事项 {STALE_DAYS} 天以上没有填报：{_first(units)}",
        "gkplan units --silent 可逐个查看",
    )


CHECKS = [
    missing_files,
    record_in_future,
    number_gaps,
    unquoted_ids,
    joined_names,
    repeated_short_names,
    doubts,
    open_questions,
    repeated_withdrawals,
]
CHECKS_OF_STANDING = [
    done_without_evidence,
    period_not_begun,
    provisional_years,
    no_recent_record,
    owed_by_others,
]
CHECKS_OF_REVIEWS = [late_extensions, extensions_after_done, outdated_reviews]
