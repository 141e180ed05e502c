"""Numbered tasks, and a table that gives the numbers of the tasks of each unit."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gkplan.importing.document import Block, Cell, Paragraph
from gkplan.importing.lexicon.columns import Holds, column_of
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import recount
from gkplan.importing.text.numbers import take_number
from gkplan.importing.text.wording import squeezed
from gkplan.importing.units.responsible import names_units

NAME = "按序号对应单位"
_LEAST = 2
_MOST = 30
"""Units of one task; rows beyond are no such rows."""
_LONGEST = 100
"""Characters of a cell of numbers."""
_ITEM = r"第?\d{1,3}项?(?:[-—–~～至]第?\d{1,3}项?)?"
_NUMBERS = re.compile(rf"{_ITEM}(?:[、，,;；]{_ITEM})*[、，,;；]?")
_RANGE = re.compile(r"(\d{1,3})(?:项?[-—–~～至]第?(\d{1,3}))?")
_ROLES = (
    ("配合单位", Wording("<配合>")),
    ("落实单位", Wording("<落实>")),
    ("牵头单位", Wording("<牵头>|<负责>|责任|任务|事项|序号|编号")),
)

Roles = dict[int, dict[str, list[str]]]
"""For each number of a task its units by role."""


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the units of the table as if they stood behind the tasks; None without such a table."""
    roles: Roles = {}
    lines = [line for block in blocks for line in _lines(block, roles)]
    counted = Counter(map(_number, lines))
    if len(roles) < _LEAST or any(counted[number] > 1 for number in roles):
        return None  # numbers that begin again in each group name no task
    return recount([_with_units(line, roles) for line in lines])


def _lines(block: Block, roles: Roles) -> Iterator[Paragraph]:
    """The texts that stand alone, as paragraphs; the rows of units go to ``roles``."""
    if isinstance(block, Paragraph):
        yield block
        return
    columns: dict[int, str] = {}
    for row in block.rows:
        texts = [cell for cell in row if squeezed(cell.text)]
        columns = columns if columns and _take_units(texts, columns, roles) else _columns(texts)
        if not columns:
            yield from (Paragraph(cell.text, cell.place) for cell in texts)


def _columns(texts: Sequence[Cell]) -> dict[int, str]:
    """The columns of a head 单位 | 牵头任务 | 配合任务, with the roles that they give."""
    known = column_of(texts[0].text) if len(texts) > 1 else None
    if not known or known.holds is not Holds.UNITS:
        return {}
    roles = {cell.column: _role(cell.text) for cell in texts[1:]}
    return roles if all(roles.values()) else {}


def _role(name: str) -> str:
    return next((role for role, pattern in _ROLES if pattern.search(name)), "")


def _take_units(texts: Sequence[Cell], columns: dict[int, str], roles: Roles) -> bool:
    """Keep a row of a unit and its numbers; false for any other row."""
    unit, *cells = texts or [Cell("", "", 0, 0)]
    said = [(columns.get(cell.column, ""), squeezed(cell.text)) for cell in cells]
    fits = all(role and len(text) <= _LONGEST and _NUMBERS.fullmatch(text) for role, text in said)
    if not said or not fits or not names_units(unit.text):
        return False
    first = roles.get(next(_numbers(said[0][1]), 0), {})
    if len(first.get(said[0][0], ())) >= _MOST:
        return False
    for role, text in said:
        for number in _numbers(text):
            roles.setdefault(number, {}).setdefault(role, []).append(squeezed(unit.text))
    return True


def _numbers(text: str) -> Iterator[int]:
    """The numbers of a cell, those of a range one by one."""
    for match in _RANGE.finditer(text):
        yield from range(int(match[1]), int(match[2] or match[1]) + 1)


def _number(line: Paragraph) -> int:
    """The number of a task; 0 for any other line."""
    number, _ = take_number(line.text)
    return (number.value or 0) if number and number.style in ("arabic", "bare") else 0


def _with_units(line: Paragraph, roles: Roles) -> Paragraph:
    """A numbered task with its units in brackets behind it."""
    own = roles.get(_number(line))
    if not own:
        return line
    units = "；".join(
        f"{role}：{'、'.join(own[role])}" for role, _ in reversed(_ROLES) if role in own
    )
    return line._replace(text=f"{line.text}（{units}）")
