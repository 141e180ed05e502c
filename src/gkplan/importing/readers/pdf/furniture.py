"""What pages print around their text: numbers, heads and feet, and what a browser adds."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.readers.pdf.lines import PdfLine
from gkplan.importing.readers.pdf.page import PdfPage
from gkplan.importing.text.wording import squeezed

_NUMBER = re.compile(
    r"[-—–－·.]*第?(?:\d{1,4}|[ivxIVX]{1,6})页?(?:[/／,，]?共?\d{1,4}页?)?[-—–－·.]*"
)
_DASHED = re.compile(
    r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(?:[，,\s]*共\s*\d{1,4}\s*页)?"
)
"""What is a page's number wherever it stands alone."""
_ADDRESS = re.compile(r"(?:https?://|file:///)\S+")
_HEAD, _FOOT = 0.11, 0.86
"""The parts of a page's height above and below which heads and feet stand."""
_DEPTH = 3
"""The lines of a page, from its edges, that may be heads or feet."""
_LEAST = 3
"""The pages on which a line has to come again to be one."""
_PART = 0.4


class Furniture(NamedTuple):
    """The ``id`` of the lines that belong to pages, and one of each kind with its place."""

    lines: frozenset[int]
    shown: tuple[tuple[str, str], ...]


def furniture(pages: Sequence[tuple[PdfPage, Sequence[PdfLine]]]) -> Furniture:
    """Find the lines that belong to pages and not to the text."""
    edges = [list(_edges(page, lines)) for page, lines in pages]
    seen = Counter(key for page in edges for key in {key for _, key in page})
    least = max(_LEAST, _PART * len(pages))
    found = [
        (line, key)
        for page in edges
        for line, key in page
        if seen[key] >= least or _is_printed(line.text)
    ]
    kinds: dict[str, list[PdfLine]] = {}
    for line, (text, _) in found:
        kinds.setdefault(text, []).append(line)
    shown = tuple((lines[0].text, _place(lines)) for lines in kinds.values())
    return Furniture(frozenset(id(line) for line, _ in found), shown)


def _place(lines: Sequence[PdfLine]) -> str:
    pages = {line.page for line in lines}
    more = f"等{len(pages)}页" if len(pages) > 1 else ""
    return f"第{lines[0].page}页{more}的页眉或页脚"


def _is_printed(text: str) -> bool:
    """Whether a line is a page's number or the address that a browser prints."""
    return bool(_NUMBER.fullmatch(squeezed(text)) or _ADDRESS.match(text))


def _edges(page: PdfPage, lines: Sequence[PdfLine]) -> Iterator[tuple[PdfLine, tuple[str, int]]]:
    """Yield the lines at a page's edges, with what has to come again on other pages."""
    lines = sorted(lines, key=lambda line: line.top)
    for line in {id(line): line for line in (*lines[:_DEPTH], *lines[-_DEPTH:])}.values():
        at_edge = line.bottom < _HEAD * page.height or line.top > _FOOT * page.height
        if at_edge or _DASHED.fullmatch(line.text):
            key = re.sub(r"\d+", "#", squeezed(line.text))
            yield line, (key, round(line.top / 8))
