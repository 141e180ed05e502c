"""Doubts that only several items show: oddities of one beside the others, one question for many."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gkplan.domain.model import Group, Task
from gkplan.importing.outline import Heading, Item
from gkplan.importing.text.wording import alike, ended

_USUAL = 0.8
"""The part of the items that must do so before it is odd not to."""


def with_oddities(
    parts: Sequence[tuple[Heading | None, Sequence[Item]]],
) -> list[tuple[Heading | None, list[Item]]]:
    """The items under their headings, with a doubt on each that is unlike the others."""
    items = [item for _, part in parts for item in part]
    stopped = sum(ended(item.text) for item in items) >= _USUAL * len(items)
    numbered = sum(item.number is not None for item in items) >= _USUAL * len(items)
    found: list[tuple[Heading | None, list[Item]]] = []
    for at, (heading, part) in enumerate(parts):
        doubtful = [
            item.doubting(*_of_item(item, stopped=stopped, numbered=numbered and len(part) == 1))
            for item in part
        ]
        doubtful[0] = doubtful[0].doubting(*_of_heading(heading, [one for one, _ in parts[:at]]))
        found.append((heading, doubtful))
    return found


def _of_item(item: Item, *, stopped: bool, numbered: bool) -> Iterator[str]:
    if stopped and not ended(item.text):
        yield f"句末无句号，原文是否完整待核（{item.place}）"
    if numbered and item.number is None:
        yield f"原件没有序号（{item.place}）"


def _of_heading(heading: Heading | None, before: Sequence[Heading | None]) -> Iterator[str]:
    for other in before:
        if heading and other and heading.title and alike(heading.title, other.title):
            yield f"本组标题与{other.place}的一组相同，疑误（{heading.place}）"
            return


_MOST = 5
"""Tasks that a question of a kind is written on; on more of them it is the document's habit."""
_SHOWN = 30
_TRADITIONAL = re.compile("里有繁体字")
"""What is never wrong: it is a note however few tasks it is about."""
_HABITS = (
    (re.compile("没有列完，未列的单位须补"), "单位没有列完（等部门、等单位一类），未列的单位须补"),
    (re.compile("的职责不是牵头、落实或配合"), "单位的职责写作指导、督促一类，暂作配合"),
    (re.compile("这一项没有序号，编为"), "原件没有序号，按先后编号"),
    (re.compile("的序号.+与前面重复，编为"), "原件的序号与前面重复，另编"),
    (_TRADITIONAL, "文字或单位名称用繁体字，照印"),
)
"""What is the same question wherever it is asked, and a wrong value nowhere."""


def asked_once(groups: Sequence[Group]) -> tuple[tuple[Group, ...], list[str]]:
    """The groups without the doubts that recur, and a note on each kind with the tasks' ids."""
    notes: list[str] = []
    found = list(groups)
    for pattern, question in _HABITS:
        tasks = [task for group in found for task in group.tasks if _asks(task, pattern)]
        if len(tasks) > (0 if pattern is _TRADITIONAL else _MOST):
            found = [_without(group, pattern) for group in found]
            ids = "、".join(task.id for task in tasks[:_SHOWN])
            more = f"等{len(tasks)}项" if len(tasks) > _SHOWN else f"（{len(tasks)}项）"
            notes.append(f"{question}：{ids}{more}")
    return tuple(found), notes


def _asks(task: Task, pattern: re.Pattern[str]) -> bool:
    return any(map(pattern.search, task.doubts))


def _without(group: Group, pattern: re.Pattern[str]) -> Group:
    tasks = (
        replace(task, doubts=tuple(doubt for doubt in task.doubts if not pattern.search(doubt)))
        for task in group.tasks
    )
    return replace(group, tasks=tuple(tasks))
