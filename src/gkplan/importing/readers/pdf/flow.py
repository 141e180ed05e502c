"""The text of a PDF: characters to lines, lines to paragraphs, without what pages print around.

Two columns of text on a page are read one after the other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.readers.pdf.page import SLACK, Glyph, PdfPage
from gkplan.importing.text.numbers import take_number
from gkplan.importing.text.pages import TIME_PRINTED
from gkplan.importing.text.runs import runs
from gkplan.importing.text.wording import ended, squeezed, unspread

_SAME_LINE = 0.5
"""Parts of a character's height that the middles of two characters of a line differ by at most."""
_SHADOW = 0.3
"""Parts of a character's width that a second copy of it, drawn to look bold, is shifted by."""
_BLANK = 0.2
"""Parts of a character's height from which the space between two words of letters is a blank."""
_APART = 0.9
"""The same for Chinese characters, between which layout leaves less without meaning a blank."""
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_CLOSING = "，。、；：？！）》】〕”’,.;:?!)%％"
_OPENING = "（《【〔“‘(<+－—"
"""Signs that neither begin a line nor, these, end one."""
_PAIR = re.compile("[\u4e00-\u9fff] [\u4e00-\u9fff]")
"""Two characters of one name that was spread to fill its line."""


@dataclass(frozen=True)
class PdfLine:
    """Characters on one line, from left to right; ``number`` counts the lines of ``page``.

    ``column`` is 1 or 2 where the page has two columns of text, else 0.
    """

    glyphs: tuple[Glyph, ...]
    page: int = 0
    number: int = 0
    column: int = 0

    @cached_property
    def x0(self) -> float:
        """The left end."""
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        """The right end."""
        return max(glyph.x1 for glyph in self.glyphs)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(glyph.top for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(glyph.bottom for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The height of its first character."""
        return self.glyphs[0].size

    @cached_property
    def text(self) -> str:
        """The text, with a blank where one is seen and not only left by the layout."""
        parts = [self.glyphs[0].text]
        for last, glyph in pairwise(self.glyphs):
            wide = _CHINESE.match(last.text) or _CHINESE.match(glyph.text)
            apart = (_APART if wide else _BLANK) * glyph.size
            parts.append(" " * (glyph.x0 - last.x1 > apart) + glyph.text)
        text = "".join(parts)
        return text.replace(" ", "") if _PAIR.fullmatch(text) else unspread(text)

    @cached_property
    def first_word(self) -> float:
        """The width that the line before would have needed to take the first word of this one.

        A closing sign cannot begin a line, nor an opening one end it: they belong to the word.
        """
        last = self.glyphs[0]
        for glyph in self.glyphs[1:]:
            letters = last.text.isalnum() and glyph.text.isalnum()
            spelt = letters and last.text.isascii() and glyph.text.isascii()
            apart = glyph.x0 - last.x1 > _BLANK * glyph.size
            if last.text not in _OPENING and glyph.text not in _CLOSING and (apart or not spelt):
                break
            last = glyph
        return last.x1 - self.x0


def lines_in(glyphs: Iterable[Glyph], page: int = 0) -> list[PdfLine]:
    """Return the lines that characters form, from top to bottom."""
    seen = [glyph for glyph in glyphs if glyph.text.strip()]
    seen.sort(key=lambda glyph: glyph.top + glyph.bottom)
    rows = [_single(row) for row in runs(seen, _is_on_line)]
    return [PdfLine(row, page, number) for number, row in enumerate(rows, start=1)]


def _is_on_line(row: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character is on the line of those before it."""
    middle = glyph.top + glyph.bottom
    return middle - row[0].top - row[0].bottom <= 2 * _SAME_LINE * row[0].size


def _single(row: list[Glyph]) -> tuple[Glyph, ...]:
    """Return a line's characters in order, each once though it be drawn twice."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        shift = _SHADOW * (glyph.x1 - glyph.x0)
        if not any(one.text == glyph.text and glyph.x0 - one.x0 <= shift for one in kept[-2:]):
            kept.append(glyph)
    return tuple(kept)


_GUTTER = 1.5
"""Characters that columns are apart at least."""
_NARROWEST = 8
"""Characters that the left column is wide at least; what is narrower are labels of a form."""
_LEAST_ROWS = 6
_MOST_PARTS = 0.6
"""The part of the lines that columns side by side break, at least."""
_FULL = 0.5
"""The part of those lines that fill the left column; in a table without rules few cells do."""


def in_columns(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page in the order they are read, each column's one below the other."""
    gaps = [_widest(line) for line in lines]
    parted = [gap for gap in gaps if gap]
    if len(parted) < max(_LEAST_ROWS, _MOST_PARTS * len(lines)):
        return list(lines)
    left, right = max(gap[0] for gap in parted), min(gap[1] for gap in parted)
    size = lines[0].size
    filled = sum(left - begin < 2 * size for begin, _ in parted)
    narrow = left - min(line.x0 for line in lines) < _NARROWEST * size
    if right - left < size or narrow or filled < _FULL * len(parted):
        return list(lines)
    return list(_ordered(lines, (left + right) / 2))


def _widest(line: PdfLine) -> tuple[float, float] | None:
    """Return the widest gap of a line, if it is as wide as that between columns."""
    wide = ((last.x1, glyph.x0) for last, glyph in pairwise(line.glyphs))
    gap = max(wide, key=lambda ends: ends[1] - ends[0], default=(0.0, 0.0))
    return gap if gap[1] - gap[0] > _GUTTER * line.size else None


def _ordered(lines: Sequence[PdfLine], middle: float) -> Iterator[PdfLine]:
    """Yield the left parts of lines and then the right ones; a line across parts what is above."""
    left: list[PdfLine] = []
    right: list[PdfLine] = []
    for line in lines:
        if any(glyph.x0 < middle < glyph.x1 for glyph in line.glyphs):
            yield from (*left, *right, line)
            left, right = [], []
            continue
        for side, column, glyphs in (
            (left, 1, [glyph for glyph in line.glyphs if glyph.x0 < middle]),
            (right, 2, [glyph for glyph in line.glyphs if glyph.x0 >= middle]),
        ):
            if glyphs:
                side.append(PdfLine(tuple(glyphs), line.page, line.number, column))
    yield from (*left, *right)


_INDENT = 0.8
"""Characters from which a line that begins further to the right is indented."""
_LARGER = 1.15
"""How many times a title's characters are larger than those of the text."""
_DEEPEST = 5
"""Characters beyond which a line does not go on with the one above: a signature, say."""
_SPACED = 1.6
"""How many times the usual distance of lines parts paragraphs."""
_COMMON = 0.25
"""The part of the lines that end at the same point where text is aligned on both sides."""


class Margins(NamedTuple):
    """Where the lines of a page begin and end, how large its text is, how far lines are apart."""

    left: float
    right: float
    size: float
    pitch: float


def margins_of(lines: Sequence[PdfLine], width: float) -> Margins:
    """Return the margins that lines show on a page of ``width``, or with 0 in a column of one."""
    size = _most_common(line.size for line in lines)
    body = [line for line in lines if abs(line.size - size) < 1] or lines
    begins = Counter(round(line.x0) for line in body)
    common = _most_common(line.x0 for line in body)
    left = min(x for x in begins if begins[x] * 4 >= begins[round(common)])
    ends = sorted(line.x1 for line in body)
    right = _most_common(ends)
    if sum(abs(end - right) < 1 for end in ends) < _COMMON * len(ends):
        right = ends[int(len(ends) * 0.9)]
    if right - left < width / 2:  # no line is full
        right = width - min(left, width / 4)
    gaps = [
        below.top - line.top
        for line, below in pairwise(body)
        if line.page == below.page and below.top > line.top
    ]
    return Margins(left, right, size, _most_common(gaps) if gaps else 2 * size)


def _most_common(values: Iterable[float]) -> float:
    counted = Counter(round(value) for value in values)
    return max(counted, key=lambda value: (counted[value], value))


def fills(line: PdfLine, below: PdfLine, right: float) -> bool:
    """Whether the first word of the next line would not have fitted before ``right``."""
    return right - line.x1 < below.first_word + SLACK * line.size


Placed = tuple[PdfLine, Margins]
"""A line with the margins of its page."""


def paragraphs(lines: Sequence[Placed]) -> Iterator[list[PdfLine]]:
    """Yield the lines of each paragraph that lines form."""
    return ([line for line, _ in run] for run in runs(lines, _goes_on))


def _goes_on(run: Sequence[Placed], below: Placed) -> bool:
    """Whether a line goes on with the paragraph before it."""
    (last, before), (line, margins) = run[-1], below
    if abs(line.size - last.size) > (_LARGER - 1) * last.size:
        return False
    same_page = line.page == last.page
    centred = _is_centred(last, before) and _is_centred(line, margins)
    inset = max(last.x0 - before.left, line.x0 - margins.left) > line.size
    if centred and line.size > _LARGER * margins.size:
        return same_page and line.top - last.top < 2 * _SPACED * line.size
    if same_page and line.top - last.top > _SPACED * max(margins.pitch, line.size):
        return False
    if not fills(last, line, before.right):
        return False
    return (centred and inset and not ended(last.text)) or not _begins(run, below)


def _begins(run: Sequence[Placed], below: Placed) -> bool:
    """Whether a line begins a paragraph by where it stands, though the one above is full."""
    (last, before), (line, margins) = run[-1], below
    indent = _INDENT * line.size
    inside = line.x0 - margins.left
    numbered = take_number(line.text)[0] is not None
    done = ended(last.text)
    first = last.x0 - before.left
    if len(run) > 1:
        return inside > first + indent or (numbered and done)
    if inside > first + indent or inside > _DEEPEST * line.size:
        return True
    level = abs(inside - first) < indent or first > _DEEPEST * line.size
    return level and (numbered or (done and inside > indent))


def _is_centred(line: PdfLine, margins: Margins) -> bool:
    """Whether a line stands in the middle between the margins."""
    return abs(line.x0 + line.x1 - margins.left - margins.right) < line.size


_NUMBER = re.compile(
    r"[-—–－·.]*第?(?:\d{1,4}|[ivxIVX]{1,6})页?(?:[/／,，]?共?\d{1,4}页?)?[-—–－·.]*"
)
_DASHED = re.compile(
    r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(?:[，,\s]*共\s*\d{1,4}\s*页)?"
)
"""What is a page's number wherever it stands alone."""
_BROWSER = re.compile(rf"(?:https?://|file:///)\S+.*|{TIME_PRINTED}(?:\s.*)?")
"""What a browser prints at the edges of each page: the address, the time with the title."""
_HEAD, _FOOT = 0.11, 0.86
"""The parts of a page's height above and below which heads and feet stand."""
_DEPTH = 3
"""The lines of a page, from its edges, that may be heads or feet."""
_LEAST = 3
"""The pages on which a line has to come again to be one, or two where it is apart from the text."""
_SET_APART = 2.2
"""How many times its height a head or foot is away from the text."""
_PART = 0.4


class Furniture(NamedTuple):
    """The ``id`` of the lines that belong to pages, and one of each kind with its place."""

    lines: frozenset[int]
    shown: tuple[tuple[str, str], ...]


def furniture(pages: Sequence[tuple[PdfPage, Sequence[PdfLine]]]) -> Furniture:
    """Find the lines that belong to pages and not to the text."""
    edges = [list(_edges(page, lines)) for page, lines in pages]
    seen = Counter(key for page in edges for key in {key for _, key in page})
    apart = Counter(key for _, lines in pages for key in map(_key, _apart(lines)))
    least = max(_LEAST, _PART * len(pages))
    found = [
        (line, key)
        for page in edges
        for line, key in page
        if seen[key] >= least or apart[key] == len(pages) > 1 or _is_printed(line.text)
    ]
    kinds: dict[str, list[PdfLine]] = {}
    for line, (text, _) in found:
        kinds.setdefault(text, []).append(line)
    shown = tuple((lines[0].text, _place(lines)) for lines in kinds.values())
    return Furniture(frozenset(id(line) for line, _ in found), shown)


def _place(lines: Sequence[PdfLine]) -> str:
    pages = {line.page for line in lines}
    more = f"等{len(pages)}页" if len(pages) > 1 else ""
    return f"第{lines[0].page}页{more}的页眉或页脚"


def _is_printed(text: str) -> bool:
    """Whether a line is a page's number or what a browser prints."""
    return bool(_NUMBER.fullmatch(squeezed(text)) or _BROWSER.fullmatch(text))


def _edges(page: PdfPage, lines: Sequence[PdfLine]) -> Iterator[tuple[PdfLine, tuple[str, int]]]:
    """Yield the lines at a page's edges, with what has to come again on other pages."""
    lines = sorted(lines, key=lambda line: line.top)
    for line in {id(line): line for line in (*lines[:_DEPTH], *lines[-_DEPTH:])}.values():
        at_edge = line.bottom < _HEAD * page.height or line.top > _FOOT * page.height
        if at_edge or _DASHED.fullmatch(line.text):
            yield line, _key(line)


def _key(line: PdfLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", squeezed(line.text)), round(line.top / 8)


def _apart(lines: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """Yield the first and the last line of a page if the text is further away than lines are.

    A line with a number is a heading.
    """
    lines = sorted(lines, key=lambda line: line.top)
    for edge, text in ((lines[0], lines[1]), (lines[-1], lines[-2])) if len(lines) > 1 else ():
        if abs(edge.top - text.top) > _SET_APART * edge.size and not take_number(edge.text)[0]:
            yield edge
