"""The items that one cell of a table holds, and what the cells beside it say of each."""

import re
from collections.abc import Sequence

from gkplan.importing.numbering import Number, take_number
from gkplan.importing.wording import joined


def share_of(text: str, numbers: Sequence[Number | None], index: int) -> str:
    """What a cell says of one of its row's items: the line of that number, else all of it."""
    parts = items_in(text, None, 1)
    values = [number and number.value for number in numbers]
    if len(parts) == 1 or [number and number.value for number, _ in parts] != values:
        return text
    return parts[index][1]


def _numbered_twice(text: str, counted: Number, expected: int | None) -> tuple[Number | None, str]:
    """An item that a column counts: a number of its own is no part of its text.

    Its own is the one that counts if it is the next of its heading; the column then counts rows.
    A text whose numbers go on (1.…；2.…) tells steps of one item, and keeps them.
    """
    own, rest = take_number(text)
    if own is None or own.value is None:
        return counted, text
    later = (take_number(piece)[0] for piece in re.split("[；;。\n]", rest))
    if any(one and (one.style, one.value) == (own.style, own.value + 1) for one in later):
        return counted, text
    return (own if own.value == expected else counted), rest


def items_in(
    text: str, number: Number | None, expected: int | None
) -> list[tuple[Number | None, str]]:
    """The items of one cell: several if its lines are numbered one after another."""
    if number:
        return [_numbered_twice(joined(text), number, expected)]
    lines = [line for line in text.split("\n") if line.strip()]
    parts: list[tuple[Number | None, str]] = []
    for line in lines:
        found, rest = take_number(line, expected)
        follows = (
            found
            and parts
            and parts[0][0]
            and found.style == parts[0][0].style
            and found.value == len(parts) + (parts[0][0].value or 0)
        )
        if not parts or follows:
            parts.append((found, rest))
        else:
            parts[-1] = (parts[-1][0], joined(f"{parts[-1][1]}\n{line}"))
    return [(found, joined(part)) for found, part in parts]
