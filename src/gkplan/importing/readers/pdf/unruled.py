"""Tables of a PDF without rules: the lines that they are, and columns by what no line crosses."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from itertools import groupby, pairwise
from typing import NamedTuple

from gkplan.importing.readers.pdf.flow import Margins, PdfLine
from gkplan.importing.readers.pdf.rows import CLOSE, Span, TablePart, column_of, is_across
from gkplan.importing.readers.pdf.tables import PdfTable, put_together
from gkplan.importing.text.runs import stretches

_GAP = 0.8
"""Parts of a character's height from which a space in a line may part two columns."""
_RIVER = 0.5
"""Parts of a character's height that columns are apart at least."""
_MARKS = ("●", "○")
_LEAST = 3
"""The columns of a table, and the lines that must show as many texts."""
_MOST_COLUMNS = 20
_HEAD = 3
"""Lines at the beginning that name the columns: a name may be on two, others in their middle."""
_OTHERS = 12
"""Lines of one text that may follow one another inside a table."""
_TRIES = 4
"""Lines that are tried as the first of a table, until one is found among those below."""
_MOST_LINES = 300
"""Lines of a table on one page; no page shows more."""
_ACROSS = 3
"""Lines across the columns that may: a heading and its continuation."""
_ASTRAY = 15
"""Of so many lines one may cross the space between two columns."""


class Unruled(NamedTuple):
    """A table, and from which to which of the lines it is."""

    start: int
    end: int
    table: PdfTable


def unruled(lines: Sequence[tuple[PdfLine, Margins]]) -> Iterator[Unruled]:
    """Find tables among lines that follow one another, over all their pages."""
    rows = [list(_pieces(line)) for line, _ in lines]
    names: set[str] = set()
    at = after = tries = 0
    while at < len(rows):
        if len(rows[at]) < _LEAST:
            at += 1
            continue
        end = _end(rows, at)
        columns = _columns(rows[at:end])
        end = _cut(rows, at, end, columns)
        if _shows(rows[at:end], columns, _LEAST - _names_again(rows[at], names)):
            start = _start(rows, at, after, columns)
            yield Unruled(start, end, _table(rows[start:end], columns))
            names.update(piece.text for piece in rows[at])
            at = after = end
            tries = 0
        else:
            tries += 1
            at = end if tries > _TRIES else at + 1


def ends_in_mark(line: PdfLine) -> bool:
    """Whether a mark of a matrix stands apart behind the text of a line."""
    pieces = list(_pieces(line))
    return len(pieces) > 1 and pieces[-1].text in _MARKS


def _names_again(row: Sequence[PdfLine], names: Collection[str]) -> bool:
    """Whether a line has the names of columns that are known."""
    return sum(piece.text in names for piece in row) > 1


def _pieces(line: PdfLine) -> Iterator[PdfLine]:
    """Yield the parts of a line between wide spaces."""
    begin = 0
    for at, (last, glyph) in enumerate(pairwise(line.glyphs), start=1):
        if glyph.x0 - last.x1 > _GAP * line.size:
            yield PdfLine(line.glyphs[begin:at], line.page, line.number)
            begin = at
    yield PdfLine(line.glyphs[begin:], line.page, line.number)


def _end(rows: Sequence[Sequence[PdfLine]], start: int) -> int:
    """Return where a table may end: behind the last line of several texts, or at its head."""
    head = {piece.text for piece in rows[start]}
    end = start + 1
    for at in range(start + 1, len(rows)):
        same_page = rows[at][0].page == rows[start][0].page
        if at - end > _OTHERS or (same_page and _names_again(rows[at], head)):
            break
        if len(rows[at]) > 1:
            end = at + 1
    return end


def _columns(rows: Sequence[Sequence[PdfLine]]) -> list[Span]:
    """Return the columns: what lies between spaces that hardly a line of several texts crosses."""
    several = [row for row in rows if len(row) > 1]
    few = len(several) // _ASTRAY
    spans = ((piece.x0, piece.x1) for row in several for piece in row)
    return stretches(spans, few, _RIVER * rows[0][0].size)


def _cut(rows: Sequence[Sequence[PdfLine]], start: int, end: int, columns: Sequence[Span]) -> int:
    """Return where a table ends: before text across the columns, behind what goes on in one."""
    across = 0
    for at in range(start, end):
        across = across + 1 if is_across(rows[at], columns) else 0
        if across > _ACROSS:
            return at + 1 - across
    while end < len(rows) and len(rows[end]) == 1 and not is_across(rows[end], columns):
        last, line = rows[end - 1][0], rows[end][0]
        if line.page != last.page or line.top - last.top > 2 * line.size:
            break
        end += 1
    return end


def _start(
    rows: Sequence[Sequence[PdfLine]], start: int, least: int, columns: Sequence[Span]
) -> int:
    """Return where a table begins: with names on lines that are closer than lines of text are."""
    while start > least and not is_across(rows[start - 1], columns):
        above, line = rows[start - 1][0], rows[start][0]
        if above.page != line.page or line.top - above.top > CLOSE * line.size:
            break
        start -= 1
    return start


def _shows(rows: Sequence[Sequence[PdfLine]], columns: Sequence[Span], least: int) -> bool:
    """Whether enough lines show enough columns, and the first ones name all but one of them."""
    several = sum(len(row) >= _LEAST for row in rows)
    pages = Counter(row[0].page for row in rows)
    if max(pages.values(), default=0) > _MOST_LINES:
        return False
    named = {column_of(piece, columns) for row in rows[:_HEAD] if len(row) > 1 for piece in row}
    return _LEAST <= len(columns) <= min(_MOST_COLUMNS, len(named) + 1) and several >= least


def _table(rows: Sequence[Sequence[PdfLine]], columns: Sequence[Span]) -> PdfTable:
    """Put the parts of a table on each page together."""
    parts = [
        TablePart(list(part), columns).table() for _, part in groupby(rows, lambda row: row[0].page)
    ]
    return reduce(put_together, parts)
