"""Three states of a plan merged key by key: as imported last, as corrected, as edited."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Entry, Group, Head, Ledger, Plan, Task
from gkplan.domain.owners import ever_responsible
from gkplan.domain.schedule import Schedule
from gkplan.importing.text.wording import SIMILAR, essence, likeness
from gkplan.importing.updates.changes import Change, Sort, TaskChange, Update, changes
from gkplan.importing.updates.pairing import Numbered, pair, renumber
from gkplan.views.plan import stated_schedule
from gkplan.views.tasks import printed_units


class Recorded:
    """The records, reviews and extensions of a plan folder, by task."""

    def __init__(self, ledger: Ledger, head: Head) -> None:
        """Take what was recorded, and the head that the plan is to have."""
        self._registry = ledger.registry
        self._schedule = Schedule(head, ledger.years)
        self._entries: dict[str, list[Entry]] = {}
        for entry in ledger.entries():
            self._entries.setdefault(entry.task, []).append(entry)

    def __iter__(self) -> Iterator[str]:
        """The ids of the tasks about which anything was recorded."""
        return iter(self._entries)

    def count(self, name: str) -> int:
        """How much was recorded about a task."""
        return len(self._entries.get(name, ()))

    def unit_fits(self, task: Task) -> bool:
        """Whether every unit that recorded something still owes the task."""
        owners = ever_responsible(self._registry, task)
        return all(entry.unit in owners for entry in self._entries.get(task.id, ()))

    def schedule_fits(self, task: Task) -> bool:
        """Whether every period and every event that was recorded is still one of the task's."""
        names = {period.name for period in self._schedule.periods(task)}
        names |= {""} if self._schedule.has_aperiodic(task) else set()
        return all(
            task.within is not None if entry.event else entry.period in names
            for entry in self._entries.get(task.id, ())
        )


UNITS = ("lead", "support", "implement")
SCHEDULE = ("cadence", "due", "lag", "within")
_LINKED = (("text",), UNITS, SCHEDULE)
"""Keys that only make sense together: they are all the document's, or all the person's."""
_OWN = ("id", "doubts")
"""Keys that are merged in ways of their own."""
_ADDED = ("short", "tags", "changes", "cancelled")
"""Keys that people add to the issued plan: a document that lacks them removes none."""
_PLACE = re.compile(
    r"（(?:文首|(?:[^（）]|（[^（）]*）)*?(?:第\d+|[A-Z]+\d+)[^（）]*)）$"
    r"|(?<=与)[^，“”与]{1,80}(?=的一[组项](?:相同|文字))"
)
"""Where in the document a doubt is: at its end, and in its middle what it is compared with."""


def merged_task(base: Task, mine: Task, theirs: Task) -> Task:
    """Merge what a document says of a task now into what people made of it.

    ``base`` is what the document said before. Where both have changed, the document decides on
    the text, people on everything else, and a doubt names both.
    """
    values: dict[str, Any] = {}
    doubts: list[str] = []
    for keys in _together(type(mine)):
        if _same(base, theirs, keys) or _same(mine, theirs, keys) or _lacks(theirs, keys):
            continue
        conflict = not _same(base, mine, keys)
        if conflict:
            doubts += _conflict(keys, mine, theirs)
        if not conflict or keys == ("text",):
            values |= {key: getattr(theirs, key) for key in keys}
    values["doubts"] = _with(_doubts(base, mine, theirs), doubts)
    return replace(mine, **values)


def _together(model: type[Task]) -> Iterator[tuple[str, ...]]:
    """The keys of a task that are merged as one: those that are linked, and each other one."""
    yield from _LINKED
    linked = {name for keys in _LINKED for name in keys}
    yield from ((name,) for name in keys_of(model) if name not in linked and name not in _OWN)


def left_alone(task: Task, mine: Task, theirs: Task, keys: tuple[str, ...], count: int) -> Task:
    """A task at which some keys stay as they are, because records would not fit any other way."""
    name, said = _SAID[keys[0]]
    stated = f"更正件的{name}是“{said(theirs)}”，已有{count}条记录是按“{said(mine)}”报的"
    kept = replace(task, **{key: getattr(mine, key) for key in keys})
    return doubting(kept, f"{stated}，暂未改，{_HOW_TO[keys]}")


def doubting(task: Task, *doubts: str) -> Task:
    """A task with further doubts, each once."""
    return replace(task, doubts=_with(task.doubts, doubts))


def _with(doubts: tuple[str, ...], further: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*doubts, *further)))


def _same(one: Task, other: Task, keys: tuple[str, ...]) -> bool:
    if keys == ("text",):
        return essence(one.text) == essence(other.text)
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _lacks(theirs: Task, keys: tuple[str, ...]) -> bool:
    return keys[0] in _ADDED and not getattr(theirs, keys[0])


def _conflict(keys: tuple[str, ...], mine: Task, theirs: Task) -> Iterator[str]:
    """Say what both sides made of the same keys."""
    if keys == ("text",):
        yield f"更正件改了文字，已依更正件；这里原由人改作“{mine.text}”，核对是否还要改"
    elif keys[0] in ("lead", "cadence", "awaits"):
        name, said = _SAID[keys[0]]
        yield f"更正件的{name}是“{said(theirs)}”，这里由人改作“{said(mine)}”，暂依人改的"


_SAID = {
    "lead": ("单位", printed_units),
    "cadence": ("频次时限", stated_schedule),
    "awaits": ("等待条件", lambda task: task.awaits or "无"),
}
_HOW_TO = {
    UNITS: "怎样改待核：职责调整写进 changes（日期、依据、调整后的单位），不改这里的单位",
    SCHEDULE: "怎样改待核：原项写 cancelled（日期、依据），另加一项写新的频次时限",
}


def _doubts(base: Task, mine: Task, theirs: Task) -> tuple[str, ...]:
    """The doubts still open: settled ones stay settled, the document's own come and go with it."""
    before, now = set(map(_essence, base.doubts)), set(map(_essence, theirs.doubts))
    open_ = [one for one in mine.doubts if _essence(one) in now or _essence(one) not in before]
    known = before | set(map(_essence, mine.doubts))
    return (*open_, *(one for one in theirs.doubts if _essence(one) not in known))


def _essence(doubt: str) -> str:
    """A doubt without the places that it names: a corrected document has other lines."""
    return essence(_PLACE.sub("", doubt))


def rewritten(base: Task, theirs: Task) -> bool:
    """Whether nothing but the number says that two texts are the same task."""
    return likeness(base.text, theirs.text) < SIMILAR


_T = TypeVar("_T", Group, Task)
_HEADING = ("label", "title")
_FIRST_PERIOD = (
    "更正件新增的按期事项，各期也从方案印发之日算起，从哪一期起办待核：不办的各期记“不涉及”"
)
"""The question from when on an added task is owed: periods count from the day of issue."""
_FORMER = "（原）"
"""Behind the label of a heading that the document no longer has, where another one has it now."""


def update_plan(base: Plan, ledger: Ledger, theirs: Plan) -> Update:
    """Merge a corrected document into the plan of a folder.

    ``base`` is what the document said last time, ``theirs`` what it says now. A task keeps its id,
    and stays as it is where records would not fit any more, because nobody rewrites journals.
    """
    mine = ledger.plan
    head, torn = _merged(base.plan, mine.plan, theirs.plan, tuple(keys_of(Head)))
    said = Recorded(ledger, head)
    pairs = pair((mine, base), theirs, said)
    own = {name for name in mine.tasks if name not in base.tasks}
    new = renumber(theirs, pairs, own | set(said))
    merge = _Merge(base, mine, new, said, pairs.moved)
    plan = Plan(head, merge.groups())
    return Update(
        plan,
        new.plan,
        changes(mine.plan, plan.head, keys_of(Head)),
        tuple(_heading_changes(mine, plan)),
        tuple(merge.changes(plan)),
        {name: printed for name, printed in new.printed.items() if _is_other(name, printed, plan)},
        tuple(_torn("文件头", torn, mine.plan, theirs.plan)) + tuple(merge.notes),
    )


def _is_other(name: str, printed: str, plan: Plan) -> bool:
    return name != printed and name in plan.tasks


class _Merge:
    """The three states of a plan while they are merged."""

    def __init__(
        self,
        base: Plan,
        mine: Plan,
        new: Numbered,
        said: Recorded,
        moved: frozenset[str],
    ) -> None:
        self._base, self._mine, self._new, self._said, self._moved = base, mine, new, said, moved
        self._known = base.tasks.keys() | mine.tasks.keys()
        self._groups = {group.id: group for group in base.groups}
        self.notes: list[str] = []

    def groups(self) -> tuple[Group, ...]:
        """The groups as they will be, in the order of the folder, new ones where they belong."""
        new = {group.id: group for group in self._new.plan.groups}
        kept = [self._group(group, new.get(group.id)) for group in self._mine.groups]
        places = {group.id for group in kept}
        printed = (
            one if number in places else replace(one, tasks=tuple(self._with_added([], one)))
            for number, one in new.items()
        )
        return tuple(_apart([group for group in _woven(kept, printed) if group.tasks], new))

    def _group(self, mine: Group, new: Group | None) -> Group:
        tasks = [kept for task in mine.tasks for kept in self._task(task)]
        if new is None:
            return replace(mine, tasks=tuple(tasks))
        base = self._groups.get(mine.id, mine)
        merged, torn = _merged(base, mine, new, _HEADING)
        self.notes += _torn(f"第{mine.id}组", torn, mine, new)
        group: Group = replace(merged, tasks=tuple(self._with_added(tasks, new)))
        return group

    def _task(self, mine: Task) -> Iterator[Task]:
        """A task of the folder as it will be; nothing if it goes."""
        theirs, said = self._new.plan.tasks.get(mine.id), self._said.count(mine.id)
        if theirs is not None:
            yield self._corrected(mine, theirs)
        elif mine.id not in self._base.tasks:
            yield mine
        elif said:
            stated = f"更正件里没有这一项，已有{said}条记录，是否取消待核（写 cancelled，不删）"
            yield doubting(mine, stated)

    def _corrected(self, mine: Task, theirs: Task) -> Task:
        """A task that the document has, with what was recorded about it kept fitting."""
        base, said = self._base.tasks.get(mine.id, mine), self._said.count(mine.id)
        task = merged_task(base, mine, theirs)
        if said and rewritten(base, theirs):
            stated = f"更正件把这一项整个换了，原为“{mine.text}”，已有{said}条记录"
            task = doubting(task, f"{stated}，核对是否同一事项")
        if not self._said.unit_fits(task):
            task = left_alone(task, mine, theirs, UNITS, said)
        if not self._said.schedule_fits(task):
            task = left_alone(task, mine, theirs, SCHEDULE, said)
        printed = self._new.printed[mine.id]
        if printed in self._moved:
            task = doubting(task, f"更正件把这一项移到了别的组，编作{printed}，这里未动")
        return task

    def _with_added(self, tasks: Sequence[Task], new: Group) -> list[Task]:
        """The tasks of a group with those that the document adds, where it has them."""
        kept = {task.id for task in tasks}
        printed = (task for task in new.tasks if task.id in kept or task.id not in self._known)
        return _woven(tasks, map(self._added, printed))

    def _added(self, task: Task) -> Task:
        """A task that the document adds, with what a person has to decide about it."""
        if task.id in self._new.forced:
            printed = self._new.printed[task.id]
            task = doubting(task, f"更正件里编作{printed}，这个编号已有别的事项，编为{task.id}")
        periodic = any(cadence.periodic for cadence in task.cadence)
        return doubting(task, *([_FIRST_PERIOD] if periodic else ()))

    def changes(self, plan: Plan) -> Iterator[TaskChange]:
        """What becomes of each task, those that go last."""
        for name, after in plan.tasks.items():
            before = self._mine.tasks.get(name)
            if before is None:
                yield TaskChange(Sort.ADDED, None, after)
            elif changes(before, after, keys_of(Task)):
                lost = name in self._base.tasks and name not in self._new.plan.tasks
                yield TaskChange(Sort.KEPT if lost else Sort.CHANGED, before, after)
        for name, before in self._mine.tasks.items():
            if name not in plan.tasks:
                yield TaskChange(Sort.REMOVED, before, None)


def _woven(kept: Sequence[_T], printed: Iterable[_T]) -> list[_T]:
    """What is kept in its order, and below each the further ones that the document has there."""
    places = {one.id for one in kept}
    further: dict[Any, list[_T]] = {}
    above: Any = None
    for one in printed:
        if one.id in places:
            above = one.id
        else:
            further.setdefault(above, []).append(one)
    found = further.get(None, [])
    for one in kept:
        found.append(one)
        found += further.get(one.id, ())
    return found


def _apart(groups: Sequence[Group], new: Mapping[int, Group]) -> Iterator[Group]:
    """The groups with labels of their own, also beside one that the document no longer has."""
    labels = {group.label for group in groups if group.id in new}
    for group in groups:
        again = group.id not in new and group.label in labels
        yield replace(group, label=group.label + _FORMER) if again else group


def _merged(base: Any, mine: Any, theirs: Any, keys: Sequence[str]) -> tuple[Any, list[str]]:
    """Merge a head or a heading by key; say at which keys both sides changed."""
    values, torn = {}, []
    for key in keys:
        before, own, value = (getattr(one, key) for one in (base, mine, theirs))
        if value not in (before, own):
            if own != before:
                torn.append(key)
            if own == before or key == "title":
                values[key] = value
    return replace(mine, **values), torn


def _torn(name: str, keys: Sequence[str], mine: Any, theirs: Any) -> Iterator[str]:
    """Say at which keys of a head or heading both sides changed."""
    for key in keys:
        done = "已依更正件" if key == "title" else "暂依人改的"
        now, own = getattr(theirs, key), getattr(mine, key)
        yield f"{name}的 {key}：更正件作“{now}”，这里由人改作“{own}”，{done}"


def _heading_changes(mine: Plan, plan: Plan) -> Iterator[tuple[int, Change]]:
    before = {group.id: group for group in mine.groups}
    for group in plan.groups:
        if group.id in before:
            for change in changes(before[group.id], group, _HEADING):
                yield group.id, change
