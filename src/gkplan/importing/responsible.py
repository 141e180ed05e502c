"""Who is responsible: from a cell or a bracket of units to lead, implementing and supporting."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.brackets import split_brackets, split_tasks
from gkplan.importing.rolewords import Part
from gkplan.importing.unitlex import (
    First,
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
    tokens,
)
from gkplan.importing.unitnames import (
    level,
    looks_like_unit,
    may_lack_level,
    plain,
    traditional,
)
from gkplan.words import Role

__all__ = ["Responsible", "looks_like_unit", "read_units", "split_brackets", "split_tasks"]

_NOBODY = re.compile(r"[\s无暂—–\-－―/／\\*.。、，]*")
_ROLES = {
    Part.LEAD: Role.LEAD,
    Part.IMPLEMENT: Role.IMPLEMENT,
    Part.SUPPORT: Role.SUPPORT,
    Part.OTHER: Role.SUPPORT,
}
_LONGEST_ODD_NAME = 16


class Responsible(NamedTuple):
    """The units of one task by role, each once, with what a cell says beside them.

    ``times`` is a phrase of time for ``read_time``; ``rest`` is what could not be read.
    """

    lead: tuple[str, ...] = ()
    implement: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    times: str = ""
    doubts: tuple[str, ...] = ()
    rest: str = ""


class _Entry(NamedTuple):
    """One unit and what the words around it make of it."""

    name: str
    part: Part | None
    sure: bool


class _Context(NamedTuple):
    """What is known of a cell before it is read: its column, and rules of the document."""

    column: Role | None
    beside_lead: bool
    first_leads: bool
    noted: bool
    """Whether the lead is marked in brackets, A（牵头）、B: the others then help."""


def read_units(
    text: str, column: Role | None, *, beside_lead: bool = False, first_leads: bool = False
) -> Responsible:
    """Read a cell or bracket of units.

    ``column`` is the role that the column's head gives, None where the cells say it themselves;
    ``beside_lead`` tells that another column names the lead, ``first_leads`` that the document
    makes the unit listed first the lead.
    """
    if _NOBODY.fullmatch(text):
        return Responsible()
    printed, look_alikes = plain(text)
    found = tokens(printed)
    first = first_leads or any(isinstance(token, First) for token in found)
    noted = any(isinstance(token, Word) and token.note for token in found)
    context = _Context(column, beside_lead, first, noted)
    entries, left = _accepted(_Walk().entries(found), column)
    roles, doubts = _roles(entries, context)
    rest = (*left, *(token.text for token in _flat(found) if isinstance(token, Other)))
    return Responsible(
        *(
            tuple(name for name, role in roles.items() if role is one)
            for one in (Role.LEAD, Role.IMPLEMENT, Role.SUPPORT)
        ),
        times="，".join(token.text for token in _flat(found) if isinstance(token, Time)),
        doubts=(
            *doubts,
            *_name_doubts(entries),
            *_list_doubts(found),
            *_sign_doubts(look_alikes, printed),
        ),
        rest="；".join(rest),
    )


def _flat(found: Iterable[Token]) -> Iterator[Token]:
    """The tokens, also those inside brackets."""
    for token in found:
        yield token
        if isinstance(token, Inner):
            yield from _flat(token.tokens)


class _Walk:
    """Goes through the tokens and gives every name its part."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.done: list[_Entry] = []
        self.pending: list[_Entry] = []
        self.run = 0
        self.label: Part | None = None
        self.together = False

    def entries(self, found: Sequence[Token]) -> list[_Entry]:
        """The names of a cell in their order, each with its part (None: nothing was said)."""
        for token in found:
            self._take(token)
        return self._settled()

    def _take(self, token: Token) -> None:
        match token:
            case Name():
                self._name(token)
            case Word(note=True):
                self._note(token.part)
            case Word():
                self._word(token.part)
            case Label():
                self._settled()
                self.label, self.together = token.part, False
            case Mark() if token.hard:
                self._settled()
                self.together = False
            case Mark():
                self.run = len(self.pending) if token.comma else self.run
            case Together():
                self.together = True
            case Inner():
                self.done += _Walk().entries(token.tokens)

    def _name(self, token: Name) -> None:
        part = Part.SUPPORT if self.together else self.label
        (self.done if self.together else self.pending).append(_Entry(token.text, part, token.sure))

    def _note(self, part: Part) -> None:
        """（牵头） behind a name is about that name alone."""
        names = self.pending or self.done
        if names:
            entry = names.pop()._replace(part=part)
            self.done += [*self.pending, entry]
            self.pending = []

    def _word(self, part: Part) -> None:
        """牵头 behind names is about all of them back to the last role.

        Where nobody leads, 配合 and 落实 are only about those after the last comma.
        """
        if self.together and part in (Part.OWN, Part.IMPLEMENT):
            part = Part.LEAD
        if part in (Part.SUPPORT, Part.IMPLEMENT) and not self._led():
            self.done += self.pending[: self.run]
            self.pending = self.pending[self.run :]
        self.done += [entry._replace(part=part) for entry in self.pending]
        self.pending, self.run, self.together = [], 0, False

    def _led(self) -> bool:
        return any(entry.part is Part.LEAD for entry in self.done)

    def _settled(self) -> list[_Entry]:
        self.done += self.pending
        self.pending = []
        return self.done


def _accepted(entries: Sequence[_Entry], column: Role | None) -> tuple[list[_Entry], list[str]]:
    """The names that can be units, and the texts that cannot."""
    kept = [entry for entry in entries if _can_be_unit(entry, column)]
    return kept, [entry.name for entry in entries if entry not in kept]


def _can_be_unit(entry: _Entry, column: Role | None) -> bool:
    """Whether a name that does not look like a unit may be one: a short one, where units stand."""
    if entry.sure:
        return True
    odd = len(entry.name) > _LONGEST_ODD_NAME or re.search(r"[\d，。；：？！《》%]", entry.name)
    return not odd and (column is not None or entry.part is not None) and len(entry.name) > 1


def _roles(entries: Sequence[_Entry], context: _Context) -> tuple[dict[str, Role], tuple[str, ...]]:
    """The role of every unit, the strongest where it has two, and what is doubtful about them."""
    said = any(entry.part is Part.LEAD for entry in entries)
    roles: dict[str, Role] = {}
    doubts: list[str] = []
    for place, entry in enumerate(entries):
        role = _role(entry, context, said=said, first=place == 0)
        before = roles.get(entry.name, role)
        if before is not role:
            doubts.append(f"“{entry.name}”写了两种职责：{before.label}、{role.label}，现取前者")
        roles[entry.name] = min(before, role, key=list(Role).index)
    free = [entry.name for entry in entries if entry.part is None]
    if (
        said
        and free
        and not context.noted
        and context.column in (None, Role.LEAD)
        and not context.first_leads
    ):
        listed = "、".join(f"“{name}”" for name in free)
        doubts.append(f"{listed}没有写明职责，暂作配合")
    if (
        roles
        and Role.LEAD not in roles.values()
        and context.column in (None, Role.LEAD)
        and not context.beside_lead
    ):
        doubts.append("没有写明牵头单位")
    return roles, tuple(doubts)


def _role(entry: _Entry, context: _Context, *, said: bool, first: bool) -> Role:
    """What a unit is: by its own words, else by the column and by what was said of others."""
    if entry.part in _ROLES:
        return _ROLES[entry.part]
    if context.column is Role.SUPPORT:
        return Role.SUPPORT
    if context.first_leads and not said and not context.beside_lead:
        return Role.LEAD if first else Role.SUPPORT
    if context.beside_lead or context.column is Role.IMPLEMENT or (said and entry.part is Part.OWN):
        return Role.IMPLEMENT
    return Role.SUPPORT if said else Role.LEAD


def _name_doubts(entries: Sequence[_Entry]) -> Iterator[str]:
    """What is doubtful about the names themselves."""
    for entry in entries:
        if not entry.sure:
            yield f"“{entry.name}”不像单位名称，暂作单位"
    names = [entry.name for entry in entries]
    shared = next((found for name in names if (found := level(name))), "")
    after = names[next((i for i, name in enumerate(names) if level(name)), 0) :]
    lacking = [name for name in after if may_lack_level(name)]
    if shared and lacking:
        listed = "、".join(f"“{name}”" for name in dict.fromkeys(lacking))
        yield f"{listed}前疑省略了“{shared}”，名称照印"


def _list_doubts(found: Sequence[Token]) -> Iterator[str]:
    for token in _flat(found):
        if isinstance(token, Open):
            yield f"“{token.text}”是没有列完的名单，未列的单位须补"


def _sign_doubts(look_alikes: str, text: str) -> Iterator[str]:
    if look_alikes:
        yield f"单位名称里有形近的异体字符“{look_alikes}”，已改为通用字"
    if found := traditional(text):
        yield f"单位名称里有繁体字“{found}”，照印"
