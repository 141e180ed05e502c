"""Blocks of text and tables set on the pages of a PDF, as an office program prints them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from import_fixtures import Box as Cell
from import_fixtures import boxes_of
from pdfs import Box, Drawn, Text, pdf

_HEIGHT, _TOP, _ROOM = 600, 80, 430
"""Points of a page, above its text, and that the text takes."""
_LEFT, _WIDTH = 72, 444
_SIZE, _LARGE, _PITCH = 12, 16, 20
_OF_BODY = "。：；、，（:;,("
"""A text with none of these is a title, in the middle."""
_SMALL, _LEADING, _PAD = 10, 14, 5
"""The text of cells: its size, the distance of its lines, and what is left around it."""
_WIDEST = 170
_BETWEEN = 16
"""Points below a table."""
_CLOSING, _OPENING = "，。、；：？！）》】〕”’,.;:?!)", "（《【〔“‘("


class _Strip(NamedTuple):
    """What is drawn one below the other, before pages part it; ``rows`` are the tops of rows.

    ``heads`` are the tops and bottoms of the first rows of tables, and where the tables end.
    """

    drawn: list[Drawn]
    rows: list[float]
    heads: list[tuple[float, float, float]]
    ruled: bool


def printed(blocks: Sequence[Any], *, ruled: bool = True, cut: bool = False) -> bytes:
    """Print blocks; with ``cut`` pages end inside of rows, else heads repeat below.

    Without ``ruled`` tables have no lines, only more space between their rows.
    """
    strip = _Strip([], [], [], ruled)
    y = 0.0
    for block in blocks:
        y = _paragraph(strip, block, y) if isinstance(block, str) else _table(strip, block, y)
    pages = enumerate(_pages(strip, y, cut=cut), start=1)
    return pdf(*(_framed(page, number) for number, page in pages), height=_HEIGHT)


def _framed(page: Sequence[Drawn], number: int) -> list[Drawn]:
    """Print the head and the number of a page around what it shows."""
    return [Text(_LEFT, 40, "清河区人民政府公报", 9), *page, Text(280, 560, f"— {number} —", 9)]


def _paragraph(strip: _Strip, text: str, y: float) -> float:
    """Add the lines of a paragraph, the first one indented, or of a title; return where it ends."""
    is_title = not any(sign in text for sign in _OF_BODY)
    size = _LARGE if is_title and "方案" in text else _SIZE
    for number, line in enumerate(_lines(text, _WIDTH / size, 0 if is_title else 2)):
        indent = 0.0 if number else 2.0 * _SIZE
        if is_title:
            indent = (_WIDTH - size * _measure(line)) / 2
        strip.rows.append(y)
        strip.drawn.append(Text(_LEFT + indent, y, line, size))
        y += _PITCH + size - _SIZE
    return y


def _lines(text: str, width: float, indent: int = 0) -> Iterator[str]:
    """Break a text at the width, in characters, as rules of printing allow."""
    line, left = "", width - indent
    for word in _words(text):
        parts = [word] if _measure(word) <= width else list(word)
        for part in parts:
            if line and _measure(part) > left:
                yield line
                line, left = "", width
            line += part
            left -= _measure(part)
    yield line


def _measure(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def _words(text: str) -> list[str]:
    """Return what no line parts: words of letters, and signs with the character beside them."""
    words: list[str] = []
    for sign in text:
        last = words[-1][-1] if words else ""
        letters = sign.isascii() and sign.isalnum() and last.isascii() and last.isalnum()
        if words and (sign in _CLOSING or last in _OPENING or letters):
            words[-1] += sign
        else:
            words.append(sign)
    return words


def _table(strip: _Strip, block: dict[str, Any], y: float) -> float:
    """Add a table; return where it ends."""
    cells = list(boxes_of(block["table"]))
    xs = _edges(cells)
    texts = [list(_cell_lines(cell, xs)) for cell in cells]
    tops = _tops(cells, texts, y)
    for cell, lines in zip(cells, texts, strict=True):
        x, top = xs[cell.column], tops[cell.row]
        if strip.ruled:
            strip.drawn.append(
                Box(x, top, xs[cell.column + cell.columns], tops[cell.row + cell.rows])
            )
        strip.drawn.extend(
            Text(x + _PAD, top + _PAD + _LEADING * number, line, _SMALL)
            for number, line in enumerate(lines)
            if line
        )
    strip.rows.extend(tops)
    strip.heads.append((tops[0], tops[block.get("heads", 1)], tops[-1]))
    return tops[-1] + _BETWEEN


def _edges(cells: Sequence[Cell]) -> list[float]:
    """Return where columns begin and end: each has room for a character, long texts have more."""
    count = max(cell.column + cell.columns for cell in cells)
    least = _SMALL + 2 * _PAD
    wanted = [0.0] * count
    for cell in cells:
        if cell.columns == 1:
            width = min(_SMALL * _measure(cell.text), _WIDEST)
            wanted[cell.column] = max(wanted[cell.column], width)
    share = (_WIDTH - least * count) / sum(wanted)
    edges = [float(_LEFT)]
    for width in wanted:
        edges.append(edges[-1] + least + share * width)
    return edges


def _cell_lines(cell: Cell, xs: Sequence[float]) -> Iterator[str]:
    width = xs[cell.column + cell.columns] - xs[cell.column] - 2 * _PAD
    for line in cell.text.split("\n"):
        yield from _lines(line, (width + 0.01) / _SMALL)


def _tops(cells: Sequence[Cell], texts: Sequence[Sequence[str]], y: float) -> list[float]:
    """Return where rows begin, and where the last one ends."""
    heights = [0.0] * max(cell.row + cell.rows for cell in cells)
    for cell, lines in sorted(zip(cells, texts, strict=True), key=lambda pair: pair[0].rows):
        last = cell.row + cell.rows - 1
        above = sum(heights[cell.row : last])
        heights[last] = max(heights[last], _LEADING * len(lines) + 2 * _PAD - above)
    return [y + sum(heights[:at]) for at in range(len(heights) + 1)]


def _pages(strip: _Strip, end: float, *, cut: bool) -> Iterator[list[Drawn]]:
    """Part a strip at the rows and lines that fit on a page."""
    texts = [one for one in strip.drawn if isinstance(one, Text)]
    ends = sorted({*strip.rows, end, *(text.y - 2 for text in texts if cut)})
    ends = [one for one in ends if not any(t.y < one < t.y + t.size for t in texts)]
    start = 0.0
    while start < end:
        head = [] if cut else _head(strip, start)
        room = _ROOM - sum(bottom - top for top, bottom in head)
        if head and not any(start < one <= start + room for one in ends):
            head, room = [], _ROOM  # a row for which the head leaves no room
        after = [one for one in ends if one > start]
        stop = max((one for one in after if one <= start + room), default=after[0])
        y = float(_TOP)
        page: list[Drawn] = []
        for top, bottom in [*head, (start, stop)]:
            page += _shown(strip.drawn, top, bottom, y - top)
            y += bottom - top
        yield page
        start = stop


def _head(strip: _Strip, y: float) -> list[tuple[float, float]]:
    """Return the head of the table that goes on at a height, if any does."""
    return [(top, bottom) for top, bottom, end in strip.heads if bottom < y < end]


def _shown(drawn: Sequence[Drawn], top: float, bottom: float, down: float) -> Iterator[Drawn]:
    """Yield what is between two heights, moved down; boxes end there."""
    for one in drawn:
        if isinstance(one, Text):
            if top <= one.y < bottom:
                yield one._replace(y=one.y + down)
        elif one.y0 < bottom and top < one.y1:
            yield one._replace(y0=max(one.y0, top) + down, y1=min(one.y1, bottom) + down)
