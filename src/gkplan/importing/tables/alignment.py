"""Which cells stand in which columns, where a text lost the empty ones: the likeliest reading."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.lexicon.columns import Column, Holds
from gkplan.importing.lexicon.patterns import cached
from gkplan.importing.text.numbers import bare_number, outranks, take_number
from gkplan.importing.text.wording import ended, squeezed
from gkplan.importing.units.responsible import _LONG, names_units, states_time

_NEVER = -1e9
_NOBODY = re.compile(r"无|[-—–/／]+")

_PERSONS = re.compile("领导|责任人|负责人|联系人|联络员|负责同志")
_PERSON = re.compile(
    r"(?:\S{1,8}[长员任记][ \u3000]*)?[\u4e00-\u9fff×]{1,2}[ \u3000]*[\u4e00-\u9fff×]{1,2}"
)
"""A person's name, perhaps with an office before it (副县长　贺敏)."""
_MEASURED = re.compile("值|目标|基[数期]|分$|金额|资金|投资|规模|数量")
_QUANTITY = re.compile(
    r"(?:[≥≤＞＜><=约]|不[少低高超]于|不超过)?\s*[\d一二三四五六七八九十两][\d.,万亿]*\s*"
    r"(?:[%％‰]|[一-鿿㎡]{0,5})(?:以[上内下])?|[-—–/／无]+"
)
_MOST_COLUMNS = 30
"""Columns among which the best way is looked for, a search that grows with their square."""


class Levels(NamedTuple):
    """The styles of number that headings have in a document, and those that items have."""

    groups: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()


def levels_of(texts: Sequence[str]) -> Levels:
    """Tell headings' numbers from items': where there are two styles, the higher one heads."""
    numbers = [one for text in texts if (one := take_number(text)[0] or bare_number(text))]
    seen = {number.style: number for number in numbers}
    if not seen:
        return Levels()
    top = min(seen.values(), key=lambda one: sum(outranks(other, one) for other in seen.values()))
    headed = {top.style} if len(seen) > 1 or top.style in ("chinese", "part") else set()
    return Levels(frozenset(headed), frozenset(seen.keys() - headed))


@cached(1 << 15)
def fit(column: Column, text: str, levels: Levels) -> float:
    """How well a text fits what a column holds; below 0 it does not."""
    if not squeezed(text):
        return 0.0
    if column.holds is Holds.NUMBER:
        return 3.0 if bare_number(text) else -6.0
    if column.holds is Holds.UNITS:
        return 3.0 if names_units(text) or _NOBODY.fullmatch(text) else -4.0
    if column.holds is Holds.TIME:
        return 3.2 if states_time(text) else -4.0
    if column.holds is Holds.OTHER:
        return _other_fit(column, text, levels)
    return _text_fit(column.holds, text, levels)


def _other_fit(column: Column, text: str, levels: Levels) -> float:
    """A name stands in a column of persons, a remark anywhere but for headings."""
    number, _ = take_number(text)
    if number and number.style in levels.groups:
        return -4.5
    if _PERSONS.search(column.name):
        return 2.5 if _PERSON.fullmatch(text) else -0.5
    return 2.5 if _MEASURED.search(column.name) and _QUANTITY.fullmatch(text) else -0.5


def _text_fit(holds: Holds, text: str, levels: Levels) -> float:
    number, rest = take_number(text)
    short = len(rest) < _LONG and not ended(rest)
    score = 1.0 if short == (holds is Holds.GROUP) else -0.5
    if number:
        right = levels.groups if holds is Holds.GROUP else levels.items
        wrong = levels.items if holds is Holds.GROUP else levels.groups
        score += 2.0 * (number.style in right) - 3.0 * (number.style in wrong)
    elif holds is Holds.GROUP and levels.groups:
        score -= 1.5
    if bare_number(text):
        return -3.0
    if names_units(text) and not number:
        score -= 4.0
    return score


class Step(NamedTuple):
    """Where one text of a sequence stands: its row, from 0, and its column."""

    row: int
    column: int


def align(
    texts: Sequence[str], columns: Sequence[Column], levels: Levels, *, stream: bool = False
) -> tuple[float, list[Step]]:
    """Put texts into columns from left to right, and say how well they fit.

    In a ``stream`` a text may begin a new row; else all are one row. Texts of one row may share
    a column: a sentence that was broken, or units a line each.
    """
    if not texts:
        return 0.0, []
    if len(columns) > _MOST_COLUMNS:
        return 0.0, [Step(0, min(at, len(columns) - 1)) for at in range(len(texts))]
    width = range(len(columns))
    best = [fit(columns[column], texts[0], levels) - 0.3 * column for column in width]
    back: list[list[int]] = []
    for before, text in pairwise(texts):
        on = [_goes_on(at, columns, before, text, levels) for at in width]
        line, origin = [], []
        for column in width:
            scores = [best[last] + _move(last, column, on[column], stream) for last in width]
            origin.append(max(width, key=scores.__getitem__))
            line.append(scores[origin[-1]] + fit(columns[column], text, levels))
        best = line
        back.append(origin)
    last = max(width, key=best.__getitem__)
    path = _walk(back, last)
    return best[last], _rows(path, texts, columns, levels)


def _goes_on(at: int, columns: Sequence[Column], before: str, text: str, levels: Levels) -> bool:
    """Whether a text may go on with what stands before it in the same column.

    Units do so on lines of their own, unless a column beside is one of units too.
    """
    column = columns[at]
    if take_number(text)[0]:
        return False
    if column.holds in (Holds.TASK, Holds.GROUP):
        return not ended(before) or (column.holds is Holds.TASK and bool(levels.items))
    beside = (*columns[max(0, at - 1) : at], *columns[at + 1 : at + 2])
    return column.holds is Holds.UNITS and all(one.holds is not Holds.UNITS for one in beside)


def _move(before: int, column: int, goes_on: bool, stream: bool) -> float:  # noqa: FBT001  (private)
    """What it costs to go from one column to another."""
    if column > before:
        return -0.4 * (column - before - 1)
    if column == before and goes_on:
        return 0.6
    return -0.3 * (column + 1) if stream else _NEVER


def _walk(back: list[list[int]], last: int) -> list[int]:
    columns = [last]
    for origin in reversed(back):
        columns.append(origin[columns[-1]])
    return columns[::-1]


def _rows(
    path: list[int], texts: Sequence[str], columns: Sequence[Column], levels: Levels
) -> list[Step]:
    row, steps = 0, [Step(0, path[0])]
    for index, (last, column) in enumerate(pairwise(path), 1):
        on = column == last and _goes_on(column, columns, texts[index - 1], texts[index], levels)
        row += not (column > last or on)
        steps.append(Step(row, column))
    return steps
