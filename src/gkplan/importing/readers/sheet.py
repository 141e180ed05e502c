"""One sheet of a workbook: its cells with text, its merges, and what in it is not seen."""

import re
from typing import NamedTuple

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_CELLS
from gkplan.importing.readers.package import Package
from gkplan.importing.readers.sheetvalues import Format, shown
from gkplan.importing.readers.unreadable import TooLargeError, UnreadableError
from gkplan.importing.readers.xmlstream import Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _COLUMN, _MERGE = (S + name for name in ("row", "col", "mergeCell"))
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_MERGED = 5_000_000
"""The sum of the heights of all merges: a million rows and more, which no sheet has five times."""
_MOST_QUOTED = 60
_MOST_NAMED = 20
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
"""The names that programs give to sheets by themselves."""
_TRUE = ("1", "true")


class Book(NamedTuple):
    """What the sheets of a workbook share; ``titled`` where there are several, told by name."""

    strings: list[str]
    formats: list[Format]
    titled: bool


class Area(NamedTuple):
    """A merged range, first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def number_of(text: str | None, default: int = 0) -> int:
    """A number as XML states it; a damaged one is the default."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else default


def text_of(element: Element) -> str:
    """The text of a cell, without the readings that may stand above Japanese."""
    runs = (one for child in element if child.tag != f"{S}rPh" for one in child.iter(f"{S}t"))
    text = "".join(one.text or "" for one in runs)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _place(address: str) -> tuple[int, int] | None:
    """Row and column of an address like B3."""
    if (found := _ADDRESS.fullmatch(address)) is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _letters(column: int) -> str:
    """The letters of a column."""
    text, column = "", column + 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


class Sheet:
    """One sheet while it is read."""

    def __init__(self, name: str, book: Book, into: Collector) -> None:
        """Begin a sheet."""
        self._name, self._book, self._into = name, book, into
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
            elif element.get("hidden") in _TRUE:
                ends = (_letters(number_of(element.get(key)) - 1) for key in ("min", "max"))
                self._hide("列", "—".join(dict.fromkeys(ends)))
            stream.release(element)
        self._remark()
        self._add()

    def _row(self, next_row: int, element: Element) -> int:
        """Take the cells of a row that have text, and give the row's number."""
        row = number_of(element.get("r"), next_row + 1) - 1
        texts: dict[int, str] = {}
        column = -1
        for cell in element:
            if place := _place(cell.get("r", "")):
                row, column = place
            else:
                column += 1
            if len(cell) and (text := self._text(cell, row, column)):
                if column in texts:
                    self._lose(row, column, texts[column], "在文件里写了两次，前一个")
                texts[column] = text
        if texts:
            known = self._texts.setdefault(row, {})
            for again in sorted(known.keys() & texts.keys()):
                self._lose(row, again, known[again], "在文件里写了两次，前一个")
            known.update(texts)
            self._bound(len(texts))
            if element.get("hidden") in _TRUE:
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

    def _text(self, cell: Element, row: int, column: int) -> str:
        """The text of a cell as it is shown."""
        kind, value = cell.get("t", "n"), cell.findtext(f"{S}v") or ""
        if kind == "inlineStr":
            return "".join(map(text_of, cell.iterfind(f"{S}is")))
        if kind == "s":
            index = number_of(value, len(self._book.strings))
            return self._book.strings[index] if index < len(self._book.strings) else ""
        if kind == "e":
            self._into.remark(f"{self._at(row, column)}是错误值 {value}，没有读入")
            return ""
        if kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        if not value and cell.find(f"{S}f") is not None:
            self._into.remark(f"{self._at(row, column)}的公式没有存下结果，没有读入")
        return self._number(value, cell) if kind == "n" and value else value

    def _number(self, value: str, cell: Element) -> str:
        """A number in the format of its cell."""
        index = number_of(cell.get("s"))
        formats = self._book.formats
        return shown(value, formats[index] if index < len(formats) else Format())

    def _at(self, row: int, column: int) -> str:
        return f"{self._name}!{_letters(column)}{row + 1}"

    def _hide(self, kind: str, name: str) -> None:
        self._hidden[kind].append(name)

    def _merge(self, ref: str) -> None:
        """Note a merged range, as far as there are rows with text."""
        first, _, last = ref.partition(":")
        begin, end = _place(first), _place(last or first)
        if begin is None or end is None or not self._texts:
            return
        bottom = min(end[0], max(self._texts))
        self._merged += max(bottom - begin[0], 0) + 1
        if self._merged > _MOST_MERGED:
            raise UnreadableError("合并的单元格太多", "去掉多余的合并单元格，另存后再导入")
        if bottom >= begin[0] and end[1] >= begin[1]:
            self._areas.append(Area(*begin, bottom, end[1]))

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
        if self._book.titled and not _UNNAMED.fullmatch(self._name):
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
