"""Where readers put what they find: paragraphs, tables and remarks, made clean and counted."""

import re
from collections import Counter

from gkplan.importing.document import Block, Cell, Document, Paragraph, Said, Table
from gkplan.importing.readers import limits
from gkplan.importing.readers.limits import TooLargeError
from gkplan.importing.text.brackets import CLOSERS, OPENERS

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_BLANKS = re.compile("[\xa0\u2007\u202f]")
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]")
"""Marks that are never seen: soft hyphen, zero-width space, word joiner, byte order mark."""
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML 1.1 cannot hold."""
_SURROUNDING = " \t\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f"


def clean(text: str) -> tuple[str, int]:
    """Give the text without blanks around its lines or empty lines, and how much was unprintable.

    The characters stay as they are otherwise: no compatibility forms are replaced.
    """
    text = _UNSEEN.sub("", _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)))
    text, dropped = _CONTROL.subn("", text)
    lines = (line.strip(_SURROUNDING) for line in text.split("\n"))
    return "\n".join(line for line in lines if line), dropped


class Collector:
    """One document while it is being read; every reader writes into one of these."""

    def __init__(self, name: str) -> None:
        """Begin an empty document under the name of its file."""
        self.name = name
        self._blocks: list[Block] = []
        self._remarks: list[str] = []
        self._printed: list[Said] = []
        self._left_out = 0
        self._counts: Counter[str] = Counter()

    def remark(self, text: str) -> None:
        """Note what is not taken over; the same sentence only once, and not without end."""
        if text in self._remarks:
            return
        if len(self._remarks) < limits.MOST_REMARKS:
            self._remarks.append(text)
        else:
            self._left_out += 1

    def paragraph(self, text: str, place: str, level: int = 0) -> None:
        """Add a paragraph, unless nothing of it is left once it is clean."""
        if kept := self.tidy(text, place):
            self._count("行", limits.MOST_ROWS)
            self._bound(kept, place, limits.LONGEST_PARAGRAPH)
            self._blocks.append(Paragraph(kept, place, level))

    def printed(self, text: str, place: str) -> None:
        """Add what pages print around the text."""
        if kept := self.tidy(text, place):
            self._printed.append(Said(kept, place))

    def cell(
        self,
        text: str,
        place: str,
        row: int,
        column: int,
        rows: int = 1,
        columns: int = 1,
        *,
        unsure: bool = False,
    ) -> Cell:
        """Make a clean cell; it counts, whether or not its table is added later."""
        self._count("格", limits.MOST_CELLS)
        self._bound(text, place, limits.LONGEST_CELL)
        return Cell(self.tidy(text, place), place, row, column, rows, columns, unsure)

    def table(self, cells: tuple[Cell, ...], place: str, *, ruled: bool = True) -> None:
        """Add a table, unless all its cells are empty; what is without cells counts nothing."""
        self._count("行", limits.MOST_ROWS, len({cell.row for cell in cells}))
        if len({cell.column for cell in cells}) > limits.MOST_COLUMNS:
            raise TooLargeError(f"{place}超过 {limits.MOST_COLUMNS} 列")
        if any(cell.text for cell in cells):
            self._blocks.append(Table(cells, place, ruled))

    def tidy(self, text: str, place: str) -> str:
        """Make a text clean and remark on what was lost by that."""
        kept, dropped = clean(text)
        if dropped:
            self.remark(f"{place}有不能显示的控制字符，已去掉")
        if "\ufffd" in kept:
            self.remark(f"{place}有文字在转换编码时已经丢失，原处是“\ufffd”")
        return kept

    def document(self) -> Document:
        """Give what was collected."""
        more = (f"另有 {self._left_out} 处类似的问题没有列出",) if self._left_out else ()
        remarks = (*self._remarks, *more)
        return Document(self.name, tuple(self._blocks), remarks, tuple(self._printed))

    def _count(self, unit: str, most: int, more: int = 1) -> None:
        self._counts[unit] += more
        if self._counts[unit] > most:
            raise TooLargeError(f"内容超过 {most} {unit}")

    def _bound(self, text: str, place: str, longest: int) -> None:
        """Raise ``TooLargeError`` for a text that no plan has, before anything is read from it."""
        self._count("字", limits.MOST_TEXT, len(text))
        if len(text) > longest:
            raise TooLargeError(f"{place}超过 {longest} 字")
        if _depth(text) > limits.MOST_NESTED:
            raise TooLargeError(f"{place}的括号一层套一层，超过 {limits.MOST_NESTED} 层")


def _depth(text: str) -> int:
    """Return how deep brackets lie in one another."""
    if sum(text.count(sign) for sign in OPENERS) <= limits.MOST_NESTED:
        return 0
    depth = deepest = 0
    for sign in text:
        depth = depth + 1 if sign in OPENERS else max(depth - (sign in CLOSERS), 0)
        deepest = max(deepest, depth)
    return deepest
