"""Tables with a head, as the file rules them."""

from collections.abc import Sequence

from gkplan.importing.blocks import Block
from gkplan.importing.outline import Outline
from gkplan.importing.tabular import tabulate

NAME = "表格"


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the tables; paragraphs before them head them."""
    return tabulate(blocks)
