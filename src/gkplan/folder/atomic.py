"""Writing files completely or not at all."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import ENOTDIR
from functools import partial
from pathlib import Path
from typing import Self

from gkplan.domain.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.folder import files

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_NAMED = 40
"""Characters of a file's name that its temporary file's name begins with."""
_MARK = "[0-9a-f]" * 8
_HOLDER, _MEMBERS = "batch", "0000"
"""The name, and the end of the mark, of the file that is locked while a batch is used.

The marks of the batch's other files begin as its own does, and end with their numbers.
"""


def replace_file(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step, keeping an existing file's mode and owner.

    Raises ``OSError``; the file is then as it was.
    """
    with staged(path, data) as temporary:
        files.replace(temporary, path)
    sync_folder(path.parent)


@contextmanager
def staged(path: Path, data: bytes) -> Iterator[Path]:
    """Write ``data`` to a temporary file beside ``path``, with the mode and owner of ``path``.

    The context renames it; if it has not, the file is removed. Until then it is locked, so that
    ``remove_leftovers`` of another process leaves it alone. Raises ``OSError``.
    """
    temporary, handle = _new_locked(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if path.exists():
                _copy_rights(path, temporary)
            file.flush()
            os.fsync(handle)
            if fcntl is None:
                file.close()  # Windows renames no open file
            yield temporary
    finally:
        files.unlink(temporary)


class Replacements:
    """New contents of several files: all of them replace the files, or none does.

    Each is written to a temporary file beside its target. One more file per folder is locked while
    the batch is used, so that ``remove_leftovers`` of other processes leaves all of them alone: a
    lock for each would need too many open files.
    """

    def __init__(self) -> None:
        """Begin without files."""
        self._stack = ExitStack()
        self._marks: dict[Path, str] = {}
        self._temporary: list[Path] = []
        self._staged: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        """Return the batch itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the temporary files that are left, then the locks."""
        for path in self._temporary:
            files.unlink(path)
        self._stack.close()

    def add(self, path: Path, pieces: Iterable[bytes]) -> None:
        """Write the new content of ``path``, with its mode and owner; raises ``OSError``."""
        temporary = self._new(path)
        with temporary.open("xb") as file:
            file.writelines(pieces)
            if path.exists():
                _copy_rights(path, temporary)
            file.flush()
            os.fsync(file.fileno())
        self._staged[path] = temporary

    def commit(self) -> None:
        """Replace the files in the order in which they were added.

        Raises ``OSError``; the files are then as they were, as far as the system allows.
        """
        before: dict[Path, Path | None] = {}
        try:
            for path, temporary in self._staged.items():
                if len(before) + 1 < len(self._staged):  # if the last one fails, it is as it was
                    before[path] = self._saved(path)
                files.replace(temporary, path)
        except BaseException:
            for path, saved in before.items():
                _restore(path, saved)
            raise
        for parent in {path.parent for path in self._staged}:
            sync_folder(parent)

    def _saved(self, path: Path) -> Path | None:
        """Give the content of a file a second name; None without a file."""
        if not path.exists():
            return None
        saved = self._new(path)
        try:
            saved.hardlink_to(path)
        except OSError:  # a file system without links
            shutil.copy2(path, saved)
        return saved

    def _new(self, path: Path) -> Path:
        """Return the name of a temporary file beside ``path``."""
        if path.parent not in self._marks:
            remove_leftovers(path.parent)
            holder, handle = _new_locked(path.with_name(_HOLDER), _MEMBERS)
            self._stack.callback(files.unlink, holder)
            self._stack.callback(os.close, handle)
            self._marks[path.parent] = holder.name.removesuffix(f"{_MEMBERS}.tmp")[-4:]
        mark = f"{self._marks[path.parent]}{len(self._temporary) + 1:04x}"
        self._temporary.append(_temporary(path, mark))
        return self._temporary[-1]


def _restore(path: Path, saved: Path | None) -> None:
    """Give a file the content that was saved, as far as the system allows; None is no file."""
    with suppress(OSError):
        if saved is None:
            files.unlink(path)
        else:
            files.replace(saved, path)


def _temporary(path: Path, mark: str) -> Path:
    return path.with_name(f".{path.name[:_NAMED]}.gkplan-{mark}.tmp")


def _new_locked(path: Path, members: str = "") -> tuple[Path, int]:
    """Create a temporary file beside ``path`` and lock it; return it with its handle.

    Its mark ends with ``members``. Between the two steps another process may take it for a
    leftover: then the next one is tried.
    """
    while True:
        temporary = _temporary(path, os.urandom(4).hex()[len(members) :] + members)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            _lock(handle)
            if os.path.samestat(os.fstat(handle), temporary.stat()):
                return temporary, handle
        except (BlockingIOError, FileNotFoundError):
            pass
        except OSError:
            os.close(handle)
            files.unlink(temporary)
            raise
        os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of killed writers of any file of ``folder``."""
    for leftover in folder.glob(f".*.gkplan-{_MARK}.tmp"):
        batch = leftover.name[: -len(f"{_MEMBERS}.tmp")][-4:]
        holder = _temporary(folder / _HOLDER, batch + _MEMBERS)
        with suppress(OSError):
            if holder != leftover and os.path.lexists(holder):
                remove_if_unused(holder)
            remove_if_unused(leftover)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Make a file that says, by being locked, that this process is alive; raises ``OSError``."""
    fresh = path if fcntl is None else path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        _lock(handle)
        if fcntl is not None:
            fresh.replace(path)
        yield
    finally:
        os.close(handle)


def remove_if_unused(leftover: Path) -> None:
    """Remove a file of a killed process; raises ``OSError`` if the process is alive."""
    if fcntl is None:
        leftover.unlink()  # Windows removes no open file
        return
    handle = os.open(leftover, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _lock(handle)
        leftover.unlink()
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock an open file for this process; raises ``BlockingIOError`` if another has locked it."""
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def folders_made(*folders: Path) -> Iterator[None]:
    """Make folders with their parents; if the work in the context fails, they are removed."""
    wanted = {above for folder in folders for above in (folder, *folder.parents)}
    missing = [folder for folder in wanted if not folder.exists()]
    try:
        for folder in folders:
            make_folder(folder)
        yield
    except BaseException:
        for folder in sorted(missing, key=lambda path: len(path.parts), reverse=True):
            with suppress(OSError):
                folder.rmdir()
        raise


def _copy_rights(path: Path, temporary: Path) -> None:
    status = path.stat()
    temporary.chmod(status.st_mode & 0o7777)
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)


def sync_folder(folder: Path) -> None:
    """Make renamed files of a folder durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def encoded(text: str) -> bytes:
    """Return a text that a command makes as UTF-8, whatever names of files are quoted in it."""
    return text.encode("utf-8", "backslashreplace")


def write_output_bytes(path: Path, data: bytes) -> None:
    """Write a file that a command makes, making folders and following links.

    Raises ``WriteRefusedError`` if that fails, or if the file must not be replaced; the file is
    then as it was, and no folder was made.
    """
    with _refusing(path):
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe, which cannot be replaced
            return
        path = files.real(path)
        require_replaceable(path)
        with folders_made(path.parent):
            remove_leftovers(path.parent)
            replace_file(path, data)


@contextmanager
def outputs(folder: Path) -> Iterator[Callable[[str, Iterable[bytes]], None]]:
    """Yield a function that adds a file to what a command writes into a folder.

    All files replace earlier ones when the context ends, or none does. Whether they may be replaced
    is checked before. Raises ``WriteRefusedError``.
    """
    with ExitStack() as stack:
        with _refusing(folder):
            stack.enter_context(folders_made(folder))
        batch = stack.enter_context(Replacements())
        yield partial(_add_output, batch, folder)
        with _refusing(folder):
            batch.commit()


def _add_output(
    replacements: Replacements, folder: Path, name: str, pieces: Iterable[bytes]
) -> None:
    """Add a file of a folder, which may be a link, to what is replaced."""
    with _refusing(folder / name):
        path = files.real(folder / name)
        make_folder(path.parent)
        replacements.add(path, pieces)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into the refusal to write a file."""
    try:
        yield
    except OSError as error:
        raise WriteRefusedError(
            f"{path.as_posix()} 不能写入：{reason_of(error)}", remedy_of(error, "检查路径和写权限")
        ) from error


def require_replaceable(*paths: Path) -> None:
    """Refuse outputs that must not be written; several are checked before the first is written.

    Raises ``WriteRefusedError`` for a file of a plan, for a read-only one, and in ``.git``.
    """
    for path in map(files.real, paths):
        _require_no_source(path)
        files.require_writable(path)


def _require_no_source(path: Path) -> None:
    """Refuse a file that a plan is made of, or would be taken to be: records are only appended."""
    data = path.parent.parent if path.parent.name.lower() == "progress" else path.parent
    if path.suffix.lower() == ".yaml" and (data / "tasks.yaml").exists():
        raise WriteRefusedError(
            f"{path.as_posix()} 在方案的数据文件当中，没有写入", "用 -o 写到别的文件"
        )


def make_folder(folder: Path) -> None:
    """Make a folder with those above it; raises ``NotADirectoryError`` where a file is above it."""
    if any(above.is_file() for above in (folder, *folder.parents)):
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
