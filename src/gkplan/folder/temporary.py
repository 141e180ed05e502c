"""Temporary folders for copies of a plan folder; those of killed processes are removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory


class TemporaryError(OSError):
    """The system's folder for temporary files cannot be used."""


_PREFIX = "gkplan-"
_DAY = 24 * 60 * 60


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for as long as the context lasts; raises ``TemporaryError`` if it cannot.

    Those that are a day older are removed with it: no process has worked in them for so long.
    """
    try:
        temporary = TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    except OSError as error:
        raise TemporaryError(error.errno, error.strerror) from error
    with temporary as made:
        folder = Path(made)
        _remove_older(folder)
        yield folder


def _remove_older(made: Path) -> None:
    """Remove folders of the same name; their age is taken from the file system's clock."""
    now = made.stat().st_mtime
    for other in made.parent.glob(f"{_PREFIX}????????"):
        with suppress(OSError):
            if now - other.lstat().st_mtime > _DAY:
                shutil.rmtree(other)
