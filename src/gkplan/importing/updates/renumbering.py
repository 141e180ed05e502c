"""A corrected document in the numbers of the folder: what is known keeps its id."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from gkplan.domain.model import Plan
from gkplan.importing.updates.pairing import Pairs


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
                wanted = f"{groups[group.id]}.{task.id.partition('.')[2]}"
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
