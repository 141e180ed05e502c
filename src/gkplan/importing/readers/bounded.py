"""Running a library that a hostile file could exhaust in a child process with limits."""

import subprocess
import sys
from typing import NamedTuple

PROCESSOR_TIME = 9
"""Seconds of processor time that a child may use, where the system can limit it (POSIX)."""
WAIT = 60
"""Seconds after which a child is ended, on every system."""
MEMORY = 600_000_000
"""Bytes of address space that a child may have, where the system can limit it."""
_SCRIPT = """\
import sys
sys.path[:] = {path!r}
from gkplan.importing.readers.bounded import limit
limit({memory}, {seconds})
from {module} import {name}
sys.stdout.buffer.write({name}(sys.stdin.buffer.read()))
"""


class Work(NamedTuple):
    """A function of bytes that returns bytes, by the names under which a child can import it."""

    module: str
    name: str


class ExhaustedError(Exception):
    """A child exceeded its limits, or ended without a result."""


def limit(memory: int, seconds: int) -> None:
    """Limit this process's address space and processor time, where the system can."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):  # a system that lists a limit and cannot set it
            continue


def run_bounded(work: Work, content: bytes) -> bytes:
    """Return what a function makes of bytes; raise ``ExhaustedError`` where it exceeds a limit."""
    script = _SCRIPT.format(
        path=sys.path, memory=MEMORY, seconds=PROCESSOR_TIME, module=work.module, name=work.name
    )
    try:
        done = subprocess.run(  # noqa: S603  (this Python, and a script of our own)
            [sys.executable, "-I", "-c", script],
            input=content,
            capture_output=True,
            check=True,
            timeout=WAIT,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ExhaustedError from error
    return done.stdout
