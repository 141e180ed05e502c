"""Writing further units into the registry's own file: every line that is there stays."""

from collections.abc import Iterator, Sequence

from yaml.nodes import Node

from gkplan.domain.model import Collective, Unit
from gkplan.domain.vocabulary import UnitKind
from gkplan.folder.plan_write import collective_lines, unit_line
from gkplan.folder.splice import Edit, Page, children, items, stands_on_lines
from gkplan.folder.yaml_edit import unusual


def with_bodies(text: str, units: Sequence[Unit], collectives: Sequence[Collective]) -> str:
    """The text of ``units.yaml`` with further units, each below the last of its kind.

    Raises ``WriteRefusedError`` for a file in whose layout that cannot be done.
    """
    page = Page(text)
    edits = [*_units(page, units), *_collectives(page, collectives)]
    return page.edited(edits)


def _units(page: Page, units: Sequence[Unit]) -> Iterator[Edit]:
    if not units:
        return
    node = _list(page, "units")
    margin = " " * node.start_mark.column
    last = {_kind(item): item for item in items(node)}
    for unit in units:
        place = page.below(last.get(unit.kind, node))
        yield Edit(place, place, f"{margin}{unit_line(unit)}\n")


def _collectives(page: Page, collectives: Sequence[Collective]) -> Iterator[Edit]:
    if not collectives:
        return
    if "collectives" not in children(page.root):
        lines = [line for one in collectives for line in ("", *collective_lines(one))]
        yield Edit(len(page.text), len(page.text), "\n".join(["\ncollectives:", *lines]) + "\n")
        return
    node = _list(page, "collectives")
    margin = " " * node.start_mark.column
    for one in collectives:
        lines = [margin + line for line in collective_lines(one)]
        yield Edit(page.below(node), page.below(node), "\n".join(["", *lines]) + "\n")


def _list(page: Page, name: str) -> Node:
    key, node = children(page.root)[name]
    if not stands_on_lines(node):
        raise unusual(page, key)
    return node


def _kind(item: Node) -> UnitKind | None:
    """The kind that a unit's line states, or the one that is meant without."""
    found = children(item).get("kind")
    return UnitKind.parse(found[1].value) if found else UnitKind.GOVERNMENT
