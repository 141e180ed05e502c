"""Questions that a document raises again and again: asked once for the plan, not on every task."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gkplan.domain.model import Group, Task

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
