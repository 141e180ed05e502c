"""Tables that copying flattened to lines: one cell per line, or cells between blanks."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkplan.importing.document import Block, Paragraph
from gkplan.importing.lexicon.columns import Column, Holds, read_head
from gkplan.importing.lexicon.roles import LABEL
from gkplan.importing.outline import Outline
from gkplan.importing.tables.flattened import (
    HEAD_CELLS,
    exact,
    head_of_lines,
    names_in,
    spaced,
    stacked,
)
from gkplan.importing.tables.items import tabulate
from gkplan.importing.text.brackets import OPENERS, is_open
from gkplan.importing.text.numbers import take_number
from gkplan.importing.text.wording import ended
from gkplan.importing.units.responsible import names_units

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

    A line that says itself what it is (责任单位：…) is prose, and so is a torn bracket.
    """
    pairs = [
        index
        for index, (line, after) in enumerate(pairwise(run))
        if not names_units(line.text)
        and take_number(line.text)[0]
        and not is_open(line.text)
        and names_units(after.text)
        and not (LABEL.match(after.text) or after.text[0] in OPENERS + "—")
    ]
    if len(pairs) < _LEAST_ITEMS:
        return None
    start = pairs[0]
    while start and take_number(run[start - 1].text)[0] and not ended(run[start - 1].text):
        start -= 1
    return start


NAME = "由文字恢复的表格"


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the tables that lines are what is left of."""
    rebuilt = unfold(blocks)
    return tabulate(rebuilt) if rebuilt != tuple(blocks) else None
