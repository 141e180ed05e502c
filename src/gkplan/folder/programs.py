"""Programs that people have installed: where they are, and running one that makes a file."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which

from gkplan.domain.errors import reason_of
from gkplan.folder.temporary import temporary_folder

_OFFICES = ("soffice", "libreoffice")
_PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)")
_INSTALLED = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "LibreOffice/program/soffice.exe",
)
"""Where Windows keeps programs that are not on the path."""
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "1",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""LibreOffice runs no macros, updates no links, and asks a proxy that does not exist."""


class ProgramFailedError(Exception):
    """A program did not make its file: which, and in Chinese why."""

    def __init__(self, program: str, why: str) -> None:
        """Keep both parts."""
        super().__init__(why)
        self.program, self.why = program, why


def find_program(names: Sequence[str], env: Mapping[str, str]) -> str | None:
    """Find a program on the path, or where Windows keeps it."""
    on_path = (which(name, path=env.get("PATH", "")) for name in names)
    folders = [env[name] for name in _PROGRAM_FOLDERS if name in env]
    kept = (
        str(Path(folder) / path)
        for folder in folders
        for path in _INSTALLED
        if Path(path).stem in names and (Path(folder) / path).is_file()
    )
    return next(filter(None, on_path), None) or next(kept, None)


def find_office(env: Mapping[str, str]) -> str | None:
    """Find LibreOffice."""
    return find_program(_OFFICES, env)


def convert(
    office: str, document: bytes, ending: str, form: str, env: Mapping[str, str], seconds: int
) -> bytes:
    """Let LibreOffice save a document in another form; raises ``ProgramFailedError``.

    ``ending`` is that of the document. The profile is new, so that no settings or extensions of a
    person's count and an office that is open is not disturbed.
    """
    with temporary_folder() as folder:
        (folder / f"document.{ending}").write_bytes(document)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        settings = profile / "user" / "registrymodifications.xcu"
        settings.write_text(_settings(), encoding="utf-8")
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--convert-to", form, "--outdir", str(folder / "out")),
            str(folder / f"document.{ending}"),
        ]
        return run_program(command, folder / "out" / f"document.{form}", env, seconds)


def _settings() -> str:
    """Return the settings of a profile, as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )


def run_program(
    command: Sequence[str], target: Path, env: Mapping[str, str], seconds: int
) -> bytes:
    """Run a program and return the file that it made; raises ``ProgramFailedError``."""
    name = Path(command[0]).name
    try:
        code = _run(command, env, seconds)
        if code:
            raise ProgramFailedError(name, f"退出码 {code}")
        return target.read_bytes()
    except subprocess.TimeoutExpired as error:
        raise ProgramFailedError(name, f"{seconds} 秒还没有完") from error
    except OSError as error:
        raise ProgramFailedError(name, reason_of(error)) from error


def _run(command: Sequence[str], env: Mapping[str, str], seconds: int) -> int:
    """Run a program and return its exit code; with whatever it started it ends in time."""
    process = subprocess.Popen(  # noqa: S603  (a program that the user installed, files of our own)
        command,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds)
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
