"""The HTML report in a real browser: it filters, prints, fits a phone and loads nothing else."""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browsing import OVER, SHOWN, Open, browsing, choose
from conftest import REPO, Bench
from markupsafe import escape
from playwright.sync_api import Browser, Page, expect
from printed import A4, has, sizes, texts

from gkplan.folder.location import find_folder
from gkplan.report.render import Templates

pytestmark = pytest.mark.no_cover
HEAD = "南沙区贯彻落实国务院办公厅省政府办公厅市政府办公厅2017年政务公开工作要点分工方案"


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Open]:
    """Open files; a page must never request another file or report an error."""
    opened = set()
    with browsing(chromium) as (open_page, visits):

        def open_file(file: Path, fragment: str = "", **settings: Any) -> Page:
            opened.add(file.as_uri())
            return open_page(file, fragment, **settings)

        yield open_file
    assert visits == (opened, [])


def report(bench: Bench, *args: str) -> Path:
    """Write the report of a folder, and return its file."""
    bench.ok("report", "--format", "html", "-o", "report.html", *args)
    return bench.root / "report.html"


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan four days into November, with the journals of three units and a return."""
    journal = [
        ("2017-08", "done", "2017-09-12", "\n  evidence: [https://example.cn/8, 证明.pdf]"),
        ("2017-09", "blocked", "2017-10-20", "\n  problem: 系统故障。\n  next: 更换设备。"),
        *(("2017-10", "doing", f"2017-11-0{day}", f"\n  note: 第{day}天。") for day in (1, 2, 3)),
    ]
    small.write(
        "data/progress/甲局.yaml",
        "".join(
            f'- task: "1.2"\n  period: {period}\n  status: {status}\n  date: {day}{more}\n'
            for period, status, day, more in journal
        ),
    )
    small.write("data/progress/丁镇.yaml", '- task: "2.1"\n  status: done\n  date: 2017-10-25\n')
    small.write("data/progress/丙委.yaml", '- task: "2.1"\n  status: done\n  date: 2017-10-26\n')
    small.ok("review", "2.1", "退回", "--unit", "丙委", "--note", "请补佐证。")
    return small


@pytest.fixture
def page(recorded: Bench, browse: Open) -> Page:
    """The report of that plan."""
    return browse(report(recorded, "--as-of", "2017-11-04"))


def shown(page: Page) -> str:
    """Return the ids of the tasks that the ledger shows, in its order."""
    return " ".join(page.evaluate(SHOWN))


def address(page: Page) -> str:
    """Return the fragment of the address, decoded."""
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def count(page: Page, name: str) -> str:
    """Return the count beside a heading."""
    return page.locator(f"h2#{name} .count").inner_text()


ADDRESSES = {
    "#unit=甲局": "1.1 1.2 2.1 2.3",
    "#unit=丁镇": "2.1",
    "#unit=乙局": "1.1 2.1 2.2 2.3",
    "#unit=乙局&only=missing": "2.1",
    "#unit=乙局&status=doing": "",
    "#unit=丙委&only=returned": "2.1",
    "#unit=丙委&status=doing": "2.1",
    "#unit=丁镇&status=done": "2.1",
    "#only=done-late": "",
    "#status=blocked": "1.2",
    "#status=todo&group=2": "2.3",
    "#group=1": "1.1 1.2",
    "#ledger&only=late": "1.2",
    "#only=returned": "2.1",
    "#only=unproved": "2.1",
    "#only=below": "",
    "#q=1.2": "1.2",
    "#q=系统 按月": "1.2",
    "#q=证明.PDF": "1.2",
    "#q=按月 答复": "",
    "#unit=没有的局&status=x&nothing=1&&=": "1.1 1.2 2.1 2.2 2.3",
    "#%E0%A4%A": "1.1 1.2 2.1 2.2 2.3",
    "#sort=due": "1.2 1.1 2.1 2.2 2.3",
    "#sort=last": "1.2 2.1 1.1 2.2 2.3",
    "#sort=stale": "1.1 2.2 2.3 2.1 1.2",
    "#sort=status": "1.2 1.1 2.3 2.2 2.1",
    "#sort=due&group=2": "2.1 2.2 2.3",
}


def test_an_address_filters_and_sorts(page: Page) -> None:
    found = {}
    for fragment in ADDRESSES:
        page.evaluate("(hash) => { location.hash = hash; }", fragment)
        page.wait_for_timeout(50)
        found[fragment] = shown(page)
    assert found == ADDRESSES


def test_counts_lists_and_address_follow_the_filter(page: Page) -> None:
    """A filter narrows ledger and lists; its address restores it."""
    messages = page.get_by_role("status")
    assert messages.inner_text() == (
        "全部 5 项：正在推进 1，受阻 1，条件未具备 1，未启动 2；逾期 1。"
    )
    choose(page, unit="丙委", q="落实")
    for _ in range(2):
        assert address(page) == "#q=落实&unit=丙委"
        assert shown(page) == "2.1"
        assert messages.inner_text() == (
            "筛选：含“落实”，丙委。选出 1 / 5 项：正在推进 1；逾期 0（数字是该单位自己的）"
            "；没有符合的 6 个部分已收起。"
        )
        assert page.locator("[id='t-2.1'] .share").inner_text() == "丙委：正在推进"
        assert [count(page, name) for name in ("ledger", "late", "returned", "unproved")] == [
            "1 / 5 项",
            "0 / 1 件",
            "1 / 1 件",
            "0 / 1 件",
        ]
        assert page.locator(".by-unit tbody tr:visible").all_inner_texts()[0].split()[1] == "丙委"
        page.reload()
    page.get_by_role("button", name="清除").click()
    expect(page).not_to_have_url(re.compile("[#&]unit="))
    assert (shown(page), count(page, "ledger"), count(page, "late")) == (
        "1.1 1.2 2.1 2.2 2.3",
        "5 项",
        "1 件",
    )


def test_with_a_unit_its_own_shares_are_counted_and_what_it_supports_apart(page: Page) -> None:
    choose(page, unit="乙局")
    assert page.get_by_role("status").inner_text() == (
        "筛选：乙局。选出 4 / 5 项：条件未具备 1，未启动 2；逾期 0；只作配合 1"
        "（数字是该单位自己的）；没有符合的 7 个部分已收起。"
    )
    assert page.locator(".share").all_inner_texts() == [
        "乙局：配合",
        "乙局：未启动",
        "乙局：未启动",
    ]
    choose(page, unit="")
    assert page.locator(".share").count() == 0


def test_key_figures_and_units_lead_to_their_tasks(page: Page) -> None:
    page.locator("#n-overdue a").click()
    assert (address(page), shown(page)) == ("#ledger&only=late", "1.2")
    page.get_by_role("button", name="清除").click()
    page.locator(".legend a", has_text="受阻").click()
    assert (address(page), shown(page)) == ("#ledger&status=blocked", "1.2")
    page.locator("[id='u-乙局'] a").click()
    assert (address(page), shown(page)) == ("#brief&unit=乙局", "1.1 2.1 2.2 2.3")
    page.go_back()
    assert (address(page), shown(page)) == ("#ledger&status=blocked", "1.2")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example."""
    path = tmp_path_factory.mktemp("example") / "report.html"
    Bench(REPO / "examples" / "nansha-2017").ok("report", "-o", str(path))
    return path


def test_the_report_of_the_example_is_small(example: Path) -> None:
    """With records and reviews, too; that of the plan that ships is smaller."""
    assert len(example.read_bytes()) < 400_000


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_screen_says_how_far_it_is_and_who_is_late(
    example: Path, browse: Open, width: int, height: int
) -> None:
    page = browse(example, viewport={"width": width, "height": height})
    above = page.evaluate(
        """(height) => [...document.querySelectorAll(
          '.brief .lead, .brief .figures dd, .brief h3, .brief li, .changed dt')]
          .filter((one) => one.getBoundingClientRect().bottom <= height)
          .map((one) => one.innerText.replace(/\\s+/g, " "))""",
        height,
    )
    assert above[0].startswith(
        "截至 2017-10-31，办结率 26.7%（140/525），比 2017-09-30 提高 14.8 个百分点；最慢的是"
    )
    seen = " ".join(above)
    assert "26.7%" in above
    assert "区国土资源和规划局 17.1 " in seen
    if width > height:
        for title in ("逾期", "受阻", "退回未重报", "从未填报", "等待条件", "30 天内到期"):
            assert f" {title}" in seen
        assert "最多的是 2017-12-31：271 份，占 94%" in seen
        assert "新办结 80 份，不涉及 22 份" in seen


def test_every_point_of_the_opening_leads_to_its_part(example: Path, browse: Open) -> None:
    page = browse(example)
    found = page.locator(".attention h3 a").evaluate_all(
        "(links) => links.map((link) => Boolean(document.querySelector(link.hash)))"
    )
    assert found == [True] * 6


def test_with_a_unit_the_opening_is_its_own(example: Path, browse: Open) -> None:
    """Its figures are those of ``report --unit``, and what concerns others is folded away."""
    page = browse(example)
    choose(page, unit="区发改局")
    bench = Bench(REPO / "examples" / "nansha-2017")
    duties = json.loads(bench.ok("report", "--format", "json", "--unit", "区发改局"))["duties"]
    done = duties["verification"]
    assert page.locator(".brief .lead").inner_text() == (
        f"区发改局：办结率 {duties['rate']}%（{duties['done']}/{duties['completion']['base']}），"
        f"逾期 {duties['overdue']} 份，已办未核实 {done['base'] - done['part']} 份。"
    )
    assert set(page.locator(".attention li:visible b").all_inner_texts()) == {"区发改局"}
    assert not page.locator("#totals").is_visible()
    assert not page.locator("#trend").is_visible()
    choose(page, unit="")
    assert page.locator(".brief .lead").inner_text().startswith("截至 2017-10-31，办结率 26.7%")
    assert page.locator("#totals").is_visible()


BARS = """\
() => [...document.querySelectorAll(".compare li")].filter((row) => row.checkVisibility())
  .map((row) => [row.firstChild.textContent, row.querySelector(".num").textContent,
                 row.querySelector("svg").getAttribute("aria-label")])"""


def test_the_opening_shows_what_concerns_the_unit_that_was_chosen(
    starter: Bench, browse: Open
) -> None:
    """Also where the unit is not among the first of a list; others' numbers are gone."""
    page = browse(report(starter, "--as-of", "2018-06-01"))
    assert "区审计局" not in page.locator(".attention li:visible b").all_inner_texts()
    rest = page.locator(".attention li.more:visible")
    assert rest.first.inner_text() == "等 33 个单位"
    choose(page, unit="区审计局")
    assert page.locator(".attention li:visible b").all_inner_texts() == ["区审计局"]
    assert page.locator(".point:visible h3 .number").all_inner_texts() == ["1", "1"]
    assert rest.count() == 0
    entries = page.locator(".contents li:visible").all_inner_texts()
    assert "总体情况" not in entries
    assert "工作任务" not in entries
    assert f"台账 {shown(page).count(' ') + 1}" in entries
    choose(page, unit="")
    assert rest.first.inner_text() == "等 33 个单位"
    assert page.locator(".contents li[hidden]").count() == 0


def test_a_page_of_several_units_compares_them(browse: Open, tmp_path: Path) -> None:
    both = ("--unit", "区发改局", "--unit", "区网信办")
    Bench(REPO / "examples" / "nansha-2017").ok("report", "-o", str(tmp_path / "x.html"), *both)
    page = browse(tmp_path / "x.html")
    names = [name for name, *_ in page.evaluate(BARS)]
    assert names == ["区网信办", "区发改局"]
    page.locator(".order select").select_option("-1")
    assert [name for name, *_ in page.evaluate(BARS)] == names[::-1]


def test_a_record_says_whether_it_was_in_time_and_verified(recorded: Bench, browse: Open) -> None:
    recorded.ok("review", "1.2", "accept", "--period", "2017-08", "--date", "2017-10-30")
    page = browse(report(recorded, "--as-of", "2017-11-04"))
    marks = page.locator(".record").evaluate_all(
        """(rows) => Object.fromEntries(rows.map((row) => [
          row.querySelector("td:nth-child(2)").innerText.split("\\n")[0]
            + " " + row.querySelector("td:nth-child(3)").innerText.slice(0, 10),
          [...row.querySelectorAll("i")].map((mark) => mark.innerText)]))"""
    )
    assert marks["丁镇 2017-10-25"] == ["按期办结", "待核查"]
    assert marks["丙委 2017-10-26"] == ["已退回 10-31：请补佐证。"]
    assert marks["甲局 2017-08 2017-09-12"] == ["按期办结", "已核实 10-30"]
    assert marks["甲局 2017-09 2017-10-20"] == []


def test_units_are_compared_the_slowest_first_and_in_other_orders(
    example: Path, browse: Open
) -> None:
    """Every bar's parts add up to what the unit owes, and their widths to the whole bar."""
    page = browse(example)
    bench = Bench(REPO / "examples" / "nansha-2017")
    units = json.loads(bench.ok("report", "--format", "json"))["units"]
    owed = {unit["unit"]: unit["duties"] for unit in units if unit["duties"]["rate"] is not None}
    bars = page.evaluate(BARS)
    rates = [owed[name]["rate"] for name, *_ in bars]
    assert (len(bars), rates) == (len(owed), sorted(rates))
    for name, _, label in bars:
        parts = [int(number) for number in re.findall(r"\d+", label)]
        assert sum(parts[:5]) == owed[name]["owed"]
        assert parts[1:3] == [owed[name]["late_done"], owed[name]["waived"]]
        assert parts[4:] == [owed[name]["overdue"], owed[name]["verification"]["part"]]
    widths = page.locator(".compare svg").evaluate_all(
        """(bars) => bars.map((bar) => [...bar.querySelectorAll("rect:not(.verified)")]
          .reduce((sum, part) => sum + Number(part.getAttribute("width")), 0))"""
    )
    assert all(abs(width - 200) < 0.3 for width in widths)
    for choice, figure in (("3", "overdue"), ("5", "open"), ("-1", "rate")):
        page.locator(".order select").select_option(choice)
        figures = [owed[name][figure] for name, *_ in page.evaluate(BARS)]
        assert figures == sorted(figures, reverse=True)
    settled = page.locator(".compare .settled").first
    assert settled.get_attribute("x") == "0"
    choose(page, unit="区审计局")
    assert [name for name, *_ in page.evaluate(BARS)] == ["区审计局"]


def test_heads_of_tables_stay_below_the_filter(example: Path, browse: Open) -> None:
    page = browse(example)
    below = """\
    (id) => new Promise((done) => {
      const row = document.getElementById(id);
      scrollTo(0, row.getBoundingClientRect().top + scrollY - 300);
      requestAnimationFrame(() => requestAnimationFrame(() => done(
        row.closest("table").querySelector("thead th").getBoundingClientRect().top
        - document.querySelector("#filter").getBoundingClientRect().bottom)));
    })"""
    for id_ in ("u-龙穴街", "t-2.9"):
        assert -3 <= page.evaluate(below, id_) <= 0


def test_doubts_are_folded_on_screen_and_open_on_paper(
    recorded: Bench, browse: Open, tmp_path: Path
) -> None:
    """Also without JavaScript: the head of their table is printed."""
    text = recorded.read("data/tasks.yaml")
    recorded.write(
        "data/tasks.yaml", text.replace('id: "1.1"\n', 'id: "1.1"\n    doubts: [频次未写明]\n')
    )
    file = report(recorded)
    for script in (True, False):
        page = browse(file, java_script_enabled=script)
        assert page.locator("details table").is_hidden()
        assert page.locator("details table").count() == 1
        page.pdf(path=tmp_path / "x.pdf", prefer_css_page_size=True)
        assert has("".join(texts(tmp_path / "x.pdf")), "具体事项 疑点")


def test_every_task_and_unit_has_an_anchor(page: Page) -> None:
    """An anchor is shown and marked, beside a filter too; one that is filtered away clears it."""
    marked = "() => document.querySelector('.target')?.id"
    for fragment in ("#t-2.2", "#u-丁镇", "#t-2.2&group=2"):
        page.goto(f"{page.url.partition('#')[0]}{fragment}")
        assert page.evaluate(marked) == fragment[1:].partition("&")[0]
        assert page.locator(".target").first.evaluate(
            "one => one.getBoundingClientRect().top < 900"
        )
    assert shown(page) == "2.1 2.2 2.3"
    page.locator(".ledger a.id", has_text="2.3").click()
    assert (address(page), shown(page)) == ("#t-2.3&group=2", "2.1 2.2 2.3")
    page.goto(f"{page.url.partition('#')[0]}#t-1.1&group=2")
    assert (page.evaluate(marked), shown(page)) == ("t-1.1", "1.1 1.2 2.1 2.2 2.3")


def test_long_journals_fold_and_unfold_by_keyboard(page: Page) -> None:
    """Of five records three are shown with a button; a search and a printed page show all."""
    records = page.locator("[id='t-1.2'] tr.record:visible")
    button = page.get_by_role("button", name="其余 2 条记录")
    assert (records.count(), button.get_attribute("aria-expanded")) == (3, "false")
    button.focus()
    page.keyboard.press("Enter")
    assert (records.count(), page.locator(":focus").inner_text()) == (5, "收起记录")
    page.keyboard.press("Enter")
    assert records.count() == 3
    choose(page, q="故障")
    assert records.count() == 5
    choose(page, q="")
    page.emulate_media(media="print")
    assert records.count() == 5


def test_the_keyboard_begins_with_a_way_to_the_ledger(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到台账"
    page.keyboard.press("Enter")
    assert address(page) == "#ledger"
    assert page.locator("h2#ledger").evaluate("one => one.getBoundingClientRect().top < 900")


def test_without_javascript_everything_is_there(recorded: Bench, browse: Open) -> None:
    file = report(recorded, "--as-of", "2017-11-04")
    page = browse(file, java_script_enabled=False)
    assert page.locator(".ledger tbody:visible").count() == 5
    assert page.locator(".ledger tr.record:visible").count() == 7
    assert page.locator("form:visible, button:visible, [href*='=']:visible").count() == 0


def test_every_figure_is_that_of_the_json_and_of_a_count(starter: Bench, browse: Open) -> None:
    for task, day in (("1.1", "08-20"), ("2.1", "09-20"), ("5.1", "10-20")):
        starter.ok("mark", task, "done", "--date", f"2017-{day}")
    data = json.loads(starter.ok("report", "--format", "json"))
    totals, tasks = data["totals"], [task for group in data["groups"] for task in group["tasks"]]
    statuses = Counter(task["status"] for task in tasks)
    assert {name: number for name, number in totals["by_status"].items() if number} == statuses
    assert totals["overdue"] == sum(task["overdue"] for task in tasks) > 0
    page = browse(report(starter))
    figures = {
        figure.get_attribute("id"): re.sub("[项份处%]", "", figure.inner_text()).strip()
        for figure in page.locator("[id^='n-']").all()
    }
    assert figures == {
        "n-tasks": str(totals["tasks"]),
        "n-rate": str(totals["rate"]),
        "n-overdue": str(totals["overdue"]),
        **({"n-late-below": str(totals["late_below"])} if totals["late_below"] else {}),
        **({"n-late-done": str(totals["late_done"])} if totals["late_done"] else {}),
        "n-in-time": str(data["duties"]["in_time"]["rate"]),
        "n-verified": str(data["duties"]["verification"]["rate"]),
        "n-duties-rate": str(data["duties"]["rate"]),
        "n-owed": str(data["duties"]["owed"]),
        "n-settled": str(data["duties"]["done"]),
        "n-duties-late": str(data["duties"]["overdue"]),
        "n-unproved": str(data["duties"]["unproved"]),
        "n-doubts": str(totals["doubts"]),
        **{f"n-{status}": str(number) for status, number in totals["by_status"].items()},
    }
    order = ("done", "waived", "doing", "blocked", "waiting", "todo")
    assert [row.split() for row in page.locator(".by-unit tbody tr").all_inner_texts()] == [
        [
            str(row["rank"] or "—"),
            row["unit"],
            str(row["duties"]["owed"]),
            *(str(row["by_status"][status]) for status in order),
            str(row["duties"]["overdue"]),
            str(row["duties"]["late_done"]),
            str(row["duties"]["unproved"]),
            "—" if row["duties"]["rate"] is None else f"{row['duties']['rate']}%",
            in_time(row["duties"]["in_time"]),
            row["last_report"] or ("从未填报" if row["never_reported"] else "—"),
        ]
        for row in data["units"]
        if row["duties"]["all"]
    ]
    assert page.locator(".by-group tbody .num:nth-child(4)").all_inner_texts() == [
        "—" if group["totals"]["rate"] is None else f"{group['totals']['rate']}%"
        for group in data["groups"]
    ]
    assert [
        [int(text.split()[-1]) for text in row.locator(".bar b").all_inner_texts()]
        for row in page.locator(".by-group tbody tr").all()
    ] == [
        [
            group["totals"]["by_status"][status]
            for status in order
            if group["totals"]["by_status"][status]
        ]
        for group in data["groups"]
    ]
    assert [row.split()[1] for row in page.locator(".trend tbody tr").all_inner_texts()] == [
        str(point["done"]) for point in data["trend"]
    ]
    counted = {
        "late": data["due"]["late"],
        "coming": data["due"]["coming"],
        "problems": data["problems"],
        "unproved": data["unproved"],
        "doubts": data["doubts"],
        "coverage": data["coverage"],
        "ledger": tasks,
    }
    for name, rows in counted.items():
        assert count(page, name).split()[0] == str(len(rows)), name


def in_time(ratio: dict[str, Any]) -> str:
    """Return a rate with both of its numbers; a dash without one."""
    return f"{ratio['rate']}%（{ratio['part']}/{ratio['base']}）" if ratio["base"] else "—"


def test_on_paper_heads_repeat_and_nothing_is_missing(
    starter: Bench, browse: Open, tmp_path: Path
) -> None:
    """On A4 every page of the ledger begins with its head, and the active filter is printed.

    After the first, every page names plan and day, so that a separate page can be identified.
    """
    address = f"https://www.gzns.gov.cn/{'a' * 60}"
    starter.ok("mark", "1.3", "done", "--period", "2017-08", "--evidence", address)
    page = browse(report(starter))
    page.pdf(path=tmp_path / "all.pdf", prefer_css_page_size=True)
    assert {*sizes(tmp_path / "all.pdf")} == {A4}
    sheets = texts(tmp_path / "all.pdf")
    assert 15 <= len(sheets) <= 25
    assert not sheets[0].startswith(HEAD)
    assert all(has(sheet, HEAD, "截至 2017-10-31") for sheet in sheets[1:])
    ledger = next(
        number for number, sheet in enumerate(sheets) if has(sheet, "具体事项 / 进展情况")
    )
    assert all(has(sheet, "具体事项 / 进展情况") for sheet in sheets[ledger:-1])
    ids = re.findall(r"^(\d+\.\d+) ", "\n".join(sheets).rpartition("台账 106 项")[2], re.MULTILINE)
    assert (ids[0], ids[-1], len(ids)) == ("1.1", "22.2", 106)
    assert address in "".join(sheets).replace("\n", "")
    choose(page, unit="区财政局")
    page.pdf(path=tmp_path / "some.pdf", prefer_css_page_size=True)
    few = texts(tmp_path / "some.pdf")
    assert has(few[0] + few[1], "区财政局。选出 23 / 106 项")
    assert len(few) < len(sheets)


def test_every_sheet_of_the_example_is_marked_as_made_up(browse: Open, tmp_path: Path) -> None:
    """The report, here of a group for speed, and the pages of the units."""
    example = Bench(REPO / "examples" / "nansha-2017")
    example.ok("report", "--all-units", "-o", str(tmp_path))
    files = {file.stem: file for file in tmp_path.glob("*.html")}
    assert len(files) == 35
    assert all(
        f'data-head="【演示数据】{HEAD}' in file.read_text("utf-8") for file in files.values()
    )
    for name, group in (("index", "#group=1"), ("区审计局", "")):
        pdf = tmp_path / f"{name}.pdf"
        browse(files[name], group).pdf(path=pdf, prefer_css_page_size=True)
        marked = ["演示数据" in sheet for sheet in texts(pdf)]
        assert marked == [True] * len(marked)
        assert len(marked) > 2


def test_a_phone_does_not_scroll_sideways(starter: Bench, browse: Open) -> None:
    """Neither the page nor any table is wider than the window, whatever an address looks like."""
    address = f"https://www.gzns.gov.cn/{'a' * 200}"
    starter.ok("mark", "1.3", "done", "--period", "2017-08", "--evidence", address)
    page = browse(report(starter), viewport={"width": 390, "height": 844})
    assert {*page.evaluate(OVER)} == {0}
    choose(page, unit="区财政局", sort="due")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert {*page.evaluate(OVER)} == {0}
    choose(page, unit="", sort="")
    assert {*page.evaluate(OVER)} == {0}


@pytest.mark.parametrize(
    ("settings", "fragment"),
    [
        ({}, "#only=late&sort=due"),
        ({"color_scheme": "dark"}, ""),
        ({"viewport": {"width": 390, "height": 844}}, ""),
    ],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_no_problem(
    recorded: Bench, browse: Open, settings: dict[str, Any], fragment: str
) -> None:
    """The page passes the scan for WCAG 2.2 AA and good practice, filtered and sorted or not."""
    file = report(recorded, "--as-of", "2017-11-04", "--since", "2017-10-01")
    page = browse(file, fragment, **settings)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    assert [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found
    ] == []


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}{% raw %}|\"'&amp;"
    "\u202e逆\u200f" + "长" * 300 + "w" * 300 + "]]>--></style></title></textarea>"
)
HOSTILE_SHORT = "<img src=x onerror=alert(3)>&"


def test_hostile_text_in_every_field_is_only_text(empty: Bench, browse: Open) -> None:
    """Any text is shown as it was written; it neither runs nor becomes a link."""
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    lines = json.dumps(f"一\n{HOSTILE}", ensure_ascii=False)
    unit = "甲'&{{ 7 }}局"
    empty.write(
        "data/units.yaml",
        f'units:\n- {{name: "{unit}", kind: government}}\n- {{name: 乙局, kind: government}}\n',
    )
    empty.write(
        "data/tasks.yaml",
        f"plan:\n  title: {quoted}\n  number: {quoted}\n  issuer: {quoted}\n  supervisor: 乙局\n"
        "  issued: 2017-08-03\n  ends: 2017-12-31\n  lag: 20 workdays\n"
        f"groups:\n- id: 1\n  label: {quoted}\n  title: {quoted}\n  tasks:\n"
        f"  - id: '1.1'\n    text: {quoted}\n    short: '{HOSTILE_SHORT}'\n"
        f"    lead: [乙局, {json.dumps(unit)}]\n"
        f"    awaits: {quoted}\n"
        f"    doubts: [{quoted}]\n    tags: [{quoted}]\n",
    )
    empty.write(
        f"data/progress/{unit}.yaml",
        f"- task: '1.1'\n  status: blocked\n  date: 2017-10-01\n  note: {lines}\n"
        f"  problem: {lines}\n  next: {lines}\n  by: {quoted}\n"
        "  evidence: [https://a.cn/x'onclick=alert, x.pdf]\n",
    )
    page = browse(report(empty, "--since", "2017-09-01"), viewport={"width": 390, "height": 844})
    seen = HOSTILE.replace("\u202e", "\\u202e").replace("\u200f", "\\u200f")
    text = page.locator("body").text_content() or ""
    assert (text.count(seen), text.count(HOSTILE_SHORT)) == (24, 3)
    assert page.locator("script:not(#index), img, iframe, b[onclick]").count() == 1
    links = page.locator("a[href]:not([href^='#'])")
    assert all(
        (link.get_attribute("href") or "").startswith("https://a.cn/") for link in links.all()
    )
    assert set(page.evaluate(OVER)) == {0}
    choose(page, unit=unit, q=HOSTILE[:57])
    assert shown(page) == "1.1"
    page.reload()
    assert (shown(page), page.locator("[name=q]").input_value()) == ("1.1", HOSTILE[:57])


@pytest.mark.parametrize(
    ("evidence", "link"),
    [
        ("https://a.cn/1", True),
        ("HTTP://a.cn/1", True),
        ("javascript:alert(1)//https://a.cn", False),
        (" https://a.cn", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("证明.pdf", False),
    ],
)
def test_only_web_addresses_become_links(recorded: Bench, evidence: str, *, link: bool) -> None:
    """The template does not trust the check that refuses other evidence when files are read."""
    data = json.loads(recorded.ok("report", "--format", "json"))
    data["groups"][0]["tasks"][1]["records"][0]["evidence"] = [evidence]
    text = Templates(find_folder(recorded.root, recorded.root)).report("html", data)
    assert (f'<a href="{evidence}">{evidence}</a>' in text) is link
    assert f"{escape(evidence)}</" in text


def test_the_page_of_a_unit_names_the_unit(recorded: Bench, browse: Open) -> None:
    page = browse(report(recorded, "--unit", "甲局", "--as-of", "2017-11-04"))
    assert page.locator("h1").inner_text() == "小方案\n甲局进展情况"
    assert page.locator("header").inner_text().count("只列与甲局有关的事项") == 1
    assert page.locator("select[name=unit]").count() == 0
    choose(page, status="blocked")
    assert shown(page) == "1.2"
    page = browse(report(recorded, "--unit", "乙局", "--as-of", "2018-01-04"))
    assert page.get_by_role("status").inner_text() == (
        "全部 4 项：条件未具备 1，未启动 2；逾期 1；只作配合 1。"
    )
    assert "未完成 3 项（条件未具备 1、未启动 2），完成率 0.0%（0/2）；逾期 1 项" in page.content()


def test_the_policy_lets_the_pages_own_script_run_and_nothing_else(starter: Bench) -> None:
    """The template computes the script's hash; the page remains small."""
    text = report(starter).read_text(encoding="utf-8")
    script = text.partition("<script>")[2].partition("</script>")[0]
    own = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert re.findall('Content-Security-Policy" content="(.*?)"', text) == [
        (
            f"default-src 'none'; script-src 'sha256-{own}'; style-src 'unsafe-inline'; "
            "base-uri 'none'; form-action 'none'"
        )
    ]
    assert len(text.encode()) < 400_000
