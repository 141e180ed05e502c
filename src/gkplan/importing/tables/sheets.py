"""The tables of a document that are plans: their heads, and their rows under the columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gkplan.domain.vocabulary import Role
from gkplan.importing.document import Cell, Said, Table
from gkplan.importing.lexicon.columns import (
    Column,
    Holds,
    column_of,
    is_catalogue,
    names_duty,
    names_record,
    read_head,
    settle,
)
from gkplan.importing.tables.alignment import Levels, align, fit, levels_of
from gkplan.importing.tables.heads import columns_by_cells, find_head, texts_by_column, with_text
from gkplan.importing.text.numbers import Number, bare_number, take_number
from gkplan.importing.text.wording import begins_with_words, joined, squeezed
from gkplan.importing.units.responsible import names_units

NOTE = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|审批|经办|联系|抄送|主送|附件?)[^，。]{0,4}[:：]"
)
TOTAL = re.compile(r"(?:合|总|小|共|累)\s*计(?=[\s\d:：]|$)")
PAGE = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*$|第\s*\d+\s*页")
"""What stands below a table, or between its pages, and belongs to no row."""
_MOSTLY = 0.8


class Frame(NamedTuple):
    """What all rows of a table stand in: the columns, the styles of number, whether it is ruled.

    ``counted`` says that a column counts the items, so that a row without a number is none.
    """

    columns: tuple[Column, ...]
    levels: Levels
    ruled: bool
    counted: bool

    @property
    def task(self) -> int:
        """The column of the tasks."""
        return next(at for at, one in enumerate(self.columns) if one.holds is Holds.TASK)


def counts_items(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> bool:
    """Whether most rows of several cells have a number in the column of numbers."""
    numbers = [at for at, one in enumerate(columns) if one.holds is Holds.NUMBER]
    full = [row for row in map(with_text, rows) if len(row) > 2]  # noqa: PLR2004  (not a heading)
    counted = sum(any(c.column in numbers and bare_number(c.text) for c in row) for row in full)
    return bool(full) and counted >= _MOSTLY * len(full)


def band_of(row: Sequence[Cell], frame: Frame, spanned: frozenset[int]) -> str | None:
    """The text that stands for a whole row; None where a row has cells of its own."""
    first, *others = with_text(row)
    if not others:
        return joined(first.text) if _is_band(first, row, frame, spanned) else None
    note = NOTE.match(first.text.strip()) and len(others) + 1 < len(frame.columns)
    if note or TOTAL.fullmatch(first.text.strip()):
        return "　".join(joined(cell.text) for cell in (first, *others))
    if len(others) == 1 and not spanned and _is_numbered(first, others[0], frame):
        apart = first.text + others[0].text
        return apart if take_number(apart)[0] else f"{first.text}、{others[0].text}"
    return None


def _is_numbered(first: Cell, other: Cell, frame: Frame) -> bool:
    """Whether a row holds the number of a heading and its title, a cell each."""
    number = first.column < len(frame.columns) and bare_number(first.text)
    numbers = frame.columns[first.column].holds is Holds.NUMBER if number else False
    title = fit(Column(Holds.GROUP), other.text, frame.levels._replace(groups=frozenset()))
    return bool(number and numbers and _is_upper(number, frame.levels) and title > 0)


def _is_upper(number: Number | None, levels: Levels) -> bool:
    """Whether a number is of a style that heads others of the same table."""
    return bool(number and number.style in levels.groups and levels.items)


def _is_band(cell: Cell, row: Sequence[Cell], frame: Frame, spanned: frozenset[int]) -> bool:
    """Whether the only text of a row stands for the whole row."""
    if NOTE.match(cell.text.strip()) or (PAGE.match(cell.text) and len(row) == 1):
        return True
    if spanned:
        return False
    columns, levels = frame.columns, frame.levels
    heads = fit(Column(Holds.GROUP), cell.text, levels)
    if heads > 0 and cell.column <= frame.task:
        number, _ = take_number(cell.text)
        if _is_upper(number, levels) or (frame.counted and not number):
            return columns[cell.column].holds is not Holds.GROUP
    if frame.ruled:
        first = cell.column == 0 and columns[0].holds is not Holds.GROUP
        return cell.columns >= max(2, len(columns) - 1) or (
            len(row) == len(columns) and first and heads > 0
        )
    return cell.column == 0 and fit(columns[frame.task], cell.text, levels) <= heads


_SURE = 0.6
_SHORTEST_TASK = 5
"""Characters that what is to be done has at least, in most rows."""
_WORK = re.compile("任务|事项|工作|措施|举措|要点")
_LOOKED_AT = 300
"""Cells of a column by which its kind is known, at most."""
_LEAST_UNITS = 2
"""Cells with units by which a column of an unknown name is one of units."""
_NAME = 8
"""Characters that a name in a head has at most."""
_MARGIN = 2.0


class Row(NamedTuple):
    """One row under the columns: its own cells, and the columns that a cell above spans.

    ``band`` is the one text of a row that spans the table: a heading, a title or a note.
    ``uncertain`` says that cells were put under columns by how well they fit, ``unsure`` that
    the reader could not be sure which lines of a page are one row.
    """

    cells: dict[int, Said]
    place: str
    spanned: frozenset[int] = frozenset()
    band: Said | None = None
    uncertain: bool = False
    unsure: bool = False


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
    found = find_head(table, rows)
    if found:
        at, height, columns = found
        preface = tuple(said for row in rows[:at] for said in _said(row))
        if is_catalogue(columns):
            return None
        below = rows[at + height :]
        columns = _with_units(columns_by_cells(columns, below), below)
        sheet = _sheet(table, below, columns, preface)
        return sheet if _says_what_to_do(sheet) else None
    guessed = _inherited(table, rows, before) or _inferred(table, rows)
    return _sheet(table, rows, guessed, ()) if guessed else None


def _with_units(columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """The columns, those of an unknown name whose cells are all units (联办方) among them."""
    found = list(columns)
    for at, column in enumerate(columns):
        if column.holds is not Holds.OTHER or not column.name or column_of(column.name):
            continue
        texts = [cell.text for row in rows for cell in with_text(row) if cell.column == at]
        if len(texts) >= _LEAST_UNITS and all(map(names_units, texts[:_LOOKED_AT])):
            found[at] = Column(Holds.UNITS, Role.SUPPORT, name=column.name)
    return tuple(found)


def _says_what_to_do(sheet: Sheet) -> bool:
    """Whether most texts under the tasks are long enough to be tasks, not marks or figures.

    Short ones are where the head names work and who is responsible, and each text is another.
    """
    task = next(at for at, one in enumerate(sheet.columns) if one.holds is Holds.TASK)
    texts = [squeezed(row.cells[task].text) for row in sheet.rows if task in row.cells]
    long = sum(len(text) >= _SHORTEST_TASK for text in texts)
    return long * 2 > len(texts) or (
        _assigns_work(sheet.columns)
        and all(map(begins_with_words, texts))
        and len(set(texts)) >= _MOSTLY * len(texts) > 0
    )


def _assigns_work(columns: Sequence[Column]) -> bool:
    """Whether a head names work, no list of projects or places, and who is responsible for it."""
    return any(c.holds is Holds.TASK and _WORK.search(c.name) for c in columns) and any(
        c.holds is Holds.UNITS and names_duty(c) for c in columns
    )


def has_plan_head(table: Table) -> bool:
    """Whether a table has the head of a plan, whatever its rows contain."""
    rows = [row for row in table.rows if any(squeezed(cell.text) for cell in row)]
    return find_head(table, rows) is not None


def _said(row: Sequence[Cell]) -> Iterator[Said]:
    return (Said(joined(cell.text), cell.place) for cell in with_text(row))


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
    texts = [cell.text for cell in with_text(row)]
    kinds = [column_of(text) for text in texts]
    return (
        len(texts) > 1
        and any(kind and kind.holds is Holds.UNITS for kind in kinds)
        and not any(
            len(squeezed(text)) > _NAME or bare_number(text) or names_units(text) for text in texts
        )
    )


def _names_other_things(row: Sequence[Cell]) -> bool:
    """Whether a row is the head of a table that is no plan: most cells name columns."""
    texts = [cell.text for cell in with_text(row)]
    known = [
        text for text in texts if names_record(text) or (column_of(text) and not names_units(text))
    ]
    short = all(len(squeezed(text)) <= _NAME for text in texts)
    return short and not read_head(texts) and len(known) > 1 and len(known) * 2 >= len(texts)


def _inferred(table: Table, rows: Sequence[tuple[Cell, ...]]) -> tuple[Column, ...] | None:
    """The columns of a table without a head, recognised by what most of their cells are."""
    if len(rows) < 2 or _names_other_things(rows[0]):  # noqa: PLR2004  (one row shows no columns)
        return None
    width = max(len(row) for row in rows) if not table.ruled else table.width
    texts = texts_by_column(rows, width)
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
    """What most cells of a column are; of a long one, some hundreds are looked at."""
    texts = texts[:: 1 + len(texts) // _LOOKED_AT]
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
    frame = Frame(columns, levels, table.ruled, counts_items(rows, columns))
    spans = _spans(table)
    found: list[Row] = []
    for at, row in enumerate(rows):
        if read_head([cell.text for cell in row]):
            continue
        if _has_own_head(row):
            after = tuple(said for rest in rows[at:] for said in _said(rest))
            return Sheet(columns, tuple(found), preface, table.ruled, after)
        found.append(_row(row, frame, spans))
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


def _row(row: tuple[Cell, ...], frame: Frame, spans: dict[int, frozenset[int]]) -> Row:
    filled = with_text(row)
    place = filled[0].place
    spanned = spans.get(row[0].row, frozenset())
    band = band_of(row, frame, spanned)
    if band is not None:
        return Row({}, place, band=Said(band, place))
    columns, levels = frame.columns, frame.levels
    unsure = any(cell.unsure for cell in filled)
    exact = {cell.column: Said(cell.text.strip(), cell.place) for cell in filled}
    if frame.ruled or (len(row) == len(columns) and not _is_shifted(row, filled, columns, levels)):
        inside = {index: said for index, said in exact.items() if index < len(columns)}
        return Row(inside, place, spanned, unsure=unsure)
    _, steps = align([cell.text for cell in filled], columns, levels)
    cells: dict[int, Said] = {}
    for index, pairs in groupby(zip(steps, filled, strict=True), lambda pair: pair[0].column):
        part = [cell for _, cell in pairs]
        cells[index] = Said("\n".join(cell.text.strip() for cell in part), part[0].place)
    return Row(cells, place, uncertain=_is_ambiguous(cells, columns), unsure=unsure)


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
