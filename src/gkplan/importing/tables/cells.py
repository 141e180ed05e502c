"""What single cells of a plan's table contain: labels, numbers, several items."""

import re
from collections.abc import Sequence

from gkplan.importing.document import Said
from gkplan.importing.lexicon.columns import Holds
from gkplan.importing.tables.sheets import Row, Sheet
from gkplan.importing.text.numbers import Number, bare_number, take_number
from gkplan.importing.text.wording import joined, squeezed

_PROBLEM = re.compile("问题|短板|不足")


def columns_at(sheet: Sheet, holds: Holds) -> list[int]:
    """The places of the columns that hold something."""
    return [index for index, one in enumerate(sheet.columns) if one.holds is holds]


def cells_at(sheet: Sheet, row: Row, holds: Holds) -> list[Said]:
    """The cells of a row in the columns that hold something."""
    return [row.cells[at] for at in columns_at(sheet, holds) if at in row.cells]


def label_in(sheet: Sheet, row: Row) -> str:
    """The heading's label where a column of its own gives it."""
    labels = [at for at, column in enumerate(sheet.columns) if column.name == "标号"]
    return squeezed(row.cells[labels[0]].text) if labels and labels[0] in row.cells else ""


def number_in(sheet: Sheet, row: Row) -> Number | None:
    """The number of a row: of several columns that count, the last that does."""
    texts = [cell.text for cell in cells_at(sheet, row, Holds.NUMBER)]
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


def share_of(text: str, numbers: Sequence[Number | None], index: int) -> str:
    """What a cell says of one of its row's items: the line of that number, else all of it."""
    parts = items_in(text, None, 1)
    values = [number and number.value for number in numbers]
    if len(parts) == 1 or [number and number.value for number, _ in parts] != values:
        return text
    return parts[index][1]


def _numbered_twice(text: str, counted: Number, expected: int | None) -> tuple[Number | None, str]:
    """An item that a column counts: a number of its own is no part of its text.

    Its own is the one that counts if it is the next of its heading; the column then counts rows.
    A text whose numbers go on (1.…；2.…) lists steps of one item, and keeps them.
    """
    own, rest = take_number(text)
    if own is None or own.value is None:
        return counted, text
    later = (take_number(piece)[0] for piece in re.split("[；;。\n]", rest))
    if any(one and (one.style, one.value) == (own.style, own.value + 1) for one in later):
        return counted, text
    return (own if own.value == expected else counted), rest


def items_in(
    text: str, number: Number | None, expected: int | None
) -> list[tuple[Number | None, str]]:
    """The items of one cell: several if its lines are numbered one after another."""
    if number:
        return [_numbered_twice(joined(text), number, expected)]
    lines = [line for line in text.split("\n") if line.strip()]
    parts: list[tuple[Number | None, str]] = []
    for line in lines:
        found, rest = take_number(line, expected)
        follows = (
            found
            and parts
            and parts[0][0]
            and found.style == parts[0][0].style
            and found.value == len(parts) + (parts[0][0].value or 0)
        )
        if not parts or follows:
            parts.append((found, rest))
        else:
            parts[-1] = (parts[-1][0], joined(f"{parts[-1][1]}\n{line}"))
    return [(found, joined(part)) for found, part in parts]
