"""Many rows of texts at the end of a sheet, written as XML beside XlsxWriter.

XlsxWriter takes seven times as long for a cell, and keeps every one until the workbook is complete.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from gkplan.importing.readers.book.cells import letters
from gkplan.report.excel import Formats
from gkplan.report.repack import repacked

_STRINGS, _SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
_STYLED = re.compile('<c r="[A-Z]+[0-9]+" s="([0-9]+)"')
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the number of a character."""
_COUNTS = re.compile(' (?:count|uniqueCount)="[0-9]+"(?=[^>]*><si>)')
_END = "</sheetData>"


Style = frozenset[tuple[str, Any]]
"""The properties of a format of XlsxWriter."""


class TextRow(NamedTuple):
    """A row: its height in points, and the numbers of the style and the text of every cell."""

    height: float
    cells: Sequence[tuple[int, int]]


class TextRows:
    """The rows of a workbook's first sheet from ``first`` on, counted from 0.

    XlsxWriter writes what is above them, and in their place one blank cell for each style, from
    which the numbers of the styles in the file are read.
    """

    def __init__(self, formats: Formats, sheet: Any, first: int) -> None:
        """Begin without a row."""
        self._formats = formats
        self._sheet = sheet
        self._first = first
        self._styles: dict[Style, int] = {}
        self._texts: dict[str, int] = {}
        self._rows: list[TextRow] = []
        self._known = 0
        """How many texts XlsxWriter has written itself."""

    def style(self, style: Style) -> int:
        """Return the number of a style; an empty one is that of cells without any."""
        return self._styles.setdefault(style, len(self._styles))

    def text(self, text: str) -> int:
        """Return the number of a text; -1 for none."""
        return self._texts.setdefault(text, len(self._texts)) if text else -1

    def add(self, row: TextRow) -> None:
        """Add a row."""
        self._rows.append(row)

    def note_styles(self) -> None:
        """Write a blank cell for each style, below the rows; the workbook can be closed then."""
        last = self._first + len(self._rows)
        for style, column in self._styles.items():
            form = self._formats.of({"locked": True, **dict(style)})
            self._sheet.write_blank(last, column, None, form)

    def inserted(self, book: BytesIO, sealed: str) -> bytes:
        """Return a closed workbook with the rows, and with a seal in the member ``sealed``."""
        with ZipFile(book) as written:
            self._known = written.read(_STRINGS).count(b"<si>")
        changes = {_STRINGS: self._strings_xml, _SHEET: self._sheet_xml}
        return repacked(book, changes, sealed)

    def _strings_xml(self, before: bytes) -> Iterator[bytes]:
        head, end, _ = before.decode().partition("</sst>")
        yield _COUNTS.sub("", head).encode()
        for text in self._texts:
            yield _text_xml(text).encode()
        yield end.encode()

    def _sheet_xml(self, before: bytes) -> Iterator[bytes]:
        head, _, tail = before.decode().partition(_END)
        above, mark, own = head.rpartition(f'<row r="{self._first + len(self._rows) + 1}"')
        assert mark
        styles = _STYLED.findall(own)
        assert len(styles) == len(self._styles)
        below = re.search(f'<row r="{self._first + 1}"', above)
        yield (above[: below.start()] if below else above).encode()
        for number, row in enumerate(self._rows, self._first + 1):
            yield self._row_xml(number, row, styles).encode()
        yield f"{_END}{tail}".encode()

    def _row_xml(self, number: int, row: TextRow, styles: Sequence[str]) -> str:
        cells = "".join(
            f'<c r="{_column(column)}{number}" s="{styles[style]}"'
            + (f' t="s"><v>{self._known + text}</v></c>' if text >= 0 else "/>")
            for column, (style, text) in enumerate(row.cells)
        )
        return f'<row r="{number}" ht="{row.height:g}" customHeight="1">{cells}</row>'


_column = lru_cache(letters)


def _text_xml(text: str) -> str:
    shown = escape(_ESCAPE.sub("_x005F_", text), quote=False)
    return f'<si><t xml:space="preserve">{shown}</t></si>'
