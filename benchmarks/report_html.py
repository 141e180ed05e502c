"""Measure how long the HTML report freezes in Chromium, with 106 and with 10,000 tasks.

A freeze is the longest task during which the page does not respond, when it is opened and when it
is filtered; Chromium reports those from 50 ms up, so 0 means less. Needs Chromium and the ``dev``
extra. With arguments, those HTML files are measured instead.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

from measure import REPO
from plans import write_plan
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
TASKS = """\
window.longest = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
}).observe({type: "longtask", buffered: true});
"""
SET = """\
([name, value]) => {
  const control = document.querySelector("#filter").elements[name];
  control.value = value;
  control.dispatchEvent(new Event("input", {bubbles: true}));
}"""
STEPS = {
    "filter by unit": ("unit", "区财政局"),
    "… and status": ("status", "todo"),
    "no status": ("status", ""),
    "all units": ("unit", ""),
    "search, the first time": ("q", "预算"),
    "search for more": ("q", "预算 公开"),
    "no search": ("q", ""),
    "sort by due date": ("sort", "due"),
    "sort by number": ("sort", ""),
}


def main() -> None:
    """Measure and print."""
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(which, NAMES))),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        pages = (Path(name) for name in given) if given else map(_page, (106, 10_000), [folder] * 2)
        for page in pages:
            _measure(browser.new_page(), page)
        browser.close()


def _page(tasks: int, folder: str) -> Path:
    """Write the report of a plan with that many tasks."""
    plan = Path(folder) / str(tasks)
    write_plan(plan, tasks)
    page = plan / "report.html"
    about = ("--format", "html", "--as-of", "2017-12-15", "--data", str(plan), "-o", str(page))
    subprocess.run([sys.executable, "-m", "gkplan", "report", *about], cwd=REPO, check=True)
    return page


def _measure(page: Page, file: Path) -> None:
    """Print the size of a file, and how long the page freezes at each step."""
    print(f"{file.name}, {file.stat().st_size / 1e6:.2f} MB")
    page.add_init_script(TASKS)
    page.goto(file.resolve().as_uri())
    _step(page, "open")
    for name, (control, value) in STEPS.items():
        page.evaluate("window.longest = 0")
        page.evaluate(SET, [control, value])
        page.wait_for_timeout(300)
        _step(page, name)
    for name in page.locator(".contents a").evaluate_all("all => all.map((one) => one.hash)"):
        page.evaluate("(hash) => { window.longest = 0; location.hash = hash; }", name)
        _step(page, f"go to {name}")
    page.close()


def _step(page: Page, name: str) -> None:
    page.wait_for_timeout(1000)
    print(f"{page.evaluate('window.longest'):7.0f} ms  {name}")


if __name__ == "__main__":
    main()
