"""Who is responsible: the units of a cell or sentence with their roles, and what is doubtful."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gkplan.domain.vocabulary import Role
from gkplan.importing.lexicon.patterns import Wording, cached
from gkplan.importing.lexicon.roles import Part
from gkplan.importing.text.characters import plain
from gkplan.importing.text.wording import ended, squeezed
from gkplan.importing.times.timing import read_time
from gkplan.importing.units.cells import tokens
from gkplan.importing.units.names import level, looks_like_unit, may_lack_level
from gkplan.importing.units.rules import without_blanket
from gkplan.importing.units.tokens import (
    Inner,
    Label,
    Mark,
    Name,
    Phrase,
    PhraseKind,
    Token,
    Word,
    is_phrase,
    phrases,
)


class Entry(NamedTuple):
    """One unit, and what the words around it make of it; None where nothing is said."""

    name: str
    part: Part | None
    sure: bool


def entries(found: Sequence[Token]) -> list[Entry]:
    """The units of a cell, each with its part."""
    walk = _Walk(commas=any(isinstance(token, Mark) and token.comma for token in found))
    for token in found:
        walk.take(token)
    return walk.settle()


class _Walk:
    """Goes through the tokens; what is ``pending`` waits for its role word."""

    def __init__(self, *, commas: bool) -> None:
        """Begin with nothing said; ``commas`` says that the cell is parted by them."""
        self.commas = commas
        self.done: list[Entry] = []
        self.pending: list[Entry] = []
        self.run = 0
        self.label: Part | None = None
        self.together = False

    def take(self, token: Token) -> None:
        """Go one token further."""
        match token:
            case Name():
                self._name(token)
            case Word(note=True):
                self._note(token.part)
            case Word():
                self._word(token.part)
            case Label():
                self.settle()
                self.label = token.part
            case Mark() if token.hard:
                self.settle()
            case Mark() if token.comma:
                self.run = len(self.pending)
            case Inner():
                self.done += entries(token.tokens)
            case Phrase(kind=PhraseKind.TOGETHER):
                self.together = True

    def settle(self) -> list[Entry]:
        """Nothing more will be said of the units so far."""
        self.done += self.pending
        self.pending, self.run, self.together = [], 0, False
        return self.done

    def _name(self, token: Name) -> None:
        if self.together:
            self.done.append(Entry(token.text, Part.SUPPORT, token.sure))
        else:
            self.pending.append(Entry(token.text, self.label, token.sure))

    def _note(self, part: Part) -> None:
        """（牵头） is about the name before it; after commas, about all since the last."""
        run = self.run if self.commas else max(0, len(self.pending) - 1)
        self.done += self.pending[:run]
        self.done += [entry._replace(part=part) for entry in self.pending[run:]]
        self.pending, self.run = [], 0

    def _word(self, part: Part) -> None:
        """牵头 behind names is about all of them back to the last role.

        Where nobody leads, 配合 and 落实 are only about those after the last comma.
        """
        if self.together and part in (Part.OWN, Part.IMPLEMENT):
            part = Part.LEAD  # 由甲会同乙落实
        if part in (Part.SUPPORT, Part.IMPLEMENT, Part.OTHER) and not self._led():
            self.done += self.pending[: self.run]
            self.pending = self.pending[self.run :]
        self.done += [entry._replace(part=part) for entry in self.pending]
        self.pending, self.run, self.together = [], 0, False

    def _led(self) -> bool:
        return any(entry.part in (Part.LEAD, Part.OWN) for entry in self.done)


_NOBODY = re.compile(r"[\s无暂—–\-－―/／\\*.。、，]*")
_ROLES = {
    Part.LEAD: Role.LEAD,
    Part.IMPLEMENT: Role.IMPLEMENT,
    Part.SUPPORT: Role.SUPPORT,
    Part.OTHER: Role.SUPPORT,
}
NO_LEAD = "没有写明牵头单位"
_PLAIN_SIGNS = "单位名称里有形近的异体字符“{}”，已改为通用字"
_LONGEST_ODD_NAME = 16
_PLACE = re.compile("(?![各全本])[一-鿿]{1,8}[省市县区州旗盟]")
_OF_PLACE = re.compile(rf"{_PLACE.pattern}((?:人民)?政府|管委会|党委|委员会)")
_NO_NAME = re.compile(r"[\d，。；：？！《》%“”=+]|的")


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

    @property
    def names(self) -> tuple[str, ...]:
        """All units, those that lead first."""
        return (*self.lead, *self.implement, *self.support)

    @property
    def is_clear(self) -> bool:
        """Whether there are units, all of which look like one, and nothing could not be read."""
        return bool(self.names) and not self.rest and all(map(looks_like_unit, self.names))


class _Context(NamedTuple):
    """What gives the role of a unit of which its own words say nothing, or only 负责."""

    column: Role | None
    beside_lead: bool
    leader: Entry | None
    """The unit listed first, where the document makes it the lead."""
    led: bool
    """Whether a unit of the cell is said to lead."""
    noted: bool
    """Whether that is said in brackets: A（牵头）、B, where B helps."""

    @property
    def wants_lead(self) -> bool:
        """Whether the cell has to name the lead."""
        return self.column in (None, Role.LEAD) and not self.beside_lead


@cached(20000)  # a plan names the same units again and again
def read_units(
    text: str, column: Role | None, *, beside_lead: bool = False, first_leads: bool = False
) -> Responsible:
    """Read a cell or bracket of units.

    ``column`` is the role that the column's head gives, None where the cells say it themselves;
    ``beside_lead`` says that another column names the lead, ``first_leads`` that the document
    makes the unit listed first the lead.
    """
    if _NOBODY.fullmatch(text):
        return Responsible()
    printed, look_alikes = plain(text)
    printed, persons = _without_persons(printed)
    found = tokens(printed)
    named = entries(found)
    printed_names = [entry for entry in named if _can_be_unit(entry, column)]
    kept = _with_levels(printed_names)
    context = _context(kept, found, column, beside_lead=beside_lead, first_leads=first_leads)
    roles = _roles(kept, context)
    return Responsible(
        lead=_of(roles, Role.LEAD),
        implement=_of(roles, Role.IMPLEMENT),
        support=_of(roles, Role.SUPPORT),
        times="，".join(phrases(found, PhraseKind.TIME)),
        doubts=(
            *_role_doubts(kept, roles, context),
            *_name_doubts(printed_names, kept),
            *(f"“{open_}”没有列完，未列的单位须补" for open_ in phrases(found, PhraseKind.OPEN)),
            *(f"“{person}”疑为责任人，未作单位" for person in persons),
            *([_PLAIN_SIGNS.format(look_alikes)] if look_alikes else ()),
        ),
        rest="；".join(
            (
                *(entry.name for entry in named if not _can_be_unit(entry, column)),
                *phrases(found, PhraseKind.OTHER),
            )
        ),
    )


_TELEPHONE = r"(?:1\d{10}|(?:0\d{2,3}[-—]?)?\d{7,8})"
_PERSON = Wording(
    rf"[（(]\s*(?P<inside>(?:<姓>)[一-鿿]{{1,2}})[\s，,：:]*{_TELEPHONE}?\s*[）)](?=[、，,；;\s]|$)"
    rf"|(?<=[局委办府院会处科室部心司队站所社])\s*(?P<beside>(?:<姓>)[一-鿿]{{1,2}})\s*"
    rf"{_TELEPHONE}?(?=[、，,；;\s]|$)"
)
"""A person behind a unit, in brackets or after a blank, perhaps with a telephone number."""


def _without_persons(text: str) -> tuple[str, list[str]]:
    """A text about units without the persons named behind them, and these."""
    persons: list[str] = []

    def left_out(match: re.Match[str]) -> str:
        name: str = match["inside"] or match["beside"]
        if looks_like_unit(name):
            return match[0]
        persons.append(match[0].strip(" 　\n（）()"))
        return ""

    return _PERSON.sub(left_out, text), persons


def _of(roles: dict[str, Role], role: Role) -> tuple[str, ...]:
    return tuple(name for name, own in roles.items() if own is role)


def _can_be_unit(entry: Entry, column: Role | None) -> bool:
    """Whether a name that does not look like a unit may be one: a short one, where units stand."""
    if entry.sure or _PLACE.fullmatch(entry.name):
        return True
    odd = len(entry.name) > _LONGEST_ODD_NAME or _NO_NAME.search(entry.name)
    return not odd and (column is not None or entry.part is not None) and len(entry.name) > 1


def _context(
    named: Sequence[Entry],
    found: Sequence[Token],
    column: Role | None,
    *,
    beside_lead: bool,
    first_leads: bool,
) -> _Context:
    """Gather what a cell and its surroundings say of all its units."""
    led = any(entry.part is Part.LEAD for entry in named)
    first = first_leads or any(is_phrase(token, PhraseKind.FIRST) for token in found)
    open_ = [entry for entry in named if entry.part in (None, Part.OWN)]
    leads = first and not led and not beside_lead and column is not Role.SUPPORT
    noted = any(isinstance(token, Word) and token.note for token in found)
    return _Context(column, beside_lead, open_[0] if leads and open_ else None, led, noted)


def _roles(named: Sequence[Entry], context: _Context) -> dict[str, Role]:
    """The role of every unit, the strongest where it is named with two."""
    roles: dict[str, Role] = {}
    for entry in named:
        role = _role(entry, context)
        roles[entry.name] = min(roles.get(entry.name, role), role, key=list(Role).index)
    return roles


def _role(entry: Entry, context: _Context) -> Role:
    """What a unit is: by its own words, else by the column and by what is said of others."""
    if entry.part in _ROLES:
        return _ROLES[entry.part]
    if context.column is Role.SUPPORT:
        return Role.SUPPORT
    if context.leader is not None:
        return Role.LEAD if entry == context.leader else Role.SUPPORT
    if context.beside_lead or context.column is Role.IMPLEMENT:
        return Role.IMPLEMENT
    if context.led:
        return Role.IMPLEMENT if entry.part is Part.OWN else Role.SUPPORT
    return Role.LEAD


def _role_doubts(
    named: Sequence[Entry], roles: dict[str, Role], context: _Context
) -> Iterator[str]:
    """What is doubtful about who leads and who helps."""
    for name, role in roles.items():
        others = {_role(entry, context) for entry in named if entry.name == name} - {role}
        if others:
            also = "、".join(other.label for other in sorted(others, key=list(Role).index))
            yield f"“{name}”写了几种职责，现作{role.label}，不作{also}"
    free = [entry.name for entry in named if entry.part is None]
    if context.led and free and not context.noted and context.column in (None, Role.LEAD):
        yield f"{_listed(free)}没有写明职责，暂作配合"
    if odd := [entry.name for entry in named if entry.part is Part.OTHER]:
        yield f"{_listed(odd)}的职责不是牵头、落实或配合，暂作配合"
    if roles and Role.LEAD not in roles.values() and context.wants_lead:
        yield NO_LEAD


def _listed(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in dict.fromkeys(names))


def _with_levels(named: Sequence[Entry]) -> list[Entry]:
    """The names with the 省, 市 or 区 that a list writes only before its first."""
    found: list[Entry] = []
    shared = ""
    complete = _with_ends(named)
    beside_one = any(may_lack_level(entry.name) for entry in complete)
    for entry in complete:
        shared = shared or level(entry.name).removesuffix(entry.name)
        lacks = shared and may_lack_level(entry.name, beside_one=beside_one)
        found.append(entry._replace(name=shared + entry.name) if lacks else entry)
    return found


def _with_ends(named: Sequence[Entry]) -> list[Entry]:
    """The names with the 人民政府 that a list of places writes only behind its last."""
    found: list[Entry] = []
    shared = ""
    for entry in reversed(named):
        if match := _OF_PLACE.fullmatch(entry.name):
            shared = match[1]
            found.append(entry)
        elif shared and _PLACE.fullmatch(entry.name):
            found.append(entry._replace(name=entry.name + shared, sure=True))
        else:
            shared = ""
            found.append(entry)
    return found[::-1]


def _name_doubts(printed: Sequence[Entry], named: Sequence[Entry]) -> Iterator[str]:
    """What is doubtful about the names themselves, as they are printed and as they are read."""
    for entry in printed:
        if not entry.sure:
            yield f"“{entry.name}”不像单位名称，暂作单位"
    pairs = [(a.name, b.name) for a, b in zip(printed, named, strict=True) if a.name != b.name]
    if pairs:
        full = "、".join(dict.fromkeys(f"“{name}”" for _, name in pairs))
        ended = all(read.startswith(name) for name, read in pairs)
        what = "后疑省略了下文的“政府”一类字样" if ended else "前疑省略了上级字样"
        yield f"{_listed([name for name, _ in pairs])}{what}，读作{full}"


_ANY_DAY = dt.date(2017, 1, 1)
_LONGEST_CELL = 400
_ROLE = Wording("<牵头>|<配合>|<负责>|<落实>")

_WORDS = 4
"""Characters that may follow a date in a cell about time: 9月投入使用."""
_LONG = 26
"""Characters from which a text is a task rather than a heading."""


@cached(1 << 15)  # a document is gone through several times
def names_units(text: str) -> bool:
    """Whether a text is nothing but units with their roles, and perhaps a time."""
    if len(text) > _LONGEST_CELL or (text.endswith("。") and not _ROLE.search(text)):
        return False
    found = read_units(without_blanket(text), None)
    return found.is_clear and (not found.times or states_time(found.times))


def states_time(text: str) -> bool:
    """Whether a text is nothing but a time."""
    if len(text) > _LONG:
        return False
    found = read_time(text, _ANY_DAY, stated=True)
    said, whole = sum(map(len, found.phrases)), len(squeezed(text))
    return 0 < whole <= said + max(said, _WORDS * (found.due is not None and not ended(text)))
