"""Every table can be written to a file: its suffix names the format, CSV has a byte order mark."""

from importlib import import_module

import pytest
from conftest import Bench, Result

COMMANDS = {
    "list": ("txt", "json", "csv", "md"),
    "list 1 --matrix": ("txt", "json", "csv", "md"),
    "log": ("txt", "json", "csv", "md"),
    "diff 2017-09-01": ("txt", "json", "csv", "md"),
    "trend": ("txt", "json", "csv", "md"),
    "units": ("txt", "json", "csv", "md"),
    "status": ("txt", "json", "csv", "md"),
    "due": ("txt", "json", "csv", "md", "ics"),
    "show 1.2": ("txt", "json"),
    "check": ("txt", "json"),
}
FORMATS = {"txt": "table"}
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with a record, a review and an extension."""
    small.ok("mark", "1.2", "done", "--period", "8月", "--date", "2017-09-12")
    small.ok("review", "1.2", "accept")
    small.ok("extend", "1.1", "--to", "2018-01-31", "--reason", "急", "--approved-by", "某")
    return small


@pytest.mark.parametrize(
    ("command", "ending"),
    [(command, ending) for command, endings in COMMANDS.items() for ending in endings],
)
def test_a_file_has_the_same_content_as_standard_output(
    recorded: Bench, command: str, ending: str
) -> None:
    args = command.split()
    form = "text" if (command, ending) == ("check", "txt") else FORMATS.get(ending, ending)
    printed = recorded.run(*args, "--format", form)
    before = recorded.files()
    for name in (f"out/表.{ending}", f"out/表.{ending.upper()}"):
        result = recorded.run(*args, "-o", name)
        lines = {*printed.err.split("\n"), f"已写到 {name}"}
        assert (result.code, result.out, {*result.err.split("\n")}) == (0, "", lines)
        mark = MARK if ending == "csv" else b""
        assert recorded.files() == {**before, name: mark + printed.out.encode()}
        (recorded.root / name).unlink()


EXCEL = "Excel 台账用 gkplan report -o 台账.xlsx；"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_ending_that_cannot_be_written_is_refused(recorded: Bench, command: str) -> None:
    before = recorded.files()
    can = "、".join(f".{ending}" for ending in COMMANDS[command])
    for name in ("表.pdf", "表.xlsx", "表.htm", "表", "out.d/表"):
        ending = name.rpartition(".")[2]
        message = (
            f"{name}：写不了 .{ending} 文件" if "表." in name else f"从 {name} 看不出格式：没有后缀"
        )
        advice = f"可写 {can}；{EXCEL if ending == 'xlsx' else ''}或用 --format 写明格式"
        assert recorded.run(*command.split(), "-o", name) == Result(
            2, "", f"错误：{message}\n  {advice}\n"
        )
    assert recorded.files() == before


def test_the_requested_format_has_precedence_over_the_suffix(recorded: Bench) -> None:
    before = recorded.files()
    csv = MARK + recorded.ok("list", "--format", "csv").encode()
    for name, message in {
        "表.json": "提醒：表.json 的内容是 csv，与后缀不符\n",
        "表.pdf": "提醒：表.pdf 的内容是 csv，与后缀不符\n",
        "表.txt": "",
        "表": "",
        "表.2017": "",
        "表.csv": "",
    }.items():
        result = recorded.run("list", "--format", "csv", "-o", name)
        assert result == Result(0, "", f"{message}已写到 {name}\n")
        assert recorded.files() == {**before, name: csv}
        (recorded.root / name).unlink()


def test_on_a_terminal_a_file_is_what_a_pipe_would_get(recorded: Bench) -> None:
    recorded.ok("list", "-o", "表.txt", terminal=True, color=True, width=30)
    assert recorded.read("表.txt") == recorded.ok("list")


def test_a_check_that_finds_errors_is_written_too(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", "- {}\n")
    result = small.run("check", "-o", "问题.json")
    assert (result.code, result.out) == (1, "")
    assert small.read("问题.json") == small.run("check", "--format", "json").out


def test_a_request_that_fails_leaves_the_old_file(recorded: Bench) -> None:
    recorded.write("表.md", "old")
    assert recorded.run("list", "9.9", "-o", "表.md").code == 2
    assert recorded.run("list", "-o", "data/tasks.yaml", "--format", "md").code == 4
    assert recorded.read("表.md") == "old"


@pytest.mark.parametrize(
    "args",
    [
        ("report", "--all-units", "-o", "d.html"),
        ("remind", "--all", "-o", "d.md"),
        ("remind", "-u", "甲", "-u", "丙", "-o", "d.docx"),
        ("schema", "-o", "d.json"),
        ("import", "x.txt", "-o", "d.yaml"),
    ],
    ids=" ".join,
)
def test_the_name_of_a_file_instead_of_a_folder_is_refused(
    small: Bench, args: tuple[str, ...]
) -> None:
    before = small.files()
    message = f"错误：-o 要写文件夹，{args[-1]} 像是文件名\n  去掉后缀\n"
    assert small.run(*args) == Result(2, "", message)
    assert small.files() == before


def test_a_folder_may_have_a_point_or_be_there_already(small: Bench) -> None:
    small.ok("schema", "units", "-o", "v1.0")
    (small.root / "d.json").mkdir()
    small.ok("schema", "units", "-o", "d.json")
    assert small.read("d.json/units.schema.json") == small.read("v1.0/units.schema.json")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.pdf", "x.pdf：写不了 .pdf 文件"),
        ("x", "从 x 看不出格式：没有后缀"),
    ],
)
def test_a_letter_is_markdown_unless_a_template_has_another_format(
    small: Bench, name: str, message: str
) -> None:
    asked = ("remind", "-u", "甲", "-o", name)
    assert small.run(*asked) == Result(
        2, "", f"错误：{message}\n  可写 .md、.txt、.docx；或用 --template 写明模板\n"
    )
    small.write("t.j2", "{{ unit }}\n")
    assert small.run(*asked, "--template", "t.j2") == Result(0, f"{name}\n", "")
    assert small.read(name) == "甲局\n"
    small.ok("remind", "-u", "甲", "-o", "x.txt")
    assert small.read("x.txt") == small.ok("remind", "-u", "甲")


def test_a_template_may_make_a_report_of_any_ending(small: Bench) -> None:
    small.write("t.tex.j2", "{{ plan.title }}\n")
    result = small.run("report", "--template", "t.tex.j2", "-o", "x.tex")
    assert (result.code, result.err) == (0, "报告已写到 x.tex\n")
    assert small.read("x.tex") == "小方案\n"


@pytest.mark.parametrize(
    ("args", "table", "ledger"),
    [
        (("list",), "list_table", "ledger_table"),
        (("log",), "log_table", "log_ledger"),
        (("due",), "due_table", "due_ledger"),
        (("diff", "2017-09-01"), "changes_table", "changes_ledger"),
        (("trend",), "trend_table", "trend_ledger"),
    ],
)
def test_only_the_table_that_is_printed_is_built(
    small: Bench, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], table: str, ledger: str
) -> None:
    module = import_module(f"gkplan.commands.{args[0]}")
    with monkeypatch.context() as patch:
        patch.setattr(module, ledger, None)
        small.ok(*args)
        small.ok(*args, "--format", "md")
    monkeypatch.setattr(module, table, None)
    small.ok(*args, "--format", "csv")
