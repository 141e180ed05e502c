"""Who owes a task and what it is to a unit, also after its division was changed (职责调整)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Division, Group, Plan, Registry, Task
from gkplan.domain.vocabulary import IMPLEMENT, LEAD, Role

_DAY = timedelta(days=1)


class Concern(NamedTuple):
    """The relation of a task to one unit: its strongest role, and whether it is named directly.

    ``former`` is whether the unit had the task before a change, and still has duties from then.
    """

    role: Role
    direct: bool
    former: bool = False


def responsible(registry: Registry, division: Division) -> dict[str, Role]:
    """Return the units that owe records: leads, then implementers that do not lead."""
    units = dict.fromkeys(registry.expand(division.lead), LEAD)
    for unit in registry.expand(division.implement):
        units.setdefault(unit, IMPLEMENT)
    return units


def ever_responsible(registry: Registry, task: Task, day: date | None = None) -> dict[str, Role]:
    """Return the units that owe records on a task as issued, then those after its changes.

    With ``day``, the changes until then.
    """
    units = responsible(registry, task)
    for change in task.changes_until(day) if day else task.changes:
        for unit, role in responsible(registry, change).items():
            units.setdefault(unit, role)
    return units


def concern(registry: Registry, division: Division, unit: str) -> Concern | None:
    """Return the relation of a task to ``unit``, collectives included; None without one."""
    strongest = None
    direct = False
    for role, names in division.units.items():
        if not names:
            continue
        named = unit in names
        direct = direct or named
        if strongest is None and (named or unit in registry.expand(names)):
            strongest = role
    return Concern(strongest, direct) if strongest else None


class Divisions:
    """The units of the tasks of a plan, computed once for tasks that name the same units."""

    def __init__(self, plan: Plan, registry: Registry) -> None:
        """Compute nothing yet."""
        self._plan = plan
        self._registry = registry
        self._owners: dict[tuple[tuple[str, ...], ...], dict[str, Role]] = {}
        self._concerns: dict[tuple[object, ...], Concern | None] = {}

    def responsible(self, division: Division) -> dict[str, Role]:
        """Return the units that owe records, as ``responsible``."""
        names = (division.lead, division.implement)
        known = self._owners.get(names)
        if known is None:
            known = self._owners[names] = responsible(self._registry, division)
        return known

    def concern(self, division: Division, unit: str) -> Concern | None:
        """Return the relation of a task to ``unit``, as ``concern``."""
        about = (division.lead, division.support, division.implement, unit)
        if about not in self._concerns:
            self._concerns[about] = concern(self._registry, division, unit)
        return self._concerns[about]

    def tasks_of(self, units: Collection[str]) -> list[tuple[Group, Task]]:
        """Return the tasks that any of ``units`` has, had or will have, in the order of the plan.

        Without units, all of them.
        """
        if not units:
            return self._tasks
        found = {position for unit in units for position in self._positions.get(unit, ())}
        return [self._tasks[position] for position in sorted(found)]

    @cached_property
    def _tasks(self) -> list[tuple[Group, Task]]:
        return list(self._plan)

    @cached_property
    def _positions(self) -> Mapping[str, list[int]]:
        """The positions of the tasks in the plan by every unit that they ever concern."""
        known: dict[tuple[str, ...], list[str]] = {}
        positions: dict[str, list[int]] = {}
        for position, (_, task) in enumerate(self._tasks):
            divisions = (task, *task.changes)
            names = tuple(name for one in divisions for part in one.units.values() for name in part)
            if names not in known:
                known[names] = list(self._registry.expand(names))
            for unit in known[names]:
                positions.setdefault(unit, []).append(position)
        return positions


Owners = Mapping[str, Role]
"""The units that owe something, each with its role."""


class Handover(Frozen):
    """One change: its day, and who owes the task before and after it."""

    day: date
    before: Owners
    after: Owners

    @property
    def joining(self) -> Owners:
        """The units that get the task by the change; all that have it where none is new."""
        new = {unit: role for unit, role in self.after.items() if unit not in self.before}
        return new or self.after


class Handed(Frozen):
    """What is handed on: its due date, and for an event whether a unit had settled it on a day.

    ``settled`` is None for what the plan states itself, without a record that opened it.
    """

    due: date | None
    settled: Callable[[str, date], bool] | None = None


def holders(owners: Owners, handovers: Iterable[Handover], handed: Handed) -> Owners:
    """Return who owes a duty of ``owners`` after some changes, the earliest first.

    A change hands on what falls due on its day or later, and what has no due date.
    """
    current = owners
    for handover in handovers:
        if handed.due and handed.due < handover.day:
            break
        if handed.settled:
            current = _event_holders(current, handover, handed.settled)
        else:
            current = handover.after
    return current


def _event_holders(
    current: Owners, handover: Handover, settled: Callable[[str, date], bool]
) -> Owners:
    """Return who owes an event after a change.

    Units that settled it before keep it. If that is every unit that gives it up, nobody else owes
    it; otherwise only those that get the task do.
    """
    staying = {unit: handover.after[unit] for unit in current if unit in handover.after}
    kept = {
        unit: role
        for unit, role in current.items()
        if unit not in staying and settled(unit, handover.day - _DAY)
    }
    if len(staying) + len(kept) == len(current):
        return {**staying, **kept}
    return {**handover.joining, **staying, **kept}
