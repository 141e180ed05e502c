"""The cells of a workbook that came back: texts, formulas, comments, merges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gkplan.importing.readers.book.cells import (
    Area,
    Book,
    RawCell,
    S,
    area_of,
    cells_of,
    letters,
    number_of,
    position_of,
    row_of,
    text_of,
)
from gkplan.importing.readers.book.workbook import FOLDER, MAIN, SheetPart, read_book, sheet_parts
from gkplan.importing.readers.foreign import foreign_package
from gkplan.importing.readers.limits import DamagedError, TooLargeError
from gkplan.importing.readers.package import Element, Package

MOST_BYTES = 20_000_000
"""The size of a form."""
MOST_INFLATED = 60_000_000
"""The size of all parts of a form after they were inflated."""
MOST_CELLS = 400_000
"""Cells with something in them, of all sheets of a form."""
_MOST_STRINGS = 300_000
_MOST_ROWS = 200_000
"""Rows of all sheets of a form, empty ones included."""
_MOST_COVERED = 100_000
"""Cells of a form that merges cover."""
_MOST_SHEETS = 50
_MOST_MARKS = 5_000
"""Comments, merges, links or drawings of one form."""
_ROW, _MERGE, _LINK = (f"{S}{name}" for name in ("row", "mergeCell", "hyperlink"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
At = tuple[int, int]
"""Row and column of a cell, counted from 0."""


class SheetCells(NamedTuple):
    """One sheet: its cells that are not empty, by row and column, and what is attached to them.

    ``covers`` leads from every cell that a merge covers to the first one of the merge; ``links``
    are the targets of links; ``drawings`` are the positions and texts of pictures and text boxes.
    """

    name: str
    cells: Mapping[At, RawCell]
    covers: Mapping[At, At]
    links: Mapping[At, str]
    comments: Mapping[At, str]
    drawings: Sequence[tuple[At, str]]

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell; a cell inside a merge has that of the first one."""
        at = self.covers.get((row, column), (row, column))
        cell = self.cells.get(at)
        return cell.text if cell else ""

    def rows(self) -> list[int]:
        """Return the numbers of the rows that have something in them."""
        return sorted({row for row, _ in self.cells} | {row for row, _ in self.covers})


def cell_name(sheet: str, row: int, column: int) -> str:
    """Name a cell as problems do: ``填报!F7``."""
    return f"{sheet}!{letters(column)}{row + 1}"


class _Budget:
    """What may still be read of a form; what is read twice counts twice."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}

    def spend(self, what: str, most: int, number: int = 1) -> None:
        """Count something; raises ``TooLargeError`` beyond the bound."""
        self._left[what] = self._left.get(what, most) - number
        if self._left[what] < 0:
            raise TooLargeError(f"{what}超过 {most} 个")


def read_sheets(content: bytes) -> list[SheetCells]:
    """Read every sheet of a workbook, hidden ones included.

    Raises ``UnreadableError`` where the file is damaged or beyond the bounds of a form.
    """
    package = Package(content, MOST_INFLATED)
    if package.main(MAIN) not in package.names or not package.is_for(FOLDER):
        raise foreign_package(package.names)
    parts = [part for part in sheet_parts(package) if part.path]
    if len({part.path for part in parts}) < len(parts):
        raise DamagedError("几张工作表指向同一个部件")
    budget = _Budget()
    budget.spend("工作表", _MOST_SHEETS, len(parts))
    book = read_book(package, _MOST_STRINGS)
    return [_SheetReader(package, book, budget).read(part) for part in parts]


class _SheetReader:
    """One sheet while it is read."""

    def __init__(self, package: Package, book: Book, budget: _Budget) -> None:
        self._package = package
        self._book = book
        self._budget = budget
        self._cells: dict[At, RawCell] = {}
        self._areas: list[Area] = []
        self._links: dict[At, str] = {}

    def read(self, part: SheetPart) -> SheetCells:
        """Read the sheet of a part."""
        addresses = self._package.links(part.path)
        row = -1
        for element in self._package.elements(part.path, _ROW, _MERGE, _LINK):
            if element.tag == _ROW:
                row = self._row(row_of(element, row + 1), element)
            elif element.tag == _MERGE:
                self._merge(area_of(element.get("ref", "")))
            else:
                self._link(element, addresses)
        comments = dict(self._comments(part.path))
        covers, drawings = dict(self._covers()), list(self._drawings(part.path))
        return SheetCells(part.name, self._cells, covers, self._links, comments, drawings)

    def _row(self, row: int, element: Element) -> int:
        self._budget.spend("行", _MOST_ROWS)
        before = len(self._cells)
        for cell in cells_of(element, row, self._book):
            row = cell.row
            if cell.text.strip() or cell.formula:
                self._cells[row, cell.column] = cell
        self._budget.spend("格子", MOST_CELLS, len(self._cells) - before)
        return row

    def _merge(self, area: Area | None) -> None:
        if area:
            self._budget.spend("合并的单元格", _MOST_MARKS)
            self._areas.append(area)

    def _link(self, element: Element, addresses: Mapping[str, str]) -> None:
        area = area_of(element.get("ref", ""))
        target = addresses.get(element.get(_RELATION, ""), "")
        if area and target:
            self._budget.spend("链接", _MOST_MARKS)
            self._links[area.top, area.left] = target

    def _covers(self) -> Iterable[tuple[At, At]]:
        """Return the cells that merges cover, as far as there are others, each with the first."""
        rows = {row for row, _ in self._cells}
        last = max((column for _, column in self._cells), default=0)
        bottom = max(rows, default=0)
        for area in self._areas:
            for row in range(area.top, min(area.bottom, bottom) + 1):
                for column in range(area.left, min(area.right, last) + 1):
                    self._budget.spend("合并的单元格盖住的格子", _MOST_COVERED)
                    if (row, column) != (area.top, area.left):
                        yield (row, column), (area.top, area.left)

    def _drawings(self, path: str) -> Iterable[tuple[At, str]]:
        """Yield where something is drawn on a sheet, and its text; pictures have none.

        LibreOffice gives a sheet a part for drawings that has none.
        """
        for part in self._package.parts(path):
            if part.kind == "drawing" and (root := self._package.xml(part.path)) is not None:
                for anchor in root:
                    self._budget.spend("图片、文本框", _MOST_MARKS)
                    row, column = (
                        number_of(anchor.findtext(f"{_DRAWING}from/{_DRAWING}{name}"))
                        for name in ("row", "col")
                    )
                    text = " ".join(run.text or "" for run in anchor.iter(_DRAWN_TEXT))
                    yield (row, column), text

    def _comments(self, path: str) -> Iterable[tuple[At, str]]:
        for part in self._package.parts(path):
            if part.kind == "comments" and (root := self._package.xml(part.path)) is not None:
                for comment in root.iter(f"{S}comment"):
                    self._budget.spend("批注", _MOST_MARKS)
                    at = position_of(comment.get("ref", ""))
                    text = " ".join(text_of(body) for body in comment.iterfind(f"{S}text"))
                    if at and text.strip():
                        yield at, text.strip()
