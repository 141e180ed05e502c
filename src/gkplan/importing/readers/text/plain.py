"""Plain text: paragraphs line by line, and tables where lines are made of columns."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from html import unescape
from itertools import groupby, pairwise

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.text.drawn import UPRIGHT, is_piped, read_drawn, read_piped
from gkplan.importing.readers.text.laid import grids_in, read_laid
from gkplan.importing.readers.text.separated import (
    Line,
    barred_in,
    join_quoted,
    read_barred,
    read_tabbed,
)
from gkplan.importing.text.pages import furniture, repeated
from gkplan.importing.text.wording import squeezed, unspread

_TAG = re.compile(
    r"</?(?:p|span|div|font|b|strong|u|i|em|a|td|tr|th|table|tbody|h[1-6]|li|ol|ul|o:p)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_BREAK_TAG = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li)>", re.IGNORECASE)
_ENTITY = re.compile("&(?:nbsp|amp|lt|gt|quot|[lr][ds]quo|middot|hellip|mdash|ensp|emsp);")
_SOFT = re.compile("[\v\x85\u2028\u2029]")
"""Line breaks inside a paragraph or a cell: editors do not count them as lines."""

_PARTS = re.compile(rf"[\t|｜{UPRIGHT}]")
_NAMES, _HEAD_ROWS = 3, 3
"""Names that a row of columns' names has at least, and rows of them that a page may repeat."""


class Kind(Enum):
    """What a line is part of."""

    BLANK = 0
    TABBED = 1
    PIPED = 2
    PLAIN = 3


_UNMARKED = (Kind.BLANK, Kind.PLAIN)


def read_text(text: str, into: Collector) -> None:
    """Read text that was already decoded."""
    read_lines(lines_of(text), into)


def read_lines(lines: Iterable[Line], into: Collector) -> None:
    """Read lines that stand one below the other."""
    kept, printed = _apart(list(join_quoted(lines)))
    start = 0
    for first, end in barred_in(kept):
        _read_across(kept[start:first], into)
        read_barred(kept[first:end], into)
        start = end
    _read_across(kept[start:], into)
    for line in printed:
        into.printed(unspread(line.text), line.place)


def _apart(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines, and those that pages print around them: what they part belongs together."""
    filled = [line for line in lines if line.text.strip()]
    parted = {id(line) for last, line in pairwise(lines) if last.number == line.number}
    starts = [at for at, line in enumerate(filled) if id(line) in parted]
    places = furniture([line.text for line in filled], starts)
    found = {id(line) for at, line in enumerate(filled) if at in places}
    out = _of_pages(lines, {at for at, line in enumerate(lines) if id(line) in found})
    printed = [line for at, line in enumerate(lines) if at in out and line.text.strip()]
    return [line for at, line in enumerate(lines) if at not in out], printed


def _of_pages(lines: Sequence[Line], printed: Collection[int]) -> set[int]:
    """Return the positions of what pages print, and of what they put between rows of a table.

    Names of columns that come again belong to the page only where the table above has them: it
    goes on below all rows of its head. Else they begin a table.
    """
    out = set(printed)
    head, last, is_open = -1, -1, False
    for at, line in enumerate(lines):
        is_names = at in printed and len(_texts_in(line)) >= _NAMES
        if at < last or (at in printed and not is_names):
            continue
        if is_names and head >= 0 and _texts_in(lines[head]) == _texts_in(line):
            below = lines[at : at + _HEAD_ROWS]
            end = at + repeated(map(_texts_in, lines[head:last]), map(_texts_in, below))
            out.update(range(last, end))
            last, is_open = end, True
        elif _kind(line) is Kind.BLANK:
            is_open = False
        elif _kind(line) is Kind.PLAIN:
            head, is_open = -1, False
        else:
            out.discard(at)
            head, last, is_open = head if is_open else at, at + 1, True
    return out


def _texts_in(line: Line) -> list[str]:
    """Return the cells with text of a line in which TABs or bars part them."""
    return [part for part in map(squeezed, _PARTS.split(line.text)) if part]


def _read_across(lines: list[Line], into: Collector) -> None:
    """Read lines whose cells, if they have any, stand one beside the other."""
    for plain, part in groupby(lines, key=lambda line: _kind(line) in _UNMARKED):
        if plain:
            _read_unmarked(list(part), into)
        else:
            _read_marked(part, into)


def _read_unmarked(lines: list[Line], into: Collector) -> None:
    """Read lines in which no character parts cells: blanks may do so."""
    start = 0
    for grid in grids_in(lines):
        _paragraphs(lines[start : grid.start], into)
        read_laid(grid, into)
        start = grid.end
    _paragraphs(lines[start:], into)


def _read_marked(lines: Iterable[Line], into: Collector) -> None:
    """Read lines in which TABs, bars or rulings part cells."""
    for kind, run in groupby(lines, key=_kind):
        if kind is Kind.TABBED:
            read_tabbed(list(run), into)
        elif kind is Kind.PIPED:
            rows = list(run)
            if not read_drawn(rows, into):
                read_piped(rows, into)


def _paragraphs(lines: Iterable[Line], into: Collector) -> None:
    for line in lines:
        for part in _SOFT.split(line.text):
            into.paragraph(unspread(part), line.place)


def lines_of(text: str) -> Iterator[Line]:
    """The lines without tags; a form feed parts a line like an empty one."""
    start = 0
    for number, end in enumerate(re.finditer("\r\n?|\n|$", text), start=1):
        yield from _parts(number, text[start : end.start()])
        start = end.end()


def _parts(number: int, text: str) -> Iterator[Line]:
    """The parts of a line between form feeds, with an empty one for each form feed."""
    if "<" in text:
        text = _TAG.sub("", _BREAK_TAG.sub("\v", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    first, *others = text.split("\f")
    yield Line(number, first)
    for part in others:
        yield Line(number, "")
        yield Line(number, part)


def _kind(line: Line) -> Kind:
    """Tell what a line looks like by itself."""
    if not line.text.strip(" \xa0\u3000\ufeff"):
        return Kind.BLANK
    if is_piped(line.text):
        return Kind.PIPED
    return Kind.TABBED if "\t" in line.text else Kind.PLAIN
