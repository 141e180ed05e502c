"""Appending entries to files: locked, atomic, confirmed; nothing already there is touched."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gkplan.domain.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.domain.fields import keys_of
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Entry
from gkplan.domain.rules import Problem, in_order
from gkplan.folder import files
from gkplan.folder.location import Folder
from gkplan.folder.source import Source, UnreadableError, decode, read_bytes, read_source
from gkplan.folder.transaction import Change, commit
from gkplan.folder.yaml_write import render


class Addition(Frozen):
    """Entries to append to one file.

    ``source`` and ``entries`` are the present file; ``read`` makes the entries of a text,
    noting what is wrong with them on the source it is given.
    """

    path: Path
    source: Source
    entries: Sequence[Entry]
    new: Sequence[Entry]
    read: Callable[[Source], Sequence[Entry]]


def open_for_writing(folder: Folder, path: Path) -> Source:
    """Read a file before appending to it; one that does not exist yet is an empty one.

    Raises ``WriteRefusedError`` if it cannot be read or must not be written.
    """
    label = folder.label(path)
    if astray := folder.astray(path.parent):
        within = folder.label(path.parent)
        raise WriteRefusedError(f"{within} 指到{astray}，没有写入", "换成普通文件夹")
    files.refuse_in_git(path)
    if path.is_symlink():
        raise WriteRefusedError(f"{label} 是符号链接，不能写入", "换成普通文件")
    if not path.exists():
        return Source(label, "")
    try:
        source = read_source(folder, path)
    except UnreadableError as error:
        raise WriteRefusedError(f"{label} 读不出来", "先改正再写", (error.problem,)) from error
    if files.is_read_only(path):
        raise WriteRefusedError(f"{label} 是只读的，没有写入", "恢复写权限")
    return source


def require_sound(source: Source) -> None:
    """Refuse to append to a file with errors; raises ``WriteRefusedError`` with all of them."""
    if errors := _errors(source):
        raise WriteRefusedError(f"{source.label} 有错误，没有写入", "先改正再写", errors)


def _errors(source: Source) -> tuple[Problem, ...]:
    return tuple(in_order([problem for problem in source.problems if problem.is_error]))


def append(folder: Folder, additions: Sequence[Addition]) -> None:
    """Put every addition at the end of its file, all of them or none; the writer's lock is held.

    The sources are as ``open_for_writing`` gave them under that lock. Raises ``WriteRefusedError``
    if a file would not be sound afterwards or cannot be written; every file is then as it was.
    """
    try:
        commit(folder, [_prepare(folder, addition) for addition in additions])
    except (OSError, UnreadableError) as error:
        label = folder.label(additions[0].path.parent)
        raise WriteRefusedError(
            f"{label} 写入失败：{_reason(error)}", remedy_of(error, "检查磁盘空间和写权限")
        ) from error


def _reason(error: OSError | UnreadableError) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)


def _values(entry: Entry) -> list[Any]:
    """Return what a file states of an entry."""
    return [type(entry), *(getattr(entry, name) for name in keys_of(type(entry)))]


def _prepare(folder: Folder, addition: Addition) -> Change:
    """Work out a file's new bytes and prove that they read back as the old entries plus the new."""
    path, source = addition.path, addition.source
    before = read_bytes(folder, path) if path.exists() else None
    old = before or b""
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old or old.endswith((b"\n", b"\r")) else newline
    block = render(addition.new, source.indent if addition.entries else 0)
    after = old + gap + block.replace("\n", newline.decode()).encode()
    result = Source(source.label, decode(after, source.label))
    entries = addition.read(result)
    if errors := _errors(result):
        raise WriteRefusedError(
            f"{source.label} 接着写下去会出错，没有写入",
            "先把文件整理成“- ”开头的列表",
            errors,
        )
    wanted = [*addition.entries, *addition.new]
    if list(map(_values, entries)) != list(map(_values, wanted)):
        raise WriteRefusedError(
            f"{source.label} 接着写下去会改变已有内容，没有写入", "在文件末尾加一个空行再试"
        )
    return Change(path, before, after)
