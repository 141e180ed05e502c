"""Tables of text whose cells are parted by TAB, as Word and Excel put them on the clipboard."""

from collections.abc import Iterable, Iterator

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.lines import Line

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
