"""Reading, replacing and removing files while other programs may hold them open.

Windows refuses what another program has open: a report in WPS, a workbook in Excel, any file in a
virus scanner. Most let go at once, so every operation is repeated for two seconds before it fails.
"""

import os
import stat
import sys
from collections.abc import Callable
from errno import EACCES
from functools import partial
from pathlib import Path
from time import sleep
from typing import TypeVar

from gkplan.domain.errors import HeldOpenError, ReadOnlyFileError, WriteRefusedError

_T = TypeVar("_T")
LARGEST = 128 << 20
"""Bytes of the largest file that is read; a plan of 100,000 tasks has 31 MB."""
_PAUSES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.25, 0.5, 0.5)
"""Seconds between the attempts, two in all."""
_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION = 5, 32, 33
"""Error codes of Windows; the first also means a real lack of permission."""


def patiently(act: Callable[[], _T], path: Path) -> _T:
    """Do something with the file ``path``; repeat it while another program holds the file open.

    Raises ``OSError``: ``HeldOpenError`` if the other program has not let go after two seconds.
    """
    for pause in (*_PAUSES, None):
        try:
            return act()
        except OSError as error:
            code = _windows_code(error, path)
            if code not in (_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION):
                raise
            if pause is None:
                raise _final(error, code, path) from error
            sleep(pause)
    raise AssertionError


def read(path: Path) -> bytes:
    """Read a regular file of at most ``LARGEST`` bytes, without waiting for anything else.

    Raises ``OSError``, also for a pipe, a device, a folder and a larger file.
    """
    return patiently(partial(_read_regular, path), path)


def _read_regular(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("不是普通文件")
        if status.st_size > LARGEST:
            raise OSError(f"超过 {LARGEST >> 20} MB")
        return file.read()


def read_start(path: Path, most: int) -> bytes:
    """Read at most so many bytes of a file of any kind; raises ``OSError``."""

    def read_them() -> bytes:
        with path.open("rb") as file:
            return file.read(most)

    return patiently(read_them, path)


def real(path: Path) -> Path:
    """Return the path that links lead to; a link in a circle leads to itself.

    ``Path.resolve`` raises ``RuntimeError`` for a circle before Python 3.13.
    """
    return Path(os.path.realpath(path))


def replace(source: Path, target: Path) -> None:
    """Rename a file, also over one that exists."""
    patiently(lambda: source.replace(target), target)


def unlink(path: Path) -> None:
    """Remove a file if it exists."""
    patiently(lambda: path.unlink(missing_ok=True), path)


def is_read_only(path: Path) -> bool:
    """Whether a file exists that is marked as read-only, or that this user must not write to."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) and not (mode & 0o222 and os.access(path, os.W_OK))


def require_writable(*paths: Path) -> None:
    """Refuse files that are read-only and files in a repository of git.

    Raises ``WriteRefusedError``. Renaming a new file over a read-only one would succeed on POSIX.
    """
    for path in paths:
        refuse_in_git(path)
        if is_read_only(path):
            raise WriteRefusedError(f"{path.as_posix()} 是只读的，没有写入", "恢复写权限")


def refuse_in_git(path: Path) -> None:
    """Refuse a file in a repository of git, also behind links; raises ``WriteRefusedError``."""
    if any(map(is_git, real(path).parts)):
        raise WriteRefusedError(
            f"{path.as_posix()} 在 .git 文件夹里，没有写入", ".git 是 git 自己的，换一个位置"
        )


def is_git(part: str) -> bool:
    """Whether a name is ``.git``, also where case, short names and dots at the end do not count."""
    return part.partition(":")[0].rstrip(" .").casefold() in (".git", "git~1")


def _windows_code(error: OSError, path: Path) -> int | None:
    """The error code of Windows; None on other systems.

    ``open`` and ``read`` report a file that is held open as EACCES, without that code.
    """
    code: int | None = getattr(error, "winerror", None)
    if code is None and os.name == "nt" and error.errno == EACCES and path.is_file():
        return _code_of_opening(path)
    return code


def _code_of_opening(path: Path) -> int:
    """The error code of opening a file; where that succeeds, a part of the file was locked."""
    if sys.platform != "win32":
        raise NotImplementedError
    import _winapi  # noqa: PLC0415  (on Windows only)

    shared, existing = 7, 3  # others may read, write and delete; the file must exist
    try:
        handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, shared, 0, existing, 0, 0)
    except OSError as error:
        return error.winerror or _DENIED
    _winapi.CloseHandle(handle)
    return _LOCK_VIOLATION


def _final(error: OSError, code: int, path: Path) -> OSError:
    """The error after the last attempt: what kept the file from being read or replaced."""
    if is_read_only(path):
        return ReadOnlyFileError(EACCES, "", str(path))
    # Replacing an open file is denied like replacing one without permission, which is rarer;
    # opening one is not, so there the code can be relied on.
    replacing = getattr(error, "winerror", None) is not None
    if code != _DENIED or (replacing and path.is_file()):
        return HeldOpenError(EACCES, "", str(path))
    return error
