"""From an outline to groups and tasks: ids, roles, deadlines, and a doubt for each guess."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from gkplan.domain.fields import BadValueError, Kind, keys_of
from gkplan.domain.model import Group, Task
from gkplan.domain.numerals import chinese
from gkplan.domain.vocabulary import Cadence, Role
from gkplan.importing.document import Said
from gkplan.importing.outline import Heading, Item, UnitText
from gkplan.importing.plan.doubts import counted_from, of_columns, with_oddities
from gkplan.importing.plan.registry import UNKNOWN, fit_doubt, fit_name
from gkplan.importing.text.characters import damage_doubts, garbled, traditional
from gkplan.importing.text.runs import runs
from gkplan.importing.text.wording import alike
from gkplan.importing.times.timing import Timing, read_time
from gkplan.importing.units.names import looks_like_unit
from gkplan.importing.units.responsible import NO_LEAD, Responsible, read_units
from gkplan.importing.units.rules import Blanket, also_implement, first_leads, without_blanket

_KINDS = {name: key.kind for name, key in keys_of(Task).items() if isinstance(key.kind, Kind)}


def stated_values(
    stated: Mapping[str, Said], times: tuple[Said, ...], issued: date
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values of the keys that columns state, and what could not be read in them.

    Where the cadence is stated, nothing about time is taken from a task's text any more.
    """
    values: dict[str, Any] = {}
    doubts: list[str] = []
    if "cadence" in stated and stated["cadence"].text:
        values |= {"cadence": (Cadence.ONCE,), "due": None, "within": None, "awaits": ""}
        for said in times:
            values["due"] = read_time(said.text, issued, stated=True).due
    for name, said in stated.items():
        if not said.text and name not in ("doubts", "tags"):
            continue
        try:
            values |= _value(name, said.text)
        except BadValueError as bad:
            doubts.append(f"{bad.message}（{said.place}）")
    return values, tuple(doubts)


def _value(name: str, text: str) -> dict[str, Any]:
    if name == "cadence":
        return {name: tuple(_KINDS[name].parse(word.strip()) for word in text.split("、"))}
    if name in ("doubts", "tags"):
        separator = "\n" if name == "doubts" else "、"
        return {name: tuple(part.strip() for part in text.split(separator) if part.strip())}
    return {name: _KINDS[name].parse(text.strip())} if name in _KINDS else {}


_LONGEST_UNITS = 3000
"""Characters of a unit cell that are read; what goes beyond stands as a doubt."""

_CLAUSE = re.compile("[，,；;。]")
_PERSONS = re.compile("(?:责任|负责|联系)人$")
_LONGEST_PERSON = 4
"""Characters of a person's name."""


class Roles(NamedTuple):
    """The units of a task by role, and what is doubtful about them."""

    lead: tuple[str, ...]
    implement: tuple[str, ...]
    support: tuple[str, ...]
    times: tuple[str, ...]
    doubts: tuple[str, ...]


class Context(NamedTuple):
    """What is known of a document when its items are read: the day it was issued, its title.

    ``look_alikes`` are the characters that were made plain, by place; ``as_issued`` gives a text
    the traditional characters that it was issued with; ``assumed`` says that no day is stated.
    """

    issued: date
    title: str
    look_alikes: Mapping[str, str]
    as_issued: Callable[[str], str] = str
    assumed: bool = False


def build_groups(
    items: Sequence[Item], blankets: Sequence[Blanket], known: Context
) -> tuple[Group, ...]:
    """The groups and tasks of a plan."""
    parts = with_oddities(_parts(items))
    headings = [heading for heading, _ in parts]
    ids = _paired_ids([part for _, part in parts]) or _group_ids(headings)
    labels = _labels(headings, ids)
    index = 0
    groups = []
    for position, (heading, part) in enumerate(parts):
        tasks = []
        for at, (number, doubts) in enumerate(_item_ids(part)):
            item = part[at].doubting(*doubts)
            tasks.append(_task(f"{ids[position]}.{number}", item, blankets, index, known, at))
            index += 1
        title = known.as_issued(heading.title) if heading and heading.title else known.title
        groups.append(Group(ids[position], labels[position], title, tuple(tasks), position))
    return tuple(groups)


def _parts(items: Sequence[Item]) -> list[tuple[Heading | None, list[Item]]]:
    """The items under each heading; a heading printed again goes on with its part."""
    parts = runs(items, lambda part, item: _same(part[0].heading, item.heading))
    return [(part[0].heading, part) for part in parts]


def _same(one: Heading | None, other: Heading | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or (
        one.number == other.number and one.above == other.above and alike(one.title, other.title)
    )


def _paired_ids(parts: Sequence[Sequence[Item]]) -> list[int]:
    """The groups that all items print before their own numbers, as in ``2.10``, if they do."""
    found = [{item.number.group if item.number else None for item in part} for part in parts]
    groups = [next(iter(one)) for one in found if len(one) == 1]
    ids = [group for group in groups if group is not None]
    return ids if len(ids) == len(parts) == len(set(ids)) else []


def _group_ids(headings: Sequence[Heading | None]) -> list[int]:
    """The headings' own numbers where they rise; else the places in the document."""
    values = [one.number.value if one and one.number else None for one in headings]
    known = [value for value in values if value is not None]
    if len(known) == len(values) and known == sorted(set(known)):
        return known
    return list(range(1, len(headings) + 1))


def _labels(headings: Sequence[Heading | None], ids: Sequence[int]) -> list[str]:
    """The labels as printed; those that stand twice go with that of the heading above them."""
    own = [_label(heading, number) for heading, number in zip(headings, ids, strict=True)]
    labels = [
        _above(heading) + label if own.count(label) > 1 else label
        for heading, label in zip(headings, own, strict=True)
    ]
    seen: Counter[str] = Counter()
    for index, label in enumerate(labels):
        seen[label] += 1
        if seen[label] > 1:
            labels[index] = f"{chinese(seen[label])}·{label}"
    return labels


def _above(heading: Heading | None) -> str:
    upper = heading.above[-1] if heading and heading.above else None
    return upper.number.label if upper and upper.number else ""


def _label(heading: Heading | None, number: int) -> str:
    if heading and heading.label:
        return heading.label
    printed = heading.number if heading else None
    if printed is None or printed.value is None:
        return chinese(number) if number else "零"
    return printed.label


def _item_ids(items: Sequence[Item]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The printed numbers where they can be ids; else a number of its own, with a doubt."""
    printed = [item.number.value if item.number else None for item in items]
    known = {value for value in printed if value is not None}
    taken: set[int] = set()
    free = max(known, default=0)
    orderly = _counts_in_levels(items)
    for item, value in zip(items, printed, strict=True):
        doubts: tuple[str, ...] = ()
        if value is not None and value not in taken:
            number = value
        else:
            free += 1
            number = free
            doubts = _number_doubts(item, value, number) if known and not orderly else ()
        taken.add(number)
        yield number, doubts


def _counts_in_levels(items: Sequence[Item]) -> bool:
    """Whether the numbers of a group only repeat because each level counts by itself.

    Every style goes on counting, or begins again below an item of another style.
    """
    last: dict[str, int] = {}
    before = ""
    for item in items:
        if item.number is None or item.number.value is None:
            return False
        style, value = item.number.style, item.number.value
        begins = value == 1 and before != style
        if not begins and style in last and value != last[style] + 1:
            return False
        last[style] = value
        before = style
    return len(last) > 1


def _number_doubts(item: Item, printed: int | None, number: int) -> tuple[str, ...]:
    why = "没有序号" if printed is None else f"的序号{printed}与前面重复"
    return (f"原件这一项{why}，编为{number}（{item.place}）",)


def _task(
    name: str, item: Item, blankets: Sequence[Blanket], index: int, known: Context, position: int
) -> Task:
    roles = _roles(item, known, first=first_leads(blankets, index))
    implement = list(roles.implement)
    for blanket in also_implement(blankets, index, named=bool(item.units)):
        implement += [unit for unit in blanket.implement if unit not in (*roles.lead, *implement)]
    timing, time_doubts = _timing(item, roles.times, known.issued)
    if known.assumed:
        time_doubts += tuple(counted_from(known.issued, timing, item.place))
    lead, doubts = roles.lead, roles.doubts
    if len(implement) > len(roles.implement):
        doubts = tuple(doubt for doubt in doubts if not doubt.startswith(NO_LEAD))
    if not lead and not implement:
        lead = (UNKNOWN,)
        doubts = (*doubts, f"原件没有写明单位（{item.place}）")
    stated, unread = stated_values(item.stated, item.times, known.issued)
    damaged = _damage(item._replace(text=known.as_issued(item.text)), known.look_alikes)
    task = Task(
        id=name,
        text=known.as_issued(item.text),
        lead=lead,
        support=tuple(unit for unit in roles.support if unit not in (*lead, *implement)),
        implement=tuple(implement),
        merged=item.merged,
        cadence=timing.cadence or (Cadence.ONCE,),
        due=timing.due,
        within=timing.within,
        awaits=known.as_issued(timing.awaits),
        doubts=tuple(dict.fromkeys((*item.doubts, *doubts, *time_doubts, *damaged))),
        position=position,
    )
    return replace(task, **{**stated, "doubts": (*stated.get("doubts", task.doubts), *unread)})


def _roles(item: Item, known: Context, *, first: bool) -> Roles:
    """The units in the cells and brackets of an item, each once, in its strongest role."""
    beside = {unit.column.role for unit in item.units} >= {Role.LEAD}
    found = [(unit.place, _read(unit, beside_lead=beside, first=first)) for unit in item.units]
    lead = _names(read.lead for _, read in found)
    implement = tuple(unit for unit in _names(r.implement for _, r in found) if unit not in lead)
    support = _names(read.support for _, read in found)
    doubts = [f"{doubt}（{place}）" for place, read in found for doubt in _doubts(read)]
    doubts += [
        f"{doubt}（{place}）"
        for place, read in found
        for name in read.names
        if (doubt := fit_doubt(name))
    ]
    doubts += _cut_off(item)
    doubts += of_columns(item)
    doubts += _traditional_doubts(found, known)
    lead, implement, support = (
        tuple(map(known.as_issued, names)) for names in (lead, implement, support)
    )
    return Roles(
        lead, implement, support, tuple(r.times for _, r in found if r.times), tuple(doubts)
    )


def _read(unit: UnitText, *, beside_lead: bool, first: bool) -> Responsible:
    """The units of a cell or bracket, without the persons that its column names too."""
    role = unit.column.role
    text = without_blanket(unit.text[:_LONGEST_UNITS])
    beside = beside_lead and role is Role.IMPLEMENT
    read = read_units(text, role, beside_lead=beside, first_leads=first)
    return _without_persons(unit.column.name, read)


def _cut_off(item: Item) -> Iterator[str]:
    """The doubt on each cell of units that is too long to be read to its end."""
    for unit in item.units:
        if len(unit.text) > _LONGEST_UNITS:
            yield f"单位栏超过{_LONGEST_UNITS}字，后面的没有读（{unit.place}）"


def _without_persons(column: str, read: Responsible) -> Responsible:
    """The units of a column that names persons too (责任单位及责任人), without their names."""
    names = read.names
    persons = {name for name in names if len(name) <= _LONGEST_PERSON and not looks_like_unit(name)}
    if not _PERSONS.search(column) or len(persons) == len(set(names)):
        return read
    lead, implement, support = (
        tuple(name for name in part if name not in persons)
        for part in (read.lead, read.implement, read.support)
    )
    doubts = [one for one in read.doubts if not any(f"“{name}”不像" in one for name in persons)]
    doubts += [f"“{name}”疑为责任人，未作单位" for name in names if name in persons]
    return read._replace(lead=lead, implement=implement, support=support, doubts=tuple(doubts))


def _traditional_doubts(found: Sequence[tuple[str, Responsible]], known: Context) -> Iterator[str]:
    for place, read in found:
        if signs := traditional(known.as_issued("".join(read.names))):
            yield f"单位名称里有繁体字“{signs}”，照印（{place}）"


def _doubts(read: Responsible) -> Iterator[str]:
    yield from read.doubts
    if read.rest:
        yield f"单位栏里的“{read.rest}”没有读懂"


def _names(parts: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    """Names that can be registered, each once."""
    names = (fit_name(name) for part in parts for name in part)
    return tuple(dict.fromkeys(name for name in names if name))


def _timing(item: Item, times: tuple[str, ...], issued: date) -> tuple[Timing, tuple[str, ...]]:
    """What the text, its column and its brackets say of time; what is stated goes first."""
    running = read_time(item.text, issued, stated=False)
    stated = [(said.text, said.place) for said in item.times]
    stated += [(text, item.units[0].place) for text in times]
    timing = running
    doubts: list[str] = []
    for text, place in stated:
        own = read_time(text, issued, stated=True)
        asked = own.vague if running.vague else ()
        doubts += [f"{doubt}（{place}）" for doubt in own.doubts if doubt not in asked]
        timing = _together(own, timing)
        if own.due and not own.cadence and (often := _intervals(item.text, running)):
            timing = timing._replace(cadence=(Cadence.ONCE, *often))
            named = "、".join(cadence.label for cadence in often)
            doubts.append(f"时限写“{text.strip()}”，文中又写{named}，两者都按待核（{place}）")
    settled = running.vague if timing is not running and timing.due else ()
    open_ = [f"{doubt}（{item.place}）" for doubt in running.doubts if doubt not in settled]
    return timing, (*open_, *doubts)


def _intervals(text: str, running: Timing) -> list[Cadence]:
    """The intervals that a text states of all it says: in its first clause, without a limit."""
    first = _CLAUSE.split(text)[0]
    asked = running.due or running.within or not any(one in first for one in running.phrases)
    return [] if asked else [cadence for cadence in running.cadence if cadence.periodic]


def _together(own: Timing, running: Timing) -> Timing:
    """What a column states, and from the text what it leaves open."""
    says = own.due or own.within or own.awaits or set(own.cadence) - {Cadence.ONCE}
    exact = running.within or any(cadence.periodic for cadence in running.cadence)
    if not says or (_is_open(own) and exact):
        return running
    return own._replace(awaits=own.awaits or running.awaits)


def _is_open(own: Timing) -> bool:
    """Whether a column says no more than that the work goes on (全年、长期)."""
    return own.cadence == (Cadence.ONGOING,) and not (own.due or own.within or own.awaits)


def _damage(item: Item, look_alikes: Mapping[str, str]) -> Iterator[str]:
    """What is damaged about an item's text and its units."""
    signs = look_alikes.get(item.place, "")
    yield from (f"{doubt}（{item.place}）" for doubt in damage_doubts(item.text, signs))
    for unit in item.units:
        if garbled(unit.text):
            yield f"单位名称里有乱码（{unit.place}）"
        if unit.place != item.place and (signs := look_alikes.get(unit.place, "")):
            yield f"单位名称里的“{signs}”是形近字，已换成通用字（{unit.place}）"
