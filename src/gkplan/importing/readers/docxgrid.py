"""The columns of a Word table: edges that lie a hair apart are one edge to whoever looks at it."""

from gkplan.importing.readers.wordxml import W, number_of
from gkplan.importing.readers.xmlstream import Element

_HAIR = 113
"""Two millimetres in twentieths of a point: no column with text is narrower."""
_NARROWEST = 2835
"""Five centimetres: a table that claims to be narrower has not said its true widths."""


class Grid:
    """Which column begins at each edge that the file counts."""

    def __init__(self, table: Element | None) -> None:
        """Read the widths that a table states."""
        grid = None if table is None else table.find(f"{W}tblGrid")
        stated = [] if grid is None else [one.get(f"{W}w") for one in grid]
        widths = [number_of(width, 0) for width in stated]
        self._columns = [0]
        if sum(widths) >= _NARROWEST and all(width > 0 for width in widths):
            for width in widths:
                self._columns.append(self._columns[-1] + (width >= _HAIR))

    def column(self, edge: int) -> int:
        """The column at an edge; beyond what the file states, each edge is a column."""
        last = len(self._columns) - 1
        return self._columns[edge] if edge <= last else self._columns[last] + edge - last
