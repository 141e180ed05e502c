"""The entries of a ledger, found by the task, the unit and the occasion that they are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import TypeVar

from gkplan.domain.model import Extension, Ledger, Record, Review, Withdrawal

E = TypeVar("E", Record, Review, Extension, Withdrawal)


class LedgerIndex:
    """The entries of a ledger in the order of their days; those of one day as in their file."""

    def __init__(self, ledger: Ledger) -> None:
        """Sort all entries."""
        self._records: dict[tuple[str, str], dict[str, list[Record]]] = defaultdict(dict)
        for unit, records in ledger.records.items():
            for record in _by_date(records):
                by_occasion = self._records[record.task, unit]
                by_occasion.setdefault(record.occasion, []).append(record)
        self._withdrawals: dict[tuple[str, str], list[Withdrawal]] = defaultdict(list)
        for withdrawal in _by_date(ledger.withdrawals):
            self._withdrawals[withdrawal.task, withdrawal.unit].append(withdrawal)
        self._reviews: dict[tuple[str, str, str], list[Review]] = defaultdict(list)
        self._extensions: dict[tuple[str, str, str], list[Extension]] = defaultdict(list)
        for review in _by_date(ledger.reviews):
            self._reviews[review.task, review.unit, review.occasion].append(review)
        for extension in _by_date(ledger.extensions):
            self._extensions[extension.task, extension.unit, extension.occasion].append(extension)
        about = [*self._records, *self._withdrawals, *(key[:2] for key in self._reviews)]
        self._touched = {*about, *(key[:2] for key in self._extensions)}
        self._touched_tasks = {task for task, _ in self._touched}

    def is_touched(self, task: str, unit: str | None = None) -> bool:
        """Whether there is any entry about a task, or about a unit's share of it."""
        return task in self._touched_tasks if unit is None else (task, unit) in self._touched

    def records(self, task: str, unit: str, day: date) -> dict[str, tuple[Record, ...]]:
        """Return the records of a unit on a task up to a day, by their occasions."""
        every = self._records.get((task, unit), {})
        return {name: kept for name, records in every.items() if (kept := until(day, records))}

    def withdrawals(self, task: str, unit: str, day: date) -> tuple[Withdrawal, ...]:
        """Return the withdrawals of a unit on a task up to a day."""
        return until(day, self._withdrawals.get((task, unit), ()))

    def reviews(self, task: str, unit: str, occasion: str, day: date) -> tuple[Review, ...]:
        """Return the reviews of a duty up to a day."""
        return until(day, self._reviews.get((task, unit, occasion), ()))

    def extensions(self, task: str, unit: str, occasion: str, day: date) -> tuple[Extension, ...]:
        """Return the extensions of a duty up to a day."""
        return until(day, self._extensions.get((task, unit, occasion), ()))

    def last_withdrawal(self, task: str, units: Iterable[str], day: date) -> date | None:
        """Return the last day up to ``day`` on which any of ``units`` withdrew a record."""
        if not self._withdrawals:
            return None
        days = (one.date for unit in units for one in self.withdrawals(task, unit, day))
        return max(days, default=None)

    def days(self, task: str, units: Collection[str]) -> Iterator[date]:
        """Yield the days of what decides who owes a task that was handed on.

        These are the entries about all ``units`` that ever had it: what one has settled, or begun,
        is not owed by another.
        """
        for unit in units:
            for records in self._records.get((task, unit), {}).values():
                yield from (record.date for record in records)
            yield from (one.date for one in self._withdrawals.get((task, unit), ()))
        for (reviewed, unit, _), reviews in self._reviews.items():
            if reviewed == task and unit in units:
                yield from (review.date for review in reviews)


def _by_date(entries: Iterable[E]) -> list[E]:
    """Return entries by date; those of one day stay in the order of the file."""
    return sorted(entries, key=attrgetter("date"))


def until(day: date, entries: Sequence[E]) -> tuple[E, ...]:
    """Return the entries up to a day, of entries by date."""
    if not entries or entries[-1].date <= day:
        return tuple(entries)
    return tuple(entry for entry in entries if entry.date <= day)
