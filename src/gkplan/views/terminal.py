"""Tables on a terminal, by rich; imported only where there is a terminal."""

from typing import Literal, TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from gkplan.views.table import GAP, Section, Table, cell_len, clip, visible

_LAST = 0.35
"""The minimal share of the screen for the last column, the longest text."""

_FIXED = 15
"""Columns limited to at most that many cells are dates, numbers or words, useless if cut."""
_READABLE = 8
"""Cells that a column of names keeps as long as another column can be narrowed."""
_HEADING = 20
"""Cells that the last column of the left of two tables keeps."""


def console(stream: TextIO, width: int, *, color: bool, escapes: bool = True) -> Console:
    """Return a console that depends only on the arguments.

    Where the terminal understands no ``escapes``, rich sets colours through system calls.
    """
    return Console(
        file=stream,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system=("standard" if escapes else "windows") if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=not escapes,
        _environ={},
    )


def print_table(screen: Console, table: Table) -> None:
    """Print a table within the screen's width, section by section with the same columns."""
    widths = _fit(table, screen.width)
    titles = Section([], "", 0)
    screen.print(_table(table, widths, titles, head=True))
    for section in table.sections:
        if section.heading:
            style = "bold reverse" if section.level == 1 else "bold"
            if section.level == 1:
                screen.print()
            screen.print(Text(visible(section.heading), style=style, overflow="fold"))
        if section.rows:
            screen.print(_table(table, widths, section, head=False))
    if table.closing:
        screen.print()
        screen.print(Text(visible(table.closing), overflow="fold"))


def print_beside(screen: Console, left: Table, right: Table) -> None:
    """Print two tables side by side if both fit, else one below the other."""
    right_width = sum(right.widths()) + GAP * len(right.columns)
    left_width = screen.width - right_width - GAP
    *columns, last = left.widths()
    if left_width < sum(columns) + GAP * len(columns) + min(last, _HEADING):
        print_table(screen, left)
        screen.print()
        print_table(screen, right)
        return
    pair = RichTable.grid(padding=(0, GAP, 0, 0))
    pair.add_row(
        *(
            _table(table, widths, section, head=True)
            for table, widths in ((left, _fit(left, left_width)), (right, right.widths()))
            for section in table.sections
        )
    )
    screen.print(pair)


def _fit(table: Table, width: int) -> list[int]:
    """Divide the width: columns get what they need up to their limit, the last gets the rest."""
    needed = table.widths()
    widths = [min(need, column.most) for need, column in zip(needed, table.columns, strict=True)]
    rest = width - sum(widths[:-1]) - GAP * (len(widths) - 1)
    while rest < min(width * _LAST, needed[-1]):
        narrowed = _widest(widths, table)
        if narrowed is None:
            break
        widths[narrowed] -= 1
        rest += 1
    widths[-1] = max(min(rest, needed[-1]), 2)
    return widths


def _widest(widths: list[int], table: Table) -> int | None:
    """Return the column to narrow next: long texts first, dates and numbers last."""
    columns = list(enumerate(table.columns))[:-1]
    wide = [index for index, column in columns if column.most > _FIXED]
    texts = [index for index in wide if widths[index] > _READABLE]
    others = [index for index, _ in columns if widths[index] > cell_len("单位")]
    return max(texts or others, key=lambda index: widths[index], default=None)


def _table(table: Table, widths: list[int], section: Section, *, head: bool) -> RichTable:
    result = RichTable(
        box=None, show_header=head, header_style="dim", padding=(0, GAP, 0, 0), pad_edge=False
    )
    for column, width in zip(table.columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if column.right else "left"
        title = Text(column.title)
        result.add_column(title, width=width, no_wrap=True, overflow="crop", justify=side)
    for row in section.rows:
        result.add_row(
            *(
                Text(
                    "\n".join(clip(visible(cell.text), width, column.lines or table.lines)),
                    style=cell.style,
                )
                for cell, column, width in zip(row, table.columns, widths, strict=True)
            )
        )
    return result
