"""What a plan's table says as a whole: which columns count, and whose names stand where."""

import re

from gkplan.importing.columns import Holds
from gkplan.importing.numbering import Number, bare_number, take_number
from gkplan.importing.tables import Row, Sheet
from gkplan.importing.wording import squeezed

_PROBLEM = re.compile("问题|短板|不足")


def columns_at(sheet: Sheet, holds: Holds) -> list[int]:
    """The places of the columns that hold something."""
    return [index for index, one in enumerate(sheet.columns) if one.holds is holds]


def label_in(sheet: Sheet, row: Row) -> str:
    """The heading's label where a column of its own gives it."""
    labels = [at for at, column in enumerate(sheet.columns) if column.name == "标号"]
    return squeezed(row.cells[labels[0]].text) if labels and labels[0] in row.cells else ""


def number_in(sheet: Sheet, row: Row) -> Number | None:
    """The number of a row: of several columns that count, the last that does."""
    texts = [row.cells[at].text for at in columns_at(sheet, Holds.NUMBER) if at in row.cells]
    return next(filter(None, map(bare_number, reversed(texts))), None)


def numbers_groups(sheet: Sheet) -> bool:
    """Whether the column of numbers counts the headings and not the items."""
    numbers, groups = columns_at(sheet, Holds.NUMBER), columns_at(sheet, Holds.GROUP)
    if not numbers or not groups:
        return False
    numbered = [row for row in sheet.rows if numbers[0] in row.cells]
    headed = [row for row in sheet.rows if groups[0] in row.cells]
    return numbered == headed and len(numbered) < sum(not row.band for row in sheet.rows)


def names_items(sheet: Sheet) -> bool:
    """Whether the column of headings names every item, since rows of their own are the headings."""
    groups, tasks = columns_at(sheet, Holds.GROUP), columns_at(sheet, Holds.TASK)
    rows = [row for row in sheet.rows if not row.band]
    bands = [row.band for row in sheet.rows if row.band and take_number(row.band.text)[0]]
    if (
        not groups
        or not bands
        or not all({groups[0], tasks[0]} <= row.cells.keys() for row in rows)
    ):
        return False
    return len({row.cells[groups[0]].text for row in rows}) == len(rows) > len(bands)


def without_problems(sheet: Sheet) -> Sheet | None:
    """The same sheet where its names tell what was found wrong, which is no part of the work."""
    at = columns_at(sheet, Holds.GROUP)[0]
    if not _PROBLEM.search(sheet.columns[at].name):
        return None
    columns = list(sheet.columns)
    columns[at] = columns[at]._replace(holds=Holds.OTHER)
    return sheet._replace(columns=tuple(columns))


def with_names_in_texts(sheet: Sheet) -> Sheet:
    """The same rows with each item's name before a text that does not begin with it."""
    (group, *_), (task, *_) = columns_at(sheet, Holds.GROUP), columns_at(sheet, Holds.TASK)
    rows: list[Row] = []
    for row in sheet.rows:
        cells = dict(row.cells)
        if not row.band:
            name, said = squeezed(cells.pop(group).text), cells[task]
            if not squeezed(said.text).startswith(name):
                cells[task] = said._replace(text=f"{name}：{said.text}")
        rows.append(row._replace(cells=cells))
    return sheet._replace(rows=tuple(rows))
