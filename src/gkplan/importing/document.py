"""A document as a neutral sequence of blocks: what every reader yields, all the rest works on."""

from collections.abc import Callable, Iterator
from typing import NamedTuple


class Said(NamedTuple):
    """A piece of the source: its text and its place."""

    text: str
    place: str


class Paragraph(NamedTuple):
    """One paragraph or line of text; ``level`` is that of a heading, 0 for plain text."""

    text: str
    place: str
    level: int = 0


class Cell(NamedTuple):
    """One cell of a table at its first row and column, counted from 0; spans are as in the file.

    Paragraphs inside a cell are parted by line breaks. A place covered by another cell's span has
    no cell of its own; nor has a place that the source left out. ``unsure`` says that the reader
    could not be sure of the row or column.
    """

    text: str
    place: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    unsure: bool = False


class Table(NamedTuple):
    """Cells in the order of the source; ``ruled`` says that the file itself states the spans.

    Where it does not (text), an empty or a missing cell may be what is left of a merged one.
    """

    cells: tuple[Cell, ...]
    place: str
    ruled: bool = True

    @property
    def height(self) -> int:
        """The number of rows."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The rows, each with the cells that begin in it."""
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return (tuple(found.get(row, ())) for row in range(self.height))


Block = Paragraph | Table


def texts_in(block: Block) -> tuple[str, ...]:
    """The texts of a block as they are: a paragraph's, or those of all cells."""
    if isinstance(block, Paragraph):
        return (block.text,)
    return tuple(cell.text for cell in block.cells)


class Document(NamedTuple):
    """What a reader made of a file. A place is stated in the words of the file's own format.

    ``remarks`` are Chinese sentences on what the reader itself could not take over, each with its
    place: pictures, unreadable characters, parts beyond a limit. ``printed`` is what pages print
    around the text: their heads, feet and numbers, one of each.
    """

    name: str
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()
    printed: tuple[Said, ...] = ()


def with_texts(document: Document, change: Callable[[str, str], str]) -> Document:
    """A document whose texts are what a function makes of each and of its place."""

    def changed(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return block._replace(text=change(block.text, block.place))
        cells = (cell._replace(text=change(cell.text, cell.place)) for cell in block.cells)
        return block._replace(cells=tuple(cells))

    return document._replace(blocks=tuple(map(changed, document.blocks)))
