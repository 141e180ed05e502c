"""A plan's notice (``notice: 演示数据``): every output shows it, and data on stdout stays data."""

import json
from io import BytesIO
from typing import Any

import pytest
from conftest import SMALL_TASKS, Bench

openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra office")
LINE = "【征求意见稿】小方案\n"


@pytest.fixture
def draft(small: Bench) -> Bench:
    """The small plan, as a draft published for comments."""
    text = SMALL_TASKS.replace("title: 小方案\n", "title: 小方案\n  notice: 征求意见稿\n")
    small.write("data/tasks.yaml", text)
    return small


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("show", "1.1"),
        ("status",),
        ("due",),
        ("log",),
        ("diff", "2017-10-01"),
        ("trend",),
        ("units",),
        ("check",),
        ("list", "--format", "csv"),
        ("list", "--format", "json"),
        ("export",),
        ("report",),
        ("remind", "--unit", "甲局"),
    ],
    ids=" ".join,
)
def test_every_command_prints_it_once_on_stderr(draft: Bench, command: tuple[str, ...]) -> None:
    result = draft.run(*command)
    assert result.err.count("征求意见稿") == result.err.count(LINE) == 1


@pytest.mark.parametrize("command", ["list", "show 1.1", "status", "check", "report", "export"])
def test_without_a_notice_nothing_is_printed(small: Bench, command: str) -> None:
    result = small.run(*command.split())
    assert "【" not in result.out + result.err


def test_tables_and_csv_have_only_data_and_json_has_it_in_the_plan(draft: Bench) -> None:
    for form in ("table", "csv", "md"):
        assert "征求意见稿" not in draft.ok("list", "--format", form)
    for command in (["list"], ["show", "1.1"], ["status"], ["due"], ["log"], ["units"], ["report"]):
        data = json.loads(draft.ok(*command, "--format", "json"))
        assert data["plan"]["notice"] == "征求意见稿"


def test_an_empty_notice_is_none(small: Bench) -> None:
    assert json.loads(small.ok("list", "--format", "json"))["plan"]["notice"] == ""


def test_reports_show_it_near_the_title_and_on_every_printed_page(draft: Bench) -> None:
    assert draft.ok("report").startswith(
        "# 小方案进展情况\n\n**【征求意见稿】**\n\n- 文号：测〔2017〕1号\n"
    )
    page = draft.ok("report", "--format", "html", "--unit", "甲局")
    assert '<p class="notice">【征求意见稿】</p><h1>小方案<br>甲局进展情况</h1>' in page
    assert ' data-head="【征求意见稿】小方案——甲局"' in page


def test_a_workbook_shows_it_in_its_first_lines_and_above_every_page(draft: Bench) -> None:
    draft.ok("report", "-o", "a.xlsx")
    book = openpyxl.load_workbook(BytesIO((draft.root / "a.xlsx").read_bytes()))
    assert [book["汇总"][cell].value for cell in ("A1", "A2")] == ["小方案", "【征求意见稿】"]
    assert {sheet.oddHeader.left.text for sheet in book} == {"【征求意见稿】小方案"}


def test_letters_and_calendars_show_it(draft: Bench) -> None:
    letter = draft.ok("remind", "--unit", "甲局")
    assert letter.startswith("# 催办单\n\n**【征求意见稿】**\n\n甲局：\n")
    assert "X-WR-CALNAME:【征求意见稿】丙委 分工方案时限" in draft.ok("due", "--format", "ics")


@pytest.mark.parametrize("form", ["md", "csv", "xlsx"])
def test_an_export_has_it_and_import_reads_it_back(draft: Bench, form: str) -> None:
    draft.ok("export", "-o", f"a.{form}")
    draft.ok("import", f"a.{form}", "-o", "back")
    assert "  title: 小方案\n  notice: 征求意见稿\n" in draft.read("back/data/tasks.yaml")


def test_an_exported_workbook_shows_it_above_every_page(draft: Bench) -> None:
    draft.ok("export", "-o", "a.xlsx")
    plan, units = openpyxl.load_workbook(BytesIO((draft.root / "a.xlsx").read_bytes()))
    assert plan["A2"].value == "各处标明：征求意见稿"
    assert [sheet.oddHeader.left.text for sheet in (plan, units)] == ["【征求意见稿】小方案"] * 2


def test_an_export_that_somebody_changed_keeps_it_too(draft: Bench) -> None:
    draft.ok("export", "-o", "a.md")
    draft.write("a.md", draft.read("a.md").replace("| 频次 |", "| 办理频次 |"))
    draft.ok("import", "a.md", "-o", "back")
    assert "  notice: 征求意见稿\n" in draft.read("back/data/tasks.yaml")
