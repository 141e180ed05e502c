"""Editing tasks.yaml and units.yaml in place: what did not change stays byte for byte."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from yaml.nodes import CollectionNode, Node, SequenceNode

from gkplan.domain.model import Collective, Group, Plan, Task, Unit
from gkplan.domain.vocabulary import UnitKind
from gkplan.folder.plan_write import RULE, collective_lines, group_lines, unit_line
from gkplan.folder.yaml_edit import (
    Edit,
    YamlDocument,
    children,
    insertions,
    is_block,
    items,
    key_edits,
    removal,
    text_edits,
    unusual,
)
from gkplan.folder.yaml_write import item_lines, own_keys, written

_T = TypeVar("_T", Group, Task)


def edited_plan(text: str, before: Plan, after: Plan) -> str:
    """The text of ``tasks.yaml`` for ``after``, where ``text`` is that of ``before``.

    Groups and tasks are known by their ids. Raises ``WriteRefusedError`` for a file in whose
    layout that cannot be done.
    """
    document = YamlDocument(text)
    return document.edited(_Edits(document).plan(before, after))


class _Edits:
    """Finds the edits that make one plan's file another's: inside items first, then new items."""

    def __init__(self, document: YamlDocument) -> None:
        self._document = document
        self._gap = "\n" if _stand_apart(document) else ""

    def plan(self, before: Plan, after: Plan) -> Iterator[Edit]:
        top = children(self._document.root)
        head, groups = top["plan"][1], top["groups"][1]
        old, new = written(before.plan, 2), written(after.plan, 2)
        if old != new:
            yield from key_edits(
                self._document, self._block(head), list(own_keys(after.plan)), old, new
            )
        listed = items(groups)
        nodes = {group.id: listed[group.position] for group in before.groups}
        known = {group.id: group for group in after.groups}
        for group in before.groups:
            if group.id in known:
                yield from self._group(nodes[group.id], group, known[group.id])
        yield from self._list(groups, nodes, after.groups, self._group_lines)

    def _group_lines(self, group: Group, column: int) -> str:
        """A new group; a rule separates it where the file has rules."""
        lines = list(group_lines(group))
        text_of_group = "\n".join(lines if RULE in self._document.text else lines[1:])
        return "\n".join(
            " " * column + line if line else line for line in text_of_group.split("\n")
        )

    def _group(self, node: Node, before: Group, after: Group) -> Iterator[Edit]:
        column = node.start_mark.column
        old, new = written(before, column), written(after, column)
        if old != new:
            yield from key_edits(self._document, self._block(node), list(own_keys(after)), old, new)
        tasks = children(node)["tasks"][1]
        nodes = {task.id: items(tasks)[task.position] for task in before.tasks}
        known = {task.id: task for task in after.tasks}
        for task in before.tasks:
            if task.id in known:
                yield from self._task(tasks, nodes[task.id], task, known[task.id])
        yield from self._list(tasks, nodes, after.tasks, _task_lines)

    def _task(self, tasks: Node, node: Node, before: Task, after: Task) -> Iterator[Edit]:
        column = node.start_mark.column
        old, new = written(before, column), written(after, column)
        if old == new:
            return
        self._block(tasks)
        if not isinstance(node, CollectionNode) or node.flow_style:
            lines = _task_lines(after, column - 2).lstrip(" -")
            yield Edit(self._document.start(node), self._document.end(node), lines)
            return
        doubts = children(node).get("doubts", (None, None))[1]
        if isinstance(doubts, SequenceNode) and not doubts.flow_style and after.doubts:
            yield from text_edits(self._document, doubts, after.doubts)
            old.pop("doubts", None)
            new.pop("doubts")
        yield from key_edits(self._document, node, list(own_keys(after)), old, new)

    def _list(
        self,
        node: Node,
        nodes: Mapping[Any, Node],
        wanted: Sequence[_T],
        lines: Callable[[_T, int], str],
    ) -> Iterator[Edit]:
        """Take items that are not wanted off a list, and put those in that are not there."""
        ids = [item.id for item in wanted]
        if list(nodes) == ids:
            return
        block = self._block(node)
        column = block.start_mark.column
        order = [nodes.get(item.id) or lines(item, column) for item in wanted]
        yield from insertions(self._document, block, order, self._gap)
        yield from (removal(self._document, nodes[name], RULE) for name in nodes if name not in ids)

    def _block(self, node: Node) -> CollectionNode:
        """Return a node on lines of its own; raises ``WriteRefusedError`` for another."""
        if isinstance(node, CollectionNode) and not node.flow_style:
            return node
        raise unusual(self._document, node)


def _task_lines(task: Task, column: int) -> str:
    return "\n".join(item_lines(task, column))


def _stand_apart(document: YamlDocument) -> bool:
    """Whether blank lines separate the tasks of a file."""
    for group in items(children(document.root)["groups"][1]):
        for above, below in pairwise(items(children(group)["tasks"][1])):
            return document.last_line(above) + 1 < below.start_mark.line
    return True


def with_bodies(text: str, units: Sequence[Unit], collectives: Sequence[Collective]) -> str:
    """The text of ``units.yaml`` with further units, each below the last of its kind.

    Raises ``WriteRefusedError`` for a file in whose layout that cannot be done.
    """
    document = YamlDocument(text)
    edits = [*_units(document, units), *_collectives(document, collectives)]
    return document.edited(edits)


def _units(document: YamlDocument, units: Sequence[Unit]) -> Iterator[Edit]:
    if not units:
        return
    node = _list(document, "units")
    margin = " " * node.start_mark.column
    last = {_kind(item): item for item in items(node)}
    for unit in units:
        position = document.below(last.get(unit.kind, node))
        yield Edit(position, position, f"{margin}{unit_line(unit)}\n")


def _collectives(document: YamlDocument, collectives: Sequence[Collective]) -> Iterator[Edit]:
    if not collectives:
        return
    if "collectives" not in children(document.root):
        lines = [line for collective in collectives for line in ("", *collective_lines(collective))]
        yield Edit(
            len(document.text), len(document.text), "\n".join(["\ncollectives:", *lines]) + "\n"
        )
        return
    node = _list(document, "collectives")
    margin = " " * node.start_mark.column
    for collective in collectives:
        lines = [margin + line for line in collective_lines(collective)]
        yield Edit(document.below(node), document.below(node), "\n".join(["", *lines]) + "\n")


def _list(document: YamlDocument, name: str) -> Node:
    key, node = children(document.root)[name]
    if not is_block(node):
        raise unusual(document, key)
    return node


def _kind(item: Node) -> UnitKind | None:
    """The kind that a unit's line states, or the one that is meant without."""
    pair = children(item).get("kind")
    return UnitKind.parse(pair[1].value) if pair else UnitKind.GOVERNMENT
