"""Word tables: cells at the columns and with the spans that the file itself states."""

from collections.abc import Callable
from typing import NamedTuple

from gkplan.importing.blocks import Cell
from gkplan.importing.readers.limits import MOST_COLUMNS
from gkplan.importing.readers.wordxml import W, number_of, stated
from gkplan.importing.readers.xmlstream import Element


class _Span(NamedTuple):
    """How a cell is merged: over how many columns, and as what part of an upright merge."""

    columns: int
    upright: str | None
    level: str | None


class Rows:
    """A table while its rows are taken in one by one.

    ``read`` gives the text of a cell at a place; ``make`` makes the cell; ``lost`` hears of text
    that is hidden below a merge.
    """

    def __init__(
        self,
        place: str,
        read: Callable[[Element, str], str],
        make: Callable[..., Cell],
        lost: Callable[[str, str], None],
    ) -> None:
        """Begin an empty table."""
        self.place = place
        self._read, self._make, self._lost = read, make, lost
        self._cells: list[Cell] = []
        self._row = 0
        self._above: dict[int, int] = {}

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells so far."""
        return tuple(self._cells)

    def take(self, row: Element, cells: list[Element]) -> None:
        """Take the next row, unless a revision has deleted it."""
        properties = stated(row.find(f"{W}trPr"))
        if "del" in properties:
            return
        column = _columns(properties.get("gridBefore"), 0)
        above, self._above = self._above, {}
        for cell in cells:
            span = _span(stated(cell.find(f"{W}tcPr")))
            self._take_cell(cell, column, span, above)
            column += span.columns
        self._row += 1

    def _take_cell(self, cell: Element, column: int, span: _Span, above: dict[int, int]) -> None:
        """Take a cell: it begins, or it goes on with the one above it or to its left."""
        place = f"{self.place}第{self._row + 1}行第{column + 1}格"
        if span.level == "continue" and self._cells and self._cells[-1].row == self._row:
            last = self._cells[-1]
            self._cells[-1] = last._replace(columns=column + span.columns - last.column)
            self._lose(cell, place)
            return
        if span.upright == "continue" and column in above:
            index = self._above[column] = above[column]
            begun = self._cells[index]
            self._cells[index] = begun._replace(rows=self._row - begun.row + 1)
            self._lose(cell, place)
            return
        if span.upright is not None:
            self._above[column] = len(self._cells)
        text = self._read(cell, place)
        self._cells.append(self._make(text, place, self._row, column, 1, span.columns))

    def _lose(self, cell: Element, place: str) -> None:
        """Tell of a text that the merge hides; its automatic numbers are not counted."""
        text = "".join(one.text or "" for one in cell.iter(f"{W}t")).strip()
        if text:
            self._lost(place, text)


def _span(properties: dict[str, str]) -> _Span:
    """Read the merges of a cell; a merge without a word goes on with the one before."""
    upright, level = (
        "continue" if properties.get(name) == "" else properties.get(name)
        for name in ("vMerge", "hMerge")
    )
    return _Span(_columns(properties.get("gridSpan"), 1), upright, level)


def _columns(text: str | None, least: int) -> int:
    """A number of columns, within bounds."""
    return min(max(number_of(text, least), least), MOST_COLUMNS)
