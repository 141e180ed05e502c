"""What copying and converting did to a document's characters: mended where that is safe, told."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gkplan.importing.blocks import Block, Document, Paragraph
from gkplan.importing.lookalikes import plain
from gkplan.importing.traditional import traditional

_MOJIBAKE = re.compile(r"\ufffd|锟斤拷|[ÃÂ][\u0080-\u00ff]|[\u00c0-\u00ff]{3}|烫烫烫|屯屯屯")
_TORN_OUT = re.compile(
    r"(?<![\d\s])\s+(?=[年月日号条](?!度)|个工作日)|第\s*[条号期](?=[^\d])|〔\s*〕"
)


class Mended(NamedTuple):
    """A document whose look-alike characters are plain, and at which places there were which."""

    document: Document
    look_alikes: dict[str, str]


def mend(document: Document) -> Mended:
    """Put plain characters for the radicals and variants that copying out of a PDF makes."""
    found: dict[str, str] = {}
    blocks = tuple(_mended(block, found) for block in document.blocks)
    return Mended(document._replace(blocks=blocks), found)


def _mended(block: Block, found: dict[str, str]) -> Block:
    if isinstance(block, Paragraph):
        return block._replace(text=_plain(block.text, block.place, found))
    cells = (cell._replace(text=_plain(cell.text, cell.place, found)) for cell in block.cells)
    return block._replace(cells=tuple(cells))


def _plain(text: str, place: str, found: dict[str, str]) -> str:
    text, signs = plain(text)
    if signs:
        found[place] = signs
    return text


def garbled(text: str) -> bool:
    """Whether a text holds what a wrong conversion leaves."""
    return _MOJIBAKE.search(text) is not None


def damage_doubts(text: str, look_alikes: str) -> Iterator[str]:
    """What looks damaged in a text, and what was mended in it."""
    if look_alikes:
        yield f"文字里的“{look_alikes}”是形近字，已换成通用字"
    if match := _MOJIBAKE.search(text):
        yield f"文字里有乱码“{match[0]}”"
    if signs := traditional(text):
        yield f"文字里有繁体字“{signs}”，照印"
    if _TORN_OUT.search(text):
        yield "文字里疑有数字脱落"
