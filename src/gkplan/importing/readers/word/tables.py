"""The tables of a Word file: their columns, rows, merged cells and revisions."""

from collections.abc import Callable
from typing import NamedTuple

from gkplan.importing.document import Cell
from gkplan.importing.readers.limits import MOST_COLUMNS
from gkplan.importing.readers.package import Element
from gkplan.importing.readers.word.styles import W, number_of, stated

_HAIR = 113
"""Two millimetres in twentieths of a point: no column with text is narrower."""
_NARROWEST = 2835
"""Five centimetres: a table that claims to be narrower has not said its true widths."""


class Grid:
    """Which column begins at each edge that the file counts."""

    def __init__(self, table: Element | None) -> None:
        """Read the widths that a table states."""
        grid = None if table is None else table.find(f"{W}tblGrid")
        stated = [] if grid is None else [one.get(f"{W}w") for one in grid]
        widths = [number_of(width, 0) for width in stated]
        self._columns = [0]
        if sum(widths) >= _NARROWEST and all(width > 0 for width in widths):
            for width in widths:
                self._columns.append(self._columns[-1] + (width >= _HAIR))

    def column(self, edge: int) -> int:
        """The column at an edge; beyond what the file states, each edge is a column."""
        last = len(self._columns) - 1
        return self._columns[edge] if edge <= last else self._columns[last] + edge - last


def is_deleted(element: Element) -> bool:
    """Whether a revision deleted a row or a cell."""
    row, cell = element.find(f"{W}trPr/{W}del"), element.find(f"{W}tcPr/{W}cellDel")
    return row is not None or cell is not None


class _Span(NamedTuple):
    """How a cell is merged: over how many columns, and as what part of an upright merge."""

    columns: int
    upright: str | None
    level: str | None


class Rows:
    """A table while its rows are taken in one by one.

    ``grid`` gives the columns; ``read`` gives the text of a cell at a place; ``make`` makes the
    cell; ``lost`` hears of text that is hidden below a merge.
    """

    def __init__(
        self,
        place: str,
        grid: Grid,
        read: Callable[[Element, str], str],
        make: Callable[..., Cell],
        lost: Callable[[str, str], None],
    ) -> None:
        """Begin an empty table."""
        self.place = place
        self._grid, self._read, self._make, self._lost = grid, read, make, lost
        self._cells: list[Cell] = []
        self._row = 0
        self._above: dict[int, int] = {}
        self._left: int | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells so far."""
        return tuple(self._cells)

    def take(self, row: Element, cells: list[Element]) -> None:
        """Take the next row."""
        properties = stated(row.find(f"{W}trPr"))
        edge = _columns(properties.get("gridBefore"), 0)
        above, self._above, self._left = self._above, {}, None
        for cell in cells:
            span = _span(stated(cell.find(f"{W}tcPr")), cell.find(f"{W}tcPr/{W}cellMerge"))
            first, edge = self._grid.column(edge), edge + span.columns
            self._take_cell(
                cell, first, span._replace(columns=self._grid.column(edge) - first), above
            )
        self._row += 1

    def _take_cell(self, cell: Element, column: int, span: _Span, above: dict[int, int]) -> None:
        """Take a cell: it begins, or it goes on with the one above it or to its left."""
        place = f"{self.place}第{self._row + 1}行第{column + 1}格"
        if span.columns == 0:
            self._lose(cell, place)
        elif span.level == "continue" and column > 0:
            self._widen(column + span.columns)
            self._lose(cell, place)
        elif span.upright == "continue" and column in above:
            self._left = None
            self._lengthen(above[column], span.columns)
            self._above[column] = above[column]
            self._lose(cell, place)
        else:
            self._left = len(self._cells)
            if span.upright is not None:
                self._above[column] = self._left
            text = self._read(cell, place)
            self._cells.append(self._make(text, place, self._row, column, 1, span.columns))

    def _widen(self, end: int) -> None:
        """Let the cell to the left go on, if it began in this row."""
        if self._left is not None:
            cell = self._cells[self._left]
            self._cells[self._left] = cell._replace(columns=end - cell.column)

    def _lengthen(self, index: int, columns: int) -> None:
        """Let a cell above go on downwards, no wider than all its parts are."""
        cell = self._cells[index]
        rows, columns = self._row - cell.row + 1, min(cell.columns, columns)
        self._cells[index] = cell._replace(rows=rows, columns=columns)

    def _lose(self, cell: Element, place: str) -> None:
        """Tell of a text that the merge hides; its automatic numbers are not counted."""
        text = "".join(one.text or "" for one in cell.iter(f"{W}t")).strip()
        if text:
            self._lost(place, text)


_REVISED = {"cont": "continue", "rest": "restart"}
"""How a revision says that a cell is merged upright now (ISO/IEC 29500-1, 17.18.1)."""


def _span(properties: dict[str, str], revised: Element | None = None) -> _Span:
    """Read the merges of a cell; a merge without a word goes on with the one before."""
    upright, level = (
        "continue" if properties.get(name) == "" else properties.get(name)
        for name in ("vMerge", "hMerge")
    )
    if revised is not None:
        upright = _REVISED.get(revised.get(f"{W}vMerge", ""))
    return _Span(_columns(properties.get("gridSpan"), 1), upright, level)


def _columns(text: str | None, least: int) -> int:
    """A number of columns, within bounds."""
    return min(max(number_of(text, least), least), MOST_COLUMNS)
