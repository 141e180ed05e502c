"""One writer at a time: a lock file that is there only while somebody writes.

The system itself releases the lock of a process that ends, in whatever way it does.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EDEADLK, ENOLCK, ENOSYS, EOPNOTSUPP
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from gkplan.domain.errors import WriteRefusedError
from gkplan.folder.files import patiently

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60
"""Seconds to wait for another gkplan that is writing."""
_PAUSE = 0.05
"""Seconds between two attempts."""
_BUSY = (EACCES, EAGAIN, EDEADLK)
"""What systems answer if another process has locked a file."""
_UNSUPPORTED = (ENOLCK, ENOSYS, EOPNOTSUPP)
"""What a file system without locks answers."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock ``file`` for as long as the context lasts, and remove it at the end.

    Raises ``WriteRefusedError`` if another gkplan keeps it, ``NotImplementedError`` on a file
    system without locks, and ``OSError`` if it cannot be made.
    """
    if file.is_symlink():
        raise WriteRefusedError(f"{file.name} 是链接，没有写入", f"删去 {file.as_posix()}")
    handle = None
    try:
        handle = _acquired(file)
        yield
    except KeyboardInterrupt:
        if handle is None:
            with suppress(OSError):
                handle = _attempt(file)  # the file may have been made already
        raise
    finally:
        if handle is not None:
            _release(file, handle)


def _acquired(file: Path) -> int:
    """Wait for the lock; return the handle of its file."""
    end = monotonic() + PATIENCE
    while (handle := _attempt(file)) is None:
        if monotonic() >= end:
            raise WriteRefusedError(f"另一个 gkplan 正在写入，等了 {PATIENCE} 秒", "稍后再试")
        sleep(_PAUSE)
    return handle


def _attempt(file: Path) -> int | None:
    """Make and lock the file; None if another process has locked it, or removed it meanwhile."""
    handle = None
    kept = False
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = patiently(partial(os.open, file, flags, 0o666), file)
        kept = _lock(handle) and (fcntl is None or _is_same(handle, file))
    except FileNotFoundError:
        pass
    finally:
        if handle is not None and not kept:
            os.close(handle)
    return handle if kept else None


def _is_same(handle: int, file: Path) -> bool:
    """Whether a file that is open is still the one of that name."""
    return os.path.samestat(os.fstat(handle), file.stat())


def _lock(handle: int) -> bool:
    """Lock an open file; False if another process has locked it."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt  # noqa: PLC0415  (only on Windows)

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            raise NotImplementedError from error
        if error.errno not in _BUSY:
            raise
        return False
    return True


def _release(file: Path, handle: int) -> None:
    """Remove the file while it is still held: whoever waits notices the new one and locks that."""
    with suppress(OSError):
        file.unlink()
    os.close(handle)
    if fcntl is None:  # Windows removes no open file
        with suppress(OSError):
            file.unlink()
