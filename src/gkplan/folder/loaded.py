"""A plan folder as it was read, before anybody has checked that its parts fit together."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from gkplan.domain.assess import Assessment, Standing
from gkplan.domain.fields import BadValueError, task_id
from gkplan.domain.model import (
    CalendarYear,
    Entry,
    Extension,
    Group,
    Ledger,
    Plan,
    Record,
    Registry,
    Review,
    Ruling,
    Task,
)
from gkplan.domain.problems import Path, Problem
from gkplan.domain.schedule import Schedule
from gkplan.domain.workdays import WorkCalendar, mainland, with_years
from gkplan.folder.location import Folder
from gkplan.folder.source import Source


def task_path(group: Group, task: Task) -> Path:
    """Where a task stands in ``tasks.yaml``."""
    return ("groups", group.position, "tasks", task.position)


class Journal(NamedTuple):
    """One unit's file of records; ``unit`` is the file's name and may be nobody's."""

    unit: str
    source: Source
    records: tuple[Record, ...]


class Placed(NamedTuple):
    """A record or a ruling with its place; ``unit`` is the one that it is about."""

    source: Source
    unit: str
    said: Entry
    path: Path


@dataclass
class Draft:
    """The files of a folder with their contents; a part that could not be read is None.

    ``units_readable`` and ``head_readable`` say whether the whole registry and the plan's head
    were read, so that names and dates can be checked against them. ``wanted`` names the units
    whose journals were asked for; None stands for all.
    """

    folder: Folder
    tasks: Source
    units: Source
    plan: Plan | None
    registry: Registry | None
    units_readable: bool
    head_readable: bool
    calendar: Source | None = None
    years: tuple[CalendarYear, ...] = ()
    reviews: Source | None = None
    rulings: tuple[Ruling, ...] = ()
    journals: list[Journal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    as_of: date | None = None
    wanted: Collection[str] | None = None

    def has_journal_of(self, unit: str) -> bool:
        """Whether the journal of ``unit`` was read, or would have been if there were one."""
        return self.wanted is None or unit in self.wanted

    @cached_property
    def work(self) -> WorkCalendar:
        """The working-day calendar with the folder's own years."""
        return with_years(mainland(), self.years)

    @cached_property
    def schedule(self) -> Schedule:
        """The periods and due dates of the plan, for every check that asks for them."""
        if self.plan is None:
            raise ValueError("a draft without a plan has no schedule")
        return Schedule(self.plan.head, self.work)

    @cached_property
    def entries(self) -> list[Placed]:
        """Every record and every ruling, for every check that asks for them."""
        placed = [
            Placed(journal.source, journal.unit, record, (record.position,))
            for journal in self.journals
            for record in journal.records
        ]
        if self.reviews:
            placed += [Placed(self.reviews, one.unit, one, (one.position,)) for one in self.rulings]
        return placed

    @cached_property
    def written_ids(self) -> frozenset[str] | None:
        """Every id that ``tasks.yaml`` writes, also of tasks that could not be read.

        None if an id may be hidden by what is wrong with the file: in a key that is not known, or
        in an id that could not be read.
        """
        ids = {
            _id(task)
            for group in _items(self.tasks.tree, "groups")
            for task in _items(group, "tasks")
        }
        return None if None in ids else frozenset(filter(None, ids))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How every task stands on the day of the draft; only a sound draft can say."""
        if self.as_of is None:
            raise ValueError("a draft without a day has no standings")
        assessment = Assessment(self.ledger(), self.as_of)
        return tuple(assessment.standing(group, task) for group, task in assessment.ledger.plan)

    @property
    def rulings_can_be_checked(self) -> bool:
        """Whether the files that reviews and extensions stand on have no error so far."""
        sources = (self.tasks, self.units, self.calendar, self.reviews)
        return all(source.sound for source in sources if source)

    @property
    def sound(self) -> bool:
        """Whether no file has an error so far, so that figures can be given."""
        return not any(problem.is_error for problem in self.all_problems())

    def ledger(self) -> Ledger:
        """The contents as the model has them; only a draft without errors has them."""
        if self.plan is None or self.registry is None:
            raise ValueError("a draft with errors has no ledger")
        records = {journal.unit: journal.records for journal in self.journals}
        reviews = tuple(one for one in self.rulings if isinstance(one, Review))
        extensions = tuple(one for one in self.rulings if isinstance(one, Extension))
        return Ledger(self.plan, self.registry, records, self.years, reviews, extensions)

    def all_problems(self) -> list[Problem]:
        """Every problem of every file."""
        sources = [self.tasks, self.units, *(journal.source for journal in self.journals)]
        sources += [source for source in (self.calendar, self.reviews) if source]
        return [*self.problems, *(problem for source in sources for problem in source.problems)]


def _items(node: Any, key: str) -> list[Any]:
    """Return the list under ``key``; where there is none, one item that nobody can read."""
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, list) else [None]


def _id(task: Any) -> str | None:
    try:
        return task_id(task["id"])
    except (KeyError, TypeError, BadValueError):
        return None
