"""The HTML report of a large plan: an entry page and one page per group, written together."""

import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import REPO, SMALL_TASKS, Bench

from gkplan.commands.reporting import ReportRequest, make
from gkplan.domain.errors import GkplanError, WriteRefusedError
from gkplan.folder import files
from gkplan.report.page_index import EntryIndex

EXAMPLE = REPO / "examples" / "nansha-2017"
WRITTEN = "报告已写到 报告.html；台账按工作任务分成 2 页，在 报告.files 里，发给别人时两样一起发\n"
PAGES = ("报告.files/.gkplan-pages.json", "报告.files/1.html", "报告.files/2.html")


def pages(
    bench: Bench,
    most: int,
    output: Path = Path("报告.html"),
    as_of: str = "2017-10-31",
    **options: Any,
) -> str:
    """Write the report with ``most`` tasks on one page; return what was printed."""
    err = io.StringIO()
    context = replace(bench.context, out=io.StringIO(), err=err, as_of_text=as_of)
    make(context, ReportRequest("html", output=output, most_on_one_page=most, **options))
    return err.getvalue()


def outputs(bench: Bench) -> dict[str, bytes]:
    """Return the files of the report."""
    return {name: data for name, data in bench.files().items() if name.startswith("报告.")}


@pytest.mark.parametrize(("most", "split"), [(5, False), (4, True)])
def test_more_tasks_than_one_page_has_are_divided_by_group(
    small: Bench, most: int, *, split: bool
) -> None:
    printed = pages(small, most)
    assert printed == (WRITTEN if split else "报告已写到 报告.html\n")
    assert sorted(outputs(small)) == sorted(["报告.html", *(PAGES if split else ())])


def test_a_thousand_tasks_are_one_page_and_one_more_are_several(empty: Bench) -> None:
    """Standard output, and a unit with few tasks, still get one page."""
    tasks = "".join(
        f'  - {{id: "1.{number}", text: 事项{number}。, lead: [甲局]}}\n'
        for number in range(1, 1001)
    )
    head = "plan: {title: 大方案, issued: 2017-08-03, ends: 2017-12-31}\ngroups:\n"
    first = f"{head}- id: 1\n  label: 一\n  title: 第一组\n  tasks:\n{tasks}"
    more = '- {id: 2, label: 二, title: 第二组, tasks: [{id: "2.1", text: 末。, lead: [乙局]}]}\n'
    empty.write(
        "data/units.yaml", "units:\n- {name: 甲局, kind: party}\n- {name: 乙局, kind: party}\n"
    )
    empty.write("data/tasks.yaml", first)
    assert empty.run("report", "-o", "报告.html").err == "报告已写到 报告.html\n"
    empty.write("data/tasks.yaml", first + more)
    assert empty.run("report", "-o", "报告.html").err == WRITTEN
    assert "末。" in empty.ok("report", "--format", "html")
    assert empty.run("report", "-u", "乙局", "-o", "乙.html").err == "报告已写到 乙.html\n"


def test_a_template_of_ones_own_decides_itself(small: Bench) -> None:
    small.write("t.html.j2", "{{ listed }} {{ task_pages | length }}")
    assert pages(small, 1, template=Path("t.html.j2")) == "报告已写到 报告.html\n"
    assert small.read("报告.html") == "5 0"
    small.write("templates/report.html.j2", "{{ listed }}")
    used = "提醒：用了方案文件夹自己的模板：templates/report.html.j2\n"
    assert pages(small, 1) == f"{used}报告已写到 报告.html\n"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's report in one page per group, and on one page."""
    folder = tmp_path_factory.mktemp("pages")
    bench = Bench(EXAMPLE)
    options: dict[str, Any] = {"since": date(2017, 10, 1), "as_of": "2018-01-15"}
    pages(bench, 50, folder / "报告.html", **options)
    pages(bench, 106, folder / "whole.html", **options)
    return folder


def blocks(text: str) -> list[str]:
    """Return the rows of every task in the ledger."""
    return re.findall(r'<tbody id="t-.*?</tbody>', text, re.DOTALL)


def test_the_pages_have_every_task_of_the_single_page(example: Path) -> None:
    """Task for task the same rows, in the same order; the entry page has no ledger."""
    whole = blocks((example / "whole.html").read_text("utf-8"))
    files = sorted((example / "报告.files").glob("*.html"), key=lambda path: int(path.stem))
    parts = [block for file in files for block in blocks(file.read_text("utf-8"))]
    assert (parts, len(whole), len(files)) == (whole, 106, 22)
    assert blocks((example / "报告.html").read_text("utf-8")) == []


LISTS = ("changes", "coverage", "late", "coming", "problems", "returned", "unproved", "doubts")


def test_the_lists_of_the_pages_are_those_of_the_single_page(example: Path) -> None:
    """Every row of every list is on the page of its group; counts on the entry page are of all."""
    whole = (example / "whole.html").read_text("utf-8")
    entry = (example / "报告.html").read_text("utf-8")
    files = [path.read_text("utf-8") for path in (example / "报告.files").glob("*.html")]
    for name in LISTS:
        rows = section(whole, name)[1]
        assert section(entry, name)[0] == section(whole, name)[0], name
        assert sorted(row for file in files for row in section(file, name)[1]) == sorted(rows), name
    long = {name: section(whole, name)[0] for name in LISTS if len(section(whole, name)[1]) > 30}
    assert {"changes", "late"} <= set(long)
    rests = {name: text for name in LISTS if (text := rest(entry, name))}
    assert {
        name: str(sum(map(int, re.findall(r"</a> (\d+)", rests[name])))) for name in rests
    } == long
    assert all(f"共 {long[name]} " in rests[name] for name in rests)


def rest(page: str, name: str) -> str:
    """Return the paragraph of a section that counts the rows on other pages; none is empty."""
    text = page.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]
    return text.partition('<p class="how rest">')[2].partition("</p>")[0]


def section(page: str, name: str) -> tuple[str, list[str]]:
    """Return the count of a section, and its rows without the numbers of units, which differ."""
    text = page.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]
    rows = re.findall(r"<tr data-t=.*?</tr>", text, re.DOTALL)
    number = re.search(r'class="number">(\d+)<', text)
    return number[1] if number else "0", [re.sub(' data-u="[^"]*"', "", row) for row in rows]


def test_every_link_leads_to_a_page_and_an_anchor_that_exist(example: Path) -> None:
    files = [example / "报告.html", *(example / "报告.files").glob("*.html")]
    anchors = {
        path: {"", *map(unquote, re.findall(r' id="([^"]+)"', path.read_text("utf-8")))}
        for path in files
    }
    wrong = []
    for path in files:
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', path.read_text("utf-8")):
            if not link.startswith("http"):
                name, _, anchor = unquote(link).partition("#")
                target = (path.parent / name).resolve() if name else path
                if anchor not in anchors.get(target, ()):
                    wrong.append((path.name, link))
    assert wrong == []


# Writing them


def test_files_of_other_people_are_neither_replaced_nor_removed(small: Bench) -> None:
    small.write("报告.files/照片.jpg", "x")
    small.write("报告.files/2.html", "别人的")
    before = small.files()
    with pytest.raises(WriteRefusedError) as refused:
        pages(small, 4)
    assert refused.value.message.endswith("报告.files/2.html 不是以前的报告写的，没有写入")
    assert small.files() == before
    (small.root / "报告.files/2.html").unlink()
    pages(small, 4)
    pages(small, 4)
    assert small.read("报告.files/照片.jpg") == "x"


def test_a_list_of_pages_that_came_with_the_folder_names_no_other_file(small: Bench) -> None:
    small.write("报告.files/照片.jpg", "x")
    digest = hashlib.sha256(b"x").hexdigest()
    listed = {"pages": {"照片.jpg": digest, "../a.html": digest}}
    small.write("报告.files/.gkplan-pages.json", json.dumps(listed))
    small.write("a.html", "x")
    pages(small, 4)
    assert (small.read("报告.files/照片.jpg"), small.read("a.html")) == ("x", "x")
    small.write("报告.files/.gkplan-pages.json", '["1.html"]')
    with pytest.raises(WriteRefusedError):
        pages(small, 4)


def test_pages_of_groups_that_are_gone_are_removed_unless_they_were_changed(small: Bench) -> None:
    third = (
        '- {id: 3, label: 三, title: 第三组, tasks: [{id: "3.1", text: 末。, lead: [乙局]}]}\n'
        '- {id: 4, label: 四, title: 第四组, tasks: [{id: "4.1", text: 末。, lead: [乙局]}]}\n'
    )
    small.write("data/tasks.yaml", SMALL_TASKS + third)
    assert "分成 4 页" in pages(small, 4)
    small.write("报告.files/4.html", "改过")
    small.write("data/tasks.yaml", SMALL_TASKS)
    assert pages(small, 4) == (
        f"提醒：报告.files/4.html 是以前的报告写的，后来改动过，没有删去\n{WRITTEN}"
    )
    assert set(outputs(small)) == {
        "报告.html",
        *(f"报告.files/{name}" for name in (".gkplan-pages.json", "1.html", "2.html", "4.html")),
    }
    listed = json.loads(small.read("报告.files/.gkplan-pages.json"))["pages"]
    assert sorted(listed) == ["1.html", "2.html", "4.html"]


def test_a_report_that_became_small_names_the_folder_it_no_longer_uses(small: Bench) -> None:
    pages(small, 4)
    assert pages(small, 5) == (
        "提醒：报告.files 里是以前的报告写的页，这次没有用到，可以删去\n报告已写到 报告.html\n"
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "")], ids=["^C", "full"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "again"])
def test_an_interrupted_write_leaves_the_old_pages(
    small: Bench, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, first: bool
) -> None:
    """Whichever of the renamings fails: the list, a page or the entry page."""
    if not first:
        pages(small, 4)
    small.ok("mark", "1.1", "done", "--date", "2017-10-01")
    before = small.files()
    for place in range(4):
        left = place

        def failing(source: Path, target: Path) -> None:
            nonlocal left
            left -= 1
            if left == -1:
                raise error
            source.replace(target)

        with monkeypatch.context() as patch:
            patch.setattr(files, "replace", failing)
            with pytest.raises((KeyboardInterrupt, GkplanError)):
                pages(small, 4)
        assert small.files() == before
        assert (small.root / "报告.files").exists() is not first
    assert pages(small, 4) == WRITTEN
    assert outputs(small) != before


# The table of tasks


def task(task_id: str, name: str) -> dict[str, Any]:
    """Return the fields of a task that the table of an entry page is made of."""
    return {
        "id": task_id,
        "name": name,
        "group": {"id": 1},
        "next_due": None,
        "last_report": "2017-10-01",
        "concerned": ["甲局"],
        "owners": ["甲局"],
        "shares": [],
        "is_cancelled": False,
        "status": "done",
        "overdue": False,
        "late_duties": [],
        "missing": 0,
        "checked_counts": {"returned": 1},
        "unproved": 0,
        "extension_count": 0,
        "late_days": 3,
        "doubts": [],
    }


@pytest.mark.parametrize(("number", "name"), [(2000, "名" * 100), (2001, "名" * 98 + "…")])
def test_long_names_are_cut_where_there_are_very_many(number: int, name: str) -> None:
    tasks = [task(f"1.{place}", "名" * 100) for place in range(number)]
    data = {"due": {"late": [], "coming": []}, "groups": [{"id": 1, "tasks": tasks}]}
    table = EntryIndex(["甲局"], tasks).entry(data, {1: "x.files/1.html"})
    assert table["names"].split("\n")[5] == f"1.5 {name}"
    assert table["tasks"].split(";")[5] == "0rd,0,1,1,1,"
    assert table["groups"] == [["1", number, "x.files/1.html"]]
    assert (table["sets"], table["days"]) == (["", "0"], ["", "2017-10-01"])


def test_no_name_ends_the_table_or_turns_text_around(small: Bench) -> None:
    text = SMALL_TASKS.replace("text: 一次性事项。", 'text: "</script>\\u202e<!--"')
    small.write("data/tasks.yaml", text)
    pages(small, 4)
    page = small.read("报告.html")
    table = page.partition('id="index">')[2].partition("</script>")[0]
    assert json.loads(table)["names"].startswith("1.1 </script>\\u202e<!--\n1.2 按月公开")
    assert "<" not in table
