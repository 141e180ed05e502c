"""Tables whose columns only blanks set apart, as converters of PDF lay them out line by line."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.document import Cell
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.text.drawn import Piece
from gkplan.importing.readers.text.separated import Line
from gkplan.importing.text.runs import stretches

_BLANK = " \u3000\xa0"
_PIECE = re.compile(rf"[^{_BLANK}]+(?:[{_BLANK}][^{_BLANK}]+)*")
_TOKEN = re.compile(rf"[^{_BLANK}]+")
_WIDTHS = ("WFA", "WF", "")
_LEAST = 3
"""Columns of a table that blanks set apart, and lines that must show them."""
_MOST_COLUMNS = 20
_TRIES = 4
"""Lines that are tried as the first of a table, until one is found among those below."""
_OTHERS = 6
"""Lines that may stand between two of a table: headings, page numbers, notes."""
_ASTRAY = 12
"""Of so many lines one may run into the gap between two columns."""
_MARGIN = 3
"""A text that lacks less than this of its column's width was broken there for want of room."""


class Laid(NamedTuple):
    """One line of a table: its texts by column, and the columns that they fill to the edge.

    A line that stands across columns, as a heading does, has its text in column -1.
    """

    line: Line
    texts: Mapping[int, str]
    full: frozenset[int] = frozenset()


class Grid(NamedTuple):
    """The lines of a table that blanks lay out, empty ones too, and from where to where it is."""

    start: int
    end: int
    width: int
    lines: tuple[Laid, ...]


def grids_in(lines: Sequence[Line]) -> Iterator[Grid]:
    """Find the tables among lines; blanks alone must show at least three columns.

    How wide a Chinese character is depends on what converted the document; where columns stand
    close together, one blank parts them.
    """
    rows = [_pieces(line.text, _PIECE, _WIDTHS[0]) for line in lines]
    heads = Counter(line.text for line, row in zip(lines, rows, strict=True) if len(row) >= _LEAST)
    at, tries = 0, 0
    while at < len(lines):
        if len(rows[at]) < _LEAST:
            at += 1
            continue
        end = _end(rows, at)
        least = _LEAST - (heads[lines[at].text] > 1)
        found = _best([line.text for line in lines[at:end]], least)
        if found:
            wide, edges = found
            end = _with_tail(rows, end, edges)
            laid = [_laid(line, edges, wide) for line in lines[at:end]]
            yield Grid(at, end, len(edges), _with_full(laid, len(edges)))
        tries = 0 if found else tries + 1
        at = end if found or tries > _TRIES else at + 1


def _best(texts: Sequence[str], least: int) -> tuple[str, list[tuple[int, int]]] | None:
    """How wide characters are, and the columns, where the first line has a name for each.

    One name may be missing.
    """
    for pattern in (_PIECE, _TOKEN):
        ways = {wide: [_pieces(text, pattern, wide) for text in texts] for wide in _WIDTHS}
        for more in (0, 1):
            for wide, rows in ways.items():
                edges, names = _edges(rows, least), len(_unspread(rows[0]))
                if edges and _LEAST <= names == len(edges) - more <= _MOST_COLUMNS:
                    pieces = [_pieces(text, _PIECE, wide) for text in texts]
                    if _keeps_apart(pieces, edges):
                        return wide, edges
    return None


@cache
def _is_wide(char: str, wide: str) -> bool:
    return unicodedata.east_asian_width(char) in wide


def _screen(text: str, wide: str) -> int:
    """The columns of the screen that a text takes where characters of such widths take two."""
    if not wide or text.isascii():
        return len(text)
    return len(text) + sum(_is_wide(char, wide) for char in text)


def _pieces(text: str, pattern: re.Pattern[str], wide: str) -> list[Piece]:
    """The pieces of a line, and where they stand on the screen."""
    found: list[Piece] = []
    at = last = 0
    for match in pattern.finditer(text):
        first = at + _screen(text[last : match.start()], wide)
        at, last = first + _screen(match[0], wide), match.end()
        found.append(Piece(first, at, match[0]))
    return found


def _ends_alone(text: str) -> bool:
    """Whether the last character of a text stands by itself."""
    return len(text) == 1 or text[-2].isspace()


def _unspread(row: Sequence[Piece]) -> list[Piece]:
    """The pieces of a head, with names put together that blanks spread out (序　号)."""
    found: list[Piece] = []
    for piece in row:
        if found and len(piece.text) == 1 and _ends_alone(found[-1].text):
            last = found.pop()
            found.append(Piece(last.first, piece.last, f"{last.text} {piece.text}"))
        else:
            found.append(piece)
    return found


def _end(rows: Sequence[Sequence[Piece]], start: int) -> int:
    """Where a table ends that begins at a line: behind the last one with several pieces.

    It ends too where its first line stands again, below which all may stand elsewhere.
    """
    head, inner = [piece.text for piece in rows[start]], rows[start][1].first
    end, others = start + 1, 0
    for at in range(start + 1, len(rows)):
        row = rows[at]
        if len(row) > 1:
            if [piece.text for piece in row] == head:
                break
            end, others = at + 1, 0
        elif row:
            others += row[0].first < inner or not rows[at - 1]
            if others > _OTHERS:
                break
    return end


def _edges(rows: Sequence[Sequence[Piece]], least: int) -> list[tuple[int, int]]:
    """The columns: what stands between gaps that all but a few lines of several pieces share."""
    rows = [_unspread(rows[0]), *(row for row in rows[1:] if len(row) > 1)]
    if sum(len(row) >= _LEAST for row in rows) < least:
        return []
    few = (len(rows) + _ASTRAY // 2) // _ASTRAY
    pieces = (piece for row in [rows[0]] * few + rows for piece in row)
    return stretches(((piece.first, piece.last) for piece in pieces), few, 1)


def _keeps_apart(rows: Sequence[Sequence[Piece]], edges: Sequence[tuple[int, int]]) -> bool:
    """Whether hardly a line has two pieces in one column."""
    rows = [row for row in rows if len(row) > 1]
    found = (len({_column(piece, edges) for piece in row}) < len(row) for row in rows)
    return sum(found) * _ASTRAY <= len(rows) + _ASTRAY


def _column(piece: Piece, edges: Sequence[tuple[int, int]]) -> int:
    """The column in which a piece stands, or to which it is nearest."""
    return max(range(len(edges)), key=lambda column: _overlap(piece, edges[column]))


def _with_tail(rows: Sequence[Sequence[Piece]], end: int, edges: Sequence[tuple[int, int]]) -> int:
    """The end of a table with the lines right below it that go on with a cell."""
    while end < len(rows) and len(rows[end]) == 1 and edges[1][0] <= rows[end][0].first:
        end += 1
    return end


def _overlap(piece: Piece, edges: tuple[int, int]) -> int:
    """How much of a piece stands in a column; below 0, how far it stands away."""
    return min(piece.last, edges[1]) - max(piece.first, edges[0])


def _laid(line: Line, edges: Sequence[tuple[int, int]], wide: str) -> Laid:
    """A line with its words in the columns where they stand."""
    whole = _pieces(line.text, _PIECE, wide)
    if len(whole) == 1 and sum(_overlap(whole[0], edge) > 0 for edge in edges) != 1:
        return Laid(line, {-1: whole[0].text})
    texts: dict[int, str] = {}
    for token in _pieces(line.text, _TOKEN, wide):
        at = _column(token, edges)
        texts[at] = f"{texts[at]} {token.text}" if at in texts else token.text
    return Laid(line, texts)


def _with_full(lines: Sequence[Laid], width: int) -> tuple[Laid, ...]:
    """The lines with what of them runs to the edge of its column."""
    sizes = [
        {at: _screen("".join(text.split()), "WFA") for at, text in laid.texts.items()}
        for laid in lines
    ]
    most = [max((size.get(at, 0) for size in sizes), default=0) - _MARGIN for at in range(width)]
    return tuple(
        laid._replace(full=frozenset(at for at in size if at >= 0 and size[at] > most[at]))
        for laid, size in zip(lines, sizes, strict=True)
    )


_NUMBER = re.compile(
    r"[（(]?\d{1,3}[）)]?(?:[.、．](?!\d).*|$)|[一二三四五六七八九十]{1,3}、?$", re.DOTALL
)
_ALONE = re.compile(
    r"[-—–\s第]*\d{1,3}[-—–\s页]*$|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
)
"""A page number or a numbered heading, which stands in no cell."""
_FEW = 4
"""Characters that a piece of a name has at most where the head is broken over lines."""
_REACH = 6
"""Lines above in which the text of a row is looked for."""
_ENDS = "。；！？;"


def read_laid(grid: Grid, into: Collector) -> None:
    """Add a table that blanks lay out."""
    cells = [
        cell for at, row in enumerate(_rows(grid)) for cell in _cells(row, at, grid.width, into)
    ]
    into.table(tuple(cells), grid.lines[0].line.place, ruled=False)


def _rows(grid: Grid) -> Iterator[list[Laid]]:
    """The rows from top to bottom; a line across the columns is one by itself."""
    number = _numbers(grid)
    part: list[Laid] = []
    heads = True
    centred = False
    for laid in grid.lines:
        if laid is grid.lines[0] or _is_alone(laid, number, heads=heads):
            yield from _parted(part, grid, number, centred=centred)
            yield [laid]
            part = []
            continue
        if heads and laid.texts:
            centred, heads = number >= 0 and not _starts(laid, number), False
        part.append(laid)
    yield from _parted(part, grid, number, centred=centred)


def _numbers(grid: Grid) -> int:
    """The column that counts the rows, -1 if none does."""
    for column in range(2):
        texts = [laid.texts[column] for laid in grid.lines[1:] if column in laid.texts]
        counted = [text for text in texts if _NUMBER.match(text)]
        if len(counted) > 1 and len(counted) * 5 > len(texts) * 3:
            return column
    return -1


def _starts(laid: Laid, number: int) -> bool:
    return _NUMBER.match(laid.texts.get(number, "")) is not None


def _is_alone(laid: Laid, number: int, *, heads: bool) -> bool:
    """Whether a line is a row by itself: a heading, a page number, a further line of the head."""
    if not laid.texts:
        return False
    if -1 in laid.texts:
        return True
    if len(laid.texts) == 1 and _ALONE.match("".join(laid.texts.values())):
        return number not in laid.texts
    if number == 0 and laid.texts.keys() == {0} and not _starts(laid, number):
        return True
    return heads and not _starts(laid, number) and all(len(t) <= _FEW for t in laid.texts.values())


def _parted(
    part: Sequence[Laid], grid: Grid, number: int, *, centred: bool
) -> Iterator[list[Laid]]:
    """The rows among lines that no heading parts."""
    if number < 0:
        starts = _by_text(part, _wordy(grid))
    else:
        starts = [at for at, laid in enumerate(part) if _starts(laid, number)]
        if centred and starts:
            starts = _above(part, starts, _wordy(grid))
    bounds = [0, *(at for at in starts if at), len(part)]
    for first, last in pairwise(bounds):
        if row := [laid for laid in part[first:last] if laid.texts]:
            yield row


def _wordy(grid: Grid) -> int:
    """The column with most text, which is that of the tasks."""
    size = [0] * grid.width
    for laid in grid.lines:
        for column, text in laid.texts.items():
            if column >= 0:
                size[column] += len(text)
    return size.index(max(size))


def _by_text(part: Sequence[Laid], wordy: int) -> list[int]:
    """Where rows begin that nothing counts: where a text begins and none above was broken off."""
    starts: list[int] = []
    last: Laid | None = None
    for at, laid in enumerate(part):
        if wordy not in laid.texts:
            continue
        if last is None or wordy not in last.full or last.texts[wordy][-1] in _ENDS:
            starts.append(at)
        last = laid
    return starts


def _above(part: Sequence[Laid], numbered: Sequence[int], wordy: int) -> list[int]:
    """Where rows begin whose numbers stand halfway down: as many lines below a number as above."""
    starts: list[int] = []
    first = 0
    for at, after in zip(numbered, (*numbered[1:], len(part)), strict=True):
        starts.append(first)
        likely = min(after, 2 * at - first + 1)
        near = (likely, likely + 1, likely - 1)
        ends = (one for one in near if at < one <= after and _ends_at(part, one, wordy))
        first = next(ends, likely)
    return starts


def _ends_at(part: Sequence[Laid], end: int, wordy: int) -> bool:
    """Whether the text of a row is at its end above a line."""
    texts = (
        laid.texts[wordy]
        for laid in reversed(part[max(0, end - _REACH) : end])
        if wordy in laid.texts
    )
    return next(texts, " ")[-1] in _ENDS


def _cells(row: Sequence[Laid], at: int, width: int, into: Collector) -> Iterator[Cell]:
    """The cells of a row, with the lines that each was broken into."""
    place = row[0].line.place
    if -1 in row[0].texts:
        yield into.cell("　".join(row[0].texts.values()), place, at, 0)
        return
    for column in range(width):
        lines = (laid.texts[column] for laid in row if column in laid.texts)
        yield into.cell("\n".join(lines), place, at, column)
