"""The cells that ruled lines form, with the merged ones as they are ruled."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.readers.limits import MOST_PDF_RULES, TooLargeError
from gkplan.importing.readers.pdf.page import RULE, Rule, distinct
from gkplan.importing.text.runs import runs

_SHORTEST = 6.0
"""Points that a line of a table has at least."""
_COVERED = 0.5
"""The part of a cell's edge that a line has to cover to be its wall."""


class Region(NamedTuple):
    """A cell by its first row and column, counted from 0, and its spans."""

    row: int
    column: int
    rows: int
    columns: int


class Grid(NamedTuple):
    """The edges of a table's columns and rows, and its cells row by row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]

    @property
    def area(self) -> float:
        """The size of the table, in square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def position(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column at a point; None outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """Return the tables that lines rule, from top to bottom; a single frame is none."""
    found = list(rules)
    across = _merged(rule for rule in found if rule.is_horizontal)
    down = _merged(_turned(rule) for rule in found if not rule.is_horizontal)
    if len(across) * len(down) > MOST_PDF_RULES:
        raise TooLargeError(f"一页里的线条超过 {MOST_PDF_RULES} 处相交")
    tables = [_grid(*part) for part in _connected(across, down)]
    return sorted((grid for grid in tables if len(grid.regions) > 1), key=lambda one: one.ys[0])


def _turned(rule: Rule) -> Rule:
    """Swap the axes, so that one function serves both directions."""
    return Rule(rule.top, rule.bottom, rule.x0, rule.x1)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Return lines with those that go on in one another put together; each lies at one height."""
    ordered = sorted(rules, key=_height)
    found: list[Rule] = []
    for level in runs(ordered, lambda level, rule: _height(rule) - _height(level[0]) <= RULE):
        height = _height(level[0])
        for rule in sorted(level):
            last = found[-1] if found and found[-1].top == height else None
            if last and rule.x0 - last.x1 <= RULE:
                found[-1] = last._replace(x1=max(last.x1, rule.x1))
            else:
                found.append(Rule(rule.x0, rule.x1, height, height))
    return [rule for rule in found if rule.x1 - rule.x0 >= _SHORTEST]


def _height(rule: Rule) -> float:
    return (rule.top + rule.bottom) / 2


def _connected(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the lines that touch one another, horizontal and vertical ones."""
    owner = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if _touch(row, column):
                owner[root(i)] = root(len(across) + j)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(across):
        parts[root(i)][0].append(row)
    for j, column in enumerate(down):
        parts[root(len(across) + j)][1].append(column)
    return (part for part in parts.values() if part[0] and part[1])


def _touch(row: Rule, column: Rule) -> bool:
    """Whether a horizontal line meets a vertical one, whose axes are swapped."""
    return (
        row.x0 - RULE <= column.top <= row.x1 + RULE
        and column.x0 - RULE <= row.top <= column.x1 + RULE
    )


def _edges(levels: Iterable[float], ends: Iterable[float]) -> tuple[float, ...]:
    """Return where columns or rows begin and end: at lines, or where the crossing lines end."""
    ends = tuple(ends)
    return distinct((*levels, min(ends), max(ends)), RULE)


def _grid(across: list[Rule], down: list[Rule]) -> Grid:
    """Make the table that connected lines rule."""
    xs = _edges((rule.top for rule in down), (x for rule in across for x in (rule.x0, rule.x1)))
    ys = _edges((rule.top for rule in across), (y for rule in down for y in (rule.x0, rule.x1)))
    if (len(xs) - 1) * (len(ys) - 1) > MOST_PDF_RULES:
        raise TooLargeError("一页里的表格线太多")
    return Grid(
        xs,
        ys,
        tuple(_regions(len(ys) - 1, len(xs) - 1, _walls(across, ys, xs), _walls(down, xs, ys))),
    )


def _walls(
    rules: Iterable[Rule], levels: Sequence[float], steps: Sequence[float]
) -> set[tuple[int, int]]:
    """Return which steps of which edges are ruled."""
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        level = bisect_right(levels, rule.top + RULE) - 1
        first = max(bisect_right(steps, rule.x0) - 1, 0)
        for step in range(first, len(steps) - 1):
            begin, end = steps[step], steps[step + 1]
            if begin >= rule.x1:
                break
            if min(end, rule.x1) - max(begin, rule.x0) >= _COVERED * (end - begin):
                walls.add((level, step))
    return walls


def _regions(
    height: int, width: int, floors: set[tuple[int, int]], walls: set[tuple[int, int]]
) -> Iterator[Region]:
    """Yield the cells row by row: positions without a line between them belong together."""
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            columns = 1
            while (
                column + columns < width
                and (column + columns, row) not in walls
                and (row, column + columns) not in taken
            ):
                columns += 1
            rows = 1
            while row + rows < height and _open(row + rows, column, columns, floors, walls):
                rows += 1
            taken.update(
                (row + down, column + right) for down in range(rows) for right in range(columns)
            )
            yield Region(row, column, rows, columns)


def _open(
    row: int,
    column: int,
    columns: int,
    floors: set[tuple[int, int]],
    walls: set[tuple[int, int]],
) -> bool:
    """Whether a row goes on with the cell above it."""
    above = all((row, column + step) not in floors for step in range(columns))
    return above and all((column + step, row) not in walls for step in range(1, columns))
