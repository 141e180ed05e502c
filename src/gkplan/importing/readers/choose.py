"""Which reader reads a file: its content decides, and only then the end of its name."""

import re
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from gkplan.domain.errors import UsageError
from gkplan.importing.document import Document
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.encoding import decode
from gkplan.importing.readers.foreign import check_foreign, foreign_package
from gkplan.importing.readers.limits import MOST_BYTES, TooLargeError, UnreadableError
from gkplan.importing.readers.processes import converted
from gkplan.importing.readers.text.plain import read_text
from gkplan.importing.readers.text.separated import check_lines, read_separated
from gkplan.importing.text.pages import without_pages

_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_PDF_WITHIN = 1024
"""Bytes within which a PDF says that it is one (ISO 32000-1, annex H.3.4.1)."""
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_PART_OF_PAGE = re.compile(r"\s*<(?:head|body|meta|table|!--)", re.IGNORECASE)
_CELL = re.compile(r"<tr(?:\s[^>]*)?>\s*<t[dh][\s>]", re.IGNORECASE)
_ANY_TAG = re.compile("<[a-zA-Z!/]")
_XML = re.compile(r"\s*<\?xml\s", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,20})""", re.IGNORECASE)
_BEGINNING = 100_000
_ARCHIVE = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.IGNORECASE
)
"""The lines at the head of a web page that was saved as one file (RFC 2557)."""
_HEAD = 4096
"""The bytes of a file in which those lines are looked for."""
_MARKDOWN = ("md", "markdown")
_SEPARATORS = {"csv": ",", "tsv": "\t", "xls": "\t"}
"""What usually parts the cells; systems that export text often call it .xls."""


def read_document(
    name: str, content: bytes, env: Mapping[str, str] = MappingProxyType({})
) -> Document:
    """Read a file: paragraphs and tables as they stand, nothing interpreted.

    ``env`` is the environment in which LibreOffice is found, which opens the files of old programs.
    Raises ``UsageError`` where the file cannot be read, with the reason and what to do about it.
    """
    into = Collector(name)
    try:
        _read(name, converted(content, env), into)
    except UnreadableError as error:
        raise UsageError(f"不能读 {name}：{error.why}", error.remedy) from error
    return without_pages(into.document())


def _read(name: str, content: bytes, into: Collector) -> None:
    """Read a file into a collector."""
    if len(content) > MOST_BYTES:
        raise TooLargeError(f"文件超过 {MOST_BYTES // 1_000_000} MB")
    check_foreign(name, content)
    if content.startswith(_PACKED):
        _read_packed(content, into)
        return
    if content[:_PDF_WITHIN].find(b"%PDF-") >= 0:
        _module("pdf.reader").read_pdf(content, into)
        return
    if _ARCHIVE.match(content[:_HEAD]):
        page, charset = _module("web.archive").page_in(content, into)
        _module("web.page").read_page(_text(page, into, charset), into)
        return
    _read_text(name, _text(content, into), into)


def _text(content: bytes, into: Collector, charset: str = "") -> str:
    """Return the text of a file, whose charset is the one given or that of its ``meta``."""
    stated = _CHARSET.search(content[:_BEGINNING])
    return decode(content, into, charset or (stated[1].decode("ascii") if stated else ""))


def _read_packed(content: bytes, into: Collector) -> None:
    """Read a packed file by the parts that it holds."""
    package = _module("package").Package(content)
    for module in ("word.document", "book.workbook"):
        reader = _module(module)
        if package.main(reader.MAIN) in package.names and package.is_for(reader.FOLDER):
            reader.read(package, into)
            return
    raise foreign_package(package.names)


def _read_text(name: str, text: str, into: Collector) -> None:
    """Read a text by what it looks like, and else by the end of its name."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if _is_page(ending, text[:_BEGINNING]):
        _module("web.page").read_page(text, into)
        return
    check_lines(text)
    if _XML.match(text[:_BEGINNING]):
        raise UnreadableError(
            "是 XML 文件，不是文档", "用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 再导入"
        )
    if ending in _MARKDOWN:
        _module("text.markdown").read_markdown(text, into)
    elif ending in _SEPARATORS:
        read_separated(text, into, usual=_SEPARATORS[ending])
    else:
        read_text(text, into)


def _is_page(ending: str, text: str) -> bool:
    """Tell a web page, whatever its name; Markdown may hold parts of one."""
    if _PAGE.match(text):
        return True
    if ending in ("html", "htm", "xhtml", "shtml"):
        return bool(_ANY_TAG.search(text))
    return ending not in _MARKDOWN and bool(_PART_OF_PAGE.match(text) or _CELL.search(text))


def _module(name: str) -> Any:
    """Load the reader of a format whose library is heavy."""
    return import_module(f"gkplan.importing.readers.{name}")
