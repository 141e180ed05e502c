"""Carrying out a request to mark: the journals are read, decided on and appended to in one hold."""

from collections.abc import Sequence
from datetime import date

from gkplan.assess import Assessment
from gkplan.folder.append import append, read_for_writing, sole_writer
from gkplan.folder.find import Folder
from gkplan.folder.load import load
from gkplan.marking import Mark, Marked, make_records, responsible_unit
from gkplan.model import Record
from gkplan.query import find_tasks, find_unit_if


def write_marks(
    folder: Folder, ids: Sequence[str], unit: str | None, mark: Mark, as_of: date
) -> list[Marked]:
    """Append one record for each task of ``ids`` to its unit's journal, all of them or none.

    Only the plan, the registry and the journals concerned are read: a unit can report while
    another's journal waits to be mended.
    """
    draft = load(folder, journals=()).sound()
    ledger = draft.ledger()
    tasks = find_tasks(ledger.plan, ids)
    name = find_unit_if(ledger.registry, unit)
    owners = {responsible_unit(ledger.registry, task, name) for _, task in tasks}
    with sole_writer(folder):
        draft.journals = [read_for_writing(draft, owner) for owner in sorted(owners)]
        assessment = Assessment(draft.ledger(), as_of)
        marked = make_records(assessment, tasks, name, mark)
        additions: dict[str, list[Record]] = {}
        for record, _ in marked:
            additions.setdefault(record.unit, []).append(record)
        append(draft, additions)
    return marked
