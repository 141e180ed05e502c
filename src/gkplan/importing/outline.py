"""What a document was found to say: headings and items with their places, not yet a plan."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from gkplan.importing.document import Said
from gkplan.importing.lexicon.columns import Column
from gkplan.importing.text.numbers import Number
from gkplan.importing.units.rules import Blanket


class Heading(NamedTuple):
    """A heading (工作任务); ``label`` is its label where a column gives it outright.

    ``above`` are those over it, the highest first.
    """

    number: Number | None
    title: str
    place: str
    above: tuple["Heading", ...] = ()
    label: str = ""


class UnitText(NamedTuple):
    """What a cell or a bracket says of units, and the column it stands in.

    ``in_sentence`` says that it was put together from a sentence that names them.
    """

    column: Column
    text: str
    place: str
    in_sentence: bool = False


class Item(NamedTuple):
    """One item (具体事项) as printed.

    ``merged`` says that its units were read from the cell above; ``times`` are what a column or
    a bracket says of time; ``stated`` are keys of the plan's file that columns give outright;
    ``doubts`` end with the place they are about.
    """

    heading: Heading | None
    number: Number | None
    text: str
    place: str
    units: tuple[UnitText, ...] = ()
    times: tuple[Said, ...] = ()
    stated: Mapping[str, Said] = MappingProxyType({})
    merged: bool = False
    doubts: tuple[str, ...] = ()

    def doubting(self, *doubts: str) -> "Item":
        """The item with further doubts."""
        return self._replace(doubts=(*self.doubts, *doubts))


class Outline(NamedTuple):
    """Everything that was taken from a document's body, and what was left over, in its order.

    ``start`` is the place in ``loose`` where the plan begins: the head stands before it;
    ``unused`` are the columns of tables whose cells are no part of any item.
    """

    items: tuple[Item, ...]
    blankets: tuple[Blanket, ...]
    loose: tuple[Said, ...]
    start: int
    unused: tuple[Column, ...] = ()


class Gathered:
    """What is gathered while one goes through a document's body, from its beginning on.

    ``headings`` are those that stand over what comes next, the highest first; ``pushed`` are all.
    ``start`` is that of the outline, if the plan began after some texts.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.items: list[Item] = []
        self.blankets: list[Blanket] = []
        self.loose: list[Said] = []
        self.start: int | None = None
        self.headings: list[Heading] = []
        self.pushed: list[Heading] = []
        self.unused: dict[Column, None] = {}

    @property
    def heading(self) -> Heading | None:
        """The heading directly over what comes next."""
        return self.headings[-1] if self.headings else None

    def outline(self) -> Outline:
        """Return the outline; headings that no item stands directly below are left over.

        A rule that is stated after the last item holds for all of them.
        """
        known = len(self.items)
        rules = [one if one.start < known else one._replace(start=0) for one in self.blankets]
        used = {id(item.heading) for item in self.items}
        empty = [
            Said(f"{one.number.label}、{one.title}" if one.number else one.title, one.place)
            for one in self.pushed
            if id(one) not in used
        ]
        start = len(self.loose) if self.start is None else self.start
        loose = (*self.loose, *empty)
        return Outline(tuple(self.items), tuple(rules), loose, start, tuple(self.unused))
