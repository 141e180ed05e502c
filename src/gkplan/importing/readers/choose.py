"""Which reader reads a file: its content decides, and only then the end of its name."""

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from gkplan.importing.blocks import Document
from gkplan.importing.readers import limits
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.encoding import decode
from gkplan.importing.readers.foreign import refuse_foreign, refuse_package
from gkplan.importing.readers.separated import read_separated
from gkplan.importing.readers.text import read_text

_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|meta|table|!-)[\s>-]", re.IGNORECASE)
_TABLE = re.compile(r"<tr[\s>].{0,2000}?<t[dh][\s>]", re.IGNORECASE | re.DOTALL)
_WHOLE_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_ANY_TAG = re.compile("<[a-zA-Z!/]")
_XML = re.compile(r"\s*<\?xml\s", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,20})""", re.IGNORECASE)
_BEGINNING = 100_000
_SEPARATORS = {"csv": ",", "tsv": "\t"}


def read_document(name: str, content: bytes) -> Document:
    """Read a file: paragraphs and tables as they stand, nothing interpreted.

    Raises ``UsageError`` where the file cannot be read, with the reason and what to do about it.
    """
    into = Collector(name)
    if len(content) > limits.MOST_BYTES:
        raise into.refusal(
            f"文件超过 {limits.MOST_BYTES // 1_000_000} MB", "只留下分工方案本身，另存后再导入"
        )
    if content.startswith(_PACKED):
        _read_packed(content, into)
    else:
        refuse_foreign(content, into)
        charset = _CHARSET.search(content[:5000])
        text = decode(content, into, charset[1].decode() if charset else "")
        _reader(name, text, into)(text, into)
    return into.document()


def _read_packed(content: bytes, into: Collector) -> None:
    """Read a packed file by the parts that it holds."""
    package = _library("package", "lxml", into).Package(content, into)
    for module in ("docx", "xlsx"):
        reader = _library(module, "lxml", into)
        if reader.MAIN in package.names:
            reader.read(package, into)
            return
    raise refuse_package(package.names, into)


def _reader(name: str, text: str, into: Collector) -> Callable[[str, Collector], None]:
    """The reader of a text."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    beginning = text[:_BEGINNING]
    if _is_web(ending, beginning):
        return _library("webpage", "lxml", into).read_page  # type: ignore[no-any-return]
    if _XML.match(beginning):
        raise into.refusal(
            "是 XML 文件，不是文档", "用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 再导入"
        )
    if ending in ("md", "markdown"):
        return _library("markdown", "markdown-it-py", into).read_markdown  # type: ignore[no-any-return]
    if ending in _SEPARATORS:
        return partial(read_separated, usual=_SEPARATORS[ending])
    return read_text


def _is_web(ending: str, text: str) -> bool:
    """Tell a web page, whatever its name; Markdown may hold parts of one."""
    if ending in ("md", "markdown"):
        return bool(_WHOLE_PAGE.match(text))
    if ending in ("html", "htm", "xhtml", "shtml"):
        return bool(_ANY_TAG.search(text))
    return bool(_MARKUP.match(text) or _TABLE.search(text))


def _library(module: str, library: str, into: Collector) -> Any:
    """The reader of a format that needs a library, which not everybody has installed."""
    try:
        return import_module(f"gkplan.importing.readers.{module}")
    except ImportError as error:
        raise into.refusal(
            f"需要 {library}，这里没有安装", "运行 pip install 'gkplan[import]'"
        ) from error
