"""Tables with a column for each quarter or month: tasks with their units in the first column."""

import re
from collections.abc import Sequence

from gkplan.importing.document import Block, Cell, Table
from gkplan.importing.lexicon.columns import Holds, column_of
from gkplan.importing.outline import Outline
from gkplan.importing.tables.items import tabulate
from gkplan.importing.text.wording import squeezed
from gkplan.importing.units.sentences import split_brackets

NAME = "分季度推进表"
_LEAST = 2
"""Columns of stages, and rows of tasks."""
_STAGE = re.compile(r"第?[一二三四1-4]季度|[上下]半年|(?:1[0-2]|[1-9])月份?")


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the last stage of a task as its time; the stages themselves are remarks."""
    read_as = [_upright(block) if isinstance(block, Table) else block for block in blocks]
    return tabulate(read_as) if read_as != list(blocks) else None


def _upright(table: Table) -> Table:
    """The table with columns of tasks, units, times and remarks; any other table as it is."""
    rows = [row for row in table.rows if any(squeezed(cell.text) for cell in row)]
    at = next((at for at, row in enumerate(rows) if len(_stages(row)) >= _LEAST), None)
    known = column_of(rows[at][0].text) if at is not None else None
    if at is None or not known or known.holds not in (Holds.TASK, Holds.GROUP):
        return table
    stages = _stages(rows[at])
    tasks = [_task(row, stages) for row in rows[at + 1 :]]
    if len(tasks) < _LEAST or not all(tasks):
        return table
    names = ("工作任务", "责任单位", "完成时限", "备注")
    cells = [cell._replace(row=row) for row, above in enumerate(rows[:at]) for cell in above]
    cells += [Cell(name, rows[at][0].place, at, column) for column, name in enumerate(names)]
    for row, (own, texts) in enumerate(zip(rows[at + 1 :], tasks, strict=True), at + 1):
        cells += [Cell(text, own[0].place, row, column) for column, text in enumerate(texts)]
    return table._replace(cells=tuple(cells))


def _stages(row: Sequence[Cell]) -> dict[int, str]:
    """The columns that a row heads with a quarter, half year or month."""
    texts = {cell.column: squeezed(cell.text) for cell in row}
    return {column: text for column, text in texts.items() if _STAGE.fullmatch(text)}


def _task(row: Sequence[Cell], stages: dict[int, str]) -> tuple[str, ...]:
    """What a row says: task, units, last stage, all stages; empty without units in brackets."""
    text, brackets = split_brackets(row[0].text)
    said = {cell.column: cell.text for cell in row if squeezed(cell.text)}
    planned = [(name, said[column]) for column, name in stages.items() if column in said]
    if not brackets or not planned:
        return ()
    return text, "；".join(brackets), planned[-1][0], "；".join(f"{a}：{b}" for a, b in planned)
