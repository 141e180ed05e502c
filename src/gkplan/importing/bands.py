"""Rows of a table that hold one text for all their columns: headings, notes, page numbers."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gkplan.importing.alignment import Levels, fit
from gkplan.importing.blocks import Cell
from gkplan.importing.columns import Column, Holds
from gkplan.importing.headrows import with_text
from gkplan.importing.numbering import Number, bare_number, take_number
from gkplan.importing.wording import joined

NOTE = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|审批|经办|联系|抄送|主送|附件?)[^，。]{0,4}[:：]"
)
TOTAL = re.compile(r"(?:合|总|小|共|累)\s*计(?=[\s\d:：]|$)")
PAGE = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*$|第\s*\d+\s*页")
"""What stands below a table, or between its pages, and belongs to no row."""
_MOSTLY = 0.8


class Frame(NamedTuple):
    """What all rows of a table stand in: the columns, the styles of number, whether it is ruled.

    ``counted`` tells that a column counts the items, so that a row without a number is none.
    """

    columns: tuple[Column, ...]
    levels: Levels
    ruled: bool
    counted: bool

    @property
    def task(self) -> int:
        """The column of the tasks."""
        return next(at for at, one in enumerate(self.columns) if one.holds is Holds.TASK)


def counts_items(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> bool:
    """Whether most rows of several cells have a number in the column of numbers."""
    numbers = [at for at, one in enumerate(columns) if one.holds is Holds.NUMBER]
    full = [row for row in map(with_text, rows) if len(row) > 2]  # noqa: PLR2004  (not a heading)
    counted = sum(any(c.column in numbers and bare_number(c.text) for c in row) for row in full)
    return bool(full) and counted >= _MOSTLY * len(full)


def band_of(row: Sequence[Cell], frame: Frame, spanned: frozenset[int]) -> str | None:
    """The text that stands for a whole row; None where a row has cells of its own."""
    first, *others = with_text(row)
    if not others:
        return joined(first.text) if _is_band(first, row, frame, spanned) else None
    note = NOTE.match(first.text.strip()) and len(others) + 1 < len(frame.columns)
    if note or TOTAL.fullmatch(first.text.strip()):
        return "　".join(joined(cell.text) for cell in (first, *others))
    if len(others) == 1 and not spanned and _is_numbered(first, others[0], frame):
        apart = first.text + others[0].text
        return apart if take_number(apart)[0] else f"{first.text}、{others[0].text}"
    return None


def _is_numbered(first: Cell, other: Cell, frame: Frame) -> bool:
    """Whether a row holds the number of a heading and its title, a cell each."""
    number = first.column < len(frame.columns) and bare_number(first.text)
    numbers = frame.columns[first.column].holds is Holds.NUMBER if number else False
    title = fit(Column(Holds.GROUP), other.text, frame.levels._replace(groups=frozenset()))
    return bool(number and numbers and _is_upper(number, frame.levels) and title > 0)


def _is_upper(number: Number | None, levels: Levels) -> bool:
    """Whether a number is of a style that heads others of the same table."""
    return bool(number and number.style in levels.groups and levels.items)


def _is_band(cell: Cell, row: Sequence[Cell], frame: Frame, spanned: frozenset[int]) -> bool:
    """Whether the only text of a row stands for the whole row."""
    if NOTE.match(cell.text.strip()) or (PAGE.match(cell.text) and len(row) == 1):
        return True
    if spanned:
        return False
    columns, levels = frame.columns, frame.levels
    heads = fit(Column(Holds.GROUP), cell.text, levels)
    if heads > 0 and cell.column <= frame.task:
        number, _ = take_number(cell.text)
        if _is_upper(number, levels) or (frame.counted and not number):
            return columns[cell.column].holds is not Holds.GROUP
    if frame.ruled:
        first = cell.column == 0 and columns[0].holds is not Holds.GROUP
        return cell.columns >= max(2, len(columns) - 1) or (
            len(row) == len(columns) and first and heads > 0
        )
    return cell.column == 0 and fit(columns[frame.task], cell.text, levels) <= heads
