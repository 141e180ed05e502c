"""``gkplan report``: the progress report."""

import json
import os
import re
import stat
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from conftest import Bench, Result


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with the journals of two units."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8, evidence/8.pdf]
  note: 已公开8月数据。
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-20
  note: 系统故障。
""",
    )
    small.write("data/progress/丁镇.yaml", '- task: "2.1"\n  status: done\n  date: 2017-10-25\n')
    return small


def test_a_units_own_report_has_its_own_figures(recorded: Bench) -> None:
    recorded.write("data/progress/乙局.yaml", '- task: "2.2"\n  status: done\n  date: 2017-10-25\n')
    text = recorded.ok("report", "--unit", "乙")
    assert text.startswith("# 小方案——乙局进展情况\n")
    assert (
        "共 3 项：已完成 1 项，未完成 2 项（未启动 2），完成率 50.0%（1/2）；逾期 0 项；"
        "尚无起算日 1 项。\n"
    ) in text
    assert re.findall(r"#### (\d\.\d)", text) == ["1.1", "2.1", "2.2", "2.3"]


def test_since_lists_what_is_new(recorded: Bench) -> None:
    text = recorded.ok("report", "--since", "2017-10-20")
    assert (
        "## 2017-10-20 以来的进展（2 条）\n"
        "\n"
        "- 2017-10-25 **2.1** 丁镇 已完成\n"
        "  - 按期办结，待核查\n"
        "- 2017-10-20 **1.2** 甲局 2017-09 期 受阻：系统故障。\n"
        "\n"
    ) in text
    assert "没有新的记录。" in recorded.ok("report", "--since", "2017-10-26")


def test_json_is_what_the_templates_see(recorded: Bench) -> None:
    told_json = recorded.ok("report", "--format", "json", "--since", "2017-10-25")
    data = json.loads(told_json)
    assert data["format"] == "gkplan/report/2"
    assert [data["as_of"], data["unit"], data["since"]] == ["2017-10-31", None, "2017-10-25"]
    assert data["totals"] == {
        "tasks": 5,
        "by_status": {
            "todo": 3,
            "waiting": 1,
            "doing": 0,
            "blocked": 1,
            "done": 0,
            "waived": 0,
        },
        "done": 0,
        "waived": 0,
        "accepted": 0,
        "open": 5,
        "idle": 1,
        "cancelled": 0,
        "rate": 0.0,
        "completion": {"part": 0, "base": 4, "rate": 0.0},
        "overdue": 0,
        "overdue_duties": 0,
        "late_below": 0,
        "late_below_duties": 0,
        "late_done": 0,
        "doubts": 0,
        "headline": (
            "共 5 项：已完成 0 项，未完成 5 项（条件未具备 1、未启动 3、受阻 1），"
            "完成率 0.0%（0/4）；逾期 0 项；尚无起算日 1 项"
        ),
    }
    assert [record["task"] for record in data["changes"]] == ["2.1"]
    assert data["late"] == []
    listed = json.loads(recorded.ok("list", "--format", "json"))["tasks"]
    reported = [task for group in data["groups"] for task in group["tasks"]]
    assert [{key: task[key] for key in listed[0]} for task in reported] == listed
    assert [record["date"] for record in reported[1]["records"]] == ["2017-10-20", "2017-09-12"]


class _Page(HTMLParser):
    """Reads a page: its text, its links, and whether its elements are closed properly."""

    void = ("meta", "br", "link", "img", "col", "input")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.void:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.anchors |= {value or "" for name, value in attrs if name == "id"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_a_complete_page_that_links_addresses_only(recorded: Bench) -> None:
    page = _Page(recorded.ok("report", "--format", "html", "--as-of", "2017-11-04"))
    assert page.open == []
    assert [link for link in page.links if not link.startswith("#")] == ["https://example.cn/8"]
    inside = {unquote(link[1:]) for link in page.links if link.startswith("#")}
    assert inside <= page.anchors
    assert {"t-1.1", "t-1.2", "t-2.1", "t-2.2", "t-2.3", "u-甲局", "u-丁镇"} <= page.anchors
    for text in (
        "小方案进展情况",
        "逾期 1 件",
        "1.2 按月公开2017-09 期甲局2017-11-03",
        "evidence/8.pdf",
    ):
        assert text in page.text


def test_the_report_goes_into_a_file(recorded: Bench) -> None:
    result = recorded.run("report", "-o", "out/通报.md")
    assert (result.code, result.out, result.err) == (0, "", "报告已写到 out/通报.md\n")
    assert recorded.read("out/通报.md") == recorded.ok("report")


@pytest.mark.posix("POSIX file modes")
def test_an_existing_file_is_replaced_and_keeps_its_mode(recorded: Bench) -> None:
    path = recorded.write("通报.md", "旧\n")
    path.chmod(0o640)
    recorded.ok("report", "--output", "通报.md")
    assert recorded.read("通报.md") == recorded.ok("report")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.posix("named pipes")
def test_an_output_that_is_not_a_file_is_left_alone(recorded: Bench) -> None:
    (recorded.root / "folder").mkdir()
    assert recorded.run("report", "-o", "folder").code == 4
    os.mkfifo(recorded.root / "pipe")
    reader = os.open(recorded.root / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    recorded.run("report", "-o", "pipe", "--unit", "甲局")
    os.close(reader)
    assert stat.S_ISFIFO((recorded.root / "pipe").stat().st_mode)


@pytest.mark.posix("symbolic links")
def test_a_link_is_written_through_or_refused_but_kept(recorded: Bench) -> None:
    recorded.write("real.md", "旧\n")
    (recorded.root / "link.md").symlink_to("real.md")
    recorded.run("report", "-o", "link.md")
    assert (recorded.root / "link.md").is_symlink()


def test_a_template_of_ones_own(recorded: Bench) -> None:
    recorded.write(
        "mine.j2", "{% for g in groups %}{{ g.title }}：{{ g.totals.tasks }} {% endfor %}"
    )
    assert recorded.ok("report", "--template", "mine.j2") == "第一组：2 第二组：3 "


def test_a_plan_folder_overrides_the_shipped_template(recorded: Bench) -> None:
    recorded.write("templates/report.md.j2", "{{ plan.number | md }} {{ as_of }}\n")
    assert recorded.ok("report") == "测〔2017〕1号 2017-10-31\n"
    assert recorded.ok("report", "--format", "html").startswith("<!doctype html>")


@pytest.mark.cover_processes
@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("一\n{% if %}\n", "mine.j2:2 语法错误："),
        ("一\n{{ plan.nope }}\n", "mine.j2:2 出错："),
        ("{{ 1 / 0 }}", "mine.j2:1 出错："),
        ("{{ plan.title.__class__.__mro__ }}", "mine.j2:1 出错："),
        ("{{ totals.update(rate=100) }}", "mine.j2:1 出错："),
        ('{% include "mine.j2" %}', "mine.j2"),
        ('{% include "../data/tasks.yaml" %}', "没有模板 ../data/tasks.yaml"),
        (b"\xff", "mine.j2 不是 UTF-8 编码"),
    ],
    ids=["syntax", "unknown", "zero", "escape", "change", "endless", "outside", "bytes"],
)
def test_a_template_that_does_not_work_is_explained(
    recorded: Bench, template: str | bytes, message: str
) -> None:
    recorded.write("t/mine.j2", template)
    result = recorded.run("report", "--template", "t/mine.j2", "-o", "out.md")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert not (recorded.root / "out.md").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "odt"], "--format 不接受 “odt”\n  可用：md、html、json、docx、xlsx、pdf"),
        (["--since", "x"], "--since：“x” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (["--unit", "局"], "“局” 对应多个单位\n  请写全：甲局、乙局"),
        (
            ["--template", "none.j2"],
            "没有模板 none.j2\n  检查 --template 和 templates 文件夹",
        ),
        (["--template", "."], "没有模板 .\n  检查 --template 和 templates 文件夹"),
        (["--template", ".j2"], "没有模板 .j2\n  检查 --template 和 templates 文件夹"),
    ],
    ids=["format", "since", "unit", "template", "folder", "ending"],
)
def test_a_request_that_does_not_fit_is_explained(
    recorded: Bench, args: list[str], message: str
) -> None:
    result = recorded.run("report", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("a.md", b"# "),
        ("a.HTML", b"<!doctype html>"),
        ("a.json", b"{"),
        ("a.docx", b"PK"),
        ("a.xlsx", b"PK"),
    ],
)
def test_the_name_of_a_file_determines_the_format(
    recorded: Bench, file: str, begins: bytes
) -> None:
    recorded.ok("report", "-o", file)
    assert (recorded.root / file).read_bytes().startswith(begins)


def test_the_requested_format_has_precedence_over_the_file_name(recorded: Bench) -> None:
    result = recorded.run("report", "--format", "json", "-o", "a.md")
    message = "提醒：a.md 的内容是 json，与后缀不符\n报告已写到 a.md\n"
    assert (result.code, result.err) == (0, message)
    assert json.loads(recorded.read("a.md"))["format"] == "gkplan/report/2"
    result = recorded.run("report", "--format", "md", "-o", "a.txt")
    assert (result.code, result.err) == (0, "报告已写到 a.txt\n")
    assert recorded.read("a.txt") == recorded.ok("report")


@pytest.mark.parametrize("file", ["a.ods", "a.txt", "a", "a.md.bak", ".md"])
def test_a_file_that_cannot_be_written_is_refused(recorded: Bench, file: str) -> None:
    before = recorded.files()
    result = recorded.run("report", "-o", file)
    can = "可写 .md、.html、.json、.docx、.xlsx、.pdf；或用 --format 写明格式"
    message = {
        "a.ods": "a.ods：写不了 .ods 文件",
        "a.txt": "a.txt：写不了 .txt 文件",
        "a": "从 a 看不出格式：没有后缀",
        "a.md.bak": "a.md.bak：写不了 .bak 文件",
        ".md": "从 .md 看不出格式：没有后缀",
    }
    assert result == Result(2, "", f"错误：{message[file]}\n  {can}\n")
    assert recorded.files() == before


@pytest.mark.parametrize("args", [["--format", "docx"], ["--format", "xlsx"], ["--all-units"]])
def test_binary_formats_need_an_output_file(recorded: Bench, args: list[str]) -> None:
    result = recorded.run("report", *args)
    assert (result.code, result.out) == (2, "")
    assert result.err == "错误：没有写明写到哪里\n  用 -o 写明文件；--all-units 写明文件夹\n"


def test_every_unit_has_a_page_of_its_own(recorded: Bench) -> None:
    recorded.ok("report", "--all-units", "--format", "md", "-o", "pages")
    pages = sorted(path.name for path in (recorded.root / "pages").iterdir())
    assert pages == ["index.md", "丁镇.md", "丙委.md", "乙局.md", "甲局.md"]
    assert recorded.read("pages/index.md").startswith("# 小方案进展情况\n")
    assert recorded.read("pages/甲局.md").startswith("# 小方案——甲局进展情况\n")


def test_the_pages_of_the_units_and_of_the_plan_link_to_each_other(recorded: Bench) -> None:
    recorded.ok("report", "--all-units", "-o", "pages")
    whole = recorded.read("pages/index.html")
    assert '<a class="quiet" href="%E7%94%B2%E5%B1%80.html">单位报告</a>' in whole
    assert '<a href="index.html">全部单位的报告</a>' in recorded.read("pages/甲局.html")
    assert "单位报告" not in recorded.ok("report", "--format", "html")
