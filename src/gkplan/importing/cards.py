"""Small forms, one a task, labels beside values: read as a table of one row."""

from collections.abc import Iterator, Sequence

from gkplan.importing.alignment import names_units, states_time
from gkplan.importing.blocks import Cell, Table
from gkplan.importing.columns import Holds, column_of
from gkplan.importing.wording import squeezed

_MOST_ROWS = 12
_MOST_CELLS = 6
"""Labels and values that stand side by side."""
_LEAST = 3
"""Labels that a form has at least."""


def unfolded(table: Table) -> Table:
    """A form as a table with its labels above their values; any other table as it is."""
    pairs = list(_pairs(table))
    if len(pairs) < _LEAST or not _is_form(pairs):
        return table
    cells = [
        cell._replace(row=row, column=at, rows=1, columns=1)
        for at, pair in enumerate(pairs)
        for row, cell in enumerate(pair)
    ]
    return table._replace(cells=tuple(sorted(cells, key=lambda cell: cell.row)))


def _pairs(table: Table) -> Iterator[tuple[Cell, Cell]]:
    """The labels and their values, row by row; none where a row is no such row."""
    rows = [row for row in table.rows if row]
    if len(rows) > _MOST_ROWS:
        return
    for row in rows:
        if len(row) % 2 or len(row) > _MOST_CELLS:
            return
        yield from zip(row[::2], row[1::2], strict=True)


def _is_form(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether every first cell is a name, and no second one; units and work are among them."""
    named = [column_of(label.text) for label, _ in pairs]
    values = [value.text for _, value in pairs if squeezed(value.text)]
    holds = {column.holds for column in named if column}
    unlike = not any(
        column_of(text) and not names_units(text) and not states_time(text) for text in values
    )
    return (
        all(named)
        and unlike
        and len({column.name for column in named if column}) == len(pairs)
        and Holds.UNITS in holds
        and bool(holds & {Holds.TASK, Holds.GROUP})
    )
