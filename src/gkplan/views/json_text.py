"""JSON as text, with the bytes of ``json.dumps(…, ensure_ascii=False, indent=2)``.

Before Python 3.14 the library indents in Python, token by token: ten times as slow as here, where
the text around the values of an object is made once for all objects with the same keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from gkplan.views.table import visible

_STEP = "  "
_STREAMED = 4
"""Levels whose elements are written one by one: a task is one piece of a report."""
_MOST = 10_000
"""Texts, and kinds of objects, that are remembered."""


def json_pieces(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield a JSON document piece by piece; in it the numbers of hidden characters are escapes."""
    yield from _Encoder().pieces(data, "\n", _STREAMED)
    yield "\n"


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

    def pieces(self, value: Any, line: str, levels: int) -> Iterator[str]:
        """Yield a value, the elements of its outer levels one by one."""
        if not (levels and value and isinstance(value, dict | list | tuple)):
            yield self._encoded(value, line)
            return
        inner = line + _STEP
        is_object = isinstance(value, dict)
        before = "{" if is_object else "["
        for element in value:
            yield f"{before}{inner}{f'{self._texts[element]}: ' if is_object else ''}"
            yield from self.pieces(value[element] if is_object else element, inner, levels - 1)
            before = ","
        yield f"{line}{'}' if is_object else ']'}"

    def _encoded(self, value: Any, line: str) -> str:
        if isinstance(value, str):
            return self._texts[value]
        if value is None or value is True or value is False:
            return _CONSTANTS[value]
        if isinstance(value, dict):
            return self._object(value, line)
        if isinstance(value, list | tuple):
            return self._array(value, line)
        if isinstance(value, int):
            return int.__repr__(value)
        return float.__repr__(value)

    def _array(self, values: Sequence[Any], line: str) -> str:
        if not values:
            return "[]"
        inner = line + _STEP
        elements = [self._encoded(value, inner) for value in values]
        return f"[{inner}{f',{inner}'.join(elements)}{line}]"

    def _object(self, values: Mapping[str, Any], line: str) -> str:
        if not values:
            return "{}"
        kind = line, tuple(values)
        form = self._objects.get(kind)
        if form is None:
            form = self._form(*kind)
            if len(self._objects) < _MOST:
                self._objects[kind] = form
        inner, texts = line + _STEP, self._texts
        return form % tuple(
            [
                texts[value] if type(value) is str else self._encoded(value, inner)
                for value in values.values()
            ]
        )

    def _form(self, line: str, keys: tuple[str, ...]) -> str:
        """Return the text of objects with some keys, to be formatted with their values."""
        named = (f"{self._texts[key]}: ".replace("%", "%%") + "%s" for key in keys)
        inner = line + _STEP
        return f"{{{inner}{f',{inner}'.join(named)}{line}}}"


_CONSTANTS = {None: "null", True: "true", False: "false"}
