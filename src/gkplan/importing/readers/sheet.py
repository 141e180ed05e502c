"""One sheet of a workbook as a table: its cells with text, its merges, and what is not seen."""

import re

from gkplan.importing.readers.cells import (
    Area,
    Book,
    RawCell,
    S,
    area_of,
    cells_of,
    is_true,
    letters,
    number_of,
    row_of,
)
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_CELLS
from gkplan.importing.readers.package import Package
from gkplan.importing.readers.unreadable import TooLargeError, UnreadableError
from gkplan.importing.readers.xmlstream import Element

_ROW, _COLUMN, _MERGE = (S + name for name in ("row", "col", "mergeCell"))
_MOST_MERGED = 5_000_000
"""The sum of the heights of all merges: a million rows and more, which no sheet has five times."""
_MOST_QUOTED = 60
_MOST_NAMED = 20
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
"""The names that programs give to sheets by themselves."""


class Sheet:
    """One sheet while it is read."""

    def __init__(self, name: str, book: Book, into: Collector, *, titled: bool) -> None:
        """Begin a sheet; its name is a heading where it is ``titled``."""
        self._name, self._book, self._into = name, book, into
        self._titled = titled
        self._texts: dict[int, dict[int, str]] = {}
        self._areas: list[Area] = []
        self._hidden: dict[str, list[str]] = {"行": [], "列": []}
        self._merged = self._count = 0

    def read(self, package: Package, path: str) -> None:
        """Read the rows, then the merges, and add the table that they make."""
        stream = package.stream(path, _ROW, _MERGE, _COLUMN)
        row = -1
        for _, element in stream.events():
            if element.tag == _ROW:
                row = self._row(row + 1, element)
            elif element.tag == _MERGE:
                self._merge(element.get("ref", ""))
            elif is_true(element.get("hidden")):
                ends = (letters(number_of(element.get(key)) - 1) for key in ("min", "max"))
                self._hide("列", "—".join(dict.fromkeys(ends)))
            stream.release(element)
        self._remark()
        self._add()

    def _row(self, next_row: int, element: Element) -> int:
        """Take the cells of a row that have text, and give the row's number."""
        row = row_of(element, next_row)
        texts: dict[int, str] = {}
        for cell in cells_of(element, row, self._book):
            row, column = cell.row, cell.column
            if text := self._text(cell):
                if column in texts:
                    self._lose(row, column, texts[column], "在文件里写了两次，前一个")
                texts[column] = text
        if texts:
            known = self._texts.setdefault(row, {})
            for again in sorted(known.keys() & texts.keys()):
                self._lose(row, again, known[again], "在文件里写了两次，前一个")
            known.update(texts)
            self._bound(len(texts))
            if is_true(element.get("hidden")):
                self._hide("行", str(row + 1))
        return row

    def _lose(self, row: int, column: int, text: str, why: str) -> None:
        """Tell of a text that no program shows."""
        said = " ".join(text.split())[:_MOST_QUOTED]
        self._into.remark(f"{self._at(row, column)}{why}没有读入：“{said}”")

    def _bound(self, more: int) -> None:
        self._count += more
        if self._count > MOST_CELLS:
            raise TooLargeError(f"工作表{self._name}超过 {MOST_CELLS} 格")

    def _text(self, cell: RawCell) -> str:
        """Return the text of a cell; what has none that people could read is reported."""
        if cell.kind == "e":
            self._into.remark(f"{self._at(cell.row, cell.column)}是错误值 {cell.text}，没有读入")
            return ""
        if not cell.text and cell.formula:
            self._into.remark(f"{self._at(cell.row, cell.column)}的公式没有存下结果，没有读入")
        if cell.struck and cell.text:
            self._into.remark(f"{self._at(cell.row, cell.column)}有删除线，已照样读入，请核对")
        return cell.text

    def _at(self, row: int, column: int) -> str:
        return f"{self._name}!{letters(column)}{row + 1}"

    def _hide(self, kind: str, name: str) -> None:
        self._hidden[kind].append(name)

    def _merge(self, ref: str) -> None:
        """Note a merged range, as far as there are rows with text."""
        area = area_of(ref)
        if area is None or not self._texts:
            return
        bottom = min(area.bottom, max(self._texts))
        self._merged += max(bottom - area.top, 0) + 1
        if self._merged > _MOST_MERGED:
            raise UnreadableError("合并的单元格太多", "去掉多余的合并单元格，另存后再导入")
        if bottom >= area.top and area.right >= area.left:
            self._areas.append(area._replace(bottom=bottom))

    def _remark(self) -> None:
        """Tell what is hidden in the sheet, since people who look at it do not see it."""
        for kind, names in self._hidden.items():
            if names:
                more = f"等 {len(names)} 处" if len(names) > _MOST_NAMED else ""
                listed = "、".join(names[:_MOST_NAMED]) + more
                self._into.remark(f"工作表{self._name}的第 {listed} {kind}是隐藏的，已照样读入")

    def _add(self) -> None:
        """Make the cells, with the spans of the merges that begin at them, and add the table."""
        if not self._texts:
            return
        spans = {(area.top, area.left): area for area in self._areas}
        for area in sorted(self._areas):
            self._cover(area)
        top, left = min(self._texts), min(min(row) for row in self._texts.values() if row)
        cells = []
        for row, texts in sorted(self._texts.items()):
            for column, text in sorted(texts.items()):
                area = spans.get((row, column), Area(row, column, row, column))
                span = (area.bottom - row + 1, area.right - column + 1)
                place = self._at(row, column)
                cells.append(self._into.cell(text, place, row - top, column - left, *span))
        place = f"工作表{self._name}"
        if self._titled and not _UNNAMED.fullmatch(self._name):
            self._into.paragraph(self._name, place, level=2)
        self._into.table(tuple(cells), place)

    def _cover(self, area: Area) -> None:
        """Leave out what a merge covers."""
        for row in range(area.top, area.bottom + 1):
            for column in list(self._texts.get(row, ())):
                inside = area.left <= column <= area.right
                if inside and (row, column) != (area.top, area.left):
                    text = self._texts[row].pop(column)
                    self._lose(row, column, text, "被合并单元格盖住，")
