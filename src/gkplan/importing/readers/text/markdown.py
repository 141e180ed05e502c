"""Markdown: headings, lists with their numbers, tables, and the text between them."""

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from gkplan.importing.document import Cell
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import (
    MOST_DEPTH,
    MOST_MARKDOWN,
    MOST_TOKENS,
    TooDeepError,
    TooLargeError,
    UnreadableError,
)
from gkplan.importing.readers.text.plain import read_lines
from gkplan.importing.readers.text.separated import Line

_BOLD = re.compile(r"(?<![\\*])\*\*([^*\\\n]+)\*\*(?!\*)")
"""Bold type as people write it: beside Chinese punctuation CommonMark leaves the stars standing."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SIMPLER = "把方案存为 .txt，或粘贴到 Word 里另存为 .docx，再导入"


class _Position(NamedTuple):
    """Where the next cell of a table goes."""

    row: int
    column: int


def read_markdown(text: str, into: Collector) -> None:
    """Read Markdown that was already decoded."""
    if len(text) > MOST_MARKDOWN:
        raise UnreadableError(f"Markdown 超过 {MOST_MARKDOWN} 字", _SIMPLER)
    reader = _Reader(into)
    for token in _tokens(_BOLD.sub(r"\1", text)):
        if token.level >= MOST_DEPTH - 1:
            raise TooDeepError
        reader.take(token)


class _Tokens(list[Token]):
    """The tokens of a document; raises ``TooLargeError`` for more than any plan needs."""

    def append(self, token: Token) -> None:
        """Add a token, as every rule of the parser does."""
        if len(self) >= MOST_TOKENS:
            raise TooLargeError("Markdown 的段落和表格太多")
        super().append(token)


def _tokens(text: str) -> list[Token]:
    """Return the tokens of a text, whose number is limited while they are made."""
    parser = MarkdownIt("commonmark", {"maxNesting": MOST_DEPTH}).enable("table")
    state = StateCore(text, parser, {})
    state.tokens = _Tokens()
    parser.core.process(state)
    return state.tokens


class _Reader:
    """A document while its tokens are taken in order."""

    def __init__(self, into: Collector) -> None:
        """Begin an empty document."""
        self._into = into
        self._level = 0
        self._label = ""
        self._cells: list[Cell] = []
        self._at: _Position | None = None
        self._line = 1

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.map:
            self._line = token.map[0] + 1
        if token.type == "inline":
            self._inline(token)
        elif token.type in ("fence", "code_block"):
            self._line += token.type == "fence"
            self._lines(token.content.rstrip("\n").split("\n"))
        elif token.type == "html_block":
            self._html(token.content)
        elif token.type == "heading_open":
            self._level = int(token.tag[1:])
        elif token.type == "heading_close":
            self._level = 0
        elif token.type == "list_item_open":
            self._label = f"{token.info}{token.markup} " if token.info else ""
        else:
            self._table(token)

    def _table(self, token: Token) -> None:
        """Follow the rows and cells of a table."""
        if token.type == "table_open":
            self._cells, self._at = [], _Position(-1, 0)
        elif token.type == "table_close":
            place = self._cells[0].place if self._cells else ""
            self._into.table(tuple(self._cells), place, ruled=False)
            self._at = None
        elif self._at is not None and token.type == "tr_open":
            self._at = _Position(self._at.row + 1, 0)
        elif self._at is not None and token.type in ("td_close", "th_close"):
            self._at = self._at._replace(column=self._at.column + 1)

    def _inline(self, token: Token) -> None:
        """Read running text: a cell, a heading, or lines."""
        text = self._label + _plain(token)
        self._label = ""
        place = Line(self._line, "").place
        if self._at is not None:
            self._cells.append(self._into.cell(text, place, *self._at))
        elif self._level:
            self._into.paragraph(text, place, self._level)
        else:
            self._lines(text.split("\n"))
        if any(child.type == "image" for child in token.children or ()):
            self._into.remark(f"{place}的图片没有读入")

    def _lines(self, texts: list[str]) -> None:
        """Read lines as those of a text file, since tables may be drawn in them."""
        lines = [Line(number, text) for number, text in enumerate(texts, self._line)]
        read_lines(lines, self._into)

    def _html(self, content: str) -> None:
        """Read a part that is HTML, if the reader of web pages is there."""
        from gkplan.importing.readers.web.page import read_page  # noqa: PLC0415  (an extra)

        read_page(content, self._into, f"第{self._line}行起的网页")


def _plain(token: Token) -> str:
    """The text of inline tokens without its marks."""
    pieces = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type == "html_inline":
            pieces.append("\n" if _BREAK.fullmatch(child.content) else "")
        elif child.type != "image":
            pieces.append(child.content)
    return "".join(pieces)
