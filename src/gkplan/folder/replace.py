"""Replacing files of a plan folder: a copy is read as a trial, then all are replaced or none."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gkplan.domain.errors import WriteRefusedError
from gkplan.folder import files
from gkplan.folder.load import Reading, load
from gkplan.folder.location import Folder
from gkplan.folder.new_folder import refusal
from gkplan.folder.source import UnreadableError, read_bytes
from gkplan.folder.temporary import temporary_folder
from gkplan.folder.transaction import Change, commit, sole_writer

Judge = Callable[[Reading], None]
"""Checks a folder as it would be read; raises ``WriteRefusedError`` to refuse it."""


class _Trial(Folder):
    """A copy of a plan folder; its files are named like those that they may replace."""

    __slots__ = ()

    def label(self, path: Path) -> str:
        """Return a file's name as if it were in the folder itself."""
        return self.shown + path.relative_to(self.root).as_posix()


def replace_files(folder: Folder, contents: Mapping[str, bytes], judge: Judge) -> None:
    """Replace files of a data folder; all others stay, the journals too.

    ``judge`` is given the folder as it would be. Raises ``WriteRefusedError``; every file is then
    as it was.
    """
    with sole_writer(folder):
        try:
            with tried(folder, contents) as reading:
                judge(reading)
            commit(folder, [_change(folder, name, contents[name]) for name in contents])
        except OSError as error:
            raise refusal(folder.data, error) from error
        except UnreadableError as error:
            named = f"{folder.data.as_posix()} 不能写入：{error.problem.position.file} {error}"
            raise WriteRefusedError(named, "检查路径和读权限") from error


@contextmanager
def tried(folder: Folder, contents: Mapping[str, bytes]) -> Iterator[Reading]:
    """Give the reading of a folder as it would be with other contents of some files.

    Raises ``OSError``, and ``UnreadableError`` for another file that cannot be read.
    """
    with temporary_folder() as copy:
        (copy / "progress").mkdir()
        for path in (*folder.data.glob("*.yaml"), *folder.progress.glob("*.yaml")):
            inner = path.relative_to(folder.data)
            replaced = inner.as_posix() in contents
            if path.is_file() and not replaced and not folder.astray(path):
                (copy / inner).write_bytes(read_bytes(folder, path))
        for name, data in contents.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(data)
        inside = folder.label(folder.data / "x").removesuffix("x")
        yield load(_Trial(copy, copy, inside))


def refuse_errors(reading: Reading) -> None:
    """Refuse a folder that would have errors; a judge by itself."""
    if errors := tuple(problem for problem in reading.problems if problem.is_error):
        raise WriteRefusedError(
            f"写入后会有{len(errors)}处错误，没有改动任何文件", "按所指之处改正，再试一次", errors
        )


def _change(folder: Folder, name: str, content: bytes) -> Change:
    """The change of one file; raises ``WriteRefusedError`` for one that must not be replaced."""
    path = folder.data / name
    if astray := folder.astray(path.parent):
        within = path.parent.as_posix()
        raise WriteRefusedError(f"{within} 指到{astray}，没有改动任何文件", "换成普通文件夹")
    if path.is_symlink():
        raise WriteRefusedError(f"{path.as_posix()} 是符号链接，没有改动任何文件", "换成普通文件")
    before = read_bytes(folder, path) if os.path.lexists(path) else None
    if content != before:
        files.require_writable(path)
    return Change(path, before, content)
