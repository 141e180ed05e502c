"""Run the console blocks of a document: each ``$`` line is run and its output put below it.

A document is one session in an empty folder, on 2017-10-31, at a terminal 80 cells wide. Lines
that begin with ``gkplan``, ``cd`` and ``echo $?`` are run here; any other goes to the
shell, so git is real. A comment ``<!-- $ COMMAND -->`` runs without being shown. A line ``…`` in
an output matches any lines; the shell knows this checkout as ``$REPO``, this Python as
``$PYTHON``.
"""

import io
import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from gkplan.cli import run
from gkplan.commands.context import Context

_BLOCK = re.compile(
    r"^```console\n(?P<shown>.*?)^```$|^<!-- \$ (?P<hidden>[^\n]*) -->$", re.MULTILINE | re.DOTALL
)
_ANY_LINES = "…"
_REPO = Path(__file__).parents[1]
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "区财政局" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "czj@example.com" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2017-10-31T09:00:00+0800" for who in ("AUTHOR", "COMMITTER")},
}


class Session:
    """A shell in a folder, as the reader of a document would use it."""

    def __init__(self, folder: Path) -> None:
        """Start in ``folder``."""
        self._cwd = folder
        self._code = 0

    def run(self, line: str) -> str:
        """Run one command line and return what the terminal would show."""
        words = shlex.split(line)
        if line == "echo $?":
            return f"{self._code}\n"
        if words[0] == "cd":
            self._cwd = (self._cwd / words[1]).resolve()
            return ""
        return self._gkplan(words[1:]) if words[0] == "gkplan" else self._shell(line)

    def _gkplan(self, args: list[str]) -> str:
        screen = io.StringIO()
        context = Context(
            cwd=self._cwd,
            env={},
            today=date(2017, 10, 31),
            out=screen,
            err=screen,
            width=80,
            terminal=True,
            color=False,
        )
        self._code = run(args, context)
        return "".join(f"{shown.rstrip()}\n" for shown in screen.getvalue().splitlines())

    def _shell(self, line: str) -> str:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self._cwd,
            env={
                "PATH": os.environ["PATH"],
                "LC_ALL": "C.UTF-8",
                "REPO": str(_REPO),
                "PYTHON": sys.executable,
                **_GIT,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
        )
        self._code = done.returncode
        return done.stdout


def with_outputs(text: str) -> str:
    """Return a document with the output of every console block as it is today."""
    with TemporaryDirectory() as folder:
        session = Session(Path(folder).resolve())

        def replay(block: re.Match[str]) -> str:
            if block["hidden"]:
                session.run(block["hidden"])
                return block[0]
            commands = re.split(r"^\$ ", block["shown"], flags=re.MULTILINE)[1:]
            return f"```console\n{''.join(_output(session, command) for command in commands)}```"

        return _BLOCK.sub(replay, text)


def _output(session: Session, command: str) -> str:
    """Run one command of a block; keep the written output if it matches."""
    line, _, written = command.partition("\n")
    output = session.run(line)
    if _ANY_LINES in written.splitlines():
        parts = re.split(rf"^{_ANY_LINES}\n", written, flags=re.MULTILINE)
        if re.fullmatch("(?:.*\n)*".join(map(re.escape, parts)), output):
            output = written
    return f"$ {line}\n{output}"
