"""Processes that read for us: PDF within bounds of time and memory, old formats by LibreOffice."""

import subprocess
from collections.abc import Mapping
from typing import NamedTuple

from gkplan.folder import child
from gkplan.folder.programs import ProgramFailedError, convert, find_office
from gkplan.importing.readers.foreign import COMPOUND
from gkplan.importing.readers.limits import MOST_BYTES, UnreadableError

PROCESSOR_TIME = 9
"""Seconds of processor time that a child may use, where the system can limit it (POSIX)."""
WAIT = 60
"""Seconds after which a child is ended, on every system."""
MEMORY = 575_000_000
"""Bytes of address space that a child may have, where the system can limit it: 500 MB in use."""
_SCRIPT = """\
from gkplan.folder.child import limit
limit("RLIMIT_AS", {memory}, for_good=True)
limit("RLIMIT_CPU", {seconds}, for_good=True)
from {module} import {name}
sys.stdout.buffer.write({name}(sys.stdin.buffer.read()))
"""


class ExhaustedError(Exception):
    """A child exceeded its limits, or ended without a result."""


def run_bounded(work: str, content: bytes) -> bytes:
    """Return what a function makes of bytes; raise ``ExhaustedError`` where it exceeds a limit.

    ``work`` is how a child can import it: ``module:name``, as entry points are written.
    """
    module, _, name = work.partition(":")
    script = _SCRIPT.format(memory=MEMORY, seconds=PROCESSOR_TIME, module=module, name=name)
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


_DIRECTORY = 20_000_000
"""Bytes from the beginning and from the end of a file among which its directory is sought."""
_PATIENCE = 120
"""Seconds that a conversion may take."""


class _Kind(NamedTuple):
    """Files that a stream is found in: the endings of such a file and of what is made of it."""

    stream: str
    ending: str
    form: str


_KINDS = (
    _Kind("WordDocument", "doc", "docx"),
    _Kind("Workbook", "xls", "xlsx"),
    _Kind("Book", "xls", "xlsx"),
)


def converted(content: bytes, env: Mapping[str, str]) -> bytes:
    """Return a file in a form that is read: converted, or as it is.

    Raises ``UnreadableError`` where LibreOffice, though it is installed, could not convert it.
    """
    kind = _kind(content)
    office = find_office(env) if kind else None
    if kind is None or office is None:
        return content
    try:
        return convert(office, content, kind.ending, kind.form, env, _PATIENCE)
    except ProgramFailedError as error:
        raise UnreadableError(
            f"LibreOffice 打不开它，没有转换成 .{kind.form}（{error.why}）",
            "用 Word、Excel 或 WPS 打开，去掉密码，文档另存为 .docx，表格另存为 .xlsx 再导入",
        ) from error


def _kind(content: bytes) -> _Kind | None:
    """Return what a compound file is by its streams; None for what is not converted."""
    if not content.startswith(COMPOUND) or len(content) > MOST_BYTES:
        return None
    searched = content[:_DIRECTORY] + content[-_DIRECTORY:]
    if "EncryptedPackage".encode("utf-16-le") in searched:
        return None
    named = (kind for kind in _KINDS if f"{kind.stream}\0".encode("utf-16-le") in searched)
    return next(named, None)
