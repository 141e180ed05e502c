"""A table of cells under headings, rendered as plain text or CSV, and the width of its texts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from gkplan.domain.frozen import Frozen

GAP = 2
"""Blanks between columns."""
_HIDDEN = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e"
    r"\u2066-\u2069\ud800-\udfff\ufeff]"
)
_WORD = r"(?a:[\w.%-])"
_SPLIT_WORD = r"(?a:(?<=[^\w.%-])[\w.%-]{1,10}$)"
"""An id, a number or a date at the end of a line, which must not be split."""
_NARROW = "[ -~“”‘’—…·█░]+"
_WIDE = "[\u3001-\u301c\uff01-\uff5e]+"
_HAN = ("\u4e00", "\u9fff")  # in a pattern they would take 0.7 ms to compile
"""Characters whose width every terminal agrees on, and that Chinese texts are made of."""
_CLOSING = "，。；：、？！）》〉”’】〕…"
_OPENING = "（《〈“‘【〔"
_CROWDED = 8
"""Characters per cell that are considered: more of them are combining marks."""


def visible(text: str) -> str:
    """Replace characters that control terminals or the direction of text by their code points."""
    if text.isprintable():
        return text
    return re.sub(_HIDDEN, lambda match: f"\\u{ord(match.group()):04x}", text)


@lru_cache(4096)
def cell_len(text: str) -> int:
    """Return the cells that a text takes on a screen: two for each Chinese character."""
    wide = re.sub(_NARROW, "", text)
    han = re.sub(_WIDE, "", wide)
    if not han or (_HAN[0] <= min(han) and max(han) <= _HAN[1]):
        return len(text) + len(wide)
    from rich.cells import cell_len as any_cell_len  # noqa: PLC0415  (for unusual characters)

    return any_cell_len(text)


class Cell(NamedTuple):
    """A text and its style on a terminal; the style adds no information."""

    text: str
    style: str = ""


NONE = Cell("-", "dim")
"""What a table shows where there is nothing; CSV leaves it empty."""


class Column(Frozen):
    """A column's title, and its limits on a terminal: cells per line, and lines (0: the table's).

    The last column takes the rest of the width. Numbers are aligned to the ``right``.
    """

    title: str
    most: int = 24
    lines: int = 0
    right: bool = False


class Section(Frozen):
    """Rows under a heading of the given level (0: no heading)."""

    rows: Sequence[Sequence[Cell]]
    heading: str = ""
    level: int = 0


class Table(Frozen):
    """Columns, sections of rows and a closing line; on a terminal a row has at most ``lines``."""

    columns: Sequence[Column]
    sections: Sequence[Section]
    closing: str = ""
    lines: int = 2

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Return the rows of all sections."""
        return (row for section in self.sections for row in section.rows)

    def widths(self) -> list[int]:
        """Return the width in cells that each column's longest line needs."""
        widths = [cell_len(column.title) for column in self.columns]
        for row in self.rows():
            for index, cell in enumerate(row):
                longest = max(map(cell_len, cell.text.split("\n")))
                widths[index] = max(widths[index], longest)
        return widths


def text_table(titles: str, rows: Iterable[Iterable[str]]) -> Table:
    """Return texts for spreadsheets, a row each, under titles that blanks separate."""
    cells = [[Cell(text) for text in row] for row in rows]
    return Table([Column(title) for title in titles.split()], [Section(cells)])


def clip(text: str, width: int, lines: int) -> list[str]:
    """Break a text into at most ``lines`` lines of ``width`` cells; an ellipsis marks a cut."""
    parts = (part for line in text.split("\n") for part in _broken(line, width))
    broken = list(islice(parts, lines + 1))
    if len(broken) <= lines:
        return broken
    kept = last = broken[lines - 1]
    while last and cell_len(last) >= width:
        last = last[:-1]
    split = re.match(_WORD, kept[len(last) :] or broken[lines]) and re.search(_SPLIT_WORD, last)
    last = last[: split.start()] if split else last
    return [*broken[: lines - 1], last + "…"]


def _broken(line: str, width: int) -> Iterator[str]:
    """Break one line, if possible not before closing punctuation nor after opening brackets."""
    from rich.cells import chop_cells  # noqa: PLC0415  (only for terminals)

    start = 0
    while True:
        head = line[start : start + width * _CROWDED]
        if start + len(head) == len(line) and cell_len(head) <= width:
            yield head
            return
        first = chop_cells(head, width)[0] or head[0]
        following = line[start + len(first) : start + len(first) + 1]
        word = re.search(_SPLIT_WORD, first)
        closing = following and following in _CLOSING
        if word and (re.match(_WORD, following) or closing):
            first = first[: word.start()]
        elif closing and len(first) > 1 and first[-1] not in _CLOSING:
            first = first[:-1]
        first = first.rstrip(_OPENING) or first
        yield first
        start += len(first)
        if start == len(line):  # a wide character on a screen of one cell
            return


def plain(table: Table) -> str:
    """Render for a pipe: one line per row, aligned, nothing cut off."""
    titles = [column.title for column in table.columns]
    rows = [[_oneline(cell.text) for cell in row] for row in table.rows()]
    widths = [max(map(cell_len, column)) for column in zip(titles, *rows, strict=True)]
    right = [column.right for column in table.columns]
    lines = [_aligned(titles, widths, right)]
    remaining = iter(rows)
    for section in table.sections:
        if section.heading:
            lines.append(f"{'#' * section.level} {_oneline(section.heading)}")
        lines += [_aligned(next(remaining), widths, right) for _ in section.rows]
    if table.closing:
        lines.append(_oneline(table.closing))
    return "\n".join(lines) + "\n"


def _oneline(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return visible(text)
    first, *more = re.split(r"[\n\t]+", text)
    parts = (first.rstrip(), *(part.strip() for part in more[:-1]), more[-1].lstrip())
    return visible(re.sub(r"(?<=[，；]) ", "", " ".join(parts)))


def _aligned(texts: Iterable[str], widths: Iterable[int], right: Iterable[bool]) -> str:
    padded = (
        " " * (width - cell_len(text)) + text if right else text + " " * (width - cell_len(text))
        for text, width, right in zip(texts, widths, right, strict=True)
    )
    return (" " * GAP).join(padded).rstrip()


def to_csv(table: Table) -> str:
    """Render as CSV (RFC 4180, UTF-8); text that a spreadsheet would run as a formula is quoted."""
    import csv  # noqa: PLC0415  (3 ms that a table does not pay)
    import io  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.title for column in table.columns)
    for row in table.rows():
        writer.writerow("" if cell is NONE else _quoted_formula(cell.text) for cell in row)
    return out.getvalue()


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run a text as a formula, at once or after the cell is edited."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def _quoted_formula(text: str) -> str:
    text = "\r".join(map(visible, text.split("\r")))
    return f"'{text}" if looks_like_formula(text) else text
