"""The head of a plan's table: which rows it consists of, and the names of its columns."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from gkplan.importing.document import Cell, Table
from gkplan.importing.lexicon.columns import Column, Holds, column_of, read_head
from gkplan.importing.text.brackets import without_remarks
from gkplan.importing.text.numbers import bare_number, take_number
from gkplan.importing.text.runs import runs
from gkplan.importing.text.wording import squeezed
from gkplan.importing.times.dates import DAY
from gkplan.importing.units.responsible import names_units

_HEAD_ROWS = 40
"""Rows in which a head may stand."""
_NAME = 10
"""Characters that a name in a head has at most, or a piece of one."""
_PIECE = 4
_MOSTLY = 0.9
_NUMBER_NAME = "序号"
_TEXTS = (Holds.GROUP, Holds.TASK)
_WORDY = 10
"""Characters of a cell, on average, that says what to do."""
_SAYS = re.compile(rf"[:：]\s*\S|{DAY}")
"""A cell above a head that says something of the table, and names no column."""


def find_head(
    table: Table, rows: Sequence[tuple[Cell, ...]]
) -> tuple[int, int, tuple[Column, ...]] | None:
    """Where the head is, how many rows it has, and the columns it names."""
    every: _Counts | None = None
    for at in range(min(_HEAD_ROWS, len(rows))):
        for height in (2, 3, 1):
            part = rows[at : at + height]
            if len(part) == height and _may_head(part[0]) and _are_names(part[1:]):
                every = every or _counted(rows)
                below = every.without(_counted(rows[: at + height]))
                names = _with_numbers(_names(table, part), below)
                if columns := read_head(names):
                    return at, height, columns
    return None


def _may_head(row: Sequence[Cell]) -> bool:
    """Whether a row may begin a head: several cells, none of which says who or when."""
    cells = with_text(row)
    said = (without_remarks(cell.text) for cell in cells)
    return len(cells) > 1 and not any(map(_SAYS.search, said))


class _Counts(NamedTuple):
    """How many texts each column holds, and how many of them are numbers and nothing else."""

    texts: Counter[int]
    numbers: Counter[int]

    def without(self, other: "_Counts") -> "_Counts":
        """Return the counts of the other rows."""
        return _Counts(self.texts - other.texts, self.numbers - other.numbers)


def _counted(rows: Sequence[tuple[Cell, ...]]) -> _Counts:
    cells = [cell for row in rows for cell in with_text(row)]
    return _Counts(
        Counter(cell.column for cell in cells),
        Counter(cell.column for cell in cells if bare_number(cell.text) is not None),
    )


def _with_numbers(names: list[str], below: _Counts) -> list[str]:
    """The names, with 序号 for a column that holds nothing but numbers, whatever stands over it."""
    for column, name in enumerate(names):
        texts = below.texts[column]
        named = column_of(name)
        other = named is not None and named.holds is Holds.OTHER  # points, say
        if texts > 1 and below.numbers[column] >= _MOSTLY * texts and not other:
            names[column] = _NUMBER_NAME
    return names


def with_text(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that hold a text."""
    return [cell for cell in row if squeezed(cell.text)]


def _are_names(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether further rows of a head hold nothing but names or pieces of names."""
    cells = [cell for row in rows for cell in with_text(row)]
    return all(
        len(squeezed(cell.text)) <= _NAME
        and not (bare_number(cell.text) or take_number(cell.text)[0])
        and (column_of(cell.text) or _is_piece(cell.text))
        for cell in cells
    ) and (not rows or any(column_of(cell.text) for cell in cells))


def _is_piece(text: str) -> bool:
    """Whether a text may be a piece of a name that two rows of a head share."""
    return len(squeezed(text)) <= _PIECE and not names_units(text)


def _names(table: Table, rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The names of the columns; a name under another one says more than that one."""
    if not table.ruled:
        rows = [_widened(row, rows[at + 1 :]) for at, row in enumerate(rows)]
    width = max(cell.column + cell.columns for row in rows for cell in row)
    names, wide = [""] * width, [table.ruled] * width
    for row in rows:
        for cell in row:
            for column in range(cell.column, cell.column + cell.columns):
                under = wide[column] and names[column] and column_of(cell.text)
                names[column] = cell.text if under else names[column] + cell.text
                wide[column] = wide[column] or cell.columns > 1
    return names


def _widened(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> tuple[Cell, ...]:
    """A row of a head without merges: a name spans the blanks beside it that have names below."""
    named = {cell.column for one in below for cell in with_text(one)}
    found: list[Cell] = []
    for cell in row:
        if found and not squeezed(cell.text) and {cell.column, cell.column - 1} <= named:
            found[-1] = found[-1]._replace(columns=found[-1].columns + 1)
        else:
            found.append(cell)
    return tuple(found)


def columns_by_cells(
    columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]
) -> tuple[Column, ...]:
    """The columns with the tasks where a cell of theirs does not span several of what is below it.

    Names alone do not always tell: 整改事项 may head several 整改任务.
    """
    task = next(at for at, one in enumerate(columns) if one.holds is Holds.TASK)
    texts = texts_by_column(rows, len(columns))
    for at in range(task + 1, len(columns)):
        if _may_say_more(columns[at], texts[at]) and len(texts[at]) > len(texts[task]) > 1:
            return tuple(_moved(one, index, task, at) for index, one in enumerate(columns))
    return columns


def texts_by_column(rows: Sequence[Sequence[Cell]], width: int) -> list[list[str]]:
    """The texts that rows have in each column."""
    texts: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for cell in with_text(row):
            if cell.column < width:
                texts[cell.column].append(cell.text)
    return texts


def _may_say_more(column: Column, texts: Sequence[str]) -> bool:
    """Whether a column may be that of the tasks: by its name, or by its texts."""
    known = column_of(column.name)
    if known:
        return known.holds in _TEXTS
    return sum(map(len, texts)) > _WORDY * len(texts)


def _moved(column: Column, index: int, group: int, task: int) -> Column:
    if index in (group, task):
        return column._replace(holds=Holds.TASK if index == task else Holds.GROUP)
    return column._replace(holds=Holds.OTHER) if column.holds is Holds.GROUP else column


_MOST_CELLS = 6
"""Labels and values that stand side by side."""
_LONGEST_LABEL = 8
"""Characters of a label at most."""
_LEAST, _MOST = 3, 36
"""Labels that a form has."""
_TITLES = 4
"""Rows of one text above the first form."""


def unfolded(table: Table) -> Table:
    """Forms, one below the other, as a table with their labels above; any other table as it is."""
    titles, forms = _forms(table)
    if not forms or not all(_LEAST <= len(form) <= _MOST and _is_form(form) for form in forms):
        return table
    names = {squeezed(label.text): label for form in reversed(forms) for label, _ in reversed(form)}
    columns = list(reversed(names))
    cells = [*titles]
    cells += [_at(names[name], len(titles), column) for column, name in enumerate(columns)]
    for row, form in enumerate(forms, len(titles) + 1):
        values = [_at(value, row, columns.index(squeezed(label.text))) for label, value in form]
        cells += sorted(values, key=lambda cell: cell.column)
    return table._replace(cells=tuple(cells))


def _at(cell: Cell, row: int, column: int) -> Cell:
    return cell._replace(row=row, column=column, rows=1, columns=1)


def _forms(table: Table) -> tuple[list[Cell], list[list[tuple[Cell, Cell]]]]:
    """The texts above, and the labels and values of each form; a form begins with one label."""
    rows = [row for row in table.rows if row]
    above = list(takewhile(lambda row: len(with_text(row)) == 1, rows[:_TITLES]))
    titles = [_at(with_text(row)[0], at, 0) for at, row in enumerate(above)]
    body = rows[len(above) :]
    if any(len(row) % 2 or len(row) > _MOST_CELLS for row in body):
        return titles, []
    pairs = [pair for row in body for pair in zip(row[::2], row[1::2], strict=True)]
    first = squeezed(pairs[0][0].text) if pairs else ""
    return titles, list(runs(pairs, lambda _, pair: squeezed(pair[0].text) != first))


def _is_form(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the first cells are names of columns, each another; units and work are among them."""
    named = [
        column_of(label.text) for label, _ in pairs if len(squeezed(label.text)) <= _LONGEST_LABEL
    ]
    known = [column for column in named if column]
    holds = {column.holds for column in known}
    different = len({column.name for column in known}) == len(pairs)
    return different and Holds.UNITS in holds and bool(holds & {Holds.TASK, Holds.GROUP})
