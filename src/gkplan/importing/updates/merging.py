"""A corrected document merged into a plan that people worked on: three ways, field by field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Task
from gkplan.importing.likeness import SIMILAR, essence, likeness
from gkplan.views.plan import stated_schedule
from gkplan.views.tasks import printed_units

UNITS = ("lead", "support", "implement")
SCHEDULE = ("cadence", "due", "lag", "within")
_LINKED = (("text",), UNITS, SCHEDULE)
"""Keys that only make sense together: they are all the document's, or all the person's."""
_OWN = ("id", "doubts")
"""Keys that are merged in ways of their own."""
_ADDED = ("short", "tags", "changes", "cancelled")
"""Keys that people add to the issued plan: a document that lacks them removes none."""
_PLACE = re.compile(r"（[^（）]*(?:第\d+|[A-Z]+\d+)[^（）]*）$")


def merged_task(base: Task, mine: Task, theirs: Task) -> Task:
    """Merge what a document says of a task now into what people made of it.

    ``base`` is what the document said before. Where both have changed, the document decides on
    the text, people on everything else, and a doubt tells both.
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
    told = f"更正件的{name}是“{said(theirs)}”，已有{count}条记录是按“{said(mine)}”报的"
    kept = replace(task, **{key: getattr(mine, key) for key in keys})
    return doubting(kept, f"{told}，暂未改，怎样改待核")


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


def _doubts(base: Task, mine: Task, theirs: Task) -> tuple[str, ...]:
    """The doubts still open: settled ones stay settled, the document's own come and go with it."""
    before, now = set(map(_essence, base.doubts)), set(map(_essence, theirs.doubts))
    open_ = [one for one in mine.doubts if _essence(one) in now or _essence(one) not in before]
    known = before | set(map(_essence, mine.doubts))
    return (*open_, *(one for one in theirs.doubts if _essence(one) not in known))


def _essence(doubt: str) -> str:
    """A doubt without the place that it ends with: a corrected document has other lines."""
    return essence(_PLACE.sub("", doubt))


def rewritten(base: Task, theirs: Task) -> bool:
    """Whether nothing but the number says that two texts are the same task."""
    return likeness(base.text, theirs.text) < SIMILAR


def merged_values(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Merge the values of a head or a heading by key; say at which keys both sides changed."""
    values, torn = dict(mine), []
    for key, value in theirs.items():
        if value not in (base[key], mine[key]):
            if mine[key] != base[key]:
                torn.append(key)
            if mine[key] == base[key] or key == "title":
                values[key] = value
    return values, torn
