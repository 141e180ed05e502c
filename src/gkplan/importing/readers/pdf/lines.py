"""Lines of text from the characters of a page or of a cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gkplan.importing.readers.pdf.page import Glyph
from gkplan.importing.text.wording import unspread

_SAME_LINE = 0.5
"""Parts of a character's height that the middles of two characters of a line differ by at most."""
_SHADOW = 0.3
"""Parts of a character's width that a second copy of it, drawn to look bold, is shifted by."""
_BLANK = 0.2
"""Parts of a character's height from which the space between two words of letters is a blank."""
_APART = 0.9
"""The same for Chinese characters, between which layout leaves less without meaning a blank."""
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_CLOSING = "，。、；：？！）》】〕”’,.;:?!)%％"
_OPENING = "（《【〔“‘(<+－—"
"""Signs that neither begin a line nor, these, end one."""
_PAIR = re.compile("[\u4e00-\u9fff] [\u4e00-\u9fff]")
"""Two characters of one name that was spread to fill its line."""


@dataclass(frozen=True)
class PdfLine:
    """Characters on one line, from left to right; ``number`` counts the lines of ``page``.

    ``column`` is 1 or 2 where the page has two columns of text, else 0.
    """

    glyphs: tuple[Glyph, ...]
    page: int = 0
    number: int = 0
    column: int = 0

    @cached_property
    def x0(self) -> float:
        """The left end."""
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        """The right end."""
        return max(glyph.x1 for glyph in self.glyphs)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(glyph.top for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(glyph.bottom for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The height of its first character."""
        return self.glyphs[0].size

    @cached_property
    def text(self) -> str:
        """The text, with a blank where one is seen and not only left by the layout."""
        parts = [self.glyphs[0].text]
        for last, glyph in pairwise(self.glyphs):
            wide = _CHINESE.match(last.text) or _CHINESE.match(glyph.text)
            apart = (_APART if wide else _BLANK) * glyph.size
            parts.append(" " * (glyph.x0 - last.x1 > apart) + glyph.text)
        text = "".join(parts)
        return text.replace(" ", "") if _PAIR.fullmatch(text) else unspread(text)

    @cached_property
    def first_word(self) -> float:
        """The width that the line before would have needed to take the first word of this one.

        A closing sign cannot begin a line, nor an opening one end it: they belong to the word.
        """
        last = self.glyphs[0]
        for glyph in self.glyphs[1:]:
            letters = last.text.isalnum() and glyph.text.isalnum()
            spelt = letters and last.text.isascii() and glyph.text.isascii()
            apart = glyph.x0 - last.x1 > _BLANK * glyph.size
            if last.text not in _OPENING and glyph.text not in _CLOSING and (apart or not spelt):
                break
            last = glyph
        return last.x1 - self.x0


def lines_in(glyphs: Iterable[Glyph], page: int = 0) -> list[PdfLine]:
    """Return the lines that characters form, from top to bottom."""
    seen = [glyph for glyph in glyphs if glyph.text.strip()]
    seen.sort(key=lambda glyph: glyph.top + glyph.bottom)
    rows = [_single(row) for row in _rows(seen)]
    return [PdfLine(row, page, number) for number, row in enumerate(rows, start=1)]


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the characters of each line."""
    row: list[Glyph] = []
    for glyph in glyphs:
        middle = glyph.top + glyph.bottom
        if row and middle - row[0].top - row[0].bottom > 2 * _SAME_LINE * row[0].size:
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _single(row: list[Glyph]) -> tuple[Glyph, ...]:
    """Return a line's characters in order, each once though it be drawn twice."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        shift = _SHADOW * (glyph.x1 - glyph.x0)
        if not any(one.text == glyph.text and glyph.x0 - one.x0 <= shift for one in kept[-2:]):
            kept.append(glyph)
    return tuple(kept)
