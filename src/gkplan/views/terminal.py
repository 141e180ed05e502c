"""Grids and texts on a terminal, by rich; imported only where there is a terminal."""

from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from gkplan.views.table import GAP, Section, Table, clip, visible

_LAST = 0.35
"""The part of the screen that the last column, the longest text, has at least."""

_FIXED = 15
"""Columns limited to that many cells hold dates, numbers or words: cut, they say nothing."""
_READABLE = 8
"""Cells that a column of names keeps as long as another can give way."""
_LEFT = 42
"""Cells that the left of two grids needs at least."""


def console(stream: TextIO, width: int, *, color: bool, escapes: bool = True) -> Console:
    """A console that depends on nothing but what it is given.

    Where the terminal understands no ``escapes``, rich colours it through the system's calls.
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


def print_table(screen: Console, grid: Table) -> None:
    """Print a grid within the screen's width, a table a section, all with the same columns."""
    widths = _fit(grid, screen.width)
    titles = Section([], "", 0)
    screen.print(_table(grid, widths, titles, head=True))
    for section in grid.sections:
        if section.heading:
            style = "bold reverse" if section.level == 1 else "bold"
            if section.level == 1:
                screen.print()
            screen.print(Text(visible(section.heading), style=style, overflow="fold"))
        if section.rows:
            screen.print(_table(grid, widths, section, head=False))
    if grid.closing:
        screen.print()
        screen.print(Text(visible(grid.closing), overflow="fold"))


def print_beside(screen: Console, left: Table, right: Table) -> None:
    """Print two grids side by side if both find room, else one below the other."""
    right_width = sum(right.widths()) + GAP * len(right.columns)
    left_width = screen.width - right_width - GAP
    if left_width < _LEFT:
        print_table(screen, left)
        screen.print()
        print_table(screen, right)
        return
    pair = RichTable.grid(padding=(0, GAP, 0, 0))
    pair.add_row(
        *(
            _table(grid, widths, section, head=True)
            for grid, widths in ((left, _fit(left, left_width)), (right, right.widths()))
            for section in grid.sections
        )
    )
    screen.print(pair)


def _fit(grid: Table, width: int) -> list[int]:
    """Divide the width: columns as wide as they need up to their limit, the last takes the rest."""
    needed = grid.widths()
    widths = [min(need, column.most) for need, column in zip(needed, grid.columns, strict=True)]
    rest = width - sum(widths[:-1]) - GAP * (len(widths) - 1)
    while rest < min(width * _LAST, needed[-1]):
        narrowed = _widest(widths, grid)
        if narrowed is None:
            break
        widths[narrowed] -= 1
        rest += 1
    widths[-1] = max(min(rest, needed[-1]), 2)
    return widths


def _widest(widths: list[int], grid: Table) -> int | None:
    """The column to narrow next: one of long texts while there is one, dates and numbers last."""
    columns = list(enumerate(grid.columns))[:-1]
    texts = [at for at, column in columns if column.most > _FIXED and widths[at] > _READABLE]
    others = [at for at, _ in columns if widths[at] > cell_len("单位")]
    return max(texts or others, key=lambda at: widths[at], default=None)


def _table(grid: Table, widths: list[int], section: Section, *, head: bool) -> RichTable:
    table = RichTable(
        box=None, show_header=head, header_style="dim", padding=(0, GAP, 0, 0), pad_edge=False
    )
    for column, width in zip(grid.columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if column.right else "left"
        title = Text(column.title)
        table.add_column(title, width=width, no_wrap=True, overflow="crop", justify=side)
    for row in section.rows:
        table.add_row(
            *(
                Text(
                    "\n".join(clip(visible(cell.text), width, column.lines or grid.lines)),
                    style=cell.style,
                )
                for cell, column, width in zip(row, grid.columns, widths, strict=True)
            )
        )
    return table
