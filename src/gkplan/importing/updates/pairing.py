"""Which tasks and groups of a corrected document are those of the folder, and their ids."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import eq
from typing import NamedTuple

from gkplan.domain.model import Group, Plan, Task
from gkplan.importing.text.wording import SIMILAR, essence, likeness

_SURE = 0.75
"""From here on two texts with different numbers are taken for the same task."""
_MOST_COMPARED = 10_000
"""Pairs of texts of a group, or of titles, that are compared letter by letter: a second of time."""
_LIKELY = 10
"""Headings that are compared with one of a document of very many."""
_TITLE = 2.0
_LABEL = 0.5
_UNITS = 2.0
"""What makes a task known: its text, then who owes it, then its number."""


class Old(NamedTuple):
    """A task that a folder has or once had: its id, its group, every wording of it, its units."""

    id: str
    group: int
    texts: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]

    def likeness(self, text: str) -> float:
        """How much a text is like one of its wordings."""
        return max(likeness(text, one) for one in self.texts)


Scored = tuple[float, Task, Old]
"""How likely a task of the document is one of the folder."""


class Pairs(NamedTuple):
    """For ids of a corrected document, those of the folder: of groups, and of tasks.

    ``moved`` are tasks that the document has in another group than the folder.
    """

    groups: Mapping[int, int]
    tasks: Mapping[str, str]
    moved: frozenset[str]


def pair(known: Sequence[Plan], new: Plan, kept: Iterable[str]) -> Pairs:
    """Pair the groups and tasks of a corrected document with those of ``known`` plans.

    ``kept`` are the ids of tasks that must not be lost: only they are looked for in other groups.
    """
    old = _old_tasks(known)
    groups = _pair_groups(known, old, new)
    parts: dict[int, list[Old]] = {}
    for one in old:
        parts.setdefault(one.group, []).append(one)
    tasks: dict[str, str] = {}
    for group in new.groups:
        if group.id in groups:
            tasks |= _pair_tasks(parts.get(groups[group.id], ()), group.tasks)
    moved = dict(_moved([one for one in old if one.id in set(kept)], new, tasks))
    return Pairs(groups, {**tasks, **moved}, frozenset(moved))


def _old_tasks(known: Sequence[Plan]) -> list[Old]:
    """The tasks of several states of one plan, each with its wordings."""
    found: dict[str, Old] = {}
    for plan in known:
        for group, task in plan:
            one = found.setdefault(task.id, Old(task.id, group.id, (), _units(task)))
            found[task.id] = one._replace(texts=(*one.texts, task.text))
    return list(found.values())


def _pair_groups(known: Sequence[Plan], old: Sequence[Old], new: Plan) -> dict[int, int]:
    """Pair headings: those whose tasks or titles are most alike first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, group_id, name in sorted(_scores(known, old, new), reverse=True):
        if score >= 1 and group_id not in pairs and name not in taken:
            pairs[group_id] = name
            taken.add(name)
    return pairs


def _scores(
    known: Sequence[Plan], old: Sequence[Old], new: Plan
) -> Iterator[tuple[float, int, int, int]]:
    """Yield how likely headings are the same; among many only those that share a text or title."""
    places: dict[str, set[int]] = {}
    for task in old:
        for text in task.texts:
            places.setdefault(essence(text), set()).add(task.group)
    before: dict[int, list[Group]] = {}
    titles: dict[str, list[int]] = {}
    for plan in known:
        for group in plan.groups:
            before.setdefault(group.id, []).append(group)
            titles.setdefault(group.title, []).append(group.id)
    few = len(new.groups) * len(before) <= _MOST_COMPARED
    alike = likeness if few else eq
    for at, group in enumerate(new.groups):
        texts = (essence(task.text) for task in group.tasks)
        shared = Counter(place for text in texts for place in places.get(text, ()))
        for name in before if few else _likely(shared, titles.get(group.title, ())):
            score = max(_score(one, group, alike) for one in before[name])
            yield shared[name] + score, -at, group.id, name


def _likely(shared: Counter[int], same_title: Iterable[int]) -> set[int]:
    """Return the headings that share most tasks, and those of the same title."""
    return {*(name for name, _ in shared.most_common(_LIKELY)), *same_title}


def _score(old: Group, new: Group, alike: Callable[[str, str], float]) -> float:
    """How alike two headings are themselves."""
    title = alike(old.title, new.title)
    return _TITLE * title * (title >= SIMILAR) + _LABEL * (old.label == new.label)


def _pair_tasks(old: Sequence[Old], new: Sequence[Task]) -> dict[str, str]:
    """Pair the tasks of one group, the surest first: by text, by number and text, by number."""
    pairs: dict[str, str] = {}
    taken: set[str] = set()

    def take(found: Iterable[Scored]) -> None:
        for _, task, one in sorted(found, key=lambda scored: -scored[0]):
            if task.id not in pairs and one.id not in taken:
                pairs[task.id] = one.id
                taken.add(one.id)

    def left() -> tuple[list[Task], list[Old]]:
        return [t for t in new if t.id not in pairs], [o for o in old if o.id not in taken]

    take(_same_text(*left()))
    take(found for found in _same_number(*left()) if found[0] >= SIMILAR)
    tasks, olds = left()
    if len(tasks) * len(olds) <= _MOST_COMPARED:
        take(found for found in _compared(tasks, olds) if found[0] >= _SURE)
    take(_same_number(*left()))
    return pairs


def _same_text(new: Sequence[Task], old: Sequence[Old]) -> Iterator[Scored]:
    """Tasks of one wording; those of the same units too, or of the same number, are the surest."""
    by_text: dict[str, list[Old]] = {}
    for one in old:
        for text in set(map(essence, one.texts)):
            by_text.setdefault(text, []).append(one)
    for task in new:
        for one in by_text.get(essence(task.text), ()):
            units = _UNITS * (_units(task) == one.units)
            yield 1.0 + units + (_number(task) == _number(one)), task, one


def _same_number(new: Sequence[Task], old: Sequence[Old]) -> Iterator[Scored]:
    by_number = {_number(one): one for one in old}
    for task in new:
        if one := by_number.get(_number(task)):
            yield one.likeness(task.text), task, one


def _compared(new: Sequence[Task], old: Sequence[Old]) -> Iterator[Scored]:
    return ((one.likeness(task.text), task, one) for task in new for one in old)


def _moved(old: Sequence[Old], new: Plan, pairs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Tasks that the document has word for word in another group."""
    left = {essence(text): one for one in old for text in one.texts}
    taken = set(pairs.values())
    for _, task in new:
        one = left.get(essence(task.text))
        if task.id not in pairs and one and one.id not in taken:
            taken.add(one.id)
            yield task.id, one.id


def _units(task: Task) -> tuple[tuple[str, ...], ...]:
    return tuple(task.units.values())


def _number(task: Task | Old) -> str:
    """The number of a task within its group."""
    return task.id.partition(".")[2]


class Numbered(NamedTuple):
    """A document's plan under the ids of a folder.

    ``printed`` are the ids that the document itself gives, by the folder's; ``forced`` are the
    tasks that could not have the number that it gives them.
    """

    plan: Plan
    printed: Mapping[str, str]
    forced: frozenset[str]


def renumber(theirs: Plan, pairs: Pairs, taken: Collection[str]) -> Numbered:
    """Give the document's groups and tasks the folder's ids; ``taken`` are those in use there."""
    groups = _group_ids(theirs, pairs, {int(name.partition(".")[0]) for name in taken})
    used = set(taken) | set(pairs.tasks.values())
    printed: dict[str, str] = {}
    forced: set[str] = set()
    made = []
    for group in theirs.groups:
        tasks = []
        for task in group.tasks:
            name = pairs.tasks.get(task.id)
            if name is None:
                wanted = f"{groups[group.id]}.{_number(task)}"
                name = _free(wanted, used, [one.id for one in group.tasks])
                used.add(name)
                if name != wanted or groups[group.id] not in (group.id, pairs.groups.get(group.id)):
                    forced.add(name)
            printed[name] = task.id
            tasks.append(replace(task, id=name))
        made.append(replace(group, id=groups[group.id], tasks=tuple(tasks)))
    return Numbered(replace(theirs, groups=tuple(made)), printed, frozenset(forced))


def _group_ids(theirs: Plan, pairs: Pairs, taken: Collection[int]) -> dict[int, int]:
    """The folder's number of each heading: a new one keeps its own where that is free."""
    used = {*taken, *pairs.groups.values()}
    top = max((*used, *(group.id for group in theirs.groups)), default=0)
    ids = dict(pairs.groups)
    for group in theirs.groups:
        if group.id not in ids:
            top += group.id in used
            ids[group.id] = top if group.id in used else group.id
            used.add(ids[group.id])
    return ids


def _free(wanted: str, used: Collection[str], printed: Collection[str]) -> str:
    """The number that a document gives, or the one after all that it and the folder have."""
    if wanted not in used:
        return wanted
    group = wanted.partition(".")[0]
    numbers = [name.partition(".")[2] for name in used if name.partition(".")[0] == group]
    numbers += [name.partition(".")[2] for name in printed]
    return f"{group}.{max(map(int, numbers)) + 1}"
