"""LibreOffice, started once for all tests and for all processes of pytest-xdist."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

PATIENCE = 240
"""Seconds that a start or a conversion may take on a busy machine."""


class Office(NamedTuple):
    """A running LibreOffice; ``home`` is its profile, which leads every conversion to it."""

    program: str
    home: Path

    @property
    def command(self) -> list[str]:
        """The program with its profile, without a window."""
        profile = f"-env:UserInstallation={(self.home / 'profile').as_uri()}"
        return [self.program, profile, "--headless"]

    def convert(self, form: str, *files: Path) -> None:
        """Save files in another form, each beside itself."""
        folder = files[0].parent
        with FileLock(self.home / "conversion.lock"):
            subprocess.run(
                [*self.command, "--convert-to", form, "--outdir", folder, *files],
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )


def program() -> str | None:
    """The program that starts LibreOffice; None where there is none."""
    return shutil.which("soffice") if os.name == "posix" else None


@contextmanager
def running(found: str, home: Path) -> Iterator[Office]:
    """Share one LibreOffice among the processes with the same ``home``; the last one ends it."""
    office = Office(found, home)
    lock, users, group = FileLock(home / "users.lock"), home / "users", home / "group"
    with lock:
        if not users.exists():
            group.write_text(str(_start(office)))
        with users.open("a") as file:
            file.write("|")
    try:
        yield office
    finally:
        with lock:
            left = users.read_text()[1:]
            users.write_text(left)
            if not left:
                users.unlink()
                os.killpg(int(group.read_text()), signal.SIGTERM)


def _start(office: Office) -> int:
    """Start LibreOffice and return its process group once it answers.

    It goes on running because a document is open; without one it ends after a conversion.
    """
    kept = office.home / "kept.txt"
    kept.write_text("x")
    in_background = ["sh", "-c", '"$@" >/dev/null 2>&1 & echo $$', "sh", *office.command]
    group = subprocess.run(
        [*in_background, "--norestore", kept],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        check=True,
    )
    opened = kept.with_name(f".~lock.{kept.name}#")
    end = time.monotonic() + PATIENCE
    while not opened.exists():
        if time.monotonic() > end:
            raise TimeoutError(f"{office.program} did not start")
        time.sleep(0.05)
    return int(group.stdout)
