"""Lines, and tables whose cells are parted by TAB, commas or lines with a bar alone."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import NamedTuple

from gkplan.importing.document import Cell
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import LONGEST_LINE, MOST_LINES, TooLargeError, UnreadableError

_END = re.compile("\r\n?|\n|$")


class Line(NamedTuple):
    """One line as it stands, with its number in the file, counted from 1.

    A line may hold soft breaks: those that stand inside a cell or a paragraph.
    """

    number: int
    text: str

    @property
    def place(self) -> str:
        """The line's place in words."""
        return f"第{self.number}行"


def check_lines(text: str) -> None:
    """Raise ``TooLargeError`` where a text has more or longer lines than any plan."""
    start = 0
    for number, end in enumerate(_END.finditer(text), start=1):
        if end.start() - start > LONGEST_LINE:
            raise TooLargeError(f"第{number}行超过 {LONGEST_LINE} 字")
        if number > MOST_LINES:
            raise TooLargeError(f"超过 {MOST_LINES} 行")
        start = end.end()


_LONGEST_QUOTE = 100
"""How many lines a quoted cell may have; without its end nearby, the quote mark is only a mark."""


def join_quoted(lines: Iterable[Line]) -> Iterator[Line]:
    """Join the lines of a cell that Excel has put in quotes because it holds line breaks."""
    held: list[Line] = []
    for line in lines:
        held.append(line)
        if not _is_open(held):
            yield from _joined(held)
            held = []
        elif len(held) > _LONGEST_QUOTE:
            yield from held
            held = []
    yield from held


def _is_open(held: list[Line]) -> bool:
    """Tell whether a cell that began with a quote mark has not ended yet."""
    if held[1:]:
        return held[-1].text.count('"') % 2 == 0
    return any(
        cell.startswith('"') and cell.count('"') % 2 == 1 for cell in held[0].text.split("\t")
    )


def _joined(held: list[Line]) -> list[Line]:
    """One line with soft breaks, if there is a TAB in it; without one, it was only a quotation."""
    text = "\v".join(line.text for line in held)
    return [Line(held[0].number, text)] if held[1:] and "\t" in text else held


def read_tabbed(lines: list[Line], into: Collector) -> None:
    """Add a run of lines with TABs: a table, unless no line has two cells with text."""
    rows = [line.text.split("\t") for line in lines]
    if all(sum(bool(cell.strip()) for cell in row) < 2 for row in rows):  # noqa: PLR2004  (a pair)
        for line in lines:
            into.paragraph(line.text, line.place)
        return
    cells = [
        into.cell(_unquoted(text), line.place, row, column)
        for row, (line, texts) in enumerate(zip(lines, rows, strict=True))
        for column, text in enumerate(texts)
    ]
    into.table(tuple(cells), lines[0].place, ruled=False)


def _unquoted(cell: str) -> str:
    """Take off the quotes that Excel put around a cell."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and ("\v" in cell or '""' in cell):
        return cell[1:-1].replace('""', '"')
    return cell


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


_CANDIDATES = ",\t;|"
_STATED = re.compile("sep=(.)(?:\r\n?|\n)", re.IGNORECASE)
_SAMPLE = 200
_MOST_LINES = 100
"""A quoted cell with more lines was never closed: the quote mark is only a mark."""


class Record(NamedTuple):
    """One record and the line on which it begins."""

    line: int
    cells: list[str]


def read_separated(text: str, into: Collector, usual: str = "") -> None:
    """Read separated values; ``usual`` is what the name of the file promises to part them."""
    stated = _STATED.match(text)
    body = text[stated.end() :] if stated else text
    parted = stated[1] if stated else _parted_by(body, usual)
    records = _records(body, parted, 1 if stated else 0, into)
    width = max((_width(record.cells) for record in records), default=0)
    if width == 1:
        for record in records:
            into.paragraph(record.cells[0] if record.cells else "", f"第{record.line}行")
        return
    cells = tuple(
        into.cell(cell, f"第{record.line}行", row, column)
        for row, record in enumerate(records)
        for column, cell in enumerate(record.cells[:width])
    )
    into.table(cells, f"第{records[0].line if records else 1}行", ruled=False)


def _width(cells: list[str]) -> int:
    """The number of cells up to the last with text."""
    return max((number for number, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _parted_by(text: str, usual: str) -> str:
    """The character that most lines hold; the promised one where it is there at all."""
    lines = text[: _SAMPLE * 1000].splitlines()[:_SAMPLE]
    bare = [re.sub('"[^"]*"', "", line) for line in lines]
    found = {sign: sum(sign in line for line in bare) for sign in _CANDIDATES}
    if usual and found.get(usual):
        return usual
    return max(_CANDIDATES, key=lambda sign: found[sign])


def _records(text: str, parted: str, before: int, into: Collector) -> list[Record]:
    """The records; where quote marks do not pair, they are taken as they stand."""
    found = _read(text, parted, before)
    if found is None or any(_torn(cell) for record in found for cell in record.cells):
        into.remark("引号不成对，引号内的换行和分隔符都按原样断开")
        found = _read(text, parted, before, quoted=False)
    if found is None:
        raise UnreadableError("有一格长得不像表格", "用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
    return found


def _torn(cell: str) -> bool:
    return cell.count("\n") > _MOST_LINES


def _read(text: str, parted: str, before: int, *, quoted: bool = True) -> list[Record] | None:
    """Read all records that are not empty; None where the quotes cannot be right."""
    lines = StringIO(text, newline="")
    if quoted:
        reader = csv.reader(lines, delimiter=parted)
    else:
        reader = csv.reader(lines, delimiter=parted, quoting=csv.QUOTE_NONE)
    found, line = [], before + 1
    try:
        for cells in reader:
            if cells:
                found.append(Record(line, cells))
            line = before + reader.line_num + 1
    except csv.Error:
        return None
    return found
