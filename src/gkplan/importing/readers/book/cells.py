"""The cells of a workbook as people see them: addresses, texts, numbers in their formats."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from gkplan.importing.readers.package import Element

_BUILT_IN = {
    **dict.fromkeys((2, 4), "0.00"),
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 28, 29, 30, 31, 51, 53, 54, 58), "yyyy-mm-dd"),
    16: "mm-dd",
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-mm"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    22: "yyyy-mm-dd h:mm",
}
"""Formats without a code in the file, as Excel shows them in Chinese (ISO 29500-1 18.8.30)."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_AROUND = re.compile(r"(?P<before>[^#0?.,%]*)(?P<digits>[#0?,]+)(?P<after>[^#0?.,%E/]*)")
_PLACES = re.compile(
    r"(?P<before>[^#0?.,%]*)[#0?,]+\.(?P<places>[#0?]{1,15})(?P<after>[^#0?.,%E/]*)"
)
_LARGEST = 1e15
"""Numbers from which a workbook no longer knows every digit."""
_LONGEST_CODE = 255
"""Characters of a format; Excel accepts no more."""
_FIRST_TRUE_DAY = 60
"""Excel counts a 29th of February 1900 that never was."""


class Format(NamedTuple):
    """How numbers of a format are shown."""

    code: str = ""
    since_1904: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """The parts of a date that the format shows: of y, m, d, h, s."""
        bare = _LITERAL.sub("", self.code.partition(";")[0]).lower()
        if "general" in bare or not set(bare) & set("ymdhs"):
            return frozenset()
        return frozenset(bare) & frozenset("ymdhs")


def format_of(number: int, codes: dict[int, str], *, since_1904: bool) -> Format:
    """The format with a number: of the file's own, or built in; too long a code is none."""
    code = codes.get(number) or _BUILT_IN.get(number, "")
    return Format(code if len(code) <= _LONGEST_CODE else "", since_1904)


def shown(value: str, form: Format) -> str:
    """Write a number, given as XML does, the way its format shows it."""
    try:
        number = float(value)
    except ValueError:
        return value
    if not isfinite(number):
        return value
    if parts := form.parts:
        return _date(number, parts, since_1904=form.since_1904) or _plain(number)
    if "%" in _LITERAL.sub("", form.code):
        return f"{_plain(number * 100)}%"
    return _with_words(number, form.code) or _with_places(value, form.code) or _plain(number)


def _plain(number: float) -> str:
    """A number without a needless point."""
    return f"{number:.15g}"


def _with_words(number: float, code: str) -> str:
    """A whole number as a format like ``0"月底前"`` or ``000`` shows it."""
    bare = _LITERAL.sub(lambda found: found[1] or found[2] or "", code.partition(";")[0])
    around = _AROUND.fullmatch(bare)
    if around is None or number != int(number) or number < 0:
        return ""
    return f"{around['before']}{int(number):0{around['digits'].count('0')}}{around['after']}"


def _with_places(value: str, code: str) -> str:
    """A number as a format like ``0.00`` shows it: with all its decimal places, half up."""
    bare = _LITERAL.sub(lambda found: found[1] or found[2] or "", code.partition(";")[0])
    found = _PLACES.fullmatch(bare)
    if found is None or not 0 <= float(value) < _LARGEST:
        return ""
    places = len(found["places"])
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    for _ in range(places - found["places"].count("0")):
        text = text.removesuffix("0")
    return found["before"] + text.removesuffix(".") + found["after"]


def _date(number: float, parts: frozenset[str], *, since_1904: bool) -> str:
    """A day as ISO 8601; a month, a year or a time alone where no more is shown."""
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  (local)
    if not since_1904 and number < _FIRST_TRUE_DAY:
        first += timedelta(days=1)
    try:
        moment = first + timedelta(seconds=round(number * 86_400))
    except (OverflowError, ValueError):
        return ""
    if not parts & {"y", "d"}:
        return moment.strftime("%H:%M") if parts & {"h", "s"} else f"{moment.month}月"
    if "d" in parts:
        return f"{moment:%Y-%m-%d %H:%M}" if parts & {"h"} else f"{moment:%Y-%m-%d}"
    return f"{moment.year}年{moment.month}月" if "m" in parts else f"{moment.year}年"


S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LONGEST_ADDRESS = 10
_TRUE = ("1", "true")
_MOST_DIGITS = 9
_FORMULA, _VALUE, _RUN, _INLINE = (f"{S}{name}" for name in ("f", "v", "t", "is"))


class Book(NamedTuple):
    """What the sheets of a workbook share: the texts and number formats that cells refer to.

    ``kept_strings`` are the texts of which a part is struck through, without that part;
    ``struck_styles`` strike through all of a cell.
    """

    strings: list[str]
    formats: list[Format]
    kept_strings: Mapping[int, str] = MappingProxyType({})
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
    computes it, ``kept`` the text without what is struck through, None where nothing is.
    """

    row: int
    column: int
    text: str
    kind: str
    formula: bool
    value: str = ""
    kept: str | None = None


class Area(NamedTuple):
    """A merged range, first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def number_of(text: str | None, default: int = 0) -> int:
    """Return a number as XML states it; a damaged one is the default."""
    is_number = text and len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if text and is_number else default


def is_true(text: str | None) -> bool:
    """Whether an attribute of XML says yes."""
    return text in _TRUE


def text_of(element: Element) -> str:
    """Return the text of a cell, without the readings that may stand above Japanese."""
    runs = (run for child in element if child.tag != f"{S}rPh" for run in child.iter(_RUN))
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    return text if "_x" not in text else _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def position_of(address: str) -> tuple[int, int] | None:
    """Return row and column, counted from 0, of an address like B3; None if it is none."""
    return _position_of(address) if len(address) <= _LONGEST_ADDRESS else None


@lru_cache(maxsize=1 << 16)  # forms of many units have the same addresses
def _position_of(address: str) -> tuple[int, int] | None:
    if (match := _ADDRESS.fullmatch(address)) is None:
        return None
    return int(match[2]) - 1, _column_of(match[1])


@lru_cache
def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


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
            parts = {part.tag: part.text for part in cell}  # lxml's find is slow
            value = parts.get(_VALUE) or ""
            text, kept = _texts_of(cell, kind, value, book)
            if book.struck_styles and number_of(cell.get("s")) in book.struck_styles:
                kept = ""
            yield RawCell(row, column, text, kind, _FORMULA in parts, value, kept)


def is_struck(font: Element | None) -> bool:
    """Whether a font, or the look of a run, is struck through."""
    strike = None if font is None else font.find(f"{S}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def read_text(element: Element) -> tuple[str, str | None]:
    """Return a text, and it without its runs that are struck through; None where there is none."""
    if len(element) == 1 and (run := element[0]).tag == _RUN:  # one piece, as nearly every one is
        return _unescaped(run.text or ""), None
    runs = element.findall(f"{S}r")
    kept = [run for run in runs if not is_struck(run.find(f"{S}rPr"))]
    return text_of(element), "".join(map(text_of, kept)) if len(kept) < len(runs) else None


def _texts_of(cell: Element, kind: str, value: str, book: Book) -> tuple[str, str | None]:
    """Return what people see of a cell, and it without what is struck through, as ``read_text``."""
    if kind == "s":
        index = number_of(value, len(book.strings))
        text = book.strings[index] if index < len(book.strings) else ""
        return text, book.kept_strings.get(index)
    if kind == "inlineStr":
        texts = [read_text(part) for part in cell if part.tag == _INLINE]
        if len(texts) == 1:
            return texts[0]
        return "".join(text for text, _ in texts), texts[0][1] if texts else None
    if kind == "b":
        return "TRUE" if is_true(value) else "FALSE", None
    return shown(value, book.format_of(cell)) if kind == "n" and value else value, None
