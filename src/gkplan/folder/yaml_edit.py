"""Editing a YAML text in place: the positions of its nodes, and edits that change nothing else."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from gkplan.domain.errors import WriteRefusedError
from gkplan.folder.yaml_errors import LINE_BREAK
from gkplan.folder.yaml_write import scalar


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a text become ``text``, whose lines end as Python's do."""

    start: int
    end: int
    text: str


class Page:
    """A YAML text, already read without problems, with the places of its nodes."""

    def __init__(self, text: str) -> None:
        """Find the nodes; an empty text has none."""
        self.text = text
        self.root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._lines = [0, *(found.end() for found in re.finditer(LINE_BREAK, text))]

    def at(self, line: int, column: int) -> int:
        """The place of a line's column in the text, all from 0; past the end, the end."""
        return min(self.line_start(line) + column, len(self.text))

    def start(self, node: Node) -> int:
        """The place of a node's first character."""
        return self.at(node.start_mark.line, node.start_mark.column)

    def end(self, node: Node) -> int:
        """The place after a node's last character, before what follows it on its line."""
        if stands_on_lines(node):
            last = self.last_line(node)
            return self.at(last, len(self.line(last)))
        return self.at(node.end_mark.line, node.end_mark.column)

    def last_line(self, node: Node) -> int:
        """The last line on which a node says something."""
        if isinstance(node, ScalarNode):
            return self._last_line_of_text(node)
        if not stands_on_lines(node) or not node.value:
            return int(node.end_mark.line)
        last = node.value[-1]
        return max(map(self.last_line, last if isinstance(last, tuple) else (last,)))

    def _last_line_of_text(self, node: ScalarNode) -> int:
        line = int(node.end_mark.line)
        if node.style in ("|", ">"):
            line -= line > node.start_mark.line
            while line > node.start_mark.line and not self.line(line).strip():
                line -= 1
        return line

    def line(self, number: int) -> str:
        """A line without its end."""
        return re.split(
            LINE_BREAK, self.text[self.line_start(number) : self.line_start(number + 1)]
        )[0]

    def line_start(self, number: int) -> int:
        """The place of a line's first character; past the end, the end."""
        return self._lines[number] if number < len(self._lines) else len(self.text)

    def below(self, node: Node) -> int:
        """The place of the first character of the line below a node."""
        return self.line_start(self.last_line(node) + 1)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text with edits made, in its own kind of line ends.

        Those at one place stand in the order given, before what is removed there; what would come
        into a stretch that is removed comes behind it.
        """
        newline = "\r\n" if "\r\n" in self.text else "\n"
        parts, done = [], 0
        for start, end, text in sorted(edits, key=lambda one: one[:2]):
            if start < done and start < end and text:
                raise WriteRefusedError("两处改动叠在一起，没有改动任何文件", "请报给维护者")
            place = max(start, done)
            parts.append(self.text[done:place])
            if text and place == len(self.text) and not self._is_ended(parts[-2:]):
                parts.append(newline)
            parts.append(text.replace("\n", newline))
            done = max(end, place)
        return "".join([*parts, self.text[done:]])

    @staticmethod
    def _is_ended(parts: list[str]) -> bool:
        return "".join(parts).endswith(("\n", "\r"))


def stands_on_lines(node: Node) -> bool:
    """Whether a node takes whole lines: a list or a mapping without brackets, a block of text."""
    if isinstance(node, CollectionNode):
        return not node.flow_style
    return isinstance(node, ScalarNode) and node.style in ("|", ">")


def children(node: Node | None) -> dict[str, tuple[Node, Node]]:
    """The keys of a mapping, each with the nodes of key and value."""
    if not isinstance(node, MappingNode):
        return {}
    return {key.value: (key, value) for key, value in node.value}


def items(node: Node | None) -> list[Node]:
    """The items of a list."""
    return list(node.value) if isinstance(node, SequenceNode) else []


def key_edits(
    page: Page, node: Node, order: Sequence[str], old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Edit]:
    """Make the keys of a block mapping say ``new`` where that differs from ``old``.

    Both give what stands after a key and its colon; a new key goes below those before it in
    ``order``.
    """
    nodes = children(node)
    place = page.start(node)
    for name in order:
        if name in nodes:
            key, value = nodes[name]
            if old.get(name) != new.get(name):
                yield _changed(page, node, key, value, new.get(name))
            place = page.below(value)
        elif name in new and old.get(name) != new[name]:
            margin = " " * node.start_mark.column
            yield Edit(place, place, f"{margin}{name}:{new[name]}\n")


def _changed(page: Page, node: Node, key: Node, value: Node, text: str | None) -> Edit:
    """Put another value behind a key, or take the key away."""
    if text is None:
        return _without(page, node, key, value)
    first, last = value.start_mark.line, page.last_line(value)
    start, end = page.start(value), page.end(value)
    if first == last == key.start_mark.line and start < end and "\n" not in text:
        return Edit(start, end, text.removeprefix(" "))
    return Edit(page.start(key), end, f"{key.value}:{text}")


def _without(page: Page, node: Node, key: Node, value: Node) -> Edit:
    line = key.start_mark.line
    if page.line(line)[: key.start_mark.column].strip():  # the dash of a list's item
        others = [page.start(other) for other, _ in children(node).values()]
        following = min((place for place in others if place > page.start(key)), default=None)
        if following is None:
            raise unusual(page, node)
        return Edit(page.start(key), following, "")
    return Edit(page.line_start(line), page.below(value), "")


def text_edits(page: Page, node: SequenceNode, new: Sequence[str]) -> Iterator[Edit]:
    """Make a block list of texts hold those of ``new``: others go, further ones come at its end."""
    old = [item.value for item in items(node)]
    for item in items(node):
        if item.value not in new:
            yield Edit(page.line_start(item.start_mark.line), page.below(item), "")
    column = node.start_mark.column
    lines = [f"{' ' * column}- {scalar(text, column + 2)}\n" for text in new if text not in old]
    yield Edit(page.below(node), page.below(node), "".join(lines))


def insertions(page: Page, node: Node, order: Sequence[Node | str], gap: str) -> Iterator[Edit]:
    """Put new items, given as texts, among the nodes of a block list; ``gap`` parts two items."""
    above: Node | None = None
    top = page.line_start(node.start_mark.line)
    for item in order:
        if isinstance(item, Node):
            above = item
        elif above is not None:
            yield Edit(page.below(above), page.below(above), f"{gap}{item}\n")
        else:
            yield Edit(top, top, f"{item}\n{gap}")


def removal(page: Page, node: Node, rule: str) -> Edit:
    """Take an item off a block list, with a ``rule`` above it and the blank lines that part it."""
    first, last = node.start_mark.line, page.last_line(node)
    if not re.fullmatch(r"\s*-\s+", page.line(first)[: node.start_mark.column]):
        raise unusual(page, node)
    if first and page.line(first - 1).strip() == rule:
        first -= 1
    if first and not page.line(first - 1).strip():
        while first and not page.line(first - 1).strip():
            first -= 1
    else:
        while not page.line(last + 1).strip() and page.line_start(last + 1) < len(page.text):
            last += 1
    return Edit(page.line_start(first), page.line_start(last + 1), "")


def unusual(page: Page, node: Node) -> WriteRefusedError:
    """Refuse a layout in which nothing can be changed without changing more than that."""
    line = node.start_mark.line
    return WriteRefusedError(
        f"第 {line + 1} 行“{page.line(line).strip()[:20]}”的写法改不了，没有改动任何文件",
        "改成一键一行、列表一项一行的写法再试",
    )
