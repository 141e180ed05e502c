"""What a corrected document changes in a plan: task by task, key by key."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Group, Head, Plan, Task

_T = TypeVar("_T", Head, Group, Task)


class Change(NamedTuple):
    """One key of the folder's file, before and after."""

    key: str
    before: Any
    after: Any


def changes(before: _T, after: _T, keys: Iterable[str]) -> tuple[Change, ...]:
    """The keys in which two states of a head, a group or a task differ, in the order given."""
    pairs = (Change(key, getattr(before, key), getattr(after, key)) for key in keys)
    return tuple(one for one in pairs if one.before != one.after)


class Sort(Enum):
    """What becomes of a task."""

    ADDED = "新增"
    CHANGED = "改动"
    REMOVED = "撤去"
    KEPT = "待核"
    """The document no longer has it, but there are records about it."""


class TaskChange(NamedTuple):
    """What becomes of one task: as it was and as it will be, None where it is not."""

    sort: Sort
    before: Task | None
    after: Task | None

    @property
    def task(self) -> Task:
        """The task as it will be, or as it was."""
        task = self.after or self.before
        assert task
        return task

    @property
    def keys(self) -> tuple[Change, ...]:
        """The keys that change; of a task that comes, all that say something."""
        nothing = Task(self.task.id, "")
        return changes(self.before or nothing, self.after or nothing, keys_of(Task))


class Update(NamedTuple):
    """A plan as it will be, what changes in it, and what to compare with next time.

    ``headings`` are changes of labels and titles by the group's number; ``renumbered`` are the ids
    that the document gives to tasks that keep their own, by that; ``notes`` are for a person.
    """

    plan: Plan
    base: Plan
    head: tuple[Change, ...]
    headings: tuple[tuple[int, Change], ...]
    tasks: tuple[TaskChange, ...]
    renumbered: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many tasks come, change, go and wait, and how many stay as they are."""
        found = {sort.value: sum(one.sort is sort for one in self.tasks) for sort in Sort}
        touched = sum(found.values()) - found[Sort.REMOVED.value]
        return {**found, "不变": len(self.plan.tasks) - touched}
