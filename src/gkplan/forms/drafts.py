"""One filled-in row as an entry that could be written, and what speaks against it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from gkplan.domain import rules
from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.model import Entry, Record, Review, Task
from gkplan.domain.owners import responsible
from gkplan.domain.rules import Problem, Rule
from gkplan.domain.standing import Standing
from gkplan.forms.answers import BadAnswerError, read_text
from gkplan.forms.base import DutyEntries
from gkplan.forms.layout import RowKey
from gkplan.forms.rows import Answer, FilledRow, LeftRow

T = TypeVar("T")


class CollectRequest(NamedTuple):
    """How forms are collected.

    ``received`` is the day of answers without a date of their own, ``entered`` the day on which
    entries are written down. Conflicts about the tasks in ``accepted`` are written all the same,
    with ``accept_all`` every conflict.
    """

    received: date
    entered: date
    accepted: frozenset[str] = frozenset()
    accept_all: bool = False

    def accepts(self, task: str) -> bool:
        """Whether a conflict about a task is to be written."""
        return self.accept_all or task in self.accepted


class Draft(NamedTuple):
    """An entry that a row asks for.

    ``old`` is what was in force before it, ``since`` what was written about the duty after the
    form was made. ``known`` is whether one of these says the same, so that nothing is to be
    written. ``refusal`` is why it cannot be written, whatever is accepted. ``accepted`` is whether
    it is written although it is a conflict. ``newer`` is the record in force, if its date is later:
    the entry would then change nothing.
    """

    row: FilledRow
    task: Task
    entry: Record | Review
    old: Record | Review | None
    since: Sequence[Entry] = ()
    known: bool = False
    refusal: Problem | None = None
    undated: bool = False
    reminders: Sequence[str] = ()
    accepted: bool = False
    newer: Record | None = None


class RowError(Exception):
    """A row that cannot become an entry; ``problems`` are why, each with its cell.

    ``occasion`` is the day of the new case that it is about, if that could be read.
    """

    def __init__(self, *problems: Problem, occasion: str = "") -> None:
        """Keep the problems."""
        super().__init__(*(problem.message for problem in problems))
        self.problems = problems
        self.occasion = occasion

    def left(self, key: RowKey) -> LeftRow:
        """Return the row with this key as one that is not taken."""
        about = key._replace(occasion=self.occasion or key.occasion)
        return LeftRow(about, self.problems[0].position)


class Owed(NamedTuple):
    """The duty that a row is about, with its task; a new case has no duty yet."""

    task: Task
    unit: str
    standing: Standing
    duties: tuple[Duty, ...]
    duty: Duty | None

    def latest(self, occasion: str) -> Record | None:
        """Return the record in force about an occasion; None without one."""
        same = (duty for duty in self.duties if duty.period.name == occasion)
        return next((duty.latest for duty in same), None)

    def is_in_force(self, record: Record) -> bool:
        """Whether a record was not withdrawn."""
        return any(record is one for duty in self.duties for one in duty.records)


class CollectContext:
    """What rows are compared with: the ledger on a day, and the entries of every duty."""

    def __init__(self, assessment: Assessment, request: CollectRequest) -> None:
        """Index the entries."""
        self.assessment = assessment
        self.request = request
        self.entries = DutyEntries(assessment.ledger)
        self._groups = {task.id: group for group, task in assessment.ledger.plan}

    @property
    def issued(self) -> date:
        """The first day that an answer can have."""
        return self.assessment.ledger.plan.head.issued

    def owed(self, row: FilledRow) -> Owed:
        """Find the duty that a row is about; raises ``RowError`` if the unit does not owe it."""
        ledger = self.assessment.ledger
        unit = ledger.registry.names.get(row.key.unit, "")
        task = ledger.plan.tasks.get(row.key.task)
        if not unit:
            raise row_error(row, rules.UNKNOWN_UNIT, f"单位“{row.key.unit}”没有登记", _NEW_FORM)
        if task is None:
            raise row_error(row, rules.UNKNOWN_TASK, f"方案里没有事项 {row.key.task}", _NEW_FORM)
        standing = self.assessment.standing(self._groups[task.id], task, (unit,))
        every = (*standing.duties, *standing.cancelled)
        duties = tuple(duty for duty in every if duty.unit == unit)
        key = row.key._replace(unit=unit)
        duty = next((duty for duty in duties if _is_about(duty, key)), None)
        owes = duty is not None
        if key.is_new:
            division = responsible(ledger.registry, standing.division)
            owes = task.within is not None and unit in division
        elif key.event and duty is None:  # all its records were withdrawn since
            owes = bool(self.entries.of(key))
        if not owes:
            message = _not_owed(standing, unit, key.occasion)
            raise row_error(row, rules.OWES_NOTHING, message, _NEW_FORM)
        return Owed(task, unit, standing, duties, duty)


def _is_about(duty: Duty, key: RowKey) -> bool:
    """Whether a key means a duty: its period, or the day of its event."""
    event = duty.period.event is not None
    return (duty.period.name, event) == (key.occasion, key.event)


_NEW_FORM = "方案在出表之后改过；重新出表，按新表填"


def _not_owed(standing: Standing, unit: str, occasion: str) -> str:
    """Say why a unit does not owe what its form asked for."""
    task = standing.task.id
    if cancelled := standing.cancellation:
        return f"事项 {task} 自 {cancelled.date} 起取消（{cancelled.basis}）"
    if standing.changes:
        change = standing.changes[-1]
        names = "、".join([*change.lead, *change.implement])
        return f"事项 {task} 自 {change.date} 起改由 {names} 办理（{change.basis}）"
    return f"{unit}在事项 {task} 没有“{occasion or '不分期'}”这一份"


def row_error(row: FilledRow, rule: Rule, message: str, remedy: str) -> RowError:
    """Make the error of a complete row."""
    return RowError(row.problem(rule, message, remedy))


class AnswerReader:
    """Reads the answers of one row; the problems of all of them are raised together."""

    def __init__(self, row: FilledRow) -> None:
        """Begin with a row."""
        self.row = row
        self._problems: list[Problem] = []

    def read(self, code: str, reader: Callable[[Answer], T], otherwise: T) -> T:
        """Read an answer, if there is one; note what is wrong with it."""
        answer = self.row.answers.get(code)
        if answer is None:
            return otherwise
        try:
            return reader(answer)
        except BadAnswerError as bad:
            self.note(bad.problem)
            return otherwise

    def text(self, code: str) -> str:
        """Read a text."""
        return self.read(code, read_text, "")

    def note(self, problem: Problem) -> None:
        """Note a problem with the row."""
        self._problems.append(problem._replace(message=problem.message + self.row.unwritten))

    def missing(self, code: str, rule: Rule, message: str, remedy: str) -> None:
        """Note what is missing in a cell, or wrong with it beside the others of the row."""
        position = self.row.cells.get(code, self.row.position)
        self.note(Problem(rule, position, message, remedy))

    def finish(self, occasion: str = "") -> None:
        """Raise ``RowError`` if anything was wrong."""
        if self._problems:
            raise RowError(*self._problems, occasion=occasion)
