"""A matrix: a column for each unit, and a mark where it leads or helps (●, ○)."""

import re
from collections.abc import Sequence

from gkplan.importing.document import Block, Cell, Table, texts_in
from gkplan.importing.lexicon.columns import Holds, column_of
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.lexicon.roles import Part, part_of
from gkplan.importing.outline import Outline
from gkplan.importing.tables.items import tabulate
from gkplan.importing.text.numbers import bare_number
from gkplan.importing.text.wording import squeezed
from gkplan.importing.units.responsible import names_units

NAME = "单位对照表"
_LEAST_UNITS = 3
_HEAD_ROWS = 10
"""Rows in which the units may stand."""
_LEADS = "●▲★■◆◎√✓✔☑主牵"
_HELPS = "○△☆□◇协配辅"
_MARK = re.compile(rf"[{_LEADS}{_HELPS}](?:头|办|责|合|助)?(?:单位)?")
_LEGEND = Wording(
    rf"([{_LEADS}{_HELPS}])[”\"]?\s*(?:为|表示|代表|是|[:：—-]|——)?\s*"
    "(牵头|主办|主责|负责|责任|配合|协办|协助|参与|<补充牵头>|<补充负责>|<补充配合>)"
)
_GUESSED = "对照表没有图例，“{}”暂作牵头、“{}”暂作配合"


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read such tables as tables with a column for each role; None if there is none."""
    legend = _legend(blocks)
    read_as = [_by_roles(block, legend) if isinstance(block, Table) else block for block in blocks]
    if read_as == list(blocks):
        return None
    outline = tabulate(read_as)
    if outline is None or legend:
        return outline
    doubt = _GUESSED.format("●", "○")
    return outline._replace(items=tuple(item.doubting(doubt) for item in outline.items))


def _legend(blocks: Sequence[Block]) -> dict[str, bool]:
    """For each mark that a line explains whether it leads."""
    found: dict[str, bool] = {}
    for block in blocks:
        for text in texts_in(block):
            found |= {
                match[1]: part_of(match[2]) in (Part.LEAD, Part.OWN)
                for match in _LEGEND.finditer(text)
            }
    return found


def _by_roles(table: Table, legend: dict[str, bool]) -> Table:
    """The table with the units of each row in one column per role; any other table as it is."""
    grid = {(cell.row, cell.column): cell for cell in table.cells if squeezed(cell.text)}
    height, width = table.height, table.width
    found = ((row, _units_in(grid, row, width)) for row in range(min(_HEAD_ROWS, height)))
    head, units = next(((row, units) for row, units in found if units), (-1, []))
    marks = [c for (row, column), c in grid.items() if column in units and row > head]
    if not marks or not all(_MARK.fullmatch(squeezed(cell.text)) for cell in marks):
        return table
    rest = [column for column in range(width) if column not in units]
    cells = [
        cell._replace(column=rest.index(cell.column), columns=1)
        for cell in table.cells
        if cell.column in rest
    ]
    place = grid[head, units[0]].place
    names = enumerate(("牵头单位", "配合单位"), len(rest))
    cells += [Cell(name, place, head, at) for at, name in names]
    for row in range(head + 1, height):
        marked = [(column, grid[row, column]) for column in units if (row, column) in grid]
        for at, leads in enumerate((True, False), len(rest)):
            named = [grid[head, c].text for c, cell in marked if _leads(cell.text, legend) is leads]
            where = marked[0][1].place if marked else place
            cells.append(Cell("、".join(map(squeezed, named)), where, row, at))
    return table._replace(cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _units_in(grid: dict[tuple[int, int], Cell], row: int, width: int) -> list[int]:
    """The columns that a row heads with the name of one unit, where there are enough of them."""
    found = [
        column
        for column in range(width)
        if (cell := grid.get((row, column))) and _is_unit(squeezed(cell.text))
    ]
    return found if len(found) >= _LEAST_UNITS else []


def _is_unit(text: str) -> bool:
    known = column_of(text)
    named = known is None or known.holds is Holds.UNITS
    return named and "、" not in text and not bare_number(text) and names_units(text)


def _leads(text: str, legend: dict[str, bool]) -> bool:
    mark = squeezed(text)[0]
    return legend.get(mark, mark in _LEADS)
