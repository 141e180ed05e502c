"""What a document was found to say: headings and items with their places, not yet a plan."""

from collections.abc import Mapping, Sequence
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

    ``in_sentence`` tells that it was put together from a sentence that names them.
    """

    column: Column
    text: str
    place: str
    in_sentence: bool = False


class Item(NamedTuple):
    """One item (具体事项) as printed.

    ``merged`` tells that its units were read from the cell above; ``times`` are what a column or
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

    ``start`` is the place in ``loose`` where the plan begins: the head stands before it.
    """

    items: tuple[Item, ...]
    blankets: tuple[Blanket, ...]
    loose: tuple[Said, ...]
    start: int


def outline_of(
    items: Sequence[Item],
    blankets: Sequence[Blanket],
    loose: Sequence[Said],
    headings: Sequence[Heading],
    start: int,
) -> Outline:
    """An outline; headings that no item stands directly below are left over.

    A rule that is stated after the last item holds for all of them.
    """
    rules = [one if one.start < len(items) else one._replace(start=0) for one in blankets]
    used = {id(item.heading) for item in items}
    empty = [
        Said(f"{one.number.label}、{one.title}" if one.number else one.title, one.place)
        for one in headings
        if id(one) not in used
    ]
    return Outline(tuple(items), tuple(rules), (*loose, *empty), start)
