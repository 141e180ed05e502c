"""The positions of the values of a YAML document, found by reading it again on demand."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gkplan.domain.rules import Position, YamlPath
from gkplan.folder.yaml_errors import LINE_BREAK
from gkplan.folder.yaml_read import open_parser

_COMMENT = re.compile(r"[ \t]+(#.*)")
_TEXT_LIKE_COMMENT = re.compile(r"[ \t]+(#[^\s#].*)")
"""A comment in the position of a value that more likely is the value: ``note: #3号楼``."""


class Extent(NamedTuple):
    """The extent of a value: its first character, its last, and the extents of what is inside."""

    line: int
    column: int
    end_line: int
    end_column: int
    inside: "dict[str | int, tuple[Extent, Extent]]"


class Positions:
    """Finds the positions of values; the document must have been read without errors before."""

    def __init__(self, file: str, text: str) -> None:
        """Keep the file's name for people, and its text."""
        self._file = file
        self._text = text

    @cached_property
    def _lines(self) -> list[str]:
        return re.split(LINE_BREAK, self._text)

    def at(self, line: int, column: int, width: int = 1) -> Position:
        """Return the position at a line and column that count from 0; past the end, the end."""
        if line >= len(self._lines):
            line, column = len(self._lines) - 1, len(self._lines[-1])
        excerpt = self._lines[line]
        return Position(self._file, line + 1, column + 1, max(width, 1), excerpt)

    def find(self, path: YamlPath, *, on_key: bool = False) -> Position:
        """Return the position of the value at ``path``, its key, or the nearest parent there is."""
        key = extent = self._root
        for step in path:
            if step not in extent.inside:
                return self._position(extent)
            key, extent = extent.inside[step]
        return self._position(key if on_key or _is_empty(extent) else extent)

    def comment_after(self, path: YamlPath) -> Position | None:
        """Return the comment that ends the unquoted scalar at ``path``, if there is one."""
        extent = self._root
        for step in path:
            _, extent = extent.inside[step]
        if self._lines[extent.line][extent.column : extent.column + 1] in ("'", '"', "|", ">"):
            return None
        pattern = _TEXT_LIKE_COMMENT if _is_empty(extent) else _COMMENT
        match = pattern.match(self._lines[extent.end_line], extent.end_column)
        return self.at(extent.end_line, match.start(1), len(match[1])) if match else None

    def column(self) -> int:
        """The column, from 0, at which the document's top value begins."""
        return self._root.column

    def _position(self, extent: Extent) -> Position:
        if extent.end_line != extent.line and extent.inside:
            extent = next(iter(extent.inside.values()))[0]
        width = extent.end_column - extent.column if extent.end_line == extent.line else 1
        return self.at(extent.line, extent.column, width)

    @cached_property
    def _root(self) -> Extent:
        parser = open_parser(self._text)
        try:
            parser.get_event()
            if parser.get_event().__class__ is StreamEndEvent:
                return Extent(0, 0, 0, 0, {})
            return _extent(parser.get_event, parser.get_event())
        finally:
            parser.dispose()


def _extent(following: Callable[[], Any], event: Any) -> Extent:
    """Return the extent of the node that begins with ``event``."""
    start = end = event
    inside: dict[str | int, tuple[Extent, Extent]] = {}
    if event.__class__ is SequenceStartEvent:
        while (end := following()).__class__ is not SequenceEndEvent:
            item = _extent(following, end)
            inside[len(inside)] = (item, item)
    elif event.__class__ is MappingStartEvent:
        while (end := following()).__class__ is not MappingEndEvent:
            name = end.value if end.__class__ is ScalarEvent else len(inside)
            inside.setdefault(name, (_extent(following, end), _extent(following, following())))
    first, last = start.start_mark, end.end_mark
    return Extent(first.line, first.column, last.line, last.column, inside)


def _is_empty(extent: Extent) -> bool:
    return (extent.line, extent.column) == (extent.end_line, extent.end_column)
