"""The contents of a plan folder as read, before the checks of its parts against each other."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from gkplan.domain.assess import Assessment
from gkplan.domain.fields import BadValueError, task_id
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import (
    CalendarYear,
    Decision,
    Entry,
    Extension,
    Group,
    JournalEntry,
    Ledger,
    Plan,
    Record,
    Registry,
    Review,
    Task,
    Withdrawal,
)
from gkplan.domain.rules import Problem, YamlPath
from gkplan.domain.schedule import Schedule
from gkplan.domain.standing import Standing
from gkplan.folder.location import Folder
from gkplan.folder.source import Source


def task_path(group: Group, task: Task) -> YamlPath:
    """Return the path of a task in ``tasks.yaml``."""
    return ("groups", group.position, "tasks", task.position)


class Journal(Frozen):
    """One unit's file of entries; ``unit`` is the file's name and may be nobody's."""

    unit: str
    source: Source
    entries: tuple[JournalEntry, ...]

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Its records, in the order of the file."""
        return tuple(entry for entry in self.entries if isinstance(entry, Record))

    @cached_property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Its withdrawals, in the order of the file."""
        return tuple(entry for entry in self.entries if isinstance(entry, Withdrawal))


class LoadedFolder(Frozen):
    """The files of a folder with their contents; a part that could not be read is None.

    ``units_readable`` and ``head_readable`` are whether the complete registry and the plan's head
    were read, so that names and dates can be checked against them. ``wanted`` names the units
    whose journals were asked for; None means all.
    """

    folder: Folder
    tasks: Source
    units: Source
    plan: Plan | None
    registry: Registry | None
    units_readable: bool
    head_readable: bool
    calendar: Source | None
    years: tuple[CalendarYear, ...]
    reviews: Source | None
    decisions: tuple[Decision, ...]
    journals: Sequence[Journal]
    problems: list[Problem]
    as_of: date | None = None
    wanted: Collection[str] | None = None

    def has_journal_of(self, unit: str) -> bool:
        """Whether the journal of ``unit`` was read, or would have been if there were one."""
        return self.wanted is None or unit in self.wanted

    @cached_property
    def schedule(self) -> Schedule:
        """The periods and due dates of the plan, for the checks."""
        if self.plan is None:
            raise ValueError("without a plan there is no schedule")
        return Schedule(self.plan.head, self.years)

    @cached_property
    def entries(self) -> list[tuple[Source, str, Entry]]:
        """Every entry of the journals and of the reviews, with its file and its unit."""
        every: list[tuple[Source, str, Entry]] = [
            (journal.source, journal.unit, entry)
            for journal in self.journals
            for entry in journal.entries
        ]
        if reviews := self.reviews:
            every += [(reviews, decision.unit, decision) for decision in self.decisions]
        return every

    @cached_property
    def known_entries(self) -> list[tuple[Source, str, Entry, Task]]:
        """The entries about a known task, with the task; an id of two tasks names neither."""
        if self.plan is None:
            raise ValueError("without a plan no task is known")
        tasks = self.plan.tasks
        if self.plan.has_repeated_ids:
            often = Counter(task.id for _, task in self.plan)
            tasks = {name: task for name, task in tasks.items() if often[name] == 1}
        return [
            (source, unit, entry, tasks[entry.task])
            for source, unit, entry in self.entries
            if entry.task in tasks
        ]

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
        """The standing of every task on ``as_of``, from the entries that could be read."""
        if self.as_of is None:
            raise ValueError("without a day there are no standings")
        assessment = Assessment(self.ledger(), self.as_of)
        return tuple(assessment.standing(group, task) for group, task in assessment.ledger.plan)

    @property
    def standings_are_known(self) -> bool:
        """Whether the files that standings are computed from, journals apart, have no error."""
        sources = (self.tasks, self.units, self.calendar)
        return (
            self.as_of is not None
            and all(source.sound for source in sources if source)
            and not any(problem.is_error for problem in self.problems)
        )

    @cached_property
    def units_read_in_part(self) -> frozenset[str]:
        """The units whose journals have errors, so that some of their records may be missing."""
        return frozenset(journal.unit for journal in self.journals if not journal.source.sound)

    def source_of(self, record: Record) -> Source:
        """Return the journal that ``record`` was read from."""
        return self._sources[id(record)]

    @cached_property
    def _sources(self) -> dict[int, Source]:
        return {
            id(record): journal.source for journal in self.journals for record in journal.records
        }

    @property
    def decisions_can_be_checked(self) -> bool:
        """Whether the files that reviews and extensions refer to have no error so far."""
        sources = (self.tasks, self.units, self.calendar, self.reviews)
        return all(source.sound for source in sources if source)

    def ledger(self) -> Ledger:
        """Return the contents that could be read; raises ``ValueError`` without plan or registry.

        Two files of one unit, which is an error, count together.
        """
        if self.plan is None or self.registry is None:
            raise ValueError("without a plan or a registry there is no ledger")
        records: dict[str, tuple[Record, ...]] = {}
        for journal in self.journals:
            records[journal.unit] = (*records.get(journal.unit, ()), *journal.records)
        reviews = tuple(entry for entry in self.decisions if isinstance(entry, Review))
        extensions = tuple(entry for entry in self.decisions if isinstance(entry, Extension))
        withdrawals = tuple(one for journal in self.journals for one in journal.withdrawals)
        return Ledger(
            self.plan, self.registry, records, self.years, reviews, extensions, withdrawals
        )

    def all_problems(self) -> list[Problem]:
        """Every problem of every file."""
        sources = [self.tasks, self.units, *(journal.source for journal in self.journals)]
        sources += [source for source in (self.calendar, self.reviews) if source]
        return [*self.problems, *(problem for source in sources for problem in source.problems)]


def _items(node: Any, key: str) -> list[Any]:
    """Return the list at ``key``; without a list, one unreadable item."""
    items = node.get(key) if isinstance(node, dict) else None
    return items if isinstance(items, list) else [None]


def _id(task: Any) -> str | None:
    try:
        return task_id(task["id"])
    except (KeyError, TypeError, BadValueError):
        return None
