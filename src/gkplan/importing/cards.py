"""Small forms, one a task, labels beside values: read as a table of one row."""

from collections.abc import Sequence
from itertools import islice

from gkplan.importing.blocks import Cell, Table
from gkplan.importing.columns import Holds, column_of
from gkplan.importing.wording import squeezed

_MOST_ROWS = 12
_MOST_CELLS = 6
"""Labels and values that stand side by side."""
_NAME = 8
"""Characters of a label at most."""
_LEAST = 3
"""Labels that a form has at least."""


def unfolded(table: Table) -> Table:
    """A form as a table with its labels above their values; any other table as it is."""
    pairs = _pairs(table)
    if len(pairs) < _LEAST or not _is_form(pairs):
        return table
    cells = [
        cell._replace(row=row, column=at, rows=1, columns=1)
        for at, pair in enumerate(pairs)
        for row, cell in enumerate(pair)
    ]
    return table._replace(cells=tuple(sorted(cells, key=lambda cell: cell.row)))


def _pairs(table: Table) -> list[tuple[Cell, Cell]]:
    """The labels and their values, row by row; none where any row is no such row."""
    rows = list(islice((row for row in table.rows if row), _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS or any(len(row) % 2 or len(row) > _MOST_CELLS for row in rows):
        return []
    return [pair for row in rows for pair in zip(row[::2], row[1::2], strict=True)]


def _is_form(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the first cells are names of columns, each another; units and work are among them."""
    named = [column_of(label.text) for label, _ in pairs if len(squeezed(label.text)) <= _NAME]
    known = [column for column in named if column]
    holds = {column.holds for column in known}
    different = len({column.name for column in known}) == len(pairs)
    return different and Holds.UNITS in holds and bool(holds & {Holds.TASK, Holds.GROUP})
