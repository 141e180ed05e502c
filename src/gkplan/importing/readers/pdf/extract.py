"""From the bytes of a PDF to its characters and rules, as pdfminer.six finds them.

``extract`` runs in a child process with limits (``bounded``): a file of a few bytes can make the
library use any amount of time and memory.
"""

import json
import logging
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import (
    LTChar,
    LTContainer,
    LTCurve,
    LTImage,
    LTItem,
    LTPage,
    LTRect,
)
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from gkplan.importing.readers.limits import MOST_PDF_OBJECTS, MOST_PDF_PAGES
from gkplan.importing.readers.pdf.page import RULE, UNMAPPED, Extract, Glyph, PdfPage, Rule


class _TooManyError(Exception):
    """More pages or objects than any plan has."""


def extract(content: bytes) -> bytes:
    """Return the pages of a PDF as JSON, which ``page.decode`` reads."""
    logging.disable(logging.CRITICAL)  # the library reports each damaged font
    try:
        found = Extract(pages=tuple(_pages(content)))
    except _TooManyError:
        found = Extract(refused="large")
    except MemoryError:
        found = Extract(refused="memory")
    except (PDFPasswordIncorrect, PDFEncryptionError):
        found = Extract(refused="password")
    except Exception:  # noqa: BLE001  (a damaged file makes the library raise anything)
        found = Extract(refused="damaged")
    return json.dumps(found).encode()


def _pages(content: bytes) -> Iterator[PdfPage]:
    """Yield the pages of a file, each with what is drawn on it."""
    document = PDFDocument(PDFParser(BytesIO(content)))
    resources = PDFResourceManager()
    device = _Device(resources)
    interpreter = _Interpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > MOST_PDF_PAGES:
            raise _TooManyError
        device.pages.clear()
        interpreter.process_page(page)
        yield from (_seen(number, layout) for layout in device.pages)


class _Interpreter(PDFPageInterpreter):
    """An interpreter that keeps no more operands than any operator takes."""

    def push(self, obj: object) -> None:
        """Keep an operand; removing one costs as much time as there are operands."""
        if len(self.argstack) > 1000:  # noqa: PLR2004  (an operator takes six)
            raise _TooManyError
        self.argstack.append(obj)  # type: ignore[arg-type]


class _Device(PDFLayoutAnalyzer):
    """Collects what pages draw, and counts it."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.pages: list[LTPage] = []
        self._drawn = 0

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep a finished page."""
        self.pages.append(ltpage)

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:  # noqa: ARG002
        """Return the sign for a character that the font does not name."""
        return UNMAPPED

    def render_char(self, *args: object, **options: object) -> float:
        """Draw a character."""
        self._count()
        return super().render_char(*args, **options)  # type: ignore[arg-type]

    def paint_path(self, *args: object, **options: object) -> None:
        """Draw a line or a rectangle."""
        self._count()
        super().paint_path(*args, **options)  # type: ignore[arg-type]

    def begin_figure(self, *args: object) -> None:
        """Begin a form or a picture."""
        self._count()
        super().begin_figure(*args)  # type: ignore[arg-type]

    def _count(self) -> None:
        self._drawn += 1
        if self._drawn > MOST_PDF_OBJECTS:
            raise _TooManyError


def _seen(number: int, layout: LTPage) -> PdfPage:
    """Return a page with everything that lies on it, measured from its top left."""
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    slanted: list[str] = []
    pictures = 0
    for item in _items(layout):
        if isinstance(item, LTChar):
            if not item.upright:
                slanted.append(item.get_text())
            elif 0 <= item.x0 < layout.width and 0 <= item.y0 < layout.height:
                glyphs.append(_glyph(item, layout.height))
        elif isinstance(item, LTCurve):
            rules += _rules(item, layout.height)
        elif isinstance(item, LTImage):
            pictures += 1
    text = "".join(slanted).strip()
    size = round(layout.width, 1), round(layout.height, 1)
    return PdfPage(number, *size, tuple(glyphs), tuple(rules), pictures, text)


def _items(container: LTContainer[Any]) -> Iterator[LTItem]:
    """Yield what is drawn, also inside forms."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _glyph(item: LTChar, height: float) -> Glyph:
    box = (item.x0, item.x1, height - item.y1, height - item.y0, item.size)
    return Glyph(item.get_text(), *(round(value, 2) for value in box))


def _rules(item: LTCurve, height: float) -> Iterator[Rule]:
    """Yield the straight lines of a path: a thin one, or the edges of one that is stroked.

    A filled rectangle that is not thin is a background.
    """
    points = [(x, height - y) for x, y in item.pts]
    if isinstance(item, LTRect) or len(points) == 2:  # noqa: PLR2004
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Rule(min(xs), max(xs), min(ys), max(ys))
        if min(box.x1 - box.x0, box.bottom - box.top) <= RULE:
            yield _rounded(box)
            return
        if isinstance(item, LTRect):
            points = [(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom)]
            points += [(box.x0, box.bottom), (box.x0, box.top)]
    if item.stroke:
        for (x0, y0), (x1, y1) in pairwise(points):
            if min(abs(x1 - x0), abs(y1 - y0)) <= RULE:
                yield _rounded(Rule(min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))


def _rounded(rule: Rule) -> Rule:
    return Rule(*(round(value, 2) for value in rule))
