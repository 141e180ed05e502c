"""The progress line of long work: on a terminal, after a while, removed without a trace."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from time import sleep

import pytest
from conftest import Bench

from gkplan.commands import progress as module
from gkplan.commands import reporting
from gkplan.commands.progress import progress

SLOW = """\
import sys, time
from gkplan.commands import progress, reporting
from gkplan.cli import main
progress.PATIENCE = float(sys.argv.pop(1))
make = reporting._Press.rendered
def slowly(*args):
    time.sleep(0.6)
    return make(*args)
reporting._Press.rendered = slowly
main()
"""
"""Runs gkplan with slow reports and the given delay of the progress line."""
LINE = re.compile(r"[-\\|/] 生成 out\.md 0:00:0\d")
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"


def on_a_terminal(bench: Bench, patience: str, *args: str, **env: str) -> tuple[int, str]:
    """Run gkplan with a terminal of 80 columns as stderr; return code and the terminal's output."""
    import pty  # noqa: PLC0415  (no such module on Windows)

    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, patience, *args],
        cwd=bench.root,
        env={**os.environ, "GKPLAN_DATA": "", "TERM": "xterm", "COLUMNS": "80", **env},
        stdout=subprocess.DEVNULL,
        stderr=slave,
    ) as process:
        os.close(slave)
        output = b""
        while part := _read(master):
            output += part
    os.close(master)
    return process.returncode, output.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # no process has it open any more
        return b""


@pytest.mark.posix("pseudo-terminals")
def test_long_work_shows_a_line_that_vanishes(small: Bench) -> None:
    code, output = on_a_terminal(small, "0.05", "report", "-o", "out.md", NO_COLOR="1")
    assert code == 0
    assert LINE.search(output)
    *line, last = output.split("\r\n")[:-1]
    assert last.endswith("\x1b[2K报告已写到 out.md"), "the message replaces the line"
    assert "".join(line).startswith(HIDDEN)
    assert SHOWN in output
    colours = set(re.findall(r"\x1b\[[\d;]*m", output))
    assert colours == set()


@pytest.mark.posix("pseudo-terminals")
def test_on_a_terminal_with_colours(small: Bench) -> None:
    _, output = on_a_terminal(small, "0.05", "report", "-o", "out.md", NO_COLOR="")
    assert LINE.search(re.sub(r"\x1b\[[\d;]*m", "", output))
    assert "\x1b[32m" in output


@pytest.mark.posix("pseudo-terminals")
def test_short_work_and_a_dumb_terminal_show_nothing(small: Bench) -> None:
    message = (0, "报告已写到 out.md\r\n")
    assert on_a_terminal(small, "60", "report", "-o", "out.md") == message
    assert on_a_terminal(small, "0.05", "report", "-o", "out.md", TERM="dumb") == message


@pytest.mark.posix("pseudo-terminals")
def test_work_that_fails_takes_the_line_away_first(small: Bench) -> None:
    small.write("templates/report.md.j2", "{{ totals.rat }}")
    code, output = on_a_terminal(small, "0.05", "report", "-o", "out.md")
    assert code == 2
    used = "提醒：用了方案文件夹自己的模板：templates/report.md.j2"
    message = "错误：模板 templates/report.md.j2:1 出错：totals 没有字段 “rat”，可能是 rate"
    assert output.endswith(f"{SHOWN}\r\x1b[1A\x1b[2K{used}\r\n{message}\r\n  改正模板\r\n")


def test_a_pipe_gets_no_line_and_no_rich(small: Bench) -> None:
    """Start-up is fast: the library that draws on terminals is not imported."""
    check = "import sys; print(sorted(set(sys.modules) & {'rich.console', 'rich.progress'}))"
    script = f"{SLOW.replace('main()', '')}\ntry:\n    main()\nfinally:\n    {check}"
    done = subprocess.run(
        [sys.executable, "-c", script, "0.05", "report", "-o", "out.md"],
        cwd=small.root,
        env={**os.environ, "GKPLAN_DATA": "", "TERM": "xterm"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "报告已写到 out.md\n")


def test_steps_come_one_after_the_other(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    terminal = StringIO()
    context = replace(small.context, err=terminal, message_width=80, env={"NO_COLOR": "1"})
    with progress(context) as step:
        for text in ("读取方案", "生成 甲局 的报告（1/2）", "[b]\x1b[31m乙局"):
            step(text)
            sleep(0.4)
    output = terminal.getvalue()
    shown = dict.fromkeys(re.findall(r"[-\\|/] (\S.*?) 0:00:0\d", output))
    assert list(shown) == ["读取方案", "生成 甲局 的报告（1/2）", "[b]\\u001b[31m乙局"]


def test_the_pages_of_all_units_are_steps(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    class Spy:
        def __init__(self, _desk: object) -> None: ...

        def __enter__(self) -> object:
            return steps.append

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(reporting, "progress", Spy)
    small.ok("report", "--all-units", "--format", "md", "-o", "out")
    assert steps == [
        "读取方案",
        "生成 甲局 的报告（1/4）",
        "生成 乙局 的报告（2/4）",
        "生成 丙委 的报告（3/4）",
        "生成 丁镇 的报告（4/4）",
        "生成 index.md",
        "写 5 个文件",
    ]


def test_work_that_ends_while_the_line_begins_shows_none(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer may expire just before the end; the line must not be printed after it."""
    monkeypatch.setattr(module, "PATIENCE", 60)
    terminal = StringIO()
    line = module.Line(replace(small.context, err=terminal, message_width=80))
    line.end()
    line.show()
    assert terminal.getvalue() == ""
