"""Workbooks (.xlsx): one table a sheet, read row by row from the file's own XML.

python-calamine allots a cell for every place between two corners, so that a file of 2 KB ends the
process; openpyxl either leaves out the merges or takes five times as long.
"""

from collections.abc import Iterator

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.package import Package
from gkplan.importing.readers.sheet import Book, Sheet, number_of, text_of
from gkplan.importing.readers.sheet import S as _S
from gkplan.importing.readers.sheetvalues import Format, format_of
from gkplan.importing.readers.xmlstream import Element

MAIN = "xl/workbook.xml"
FOLDER = "xl/"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(package: Package, into: Collector) -> None:
    """Read the sheets of a workbook in order; hidden ones are left out."""
    main = package.main(MAIN)
    workbook = package.xml(main)
    assert workbook is not None
    sheets = list(workbook.iter(f"{_S}sheet"))
    formats = _formats(package, main, workbook)
    book = Book(list(_strings(package, main)), formats, titled=len(sheets) > 1)
    parts = {part.id: part for part in package.parts(main)}
    for sheet in sheets:
        name, part = sheet.get("name", ""), parts.get(sheet.get(_RELATION, ""))
        if sheet.get("state", "visible") != "visible":
            into.remark(f"工作表{name}是隐藏的，没有读入")
        elif part is not None and part.kind == "worksheet" and part.path in package.names:
            Sheet(name, book, into).read(package, part.path)
        else:
            into.remark(f"工作表{name}没有单元格，没有读入")


def _strings(package: Package, main: str) -> Iterator[str]:
    """The texts that cells refer to by number."""
    for part in package.parts(main):
        if part.kind == "sharedStrings" and part.path in package.names:
            stream = package.stream(part.path, f"{_S}si")
            for _, element in stream.events():
                yield text_of(element)
                stream.release(element)


def _formats(package: Package, main: str, workbook: Element) -> list[Format]:
    """The number formats that cells refer to by number."""
    properties = workbook.find(f"{_S}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    styles = package.part(main, "styles")
    if styles is None:
        return []
    codes = {
        number_of(one.get("numFmtId")): one.get("formatCode", "")
        for one in styles.iter(f"{_S}numFmt")
    }
    return [
        format_of(number_of(one.get("numFmtId")), codes, since_1904=since_1904)
        for one in styles.iterfind(f"{_S}cellXfs/{_S}xf")
    ]
