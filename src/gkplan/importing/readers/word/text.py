"""The text of a Word paragraph: what is seen of it, with revisions accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gkplan.importing.readers.limits import MOST_DEPTH, TooDeepError
from gkplan.importing.readers.package import Element
from gkplan.importing.readers.word.styles import Look, Styles, W, look_of, stated

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_WRAPPERS = frozenset(
    W + name
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"),
        *("dir", "bdo", "ruby", "rubyBase"),
    )
)
_DRAWN = frozenset(W + name for name in ("drawing", "pict", "object"))
_DROPPED = frozenset(W + name for name in ("del", "moveFrom"))
_PLACEHOLDER = f"{W}sdtPr/{W}showingPlcHdr"
"""A form's field that nobody has filled in yet."""
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}


@dataclass
class Found:
    """What a paragraph holds: its text, and what stands beside it."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    hidden: bool = False
    struck: str = ""
    revised: bool = False

    def after(self, before: "Found") -> None:
        """Put what another paragraph holds before this one, whose mark a revision deleted."""
        self.text = before.text + self.text
        self.boxes[:0], self.notes[:0] = before.boxes, before.notes
        self.pictures += before.pictures
        self.hidden |= before.hidden
        self.struck = before.struck + self.struck
        self.revised = True


def children(element: Element, depth: int = 0) -> Iterator[Element]:
    """The paragraphs, tables, rows or cells of an element, also those inside mere containers."""
    if depth > MOST_DEPTH:
        raise TooDeepError
    for child in element:
        if child.tag in _WRAPPERS and child.find(_PLACEHOLDER) is None:
            yield from children(child, depth + 1)
        elif child.tag == f"{_MC}AlternateContent":
            if (chosen := _chosen(child)) is not None:
                yield from children(chosen, depth + 1)
        else:
            yield child


def _chosen(element: Element) -> Element | None:
    """What every modern program shows of several versions of the same."""
    first = element.find(f"{_MC}Choice")
    return element.find(f"{_MC}Fallback") if first is None else first


def runs_on(paragraph: Element) -> bool:
    """Whether a revision deleted or moved a paragraph's end, so that the next one goes on."""
    mark = stated(paragraph.find(f"{W}pPr/{W}rPr"))
    return "del" in mark or "moveFrom" in mark


def text_of(paragraph: Element, styles: Styles) -> Found:
    """Read a paragraph."""
    found = Found()
    pieces: list[str] = []
    properties = paragraph.find(f"{W}pPr")
    look = styles.look(stated(properties).get("pStyle"))
    for child in children(paragraph):
        if child.tag == f"{W}r":
            _run(child, styles, found, pieces, look)
        elif child.tag in _DROPPED:
            found.revised = True
        elif child.tag.startswith(_MATH):
            pieces.extend(one.text or "" for one in child.iter(f"{_MATH}t"))
    found.text = "".join(pieces)
    return found


def _run(run: Element, styles: Styles, found: Found, pieces: list[str], around: Look) -> None:
    """Read a run: text of one look, unless it is hidden or struck through.

    ``around`` is the look of the paragraph's style.
    """
    properties = stated(run.find(f"{W}rPr"))
    look = look_of(properties).over(styles.look(properties.get("rStyle"))).over(around)
    hidden = bool(look.hidden)
    if look.struck and not hidden:
        found.struck += "".join(one.text or "" for one in run.iter(f"{W}t"))
        return
    for child in children(run):
        if child.tag == f"{W}t":
            found.hidden |= hidden and bool((child.text or "").strip())
            pieces.append("" if hidden else child.text or "")
        elif sign := _SIGNS.get(child.tag):
            pieces.append("" if hidden else sign)
        elif child.tag in _NOTES:
            found.notes.append((_NOTES[child.tag], child.get(f"{W}id", "")))
        elif child.tag in _DRAWN:
            _drawing(child, found)
        elif child.tag == f"{W}r":
            _run(child, styles, found, pieces, around)
        elif child.tag == f"{W}sym":
            pieces.append(_symbol(child))


def _symbol(element: Element) -> str:
    """A character of a symbol font; those of private use mean nothing without the font."""
    code = element.get(f"{W}char", "")
    number = int(code, 16) if code and all(char in "0123456789abcdefABCDEF" for char in code) else 0
    return chr(number) if 0x20 <= number < 0xD800 else ""  # noqa: PLR2004  (below private use)


def _drawing(element: Element, found: Found) -> None:
    """A drawing is a text box or a picture."""
    boxes = list(_outermost(element, f"{W}txbxContent"))
    found.boxes.extend(boxes)
    found.pictures += not boxes


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    """The elements with a tag that are not inside another such, without second versions."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.tag == tag:
            yield one
        elif one.tag == f"{_MC}AlternateContent":
            waiting.extend(chosen for chosen in [_chosen(one)] if chosen is not None)
        else:
            waiting.extend(reversed(one))
