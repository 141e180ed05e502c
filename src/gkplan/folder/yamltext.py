"""YAML read as text: a document becomes dicts, lists and strings, and nothing is ever retyped.

The parser's events are used directly: no node graph, no constructors, no place for every value.
Places are found by a second reading when a problem needs one, so sound files pay nothing for them.
"""

import re
from functools import cached_property
from sys import intern
from typing import Any, Final, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gkplan import rules
from gkplan.problems import Path, Place
from gkplan.rules import Rule

Node = dict[str, Any] | list[Any] | str | tuple[str] | None
"""A YAML value as text; an empty value is None."""

UNREAD: Final = ("unread",)
"""What stands for a reference: its fault is told, and nothing more is to be said of it."""

DEEPEST = 12
"""Levels of nesting that are read; the formats use six."""

_Loader = getattr(yaml, "CLoader", yaml.Loader)
_LINE_BREAK = re.compile("\r\n|[\n\r]")
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_LINE_ENDS_OF_OTHERS = "\x85\u2028\u2029"


class _Slip(NamedTuple):
    """A parser's complaint, what it means, and whether the construct's beginning is the place."""

    said: str
    meaning: str
    at_start: bool = False


_SLIPS = (
    _Slip(
        "could not find expected ':'", "缺少冒号，或冒号后没有空格（冒号须用半角）", at_start=True
    ),
    _Slip(
        "mapping values are not allowed",
        "这里不能再出现“键: 值”：文字里有冒号加空格的要加引号，也可能是缩进不对",
    ),
    _Slip("did not find expected key", "缩进与上文不一致，或引号、括号没有配对"),
    _Slip("did not find expected '-' indicator", "列表项的缩进与上文不一致"),
    _Slip("expected ',' or ']'", "方括号列表缺少逗号或右括号（逗号须用半角）", at_start=True),
    _Slip("expected ',' or '}'", "花括号映射缺少逗号或右括号（逗号须用半角）", at_start=True),
    _Slip("cannot start any token", "这个字符不能用在开头：制表符换成空格，其他加引号"),
    _Slip("tab character", "缩进用了制表符，请换成空格"),
    _Slip("unexpected end of stream", "引号没有配对，文件就结束了", at_start=True),
    _Slip("unexpected document indicator", "引号没有配对", at_start=True),
    _Slip("block sequence entries are not allowed", "这里不能出现列表项“- ”"),
    _Slip("block mapping entries are not allowed", "这里不能出现“? ”"),
    _Slip("expected node content", "这里缺少内容，或多了括号、逗号"),
    _Slip("escape character", "双引号里的反斜杠是转义：写作 \\\\，或改用单引号"),
    _Slip("hexdecimal number", "双引号里的反斜杠是转义：写作 \\\\，或改用单引号"),
    _Slip("expected comment or line break", "“|”“>”后面只能换行，文字从下一行写起"),
    _Slip("found extra document", "一个文件里只能有一个文档"),
    _Slip("expected <document start>", "内容已经结束，后面又多出了文字"),
)
_FEATURES = {
    "anchor": "用了锚点或引用（&、*）",
    "alias": "用了锚点或引用（&、*）",
    "tag": "用了标签（!）",
}
_PLAIN_TEXT = "把内容直接写出来；以 &、*、! 开头的文字请加引号"


class YamlTextError(Exception):
    """A document that cannot be read: the rule it breaks, at which characters, and the remedy."""

    def __init__(self, rule: Rule, message: str, remedy: str, line: int, column: int) -> None:
        """Keep the place as the parser counts it: line and column from 0."""
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.line = line
        self.column = column


class Spot(NamedTuple):
    """Where a value stands: its first character, its last, and the spots of what is inside it."""

    line: int
    column: int
    end_line: int
    end_column: int
    inside: "dict[str | int, tuple[Spot, Spot]]"


class _Reader:
    """One reading of a document, event by event; ``faults`` are what it could read past."""

    def __init__(self, text: str) -> None:
        self._parser = _Loader(text)
        self._next = self._parser.get_event
        self.faults: list[YamlTextError] = []

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
            self._feature(event, "一个文件里有几个文档（---）", "只留一个文档")

    def _node(self, event: Any, depth: int) -> Node:
        kind = event.__class__
        if kind is ScalarEvent and event.anchor is None and event.tag is None:
            return event.value or None
        if event.anchor is not None:
            self._feature(event, _FEATURES["anchor"], _PLAIN_TEXT)
        if kind is AliasEvent:
            return UNREAD
        if event.tag is not None:
            self._feature(event, f"用了标签 {event.tag}", _PLAIN_TEXT)
        if kind is ScalarEvent:
            return event.value or None
        if depth >= DEEPEST:
            raise _told(rules.TOO_DEEP, event.start_mark, f"嵌套超过 {DEEPEST} 层", "检查缩进")
        if kind is SequenceStartEvent:
            items = []
            while (event := self._next()).__class__ is not SequenceEndEvent:
                items.append(self._node(event, depth + 1))
            return items
        return self._mapping(depth)

    def _mapping(self, depth: int) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        following = self._next
        while (event := following()).__class__ is not MappingEndEvent:
            if event.__class__ is ScalarEvent and event.anchor is None and event.tag is None:
                key = intern(event.value)
                if key not in mapping:
                    mapping[key] = self._node(following(), depth + 1)
                    continue
                fault = _told(
                    rules.DUPLICATE_KEY, event.start_mark, f"键 “{key}” 写了两次", "只留一个"
                )
                self.faults.append(fault)
            else:
                self._feature(event, "键不是普通文字", "键写成“键: 值”的样子")
                told = len(self.faults)
                self._node(event, depth + 1)
                del self.faults[told:]
            self._node(following(), depth + 1)
        return mapping

    def _feature(self, event: Any, message: str, remedy: str) -> None:
        self.faults.append(_told(rules.YAML_FEATURE, event.start_mark, message, remedy))

    def spots(self) -> Spot:
        """Read the document for its places instead of its values."""
        self._next()
        if self._next().__class__ is StreamEndEvent:
            return Spot(0, 0, 0, 0, {})
        return self._spot(self._next())

    def _spot(self, event: Any) -> Spot:
        start = end = event
        inside: dict[str | int, tuple[Spot, Spot]] = {}
        if event.__class__ is SequenceStartEvent:
            while (end := self._next()).__class__ is not SequenceEndEvent:
                item = self._spot(end)
                inside[len(inside)] = (item, item)
        elif event.__class__ is MappingStartEvent:
            while (end := self._next()).__class__ is not MappingEndEvent:
                name = end.value if end.__class__ is ScalarEvent else len(inside)
                inside.setdefault(name, (self._spot(end), self._spot(self._next())))
        first, last = start.start_mark, end.end_mark
        return Spot(first.line, first.column, last.line, last.column, inside)

    def close(self) -> None:
        """Free what the parser holds."""
        self._parser.dispose()


def parse(text: str, faults: list[YamlTextError] | None = None) -> Node:
    """Read one YAML document as text.

    Raises ``YamlTextError`` with the place of what is wrong. What can be read past (a key written
    twice, a reference) is added to ``faults`` instead, where that is given.
    """
    if any(mark in text for mark in _LINE_ENDS_OF_OTHERS):
        raise _control_character(text, f"[{_LINE_ENDS_OF_OTHERS}]")
    reader = None
    try:
        reader = _Reader(text)
        node = reader.document()
    except yaml.MarkedYAMLError as error:
        raise _explained(error) from error
    except yaml.reader.ReaderError as error:
        raise _control_character(text, _UNPRINTABLE) from error
    finally:
        if reader:
            reader.close()
    if faults is not None:
        faults += reader.faults
    elif reader.faults:
        raise reader.faults[0]
    return node


def _control_character(text: str, pattern: str) -> YamlTextError:
    found = re.search(pattern, text)
    at, code = (found.start(), ord(found.group())) if found else (0, 0)
    message = f"文字中有不可见的控制字符 U+{code:04X}"
    return YamlTextError(rules.CONTROL_CHARACTER, message, "删去这个字符", *position(text, at))


def _explained(error: yaml.MarkedYAMLError) -> YamlTextError:
    """Say a parser's complaint in Chinese, at the place that a person would mend."""
    said, start, end = error.problem or "", error.context_mark, error.problem_mark
    slip = next((slip for slip in _SLIPS if slip.said in said), None)
    mark = (start or end) if slip and slip.at_start else (end or start)
    for word, message in _FEATURES.items():
        if f" {word}" in str(error.context):
            return _told(rules.YAML_FEATURE, start or end, message, _PLAIN_TEXT)
    if slip:
        message = f"YAML 语法错误：{slip.meaning}"
        return _told(rules.YAML_SYNTAX, mark, message, "改正后再运行 gkplan check")
    message = "YAML 语法错误：这里读不下去"
    return _told(rules.YAML_SYNTAX, mark, message, "检查这一行和上一行的缩进、引号与冒号")


def _told(rule: Rule, mark: Any, message: str, remedy: str) -> YamlTextError:
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return YamlTextError(rule, message, remedy, line, column)


def position(text: str, index: int) -> tuple[int, int]:
    """Turn a character's index into a line and column from 0."""
    before = _LINE_BREAK.split(text[:index])
    return len(before) - 1, len(before[-1])


class Places:
    """Finds where the values of a document stand; the document must have been read already."""

    def __init__(self, file: str, text: str) -> None:
        """Name the file as people should see it."""
        self._file = file
        self._text = text

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_BREAK.split(self._text)

    def at(self, line: int, column: int, width: int = 1) -> Place:
        """Give the place at a line and column that count from 0; past the end, the end."""
        if line >= len(self._lines):
            line, column = len(self._lines) - 1, len(self._lines[-1])
        excerpt = self._lines[line]
        return Place(self._file, line + 1, column + 1, max(width, 1), excerpt)

    def find(self, path: Path, *, on_key: bool = False) -> Place:
        """Give the place of the value at ``path``, or its key, or its nearest parent if absent."""
        key = spot = self._root
        for step in path:
            if step not in spot.inside:
                return self._place(spot)
            key, spot = spot.inside[step]
        return self._place(key if on_key or _is_empty(spot) else spot)

    def column(self) -> int:
        """The column, from 0, at which the document's top value begins."""
        return self._root.column

    def _place(self, spot: Spot) -> Place:
        if spot.end_line != spot.line and spot.inside:
            spot = next(iter(spot.inside.values()))[0]
        width = spot.end_column - spot.column if spot.end_line == spot.line else 1
        return self.at(spot.line, spot.column, width)

    @cached_property
    def _root(self) -> Spot:
        reader = _Reader(self._text)
        try:
            return reader.spots()
        finally:
            reader.close()


def _is_empty(spot: Spot) -> bool:
    return (spot.line, spot.column) == (spot.end_line, spot.end_column)
