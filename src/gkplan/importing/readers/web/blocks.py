"""The paragraphs and tables of a web page while they are put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gkplan.importing.document import Cell
from gkplan.importing.readers import numerals
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_COLUMNS, UnreadableError

_BLANKS = re.compile("[ \t\r\n\f]+")
_AROUND = " \t\r\n\f\xa0\u3000"
_LIST_FORMS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal"), "chineseCounting"),
    "cjk-heavenly-stem": "ideographTraditional",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)


@dataclass
class Text:
    """A paragraph, or preformatted lines."""

    text: str
    level: int = 0
    drawn: bool = False


@dataclass
class Grid:
    """A table with the tables inside its cells."""

    cells: tuple[Cell, ...]
    inner: list["Grid"]


@dataclass
class Items:
    """A list, and how far it has counted; one without numbers counts nothing."""

    next: int | None = None
    form: str = ""
    step: int = 1

    def label(self, item: Any) -> str:
        """The number of the next item."""
        if self.next is None:
            return ""
        number = _whole(item.get("value"), self.next)
        self.next = number + self.step
        text = numerals.write(number, self.form)
        return text + (". " if text.isascii() else "、")


def items_of(element: Any) -> Items:
    """Begin the list that an element is."""
    if element.tag != "ol":
        return Items()
    backward = element.get("reversed") is not None
    first = len(element.findall("li")) if backward else 1
    style = _LIST_STYLE.search(element.get("style") or "")
    form = _LIST_FORMS.get(style[1].lower() if style else element.get("type") or "", "")
    if style and style[1].lower() == "none":
        return Items()
    return Items(_whole(element.get("start"), first), form, -1 if backward else 1)


def _whole(stated: str | None, default: int) -> int:
    """A whole number as an attribute states it."""
    found = re.fullmatch(r"\s*([+-]?[0-9]{1,9})\s*", stated or "")
    return int(found[1]) if found else default


@dataclass
class Flow:
    """Text that runs on, of the page or of one cell, and what it was made into so far."""

    blocks: list[Text | Grid] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    level: int = 0

    def flush(self, *, drawn: bool = False) -> None:
        """End the paragraph."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if not text.strip(_AROUND):
            return
        if not drawn:
            text = self.label + _BLANKS.sub(" ", text).strip(_AROUND)
            self.label = ""
        self.blocks.append(Text(text, self.level, drawn))

    @property
    def text(self) -> str:
        """The paragraphs, one below the other."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Text))

    @property
    def grids(self) -> list[Grid]:
        """The tables that stand between the paragraphs."""
        return [block for block in self.blocks if isinstance(block, Grid)]


_SIMPLER = "用浏览器打开，把表格复制到 Word 或 Excel 里另存，再导入"
_MOST_HEIGHT = 65_534
"""The tallest span that HTML allows."""
_MOST_TAKEN = 5_000_000
"""The places that spans may take together: far beyond any table, and still quick."""


def span_of(stated: str | None, most: int, least: int = 1) -> int:
    """A span as HTML reads it: the digits at the beginning, within bounds."""
    found = re.match(r"\s*\+?([0-9]{1,9})", stated or "")
    return min(max(int(found[1]), least), most) if found else 1


@dataclass
class OpenTable:
    """A table that is being read: where its cells stand, and what they hold."""

    into: Collector
    cells: list[Cell] = field(default_factory=list)
    contents: list[Flow] = field(default_factory=list)
    row: int = -1
    column: int = 0
    _group: int = 0
    _taken: dict[int, int] = field(default_factory=dict)
    _sum: int = 0

    def begin_row(self) -> None:
        """Begin the next row."""
        self.row += 1
        self.column = 0

    def begin_group(self) -> None:
        """Begin a group of rows: spans end with the one before it."""
        height = self.row + 1
        for index in range(self._group, len(self.cells)):
            cell = self.cells[index]
            self.cells[index] = cell._replace(rows=min(cell.rows, height - cell.row))
        self._group, self._taken = len(self.cells), {}

    def put(self, element: Any, flow: Flow) -> None:
        """Put a cell that was read to its end where no cell above it has taken the place."""
        self.contents.append(flow)
        self.row = max(self.row, 0)
        while self._taken.get(self.column, 0) > self.row:
            self.column += 1
        wide = self._room(span_of(element.get("colspan"), MOST_COLUMNS))
        high = span_of(element.get("rowspan"), _MOST_HEIGHT, 0) or _MOST_HEIGHT
        if self.column + wide > 2 * MOST_COLUMNS:
            raise UnreadableError(f"有一个表格超过 {MOST_COLUMNS} 列", _SIMPLER)
        cell = self.into.cell(flow.text, "网页表格", self.row, self.column, high, wide)
        self.cells.append(cell)
        if high > 1:
            self._take(wide, self.row + high)
        self.column += wide

    def _room(self, wide: int) -> int:
        """How wide a cell can be before it meets one from above."""
        room = 1
        while room < wide and self._taken.get(self.column + room, 0) <= self.row:
            room += 1
        return room

    def _take(self, wide: int, until: int) -> None:
        """Take the places below a cell."""
        self._sum += wide
        if self._sum > _MOST_TAKEN:
            raise UnreadableError("表格里合并的单元格太多", _SIMPLER)
        for column in range(self.column, self.column + wide):
            self._taken[column] = until

    def blocks(self) -> list[Text | Grid]:
        """End the table: return it or, where it only lays out the page, what its cells hold.

        No span is wider than where cells begin.
        """
        self.begin_group()
        width = max((cell.column for cell in self.cells), default=0) + 1
        cells = tuple(
            cell._replace(columns=min(cell.columns, width - cell.column)) for cell in self.cells
        )
        grids = [grid for flow in self.contents for grid in flow.grids]
        if sum(len(grid.cells) for grid in grids) > sum(bool(cell.text) for cell in cells):
            return [block for flow in self.contents for block in flow.blocks]
        return [Grid(cells, grids)]


def in_cell(blocks: Sequence[Text | Grid]) -> Iterator[Text | Grid]:
    """What a table inside a cell is to that cell: its own text, where it is but one column."""
    for block in blocks:
        if isinstance(block, Grid) and not block.inner and not any(c.column for c in block.cells):
            yield from (Text(cell.text) for cell in block.cells if cell.text)
        else:
            yield block
