"""How this copy of gkplan was installed, and which command installs a library that is missing."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

_DISTRIBUTIONS = {
    "chinese_calendar": "chinesecalendar",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "jinja2": "Jinja2",
    "markdown_it": "markdown-it-py",
    "pdfminer": "pdfminer.six",
    "xlsxwriter": "XlsxWriter",
    "yaml": "PyYAML",
}
"""Modules whose package has another name."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The facts that decide how a library is installed for this copy of gkplan.

    ``checkout`` is the folder of an editable installation. ``manager`` is the program that made
    the environment and that installs into it, if it is not pip: ``pipx`` or ``uv``.
    """

    python: str = "python"
    checkout: Path | None = None
    manager: str = ""
    is_frozen: bool = False
    is_windows: bool = False

    def remedy(self, library: str, *, is_broken: bool = False) -> str:
        """Return what a person does to get ``library``, or to replace it where it is broken."""
        if self.is_frozen:
            return "这个程序是打包好的，加不了库：请重新下载，或改用 pip 安装的 gkplan"
        return f"运行 {self._quoted(self._command(library, is_broken=is_broken))}"

    def _command(self, library: str, *, is_broken: bool) -> list[str]:
        if self.manager == "pipx":
            return ["pipx", "inject", *(["--force"] if is_broken else []), "gkplan", library]
        pinned = self.checkout and self.checkout / "constraints.txt"
        again = ["--reinstall" if self.manager == "uv" else "--force-reinstall"]
        options = [*(again if is_broken else []), *(["-c", str(pinned)] if pinned else [])]
        if self.manager == "uv":
            return ["uv", "pip", "install", "--python", self.python, *options, library]
        return [self.python, "-m", "pip", "install", *options, library]

    def _quoted(self, command: list[str]) -> str:
        return subprocess.list2cmdline(command) if self.is_windows else shlex.join(command)


def this_installation() -> Installation:
    """Find out how the running copy was installed."""
    return Installation(
        python=sys.executable or "python",
        checkout=_checkout(),
        manager=manager_of(Path(sys.prefix)),
        is_frozen=bool(getattr(sys, "frozen", False)),
        is_windows=os.name == "nt",
    )


def manager_of(prefix: Path) -> str:
    """Return the program that manages an environment, recognised by the files it creates."""
    if (prefix / "pipx_metadata.json").is_file():
        return "pipx"
    config = prefix / "pyvenv.cfg"
    by_uv = config.is_file() and "\nuv = " in config.read_text(encoding="utf-8", errors="replace")
    has_pip = any(prefix.glob("[Ll]ib*/**/site-packages/pip"))
    return "uv" if by_uv and not has_pip else ""


def _checkout() -> Path | None:
    """Return the folder that an editable installation runs from, if it pins its libraries."""
    try:
        record = metadata.distribution("gkplan").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    folder = editable_folder(record or "{}")
    return folder if folder and (folder / "constraints.txt").is_file() else None


def editable_folder(record: str) -> Path | None:
    """Return the folder that an installer's ``direct_url.json`` names, if it is editable."""
    origin = json.loads(record)
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(origin["url"]).path))


def missing_library(error: ImportError) -> str | None:
    """Name the package that could not be imported; None where it is a module of gkplan's own."""
    module = (error.name or "").partition(".")[0]
    if not module or module == "gkplan":
        return None
    return _DISTRIBUTIONS.get(module, module)


def library_problem(error: ImportError, installation: Installation) -> tuple[str, str] | None:
    """Return what is wrong with a library and what to do; None where it is a bug of gkplan."""
    library = missing_library(error)
    if library is None:
        return None
    is_broken = not isinstance(error, ModuleNotFoundError)
    message = f"要用的 {library} " + ("装坏了，打不开" if is_broken else "没有安装")
    return message, installation.remedy(library, is_broken=is_broken)
