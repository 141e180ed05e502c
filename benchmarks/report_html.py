"""Measure the HTML report in Chromium: its size, how fast it opens, and how long it freezes.

The plans have 106, 1,001 and 10,000 tasks; of a report with pages per group, the entry page and the
first page are measured. A freeze is the longest task during which the page does not respond;
Chromium reports those from 50 ms up, so 0 means less. The second figure is the processor time of
the page's thread, which other programs affect less. Needs Chromium and the ``dev`` extra. With
arguments, those HTML files are measured instead.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

from measure import REPO
from plans import write_plan
from playwright.sync_api import CDPSession, Page, sync_playwright

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
        sizes = (106, 1_001, 10_000)
        pages = (
            map(Path, given) if given else (page for size in sizes for page in _pages(size, folder))
        )
        for page in pages:
            _measure(browser.new_page(viewport={"width": 1440, "height": 900}), page)
        browser.close()


def _pages(tasks: int, folder: str) -> list[Path]:
    """Write the report of a plan with that many tasks; return its page, and the first group's."""
    plan = Path(folder) / str(tasks)
    write_plan(plan, tasks)
    page = plan / f"{tasks}.html"
    about = ("--format", "html", "--as-of", "2017-12-15", "--data", str(plan), "-o", str(page))
    subprocess.run([sys.executable, "-m", "gkplan", "report", *about], cwd=REPO, check=True)
    return [page, *(page.with_suffix(".files")).glob("1.html")]


def _measure(page: Page, file: Path) -> None:
    """Print the size of a file, and how long the page freezes at each step."""
    print(f"{file.name}, {file.stat().st_size / 1e6:.2f} MB")
    page.add_init_script(TASKS)
    thread = page.context.new_cdp_session(page)
    thread.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.resolve().as_uri())
    page.wait_for_timeout(2000)
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    print(f"{loaded:7.0f} ms  until it is loaded")
    before = _step(page, thread, "open", 0.0)
    for name, (control, value) in STEPS.items():
        page.evaluate("window.longest = 0")
        page.evaluate(SET, [control, value])
        page.wait_for_timeout(300)
        before = _step(page, thread, name, before)
    for name in page.locator(".contents a").evaluate_all("all => all.map((one) => one.hash)"):
        page.evaluate("(hash) => { window.longest = 0; if (hash) location.hash = hash; }", name)
        before = _step(page, thread, f"go to {name}", before)
    page.close()


def _step(page: Page, thread: CDPSession, name: str, before: float) -> float:
    """Print the longest freeze and the processor time of a step; return the time so far."""
    page.wait_for_timeout(1000)
    metrics = thread.send("Performance.getMetrics")["metrics"]
    spent: float = next(1000 * one["value"] for one in metrics if one["name"] == "TaskDuration")
    print(f"{page.evaluate('window.longest'):7.0f} ms {spent - before:7.0f} ms  {name}")
    return spent


if __name__ == "__main__":
    main()
