"""A plan as an Excel workbook: the table as it was issued, with its merged cells, fit to print."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

from gkplan.domain.errors import UsageError
from gkplan.report import excel
from gkplan.views.plan_table import REGISTRY_COLUMNS, REGISTRY_SHEET, PlanTable

_WIDTHS = {
    "工作任务": 16,
    "标号": 6,
    "编号": 7,
    "具体事项": 52,
    "简称": 18,
    "牵头单位": 16,
    "落实单位": 16,
    "配合单位": 16,
    "合并格": 7,
    "频次": 9,
    "完成时限": 11,
    "办结期限": 11,
    "每期办结时限": 13,
    "等待条件": 20,
    "标签": 12,
    "存疑": 26,
}
"""Half-width characters."""
_REGISTRY_WIDTHS = (30, 14, 30, 40, 20)
_CENTRED = ("标号", "编号", "合并格", "频次", "完成时限", "办结期限", "每期办结时限")
_LINE = {**excel.BASE, "text_wrap": True}
_TEXT = {**excel.CELL, "text_wrap": True}
_GROUP = {**_TEXT, "font_name": excel.HEI}
_TITLE_LINE = 80
"""Half-width characters of a line above the table."""


def plan_workbook(table: PlanTable, day: date, registry: Sequence[Sequence[str]] = ()) -> bytes:
    """Write the workbook of a plan; equal plans give equal bytes, made on ``day``.

    The rows of its registry make a second sheet, so that the import gives the same folder.

    Raises ``UsageError`` where XlsxWriter is missing or Excel could not hold the rows.
    """
    if len(table.head) + len(table.rows) + 2 > excel.MOST_ROWS:
        raise UsageError(f"方案有 {len(table.rows)} 项，Excel 放不下", "改用 --format csv")
    out = BytesIO()
    book = excel.new_book(out, table.title, day)
    _Sheet(book, table).write()
    if registry:
        _add_registry(book, table, registry)
    book.close()
    return out.getvalue()


def _add_registry(book: Any, table: PlanTable, rows: Sequence[Sequence[str]]) -> None:
    """Add the sheet of units and collectives."""
    sheet, formats = book.add_worksheet(REGISTRY_SHEET), excel.Formats(book)
    excel.set_up_columns(sheet, _REGISTRY_WIDTHS)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    excel.set_up_page(sheet, table.notice + table.title)
    for number, row in enumerate((REGISTRY_COLUMNS, *rows)):
        for column, text in enumerate(row):
            formats.put(sheet, number, column, text, _TEXT if number else excel.HEAD)
        lines = map(excel.lines_in, row, _REGISTRY_WIDTHS)
        sheet.set_row(number, excel.height_of(max(lines)))


class _Area(NamedTuple):
    """A cell that goes over several rows of the table."""

    rows: range
    column: int


class _Sheet:
    """The one sheet of the workbook while it is written."""

    def __init__(self, book: Any, table: PlanTable) -> None:
        self._table = table
        self._top = len(table.head) + 2
        self._widths = [_WIDTHS[name] for name in table.columns]
        self._formats = excel.Formats(book)
        self._sheet = book.add_worksheet("分工方案")
        self._put = partial(self._formats.put, self._sheet)

    def write(self) -> None:
        """Write the sheet: title, head, table."""
        self._set_up()
        last = len(self._widths) - 1
        for row, text in enumerate((self._table.title, *self._table.head)):
            style = _LINE if row else excel.TITLE
            self._formats.merge(self._sheet, (row, 0, row, last), text, style)
            height = 1.5 * excel.lines_in(text, _TITLE_LINE) + 0.6 * (not row)
            self._sheet.set_row(row, excel.LINE_HEIGHT * height)
        for column, name in enumerate(self._table.columns):
            self._put(self._top - 1, column, name, excel.HEAD)
        self._sheet.set_row(self._top - 1, 26)
        self._write_rows()

    def _set_up(self) -> None:
        """Set widths, a fixed head, and printing on landscape A4, as wide as the page."""
        sheet = self._sheet
        excel.set_up_columns(sheet, self._widths)
        sheet.freeze_panes(self._top, 0)
        sheet.repeat_rows(self._top - 1)
        excel.set_up_page(sheet, self._table.notice + self._table.title)

    def _write_rows(self) -> None:
        areas = list(self._areas())
        inside = {(row, area.column) for area in areas for row in area.rows}
        styles = [self._style(name) for name in self._table.columns]
        for row, lines in enumerate(self._lines(areas)):
            self._sheet.set_row(self._top + row, excel.height_of(lines))
            for column, text in enumerate(self._table.rows[row]):
                if (row, column) not in inside:
                    self._put(self._top + row, column, text, styles[column])
        for area in areas:
            first, last = self._top + area.rows[0], self._top + area.rows[-1]
            text = self._table.rows[area.rows[0]][area.column]
            merged = (first, area.column, last, area.column)
            self._formats.merge(self._sheet, merged, text, styles[area.column])

    def _lines(self, areas: Sequence[_Area]) -> list[int]:
        """Return the number of lines of each row, which its texts and merged cells need."""
        heads = {(area.rows[0], area.column) for area in areas}
        lines = [
            max(
                1 if (row, column) in heads else excel.lines_in(text, width)
                for column, (text, width) in enumerate(zip(texts, self._widths, strict=True))
            )
            for row, texts in enumerate(self._table.rows)
        ]
        for area in areas:
            text = self._table.rows[area.rows[0]][area.column]
            needed = excel.lines_in(text, self._widths[area.column])
            lines[area.rows[-1]] += max(0, needed - sum(lines[row] for row in area.rows))
        return lines

    def _areas(self) -> Iterator[_Area]:
        """The cells that go over several rows: headings over their groups, units over tasks."""
        table = self._table
        ends = [*table.begins[1:], len(table.rows)]
        headed = [
            column for column, name in enumerate(table.columns) if name in ("工作任务", "标号")
        ]
        for first, end in zip(table.begins, ends, strict=True):
            if end - first > 1:
                yield from (_Area(range(first, end), column) for column in headed)
        own = [row for row in range(len(table.rows)) if row not in table.covered]
        for first, end in pairwise([*own, len(table.rows)]):
            if end - first > 1:
                yield from (_Area(range(first, end), column) for column in table.unit_columns)

    @staticmethod
    def _style(name: str) -> dict[str, Any]:
        """The style of a column; an id stays text when somebody edits it: 2.10, not 2.1."""
        style = {**(_GROUP if name == "工作任务" else _TEXT)}
        if name in _CENTRED:
            style["align"] = "center"
        return {**style, "num_format": "@"} if name == "编号" else style
