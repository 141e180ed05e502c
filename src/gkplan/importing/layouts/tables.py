"""Tables with a head: headings and units apply to the rows below, split rows are joined."""

from collections.abc import Sequence

from gkplan.importing.document import Block
from gkplan.importing.outline import Outline
from gkplan.importing.tables.items import tabulate

NAME = "表格"


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the tables; paragraphs before them head them."""
    return tabulate(blocks)
