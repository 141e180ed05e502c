"""Lines of a text with their places, as the readers of tables drawn in text share them."""

import re
from typing import NamedTuple

from gkplan.importing.readers.limits import LONGEST_LINE, MOST_LINES
from gkplan.importing.readers.unreadable import TooLargeError

_END = re.compile("\r\n?|\n|$")


class Line(NamedTuple):
    """One line as it stands, with its number in the file or on a ``page``, counted from 1.

    A line may hold soft breaks: those that stand inside a cell or a paragraph.
    """

    number: int
    text: str
    page: int = 0

    @property
    def place(self) -> str:
        """The line's place in words."""
        return (f"第{self.page}页" if self.page else "") + f"第{self.number}行"


def check_lines(text: str) -> None:
    """Raise ``TooLargeError`` where a text has more or longer lines than any plan."""
    start = 0
    for number, end in enumerate(_END.finditer(text), start=1):
        if end.start() - start > LONGEST_LINE:
            raise TooLargeError(f"第{number}行超过 {LONGEST_LINE} 字")
        if number > MOST_LINES:
            raise TooLargeError(f"超过 {MOST_LINES} 行")
        start = end.end()
