"""Writing a form as a workbook: a table to fill in, instructions, everything else locked."""

from collections.abc import Mapping
from functools import cache, partial
from io import BytesIO
from typing import Any

from gkplan.domain.errors import UsageError
from gkplan.forms.layout import (
    GUIDE,
    HIDDEN,
    MARKER,
    MOST_ROWS,
    Form,
    FormKind,
    FormRow,
    sealed,
)
from gkplan.importing.readers.book.cells import letters
from gkplan.report import excel
from gkplan.report.repack import BLANK_SEAL, has_valid_seal
from gkplan.report.sheet_rows import BookRows, RowCell, SheetRow, Style
from gkplan.views.table import looks_like_formula

_PROPERTIES = "docProps/custom.xml"
"""The part of a workbook with its properties, the seal among them."""
_TOP = 5
"""Rows above the table: title, two lines, the bands, the heads."""
_LOCKED = {**excel.CELL, "text_wrap": True, "bg_color": "#F3F5F8"}
_ANSWER = {
    **excel.CELL,
    "text_wrap": True,
    "valign": "top",
    "bg_color": "#FFFBE6",
    "locked": False,
    "num_format": "@",
}
_LATE = {"font_color": "#B3261E", "bold": True}
_BAND = {**excel.HEAD, "bg_color": "#D5DEE9"}
_ANSWER_HEAD = {**excel.HEAD, "bg_color": "#FCEFB4"}
_LEAST_LINES = 4
"""Lines of a row: people write more than the row shows at first."""
_LINKED = "proof"
"""The column whose address can be opened with a click."""
_MARKED_LATE = ("due", "standing")
_GUIDE_WIDTHS = (14, 70)
_GUIDE_LINE = {**excel.LINE, "font_size": 12}
_GUIDE_TITLE = {**excel.TITLE, "font_size": 18}
_SIGN = {**excel.CELL, "font_size": 12, "bg_color": "#FFFBE6", "locked": False}
_SIGN_LABEL = {**excel.CELL, "font_size": 12, "font_name": excel.HEI, "align": "center"}
_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
}
"""What people may do although the sheet is protected.

Sorting is not allowed: it would move the answers alone, since locked cells stay where they are.
"""


def is_unopened(content: bytes, most: int) -> bool:
    """Whether a form, of at most ``most`` bytes inflated, was not saved since it was written."""
    return has_valid_seal(content, _PROPERTIES, most)


def form_workbook(form: Form) -> bytes:
    """Write a form; equal forms give equal bytes. Raises ``UsageError`` where it has no room."""
    if len(form.rows) > MOST_ROWS:
        raise UsageError(
            f"{form.owner}的表有 {len(form.rows)} 行，最多 {MOST_ROWS} 行", "分单位出表"
        )
    out = BytesIO()
    book = excel.new_book(out, form.title, form.as_of, f"{form.owner}，截至 {form.as_of}")
    for name, value in _identity(form).items():
        book.set_custom_property(name, excel.clean(value) or "-", "text")
    book.set_custom_property("gkplan-seal", BLANK_SEAL, "text")
    formats = excel.Formats(book)
    table = _Table(book, formats, form)
    table.write()
    _write_guide(book, formats, form)
    book.close()
    return table.book_rows.inserted(out, _PROPERTIES)


def _identity(form: Form) -> dict[str, str]:
    """Return what identifies a form: these are properties of the file and hidden cells."""
    return {
        "gkplan-form": MARKER,
        "gkplan-kind": form.kind.value,
        "gkplan-plan": form.plan,
        "gkplan-unit": form.owner,
    }


class _Table:
    """The sheet with the table while it is written."""

    def __init__(self, book: Any, formats: excel.Formats, form: Form) -> None:
        self._form = form
        self._columns = form.columns
        self._formats = formats
        self._sheet = book.add_worksheet(form.sheet)
        self._put = partial(formats.put, self._sheet)
        self._hidden = len(self._columns)
        """The first hidden column."""
        self.book_rows = BookRows(formats)
        self._rows = self.book_rows.of(self._sheet, _TOP)
        self._plain = self._rows.style(frozenset())

    def write(self) -> None:
        """Write the sheet from top to bottom."""
        self._set_up()
        self._write_head()
        for number, row in enumerate(self._form.rows):
            self._add_row(_TOP + number, row)
        self.book_rows.note_styles()
        self._limit_answers()

    def _set_up(self) -> None:
        sheet, form = self._sheet, self._form
        excel.set_up_columns(sheet, [column.width for column in self._columns])
        sheet.set_column(self._hidden, self._hidden + len(HIDDEN) - 1, None, None, {"hidden": True})
        first_text = [column.code for column in self._columns].index("text")
        sheet.freeze_panes(_TOP, first_text)
        sheet.repeat_rows(_TOP - 1)
        last = _TOP + len(form.rows) - 1
        sheet.autofilter(_TOP - 1, 0, last, self._hidden + len(HIDDEN) - 1)
        sheet.print_area(0, 0, last, self._hidden - 1)
        excel.set_up_page(sheet, form.title, form.as_of.isoformat(), excel.clean(form.owner))
        sheet.protect("", _ALLOWED)

    def _write_head(self) -> None:
        """Write title, lines, bands and column heads, each row with its seal."""
        form, last = self._form, self._hidden - 1
        shown = sum(column.width for column in self._columns)
        for row, text in enumerate((form.title, *form.lines)):
            style = excel.LINE if row else excel.TITLE
            self._formats.merge(self._sheet, (row, 0, row, last), text, style)
            lines = excel.lines_of(excel.length_of(text), shown)
            self._sheet.set_row(row, excel.LINE_HEIGHT * (1.5 * lines + (0 if row else 0.8)))
            self._seal_above(row, {0: text})
        answers = next(at for at, column in enumerate(self._columns) if column.answer)
        who = "填报单位" if form.kind is FormKind.REPORT else "核查人"
        bands = {0: "已有的情况（锁定，不用填）", answers: f"由{who}填写"}
        for first, end, style in ((0, answers - 1, _BAND), (answers, last, _ANSWER_HEAD)):
            area = (_TOP - 2, first, _TOP - 2, end)
            self._formats.merge(self._sheet, area, bands[first], style)
        self._seal_above(_TOP - 2, bands)
        for index, column in enumerate(self._columns):
            self._put(_TOP - 1, index, column.title, _ANSWER_HEAD if column.answer else excel.HEAD)
        for index, code in enumerate(HIDDEN):
            self._put(_TOP - 1, self._hidden + index, code, {})
        self._sheet.set_row(_TOP - 1, 30)

    def _seal_above(self, row: int, texts: Mapping[int, str]) -> None:
        """Write a hidden cell that identifies the form, and the seal of a row above the table."""
        identity = excel.clean(list(_identity(self._form).values())[row])
        self._put(row, self._hidden, identity, {})
        every = {**texts, self._hidden: identity}
        self._seal(row, {letters(column): excel.clean(text) for column, text in every.items()})

    def _seal(self, row: int, texts: Mapping[str, str]) -> None:
        self._put(row, self._hidden + HIDDEN.index("seal"), sealed(texts), {})

    def _add_row(self, at: int, row: FormRow) -> None:
        """Add a row; the day of a new case is an answer too."""
        locked = {code: excel.clean(text) for code, text in row.texts.items()}
        hidden = {"key": excel.clean(str(row.key)), "base": row.base}
        needed = [_LEAST_LINES]
        cells: list[RowCell] = []
        for index, column in enumerate(self._columns):
            text = locked.get(column.code, "")
            needed.append(excel.lines_in(text, column.width))
            answer = column.answer or column.code not in row.texts
            late = row.late and column.code in _MARKED_LATE
            day = column.day or (answer and not column.answer)
            style = _style(answer, column.centred, day, late, looks_like_formula(text))
            cells.append((self._rows.style(style), self.book_rows.text(text)))
            if column.code == _LINKED and (target := excel.address(text)):
                self._sheet.write_url(at, index, target, None, text)
        texts = (*hidden.values(), sealed({**hidden, **locked}))
        cells += [(self._plain, self.book_rows.text(text)) for text in texts]
        self._rows.add(SheetRow(excel.height_of(max(needed)), cells))

    def _limit_answers(self) -> None:
        """Add the lists and the prompts of the columns to be filled in."""
        last = _TOP + len(self._form.rows) - 1
        for index, column in enumerate(self._columns):
            if not column.prompt:
                continue
            rule: dict[str, Any] = {"validate": "any"}
            if column.choices:
                rule = {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": column.title,
                    "error_message": f"请从列表里选：{'、'.join(column.choices)}",
                }
            prompt = {"input_title": column.title, "input_message": column.prompt}
            self._sheet.data_validation(_TOP, index, last, index, {**rule, **prompt})


@cache
def _style(answer: bool, centred: bool, day: bool, late: bool, formula: bool) -> Style:  # noqa: FBT001
    """Return the style of a cell; ``formula`` is whether its text looks like a formula."""
    style: dict[str, Any] = {**(_ANSWER if answer else _LOCKED)}
    if centred:
        style["align"] = "center"
    if day:
        style["num_format"] = "yyyy-mm-dd"
    if late:
        style |= _LATE
    return frozenset((style | excel.AS_TEXT if formula else style).items())


def _write_guide(book: Any, formats: excel.Formats, form: Form) -> None:
    """Write the sheet with the instructions and the lines to be signed."""
    sheet = book.add_worksheet(GUIDE)
    label, text = _GUIDE_WIDTHS
    excel.set_up_columns(sheet, _GUIDE_WIDTHS)
    sheet.set_column(2, 2, None, None, {"hidden": True})
    sheet.set_column(0, 0, label)
    row = 0
    for paragraph in form.guide:
        style = _GUIDE_LINE if row else _GUIDE_TITLE
        formats.merge(sheet, (row, 0, row, 1), paragraph, style)
        formats.put(sheet, row, 2, sealed({"A": excel.clean(paragraph)}), {})
        lines = excel.lines_of(excel.length_of(paragraph) * 12 // 10, label + text)
        sheet.set_row(row, 20 * lines + (6 if row else 16))
        row += 1
    row += 1
    for name in form.signatures:
        formats.put(sheet, row, 0, name, _SIGN_LABEL)
        sheet.write_blank(row, 1, None, formats.of(_SIGN))
        formats.put(sheet, row, 2, sealed({"A": name}), {})
        sheet.set_row(row, 30)
        row += 1
    excel.set_up_page(sheet, form.title)
    sheet.print_area(0, 0, row - 1, 1)
    sheet.set_portrait()
    sheet.protect("", _ALLOWED)
