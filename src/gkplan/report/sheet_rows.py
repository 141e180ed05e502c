"""Many rows at the end of sheets, written as XML beside XlsxWriter.

XlsxWriter takes seven times as long for a cell, and keeps every one until the workbook is complete.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from gkplan.report.excel import Formats, writer
from gkplan.report.repack import Rewrite, repacked

_STRINGS = "xl/sharedStrings.xml"
_STYLED = re.compile('<c r="[A-Z]+[0-9]+" s="([0-9]+)"')
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the number of a character."""
_COUNTS = re.compile(' (?:count|uniqueCount)="[0-9]+"(?=[^>]*><si>)')
_ROW = re.compile(r'<row r="(\d+)"')
_END = "</sheetData>"


Style = frozenset[tuple[str, Any]]
"""The properties of a format of XlsxWriter."""
RowCell = tuple[int, int | str]
"""The number of a cell's style, and of its text (-1 for none), or a number as a file has it."""


class SheetRow(NamedTuple):
    """A row: its height in points, and its cells."""

    height: float
    cells: Sequence[RowCell]


class SheetRows:
    """The rows of one sheet from ``first`` on, counted from 0.

    XlsxWriter writes what is above them, and in their place one blank cell for each style, from
    which the numbers of the styles in the file are read.
    """

    def __init__(self, formats: Formats, sheet: Any, first: int) -> None:
        """Begin without a row."""
        self._formats = formats
        self._sheet = sheet
        self._first = first
        self._styles: dict[Style, int] = {}
        self._rows: list[SheetRow] = []

    def style(self, style: Style) -> int:
        """Return the number of a style; an empty one is that of cells without any."""
        return self._styles.setdefault(style, len(self._styles))

    def add(self, row: SheetRow) -> None:
        """Add a row."""
        self._rows.append(row)

    def note_styles(self) -> None:
        """Write a blank cell for each style, below the rows."""
        last = self._first + len(self._rows)
        for style, column in self._styles.items():
            form = self._formats.of({"locked": True, **dict(style)})
            self._sheet.write_blank(last, column, None, form)

    def xml(self, known: int, before: bytes) -> Iterator[bytes]:
        """Yield the sheet with the rows, whose texts are numbered from ``known`` on."""
        head, _, tail = before.decode().partition(_END)
        if not self._rows:
            yield before
            return
        above, mark, own = head.rpartition(f'<row r="{self._first + len(self._rows) + 1}"')
        assert mark
        styles = _STYLED.findall(own)
        assert len(styles) == len(self._styles)
        written = _ROW.finditer(above)  # those with a link, of which these rows take the place
        end = next((row.start() for row in written if int(row[1]) > self._first), len(above))
        yield above[:end].encode()
        letters = writer().utility.xl_col_to_name
        columns = list(map(letters, range(max(len(row.cells) for row in self._rows))))
        for number, row in enumerate(self._rows, self._first + 1):
            yield _row_xml(number, row, columns, styles, known).encode()
        yield f"{_END}{tail}".encode()


class BookRows:
    """The rows of the sheets of one workbook, and the texts that they have in common."""

    def __init__(self, formats: Formats) -> None:
        """Begin without a sheet."""
        self._formats = formats
        self._sheets: dict[str, SheetRows] = {}
        self._texts: dict[str, int] = {}

    def of(self, sheet: Any, first: int) -> SheetRows:
        """Return the rows of a sheet from ``first`` on, counted from 0."""
        rows = SheetRows(self._formats, sheet, first)
        self._sheets[f"xl/worksheets/sheet{sheet.index + 1}.xml"] = rows
        return rows

    def text(self, text: str) -> int:
        """Return the number of a text; -1 for none."""
        return self._texts.setdefault(text, len(self._texts)) if text else -1

    def note_styles(self) -> None:
        """Write the styles of all rows; the workbook can be closed then."""
        for rows in self._sheets.values():
            rows.note_styles()

    def inserted(self, book: BytesIO, sealed: str = "") -> bytes:
        """Return a closed workbook with the rows, and with a seal in the member ``sealed``."""
        with ZipFile(book) as written:
            known = written.read(_STRINGS).count(b"<si>")
        changes: dict[str, Rewrite] = {_STRINGS: self._strings_xml}
        for path, rows in self._sheets.items():
            changes[path] = partial(rows.xml, known)
        return repacked(book, changes, sealed)

    def _strings_xml(self, before: bytes) -> Iterator[bytes]:
        head, end, _ = before.decode().partition("</sst>")
        yield _COUNTS.sub("", head).encode()
        for text in self._texts:
            yield _text_xml(text).encode()
        yield end.encode()


def _row_xml(
    number: int, row: SheetRow, columns: Sequence[str], styles: Sequence[str], known: int
) -> str:
    cells = [
        f'<c r="{column}{number}" s="{styles[style]}"/>'
        if content == -1
        else f'<c r="{column}{number}" s="{styles[style]}"><v>{content}</v></c>'
        if isinstance(content, str)
        else f'<c r="{column}{number}" s="{styles[style]}" t="s"><v>{known + content}</v></c>'
        for column, (style, content) in zip(columns, row.cells, strict=False)
    ]
    return f'<row r="{number}" ht="{row.height:g}" customHeight="1">{"".join(cells)}</row>'


def _text_xml(text: str) -> str:
    shown = escape(_ESCAPE.sub("_x005F_", text), quote=False)
    return f'<si><t xml:space="preserve">{shown}</t></si>'
