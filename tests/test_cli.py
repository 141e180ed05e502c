"""The command line as a whole: help, wrong usage, exit codes, hostile texts, real processes."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL_TASKS, Bench, Result
from rich.cells import cell_len

COMMANDS = ["list", "show", "mark", "log", "units", "report", "check", "init", "schema"]
GKPLAN = [sys.executable, "-m", "gkplan"]


def process(
    folder: Path, *args: str, stdout: int = subprocess.PIPE, locale: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run gkplan as a separate process in ``folder``."""
    return subprocess.run(
        [*GKPLAN, *args],
        cwd=folder,
        env={**os.environ, "GKPLAN_DATA": "", **({"LC_ALL": locale} if locale else {})},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )


def shown(bench: Bench, capsys: pytest.CaptureFixture[str], *args: str, **context: object) -> str:
    """Return what a request for help prints, by the context or directly."""
    return bench.ok(*args, **context) + capsys.readouterr().out


def test_help_names_every_command_in_chinese(
    empty: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(empty, capsys, "--help")
    assert text == shown(empty, capsys)
    assert text.startswith("用法：gkplan [选项] 命令 [参数]...\n")
    lines = [line.split()[0] for line in text.split("\n") if line.startswith("  ")]
    assert [word for word in lines if word in COMMANDS] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("width", [40, 80])
def test_the_help_of_every_command_is_chinese_and_fits(
    empty: Bench, capsys: pytest.CaptureFixture[str], command: str, width: int
) -> None:
    usage, *rest = shown(empty, capsys, command, "--help", width=width).split("\n")
    assert usage.startswith(f"用法：gkplan {command} ")
    assert max(map(cell_len, rest)) <= width
    for english in ("Usage", "Options", "Arguments", "Show this message", "default", "required"):
        assert english not in "".join(rest)


def test_the_version(empty: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(empty, capsys, "--version") == "gkplan 0.1.0\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["lst"], "没有这个命令：lst"),
        (["--nothing"], "没有选项 --nothing"),
        (["list", "--satus", "done"], "没有选项 --satus，是否 --status"),
        (["list", "--unit"], "选项 --unit 后面缺少值"),
        (["list", "--overdue=1"], "选项 --overdue 不带值"),
        (["show"], "缺少 ID..."),
        (["check", "data"], "多了参数：data"),
        (["init", "a", "b"], "多了参数：b"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained_in_chinese(small: Bench, args: list[str], message: str) -> None:
    result = small.run(*args)
    assert (result.code, result.out) == (2, "")
    first, second, _ = result.err.split("\n")
    assert first.startswith(f"错误：{message}")
    command = f" {args[0]}" if args[0] in COMMANDS else ""
    assert second.startswith(f"  用法：gkplan{command} ")
    assert second.endswith("；详见 --help")


@pytest.mark.parametrize(
    "args",
    [
        ["list", "--unit", ""],
        ["list", "--as-of", ""],
        ["log", "--unit", ""],
        ["log", "--since", ""],
        ["units", ""],
        ["report", "--unit", ""],
        ["report", "--since", ""],
        ["mark", "1.1", "done", "--unit", ""],
        ["mark", "1.1", "done", "--date", ""],
        ["mark", "1.1", "done", "--event", ""],
    ],
    ids=" ".join,
)
def test_an_empty_value_is_wrong_and_not_as_if_absent(small: Bench, args: list[str]) -> None:
    before = small.files()
    result = small.run(*args)
    assert (result.code, result.out) == (2, "")
    assert small.files() == before


def test_common_options_before_and_after_the_command(small: Bench) -> None:
    before = small.ok("--as-of", "2017-09-29", "list", "1.2")
    assert before == small.ok("list", "1.2", "--as-of", "2017-09-29")
    assert before == small.ok("--as-of", "2017-09-29", "list", "1.2", "--as-of", "2017-09-29")
    assert small.run("--as-of", "2017-08-04", "list", "--as-of", "2017-09-29") == Result(
        2, "", "错误：--as-of 写了两次：2017-08-04 和 2017-09-29\n  只留一个\n"
    )
    assert "（截至 2017-09-29）" in before


def test_every_exit_code(small: Bench) -> None:
    assert small.run("check").code == 0
    assert small.run("list", "9.9").code == 2
    assert small.run("list", "--data", "nowhere").code == 3
    assert small.run("init", ".").code == 4
    small.write("data/progress/甲局.yaml", "- {}\n")
    assert small.run("check").code == 1
    assert small.run("list").code == 3


def test_commands_in_messages_are_about_the_folder_that_was_given(small: Bench) -> None:
    """Copied as they are, they must work; those without ``--data`` stay as they are."""
    once, ongoing = "text: 待文件出台后办理。", "text: 长期办理。\n    cadence: ongoing"
    small.write("data/tasks.yaml", SMALL_TASKS.replace(once, ongoing))
    small.ok("mark", "1.1", "done")
    small.write("data/progress/丙委.yaml", "- {task: 2.1, status: todo, date: 2017-08-03}\n")
    later = ("--as-of", "2017-12-20")
    calls = {
        ("check", *later): "gkplan list{} --stale 90d --unit 丙委 可逐项查看",
        ("due",): "用 gkplan list{} 查看",
        ("mark", "1.2", "withdrawn"): "用 gkplan log{} 查看有哪些记录",
        ("review",): "如 gkplan review{} 1.3 核实",
        ("review", "--form", "-o", "核 查.xlsx"): "用 gkplan collect{} '核 查.xlsx' 收",
        ("status", *later): "due --overdue --as-of 2017-12-20{}",
    }
    (small.root / "别 处").mkdir()
    for args, text in calls.items():
        result = small.run(*args)
        assert text.format("") in result.out + result.err, result
    (small.root / "data").rename(small.root / "别 处" / "data")
    data = ("--data", "别 处")
    for args, text in calls.items():
        wanted = text.format(" --data '别 处'")
        for result in (small.run(*args, *data), small.run(*data, *args)):
            assert wanted in result.out + result.err, result
    problems = json.loads(small.run("check", *data, *later, "--format", "json").out)["problems"]
    assert any("--data '别 处' --stale" in problem["remedy"] for problem in problems)
    small.write("别 处/data/units.yaml", "")
    for args in (("list", *data), ("import", "核 查.xlsx", "--update", "别 处")):
        assert "gkplan check --data '别 处' 可随时检查" in small.run(*args).err


def test_a_bug_is_reported_as_a_bug(small: Bench) -> None:
    result = small.run("list", today="no day")
    assert (result.code, result.out) == (70, "")
    first, second, _ = result.err.split("\n")
    assert first.startswith("错误：gkplan 内部出错（TypeError：")
    assert second == "  请把这条命令和方案文件夹报给维护者；设 GKPLAN_DEBUG=1 可看到详情"
    with pytest.raises(TypeError, match="date"):
        small.run("list", today="no day", env={"GKPLAN_DEBUG": "1"})


NO_MEMORY = "错误：内存不足\n  先关掉别的程序，再试一次\n"


def raising(error: Exception) -> Callable[..., None]:
    """Return a function that raises an error."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("kind", [MemoryError, SystemError, LookupError, ImportError])
def test_too_little_memory_is_no_bug(
    small: Bench, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    """Whatever Python makes of it, such as an unknown codec or a library that is not loaded."""
    monkeypatch.setattr("gkplan.commands.context.load", raising(kind("x")))
    ample = small.run("list")
    assert ample.code == (4 if kind is MemoryError else 70)
    monkeypatch.setattr("gkplan.domain.errors._SPARE", 1 << 62)
    assert small.run("list") == Result(4, "", NO_MEMORY)


def test_an_error_that_hides_too_little_memory_is_no_bug(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    hiding = ValueError("x")
    hiding.__context__ = MemoryError()
    monkeypatch.setattr("gkplan.commands.context.load", raising(hiding))
    assert small.run("list") == Result(4, "", NO_MEMORY)


def test_too_little_memory_to_report_anything_ends_the_process(tmp_path: Path) -> None:
    script = (
        "import gkplan.cli as cli; from gkplan.__main__ import main\n"
        "cli.process_context = lambda: bytes(1 << 62)\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.decode()) == (4, b"", NO_MEMORY)


def test_a_closed_output_is_a_failed_write(small: Bench) -> None:
    closed = io.StringIO()
    closed.close()
    err = io.StringIO()
    assert small.run("list", out=closed, err=err).code == 4
    assert err.getvalue() == (
        "错误：输出写不出去：I/O operation on closed file\n  检查输出的去处\n"
    )


def test_after_a_write_no_message_claims_that_nothing_changed(small: Bench) -> None:
    closed, err = io.StringIO(), io.StringIO()
    closed.close()
    small.run("mark", "1.1", "doing", out=closed, err=err)
    written = (small.root / "data/progress/甲局.yaml").exists()
    assert not (written and "没有改动任何文件" in err.getvalue())


HOSTILE = "=cmd()|[bold]粗[/bold] <b>\\n## 假\\t\\u202e\\u2066`x`"
TURNING = set("\x1b\x9b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture
def hostile(small: Bench) -> Bench:
    """A plan in which every text looks like markup, code or a control sequence."""
    small.write(
        "data/tasks.yaml",
        f"""\
plan: {{title: "{HOSTILE}", number: "{HOSTILE}", issued: 2017-08-03, ends: 2017-09-30}}
groups:
- id: 1
  label: "一"
  title: "{HOSTILE}"
  tasks:
  - id: "1.1"
    text: "{HOSTILE}"
    lead: [甲局]
    awaits: "{HOSTILE}"
    doubts: ["{HOSTILE}"]
    tags: ["{HOSTILE}"]
""",
    )
    small.write(
        "data/progress/甲局.yaml",
        f"""\
- {{task: "1.1", status: doing, date: 2017-09-01, evidence: "https://a.cn/[x](y)|\\u202e",
   note: "{HOSTILE}", problem: "{HOSTILE}", next: "{HOSTILE}", by: "{HOSTILE}"}}
""",
    )
    return small


@pytest.mark.parametrize(
    "args",
    [
        *(["list", "--format", form] for form in ("table", "csv", "md", "json")),
        ["list", "--unit", "甲"],
        ["show", "1.1"],
        ["show", "1.1", "--format", "json"],
        *(["log", "--format", form] for form in ("table", "csv", "md", "json")),
        *(["report", "--since", "2017-08-03", "--format", form] for form in ("md", "html", "json")),
        *(["check", "--format", form] for form in ("text", "github", "json")),
    ],
    ids=" ".join,
)
def test_no_text_drives_a_terminal_or_turns_around(hostile: Bench, args: list[str]) -> None:
    for context in ({}, {"terminal": True}, {"terminal": True, "width": 120}):
        result = hostile.run(*args, **context)
        assert result.code == 0
        assert not TURNING & set(result.out + result.err)


def test_json_keeps_every_character_of_a_text(hostile: Bench) -> None:
    task = json.loads(hostile.ok("list", "--format", "json"))["tasks"][0]
    assert task["text"] == "=cmd()|[bold]粗[/bold] <b>\n## 假\t\u202e\u2066`x`"


def test_html_escapes_every_text(hostile: Bench) -> None:
    page = hostile.ok("report", "--format", "html", "--since", "2017-08-03")
    assert "<b>\n" not in page
    assert page.count("粗[/bold] &lt;b&gt;") >= 8


def test_markdown_has_no_heading_or_row_that_a_text_made(hostile: Bench) -> None:
    page = hostile.ok("report", "--since", "2017-08-03")
    assert [line for line in page.split("\n") if line.startswith("## ")] == [
        "## 要点",
        "## 2017-08-03 以来的进展（1 条）",
        "## 总体情况",
        "## 各项工作任务",
        "## 各单位",
        "## 走势",
        "## 进度和时间",
        "## 时限分布",
        "## 逾期（1 件）",
        "## 存在问题和下一步（1 件）",
        "## 存疑（1 处）",
        "## 台账（1 项）",
    ]
    late = page.partition("## 逾期（")[2].partition("\n## ")[0]
    assert [line.count(" | ") for line in late.split("\n") if line.startswith("| ")] == [6, 6, 6]


def test_an_escape_sequence_in_a_file_is_an_error(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        '- {task: "1.1", status: doing, date: 2017-09-01, note: "\\e[31m"}\n',
    )
    result = small.run("check")
    assert result.code == 1
    assert "error[control-character]: 文字中有不可见的控制字符 U+001B" in result.out
    assert "\x1b" not in result.out
    assert small.run("list").code == 3


def test_what_was_typed_is_repeated_harmlessly(small: Bench) -> None:
    for args in (["list", "\x1b[31m"], ["list", "--unit", "\u202e"], ["\x1b[31m"], ["--\x1b"]):
        result = small.run(*args)
        assert result.code == 2
        assert not TURNING & set(result.err)


def test_a_process_gives_the_same_as_a_call(small: Bench) -> None:
    done = process(small.root, "list", "--as-of", "2017-10-31")
    assert (done.returncode, done.stdout, done.stderr) == (0, small.ok("list"), "")
    wrong = process(small.root, "list", "9.9")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == small.run("list", "9.9").err


def test_a_reader_that_leaves_early_is_no_error(starter: Bench) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = process(starter.root, "list", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.posix("/dev/full")
def test_a_full_disk_behind_the_output_is_reported(small: Bench) -> None:
    with Path("/dev/full").open("w") as full:
        done = process(small.root, "list", stdout=full.fileno())
    assert done.returncode not in (0, 1, 70)
    assert done.stderr.startswith("错误：")


@pytest.mark.posix("a POSIX shell")
def test_a_closed_output_is_no_traceback(small: Bench) -> None:
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *GKPLAN, "list"]
    done = subprocess.run(
        command, cwd=small.root, capture_output=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode != 1


def test_without_a_chinese_locale_chinese_is_spoken(small: Bench) -> None:
    done = process(small.root, "list", "--unit", "无", locale="C")
    assert done.returncode == 2
    assert done.stderr.startswith("错误：没有单位 “无”\n")


def on_a_terminal(folder: Path, *args: str, **env: str) -> str:
    """Run gkplan on a new terminal and return everything that it shows."""
    import pty  # noqa: PLC0415  (no such module on Windows)

    screen, terminal = pty.openpty()
    settings = {**os.environ, "GKPLAN_DATA": "", "TERM": "xterm", "COLUMNS": "80", **env}
    child = subprocess.Popen(
        [*GKPLAN, *args], cwd=folder, env=settings, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(screen, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(screen)
    assert child.wait() == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.posix("pseudo-terminals")
def test_a_terminal_gets_colour_unless_it_is_not_wanted(small: Bench) -> None:
    args = ("list", "--as-of", "2017-10-31")
    plain = small.ok("list", terminal=True, width=80)
    coloured = small.ok("list", terminal=True, width=80, color=True)
    assert on_a_terminal(small.root, *args, NO_COLOR="") == coloured
    assert on_a_terminal(small.root, *args, NO_COLOR="1") == plain
    assert on_a_terminal(small.root, *args, TERM="dumb", NO_COLOR="") == small.ok("list")
    assert on_a_terminal(small.root, *args, NO_COLOR="1", COLUMNS="120") == small.ok(
        "list", terminal=True, width=120
    )
