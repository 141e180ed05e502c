"""Problems in the data: values with a position, collected and never raised."""

from collections.abc import Collection
from typing import NamedTuple

from gkplan.domain.rules import Rule, Severity

Path = tuple[str | int, ...]
"""The path of a value in a YAML document: keys and list indexes from the top."""


class Position(NamedTuple):
    """A part of one line of a file: line and column count from 1, ``width`` is in characters.

    In a workbook, ``cell`` names the sheet and the cell: ``填报!F7``. Line 0 is the complete file.
    """

    file: str
    line: int
    column: int
    width: int = 1
    excerpt: str = ""
    cell: str = ""

    @property
    def label(self) -> str:
        """The position as people read it: ``tasks.yaml:7:11``, ``区财政局.xlsx:填报!F7``."""
        if not self.line:
            return self.file
        return f"{self.file}:{self.cell or f'{self.line}:{self.column}'}"


class Problem(NamedTuple):
    """One thing that is wrong: its rule, its position, a message and how to correct it."""

    rule: Rule
    position: Position
    message: str
    remedy: str = ""

    @property
    def is_error(self) -> bool:
        """Whether figures would be wrong if it were ignored."""
        return self.rule.severity is Severity.ERROR


def in_order(problems: list[Problem], first: Collection[str] = ()) -> list[Problem]:
    """Sort problems by position, as a person works through files, each once.

    Errors of the files ``first``, from which errors of others follow, precede all others.
    """
    unique = dict.fromkeys(problems)
    return sorted(
        unique,
        key=lambda problem: (
            not (problem.is_error and problem.position.file in first),
            problem.position,
            problem.rule.name,
            problem.message,
        ),
    )
