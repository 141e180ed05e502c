"""The context of this process: what its clock, environment, folder and terminal are."""

import io
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from gkplan.commands.context import Context
from gkplan.domain.errors import UsageError, WriteRefusedError

_PIPE_WIDTH = 80


def process_context() -> Context:
    """Return the context of this process."""
    stdout = sys.stdout
    stderr = sys.stderr or io.StringIO()  # closed: messages reach nobody
    if stdout is None:
        raise WriteRefusedError("标准输出是关着的")
    requested = os.environ.get("PYTHONIOENCODING", "")
    for stream in (stdout, stderr):
        if hasattr(stream, "reconfigure"):
            _make_speak_chinese(stream, requested)
    capable = os.environ.get("TERM") != "dumb"
    terminal = capable and stdout.isatty()
    messages_shown = capable and stderr.isatty()
    escapes = not ((terminal or messages_shown) and _is_old_console())
    return Context(
        cwd=_working_folder(),
        env=os.environ,
        today=date.today(),  # noqa: DTZ011  (the reader's own day is meant)
        out=stdout,
        err=stderr,
        width=_width(stdout, escapes=escapes) if terminal else _PIPE_WIDTH,
        terminal=terminal,
        color=terminal and not os.environ.get("NO_COLOR"),
        message_width=_width(stderr, escapes=escapes) if messages_shown else 0,
        escapes=escapes,
        clock=date.today,
    )


def _make_speak_chinese(stream: Any, requested: str) -> None:
    """Write UTF-8 to files and pipes, and to terminals that cannot take Chinese otherwise.

    ``requested`` is the encoding and the error handler that PYTHONIOENCODING names, if any.
    """
    wanted, _, errors = requested.partition(":")
    encoding = stream.encoding if wanted or stream.isatty() else "utf-8"
    try:
        "分工方案".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        encoding = encoding if wanted else "utf-8"
    if errors in ("", "strict"):
        errors = "backslashreplace"
    stream.reconfigure(encoding=encoding, errors=errors, newline="\n")


def _is_old_console() -> bool:
    """Whether the terminal is a console of Windows that would print escape codes as they are."""
    if os.name != "nt":
        return False
    from rich.console import detect_legacy_windows  # noqa: PLC0415  (on Windows only)

    return detect_legacy_windows()


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("当前文件夹已不存在", "换一个文件夹再试") from None


def _width(stream: TextIO, *, escapes: bool) -> int:
    """The columns of a terminal; an old console breaks the line after the last one by itself."""
    requested = os.environ.get("COLUMNS", "")
    if re.fullmatch("[1-9][0-9]{0,3}", requested):
        return int(requested)
    try:
        columns = os.get_terminal_size(stream.fileno()).columns or _PIPE_WIDTH
    except OSError:
        return _PIPE_WIDTH
    return columns if escapes else max(columns - 1, 1)
