"""What the styles, lists and properties of a Word file say of its paragraphs."""

import re
from typing import NamedTuple

from gkplan.importing.readers import numerals
from gkplan.importing.readers.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def stated(element: Element | None) -> dict[str, str]:
    """What properties state, by the bare names of the elements; "" where a name is enough."""
    if element is None:
        return {}
    return {child.tag.rpartition("}")[2]: child.get(f"{W}val", "") for child in element}


def number_of(text: str | None, default: int) -> int:
    """A number as XML states it; a damaged one is the default."""
    return int(text) if text and re.fullmatch("-?[0-9]{1,9}", text) else default


def is_on(properties: dict[str, str], name: str) -> bool:
    """Whether a property that is either on or off is on."""
    return properties.get(name) in ("", "1", "true", "on")


_PRIVATE = re.compile("[\ue000-\uf8ff]")
_COUNTERS = re.compile("%([1-9])")
_CLOSED = "、，．。）】〕」："
"""A number that ends so, or with nothing, needs no blank before the text; others do."""
_BULLETS = "•·●○■□◆◇▪▫➢➤►–-*"


class Level(NamedTuple):
    """One level of a list: where it begins, in which form it counts, and what surrounds it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    plain: bool = False
    suffix: str = "tab"
    style: str = ""


class Ask(NamedTuple):
    """What a paragraph or its style says of its list; empty where it says nothing."""

    list: str = ""
    level: str = ""


def asked(properties: Element | None) -> Ask:
    """Read the list of a paragraph's or a style's properties."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return Ask()
    own = stated(numbering)
    return Ask(own.get("numId", ""), own.get("ilvl", ""))


class Lists:
    """All lists of a document, and how far each has counted."""

    def __init__(self, numbering: Element | None) -> None:
        """Read the part that defines the lists."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        linked = {}
        for abstract in numbering.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            self._levels[name] = dict(map(_level, abstract.iter(f"{W}lvl")))
            if style := stated(abstract).get("styleLink"):
                linked[style] = name
        for abstract in numbering.iter(f"{W}abstractNum"):
            if target := linked.get(stated(abstract).get("numStyleLink", "")):
                self._levels[abstract.get(f"{W}abstractNumId", "")] = self._levels[target]
        for num in numbering.iter(f"{W}num"):
            self._read_num(num)

    def _read_num(self, num: Element) -> None:
        name = num.get(f"{W}numId", "")
        self._abstract[name] = stated(num).get("abstractNumId", "")
        self._own[name] = dict(map(_level, num.iter(f"{W}lvl")))
        self._overrides[name] = {
            number_of(one.get(f"{W}ilvl"), 0): number_of(start, 1)
            for one in num.iter(f"{W}lvlOverride")
            if (start := stated(one).get("startOverride")) is not None
        }

    def level_of_style(self, name: str, style: str) -> int:
        """The level of a list that a style belongs to, the first where none says so."""
        levels = self._all(name)
        return next((index for index, level in levels.items() if level.style == style), 0)

    def _all(self, name: str) -> dict[int, Level]:
        return {**self._levels.get(self._abstract.get(name, ""), {}), **self._own.get(name, {})}

    def next(self, name: str, index: int) -> str:
        """Count one on and give the number as it stands before the text, with its blank."""
        levels = self._all(name)
        if (level := levels.get(index)) is None:
            return ""
        counts = self._counts.setdefault(self._abstract.get(name, ""), {})
        counts[index] = self._count(name, index, counts.get(index), level)
        for deeper in [one for one in counts if one > index]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or index < restart:
                del counts[deeper]
        return _written(level, levels, counts)

    def _count(self, name: str, index: int, last: int | None, level: Level) -> int:
        """The next number: a list that begins again does so where its number first appears."""
        again = self._overrides.get(name, {}).get(index)
        if again is not None and (name, index) not in self._begun:
            self._begun.add((name, index))
            return again
        return level.start if last is None else last + 1


def _level(element: Element) -> tuple[int, Level]:
    """Read one level."""
    own = stated(element)
    return number_of(element.get(f"{W}ilvl"), 0), Level(
        start=number_of(own.get("start"), 1),
        form=own.get("numFmt", "decimal"),
        text=own.get("lvlText", ""),
        restart=number_of(own["lvlRestart"], 0) if "lvlRestart" in own else None,
        plain=is_on(own, "isLgl"),
        suffix=own.get("suff", "tab"),
        style=own.get("pStyle", ""),
    )


def _written(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    """Fill in the counters; marks that only say "an item" are left out."""

    def counter(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        other = levels.get(index, Level())
        number = counts.get(index, other.start)
        return numerals.write(number, "decimal" if level.plain else other.form)

    if level.form == "bullet" and (_PRIVATE.search(level.text) or level.text in _BULLETS):
        return ""
    text = _COUNTERS.sub(counter, level.text)
    return text if text[-1:] in _CLOSED or level.suffix == "nothing" else f"{text} "


_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题"}
_DEEPEST = 9
_LONGEST_CHAIN = 20


class Look(NamedTuple):
    """Whether text is hidden or struck through; None where nothing is said of it."""

    hidden: bool | None = None
    struck: bool | None = None

    def over(self, other: "Look") -> "Look":
        """Return what is said here, or what ``other`` says where nothing is."""
        hidden = other.hidden if self.hidden is None else self.hidden
        return Look(hidden, other.struck if self.struck is None else self.struck)


def look_of(properties: dict[str, str]) -> Look:
    """Read the look that the properties of a run or a style state."""
    strikes = [is_on(properties, name) for name in ("strike", "dstrike") if name in properties]
    hidden = is_on(properties, "vanish") if "vanish" in properties else None
    return Look(hidden, any(strikes) if strikes else None)


class Style(NamedTuple):
    """What one style says itself."""

    level: int | None = None
    ask: Ask = Ask()
    look: Look = Look()
    based_on: str = ""


class Styles:
    """All styles of a document by their ids."""

    def __init__(self, part: Element | None) -> None:
        """Read the part that defines the styles."""
        styles = [] if part is None else list(part.iter(f"{W}style"))
        self._styles = {one.get(f"{W}styleId", ""): _style(one) for one in styles}
        of_text = (one for one in styles if one.get(f"{W}type") == "paragraph")
        usual = (one for one in of_text if one.get(f"{W}default") in ("1", "true"))
        self._default = next((one.get(f"{W}styleId", "") for one in usual), "")

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

    def look(self, name: str | None) -> Look:
        """The look of text in a style: what it says, or what those say that it is based on."""
        found = Look()
        for _, style in self._chain(name) if name is not None else ():
            found = found.over(style.look)
        return found


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
        look=look_of(stated(element.find(f"{W}rPr"))),
        based_on=own.get("basedOn", ""),
    )
