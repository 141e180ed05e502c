"""Runs of characters, lines or items that belong together, and what spans of them cover."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T")
_Place = TypeVar("_Place", int, float)


def runs(items: Iterable[_T], goes_on: Callable[[list[_T], _T], bool]) -> Iterator[list[_T]]:
    """Yield runs of items; ``goes_on`` says whether an item belongs to those before it."""
    run: list[_T] = []
    for item in items:
        if run and not goes_on(run, item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def stretches(
    spans: Iterable[tuple[_Place, _Place]], few: int, least: float
) -> list[tuple[_Place, _Place]]:
    """Return what more than ``few`` spans cover, without spaces narrower than ``least``."""
    steps: Counter[_Place] = Counter()
    for first, last in spans:
        steps[first] += 1
        steps[last] -= 1
    found: list[tuple[_Place, _Place]] = []
    covered = 0
    for at, after in pairwise(sorted(steps)):
        covered += steps[at]
        if covered > few and found and at - found[-1][1] < least:
            found[-1] = (found[-1][0], after)
        elif covered > few:
            found.append((at, after))
    return found
