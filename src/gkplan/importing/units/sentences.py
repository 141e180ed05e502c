"""Units and times in a sentence: in brackets at its end, or in its words (由A牵头，B配合)."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.lexicon.roles import LABEL, Part, part_of
from gkplan.importing.text.brackets import pairs
from gkplan.importing.units.cells import tokens
from gkplan.importing.units.names import looks_like_unit
from gkplan.importing.units.rules import without_blanket
from gkplan.importing.units.tokens import Inner, Label, Mark, Name, PhraseKind, Word, is_phrase

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
        head, stated = text[: match.start()].rstrip(" 　\t"), text[match.start() :].strip()
        ends = part_of(match["what"]) in _UNIT_PARTS and head.endswith(_HEAD_ENDS)
        if ends and any(isinstance(token, Name) and token.sure for token in tokens(stated)):
            return head.rstrip("，, 　\t\n"), stated
    return None


def _behind_dash(text: str) -> tuple[str, str] | None:
    """The text up to a dash behind which it names units with their roles."""
    head, dash, stated = text.rpartition("——")
    inside = stated.strip(_STOPS)
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
    """How a bracket states who is responsible."""

    LABEL = "责任单位：甲局"
    WORD = "甲局负责"
    BARE = "甲局"


class _UnitBracket(NamedTuple):
    """A bracket of units: how it states them, where it stands with the stops behind it.

    ``stopped`` says that a sentence ends before or behind it.
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
    if not all(name.sure for name in names) or any(
        is_phrase(token, PhraseKind.OTHER) for token in found
    ):
        return None
    if names and any(
        isinstance(token, Word | Inner) or is_phrase(token, PhraseKind.TOGETHER) for token in found
    ):
        return _Kind.WORD
    if not names:
        timed = found and all(
            isinstance(token, Mark) or is_phrase(token, PhraseKind.TIME) for token in found
        )
        return _Kind.BARE if timed and alone and _TIME_WORD.search(inside) else None
    return _Kind.BARE if alone and all(len(name.text) >= _SHORTEST for name in names) else None


_CLAUSE = re.compile(r"[^，。；！？]+")
_NAMES = r"(?P<names>[^，。；：“”《》]{2,60}?)"
_LEADS = Wording(
    rf"由{_NAMES}(?:共同|联合|分别|具体)?(?:(?P<verb><牵头>|<负责>)|(?:会同|商|联合)(?P<helpers>.+))"
)
_BARE_LEADS = Wording(rf"{_NAMES}(?:共同|分别)?(?:牵头|负责){{1,2}}$")
_HELPING = (
    rf"(?!(?:<行动>)|指导|组织)(?:由)?{_NAMES}(?:密切|共同|积极)?(?:做好|给予|提供)?(?:<配合>)"
)
_HELPS = Wording(rf"{_HELPING}(?:推进|做好|落实|实施|开展)?$")
_WITH = re.compile(r"(?:并)?会(?:同|(?=[省市区县]))(?P<helpers>.+)")

_HELPS_WITH = Wording(_HELPING)
_LISTED = re.compile("、|以及")

_AND = re.compile("[和与及]")


def units_in_sentence(text: str) -> str:
    """The units that a sentence makes responsible, as a cell would print them; empty if none.

    What leads stands before 牵头, what helps before 配合.
    """
    lead: list[str] = []
    support: list[str] = []
    for clause in _CLAUSE.findall(text):
        found, helpers = _leaders(clause, begun=bool(lead))
        if found and not lead:
            lead = found
            support += helpers
        elif lead:
            support += _helpers(clause)
    if not lead:
        return ""
    parts = ["、".join(lead) + "牵头"]
    if rest := [name for name in support if name not in lead]:
        parts.append("、".join(rest) + "配合")
    return "，".join(parts)


def helpers_behind(text: str) -> str:
    """The units that the further clauses of a sentence name as helpers, as a cell prints them."""
    names = [
        name
        for clause in _CLAUSE.findall(text)[not text.startswith(("，", "；")) :]
        for name in (_helping(clause) or _helpers(clause))
    ]
    return f"，{'、'.join(dict.fromkeys(names))}配合" if names else ""


def _helping(clause: str) -> list[str]:
    """Who helps in a clause that goes on after 配合 (区公安局配合做好管制)."""
    match = _HELPS_WITH.match(clause)
    return list(_whole(match["names"])) if match else []


def _leaders(clause: str, *, begun: bool) -> tuple[list[str], list[str]]:
    """Who leads in a clause, and who helps in the same breath."""
    if match := _LEADS.search(clause):
        names = list(_whole(match["names"]))
        return names, list(_prefixes(match["helpers"] or ""))
    if not begun and (match := _BARE_LEADS.fullmatch(clause)):
        return list(_whole(match["names"])), []
    return [], []


def _helpers(clause: str) -> list[str]:
    """Who helps in a clause after the one that names who leads."""
    if match := _WITH.match(clause):
        return list(_prefixes(match["helpers"]))
    if match := _HELPS.fullmatch(clause):
        return list(_whole(match["names"]))
    return []


def _whole(names: str) -> Iterator[str]:
    """The names of a list that is nothing but units; none if any piece is no unit."""
    pieces = list(_pieces(names))
    if all(looks_like_unit(piece) for piece in pieces):
        yield from pieces


def _pieces(names: str) -> Iterator[str]:
    """The pieces of a list; 和 parts them only between two units, not in 住房和城乡建设局."""
    for piece in _LISTED.split(names):
        rest = piece.strip()
        for match in _AND.finditer(rest):
            one, other = rest[: match.start()], rest[match.end() :]
            if looks_like_unit(one) and (looks_like_unit(other) or _begins_with_unit(other)):
                yield one
                rest = other
                break
        yield rest


def _begins_with_unit(text: str) -> bool:
    return any(looks_like_unit(text[:at]) for at in range(len(text), 2, -1))


def _prefixes(text: str) -> Iterator[str]:
    """The units that a text begins with, one after another, up to what is no unit."""
    for piece in _pieces(text):
        if looks_like_unit(piece):
            yield piece
            continue
        name = next(
            (piece[:at] for at in range(len(piece), 1, -1) if looks_like_unit(piece[:at])), ""
        )
        if name:
            yield name
        return
