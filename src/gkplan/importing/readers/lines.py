"""Lines of a text with their places, as the readers of tables drawn in text share them."""

from typing import NamedTuple


class Line(NamedTuple):
    """One line as it stands, with its number in the file, counted from 1.

    A line may hold soft breaks: those that stand inside a cell or a paragraph.
    """

    number: int
    text: str

    @property
    def place(self) -> str:
        """The line's place in words."""
        return f"第{self.number}行"
