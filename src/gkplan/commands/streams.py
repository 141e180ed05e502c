"""Writing to the streams of a command: what a reader that has gone away and a full disk mean."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EINVAL
from typing import TextIO

from gkplan.domain.errors import ReaderLeftError, WriteRefusedError, reason_of
from gkplan.views.table import visible


@contextmanager
def writing_out(stream: TextIO) -> Iterator[None]:
    """Raise ``ReaderLeftError`` where the reader has gone away, else ``WriteRefusedError``."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderLeftError from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == EINVAL and _is_pipe(stream):
            raise ReaderLeftError from error  # as Windows reports it
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise WriteRefusedError(f"输出写不出去：{reason}", "检查输出的去处") from error


def write_message(stream: TextIO, text: str) -> None:
    """Write a message for a person; where nobody can read it, the command goes on without."""
    with suppress(OSError, ValueError):
        stream.write("".join(f"{visible(line)}\n" for line in text.split("\n")))


def _is_pipe(stream: TextIO) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False
