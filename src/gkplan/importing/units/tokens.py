"""The parts that a cell of units is made of."""

from collections.abc import Iterable, Iterator
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


class Together(NamedTuple):
    """会同: the units to come help the one before."""

    text: str


class First(NamedTuple):
    """列第一位的为牵头单位."""

    text: str


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


def flat(found: Iterable[Token]) -> Iterator[Token]:
    """The parts of a cell, also those inside brackets."""
    for token in found:
        if isinstance(token, Inner):
            yield from flat(token.tokens)
        else:
            yield token
