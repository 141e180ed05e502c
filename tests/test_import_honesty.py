"""Nothing of a source is lost: every cell and paragraph is in the plan, or is told as left over."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import REPO

from gkplan.importing import Imported, import_plan
from gkplan.importing.document import Document, Paragraph, Table
from gkplan.importing.lexicon.columns import column_of
from gkplan.importing.readers import read_document
from gkplan.importing.tables.sheets import read_sheet
from gkplan.importing.text.characters import repair, simple
from gkplan.importing.text.numbers import bare_number, take_number
from gkplan.importing.text.wording import squeezed
from gkplan.importing.units.responsible import states_time

FIXTURES = REPO / "tests" / "importing"
SOURCES = sorted(
    path for path in FIXTURES.glob("*/source.*") if not path.parent.name.startswith("refused-")
)
SIGNS_AND_ROLES = re.compile(
    r"[、，；。：:,;（）()［］\[\]【】〔〕《》〈〉／/—\s]|按职责|分工|牵头|配合|负责|落实|会同|协助|参加|参与|指导|分别"
    r"|及各?|等|无|关于印发|的通知|\d{4}年\d{1,2}月\d{1,2}日(?:印发)?|\d+[.．]|文号|附件"
)


def texts(document: Document) -> Iterator[str]:
    """Every text of a document: its paragraphs and the cells of its tables."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def told(found: Imported) -> str:
    """Everything that an import says, in one text without blanks."""
    head = found.plan.head
    parts = [head.title, head.number, head.issuer, head.supervisor, *found.notes]
    parts += [said.text for said in found.unplaced]
    for group in found.plan.groups:
        parts += [group.label, group.title]
        for task in group.tasks:
            parts += [task.text, *task.lead, *task.implement, *task.support, *task.doubts]
            parts += [task.awaits]
    return squeezed("\n".join(parts))


def names(document: Document) -> set[str]:
    """The names of the columns of a document's plans."""
    sheets = [read_sheet(block, None) for block in document.blocks if isinstance(block, Table)]
    return {squeezed(column.name) for sheet in sheets if sheet for column in sheet.columns}


def is_accounted_for(text: str, said: str, names: set[str]) -> bool:
    """Whether a text stands in the plan or is left over, or only says where things go."""
    if any(squeezed(text) in name for name in names):
        return True
    rest = take_number(text.strip())[1]
    text, spread = squeezed(rest), re.split(SIGNS_AND_ROLES, rest)
    if not text or text in said or squeezed(text).strip("#|｜") in said:
        return True
    if column_of(text) or bare_number(text) or states_time(text):
        return True
    pieces = re.split(SIGNS_AND_ROLES, text)
    return any(all(is_piece(piece, said) for piece in part) for part in (pieces, spread))


def is_piece(piece: str, said: str) -> bool:
    """Whether a piece between signs and words of roles is in the plan, or is a time or a label.

    A line may have broken off in the middle of 牵头 or 完成.
    """
    if not piece or piece[:-1] in said or piece[1:] in said:
        return True
    return states_time(piece) or column_of(piece) is not None


@pytest.mark.no_cover  # the fixtures' own test reaches the same
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parent.name)
def test_every_text_of_a_source_is_placed_or_told_as_left_over(source: Path) -> None:
    content = source.read_bytes()
    found = import_plan(source.name, content, date(2026, 11, 23))
    said = simple(told(found))
    document, _ = repair(read_document(source.name, content))
    heads = names(document)
    assert [
        text for text in texts(document) if not is_accounted_for(simple(text), said, heads)
    ] == []
