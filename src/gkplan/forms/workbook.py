"""The cells of a workbook that came back: texts, formulas, comments, merges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gkplan.importing.readers.cells import (
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
from gkplan.importing.readers.foreign import foreign_package
from gkplan.importing.readers.package import Package
from gkplan.importing.readers.unreadable import TooLargeError
from gkplan.importing.readers.xlsx import FOLDER, MAIN, SheetPart, read_book, sheet_parts
from gkplan.importing.readers.xmlstream import Element

MOST_BYTES = 20_000_000
"""The size of a form."""
MOST_CELLS = 400_000
"""Cells with something in them, of all sheets of a form."""
_MOST_MARKS = 20_000
"""Comments, merges and links of one sheet."""
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


def read_sheets(content: bytes) -> list[SheetCells]:
    """Read every sheet of a workbook, hidden ones included.

    Raises ``UnreadableError`` where the file is damaged or beyond the bounds of a form.
    """
    package = Package(content)
    if package.main(MAIN) not in package.names or not package.is_for(FOLDER):
        raise foreign_package(package.names)
    parts = sheet_parts(package)
    book = read_book(package)
    sheets = []
    left = MOST_CELLS
    for part in parts:
        if part.path:
            sheet = _SheetReader(package, book, left).read(part)
            left -= len(sheet.cells)
            sheets.append(sheet)
    return sheets


class _SheetReader:
    """One sheet while it is read."""

    def __init__(self, package: Package, book: Book, most_cells: int) -> None:
        self._package = package
        self._book = book
        self._most = most_cells
        self._cells: dict[At, RawCell] = {}
        self._areas: list[Area] = []
        self._links: dict[At, str] = {}

    def read(self, part: SheetPart) -> SheetCells:
        """Read the sheet of a part."""
        addresses = self._package.links(part.path)
        stream = self._package.stream(part.path, _ROW, _MERGE, _LINK)
        row = -1
        for _, element in stream.events():
            if element.tag == _ROW:
                row = self._row(row_of(element, row + 1), element)
            elif element.tag == _MERGE:
                self._merge(area_of(element.get("ref", "")))
            else:
                self._link(element, addresses)
            stream.release(element)
        comments = dict(self._comments(part.path))
        covers, drawings = dict(self._covers()), list(self._drawings(part.path))
        return SheetCells(part.name, self._cells, covers, self._links, comments, drawings)

    def _row(self, row: int, element: Element) -> int:
        for cell in cells_of(element, row, self._book):
            row = cell.row
            if cell.text.strip() or cell.formula:
                self._cells[cell.row, cell.column] = cell
        if len(self._cells) > self._most:
            raise TooLargeError(f"超过 {MOST_CELLS} 格")
        return row

    def _merge(self, area: Area | None) -> None:
        if area and len(self._areas) >= _MOST_MARKS:
            raise TooLargeError(f"合并的单元格超过 {_MOST_MARKS} 处")
        if area:
            self._areas.append(area)

    def _link(self, element: Element, addresses: Mapping[str, str]) -> None:
        area = area_of(element.get("ref", ""))
        target = addresses.get(element.get(_RELATION, ""), "")
        if area and target and len(self._links) < _MOST_MARKS:
            self._links[area.top, area.left] = target

    def _covers(self) -> Iterable[tuple[At, At]]:
        """Return the cells that merges cover, as far as there are others, each with the first."""
        rows = {row for row, _ in self._cells}
        last = max((column for _, column in self._cells), default=0)
        bottom = max(rows, default=0)
        count = 0
        for area in self._areas:
            for row in range(area.top, min(area.bottom, bottom) + 1):
                for column in range(area.left, min(area.right, last) + 1):
                    count += 1
                    if count > MOST_CELLS:
                        raise TooLargeError(f"合并的单元格盖住了 {MOST_CELLS} 格以上")
                    if (row, column) != (area.top, area.left):
                        yield (row, column), (area.top, area.left)

    def _drawings(self, path: str) -> Iterable[tuple[At, str]]:
        """Yield where something is drawn on a sheet, and its text; pictures have none.

        LibreOffice gives a sheet a part for drawings that has none.
        """
        for part in self._package.parts(path):
            if part.kind == "drawing" and (root := self._package.xml(part.path)) is not None:
                for anchor in list(root)[:_MOST_MARKS]:
                    row, column = (
                        number_of(anchor.findtext(f"{_DRAWING}from/{_DRAWING}{name}"))
                        for name in ("row", "col")
                    )
                    text = " ".join(run.text or "" for run in anchor.iter(_DRAWN_TEXT))
                    yield (row, column), text

    def _comments(self, path: str) -> Iterable[tuple[At, str]]:
        for part in self._package.parts(path):
            if part.kind == "comments" and (root := self._package.xml(part.path)) is not None:
                comments: Sequence[Element] = list(root.iter(f"{S}comment"))
                if len(comments) > _MOST_MARKS:
                    raise TooLargeError(f"批注超过 {_MOST_MARKS} 条")
                for comment in comments:
                    at = position_of(comment.get("ref", ""))
                    text = " ".join(text_of(body) for body in comment.iterfind(f"{S}text"))
                    if at and text.strip():
                        yield at, text.strip()
