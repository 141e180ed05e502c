"""Making the records that a ``mark`` request asks for."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from gkplan.domain import fields
from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.errors import UsageError
from gkplan.domain.fields import BadValueError
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Group, JournalEntry, Record, Registry, Task, Withdrawal
from gkplan.domain.owners import concern, ever_responsible, responsible
from gkplan.domain.reviews import digest, reviewed_record
from gkplan.domain.typed import names_period
from gkplan.domain.vocabulary import Role, Status, Withdrawn


class MarkRequest(Frozen):
    """The options of one ``gkplan mark``: the keys of the entries, the same for each task.

    ``entered`` is the day on which they are written down.
    """

    status: Status | Withdrawn
    date: dt.date
    entered: dt.date
    periods: tuple[str, ...] = ()
    events: tuple[dt.date, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""
    problem: str = ""
    next: str = ""
    by: str = ""


def entered_if_later(date: dt.date, entered: dt.date) -> dt.date | None:
    """Return the key ``entered`` of an entry: it is only written where the two days differ."""
    return entered if entered > date else None


def responsible_unit(registry: Registry, task: Task, unit: str | None, day: dt.date) -> str:
    """Return the unit that reports on ``task``: ``unit`` if it owes a duty, or the only one.

    A unit that had the task before a change still reports on what fell to it. Raises
    ``UsageError`` if the unit owes nothing, or if none is given and several owe.
    """
    division = task.division(day)
    owners = responsible(registry, division)
    if unit in owners:
        return unit
    names = "、".join([*division.lead, *division.implement])
    if unit is None:
        if len(owners) == 1:
            return next(iter(owners))
        raise UsageError(
            f"事项 {task.id} 有 {len(owners)} 个责任单位（{names}）", "用 --unit 指明是哪一个单位"
        )
    if unit in ever_responsible(registry, task):
        return unit
    role = concern(registry, division, unit)
    if role and role.role is Role.SUPPORT:
        reason = f"{unit} 是事项 {task.id} 的配合单位，不单独填报"
    else:
        reason = f"{unit} 与事项 {task.id} 无关"
    raise UsageError(reason, f"由 {names} 填报")


def responsible_units(
    registry: Registry, task: Task, units: tuple[str, ...], day: dt.date
) -> list[str]:
    """Return ``units``, each checked, or without any the only unit that owes ``task``."""
    return [responsible_unit(registry, task, unit, day) for unit in units or (None,)]


class NewEntry(NamedTuple):
    """An entry of a journal as requested, and reminders for its writer.

    ``target`` is the record that a withdrawal takes back.
    """

    entry: JournalEntry
    reminders: list[str]
    target: Record | None = None


def make_entries(
    assessment: Assessment,
    tasks: Iterable[tuple[Group, Task]],
    units: tuple[str, ...],
    mark: MarkRequest,
) -> list[NewEntry]:
    """Make one entry per task, unit and period; raises ``UsageError`` if one cannot be made.

    A withdrawal takes back the latest record in force of each.
    """
    _check_values(assessment, mark)
    make = _withdraw if isinstance(mark.status, Withdrawn) else _make
    registry = assessment.ledger.registry
    return [
        made
        for group, task in tasks
        for owner in responsible_units(registry, task, units, assessment.as_of)
        for made in make(assessment, group, task, owner, mark)
    ]


def _make(
    assessment: Assessment, group: Group, task: Task, owner: str, mark: MarkRequest
) -> Iterable[NewEntry]:
    """Make the records of one unit on one task."""
    assert isinstance(mark.status, Status)
    standing = assessment.standing(group, task, (owner,))
    cancelled = standing.cancellation
    if cancelled and mark.date > cancelled.date:
        raise UsageError(
            f"事项 {task.id} 自 {cancelled.date} 起已取消（{cancelled.basis}）",
            "不用再填报；补报取消之前的情况，用 --date 写明是哪一天",
        )
    every = (*standing.duties, *standing.cancelled)
    duties = tuple(duty for duty in every if duty.unit == owner)
    for period, event in _occasions(task, duties, mark):
        record = Record(
            task=task.id,
            period=period,
            event=event,
            status=mark.status,
            date=mark.date,
            entered=entered_if_later(mark.date, mark.entered),
            evidence=mark.evidence,
            note=mark.note,
            problem=mark.problem,
            next=mark.next,
            by=mark.by,
            unit=owner,
        )
        _refuse_repetition(record, duties)
        yield NewEntry(record, reminders(task, record, duties))


def _withdraw(
    assessment: Assessment, group: Group, task: Task, owner: str, mark: MarkRequest
) -> Iterable[NewEntry]:
    """Make the withdrawals of one unit on one task: of what is asked for, or of its last record."""
    assert isinstance(mark.status, Withdrawn)
    standing = assessment.standing(group, task, (owner,))
    every = (*standing.duties, *standing.cancelled)
    duties = tuple(duty for duty in every if duty.unit == owner)
    names = [event.isoformat() for event in dict.fromkeys(mark.events)]
    if names:
        require_events(task, mark.periods)
    elif mark.periods:
        names = named_periods(task, duties, mark.periods)
    reported = [duty for duty in duties if duty.latest]
    meant = [duty for duty in reported if not names or duty.period.name in names]
    if missing := set(names) - {duty.period.name for duty in meant}:
        listed = "、".join(sorted(missing))
        raise UsageError(f"{owner} 在事项 {task.id} 的 {listed} 没有可撤回的记录", _LOG)
    if not meant:
        raise UsageError(f"{owner} 在事项 {task.id} 没有可撤回的记录", _LOG)
    if not names:
        meant = [max(meant, key=lambda duty: _age(duty.latest))]
    for duty in meant:
        record = duty.latest
        assert record
        if mark.date < record.date:
            raise UsageError(
                f"撤回日期 {mark.date} 早于所撤回记录的填报日期 {record.date}", "改正 --date"
            )
        withdrawal = Withdrawal(
            task=task.id,
            period=record.period,
            event=record.event,
            status=mark.status,
            date=mark.date,
            entered=entered_if_later(mark.date, mark.entered),
            record=record.date,
            digest=digest(record),
            note=mark.note,
            by=mark.by,
            unit=owner,
        )
        yield NewEntry(withdrawal, _after_withdrawal(duty), record)


_LOG = "用 gkplan log 查看有哪些记录；已经撤回的不能再撤"


def _age(record: Record | None) -> tuple[dt.date, int]:
    assert record
    return record.date, record.position


def _after_withdrawal(duty: Duty) -> list[str]:
    """Return what counts once the last record of a duty is withdrawn, and which reviews lapse."""
    *left, withdrawn = duty.records
    about = full_label(duty)
    if left:
        texts = [f"{about}现以 {left[-1].date} 的记录为准：{left[-1].status.label}"]
    elif duty.period.event:
        texts = [f"{about}没有别的记录，这一件不再应办"]
    else:
        texts = [f"{about}没有别的记录，恢复为未报"]
    lapsed = [
        f"{review.date} 的核查（{review.verdict.label}）"
        for review in duty.reviews
        if reviewed_record(duty.records, review) is withdrawn
    ]
    return [*texts, f"{about}随之失效的：{'、'.join(lapsed)}"] if lapsed else texts


def _refuse_repetition(record: Record, duties: tuple[Duty, ...]) -> None:
    """Refuse a report that repeats, word for word, the one that was returned."""
    for duty in duties:
        about_it = duty.returned and duty.period.name == record.occasion
        if about_it and duty.latest and is_same(record, duty.latest):
            raise UsageError(
                f"事项 {duty.task} 的这条填报与被退回的一字不差，"
                f"退回的理由是：{duty.reviews[-1].note or '没有写明'}",
                "补充佐证材料或进展情况再报",
            )


def is_same(record: Record, other: Record) -> bool:
    """Whether two records say the same, whenever they were entered."""
    return digest(replace(record, entered=None)) == digest(replace(other, entered=None))


def _check_values(assessment: Assessment, mark: MarkRequest) -> None:
    """Refuse what the journal's own rules would refuse later."""
    issued = assessment.ledger.plan.head.issued
    if mark.date < issued:
        raise UsageError(f"填报日期 {mark.date} 早于方案印发日期 {issued}", "改正 --date")
    if isinstance(mark.status, Withdrawn):
        _refuse_contents(mark)
    if mark.date > assessment.as_of:
        raise UsageError(f"填报日期 {mark.date} 晚于截至日期 {assessment.as_of}", "改正 --date")
    for event in mark.events:
        if event > mark.date:
            raise UsageError(f"起算日 {event} 晚于填报日期 {mark.date}", "改正 --event")
    for name in ("note", "problem", "next", "by"):
        try:
            fields.text(getattr(mark, name))
        except BadValueError as bad:
            raise UsageError(f"--{name}：{bad.message}", bad.remedy) from bad


def _refuse_contents(mark: MarkRequest) -> None:
    """Refuse what a withdrawal cannot have: it reports nothing."""
    for name in ("evidence", "problem", "next"):
        if getattr(mark, name):
            raise UsageError(
                f"撤回不写 --{name}", "理由用 --note 写明；要改成别的状态，撤回之后再填报一次"
            )


_OccasionKeys = tuple[str, dt.date | None]
"""A period's name or an event's day, as a record names what it is about."""


def _occasions(task: Task, duties: tuple[Duty, ...], mark: MarkRequest) -> list[_OccasionKeys]:
    """Return the periods or events that are meant: those asked for, or the only open one."""
    if mark.events:
        require_events(task, mark.periods)
        return [("", event) for event in dict.fromkeys(mark.events)]
    if mark.periods:
        return [_split(task, name) for name in named_periods(task, duties, mark.periods)]
    return [_only_open(task, duties, mark)]


def require_events(task: Task, periods: Sequence[str]) -> None:
    """Refuse events where the task has none, or where periods are given too."""
    if periods:
        raise UsageError("--period 与 --event 不能同时用", "只留一个")
    if not task.within:
        raise UsageError(f"事项 {task.id} 没有自起算日计算的时限", "不要写 --event")


def _only_open(task: Task, duties: tuple[Duty, ...], mark: MarkRequest) -> _OccasionKeys:
    """Return the only open period or event; raises ``UsageError`` if there is none or several."""
    open_duties = [
        duty for duty in duties if not duty.status.settled and duty.period.first <= mark.date
    ]
    if not duties and task.within:
        return "", None
    if len(duties) == 1 and not duties[0].period.name:
        return "", None
    if len(open_duties) == 1:
        return _split(task, open_duties[0].period.name)
    if open_duties:
        listed = "、".join(duty_label(duty) for duty in open_duties)
        raise UsageError(f"事项 {task.id} 有 {len(open_duties)} 期待办：{listed}", _how(task))
    if not duties:
        _refuse_former(task, mark.date)
    listed = "、".join(duty_label(duty) for duty in duties)
    raise UsageError(f"事项 {task.id} 没有待办的期：{listed}", _how(task))


def _refuse_former(task: Task, day: dt.date) -> None:
    """Refuse the report of a unit from which a change took all duties of a task."""
    change = task.changes_until(day)[-1:] or task.changes[-1:]
    if change:
        names = "、".join([*change[0].lead, *change[0].implement])
        raise UsageError(
            f"事项 {task.id} 自 {change[0].date} 起改由 {names} 办理（{change[0].basis}）",
            f"由 {names} 填报",
        )


def named_periods(task: Task, duties: tuple[Duty, ...], periods: Iterable[str]) -> list[str]:
    """Return the names of the periods that a person means, each once."""
    return list(dict.fromkeys(_named_period(task, duties, period) for period in periods))


def _named_period(task: Task, duties: tuple[Duty, ...], period: str) -> str:
    """Return the name of the period that is meant; raises ``UsageError`` unless just one fits."""
    names = [duty.period.name for duty in duties if duty.period.name]
    matches = [name for name in names if names_period(name, period) or name == period]
    if len(matches) == 1:
        return matches[0]
    if not names and task.cancelled:
        raise UsageError(
            f"事项 {task.id} 自 {task.cancelled.date} 起取消（{task.cancelled.basis}），没有应办的",
            f"核对 tasks.yaml 里的 cancelled；gkplan show {task.id} 可查看",
        )
    if not names:
        raise UsageError(f"事项 {task.id} 不按期办理", "不要写 --period")
    if matches:
        readings = "，还是 ".join(matches)
        raise UsageError(f"事项 {task.id} 的 “{period}” 是 {readings}？", "写明年份")
    changed = "".join(
        f"；{change.date} 起改由 {'、'.join([*change.lead, *change.implement])} 办理"
        for change in task.changes
    )
    raise UsageError(f"事项 {task.id} 没有 “{period}” 这一期", f"可用：{'、'.join(names)}{changed}")


def _split(task: Task, name: str) -> tuple[str, dt.date | None]:
    """Return the keys ``period`` and ``event`` of a period's name; an event is named by its day."""
    if task.within and len(name) == len("2017-09-01"):
        return "", dt.date.fromisoformat(name)
    return name, None


def full_label(duty: Duty) -> str:
    """Return the full label of a duty: ``事项 1.3（区财政局，2017-08 期）``."""
    about = "，".join(filter(None, (duty.unit, duty.period.label)))
    return f"事项 {duty.task}（{about}）"


def duty_label(duty: Duty) -> str:
    """Return the label of a duty among those of its task: ``2017-08（正在推进）``."""
    return f"{duty.period.name or '不分期'}（{duty.status.label}）"


def _how(task: Task) -> str:
    return "用 --event 写明起算日" if task.within else "用 --period 写明是哪一期"


def reminders(task: Task, record: Record, duties: tuple[Duty, ...]) -> list[str]:
    """Return what the supervising office would ask next about a record that is written.

    ``duties`` are the unit's on the task as they stood before the record.
    """
    return [f"事项 {task.id} {text}" for text in shortcomings(task, record, duties, ADD_RECORD)]


ADD_RECORD = {
    Status.DONE: "；可再记一条带 --evidence 的记录",
    Status.BLOCKED: "；可再记一条带 --problem 的记录",
    Status.WAITING: "；可再记一条带 --note 的记录",
    Status.WAIVED: "；可再记一条带 --note 的记录",
}
"""What a person at a terminal can do about a record that lacks something, by its status."""


def shortcomings(
    task: Task,
    record: Record,
    duties: tuple[Duty, ...],
    remedies: Mapping[Status, str] = MappingProxyType({}),
) -> list[str]:
    """Return what a record lacks, and what it changes besides, without the task's id."""
    same = [duty for duty in duties if duty.period.name == record.occasion]
    proved = record.evidence or any(duty.proved for duty in same)
    wanted = (
        (Status.DONE, proved, "没有佐证材料"),
        (Status.BLOCKED, record.problem, "没有写明问题"),
        (Status.WAITING, record.note or task.awaits, "没有写明等什么"),
        (Status.WAIVED, record.note, "没有写明理由"),
    )
    texts = [
        f"{status.label}，但{lack}{remedies.get(status, '')}"
        for status, given, lack in wanted
        if record.status is status and not given
    ]
    if task.within and record.status is Status.DONE and not record.event:
        texts.append("没有写明起算日；办结一件请用 --event")
    if record.event and not same:
        texts.append(f"新开一件，起算日 {record.event}")
    for duty in same:
        if record.status.claims and record.date < duty.period.first:
            texts.append(f"{duty.period.name} 还没有开始")
        if duty.latest and duty.latest.date > record.date:
            texts.append(f"已有 {duty.latest.date} 的记录，以那一条为准")
        if duty.is_late_entry(record):
            texts.append(f"是补报：{record.entered} 才登记 {record.date} 的情况")
    return texts
