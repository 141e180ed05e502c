"""Executing ``mark``, ``review``, ``extend``, ``collect``: read, decide, append under one lock."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from gkplan.domain.assess import Assessment
from gkplan.domain.errors import WriteRefusedError
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Decision, Group, JournalEntry, Ledger, Registry, Task
from gkplan.domain.new_records import MarkRequest, NewEntry, make_entries, responsible_units
from gkplan.domain.owners import ever_responsible
from gkplan.domain.query import find_units
from gkplan.folder import checks
from gkplan.folder.append import Addition, append, open_for_writing, require_sound
from gkplan.folder.load import load, shaped_decisions, shaped_journal
from gkplan.folder.loaded import Journal, LoadedFolder
from gkplan.folder.location import Folder
from gkplan.folder.source import Source
from gkplan.folder.transaction import sole_writer

if TYPE_CHECKING:
    from gkplan.domain.new_reviews import ExtensionRequest, NewDecision, ReviewRequest
    from gkplan.folder.evidence import EvidenceCopy

B = TypeVar("B", bound="Batch")


def write_marks(
    folder: Folder, ids: Sequence[str], units: Sequence[str], mark: MarkRequest, as_of: date
) -> list[NewEntry]:
    """Append the entries for the tasks of ``ids`` to their units' journals, all of them or none.

    Only the plan, the registry and the journals concerned have to be sound: a unit can report
    while another's journal, or the supervising office's own, still has to be corrected.
    """
    with sole_writer(folder):
        loaded = load(folder, journals=()).without_broken_reviews().sound()
        plan, registry = loaded.ledger().plan, loaded.ledger().registry
        tasks = find_tasks(plan, ids)
        names = find_units(registry, units)
        owners, former = _units_concerned(registry, tasks, names, as_of)
        journals = [_open_journal(loaded, owner) for owner in sorted(owners)]
        others = load(folder, journals=former - owners).loaded.journals if former - owners else []
        ledger = replace(loaded, journals=[*journals, *others]).ledger()
        marked = make_entries(Assessment(ledger, as_of), tasks, names, mark)
        new: dict[str, list[JournalEntry]] = {}
        for made in marked:
            new.setdefault(made.entry.unit, []).append(made.entry)
        append(
            folder, [_journal_addition(loaded, journal, new[journal.unit]) for journal in journals]
        )
    return marked


def _open_journal(loaded: LoadedFolder, unit: str) -> Journal:
    """Read a unit's journal to append to it; raises ``WriteRefusedError`` if it has errors."""
    refuse_misnamed(loaded, unit)
    source = open_for_writing(loaded.folder, loaded.folder.journal(unit))
    journal = _checked(loaded, unit, source)
    require_sound(source)
    return journal


def refuse_misnamed(loaded: LoadedFolder, unit: str) -> None:
    """Refuse to write while a journal is named by an alias of the unit: nobody would read it."""
    names = loaded.registry.names if loaded.registry else {}
    for alias in (name for name, owner in names.items() if owner == unit != name):
        path = loaded.folder.journal(alias)
        if path.exists():
            label = loaded.folder.label(path)
            raise WriteRefusedError(f"{label} 用的是别名，没有写入", f"先把它改名为 {unit}.yaml")


def _checked(loaded: LoadedFolder, unit: str, source: Source) -> Journal:
    """Make a journal of a text and check it against the plan."""
    journal = shaped_journal(unit, source)
    checks.require_journals(replace(loaded, journals=[journal], decisions=()))
    return journal


def _journal_addition(
    loaded: LoadedFolder, journal: Journal, new: Sequence[JournalEntry]
) -> Addition:
    def read(source: Source) -> Sequence[JournalEntry]:
        return _checked(loaded, journal.unit, source).entries

    path = loaded.folder.journal(journal.unit)
    return Addition(path, journal.source, journal.entries, new, read)


def write_decisions(
    folder: Folder,
    ids: Sequence[str],
    units: Sequence[str],
    asked: "ReviewRequest | ExtensionRequest",
    as_of: date,
) -> "list[NewDecision]":
    """Append the entries for the tasks of ``ids`` to ``reviews.yaml``, all of them or none.

    Only the journals of the units concerned are read with the plan.
    """
    from gkplan.domain.new_reviews import make_decisions  # noqa: PLC0415  (not for mark)

    with sole_writer(folder):
        ledger = load(folder, journals=()).sound().ledger()
        tasks = find_tasks(ledger.plan, ids)
        registry = ledger.registry
        names = find_units(registry, units)
        owners, former = _units_concerned(registry, tasks, names, as_of)
        source = open_for_writing(folder, folder.reviews)
        loaded = load(folder, journals=owners | former).sound()
        require_sound(source)
        for owner in owners:
            refuse_misnamed(loaded, owner)
        made = make_decisions(Assessment(loaded.ledger(), as_of), tasks, names, asked)
        append(folder, [_reviews_addition(loaded, source, [new.decision for new in made])])
    return made


def _reviews_addition(loaded: LoadedFolder, source: Source, new: Sequence[Decision]) -> Addition:
    def read(source: Source) -> Sequence[Decision]:
        entries = shaped_decisions(source, loaded.registry)
        checks.require(replace(loaded, reviews=source, decisions=entries))
        return entries

    return Addition(loaded.folder.reviews, source, loaded.decisions, new, read)


class Batch(Protocol):
    """Entries of many units that are written together, with the evidence that they need."""

    @property
    def records(self) -> Sequence[JournalEntry]:
        """The entries for the units' journals."""

    @property
    def reviews(self) -> Sequence[Decision]:
        """The entries for the office's journal."""

    @property
    def copies(self) -> "Sequence[EvidenceCopy]":
        """The evidence to be copied into the folder."""


def read_batch(folder: Folder, units: Collection[str]) -> Ledger:
    """Read the ledger that a batch is compared with: the journals of some units alone.

    Only they have to be sound, with the plan and the registry; so have the reviews, unless a
    batch needs none of them.
    """
    return _read_concerned(folder, units).ledger()


def _read_concerned(folder: Folder, units: Collection[str]) -> LoadedFolder:
    plan = load(folder, journals=()).without_broken_reviews().sound().ledger()
    changed = (task for _, task in plan.plan if task.changes)
    former = {unit for task in changed for unit in ever_responsible(plan.registry, task)}
    known = {plan.registry.names.get(unit, unit) for unit in units}
    return load(folder, journals=known | former).without_broken_reviews().sound()


def write_batch(folder: Folder, units: Collection[str], decide: Callable[[Ledger], B]) -> B:
    """Append the entries that ``decide`` makes of the ledger, all of them or none.

    ``decide`` is called under the writer's lock with the ledger of ``read_batch``.
    """
    with sole_writer(folder):
        loaded = _read_concerned(folder, units)
        batch = decide(loaded.ledger())
        new: dict[str, list[JournalEntry]] = {}
        for entry in batch.records:
            new.setdefault(entry.unit, []).append(entry)
        journals = [_open_journal(loaded, unit) for unit in sorted(new)]
        additions = [_journal_addition(loaded, journal, new[journal.unit]) for journal in journals]
        if batch.reviews:
            source = open_for_writing(folder, folder.reviews)
            complete = load(folder, journals=loaded.wanted).sound()
            require_sound(source)
            additions.append(_reviews_addition(complete, source, batch.reviews))
        if additions:
            from gkplan.folder.evidence import copied  # noqa: PLC0415  (only for many entries)

            with copied(folder, batch.copies):
                append(folder, additions)
    return batch


def _units_concerned(
    registry: Registry, tasks: Sequence[tuple[Group, Task]], names: tuple[str, ...], as_of: date
) -> tuple[set[str], set[str]]:
    """Return the units that the entries are about, and all that had a task that was handed on."""
    owners = {
        owner for _, task in tasks for owner in responsible_units(registry, task, names, as_of)
    }
    changed = (task for _, task in tasks if task.changes)
    return owners, {unit for task in changed for unit in ever_responsible(registry, task)}
