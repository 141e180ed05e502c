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


class YamlDocument:
    """A YAML text, already read without problems, with the positions of its nodes."""

    def __init__(self, text: str) -> None:
        """Find the nodes; an empty text has none."""
        self.text = text
        self.root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._lines = [0, *(line_break.end() for line_break in re.finditer(LINE_BREAK, text))]

    def at(self, line: int, column: int) -> int:
        """Return the position of a line's column in the text, all from 0; past the end, the end."""
        return min(self.line_start(line) + column, len(self.text))

    def start(self, node: Node) -> int:
        """Return the position of a node's first character."""
        return self.at(node.start_mark.line, node.start_mark.column)

    def end(self, node: Node) -> int:
        """Return the position after a node's last character, before what follows it on its line."""
        if is_block(node):
            last = self.last_line(node)
            return self.at(last, len(self.line(last)))
        return self.at(node.end_mark.line, node.end_mark.column)

    def last_line(self, node: Node) -> int:
        """Return the last line that has a part of a node."""
        if isinstance(node, ScalarNode):
            return self._last_line_of_text(node)
        if not is_block(node) or not node.value:
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
        """Return the position of a line's first character; past the end, the end."""
        return self._lines[number] if number < len(self._lines) else len(self.text)

    def below(self, node: Node) -> int:
        """Return the position of the first character of the line below a node."""
        return self.line_start(self.last_line(node) + 1)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text with edits made, in its own kind of line ends.

        Insertions at one position stay in the order given, before what is removed there; those
        inside a removed part come after it.
        """
        newline = "\r\n" if "\r\n" in self.text else "\n"
        parts, done = [], 0
        for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
            if start < done and start < end and text:
                raise WriteRefusedError("两处改动叠在一起，没有改动任何文件", "请报给维护者")
            position = max(start, done)
            parts.append(self.text[done:position])
            if text and position == len(self.text) and not self._is_ended(parts[-2:]):
                parts.append(newline)
            parts.append(text.replace("\n", newline))
            done = max(end, position)
        return "".join([*parts, self.text[done:]])

    @staticmethod
    def _is_ended(parts: list[str]) -> bool:
        return "".join(parts).endswith(("\n", "\r"))


def is_block(node: Node) -> bool:
    """Whether a node takes complete lines: a list or mapping without brackets, a block of text."""
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
    document: YamlDocument,
    node: Node,
    order: Sequence[str],
    old: Mapping[str, str],
    new: Mapping[str, str],
) -> Iterator[Edit]:
    """Yield the edits that set the keys of a block mapping to ``new`` where ``old`` differs.

    Both are the texts after a key and its colon; a new key goes below those before it in
    ``order``.
    """
    nodes = children(node)
    position = document.start(node)
    for name in order:
        if name in nodes:
            key, value = nodes[name]
            if old.get(name) != new.get(name):
                yield _changed(document, node, key, value, new.get(name))
            position = document.below(value)
        elif name in new and old.get(name) != new[name]:
            margin = " " * node.start_mark.column
            yield Edit(position, position, f"{margin}{name}:{new[name]}\n")


def _changed(document: YamlDocument, node: Node, key: Node, value: Node, text: str | None) -> Edit:
    """Set another value of a key, or remove the key."""
    if text is None:
        return _without(document, node, key, value)
    first, last = value.start_mark.line, document.last_line(value)
    start, end = document.start(value), document.end(value)
    if first == last == key.start_mark.line and start < end and "\n" not in text:
        return Edit(start, end, text.removeprefix(" "))
    return Edit(document.start(key), end, f"{key.value}:{text}")


def _without(document: YamlDocument, node: Node, key: Node, value: Node) -> Edit:
    line = key.start_mark.line
    if document.line(line)[: key.start_mark.column].strip():  # the dash of a list's item
        others = [document.start(other) for other, _ in children(node).values()]
        following = min(
            (position for position in others if position > document.start(key)), default=None
        )
        if following is None:
            raise unusual(document, node)
        return Edit(document.start(key), following, "")
    return Edit(document.line_start(line), document.below(value), "")


def text_edits(document: YamlDocument, node: SequenceNode, new: Sequence[str]) -> Iterator[Edit]:
    """Yield the edits that make a block list of texts that of ``new``; new ones are appended."""
    old = [item.value for item in items(node)]
    for item in items(node):
        if item.value not in new:
            yield Edit(document.line_start(item.start_mark.line), document.below(item), "")
    column = node.start_mark.column
    lines = [f"{' ' * column}- {scalar(text, column + 2)}\n" for text in new if text not in old]
    yield Edit(document.below(node), document.below(node), "".join(lines))


def insertions(
    document: YamlDocument, node: Node, order: Sequence[Node | str], gap: str
) -> Iterator[Edit]:
    """Put new items, given as texts, among the nodes of a block list, with ``gap`` between them."""
    above: Node | None = None
    top = document.line_start(node.start_mark.line)
    for item in order:
        if isinstance(item, Node):
            above = item
        elif above is not None:
            yield Edit(document.below(above), document.below(above), f"{gap}{item}\n")
        else:
            yield Edit(top, top, f"{item}\n{gap}")


def removal(document: YamlDocument, node: Node, rule: str) -> Edit:
    """Remove an item of a block list, with a ``rule`` above it and its blank lines."""
    first, last = node.start_mark.line, document.last_line(node)
    if not re.fullmatch(r"\s*-\s+", document.line(first)[: node.start_mark.column]):
        raise unusual(document, node)
    if first and document.line(first - 1).strip() == rule:
        first -= 1
    if first and not document.line(first - 1).strip():
        while first and not document.line(first - 1).strip():
            first -= 1
    else:
        while not document.line(last + 1).strip() and document.line_start(last + 1) < len(
            document.text
        ):
            last += 1
    return Edit(document.line_start(first), document.line_start(last + 1), "")


def unusual(document: YamlDocument, node: Node) -> WriteRefusedError:
    """Refuse a layout in which nothing can be changed without changing more than that."""
    line = node.start_mark.line
    return WriteRefusedError(
        f"第 {line + 1} 行“{document.line(line).strip()[:20]}”的写法改不了，没有改动任何文件",
        "改成一键一行、列表一项一行的写法再试",
    )
