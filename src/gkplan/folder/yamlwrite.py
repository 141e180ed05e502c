"""Writing entries as YAML, the way people would: ids quoted, dates bare, long texts as blocks."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from gkplan.kinds import keys_of
from gkplan.model import Entry

_BARE_KEYS = ("period", "event", "date", "record", "to")
_QUOTED_KEYS = ("task", "digest")


class _Dumper(yaml.SafeDumper):
    """Writes records as people would: ids quoted, dates bare, long texts as blocks."""


class _Quoted(str):
    """Text that stands in quotes."""

    __slots__ = ()


class _Bare(str):
    """Text that stands bare although other tools may read it as a date or a number."""

    __slots__ = ()


def _bare_node(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, value)


_Dumper.add_representer(
    _Quoted,
    lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"'),
)
_Dumper.add_representer(_Bare, _bare_node)
_Dumper.add_representer(
    str,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style=_style(value)
    ),
)


def _style(text: str) -> str | None:
    """Write several lines as a block; in quotes what a block or a bare text could not hold."""
    if re.search("[\x85\u2028\u2029\ufeff]", text):
        return '"'
    if "\n" not in text:
        return None
    whole = text.replace("\n", "").isprintable() and not text.endswith("\n\n")
    return "|" if whole and not text[0].isspace() else '"'


def render(entries: Sequence[Entry], indent: int = 0) -> str:
    """Write entries as the YAML that ``append`` adds to a file."""
    text = yaml.dump(
        [mapping_of(entry) for entry in entries],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=float("inf"),
    )
    margin = " " * indent
    return "\n".join(margin + line if line else line for line in text.split("\n"))


def mapping_of(entry: Entry) -> dict[str, Any]:
    """The keys of an entry that say something, in their order, as text."""
    values = ((name, getattr(entry, name)) for name in keys_of(type(entry)))
    return {name: _value(name, value) for name, value in values if value not in ("", None, ())}


def _value(name: str, value: Any) -> Any:
    if name in _QUOTED_KEYS:
        return _Quoted(value)
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return _Bare(value) if name in _BARE_KEYS else str(value)
