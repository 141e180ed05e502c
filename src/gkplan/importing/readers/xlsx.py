"""Workbooks (.xlsx): one table a sheet, read row by row from the file's own XML.

python-calamine allots a cell for every place between two corners, so that a file of 2 KB ends the
process; openpyxl either leaves out the merges or takes five times as long.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from gkplan.importing.readers.cells import Book, S, is_struck, is_true, number_of, text_of
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.package import Package
from gkplan.importing.readers.sheet import Sheet
from gkplan.importing.readers.sheetvalues import Format, format_of
from gkplan.importing.readers.unreadable import TooLargeError
from gkplan.importing.readers.xmlstream import Element

MAIN = "xl/workbook.xml"
FOLDER = "xl/"
MOST_STRINGS = 2_500_000
"""Texts that the cells of a workbook share."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class SheetPart(NamedTuple):
    """A sheet as the workbook names it; ``path`` is empty for one without cells, as a chart is."""

    name: str
    visible: bool
    path: str


def read(package: Package, into: Collector) -> None:
    """Read the sheets of a workbook in order; hidden ones are left out."""
    sheets = sheet_parts(package)
    book = read_book(package)
    for sheet in sheets:
        if not sheet.visible:
            into.remark(f"工作表{sheet.name}是隐藏的，没有读入")
        elif sheet.path:
            Sheet(sheet.name, book, into, titled=len(sheets) > 1).read(package, sheet.path)
        else:
            into.remark(f"工作表{sheet.name}没有单元格，没有读入")


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


def read_book(package: Package, most_strings: int = MOST_STRINGS) -> Book:
    """Return what the sheets of a workbook share; raises ``TooLargeError`` for too many texts."""
    main = package.main(MAIN)
    workbook = package.xml(main)
    assert workbook is not None
    strings = list(islice(_strings(package, main), most_strings + 1))
    if len(strings) > most_strings:
        raise TooLargeError(f"文字超过 {most_strings} 个")
    struck = frozenset(number for number, (_, struck) in enumerate(strings) if struck)
    styles = package.part(main, "styles")
    if styles is None:
        return Book([text for text, _ in strings], [], struck)
    formats = _formats(styles, workbook)
    return Book([text for text, _ in strings], formats, struck, _struck_styles(styles))


def _strings(package: Package, main: str) -> Iterator[tuple[str, bool]]:
    """Yield the texts that cells refer to by number, each with whether it is struck through."""
    named = (part.path for part in package.parts(main) if part.kind == "sharedStrings")
    path = next((path for path in named if path in package.names), None)
    if path is not None:
        stream = package.stream(path, f"{S}si")
        for _, element in stream.events():
            plain = element.find(f"{S}r") is None
            yield text_of(element), not plain and is_struck(element)
            stream.release(element)


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
