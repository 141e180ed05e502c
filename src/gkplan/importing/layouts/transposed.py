"""Tables that stand on their side: the names of the columns are the first cell of each row."""

from collections.abc import Sequence

from gkplan.importing.document import Block, Paragraph, Table
from gkplan.importing.lexicon.columns import read_head
from gkplan.importing.outline import Outline
from gkplan.importing.tables.heads import with_text
from gkplan.importing.tables.items import tabulate

NAME = "横排的表格"
_LEAST = 3
"""Columns that such a table has at least: the names, and two items."""


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read such tables upright; None if there is none."""
    turned: list[Block] = []
    for block in blocks:
        turned += _upright(block) if isinstance(block, Table) else [block]
    return tabulate(turned) if turned != list(blocks) else None


def _upright(table: Table) -> list[Block]:
    """The table turned, its title above it, if its first column is a head; else as it is."""
    rows = list(table.rows)
    title = next((at for at, row in enumerate(rows) if len(with_text(row)) > 1), 0)
    body = rows[title:]
    first = [next((cell.text for cell in row if cell.column == 0), "") for row in body]
    if table.width < _LEAST or not read_head(first) or read_head([c.text for c in body[0]]):
        return [table]
    cells = [
        cell._replace(row=cell.column, column=cell.row - title, rows=1, columns=cell.rows)
        for row in body
        for cell in row
    ]
    turned = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    above = [Paragraph(c.text, c.place) for row in rows[:title] for c in with_text(row)]
    return [*above, table._replace(cells=turned)]
