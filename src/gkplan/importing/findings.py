"""Everything that a text says of time, each finding with its place, before it is weighed."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from gkplan.importing.conditions import Condition, read_conditions
from gkplan.importing.frequencies import frequencies
from gkplan.importing.intervals import Often, intervals
from gkplan.importing.limits import Limit, limits
from gkplan.importing.passage import Passage
from gkplan.importing.spans import After, read_spans

_AT_ONCE = re.compile(r"立即|立行立改|即知即改|即行|马上|即刻")
_ON_EVENT = re.compile(r"发现|发生|一旦|一经|如有|如遇|接到|收到|后$")


class Found(Protocol):
    """Anything that was found, and where."""

    @property
    def start(self) -> int:
        """Where its phrase begins."""

    @property
    def stop(self) -> int:
        """Where its phrase ends."""


class AtOnce(NamedTuple):
    """立即; ``event`` where something has to happen first."""

    start: int
    stop: int
    event: bool


class Findings(NamedTuple):
    """Everything that was found in one text, and the text with it covered."""

    left: Passage
    conditions: tuple[Condition, ...]
    often: tuple[Often, ...]
    after: tuple[After, ...]
    limits: tuple[Limit, ...]
    at_once: tuple[AtOnce, ...]

    @property
    def all(self) -> tuple[Found, ...]:
        """Every finding, in the text's order."""
        every: tuple[Found, ...] = (
            *self.conditions,
            *self.often,
            *self.after,
            *self.limits,
            *self.at_once,
        )
        return tuple(sorted(every, key=lambda one: one.start))


def find(whole: Passage, issued: date, *, stated: bool) -> Findings:
    """Look for one kind of phrase after the other; what was read is not read again."""
    conditions = tuple(read_conditions(whole, stated=stated))
    left = _cover(whole, conditions)
    every = tuple(intervals(left))
    left = _cover(left, every)
    after = tuple(read_spans(left, issued, stated=stated))
    left = _cover(left, after)
    days = tuple(limits(left, issued, stated=stated))
    left = _cover(left, days)
    at_once = tuple(_at_once(left))
    left = _cover(left, at_once)
    words = tuple(frequencies(left, stated=stated))
    return Findings(_cover(left, words), conditions, (*every, *words), after, days, at_once)


def _cover(text: Passage, found: Iterable[Found]) -> Passage:
    """The text without what was found in it."""
    return text.covered((one.start, one.stop) for one in found)


def _at_once(text: Passage) -> Iterator[AtOnce]:
    """立即, and whether something has to happen first."""
    for match in _AT_ONCE.finditer(text.text):
        start, _ = text.clause(match.start())
        event = _ON_EVENT.search(text.text[start : match.start()])
        yield AtOnce(*match.span(), event=event is not None)
