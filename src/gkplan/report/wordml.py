"""An official letter as a Word file: paragraphs, tables and sheets, packed by python-docx."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from html import escape
from io import BytesIO
from math import ceil

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml import parse_xml

from gkplan.report import gb9704
from gkplan.report.repack import repacked
from gkplan.views.table import visible

TABLE_WIDTH = 225
"""Width in mm of a table on a sheet on its side."""
_FULL_ROW = 24
"""Lines of a row that is kept on one page; a longer one may break."""

_HEADER = (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER)
_FOOTER = (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER)
_FONT_TABLE = (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE)

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REFUSED = re.compile("[\ufffe\uffff]")
_SEAM = re.compile(r"\b", re.ASCII)
"""Where programs put a quarter of a character: between Chinese and digits."""
_SPACE = re.compile(r"\s*\n\s*|\t")


class Letter:
    """A letter as it is written, from the top of its first sheet to the foot of its last."""

    def __init__(self, head: str = "") -> None:
        """Begin on an upright sheet; ``head`` runs along the top of every page."""
        self._parts: list[str | Iterator[str]] = []
        self._width = gb9704.TEXT_WIDTH
        self._document = Document()
        _drop(self._document.part.rels, (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS))
        feet = [
            self._relate(f"footer{number}", "ftr", foot, _FOOTER)
            for number, foot in enumerate(gb9704.FOOTERS, start=1)
        ]
        rid = self._relate("header", "hdr", _paragraph("header", head), _HEADER) if head else ""
        self._sheet = gb9704.section(*feet[:2], turned=False, head=rid)
        self._turned = gb9704.section(*feet[2:], turned=True, head=rid)

    def add(self, style: str, text: str = "", *, marked: bool = False) -> None:
        """Add a paragraph, or a blank line; ``marked`` shows that somebody has to fill it in."""
        self._parts.append(_paragraph(style, text, marked=marked))

    def title(self, text: str) -> None:
        """Add a title whose lines are about equally long."""
        width = gb9704.TITLE_SIZE * 10
        length = _characters(text) + len(_SEAM.findall(text)) / 4
        lines = ceil(length * width / self._width)
        each = ceil(length / lines) + 1
        side = max((self._width - each * width) // 2, 0) if lines > 1 else 0
        own = f'<w:ind w:left="{side}" w:right="{side}"/>' if side else ""
        self._parts.append(_paragraph("Title", text, own))

    def sign(self, name: str, day: str) -> None:
        """Add who signs, above the middle of the day; that ends four characters from the edge.

        Without a name the place is marked, for somebody to fill it in.
        """
        marked, name = not name, name or "（署名待填）"
        wider = _characters(day) - _characters(name)
        self._right(name, max(4 + wider / 2, 0), marked=marked)
        self.keep()
        self._right(day, 4)

    def _right(self, text: str, inside: float, *, marked: bool = False) -> None:
        """Add a paragraph that ends some characters before the right edge."""
        own = f'<w:ind w:right="{round(inside * gb9704.PITCH)}"/><w:jc w:val="right"/>'
        self._parts.append(_paragraph("Normal", text, own, marked=marked))

    def table(
        self,
        columns: Sequence[tuple[str, float]],
        rows: Iterable[Sequence[str]],
        left: Collection[str] = (),
    ) -> None:
        """Add a table with its head on every page; a row of one text spans all columns.

        ``columns`` are their heads, each with its width in mm. Cells are centred but in the columns
        whose heads are in ``left``. The rows are taken when the file is written, so that a long
        table is never in memory.
        """
        widths = [round(width * gb9704.MM) for _, width in columns]
        titles = [title for title, _ in columns]
        aligned = ["" if title in left else "center" for title in titles]
        head = "".join(map(_cell, titles, ["Cell Head"] * len(titles), widths))
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in sides)
        margins = "".join(
            f'<w:{side} w:w="{width}" w:type="dxa"/>'
            for side, width in zip(sides, (30, gb9704.CELL_MARGIN) * 2, strict=False)
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        look = (
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar>"
        )
        repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        self._parts += [
            f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
            f"<w:tr>{repeated}{head}</w:tr>",
            (_row(aligned, widths, row) for row in rows),
            "</w:tbl>",
        ]

    def keep(self) -> None:
        """Keep the last paragraph on the page of what follows it."""
        before, end, after = self._last.partition("/>")
        self._parts[-1] = f"{before}{end}<w:keepNext/>{after}"

    def turn(self) -> None:
        """Go on, on a new sheet, on its side; what was added last must be a paragraph."""
        before, end, after = self._last.partition("</w:pPr>")
        self._parts[-1] = f"{before}{self._sheet}{end}{after}"
        self._sheet = self._turned
        self._width = round(TABLE_WIDTH * gb9704.MM)

    @property
    def _last(self) -> str:
        """The paragraph that was added last."""
        last = self._parts[-1]
        assert isinstance(last, str)
        return last

    def to_bytes(self, title: str, author: str, day: date) -> bytes:
        """Give the file; nothing in it depends on the clock."""
        document = self._document
        for root, name, xml in (
            (document.styles.element, "styles", gb9704.STYLES),
            (document.settings.element, "settings", gb9704.SETTINGS),
        ):
            root[:] = list(parse_xml(_xml(name, xml)))
        self._relate("fontTable", "fonts", gb9704.FONTS, _FONT_TABLE)
        core = document.core_properties
        core.title, core.author, core.comments = _clean(title)[:255], _clean(author)[:255], ""
        core.last_modified_by, core.language, core.revision = core.author, "zh-CN", 1
        core.created = core.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001
        return self._packed()

    def _relate(self, name: str, root: str, xml: str, sort: tuple[str, str]) -> str:
        """Put another part beside the text, and give the id of the relation to it."""
        part = self._document.part
        content_type, relation = sort
        other = Part(PackURI(f"/word/{name}.xml"), content_type, _xml(root, xml), part.package)
        return part.relate_to(other, relation)

    def _content(self) -> Iterator[bytes]:
        """Yield the XML of the text, piece by piece."""
        yield f"{_DECLARATION}<w:document {gb9704.NAMESPACES}><w:body>".encode()
        for part in self._parts:
            for piece in (part,) if isinstance(part, str) else part:
                yield piece.encode()
        yield f"{_paragraph('Last', '')}{self._sheet}</w:body></w:document>".encode()

    def _packed(self) -> bytes:
        """Save the file; its members all have the same day.

        The text is written into it piece by piece, in the place of python-docx's empty one.
        """
        package = self._document.part.package
        kept = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        _drop(package.rels, kept)
        saved = BytesIO()
        self._document.save(saved)
        return repacked(saved, {"word/document.xml": lambda _: self._content()})


def _drop(relations: Relationships, kept: tuple[str, ...]) -> None:
    """Drop the parts of python-docx's template that the letter does not need."""
    for rid in [rid for rid, relation in relations.items() if relation.reltype not in kept]:
        del relations[rid]


def _xml(root: str, inside: str) -> bytes:
    return f"<w:{root} {gb9704.NAMESPACES}>{inside}</w:{root}>".encode()


def _characters(text: str) -> float:
    """Return the width of a text in characters: letters and digits take half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _clean(text: str) -> str:
    """Replace characters that XML forbids, or that a reader would not see, by their numbers."""
    if text.isprintable():
        return text
    found = _REFUSED.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text))
    return _SPACE.sub(" ", found)


def _paragraph(style: str, text: str, own: str = "", *, marked: bool = False) -> str:
    """Return one paragraph in a style; ``own`` are properties in addition to the style's."""
    look = '<w:highlight w:val="yellow"/>' if marked else ""
    run = (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{look}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(_clean(text), quote=False)}</w:t></w:r>'
    )
    style = f'<w:pStyle w:val="{gb9704.style_id(style)}"/>'
    return f"<w:p><w:pPr>{style}{own}</w:pPr>{run if text else ''}</w:p>"


def _row(sides: Sequence[str], widths: Sequence[int], row: Sequence[str]) -> str:
    """Return one row, kept on one page unless it is too long for that."""
    if len(row) == 1:
        cells = _cell(row[0], "Cell Head", sum(widths), "left", len(widths))
    else:
        cells = "".join(map(_cell, row, ["Cell"] * len(row), widths, sides))
    fits = max(map(_lines, row, widths)) <= _FULL_ROW
    return f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if fits else ''}{cells}</w:tr>"


def _lines(text: str, width: int) -> int:
    """Return the number of lines that a cell's text takes at most."""
    most = max((width - 2 * gb9704.CELL_MARGIN) // (gb9704.CELL_SIZE * 10), 1)
    return sum(-(-len(line) // most) for line in text.split("\n"))


def _cell(text: str, style: str, width: int, side: str = "", span: int = 1) -> str:
    """Return one cell; each line of its text is a paragraph."""
    own = f'<w:jc w:val="{side}"/>' if side else ""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    paragraphs = "".join(_paragraph(style, line, own) for line in text.split("\n"))
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraphs}</w:tc>"
