"""The cells of a workbook's sheets as its XML has them: addresses, texts, kinds of value."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gkplan.importing.readers.sheetvalues import Format, shown
from gkplan.importing.readers.xmlstream import Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = ("1", "true")


class Book(NamedTuple):
    """What the sheets of a workbook share: the texts and number formats that cells refer to.

    ``struck_strings`` and ``struck_styles`` are those of them that are struck through.
    """

    strings: list[str]
    formats: list[Format]
    struck_strings: frozenset[int] = frozenset()
    struck_styles: frozenset[int] = frozenset()

    def format_of(self, cell: Element) -> Format:
        """Return the number format of a cell."""
        index = number_of(cell.get("s"))
        return self.formats[index] if index < len(self.formats) else Format()


class RawCell(NamedTuple):
    """A cell that has something in it.

    ``kind`` is its type in the file (ISO 29500-1, 18.18.11): ``n`` a number or a date, ``s`` and
    ``inlineStr`` a text, ``str`` the text of a formula, ``b`` a truth value, ``e`` an error value.
    ``text`` is what people see of it, ``value`` what the file has, ``formula`` whether a formula
    computes it, ``struck`` whether any of it is struck through.
    """

    row: int
    column: int
    text: str
    kind: str
    formula: bool
    value: str = ""
    struck: bool = False


class Area(NamedTuple):
    """A merged range, first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def number_of(text: str | None, default: int = 0) -> int:
    """Return a number as XML states it; a damaged one is the default."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else default


def is_true(text: str | None) -> bool:
    """Whether an attribute of XML says yes."""
    return text in _TRUE


def text_of(element: Element) -> str:
    """Return the text of a cell, without the readings that may stand above Japanese."""
    runs = (run for child in element if child.tag != f"{S}rPh" for run in child.iter(f"{S}t"))
    text = "".join(run.text or "" for run in runs)
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def position_of(address: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of an address like B3; None if it is none."""
    if (match := _ADDRESS.fullmatch(address)) is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def area_of(ref: str) -> Area | None:
    """Return the range of an address like B3:D5; None if it is none."""
    first, _, last = ref.partition(":")
    begin, end = position_of(first), position_of(last or first)
    return Area(*begin, *end) if begin and end else None


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    text, column = "", column + 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def row_of(element: Element, next_row: int) -> int:
    """Return the number of a row, counted from 0; one that states none follows the last."""
    return number_of(element.get("r"), next_row + 1) - 1


def cells_of(element: Element, row: int, book: Book) -> Iterator[RawCell]:
    """Yield the cells of a row's XML that are not empty; an address of their own counts first."""
    column = -1
    for cell in element:
        if position := position_of(cell.get("r", "")):
            row, column = position
        else:
            column += 1
        if len(cell):
            kind = cell.get("t", "n")
            formula = cell.find(f"{S}f") is not None
            value = cell.findtext(f"{S}v") or ""
            text = _shown_text(cell, kind, value, book)
            struck = _is_struck(cell, kind, value, book)
            yield RawCell(row, column, text, kind, formula, value, struck)


def is_struck(element: Element) -> bool:
    """Whether any run of a text, or a font, is struck through."""
    return any(
        strike.get("val", "1") not in ("0", "false") for strike in element.iter(f"{S}strike")
    )


def _is_struck(cell: Element, kind: str, value: str, book: Book) -> bool:
    if number_of(cell.get("s")) in book.struck_styles:
        return True
    if kind == "inlineStr":
        return is_struck(cell)
    return kind == "s" and number_of(value, -1) in book.struck_strings


def _shown_text(cell: Element, kind: str, value: str, book: Book) -> str:
    """Return what people see of a cell."""
    if kind == "inlineStr":
        return "".join(map(text_of, cell.iterfind(f"{S}is")))
    if kind == "s":
        index = number_of(value, len(book.strings))
        return book.strings[index] if index < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if is_true(value) else "FALSE"
    return shown(value, book.format_of(cell)) if kind == "n" and value else value
