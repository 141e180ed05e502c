"""Tables whose cells stand one below the other, with a line of a bar alone between two of them."""

import re
from collections.abc import Iterator, Sequence

from gkplan.importing.document import Cell
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.lines import Line

_BAR = re.compile(r"\s*[|｜│¦]\s*")
_LEAST = 3
_LONGEST_CELL = 12
"""Lines that a cell may have; bars that stand further apart are not those of one table."""


def is_bar(text: str) -> bool:
    """Tell a line that holds nothing but a bar."""
    return _BAR.fullmatch(text) is not None


def barred_in(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """From where to where tables stand: from the cell above their first bar to their last bar."""
    bars = [at for at, line in enumerate(lines) if is_bar(line.text)]
    first = 0
    for number, at in enumerate(bars, 1):
        if number < len(bars) and bars[number] - at <= _LONGEST_CELL:
            continue
        if number - first >= _LEAST:
            start = bars[first]
            yield start - (start > 0 and bool(lines[start - 1].text.strip())), at + 1
        first = number


def read_barred(lines: Sequence[Line], into: Collector) -> None:
    """Add a table of one column: only who knows the head can tell how many cells make a row."""
    cells: list[Cell] = []
    part: list[Line] = []
    for line in lines:
        if not is_bar(line.text):
            part.append(line)
            continue
        if part or cells:
            text = "\n".join(one.text for one in part)
            cells.append(into.cell(text, (part or [line])[0].place, len(cells), 0))
        part = []
    into.table(tuple(cells), lines[0].place, ruled=False)
