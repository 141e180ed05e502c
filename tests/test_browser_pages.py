"""The HTML report of a large plan in a real browser: the entry page and the pages of its groups."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browsing import OVER, SHOWN, Open, browsing, choose
from conftest import REPO, Bench
from playwright.sync_api import Browser, Page, expect
from printed import has, texts

from gkplan.commands.reporting import ReportRequest, make

pytestmark = pytest.mark.no_cover
DAY = "2018-01-15"


@pytest.fixture(scope="session")
def example() -> Bench:
    """The example: 106 tasks with records, in 22 groups."""
    return Bench(REPO / "examples" / "nansha-2017")


@pytest.fixture(scope="session")
def entry(example: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The entry page of its report, in a folder with the pages of the groups."""
    path = tmp_path_factory.mktemp("大 方案") / "进展 报告#1.html"
    context = replace(example.context, out=io.StringIO(), err=io.StringIO(), as_of_text=DAY)
    make(context, ReportRequest("html", output=path, most_on_one_page=50))
    return path


@pytest.fixture
def browse(chromium: Browser, entry: Path) -> Iterator[Open]:
    """Open pages; no page may request anything but the report's own pages, or report an error."""
    with browsing(chromium) as (open_page, visits):

        def open_entry(fragment: str = "", file: Path = entry, **settings: Any) -> Page:
            return open_page(file, fragment, **settings)

        yield open_entry
    pages = {path.as_uri() for path in (entry, *pages_of(entry).glob("*.html"))}
    assert (visits.asked - pages, visits.messages) == (set(), [])


def pages_of(entry: Path) -> Path:
    """Return the folder of the pages of the groups."""
    return entry.with_name(f"{entry.stem}.files")


def data_of(bench: Bench, *args: str) -> dict[str, Any]:
    """Return the data of the example's report."""
    data: dict[str, Any] = json.loads(bench.ok("report", "--format", "json", "--as-of", DAY, *args))
    return data


def address(page: Page) -> tuple[str, str]:
    """Return the file and the fragment of the address, decoded."""
    return (
        str(page.evaluate("decodeURIComponent(location.pathname).split('/').at(-1)")),
        str(page.evaluate("decodeURIComponent(location.hash)")),
    )


def rows(page: Page, name: str) -> list[str]:
    """Return the ids of the tasks that a list shows."""
    found: list[str] = page.locator(
        f"section[aria-labelledby={name}] tbody tr:visible a.id"
    ).all_text_contents()
    return found


def count(page: Page, name: str) -> str:
    """Return the count beside a heading."""
    return page.locator(f"h2#{name} .number").text_content() or ""


def test_a_unit_has_its_own_figures_tasks_and_deadlines(example: Bench, browse: Open) -> None:
    """Each is that of ``report --unit``, also where the entry page has only a part of the list."""
    page = browse()
    assert page.locator("section.found").is_hidden()
    own = data_of(example, "--unit", "区发改局")
    choose(page, unit="区发改局")
    tasks = [task["id"] for group in own["groups"] for task in group["tasks"]]
    assert (sorted(rows(page, "found")), count(page, "found")) == (
        sorted(tasks),
        f"{len(tasks)} / 106",
    )
    duties = own["duties"]
    assert (
        page.locator(".brief .lead")
        .inner_text()
        .startswith(
            f"区发改局：办结率 {duties['rate']}%（{duties['completion']['part']}"
            f"/{duties['completion']['base']}），逾期 {duties['overdue']} 份"
        )
    )
    assert rows(page, "late") == [row["task"] for row in own["due"]["late"]]
    whole = len(data_of(example)["due"]["late"])
    assert count(page, "late") == f"{len(own['due']['late'])} / {whole}"
    by_group = {
        row.get_attribute("data-g"): row.locator(".num").first.text_content()
        for row in page.locator(".by-group tbody tr:visible").all()
    }
    assert by_group == {
        str(group["id"]): f"{len(group['tasks'])} / {len(every['tasks'])}"
        for group in own["groups"]
        for every in data_of(example)["groups"]
        if every["id"] == group["id"]
    }


def test_without_a_filter_the_page_is_as_it_was_written(browse: Open) -> None:
    page = browse()
    main = page.locator("main")
    before = main.text_content()
    choose(page, unit="区发改局", only="late", q="公开")
    assert main.text_content() != before
    page.get_by_role("button", name="清除").click()
    expect(page).not_to_have_url(re.compile("[#&]unit="))
    assert main.text_content() == before


def test_an_address_selects_the_tasks_that_the_single_page_selects(
    example: Bench, browse: Open, chromium: Browser, tmp_path: Path
) -> None:
    """Searching is in ids, names and units here, and in everything on a single page."""
    example.ok("report", "-o", str(tmp_path / "single.html"), "--as-of", DAY)
    single = chromium.new_page()
    for filtered in ("#only=late&unit=区财政局", "#status=blocked", "#group=3"):
        single.goto(f"{(tmp_path / 'single.html').as_uri()}{filtered}")
        page, every = browse(filtered), single.evaluate(SHOWN)
        assert (rows(page, "found"), count(page, "found")) == (every, f"{len(every)} / 106")
    for searched in ("#q=预算 公开", "#q=区国税"):
        single.goto(f"{(tmp_path / 'single.html').as_uri()}{searched}")
        found = rows(browse(searched), "found")
        assert found
        assert {*found} <= {*single.evaluate(SHOWN)}
    single.goto(f"{(tmp_path / 'single.html').as_uri()}#sort=due")
    assert rows(browse("#sort=due"), "found") == single.evaluate(SHOWN)[:50]
    single.close()


def test_links_open_the_pages_with_the_selection_and_lead_back(browse: Open) -> None:
    page = browse("#unit=区财政局&sort=due")
    page.locator(".by-group tbody a").first.click()
    assert address(page) == ("1.html", "#unit=区财政局")
    assert page.get_by_role("status").inner_text().startswith("筛选：区财政局。选出 ")
    choose(page, only="late")
    page.get_by_role("link", name="下一个").click()
    assert address(page) == ("2.html", "#unit=区财政局&only=late")
    page.get_by_role("link", name="上一个").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/1.html#"))
    page.get_by_role("link", name="全部工作任务").first.click()
    assert address(page) == ("进展 报告#1.html", "#unit=区财政局&only=late")
    page.locator("section.found a.id").first.click()
    name, fragment = address(page)
    target = page.evaluate("() => document.querySelector('.target').id")
    assert (fragment, name) == (
        f"#{target}&unit=区财政局&only=late",
        f"{target[2:].partition('.')[0]}.html",
    )


def test_an_address_of_a_task_or_a_group_leads_to_its_page(browse: Open) -> None:
    for fragment, name in (("#t-2.2", "2.html"), ("#g-4", "4.html"), ("#t-9.1&unit=x", "9.html")):
        page = browse(fragment)
        expect(page).to_have_url(re.compile(f"/{name}#"))
        assert address(page)[1].startswith(fragment.partition("&")[0])


def test_a_page_of_a_group_filtered_by_unit_is_that_part_of_the_units_report(
    example: Bench, entry: Path, browse: Open
) -> None:
    own = {
        group["id"]: [task["id"] for task in group["tasks"]]
        for group in data_of(example, "--unit", "区发改局")["groups"]
    }
    for group in (1, 2, 3):
        page = browse("#unit=区发改局", pages_of(entry) / f"{group}.html")
        assert page.evaluate(SHOWN) == own[group]


def test_without_scripts_every_list_and_task_can_be_reached(browse: Open) -> None:
    """The entry page shows the beginning of each list, and the number on each page."""
    page = browse(java_script_enabled=False)
    assert page.locator("#filter").is_hidden()
    assert page.locator("section.found").is_hidden()
    assert len(rows(page, "late")) == 30
    rest = page.locator("section[aria-labelledby=late] .rest")
    text = rest.text_content() or ""
    assert text.startswith("这里只列前 30 件，共 ")
    shares = dict(re.findall(r"([^、：]+?) (\d+)[、。]", text.partition("页面：")[2]))
    for link in rest.locator("a").all()[:3]:
        label = link.text_content()
        link.click()
        assert len(rows(page, "late")) == int(shares[label or ""])
        page.go_back()
    assert page.locator(".by-group tbody a").count() >= 22


def test_a_phone_does_not_scroll_sideways(entry: Path, browse: Open) -> None:
    for fragment in ("", "#unit=区发改局&sort=due"):
        for file in (entry, pages_of(entry) / "2.html"):
            page = browse(fragment, file, viewport={"width": 320, "height": 844})
            assert {*page.evaluate(OVER)} == {0}
            page.set_viewport_size({"width": 390, "height": 844})
            assert {*page.evaluate(OVER)} == {0}


@pytest.mark.parametrize(
    ("name", "fragment"), [("", "#unit=区发改局&sort=due"), ("", ""), ("2.html", "#unit=区发改局")]
)
def test_axe_finds_no_problem(entry: Path, browse: Open, name: str, fragment: str) -> None:
    page = browse(fragment, pages_of(entry) / name if name else entry)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    assert [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found
    ] == []


def test_on_paper_a_page_of_a_group_names_plan_group_and_day(
    entry: Path, browse: Open, tmp_path: Path
) -> None:
    page = browse("", pages_of(entry) / "2.html")
    page.pdf(path=tmp_path / "2.pdf", prefer_css_page_size=True)
    sheets = texts(tmp_path / "2.pdf")
    assert all(has(sheet, "二、推进减税", f"截至 {DAY}") for sheet in sheets)
    assert "下一个" not in "".join(sheets)
    ids = re.findall(r"^(2\.\d+) ", "\n".join(sheets).rpartition("台账 13 项")[2], re.MULTILINE)
    assert ids == [f"2.{number}" for number in range(1, 14)]
