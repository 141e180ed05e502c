"""Doubts that only several items show: oddities of one beside the others, one question for many."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from gkplan.domain.model import Group, Task
from gkplan.domain.vocabulary import Role
from gkplan.importing.document import Said
from gkplan.importing.lexicon.columns import Column, names_guidance, says_no_role, stands_beside
from gkplan.importing.outline import Heading, Item
from gkplan.importing.text.numbers import Number, bare_number, take_number
from gkplan.importing.text.wording import ended, squeezed, trimmed
from gkplan.importing.times.timing import Timing

_USUAL = 0.8
"""The part of the items that must do so before it is odd not to."""
_CUT = re.compile(r"(?:[，、：,:]|…|\.{3})\s*$")
"""The end of a sentence that goes on somewhere else, or was left out."""
_TAIL = 8
_SHORT = 5
_PRINCIPLE = re.compile("(?:按照?|坚持|遵循|本着|根据)[^。；]{2,40}原则")
_LISTED_TWICE = 3
"""Repeated headings from which a document lists its groups twice, as prose and as a table."""


def with_oddities(
    parts: Sequence[tuple[Heading | None, Sequence[Item]]],
) -> list[tuple[Heading | None, list[Item]]]:
    """The items under their headings, with a doubt on each that is unlike the others."""
    items = [item for _, part in parts for item in part]
    stopped = sum(ended(item.text) for item in items) >= _USUAL * len(items)
    numbered = sum(item.number is not None for item in items) >= _USUAL * len(items)
    headings = list(_repeated([heading for heading, _ in parts]))
    over = {upper for heading, _ in parts if heading for upper in heading.above}
    twice = sum(map(bool, headings)) >= _LISTED_TWICE
    short = sum(len(item.text) < _SHORT for item in items) * 2 >= len(items)
    again = _said_before(parts)
    found: list[tuple[Heading | None, list[Item]]] = []
    for (heading, part), repeated in zip(parts, headings, strict=True):
        doubtful = [
            item.doubting(
                *_of_item(item, stopped=stopped, numbered=numbered and len(part) == 1),
                *_of_summary(item, above_others=heading in over),
                *([again[id(item)]] if id(item) in again else ()),
                *(_of_short(item) if short else ()),
            )
            for item in part
        ]
        if repeated and not twice:
            doubtful[0] = doubtful[0].doubting(repeated)
        found.append((heading, doubtful))
    return found


def _of_item(item: Item, *, stopped: bool, numbered: bool) -> Iterator[str]:
    if _CUT.search(item.text):
        yield f"文字到“{item.text[-_TAIL:]}”为止，疑未完，原文待核（{item.place}）"
    elif stopped and not ended(item.text):
        yield f"句末无句号，原文是否完整待核（{item.place}）"
    if numbered and item.number is None:
        yield f"原件没有序号（{item.place}）"


def _of_short(item: Item) -> Iterator[str]:
    """The doubt on a text of a few characters, where most are so short."""
    if len(item.text) < _SHORT and not ended(item.text):
        yield f"文字只有“{item.text}”，是否完整待核（{item.place}）"


def _said_before(parts: Sequence[tuple[Heading | None, Sequence[Item]]]) -> dict[int, str]:
    """The doubts on items that an earlier part has with the same text for the same units, by id."""
    first: dict[str, tuple[int, Item]] = {}
    found: dict[int, str] = {}
    for at, (_, part) in enumerate(parts):
        for item in part:
            before, known = first.setdefault(trimmed(item.text), (at, item))
            if before != at and _shares_units(known, item):
                found[id(item)] = f"与{known.place}的一项文字、单位相同，疑重复（{item.place}）"
    return found


def _shares_units(one: Item, other: Item) -> bool:
    """Whether a cell or bracket of units of one item says what one of the other does, or more."""
    texts = [[squeezed(unit.text) for unit in item.units] for item in (one, other)]
    return any(a in b or b in a for a in texts[0] for b in texts[1])


def counted_from(issued: date, timing: Timing, place: str) -> Iterator[str]:
    """The doubt on each length of time that counts from a day of issue nobody stated."""
    for phrase in timing.counted if timing.due else ():
        yield f"“{phrase}”从印发之日算起，原件没有印发日期，暂从{issued}算（{place}）"


def _of_summary(item: Item, *, above_others: bool) -> Iterator[str]:
    """The doubt on what may only sum up the tasks below it; empty for all others."""
    if item.number is None and (above_others or _PRINCIPLE.match(item.text)):
        yield f"这一段像是总的要求，是不是一项任务待核（{item.place}）"


def of_columns(item: Item) -> Iterator[str]:
    """The doubt on units in a column whose name does not say what they do."""
    for unit in item.units:
        if unit.column.role is Role.SUPPORT and says_no_role(unit.column):
            yield f"“{unit.column.name}”栏没有写明职责，暂作配合（{unit.place}）"
        elif unit.column.role is Role.LEAD and names_guidance(unit.column):
            yield f"“{unit.column.name}”栏没有写明谁牵头，暂作牵头（{unit.place}）"


UNUSED = "照例没有采用的栏"


def of_unused(columns: Sequence[Column], as_issued: Callable[[str], str]) -> Iterator[str]:
    """Say which columns of tables are part of no item: a question where it may be part of one."""
    beside = [column for column in columns if stands_beside(column)]
    asked = [column for column in columns if column not in beside]
    if asked:
        yield f"表格的{_named(asked, as_issued)}栏没有采用，是否属于事项内容待核"
    if beside:
        yield f"{UNUSED}：{_named(beside, as_issued)}"


def _named(columns: Sequence[Column], as_issued: Callable[[str], str]) -> str:
    names = dict.fromkeys(f"“{as_issued(column.name)}”" for column in columns)
    return "、".join(list(names)[:_EXAMPLES]) + ("等" if len(names) > _EXAMPLES else "")


def _repeated(headings: Sequence[Heading | None]) -> Iterator[str]:
    """The doubt on each heading whose title was printed before; empty for all others."""
    first: dict[str, Heading] = {}
    for heading in headings:
        title = trimmed(heading.title) if heading else ""
        if heading and title and title in first:
            place = first[title].place
            yield f"本组标题与{place}的一组相同，疑误（{heading.place}）"
            continue
        if heading and title:
            first[title] = heading
        yield ""


_MOST_GAPS = 5


def gaps(items: Sequence[Item], loose: Sequence[Said]) -> list[str]:
    """The note on numbers between those of headings or items that stand nowhere in the source.

    What has such a number may have been lost; the source itself may also leave one out.
    """
    read = (take_number(said.text)[0] or bare_number(said.text) for said in loose)
    printed = {(number.style, number.value) for number in read if number}
    headings = dict.fromkeys(item.heading for item in items if item.heading)
    pairs = [(one, other) for one, other in pairwise(headings) if one.above == other.above] + [
        (one, other) for one, other in pairwise(items) if one.heading is other.heading
    ]
    found = [
        f"“{one.number.label}”后面是“{other.number.label}”（{other.place}）"
        for one, other in pairs
        if one.number and other.number and _skips(one.number, other.number, printed)
    ]
    more = f"等{len(found)}处" if len(found) > _MOST_GAPS else ""
    shown = "、".join(found[:_MOST_GAPS])
    return [f"序号不连续：{shown}{more}；是原件没有，还是漏读了，请核对"] if found else []


def _skips(one: Number, other: Number, printed: Container[tuple[str, int | None]]) -> bool:
    """Whether a number between two is not printed anywhere."""
    if one.style != other.style or one.value is None or other.value is None:
        return False
    between = range(one.value + 1, other.value)
    return any((one.style, value) not in printed for value in between)


class Habit(NamedTuple):
    """A question that is the same wherever it is asked, and the note that is made of it.

    On more than ``most`` tasks it is the document's habit; 0 where what was read is right in
    practice and only has to be known. ``{}`` in the note is what the pattern's group names.
    """

    pattern: re.Pattern[str]
    note: str
    most: int = 0


_MOST = 5
_SHOWN = 30
_EXAMPLES = 6
_HABITS = (
    Habit(
        re.compile("没有列完，未列的单位须补"),
        "单位没有列完（等部门、等单位一类），未列的单位须补",
        _MOST,
    ),
    Habit(re.compile("的职责不是牵头、落实或配合"), "单位的职责写作指导、督促一类，暂作配合"),
    Habit(
        re.compile(
            r"^(.+?)[前后]疑省略了(?:上级字样|下文的“政府”一类字样)，读作(.+?)（[^（）]*）$"
        ),
        "单位名称省略的字样已照同一处的写法补全，{}",
    ),
    Habit(re.compile("^(“.+”栏没有写明职责)，暂作配合"), "{}，暂作配合", _MOST),
    Habit(re.compile("^(“.+”栏没有写明谁牵头)，暂作牵头"), "{}，暂作牵头", _MOST),
    Habit(re.compile("疑为责任人，未作单位"), "单位后面的人名未作单位", _MOST),
    Habit(re.compile("这一项没有序号，编为"), "原件没有序号，按先后编号"),
    Habit(re.compile("的序号.+与前面重复，编为"), "原件的序号与前面重复，另编", _MOST),
    Habit(re.compile("文字只有“.+”，是否完整待核"), "文字都很短，是否完整待核", _MOST),
    Habit(re.compile("文字、单位相同，疑重复"), "文字、单位与前面的一项相同，疑重复", _MOST),
    Habit(re.compile("里有繁体字"), "文字或单位名称用繁体字，照印"),
)


def asked_once(groups: Sequence[Group]) -> tuple[tuple[Group, ...], list[str]]:
    """The groups without the doubts that recur, and a note on each kind with the tasks' ids."""
    notes: list[str] = []
    found = list(groups)
    for habit in _HABITS:
        tasks = [task for group in found for task in group.tasks if _asks(task, habit.pattern)]
        if len(tasks) > habit.most:
            found = [_without(group, habit.pattern) for group in found]
            ids = "、".join(task.id for task in tasks[:_SHOWN])
            more = f"等{len(tasks)}项" if len(tasks) > _SHOWN else f"（{len(tasks)}项）"
            notes.append(f"{habit.note.format(_examples(tasks, habit.pattern))}：{ids}{more}")
    return tuple(found), notes


def _examples(tasks: Sequence[Task], pattern: re.Pattern[str]) -> str:
    """What the groups of a pattern name, each once: “杭州市”读作“杭州市人民政府”."""
    matches = (pattern.search(doubt) for task in tasks for doubt in task.doubts)
    named = dict.fromkeys("读作".join(match.groups()) for match in matches if match)
    more = "等" if len(named) > _EXAMPLES else ""
    return "；".join(list(named)[:_EXAMPLES]) + more


def _asks(task: Task, pattern: re.Pattern[str]) -> bool:
    return any(map(pattern.search, task.doubts))


def _without(group: Group, pattern: re.Pattern[str]) -> Group:
    tasks = (
        replace(task, doubts=tuple(doubt for doubt in task.doubts if not pattern.search(doubt)))
        for task in group.tasks
    )
    return replace(group, tasks=tuple(tasks))
