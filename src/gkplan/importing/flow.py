"""The paragraphs of a document where copying ran them together or a layout hid them in a cell."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkplan.importing.blocks import Block, Cell, Paragraph, Table
from gkplan.importing.columns import read_head
from gkplan.importing.numbering import Number, take_number

_LONG_CELL = 400
_CELL_LINES = 5
"""Lines from which a cell of that length is an article that a page laid out in a table."""
_FEW_TEXTS = 6
"""Cells with a text that a table for layout has at most."""
_LONG = 500
"""Characters from which a paragraph may be several that were joined."""
_LEAST_JOINED = 3
_NUMBER = 12
"""Characters that a number and what tells it from a figure have."""
_START = re.compile(
    r"(?<=[。；：:）)！？”\n])\s*(?=(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?=\D|20\d\d年)))"
    r"|(?=[（(][一二三四五六七八九十]{1,3}[）)])|(?<=[一-鿿])(?=1[.．、](?:[^\d\s]|20\d\d年))"
)
"""Where a numbered paragraph may begin: after a stop, or after a heading that has none."""
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
_LEFT = re.compile(r"\*{2,}")
_HASHES = re.compile(r"#{1,6}\s+(?=\S)")


def in_paragraphs(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with each paragraph of its own."""
    found: list[Block] = []
    for block in blocks:
        parts = _laid_out(block) if isinstance(block, Table) else (block,)
        for part in parts:
            found += _apart(_plain(part)) if isinstance(part, Paragraph) else [part]
    return tuple(found)


def _laid_out(table: Table) -> Iterator[Block]:
    """The paragraphs of a table that only lays out a page; any other table as it is."""
    texts = [cell for cell in table.cells if cell.text.strip()]
    if len(texts) > _FEW_TEXTS or not any(map(_is_article, texts)) or _has_head(table):
        yield table
        return
    for cell in texts:
        for line in cell.text.split("\n"):
            if line.strip():
                yield Paragraph(line.strip(), cell.place)


def _is_article(cell: Cell) -> bool:
    return len(cell.text) >= _LONG_CELL and cell.text.count("\n") + 1 >= _CELL_LINES


def _has_head(table: Table) -> bool:
    return any(read_head([cell.text for cell in row]) for row in table.rows if len(row) > 1)


def _plain(block: Paragraph) -> Paragraph:
    """A paragraph without marks of Markdown that a conversion left in its text."""
    if "**" not in block.text and "__" not in block.text and block.text[:1] != "#":
        return block
    text = _LEFT.sub("", _EMPHASIS.sub(r"\2", _HASHES.sub("", block.text)))
    return block._replace(text=text.strip() or block.text)


def _apart(block: Paragraph) -> list[Paragraph]:
    """The paragraphs that were joined into one: it holds numbers one after another."""
    if len(block.text) < _LONG:
        return [block]
    ends = _starts(block.text)
    if len(ends) < _LEAST_JOINED:
        return [block]
    bounds = [0, *ends, len(block.text)]
    texts = (block.text[start:end].strip() for start, end in pairwise(bounds))
    return [block._replace(text=text) for text in texts if text]


def _starts(text: str) -> list[int]:
    """Where numbers stand that go on counting, each style by itself; a lower one begins again."""
    found: list[int] = []
    last: dict[str, int] = {}
    first, _ = take_number(text[:_NUMBER])
    if first and first.value is not None:
        last[first.style] = first.value
    for match in _START.finditer(text):
        number, _ = take_number(text[match.end() : match.end() + _NUMBER])
        if number and number.value is not None and _follows(number, last):
            _begin_lower(number, last)
            last[number.style] = number.value
            found.append(match.end())
    return found if "chinese" in last else []


def _follows(number: Number, last: dict[str, int]) -> bool:
    return number.value == last.get(number.style, 0) + 1


def _begin_lower(number: Number, last: dict[str, int]) -> None:
    """Numbers of single items begin again below a heading."""
    if number.style in ("chinese", "(chinese)"):
        last.pop("arabic", None)
