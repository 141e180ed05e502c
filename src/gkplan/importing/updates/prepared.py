"""Carrying out an update: a folder is read, merged and tried out; all files change or none."""

import codecs
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gkplan.domain.errors import PlanUnreadableError, WriteRefusedError
from gkplan.domain.model import Collective, Ledger, Plan, Registry, Task, Unit
from gkplan.folder.decode import shape_of
from gkplan.folder.files import read
from gkplan.folder.import_notes import NOTES_FILE
from gkplan.folder.load import Reading, load
from gkplan.folder.location import Folder
from gkplan.folder.plan_edit import edited_plan, with_bodies
from gkplan.folder.plan_write import plan_lines
from gkplan.folder.replace import refuse_errors, replace_files
from gkplan.folder.source import UnreadableError, decode, read_source
from gkplan.importing.plan.notes import BASE_FILE, base_text, notes_page
from gkplan.importing.plan.understanding import Imported
from gkplan.importing.updates.changes import Sort, Update
from gkplan.importing.updates.merging import rewritten, update_plan

_ABOUT = re.compile("“[^”]+”(与“[^”]+”)?")
"""The names that a note about units begins with."""
_ABOUT_HEAD = re.compile("可用 --(?:title|issued|ends) 写明")

_HANDFUL = 5
_FEW = 0.1
"""The part of the tasks that a corrected document may lack."""
_TAIL = 3
"""The last tasks of a plan without which a document seems to be cut off."""


class Prepared(NamedTuple):
    """An update before it is carried out: the files as they were, and as they will be.

    ``tasks`` are those of the folder. ``account`` is the document as it was merged, with the
    notes that are still open; ``has_base`` says whether the folder knew what was read last time.
    """

    folder: Folder
    tasks: Collection[Task]
    update: Update
    account: Imported
    before: Mapping[str, bytes]
    files: Mapping[str, bytes]
    has_base: bool

    @property
    def changes_plan(self) -> bool:
        """Whether the plan or its registry changes at all."""
        return any(self.files[name] != data for name, data in self.before.items())

    @property
    def recognised(self) -> int:
        """How many tasks of the folder the document still has, word for word or nearly so."""
        now = self.update.base.tasks
        return sum(not rewritten(one, now[one.id]) for one in self.tasks if one.id in now)

    @property
    def missing(self) -> list[str]:
        """The ids of the tasks that the document had last time and lacks now."""
        lost = (Sort.REMOVED, Sort.KEPT)
        gone = {one.task.id for one in self.update.tasks if one.sort in lost}
        return [task.id for task in self.tasks if task.id in gone]

    @property
    def is_same_plan(self) -> bool:
        """Whether at least half of the tasks are recognised."""
        return 2 * self.recognised >= len(self.tasks)

    @property
    def is_complete(self) -> bool:
        """Whether only a handful of the tasks is missing, or at most a tenth of them."""
        return len(self.missing) <= max(_HANDFUL, len(self.tasks) * _FEW)

    @property
    def lacks_end(self) -> bool:
        """Whether several of the last tasks are missing, as in a document that was cut off."""
        missing = self.missing
        last = [task.id for task in self.tasks][-len(missing) :]
        return len(missing) >= _TAIL and missing == last

    @property
    def raises_doubts(self) -> bool:
        """Whether anything is left for a person to settle that was not there before."""
        new = any(map(_ABOUT.match, self.account.notes)) or bool(self.update.notes)
        return new or bool(self.update.new_doubts)

    def write(self) -> None:
        """Write every file that changes, or none; raises ``WriteRefusedError``."""
        replace_files(self.folder, self.files, self._judge)

    def _judge(self, reading: Reading) -> None:
        """Refuse a folder that has changed meanwhile, has errors, or is not what was merged."""
        if _contents(self.folder) != self.before:
            raise WriteRefusedError("刚刚有人改动了方案，没有写入", "再运行一次")
        refuse_errors(reading)
        found = reading.loaded.plan
        if found is None or list(plan_lines(found)) != list(plan_lines(self.update.plan)):
            raise WriteRefusedError("写出的与合并的结果不符，没有写入", "请报给维护者")


class FolderRead(NamedTuple):
    """A folder as an update found it: its content, and the files that people edit."""

    folder: Folder
    ledger: Ledger
    files: Mapping[str, bytes]


def read_folder(folder: Folder) -> FolderRead:
    """Read a folder that is to be updated; raises ``PlanUnreadableError`` if it has errors."""
    ledger = load(folder).sound().ledger()
    return FolderRead(folder, ledger, _contents(folder))


def prepare(current: FolderRead, found: Imported, source: str) -> Prepared:
    """Work out what a corrected document changes in a folder.

    Raises ``PlanUnreadableError`` if what was read last time has errors.
    """
    folder, ledger, before = current
    mine, registry = ledger.plan, ledger.registry
    kept = _base(folder)
    base = _registered(kept or mine, registry)
    update = update_plan(base, ledger, _registered(found.plan, registry))
    texts = {name: decode(data, name) for name, data in before.items()}
    notes = tuple(_unanswered(found.notes, registry))
    account = found._replace(plan=update.plan, notes=(*notes, *update.notes))
    bodies = _new_bodies(update, found.registry, registry)
    after = {
        "units.yaml": with_bodies(texts["units.yaml"], *bodies),
        NOTES_FILE: notes_page(account, source, update.renumbered),
        "tasks.yaml": edited_plan(texts["tasks.yaml"], mine, update.plan),
        BASE_FILE: base_text(update.base),
    }
    files = {name: _marked(text, before.get(name, b"")) for name, text in after.items()}
    return Prepared(folder, mine.tasks.values(), update, account, before, files, kept is not None)


def _unanswered(notes: Iterable[str], registry: Registry) -> Iterator[str]:
    """The notes on what the folder does not settle: its head does, and so may its registry."""
    for note in notes:
        about = _ABOUT.match(note)
        names = re.findall("“([^”]+)”", about[0]) if about else ()
        settled = bool(names) and registry.names.keys() >= set(names)
        if not settled and not _ABOUT_HEAD.search(note):
            yield note


def _contents(folder: Folder) -> dict[str, bytes]:
    """The files that people edit and an update changes."""
    return {path.name: read(path) for path in (folder.units, folder.tasks)}


def _marked(text: str, before: bytes) -> bytes:
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def _base(folder: Folder) -> Plan | None:
    """The plan as it was read last time; None where nothing kept that."""
    path = folder.data / BASE_FILE
    if not os.path.lexists(path):
        return None
    label = folder.label(path)
    try:
        source = read_source(folder, path)
        plan: Plan | None = shape_of(Plan).read(source, source.tree, ())
        problems = tuple(source.problems)
    except UnreadableError as error:
        plan, problems = None, (error.problem,)
    if plan is None or problems:
        raise PlanUnreadableError(
            f"{label} 读不出来", "用 git 取回它；实在没有，删去它，以现有方案为准比对", problems
        )
    return plan


def _registered(plan: Plan, registry: Registry) -> Plan:
    """A plan in which units bear their registered names, each in its strongest role."""

    def task(one: Task) -> Task:
        seen: set[str] = set()
        roles: dict[str, Any] = {}
        for role, given in one.units.items():
            names = dict.fromkeys(registry.names.get(name, name) for name in given)
            roles[role.value] = tuple(name for name in names if name not in seen)
            seen.update(names)
        return replace(one, **roles)

    groups = (replace(group, tasks=tuple(map(task, group.tasks))) for group in plan.groups)
    return replace(plan, groups=tuple(groups))


def _new_bodies(
    update: Update, found: Registry, known: Registry
) -> tuple[Sequence[Unit], Sequence[Collective]]:
    """The units and collectives that a plan or its doubts name and the registry does not have."""
    named = {name for _, task in update.plan for part in task.units.values() for name in part}
    said = [doubt for _, task in update.plan for doubt in task.doubts]
    printed = {name for _, task in update.base for part in task.units.values() for name in part}
    named |= {name for name in printed - named if any(f"{name}" in doubt for doubt in said)}
    new = named - known.names.keys()
    taken = known.names.keys() | new
    units = [
        replace(unit, aliases=tuple(alias for alias in unit.aliases if alias not in taken))
        for unit in found.units
        if unit.name in new
    ]
    return units, [one for one in found.collectives if one.name in new]
