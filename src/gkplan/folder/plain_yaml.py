"""The YAML that gkplan itself writes, read line by line: many times faster than a YAML parser.

A journal is a list of flat mappings, one key per line. Anything else, even a comment or an escape,
is left to ``yaml_read``, which also reports errors with their positions: both give the same tree.
"""

from functools import lru_cache
from typing import Any, NamedTuple

_SPECIAL = "-?:,[]{}#&*!|>'\"%@` "
"""What a plain value does not begin with."""
_LONGEST_KEY = 100
"""Characters of a key; YAML itself does not take one of more than 1,024."""


class _Line(NamedTuple):
    """The parts of one line: margin and key (both empty for an item of a list), and value."""

    margin: str
    key: str
    value: str | None


def read_plain(text: str) -> list[dict[str, Any]] | None:
    """Read a list of flat mappings; None if anything in it is written in another way."""
    if not text.startswith("- ") or not text.replace("\n", "").isprintable():
        return None
    entries: list[dict[str, Any]] = []
    entry: dict[str, Any] = {}
    opened = ""
    for line in text.removesuffix("\n").split("\n"):
        parts = _line(line)
        if parts is None:
            return None
        margin, key, value = parts
        if key:
            if margin == "- ":
                entry = {}
                entries.append(entry)
            if key in entry:
                return None
            entry[key] = value or None
            opened = key if value is None else ""
        elif opened:
            entry[opened] = [*(entry[opened] or ()), value]
        else:
            return None
    return entries


@lru_cache(4096)
def _line(line: str) -> _Line | None:
    """Take a line apart; lines such as ``status: done`` come again and again."""
    if line.startswith("  - "):
        value = _value(line[4:])
        return _Line("", "", value) if value else None
    margin, (key, colon, rest) = line[:2], line[2:].partition(":")
    if margin not in ("- ", "  ") or not colon or len(key) > _LONGEST_KEY:
        return None
    if not (key.isascii() and key.isidentifier()):
        return None
    if not rest:
        return _Line(margin, key, None)
    value = _value(rest[1:]) if rest[0] == " " else None
    return None if value is None else _Line(margin, key, value)


def _value(text: str) -> str | None:
    """The value that a line ends with; None if it is not plain, nor plainly quoted."""
    if not text:
        return None
    if text[0] not in _SPECIAL and text[-1] not in " :" and ": " not in text and " #" not in text:
        return text
    inside = text[1:-1]
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return inside if quoted and '"' not in inside and "\\" not in inside else None
