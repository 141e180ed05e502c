"""Tables that copying flattened to lines: one cell per line, or cells between blanks."""

import re
from collections.abc import Iterator, Sequence

from gkplan.importing.document import Block, Cell, Paragraph, Table
from gkplan.importing.lexicon.columns import Column, Holds, column_of, read_head
from gkplan.importing.tables.alignment import Levels, Step, align, fit, levels_of
from gkplan.importing.tables.sheets import NOTE, PAGE
from gkplan.importing.text.numbers import bare_number, take_number
from gkplan.importing.text.wording import ended, squeezed
from gkplan.importing.times.dates import DAY
from gkplan.importing.units.responsible import names_units, states_time

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
    if end < _LEAST_ROWS or not re.fullmatch(DAY, squeezed(lines[end - 1].text)):
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


def names_in(line: str) -> list[str]:
    """The names of a head on one line; one that was spread by blanks is put together."""
    names: list[str] = []
    spread = False
    for piece in line.split():
        if spread and len(piece) == 1:
            names[-1] += piece
        else:
            names.append(piece)
        spread = len(piece) == 1
    return names


def spaced(lines: Sequence[Paragraph], columns: tuple[Column, ...]) -> Iterator[Block]:
    """The table whose rows are ``lines``, cells parted by blanks, and the paragraphs after it."""
    body = [line for line in lines[1:] if not read_head(_tokens(line.text))]
    note = next((at for at, line in enumerate(body) if NOTE.match(line.text)), len(body))
    end = max((at for at, line in enumerate(body[:note], 1) if _is_row(line)), default=0)
    pages = [line for line in body[:end] if PAGE.fullmatch(line.text)]
    rows = _rows([line for line in body[:end] if line not in pages], columns)
    levels = levels_of([token for row in rows for line in row for token in _tokens(line.text)])
    cells = [Cell(column.name, lines[0].place, 0, at) for at, column in enumerate(columns)]
    for row, torn in enumerate(rows, 1):
        parts: list[list[str]] = [[] for _ in columns]
        for tokens in _runs([_tokens(line.text) for line in torn]):
            placed = _placed(tokens, columns, levels)
            for column in sorted(set(placed)):
                own = (one for one, at in zip(tokens, placed, strict=True) if at == column)
                parts[column].append(" ".join(own))
        place = torn[0].place
        cells += [Cell("\n".join(part), place, row, at) for at, part in enumerate(parts)]
    yield Table(tuple(cells), lines[0].place, ruled=False)
    yield from (*pages, *body[end:])


def _rows(lines: Sequence[Paragraph], columns: Sequence[Column]) -> list[list[Paragraph]]:
    """The lines of each row: where a column counts the rows, a line without a number goes on."""
    counted = [bare_number(line.text.split(maxsplit=1)[0]) is not None for line in lines]
    if columns[0].holds is not Holds.NUMBER or sum(counted) < _LEAST_ROWS:
        return [[line] for line in lines]
    rows: list[list[Paragraph]] = []
    for line, starts in zip(lines, counted, strict=True):
        if rows and not starts and take_number(line.text)[0] is None:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _runs(lines: Sequence[list[str]]) -> list[list[str]]:
    """The cells of a row's lines: a line that breaks off goes on in the next.

    Where a page cut the row cell by cell, a text goes on below units and begins a run of its own.
    """
    runs: list[list[str]] = []
    for line in lines:
        last = runs[-1][-1] if runs else ""
        if not runs or (_is_final(last) and not _is_final(line[0])):
            runs.append([*line])
        elif names_units(last) and names_units(line[0]):
            runs[-1] += [f"{runs[-1].pop()}\n{line[0]}", *line[1:]]
        elif _is_final(last) or ended(last):
            runs[-1] += line
        else:
            runs[-1] += [runs[-1].pop() + line[0], *line[1:]]
    return runs


def _is_final(text: str) -> bool:
    """Whether a text stands in one of the columns that follow the tasks."""
    return names_units(text) or states_time(text)


def _placed(tokens: Sequence[str], columns: Sequence[Column], levels: Levels) -> list[int]:
    """The column of each text: one each where there are as many, else as they fit best."""
    sure = (Holds.NUMBER, Holds.UNITS, Holds.TIME)
    if len(tokens) == len(columns) and all(
        fit(column, text, levels) > 0
        for column, text in zip(columns, tokens, strict=True)
        if column.holds in sure
    ):
        return list(range(len(columns)))
    return [step.column for step in align(tokens, columns, levels)[1]]


def _is_row(line: Paragraph) -> bool:
    """Whether a line is a row: it is numbered, or ends with units or a time."""
    last = _tokens(line.text)[-1]
    return take_number(line.text)[0] is not None or names_units(last) or states_time(last)


def _tokens(text: str) -> list[str]:
    """The pieces between blanks, a number together with what it numbers."""
    tokens: list[str] = []
    for piece in text.split():
        if tokens and bare_number(tokens[-1]) and not tokens[-1].isdigit():
            tokens[-1] += " " + piece
        else:
            tokens.append(piece)
    return tokens
