"""Rows of a table without rules: cells of one begin at one height or have one middle.

Where no space parts the rows, and no numbers count them, they are guessed from lines that are not
full, and their cells are ``unsure``. So are all cells where columns are too narrow.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import pairwise

from gkplan.importing.readers.pdf.flow import PdfLine
from gkplan.importing.readers.pdf.grid import Region
from gkplan.importing.readers.pdf.page import SLACK
from gkplan.importing.readers.pdf.tables import PdfCell, PdfTable, cell_text
from gkplan.importing.text.numbers import Number, bare_number, take_number
from gkplan.importing.text.runs import runs

CLOSE = 1.2
"""How many times the usual distance lines of one cell are apart at most."""
_FAR = 2
"""How many times their height lines of one cell are apart at most."""
_NEAR = 0.4
"""Parts of that distance by which cells of a row may be out of line."""
_ORDERLY = 0.8
"""The part of the numbers in a column that go on counting where it counts the rows."""
_WRAPPED = 0.2
"""The part of the lines that are not full and yet close to the next one, if space parts rows."""
_ROOM = 1.5
"""Times a character's height that are not enough for two characters."""
_CRAMPED = 3
"""Columns of a character, or less than a character apart, from which all cells are unsure: those
of a matrix."""

Span = tuple[float, float]


def is_across(row: Sequence[PdfLine], columns: Sequence[Span]) -> bool:
    """Whether the only text of a line is in several columns or begins before the second."""
    return len(row) == 1 and sum(overlap(row[0], one) > 0 for one in columns) != 1


def overlap(piece: PdfLine, column: Span) -> float:
    """Return how much of a text is in a column; below 0, how far it is away."""
    return min(piece.x1, column[1]) - max(piece.x0, column[0])


def column_of(piece: PdfLine, columns: Sequence[Span]) -> int:
    """Return the column in which a text is, or to which it is nearest."""
    return max(range(len(columns)), key=lambda at: overlap(piece, columns[at]))


_Block = list[PdfLine]
"""Lines of one cell."""


def _middle(block: _Block) -> float:
    return (block[0].top + block[-1].bottom) / 2


class _Row:
    """A row: the lines of its cells by column, and over how many rows those go that span more.

    ``across`` is a line across the columns, which is a row by itself.
    """

    def __init__(self, *, across: PdfLine | None = None) -> None:
        self.cells: dict[int, list[PdfLine]] = {}
        self.spans: dict[int, int] = {}
        self.across = across
        self.unsure = False

    @property
    def lines(self) -> list[PdfLine]:
        """The lines of the cells that are in this row alone."""
        own = [line for at, part in self.cells.items() if at not in self.spans for line in part]
        return [self.across] if self.across else own

    @property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)


class TablePart:
    """The part of a table on one page."""

    def __init__(self, rows: Sequence[Sequence[PdfLine]], columns: Sequence[Span]) -> None:
        """Sort the texts of lines into columns."""
        self._columns = columns
        self._size = rows[0][0].size
        self._across = [row[0] for row in rows if is_across(row, columns)]
        self._pieces: list[list[PdfLine]] = [[] for _ in columns]
        for piece in (piece for row in rows if not is_across(row, columns) for piece in row):
            self._pieces[column_of(piece, columns)].append(piece)
        self._counting = [_counts(pieces) for pieces in self._pieces]
        self._pitch = self._usual_distance()
        self._spaced = self._is_spaced()
        self._blocks = [self._blocks_in(at) for at in range(len(columns))]

    def table(self) -> PdfTable:
        """Return the rows.

        All are unsure where neither space nor numbers part them, or where columns are too narrow.
        """
        guides = self._blocks[self._guide]
        rows = [_Row() for _ in guides]
        for row, block in zip(rows, guides, strict=True):
            row.cells[self._guide] = list(block)
        fill = self._fill if self._is_centred(guides) else self._fill_down
        others = [at for at in range(len(self._columns)) if at != self._guide]
        for column in sorted(others, key=lambda at: -len(self._blocks[at])):
            fill(rows, column, guides)
        guessed = not self._spaced and not self._counting[self._guide]
        unsure = guessed or self._is_cramped()
        rows += [_Row(across=line) for line in self._across]
        rows.sort(key=lambda row: row.top)
        cells = [cell for at, row in enumerate(rows) for cell in self._cells(row, at, unsure)]
        xs = (*(x for x, _ in self._columns), self._columns[-1][1])
        return PdfTable(xs, len(rows), tuple(cells), cells[0].place, ruled=not guessed)

    @cached_property
    def _guide(self) -> int:
        """Return the column whose cells are the rows: one that counts them, or of most cells."""
        counting = [at for at, counts in enumerate(self._counting) if counts]
        texts = [sum(len(line.text) for line in pieces) for pieces in self._pieces]
        return max(counting or range(len(texts)), key=lambda at: (len(self._blocks[at]), texts[at]))

    def _is_cramped(self) -> bool:
        """Whether several columns are hardly apart, or have room for one character only.

        Two that are as close as characters may be may count as one; and where each line of a name
        has one character, a line of names may be lost that looks like text.
        """
        gaps = [right[0] - left[1] for left, right in pairwise(self._columns)]
        close = sum(gap < self._size for gap in gaps)
        narrow = sum(end - begin < _ROOM * self._size for begin, end in self._columns)
        return max(close, narrow) >= _CRAMPED

    def _usual_distance(self) -> float:
        """Return how far lines of one cell are apart."""
        found = [
            round(2 * (below.top - line.top)) / 2
            for at, pieces in enumerate(self._pieces)
            for line, below in pairwise(pieces)
            if self._is_full(line, below, at) and below.top - line.top < _FAR * line.size
        ]
        counted = Counter(found)
        return min(
            (one for one in counted if 4 * counted[one] >= max(counted.values())),
            default=1.5 * self._size,
        )

    def _is_full(self, line: PdfLine, below: PdfLine, column: int) -> bool:
        """Whether the next line's first word would not have fitted into the line of a cell."""
        begin, end = self._columns[column]
        used = line.x1 - line.x0 + below.first_word
        return used > end - begin - SLACK * line.size

    def _is_spaced(self) -> bool:
        """Whether rows are further apart than lines: few lines end early before a close one."""
        longest = max(range(len(self._pieces)), key=lambda at: len(self._pieces[at]))
        ends = [
            below.top - line.top <= CLOSE * self._pitch
            for line, below in pairwise(self._pieces[longest])
            if not self._is_full(line, below, longest)
        ]
        return bool(ends) and sum(ends) <= _WRAPPED * len(ends)

    def _blocks_in(self, column: int) -> list[_Block]:
        """Return the cells of a column as far as space, numbers or short lines part them."""
        goes_on = partial(self._goes_on, column)
        return list(runs(self._pieces[column], goes_on))

    def _goes_on(self, column: int, block: Sequence[PdfLine], piece: PdfLine) -> bool:
        last = block[-1]
        if self._counting[column] and _number(piece) is not None:
            return False
        if piece.top - last.top > CLOSE * self._pitch:
            return False
        if any(last.top < line.top < piece.top for line in self._across):
            return False
        return self._spaced or self._is_full(last, piece, column)

    def _is_centred(self, guides: Sequence[_Block]) -> bool:
        """Whether as many cells have the middle of a row as begin at its top."""
        blocks = [block for blocks in self._blocks for block in blocks]
        middles, tops = list(map(_middle, guides)), [one[0].top for one in guides]
        in_middle = sum(self._near(middles, _middle(block)) is not None for block in blocks)
        return in_middle >= sum(self._near(tops, block[0].top) is not None for block in blocks)

    def _with_head(
        self, rows: Sequence[_Row], column: int, guides: Sequence[_Block]
    ) -> list[_Block]:
        """Put the names of a column into the first row, and return the cells below them."""
        blocks = self._blocks[column]
        if len(guides) < 2 or not self._has_head(guides):  # noqa: PLR2004
            return blocks
        end = (_middle(guides[0]) + _middle(guides[1])) / 2
        names = [block for block in blocks if _middle(block) < end]
        for block in names:
            rows[0].cells.setdefault(column, []).extend(block)
        return blocks[len(names) :]

    def _fill(self, rows: Sequence[_Row], column: int, guides: Sequence[_Block]) -> None:
        """Put the cells of a column into the rows whose middle they have, or several together."""
        blocks = self._with_head(rows, column, guides)
        middles = list(map(_middle, guides))
        found = [self._near(middles, _middle(block)) for block in blocks]
        sparse = column < self._guide and len(blocks) < len(rows)
        if self._spaced and (None in found or sparse) and self._tile(rows, column, blocks):
            return
        for block, row in zip(blocks, found, strict=True):
            nearest = min(range(len(rows)), key=lambda at: abs(middles[at] - _middle(block)))
            rows[nearest].cells.setdefault(column, []).extend(block)
            rows[nearest].unsure |= row is None

    def _has_head(self, guides: Sequence[_Block]) -> bool:
        """Whether the names of the columns are above the rows that numbers count."""
        return self._counting[self._guide] and _number(guides[0][0]) is None

    def _near(self, heights: Sequence[float], height: float) -> int | None:
        """Return the position of the height that is the same as another one, if any is."""
        nearest = min(range(len(heights)), key=lambda at: abs(heights[at] - height))
        return nearest if abs(heights[nearest] - height) < _NEAR * self._pitch else None

    def _fill_down(self, rows: Sequence[_Row], column: int, guides: Sequence[_Block]) -> None:
        """Put cells into the rows that begin beside or above them; without space, each line."""
        parts = self._with_head(rows, column, guides)
        if not self._spaced:
            parts = [[line] for part in parts for line in part]
        for part in parts:
            above = [one[0].top <= part[0].top + _NEAR * self._pitch for one in guides]
            rows[max(sum(above) - 1, 0)].cells.setdefault(column, []).extend(part)

    def _tile(self, rows: Sequence[_Row], column: int, blocks: Sequence[_Block]) -> bool:
        """Put cells into the rows whose middle they have together, one behind the other.

        Return ``False``, and do nothing, where they do not cover the rows so.
        """
        first = 1 if len(rows[0].cells.get(column, ())) > 0 else 0
        found: list[tuple[int, int]] = []
        for block in blocks:
            ends = {
                abs(rows[first].top + rows[at].bottom - 2 * _middle(block)) / 2: at
                for at in range(first, len(rows))
            }
            if not ends or min(ends) > _NEAR * self._pitch:
                return False
            found.append((first, ends[min(ends)]))
            first = ends[min(ends)] + 1
        for (begin, end), block in zip(found, blocks, strict=True):
            rows[begin].cells[column] = list(block)
            rows[begin].spans[column] = end - begin + 1
        return first == len(rows)

    def _cells(self, row: _Row, at: int, unsure: bool) -> Iterator[PdfCell]:  # noqa: FBT001
        first = min(row.lines, key=lambda line: line.number)
        place = f"第{first.page}页第{first.number}行"
        if row.across:
            yield PdfCell(Region(at, 0, 1, len(self._columns)), row.across.text, place)
            return
        for column, box in enumerate(self._columns):
            region = Region(at, column, row.spans.get(column, 1), 1)
            text = cell_text(row.cells.get(column, []), box)
            yield PdfCell(region, text, place, unsure=unsure or row.unsure)


def _counts(pieces: Sequence[PdfLine]) -> bool:
    """Whether a column counts the rows: the numbers in it are each the next one, or the first."""
    read = map(_number, pieces)
    numbers = [one.value for one in read if one and one.value is not None]
    orderly = sum(below in (1, above + 1) for above, below in pairwise(numbers))
    return len(numbers) > 1 and orderly >= _ORDERLY * (len(numbers) - 1)


def _number(piece: PdfLine) -> Number | None:
    return bare_number(piece.text) or take_number(piece.text)[0]
