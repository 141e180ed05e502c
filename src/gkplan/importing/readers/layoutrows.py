"""The rows of a table that blanks lay out: which lines are of one, wherever its number stands."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkplan.importing.document import Cell
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.layout import Grid, Laid

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
