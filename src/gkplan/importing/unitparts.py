"""Which role word goes with which units of a cell."""

from collections.abc import Sequence
from typing import NamedTuple

from gkplan.importing.rolewords import Part
from gkplan.importing.unittokens import Inner, Label, Mark, Name, Together, Token, Word


class Entry(NamedTuple):
    """One unit, and what the words around it make of it; None where nothing is said."""

    name: str
    part: Part | None
    sure: bool


def entries(found: Sequence[Token]) -> list[Entry]:
    """The units of a cell, each with its part."""
    walk = _Walk(commas=any(isinstance(token, Mark) and token.comma for token in found))
    for token in found:
        walk.take(token)
    return walk.settle()


class _Walk:
    """Goes through the tokens; what is ``pending`` waits for its role word."""

    def __init__(self, *, commas: bool) -> None:
        """Begin with nothing said; ``commas`` tells that the cell is parted by them."""
        self.commas = commas
        self.done: list[Entry] = []
        self.pending: list[Entry] = []
        self.run = 0
        self.label: Part | None = None
        self.together = False

    def take(self, token: Token) -> None:
        """Go one token further."""
        match token:
            case Name():
                self._name(token)
            case Word(note=True):
                self._note(token.part)
            case Word():
                self._word(token.part)
            case Label():
                self.settle()
                self.label = token.part
            case Mark() if token.hard:
                self.settle()
            case Mark() if token.comma:
                self.run = len(self.pending)
            case Together():
                self.together = True
            case Inner():
                self.done += entries(token.tokens)
            case _:
                pass

    def settle(self) -> list[Entry]:
        """Nothing more will be said of the units so far."""
        self.done += self.pending
        self.pending, self.run, self.together = [], 0, False
        return self.done

    def _name(self, token: Name) -> None:
        if self.together:
            self.done.append(Entry(token.text, Part.SUPPORT, token.sure))
        else:
            self.pending.append(Entry(token.text, self.label, token.sure))

    def _note(self, part: Part) -> None:
        """（牵头） is about the name before it; after commas, about all since the last."""
        run = self.run if self.commas else max(0, len(self.pending) - 1)
        self.done += self.pending[:run]
        self.done += [entry._replace(part=part) for entry in self.pending[run:]]
        self.pending, self.run = [], 0

    def _word(self, part: Part) -> None:
        """牵头 behind names is about all of them back to the last role.

        Where nobody leads, 配合 and 落实 are only about those after the last comma.
        """
        if self.together and part in (Part.OWN, Part.IMPLEMENT):
            part = Part.LEAD  # 由甲会同乙落实
        if part in (Part.SUPPORT, Part.IMPLEMENT, Part.OTHER) and not self._led():
            self.done += self.pending[: self.run]
            self.pending = self.pending[self.run :]
        self.done += [entry._replace(part=part) for entry in self.pending]
        self.pending, self.run, self.together = [], 0, False

    def _led(self) -> bool:
        return any(entry.part in (Part.LEAD, Part.OWN) for entry in self.done)
