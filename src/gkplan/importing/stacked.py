"""Tables whose cells stand a line each, one below the other."""

import re
from collections.abc import Iterator, Sequence

from gkplan.importing.alignment import Step, align, fit, levels_of, names_units, states_time
from gkplan.importing.blocks import Block, Cell, Paragraph, Table
from gkplan.importing.columns import Column, Holds, column_of, read_head
from gkplan.importing.numbering import bare_number, take_number
from gkplan.importing.wording import squeezed

_SHORT_NAME = re.compile(r"[^\d]{1,12}")
_LEAST_ROWS = 3
_SURE = 0.7
"""The part of the cells that fit where the columns are right."""
_HALF = 3
"""Characters that half a name has at most."""
HEAD_CELLS = 8
"""Lines that a head of one cell a line may have."""
_TITLE = re.compile("(?:清单|方案|要点|台账|计划|表)$")
"""How titles end, whose last line may stand above a head as if it were a name of it."""
_OVER = re.compile("(?:责任|任务|职责|工作)?分工(?:情况)?|责任(?:单位|部门)(?:及分工)?")
"""A name that may stand over those of several columns of units."""
_MOST_PAGES = 100
_CONTINUED = re.compile(r"[（(]?续(?:上)?表[）)]?\s*[\d一二三四五]?[：:]?")
_DAY = re.compile(r"(?:20\d\d|二[〇○O0零][〇○O0零一二三四五六七八九]{2})年\S{1,2}月\S{1,3}日")
"""The day of issue below a document."""


def exact(table: Table) -> tuple[Block, ...]:
    """What a column of cells is that kept its empty ones: all rows have as many as the head."""
    lines = [Paragraph(cell.text, cell.place) for cell in table.cells]
    for at in range(min(len(lines), HEAD_CELLS)):
        found = head_of_lines(lines[at : at + HEAD_CELLS])
        width = len(found[1]) if found else 0
        if found and (rest := len(lines) - at - found[0]) > width and rest % width == 0:
            return _by_height(lines, at, *found)
    return ()


def _by_height(
    lines: Sequence[Paragraph], at: int, height: int, columns: tuple[Column, ...]
) -> tuple[Block, ...]:
    """The table below a head, if its cells fit the columns row by row; nothing if not."""
    body = [(Step(*divmod(n, len(columns))), line) for n, line in enumerate(lines[at + height :])]
    levels = levels_of([line.text for _, line in body])
    fits = [fit(columns[step.column], line.text, levels) for step, line in body if line.text]
    if sum(one > 0 for one in fits) < _SURE * len(fits):
        return ()
    return (*lines[:at], _table(lines[at : at + height], columns, body))


_MOST_SAME = 3
"""How often a head has the same name: 单位, where names are broken over two lines."""


def head_of_lines(lines: Sequence[Paragraph]) -> tuple[int, tuple[Column, ...]] | None:
    """The head of a table whose cells stand a line each: as many names as lines give one."""
    names: list[str] = []
    for line in lines[:HEAD_CELLS]:
        often = names.count(line.text) >= _MOST_SAME
        if often or not _SHORT_NAME.fullmatch(line.text) or _is_cell_of_units(line.text):
            break
        names.append(line.text)
    for height in range(len(names), 1, -1):
        if column_of(names[0]) and column_of(names[height - 1]):
            columns = read_head(_in_one_row(_unbroken(names[:height])))
            if columns and not (_TITLE.search(names[0]) and read_head(names[1:height])):
                return height, columns
    return None


def _unbroken(names: Sequence[str]) -> list[str]:
    """The names of a head with those put together that were broken over two lines (责任 单位)."""
    found: list[str] = []
    for name in names:
        short = found and max(len(found[-1]), len(name)) <= _HALF
        if short and not column_of(found[-1]) and column_of(found[-1] + name):
            found.append(found.pop() + name)
        else:
            found.append(name)
    return found


def _in_one_row(names: list[str]) -> list[str]:
    """The names of a head of two rows in the order of the columns.

    The lower row comes last: 责任分工, 完成时限, 牵头单位, 配合单位.
    """
    known = [column_of(name) for name in names]
    units = [bool(column and column.holds is Holds.UNITS) for column in known]
    start = len(names)
    while start and units[start - 1] and not _OVER.fullmatch(squeezed(names[start - 1])):
        start -= 1
    over = [at for at in range(start) if _OVER.fullmatch(squeezed(names[at]))]
    if len(over) != 1 or len(names) - start < 2:  # noqa: PLR2004  (one name divides nothing)
        return names
    return [*names[: over[0]], *names[start:], *names[over[0] + 1 : start]]


def _is_cell_of_units(text: str) -> bool:
    """Whether a text is units, and not the name of a column of them (责任股室)."""
    return names_units(text) and column_of(text) is None


def stacked(
    lines: Sequence[Paragraph], height: int, columns: tuple[Column, ...]
) -> Iterator[Block]:
    """The table whose cells are ``lines`` from top to bottom, and the paragraphs after it."""
    below = lines[height:]
    again = [line for line in below if _CONTINUED.fullmatch(line.text)][:_MOST_PAGES]
    body = [line for line in below if line not in again and not _repeats(line, columns)]
    end = _unsigned(body, _end(body), columns)
    texts = [line.text for line in body[:end]]
    wide = _with_numbers(columns, texts)
    _, steps = align(texts, wide, levels_of(texts), stream=True)
    yield _table(lines[:height], wide, list(zip(steps, body, strict=False)))
    yield from (*again, *body[end:])


def _with_numbers(columns: tuple[Column, ...], texts: Sequence[str]) -> tuple[Column, ...]:
    """Add the column of numbers that a head leaves out, where numbers stand alone."""
    numbers = sum(bare_number(text) is not None for text in texts)
    if numbers < _LEAST_ROWS or any(column.holds is Holds.NUMBER for column in columns):
        return columns
    task = next(at for at, column in enumerate(columns) if column.holds is Holds.TASK)
    return (*columns[:task], Column(Holds.NUMBER), *columns[task:])


def _repeats(line: Paragraph, columns: Sequence[Column]) -> bool:
    """Whether a line is a name of the head again, as after a page break."""
    found = column_of(line.text)
    return found is not None and any(column.name == found.name for column in columns)


def _end(lines: Sequence[Paragraph]) -> int:
    """Where the table ends: after the last units or time, and the numbered items that follow."""
    end = 0
    for index, line in enumerate(lines, 1):
        if (
            names_units(line.text)
            or states_time(line.text)
            or (index == end + 1 and take_number(line.text)[0])
        ):
            end = index
    return end


def _unsigned(lines: Sequence[Paragraph], end: int, columns: Sequence[Column]) -> int:
    """Where the table ends without who issued it and when, below a row that is complete."""
    if end < _LEAST_ROWS or not _DAY.fullmatch(squeezed(lines[end - 1].text)):
        return end
    timed = any(column.holds is Holds.TIME for column in columns)
    above, issuer = lines[end - 3].text, lines[end - 2].text
    complete = states_time(above) if timed else names_units(above)
    return end - 2 if complete and names_units(issuer) else end


def _table(
    head: Sequence[Paragraph],
    columns: Sequence[Column],
    body: Sequence[tuple[Step, Paragraph]],
) -> Table:
    """The table of a head and of texts that stand where they were put."""
    place = head[0].place if head else ""
    cells = [Cell(column.name, place, 0, at) for at, column in enumerate(columns) if head]
    first = 1 if head else 0
    places: dict[Step, list[Paragraph]] = {}
    for step, line in body:
        places.setdefault(step, []).append(line)
    rows = {step.row for step in places}
    for row in sorted(rows):
        for column in range(len(columns)):
            lines = places.get(Step(row, column), [])
            where = lines[0].place if lines else _place_of(row, places)
            text = "\n".join(line.text for line in lines)
            cells.append(Cell(text, where, first + row, column))
    return Table(tuple(cells), cells[0].place if cells else "", ruled=False)


def _place_of(row: int, places: dict[Step, list[Paragraph]]) -> str:
    return next(lines[0].place for step, lines in places.items() if step.row == row)
