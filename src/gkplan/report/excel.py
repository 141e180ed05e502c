"""What every workbook has in common: library, page, styles, values, texts within Excel's bounds."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from gkplan.views.table import looks_like_formula, visible

SONG, HEI = "宋体", "黑体"
_A4 = 9
"""Excel's number of the paper size."""
MOST_ROWS = 1_048_576
_MOST_HEIGHT = 409
"""The maximal height of a row, in points."""
LINE_HEIGHT = 13.5
_PADDING = 1.2
"""Additional width of a column, in half-width characters."""
_MOST_HEADER = 255
_MOST_FOOT = 100
_MOST_UNITS = 32_767
"""UTF-16 code units in a cell."""
_MOST_LINES = 253
_MOST_ADDRESS = 2_079
_CUT = "…（后略）"
AS_TEXT = {"quote_prefix": True}
"""The style of a cell whose text is never run, also after somebody has edited it."""
BASE = {"font_name": SONG, "font_size": 10, "valign": "vcenter"}
CELL = {**BASE, "border": 1, "border_color": "#B8C2CC"}
HEAD = {
    **CELL,
    "font_name": HEI,
    "bg_color": "#E4EAF1",
    "font_color": "#1F3A5F",
    "align": "center",
    "text_wrap": True,
}
LINE = {**BASE, "font_size": 10.5, "text_wrap": True}
TITLE = {**BASE, "font_name": HEI, "font_size": 16, "align": "center", "text_wrap": True}


class Links(tuple[str, ...]):
    """Evidence, one line each; a web address may become a link."""

    __slots__ = ()


class Provisional(date):
    """A day computed in a year without a published calendar (暂定); it is marked as such."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the day as people see it: ``2027-01-29 暂定``."""
        return f"{self.isoformat()} 暂定"


Value = str | int | float | date | Links | None
"""A cell: text, a count, a part of a whole (0.333), a day, evidence, or nothing."""


def writer() -> Any:
    """Return the library that writes workbooks, loaded only now that one is written."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  (only for workbooks)

    return xlsxwriter


def new_book(out: BytesIO, title: str, day: date, subject: str = "") -> Any:
    """Begin a workbook of XlsxWriter that is written to ``out``, made on ``day``."""
    book = writer().Workbook(out, {"in_memory": True})
    about = {"title": clean(title), "author": "gkplan", "created": datetime.combine(day, time())}
    book.set_properties({**about, **({"subject": clean(subject)} if subject else {})})
    return book


def set_up_page(sheet: Any, title: str, day: str = "", foot: str = "") -> None:
    """Print a sheet on A4 across, as wide as the page, with a title and numbers on each page."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    font = f'&"{SONG},常规"&9 '  # the blank separates the size from digits of the title
    right = f"&R{font}{day}" if day else ""
    room = _MOST_HEADER - len(f"&L{font}{right}")
    sheet.set_header(f"&L{font}{in_header(title, room)}{right}")
    left = f"&L{font}{in_header(foot, _MOST_FOOT)}" if foot else ""
    sheet.set_footer(f"{left}&C{font}第 &P 页，共 &N 页")


def set_up_columns(sheet: Any, widths: Sequence[int]) -> None:
    """Make the columns as wide as so many half-width characters; ids are text without a mark."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + _PADDING)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def style_of_text(style: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """Return the style of a text; what looks like a formula remains text when it is edited."""
    return {**style, **AS_TEXT} if looks_like_formula(text) else style


class Formats:
    """The formats of one workbook, each style once, and writing text to cells."""

    def __init__(self, book: Any) -> None:
        """Make formats for a workbook of XlsxWriter."""
        self._made = cache(lambda style: book.add_format(dict(style)))

    def of(self, style: Mapping[str, Any]) -> Any:
        """The format of a style."""
        return self._made(frozenset(style.items()))

    def put(self, sheet: Any, row: int, column: int, text: str, style: Mapping[str, Any]) -> None:
        """Write a text as text, whatever it looks like."""
        text = clean(text)
        form = self.of(style_of_text(style, text))
        if text:
            sheet.write_string(row, column, text, form)
        else:
            sheet.write_blank(row, column, None, form)

    def merge(
        self, sheet: Any, area: tuple[int, int, int, int], text: str, style: Mapping[str, Any]
    ) -> None:
        """Write a text over an area: its first row and column, its last row and column."""
        sheet.merge_range(*area, "", self.of(style))
        self.put(sheet, *area[:2], text, style)


def height_of(lines: int) -> float:
    """Return the height in points of so many lines; not every program computes it."""
    return min(lines * LINE_HEIGHT + 6, _MOST_HEIGHT)


def lines_of(length: int, width: int) -> int:
    """Lines that a text of one line takes in a column, both in half-width characters."""
    return max(-(-length // width), 1)


def lines_in(text: str, width: int) -> int:
    """Lines that a text takes in a column of a width in half-width characters."""
    if "\n" not in text:  # nearly all
        return lines_of(length_of(text), width)
    return sum(lines_of(length_of(line), width) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def length_of(line: str) -> int:
    """Return the width in half-width characters; those with two bytes in GBK are twice as wide."""
    return len(line.encode("gbk", "replace"))


@lru_cache(maxsize=4096)  # the same units and tasks are in many rows
def clean(text: str) -> str:
    """Replace what XML forbids or what turns the direction; cut to the limit of Excel."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    if text.count("\n") >= _MOST_LINES:
        text = "\n".join([*text.split("\n", _MOST_LINES - 1)[:-1], _CUT])
    return _cut(text, _MOST_UNITS, _CUT)


def _cut(text: str, units: int, mark: str) -> str:
    """Cut a text to so many UTF-16 code units, the mark included."""
    if len(text) * 2 <= units or len(text.encode("utf-16-le")) <= 2 * units:
        return text
    kept = text.encode("utf-16-le")[: 2 * (units - len(mark))]
    return kept.decode("utf-16-le", "ignore") + mark


def in_header(text: str, units: int) -> str:
    """Return a text as part of a page's head, where an ampersand begins a command."""
    text = clean(" ".join(text.split()))
    text = text if len(text) <= units else text[:units] + "…"
    while len(text.replace("&", "&&").encode("utf-16-le")) > 2 * units:
        text = text.removesuffix("…")[:-1] + "…"
    return text.replace("&", "&&")


def address(text: str) -> str:
    """Return the text as the target of a link; nothing if it is not a web address."""
    if not re.match(r"https?://", text, re.IGNORECASE) or clean(text) != text:
        return ""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    text = re.sub(r'[\s"<>\\^`{|}]', lambda match: f"%{ord(match.group()):02X}", text)
    try:
        parts = urlsplit(text)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return text if sound and len(text.encode("utf-16-le")) <= 2 * _MOST_ADDRESS else ""
