"""Writing values, keys and entries as YAML, the way people would.

How a value is written follows from the declaration of its key (``fields.key``). A text is quoted
only where a YAML tool would not read it back as the same text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from gkplan.domain.fields import Key, Kind, Layout, Style, is_common_address, keys_of

# Patterns are compiled where they are used: a mark without a text uses neither.
_BARE = r"(?:[^\x00-\x20\"'#%&*,:>?@\[\]`{|}\x7f-\xa0\u2028\u2029\ufeff]| (?=[^\s#]))*"
"""Most texts of a plan, which begin as Chinese does: they contain nothing special to YAML."""
_OPENING = tuple("“《（〔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_ESCAPED = (
    r"[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069"
    r"\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What an editor does not show, or what YAML takes for the end of a line."""
_SHORT = {"\n": "\\n", "\t": "\\t"}


def written(entity: Any, column: int = 0) -> dict[str, str]:
    """What follows each key of an entity and its colon, the blank included, in the keys' order.

    Keys whose value is empty or the default are left out, and so are nested mappings. ``column``
    is the one at which the keys begin.
    """
    values = ((name, spec, getattr(entity, name)) for name, spec in own_keys(entity).items())
    return {
        name: after_key(spec, value, column)
        for name, spec, value in values
        if _is_stated(spec, value)
    }


def own_keys(entity: Any) -> dict[str, Key]:
    """Return the keys of an entity except nested mappings; those are written below them."""
    keys = keys_of(type(entity))
    return {name: spec for name, spec in keys.items() if isinstance(spec.kind, Kind)}


def _is_stated(spec: Key, value: Any) -> bool:
    """Whether a key is written at all."""
    return value not in ("", None, ()) and (spec.required or spec.always or value != spec.default)


def after_key(spec: Key, value: Any, column: int) -> str:
    """What follows one key and its colon."""
    below = partial(scalar, indent=column + 2)
    if not spec.many:
        return f" {_text(spec.kind, value, below)}"
    if spec.layout is Layout.LINES:
        margin = "\n" + " " * column + "- "
        return "".join(margin + _text(spec.kind, item, below) for item in value)
    if spec.layout is Layout.SHORT and len(value) == 1:
        return f" {_text(spec.kind, value[0], below)}"
    return f" {_flow_value(spec, value)}"


def flow_mapping(entity: Any) -> str:
    """An entity without nested mappings on one line: ``{name: 甲局, kind: party}``."""
    values = ((name, spec, getattr(entity, name)) for name, spec in keys_of(type(entity)).items())
    stated = ((name, spec, value) for name, spec, value in values if _is_stated(spec, value))
    return f"{{{', '.join(f'{name}: {_flow_value(spec, value)}' for name, spec, value in stated)}}}"


def _flow_value(spec: Key, value: Any) -> str:
    """Return the value of a key, inside brackets or braces."""
    if spec.many:
        return f"[{', '.join(_text(spec.kind, item, inside) for item in value)}]"
    return _text(spec.kind, value, inside)


def _text(kind: Any, value: Any, quoted: Callable[[str], str]) -> str:
    """One value; ``quoted`` puts a text in quotes where it needs them."""
    text: str = kind.written(value)
    if kind.style is Style.TEXT:
        return quoted(text)
    return f'"{text}"' if kind.style is Style.QUOTED else text


def item_lines(entity: Any, indent: int = 0) -> Iterator[str]:
    """An entity as an item of a list, whose dash is at ``indent``.

    Of nested mappings only those that it can do without are written, such as a task's changes.
    """
    first, *rest = _key_lines(entity, indent + 2)
    yield f"{' ' * indent}- {first.lstrip()}"
    yield from rest


def _key_lines(entity: Any, column: int) -> Iterator[str]:
    """Yield the keys of an entity, one per line, those with nested mappings last."""
    margin = " " * column
    for name, text in written(entity, column).items():
        yield f"{margin}{name}:{text}"
    for name, spec in keys_of(type(entity)).items():
        value = getattr(entity, name)
        if isinstance(spec.kind, Kind) or spec.required or not value:
            continue
        yield f"{margin}{name}:"
        if spec.many:
            for item in value:
                yield from item_lines(item, column)
        else:
            yield from _key_lines(value, column + 2)


def render(entries: Sequence[Any], indent: int = 0) -> str:
    """Write entries as the items of a list, as they are appended to a file."""
    return "".join(f"{line}\n" for entry in entries for line in item_lines(entry, indent))


def scalar(text: str, indent: int = 0) -> str:
    """Return a text as it is written after its key; several lines become a block below it."""
    body = text.removesuffix("\n")
    if "\n" in body and _fits_block(body):
        margin = "\n" + " " * indent
        header = "|-" if body == text else "|"
        return header + "".join(margin + line if line else "\n" for line in body.split("\n"))
    return text if is_common_address(text) else _one_line(text, text)


def inside(text: str) -> str:
    """Return a text as it is written inside brackets or braces, on one line."""
    return _one_line(text, [text])


def _fits_block(text: str) -> bool:
    """Whether a block gives the same text back: no blanks at its ends, nothing hidden in it."""
    return text == text.strip() and not re.search(_ESCAPED, text.replace("\n", ""))


def _one_line(text: str, value: str | list[str]) -> str:
    is_chinese = "\u4e00" <= text[:1] <= "\u9fff" or text.startswith(_OPENING)
    if is_chinese and re.fullmatch(_BARE, text):
        return text
    if re.search(_ESCAPED, text):
        return _quoted(text)
    import yaml  # noqa: PLC0415  (20 ms that most texts do not need)

    dumped: str = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, width=float("inf")
    )
    dumped = dumped.rstrip("\n").removesuffix("\n...")
    return dumped if value is text else dumped[1:-1]


def _quoted(text: str) -> str:
    """A text in double quotes, with an escape for every character that nobody would see."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{re.sub(_ESCAPED, _escape, safe)}"'


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    return _SHORT.get(sign) or f"\\u{ord(sign):04x}"
