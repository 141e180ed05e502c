"""Helpers for tests of the readers: documents as text, and zipped files built from parts."""

import io
import zipfile

from gkplan.importing.document import Document, Paragraph, Table
from gkplan.importing.readers import read_document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def shown(document: Document) -> str:
    """Return a document as text: one line per paragraph, row of a table and remark.

    Cells are ``column text``, their spans as ``↓rows`` and ``→columns``, line breaks as ``/``.
    """
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            heading = "#" * block.level + " " if block.level else ""
            lines.append(f"{block.place}: {heading}{_flat(block.text)}")
        else:
            lines += _table(block)
    return "".join(
        f"{line}\n" for line in [*lines, *(f"! {remark}" for remark in document.remarks)]
    )


def _table(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells = [
            f"{cell.column} {_flat(cell.text)}"
            + (f" ↓{cell.rows}" if cell.rows > 1 else "")
            + (f" →{cell.columns}" if cell.columns > 1 else "")
            for cell in row
        ]
        rows.append("  " + " | ".join(cells))
    return [f"{table.place}: {'ruled' if table.ruled else 'unruled'}", *rows]


def _flat(text: str) -> str:
    return text.replace("\n", "/")


def read(name: str, content: str | bytes) -> str:
    """Read a file and return it as text."""
    data = content.encode() if isinstance(content, str) else content
    return shown(read_document(name, data))


def archive(parts: dict[str, str | bytes]) -> bytes:
    """Pack parts by their paths."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in parts.items():
            file.writestr(path, text)
    return buffer.getvalue()


def _relations(targets: dict[str, str]) -> str:
    """Relations to parts by their kind; the id of each is its kind."""
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind.rstrip("0123456789")}" Target="{to}"/>'
        for kind, to in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """Make a Word file of a body and parts such as ``styles``; ``w:`` is the usual prefix."""
    namespaces = (
        f'xmlns:w="{WORD}" xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    return archive(
        {
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": _relations({kind: f"{kind}.xml" for kind in parts}),
            "word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>",
            **{
                f"word/{kind}.xml": f"<w:{kind} {namespaces}>{text}</w:{kind}>"
                for kind, text in parts.items()
            },
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def sheet(rows: str, after: str = "", before: str = "", **book: str) -> bytes:
    """Make a workbook of one sheet 表; ``book`` has the parts styles and sharedStrings."""
    return archive(
        {
            "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="worksheet"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                {"worksheet": "worksheets/sheet1.xml", **{kind: f"{kind}.xml" for kind in book}}
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{before}'
            f"<sheetData>{rows}</sheetData>{after}</worksheet>",
            **{f"xl/{kind}.xml": text for kind, text in book.items()},
        }
    )
