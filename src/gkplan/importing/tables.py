"""The tables of a document that are plans: their heads, and their rows under the columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gkplan.importing.alignment import Levels, align, fit, levels_of, names_units
from gkplan.importing.blocks import Cell, Said, Table
from gkplan.importing.columns import Column, Holds, column_of, read_head, settle
from gkplan.importing.numbering import bare_number
from gkplan.importing.wording import joined, squeezed

_HEAD_ROWS = 40
"""Rows in which a head may stand."""
_NAME = 8
"""Characters that a name in a head has at most, or a piece of one."""
_PIECE = 4
_SURE = 0.6
_MOSTLY = 0.9
_NUMBER_NAME = "序号"
_SHORTEST_TASK = 5
"""Characters that what is to be done has at least, in most rows."""
_MARGIN = 2.0
_DATE = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}"
NOTE = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|审批|经办|联系|抄送|主送|附件?)[^，。]{0,4}[:：]"
)
TOTAL = re.compile(r"(?:合|总|小|共|累)\s*计(?=[\s\d:：]|$)")
PAGE = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*$|第\s*\d+\s*页")
"""What stands below a table, or between its pages, and belongs to no row."""
_SAYS = re.compile(rf"[:：]\s*\S|{_DATE}")
"""A cell above a head that says something of the table, and names no column."""


class Row(NamedTuple):
    """One row under the columns: its own cells, and the columns that a cell above spans.

    ``band`` is the one text of a row that spans the table: a heading, a title or a note.
    ``uncertain`` tells that cells were put under columns by how well they fit.
    """

    cells: dict[int, Said]
    place: str
    spanned: frozenset[int] = frozenset()
    band: Said | None = None
    uncertain: bool = False


class Sheet(NamedTuple):
    """A table that is a plan: its columns, and its rows below the head in their order.

    ``preface`` are the texts above the head, ``after`` those of another table that follows.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    preface: tuple[Said, ...]
    ruled: bool
    after: tuple[Said, ...] = ()


def read_sheet(table: Table, before: Sheet | None) -> Sheet | None:
    """Read a table as a plan; None if it is none.

    ``before`` is the plan's table before it, which it may go on with after a page break.
    """
    rows = [row for row in table.rows if any(squeezed(cell.text) for cell in row)]
    found = _find_head(table, rows)
    if found:
        at, height, columns = found
        preface = tuple(said for row in rows[:at] for said in _said(row))
        sheet = _sheet(table, rows[at + height :], columns, preface)
        return sheet if _says_what_to_do(sheet) else None
    guessed = _inherited(table, rows, before) or _inferred(table, rows)
    return _sheet(table, rows, guessed, ()) if guessed else None


def _says_what_to_do(sheet: Sheet) -> bool:
    """Whether most texts under the tasks are long enough to be tasks, not marks or figures."""
    task = next(at for at, one in enumerate(sheet.columns) if one.holds is Holds.TASK)
    texts = [squeezed(row.cells[task].text) for row in sheet.rows if task in row.cells]
    long = sum(len(text) >= _SHORTEST_TASK for text in texts)
    return long * 2 > len(texts)


def _find_head(
    table: Table, rows: Sequence[tuple[Cell, ...]]
) -> tuple[int, int, tuple[Column, ...]] | None:
    """Where the head is, how many rows it has, and the columns it names."""
    for at in range(min(_HEAD_ROWS, len(rows))):
        for height in (2, 3, 1):
            part = rows[at : at + height]
            if len(part) == height and _may_head(part[0]) and _are_names(part[1:]):
                names = _with_numbers(_names(table, part), rows[at + height :])
                if columns := read_head(names):
                    return at, height, columns
    return None


def _may_head(row: Sequence[Cell]) -> bool:
    """Whether a row may begin a head: several cells, none of which says who or when."""
    cells = _filled(row)
    said = (re.sub(r"[（(].*?[）)]", "", cell.text) for cell in cells)
    return len(cells) > 1 and not any(map(_SAYS.search, said))


def _said(row: Sequence[Cell]) -> Iterator[Said]:
    return (Said(joined(cell.text), cell.place) for cell in _filled(row))


def _with_numbers(names: list[str], rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The names, with 序号 for a column that holds nothing but numbers, whatever stands over it."""
    filled: dict[int, list[str]] = {}
    for row in rows:
        for cell in _filled(row):
            filled.setdefault(cell.column, []).append(cell.text)
    for column in range(len(names)):
        texts = filled.get(column, [])
        numbers = sum(bare_number(text) is not None for text in texts)
        named = column_of(names[column])
        other = named is not None and named.holds is Holds.OTHER  # points, say
        if len(texts) > 1 and numbers >= _MOSTLY * len(texts) and not other:
            names[column] = _NUMBER_NAME
    return names


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if squeezed(cell.text)]


def _are_names(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether further rows of a head hold nothing but names or pieces of names."""
    cells = [cell for row in rows for cell in _filled(row)]
    return all(
        len(squeezed(cell.text)) <= _NAME
        and not bare_number(cell.text)
        and (column_of(cell.text) or _is_piece(cell.text))
        for cell in cells
    ) and (not rows or any(column_of(cell.text) for cell in cells))


def _is_piece(text: str) -> bool:
    """Whether a text may be a piece of a name that two rows of a head share."""
    return len(squeezed(text)) <= _PIECE and not names_units(text)


def _names(table: Table, rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The names of the columns; a name under another one says more than that one."""
    width = max(cell.column + cell.columns for row in rows for cell in row)
    names = [""] * width
    for row in rows:
        for cell in row:
            for column in range(cell.column, cell.column + cell.columns):
                under = table.ruled and names[column] and column_of(cell.text)
                names[column] = cell.text if under else names[column] + cell.text
    return names


def _inherited(
    table: Table, rows: Sequence[tuple[Cell, ...]], before: Sheet | None
) -> tuple[Column, ...] | None:
    """The columns of the table before, if this one's cells fit them."""
    if not before or not rows or table.width > len(before.columns) or _has_own_head(rows[0]):
        return None
    sheet = _sheet(table, rows, before.columns, ())
    texts = [said.text for row in sheet.rows for said in row.cells.values()]
    levels = levels_of(texts)
    good = [
        fit(before.columns[column], said.text, levels) > 0
        for row in sheet.rows
        for column, said in row.cells.items()
        if before.columns[column].holds is not Holds.OTHER
    ]
    return before.columns if good and sum(good) >= _SURE * len(good) else None


def _has_own_head(row: tuple[Cell, ...]) -> bool:
    """Whether a row is the head of a table about something else: contacts, figures."""
    texts = [cell.text for cell in _filled(row)]
    kinds = [column_of(text) for text in texts]
    return (
        len(texts) > 1
        and any(kind and kind.holds is Holds.UNITS for kind in kinds)
        and not any(
            len(squeezed(text)) > _NAME or bare_number(text) or names_units(text) for text in texts
        )
    )


def _inferred(table: Table, rows: Sequence[tuple[Cell, ...]]) -> tuple[Column, ...] | None:
    """The columns of a table without a head, told by what most of their cells are."""
    if len(rows) < 2:  # noqa: PLR2004  (one row shows no columns)
        return None
    width = max(len(row) for row in rows) if not table.ruled else table.width
    texts: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for cell in row:
            if squeezed(cell.text) and cell.column < width:
                texts[cell.column].append(cell.text)
    columns = [_kind_of(part) for part in texts]
    if not any(column.holds is Holds.UNITS for column in columns):
        return None
    wordy = [index for index, one in enumerate(columns) if one.holds is Holds.TASK]
    if not wordy:
        return None
    longest = max(wordy, key=lambda index: sum(map(len, texts[index])) / len(texts[index]))
    for index in wordy:
        if index != longest:
            holds = Holds.GROUP if index < longest else Holds.OTHER
            columns[index] = Column(holds)
    return tuple(columns)


def _kind_of(texts: Sequence[str]) -> Column:
    for holds in (Holds.NUMBER, Holds.UNITS, Holds.TIME):
        column = Column(holds)
        good = sum(fit(column, text, Levels()) > 0 for text in texts)
        if texts and good >= _SURE * len(texts):
            return column
    return Column(Holds.TASK if texts else Holds.OTHER)


def _sheet(
    table: Table,
    rows: Sequence[tuple[Cell, ...]],
    columns: tuple[Column, ...],
    preface: tuple[Said, ...],
) -> Sheet:
    levels = levels_of([cell.text for row in rows for cell in row])
    if not table.ruled:
        columns = _widened(columns, rows, levels)
    spans = _spans(table)
    found: list[Row] = []
    for at, row in enumerate(rows):
        if read_head([cell.text for cell in row]):
            continue
        if _has_own_head(row):
            after = tuple(said for rest in rows[at:] for said in _said(rest))
            return Sheet(columns, tuple(found), preface, table.ruled, after)
        found.append(_row(table, row, columns, levels, spans))
    return Sheet(columns, tuple(found), preface, table.ruled)


def _widened(
    columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], levels: Levels
) -> tuple[Column, ...]:
    """Add the column that a head with fewer names than its rows have cells leaves out."""
    widths = [len(row) for row in rows if row and squeezed(row[-1].text)]
    usual = max(sorted(set(widths)), key=widths.count) if widths else 0
    if usual != len(columns) + 1:
        return columns
    absent = [Column(h) for h in (Holds.NUMBER, Holds.GROUP, Holds.TASK, Holds.TIME, Holds.OTHER)]
    ways: list[tuple[Column, ...]] = [
        (*columns[:at], extra, *columns[at:]) for at in range(len(columns) + 1) for extra in absent
    ]
    full = [[cell.text for cell in row] for row in rows if len(row) == usual][:40]

    def score(way: tuple[Column, ...]) -> float:
        if len(way) != usual:
            return float("-inf")
        pairs = (pair for row in full for pair in zip(way, row, strict=True))
        return sum(fit(column, text, levels) for column, text in pairs)

    best: tuple[Column, ...] = max(ways, key=score)
    return settle(best)


def _spans(table: Table) -> dict[int, frozenset[int]]:
    """For each row, the columns that a cell from a row above covers."""
    found: dict[int, set[int]] = {}
    for cell in table.cells:
        for row in range(cell.row + 1, cell.row + cell.rows):
            found.setdefault(row, set()).update(range(cell.column, cell.column + cell.columns))
    return {row: frozenset(columns) for row, columns in found.items()}


def _row(
    table: Table,
    row: tuple[Cell, ...],
    columns: tuple[Column, ...],
    levels: Levels,
    spans: dict[int, frozenset[int]],
) -> Row:
    filled = _filled(row)
    place = filled[0].place
    spanned = spans.get(row[0].row, frozenset())
    note = NOTE.match(filled[0].text.strip()) and len(filled) < len(columns)
    if len(filled) > 1 and (note or TOTAL.fullmatch(filled[0].text.strip())):
        return Row({}, place, band=Said("　".join(joined(cell.text) for cell in filled), place))
    if len(filled) == 1 and _is_band(filled[0], row, columns, table, spanned, levels):
        said = Said(joined(filled[0].text), place)
        return Row({}, place, band=said)
    exact = {cell.column: Said(cell.text.strip(), cell.place) for cell in filled}
    if table.ruled or (len(row) == len(columns) and not _is_shifted(row, filled, columns, levels)):
        inside = {index: said for index, said in exact.items() if index < len(columns)}
        return Row(inside, place, spanned)
    _, steps = align([cell.text for cell in filled], columns, levels)
    cells: dict[int, Said] = {}
    for index, pairs in groupby(zip(steps, filled, strict=True), lambda pair: pair[0].column):
        part = [cell for _, cell in pairs]
        cells[index] = Said("\n".join(cell.text.strip() for cell in part), part[0].place)
    return Row(cells, place, uncertain=_is_ambiguous(cells, columns))


def _is_band(
    cell: Cell,
    row: tuple[Cell, ...],
    columns: tuple[Column, ...],
    table: Table,
    spanned: frozenset[int],
    levels: Levels,
) -> bool:
    """Whether the only text of a row stands for the whole row."""
    if NOTE.match(cell.text.strip()) or (PAGE.match(cell.text) and len(row) == 1):
        return True
    if table.ruled:
        return not spanned and (
            cell.columns >= max(2, len(columns) - 1)
            or (len(row) == len(columns) and cell.column == 0 and _heads(cell, columns, levels))
        )
    task = next(c for c in columns if c.holds is Holds.TASK)
    return cell.column == 0 and fit(task, cell.text, levels) <= fit(
        Column(Holds.GROUP), cell.text, levels
    )


def _heads(cell: Cell, columns: tuple[Column, ...], levels: Levels) -> bool:
    if columns[0].holds is Holds.GROUP:
        return False
    return fit(Column(Holds.GROUP), cell.text, levels) > 0


def _is_shifted(
    row: tuple[Cell, ...], filled: Sequence[Cell], columns: tuple[Column, ...], levels: Levels
) -> bool:
    """Whether the cells fit far better elsewhere: the empty ones went to the end of the row."""
    if squeezed(row[-1].text):
        return False
    here = sum(fit(columns[cell.column], cell.text, levels) for cell in filled)
    there, _ = align([cell.text for cell in filled], columns, levels)
    return there > here + _MARGIN


def _is_ambiguous(cells: dict[int, Said], columns: tuple[Column, ...]) -> bool:
    """Whether a unit cell could as well stand in another of several unit columns."""
    units = [index for index, one in enumerate(columns) if one.holds is Holds.UNITS]
    return 0 < len(cells.keys() & set(units)) < len(units)


def texts_of(table: Table) -> Iterator[Said]:
    """Every text of a table with its place, for what nobody used."""
    return (Said(joined(cell.text), cell.place) for cell in table.cells if squeezed(cell.text))
