"""What is odd about an item beside the others: a lost full stop, a heading that stands twice."""

from collections.abc import Iterator, Sequence

from gkplan.importing.outline import Heading, Item
from gkplan.importing.wording import alike, ended

_USUAL = 0.8
"""The part of the items that must do so before it is odd not to."""


def with_oddities(
    parts: Sequence[tuple[Heading | None, Sequence[Item]]],
) -> list[tuple[Heading | None, list[Item]]]:
    """The items under their headings, with a doubt on each that is unlike the others."""
    items = [item for _, part in parts for item in part]
    stopped = sum(ended(item.text) for item in items) >= _USUAL * len(items)
    numbered = sum(item.number is not None for item in items) >= _USUAL * len(items)
    found: list[tuple[Heading | None, list[Item]]] = []
    for at, (heading, part) in enumerate(parts):
        doubtful = [
            item.doubting(*_of_item(item, stopped=stopped, numbered=numbered and len(part) == 1))
            for item in part
        ]
        doubtful[0] = doubtful[0].doubting(*_of_heading(heading, [one for one, _ in parts[:at]]))
        found.append((heading, doubtful))
    return found


def _of_item(item: Item, *, stopped: bool, numbered: bool) -> Iterator[str]:
    if stopped and not ended(item.text):
        yield f"句末无句号，原文是否完整待核（{item.place}）"
    if numbered and item.number is None:
        yield f"原件没有序号（{item.place}）"


def _of_heading(heading: Heading | None, before: Sequence[Heading | None]) -> Iterator[str]:
    for other in before:
        if heading and other and heading.title and alike(heading.title, other.title):
            yield f"本组标题与{other.place}的一组相同，疑误（{heading.place}）"
            return
