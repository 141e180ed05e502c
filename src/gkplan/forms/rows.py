"""The rows of a form that came back: what was filled in, and which duties they are about."""

from collections.abc import Mapping
from typing import NamedTuple

from gkplan.domain.rules import Position, Problem, Rule
from gkplan.forms.base import Base
from gkplan.forms.layout import RowKey, on_one_line

_QUOTED = 30
"""Characters that are quoted of a text."""


class Answer(NamedTuple):
    """What one cell was filled with; ``link`` is the target of its link.

    ``number`` is whether it is a number, ``value`` what the file has for one.
    """

    text: str
    position: Position
    number: bool = False
    link: str = ""
    value: str = ""

    def problem(self, rule: Rule, message: str, remedy: str) -> Problem:
        """Report what is wrong with it."""
        return Problem(rule, self.position, message, remedy)


class FilledRow(NamedTuple):
    """A row in which something was filled in: the duty, its base, and the answers by column.

    ``cells`` are the positions of the cells to be filled in, also of those left empty.
    """

    key: RowKey
    base: Base
    answers: Mapping[str, Answer]
    position: Position
    cells: Mapping[str, Position]

    @property
    def unwritten(self) -> str:
        """The end of a message that says which cells of the row were not taken."""
        return unwritten(self.answers, self.key)

    def problem(self, rule: Rule, message: str, remedy: str) -> Problem:
        """Report why it was not taken."""
        return Problem(rule, self.position, message + self.unwritten, remedy)


class LeftRow(NamedTuple):
    """A row that was filled in and is not taken: the duty that it may be about, as far as known.

    The unit of ``key`` is empty where only the form says it.
    """

    key: RowKey
    position: Position


def unwritten(answers: Mapping[str, Answer], key: RowKey | None = None) -> str:
    """Return the end of a message that says which cells of a row were not taken."""
    about = " ".join(filter(None, (key.task, key.occasion))) if key else ""
    cells = "、".join(answer.position.cell.partition("!")[2] for answer in answers.values())
    return f"；{about and f'{about} '}这一行没有写入（{cells}）" if cells else ""


def quoted(text: str) -> str:
    """Return a text as problems quote it: on one line, and cut where it is long."""
    text = on_one_line(text)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
