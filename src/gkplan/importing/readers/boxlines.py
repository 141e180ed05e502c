"""The lines of a drawn table: which characters rule, and what stands between their uprights."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.readers.limits import MOST_DRAWN

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
    """What stands between two uprights of a line, from one edge to another."""

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
    text = re.sub(
        r"\+(?:[-=:]+\+)+", lambda found: re.sub("[-=:]", "─", found[0]).replace("+", "┼"), text
    )
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
