"""What copying does to documents: blocks in, blocks out, and the plan stays the same."""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Any

from importing_formats import filled

Blocks = list[Any]
Damage = Callable[[Blocks, Random], Blocks]
_WIDTH = 34
_LOOK_ALIKES = str.maketrans("目力工一大子文方", "⽬⼒⼯⼀⼤⼦⽂⽅")
_SHORT = 6
"""Characters of a bracket that belongs to a name."""
_PAGE, _ROWS = 24, 8
"""Blocks and rows of a page, and rows that a table has on one."""


def none(blocks: Blocks, _: Random) -> Blocks:
    """Leave the document as it is."""
    return blocks


def lost_spans(blocks: Blocks, _: Random) -> Blocks:
    """Turn merged cells into one with text, and empty ones."""
    return [b if isinstance(b, str) else {**b, "table": filled(b["table"])} for b in blocks]


def pages(blocks: Blocks, chance: Random) -> Blocks:
    """Put page numbers between blocks and into tables, whose head repeats below."""
    broken: Blocks = []
    lines, page = 0, chance.randint(1, 9)
    for block in blocks:
        parts = [block] if isinstance(block, str) else list(_parts(block))
        for number, part in enumerate(parts):
            lines += 1 if isinstance(part, str) else len(part["table"])
            if number or lines >= _PAGE:
                broken.append(f"— {page} —")
                lines, page = 0, page + 1
            broken.append(part)
    return broken


def _parts(block: Any) -> Iterator[Any]:
    """Yield the parts of a table on each page, below its head."""
    rows, heads = filled(block["table"]), block.get("heads", 1)
    for at in range(heads, len(rows), _ROWS):
        yield {**block, "table": rows[:heads] + rows[at : at + _ROWS]}


def wrapped(blocks: Blocks, _: Random) -> Blocks:
    """Break paragraphs at the width of a page."""
    lines: Blocks = []
    for block in blocks:
        if isinstance(block, str):
            lines += [block[at : at + _WIDTH] for at in range(0, len(block), _WIDTH)]
        else:
            lines.append(block)
    return lines


def look_alikes(blocks: Blocks, _: Random) -> Blocks:
    """Print radicals and half-width punctuation instead of the usual characters."""
    return [_each(block, lambda text: text.translate(_LOOK_ALIKES)) for block in blocks]


def ascii_signs(blocks: Blocks, _: Random) -> Blocks:
    """Print half-width brackets, colons and commas."""
    signs = str.maketrans("（），：；", "(),:;")
    return [_each(block, lambda text: text.translate(signs)) for block in blocks]


def full_width(blocks: Blocks, _: Random) -> Blocks:
    """Print full-width digits."""
    signs = str.maketrans("0123456789", "０１２３４５６７８９")
    return [_each(block, lambda text: text.translate(signs)) for block in blocks]


def torn(blocks: Blocks, chance: Random) -> Blocks:
    """Break paragraphs once inside a bracket at their end, and cells between two units."""
    lines: Blocks = []
    for block in blocks:
        if not isinstance(block, str):
            lines.append(_each(block, _torn_cell))
            continue
        start = max(block.rfind("（"), block.rfind("〔"))
        if block.endswith(("）", "〕")) and 0 < start < len(block) - _SHORT:
            at = chance.randint(start + 2, len(block) - 1)
            lines += [block[:at], block[at:]]
        else:
            lines.append(block)
    return lines


def _torn_cell(text: str) -> str:
    return text.replace("、", "、\n", 1) if text.count("、") > 1 else text


def _each(block: Any, change: Callable[[str], str]) -> Any:
    """Change every text of a block."""
    if isinstance(block, str):
        return change(block)
    rows = [
        [
            {**cell, "text": change(cell["text"])} if isinstance(cell, dict) else change(cell)
            for cell in row
        ]
        for row in block["table"]
    ]
    return {**block, "table": rows}


DAMAGES: Mapping[str, Damage] = MappingProxyType(
    {
        "none": none,
        "lost spans": lost_spans,
        "page breaks": pages,
        "wrapped": wrapped,
        "look-alikes": look_alikes,
        "half-width": ascii_signs,
        "full-width": full_width,
        "torn": torn,
    }
)
"""Every damage by its name."""
