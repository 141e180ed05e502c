"""Where the values of a YAML document stand, found by reading it once more when that is asked."""

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

from gkplan.domain.problems import Path, Position
from gkplan.folder.yaml_errors import LINE_BREAK
from gkplan.folder.yaml_read import open_parser

_COMMENT = re.compile(r"[ \t]+(#.*)")
_TEXT_LIKE_COMMENT = re.compile(r"[ \t]+(#[^\s#].*)")
"""A comment in the position of a value that more likely is the value: ``note: #3号楼``."""


class Spot(NamedTuple):
    """Where a value stands: its first character, its last, and the spots of what is inside it."""

    line: int
    column: int
    end_line: int
    end_column: int
    inside: "dict[str | int, tuple[Spot, Spot]]"


class Positions:
    """Finds where the values of a document stand; the document must have been read already."""

    def __init__(self, file: str, text: str) -> None:
        """Name the file as people should see it."""
        self._file = file
        self._text = text

    @cached_property
    def _lines(self) -> list[str]:
        return re.split(LINE_BREAK, self._text)

    def at(self, line: int, column: int, width: int = 1) -> Position:
        """Give the position at a line and column that count from 0; past the end, the end."""
        if line >= len(self._lines):
            line, column = len(self._lines) - 1, len(self._lines[-1])
        excerpt = self._lines[line]
        return Position(self._file, line + 1, column + 1, max(width, 1), excerpt)

    def find(self, path: Path, *, on_key: bool = False) -> Position:
        """Give the position of the value at ``path``, its key, or its nearest parent if absent."""
        key = spot = self._root
        for step in path:
            if step not in spot.inside:
                return self._position(spot)
            key, spot = spot.inside[step]
        return self._position(key if on_key or _is_empty(spot) else spot)

    @cached_property
    def may_have_comments_after_values(self) -> bool:
        """Whether a ``#`` follows a blank anywhere: a quick test that most journals fail."""
        return " #" in self._text or "\t#" in self._text

    def comment_after(self, path: Path) -> Position | None:
        """Return the comment that ends the unquoted scalar at ``path``, if there is one."""
        spot = self._root
        for step in path:
            _, spot = spot.inside[step]
        if self._lines[spot.line][spot.column : spot.column + 1] in ("'", '"', "|", ">"):
            return None
        pattern = _TEXT_LIKE_COMMENT if _is_empty(spot) else _COMMENT
        found = pattern.match(self._lines[spot.end_line], spot.end_column)
        return self.at(spot.end_line, found.start(1), len(found[1])) if found else None

    def column(self) -> int:
        """The column, from 0, at which the document's top value begins."""
        return self._root.column

    def _position(self, spot: Spot) -> Position:
        if spot.end_line != spot.line and spot.inside:
            spot = next(iter(spot.inside.values()))[0]
        width = spot.end_column - spot.column if spot.end_line == spot.line else 1
        return self.at(spot.line, spot.column, width)

    @cached_property
    def _root(self) -> Spot:
        parser = open_parser(self._text)
        try:
            parser.get_event()
            if parser.get_event().__class__ is StreamEndEvent:
                return Spot(0, 0, 0, 0, {})
            return _spot(parser.get_event, parser.get_event())
        finally:
            parser.dispose()


def _spot(following: Callable[[], Any], event: Any) -> Spot:
    """Read the node that begins with ``event`` for its places instead of its values."""
    start = end = event
    inside: dict[str | int, tuple[Spot, Spot]] = {}
    if event.__class__ is SequenceStartEvent:
        while (end := following()).__class__ is not SequenceEndEvent:
            item = _spot(following, end)
            inside[len(inside)] = (item, item)
    elif event.__class__ is MappingStartEvent:
        while (end := following()).__class__ is not MappingEndEvent:
            name = end.value if end.__class__ is ScalarEvent else len(inside)
            inside.setdefault(name, (_spot(following, end), _spot(following, following())))
    first, last = start.start_mark, end.end_mark
    return Spot(first.line, first.column, last.line, last.column, inside)


def _is_empty(spot: Spot) -> bool:
    return (spot.line, spot.column) == (spot.end_line, spot.end_column)
