"""What pages print around a document: their numbers, and the lines beside them that come again.

In tables these are rows with a page's number, and heads that come again.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate, pairwise, takewhile

from gkplan.importing.document import Document, Said, Table
from gkplan.importing.text.wording import squeezed

_MARKED = r"[-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页(?:[，,\s]*共\s*\d{1,3}\s*页)?"
_MARKED_NUMBER = re.compile(_MARKED)
"""A page's number that is marked as such: — 3 —, 第3页."""
_NUMBER = re.compile(rf"{_MARKED}|\d{{1,3}}\s*[/／]\s*\d{{1,3}}")

TIME_PRINTED = (
    r"(?:\d{4}/\d{1,2}/\d{1,2},?\s+(?:[上下]午)?\d{1,2}:\d{2}"
    r"|\d{1,2}/\d{1,2}/\d{2}, \d{1,2}:\d{2}\s[AP]M)"
)
"""The time at which a browser printed a page, before its title."""
_BROWSER = re.compile(rf"(?:https?|file)://\S+\s+\d{{1,3}}/\d{{1,3}}|{TIME_PRINTED}\s{{2,}}\S.*")
"""What a browser prints above and below each page: address and number, time and title."""
_BARE = re.compile(r"\d{1,3}|[ivxIVX]{1,5}")
_AGAIN = 3
"""The pages at whose ends a line stands that belongs to them."""


def furniture(texts: Sequence[str], starts: Collection[int] = ()) -> set[int]:
    """Return the positions of page numbers, and of the lines beside them that come again.

    ``starts`` are the positions where pages begin, as far as the text has form feeds. Where a line
    beside a number stands first it is kept: it may be the title.
    """
    printed = {at for at, text in enumerate(texts) if _BROWSER.fullmatch(text.strip())}
    pages = {at for at, text in enumerate(texts) if _NUMBER.fullmatch(text.strip())}
    beside = {at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(texts)} - pages
    seen = Counter(squeezed(texts[at]) for at in beside)
    again = {at for at in beside if seen[squeezed(texts[at])] > 1}
    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        first.setdefault(squeezed(text), at)
    return printed | pages | again - set(first.values()) | _at_edges(texts, starts)


def _at_edges(texts: Sequence[str], starts: Collection[int]) -> set[int]:
    """Return the lines at the edges of pages that come again there, and bare numbers that count."""
    edges = {at for start in starts for at in (start - 1, start) if 0 <= at < len(texts)}
    if starts:
        edges.add(len(texts) - 1)
    seen = Counter(re.sub(r"\d+", "#", squeezed(texts[at])) for at in edges)
    found = {at for at in edges if seen[re.sub(r"\d+", "#", squeezed(texts[at]))] >= _AGAIN}
    return {at for at in found if not _BARE.fullmatch(texts[at].strip()) or _counts(texts, found)}


def _counts(texts: Sequence[str], places: Collection[int]) -> bool:
    """Whether the bare numbers among some lines grow by one from each to the next."""
    numbers = [texts[at].strip() for at in sorted(places) if texts[at].strip().isdigit()]
    return all(int(after) == int(before) + 1 for before, after in pairwise(numbers))


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
        texts = [text.strip() for text in row.values()]
        if len(texts) == 1 and _MARKED_NUMBER.fullmatch(texts[0]):
            below = rows[at + 1 : at + 1 + _HEAD_ROWS]
            head = first.get(tuple(below[0].items()), at) if below else at
            found.update(range(at, at + 1 + repeated(below, rows[head:at])))
        elif len(row) >= _HEAD_CELLS:
            first.setdefault(tuple(row.items()), at)
    return found


def repeated(rows: Iterable[object], others: Iterable[object]) -> int:
    """Return how many rows at the beginning of both are the same."""
    pairs = zip(rows, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


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
