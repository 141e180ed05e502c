"""Changing a stretch of a YAML text and nothing else: where its nodes stand, and edits in place."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from gkplan.domain.errors import WriteRefusedError
from gkplan.folder.yaml_errors import LINE_BREAK


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
