"""Web pages: what a browser shows of them, as paragraphs and tables."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_ATTRIBUTES, MOST_MARKUP, MOST_TAGS
from gkplan.importing.readers.text import read_text
from gkplan.importing.readers.unreadable import TooDeepError, UnreadableError
from gkplan.importing.readers.webflow import Grid
from gkplan.importing.readers.webwalk import Page

_LONG_TAG = re.compile("<[a-zA-Z][^<>]{10000,}")
_SIMPLER = "用浏览器打开，把正文复制到 Word 里另存为 .docx，再导入"


def read_page(text: str, into: Collector, within: str = "") -> None:
    """Read a page that was already decoded; ``within`` is its place in another document."""
    if len(text) > MOST_MARKUP or text.count("<") > MOST_TAGS:
        raise UnreadableError(f"网页超过 {MOST_MARKUP} 字或 {MOST_TAGS} 个标签", _SIMPLER)
    if any(tag[0].count("=") > MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise UnreadableError(f"网页里有一个标签的属性超过 {MOST_ATTRIBUTES} 个", _SIMPLER)
    root = _parsed(text)
    if root is None:
        return
    paragraphs = tables = 0
    for block in Page(into).walk(root):
        if isinstance(block, Grid):
            tables += 1
            _add(block, f"{within}表{tables}", into)
        elif block.drawn:
            read_text(block.text, into)
        else:
            paragraphs += 1
            into.paragraph(block.text, f"{within}第{paragraphs}段", block.level)


def _parsed(text: str) -> Any:
    """The tree of a page, mended as browsers do; None where there is nothing."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode(), parser)
    except etree.XMLSyntaxError:
        return None
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise TooDeepError
    return root


def _add(grid: Grid, place: str, into: Collector) -> None:
    """Add a table, and after it the tables inside it."""
    waiting = [(grid, place)]
    while waiting:
        one, here = waiting.pop()
        into.table(
            tuple(
                cell._replace(place=f"{here}第{cell.row + 1}行第{cell.column + 1}格")
                for cell in one.cells
            ),
            here,
        )
        waiting.extend((inner, f"{here}内的表") for inner in reversed(one.inner))
