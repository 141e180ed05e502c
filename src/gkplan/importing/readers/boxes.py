"""Tables drawn with lines, as ┌─┬┐ or +--+: cells of several lines, and spans as drawn."""

from dataclasses import dataclass, field

from gkplan.importing.document import Cell
from gkplan.importing.readers.boxlines import Piece, is_ruling, pieces_of
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.lines import Line

_WRAPPED = 3
"""A line with fewer blanks before its right rule was filled up: the text went on below it."""


def is_drawn(lines: list[Line]) -> bool:
    """Tell whether a run of rows has the rulings of a drawn table."""
    return any(is_ruling(line.text) for line in lines)


@dataclass
class _Open:
    """A cell that is still being drawn."""

    place: str
    row: int
    first: int
    last: int
    text: str = ""
    full: bool = False

    def add(self, piece: Piece) -> None:
        """Add a line of the cell; what was broken only for want of room is joined."""
        kept = piece.text.strip()
        if not kept:
            return
        if self.text and not self.full:
            self.text += "\n"
        elif self.text[-1:].isascii() and self.text[-1:].isalnum() and kept[0].isascii():
            self.text += " "
        self.text += kept
        self.full = len(piece.text) - len(piece.text.rstrip()) < _WRAPPED


@dataclass
class _Drawing:
    """The table so far, while its lines are taken from top to bottom."""

    into: Collector
    line_is_row: bool
    row: int = 0
    used: bool = False
    open: dict[int, _Open] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)

    def take(self, line: Line, pieces: list[Piece]) -> None:
        """Take the next line."""
        if any(piece.ruled for piece in pieces):
            self._rule(pieces)
        for piece in pieces:
            if not piece.ruled:
                self._write(line, piece)
        if self.line_is_row:
            self.close()

    def _write(self, line: Line, piece: Piece) -> None:
        """Write into the open cell at a place, or begin one."""
        cell = self.open.get(piece.first) or self._begun_beside(piece)
        if cell is None or (cell.row < self.row and cell.last != piece.last):
            self._end(piece.first, piece.last, self.row)
            cell = self.open[piece.first] = _Open(line.place, self.row, piece.first, piece.last)
        cell.add(piece)
        self.used = True

    def _begun_beside(self, piece: Piece) -> _Open | None:
        """A cell of this row into which the piece runs: its rules are not drawn all the way."""
        beside = (
            cell
            for cell in self.open.values()
            if cell.row == self.row and piece.first < cell.last and cell.first < piece.last
        )
        return next(beside, None)

    def _rule(self, pieces: list[Piece]) -> None:
        """End the cells above a ruling; a row is over once it held anything."""
        if not self.used:
            return
        for piece in pieces:
            if piece.ruled:
                self._end(piece.first, piece.last, self.row + 1)
        self.row, self.used = self.row + 1, False

    def close(self) -> None:
        """End the row and every cell."""
        self._end(0, max((cell.last for cell in self.open.values()), default=0), self.row + 1)
        self.row, self.used = self.row + self.used, False

    def _end(self, first: int, last: int, row: int) -> None:
        """End the cells between two edges above a row."""
        for at in [at for at, cell in self.open.items() if first < cell.last and at < last]:
            cell = self.open.pop(at)
            span = (max(row - cell.row, 1), cell.last - cell.first)
            self.cells.append(self.into.cell(cell.text, cell.place, cell.row, at, *span))


def read_drawn(lines: list[Line], into: Collector) -> bool:
    """Add a drawn table; False where it has more columns than anybody draws."""
    rows = pieces_of([line.text for line in lines])
    if not rows:
        return False
    drawing = _Drawing(into, _each_line_a_row(rows))
    for line, pieces in zip(lines, rows, strict=True):
        drawing.take(line, pieces)
    drawing.close()
    cells = sorted(drawing.cells, key=lambda cell: (cell.row, cell.column))
    into.table(tuple(cells), lines[0].place, ruled=not drawing.line_is_row)
    return True


def _each_line_a_row(rows: list[list[Piece]]) -> bool:
    """Tell a table that is ruled only around and below its head: each of its lines is a row."""
    ruled = [all(piece.ruled for piece in pieces) for pieces in rows]
    inner = sum(ruled[1:-1])
    body = [pieces for pieces, is_rule in zip(rows, ruled, strict=True) if not is_rule and pieces]
    numbered = all(pieces[0].text.strip() for pieces in body[1:])
    return inner <= 1 and len(body) > inner + 1 and numbered
