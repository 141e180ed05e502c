"""The parts that a cell of units is made of."""

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from gkplan.importing.lexicon.roles import Part


class Name(NamedTuple):
    """The name of a unit; ``sure`` says that it looks like one."""

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
    text: str


class Mark(NamedTuple):
    """A separator between units: 、，； or what parts as 、 does."""

    sign: str

    @property
    def hard(self) -> bool:
        """Whether it ends what was said of the units before."""
        return self.sign in ("；", ";", "。")

    @property
    def comma(self) -> bool:
        """Whether it may part those who lead from those who help."""
        return self.sign in ("，", ",")


class Inner(NamedTuple):
    """What brackets behind a name say of further units."""

    tokens: "tuple[Token, ...]"


class PhraseKind(Enum):
    """What a phrase among the units says."""

    TOGETHER = auto()
    """The units to come help the one before: 会同."""
    FIRST = auto()
    """The unit listed first leads: 列第一位的为牵头单位."""
    OPEN = auto()
    """The list is open: 等部门."""
    TIME = auto()
    """When it is to be done."""
    OTHER = auto()
    """It could not be read."""


class Phrase(NamedTuple):
    """A phrase among the units that is neither a name nor a role."""

    kind: PhraseKind
    text: str


Token = Name | Word | Label | Mark | Inner | Phrase


def is_phrase(token: Token, kind: PhraseKind) -> bool:
    """Whether a part of a cell is a phrase of a kind."""
    return isinstance(token, Phrase) and token.kind is kind


def phrases(found: Iterable[Token], kind: PhraseKind) -> Iterator[str]:
    """The texts of a kind's phrases, also those inside brackets."""
    every = (token for token in flat(found) if isinstance(token, Phrase))
    return (phrase.text for phrase in every if phrase.kind is kind)


def flat(found: Iterable[Token]) -> Iterator[Token]:
    """The parts of a cell, also those inside brackets."""
    for token in found:
        if isinstance(token, Inner):
            yield from flat(token.tokens)
        else:
            yield token
