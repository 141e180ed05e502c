"""The HTML report in a real browser: whole, within a phone's width, and printable."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from conftest import Bench

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium's own windows are never narrower than 500 pixels; a frame is as narrow as it is told.
PHONE = """\
<iframe style="width: 390px; height: 844px; border: 0" srcdoc="{page}"></iframe>
<script>
onload = () => {{
  const view = frames[0], page = view.document.documentElement;
  document.title = `${{view.innerWidth}} wide, ${{page.scrollWidth - page.clientWidth}} over`;
}};
</script>
"""

Browse = Callable[..., bytes]


@pytest.fixture
def browse(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    """Open a file in headless Chromium, which must be there in CI and may lack elsewhere."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        reason = f"no browser on this machine: none of {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"

    def open_in_chromium(page: Path, *options: str) -> bytes:
        command = [chromium, *QUIET, profile, *options, page.as_uri()]
        return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout

    return open_in_chromium


@pytest.fixture
def report(starter: Bench) -> Path:
    """The report of the plan that ships, with a record whose address has no place to break."""
    address = f"https://www.gzns.gov.cn/{'a' * 200}"
    starter.ok("mark", "1.3", "done", "--period", "2017-08", "--evidence", address)
    starter.ok("report", "--format", "html", "-o", "report.html")
    return starter.root / "report.html"


def test_browser_shows_every_task(report: Path, browse: Browse) -> None:
    """All 106 tasks stand in the document that the browser makes of the file."""
    shown = browse(report, "--dump-dom").decode()
    rows = re.findall(r'<tbody id="t-([\d.]+)"', shown)
    assert (rows[0], rows[-1], len(rows)) == ("1.1", "22.2", 106)


def test_phone_does_not_scroll_sideways(report: Path, browse: Browse, tmp_path: Path) -> None:
    """At 390 pixels nothing is wider than the window."""
    phone = tmp_path / "phone.html"
    phone.write_text(PHONE.format(page=escape(report.read_text(encoding="utf-8"))), "utf-8")
    shown = browse(phone, "--dump-dom").decode()
    assert re.findall("<title>(.*?)</title>", shown)[0] == "390 wide, 0 over"


def test_printing_gives_pages_of_a4(report: Path, browse: Browse, tmp_path: Path) -> None:
    """Printed, the report fills more than ten pages of A4, none of another size."""
    pdf = tmp_path / "report.pdf"
    browse(report, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes())
    assert {(round(float(width)), round(float(height))) for width, height in sheets} == {(595, 842)}
    assert len(sheets) > 10
