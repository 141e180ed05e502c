"""Ruled tables of a PDF: the texts of their cells, and what a page cut put together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import inf
from typing import NamedTuple

from gkplan.importing.readers.pdf.flow import PdfLine, fills, lines_in
from gkplan.importing.readers.pdf.grid import Grid, Region
from gkplan.importing.readers.pdf.page import RULE, SLACK, Glyph, distinct
from gkplan.importing.text.numbers import bare_number, take_number
from gkplan.importing.text.pages import repeated
from gkplan.importing.text.runs import runs
from gkplan.importing.text.wording import ended, joined, squeezed

_PADDING = 9.0
"""Points that are left between a cell's edge and a text that fills it, at most."""
_MIDDLE = 0.35
"""Parts of a character's height by which a line may be out of its cell's middle."""
_BETWEEN = "、，"
_CLOSING = ("、", "，", "。", "；", "：", "）", "》", "”")
"""Signs with which no text begins."""


class PdfCell(NamedTuple):
    """A cell: its position and its text.

    ``room`` are the points that its last line leaves, ``needed`` those that its first word takes;
    ``unsure`` says that its row or column was guessed.
    """

    region: Region
    text: str
    place: str
    room: float = inf
    needed: float = 0
    unsure: bool = False

    def breaks_off(self, rest: "PdfCell") -> bool:
        """Whether the text goes on in that of a cell on the next page."""
        if not self.text or ended(self.text) or _begins(rest.text):
            return False
        return self.is_full(rest) or self.text[-1] in _BETWEEN

    def is_full(self, rest: "PdfCell") -> bool:
        """Whether the first word of that cell would not have fitted into the last line."""
        return self.room < rest.needed or rest.text.startswith(_CLOSING)


class PdfTable(NamedTuple):
    """A table, or what is on one page of it."""

    xs: tuple[float, ...]
    height: int
    cells: tuple[PdfCell, ...]
    place: str
    ruled: bool = True

    @property
    def text(self) -> str:
        """The texts of all cells."""
        return "\n".join(cell.text for cell in self.cells)


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
        cells.append(PdfCell(region, cell_text(text, box), at, *_ends(text, box)))
    return PdfTable(grid.xs, len(grid.ys) - 1, tuple(cells), place)


def _padding(grid: Grid, lines: dict[Region, list[PdfLine]]) -> float:
    """Return how far texts stay away from the edges of their cells."""
    gaps = [
        min(line.x0 - grid.xs[region.column], grid.xs[region.column + region.columns] - line.x1)
        for region, text in lines.items()
        for line in text
    ]
    usual = Counter(round(gap, 1) for gap in gaps if 0 <= gap <= _PADDING)
    return max(usual, key=lambda gap: (usual[gap], gap), default=0)


def cell_text(lines: Sequence[PdfLine], box: tuple[float, float]) -> str:
    """Return the text of a cell, one line for each paragraph."""
    parts = runs(lines, lambda part, line: fills(part[-1], line, _end(part[-1], box)))
    return "\n".join(joined("\n".join(line.text for line in part)) for part in parts)


def _end(line: PdfLine, box: tuple[float, float]) -> float:
    """Return up to where a line could have gone on; one in the middle grows on both sides."""
    left, right = line.x0 - box[0], box[1] - line.x1
    is_middle = abs(left - right) < _MIDDLE * line.size
    return line.x1 + left + right if is_middle else box[1]


def _ends(lines: Sequence[PdfLine], box: tuple[float, float]) -> tuple[float, float]:
    """Return the points that the last line leaves, and those that the first word takes."""
    if not lines:
        return inf, 0
    room = _end(lines[-1], box) - lines[-1].x1
    return room, lines[0].first_word + SLACK * lines[0].size


_SAME_EDGE = 2 * RULE
_HEAD_ROWS = 3
_LEAST_NUMBERS = 3
_LEAST_NAMES, _ENDING = 2, 2
"""Names of rows that show how long they are, and characters with which such names end alike."""


def goes_on(table: PdfTable, below: PdfTable) -> bool:
    """Whether a table at the top of a page has the outer edges of the one before it."""
    outer = (table.xs[0] - below.xs[0], table.xs[-1] - below.xs[-1])
    return all(abs(difference) <= _SAME_EDGE for difference in outer)


def put_together(table: PdfTable, below: PdfTable) -> PdfTable:
    """Return both tables as one, without a head that the second page repeats."""
    table, below = _same_columns(table, below)
    rest = _without(below, repeated(_head(below), _head(table)))
    cut = _is_cut(table, rest)
    guessed = cut and any(_are_short(table, *pair) for pair in _pairs(table, rest))
    cells = list(table.cells)
    top = table.height - cut
    for cell in rest.cells:
        region = cell.region
        above = _above(cells, table.height, cell) if region.row == 0 else None
        if above is not None and (cut or _is_merged(cells[above], cell, rest)):
            joint = _joined(cells[above], cell, region.rows - cut)
            cells[above] = joint._replace(unsure=joint.unsure or guessed)
        else:
            cells.append(cell._replace(region=region._replace(row=region.row + top)))
    return table._replace(height=top + rest.height, cells=tuple(cells))


def _same_columns(table: PdfTable, below: PdfTable) -> tuple[PdfTable, PdfTable]:
    """Return both tables over the columns that either of them has."""
    xs = distinct((*table.xs, *below.xs), _SAME_EDGE)
    return _over(table, xs), _over(below, xs)


def _over(table: PdfTable, xs: tuple[float, ...]) -> PdfTable:
    """Return a table whose cells span columns between other edges."""
    new = [min(range(len(xs)), key=lambda at: abs(xs[at] - edge)) for edge in table.xs]
    cells = []
    for cell in table.cells:
        begin, end = new[cell.region.column], new[cell.region.column + cell.region.columns]
        region = cell.region._replace(column=begin, columns=max(end - begin, 1))
        cells.append(cell._replace(region=region))
    return table._replace(xs=xs, cells=tuple(cells))


def _row(table: PdfTable, row: int) -> list[tuple[int, str]]:
    """Return the columns and texts of the cells that begin in a row."""
    return [
        (cell.region.column, squeezed(cell.text)) for cell in table.cells if cell.region.row == row
    ]


def _head(table: PdfTable) -> Iterator[list[tuple[int, str]]]:
    """Return the first rows, which a page may repeat, up to one without a text."""
    rows = (_row(table, row) for row in range(min(_HEAD_ROWS, table.height)))
    return takewhile(lambda row: any(text for _, text in row), rows)


def _without(table: PdfTable, rows: int) -> PdfTable:
    """Return a table without its first rows."""
    cells = tuple(
        cell._replace(region=cell.region._replace(row=cell.region.row - rows))
        for cell in table.cells
        if cell.region.row >= rows
    )
    return table._replace(height=table.height - rows, cells=cells)


def _above(cells: Sequence[PdfCell], height: int, cell: PdfCell) -> int | None:
    """Return the cell that ends at the bottom of a page where another one goes on."""
    span = cell.region.column, cell.region.columns
    for at in range(len(cells) - 1, -1, -1):
        region = cells[at].region
        if (region.column, region.columns) == span and region.row + region.rows == height:
            return at
    return None


def _pairs(table: PdfTable, below: PdfTable) -> list[tuple[PdfCell, PdfCell]]:
    """Return the cells that a page's end parts: each with the one under it."""
    firsts = [cell for cell in below.cells if cell.region.row == 0]
    found = [(_above(table.cells, table.height, cell), cell) for cell in firsts]
    return [(table.cells[at], cell) for at, cell in found if at is not None]


def _is_cut(table: PdfTable, below: PdfTable) -> bool:
    """Whether a page cut the last row: its number is not printed again, or a text breaks off."""
    firsts = sum(cell.region.row == 0 for cell in below.cells)
    pairs = _pairs(table, below)
    if len(pairs) < firsts:
        return False
    if any(above.text and cell.text.startswith(_CLOSING) for above, cell in pairs):
        return True
    counted = _counted(table)
    for above, cell in pairs:
        if cell.region.column == counted and _is_counted(above.text or cell.text):
            return not (above.text and cell.text)
    if any(_are_names(table, above, cell) for above, cell in pairs):
        return False
    broken = [above.breaks_off(cell) for above, cell in pairs if cell.text]
    return bool(broken) and all(broken)


def _are_names(table: PdfTable, above: PdfCell, cell: PdfCell) -> bool:
    """Whether two cells of the first column are names of rows, as those above them are.

    Both have as many characters or the same end (配合单位, 落实单位).
    """
    alike = above.text[-_ENDING:] == cell.text[-_ENDING:]
    return _are_short(table, above, cell) and (alike or len(above.text) == len(cell.text))


def _are_short(table: PdfTable, above: PdfCell, cell: PdfCell) -> bool:
    """Whether no text above in the first column is longer than the first one of two.

    If they were one, it would have two lines, where every other one has a single line.
    """
    if above.region.column or not cell.text:
        return False
    others = [len(one.text) for one in table.cells if one.region.column == 0 and one != above]
    return len(others) >= _LEAST_NAMES and 0 < max(others) <= len(above.text)


def _counted(table: PdfTable) -> int | None:
    """Return the column that numbers the rows."""
    for column in range(len(table.xs) - 1):
        texts = [cell.text for cell in table.cells if cell.region.column == column and cell.text]
        numbers = sum(map(_is_counted, texts))
        if numbers >= min(_LEAST_NUMBERS, len(texts) - 1) and 2 * numbers > len(texts) - 1 > 0:
            return column
    return None


def _begins(text: str) -> bool:
    """Whether a text begins as an item or heading does."""
    return take_number(text)[0] is not None


def _is_counted(text: str) -> bool:
    """Whether a text is a number, and no mark of a matrix."""
    number = bare_number(text)
    return number is not None and number.value is not None


def _is_merged(above: PdfCell, cell: PdfCell, below: PdfTable) -> bool:
    """Whether an empty cell at the top of a page is the rest of a merged one."""
    spans = above.region.rows > 1 or cell.region.rows > 1
    others = any(one.text for one in below.cells if one.region.row == 0)
    return bool(above.text) and not cell.text and spans and others


def _joined(above: PdfCell, cell: PdfCell, more: int) -> PdfCell:
    """Return a cell with its rest on the next page."""
    text = f"{above.text}\n{cell.text}".strip("\n")
    if above.is_full(cell) and above.breaks_off(cell):
        text = joined(text)
    region = above.region._replace(rows=above.region.rows + more)
    room = cell.room if cell.text else above.room
    return above._replace(region=region, text=text, room=room)
