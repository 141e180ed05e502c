"""One writer at a time: a lock file that is there only while somebody writes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gkplan.domain.errors import WriteRefusedError

PATIENCE = 60
"""Seconds to wait for another gkplan that is writing."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock ``file`` for as long as the context lasts, and remove it at the end.

    Raises ``WriteRefusedError`` if another gkplan keeps it, and ``OSError`` if it cannot be made.
    """
    if file.is_symlink():
        raise WriteRefusedError(f"{file.name} 是链接，没有写入", f"删去 {file.as_posix()}")
    from filelock import FileLock, Timeout  # noqa: PLC0415  (60 ms that only writers pay)

    lock = FileLock(file, timeout=PATIENCE)
    try:
        try:
            lock.acquire()
        except Timeout as error:
            message = f"另一个 gkplan 正在写入，等了 {PATIENCE} 秒"
            raise WriteRefusedError(message, "稍后再试") from error
        except KeyboardInterrupt:
            with suppress(Timeout, OSError):
                lock.acquire(timeout=0)  # the file may have been made already
            raise
        yield
    finally:
        if lock.is_locked:
            # Removed while still held: whoever waits notices the new file and locks that one.
            with suppress(OSError):
                file.unlink()
            lock.release()
