"""Plans without a table: numbered paragraphs with their units in brackets or on a line below."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.alignment import names_units
from gkplan.importing.blanket import Blanket, blanket_of
from gkplan.importing.blocks import Block, Paragraph, Said
from gkplan.importing.columns import Column, Holds, column_of, settle
from gkplan.importing.inline import units_in_sentence
from gkplan.importing.numbering import Number, outranks, take_number
from gkplan.importing.outline import Heading, Item, Outline, UnitText, outline_of
from gkplan.importing.responsible import split_tasks
from gkplan.importing.rolewords import LABEL
from gkplan.importing.tables import texts_of
from gkplan.importing.wording import ended, joined, squeezed

_LABELLED = re.compile(r"\s*([^：:，。；、]{2,14}?)\s*[：:]\s*(\S.*)", re.DOTALL)
_NUMERAL = re.compile(r"[\d.,]+[%‰％]?")
_CLOSED = ("）", ")", "】", "]", "〕")
_LONGEST_HEADING = 40
_WRAPPED = 28
"""Characters from which a line may have been broken by the width of its page."""
_LONGEST = 5000
"""Characters from which no line is joined to a paragraph any more: the text is no plan's."""
PAGE_NUMBER = re.compile(
    r"[-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页(?:[，,\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*[/／]\s*\d{1,3}"
)
_FOOTER = re.compile(
    "^(?:解读|起草|发布|信息)(?:单位|机构|来源)|责任编辑|网站标识码|ICP备|公网安备|版权所有|技术支持"
)
"""What a web page prints below its text."""
_TAIL = 12
"""Characters that the broken-off end of a sentence has at most."""
_NO_TASKS = re.compile(
    "保障措施|组织(?:保障|实施|领导)|(?:工作|有关|相关)要求|总体要求|指导思想|基本原则|总体目标|实施保障"
)
"""Headings over what holds for all tasks: only what names units of its own is a task there."""
_MIXED = Column(Holds.UNITS)


class Line(NamedTuple):
    """One paragraph, or one of several items in it, taken apart."""

    said: Said
    number: Number | None
    text: str
    brackets: tuple[str, ...]
    level: int = 0
    torn: bool = False

    @property
    def heads(self) -> bool:
        """Whether it reads like a heading: short, numbered or marked as one, one phrase."""
        marked = self.number is not None or self.level > 0
        return marked and len(self.text) <= _LONGEST_HEADING and self.is_phrase

    @property
    def is_bracket(self) -> bool:
        """Whether it holds nothing but the units of the line above."""
        return bool(self.brackets) and not self.text

    @property
    def is_phrase(self) -> bool:
        """Whether it is no sentence, or one alone such as stands over paragraphs of its own."""
        return not ended(self.text) or not re.search("[。；！？]", self.text[:-1])


def recount(blocks: Sequence[Block]) -> Outline | None:
    """Read a document's paragraphs as a plan; None if none of them names units."""
    walk = _Walk()
    lines: list[Line] = []
    paragraphs = list(_paragraphs(blocks))
    printed = furniture(paragraphs)
    kept = [block for at, block in enumerate(paragraphs) if at not in printed]
    for block, torn in rejoin(kept):
        lines += _lines(block, torn=torn)
    for index, line in enumerate(lines):
        walk.line(line, lines[index + 1] if index + 1 < len(lines) else None)
    walk.settle()
    walk.loose += [Said(paragraphs[at].text, paragraphs[at].place) for at in sorted(printed)]
    return walk.outline()


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs of a document, those in the cells of tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (Paragraph(said.text, said.place) for said in texts_of(block))


def furniture(blocks: Sequence[Paragraph]) -> set[int]:
    """The places of page numbers, and of the lines beside them that stand there again and again."""
    pages = {at for at, block in enumerate(blocks) if PAGE_NUMBER.fullmatch(block.text.strip())}
    beside = {at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(blocks)} - pages
    seen = Counter(squeezed(blocks[at].text) for at in beside)
    again = {at for at in sorted(beside) if seen[squeezed(blocks[at].text)] > 1}
    first: dict[str, int] = {}
    for at, block in enumerate(blocks):
        first.setdefault(squeezed(block.text), at)
    return pages | again - set(first.values())


def rejoin(blocks: Sequence[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """Join lines that a numeral or a line's end tore apart, and tell which were."""
    found: list[tuple[Paragraph, bool]] = []
    numeral = False
    for block in blocks:
        last = found[-1][0] if found else None
        is_numeral = _NUMERAL.fullmatch(block.text) is not None
        goes_on = numeral or (is_numeral and last is not None and _is_open(last))
        whole = last is not None and len(last.text) > _LONGEST
        if last and not whole and _is_open(last) and (goes_on or _wraps(last, block)):
            text = joined(f"{last.text}\n{block.text}")
            found[-1] = (last._replace(text=text), found[-1][1] or goes_on)
        else:
            found.append((block, False))
            goes_on = False
        numeral = is_numeral and goes_on
    return found


def _is_open(block: Paragraph) -> bool:
    """Whether a paragraph ends in the middle of a sentence."""
    begun = take_number(block.text)[0] is not None or _says_who(block.text)
    return begun and not ended(block.text) and not block.text.endswith(_CLOSED)


def _wraps(last: Paragraph, block: Paragraph) -> bool:
    """Whether a line goes on with a line that was as long as its page is wide."""
    if block.level or take_number(block.text)[0] or _labelled(block.text):
        return False
    wide = len(last.text) >= _WRAPPED
    if _says_who(last.text):
        goes_on = names_units(block.text) or names_units(joined(f"{last.text}\n{block.text}"))
        return goes_on and (wide or last.text.endswith(("、", "，")))
    return wide or (len(block.text) <= _TAIL and block.text.endswith("。"))


def _lines(block: Paragraph, *, torn: bool) -> list[Line]:
    said = Said(block.text, block.place)
    number, rest = take_number(block.text)
    parts = ((rest, ()),) if _says_who(block.text) else split_tasks(rest)
    found = []
    for index, (text, brackets) in enumerate(parts):
        own, tail = (number, text) if index == 0 else take_number(text)
        found.append(Line(said, own, joined(tail), brackets, block.level, torn))
    return found


class _Walk:
    """Goes through the lines and keeps the headings and units that hold for those to come."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.blankets: list[Blanket] = []
        self.loose: list[Said] = []
        self.start: int | None = None
        self.headings: list[Heading] = []
        self.pushed: list[Heading] = []
        self.shared: tuple[UnitText, ...] = ()
        self.waiting: list[Item] = []
        self.apart = False

    def outline(self) -> Outline | None:
        if not self.items:
            return None
        start = len(self.loose) if self.start is None else self.start
        return outline_of(self.items, self.blankets, self.loose, self.pushed, start)

    @property
    def heading(self) -> Heading | None:
        return self.headings[-1] if self.headings else None

    def line(self, line: Line, after: Line | None) -> None:
        if not line.brackets and self._take_labelled(line):
            return
        if line.is_bracket and self._take_bracket(line):
            return
        begun = len(self.items)
        if line.level == 1 and not line.number and not self.headings and not self.items:
            self.loose.append(line.said)
        elif blanket := blanket_of(line.said, len(self.items) + len(self.waiting)):
            self.blankets.append(blanket)
        elif line.heads and self._leads(line, after):
            self.settle()
            self._push(line)
        elif line.brackets:
            self._item(line)
        else:
            follow = after is not None and (_names_units(after) or after.is_bracket)
            self._wait(line, units_follow=follow)
        self.apart = len(self.items) == begun

    def _leads(self, line: Line, after: Line | None) -> bool:
        """Whether a short numbered line is a heading rather than an item."""
        if after is not None and (_says_who(after.said.text) or after.is_bracket):
            return False
        if not line.brackets and not ended(line.text):
            return True
        if after is None or (line.brackets and (after.brackets or ended(line.text))):
            return False
        return _is_below(line, after) if after.number or line.brackets else False

    def _push(self, line: Line) -> None:
        above = [one for one in self.headings if _stands_above(one, line)]
        heading = Heading(line.number, line.text.rstrip("。；"), line.said.place, tuple(above))
        self.headings = [*above, heading]
        self.pushed.append(heading)
        self.shared = _units(line)

    def _item(self, line: Line) -> None:
        self._begin()
        self._leave_siblings(line.number)
        self._keep_waiting(line.number)
        item = Item(self.heading, line.number, line.text, line.said.place, _units(line))
        doubt = f"被拆开的数字已接回，请对照原件（{line.said.place}）"
        self.items.append(item.doubting(doubt) if line.torn else item)

    def _leave_siblings(self, number: Number | None) -> None:
        """Leave the headings that an item with such a number stands beside and not below."""
        while (
            number
            and self.heading
            and self.heading.number
            and self.heading.number.style == number.style
        ):
            self.headings.pop()
            self.shared = ()

    def _wait(self, line: Line, *, units_follow: bool) -> None:
        """Keep a paragraph that may turn out to be an item."""
        place = line.said.place
        if self.shared and (line.number or ended(line.text)):
            self._begin()
            doubt = f"单位取自标题后的括号（{self.shared[0].place}）"
            self.items.append(
                Item(
                    self.heading, line.number, line.text, place, self.shared, merged=True
                ).doubting(doubt)
            )
        elif not units_follow and any(_NO_TASKS.search(one.title) for one in self.headings):
            self.settle()
            self.loose.append(line.said)
        elif inside := units_in_sentence(line.text):
            self._begin()
            self._keep_waiting(line.number)
            unit = UnitText(_MIXED, inside, place)
            self.items.append(Item(self.heading, line.number, line.text, place, (unit,)))
        elif line.number or (units_follow and self.pushed and not self._counts_items()):
            self.waiting.append(Item(self.heading, line.number, line.text, place))
        else:
            self.settle()
            self.loose.append(line.said)

    def _take_labelled(self, line: Line) -> bool:
        """Read a line such as ``责任单位：A、B`` or ``完成时限：…`` as said of the item above."""
        found = _labelled(line.said.text)
        if not found or not self._has_above():
            return False
        column, text = found
        if column.holds not in (Holds.UNITS, Holds.TIME):
            self.loose.append(line.said)
            return True
        self._take_waiting()
        said = Said(text, line.said.place)
        last = self.items[-1]
        if column.holds is Holds.TIME:
            self.items[-1] = last._replace(times=(*last.times, said))
        else:
            unit = UnitText(column, said.text, said.place)
            if LABEL.search(text):  # 牵头单位：A；责任单位：B
                unit = UnitText(_MIXED, line.said.text, said.place)
            self.items[-1] = last._replace(units=_settled((*last.units, unit)))
        return True

    def _take_bracket(self, line: Line) -> bool:
        """Read a line that is nothing but a bracket as said of the paragraph above."""
        if not self._has_above():
            return False
        self._take_waiting()
        last = self.items[-1]
        self.items[-1] = last._replace(units=(*last.units, *_units(line)))
        return True

    def _counts_items(self) -> bool:
        """Whether the items of this heading are numbered, so that one without a number is none."""
        last = self.items[-1] if self.items else None
        return last is not None and last.number is not None and last.heading is self.heading

    def _has_above(self) -> bool:
        """Whether the line before is one that units on a line of their own may be said of."""
        return bool(self.waiting or (self.items and not self.apart))

    def _take_waiting(self) -> None:
        """Make an item of the line that waits last, since its units follow."""
        self._begin()
        if self.waiting:
            *before, last = self.waiting
            self.waiting = before
            self._keep_waiting(last.number)
            self.items.append(last)
        self.apart = False

    def _begin(self) -> None:
        if self.start is None:
            self.start = len(self.loose)

    def _keep_waiting(self, number: Number | None) -> None:
        """Make items of the waiting lines that are numbered like this one; the rest is loose."""
        for item in self.waiting:
            if number and item.number and item.number.style == number.style and self.items:
                self.items.append(item)
            else:
                self.loose.append(Said(item.text, item.place))
        self.waiting = []

    def settle(self) -> None:
        """Decide on the lines still waiting at the end of a heading's part."""
        last = self.items[-1] if self.items else None
        alike = last.number if last and last.heading is self.heading else None
        self._keep_waiting(alike)


def _is_below(line: Line, after: Line) -> bool:
    """Whether the next line stands a level below a numbered one."""
    return after.number is None or line.number is None or outranks(line.number, after.number)


def _stands_above(heading: Heading, line: Line) -> bool:
    if heading.number and line.number:
        return outranks(heading.number, line.number)
    return heading.number is None and line.number is not None


def _names_units(line: Line) -> bool:
    """Whether a line says who is responsible, for the paragraph above it."""
    found = _labelled(line.said.text)
    return found is not None and found[0].holds is Holds.UNITS


def _units(line: Line) -> tuple[UnitText, ...]:
    return tuple(UnitText(_MIXED, text, line.said.place) for text in line.brackets)


def _says_who(text: str) -> bool:
    """Whether a line such as ``责任单位：A`` or ``时限：6月`` speaks of the line above it."""
    found = _labelled(text)
    return found is not None and found[0].holds in (Holds.UNITS, Holds.TIME)


def _settled(units: Sequence[UnitText]) -> tuple[UnitText, ...]:
    """The units of one item, of whom 责任单位 beside 牵头单位 implement."""
    columns = settle([unit.column for unit in units])
    return tuple(unit._replace(column=column) for unit, column in zip(units, columns, strict=True))


def _labelled(text: str) -> tuple[Column, str] | None:
    """What a line such as ``责任单位：A、B`` is about, and what it says."""
    match = _LABELLED.fullmatch(text) if not _FOOTER.search(text) else None
    column = column_of(match[1]) if match and not take_number(text)[0] else None
    return (column, match[2]) if match and column else None
