"""Edits of a YAML file's mappings and lists that leave every other key and item as it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence

from yaml.nodes import Node, SequenceNode

from gkplan.domain.errors import WriteRefusedError
from gkplan.folder.splice import Edit, Page, children, items
from gkplan.folder.yaml_write import scalar


def key_edits(
    page: Page, node: Node, order: Sequence[str], old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Edit]:
    """Make the keys of a block mapping say ``new`` where that differs from ``old``.

    Both give what stands after a key and its colon; a new key goes below those before it in
    ``order``.
    """
    nodes = children(node)
    place = page.start(node)
    for name in order:
        if name in nodes:
            key, value = nodes[name]
            if old.get(name) != new.get(name):
                yield _changed(page, node, key, value, new.get(name))
            place = page.below(value)
        elif name in new and old.get(name) != new[name]:
            margin = " " * node.start_mark.column
            yield Edit(place, place, f"{margin}{name}:{new[name]}\n")


def _changed(page: Page, node: Node, key: Node, value: Node, text: str | None) -> Edit:
    """Put another value behind a key, or take the key away."""
    if text is None:
        return _without(page, node, key, value)
    first, last = value.start_mark.line, page.last_line(value)
    start, end = page.start(value), page.end(value)
    if first == last == key.start_mark.line and start < end and "\n" not in text:
        return Edit(start, end, text.removeprefix(" "))
    return Edit(page.start(key), end, f"{key.value}:{text}")


def _without(page: Page, node: Node, key: Node, value: Node) -> Edit:
    line = key.start_mark.line
    if page.line(line)[: key.start_mark.column].strip():  # the dash of a list's item
        others = [page.start(other) for other, _ in children(node).values()]
        following = min((place for place in others if place > page.start(key)), default=None)
        if following is None:
            raise unusual(page, node)
        return Edit(page.start(key), following, "")
    return Edit(page.line_start(line), page.below(value), "")


def text_edits(page: Page, node: SequenceNode, new: Sequence[str]) -> Iterator[Edit]:
    """Make a block list of texts hold those of ``new``: others go, further ones come at its end."""
    old = [item.value for item in items(node)]
    for item in items(node):
        if item.value not in new:
            yield Edit(page.line_start(item.start_mark.line), page.below(item), "")
    column = node.start_mark.column
    lines = [f"{' ' * column}- {scalar(text, column + 2)}\n" for text in new if text not in old]
    yield Edit(page.below(node), page.below(node), "".join(lines))


def insertions(page: Page, node: Node, order: Sequence[Node | str], gap: str) -> Iterator[Edit]:
    """Put new items, given as texts, among the nodes of a block list; ``gap`` parts two items."""
    above: Node | None = None
    top = page.line_start(node.start_mark.line)
    for item in order:
        if isinstance(item, Node):
            above = item
        elif above is not None:
            yield Edit(page.below(above), page.below(above), f"{gap}{item}\n")
        else:
            yield Edit(top, top, f"{item}\n{gap}")


def removal(page: Page, node: Node, rule: str) -> Edit:
    """Take an item off a block list, with a ``rule`` above it and the blank lines that part it."""
    first, last = node.start_mark.line, page.last_line(node)
    if not re.fullmatch(r"\s*-\s+", page.line(first)[: node.start_mark.column]):
        raise unusual(page, node)
    if first and page.line(first - 1).strip() == rule:
        first -= 1
    if first and not page.line(first - 1).strip():
        while first and not page.line(first - 1).strip():
            first -= 1
    else:
        while not page.line(last + 1).strip() and page.line_start(last + 1) < len(page.text):
            last += 1
    return Edit(page.line_start(first), page.line_start(last + 1), "")


def unusual(page: Page, node: Node) -> WriteRefusedError:
    """Refuse a layout in which nothing can be changed without changing more than that."""
    line = node.start_mark.line
    return WriteRefusedError(
        f"第 {line + 1} 行“{page.line(line).strip()[:20]}”的写法改不了，没有改动任何文件",
        "改成一键一行、列表一项一行的写法再试",
    )
