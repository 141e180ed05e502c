"""The paragraphs of a document as lines of prose, taken apart: number, text, brackets."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.document import Block, Paragraph, Said, Table
from gkplan.importing.lexicon.columns import Holds, labelled, says_who
from gkplan.importing.prose.paragraphs import rejoin
from gkplan.importing.tables.sheets import texts_of
from gkplan.importing.text.numbers import Number, take_number
from gkplan.importing.text.pages import furniture
from gkplan.importing.text.wording import ended, joined
from gkplan.importing.units.sentences import split_tasks

_LONGEST_HEADING = 40
_RUN_IN = re.compile("[^。；：！？]{4,40}。(?=.{8})")
_LEAST_HEADINGS = 2
_GRID = 3
"""Rows and columns from which a table is no layout of paragraphs."""
_NEAR = 8
"""Items that one paragraph may hold before the next is looked at."""


class Line(NamedTuple):
    """One paragraph, or one of several items in it, taken apart."""

    said: Said
    number: Number | None
    text: str
    brackets: tuple[str, ...]
    level: int = 0
    torn: bool = False

    @property
    def heads(self) -> bool:
        """Whether it reads like a heading: short, numbered or marked as one, one phrase."""
        marked = self.number is not None or self.level > 0
        return marked and len(self.text) <= _LONGEST_HEADING and self.is_phrase

    @property
    def is_bracket(self) -> bool:
        """Whether it holds nothing but the units of the line above."""
        return bool(self.brackets) and not self.text

    @property
    def is_phrase(self) -> bool:
        """Whether it is no sentence, or one alone such as stands over paragraphs of its own."""
        return not ended(self.text) or not re.search("[。；！？]", self.text[:-1])


def lines_of(blocks: Sequence[Block]) -> tuple[list[Line], list[Said]]:
    """The lines of a document, and what its pages print around them."""
    paragraphs = list(_paragraphs(blocks))
    printed = furniture([block.text for block in paragraphs])
    kept = tuple(block for at, block in enumerate(paragraphs) if at not in printed)
    lines = [line for block, torn in rejoin(kept) for line in _lines(block, torn=torn)]
    lines = _with_run_in_headings(lines)
    beside = [Said(paragraphs[at].text, paragraphs[at].place) for at in sorted(printed)]
    tables = (block for block in blocks if isinstance(block, Table) and _is_grid(block))
    return lines, [*beside, *(said for table in tables for said in texts_of(table))]


def _is_grid(table: Table) -> bool:
    """Whether a table has rows and columns of its own, so that its cells are no paragraphs."""
    return table.width >= _GRID and table.height >= _GRID


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs of a document, those in the cells of small tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif not _is_grid(block):
            yield from (Paragraph(said.text, said.place) for said in texts_of(block))


def _lines(block: Paragraph, *, torn: bool) -> list[Line]:
    said = Said(block.text, block.place)
    number, rest = take_number(block.text)
    parts = ((rest, ()),) if says_who(block.text) else split_tasks(rest)
    found = []
    for index, (text, brackets) in enumerate(parts):
        own, tail = (number, text) if index == 0 else take_number(text)
        found.append(Line(said, own, joined(tail), brackets, block.level, torn))
    return found


def _with_run_in_headings(lines: Sequence[Line]) -> list[Line]:
    """The lines with the titles apart that numbered paragraphs begin with, where they head others.

    They do where most of the numbered paragraphs are followed by paragraphs without a number that
    name units of their own.
    """
    counted = [at for at, line in enumerate(lines) if _run_in_title(line)]
    heading = [at for at in counted if _is_followed(lines, at)]
    if len(heading) < _LEAST_HEADINGS or len(heading) * 2 < len(counted):
        return list(lines)
    found: list[Line] = []
    for at, line in enumerate(lines):
        title = _run_in_title(line) if at in counted else ""
        if title:
            found.append(line._replace(text=title.rstrip("。"), brackets=()))
            line = line._replace(number=None, text=line.text[len(title) :].strip())  # noqa: PLW2901
        found.append(line)
    return found


def _run_in_title(line: Line) -> str:
    """The short sentence that a numbered paragraph with units begins with."""
    match = _RUN_IN.match(line.text) if line.number and line.brackets else None
    return match[0] if match else ""


def _is_followed(lines: Sequence[Line], at: int) -> bool:
    """Whether the next paragraph has units of its own, and no number."""
    place = lines[at].said.place
    after = next((line for line in lines[at + 1 : at + _NEAR] if line.said.place != place), None)
    return after is not None and bool(after.brackets and after.text) and after.number is None


class Below(NamedTuple):
    """What stands below a line: the next line, and the first that states neither units nor a time.

    ``units`` says that lines with labels follow, or a bracket, that say who is responsible.
    """

    after: Line | None = None
    beyond: Line | None = None
    units: bool = False


def with_followers(lines: Sequence[Line]) -> list[tuple[Line, Below]]:
    """Each line with what stands below it."""
    found: list[tuple[Line, Below]] = []
    below = Below()
    for line in reversed(lines):
        found.append((line, below))
        stated = labelled(line.said.text)
        holds = stated[0].holds if stated else None
        units = holds is Holds.UNITS or line.is_bracket or (stated is not None and below.units)
        who = holds in (Holds.UNITS, Holds.TIME)
        below = Below(line, below.beyond if who else line, units)
    return found[::-1]
