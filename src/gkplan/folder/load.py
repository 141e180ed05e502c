"""Reading a complete plan folder: every file, every problem, and the ledger."""

import gc
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from gkplan.domain import rules
from gkplan.domain.errors import PlanUnreadableError
from gkplan.domain.fields import keys_of
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import (
    CalendarYear,
    Decision,
    Extension,
    Group,
    Head,
    Plan,
    Reassignment,
    Record,
    Registry,
    Review,
    Task,
    Withdrawal,
)
from gkplan.domain.rules import Position, Problem, in_order
from gkplan.domain.vocabulary import Withdrawn
from gkplan.folder import checks
from gkplan.folder.decode import read_entries, read_list, shape_of
from gkplan.folder.loaded import Journal, LoadedFolder
from gkplan.folder.location import Folder
from gkplan.folder.names import composed, legible
from gkplan.folder.plain_yaml import Node
from gkplan.folder.source import Source, UnreadableError, files_of, read_source

D = TypeVar("D", Task, Reassignment)


class Reading(Frozen):
    """A folder as it was read and checked, with its problems in order."""

    loaded: LoadedFolder
    problems: tuple[Problem, ...]

    def without_broken_reviews(self) -> "Reading":
        """The same without reviews and extensions, if their file has errors."""
        broken = self.loaded.reviews
        if broken is None or broken.sound:
            return self
        loaded = replace(self.loaded, reviews=None, decisions=())
        theirs = set(broken.problems)  # there may be a hundred thousand
        rest = tuple(problem for problem in self.problems if problem not in theirs)
        return Reading(loaded, rest)

    def sound(self) -> LoadedFolder:
        """The folder's contents; raises ``PlanUnreadableError`` with the errors, if any."""
        errors = tuple(problem for problem in self.problems if problem.is_error)
        if errors:
            raise PlanUnreadableError(
                f"方案文件夹有 {len(errors)} 处错误，改正之前不出数",
                "逐处改正后再试；gkplan check 可随时检查",
                errors,
            )
        return self.loaded


def load(
    folder: Folder,
    *,
    journals: Collection[str] | None = None,
    advise_at: date | None = None,
) -> Reading:
    """Read a plan folder.

    ``journals`` names the units whose journals are wanted (every file, without it).
    ``advise_at`` adds warnings and notes, as of that day.
    """
    with _without_collector():
        loaded = _read_folder(folder, journals, advise_at)
        checks.require(loaded)
        if advise_at:
            checks.advise(loaded)
        first = (loaded.tasks.label, loaded.units.label)
        return Reading(loaded, tuple(in_order(loaded.all_problems(), first)))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Switch the garbage collector off: all that is read is kept, so collecting frees nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read_folder(
    folder: Folder, wanted: Collection[str] | None, advise_at: date | None
) -> LoadedFolder:
    """Read the files of a folder, each with its own problems."""
    units = _read(folder, folder.units)
    tasks = _read(folder, folder.tasks)
    registry = _shaped(units, Registry)
    complete = _shaped(tasks, Plan)
    plan = complete or _without_head(tasks)
    calendar = _read(folder, folder.calendar) if os.path.lexists(folder.calendar) else None
    reviews = _read(folder, folder.reviews) if os.path.lexists(folder.reviews) else None
    journals, problems = _read_journals(folder, wanted)
    return LoadedFolder(
        folder=folder,
        tasks=tasks,
        units=units,
        plan=_resolved(plan, registry) if plan and registry else plan,
        registry=registry,
        units_readable=registry is not None and units.sound,
        head_readable=complete is not None,
        calendar=calendar,
        years=read_list(calendar, calendar.tree, CalendarYear) if calendar else (),
        reviews=reviews,
        decisions=shaped_decisions(reviews, registry) if reviews else (),
        journals=journals,
        problems=[*problems, *(_interruptions(folder) if advise_at else ())],
        as_of=advise_at,
        wanted=wanted,
    )


def _interruptions(folder: Folder) -> list[Problem]:
    """Report a write of several files that was cut short: some files are old, some are new."""
    if not os.path.lexists(folder.unfinished):
        return []
    problem = Problem(
        rules.INTERRUPTED_WRITE,
        Position(folder.label(folder.unfinished), 1, 1),
        "上一次写入几个文件时中断了，有的已写、有的还没写",
        "下一条写入命令（mark、review 等）会先把它补完；其间请勿手改这些文件",
    )
    return [problem]


def _read_journals(
    folder: Folder, wanted: Collection[str] | None
) -> tuple[list[Journal], list[Problem]]:
    """Read the journals in the order of their names; a file's name is the unit."""
    journals: list[Journal] = []
    paths, problems = _journal_files(folder)
    for path in paths:
        unit = composed(path.stem)
        if wanted is None or unit in wanted:
            journal = shaped_journal(unit, _read(folder, path))
            if unit in {other.unit for other in journals}:
                message = f"“{unit}” 已经有一个进展文件，两个文件名看起来一样"
                remedy = "把记录并入另一个，再删去它"
                journal.source.note(rules.UNKNOWN_JOURNAL, (), message, remedy)
            journals.append(journal)
    return journals, problems


def shaped_journal(unit: str, source: Source) -> Journal:
    """Make the records and withdrawals of a journal from its text."""
    plain = read_entries(source, Record, Withdrawal, unit=unit)
    if plain is not None:
        return Journal(unit, source, tuple(plain))
    nodes = source.tree
    if not isinstance(nodes, list):
        return Journal(unit, source, read_list(source, nodes, Record))  # empty, or a problem
    entries = (
        shape_of(Withdrawal if _is_withdrawal(node) else Record).read(
            source, node, (index,), index, unit=unit
        )
        for index, node in enumerate(nodes)
    )
    return Journal(unit, source, tuple(entry for entry in entries if entry is not None))


def _is_withdrawal(node: Node) -> bool:
    """Whether an entry of a journal is a withdrawal: by its status, or by the record it names."""
    if not isinstance(node, dict):
        return False
    status = node.get("status")
    return "record" in node or (isinstance(status, str) and _withdrawn(status) is not None)


_withdrawn = cache(Withdrawn.parse)


def shaped_decisions(source: Source, registry: Registry | None) -> tuple[Decision, ...]:
    """Make the reviews and extensions of a text, in its order, aliases of units resolved."""
    entries = read_entries(source, Review, Extension)
    if entries is None:
        if not isinstance(source.tree, list):
            return read_list(source, source.tree, Review)  # empty, or a problem
        models = (_decision_model(source, node, index) for index, node in enumerate(source.tree))
        entries = [
            shape_of(model).read(source, node, (index,), index)
            for index, (node, model) in enumerate(zip(source.tree, models, strict=True))
            if model
        ]
    names = registry.names if registry else {}
    return tuple(
        entry
        if names.get(entry.unit, entry.unit) == entry.unit
        else replace(entry, unit=names[entry.unit])
        for entry in entries
        if entry is not None
    )


_DECIDING: dict[str, Any] = {"verdict": Review, "to": Extension}
"""The keys that make an entry a review or an extension."""


def _models_meant(node: Mapping[str, Node]) -> list[Any]:
    """Return the models that an entry with a misspelt deciding key may be meant for."""
    from gkplan.domain import guesses  # noqa: PLC0415  (needed only when something is wrong)

    known = keys_of(Review) | keys_of(Extension)
    strange = [name for name in node if name not in known]
    return [
        model
        for name, model in _DECIDING.items()
        if any(guesses.key_meant(key, {name: known[name]}) for key in strange)
    ]


def _decision_model(source: Source, node: Node, index: int) -> Any:
    """Return the model of an entry: ``verdict`` makes it a review, ``to`` an extension."""
    if not isinstance(node, dict):
        return Review
    models = [model for name, model in _DECIDING.items() if name in node] or _models_meant(node)
    if len(models) == 1:
        return models[0]
    message = "一条里既有 verdict（核查）又有 to（延期）" if models else "缺少 verdict 或 to"
    source.note(
        rules.MIXED_RULING,
        (index,),
        message,
        "核查写 verdict: accept 或 return；延期写 to: 日期；各写一条",
    )
    return None


def _read(folder: Folder, path: Path) -> Source:
    """Read one file; one that cannot be read is an unreadable source with its problem."""
    try:
        return read_source(folder, path)
    except UnreadableError as error:
        return Source(folder.label(path), "", error.problem)


def _shaped(source: Source, model: type) -> Any:
    """Return the object of a file; None if it could not be read."""
    return shape_of(model).read(source, source.tree, ()) if source.readable else None


def _without_head(tasks: Source) -> Plan | None:
    """The groups alone, where the head is unusable, so that their problems are reported as well."""
    if not isinstance(tasks.tree, dict):
        return None
    groups = read_list(tasks, tasks.tree.get("groups"), Group, ("groups",))
    return Plan(Head(title="", issued=date.min, ends=date.min), groups)


def _journal_files(folder: Folder) -> tuple[list[Path], list[Problem]]:
    """The journals in the order of their names; what would not be read is a warning."""
    try:
        files = files_of(folder, folder.progress)
    except UnreadableError as error:
        return [], [error.problem]
    seen = [path for path in files if not path.name.startswith(".")]
    strays = [
        Problem(
            rules.STRAY_FILE,
            Position(folder.label(path), 1, 1),
            f"“{legible(path.name)}” 不会被读取",
            "进展文件以 .yaml 结尾；其他文件请移出 progress",
        )
        for path in seen
        if path.suffix != ".yaml"
    ]
    return [path for path in seen if path.suffix == ".yaml"], strays


def _resolved(plan: Plan, registry: Registry) -> Plan:
    """Return the plan with the registered names of units instead of their aliases."""
    divisions = [division for _, task in plan for division in (task, *task.changes)]
    named = {names for one in divisions for names in (one.lead, one.support, one.implement)}
    if all(registry.names.get(name, name) == name for names in named for name in names):
        return plan
    known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def names(given: tuple[str, ...]) -> tuple[str, ...]:
        if given not in known:
            known[given] = tuple(registry.names.get(name, name) for name in given)
        return known[given]

    def division(given: D) -> D:
        lead, support, implement = (
            names(given.lead),
            names(given.support),
            names(given.implement),
        )
        if (lead, support, implement) == (given.lead, given.support, given.implement):
            return given
        return replace(given, lead=lead, support=support, implement=implement)

    def task(given: Task) -> Task:
        resolved = division(given)
        if not given.changes:
            return resolved
        return replace(resolved, changes=tuple(map(division, given.changes)))

    def group(given: Group) -> Group:
        return replace(given, tasks=tuple(map(task, given.tasks)))

    return replace(plan, groups=tuple(map(group, plan.groups)))
