"""The head of a plan where lines with labels state it, as ``gkplan export`` writes it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError, Span
from gkplan.importing.blocks import Said
from gkplan.importing.head import Found

_NAMES = {
    "各处标明": "notice",
    "发文字号": "number",
    "文号": "number",
    "印发机关": "issuer",
    "发文机关": "issuer",
    "印发单位": "issuer",
    "督查单位": "supervisor",
    "印发日期": "issued",
    "成文日期": "issued",
    "截止日期": "ends",
    "每期办结时限": "lag",
}
_LINE = re.compile(rf"({'|'.join(_NAMES)})\s*[：:]\s*(\S.*)")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_WHOLE = {"issued", "ends", "lag"}
"""What only a plan that was exported states all of: nothing else is looked for then."""


class Labelled(NamedTuple):
    """What lines with labels state of a plan's head, by key; ``used`` are those lines.

    ``whole`` tells that they state all there is to say of the head.
    """

    values: dict[str, Any]
    used: tuple[Said, ...]
    whole: bool

    @property
    def ends(self) -> date | None:
        """The day the plan ends."""
        day: date | None = self.values.get("ends")
        return day

    @property
    def lag(self) -> Span | None:
        """The time after each period."""
        lag: Span | None = self.values.get("lag")
        return lag

    def over(self, found: Found) -> Found:
        """What was found of the head elsewhere, with what the labels state in its place."""
        names = (*Found._fields[:5], "notice")
        told = {name: self.values[name] for name in names if name in self.values}
        if self.whole:
            return Found(**told, used=self.used)
        return found._replace(**told, used=(*found.used, *self.used))


def labelled(texts: Sequence[Said]) -> Labelled:
    """Read the lines with labels among the texts that are no part of the plan's body."""
    values: dict[str, Any] = {}
    used: list[int] = []
    for at, said in enumerate(texts):
        match = _LINE.fullmatch(said.text.strip())
        name = _NAMES[match[1]] if match else ""
        if match and name not in values:
            try:
                values[name] = _value(name, match[2])
            except BadValueError:
                continue
            used.append(at)
    whole = values.keys() >= _WHOLE
    if whole and (first := used[0]):
        values["title"] = texts[first - 1].text
        used.insert(0, first - 1)
    return Labelled(values, tuple(texts[at] for at in used), whole)


def _value(name: str, text: str) -> Any:
    if name == "lag":
        return fields.span(text)
    if name in ("issued", "ends"):
        day = _DAY.fullmatch(text)
        return fields.iso_date(f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}" if day else text)
    return fields.text(text)
