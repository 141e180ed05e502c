"""Workbooks (.xlsx): one table a sheet, read row by row from the file's own XML.

python-calamine allots a cell for every place between two corners, so that a file of 2 KB ends the
process; openpyxl either leaves out the merges or takes five times as long.
"""

from collections.abc import Iterator
from typing import NamedTuple

from gkplan.importing.readers.cells import Book, S, number_of, text_of
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.package import Package
from gkplan.importing.readers.sheet import Sheet
from gkplan.importing.readers.sheetvalues import Format, format_of
from gkplan.importing.readers.xmlstream import Element

MAIN = "xl/workbook.xml"
FOLDER = "xl/"
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


def read_book(package: Package) -> Book:
    """Return what the sheets of a workbook share."""
    main = package.main(MAIN)
    workbook = package.xml(main)
    assert workbook is not None
    return Book(list(_strings(package, main)), _formats(package, main, workbook))


def _strings(package: Package, main: str) -> Iterator[str]:
    """The texts that cells refer to by number."""
    for part in package.parts(main):
        if part.kind == "sharedStrings" and part.path in package.names:
            stream = package.stream(part.path, f"{S}si")
            for _, element in stream.events():
                yield text_of(element)
                stream.release(element)


def _formats(package: Package, main: str, workbook: Element) -> list[Format]:
    """The number formats that cells refer to by number."""
    properties = workbook.find(f"{S}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    styles = package.part(main, "styles")
    if styles is None:
        return []
    codes = {
        number_of(one.get("numFmtId")): one.get("formatCode", "")
        for one in styles.iter(f"{S}numFmt")
    }
    return [
        format_of(number_of(one.get("numFmtId")), codes, since_1904=since_1904)
        for one in styles.iterfind(f"{S}cellXfs/{S}xf")
    ]
