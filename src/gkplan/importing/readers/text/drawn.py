"""Tables of text drawn with rulings, as ┌─┬┐ or +--+, or with bars between their cells."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.document import Cell
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_DRAWN
from gkplan.importing.readers.text.separated import Line

UPRIGHT = "│┃║┆┇┊┋╎╏"
_ASCII = re.compile(r"\+(?:[-=:]+\+)+")
_ROOM = 3
"""Columns of the screen from one edge to the next where a Chinese character fits between."""


@cache
def _arms(char: str) -> frozenset[str]:
    """The directions in which lines leave a character, by its Unicode name."""
    if not "\u2500" <= char <= "\u257f":
        return frozenset()
    name = unicodedata.name(char)
    words = {"VERTICAL": ("UP", "DOWN"), "HORIZONTAL": ("LEFT", "RIGHT")}
    found = {arm for word, arms in words.items() if word in name for arm in arms}
    return frozenset(found | {arm for arm in ("UP", "DOWN", "LEFT", "RIGHT") if arm in name})


def _is_upright(char: str) -> bool:
    return bool(_arms(char) & {"UP", "DOWN"})


def _is_level(char: str) -> bool:
    return _arms(char) >= {"LEFT", "RIGHT"}


def is_ruling(text: str) -> bool:
    """Tell a line that rules a table off: of box characters alone, or of ``+--+``."""
    bare = text.strip()
    if _ASCII.fullmatch(bare):
        return True
    return len(bare) > 2 and all(map(_arms, bare)) and any(map(_is_upright, bare))  # noqa: PLR2004


class Piece(NamedTuple):
    """What stands between two uprights of a line, or between two gaps.

    Between uprights, ``first`` and ``last`` are the numbers of their edges; between gaps, they are
    the columns of the screen where it begins and behind its end.
    """

    first: int
    last: int
    text: str

    @property
    def ruled(self) -> bool:
        """Whether it is a piece of a ruling."""
        bare = self.text.strip()
        return bool(bare) and all(map(_is_level, bare))


def _redrawn(text: str) -> str:
    """Draw ``+--+`` and ``|`` with box characters."""
    text = _ASCII.sub(lambda found: re.sub("[-=:]", "─", found[0]).replace("+", "┼"), text)
    return re.sub("[|｜]", "│", text)


def pieces_of(lines: list[str]) -> list[list[Piece]]:
    """Cut all lines at their uprights, each upright at one of the edges that all lines share.

    Nothing comes of a table with more edges than anybody draws.
    """
    texts = [_redrawn(line.rstrip()) for line in lines]
    read = (_marks(texts, wide) for wide in ("WFA", "WF", ""))
    marks, edges, _ = min((_edges(texts, marks) for marks in read), key=lambda found: found[2])
    if len(edges) > MOST_DRAWN:
        return []
    return [list(_cut(text, _snapped(row, edges))) for text, row in zip(texts, marks, strict=True)]


def _edges(texts: list[str], marks: list[list[int]]) -> tuple[list[list[int]], list[int], int]:
    """Uprights, the edges that the rulings state, and how many uprights miss them.

    Where two edges leave no room for a character, the ruling with most edges is right; where some
    line has more uprights than there are edges, every upright is one.
    """
    ruled = [row for text, row in zip(texts, marks, strict=True) if is_ruling(text)]
    edges = sorted(set().union(*ruled))
    if any(after - before < _ROOM for before, after in pairwise(edges)):
        edges = max(ruled, key=len)
    if max(map(len, marks)) > len(edges):
        edges = sorted(set().union(*marks))
    known = set(edges)
    return marks, edges, sum(at not in known for row in marks for at in row)


def _snapped(row: list[int], edges: list[int]) -> list[int]:
    """The edges that uprights mean: in order, each the nearest; crooked lines are put right."""
    found: list[int] = []
    for number, at in enumerate(row):
        first = found[-1] + 1 if found else 0
        last = len(edges) - (len(row) - number)
        found.append(min(range(first, last + 1), key=lambda edge: abs(edges[edge] - at)))
    return found


def _marks(texts: list[str], wide: str) -> list[list[int]]:
    """The columns of the uprights of each line where characters of such widths take two."""
    found = []
    for text in texts:
        at, row = 0, []
        for char in text:
            if _is_upright(char):
                row.append(at)
            at += 2 if wide and unicodedata.east_asian_width(char) in wide else 1
        found.append(row)
    return found


def _cut(text: str, edges: list[int]) -> Iterator[Piece]:
    """The pieces of a line between its uprights."""
    start, last = 0, -1
    numbers = iter(edges)
    for at, char in enumerate(text):
        if _is_upright(char):
            edge = next(numbers)
            if last >= 0:
                yield Piece(last, edge, text[start:at])
            start, last = at + 1, edge


_WRAPPED = 3
"""A line with fewer blanks before its right rule was filled up: the text went on below it."""


@dataclass
class _Open:
    """A cell that is still being drawn."""

    place: str
    row: int
    first: int
    last: int
    text: str = ""
    full: bool = False

    def add(self, piece: Piece) -> None:
        """Add a line of the cell; what was broken only for want of room is joined."""
        kept = piece.text.strip()
        if not kept:
            return
        if self.text and not self.full:
            self.text += "\n"
        elif self.text[-1:].isascii() and self.text[-1:].isalnum() and kept[0].isascii():
            self.text += " "
        self.text += kept
        self.full = len(piece.text) - len(piece.text.rstrip()) < _WRAPPED


@dataclass
class _Drawing:
    """The table so far, while its lines are taken from top to bottom."""

    into: Collector
    line_is_row: bool
    row: int = 0
    used: bool = False
    open: dict[int, _Open] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)

    def take(self, line: Line, pieces: list[Piece]) -> None:
        """Take the next line."""
        if any(piece.ruled for piece in pieces):
            self._rule(pieces)
        for piece in pieces:
            if not piece.ruled:
                self._write(line, piece)
        if self.line_is_row:
            self.close()

    def _write(self, line: Line, piece: Piece) -> None:
        """Write into the open cell at a place, or begin one."""
        cell = self.open.get(piece.first) or self._begun_beside(piece)
        if cell is None or (cell.row < self.row and cell.last != piece.last):
            self._end(piece.first, piece.last, self.row)
            cell = self.open[piece.first] = _Open(line.place, self.row, piece.first, piece.last)
        cell.add(piece)
        self.used = True

    def _begun_beside(self, piece: Piece) -> _Open | None:
        """A cell of this row into which the piece runs: its rules are not drawn all the way."""
        beside = (
            cell
            for cell in self.open.values()
            if cell.row == self.row and piece.first < cell.last and cell.first < piece.last
        )
        return next(beside, None)

    def _rule(self, pieces: list[Piece]) -> None:
        """End the cells above a ruling; a row is over once it held anything."""
        if not self.used:
            return
        for piece in pieces:
            if piece.ruled:
                self._end(piece.first, piece.last, self.row + 1)
        self.row, self.used = self.row + 1, False

    def close(self) -> None:
        """End the row and every cell."""
        self._end(0, max((cell.last for cell in self.open.values()), default=0), self.row + 1)
        self.row, self.used = self.row + self.used, False

    def _end(self, first: int, last: int, row: int) -> None:
        """End the cells between two edges above a row."""
        for at in [at for at, cell in self.open.items() if first < cell.last and at < last]:
            cell = self.open.pop(at)
            span = (max(row - cell.row, 1), cell.last - cell.first)
            self.cells.append(self.into.cell(cell.text, cell.place, cell.row, at, *span))


def read_drawn(lines: list[Line], into: Collector) -> bool:
    """Add a drawn table; False where it has no rulings, or more columns than anybody draws."""
    texts = [line.text for line in lines]
    rows = pieces_of(texts) if any(map(is_ruling, texts)) else []
    if not rows:
        return False
    drawing = _Drawing(into, _each_line_a_row(rows))
    for line, pieces in zip(lines, rows, strict=True):
        drawing.take(line, pieces)
    drawing.close()
    cells = sorted(drawing.cells, key=lambda cell: (cell.row, cell.column))
    into.table(tuple(cells), lines[0].place, ruled=not drawing.line_is_row)
    return True


def _each_line_a_row(rows: list[list[Piece]]) -> bool:
    """Tell a table that is ruled only around and below its head: each of its lines is a row."""
    ruled = [all(piece.ruled for piece in pieces) for pieces in rows]
    inner = sum(ruled[1:-1])
    body = [pieces for pieces, is_rule in zip(rows, ruled, strict=True) if not is_rule and pieces]
    numbered = all(pieces[0].text.strip() for pieces in body[1:])
    return inner <= 1 and len(body) > inner + 1 and numbered


_BAR = re.compile(rf"(?<!\\)[|｜{UPRIGHT}]")
_PARTED = re.compile(r"\s[|｜]\s|[|｜][^|｜]*[|｜]")
_CROSSED = re.compile(r"-+(?:\+-+)+")
_SEPARATOR = re.compile(rf"[\s|｜{UPRIGHT}:+=-]*-[\s|｜{UPRIGHT}:+=-]*")


def is_piped(text: str) -> bool:
    """Tell a row: bars with blanks around them, a bar at an end, or a ruling."""
    bare = text.strip()
    if not _BAR.search(bare):
        return is_ruling(bare) or bool(_CROSSED.fullmatch(bare))
    return bool(_PARTED.search(bare) or _BAR.match(bare) or _BAR.match(bare[-1]))


def read_piped(lines: list[Line], into: Collector) -> None:
    """Add a run of rows as a table.

    A bar at an end is the frame where most rows have one there, and those without it have fewer
    bars; elsewhere it parts off an empty cell.
    """
    rows = [line for line in lines if not _is_rule(line.text.strip())]
    bare = [line.text.strip() for line in rows]
    bars = [len(_BAR.findall(text)) for text in bare]
    left = _is_frame([bool(_BAR.match(text)) for text in bare], bars)
    right = _is_frame([bool(_BAR.match(text[-1])) for text in bare], bars)
    cells = [
        into.cell(text.replace("\\|", "|"), line.place, row, column)
        for row, line in enumerate(rows)
        for column, text in enumerate(_split(line.text.strip(), left=left, right=right))
    ]
    into.table(tuple(cells), lines[0].place, ruled=False)


def _is_frame(ends: Sequence[bool], bars: Sequence[int]) -> bool:
    """Tell whether the bars at one end of rows are a frame; ``bars`` counts those of each row."""
    framed, others = (
        Counter(count for end, count in zip(ends, bars, strict=True) if end is wanted)
        for wanted in (True, False)
    )
    if sum(framed.values()) <= sum(others.values()):
        return False
    return not others or framed.most_common(1)[0][0] != others.most_common(1)[0][0]


def _is_rule(bare: str) -> bool:
    """Tell a line that only parts the rows above from those below."""
    return bool(_SEPARATOR.fullmatch(bare)) or is_ruling(bare)


def _split(text: str, *, left: bool, right: bool) -> list[str]:
    """Part a row at its bars, without the frame."""
    cells = _BAR.split(text)
    if left and len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if right and len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return cells
