"""Keys of the plan's file that columns of a document give outright, as ``gkplan export`` does."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError
from gkplan.domain.vocabulary import Cadence
from gkplan.importing.blocks import Said
from gkplan.importing.times import read_time

_PARSERS = {
    "within": fields.span,
    "lag": fields.span,
    "awaits": fields.text,
    "short": fields.short_name,
}


def stated_values(
    stated: Mapping[str, Said], times: tuple[Said, ...], issued: date
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values of the keys that columns state, and what could not be read in them.

    Where the cadence is stated, nothing about time is taken from a task's text any more.
    """
    values: dict[str, Any] = {}
    doubts: list[str] = []
    if "cadence" in stated and stated["cadence"].text:
        values |= {"cadence": (Cadence.ONCE,), "due": None, "within": None, "awaits": ""}
        for said in times:
            values["due"] = read_time(said.text, issued, stated=True).due
    for name, said in stated.items():
        if not said.text and name not in ("doubts", "tags"):
            continue
        try:
            values |= _value(name, said.text)
        except BadValueError as bad:
            doubts.append(f"{bad.message}（{said.place}）")
    return values, tuple(doubts)


def _value(name: str, text: str) -> dict[str, Any]:
    if name == "cadence":
        return {name: tuple(_cadences(text))}
    if name in ("doubts", "tags"):
        separator = "\n" if name == "doubts" else "、"
        return {name: tuple(part.strip() for part in text.split(separator) if part.strip())}
    return {name: _PARSERS[name](text.strip())} if name in _PARSERS else {}


def _cadences(text: str) -> Iterator[Cadence]:
    for word in text.split("、"):
        value: Cadence = fields.CADENCE.parse(word.strip())
        yield value
