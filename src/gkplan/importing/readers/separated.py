"""Separated values (.csv, .tsv): one table, whatever character parts its cells."""

import csv
import re
from io import StringIO
from typing import NamedTuple

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.unreadable import UnreadableError

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
