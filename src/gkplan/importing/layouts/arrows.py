"""Lines with an arrow from the units to what they have to do: ``区财政局 → …``."""

import re
from collections.abc import Iterator, Sequence

from gkplan.importing.document import Block, Paragraph
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import recount
from gkplan.importing.text.numbers import printed_number
from gkplan.importing.units.responsible import names_units

NAME = "箭头分工"
_LEAST = 2
_ARROW = re.compile(r"(.{2,80}?)\s*(?:→|⇒|➡|➔|[-—－=]+[>＞])\s*(?=\S{4})")


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the units before arrows as if they stood behind the text; None without such lines."""
    lines = list(_lines(blocks))
    changed = sum(line is not block for line, block in zip(lines, blocks, strict=True))
    return recount(lines) if changed >= _LEAST else None


def _lines(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        number, rest = printed_number(block.text) if isinstance(block, Paragraph) else ("", "")
        match = _ARROW.match(rest)
        if isinstance(block, Paragraph) and match and names_units(match[1]):
            yield block._replace(text=f"{number}{rest[match.end() :]}（{match[1]}）")
        else:
            yield block
