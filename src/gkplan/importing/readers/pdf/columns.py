"""Two columns of text on a page, which are read one after the other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkplan.importing.readers.pdf.flow import PdfLine

_GUTTER = 1.5
"""Characters that columns are apart at least."""
_NARROWEST = 8
"""Characters that the left column is wide at least; what is narrower are labels of a form."""
_LEAST_ROWS = 6
_MOST_PARTS = 0.6
"""The part of the lines that columns side by side break, at least."""
_FULL = 0.5
"""The part of those lines that fill the left column; in a table without rules few cells do."""


def in_columns(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page in the order they are read, each column's one below the other."""
    gaps = [_widest(line) for line in lines]
    parted = [gap for gap in gaps if gap]
    if len(parted) < max(_LEAST_ROWS, _MOST_PARTS * len(lines)):
        return list(lines)
    left, right = max(gap[0] for gap in parted), min(gap[1] for gap in parted)
    size = lines[0].size
    filled = sum(left - begin < 2 * size for begin, _ in parted)
    narrow = left - min(line.x0 for line in lines) < _NARROWEST * size
    if right - left < size or narrow or filled < _FULL * len(parted):
        return list(lines)
    return list(_ordered(lines, (left + right) / 2))


def _widest(line: PdfLine) -> tuple[float, float] | None:
    """Return the widest gap of a line, if it is as wide as that between columns."""
    wide = ((last.x1, glyph.x0) for last, glyph in pairwise(line.glyphs))
    gap = max(wide, key=lambda ends: ends[1] - ends[0], default=(0.0, 0.0))
    return gap if gap[1] - gap[0] > _GUTTER * line.size else None


def _ordered(lines: Sequence[PdfLine], middle: float) -> Iterator[PdfLine]:
    """Yield the left parts of lines and then the right ones; a line across parts what is above."""
    left: list[PdfLine] = []
    right: list[PdfLine] = []
    for line in lines:
        if any(glyph.x0 < middle < glyph.x1 for glyph in line.glyphs):
            yield from (*left, *right, line)
            left, right = [], []
            continue
        for side, column, glyphs in (
            (left, 1, [glyph for glyph in line.glyphs if glyph.x0 < middle]),
            (right, 2, [glyph for glyph in line.glyphs if glyph.x0 >= middle]),
        ):
            if glyphs:
                side.append(PdfLine(tuple(glyphs), line.page, line.number, column))
    yield from (*left, *right)
