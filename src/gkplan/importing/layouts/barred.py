"""Tables with a bar behind each cell, a line per cell, whose rows lone bars part."""

from collections.abc import Sequence

from gkplan.importing.document import Block, Cell, Paragraph, Table
from gkplan.importing.outline import Outline
from gkplan.importing.tables.items import tabulate
from gkplan.importing.text.wording import squeezed

NAME = "竖线分行的表格"
_LONGEST_CELL = 20
_LEAST = 3
"""Cells that a row has at least, and rows that a table has."""


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read columns of cells that hold bars as rows; None if there are none."""
    rebuilt: list[Block] = []
    for block in blocks:
        rows = _rows(block) if isinstance(block, Table) else []
        if isinstance(block, Table) and len(rows) >= _LEAST:
            rebuilt.append(_table(block, rows))
            continue
        above = rebuilt[-1] if rebuilt else None
        if isinstance(above, Table) and _goes_on(above, block):
            rebuilt[-1] = _with_cells(above, block)
        else:
            rebuilt.append(block)
    return tabulate(rebuilt) if rebuilt != list(blocks) else None


def _rows(table: Table) -> list[list[str]]:
    """The cells of each row, where a table of one column holds bars; none where it does not."""
    if table.ruled or table.width != 1:
        return []
    parted = [[part.strip() for part in cell.text.split("|")] for cell in table.cells]
    full = [row for row in parted if len(row) > _LEAST]
    return parted if len(full) >= _LEAST else []


def _table(table: Table, rows: Sequence[Sequence[str]]) -> Table:
    cells = [
        Cell(text, cell.place, at, column)
        for at, (cell, row) in enumerate(zip(table.cells, rows, strict=True))
        for column, text in enumerate(row[:-1] if row[-1] == "" and len(row) > 1 else row)
    ]
    return table._replace(cells=tuple(cells))


def _goes_on(above: Table, block: Block) -> bool:
    """Whether a column of cells, or a last cell, is the last row of the table above."""
    if above.ruled:
        return False
    width, last = _width(above), len(list(above.rows)[-1])
    if isinstance(block, Paragraph):
        return above.width > 1 and last == width - 1 and len(block.text) <= _LONGEST_CELL
    return block.width == 1 and width - 1 <= block.height <= width


def _width(table: Table) -> int:
    """The cells that most rows have."""
    widths = [sum(bool(squeezed(cell.text)) for cell in row) for row in table.rows]
    return max(set(widths), key=widths.count)


def _with_cells(above: Table, block: Block) -> Table:
    if isinstance(block, Paragraph):
        row = list(above.rows)[-1]
        cell = Cell(block.text, block.place, row[0].row, len(row))
        return above._replace(cells=(*above.cells, cell))
    cells = (cell._replace(row=above.height, column=at) for at, cell in enumerate(block.cells))
    return above._replace(cells=(*above.cells, *cells))
