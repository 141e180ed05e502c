"""The base of a form's row: what had been written about its duty when the form was made."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple, TypeVar

from gkplan.domain.model import JournalEntry, Ledger, Record, Review
from gkplan.domain.reviews import digest
from gkplan.forms.layout import RowKey

E = TypeVar("E")


class DutyEntries:
    """The entries of a ledger by the duty that they are about, each in the order of its file."""

    def __init__(self, ledger: Ledger) -> None:
        """Index a ledger."""
        self.journals: dict[tuple[str, str, str], list[JournalEntry]] = {}
        for journal in ledger.records.values():
            _index(self.journals, journal)
        _index(self.journals, ledger.withdrawals)
        for entries in self.journals.values():
            entries.sort(key=lambda entry: entry.position)
        self._by_task: dict[tuple[str, str], list[JournalEntry]] = {}
        for (unit, task, _), entries in self.journals.items():
            self._by_task.setdefault((unit, task), []).extend(entries)
        self.reviews: dict[tuple[str, str, str], list[Review]] = {}
        _index(self.reviews, ledger.reviews)
        self._digests: dict[tuple[str, str, str], dict[str, Record]] = {}

    def of(self, key: RowKey) -> list[JournalEntry]:
        """Return the records and withdrawals about a duty."""
        return self.journals.get(key[:3], [])

    def shown(self, key: RowKey, base: "Base") -> Record | None:
        """Return the record that a form showed; None if it showed none, or if that is gone."""
        if key[:3] not in self._digests:
            records = (entry for entry in self.of(key) if isinstance(entry, Record))
            self._digests[key[:3]] = {digest(record): record for record in records}
        return self._digests[key[:3]].get(base.digest)

    def since(self, key: RowKey, base: "Base") -> list[JournalEntry]:
        """Return the entries that a duty got since a form was made, all if its record is gone.

        Journals are only appended to, so that the first ``number`` entries are those that the form
        knew; where the record that it showed is not among them, the journal was rewritten.
        """
        entries = self.of(key)
        shown = self.shown(key, base)
        known = entries[: base.number]
        if base.digest and (shown is None or not any(shown is entry for entry in known)):
            return list(entries)
        return entries[base.number :]

    def of_task(self, key: RowKey) -> list[JournalEntry]:
        """Return the records and withdrawals of a unit about a task, of all its occasions."""
        return sorted(self._by_task.get(key[:2], ()), key=lambda entry: entry.position)

    def reviews_of(self, key: RowKey) -> list[Review]:
        """Return the reviews of a duty."""
        return self.reviews.get(key[:3], [])


def _index(by_duty: dict[tuple[str, str, str], list[E]], entries: Iterable[E]) -> None:
    for entry in entries:
        duty = (entry.unit, entry.task, entry.occasion)  # type: ignore[attr-defined]
        by_duty.setdefault(duty, []).append(entry)


class Base(NamedTuple):
    """How many entries a duty had, and the fingerprint of the record that gave its status."""

    number: int
    digest: str = ""

    def __str__(self) -> str:
        """Return the text of the hidden cell: ``2-0123456789ab``, ``0-``."""
        return f"{self.number}-{self.digest}"


def base_of(
    entries: Sequence[JournalEntry] | Sequence[Review], latest: Record | None, as_of: date
) -> Base:
    """Return the base of a duty: its entries as the form shows them, and its latest record.

    What follows the first entry dated after ``as_of`` in the file is not in the form.
    """
    known = takewhile(lambda entry: entry.date <= as_of, entries)
    return Base(sum(1 for _ in known), digest(latest) if latest else "")


def read_base(text: str) -> Base | None:
    """Read the text of a hidden base; None if it is none."""
    match = re.fullmatch(r"(\d{1,9})-([0-9a-f]{12})?", text)
    return Base(int(match[1]), match[2] or "") if match else None
