"""Where an imported plan goes: into a new folder, or in the place of the plan of another."""

import os
from collections import Counter
from pathlib import Path

from gkplan.domain.errors import PlanUnreadableError, WriteRefusedError
from gkplan.domain.model import Plan
from gkplan.folder.files import real
from gkplan.folder.load import Reading, load
from gkplan.folder.location import Folder, find_folder
from gkplan.folder.new_folder import companions, made_meanwhile, make_folder, refusal
from gkplan.folder.replace import refuse_errors, replace_files
from gkplan.folder.transaction import WRITING, finish_interrupted
from gkplan.importing.plan.notes import plan_files
from gkplan.importing.plan.understanding import Imported
from gkplan.importing.text.wording import SIMILAR, likeness

_NAMED = 10
"""Tasks that one message names."""


def require_room(output: Path, cwd: Path, *, force: bool) -> None:
    """Refuse a place that holds something already; ``output`` is as it was typed in ``cwd``."""
    target = cwd / output
    try:
        if not os.path.lexists(target):
            return
        if not target.is_dir():
            raise WriteRefusedError(f"{output.as_posix()} 已经存在，不是文件夹", "换一个文件夹名")
        if any(target.iterdir()) and not force:
            raise WriteRefusedError(
                f"{output.as_posix()} 已经存在，没有改动任何文件",
                "换一个新文件夹；并进里面的方案用 --update，换掉它加 --force",
            )
    except OSError as error:
        raise refusal(output, error) from error


def deliver(found: Imported, source: str, output: Path, cwd: Path, *, force: bool) -> Folder:
    """Write the folder of an imported plan; ``output`` is as it was typed in ``cwd``.

    A folder that holds anything is only written to with ``force``: its plan and its registry are
    replaced, everything else stays. Raises ``WriteRefusedError``; nothing is changed then.
    """
    files = plan_files(found, source)
    target = real(cwd / output)
    folder = _folder_at(target, output, cwd)
    try:
        if target.exists():
            _replace(folder, files, force=force)
        else:
            make_folder(target, companions() | files)
    except OSError as error:
        raise refusal(output, error) from error
    return folder


def _folder_at(target: Path, output: Path, cwd: Path) -> Folder:
    """The plan folder that is there, or the folder as one that has no plan yet."""
    try:
        return find_folder(output, cwd)
    except PlanUnreadableError:
        return Folder(target / "data", target, output.as_posix())


def _replace(folder: Folder, files: dict[str, bytes], *, force: bool) -> None:
    absent = {
        name: data for name, data in companions().items() if not (folder.data / name).exists()
    }
    if folder.progress.exists():
        absent.pop("progress/.gitkeep", None)
    finish_interrupted(folder)
    before = load(folder, journals=()).loaded.plan if os.path.lexists(folder.tasks) else None

    def judge(reading: Reading) -> None:
        if not force and {path.name for path in folder.data.iterdir()} > {WRITING}:
            raise made_meanwhile(folder.root)
        _refuse_strays(before, reading)
        refuse_errors(reading)

    replace_files(folder, absent | files, judge)


def _refuse_strays(before: Plan | None, reading: Reading) -> None:
    """Refuse a plan in which what people recorded would be lost, or be about something else."""
    after = reading.loaded.plan
    said = Counter(entry.task for _, _, entry in reading.loaded.entries)
    strays = [task for task in said if after is None or _is_stray(task, before, after)]
    if strays:
        named = "、".join(f"{task}（{said[task]}条）" for task in strays[:_NAMED])
        more = f"等{len(strays)}项" if len(strays) > _NAMED else ""
        raise WriteRefusedError(
            f"换成这份方案，已有的记录就对不上事项了：{named}{more}；没有改动任何文件",
            "是同一方案的更正件，用 --update 并进来；是另一份方案，写到新文件夹",
        )


def _is_stray(task: str, before: Plan | None, after: Plan) -> bool:
    if task not in after.tasks:
        return True
    old = before.tasks.get(task) if before else None
    return old is not None and likeness(old.text, after.tasks[task].text) < SIMILAR
