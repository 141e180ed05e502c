"""The shape of a workbook's tables: sheets, columns, and the values of cells."""

from datetime import date
from typing import NamedTuple


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
Row = list[Value]


class SheetColumn(NamedTuple):
    """A column's head, how cells are aligned (``text``: an id), and its limits in characters."""

    title: str
    align: str = "left"
    least: int = 8
    most: int = 20


class Sheet(NamedTuple):
    """A sheet with heads and rows."""

    name: str
    columns: list[SheetColumn]
    rows: list[Row]
