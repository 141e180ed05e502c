"""The YAML that gkplan itself writes, read line by line: many times faster than a YAML parser.

That is a list or a mapping in blocks, one key or item per line, whose values are plain, in quotes
without escapes, or in brackets on one line; comments are skipped. Anything else is left to
``yaml_read``, which also reports errors with their positions: both give the same tree.

``entries`` and ``read_line`` read lists of entries, which journals are, without making a tree.
"""

from collections.abc import Iterator
from functools import lru_cache
from sys import intern
from typing import Any, Final

Node = dict[str, Any] | list[Any] | str | tuple[str] | None
"""A YAML value as text; an empty value is None."""

UNREAD: Final = ("unread",)
"""The value of a reference or of a tagged node, which are reported as errors."""

_REFUSED: Final = ("refused",)
"""In place of a value that is written in another way."""
_SPECIAL = "-?:,[]{}#&*!|>'\"%@` "
"""What a plain value does not begin with."""
_QUOTES = ("'", '"')
_NOT_IN_BRACKETS = frozenset(",[]{}:?#'\"")
"""What a plain value in brackets does not contain here; YAML allows some of it."""
_LONGEST_KEY = 100
"""Characters of a key; YAML itself does not take one of more than 1,024."""
_DEEPEST = 8
"""Levels of nesting that are read."""


_Line = tuple[int, str, Any, bool]
"""A line: its column (of what follows the dash of an item), its key if any, its value, and whether
it is an item; a comment has the column -1."""


_Block = tuple[int, dict[str, Any], list[Any] | None]
"""A mapping: the column of its keys, their values, and the list that it is an item of, if any."""


def read_plain(text: str) -> Node:
    """Read a document; None if it is empty, or anything in it is written in another way.

    Parts that are written alike may be the same object.
    """
    document: dict[str, Any] = {"": None}
    blocks: list[_Block] = [(-1, document, None)]
    at, mapping, _ = blocks[0]
    opened: str | None = ""  # the key of the line before, if its value may follow below
    texts: list[str] = []
    texts_at = -1
    for line in text.split("\n"):
        column, key, value, is_item = _line(line)
        if key:
            if column != at or is_item or opened is not None:
                block = _block(blocks, column, is_item, opened)
                if block is None:
                    return None
                at, mapping, _ = block
            if value is _REFUSED or key in mapping:
                return None
            mapping[key] = value
            opened, texts_at = key if value is None else None, -1
        elif column >= 0:
            if opened is not None and column - 2 >= at:
                mapping[opened], opened, texts_at = (texts := []), None, column
            if value is _REFUSED or column != texts_at:
                return None
            texts.append(value)
    node: Node = document[""]
    return node


_BELOW: Final = "\0- "
"""In place of the end of a line before an item of the list that its key has."""
_FIRST_BELOW: Final = ":" + _BELOW
"""What follows the key of such a list."""


def entries(text: str) -> Iterator[list[str]] | None:
    """Return the lines of each item of a list of mappings whose values are texts or lists of texts.

    ``read_line`` reads them, and refuses what belongs to any other document; a list is one line
    with its key. Most lines of journals are alike, and so need to be read only once. None for a
    text that does not begin as such a list.
    """
    if "\0" in text or not text.startswith("- "):
        return None
    items = text[2:].removesuffix("\n").replace("\n  - ", _BELOW).split("\n- ")
    return (item.split("\n  ") for item in items)


def read_line(line: str) -> tuple[str, Any]:
    """Return the key and the value of a line of ``entries``; raises ``ValueError`` for another."""
    key, colon, text = line.partition(": ")
    if colon:
        return intern(key), _read_value(text)
    key, _, items = line.partition(_FIRST_BELOW)
    return intern(key), [_read_value(item) for item in items.split(_BELOW)]


def _read_value(text: str) -> Any:
    """Return a value that is not empty; raises ``ValueError`` for one written in another way."""
    if text and text[-1] != " " and _is_printable(text):
        value = _value(text)
        if value is not None and value is not _REFUSED:
            return value
    raise ValueError(text)


def _is_printable(text: str) -> bool:
    """Whether all characters of a text are visible, blanks, or full-width blanks."""
    return text.isprintable() or text.replace("\u3000", "").isprintable()


def _block(
    blocks: list[_Block],
    column: int,
    is_item: bool,  # noqa: FBT001  (a part of the line)
    opened: str | None,
) -> _Block | None:
    """Return the mapping that a key at a column belongs to, a new one for an item.

    ``blocks`` are those that the line may go on, the innermost last; a new one may be the value of
    the key that the line before has ``opened``. None if there is none.
    """
    outer, mapping, items = blocks[-1]
    if opened is not None and column > outer + is_item:
        if len(blocks) > _DEEPEST:
            return None
        child: dict[str, Any] = {}
        mapping[opened] = [child] if is_item else child
        blocks.append((column, child, mapping[opened] if is_item else None))
        return blocks[-1]
    while outer > column or (outer == column and is_item and items is None):
        blocks.pop()
        outer, mapping, items = blocks[-1]
    if outer != column:
        return None
    if is_item and items is not None:
        items.append(mapping := {})
        blocks[-1] = (column, mapping, items)
    return blocks[-1]


@lru_cache(4096)
def _line(line: str) -> _Line:
    """Take a line apart; lines such as ``status: done`` come again and again."""
    text = line.lstrip(" ")
    column = len(line) - len(text)
    if not _is_printable(text):
        return column, "", _REFUSED, False
    text = text.rstrip(" ")
    if not text or text[0] == "#":
        return -1, "", None, False
    is_item = text.startswith("- ")
    if is_item:
        text, column = text[2:], column + 2
    key, colon, rest = text.partition(":")
    if colon and (not rest or rest[0] == " ") and (name := _key(key)):
        return column, name, _value(rest[1:]) if rest else None, is_item
    return column, "", (_value(text) if is_item else None) or _REFUSED, is_item


@lru_cache(1024)
def _key(text: str) -> str:
    """Return a text that is a key; nothing for another, or one that is longer than keys are."""
    is_key = text.isascii() and text.isidentifier() and len(text) <= _LONGEST_KEY
    return intern(text) if is_key else ""


def _value(text: str) -> Any:
    """Return the value that a line ends with, as the YAML parser would."""
    first = text[0]
    if first not in _SPECIAL:
        if "#" in text:
            text = text.partition(" #")[0].rstrip(" ")
        return _REFUSED if ": " in text or text[-1] == ":" else text
    if first in _QUOTES and first == text[-1] and len(text) > 2:  # noqa: PLR2004
        inside = text[1:-1]
        return _REFUSED if first in inside or "\\" in inside else inside
    if first == "#":
        return None
    text = text.partition(" #")[0].rstrip(" ")
    if first == "[" and text[-1] == "]":
        return _bracketed(text[1:-1])
    return _braced(text[1:-1]) if first == "{" and text[-1] == "}" else _REFUSED


def _bracketed(text: str) -> Any:
    """Return the list of the values between brackets."""
    items = text.split(", ") if text else []
    return items if all(map(_is_plain_item, items)) else _REFUSED


def _is_plain_item(text: str) -> bool:
    return text[:1] not in _SPECIAL and text[-1] != " " and _NOT_IN_BRACKETS.isdisjoint(text)


def _braced(text: str) -> Any:
    """Return the mapping of the keys and values between braces."""
    mapping: dict[str, Any] = {}
    while text:
        key, colon, text = text.partition(": ")
        if text.startswith("["):
            inside, bracket, text = text[1:].partition("]")
            value = _bracketed(inside) if bracket and text[:2] in ("", ", ") else _REFUSED
            text = text[2:]
        else:
            value, _, text = text.partition(", ")
            value = value if _is_plain_item(value) else _REFUSED
        if not colon or not _key(key) or key in mapping or value is _REFUSED:
            return _REFUSED
        mapping[_key(key)] = value
    return mapping
