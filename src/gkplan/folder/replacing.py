"""Putting files in the place of a plan folder's own: read as a trial first, then all or none."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from gkplan.errors import WriteRefusedError
from gkplan.folder import files
from gkplan.folder.append import sole_writer
from gkplan.folder.atomic import remove_leftovers, replace_file
from gkplan.folder.find import Folder
from gkplan.folder.load import Reading, load
from gkplan.folder.newfolder import folders_made, refusal
from gkplan.folder.temporary import temporary_folder

Judge = Callable[[Reading], None]
"""Looks at a folder as it would be read; raises ``WriteRefusedError`` for one it does not want."""


class _Trial(Folder):
    """A copy of a plan folder; its files bear the names of those that they may replace."""

    __slots__ = ()

    def label(self, path: Path) -> str:
        """Name a file as if it stood in the folder itself already."""
        return self.shown + path.relative_to(self.root).as_posix()


def replace_files(folder: Folder, contents: Mapping[str, bytes], judge: Judge) -> None:
    """Put files in the place of those of a folder of data; all others stay, the journals too.

    ``contents`` are in the order of their writing: a process that is killed leaves the first of
    them. ``judge`` sees the folder as it would be. Raises ``WriteRefusedError``; every file is
    then as it was.
    """
    with sole_writer(folder):
        try:
            with tried(folder, contents) as reading:
                judge(reading)
            _put(folder.data, contents)
        except OSError as error:
            raise refusal(folder.data, error) from error


@contextmanager
def tried(folder: Folder, contents: Mapping[str, bytes]) -> Iterator[Reading]:
    """Give the reading of a folder as it would be with other contents of some files."""
    with temporary_folder() as copy:
        (copy / "progress").mkdir()
        for path in (*folder.data.glob("*.yaml"), *folder.progress.glob("*.yaml")):
            if path.is_file():
                (copy / path.relative_to(folder.data)).write_bytes(files.read(path))
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


def _put(data: Path, contents: Mapping[str, bytes]) -> None:
    """Replace files one by one; if one cannot be, put the others back as they were."""
    before = {name: _bytes_of(data / name) for name in contents}
    changed = [name for name in contents if contents[name] != before[name]]
    files.require_writable(*(data / name for name in changed))
    done: list[str] = []
    with folders_made(*((data / name).parent for name in contents)):
        try:
            for name in changed:
                remove_leftovers(data / name)
                done.append(name)
                replace_file(data / name, contents[name])
        except BaseException:
            for name in reversed(done):
                with suppress(OSError):
                    _restore(data / name, before[name])
            raise


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        files.unlink(path)
    elif _bytes_of(path) != before:
        replace_file(path, before)


def _bytes_of(path: Path) -> bytes | None:
    if path.is_symlink():
        raise WriteRefusedError(f"{path.as_posix()} 是符号链接，没有改动任何文件", "换成普通文件")
    return files.read(path) if os.path.lexists(path) else None
