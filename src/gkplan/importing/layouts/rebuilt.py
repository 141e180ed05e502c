"""Tables that copying flattened to lines: one cell per line, or cells between blanks."""

from collections.abc import Sequence

from gkplan.importing.blocks import Block
from gkplan.importing.outline import Outline
from gkplan.importing.tabular import tabulate
from gkplan.importing.unfold import unfold

NAME = "由文字恢复的表格"


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the tables that lines are what is left of."""
    rebuilt = unfold(blocks)
    return tabulate(rebuilt) if rebuilt != tuple(blocks) else None
