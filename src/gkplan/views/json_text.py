"""JSON as text, with the bytes of ``json.dumps(…, ensure_ascii=False, indent=2)``.

Before Python 3.14 the library indents in Python, token by token: ten times as slow as here, where
the text around the values of an object is made once for all objects with the same keys.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from gkplan.views.table import visible

_STEP = "  "
_STREAMED = 3
"""Levels below the document whose elements are written one by one: a task is one piece."""
_LONG = 40
"""Elements of a list in an object that is written in several pieces."""
_MOST = 10_000
"""Texts, and kinds of objects, that are remembered."""


def json_pieces(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield a JSON document piece by piece; in it the numbers of hidden characters are escapes."""
    yield from _Encoder().pieces(data, "\n", _STREAMED) if data else "{}"
    yield "\n"


class Variant(dict[str, Any]):
    """An object with the values of ``common`` but for those of ``own``, in the order of ``common``.

    Of many variants in a document, what they have in common is encoded once.
    """

    def __init__(self, common: dict[str, Any], own: dict[str, Any]) -> None:
        """Take both; neither changes afterwards."""
        super().__init__(common | own)
        self.common = common
        self.own = own


class _Texts(dict[str, str]):
    """Texts as JSON; those of units, statuses and tasks occur in a document many times."""

    def __missing__(self, text: str) -> str:
        """Encode a text."""
        encoded = visible(encode_basestring(text))
        if len(self) < _MOST:
            self[text] = encoded
        return encoded


class _Encoder:
    """Encodes one document; ``line`` is a line end with the indentation of the container."""

    def __init__(self) -> None:
        self._texts = _Texts()
        self._objects: dict[tuple[str, tuple[str, ...]], str] = {}
        self._variants: dict[tuple[int, str, tuple[str, ...]], str] = {}

    def pieces(self, value: Any, line: str, levels: int) -> Iterator[str]:
        """Yield a container that is not empty, what is long in its outer levels in parts."""
        inner = line + _STEP
        is_object = isinstance(value, dict)
        before = "{" if is_object else "["
        for element in value:
            key = f"{before}{inner}{f'{self._texts[element]}: ' if is_object else ''}"
            part = value[element] if is_object else element
            if levels and _is_long(part):
                yield key
                yield from self.pieces(part, inner, levels - 1)
            else:
                yield f"{key}{self._encoded(part, inner)}"
            before = ","
        yield f"{line}{'}' if is_object else ']'}"

    def _encoded(self, value: Any, line: str) -> str:
        if value is None or value is True or value is False:
            return _CONSTANTS[value]
        if isinstance(value, str):
            return self._texts[value]
        if isinstance(value, dict):
            return self._object(value, line)
        if isinstance(value, list | tuple):
            return self._array(value, line)
        return int.__repr__(value) if isinstance(value, int) else float.__repr__(value)

    def _array(self, values: Sequence[Any], line: str) -> str:
        if not values:
            return "[]"
        inner = line + _STEP
        return f"[{inner}{f',{inner}'.join(self._parts(values, inner))}{line}]"

    def _object(self, values: Mapping[str, Any], line: str) -> str:
        if not values:
            return "{}"
        if isinstance(values, Variant):
            return self._variant(values, line)
        kind = line, tuple(values)
        form = self._objects.get(kind)
        if form is None:
            form = self._form(*kind)
            if len(self._objects) < _MOST:
                self._objects[kind] = form
        return form % tuple(self._parts(values.values(), line + _STEP))

    def _variant(self, values: Variant, line: str) -> str:
        inner = line + _STEP
        kind = id(values.common), line, tuple(values.own)
        form = self._variants.get(kind)
        if form is None:
            parts = zip(values.common, self._parts(values.common.values(), inner), strict=True)
            named = (
                f"{self._texts[key]}: {'' if key in values.own else part}".replace("%", "%%")
                + ("%s" if key in values.own else "")
                for key, part in parts
            )
            form = self._variants[kind] = f"{{{inner}{f',{inner}'.join(named)}{line}}}"
        return form % tuple(self._parts(values.own.values(), inner))

    def _parts(self, values: Iterable[Any], line: str) -> list[str]:
        """Encode the values of a container; nearly all are texts and constants."""
        texts = self._texts
        return [
            texts[value]
            if type(value) is str
            else "null"
            if value is None
            else self._encoded(value, line)
            for value in values
        ]

    def _form(self, line: str, keys: tuple[str, ...]) -> str:
        """Return the text of objects with some keys, to be formatted with their values."""
        named = (f"{self._texts[key]}: ".replace("%", "%%") + "%s" for key in keys)
        inner = line + _STEP
        return f"{{{inner}{f',{inner}'.join(named)}{line}}}"


def _is_long(value: Any) -> bool:
    """Whether a value is a list that is not empty, or an object with a long one."""
    if isinstance(value, dict):
        return any(type(part) is list and len(part) > _LONG for part in value.values())
    return isinstance(value, list) and bool(value)


_CONSTANTS = {None: "null", True: "true", False: "false"}
