"""Queries: units, tasks and groups by the words people use, and the selection of tasks."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from gkplan.domain.assess import Assessment
from gkplan.domain.duty import Duty
from gkplan.domain.errors import UsageError
from gkplan.domain.frozen import Frozen
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Group, Plan, Registry, Task
from gkplan.domain.owners import Concern, concern, responsible
from gkplan.domain.standing import Standing, stale_units
from gkplan.domain.typed import folded, listed, spoken
from gkplan.domain.vocabulary import WAITING, Cadence, Role, Status, UnitKind, Word

W = TypeVar("W", bound=Word)


def find_word(vocabulary: type[W], text: str, title: str) -> W:
    """Find a status, role or cadence by its English or Chinese word, or by what people call it."""
    word = word_of(vocabulary, text)
    if word is None:
        late = (
            "；逾期请用 --overdue" if vocabulary is Status and text in ("逾期", "overdue") else ""
        )
        raise UsageError(f"“{text}” 不是有效{title}", f"可用：{vocabulary.legend()}{late}")
    return word


def word_of(vocabulary: type[W], text: str) -> W | None:
    """Return the word of a vocabulary that ``text`` is or is used for; None if there is none."""
    word = vocabulary.parse(text) or vocabulary.parse(folded(text))
    return word or spoken(vocabulary, folded(text))


def find_unit(registry: Registry, text: str) -> str:
    """Find a unit by name, by alias, or by any part that fits only one."""
    name = find_body(registry, text, [unit.name for unit in registry.units])
    if name not in {unit.name for unit in registry.units}:
        members = "、".join(registry.members[name])
        raise UsageError(f"“{name}” 是集合单位，请指明其中一个单位", f"成员：{members}")
    return name


def find_words(vocabulary: type[W], texts: Iterable[str] | None, title: str) -> tuple[W, ...]:
    """Find several words of a vocabulary, also where some are typed as one list."""
    return tuple(find_word(vocabulary, text, title) for text in listed(texts or ()))


def find_units(registry: Registry, texts: Iterable[str] | None) -> tuple[str, ...]:
    """Find units, each once; a text that names no unit may be a list of them: ``甲局、乙局``."""
    found = (name for text in texts or () for name in _find_units(registry, text))
    return tuple(dict.fromkeys(found))


def _find_units(registry: Registry, text: str) -> list[str]:
    try:
        return [find_unit(registry, text)]
    except UsageError:
        parts = listed([text])
        if len(parts) == 1:
            raise
    return [find_unit(registry, part) for part in parts]


def find_owners(
    registry: Registry, units: Iterable[str] | None, kinds: Iterable[str] | None
) -> tuple[str, ...]:
    """Find units by name and by kind, each once; raises ``UsageError`` if a kind has none."""
    named = find_units(registry, units)
    wanted = find_words(UnitKind, kinds, "单位类别")
    for kind in wanted:
        if not any(unit.kind is kind for unit in registry.units):
            known = dict.fromkeys(unit.kind for unit in registry.units)
            legend = "、".join(f"{one.value} {one.label}" for one in known)
            raise UsageError(f"名册里没有{kind.label}", f"有这些类别：{legend}")
    of_kinds = (unit.name for unit in registry.units if unit.kind in wanted)
    return tuple(dict.fromkeys((*named, *of_kinds)))


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


def find_groups(plan: Plan, texts: Iterable[str]) -> set[int]:
    """Find the ids of groups; a text that fits no group may be a list of them: ``1、3``."""
    return {group.id for text in texts for group in _find_groups(plan, text)}


def _find_groups(plan: Plan, text: str) -> list[Group]:
    parts = [part for part in listed([text]) if part]
    try:
        return [find_group(plan, text)]
    except UsageError:
        if len(parts) < 2:  # noqa: PLR2004  (no list)
            raise
    return [find_group(plan, part) for part in parts]


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


def find_tags(plan: Plan, texts: Iterable[str] | None) -> tuple[str, ...]:
    """Find tags that tasks of the plan have; raises ``UsageError`` with all of them."""
    known = {folded(tag): tag for _, task in plan for tag in task.tags}
    tags = listed(texts or ())
    for tag in tags:
        if folded(tag) not in known:
            names = "、".join(sorted(known.values()))
            raise UsageError(
                f"没有标签 “{tag}”", f"可用：{names}" if names else "标签写在 tasks.yaml 的 tags 里"
            )
    return tuple(known[folded(tag)] for tag in tags)


class Selection(Frozen):
    """The filters of a query; an empty one does not restrict."""

    ids: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    statuses: tuple[Status, ...] = ()
    groups: tuple[str, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    tags: tuple[str, ...] = ()
    search: str = ""
    overdue: bool = False
    direct: bool = False
    stale: int | None = None
    missing: bool = False
    unproved: bool = False
    unreviewed: bool = False
    returned: bool = False
    extended: bool = False
    late_done: bool = False
    returned_times: int | None = None
    awaits: bool = False
    doubts: bool = False


_TRAITS: dict[str, Callable[[Duty], bool]] = {
    "missing": lambda duty: duty.silent,
    "unproved": lambda duty: duty.unproved,
    "unreviewed": lambda duty: duty.unreviewed,
    "returned": lambda duty: duty.returned,
    "extended": lambda duty: bool(duty.extensions),
    "late_done": lambda duty: duty.late_done,
}
"""The filters that at least one duty of a task must meet."""


class SelectedTask(NamedTuple):
    """A selected task's standing, its relation to the units asked for, and the units that match.

    ``several`` is whether more than one unit was asked for; ``concerns`` then names those of them
    that the task concerns.
    """

    standing: Standing
    concerns: tuple[tuple[str, Concern], ...] = ()
    matching: tuple[str, ...] = ()
    several: bool = False

    @property
    def concern(self) -> Concern | None:
        """The strongest role of the units asked for, and whether any is named directly."""
        if len(self.concerns) < 2:  # noqa: PLR2004  (nothing to choose from)
            return self.concerns[0][1] if self.concerns else None
        found = [concern for _, concern in self.concerns]
        roles = {concern.role for concern in found}
        strongest = next(role for role in Role if role in roles)
        return Concern(strongest, any(concern.direct for concern in found))


def select(assessment: Assessment, wanted: Selection) -> list[SelectedTask]:
    """Select tasks; with units, those that name one come before those shared in a collective.

    The standing of each task is that of the shares of the units asked for.
    """
    ledger = assessment.ledger
    tasks = (
        find_tasks(ledger.plan, wanted.ids)
        if wanted.ids
        else assessment.divisions.tasks_of(wanted.units)
    )
    groups = find_groups(ledger.plan, wanted.groups)
    several = len(wanted.units) > 1
    asks_for_state = _asks_for_state(wanted)
    traits = [trait for asked, trait in _TRAITS.items() if getattr(wanted, asked)]
    rows = []
    for group, task in tasks:
        concerns = _concerns(assessment, task, wanted)
        if wanted.units and not concerns:
            continue
        if _fits_task(wanted, groups, (group, task), assessment.as_of):
            standing = assessment.standing(group, task, tuple(unit for unit, _ in concerns))
            if _is_past(concerns, standing):
                continue
            if asks_for_state and not standing.is_owed_by(wanted.units):
                continue  # the state of what others owe is not the units' own
            matching = _matching(wanted, traits, standing, assessment)
            if matching is not None and _fits_standing(wanted, standing):
                rows.append(SelectedTask(standing, concerns, tuple(matching), several))
    return sorted(rows, key=_shared)


def _asks_for_state(wanted: Selection) -> bool:
    """Whether a filter is about how a task or its duties stand, its open doubts included."""
    numbers = (wanted.returned_times, wanted.stale)
    flags = ("overdue", "awaits", "doubts", *_TRAITS)
    return (
        bool(wanted.statuses)
        or any(number is not None for number in numbers)
        or any(getattr(wanted, flag) for flag in flags)
    )


def _is_past(concerns: Sequence[tuple[str, Concern]], standing: Standing) -> bool:
    """Whether the units asked for had the task before a change, and have nothing left of it."""
    units = [unit for unit, concern in concerns if concern.former]
    if not units or len(units) < len(concerns):
        return False
    return not any(duty.unit in units for duty in (*standing.duties, *standing.cancelled))


def _shared(row: SelectedTask) -> bool:
    """Whether a task concerns the units asked for through collectives alone."""
    return bool(row.concerns) and not any(concern.direct for _, concern in row.concerns)


def _concerns(
    assessment: Assessment, task: Task, wanted: Selection
) -> tuple[tuple[str, Concern], ...]:
    """Return the relation of a task to each unit asked for, as far as the filters allow it."""
    found = ((unit, _concern(assessment, task, unit)) for unit in wanted.units)
    return tuple(
        (unit, role)
        for unit, role in found
        if role
        and (role.direct or not wanted.direct)
        and (not wanted.roles or role.role in wanted.roles)
    )


def _concern(assessment: Assessment, task: Task, unit: str) -> Concern | None:
    """Return the relation of a task to a unit on the day; that before a change if it has none."""
    registry = assessment.ledger.registry
    now = assessment.divisions.concern(task.division(assessment.as_of), unit)
    if now or not task.changes:
        return now
    for division in reversed((task, *task.changes_until(assessment.as_of))):
        role = concern(registry, division, unit)
        if role and unit in responsible(registry, division):
            return role._replace(former=True)
    return None


def _matching(
    wanted: Selection,
    traits: Iterable[Callable[[Duty], bool]],
    standing: Standing,
    assessment: Assessment,
) -> Iterable[str] | None:
    """Return the units whose duties match a filter; None if some filter matches none."""
    found = [[duty.unit for duty in standing.duties if trait(duty)] for trait in traits]
    if wanted.returned_times is not None:
        times = wanted.returned_times
        found.append([duty.unit for duty in standing.duties if duty.returned_times >= times])
    if wanted.overdue:
        found.append(standing.late_units if standing.overdue else [])
    if wanted.stale is not None:
        issued = assessment.ledger.plan.head.issued
        found.append(stale_units(standing, issued, assessment.as_of, wanted.stale))
    if not all(found):
        return None
    return dict.fromkeys(unit for units in found for unit in units)


def _fits_task(
    wanted: Selection, groups: set[int], grouped: tuple[Group, Task], as_of: date
) -> bool:
    """Whether a task fits the filters that its standing does not decide; roles are the day's."""
    group, task = grouped
    if groups and group.id not in groups:
        return False
    if wanted.cadences and not set(wanted.cadences) & set(task.cadence):
        return False
    if wanted.doubts and not task.doubts:
        return False
    if wanted.tags and not set(wanted.tags) & set(task.tags):
        return False
    if wanted.roles and not wanted.units:
        names = task.division(as_of).units
        if not any(names[role] for role in wanted.roles):
            return False
    words = folded(wanted.search).split()
    text = folded(f"{group.heading} {task.short} {task.text}") if words else ""
    return all(word in text for word in words)


def _fits_standing(wanted: Selection, standing: Standing) -> bool:
    if wanted.awaits and not ever_waited(standing):
        return False
    if not wanted.statuses:
        return True
    return standing.status in wanted.statuses and not standing.is_cancelled


def ever_waited(standing: Standing) -> bool:
    """Whether a task waits, or waited, for a condition: by the plan or by a record of a unit."""
    waited = (record.status is WAITING for duty in standing.duties for record in duty.records)
    return bool(standing.task.awaits) or any(waited)
