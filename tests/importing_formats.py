"""Blocks of text and tables written in every format; ``import_fixtures`` describes them."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from types import MappingProxyType
from typing import Any

from import_fixtures import Box, boxes_of, written
from importing_printed import printed

Blocks = Sequence[Any]
Rows = list[list[Any]]


def as_word(blocks: Blocks) -> bytes:
    """Write a Word file whose tables hold merges."""
    return written(list(blocks), "docx")


def as_workbook(blocks: Blocks) -> bytes:
    """Write a workbook with merged cells; paragraphs stand in rows of their own."""
    return written(list(blocks), "xlsx")


def as_page(blocks: Blocks) -> bytes:
    """Write a web page whose tables hold ``rowspan`` and ``colspan``."""
    body = "\n".join(
        f"<p>{escape(block)}</p>" if isinstance(block, str) else _web_table(block["table"])
        for block in blocks
    )
    return f"<html><body>\n{body}\n</body></html>\n".encode()


def as_saved_page(blocks: Blocks) -> bytes:
    """Write the page as browsers save one in a single file."""
    message = MIMEMultipart("related", type="text/html")
    message.attach(MIMEText(as_page(blocks).decode(), "html", "utf-8"))
    return message.as_bytes()


def _web_table(rows: Rows) -> str:
    lines: dict[int, list[str]] = {row: [] for row in range(len(rows))}
    for box in boxes_of(rows):
        lines[box.row].append(_web_cell(box))
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
    return f"<table>\n{body}\n</table>"


def _web_cell(box: Box) -> str:
    down = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    across = f' colspan="{box.columns}"' if box.columns > 1 else ""
    return f"<td{down}{across}>{escape(box.text)}</td>"


def as_pages(blocks: Blocks) -> bytes:
    """Print a PDF whose tables are ruled; their heads repeat on each page."""
    return printed(blocks)


def as_cut_pages(blocks: Blocks) -> bytes:
    """Print a PDF whose rows go on over the ends of pages."""
    return printed(blocks, cut=True)


def as_bare_pages(blocks: Blocks) -> bytes:
    """Print a PDF whose tables have no rules."""
    return printed(blocks, ruled=False)


def as_tabs(blocks: Blocks) -> bytes:
    """Write lines, and rows of tables with tabs; quotes as Excel puts them around lines."""
    return _text(
        blocks, lambda cells: "\t".join(f'"{cell}"' if "\n" in cell else cell for cell in cells)
    )


def as_bars(blocks: Blocks) -> bytes:
    """Write rows of cells between bars; covered cells are empty."""
    return _text(blocks, lambda cells: " | ".join(map(_one_line, cells)) + " |")


def _one_line(cell: str) -> str:
    return cell.replace("\n", "")


def as_markdown(blocks: Blocks) -> bytes:
    """Write paragraphs with empty lines between them, and tables of Markdown."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
            continue
        lines = ([cell.replace("\n", "<br>") for cell in row] for row in filled(block["table"]))
        head, *rows = (f"| {' | '.join(cells)} |" for cells in lines)
        parts.append("\n".join([head, "|" + " --- |" * (head.count("|") - 1), *rows]))
    return "\n\n".join([*parts, ""]).encode()


def as_drawn(blocks: Blocks) -> bytes:
    """Write tables with box-drawing signs, one line per row."""
    parts: list[str] = []
    for block in blocks:
        rows = [] if isinstance(block, str) else filled(block["table"])
        parts += [*_drawn([list(map(_one_line, row)) for row in rows]), ""] if rows else [block]
    return "\n".join([*parts, ""]).encode()


def _drawn(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) + 1 for column in zip(*rows, strict=True)]
    rules = ["──" * width for width in widths]
    yield f"┌{'┬'.join(rules)}┐"
    for number, row in enumerate(rows):
        if number:
            yield f"├{'┼'.join(rules)}┤"
        cells = (
            f"{cell}{'　' * (width - len(cell))}" for cell, width in zip(row, widths, strict=True)
        )
        yield f"│{'│'.join(cells)}│"
    yield f"└{'┴'.join(rules)}┘"


def as_commas(blocks: Blocks) -> bytes:
    """Write comma-separated values."""
    return _separated(blocks, ",")


def as_tsv(blocks: Blocks) -> bytes:
    """Write tab-separated values."""
    return _separated(blocks, "\t")


def _separated(blocks: Blocks, sign: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    for block in blocks:
        writer.writerows([[block]] if isinstance(block, str) else filled(block["table"]))
    return out.getvalue().encode()


def filled(rows: Rows) -> list[list[str]]:
    """Return every cell of a table, empty where another one covers it."""
    boxes = list(boxes_of(rows))
    width = max(box.column + box.columns for box in boxes)
    texts = {(box.row, box.column): box.text for box in boxes}
    return [[texts.get((row, column), "") for column in range(width)] for row in range(len(rows))]


def _text(blocks: Blocks, joined: Callable[[list[str]], str]) -> bytes:
    parts = [
        block if isinstance(block, str) else "\n".join([*map(joined, filled(block["table"])), ""])
        for block in blocks
    ]
    return "\n".join([*parts, ""]).encode()


FORMATS: Mapping[str, Callable[[Blocks], bytes]] = MappingProxyType(
    {
        "word.docx": as_word,
        "page.html": as_page,
        "saved.mht": as_saved_page,
        "workbook.xlsx": as_workbook,
        "pages.pdf": as_pages,
        "cut.pdf": as_cut_pages,
        "bare.pdf": as_bare_pages,
        "text.md": as_markdown,
        "tabs.txt": as_tabs,
        "bars.txt": as_bars,
        "drawn.txt": as_drawn,
        "values.csv": as_commas,
        "values.tsv": as_tsv,
    }
)
"""Every format by the name of a file in it."""
PRINTED = ("pages.pdf", "cut.pdf", "bare.pdf")
"""The formats that have pages and lines of their own."""
GUESSED = ("bare.pdf",)
"""The formats whose tables are guessed, so that a document may be refused or doubted."""
TABLES_ONLY = ("bars.txt", "drawn.txt", "values.csv", "values.tsv", "cut.pdf", "bare.pdf")
"""The formats that differ from others in their tables alone."""
SHEETS = ("workbook.xlsx", "values.csv", "values.tsv")
"""The formats in which all that stands on one sheet is one table."""
