"""Tables that stand on their side: the names of the columns are the first cell of each row."""

from collections.abc import Sequence

from gkplan.importing.blocks import Block, Table
from gkplan.importing.columns import read_head
from gkplan.importing.outline import Outline
from gkplan.importing.tabular import tabulate

NAME = "横排的表格"
_LEAST = 3
"""Columns that such a table has at least: the names, and two items."""


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read such tables upright; None if there is none."""
    turned = [_upright(block) if isinstance(block, Table) else block for block in blocks]
    return tabulate(turned) if turned != list(blocks) else None


def _upright(table: Table) -> Table:
    """The table with rows and columns exchanged, if its first column is a head."""
    rows = list(table.rows)
    first = [next((cell.text for cell in row if cell.column == 0), "") for row in rows]
    if table.width < _LEAST or not read_head(first) or read_head([c.text for c in rows[0]]):
        return table
    cells = [
        cell._replace(row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows)
        for cell in table.cells
    ]
    return table._replace(cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
