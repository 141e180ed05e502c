"""Temporary folders, such as for copies of a plan folder; those of killed processes are removed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from gkplan.folder import atomic


class TemporaryError(OSError):
    """The system's folder for temporary files cannot be used."""


_PREFIX = "gkplan-"
_USED = ".used"
"""A file that is locked (on Windows, open) for as long as a process works in a folder."""
_FILES = "files"
"""The folder inside that the process uses, which is made once it has locked that file."""
_DAY = 24 * 60 * 60


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for as long as the context lasts; raises ``TemporaryError`` if it cannot.

    Those whose process was killed are removed before.
    """
    try:
        temporary = TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    except OSError as error:
        raise TemporaryError(error.errno, error.strerror) from error
    with temporary as made, atomic.held(Path(made, _USED)):
        _remove_unused(Path(made))
        folder = Path(made, _FILES)
        folder.mkdir()
        yield folder


def _remove_unused(made: Path) -> None:
    """Remove folders of the same name in which no process works.

    Their file is made and locked in two steps; an empty one without it is left alone for a day, as
    the file system's clock counts it. One with files was removed before, and a browser that the
    killed process had started wrote there once more.
    """
    now = made.stat().st_mtime
    for other in made.parent.glob(f"{_PREFIX}????????"):
        with suppress(OSError):
            if other == made:
                continue
            if os.path.lexists(other / _USED):
                atomic.remove_if_unused(other / _USED)
            elif now - other.lstat().st_mtime <= _DAY and not (other / _FILES).exists():
                continue
            shutil.rmtree(other)
