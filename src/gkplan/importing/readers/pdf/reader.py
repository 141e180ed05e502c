"""Read a PDF: text in its order, ruled tables over all their pages."""

from collections.abc import Iterable, Sequence

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import DamagedError, TooLargeError, UnreadableError
from gkplan.importing.readers.pdf.flow import (
    Furniture,
    Margins,
    PdfLine,
    furniture,
    in_columns,
    lines_in,
    margins_of,
    paragraphs,
)
from gkplan.importing.readers.pdf.grid import Grid, grids
from gkplan.importing.readers.pdf.page import UNMAPPED, Glyph, PdfPage, decode
from gkplan.importing.readers.pdf.tables import PdfTable, goes_on, put_together, table_of
from gkplan.importing.readers.pdf.unruled import ends_in_mark, unruled
from gkplan.importing.readers.processes import ExhaustedError, run_bounded
from gkplan.importing.text.characters import plain
from gkplan.importing.text.wording import joined

_EXTRACT = "gkplan.importing.readers.pdf.extract:extract"
_LEAST_TEXT = 20
"""Characters with fewer of which a file is a scan."""
_MOST_UNMAPPED = 0.2
_LEAST_LINES = 8
"""Lines from which a page shows margins of its own."""
_SHORTER = 20
"""Points by which a page's lines may begin behind or end before those of others if its margins
are its own."""
_SHOWN = 40
_MARKED = 3
"""Lines of text that end in a mark of a matrix, from which they are one whose columns are lost."""
_RECOGNISE = "先做文字识别（OCR），存为 .docx 再导入；或者向发文单位要 Word 文件"

Item = PdfLine | PdfTable

PageMargins = dict[tuple[int, int], Margins]
"""Margins by page and column."""


def read_pdf(content: bytes, into: Collector) -> None:
    """Read the bytes of a PDF.

    Raises ``UnreadableError`` for a scan and for what is locked, damaged or too large, and
    ``ImportError`` where the library is not installed.
    """
    import pdfminer  # noqa: F401, PLC0415  (an extra: a child process will need it)

    pages = _extracted(content)
    _remark(pages, into)
    items = [_items(_plain(page, into)) for page in pages]
    lines = [[item for item in page if isinstance(item, PdfLine)] for page in items]
    printed = furniture(list(zip(pages, lines, strict=True)))
    kept = [
        [item for item in page if isinstance(item, PdfTable) or id(item) not in printed.lines]
        for page in items
    ]
    _check_text(item.text for page in kept for item in page)
    shown = _margins(pages, [[item for item in page if isinstance(item, PdfLine)] for page in kept])
    _Writer(into, printed, shown).write([item for page in kept for item in page])


def _extracted(content: bytes) -> tuple[PdfPage, ...]:
    """Let a child process read the file; raise ``UnreadableError`` where it could not."""
    try:
        found = decode(run_bounded(_EXTRACT, content))
    except ExhaustedError as error:
        raise TooLargeError("读它要用的时间或内存太多") from error
    if found.refused == "password":
        raise UnreadableError("PDF 加了密码", "用 WPS 或浏览器打开，打印成不加密的 PDF 再导入")
    if found.refused == "damaged":
        raise DamagedError("PDF 文件已损坏")
    if found.refused:
        raise TooLargeError("PDF 的页数或每页的内容太多")
    return found.pages


def _check_text(texts: Iterable[str]) -> None:
    """Raise ``UnreadableError`` where there is no text, or none that can be understood.

    What pages print around the text is none: a browser prints it around a scan, too.
    """
    text = "".join("".join(texts).split())
    if len(text) < _LEAST_TEXT:
        raise UnreadableError("是扫描件或图片做成的 PDF，里面没有文字", _RECOGNISE)
    if text.count(UNMAPPED) > _MOST_UNMAPPED * len(text):
        raise UnreadableError("PDF 的字体没有写明是哪些字，复制出来是乱码", _RECOGNISE)


def _remark(pages: Sequence[PdfPage], into: Collector) -> None:
    """Remark on what is not text."""
    for page in pages:
        if page.pictures and not page.glyphs:
            into.remark(f"第{page.number}页是图片，没有文字，没有读入")
        elif page.pictures:
            into.remark(f"第{page.number}页的图片没有读入")
        if page.slanted:
            into.remark(f"第{page.number}页斜排的文字没有读入：“{page.slanted[:_SHOWN]}”")


def _plain(page: PdfPage, into: Collector) -> PdfPage:
    """Replace the look-alikes that fonts of a PDF name in place of common characters."""
    text, replaced = plain("\n".join(glyph.text for glyph in page.glyphs))
    if not replaced:
        return page
    into.remark("PDF 里有形近字（康熙部首等），已换成通用字")
    pairs = zip(page.glyphs, text.split("\n"), strict=True)
    return page._replace(glyphs=tuple(glyph._replace(text=sign) for glyph, sign in pairs))


def _items(page: PdfPage) -> list[Item]:
    """Return the lines and tables of a page, from top to bottom."""
    tables = grids(page.rules)
    inside: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        owner = _owner(glyph, tables)
        (outside if owner is None else inside[owner]).append(glyph)
    lines = lines_in(outside, page.number)
    if not tables:
        return [*in_columns(lines)]
    items: list[tuple[float, Item]] = [(line.top, line) for line in lines]
    for grid, glyphs in zip(tables, inside, strict=True):
        items.append((grid.ys[0], table_of(grid, glyphs, f"第{page.number}页表格")))
    return [item for _, item in sorted(items, key=lambda item: item[0])]


def _owner(glyph: Glyph, tables: Sequence[Grid]) -> int | None:
    """Return the smallest table around a character."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    around = [at for at, grid in enumerate(tables) if grid.position(x, y)]
    return min(around, key=lambda at: tables[at].area, default=None)


def _margins(pages: Sequence[PdfPage], lines: Sequence[Sequence[PdfLine]]) -> PageMargins:
    """Return the margins of each page and column: its own, or where it is short those of all."""
    of_page: dict[tuple[int, int], list[PdfLine]] = {}
    of_all: dict[tuple[float, int], list[PdfLine]] = {}
    widths = {page.number: page.width for page in pages}
    for line in (line for page in lines for line in page):
        of_page.setdefault((line.page, line.column), []).append(line)
        of_all.setdefault((widths[line.page], line.column), []).append(line)
    usual = {key: margins_of(some, 0 if key[1] else key[0]) for key, some in of_all.items()}
    found: PageMargins = {}
    for (page, column), own in of_page.items():
        common = usual[widths[page], column]
        margins = margins_of(own, 0 if column else widths[page])
        narrower = max(common.right - margins.right, margins.left - common.left)
        is_own = len(own) >= _LEAST_LINES and narrower <= _SHORTER
        found[page, column] = margins if is_own else common
    return found


class _Writer:
    """Adds paragraphs and tables to a collector in the order of the pages."""

    def __init__(self, into: Collector, printed: Furniture, margins: PageMargins) -> None:
        self._into, self._printed, self._margins = into, printed, margins
        self._lines: list[tuple[PdfLine, Margins]] = []
        self._table: PdfTable | None = None
        self._marked = 0

    def write(self, items: Sequence[PdfLine | PdfTable]) -> None:
        """Add everything; what pages print around the text comes last.

        Raises ``UnreadableError`` where marks of a matrix are in no table.
        """
        for item in items:
            if isinstance(item, PdfTable):
                self._take(item)
            else:
                self._finish_table()
                self._lines.append((item, self._margins[item.page, item.column]))
        self._finish_lines()
        self._finish_table()
        if self._marked >= _MARKED:
            raise UnreadableError(
                "PDF 里的单位对照表（●、○）没有框线，栏又太窄，分不清记号属于哪个单位",
                "向发文单位要 Word 或 Excel 文件；或者给这张表加上框线、调宽各栏，再导入",
            )
        for text, place in self._printed.shown:
            self._into.printed(text, place)

    def _take(self, table: PdfTable) -> None:
        self._finish_lines()
        if self._table is not None and goes_on(self._table, table):
            self._table = put_together(self._table, table)
        else:
            self._finish_table()
            self._table = table

    def _finish_lines(self) -> None:
        start = 0
        for found in unruled(self._lines):
            self._paragraphs(self._lines[start : found.start])
            self._add_table(found.table)
            start = found.end
        self._paragraphs(self._lines[start:])
        self._lines.clear()

    def _paragraphs(self, lines: Sequence[tuple[PdfLine, Margins]]) -> None:
        self._marked += sum(ends_in_mark(line) for line, _ in lines)
        for run in paragraphs(lines):
            text = joined("\n".join(line.text for line in run))
            self._into.paragraph(text, f"第{run[0].page}页第{run[0].number}行")

    def _finish_table(self) -> None:
        """Add a table once no page goes on with it."""
        if self._table is not None:
            self._add_table(self._table)
            self._table = None

    def _add_table(self, table: PdfTable) -> None:
        cells = (
            self._into.cell(cell.text, cell.place, *cell.region, unsure=cell.unsure)
            for cell in table.cells
        )
        ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
        self._into.table(tuple(ordered), table.place, ruled=table.ruled)
