"""Tables whose rows are lines of text with blanks between the cells, however few."""

from collections.abc import Iterator, Sequence

from gkplan.importing.alignment import Levels, align, fit, levels_of, names_units, states_time
from gkplan.importing.bands import NOTE, PAGE
from gkplan.importing.blocks import Block, Cell, Paragraph, Table
from gkplan.importing.columns import Column, Holds, read_head
from gkplan.importing.numbering import bare_number, take_number
from gkplan.importing.wording import ended

_LEAST_ROWS = 3


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
