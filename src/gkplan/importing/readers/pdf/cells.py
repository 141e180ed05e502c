"""The texts in the cells of a ruled table: lines that filled their cell are put together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.readers.pdf.flow import fills
from gkplan.importing.readers.pdf.grid import Grid, Region
from gkplan.importing.readers.pdf.lines import PdfLine, lines_in
from gkplan.importing.readers.pdf.page import Glyph
from gkplan.importing.text.wording import joined

_PADDING = 9.0
"""Points that are left between a cell's edge and a text that fills it, at most."""
_MIDDLE = 0.35
"""Parts of a character's height by which a line may be out of its cell's middle."""


class PdfCell(NamedTuple):
    """A cell: its position, its text, and whether its last line fills the cell."""

    region: Region
    text: str
    place: str
    is_full: bool = False


class PdfTable(NamedTuple):
    """A table, or what is on one page of it."""

    xs: tuple[float, ...]
    height: int
    cells: tuple[PdfCell, ...]


def table_of(grid: Grid, glyphs: Iterable[Glyph], place: str) -> PdfTable:
    """Read the characters in a grid's cells; ``place`` names the table."""
    owner = {
        (region.row + down, region.column + right): region
        for region in grid.regions
        for down in range(region.rows)
        for right in range(region.columns)
    }
    inside: dict[Region, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        position = grid.position((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
        if position:
            inside[owner[position]].append(glyph)
    lines = {region: lines_in(inside[region]) for region in grid.regions}
    padding = _padding(grid, lines)
    cells = []
    for region, text in lines.items():
        box = (grid.xs[region.column] + padding, grid.xs[region.column + region.columns] - padding)
        at = f"{place}第{region.row + 1}行第{region.column + 1}格"
        cells.append(PdfCell(region, _text(text, box), at, _is_full(text, box)))
    return PdfTable(grid.xs, len(grid.ys) - 1, tuple(cells))


def _padding(grid: Grid, lines: dict[Region, list[PdfLine]]) -> float:
    """Return how far texts stay away from the edges of their cells."""
    gaps = [
        min(line.x0 - grid.xs[region.column], grid.xs[region.column + region.columns] - line.x1)
        for region, text in lines.items()
        for line in text
    ]
    usual = Counter(round(gap, 1) for gap in gaps if 0 <= gap <= _PADDING)
    return max(usual, key=lambda gap: (usual[gap], gap), default=0)


def _text(lines: Sequence[PdfLine], box: tuple[float, float]) -> str:
    """Return the text of a cell, one line for each paragraph."""
    return "\n".join(joined("\n".join(part)) for part in _paragraphs(lines, box))


def _paragraphs(lines: Sequence[PdfLine], box: tuple[float, float]) -> Iterator[list[str]]:
    part: list[str] = []
    for at, line in enumerate(lines):
        if part and not fills(lines[at - 1], line, _end(lines[at - 1], box)):
            yield part
            part = []
        part.append(line.text)
    if part:
        yield part


def _end(line: PdfLine, box: tuple[float, float]) -> float:
    """Return up to where a line could have gone on; one in the middle grows on both sides."""
    left, right = line.x0 - box[0], box[1] - line.x1
    is_middle = abs(left - right) < _MIDDLE * line.size
    return line.x1 + left + right if is_middle else box[1]


def _is_full(lines: Sequence[PdfLine], box: tuple[float, float]) -> bool:
    return bool(lines) and _end(lines[-1], box) - lines[-1].x1 < 1.5 * lines[-1].size
