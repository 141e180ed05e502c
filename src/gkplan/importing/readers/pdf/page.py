"""A page of a PDF as the rest of this package sees it; lengths are points, from the top left."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

RULE = 3.0
"""Points that a ruled line is thick at most, and that the ends of lines which meet may miss."""
SLACK = 0.4
"""Parts of a character's height by which measured widths may be wrong."""
UNMAPPED = "\ufffd"
"""What stands for a character whose font does not say which it is."""


class Glyph(NamedTuple):
    """One character and the box it is drawn in; ``size`` is the height of its font."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


class Rule(NamedTuple):
    """A drawn line, or a rectangle so thin that it looks like one."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether the line is wider than high."""
        return self.x1 - self.x0 >= self.bottom - self.top


def distinct(edges: Iterable[float], least: float) -> tuple[float, ...]:
    """Return edges in their order, without those that are no further apart than ``least``."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > least:
            found.append(edge)
    return tuple(found)


class PdfPage(NamedTuple):
    """A page: its number, its size, what is written and what is ruled on it.

    ``pictures`` is the number of images, ``slanted`` the text that does not run left to right.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: int = 0
    slanted: str = ""


class Extract(NamedTuple):
    """All pages of a file, or in ``refused`` why it was not read."""

    pages: tuple[PdfPage, ...] = ()
    refused: str = ""


def decode(data: bytes) -> Extract:
    """Read the JSON of an ``Extract``."""
    pages, refused = json.loads(data)
    return Extract(tuple(map(_page, pages)), refused)


def _page(values: list[Any]) -> PdfPage:
    page = PdfPage(*values)
    glyphs, rules = (Glyph(*one) for one in page.glyphs), (Rule(*one) for one in page.rules)
    return page._replace(glyphs=tuple(glyphs), rules=tuple(rules))
