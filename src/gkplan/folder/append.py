"""Appending entries to files: locked, atomic, confirmed; nothing already there is touched."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from gkplan.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.atomic import remove_leftovers, replace_file
from gkplan.folder.find import Folder
from gkplan.folder.lock import locked
from gkplan.folder.source import Source, UnreadableError, decode, read_bytes
from gkplan.folder.yamlwrite import mapping_of, render
from gkplan.model import Entry
from gkplan.problems import Problem, in_order

WRITING = ".gkplan.lock"
"""The file in the data folder that is there while somebody writes."""


@contextmanager
def sole_writer(folder: Folder) -> Iterator[None]:
    """Keep every other gkplan from writing to the folder meanwhile.

    Raises ``WriteRefusedError`` if the plan is read-only or the lock cannot be had.
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
        yield


class Addition(NamedTuple):
    """What is to be put at the end of one file of a list.

    ``source`` and ``entries`` are the file as it stands; ``read`` makes the entries of a text,
    noting what is wrong with them on the source it is given.
    """

    path: Path
    source: Source
    entries: Sequence[Entry]
    new: Sequence[Entry]
    read: Callable[[Source], Sequence[Entry]]


class _Change(NamedTuple):
    """One file before and after."""

    path: Path
    label: str
    before: bytes | None
    after: bytes


def open_for_writing(folder: Folder, path: Path) -> Source:
    """Read a file before appending to it; one that does not exist yet is an empty one.

    Raises ``WriteRefusedError`` if it cannot be read or must not be written.
    """
    label = folder.label(path)
    if not path.parent.resolve().is_relative_to(folder.root.resolve()):
        within = folder.label(path.parent)
        raise WriteRefusedError(f"{within} 指到了方案文件夹之外，没有写入", "换成普通文件夹")
    if path.is_symlink():
        raise WriteRefusedError(f"{label} 是符号链接，不能写入", "换成普通文件")
    if not path.exists():
        return Source(label, "")
    try:
        source = Source(label, decode(read_bytes(path, label), label))
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
    changes = [_prepare(addition) for addition in additions]
    done: list[_Change] = []
    try:
        for change in changes:
            change.path.parent.mkdir(exist_ok=True)
            remove_leftovers(change.path)
            done.append(change)
            replace_file(change.path, change.after)
            _confirm(change)
    except BaseException as error:
        left = [change.label for change in reversed(done) if not _undo(change)]
        if not isinstance(error, OSError | UnreadableError):
            raise
        label = folder.label(changes[len(done) - 1 if done else 0].path.parent)
        raise WriteRefusedError(
            f"{label} 写入失败：{_reason(error)}",
            f"没能还原：{'、'.join(left)}，请用 git diff 查看"
            if left
            else remedy_of(error, "检查磁盘空间和写权限"),
        ) from error


def _reason(error: OSError | UnreadableError) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)


def _prepare(addition: Addition) -> _Change:
    """Work out a file's new bytes and prove that they read back as the old entries plus the new."""
    path, source = addition.path, addition.source
    before = read_bytes(path, source.label) if path.exists() else None
    old = before or b""
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old or old.endswith((b"\n", b"\r")) else newline
    block = render(addition.new, source.indent if addition.entries else 0)
    after = old + gap + block.replace("\n", newline.decode()).encode()
    result = Source(source.label, decode(after, source.label))
    found = addition.read(result)
    if errors := _errors(result):
        raise WriteRefusedError(
            f"{source.label} 接着写下去会出错，没有写入",
            "先把文件整理成“- ”开头的列表",
            errors,
        )
    wanted = [*addition.entries, *addition.new]
    if list(map(mapping_of, found)) != list(map(mapping_of, wanted)):
        raise WriteRefusedError(
            f"{source.label} 接着写下去会改变已有内容，没有写入", "在文件末尾加一个空行再试"
        )
    return _Change(path, source.label, before, after)


def _confirm(change: _Change) -> None:
    """Read the file back and compare; raises ``OSError`` if it is not what was written."""
    if read_bytes(change.path, change.label) != change.after:
        raise OSError("写入后读回的内容不一致")


def _undo(change: _Change) -> bool:
    """Put a file back as it was; False if that failed too."""
    try:
        if change.before is None:
            files.unlink(change.path)
        elif files.read(change.path) != change.before:
            replace_file(change.path, change.before)
    except OSError:
        return False
    return True
