"""What an update changes in a plan, as values, tables and data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Group, Head, Plan, Task
from gkplan.views.plan import task_data
from gkplan.views.plan_table import HEAD_LINES, TASK_COLUMNS, value_text
from gkplan.views.table import NONE, Cell, Column, Section, Table

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

    @property
    def new_doubts(self) -> list[tuple[str, str]]:
        """The doubts that tasks have now and did not have before, with the tasks' ids."""
        return [
            (one.task.id, doubt)
            for one in self.tasks
            if one.after
            for doubt in one.after.doubts
            if not one.before or doubt not in one.before.doubts
        ]


_LABELS = {key: label for label, key in (HEAD_LINES | TASK_COLUMNS).items()} | {
    "title": "标题",
    "label": "标号",
}
_LINES = 40
"""Lines of a cell on a terminal: texts whole."""


def update_table(update: Update) -> Table:
    """The changes under a heading each: of the head, then of what comes, changes, waits, goes."""
    sections = [
        Section(_rows(changes), "  ".join(filter(None, stated)), 2)
        for *stated, changes in _parts(update)
    ]
    columns = (Column("栏目", 12), Column("原来", 40), Column("更正后"))
    return Table(columns, sections, counted(update), lines=_LINES)


def update_ledger(update: Update) -> Table:
    """Every change a row, for spreadsheets; what goes whole has a row too."""
    columns = [Column(title) for title in ("变动", "编号", "事项", "栏目", "原来", "更正后")]
    rows = [
        [*map(Cell, stated), *row]
        for *stated, changes in _parts(update)
        for row in _rows(changes) or [[NONE, NONE, NONE]]
    ]
    return Table(columns, [Section(rows)])


def counted(update: Update) -> str:
    """How many tasks come, change, go and wait, and how many stay as they are."""
    said = "，".join(f"{name}{count}项" for name, count in update.counts.items())
    doubts = update.new_doubts
    tasks = len({name for name, _ in doubts})
    return f"{said}；新写存疑{len(doubts)}条，在{tasks}项上" if doubts else said


def _parts(update: Update) -> Iterator[tuple[str, str, str, Sequence[Change]]]:
    """What changes, part by part: in what way, what number it has, what it is, and the changes."""
    if update.head:
        yield "文件头", "", "", update.head
    titles = {group.id: group.heading for group in update.plan.groups}
    for number in dict.fromkeys(number for number, _ in update.headings):
        changes = [change for one, change in update.headings if one == number]
        yield "工作任务", str(number), titles[number], changes
    for sort in Sort:
        for one in update.tasks:
            if one.sort is sort:
                yield sort.value, one.task.id, (one.before or one.task).text, _told(one)


def _told(one: TaskChange) -> Sequence[Change]:
    """The changes to tell: of a task that comes or goes its text stands in the heading already."""
    if one.sort is Sort.REMOVED:
        return ()
    if one.before is None:
        return [change._replace(before=None) for change in one.keys if change.key != "text"]
    return one.keys


def _rows(changes: Sequence[Change]) -> list[list[Cell]]:
    return [
        [Cell(_LABELS[key]), _cell(key, before), _cell(key, after)]
        for key, before, after in changes
    ]


def _cell(key: str, value: Any) -> Cell:
    text = "\n".join(value or ()) if key == "doubts" else value_text(value)
    return Cell(text) if text else NONE


def update_data(update: Update) -> dict[str, Any]:
    """The changes for JSON: keys and values as the folder's file has them."""
    return {
        "format": "gkplan/update/1",
        "counts": {sort.name.lower(): update.counts[sort.value] for sort in Sort}
        | {"unchanged": update.counts["不变"]},
        "head": _changes_data(update.head),
        "groups": [{"id": number, **_changes_data([change])} for number, change in update.headings],
        **{
            sort.name.lower(): [
                _task_change(one, update) for one in update.tasks if one.sort is sort
            ]
            for sort in Sort
        },
        "renumbered": [
            {"id": name, "printed": printed} for name, printed in update.renumbered.items()
        ],
    }


def _task_change(one: TaskChange, update: Update) -> dict[str, Any]:
    if one.before is None or one.after is None:
        return task_data(one.task)
    before, after = task_data(one.before), task_data(one.after)
    changed = {key: {"before": before[key], "after": after[key]} for key, *_ in one.keys}
    return {"id": one.task.id, "printed": update.renumbered.get(one.task.id), "changes": changed}


def _changes_data(changes: Sequence[Change]) -> dict[str, Any]:
    return {
        change.key: {"before": str(change.before), "after": str(change.after)} for change in changes
    }
