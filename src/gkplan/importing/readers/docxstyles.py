"""The styles of a Word document, as far as they tell headings, lists and hidden text."""

import re
from typing import NamedTuple

from gkplan.importing.readers.docxlists import Ask, asked
from gkplan.importing.readers.wordxml import W, is_on, number_of, stated
from gkplan.importing.readers.xmlstream import Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题"}
_DEEPEST = 9
_LONGEST_CHAIN = 20


class Style(NamedTuple):
    """What one style says itself."""

    level: int | None = None
    ask: Ask = Ask()
    hidden: bool = False
    based_on: str = ""


class Styles:
    """All styles of a document by their ids."""

    def __init__(self, part: Element | None) -> None:
        """Read the part that defines the styles."""
        self._styles = {
            one.get(f"{W}styleId", ""): _style(one)
            for one in (() if part is None else part.iter(f"{W}style"))
        }
        self._default = next(
            (
                one.get(f"{W}styleId", "")
                for one in (() if part is None else part.iter(f"{W}style"))
                if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true")
            ),
            "",
        )

    def _chain(self, name: str | None) -> list[tuple[str, Style]]:
        """A style and those it is based on, nearest first."""
        found: list[tuple[str, Style]] = []
        name = self._default if name is None else name
        while (style := self._styles.get(name)) and len(found) < _LONGEST_CHAIN:
            found.append((name, style))
            name = style.based_on
        return found

    def level(self, name: str | None) -> int:
        """The level of a heading, 0 for text."""
        levels = (style.level for _, style in self._chain(name))
        return next((level for level in levels if level is not None), 0)

    def ask(self, name: str | None) -> tuple[str, Ask]:
        """The list that a style puts its paragraphs into, and the style that says so."""
        found = ((one, style.ask) for one, style in self._chain(name) if style.ask.list)
        return next(found, ("", Ask()))

    def hides(self, name: str | None) -> bool:
        """Whether a character style hides its text."""
        return name is not None and any(style.hidden for _, style in self._chain(name))


def outline(properties: dict[str, str]) -> int | None:
    """The level of a heading that properties state themselves; None where they are silent."""
    if "outlineLvl" not in properties:
        return None
    level = number_of(properties["outlineLvl"], _DEEPEST) + 1
    return level if 0 < level <= _DEEPEST else 0


def _style(element: Element) -> Style:
    properties = element.find(f"{W}pPr")
    level = outline(stated(properties))
    own = stated(element)
    name = own.get("name", "")
    if level is None and (heading := _HEADING.fullmatch(name)):
        level = int(heading[1])
    elif level is None and name.lower() in _TITLES:
        level = 1
    return Style(
        level=level,
        ask=asked(properties),
        hidden=is_on(stated(element.find(f"{W}rPr")), "vanish"),
        based_on=own.get("basedOn", ""),
    )
