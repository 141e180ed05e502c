"""Every write to a plan folder: locked, all files or none, completed or undone after a kill.

The new contents go into temporary files beside their targets. Where there are several, a journal
of the write (``.gkplan-write.tmp``) then lists the steps, and only after that the temporary files
take their targets' names. A process that is killed before the journal exists has changed nothing;
the next writer removes its temporary files. One that is killed later leaves the journal, and the
next writer takes the steps that are missing.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from gkplan.domain.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.domain.frozen import Frozen
from gkplan.folder import files
from gkplan.folder.atomic import (
    folders_made,
    remove_leftovers,
    replace_file,
    staged,
    sync_folder,
)
from gkplan.folder.location import Folder
from gkplan.folder.lock import locked
from gkplan.folder.source import UnreadableError, read_bytes

WRITING = ".gkplan.lock"
"""The file in the data folder that is there while somebody writes."""
SCHEMA_FOLDER = ".schema"
"""The folder of the JSON Schemas in the data folder."""
_LARGEST = 64 << 20
"""Bytes of the largest list of steps that is read; one that leads back holds whole files."""
_MOST_STEPS = 10_000
_OWN_FILES = (
    r"(tasks|units|reviews)\.yaml|导入说明\.md|\.import\.yaml|\.gitignore|\.gitattributes"
    rf"|{re.escape(SCHEMA_FOLDER)}/\w+\.schema\.json"
    r"|progress/(\.gitkeep|[^/\\]+\.yaml)"
)
"""The files of a data folder that gkplan writes."""
_STAGED = r"\.[^/\\]{1,40}\.gkplan-[0-9a-f]{8}\.tmp"
_UNUSABLE = (OSError, UnreadableError, ValueError, KeyError, TypeError, RecursionError)
"""What is raised by a list of steps that is damaged, hostile or out of date."""


class Change(Frozen):
    """One file of a plan folder before and after a write; ``before`` is None for a new file."""

    path: Path
    before: bytes | None
    after: bytes


class _Step(NamedTuple):
    """One replacement that a journal of a write lists.

    ``name`` is the file's path inside the data folder; ``old`` and ``new`` are the fingerprints of
    its contents, None for no file. The new content is in the file ``staged`` or is ``content``.
    """

    name: str
    old: str | None
    new: str | None
    staged: str | None = None
    content: str | None = None


@contextmanager
def sole_writer(folder: Folder) -> Iterator[None]:
    """Keep every other gkplan from writing to the folder meanwhile; finish an interrupted write.

    Raises ``WriteRefusedError`` if the plan is read-only, the lock cannot be acquired, or an
    interrupted write cannot be finished.
    """
    if folder.read_only:
        raise WriteRefusedError(
            "gkplan 自带的方案只供查看，不能填报",
            "先用 gkplan init 文件夹 复制一份，再到那个文件夹里填报",
        )
    files.require_writable(folder.data)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder.data / WRITING))
        except NotImplementedError as error:  # a file system without locks
            raise WriteRefusedError(
                f"{folder.label(folder.data)} 所在的磁盘不支持文件锁",
                "把方案文件夹放到本机的磁盘上",
            ) from error
        except OSError as error:
            raise WriteRefusedError(
                f"{folder.label(folder.data)} 不能写入：{reason_of(error)}",
                remedy_of(error, "检查文件夹的写权限"),
            ) from error
        _recover(folder)
        for path in (folder.data, folder.progress, folder.data / SCHEMA_FOLDER):
            if files.real(path).is_relative_to(files.real(folder.data)):
                remove_leftovers(path)
        yield


def is_interrupted(folder: Folder) -> bool:
    """Whether a write of several files was cut short and waits to be finished."""
    return os.path.lexists(folder.unfinished)


def finish_interrupted(folder: Folder) -> bool:
    """Finish a write that was cut short, and return whether there was one."""
    if folder.read_only or not is_interrupted(folder):
        return False
    with sole_writer(folder):
        return True


def commit(folder: Folder, changes: Sequence[Change]) -> None:
    """Write every change, or none; the writer's lock is held.

    Raises ``OSError`` or ``UnreadableError`` if a file cannot be written or read back; every file
    is then as it was, and ``WriteRefusedError`` if one could not be restored.
    """
    wanted = [change for change in changes if change.before != change.after]
    with folders_made(*(change.path.parent for change in wanted)), ExitStack() as stack:
        pairs = [
            (change, stack.enter_context(staged(change.path, change.after))) for change in wanted
        ]
        try:
            _replace(folder, pairs)
        except BaseException as error:
            _undo(folder, wanted, error)
            raise


def _replace(folder: Folder, pairs: Sequence[tuple[Change, Path]]) -> None:
    """Give the staged files their targets' names and read them back."""
    if len(pairs) > 1:
        _write_journal(folder, [_forward(folder, change, path) for change, path in pairs])
    for change, temporary in pairs:
        files.replace(temporary, change.path)
    for parent in {change.path.parent for change, _ in pairs}:
        sync_folder(parent)
    for change, _ in pairs:
        if read_bytes(folder, change.path) != change.after:
            raise OSError("写入后读回的内容不一致")
    files.unlink(folder.unfinished)


def _undo(folder: Folder, changes: Sequence[Change], error: BaseException) -> None:
    """Restore every file; a kill meanwhile leaves a journal that restores the rest."""
    done = [change for change in changes if not _is_as_before(change)]
    if done and is_interrupted(folder):  # without all staged files that list is useless
        with suppress(OSError):
            _write_journal(folder, [_backward(folder, change) for change in done])
    left = [change for change in done if not _restore(change)]
    with suppress(OSError):
        files.unlink(folder.unfinished)
    if left and isinstance(error, Exception):
        names = "、".join(folder.label(change.path) for change in left)
        raise WriteRefusedError(
            f"写入失败，并且没能还原：{names}", "用 git diff 查看这些文件"
        ) from error


def _restore(change: Change) -> bool:
    """Give a file its content from before the write; False if that failed too."""
    try:
        _put(change.path, change.before)
    except OSError:
        return False
    return True


def _is_as_before(change: Change) -> bool:
    """Whether a file has its content from before the write; one that cannot be read may not."""
    try:
        return files.read(change.path) == change.before
    except FileNotFoundError:
        return change.before is None
    except OSError:
        return False


def _forward(folder: Folder, change: Change, temporary: Path) -> _Step:
    name = change.path.relative_to(folder.data).as_posix()
    return _Step(name, _fingerprint(change.before), _fingerprint(change.after), temporary.name)


def _backward(folder: Folder, change: Change) -> _Step:
    from base64 import b64encode  # noqa: PLC0415  (only after a failure)

    name = change.path.relative_to(folder.data).as_posix()
    before = None if change.before is None else b64encode(change.before).decode()
    return _Step(name, _fingerprint(change.after), _fingerprint(change.before), content=before)


def _fingerprint(content: bytes | None) -> str | None:
    from hashlib import sha256  # noqa: PLC0415  (only where several files are written)

    return None if content is None else sha256(content).hexdigest()


def _write_journal(folder: Folder, steps: Sequence[_Step]) -> None:
    import json  # noqa: PLC0415  (only where several files are written)

    written = {"folder": _identity(folder), "steps": [step._asdict() for step in steps]}
    replace_file(folder.unfinished, json.dumps(written, ensure_ascii=False, indent=1).encode())


def _identity(folder: Folder) -> str:
    """What distinguishes this data folder from a copy: a list that came with a copy is not ours."""
    status = folder.data.stat()
    return f"{status.st_dev}:{status.st_ino}"


def _recover(folder: Folder) -> None:
    """Finish a write that was cut short; the writer's lock is held.

    Raises ``WriteRefusedError`` if a file has been changed since, or a content is lost: only a
    person can decide then which one is right.
    """
    path = folder.unfinished
    if not is_interrupted(folder):
        return
    try:
        steps = _read_journal(folder)
        missing = [step for step in steps if _fingerprint(_present(folder, step)) != step.new]
        contents = [_new_content(folder, step) for step in missing]
        for step, content in zip(missing, contents, strict=True):
            _put(folder.data / step.name, content)
        files.unlink(path)
    except _UNUSABLE as error:
        raise WriteRefusedError(
            f"上一次写入中断了，{folder.label(path)} 列出的步骤补不完，没有写入",
            f"用 git diff 核对它列出的文件，改好以后删去 {folder.label(path)}",
        ) from error


def _put(target: Path, content: bytes | None) -> None:
    """Give a file a content; None removes it."""
    if content is None:
        files.unlink(target)
    else:
        replace_file(target, content)


def _read_journal(folder: Folder) -> list[_Step]:
    """The steps of an interrupted write; raises ``ValueError`` if they are not gkplan's own."""
    import json  # noqa: PLC0415  (only after an interruption)

    path = folder.unfinished
    if path.is_symlink() or path.stat().st_size > _LARGEST:
        raise ValueError(path)
    content: Any = json.loads(read_bytes(folder, path))
    steps = [_Step(**step) for step in content["steps"]]
    names = {step.name for step in steps}
    if (
        content["folder"] != _identity(folder)
        or len(names) != len(steps)
        or len(steps) > _MOST_STEPS
    ):
        raise ValueError(path)
    for step in steps:
        _require_own(folder, step)
    return steps


def _require_own(folder: Folder, step: _Step) -> None:
    """Refuse a step that names another file than gkplan writes, or leads out of the folder."""
    path = folder.data / step.name
    inside = files.real(path.parent) == files.real(folder.data) / Path(step.name).parent
    if not (inside and re.fullmatch(_OWN_FILES, step.name)) or path.is_symlink():
        raise ValueError(step.name)
    if step.staged is not None and not re.fullmatch(_STAGED, step.staged):
        raise ValueError(step.staged)


def _present(folder: Folder, step: _Step) -> bytes | None:
    """The bytes of the file that a step is about; None where there is none."""
    path = folder.data / step.name
    return read_bytes(folder, path) if os.path.lexists(path) else None


def _new_content(folder: Folder, step: _Step) -> bytes | None:
    """The content that a step puts; raises ``ValueError`` if it is lost or would overwrite work."""
    if _fingerprint(_present(folder, step)) != step.old:
        raise ValueError(step.name)
    if step.new is None:
        return None
    if step.staged is not None:
        path = (folder.data / step.name).with_name(step.staged)
        if path.is_symlink():
            raise ValueError(step.staged)
        content = read_bytes(folder, path)
    else:
        from base64 import b64decode  # noqa: PLC0415  (only after a failure)

        content = b64decode(step.content or "", validate=True)
    if _fingerprint(content) != step.new:
        raise ValueError(step.name)
    return content
