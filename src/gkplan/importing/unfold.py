"""Tables that were flattened to lines of text: one cell a line, or cells parted by blanks."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkplan.importing.alignment import names_units
from gkplan.importing.blocks import Block, Paragraph
from gkplan.importing.columns import Column, Holds, read_head
from gkplan.importing.numbering import take_number
from gkplan.importing.rolewords import LABEL
from gkplan.importing.spaced import names_in, spaced
from gkplan.importing.stacked import HEAD_CELLS, exact, head_of_lines, stacked
from gkplan.importing.unitnames import OPENERS
from gkplan.importing.wording import ended

_BARS = re.compile(r"[|｜¦\s]*")
_LEAST_ITEMS = 3
_HEADLESS = (Column(Holds.GROUP), Column(Holds.TASK), Column(Holds.UNITS))


def unfold(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Put tables where runs of paragraphs are what is left of one."""
    found: list[Block] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        elif block.width == 1 and (table := exact(block)):
            found += (*_unfolded(run), *table)
            run = []
        elif block.width == 1:
            run += (Paragraph(cell.text, cell.place) for cell in block.cells)
        else:
            found += _unfolded(run)
            found.append(block)
            run = []
    return (*found, *_unfolded(run))


def _unfolded(run: list[Paragraph]) -> Iterator[Block]:
    """The paragraphs of a run, with a table where a head begins one."""
    run = [line for line in run if not _BARS.fullmatch(line.text)]
    for at in range(len(run)):
        if columns := read_head(names_in(run[at].text)):
            yield from (*run[:at], *spaced(run[at:], columns))
            return
        if found := head_of_lines(run[at : at + HEAD_CELLS]):
            height, columns = found
            yield from (*run[:at], *stacked(run[at:], height, columns))
            return
    start = _headless(run)
    if start is None:
        yield from run
    else:
        yield from (*run[:start], *stacked(run[start:], 0, _HEADLESS))


def _headless(run: Sequence[Paragraph]) -> int | None:
    """Where lines of numbered items begin that each have a line of units below, head or no head.

    A line that says itself what it is (责任单位：…) is prose.
    """
    pairs = [
        index
        for index, (line, after) in enumerate(pairwise(run))
        if not names_units(line.text)
        and take_number(line.text)[0]
        and names_units(after.text)
        and not (LABEL.match(after.text) or after.text[0] in OPENERS + "—")
    ]
    if len(pairs) < _LEAST_ITEMS:
        return None
    start = pairs[0]
    while start and take_number(run[start - 1].text)[0] and not ended(run[start - 1].text):
        start -= 1
    return start
