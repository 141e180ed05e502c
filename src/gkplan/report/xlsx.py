"""The ledger (台账) as an Excel workbook, made with XlsxWriter from a report.

The content of its sheets is made in ``ledger.py`` and ``figures.py``; this module lays it out.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from gkplan.domain.errors import UsageError
from gkplan.domain.vocabulary import Status
from gkplan.report.about import title
from gkplan.report.data import Report
from gkplan.report.excel import (
    CELL,
    HEAD,
    HEI,
    MOST_ROWS,
    SONG,
    TITLE,
    Formats,
    height_of,
    length_of,
    lines_of,
    set_up_columns,
    set_up_page,
    writer,
)
from gkplan.report.figures import summary
from gkplan.report.ledger import tables
from gkplan.report.sheets import Links, Provisional, Sheet, SheetColumn, Value
from gkplan.report.xltext import address, clean

_MOST_LINKS = 65_530
"""Links on one sheet."""
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts days wrongly or not at all; such dates are text."""
_FIGURE = 15
"""Half-width characters of a column of figures: a date, or a rate with both of its numbers."""
_TITLE_LINE = 80
"""Half-width characters of a title that fit on one line."""
_LINE = {"font_name": SONG, "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
_SECTION = {"font_name": HEI, "font_size": 12, "font_color": "#1F3A5F", "valign": "vcenter"}
_RED = {"font_color": "#B3261E", "bold": True}
_TINTS: dict[str, dict[str, Any]] = {
    Status.WAITING.label: {"font_color": "#8A5A00"},
    Status.DOING.label: {"font_color": "#1B5E9E"},
    Status.BLOCKED.label: _RED,
    Status.DONE.label: {"font_color": "#1E6B3A"},
    Status.WAIVED.label: {"font_color": "#6B7280"},
    "逾期": _RED,
    "落实单位逾期": _RED,
    "已退回": _RED,
}
"""Colours of the words in narrow columns; the words alone are sufficient."""
_TINTED = ("状态", "逾期", "核查")
"""The titles of the columns whose words have these colours."""


def workbook(report: Report) -> bytes:
    """Write a report as a workbook.

    Its sheets are the ledger, the figures, what is late, what was done late, the extensions, the
    records and the evidence.

    Equal reports give equal bytes: the day of its making is the report's day. Raises ``UsageError``
    where XlsxWriter is missing or Excel could not hold the rows.
    """
    library = writer()
    out = BytesIO()
    file = library.Workbook(out, {"in_memory": True})
    book = _Book(file, report)
    ledger, *others = tables(report)
    book.add_table(ledger, frozen=2)
    book.add_summary()
    for table in others:
        book.add_table(table)
    file.close()
    return out.getvalue()


class _Book:
    """A workbook in the making: its sheets, and each style once."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book = book
        self._report = report
        self._formats = Formats(book)
        book.set_properties(
            {
                "title": clean(title(report)),
                "subject": clean(f"台账，截至 {report.as_of}"),
                "author": "gkplan",
                "created": datetime.combine(report.as_of, time()),
            }
        )

    def add_table(self, table: Sheet, frozen: int = 0) -> None:
        """Add a sheet with one table: fixed heads, filters, one width per column."""
        if len(table.rows) >= MOST_ROWS:
            raise UsageError(
                f"“{table.name}”连表头有 {len(table.rows) + 1} 行，Excel 只容 {MOST_ROWS} 行",
                "用 --unit 按单位生成，或者 --format json",
            )
        sheet = self._add_sheet(table.name)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        last = len(table.columns) - 1
        sheet.autofilter(0, 0, len(table.rows), last)
        for index, column in enumerate(table.columns):
            self._put(sheet, 0, index, column.title, HEAD)
        sheet.set_row(0, 30)
        widths = _widths(table)
        set_up_columns(sheet, widths)
        styles = [_style(column.align) for column in table.columns]
        links = 0
        for number, row in enumerate(table.rows, 1):
            for index, value in enumerate(row):
                linked = isinstance(value, Links) and links < _MOST_LINKS
                style = {**styles[index], **_tint(table.columns[index], value)}
                links += self._put(sheet, number, index, value, style, linked=linked)
            sheet.set_row(number, _height(row, widths))

    def add_summary(self) -> None:
        """Add the sheet of figures, which leaders read first."""
        figures = summary(self._report)
        sheet = self._add_sheet("汇总")
        last = max(len(section.heads) for section in figures.sections) - 1
        widths = [6, 34, *[_FIGURE] * (last - 1)]
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        lines = 1 + length_of(figures.title) // _TITLE_LINE
        self._merge(sheet, 0, last, figures.title, TITLE, 26 * lines)
        for number, line in enumerate(figures.lines, 1):
            needed = lines_of(length_of(line), sum(widths))
            self._merge(sheet, number, last, line, _LINE, 18 * needed)
        top = len(figures.lines) + 2
        for section in figures.sections:
            self._merge(sheet, top, last, section.title, _SECTION, 24)
            for index, head in enumerate(section.heads):
                self._put(sheet, top + 1, index, head, HEAD)
            sheet.set_row(top + 1, 30)
            for number, row in enumerate(section.rows, top + 2):
                weight = {"bold": True, "bg_color": "#F4F6F9"} if number == top + 2 else {}
                for index, value in enumerate(row):
                    style = {**_style("left" if index == 1 else "center"), **weight}
                    red = section.heads[index].endswith("逾期") and value
                    self._put(sheet, number, index, value, {**style, **(_RED if red else {})})
            top += len(section.rows) + 3

    def _add_sheet(self, name: str) -> Any:
        """Add a sheet with the plan's notice, the title and the day on every printed page."""
        sheet = self._book.add_worksheet(name)
        report = self._report
        printed = report.head.notice_mark + title(report)
        set_up_page(sheet, printed, f"截至 {report.as_of}", "&A")
        return sheet

    def _put(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: Value,
        style: Mapping[str, Any],
        *,
        linked: bool = False,
    ) -> bool:
        """Write one cell by the type of its value; return whether it became a link."""
        if value is None:
            sheet.write_blank(row, column, None, self._formats.of(style))
        elif isinstance(value, date) and value >= _FIRST_DAY:
            form = 'yyyy-mm-dd "暂定"' if isinstance(value, Provisional) else "yyyy-mm-dd"
            sheet.write_datetime(
                row, column, value, self._formats.of({**style, "num_format": form})
            )
        elif isinstance(value, float):
            sheet.write_number(
                row, column, value, self._formats.of({**style, "num_format": "0.0%"})
            )
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._formats.of(style))
        else:
            return self._put_text(sheet, row, column, value, style, linked=linked)
        return False

    def _put_text(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: Value,
        style: Mapping[str, Any],
        *,
        linked: bool,
    ) -> bool:
        text = "\n".join(value) if isinstance(value, Links) else str(value)
        target = next(filter(None, map(address, value)), "") if isinstance(value, Links) else ""
        if not (linked and target):
            self._formats.put(sheet, row, column, text, style)
            return False
        style = {**style, "font_color": "#1B5E9E", "underline": 1}
        text = clean(text)
        sheet.write_url(row, column, target, self._formats.of_text(style, text), text)
        return True

    def _merge(
        self, sheet: Any, row: int, last: int, text: str, style: Mapping[str, Any], height: float
    ) -> None:
        """Write one text over the full width."""
        sheet.merge_range(row, 0, row, last, "", self._formats.of(style))
        self._put(sheet, row, 0, text, style)
        sheet.set_row(row, height)


def _style(align: str) -> dict[str, Any]:
    """The style of a column; an id (``text``) stays text when somebody edits it: 2.10, not 2.1."""
    if align == "text":
        return {**CELL, "align": "center", "num_format": "@"}
    return {**CELL, "align": align, "text_wrap": True}


def _tint(column: SheetColumn, value: Value) -> Mapping[str, Any]:
    """The colour of a word in a narrow column."""
    return _TINTS.get(str(value), {}) if column.title in _TINTED else {}


def _widths(table: Sheet) -> list[int]:
    """Half-width characters that fit the longest line of each column, within its limits."""
    longest = [0] * len(table.columns)
    for row in table.rows:
        longest = [max(most, *_lengths(value)) for most, value in zip(longest, row, strict=True)]
    return [
        min(max(column.least, most), column.most)
        for column, most in zip(table.columns, longest, strict=True)
    ]


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that a row needs."""
    lines = max(
        sum(lines_of(length, width) for length in _lengths(value))
        for value, width in zip(row, widths, strict=True)
    )
    return height_of(lines)


def _lengths(value: Value) -> list[int]:
    """How long each line of a cell is, in half-width characters."""
    if not value:
        return [0]
    lines = value if isinstance(value, Links) else str(value).split("\n")
    return [length_of(line) for line in lines]
