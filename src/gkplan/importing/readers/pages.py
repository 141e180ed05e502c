"""What the ends of pages put into tables: rows with a page's number, and heads that come again."""

from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate

from gkplan.importing.document import Document, Said, Table
from gkplan.importing.text.pages import is_page_number

_HEAD_CELLS = 3
"""Cells that a row of names has at least."""
_HEAD_ROWS = 3
"""Rows of names that a page may repeat."""


def without_pages(document: Document) -> Document:
    """Leave out rows of tables that are a page's number, and heads that come again below them.

    They are what pages print around the text.
    """
    tables = [(one, _of_pages(one)) for one in document.blocks if isinstance(one, Table)]
    printed = (
        Said(cell.text, cell.place)
        for table, out in tables
        for cell in table.cells
        if cell.row in out and cell.text
    )
    kept = iter([_without_rows(table, out) for table, out in tables])
    blocks = tuple(next(kept) if isinstance(one, Table) else one for one in document.blocks)
    return document._replace(blocks=blocks, printed=(*document.printed, *printed))


def _of_pages(table: Table) -> set[int]:
    """Return the rows that the ends of pages put into a table."""
    rows = [{cell.column: cell.text for cell in row if cell.text.strip()} for row in table.rows]
    found: set[int] = set()
    first: dict[tuple[tuple[int, str], ...], int] = {}
    for at, row in enumerate(rows):
        if len(row) == 1 and all(map(is_page_number, row.values())):
            below = rows[at + 1 : at + 1 + _HEAD_ROWS]
            head = first.get(tuple(below[0].items()), at) if below else at
            pairs = zip(below, rows[head:at], strict=False)
            found |= {at, *(at + 1 + n for n in _same(pairs))}
        elif len(row) >= _HEAD_CELLS:
            first.setdefault(tuple(row.items()), at)
    return found


def _same(pairs: Iterable[tuple[object, object]]) -> Iterator[int]:
    """Yield the positions of the first pairs that are alike."""
    for position, (one, other) in enumerate(pairs):
        if one != other:
            return
        yield position


def _without_rows(table: Table, out: Collection[int]) -> Table:
    """Return a table without some of its rows; the same one without none."""
    if not out:
        return table
    before = list(accumulate((row in out for row in range(table.height)), initial=0))
    cells = []
    for cell in table.cells:
        row, end = cell.row - before[cell.row], cell.row + cell.rows
        if cell.row not in out:
            cells.append(cell._replace(row=row, rows=end - before[end] - row))
    return table._replace(cells=tuple(cells))
