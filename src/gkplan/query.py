"""What was asked for: units, tasks and groups by the words people use, and the choice of tasks."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from gkplan.assess import Assessment, Concern, Duty, Standing, concern
from gkplan.errors import UsageError
from gkplan.model import Group, Plan, Registry, Task
from gkplan.silence import quiet_units
from gkplan.words import Cadence, Role, Status, Word

W = TypeVar("W", bound=Word)


def folded(text: str) -> str:
    """Fold full and half width, case and outer blanks, so that people may type either."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def find_word(vocabulary: type[W], text: str, title: str) -> W:
    """Find a status, role or cadence by its English or Chinese word."""
    word = vocabulary.parse(text) or vocabulary.parse(folded(text))
    if word is None:
        late = (
            "；逾期请用 --overdue" if vocabulary is Status and text in ("逾期", "overdue") else ""
        )
        raise UsageError(f"“{text}” 不是有效{title}", f"可用：{vocabulary.legend()}{late}")
    return word


def find_unit(registry: Registry, text: str) -> str:
    """Find a unit by name, by alias, or by any part that fits only one."""
    name = find_body(registry, text, [unit.name for unit in registry.units])
    if name not in {unit.name for unit in registry.units}:
        members = "、".join(registry.members[name])
        raise UsageError(f"“{name}” 是集合单位，请指明其中一个单位", f"成员：{members}")
    return name


def find_unit_if(registry: Registry, text: str | None) -> str | None:
    """Find the unit that was asked for; None if none was."""
    return None if text is None else find_unit(registry, text)


def find_body(registry: Registry, text: str, among: Sequence[str] | None = None) -> str:
    """Find a unit or collective by name, alias, or any part that fits only one of ``among``.

    Raises ``UsageError`` with the candidates, or with the nearest names.
    """
    wanted = folded(text)
    names = {folded(known): name for known, name in registry.names.items()}
    if wanted in names:
        return names[wanted]
    eligible = set(among if among is not None else registry.members)
    fitting = {name for known, name in names.items() if wanted and wanted in known}
    found = [name for name in registry.members if name in fitting & eligible]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"“{text}” 对应多个单位", f"请写全：{'、'.join(found)}")
    raise UsageError(f"没有单位 “{text}”", _nearest(wanted, names))


def _nearest(wanted: str, names: dict[str, str]) -> str:
    from difflib import SequenceMatcher  # noqa: PLC0415  (needed only when nothing was found)

    def likeness(known: str) -> float:
        return SequenceMatcher(None, wanted[:40], known).ratio()

    close = dict.fromkeys(names[known] for known in sorted(names, key=likeness, reverse=True))
    return f"相近的有：{'、'.join(list(close)[:3])}；gkplan units 列出全部单位"


def find_group(plan: Plan, text: str) -> Group:
    """Find a group by number, by label, or by a part of its title that fits only one."""
    wanted = folded(text).rstrip("、.")
    for group in plan.groups:
        if wanted in (str(group.id), folded(group.label)):
            return group
    found = [group for group in plan.groups if wanted and wanted in folded(group.title)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"“{text}” 对应多个工作任务", f"请写组号：{'；'.join(group.heading for group in found)}"
        )
    ids = [group.id for group in plan.groups]
    raise UsageError(
        f"没有工作任务 “{text}”", f"组号从 {min(ids)} 到 {max(ids)}，也可写标号或标题的一部分"
    )


_IDS = re.compile(r"[,;]|(?<=\d)、(?=\d+\.)")
"""What stands between ids: commas, and the enumeration comma where it cannot be a label's."""


def find_tasks(plan: Plan, texts: Iterable[str]) -> list[tuple[Group, Task]]:
    """Find tasks by id: ``2.10``, ``二.10``, ``2-10``; a bare group means all its tasks."""
    found: dict[str, tuple[Group, Task]] = {}
    for text in (part for typed in texts for part in _IDS.split(folded(typed))):
        for group, task in _find_tasks(plan, text):
            found.setdefault(task.id, (group, task))
    return list(found.values())


def _find_tasks(plan: Plan, text: str) -> list[tuple[Group, Task]]:
    head, separator, item = re.sub("[-、。]", ".", folded(text)).partition(".")
    group = next((one for one in plan.groups if head in (str(one.id), folded(one.label))), None)
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


class Selection(NamedTuple):
    """The tasks that are wanted; what is empty does not restrict."""

    ids: tuple[str, ...] = ()
    unit: str | None = None
    roles: tuple[Role, ...] = ()
    statuses: tuple[Status, ...] = ()
    groups: tuple[str, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    search: str = ""
    overdue: bool = False
    direct: bool = False
    stale: int | None = None
    missing: bool = False
    unproved: bool = False
    unreviewed: bool = False
    returned: bool = False
    extended: bool = False


_TRAITS: dict[str, Callable[[Duty], bool]] = {
    "missing": lambda duty: duty.silent,
    "unproved": lambda duty: duty.unproved,
    "unreviewed": lambda duty: duty.unreviewed,
    "returned": lambda duty: duty.returned,
    "extended": lambda duty: bool(duty.extensions),
}
"""What a filter asks of any duty of a task."""


class Row(NamedTuple):
    """A chosen task's standing, what it is to the unit asked for, and whom a filter found there."""

    standing: Standing
    concern: Concern | None
    matching: tuple[str, ...] = ()


def select(assessment: Assessment, wanted: Selection) -> list[Row]:
    """Choose tasks; with a unit, those that name it come before those it shares in a collective."""
    ledger = assessment.ledger
    tasks = find_tasks(ledger.plan, wanted.ids) if wanted.ids else list(ledger.plan)
    groups = {find_group(ledger.plan, text).id for text in wanted.groups}
    rows = []
    for group, task in tasks:
        role = concern(ledger.registry, task, wanted.unit) if wanted.unit else None
        if wanted.unit and role is None:
            continue
        if _fits_task(wanted, groups, group, task) and _fits_role(wanted, task, role):
            standing = assessment.standing(group, task, wanted.unit)
            matching = _matching(wanted, standing, assessment)
            if matching is not None and _fits_standing(wanted, standing):
                rows.append(Row(standing, role, tuple(matching)))
    return sorted(rows, key=lambda row: not row.concern.direct if row.concern else False)


def _matching(
    wanted: Selection, standing: Standing, assessment: Assessment
) -> Iterable[str] | None:
    """The units in which a trait asked for is found; None if some trait is found in none."""
    found = [
        [duty.unit for duty in standing.duties if trait(duty)]
        for asked, trait in _TRAITS.items()
        if getattr(wanted, asked)
    ]
    if wanted.stale is not None:
        issued = assessment.ledger.plan.plan.issued
        found.append(quiet_units(standing, issued, assessment.as_of, wanted.stale))
    if not all(found):
        return None
    return dict.fromkeys(unit for units in found for unit in units)


def _fits_task(wanted: Selection, groups: set[int], group: Group, task: Task) -> bool:
    if groups and group.id not in groups:
        return False
    if wanted.cadences and not set(wanted.cadences) & set(task.cadence):
        return False
    words = folded(wanted.search).split()
    text = folded(f"{group.heading} {task.text}") if words else ""
    return all(word in text for word in words)


def _fits_role(wanted: Selection, task: Task, role: Concern | None) -> bool:
    if wanted.direct and role and not role.direct:
        return False
    if not wanted.roles:
        return True
    if role:
        return role.role in wanted.roles
    return any(task.units[one] for one in wanted.roles)


def _fits_standing(wanted: Selection, standing: Standing) -> bool:
    if wanted.overdue and not standing.overdue:
        return False
    return not wanted.statuses or standing.status in wanted.statuses


def tally(standings: Iterable[Standing]) -> dict[Status, int]:
    """Count tasks by status, every status in its order."""
    counts = dict.fromkeys(Status, 0)
    for standing in standings:
        counts[standing.status] += 1
    return counts
