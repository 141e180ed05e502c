"""PDF files, printed by programs that are installed: the page by a browser, Word by LibreOffice."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gkplan.domain.errors import UsageError
from gkplan.folder.programs import (
    ProgramFailedError,
    convert,
    find_office,
    find_program,
    run_program,
)
from gkplan.folder.temporary import temporary_folder

_BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("microsoft-edge", "msedge", "chrome"),
)
_PATIENCE = 300
"""Seconds that printing may take."""


def page_pdf(page: bytes, env: Mapping[str, str]) -> bytes:
    """Print a page of HTML; raises ``UsageError`` where no browser is installed, or it fails."""
    browser = find_program(_BROWSERS, env)
    if browser is None:
        raise UsageError(
            "没有找到浏览器（Chromium、Chrome 或 Edge），打印不了 PDF",
            "装一个，或者写成 .html，再用浏览器打印成 PDF",
        )
    with temporary_folder() as folder:
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
        with _explained():
            return _complete(run_program(command, folder / "report.pdf", env, _PATIENCE), browser)


def circular_pdf(document: bytes, env: Mapping[str, str]) -> bytes:
    """Print a Word document; raises ``UsageError`` where LibreOffice is missing, or it fails."""
    office = find_office(env)
    if office is None:
        raise UsageError(
            "没有找到 LibreOffice，打印不了通报的 PDF",
            "装一个，或者写成 .docx，再用 Word 或 WPS 输出为 PDF",
        )
    with _explained():
        return _complete(convert(office, document, "docx", "pdf", env, _PATIENCE), office)


def _complete(content: bytes, program: str) -> bytes:
    """Return a PDF that ends as one does (ISO 32000-1, 7.5.5).

    A browser reports no failure where the disk is full; raises ``ProgramFailedError``.
    """
    if not content.rstrip().endswith(b"%%EOF"):
        raise ProgramFailedError(Path(program).name, "写出的文件不完整，磁盘可能满了")
    return content


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the failure of a program into an error with a remedy."""
    try:
        yield
    except ProgramFailedError as error:
        raise UsageError(
            f"{error.program} 没有打印成 PDF：{error.why}",
            "写成 .html 或 .docx，打开后再输出为 PDF",
        ) from error
