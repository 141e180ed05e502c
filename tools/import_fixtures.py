"""Write the Word and Excel fixtures of the importer from their layouts, merged cells included.

A folder of ``tests/importing`` whose source is a .docx or .xlsx has a ``layout.yaml``, which people
can read and compare; this writes ``source.*`` from it, the same bytes each time. A layout is a list
of blocks: a text is a paragraph (a row, in a workbook), ``{text, level}`` a heading, ``{turn}`` a
landscape section, ``{sheet}`` the next sheet of a workbook, ``{table}`` the rows of a table with
``heads`` rows that repeat on a page. A cell is a text or ``{text, rows, columns}``; ``{date}`` is
a day that the workbook stores as a number.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter  # type: ignore[import-untyped]
import yaml
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

FIXTURES = Path(__file__).parents[1] / "tests" / "importing"
SPARE_PARTS = ("stylesWithEffects", "thumbnail", "customXml")
DAY_FORMAT = 'yyyy"年"m"月"d"日"'

Block = Any


class Box(NamedTuple):
    """A cell at its first row and column, with its spans."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    date: dt.date | None = None


def boxes_of(table: list[list[Any]]) -> Iterator[Box]:
    """Yield every cell with its position: the first column that no span from above covers."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            box = _box(cell, row, column)
            span = range(column, column + box.columns)
            taken |= {(row + down, across) for down in range(box.rows) for across in span}
            yield box


def _box(cell: Any, row: int, column: int) -> Box:
    own = cell if isinstance(cell, dict) else {"text": cell}
    date = dt.date.fromisoformat(own["date"]) if "date" in own else None
    rows, columns = int(own.get("rows", 1)), int(own.get("columns", 1))
    return Box(row, column, rows, columns, str(own.get("text", "")), date)


def written(blocks: list[Block], ending: str) -> bytes:
    """Return a layout as the bytes of a ``docx`` or an ``xlsx``."""
    return _word(blocks) if ending == "docx" else _workbook(blocks)


def _word(blocks: list[Block]) -> bytes:
    document = Document()
    _drop_spare_parts(document)
    for block in blocks:
        _put(document, block)
    raw = BytesIO()
    document.save(raw)
    return _repacked(raw)


def _put(document: WordDocument, block: Block) -> None:
    if isinstance(block, str):
        document.add_paragraph(block)
    elif "table" in block:
        _put_table(document, block["table"], int(block.get("heads", 1)))
    elif "turn" in block:
        section = document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    else:
        document.add_heading(block["text"], int(block["level"]))


def _put_table(document: WordDocument, rows: list[list[Any]], heads: int) -> None:
    boxes = list(boxes_of(rows))
    width = max(box.column + box.columns for box in boxes)
    lines: list[list[tuple[int, str]]] = [[] for _ in rows]
    for box in boxes:
        for down in range(box.rows):
            lines[box.row + down].append((box.column, _tc(box, down)))
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0"'
        f' w:type="auto"/></w:tblPr><w:tblGrid>{"<w:gridCol/>" * width}</w:tblGrid>'
        f"{''.join(_tr(cells, head=row < heads) for row, cells in enumerate(lines))}</w:tbl>",
    )
    document.element.body.insert_element_before(table, "w:sectPr")
    document.add_paragraph()


def _tr(cells: list[tuple[int, str]], *, head: bool) -> str:
    repeats = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{repeats}{''.join(text for _, text in sorted(cells))}</w:tr>"


def _tc(box: Box, down: int) -> str:
    """Return one cell of one row; the first row of a vertical merge has the text."""
    across = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    part = "continue" if down else "restart"
    merge = f'<w:vMerge w:val="{part}"/>' if box.rows > 1 else ""
    lines = [""] if down else box.text.split("\n")
    text = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    return f"<w:tc><w:tcPr>{across}{merge}</w:tcPr>{text}</w:tc>"


def _drop_spare_parts(document: WordDocument) -> None:
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(SPARE_PARTS)]:
            del rels[key]
    latent = document.styles.element.find(qn("w:latentStyles"))
    document.styles.element.remove(latent)


def _repacked(raw: BytesIO) -> bytes:
    packed = BytesIO()
    with ZipFile(raw) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED, 9)
    return packed.getvalue()


def _workbook(blocks: list[Block]) -> bytes:
    raw = BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        book.set_properties({"created": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)})
        style = book.add_format({"text_wrap": True, "border": 1, "num_format": DAY_FORMAT})
        named = blocks[0] if isinstance(blocks[0], dict) and "sheet" in blocks[0] else {}
        sheet, row = book.add_worksheet(named.get("sheet")), 0
        for block in blocks[1:] if named else blocks:
            if isinstance(block, dict) and "sheet" in block:
                sheet, row = book.add_worksheet(block["sheet"]), 0
            elif isinstance(block, str):
                sheet.write(row, 0, block)
                row += 1
            else:
                row += _put_cells(sheet, row, block["table"], style)
    return raw.getvalue()


def _put_cells(sheet: Any, top: int, rows: list[list[Any]], style: Any) -> int:
    for box in boxes_of(rows):
        position = (top + box.row, box.column)
        if box.rows > 1 or box.columns > 1:
            end = (position[0] + box.rows - 1, box.column + box.columns - 1)
            sheet.merge_range(*position, *end, box.text, style)
        elif box.date:
            sheet.write_datetime(*position, dt.datetime.combine(box.date, dt.time()), style)
        elif box.text.isdigit():
            sheet.write_number(*position, int(box.text))
        elif box.text:
            sheet.write_string(*position, box.text, style)
    return len(rows)


def main() -> int:
    """Write every source that has a layout."""
    for layout in sorted(FIXTURES.glob("*/layout.yaml")):
        ending = _ending(layout.parent)
        blocks = yaml.BaseLoader(layout.read_text(encoding="utf-8")).get_single_data()
        path = layout.with_name(f"source.{ending}")
        path.write_bytes(written(blocks, ending))
        print(path.relative_to(FIXTURES))
    return 0


def _ending(folder: Path) -> str:
    return next(path.suffix[1:] for path in folder.glob("source.*"))


if __name__ == "__main__":
    sys.exit(main())
