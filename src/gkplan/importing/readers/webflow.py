"""What a web page is made of while it is read: running text, lists, tables inside cells."""

import re
from dataclasses import dataclass, field
from typing import Any

from gkplan.importing.document import Cell
from gkplan.importing.readers import numerals

_BLANKS = re.compile("[ \t\r\n\f]+")
_AROUND = " \t\r\n\f\xa0\u3000"
_LIST_FORMS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal"), "chineseCounting"),
    "cjk-heavenly-stem": "ideographTraditional",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)


@dataclass
class Text:
    """A paragraph, or preformatted lines."""

    text: str
    level: int = 0
    drawn: bool = False


@dataclass
class Grid:
    """A table with the tables inside its cells."""

    cells: tuple[Cell, ...]
    inner: list["Grid"]


@dataclass
class Items:
    """A list, and how far it has counted; one without numbers counts nothing."""

    next: int | None = None
    form: str = ""
    step: int = 1

    def label(self, item: Any) -> str:
        """The number of the next item."""
        if self.next is None:
            return ""
        number = _whole(item.get("value"), self.next)
        self.next = number + self.step
        text = numerals.write(number, self.form)
        return text + (". " if text.isascii() else "、")


def items_of(element: Any) -> Items:
    """Begin the list that an element is."""
    if element.tag != "ol":
        return Items()
    backward = element.get("reversed") is not None
    first = len(element.findall("li")) if backward else 1
    style = _LIST_STYLE.search(element.get("style") or "")
    form = _LIST_FORMS.get(style[1].lower() if style else element.get("type") or "", "")
    if style and style[1].lower() == "none":
        return Items()
    return Items(_whole(element.get("start"), first), form, -1 if backward else 1)


def _whole(stated: str | None, default: int) -> int:
    """A whole number as an attribute states it."""
    found = re.fullmatch(r"\s*([+-]?[0-9]{1,9})\s*", stated or "")
    return int(found[1]) if found else default


@dataclass
class Flow:
    """Text that runs on, of the page or of one cell, and what it was made into so far."""

    blocks: list[Text | Grid] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    level: int = 0

    def flush(self, *, drawn: bool = False) -> None:
        """End the paragraph."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if not text.strip(_AROUND):
            return
        if not drawn:
            text = self.label + _BLANKS.sub(" ", text).strip(_AROUND)
            self.label = ""
        self.blocks.append(Text(text, self.level, drawn))

    @property
    def text(self) -> str:
        """The paragraphs, one below the other."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Text))

    @property
    def grids(self) -> list[Grid]:
        """The tables that stand between the paragraphs."""
        return [block for block in self.blocks if isinstance(block, Grid)]
