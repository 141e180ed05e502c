"""Carrying out a request to review or to extend: read, decided on and appended to in one hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gkplan.domain.assess import Assessment
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Ruling
from gkplan.domain.new_records import responsible_units
from gkplan.domain.new_reviews import ExtensionTo, ReviewOf, Ruled, make_rulings
from gkplan.domain.query import find_units
from gkplan.folder import checks
from gkplan.folder.journal import Addition, append, open_for_writing, require_sound
from gkplan.folder.load import load, shaped_rulings
from gkplan.folder.loaded import LoadedFolder
from gkplan.folder.location import Folder
from gkplan.folder.source import Source
from gkplan.folder.transaction import finish_interrupted, sole_writer
from gkplan.folder.write_records import refuse_misnamed


def write_rulings(
    folder: Folder,
    ids: Sequence[str],
    units: Sequence[str],
    asked: ReviewOf | ExtensionTo,
    as_of: date,
) -> list[Ruled]:
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
        made = make_rulings(Assessment(loaded.ledger(), as_of), tasks, names, asked)
        append(folder, [_addition(loaded, source, [one.ruling for one in made])])
    return made


def _addition(loaded: LoadedFolder, source: Source, new: Sequence[Ruling]) -> Addition:
    def read(source: Source) -> Sequence[Ruling]:
        entries = shaped_rulings(source, loaded.registry)
        checks.require(replace(loaded, reviews=source, rulings=entries))
        return entries

    return Addition(loaded.folder.reviews, source, loaded.rulings, new, read)
