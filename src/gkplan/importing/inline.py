"""Units that stand inside a task's own sentence: 由A牵头，B配合; 由A会同B、C落实."""

import re
from collections.abc import Iterator

from gkplan.importing.lexicon import Wording
from gkplan.importing.responsible import looks_like_unit

_CLAUSE = re.compile(r"[^，。；！？]+")
_NAMES = r"(?P<names>[^，。；：“”《》]{2,60}?)"
_LEADS = Wording(
    rf"由{_NAMES}(?:共同|联合|分别|具体)?(?:(?P<verb><牵头>|<负责>)|(?:会同|商|联合)(?P<helpers>.+))"
)
_BARE_LEADS = Wording(rf"{_NAMES}(?:共同|分别)?(?:牵头|负责)$")
_HELPS = Wording(rf"(?:由)?{_NAMES}(?:密切|共同|积极)?(?:做好)?(?:<配合>)$")
_WITH = re.compile(r"(?:并)?会同(?P<helpers>.+)")
_BETWEEN = re.compile("、|以及")
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
    for piece in _BETWEEN.split(names):
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
