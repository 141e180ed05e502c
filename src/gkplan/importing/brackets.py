"""Units and times in brackets at a task's end, and paragraphs that hold several tasks."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from gkplan.importing.blanket import without_blanket
from gkplan.importing.rolewords import LABEL, Part, part_of
from gkplan.importing.unitlex import tokens
from gkplan.importing.unitnames import pairs
from gkplan.importing.unittokens import Inner, Label, Mark, Name, Other, Time, Together, Word

_STOPS = "。．.；;，,、！ \t\n　\xa0"
_SENTENCE_ENDS = tuple("。；！？;!?”")
_HEAD_ENDS = (*_SENTENCE_ENDS, "，", ",", "\n")
_BETWEEN = re.compile(r"[。；;.，,、\s　]*")
_TIME_WORD = re.compile(
    r"完成|前|底|每|持续|长期|全年|年内|按[月季年]|及时|适时|工作日|时限|立即|立行立改"
)
_SHORT_NAME = re.compile("以?下?(?:简|统)称")
"""A bracket that gives what stands before it another name: （以下简称专班）."""
_UNIT_PARTS = (Part.LEAD, Part.OWN, Part.IMPLEMENT, Part.SUPPORT)
_LONGEST_BEHIND_DASH = 200
_MOST = 12
_SHORTEST = 3  # 社区, 企业 in brackets explain a word, and are no units


def split_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """Take what names units or times off the end of a task's text.

    These are brackets, of which the inside is given, or 责任单位：… behind the last full stop, or
    ——甲局负责. A full stop behind the brackets stays with the text.
    """
    found: list[str] = []
    while len(found) < _MOST and (
        split := _last_bracket(text) or _label_line(text) or _behind_dash(text)
    ):
        text, inside = split
        found.insert(0, inside)
    return text, tuple(found)


def _last_bracket(text: str) -> tuple[str, str] | None:
    """The text without the bracket at its end, and the bracket's inside."""
    end = len(text.rstrip(_STOPS)) - 1
    start = next((start for start, close in pairs(text).items() if close == end), None)
    if start is None or not _told(text[start + 1 : end], alone=True):
        return None
    head, stop = text[:start].rstrip(), text[end + 1 :].strip()
    ended = head.rstrip("”’").endswith(_SENTENCE_ENDS)
    return head if ended else head + stop, text[start + 1 : end]


def _label_line(text: str) -> tuple[str, str] | None:
    """The text up to 责任单位：… that stands behind a full stop or on a line of its own."""
    for match in LABEL.finditer(text):
        head, told = text[: match.start()].rstrip(" 　\t"), text[match.start() :].strip()
        ends = part_of(match["what"]) in _UNIT_PARTS and head.endswith(_HEAD_ENDS)
        if ends and any(isinstance(token, Name) and token.sure for token in tokens(told)):
            return head.rstrip("，, 　\t\n"), told
    return None


def _behind_dash(text: str) -> tuple[str, str] | None:
    """The text up to a dash behind which it names units with their roles."""
    head, dash, told = text.rpartition("——")
    inside = told.strip(_STOPS)
    if not dash or len(inside) > _LONGEST_BEHIND_DASH or "。" in inside:
        return None
    return (head.rstrip(), inside) if _told(inside, alone=False) else None


_LONGEST_INSIDE = 3000
"""Characters of a bracket that names units; the longest seen name some sixty."""


def split_tasks(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cut a paragraph behind each bracket that names units: the tasks with their brackets."""
    pieces = []
    start = 0
    for end in (*_ends(text), len(text)):
        if piece := text[start:end].strip():
            pieces.append(split_brackets(piece))
        start = end
    return tuple(pieces) or ((text.strip(), ()),)


def _ends(text: str) -> Iterator[int]:
    """Where tasks end: behind brackets of units that a stop, or nothing but the end, follows.

    Where all brackets tell units in the same way, up to the one at the paragraph's end, each of
    them ends a task, whatever follows.
    """
    found = list(_unit_brackets(text))
    alike = len({one.kind for one in found}) == 1 and found[-1].kind is not _Kind.BARE
    alike = alike and not text[found[-1].reach :].strip()
    starts = {one.start for one in found}
    for one in found:
        if (one.stopped or alike) and one.reach not in starts:
            yield one.reach


class _Kind(Enum):
    """How a bracket tells who is responsible."""

    LABEL = "责任单位：甲局"
    WORD = "甲局负责"
    BARE = "甲局"


class _UnitBracket(NamedTuple):
    """A bracket of units: how it tells them, where it stands with the stops behind it.

    ``stopped`` tells that a sentence ends before or behind it.
    """

    kind: _Kind
    start: int
    reach: int
    stopped: bool


def _unit_brackets(text: str) -> Iterator[_UnitBracket]:
    """Give the brackets of a text that name units, those inside others left out."""
    reached = 0
    for start, end in sorted(pairs(text).items()):
        if start < reached:
            continue
        stops = _BETWEEN.match(text, end + 1)
        assert stops
        stopped = bool(set(stops[0]) & set("。；;.")) or end + 1 == len(text)
        stopped = stopped or text[:start].rstrip().endswith(_SENTENCE_ENDS)
        if kind := _told(text[start + 1 : end], alone=stopped):
            reached = stops.end()
            yield _UnitBracket(kind, start, reached, stopped)


def _told(inside: str, *, alone: bool) -> _Kind | None:
    """How the inside of a bracket names units with roles or a time, if it does.

    ``alone`` takes units without a role too, where every part of the bracket looks like one.
    """
    if _SHORT_NAME.match(inside) or len(inside) > _LONGEST_INSIDE:
        return None
    found = tokens(without_blanket(inside))
    if any(isinstance(token, Label) and token.part is not Part.NONE for token in found):
        return _Kind.LABEL
    names = [token for token in found if isinstance(token, Name)]
    if not all(name.sure for name in names) or any(isinstance(token, Other) for token in found):
        return None
    if names and any(isinstance(token, Word | Inner | Together) for token in found):
        return _Kind.WORD
    if not names:
        timed = found and all(isinstance(token, Time | Mark) for token in found)
        return _Kind.BARE if timed and alone and _TIME_WORD.search(inside) else None
    return _Kind.BARE if alone and all(len(name.text) >= _SHORTEST for name in names) else None
