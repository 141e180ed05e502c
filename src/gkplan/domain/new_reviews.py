"""Making the reviews and extensions that a request of the supervising office asks for."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from gkplan.domain import fields
from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.errors import UsageError
from gkplan.domain.fields import BadValueError
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Decision, Extension, Group, Review, Task
from gkplan.domain.new_records import (
    duty_label,
    entered_if_later,
    full_label,
    named_periods,
    require_events,
    responsible_units,
)
from gkplan.domain.reviews import digest
from gkplan.domain.vocabulary import Checked, Status, Verdict


class NewDecision(NamedTuple):
    """A review or extension as requested, its label, and reminders for its writer."""

    decision: Decision
    label: str
    reminders: list[str]


class OccasionChoice(Frozen):
    """The duties of a task that are meant: by periods, by events' days, or the only fitting one."""

    periods: tuple[str, ...] = ()
    events: tuple[dt.date, ...] = ()


class ReviewRequest(Frozen):
    """The options of one ``gkplan review``, the same for each task; ``deed`` is what it does."""

    verdict: Verdict
    date: dt.date
    entered: dt.date
    which: OccasionChoice = OccasionChoice()
    correct_by: dt.date | None = None
    note: str = ""
    by: str = ""
    deed: str = "核查"

    def make(self, assessment: Assessment, duty: Duty) -> NewDecision:
        """Make the review of a duty's last record; raises ``UsageError`` without one."""
        record = duty.latest
        if record is None:
            raise UsageError(f"{full_label(duty)}还没有填报，没有可核查的记录", "填报之后再核查")
        if self.date < record.date:
            raise UsageError(
                f"核查日期 {self.date} 早于{full_label(duty)}的填报日期 {record.date}",
                "改正 --date",
            )
        _check_after(self.date, duty, assessment.ledger.reviews)
        review = Review(
            task=duty.task,
            unit=duty.unit,
            period=record.period,
            event=record.event,
            verdict=self.verdict,
            date=self.date,
            entered=entered_if_later(self.date, self.entered),
            record=record.date,
            digest=digest(record),
            correct_by=self.correct_by,
            note=self.note,
            by=self.by,
        )
        return NewDecision(review, self.verdict.label, self._reminders(duty))

    def _reminders(self, duty: Duty) -> list[str]:
        assert duty.latest
        texts = []
        if duty.checked in (Checked.ACCEPTED, Checked.RETURNED):
            texts.append(f"{full_label(duty)}这条记录已核查过，以这一次为准")
        if self.verdict is Verdict.ACCEPT and duty.latest.status is Status.DONE and not duty.proved:
            texts.append(f"{full_label(duty)}没有佐证材料")
        if self.verdict is Verdict.ACCEPT and not duty.latest.status.settled:
            texts.append(f"{full_label(duty)}填报的状态是{duty.latest.status.label}，还没有办结")
        return texts

    def check(self) -> None:
        """Refuse what ``reviews.yaml`` would refuse; a return must have a reason."""
        if self.verdict is Verdict.RETURN and not self.note.strip():
            raise UsageError("退回要写明理由", "用 --note 写明哪里不对、要补什么")
        if self.correct_by and self.verdict is not Verdict.RETURN:
            raise UsageError("核实的不用改正，--correct-by 只用于退回", "去掉 --correct-by")
        if self.correct_by and self.correct_by < self.date:
            raise UsageError(
                f"改正期限 {self.correct_by} 早于核查日期 {self.date}", "改正 --correct-by"
            )
        _check_texts({"--note": self.note, "--by": self.by})

    def fits(self, duty: Duty) -> bool:
        """Whether the duty is one to review when none is named: reported and not yet reviewed."""
        return duty.checked in (Checked.UNREVIEWED, Checked.OUTDATED)


class ExtensionRequest(Frozen):
    """The options of one ``gkplan extend``, the same for each task; ``deed`` is what it does."""

    to: dt.date
    date: dt.date
    entered: dt.date
    reason: str
    approved_by: str
    which: OccasionChoice = OccasionChoice()
    by: str = ""
    deed: str = "延期"

    def make(self, assessment: Assessment, duty: Duty) -> NewDecision:
        """Make the extension of a duty; raises ``UsageError`` where there is nothing to extend."""
        if duty.due is None:
            raise UsageError(f"{full_label(duty)}没有时限，不用延期", "去掉这一项")
        if duty.status.settled and not (duty.completed and self.date <= duty.completed):
            day = f"（{duty.completed}）" if duty.completed else ""
            afterwards = "；办结当天或以前批准的可以补登，用 --date 写明是哪一天"
            raise UsageError(
                f"{full_label(duty)}{duty.status.label}{day}，不用延期",
                f"去掉这一项{afterwards if duty.completed else ''}",
            )
        if duty.original_due and self.to < duty.original_due and not duty.unpublished:
            raise UsageError(
                f"{full_label(duty)}原来的时限是 {duty.original_label}", "--to 不能更早"
            )
        if self.to == duty.due:
            raise UsageError(
                f"{full_label(duty)}现在的时限就是 {duty.due_label}", "--to 写新的时限"
            )
        _check_after(self.date, duty, assessment.ledger.extensions)
        event = duty.period.event
        extension = Extension(
            task=duty.task,
            unit=duty.unit,
            period="" if event else duty.period.name,
            event=event,
            to=self.to,
            date=self.date,
            entered=entered_if_later(self.date, self.entered),
            reason=self.reason,
            approved_by=self.approved_by,
            by=self.by,
        )
        return NewDecision(extension, f"延期到 {self.to}", self._reminders(assessment, duty))

    def _reminders(self, assessment: Assessment, duty: Duty) -> list[str]:
        assert duty.due
        texts = []
        if self.date > duty.due:
            texts.append(f"{full_label(duty)}在时限 {duty.due_label} 之后才申请延期，各处都会标明")
        if self.to < duty.due:
            texts.append(f"{full_label(duty)}的时限由 {duty.due_label} 提前到 {self.to}")
        if duty.extensions:
            texts.append(f"{full_label(duty)}这是第 {len(duty.extensions) + 1} 次延期")
        if self.to < assessment.as_of and not duty.status.settled:
            texts.append(f"{full_label(duty)}延到的日期已经过去，仍然逾期")
        return texts

    def check(self) -> None:
        """Refuse what ``reviews.yaml`` would refuse."""
        texts = {"--reason": self.reason, "--approved-by": self.approved_by, "--by": self.by}
        for option in ("--reason", "--approved-by"):
            if not texts[option].strip():
                raise UsageError(f"{option} 不能为空", "延期要写明理由和批准人")
        _check_texts(texts)

    def fits(self, duty: Duty) -> bool:
        """Whether the duty is one to extend when none is named: open, begun, and due."""
        return duty.begun and bool(duty.due) and not duty.status.settled


def make_decisions(
    assessment: Assessment,
    tasks: Iterable[tuple[Group, Task]],
    units: tuple[str, ...],
    asked: ReviewRequest | ExtensionRequest,
) -> list[NewDecision]:
    """Make one entry per task, unit and period; raises ``UsageError`` if one cannot be made."""
    asked.check()
    issued = assessment.ledger.plan.head.issued
    registry = assessment.ledger.registry
    if not issued <= asked.date <= assessment.as_of:
        raise UsageError(
            f"日期 {asked.date} 不在方案印发日期 {issued} 与截至日期 {assessment.as_of} 之间",
            "改正 --date",
        )
    made = []
    for group, task in tasks:
        for owner in responsible_units(registry, task, units, assessment.as_of):
            every = assessment.standing(group, task, (owner,)).duties
            duties = tuple(duty for duty in every if duty.unit == owner)
            meant = _meant(task, duties, asked)
            made += [asked.make(assessment, duty) for duty in meant]
    return made


def _meant(
    task: Task, duties: tuple[Duty, ...], asked: ReviewRequest | ExtensionRequest
) -> list[Duty]:
    """Return the duties that are asked for by name, or the only one that fits."""
    which = asked.which
    if not (which.events or which.periods):
        return [_only_fitting(task, duties, asked)]
    if which.events:
        require_events(task, which.periods)
    days = dict.fromkeys(event.isoformat() for event in which.events)
    by_name = {duty.period.name: duty for duty in duties}
    for day in days:
        if day not in by_name:
            raise UsageError(f"事项 {task.id} 没有填报过起算日 {day} 的一件", "核对 --event")
    return [by_name[name] for name in days or named_periods(task, duties, which.periods)]


def _only_fitting(
    task: Task, duties: tuple[Duty, ...], asked: ReviewRequest | ExtensionRequest
) -> Duty:
    """Return the only duty that fits; raises ``UsageError`` if there is none or several."""
    if len(duties) == 1:
        return duties[0]
    fitting = [duty for duty in duties if asked.fits(duty)]
    if len(fitting) == 1:
        return fitting[0]
    if not any(duty.records for duty in duties) and not fitting:
        raise UsageError(f"事项 {task.id} 还没有填报", f"填报之后再{asked.deed}")
    listed = "、".join(map(duty_label, fitting or duties))
    count = f"有 {len(fitting)} 份都合适" if fitting else "没有一份合适"
    raise UsageError(f"事项 {task.id} 的应办事项{count}：{listed}", "用 --period 或 --event 指明")


def _check_after(day: dt.date, duty: Duty, earlier: Iterable[Decision]) -> None:
    """Refuse a date before the last entry's of the same kind, which would still count."""
    same = (duty.unit, duty.task, duty.period.name)
    days = (
        decision.date
        for decision in earlier
        if (decision.unit, decision.task, decision.occasion) == same
    )
    last = max(days, default=day)
    if day < last:
        raise UsageError(f"{full_label(duty)}在 {last} 已有一条", "--date 不能更早")


def _check_texts(texts: dict[str, str]) -> None:
    for option, text in texts.items():
        try:
            fields.text(text)
        except BadValueError as bad:
            raise UsageError(f"{option}：{bad.message}", bad.remedy) from bad
