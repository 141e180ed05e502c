"""Workbooks (.xlsx): each sheet as a table with its merges, and what is not seen of it."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from gkplan.importing.readers.book.cells import (
    Area,
    Book,
    Format,
    RawCell,
    S,
    area_of,
    cells_of,
    format_of,
    is_struck,
    is_true,
    letters,
    number_of,
    read_text,
    row_of,
)
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_CELLS, TooLargeError, UnreadableError
from gkplan.importing.readers.package import Element, Package

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
        row = -1
        for element in package.elements(path, _ROW, _MERGE, _COLUMN):
            if element.tag == _ROW:
                row = self._row(row + 1, element)
            elif element.tag == _MERGE:
                self._merge(element.get("ref", ""))
            elif is_true(element.get("hidden")):
                ends = (letters(number_of(element.get(key)) - 1) for key in ("min", "max"))
                self._hidden["列"].append("—".join(dict.fromkeys(ends)))
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
                self._hidden["行"].append(str(row + 1))
        return row

    def _lose(self, row: int, column: int, text: str, why: str) -> None:
        """Tell of a text that no program shows."""
        self._into.remark(f"{self._at(row, column)}{why}没有读入：“{_short(text)}”")

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
        if cell.kept is not None and cell.text:
            place, quoted = self._at(cell.row, cell.column), _short(cell.text)
            self._into.remark(f"{place}有删除线的文字没有读入，原文是“{quoted}”")
            return cell.kept
        return cell.text

    def _at(self, row: int, column: int) -> str:
        return f"{self._name}!{letters(column)}{row + 1}"

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
        if not any(self._texts.values()):
            return
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


MAIN = "xl/workbook.xml"
FOLDER = "xl/"
MOST_STRINGS = 1_000_000
"""Texts that the cells of a workbook share."""
_THREAD = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}threadedComment"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class SheetPart(NamedTuple):
    """A sheet as the workbook names it; ``path`` is empty for one without cells, as a chart is."""

    name: str
    visible: bool
    path: str


def read(package: Package, into: Collector) -> None:
    """Read the sheets of a workbook in order; hidden ones are left out."""
    sheets = sheet_parts(package)
    book = read_book(package, MOST_STRINGS)
    for sheet in sheets:
        if not sheet.visible:
            into.remark(f"工作表{sheet.name}是隐藏的，没有读入")
        elif sheet.path:
            Sheet(sheet.name, book, into, titled=len(sheets) > 1).read(package, sheet.path)
            _remark_beside(package, sheet, into)
        else:
            into.remark(f"工作表{sheet.name}没有单元格，没有读入")


def _remark_beside(package: Package, sheet: SheetPart, into: Collector) -> None:
    """Report what lies over the cells of a sheet: comments, text boxes and pictures."""
    parts = [part for part in package.parts(sheet.path) if part.path in package.names]
    threads = any(part.kind == "threadedComment" for part in parts)
    for part in parts:
        if part.kind == ("threadedComment" if threads else "comments"):
            for element in package.elements(part.path, f"{S}comment", _THREAD):
                into.remark(
                    f"{sheet.name}!{element.get('ref', '')}的批注没有读入{_quoted(element)}"
                )
        elif part.kind == "drawing":
            for element in package.elements(part.path, f"{_DRAWN}sp", f"{_DRAWN}pic"):
                kind = "文本框" if element.tag == f"{_DRAWN}sp" else "图片"
                into.remark(f"工作表{sheet.name}的{kind}没有读入{_quoted(element)}")


def _quoted(element: Element) -> str:
    """Quote the beginning of all text in an element; nothing where there is none."""
    named = (one for one in element.iter() if one.tag.rpartition("}")[2] in ("t", "text"))
    text = _short("".join(one.text or "" for one in named))
    return f"：“{text}”" if text else ""


def _short(text: str) -> str:
    return " ".join(text.split())[:_MOST_QUOTED]


def sheet_parts(package: Package) -> list[SheetPart]:
    """Return the sheets that a workbook names, in its order."""
    main = package.main(MAIN)
    workbook = package.xml(main)
    assert workbook is not None
    parts = {part.id: part for part in package.parts(main)}
    sheets = []
    for sheet in workbook.iter(f"{S}sheet"):
        part = parts.get(sheet.get(_RELATION, ""))
        readable = part and part.kind == "worksheet" and part.path in package.names
        path = part.path if part and readable else ""
        visible = sheet.get("state", "visible") == "visible"
        sheets.append(SheetPart(sheet.get("name", ""), visible, path))
    return sheets


def read_book(package: Package, most_strings: int) -> Book:
    """Return what the sheets of a workbook share; raises ``TooLargeError`` for too many texts."""
    main = package.main(MAIN)
    workbook = package.xml(main)
    assert workbook is not None
    strings = list(islice(_strings(package, main), most_strings + 1))
    if len(strings) > most_strings:
        raise TooLargeError(f"文字超过 {most_strings} 个")
    kept = {number: kept for number, (_, kept) in enumerate(strings) if kept is not None}
    styles = package.part(main, "styles")
    if styles is None:
        return Book([text for text, _ in strings], [], kept)
    formats = _formats(styles, workbook)
    return Book([text for text, _ in strings], formats, kept, _struck_styles(styles))


def _strings(package: Package, main: str) -> Iterator[tuple[str, str | None]]:
    """Yield the texts that cells refer to by number, each also without what is struck through."""
    named = (part.path for part in package.parts(main) if part.kind == "sharedStrings")
    path = next((path for path in named if path in package.names), None)
    if path is not None:
        yield from map(read_text, package.elements(path, f"{S}si"))


def _formats(styles: Element, workbook: Element) -> list[Format]:
    """Return the number formats that cells refer to by number."""
    properties = workbook.find(f"{S}workbookPr")
    since_1904 = properties is not None and is_true(properties.get("date1904"))
    codes = {
        number_of(form.get("numFmtId")): form.get("formatCode", "")
        for form in styles.iter(f"{S}numFmt")
    }
    return [
        format_of(number_of(form.get("numFmtId")), codes, since_1904=since_1904)
        for form in styles.iterfind(f"{S}cellXfs/{S}xf")
    ]


def _struck_styles(styles: Element) -> frozenset[int]:
    """Return the numbers of the cell styles whose font is struck through."""
    fonts = [is_struck(font) for font in styles.iterfind(f"{S}fonts/{S}font")]
    return frozenset(
        number
        for number, form in enumerate(styles.iterfind(f"{S}cellXfs/{S}xf"))
        if number_of(form.get("fontId")) < len(fonts) and fonts[number_of(form.get("fontId"))]
    )
