"""A cell of units taken apart: names, role words, labels, separators, times, and what is left."""

import re
from collections.abc import Iterator

from gkplan.importing import rolewords
from gkplan.importing.lexicon import Wording, cached
from gkplan.importing.rolewords import Part, part_of
from gkplan.importing.unitnames import CLOSERS, OPENERS, is_place, looks_like_unit, pairs
from gkplan.importing.unitnotes import behind_name, note_in
from gkplan.importing.unitpieces import (
    CHUNK,
    LISTED,
    NUMBERED,
    ODD_SEPARATORS,
    SEPARATORS,
    SHARES,
    STOP,
    chunk,
    ends_name,
    named,
    names_time,
    parted,
)
from gkplan.importing.unittokens import (
    First,
    Label,
    Mark,
    Other,
    Time,
    Together,
    Token,
    Word,
)

_SURE_WORD = Wording("<牵头>|<配合>|负责")
_DEEPEST = 4


@cached(4096)  # units recur from row to row, and several steps look at each cell
def tokens(text: str, depth: int = 0) -> tuple[Token, ...]:
    """Take a cell of units apart; ``depth`` counts the brackets that it stands in."""
    return tuple(_Scanner(text, depth).scan())


class _Scanner:
    """Goes through a cell from left to right, and keeps the name it is in."""

    def __init__(self, text: str, depth: int) -> None:
        """Begin at the front."""
        self.text = text
        self.depth = depth
        self.pairs = pairs(text)
        self.labels = re.search(r"[\s:：]", text) is not None
        self.place = 0
        self.name = ""

    def scan(self) -> Iterator[Token]:
        """Give the parts in their order."""
        steps = (
            *(self._bracket, self._first, self._label, self._listed),
            *(self._separator, self._blank, self._word, self._link),
        )
        while self.place < len(self.text):
            before = self.place
            for step in steps:
                yield from step()
                if self.place > before:
                    break
            else:
                if self.name or self.text[self.place] not in "由请":
                    self.name += self.text[self.place]
                self.place += 1
        yield from self._ended()

    def _ended(self) -> Iterator[Token]:
        """The name that ends here."""
        name, self.name = self.name, ""
        yield from named(name)

    def _bracket(self) -> Iterator[Token]:
        char = self.text[self.place]
        if char not in OPENERS + CLOSERS:
            return
        end = self.pairs.get(self.place)
        if end is None:  # a bracket without its other half
            yield from self._ended()
            self.place += 1
            yield Mark("、")
            return
        inside, whole = self.text[self.place + 1 : end], self.text[self.place : end + 1]
        self.place = end + 1
        said = self._said(inside)
        if said is None:
            self.name += whole
        else:
            yield from self._ended()
            yield from said

    def _said(self, inside: str) -> tuple[Token, ...] | None:
        """What brackets say; None where they are part of the name before them."""
        after_name = bool(self.name)
        if note := note_in(inside, after_name=after_name):
            return (note,)
        if self.depth >= _DEEPEST:
            return None
        found = tokens(inside, self.depth + 1)
        return behind_name(inside, found) if after_name else found

    def _label(self) -> Iterator[Token]:
        if not self.labels:
            return
        match = rolewords.LABEL.match(self.text, self.place)
        match = match or rolewords.BARE_LABEL.match(self.text, self.place)
        if match and (not self.name or looks_like_unit(self.name) or names_time(self.name)):
            yield from self._ended()
            self.place = match.end()
            part = part_of(match["what"])
            yield Label(part, match[0])
            if part in (Part.TIME, Part.NONE):
                yield from self._value(part)

    def _value(self, part: Part) -> Iterator[Token]:
        """What stands behind a label that is not about units, up to the next label."""
        end = rolewords.NEXT.search(self.text, self.place)
        stop = end.start() if end else len(self.text)
        value = self.text[self.place : stop].strip(" 　，,、\n")
        self.place = stop
        if value:
            yield Time(value) if part is Part.TIME else Other(value)

    def _first(self) -> Iterator[Token]:
        if not self.name and (match := rolewords.FIRST.match(self.text, self.place)):
            self.place = match.end()
            yield First(match[0])
        elif not self.name and (match := NUMBERED.match(self.text, self.place)):
            self.place = match.end()

    def _listed(self) -> Iterator[Token]:
        """各县、市、区政府 is one name."""
        if not self.name and (match := LISTED.match(self.text, self.place)):
            self.name = match[0]
            self.place = match.end()
        yield from ()

    def _separator(self) -> Iterator[Token]:
        char = self.text[self.place]
        if char not in SEPARATORS:
            return
        if char in ODD_SEPARATORS and not (
            looks_like_unit(self.name) and looks_like_unit(self._chunk(1))
        ):
            return
        if char == "、" and SHARES.fullmatch(self.name):  # 市、区财政局
            return
        yield from self._ended()
        self.place += 1
        yield Mark(char)

    def _blank(self) -> Iterator[Token]:
        if not self.text[self.place].isspace():
            return
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        if self.name and parted(self.name, self._chunk(0)):
            yield from self._ended()
            yield Mark("、")

    def _word(self) -> Iterator[Token]:
        if not rolewords.may_start(self.text[self.place]):
            return
        match = rolewords.WORD.match(self.text, self.place)
        if not match or not self._whole(match) or (self.name and names_time(self.name)):
            return
        yield from self._ended()
        self.place = match.end()
        yield Word(part_of(match[0]), match[0])
        said = CHUNK.match(self.text, self.place)
        if said and not looks_like_unit(self._chunk(0)):  # 负责资金保障
            self.place = said.end()
            yield Other(said[0])

    def _whole(self, match: re.Match[str]) -> bool:
        """Whether a role word stands whole, and is no part of a name (区政协办)."""
        if looks_like_unit(self.name + match[0]) and not looks_like_unit(self.name):
            return False
        if STOP.match(self.text, match.end()):
            return part_of(match[0]) is not Part.OTHER or looks_like_unit(self.name)
        return bool(_SURE_WORD.match(match[0])) and looks_like_unit(self.name)

    def _link(self) -> Iterator[Token]:
        together = rolewords.TOGETHER.match(self.text, self.place)
        if together and (not self.name or looks_like_unit(self.name)):
            following = self._chunk(len(together[0]))
            if self._leads_on(together[0], following):
                yield from self._ended()
                self.place = together.end()
                yield Together(together[0])
                return
        join = rolewords.AND.match(self.text, self.place)
        if join and ends_name(self.name) and looks_like_unit(self._chunk(len(join[0]))):
            yield from self._ended()
            self.place = join.end()
            yield Mark("、")

    def _leads_on(self, word: str, following: str) -> bool:
        """Whether 会同 and the like lead from one unit to others; 会同县 is the name of a place."""
        if word != "会同":
            return bool(self.name) and looks_like_unit(following)
        return not following.startswith("县") or (bool(self.name) and not is_place(self.name))

    def _chunk(self, ahead: int) -> str:
        """The text up to the next separator, without the role word at its end."""
        return chunk(self.text, self.place + ahead)
