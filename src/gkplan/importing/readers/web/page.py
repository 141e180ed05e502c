"""Web pages: a walk over the elements that people see."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import (
    MOST_ATTRIBUTES,
    MOST_MARKUP,
    MOST_TAGS,
    TooDeepError,
    UnreadableError,
)
from gkplan.importing.readers.text.plain import read_text
from gkplan.importing.readers.web.blocks import (
    Flow,
    Grid,
    Items,
    OpenTable,
    Text,
    in_cell,
    items_of,
)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        *_HEADINGS,
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
_UNSEEN = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "math",
        "meta",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "rp",
        "rt",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
_IN_TABLES = frozenset(("tr", "td", "th", "thead", "tbody", "tfoot"))
_STRUCK = ("s", "strike", "del")
_WHOLE = ("html", "body")
"""What a page hides only until its scripts have run: hidden for good, nobody could read it."""
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Page:
    """A web page while it is walked through."""

    def __init__(self, into: Collector) -> None:
        """Begin at the top."""
        self._into = into
        self._flows = [Flow()]
        self._tables: list[OpenTable] = []
        self._lists: list[Items] = []
        self._preformatted = self._pictures = self._hidden = self._struck = 0

    def walk(self, root: Any) -> list[Text | Grid]:
        """Go through all elements and give what was found, in order."""
        walker = etree.iterwalk(root, events=("start", "end"))
        unseen = None
        for event, element in walker:
            if event == "end":
                if element is not unseen:
                    self._end(element)
                self._write(element.tail)
            elif self._is_unseen(element):
                unseen = element
                walker.skip_subtree()
            else:
                self._start(element)
                self._write(element.text)
        self._flush()
        self._remark()
        return self._flows[0].blocks

    def _is_unseen(self, element: Any) -> bool:
        """Tell what a browser does not show as text."""
        if element.tag in _UNSEEN:
            return True
        if element.tag in _STRUCK:
            self._struck += bool("".join(element.itertext()).strip())
            return True
        hidden = element.get("hidden") is not None or _HIDING.search(element.get("style") or "")
        if not hidden or not "".join(element.itertext()).strip():
            return bool(hidden)
        if element.tag in _WHOLE:
            self._into.remark("整个网页设为隐藏，要由脚本显示出来，已照样读入")
            return False
        self._hidden += 1
        return True

    def _write(self, text: str | None) -> None:
        if text:
            self._flows[-1].pieces.append(text)

    def _flush(self) -> None:
        self._flows[-1].flush(drawn=self._preformatted > 0)

    def _start(self, element: Any) -> None:
        """Begin an element."""
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag == "img":
            self._pictures += 1
        elif tag == "table":
            self._flush()
            self._tables.append(OpenTable(self._into))
        elif self._tables and tag in _IN_TABLES:
            self._start_in_table(tag)
        elif tag in _BLOCKS:
            self._flush()
            self._start_block(element)

    def _break(self) -> None:
        """Break the line: a heading goes on, other text begins a new paragraph."""
        if self._preformatted:
            self._write("\n")
        elif self._flows[-1].level:
            self._write("\v")
        else:
            self._flush()

    def _start_in_table(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._flows.append(Flow())
        elif tag == "tr":
            self._tables[-1].begin_row()
        else:
            self._tables[-1].begin_group()

    def _start_block(self, element: Any) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            self._flows[-1].level = _HEADINGS[tag]
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("ol", "ul"):
            self._lists.append(items_of(element))
        elif tag == "li" and self._lists:
            self._flows[-1].label = self._lists[-1].label(element)

    def _end(self, element: Any) -> None:
        """End an element."""
        tag = element.tag
        if tag == "table":
            self._flush()
            blocks = self._tables.pop().blocks()
            self._flows[-1].blocks.extend(in_cell(blocks) if self._tables else blocks)
        elif self._tables and tag in ("td", "th"):
            self._flush()
            self._tables[-1].put(element, self._flows.pop())
        elif tag in _BLOCKS:
            self._flush()
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._flows[-1].level = 0
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in ("ol", "ul"):
            self._lists.pop()
        elif tag == "li":
            self._flows[-1].label = ""

    def _remark(self) -> None:
        if self._hidden:
            self._into.remark(f"网页里有 {self._hidden} 处隐藏的文字，没有读入")
        if self._struck:
            self._into.remark(f"网页里有 {self._struck} 处划掉的文字，没有读入")
        if self._pictures:
            self._into.remark(f"网页里有 {self._pictures} 张图片，没有读入")


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
    """The tree of a page, repaired as browsers do; None where there is nothing."""
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
