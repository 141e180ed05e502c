"""Plans without a table: numbered paragraphs with their units in brackets or on a line below."""

import re
from collections.abc import Sequence

from gkplan.importing.document import Block, Said
from gkplan.importing.lexicon.columns import Column, Holds, labelled, says_who, settle
from gkplan.importing.lexicon.roles import LABEL
from gkplan.importing.outline import Gathered, Heading, Item, Outline, UnitText
from gkplan.importing.prose.lines import Below, Line, lines_of, with_followers
from gkplan.importing.text.numbers import Number, outranks
from gkplan.importing.text.wording import ended
from gkplan.importing.units.rules import HENCEFORTH, Blanket, blanket_of, states_first, states_rule
from gkplan.importing.units.sentences import units_in_sentence

_NO_TASKS = re.compile(
    "保障措施|组织(?:保障|实施|领导)|(?:工作|有关|相关)要求|总体要求|指导思想|基本原则|总体目标|实施保障"
)
"""Headings over what holds for all tasks: only what names units of its own is a task there."""
_NOTE = re.compile("(?:备?注|说明|附注)\\s*\\d?\\s*[:：.]")
_NO_TASK = re.compile("[^，。；：:]{0,4}(?:问题|目标|表现|现状|原因|依据)[^，。；：:]{0,4}[：:]")
"""The label of a paragraph that says what is wrong or aimed at, not what is to be done."""
FINAL = re.compile(
    "本(?:方案|意见|办法|通知|计划|细则|要点|清单|措施|规定|预案)(?:由|自|的解释|有效期)[^。；]{0,60}"
    "(?:解释|施行|实施|执行|生效|废止|为止|年)"
)
"""The last sentence of a document: who explains it, and from what day on it holds."""
_BARE_LABEL = re.compile("[^，。；：:]{2,14}[：:]")
_HOST = re.compile("(?:主办|承办|协办|维护|运维|运营|技术支持)(?:单位|部门|方)?[：:]")
"""What may stand at the foot of a web page."""
_ALL_ABOVE = re.compile("(?:以上|上述)(?:各?项)?(?:任务|工作|事项|措施|内容)")
_MIXED = Column(Holds.UNITS)


def recount(blocks: Sequence[Block]) -> Outline | None:
    """Read a document's paragraphs as a plan; None if none of them names units."""
    walk = _Walk()
    lines, printed = lines_of(blocks)
    for line, below in with_followers(lines):
        walk.line(line, below)
    walk.settle()
    walk.loose += printed
    return walk.outline() if walk.items else None


class _Walk(Gathered):
    """Goes through the lines and keeps the headings and units that hold for those to come."""

    def __init__(self) -> None:
        super().__init__()
        self.shared: tuple[UnitText, ...] = ()
        self.shared_times: tuple[Said, ...] = ()
        self.waiting: list[Item] = []
        self.apart = False

    def line(self, line: Line, below: Below) -> None:
        if not line.brackets and self._take_labelled(line):
            return
        if line.is_bracket and self._take_bracket(line):
            return
        begun = len(self.items)
        if line.level == 1 and not line.number and not self.headings and not self.items:
            self.loose.append(line.said)
        elif self._take_rule(line):
            pass
        elif line.heads and self._leads(line, below.after, below.beyond):
            self.settle()
            self._push(line)
        elif line.brackets:
            self._item(line)
        else:
            self._wait(line, units_follow=below.units)
        self.apart = len(self.items) == begun

    def _take_rule(self, line: Line) -> bool:
        """Keep a rule for all items; a line that has units of its own is an item all the same."""
        if any(map(states_rule, line.brackets)):
            text = "；".join(line.brackets)
            blanket = blanket_of(Said(text, line.said.place), self._count())
            if blanket and blanket.first_leads and not HENCEFORTH.search(text):
                blanket = blanket._replace(start=0)
        else:
            blanket = blanket_of(line.said, self._count())
        if blanket:
            self.blankets.append(blanket)
        return bool(blanket) and not (line.brackets and line.text)

    def _leads(self, line: Line, after: Line | None, beyond: Line | None) -> bool:
        """Whether a short numbered line is a heading rather than an item."""
        if after is not None and says_who(after.said.text):
            return _stands_over(line, beyond)
        if after is not None and after.is_bracket:
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
        self.shared_times = ()

    def _item(self, line: Line) -> None:
        self._begin()
        self._leave_siblings(line.number)
        self._keep_waiting(line.number)
        item = self._new(line, _units(line))
        doubt = f"被拆开的数字已接回，请对照原件（{line.said.place}）"
        self.items.append(item.doubting(doubt) if line.torn else item)

    def _new(self, line: Line, units: tuple[UnitText, ...]) -> Item:
        return Item(self.heading, line.number, line.text, line.said.place, units)

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
        if (
            _BARE_LABEL.fullmatch(line.text)
            or any(one.match(line.said.text) for one in (_NOTE, _NO_TASK))
            or FINAL.match(line.text)
        ):
            self.loose.append(line.said)
        elif self.shared and (line.number or ended(line.text)):
            self._begin()
            item = self._new(line, self.shared)._replace(times=self.shared_times)
            self.items.append(item.doubting(f"单位取自标题（{self.shared[0].place}）"))
        elif not units_follow and any(_NO_TASKS.search(one.title) for one in self.headings):
            self.settle()
            self.loose.append(line.said)
        elif inside := units_in_sentence(line.text):
            self._begin()
            unit = UnitText(_MIXED, inside, line.said.place, in_sentence=True)
            if _ALL_ABOVE.match(line.text) and self.waiting:
                self._take_all(unit)
                return
            self._keep_waiting(line.number)
            self.items.append(self._new(line, (unit,)))
        elif line.number or (units_follow and not self._counts_items()):
            self.waiting.append(self._new(line, ()))
        else:
            self.settle()
            self.loose.append(line.said)

    def _take_labelled(self, line: Line) -> bool:
        """Read a line such as ``责任单位：A、B`` or ``完成时限：…`` as said of the item above."""
        found = labelled(line.said.text)
        if not found or found[0].holds in (Holds.TASK, Holds.GROUP):
            return False
        column, text = found
        if column.holds not in (Holds.UNITS, Holds.TIME):
            if not self._take_rule(line):
                self.loose.append(line.said)
            return True
        said = Said(text, line.said.place)
        if self._has_heading_above():
            self._share(column, said)
            return True
        if not self._has_above() or (_HOST.match(line.said.text) and not self._may_be_hosted()):
            return False
        self._take_waiting()
        if states_first(text):
            self.blankets.append(Blanket(line.said, len(self.items) - 1, first_leads=True))
        last = self.items[-1]
        if column.holds is Holds.TIME:
            self.items[-1] = last._replace(times=(*last.times, said))
        else:
            unit = UnitText(column, said.text, said.place)
            if LABEL.search(text):  # 牵头单位：A；责任单位：B
                unit = UnitText(_MIXED, line.said.text, said.place)
            self.items[-1] = last._replace(units=_settled((*last.units, unit)))
        return True

    def _may_be_hosted(self) -> bool:
        """Whether the line above is numbered or a sentence, as no menu of a web page is.

        One that names its units in brackets has no 主办单位 below it.
        """
        above = self.waiting[-1] if self.waiting else self.items[-1]
        in_brackets = above.units and all(unit.column is _MIXED for unit in above.units)
        return not in_brackets and (above.number is not None or ended(above.text))

    def _has_heading_above(self) -> bool:
        """Whether nothing but a heading and what is stated of it stands above."""
        heading = self.heading
        items = self.items and self.items[-1].heading is heading
        return heading is not None and heading is self.pushed[-1] and not (self.waiting or items)

    def _share(self, column: Column, said: Said) -> None:
        """Keep what is stated of a heading for its items."""
        if column.holds is Holds.TIME:
            self.shared_times = (*self.shared_times, said)
        else:
            self.shared = _settled((*self.shared, UnitText(column, said.text, said.place)))

    def _take_bracket(self, line: Line) -> bool:
        """Read a line that is nothing but a bracket as said of the paragraph above."""
        if not self._has_above():
            return False
        self._take_waiting()
        last = self.items[-1]
        self.items[-1] = last._replace(units=(*last.units, *_units(line)))
        return True

    def _take_all(self, units: UnitText) -> None:
        """Make items of all lines that wait, since a sentence below them names their units."""
        doubt = f"单位取自本组末尾的一句（{units.place}）"
        self.items += [item._replace(units=(units,)).doubting(doubt) for item in self.waiting]
        self.waiting = []

    def _count(self) -> int:
        """How many items there are up to here; what waits before the first of them is a letter."""
        return len(self.items) + len(self.waiting) if self.items else 0

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


def _stands_over(line: Line, beyond: Line | None) -> bool:
    """Whether numbered lines of a lower level follow, for which what is stated here holds too."""
    if ended(line.text) or line.number is None or line.number.group is not None:
        return False
    return bool(beyond and beyond.number and outranks(line.number, beyond.number))


def _stands_above(heading: Heading, line: Line) -> bool:
    if heading.number and line.number:
        return outranks(heading.number, line.number)
    return heading.number is None and line.number is not None


def _units(line: Line) -> tuple[UnitText, ...]:
    return tuple(UnitText(_MIXED, text, line.said.place) for text in line.brackets)


def _settled(units: Sequence[UnitText]) -> tuple[UnitText, ...]:
    """The units of one item, of whom 责任单位 beside 牵头单位 implement."""
    columns = settle([unit.column for unit in units])
    return tuple(unit._replace(column=column) for unit, column in zip(units, columns, strict=True))
