"""Running a library that a hostile file could exhaust in a child process with limits."""

import subprocess
from typing import NamedTuple

from gkplan.folder import child

PROCESSOR_TIME = 9
"""Seconds of processor time that a child may use, where the system can limit it (POSIX)."""
WAIT = 60
"""Seconds after which a child is ended, on every system."""
MEMORY = 600_000_000
"""Bytes of address space that a child may have, where the system can limit it."""
_SCRIPT = """\
from gkplan.folder.child import limit
limit("RLIMIT_AS", {memory}, for_good=True)
limit("RLIMIT_CPU", {seconds}, for_good=True)
from {module} import {name}
sys.stdout.buffer.write({name}(sys.stdin.buffer.read()))
"""


class Work(NamedTuple):
    """A function of bytes that returns bytes, by the names under which a child can import it."""

    module: str
    name: str


class ExhaustedError(Exception):
    """A child exceeded its limits, or ended without a result."""


def run_bounded(work: Work, content: bytes) -> bytes:
    """Return what a function makes of bytes; raise ``ExhaustedError`` where it exceeds a limit."""
    script = _SCRIPT.format(
        memory=MEMORY, seconds=PROCESSOR_TIME, module=work.module, name=work.name
    )
    try:
        done = subprocess.run(  # noqa: S603  (this Python, and a script of our own)
            child.command(script),
            input=content,
            capture_output=True,
            check=True,
            timeout=WAIT,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ExhaustedError from error
    return done.stdout
