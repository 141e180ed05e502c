"""What a report says, as domain values; Markdown, HTML, Word, Excel and JSON are made from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import starmap
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.briefing import Briefing, brief
from gkplan.domain.deadlines import (
    Deadline,
    Deadlines,
    DueSpan,
    deadlines,
    due_spans,
    fold,
)
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Frozen
from gkplan.domain.history import Point, answered_for, count_on_days, last_days
from gkplan.domain.model import Group, Head, Record, Task, Withdrawal
from gkplan.domain.overview import GroupLine, Overview, sum_up
from gkplan.domain.pace import Pace, ends_at_once, paces
from gkplan.domain.query import SelectedTask, Selection, select
from gkplan.domain.schedule import DAYS_AHEAD
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Status
from gkplan.views.journal import newest_first


class TaskDuty(NamedTuple):
    """A duty beside the task that it belongs to."""

    task: Task
    duty: Duty


class LedgerGroup(Frozen):
    """A group of the ledger with its figures and its tasks, in the order of the plan."""

    line: GroupLine
    rows: list[SelectedTask]

    @property
    def group(self) -> Group:
        """The group in the plan."""
        return self.line.group

    @property
    def standings(self) -> list[Standing]:
        """How its tasks stand."""
        return [row.standing for row in self.rows]

    @property
    def doubts(self) -> int:
        """How many doubts a person must settle in their texts."""
        return count_doubts(self.standings)


class Report(Frozen):
    """A report on an assessment: of ``units``, or of the plan; each part is computed once, if used.

    ``since`` asks for the records of that day and later; ``revision`` names the state of the files
    in git; ``pages`` are the files of the units' own reports, by unit; ``with_pace`` is whether the
    work is compared with the time gone, None where the plan decides.
    """

    assessment: Assessment
    units: tuple[str, ...] = ()
    since: date | None = None
    revision: str | None = None
    pages: Mapping[str, str] = field(default_factory=dict)
    with_pace: bool | None = None

    @property
    def head(self) -> Head:
        """The head of the plan."""
        return self.assessment.ledger.plan.head

    @property
    def as_of(self) -> date:
        """The day that everything is counted to."""
        return self.assessment.as_of

    @property
    def unit(self) -> str:
        """The units that the report is about in one text; empty for the complete plan."""
        return "、".join(self.units)

    @property
    def title(self) -> str:
        """The plan's title, and the units that the report is about: ``小方案——甲局``."""
        return self.head.title + (f"——{self.unit}" if self.unit else "")

    @property
    def own_share(self) -> str:
        """Whose tasks and figures are shown, in words; empty for those of all units."""
        if not self.units:
            return ""
        whose = "该单位" if len(self.units) == 1 else f"这 {len(self.units)} 个单位"
        return f"只列与{self.unit}有关的事项，数字是{whose}自己的；只作配合的事项列全项情况"

    @property
    def scope(self) -> list[str]:
        """Whose tasks are shown, the day, and the day of ``since``, in words."""
        since = [f"先列 {self.since} 以来的进展"] if self.since else []
        return [self.own_share or "全部单位的全部事项", f"截至 {self.as_of}", *since]

    @cached_property
    def rows(self) -> list[SelectedTask]:
        """The tasks that the report is about, those that name one of the units first."""
        return select(self.assessment, Selection(units=self.units))

    @cached_property
    def standings(self) -> list[Standing]:
        """How these tasks stand."""
        return [row.standing for row in self.rows]

    @cached_property
    def own(self) -> list[Standing]:
        """The tasks on which the units owe something themselves, not only support others."""
        return [standing for standing in self.standings if standing.is_owed_by(self.units)]

    @cached_property
    def answered(self) -> list[Standing]:
        """The tasks that the units answer for now or did before a change."""
        if not self.units:
            return self.standings
        return list(answered_for(self.assessment, self.units, self.own))

    @property
    def duties(self) -> list[Duty]:
        """What the units owe."""
        return [duty for standing in self.own for duty in standing.duties]

    @cached_property
    def figures(self) -> Overview:
        """The figures of the plan, by group and by unit."""
        return sum_up(self.assessment, self.standings, self.units)

    @cached_property
    def briefing(self) -> Briefing:
        """What a leader asks first."""
        return brief(self.assessment, self.own, self.answered, self.figures, self.units, self.since)

    @property
    def doubts(self) -> int:
        """How many doubts a person must settle in the issued text."""
        return count_doubts(self.standings)

    @cached_property
    def groups(self) -> list[LedgerGroup]:
        """The ledger: every group with its tasks, in the order of the plan."""
        rows: dict[int, list[SelectedTask]] = {}
        for row in sorted(self.rows, key=lambda row: row.standing.task.position):
            rows.setdefault(row.standing.group.id, []).append(row)
        return [LedgerGroup(line, rows[line.group.id]) for line in self.figures.groups]

    @cached_property
    def _deadlines(self) -> Deadlines:
        return deadlines(self.assessment, self.own, self.within)

    @property
    def within(self) -> int:
        """How many calendar days ahead ``coming`` looks."""
        return DAYS_AHEAD

    @cached_property
    def late(self) -> list[list[Deadline]]:
        """What is late, the oldest first; the units that owe the same are together."""
        return fold(self._deadlines.late)

    @cached_property
    def coming(self) -> list[list[Deadline]]:
        """What falls due next, the earliest first; the units that owe the same are together."""
        return fold(self._deadlines.coming)

    @property
    def due_spans(self) -> list[DueSpan]:
        """How many duties fall due in which week."""
        return due_spans(self.duties)

    @cached_property
    def shows_pace(self) -> bool:
        """Whether the work is compared with the time gone.

        Unless asked for, it is not before the end of a plan most of whose duties fall due then.
        """
        if self.with_pace is not None:
            return self.with_pace
        if self.as_of > self.head.ends:
            return True
        plan = starmap(self.assessment.standing, self.assessment.ledger.plan)
        return not ends_at_once(plan if self.units else self.own, self.head.ends)

    @property
    def pace(self) -> list[Pace]:
        """The work of each group against the time gone; empty where it is not compared."""
        return paces(self.own, self.as_of) if self.shows_pace else []

    @cached_property
    def problems(self) -> list[TaskDuty]:
        """What is not settled and has a problem, or is blocked, by its last record."""
        return duties_with(self.own, _has_problem)

    @cached_property
    def returned(self) -> list[TaskDuty]:
        """What was sent back and not reported again."""
        return duties_with(self.own, lambda duty: duty.returned)

    @cached_property
    def unproved(self) -> list[TaskDuty]:
        """What is reported as done, without evidence."""
        return duties_with(self.own, lambda duty: duty.unproved)

    @cached_property
    def late_done(self) -> list[TaskDuty]:
        """What was done after its due date."""
        return duties_with(self.own, lambda duty: duty.late_done)

    @cached_property
    def extended(self) -> list[TaskDuty]:
        """What was extended."""
        return duties_with(self.own, lambda duty: bool(duty.extensions))

    @cached_property
    def _withdrawals(self) -> Mapping[str, list[Withdrawal]]:
        by_task: dict[str, list[Withdrawal]] = {}
        for withdrawal in self.assessment.ledger.withdrawals:
            if withdrawal.date <= self.as_of:
                by_task.setdefault(withdrawal.task, []).append(withdrawal)
        return by_task

    def withdrawals_of(self, standing: Standing) -> list[Withdrawal]:
        """What the units of a standing withdrew by the day."""
        every = self._withdrawals.get(standing.task.id, ())
        return [one for one in every if one.unit in standing.owners]

    @property
    def shared(self) -> list[Standing]:
        """The tasks that several units owe."""
        return [standing for standing in self.own if len(standing.owing) > 1]

    @property
    def silent(self) -> list[str]:
        """The units that have never reported and owe more than what waits for a condition."""
        return self.figures.attention.silent.names

    def concerned(self, task: Task) -> list[str]:
        """Every unit that leads, implements or supports a task on the day, and its owners."""
        division = task.division(self.as_of)
        names = (*division.lead, *division.implement, *division.support)
        return list(self.assessment.ledger.registry.expand(names))

    @property
    def changes(self) -> list[Record]:
        """The records since the day asked for, the newest first."""
        if not self.since:
            return []
        return [record for record in records_of(self.standings) if record.date >= self.since]

    @property
    def trend(self) -> list[Point]:
        """The figures at the end of each month, and on the last day on which any changed."""
        end = min(self.assessment.last_change, self.as_of)  # it may be before the plan's issue
        days = last_days(Cadence.MONTHLY, self.head.issued, end)
        return list(count_on_days(self.assessment, self.answered, days, self.units))


def count_doubts(standings: Iterable[Standing]) -> int:
    """How many doubts a person must settle in the texts of some tasks."""
    return sum(len(standing.task.doubts) for standing in standings)


def duties_with(standings: Iterable[Standing], trait: Callable[[Duty], bool]) -> list[TaskDuty]:
    """The duties that have a trait, such as being returned, with their tasks."""
    return [
        TaskDuty(standing.task, duty)
        for standing in standings
        for duty in standing.duties
        if trait(duty)
    ]


def records_of(standings: Iterable[Standing]) -> list[Record]:
    """Everything that was reported on some tasks and not withdrawn, the newest first."""
    return newest_first(record for standing in standings for record in standing.records)


def late_first(standing: Standing) -> list[Record]:
    """Everything that was reported on a task: on what is late first, then the newest first."""
    late = {id(record) for duty in standing.duties if duty.overdue for record in duty.records}
    return sorted(records_of([standing]), key=lambda record: id(record) not in late)


def _has_problem(duty: Duty) -> bool:
    if not duty.latest or duty.status.settled:
        return False
    return bool(duty.latest.problem) or duty.status is Status.BLOCKED
