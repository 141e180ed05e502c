"""Who owes a task and what it is to a unit, also after its division was changed (职责调整)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Division, Registry, Task
from gkplan.domain.vocabulary import Role

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
    units = dict.fromkeys(registry.expand(division.lead), Role.LEAD)
    for unit in registry.expand(division.implement):
        units.setdefault(unit, Role.IMPLEMENT)
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
