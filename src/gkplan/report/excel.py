"""What every workbook has in common: its library, its page, its styles, and Excel's bounds."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from gkplan.report.xltext import clean, in_header
from gkplan.views.table import looks_like_formula

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
TITLE = {**BASE, "font_name": HEI, "font_size": 16, "align": "center", "text_wrap": True}


def writer() -> Any:
    """Return the library that writes workbooks, loaded only now that one is written."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  (only for workbooks)

    return xlsxwriter


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


class Formats:
    """The formats of one workbook, each style once, and writing text to cells."""

    def __init__(self, book: Any) -> None:
        """Make formats for a workbook of XlsxWriter."""
        self._made = cache(lambda style: book.add_format(dict(style)))

    def of(self, style: Mapping[str, Any]) -> Any:
        """The format of a style."""
        return self._made(frozenset(style.items()))

    def of_text(self, style: Mapping[str, Any], text: str) -> Any:
        """Return the format of a text; what looks like a formula remains text when it is edited."""
        return self.of({**style, **AS_TEXT} if looks_like_formula(text) else style)

    def put(self, sheet: Any, row: int, column: int, text: str, style: Mapping[str, Any]) -> None:
        """Write a text as text, whatever it looks like."""
        text = clean(text)
        form = self.of_text(style, text)
        if text:
            sheet.write_string(row, column, text, form)
        else:
            sheet.write_blank(row, column, None, form)


def height_of(lines: int) -> float:
    """Return the height in points of so many lines; not every program computes it."""
    return min(lines * LINE_HEIGHT + 6, _MOST_HEIGHT)


def lines_of(length: int, width: int) -> int:
    """Lines that a text of one line takes in a column, both in half-width characters."""
    return max(-(-length // width), 1)


@lru_cache(maxsize=4096)
def length_of(line: str) -> int:
    """Return the width in half-width characters; those with two bytes in GBK are twice as wide."""
    return len(line.encode("gbk", "replace"))
