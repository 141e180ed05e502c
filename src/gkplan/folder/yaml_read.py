"""YAML read as text: a document becomes dicts, lists and strings, and nothing is ever retyped.

It reads what ``plain_yaml`` does not, and is imported only then. The parser's events are used
directly: no node graph, no constructors, no position for every value.
``yaml_positions`` finds positions by a second reading, only when a problem needs one.
"""

from collections.abc import Callable
from sys import intern
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gkplan.domain import rules
from gkplan.folder.plain_yaml import UNREAD, Node
from gkplan.folder.yaml_errors import (
    LINE_ENDS_OF_OTHERS,
    PLAIN_TEXT,
    YamlTextError,
    control_character,
    error_at,
    explained,
    feature_at,
    merge_conflict,
    repeated_key_errors,
)

DEEPEST = 12
"""Levels of nesting that are read; the formats use six."""


def open_parser(text: str) -> Any:
    """Return PyYAML's parser of a text, the C one where there is one; it must be disposed of."""
    return getattr(yaml, "CLoader", yaml.Loader)(text)


_LOOK_AHEAD = 1024
"""Characters that a scanner looks ahead, before the first event, for the end of a possible key."""


def _too_deep(text: str, error: yaml.MarkedYAMLError) -> YamlTextError | None:
    """Return the error of nesting that a parser refused by a limit of its own, before any event.

    Such a refusal has no class of its own, and its words differ between releases. PyYAML's parser
    in Python has no limit; it is asked only where enough brackets precede the error to matter.
    """
    end = error.problem_mark
    before = text[max(end.index - _LOOK_AHEAD, 0) : end.index] if end else ""
    if before.count("[") + before.count("{") <= DEEPEST:
        return None
    reader = _Reader(text, yaml.Loader)
    try:
        reader.document()
    except YamlTextError as deep:
        return deep if deep.rule is rules.TOO_DEEP else None
    except yaml.YAMLError:
        return None
    finally:
        reader.close()
    return None


class _Reader:
    """One reading of a document, event by event; ``errors`` are those that it could read past."""

    def __init__(self, text: str, parser: Callable[[str], Any] = open_parser) -> None:
        self._parser = parser(text)
        self._next = self._parser.get_event
        self.errors: list[YamlTextError] = []

    def document(self) -> Node:
        """Read the one document of the stream."""
        node: Node = None
        self._next()
        event = self._next()
        if event.__class__ is not StreamEndEvent:
            node = self._node(self._next(), 0)
            self._next()
            self._end(self._next())
        return node

    def _end(self, event: yaml.Event) -> None:
        if event.__class__ is DocumentStartEvent:
            self._refuse(event, "一个文件里有几个文档（---）", "只留一个文档")

    def _node(self, event: Any, depth: int, *, is_item: bool = False) -> Node:
        kind = event.__class__
        if kind is ScalarEvent and event.anchor is None and event.tag is None:
            return event.value or None
        if event.anchor is not None:
            self.errors.append(feature_at(event.start_mark, "anchor"))
        if kind is AliasEvent:
            return UNREAD
        if event.tag is not None:
            self._refuse(event, f"用了标签 {event.tag}", PLAIN_TEXT)
        if kind is ScalarEvent:
            return UNREAD if event.tag is not None else event.value or None
        if depth >= DEEPEST:
            raise error_at(rules.TOO_DEEP, event.start_mark, f"嵌套超过 {DEEPEST} 层", "检查缩进")
        if kind is SequenceStartEvent:
            items = []
            while (event := self._next()).__class__ is not SequenceEndEvent:
                items.append(self._node(event, depth + 1, is_item=True))
            return items
        return self._mapping(depth, may_lack_dash=is_item and not event.flow_style)

    def _mapping(self, depth: int, *, may_lack_dash: bool) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        repeated: list[Any] = []
        following = self._next
        while (event := following()).__class__ is not MappingEndEvent:
            if event.__class__ is ScalarEvent and event.anchor is None and event.tag is None:
                key = intern(event.value)
                if key not in mapping:
                    mapping[key] = self._node(following(), depth + 1)
                    continue
                repeated.append(event)
            else:
                self._refuse(event, "键不是普通文字", "键写成“键: 值”的样子")
                reported = len(self.errors)
                self._node(event, depth + 1)
                del self.errors[reported:]
            self._node(following(), depth + 1)
        if repeated:
            self.errors += repeated_key_errors(list(mapping), repeated, may_lack_dash=may_lack_dash)
        return mapping

    def _refuse(self, event: Any, message: str, remedy: str) -> None:
        self.errors.append(error_at(rules.YAML_FEATURE, event.start_mark, message, remedy))

    def close(self) -> None:
        """Free the parser's memory."""
        self._parser.dispose()


def parse_yaml(text: str, errors: list[YamlTextError] | None = None) -> Node:
    """Read one YAML document as text, with PyYAML.

    Raises ``YamlTextError`` at the position of an error. What can be read past (a key written
    twice, a reference) is added to ``errors`` instead, where that is given.
    """
    if any(mark in text for mark in LINE_ENDS_OF_OTHERS):
        raise control_character(text)
    if conflict := "<<<<<<< " in text and merge_conflict(text):
        raise conflict
    reader = None
    try:
        reader = _Reader(text)
        node = reader.document()
    except yaml.MarkedYAMLError as error:
        raise (_too_deep(text, error) or explained(error, text)) from error
    except yaml.reader.ReaderError as error:
        raise control_character(text) from error
    finally:
        if reader:
            reader.close()
    minor = sorted(reader.errors, key=lambda error: (error.line, error.column))
    if errors is not None:
        errors += minor
    elif minor:
        raise minor[0]
    return node
