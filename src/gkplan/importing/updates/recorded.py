"""What was recorded about the tasks of a plan, held against what the tasks are to become."""

from collections.abc import Iterator

from gkplan.domain.model import Entry, Head, Ledger, Task
from gkplan.domain.owners import ever_responsible
from gkplan.domain.schedule import Schedule
from gkplan.domain.workdays import mainland, with_years


class Recorded:
    """The records, reviews and extensions of a plan folder, by task."""

    def __init__(self, ledger: Ledger, head: Head) -> None:
        """Take what was recorded, and the head that the plan is to have."""
        self._registry = ledger.registry
        self._schedule = Schedule(head, with_years(mainland(), ledger.years))
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
