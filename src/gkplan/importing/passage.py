"""A text made ready for reading: blanks gone, forms of one character made one, names covered."""

import re
import unicodedata
from typing import NamedTuple

COVER = "□"
"""What stands for a character that must not be read: of a document's name, or read already."""

_WIDE = str.maketrans(",;:()[]!?－—–―−‐‑~～〜○〇零", "，；：（）［］！？----------〇〇〇")
_NAMES = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〔[^〔〕]*〕")
_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」")
_SENTENCE = "。；！？\n"
_CLAUSE = _SENTENCE + "，"


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
        start = max(self.text.rfind(mark, 0, place) for mark in marks) + 1
        ends = [end for mark in marks if (end := self.text.find(mark, place)) >= 0]
        return start, min(ends, default=len(self.text))

    def covered(self, start: int, end: int) -> "Passage":
        """The same passage with a part that nothing shall match again."""
        cover = COVER * (end - start)
        return self._replace(text=self.text[:start] + cover + self.text[end:])


def passage(source: str, *, names: bool) -> Passage:
    """Make a text ready; ``names`` covers titles of documents and quoted words."""
    kept = [(place, _plain(char)) for place, char in enumerate(source) if not char.isspace()]
    text = "".join(char for _, char in kept).translate(_WIDE)
    if names:
        text = _QUOTED.sub(_cover, _NAMES.sub(_cover, text))
    return Passage(text, source, tuple(place for place, _ in kept))


def _plain(char: str) -> str:
    """The plain form of a character: full-width digits, radicals that only look like one."""
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 and not form.isspace() else char


def _cover(match: re.Match[str]) -> str:
    return COVER * len(match[0])
