"""PDF files, printed by programs that are installed: the page by a browser, Word by LibreOffice."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from gkplan.domain.errors import UsageError, reason_of

_BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("microsoft-edge", "msedge", "chrome"),
)
_OFFICES = ("soffice", "libreoffice")
_PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)")
_INSTALLED = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "LibreOffice/program/soffice.exe",
)
"""Where Windows keeps programs that are not on the path."""
_PATIENCE = 300
"""Seconds that printing may take."""


def page_pdf(page: bytes, env: Mapping[str, str]) -> bytes:
    """Print a page of HTML; raises ``UsageError`` where no browser is installed, or it fails."""
    browser = _program(_BROWSERS, env)
    if browser is None:
        raise UsageError(
            "没有找到浏览器（Chromium、Chrome 或 Edge），打印不了 PDF",
            "装一个，或者写成 .html，再用浏览器打印成 PDF",
        )
    with TemporaryDirectory(prefix="gkplan-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        (folder / "report.html").write_bytes(page)
        options = ["--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # without which it does not run for root
        command = [
            browser,
            *options,
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={folder / 'report.pdf'}",
            (folder / "report.html").as_uri(),
        ]
        return _printed(command, folder / "report.pdf", env)


def circular_pdf(document: bytes, env: Mapping[str, str]) -> bytes:
    """Print a Word document; raises ``UsageError`` where LibreOffice is missing, or it fails."""
    office = _program(_OFFICES, env)
    if office is None:
        raise UsageError(
            "没有找到 LibreOffice，打印不了通报的 PDF",
            "装一个，或者写成 .docx，再用 Word 或 WPS 输出为 PDF",
        )
    with TemporaryDirectory(prefix="gkplan-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        (folder / "circular.docx").write_bytes(document)
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            str(folder / "circular.docx"),
        ]
        return _printed(command, folder / "circular.pdf", env)


def _program(names: Sequence[str], env: Mapping[str, str]) -> str | None:
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


def _printed(command: Sequence[str], target: Path, env: Mapping[str, str]) -> bytes:
    """Run a program that writes a PDF, and return it; raises ``UsageError`` if there is none."""
    name = Path(command[0]).name
    try:
        subprocess.run(  # noqa: S603  (a program that the user installed, and files of our own)
            command, env=dict(env), check=True, capture_output=True, timeout=_PATIENCE
        )
        return target.read_bytes()
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"{name} 打印了 {_PATIENCE} 秒还没有完", _OTHERWISE) from error
    except subprocess.CalledProcessError as error:
        raise UsageError(
            f"{name} 没有打印成 PDF（退出码 {error.returncode}）", _OTHERWISE
        ) from error
    except OSError as error:
        raise UsageError(f"{name} 没有打印成 PDF：{reason_of(error)}", _OTHERWISE) from error


_OTHERWISE = "写成 .html 或 .docx，打开后再输出为 PDF"
