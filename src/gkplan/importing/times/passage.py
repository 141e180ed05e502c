"""A text made ready for reading: blanks gone, forms of one character made one, names covered."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from gkplan.importing.text.characters import SIMPLIFIED, plain_char
from gkplan.importing.text.numbers import CIRCLED

COVER = "□"
"""What stands for a character that must not be read: of a document's name, or read already."""

_WIDE = str.maketrans(",;:()[]!?－—–―−‐‑~～〜○〇零", "，；：（）［］！？----------〇〇〇")
_POINTS = dict.fromkeys(map(ord, CIRCLED), "；")
"""Numbers of points, which part clauses and are no numerals of a date: ①6月底前."""
_NAMES = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〔[^〔〕]*〕")
_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」")
_SENTENCE = "。；！？\n"
_REACH = 240  # further than any clause goes, so that one without punctuation costs no more
_CLAUSE = _SENTENCE + "，"


class Finding(Protocol):
    """Anything that was found in a text, and where."""

    @property
    def start(self) -> int:
        """Where its phrase begins."""

    @property
    def stop(self) -> int:
        """Where its phrase ends."""


class Passage(NamedTuple):
    """The text to match against, and where each of its characters stands in the source."""

    text: str
    source: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """What the source prints from ``start`` to ``end`` of the text."""
        return self.source[self.places[start] : self.places[end - 1] + 1] if start < end else ""

    def clause(self, place: int) -> tuple[int, int]:
        """Where the clause around a place begins and ends, its comma left out."""
        return self._around(place, _CLAUSE)

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends, its full stop left out."""
        return self._around(place, _SENTENCE)

    def _around(self, place: int, marks: str) -> tuple[int, int]:
        low, high = max(0, place - _REACH), min(len(self.text), place + _REACH)
        start = max(self.text.rfind(mark, low, place) for mark in marks) + 1
        ends = [end for mark in marks if (end := self.text.find(mark, place, high)) >= 0]
        return max(start, low), min(ends, default=high)

    def before(self, place: int, reach: int = 40) -> str:
        """The text that leads to a place."""
        return self.text[max(0, place - reach) : place]

    def after(self, place: int, reach: int = 40) -> str:
        """The text that follows a place."""
        return self.text[place : place + reach]

    def without(self, found: Iterable[Finding]) -> "Passage":
        """The same passage with what was found covered, so that nothing matches it again."""
        text = list(self.text)
        for one in found:
            text[one.start : one.stop] = COVER * (one.stop - one.start)
        return self._replace(text="".join(text))


def passage(source: str, *, names: bool) -> Passage:
    """Make a text ready; ``names`` covers titles of documents and quoted words."""
    kept = [
        (place, plain_char(char.translate(_POINTS)))
        for place, char in enumerate(source)
        if not char.isspace()
    ]
    text = "".join(char for _, char in kept).translate(_WIDE).translate(SIMPLIFIED)
    if names:
        text = _QUOTED.sub(_cover, _NAMES.sub(_cover, text))
    return Passage(text, source, tuple(place for place, _ in kept))


def _cover(match: re.Match[str]) -> str:
    return COVER * len(match[0])
