"""Headings that are units: what stands below one is what they have to do."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.document import Block, Paragraph
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import recount
from gkplan.importing.prose.paragraphs import (
    GROUP_LEVEL,
    duties_rejoined,
    first_number,
    rejoined,
    under_units,
)
from gkplan.importing.text.numbers import Number, outranks, printed_number, take_number
from gkplan.importing.text.pages import furniture
from gkplan.importing.units.responsible import names_units

NAME = "单位作标题"
_LEAST = 2
_LONGEST = 80
_ROLE = Wording("<牵头>|<配合>|负责|^由")


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read what stands below headings of units as theirs; None where there are none."""
    kept = duties_rejoined([block for block in blocks if isinstance(block, Paragraph)])
    paragraphs = [line for block in kept for line in under_units(block)]
    ways = map(_way, (paragraphs, rejoined(paragraphs)))
    best = max(ways, key=lambda way: len(way.heads))
    return recount(list(_with_units(best))) if len(best.heads) >= _LEAST else None


class _Way(NamedTuple):
    """Lines, with the places of what pages print among them and of the headings that are units.

    ``heads`` gives for each heading the place of what stands below it.
    """

    lines: Sequence[Paragraph]
    printed: set[int]
    heads: dict[int, int]


def _way(lines: Sequence[Paragraph]) -> _Way:
    printed = furniture([line.text for line in lines])
    below = pairwise(at for at in range(len(lines)) if at not in printed)
    heads = {at: under for at, under in below if _is_head(lines[at], lines[under].text)}
    return _Way(lines, printed, heads)


def _is_head(line: Paragraph, below: str) -> bool:
    """Whether a line is a number and units, and a sentence stands below it.

    Units alone on their line are one if the first of several numbered lines stands below.
    """
    number, title = take_number(line.text)
    marked = number is not None or line.level > 0
    title = _bare(title)
    if not marked:
        return bool(first_number(below)) and len(title) <= _LONGEST and names_units(title)
    return (
        len(title) <= _LONGEST
        and not _ROLE.search(title)
        and names_units(title)
        and below.endswith(("。", "；", "”"))
        and not names_units(take_number(below)[1])
    )


def _bare(title: str) -> str:
    """A line of units without the signs around them: 【区教育局】, 区教育局：."""
    return title.strip("【】").rstrip("：:。】")


def _with_units(way: _Way) -> Iterator[Paragraph]:
    """The lines without those headings, and their units in brackets behind what stands below.

    A heading goes on until the next, or until a line of its level or above that is no unit. It
    stays where it is a group.
    """
    units, label, style, alone = "", "", "", False
    above: dict[str, Number] = {}
    for at, line in enumerate(way.lines):
        number, title = take_number(line.text)
        if number:
            above.setdefault(number.style, number)
        if at in way.printed:
            yield line
        elif at in way.heads:
            units, alone = _bare(title), number is None and not line.level
            style = number.style if number else ""
            label = printed_number(line.text)[0].strip()
            if alone:
                yield line._replace(text=units, level=GROUP_LEVEL)
            elif _is_group(number, way.lines[way.heads[at]], above.values()):
                yield line
        elif alone and units and number:
            yield line._replace(text=f"{line.text}（{units}）")
        elif alone or not units or (number is not None and number.style == style) or line.level:
            units = ""
            yield line
        elif line.text.endswith(("。", "；", "”")):
            begins = label if number is None else ""
            yield line._replace(text=f"{begins}{line.text}（{units}）")
            label = ""
        else:
            units = ""
            yield line


def _is_group(own: Number | None, below: Paragraph, above: Iterable[Number]) -> bool:
    """Whether a heading stands over a numbered line, and below no number of a higher level."""
    return take_number(below.text)[0] is not None and not any(
        own and outranks(number, own) for number in above
    )
