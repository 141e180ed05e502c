"""Finding tasks by the ids that people type; an id with two readings is refused with both."""

import re
from collections.abc import Iterable, Sequence

from gkplan.domain.errors import UsageError
from gkplan.domain.model import Group, Plan, Task
from gkplan.domain.numerals import number
from gkplan.domain.typed import folded

_CHINESE = "[〇一二三四五六七八九十]"
_LIST = rf"[,;]|(?<=\d)、(?=\d)|(?<={_CHINESE})、(?={_CHINESE})"
"""Separators between ids: commas, and the enumeration comma where it cannot be a label's."""
_ITEM = "[-.、。]"
"""Separators between a group and an item."""
_RANGE = r"(.*[.。].*)-(.*[.。].*)|(.+?)(?:~|—+|–|至|到)(.+)"
_MOST_NAMED = 10


def find_tasks(plan: Plan, texts: Iterable[str]) -> list[tuple[Group, Task]]:
    """Find tasks by id: ``2.10``, ``二.10``, ``2-10``; a bare group means all its tasks.

    Raises ``UsageError`` for an unknown id and for one with two readings.
    """
    tasks: dict[str, tuple[Group, Task]] = {}
    for typed in texts:
        for text in _split(plan, typed):
            for group, task in _find_tasks(plan, text):
                tasks.setdefault(task.id, (group, task))
    return list(tasks.values())


def _split(plan: Plan, typed: str) -> list[str]:
    """Split a list of ids: ``2.1,2.10``; raises ``UsageError`` where it could be one id."""
    text = folded(typed)
    if ends := re.fullmatch(_RANGE, text):
        raise _no_range(plan, typed, ends[1] or ends[3], ends[2] or ends[4])
    parts = [part.strip() for part in re.split(_LIST, text)]
    if len(parts) > 1 and not all(parts):
        raise UsageError(f"编号 “{typed}” 里多了逗号", "几个编号用空格分开，逗号前后不留空格")
    bare = [not re.search(_ITEM, part.rstrip("、")) for part in parts]
    if bare == [True, True]:
        first, second = (_number(plan, part) for part in parts)
        groups = f"第 {first}、{second} 两组"
        raise _two_readings(typed, f"{first}.{second}", f"{first} {second}", groups)
    for index, part in enumerate(parts[1:], 1):
        if bare[index] and not bare[index - 1]:
            before = re.sub(_ITEM, ".", parts[index - 1])
            group, two = before.partition(".")[0], _number(plan, part)
            alike = f"{before} {group}.{two}"
            raise _two_readings(typed, alike, f"{before} {two}", f"事项 {before} 和第 {two} 组")
    return parts


def _two_readings(typed: str, task: str, groups: str, reading: str) -> UsageError:
    ids = task.replace(" ", " 和 ")
    return UsageError(
        f"编号 “{typed}” 有两种读法：事项 {ids}，还是{reading}？", f"写作 {task}，或 {groups}"
    )


def _number(plan: Plan, text: str) -> str:
    """Return the number that a group's label or a Chinese numeral means."""
    group = _find_group(plan, text)
    return str(group.id if group else number(text) or text)


def _no_range(plan: Plan, typed: str, first: str, last: str) -> UsageError:
    """Return the error for a range of ids, with the ids in it if both ends are known."""
    message, remedy = f"编号不能写成一段：“{typed}”", "逐个写出编号，空格分开"
    try:
        tasks = [_find_tasks(plan, text) for text in (first, last)]
    except UsageError:
        return UsageError(message, remedy)
    every = [task.id for _, task in plan]
    ids = every[every.index(tasks[0][0][1].id) : every.index(tasks[1][-1][1].id) + 1]
    if not 0 < len(ids) <= _MOST_NAMED:
        return UsageError(message, remedy)
    return UsageError(message, f"{remedy}：{' '.join(ids)}")


def _find_group(plan: Plan, head: str) -> Group | None:
    head = head.rstrip("、")
    return next(
        (group for group in plan.groups if head in (str(group.id), folded(group.label))), None
    )


def _find_tasks(plan: Plan, text: str) -> Sequence[tuple[Group, Task]]:
    head, separator, item = re.sub(_ITEM, ".", text).partition(".")
    group = _find_group(plan, head)
    if group is None:
        raise UsageError(
            f"没有事项 “{text}”",
            "编号写作 2.10、二.10 或 2-10；只写组号（2、二）表示整组；单位要写 --unit",
        )
    if not separator or not item:
        return [(group, task) for task in group.tasks]
    for task in group.tasks:
        if task.id == f"{group.id}.{item}":
            return [(group, task)]
    first, last = group.tasks[0].id, group.tasks[-1].id
    raise UsageError(f"没有事项 “{text}”", f"“{group.heading}” 有 {first} 至 {last}")
