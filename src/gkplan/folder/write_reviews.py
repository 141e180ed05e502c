"""Carrying out a request to review or to extend: read, decided on and appended to in one hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gkplan.domain.assess import Assessment
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Decision
from gkplan.domain.new_records import responsible_units
from gkplan.domain.new_reviews import ExtensionRequest, NewDecision, ReviewRequest, make_decisions
from gkplan.domain.query import find_units
from gkplan.folder import checks
from gkplan.folder.journal import Addition, append, open_for_writing, require_sound
from gkplan.folder.load import load, shaped_decisions
from gkplan.folder.loaded import LoadedFolder
from gkplan.folder.location import Folder
from gkplan.folder.source import Source
from gkplan.folder.transaction import finish_interrupted, sole_writer
from gkplan.folder.write_records import refuse_misnamed


def write_decisions(
    folder: Folder,
    ids: Sequence[str],
    units: Sequence[str],
    asked: ReviewRequest | ExtensionRequest,
    as_of: date,
) -> list[NewDecision]:
    """Append the entries for the tasks of ``ids`` to ``reviews.yaml``, all of them or none.

    Only the journals of the units concerned are read with the plan.
    """
    finish_interrupted(folder)
    ledger = load(folder, journals=()).sound().ledger()
    tasks = find_tasks(ledger.plan, ids)
    registry = ledger.registry
    names = find_units(registry, units)
    owners = {owner for _, task in tasks for owner in responsible_units(registry, task, names)}
    with sole_writer(folder):
        source = open_for_writing(folder, folder.reviews)
        loaded = load(folder, journals=owners).sound()
        require_sound(source)
        for owner in owners:
            refuse_misnamed(loaded, owner)
        made = make_decisions(Assessment(loaded.ledger(), as_of), tasks, names, asked)
        append(folder, [_addition(loaded, source, [one.decision for one in made])])
    return made


def _addition(loaded: LoadedFolder, source: Source, new: Sequence[Decision]) -> Addition:
    def read(source: Source) -> Sequence[Decision]:
        entries = shaped_decisions(source, loaded.registry)
        checks.require(replace(loaded, reviews=source, decisions=entries))
        return entries

    return Addition(loaded.folder.reviews, source, loaded.decisions, new, read)
