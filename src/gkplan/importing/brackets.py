"""Units and times in brackets at the end of a task's text, and paragraphs that hold several tasks."""

import re
from collections.abc import Iterator

from gkplan.importing import rolewords
from gkplan.importing.unitlex import (
    Inner,
    Label,
    Mark,
    Name,
    Open,
    Other,
    Time,
    Together,
    Token,
    Word,
    closing,
    tokens,
)
from gkplan.importing.unitnames import CLOSERS, OPENERS

_FULL_STOP = re.compile(r"[。．.；;，,、！]?\s*$")


def split_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the trailing brackets that name units or times off a task's text.

    A full stop behind the brackets stays with the text; what is given of them is their inside.
    """
    found: list[str] = []
    while span := _last_bracket(text):
        start, end = span
        inside = text[start + 1 : end]
        if not names_responsible(inside, alone=True):
            break
        found.insert(0, inside)
        head, stop = text[:start].rstrip(), text[end + 1 :].strip()
        text = head if not stop or head[-1:] in "。；！？;!?" else head + stop
    return text, tuple(found)


def _last_bracket(text: str) -> tuple[int, int] | None:
    """Where the bracket at the end of a text opens and closes, a full stop behind it aside."""
    stop = _FULL_STOP.search(text)
    end = (stop.start() if stop else len(text)) - 1
    if end < 0 or text[end] not in CLOSERS:
        return None
    depth = 0
    for place in range(end, -1, -1):
        depth += (text[place] in CLOSERS) - (text[place] in OPENERS)
        if not depth:
            return place, end
    return None


def split_tasks(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cut a paragraph behind each bracket that names units: the tasks with their brackets."""
    pieces = []
    start = 0
    for end in _ends(text):
        pieces.append(split_brackets(text[start:end].strip()))
        start = end
    if text[start:].strip() or not pieces:
        pieces.append(split_brackets(text[start:].strip()))
    return tuple(pieces)


def _ends(text: str) -> Iterator[int]:
    """Where tasks end: behind brackets of units that nothing of the same sentence follows."""
    place = 0
    while place < len(text):
        end = closing(text, place) if text[place] in OPENERS else None
        if end is None:
            place += 1
            continue
        inside = text[place + 1 : end]
        following = re.compile(r"[。；;.\s]*").match(text, end + 1)
        assert following
        ends = following.end() > end + 1 or text[:place].rstrip()[-1:] in "。；;"
        told = names_responsible(inside, alone=ends)
        again = text[following.end() : following.end() + 1] in tuple(OPENERS)
        place = end + 1
        if told and ends and not again:
            place = following.end()
            yield place


def names_responsible(inside: str, *, alone: bool) -> bool:
    """Whether the inside of a bracket names units with roles or a time.

    ``alone`` takes units without a role too, where every part of the bracket looks like one.
    """
    found = tokens(inside)
    if any(isinstance(token, Label) for token in found):
        return True
    names = [token for token in found if isinstance(token, Name)]
    if not all(name.sure for name in names) or any(isinstance(token, Other) for token in found):
        return False
    if names and any(isinstance(token, Word | Inner | Together) for token in found):
        return True
    if names:
        return alone
    return bool(found) and all(isinstance(token, Time | Mark) for token in found) and alone
