"""The line that says what long work is at: on a terminal, after a while, gone without a trace."""

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
"""Runs gkplan with reports that take a while, and with the patience given."""
LINE = re.compile(r"[-\\|/] 生成 out\.md 0:00:0\d")
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"


def on_a_terminal(bench: Bench, patience: str, *args: str, **env: str) -> tuple[int, str]:
    """Run gkplan with a terminal of 80 columns as its error output; give what the terminal got."""
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
        said = b""
        while part := _read(master):
            said += part
    os.close(master)
    return process.returncode, said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nobody has it open any more
        return b""


@pytest.mark.posix("pseudo-terminals")
def test_long_work_shows_a_line_that_vanishes(small: Bench) -> None:
    code, said = on_a_terminal(small, "0.05", "report", "-o", "out.md", NO_COLOR="1")
    assert code == 0
    assert LINE.search(said)
    *line, last = said.split("\r\n")[:-1]
    assert last.endswith("\x1b[2K报告已写到 out.md"), "what is told comes where the line was"
    assert "".join(line).startswith(HIDDEN)
    assert SHOWN in said
    colours = set(re.findall(r"\x1b\[[\d;]*m", said))
    assert colours == set()


@pytest.mark.posix("pseudo-terminals")
def test_on_a_terminal_with_colours(small: Bench) -> None:
    _, said = on_a_terminal(small, "0.05", "report", "-o", "out.md", NO_COLOR="")
    assert LINE.search(re.sub(r"\x1b\[[\d;]*m", "", said))
    assert "\x1b[32m" in said


@pytest.mark.posix("pseudo-terminals")
def test_short_work_and_a_dumb_terminal_show_nothing(small: Bench) -> None:
    told = (0, "报告已写到 out.md\r\n")
    assert on_a_terminal(small, "60", "report", "-o", "out.md") == told
    assert on_a_terminal(small, "0.05", "report", "-o", "out.md", TERM="dumb") == told


@pytest.mark.posix("pseudo-terminals")
def test_work_that_fails_takes_the_line_away_first(small: Bench) -> None:
    small.write("templates/report.md.j2", "{{ totals.rat }}")
    code, said = on_a_terminal(small, "0.05", "report", "-o", "out.md")
    assert code == 2
    told = "错误：模板 templates/report.md.j2:1 出错：totals 没有字段 “rat”，可能是 rate"
    assert said.endswith(f"{SHOWN}\r\x1b[1A\x1b[2K{told}\r\n  改正模板\r\n")


def test_a_pipe_gets_no_line_and_no_rich(small: Bench) -> None:
    """Start-up stays fast: what draws on terminals is not even imported."""
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
    said = terminal.getvalue()
    shown = dict.fromkeys(re.findall(r"[-\\|/] (\S.*?) 0:00:0\d", said))
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
        "写 甲局.md（1/5）",
        "写 乙局.md（2/5）",
        "写 丙委.md（3/5）",
        "写 丁镇.md（4/5）",
        "写 index.md（5/5）",
    ]


def test_work_that_ends_while_the_line_begins_shows_none(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer may have run out just before the end; then the line must not come after it."""
    monkeypatch.setattr(module, "PATIENCE", 60)
    terminal = StringIO()
    line = module.Line(replace(small.context, err=terminal, message_width=80))
    line.end()
    line.show()
    assert terminal.getvalue() == ""
