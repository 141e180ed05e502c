"""A cell of units taken apart: names, role words, labels, separators, times, and what is left."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gkplan.importing import rolewords
from gkplan.importing.rolewords import Part, part_of
from gkplan.importing.times import read_time
from gkplan.importing.unitnames import (
    CLOSERS,
    OPENERS,
    is_place,
    level,
    looks_like_unit,
    without_brackets,
)

_SEPARATORS = "、，,；;。|｜·•/／"
_STOP = re.compile(rf"[\s{re.escape(_SEPARATORS)}{re.escape(OPENERS)}{re.escape(CLOSERS)}]|$")
_CHUNK = re.compile(rf"[^\s{re.escape(_SEPARATORS)}{re.escape(OPENERS)}]+")
_LAST_WORD = re.compile(rf"(?:{rolewords.WORD.pattern})$")
_SURE_WORD = re.compile("牵头|配合|协助|协办|主办|负责")
_NOTE = re.compile(
    rf"(?:(?:{rolewords.WORD.pattern})|第一?牵头|(?:责任|成员)(?:单位|部门))(?:单位|部门|方)?"
)
_OPEN = re.compile(
    r"(?<![高中初平同均对何])等(?:各|有关|相关|[区市县省]级|[区市县省]直|职能|成员|主要){0,3}"
    r"(?:部门和?单位|单位和?部门|部门|单位|委办局|镇街|街镇|企业|科室|\d{1,3}[个家](?:部门|单位)?)?$"
)
_BODIES = re.compile(
    r"^[一-鿿]{0,8}(?:[省市区县州旗镇]委|政府|人民政府|党委|[省市区县]府|管委会|街道|镇|乡)$"
)
_TAIL = re.compile(
    r"^(?:办公室|委员会|管理局|监督管理局|管理委员会|管委会|分局|中心|支队|大队|总队|办事处|人民政府|政府|总公司|公司|"
    r"分公司|有限公司|管理中心|服务中心|领导小组|领导小组办公室|工作小组|支行|分行|中心支行|[一-鿿])(?![一-鿿])"
)
_KEPT = 12
_ANY_DAY = date(2017, 1, 1)


class Name(NamedTuple):
    """The name of a unit; ``sure`` tells that it looks like one."""

    text: str
    sure: bool


class Word(NamedTuple):
    """A role word after units, or (``note``) in brackets behind one."""

    part: Part
    text: str
    note: bool = False


class Label(NamedTuple):
    """A label before units: 配合单位：."""

    part: Part


class Mark(NamedTuple):
    """A separator between units: 、，； or a blank."""

    sign: str

    @property
    def hard(self) -> bool:
        """Whether it ends what was said of the units before."""
        return self.sign in "；;。"

    @property
    def comma(self) -> bool:
        """Whether it may part those who lead from those who help."""
        return self.sign in "，,"


class Together(NamedTuple):
    """会同: the units to come help the one before."""


class First(NamedTuple):
    """列第一位的为牵头单位."""


class Open(NamedTuple):
    """等部门: the list is open."""

    text: str


class Inner(NamedTuple):
    """What brackets behind a name say of further units."""

    tokens: "tuple[Token, ...]"


class Time(NamedTuple):
    """A phrase of time among the units."""

    text: str


class Other(NamedTuple):
    """What could not be read."""

    text: str


Token = Name | Word | Label | Mark | Together | First | Open | Inner | Time | Other


def tokens(text: str) -> tuple[Token, ...]:
    """Take a cell of units apart."""
    return tuple(_Scanner(text).scan())


def names_time(text: str) -> bool:
    """Whether a piece of a cell is about time and not a unit."""
    return not looks_like_unit(text) and bool(read_time(text, _ANY_DAY, stated=True).phrases)


class _Scanner:
    """Goes through a cell from left to right, and keeps the name it is in."""

    def __init__(self, text: str) -> None:
        """Begin at the front."""
        self.text = text
        self.place = 0
        self.name = ""

    def scan(self) -> Iterator[Token]:
        """Give the parts in their order."""
        steps = (self._bracket, self._label, self._separator, self._blank, self._word, self._link)
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
        name, self.name = self.name.strip(" 　:：-"), ""
        opened = _OPEN.search(name)
        if opened:
            name = name[: opened.start()]
        if name:
            yield _named(name)
        if opened:
            yield Open(opened[0])

    def _bracket(self) -> Iterator[Token]:
        if self.text[self.place] not in OPENERS:
            return
        end = closing(self.text, self.place)
        if end is None:
            return
        inside, whole = self.text[self.place + 1 : end], self.text[self.place : end + 1]
        self.place = end + 1
        kind = _bracketed(inside, after_name=bool(self.name))
        if kind is None:
            self.name += whole
        else:
            yield from self._ended()
            yield from kind

    def _label(self) -> Iterator[Token]:
        match = rolewords.LABEL.match(self.text, self.place) or rolewords.BARE_LABEL.match(
            self.text, self.place
        )
        if match and (not self.name or looks_like_unit(self.name)):
            yield from self._ended()
            self.place = match.end()
            part = part_of(match["what"])
            yield Label(part)
            if part in (Part.TIME, Part.NONE):
                yield from self._value(part)

    def _value(self, part: Part) -> Iterator[Token]:
        """What stands behind a label that is not about units, up to the next label."""
        end = re.compile(rf"[；;。\n]|{rolewords.LABEL.pattern}|$").search(self.text, self.place)
        assert end
        value = self.text[self.place : end.start()].strip(" 　，,、")
        self.place = end.start()
        if value:
            yield Time(value) if part is Part.TIME else Other(value)

    def _separator(self) -> Iterator[Token]:
        char = self.text[self.place]
        if char not in _SEPARATORS:
            return
        if char in "/／·•" and not (looks_like_unit(self.name) and looks_like_unit(self._chunk(1))):
            return
        yield from self._ended()
        self.place += 1
        yield Mark(char)

    def _blank(self) -> Iterator[Token]:
        if not self.text[self.place].isspace():
            return
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        if self.name and self._parts(self._chunk(0)):
            yield from self._ended()
            yield Mark("、")

    def _parts(self, following: str) -> bool:
        """Whether a blank parts two units, and is not one torn by a line's end."""
        name = self.name
        if not looks_like_unit(name) or not looks_like_unit(following) or _TAIL.match(following):
            return False
        if is_place(name) and not is_place(following):
            return False
        return not (
            _BODIES.search(name) and not level(following) and not following.startswith("各")
        )

    def _word(self) -> Iterator[Token]:
        match = rolewords.WORD.match(self.text, self.place)
        if not match or (self.name and not looks_like_unit(self.name) and names_time(self.name)):
            return
        if not self._whole(match):
            return
        yield from self._ended()
        self.place = match.end()
        yield Word(part_of(match[0]), match[0])

    def _whole(self, match: re.Match[str]) -> bool:
        """Whether a role word stands whole, and is no part of a name."""
        if _STOP.match(self.text, match.end()):
            return part_of(match[0]) is not Part.OTHER or looks_like_unit(self.name)
        return bool(_SURE_WORD.match(match[0])) and looks_like_unit(self.name)

    def _link(self) -> Iterator[Token]:
        together = rolewords.TOGETHER.match(self.text, self.place)
        if together and (not self.name or looks_like_unit(self.name)):
            following = self._chunk(len(together[0]))
            if together[0] == "会同" or (self.name and looks_like_unit(following)):
                yield from self._ended()
                self.place = together.end()
                yield Together()
                return
        join = rolewords.AND.match(self.text, self.place)
        if join and looks_like_unit(self.name) and looks_like_unit(self._chunk(len(join[0]))):
            yield from self._ended()
            self.place = join.end()
            yield Mark("、")

    def _chunk(self, ahead: int) -> str:
        """The text up to the next separator, without the role word at its end."""
        match = _CHUNK.match(self.text, self.place + ahead)
        chunk = match[0] if match else ""
        return _OPEN.sub("", _LAST_WORD.sub("", chunk)) or chunk


def _named(name: str) -> Token:
    """A name, or what stands in its place."""
    if looks_like_unit(name):
        return Name(name, sure=True)
    if names_time(name):
        return Time(name)
    return Name(name, sure=False)


def _bracketed(inside: str, *, after_name: bool) -> tuple[Token, ...] | None:
    """What brackets say: a role, further units, a time; None where they are part of the name."""
    if rolewords.FIRST.search(inside):
        return (First(),)
    if _NOTE.fullmatch(inside.strip()):
        return (Word(part_of(inside), inside, note=after_name),)
    found = tokens(inside)
    if not after_name:
        return found
    if rolewords.CORE.search(inside) or any(isinstance(token, Label) for token in found):
        return (Inner(found),) if _clean(found) else (Other(inside),)
    if len(found) == 1 and isinstance(found[0], Time):
        return found
    short = len(without_brackets(inside)) <= _KEPT or all(
        isinstance(token, Mark) or (isinstance(token, Name) and token.sure) for token in found
    )
    return None if short else (Other(inside),)


def _clean(found: tuple[Token, ...]) -> bool:
    """Whether everything in brackets was read."""
    return not any(
        isinstance(token, Other) or (isinstance(token, Name) and not token.sure) for token in found
    )


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at ``start`` closes; half and full widths go together."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] in OPENERS:
            depth += 1
        elif text[place] in CLOSERS:
            depth -= 1
            if not depth:
                return place
    return None
