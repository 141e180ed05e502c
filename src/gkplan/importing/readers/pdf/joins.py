"""Tables that go on over pages: heads printed again, rows and merged cells that a page cut."""

from collections.abc import Sequence

from gkplan.importing.readers.pdf.cells import PdfCell, PdfTable
from gkplan.importing.readers.pdf.page import RULE
from gkplan.importing.text.numbers import bare_number
from gkplan.importing.text.wording import ended, joined, squeezed

_SAME_EDGE = 2 * RULE
_HEAD_ROWS = 3
_LEAST_NUMBERS = 3


def goes_on(table: PdfTable, below: PdfTable) -> bool:
    """Whether a table at the top of a page has the outer edges of the one before it."""
    outer = (table.xs[0] - below.xs[0], table.xs[-1] - below.xs[-1])
    return all(abs(difference) <= _SAME_EDGE for difference in outer)


def put_together(table: PdfTable, below: PdfTable) -> PdfTable:
    """Return both tables as one, without a head that the second page repeats."""
    table, below = _same_columns(table, below)
    rest = _without(below, _repeated(table, below))
    cut = _is_cut(table, rest)
    cells = list(table.cells)
    top = table.height - cut
    for cell in rest.cells:
        region = cell.region
        above = _above(cells, table.height, cell) if region.row == 0 else None
        if above is not None and (cut or _is_merged(cells[above], cell, rest)):
            cells[above] = _joined(cells[above], cell, region.rows - cut)
        else:
            cells.append(cell._replace(region=region._replace(row=region.row + top)))
    return PdfTable(table.xs, top + rest.height, tuple(cells))


def _same_columns(table: PdfTable, below: PdfTable) -> tuple[PdfTable, PdfTable]:
    """Return both tables over the columns that either of them has."""
    edges: list[float] = []
    for edge in sorted((*table.xs, *below.xs)):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    xs = tuple(edges)
    return _over(table, xs), _over(below, xs)


def _over(table: PdfTable, xs: tuple[float, ...]) -> PdfTable:
    """Return a table whose cells span columns between other edges."""
    new = [min(range(len(xs)), key=lambda at: abs(xs[at] - edge)) for edge in table.xs]
    cells = []
    for cell in table.cells:
        begin, end = new[cell.region.column], new[cell.region.column + cell.region.columns]
        region = cell.region._replace(column=begin, columns=max(end - begin, 1))
        cells.append(cell._replace(region=region))
    return PdfTable(xs, table.height, tuple(cells))


def _row(table: PdfTable, row: int) -> list[tuple[int, str]]:
    """Return the columns and texts of the cells that begin in a row."""
    return [
        (cell.region.column, squeezed(cell.text)) for cell in table.cells if cell.region.row == row
    ]


def _repeated(table: PdfTable, below: PdfTable) -> int:
    """Return how many rows at the top of a page repeat the table's first ones."""
    count = 0
    while count < min(_HEAD_ROWS, table.height, below.height) and any(
        text for _, text in _row(below, count)
    ):
        if _row(table, count) != _row(below, count):
            break
        count += 1
    return count


def _without(table: PdfTable, rows: int) -> PdfTable:
    """Return a table without its first rows."""
    cells = tuple(
        cell._replace(region=cell.region._replace(row=cell.region.row - rows))
        for cell in table.cells
        if cell.region.row >= rows
    )
    return PdfTable(table.xs, table.height - rows, cells)


def _above(cells: Sequence[PdfCell], height: int, cell: PdfCell) -> int | None:
    """Return the cell that ends at the bottom of a page where another one goes on."""
    span = cell.region.column, cell.region.columns
    for at in range(len(cells) - 1, -1, -1):
        region = cells[at].region
        if (region.column, region.columns) == span and region.row + region.rows == height:
            return at
    return None


def _pairs(table: PdfTable, below: PdfTable) -> list[tuple[PdfCell, PdfCell]]:
    """Return the cells that a page's end parts: each with the one under it."""
    firsts = [cell for cell in below.cells if cell.region.row == 0]
    found = [(_above(table.cells, table.height, cell), cell) for cell in firsts]
    return [(table.cells[at], cell) for at, cell in found if at is not None]


def _is_cut(table: PdfTable, below: PdfTable) -> bool:
    """Whether a page cut the last row: its number is not printed again, or a text breaks off."""
    firsts = sum(cell.region.row == 0 for cell in below.cells)
    pairs = _pairs(table, below)
    if len(pairs) < firsts:
        return False
    counted = _counted(table)
    for above, cell in pairs:
        if cell.region.column == counted:
            return not (above.text and cell.text)
    texts = [(above, cell) for above, cell in pairs if cell.text]
    broken = [above.is_full and bool(above.text) and not ended(above.text) for above, _ in texts]
    return bool(broken) and all(broken)


def _counted(table: PdfTable) -> int | None:
    """Return the column that numbers the rows."""
    for column in range(len(table.xs) - 1):
        texts = [cell.text for cell in table.cells if cell.region.column == column and cell.text]
        numbers = sum(bare_number(text) is not None for text in texts)
        if numbers >= min(_LEAST_NUMBERS, len(texts) - 1) and 2 * numbers > len(texts) - 1 > 0:
            return column
    return None


def _is_merged(above: PdfCell, cell: PdfCell, below: PdfTable) -> bool:
    """Whether an empty cell at the top of a page is the rest of a merged one."""
    spans = above.region.rows > 1 or cell.region.rows > 1
    others = any(one.text for one in below.cells if one.region.row == 0)
    return bool(above.text) and not cell.text and spans and others


def _joined(above: PdfCell, cell: PdfCell, more: int) -> PdfCell:
    """Return a cell with its rest on the next page."""
    between = "" if above.is_full and not ended(above.text) else "\n"
    text = joined(f"{above.text}\n{cell.text}") if not between else f"{above.text}\n{cell.text}"
    region = above.region._replace(rows=above.region.rows + more)
    return above._replace(region=region, text=text.strip("\n"), is_full=cell.is_full)
