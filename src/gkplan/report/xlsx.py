"""The ledger (台账) as an Excel workbook, made with XlsxWriter from a report.

The content of its sheets is made in ``ledger.py`` and ``figures.py``; this module lays it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from gkplan.domain.errors import UsageError
from gkplan.domain.vocabulary import Status
from gkplan.report import excel
from gkplan.report.data import Report
from gkplan.report.excel import Links, Provisional, Value
from gkplan.report.figures import summary
from gkplan.report.ledger import Sheet, SheetColumn, tables
from gkplan.report.sheet_rows import BookRows, RowCell, SheetRow, SheetRows

_MOST_LINKS = 65_530
"""Links on one sheet."""
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts days wrongly or not at all; such dates are text."""
_DAY_ZERO = date(1899, 12, 30)
_FIGURE = 15
"""Half-width characters of a column of figures: a date, or a rate with both of its numbers."""
_TITLE_LINE = 80
"""Half-width characters of a title that fit on one line."""
_SECTION = {"font_name": excel.HEI, "font_size": 12, "font_color": "#1F3A5F", "valign": "vcenter"}
_LINK = {"font_color": "#1B5E9E", "underline": 1}
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
    out = BytesIO()
    file = excel.new_book(out, report.title, report.as_of, f"台账，截至 {report.as_of}")
    book = _Book(file, report)
    ledger, *others = tables(report)
    book.add_table(ledger, frozen=2)
    book.add_summary()
    for table in others:
        book.add_table(table)
    book.rows.note_styles()
    file.close()
    return book.rows.inserted(out)


class _Book:
    """A workbook in the making: its sheets, and each style once."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book = book
        self._report = report
        self._formats = excel.Formats(book)
        self.rows = BookRows(self._formats)

    def add_table(self, table: Sheet, frozen: int = 0) -> None:
        """Add a sheet with one table: fixed heads, filters, one width per column."""
        if len(table.rows) >= excel.MOST_ROWS:
            raise UsageError(
                f"“{table.name}”连表头有 {len(table.rows) + 1} 行，Excel 只容 {excel.MOST_ROWS} 行",
                "用 --unit 按单位生成，或者 --format json",
            )
        sheet = self._add_sheet(table.name)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        last = len(table.columns) - 1
        sheet.autofilter(0, 0, len(table.rows), last)
        for index, column in enumerate(table.columns):
            self._put(sheet, 0, index, column.title, excel.HEAD)
        sheet.set_row(0, 30)
        columns = [_TableColumn(column, map(column.value, table.rows)) for column in table.columns]
        excel.set_up_columns(sheet, [column.width for column in columns])
        self._add_rows(sheet, columns)

    def _add_rows(self, sheet: Any, columns: Sequence["_TableColumn"]) -> None:
        """Add the rows of a table; so many addresses as a sheet may have become links."""
        rows = self.rows.of(sheet, 1)
        links = 0
        known = [self._laid_out(rows, column) for column in columns]
        linked = [
            index for index, laid in enumerate(known) if any(cell.link for cell in laid.values())
        ]
        for number, keys in enumerate(zip(*(column.keys for column in columns), strict=True), 1):
            laid = [cells[key] for cells, key in zip(known, keys, strict=True)]
            cells = [cell.cell for cell in laid]
            for index in linked:
                link = laid[index].link
                if link and links < _MOST_LINKS:
                    sheet.write_url(number, index, link.target, None, link.text)
                    cells[index] = link.cell
                    links += 1
            rows.add(SheetRow(excel.height_of(max(cell.lines for cell in laid)), cells))

    def _laid_out(self, rows: SheetRows, column: "_TableColumn") -> dict[object, "_LaidOut"]:
        """Lay out every value of a column once."""
        plain = _style(column.head.align)
        known = {}
        for key, value in column.values.items():
            style, content = _shown({**plain, **_tint(column.head, value)}, value)
            if isinstance(content, str):
                part: int | str = self.rows.text(content)
            else:
                part = -1 if content is None else f"{content:.16G}"
            link = None
            targets = map(excel.address, value if isinstance(value, Links) else ())
            if target := next(filter(None, targets), ""):
                blue = rows.style(frozenset({**style, **_LINK}.items()))
                link = _LinkedCell(target, str(content), (blue, part))
            lines = sum(excel.lines_of(length, column.width) for length in _lengths(value))
            known[key] = _LaidOut((rows.style(frozenset(style.items())), part), lines, link)
        return known

    def add_summary(self) -> None:
        """Add the sheet of figures, which leaders read first."""
        figures = summary(self._report)
        sheet = self._add_sheet("汇总")
        last = max(len(section.heads) for section in figures.sections) - 1
        widths = [6, 34, *[_FIGURE] * (last - 1)]
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        lines = 1 + excel.length_of(figures.title) // _TITLE_LINE
        self._merge(sheet, 0, last, figures.title, excel.TITLE, 26 * lines)
        for number, line in enumerate(figures.lines, 1):
            needed = excel.lines_of(excel.length_of(line), sum(widths))
            self._merge(sheet, number, last, line, excel.LINE, 18 * needed)
        top = len(figures.lines) + 2
        for section in figures.sections:
            self._merge(sheet, top, last, section.title, _SECTION, 24)
            for index, head in enumerate(section.heads):
                self._put(sheet, top + 1, index, head, excel.HEAD)
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
        printed = report.head.notice_mark + report.title
        excel.set_up_page(sheet, printed, f"截至 {report.as_of}", "&A")
        return sheet

    def _put(
        self, sheet: Any, row: int, column: int, value: Value, style: Mapping[str, Any]
    ) -> None:
        """Write one cell by the type of its value."""
        style, content = _shown(style, value)
        form = self._formats.of(style)
        if content is None:
            sheet.write_blank(row, column, None, form)
        elif isinstance(content, str):
            sheet.write_string(row, column, content, form)
        else:
            sheet.write_number(row, column, content, form)

    def _merge(
        self, sheet: Any, row: int, last: int, text: str, style: Mapping[str, Any], height: float
    ) -> None:
        """Write one text over the full width."""
        self._formats.merge(sheet, (row, 0, row, last), text, style)
        sheet.set_row(row, height)


def _style(align: str) -> dict[str, Any]:
    """The style of a column; an id (``text``) stays text when somebody edits it: 2.10, not 2.1."""
    if align == "text":
        return {**excel.CELL, "align": "center", "num_format": "@"}
    return {**excel.CELL, "align": align, "text_wrap": True}


def _tint(column: SheetColumn[Any], value: Value) -> Mapping[str, Any]:
    """The colour of a word in a narrow column."""
    return _TINTS.get(str(value), {}) if column.title in _TINTED else {}


class _LinkedCell(NamedTuple):
    """A cell that is a link: its address, its text, and what the file has of it."""

    target: str
    text: str
    cell: RowCell


class _LaidOut(NamedTuple):
    """A cell as the file has it, the lines that it needs, and the link that it can be."""

    cell: RowCell
    lines: int
    link: _LinkedCell | None


class _TableColumn:
    """A column of a table with the values that occur in it, each once, and its width.

    ``keys`` are the keys of the values in ``values``, row by row; the width is in half-width
    characters, for the longest line within the limits.
    """

    def __init__(self, head: SheetColumn[Any], values: Iterable[Value]) -> None:
        every = list(values)
        self.head = head
        self.keys: list[object] = [
            value if value is None or type(value) is str else (type(value), value)
            for value in every
        ]
        self.values = dict(zip(self.keys, every, strict=True))
        longest = max((max(_lengths(value)) for value in self.values.values()), default=0)
        self.width = min(max(head.least, longest), head.most)


def _shown(style: Mapping[str, Any], value: Value) -> tuple[Mapping[str, Any], str | float | None]:
    """Return the style of a cell, and its text or its number; None where it is blank."""
    if isinstance(value, date) and value >= _FIRST_DAY:
        form = 'yyyy-mm-dd "暂定"' if isinstance(value, Provisional) else "yyyy-mm-dd"
        return {**style, "num_format": form}, (value - _DAY_ZERO).days
    if isinstance(value, float):
        return {**style, "num_format": "0.0%"}, value
    if value is None or isinstance(value, int):
        return style, value
    text = excel.clean("\n".join(value) if isinstance(value, Links) else str(value))
    return excel.style_of_text(style, text), text or None


def _lengths(value: Value) -> list[int]:
    """How long each line of a cell is, in half-width characters."""
    if not value:
        return [0]
    lines = value if isinstance(value, Links) else str(value).split("\n")
    return [excel.length_of(line) for line in lines]
