"""Prose: numbered paragraphs with units in brackets, on a line below or in the sentence."""

from collections.abc import Sequence

from gkplan.importing.document import Block
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import recount

NAME = "段落"


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the paragraphs, those in cells of tables too."""
    return recount(blocks)
