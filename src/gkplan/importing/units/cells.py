"""A cell of units in its parts: names, role words, labels, separators, times, and the rest."""

import re
from collections.abc import Iterator
from datetime import date

from gkplan.importing.lexicon import roles
from gkplan.importing.lexicon.patterns import Wording, cached
from gkplan.importing.lexicon.roles import LAST, Part, part_of
from gkplan.importing.text.brackets import CLOSERS, OPENERS, pairs, without_brackets
from gkplan.importing.times.timing import read_time
from gkplan.importing.units.names import is_place, level, looks_like_unit
from gkplan.importing.units.tokens import (
    Inner,
    Label,
    Mark,
    Name,
    Phrase,
    PhraseKind,
    Token,
    Word,
    is_phrase,
)

SEPARATORS = "、，,；;。|｜·•/／"
ODD_SEPARATORS = "/／·•"
"""Separators that are only such between two units."""
_ENDS = rf"\s{re.escape(SEPARATORS + OPENERS + CLOSERS)}"
STOP = re.compile(rf"[{_ENDS}]|$")
"""Where a word may end."""
CHUNK = re.compile(rf"[^{_ENDS}]{{1,60}}")
"""The text up to the next separator."""
NUMBERED = re.compile(r"\d{1,2}[.．、)）](?!\d)|[①-⑳]")
"""The number before a unit that is listed with others."""
SHARES = re.compile(r"(?:国家|中央|[省市区县州旗]级?)$")
"""What stands before 、 inside a name: 市、区财政局."""

_OPEN = re.compile(
    r"(?<![高中初平同均对何])等(?:各|其他|有关|相关|国务院|中央|地方|全[省市县区]|[区市县省]级|[区市县省]直|[区市县省]"
    r"|职能|成员|主要|行业|建设|管理|主管|监管){0,4}"
    r"(?:部门[和、]?单位|单位[和、]?部门|部门|单位|机构|委办局|镇街|街镇|企业|科室|\d{1,3}[个家](?:部门|单位)?)?$"
)
_OPEN_REACH = 30
_LEVEL = r"(?:省|自治区|直辖市|市|县|区|旗|州|盟|镇|乡|街道?|乡镇|开发区|园区|高新区|委|办|局|部)"
_ALSO = r"(?:[（(<〈][^）)>〉]{1,8}[）)>〉])?"
LISTED = Wording(
    rf"各(?:{_LEVEL}{_ALSO}、)+{_LEVEL}{_ALSO}"
    r"(?:(?:人民)?政府|党委|管委会|办事处|工委|有关部门|有关单位)?"
    rf"(?=[{_ENDS}]|$|<牵头>|<配合>|落实|负责|按|分别|共同)"
)
"""A set that lists its levels, and is one name: 各县（市）、区人民政府."""
_BODIES = re.compile(
    r"^[一-鿿]{0,8}(?:[省市区县州旗镇]委|政府|党委|[省市区县]府|管委会|街道|镇|乡)$"
)
_TAIL = re.compile(
    r"^(?:公[厅室]|(?:监督)?管理局|(?:管理)?委员会|管委会|分局|[支大总]队|办事处|(?:人民)?政府|[总分]?公司|有限公司"
    r"|(?:管理|服务)?中心|领导小组(?:办公室)?|工作小组|(?:中心)?支行|分行|办公室|[一-鿿])(?![一-鿿])"
)
_STANDS_ALONE = re.compile("(?:公司|集团|局|银行)$")
"""What no town or street has of its own, so that a name that so ends begins again."""
_LONGEST_TIME = 40
_ANY_DAY = date(2017, 1, 1)


def named(name: str) -> tuple[Token, ...]:
    """What a piece between separators is: a name (perhaps 等部门 behind it), or a time."""
    name = name.strip(" 　:：-—")
    name, opened = _without_open(name)
    rest = (Phrase(PhraseKind.OPEN, opened),) if opened else ()
    if not name:
        return rest
    if names_time(name):
        return (Phrase(PhraseKind.TIME, name), *rest)
    return (Name(name, looks_like_unit(name)), *rest)


def ends_name(name: str) -> bool:
    """Whether a name that 和 or 及 follows is complete, perhaps with 等部门 behind it."""
    return looks_like_unit(_without_open(name)[0])


def _without_open(name: str) -> tuple[str, str]:
    """A name without 等部门 behind it, and what was there."""
    opened = _OPEN.search(name[-_OPEN_REACH:])
    end = len(opened[0]) if opened else 0
    return name[: len(name) - end], name[len(name) - end :]


def names_time(text: str) -> bool:
    """Whether a piece of a cell is about time and not a unit."""
    if len(text) > _LONGEST_TIME or looks_like_unit(text):
        return False
    return bool(read_time(text, _ANY_DAY, stated=True).phrases)


def parted(name: str, following: str) -> bool:
    """Whether a blank between two texts parts two units, and no name was torn by a line's end."""
    if names_time(name) or names_time(following):
        return True
    if not looks_like_unit(name) or not following or _TAIL.match(following):
        return False
    if not looks_like_unit(following):
        return not looks_like_unit(name + following)
    if is_place(name) and not is_place(following):
        return False
    if name.startswith("各") or _STANDS_ALONE.search(following):
        return True
    own = level(following) or following.startswith("各") or _BODIES.search(following)
    return bool(own) or not _BODIES.search(name)


_KEPT = 12


def note_in(inside: str, *, after_name: bool) -> Token | None:
    """A role word, or the rule that the first unit leads, alone in brackets."""
    if roles.FIRST.search(inside):
        return Phrase(PhraseKind.FIRST, inside)
    if roles.NOTE.fullmatch(inside.strip()):
        return Word(part_of(inside), inside, note=after_name)
    return None


def behind_name(inside: str, found: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """What brackets behind a name say of others; None where they are part of the name."""
    if roles.CORE.search(inside) or any(isinstance(token, Label) for token in found):
        return (Inner(found),) if _clean(found) else (Phrase(PhraseKind.OTHER, inside),)
    if len(found) == 1 and is_phrase(found[0], PhraseKind.TIME):
        return found
    units = all(isinstance(token, Mark) or _is_unit(token) for token in found)
    is_part = units or len(without_brackets(inside)) <= _KEPT
    return None if is_part else (Phrase(PhraseKind.OTHER, inside),)


def _is_unit(token: Token) -> bool:
    return isinstance(token, Name) and token.sure


def _clean(found: tuple[Token, ...]) -> bool:
    """Whether everything in brackets was read."""
    return not any(
        is_phrase(token, PhraseKind.OTHER) or (isinstance(token, Name) and not token.sure)
        for token in found
    )


_STOPS = OPENERS + CLOSERS + SEPARATORS + ODD_SEPARATORS + roles.LINKS
_SURE_WORD = Wording("<牵头>|<配合>|负责")
_DEEPEST = 4


@cached(20000)  # units recur from row to row, and several steps look at each cell
def tokens(text: str, depth: int = 0) -> tuple[Token, ...]:
    """Take a cell of units apart; ``depth`` counts the brackets that it stands in."""
    return tuple(_Scanner(text, depth).scan())


@cached(4)
def _plain_run() -> re.Pattern[str]:
    """Match the characters of a name at which no step of a scanner need be tried."""
    return re.compile(rf"[^\s{re.escape(_STOPS + ''.join(roles.starts()))}]+")


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
            if self.name and not self.labels and (run := _plain_run().match(self.text, before)):
                self.name += run[0]
                self.place = run.end()
                continue
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
        match = roles.LABEL.match(self.text, self.place)
        match = match or roles.BARE_LABEL.match(self.text, self.place)
        if match and (not self.name or looks_like_unit(self.name) or names_time(self.name)):
            yield from self._ended()
            self.place = match.end()
            part = part_of(match["what"])
            yield Label(part, match[0])
            if part in (Part.TIME, Part.NONE):
                yield from self._value(part)

    def _value(self, part: Part) -> Iterator[Token]:
        """What stands behind a label that is not about units, up to the next label."""
        end = roles.NEXT.search(self.text, self.place)
        stop = end.start() if end else len(self.text)
        value = self.text[self.place : stop].strip(" 　，,、\n")
        self.place = stop
        if value:
            yield Phrase(PhraseKind.TIME if part is Part.TIME else PhraseKind.OTHER, value)

    def _first(self) -> Iterator[Token]:
        if not self.name and (match := roles.FIRST.match(self.text, self.place)):
            self.place = match.end()
            yield Phrase(PhraseKind.FIRST, match[0])
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
        if self.text[self.place] not in roles.starts():
            return
        match = roles.WORD.match(self.text, self.place)
        if not match or not self._whole(match) or (self.name and names_time(self.name)):
            return
        yield from self._ended()
        self.place = match.end()
        yield Word(part_of(match[0]), match[0])
        said = CHUNK.match(self.text, self.place)
        if said and not looks_like_unit(self._chunk(0)):  # 负责资金保障
            self.place = said.end()
            yield Phrase(PhraseKind.OTHER, said[0])

    def _whole(self, match: re.Match[str]) -> bool:
        """Whether a role word stands whole, and is no part of a name (区政协办)."""
        if looks_like_unit(self.name + match[0]) and not looks_like_unit(self.name):
            return False
        if STOP.match(self.text, match.end()):
            return part_of(match[0]) is not Part.OTHER or looks_like_unit(self.name)
        return bool(_SURE_WORD.match(match[0])) and looks_like_unit(self.name)

    def _link(self) -> Iterator[Token]:
        together = roles.TOGETHER.match(self.text, self.place)
        if together and (not self.name or looks_like_unit(self.name)):
            following = self._chunk(len(together[0]))
            if self._leads_on(together[0], following):
                yield from self._ended()
                self.place = together.end()
                yield Phrase(PhraseKind.TOGETHER, together[0])
                return
        join = roles.AND.match(self.text, self.place)
        if join and ends_name(self.name) and looks_like_unit(self._chunk(len(join[0]))):
            yield from self._ended()
            self.place = join.end()
            yield Mark("、")

    def _leads_on(self, word: str, following: str) -> bool:
        """Whether 会同 and the like lead from one unit to others; 会同县 is the name of a place."""
        if word != "会同":
            return (word == "会" or bool(self.name)) and looks_like_unit(following)
        return not following.startswith("县") or (bool(self.name) and not is_place(self.name))

    def _chunk(self, ahead: int) -> str:
        """The name that begins ahead, up to the next separator, without the role word behind it."""
        number = NUMBERED.match(self.text, self.place + ahead)
        match = CHUNK.match(self.text, number.end() if number else self.place + ahead)
        found = match[0] if match else ""
        return _OPEN.sub("", LAST.sub("", found)) or found
