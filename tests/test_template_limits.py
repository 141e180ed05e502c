"""What templates of others may cost: time, memory and output are bounded, whatever they do."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import REPO, Bench, Result
from forking import has_ended

from gkplan.domain.errors import UsageError
from gkplan.report import filling, template_worker
from gkplan.report.filling import LIMITS, Limits
from gkplan.report.template_loader import TemplateFolder
from gkplan.report.template_process import TemplateProcess
from gkplan.report.template_worker import Order

pytestmark = pytest.mark.no_cover  # counting would slow what is bounded in time
SMALL_LIMITS = Limits(seconds=0.3, grace=0.3, memory=150 << 20, text=1_000_000)
TOO_LONG = "运行超过 0.3 秒（处理器时间）"
TOO_MUCH = "要的内存超过 150 MB"
TOO_WIDE = "写出的内容超过 1000000 字"
ENDLESS = "层层相套，没有尽头"


def growing(first: str, then: str, times: int = 99) -> str:
    """Return a template in which ``t`` begins as one value and becomes another many times."""
    return (
        f"{{% set n = namespace(t={first}) %}}"
        f"{{% for a in range({times}) %}}{{% set n.t = {then} %}}{{% endfor %}}"
    )


def nested(inner: str) -> str:
    """Return a template of two loops that never end."""
    loop = "{% for a in range(99999) %}"
    return f"{loop}{loop}{inner}{{% endfor %}}{{% endfor %}}"


HOSTILE = {
    "~": growing("'甲'", "n.t ~ n.t"),
    "+": growing("'甲'", "n.t + n.t"),
    "+ lists": growing("[1]", "n.t + n.t"),
    "* in steps": growing("'甲'", "n.t * 9"),
    "*": "{{ '甲' * 999999999 }}",
    "**": "{{ 999 ** 999 ** 9 }}",
    "numbers": growing("999 ** 999", "n.t * n.t"),
    "%": "{{ '%1000000000d' % 1 }}",
    "% with a star": "{{ '%*d' % (1000000000, 1) }}",
    "format": "{{ '{:1000000000}'.format(1) }}",
    "the filter format": "{{ '%1000000000d' | format(1) }}",
    "indent": "{{ ('甲\\n' * 99999) | indent(99999) }}",
    "center": "{{ '甲' | center(1000000000) }}",
    "wordwrap": "{{ ('甲' * 999999) | wordwrap(1, wrapstring='乙' * 999999) }}",
    "slice": "{{ [1] | slice(1000000000) | list }}",
    "batch": "{{ [1] | batch(1000000000, '甲') | list }}",
    "lipsum": "{{ lipsum(n=99999, max=99999) }}",
    "join": "{{ range(99999) | join('甲' * 99999) }}",
    "replace": "{{ ('甲' * 99999) | replace('甲', '乙' * 99999) }}",
    "nested replace": growing("'甲'", "n.t | replace('甲', '甲甲甲')"),
    "truncate": "{{ ('甲 ' * 999999) | truncate(999999999, end='乙' * 999999) * 999 }}",
    "tojson": growing("[1]", "[n.t, n.t]", 30) + "{{ n.t | tojson }}",
    "printing": growing("[1]", "[n.t, n.t]", 30) + "{{ n.t }}",
    "nested deeply": growing("[1]", "[n.t]", 99999) + "{{ n.t }}",
    "range": nested(""),
    "range with output": nested("甲"),
    "range of ranges": "{{ range(99999) | map('string') | map('center', 99999) | list }}",
    "sum": "{{ range(99999) | sum(start=999 ** 999) }}{% for a in range(99999) %}"
    "{{ range(99999) | sum }}{% endfor %}",
    "sort": "{% for a in range(99999) %}{{ (range(99999) | sort)[0] }}{% endfor %}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macro in a loop": "{% macro m(n) %}{% for a in range(n * 99) %}{{ m(n - 1) }}{% endfor %}"
    "{% endmacro %}{{ m(99) }}",
    "call": "{% macro m() %}{% call m() %}{% endcall %}{% endmacro %}{{ m() }}",
    "recursive loop": "{% for a in [[1]] recursive %}{{ loop([a]) }}{% endfor %}",
    "include of itself": "{% include 'mine.j2' %}",
    "import of itself": "{% import 'mine.j2' as m %}",
    "deep includes": "{% for a in range(99) %}{% include 'deep.j2' %}{% endfor %}",
    "the data": "{% for a in range(99999) %}{{ groups | tojson }}{% endfor %}",
    "cycler": "{% set c = cycler(1, 2) %}" + nested("{% set x = c.next() %}"),
    "filter block": "{% filter center(1000000000) %}甲{% endfilter %}",
    "xmlattr": "{{ {'甲' * 999999: '乙' * 999999} | xmlattr * 999 }}",
}
"""Templates that would go on for ever, or fill the memory."""


@pytest.fixture
def bounded(small: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A plan folder whose templates have little time and memory."""
    monkeypatch.setattr(filling, "LIMITS", SMALL_LIMITS)
    return small


@pytest.mark.posix("limits of memory")
@pytest.mark.parametrize("case", HOSTILE)
def test_a_template_without_end_is_stopped(bounded: Bench, case: str) -> None:
    """At its line, where Python was still able to look."""
    bounded.write("mine.j2", HOSTILE[case])
    bounded.write("deep.j2", "{% for a in range(99999) %}{% include 'deeper.j2' %}{% endfor %}")
    bounded.write("deeper.j2", "{% for a in range(99999) %}{% endfor %}")
    bounded.write("out.md", "旧的")
    result = bounded.run("report", "--template", "mine.j2", "-o", "out.md")
    reasons = "|".join(map(re.escape, (TOO_LONG, TOO_MUCH, TOO_WIDE, ENDLESS)))
    other = "“.+” .+最.+|[A-Z]\\w+Error.*|让运行它的进程中断了（退出码 -11）"
    where = r"模板 (mine|deep|deeper)\.j2(:\d+ 出错：| 出错：| )"
    refusal = f"^错误：{where}({reasons}|{other})\n  .+\n$"
    assert re.search(refusal, result.err, re.MULTILINE), result
    assert result.code == 2
    assert bounded.read("out.md") == "旧的"
    assert [path.name for path in bounded.root.glob(".*")] == []


def test_time_is_reported_with_the_line(bounded: Bench) -> None:
    text = "\n{% for a in range(99999) %}\n{% for b in range(99999) %}\n{% endfor %}{% endfor %}"
    bounded.write("templates/report.md.j2", text)
    result = bounded.run("report")
    assert result == Result(
        2,
        "",
        "提醒：用了方案文件夹自己的模板：templates/report.md.j2\n"
        f"错误：模板 templates/report.md.j2:3 出错：{TOO_LONG}\n  {filling.SIMPLER}\n",
    )


@pytest.mark.posix("limits of memory")
def test_memory_is_reported_with_the_line(bounded: Bench) -> None:
    bounded.write("mine.j2", f"一\n{HOSTILE['~']}")
    result = bounded.run("report", "--template", "mine.j2")
    assert (result.code, result.out) == (2, "")
    assert result.err == f"错误：模板 mine.j2:2 出错：{TOO_MUCH}\n  {filling.SIMPLER}\n"


def test_too_much_output_is_reported_with_the_line(bounded: Bench) -> None:
    bounded.write("mine.j2", f"一\n{HOSTILE['range with output']}")
    result = bounded.run("report", "--template", "mine.j2")
    assert result.err == f"错误：模板 mine.j2:2 出错：{TOO_WIDE}\n  {filling.SIMPLER}\n"


def test_what_stays_within_the_limits_is_made(bounded: Bench) -> None:
    """The nearest text that is still allowed, in more than one frame, and several pages."""
    bounded.write("mine.md.j2", "{% for a in range(10000) %}{{ '甲' * 100 }}{% endfor %}")
    assert bounded.ok("report", "--template", "mine.md.j2") == "甲" * 1_000_000
    bounded.write("mine.md.j2", "{% for a in range(10000) %}{{ '甲' * 100 }}{% endfor %}乙")
    assert bounded.run("report", "--template", "mine.md.j2").code == 2
    bounded.write("mine.md.j2", "{{ unit }}")
    bounded.ok("report", "--all-units", "--template", "mine.md.j2", "--format", "md", "-o", "out")
    assert {path.read_text(encoding="utf-8") for path in (bounded.root / "out").iterdir()} == {
        *("甲局", "乙局", "丙委", "丁镇", ""),
    }


def test_each_page_has_the_whole_time(bounded: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is counted for each report, and the pages of a command share one process."""
    started: list[str] = []
    start = subprocess.Popen.__init__

    def counted(self: Any, command: list[str], *args: Any, **kwargs: Any) -> None:
        started.append(command[0])
        start(self, command, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "__init__", counted)
    bounded.write("mine.md.j2", "{% for a in range(300) %}{{ range(9999) | sum }}\n{% endfor %}")
    bounded.ok("report", "--all-units", "--template", "mine.md.j2", "--format", "md", "-o", "out")
    bounded.ok("remind", "--all", "--template", "mine.md.j2", "-o", "letters")
    assert started.count(sys.executable) == 2


def test_templates_that_ship_need_no_other_process(
    bounded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded.write("templates/other.j2", "")

    def refuse(*_args: object) -> None:
        raise AssertionError

    monkeypatch.setattr(TemplateProcess, "fill_in", refuse)
    assert bounded.ok("report").startswith("# 小方案")
    assert bounded.ok("report", "--format", "html").startswith("<!doctype html>")
    assert bounded.run("report").err == ""


def test_templates_of_the_folder_are_named_whenever_they_are_used(small: Bench) -> None:
    small.write("templates/reminder.md.j2", "{% include 'part.j2' %}")
    small.write("templates/part.j2", "甲")
    small.write("mine.j2", "{% include 'part.j2' %}")
    both = "提醒：用了方案文件夹自己的模板：templates/reminder.md.j2、templates/part.j2\n"
    part = "提醒：用了方案文件夹自己的模板：templates/part.j2\n"
    assert small.run("remind", "--unit", "甲局") == Result(0, "甲", both)
    assert small.run("report", "--template", "mine.j2") == Result(0, "甲", part)
    assert small.run("report", "--template", "mine.j2", "-o", "a.md").err == (
        f"{part}报告已写到 a.md\n"
    )
    assert small.run("report", "--format", "json").err == ""


# The process


def order(folder: Path, name: str = "a.j2", limits: Limits = LIMITS) -> Order:
    """Return an order for a template of a folder."""
    folders = (TemplateFolder(folder, "我的/"),)
    return Order(folders, name, html=False, data={"甲": ["乙"]}, limits=limits)


@pytest.fixture
def process() -> Any:
    """A process for templates, which is ended after the test."""
    made = TemplateProcess()
    yield made
    made.close()


def test_a_process_without_an_answer_is_ended(small: Bench, process: TemplateProcess) -> None:
    small.write("a.j2", HOSTILE["range"])
    with pytest.raises(UsageError, match=r"^模板 我的/a\.j2 运行了 0\.5 秒还没有完$"):
        process.fill_in(order(small.root, limits=LIMITS._replace(patience=0.5)))
    small.write("a.j2", "{{ 甲[0] }}")
    assert process.fill_in(order(small.root)) == "乙", "the next one starts another process"


@pytest.mark.posix("signals")
@pytest.mark.parametrize(
    ("number", "what"),
    [
        (signal.SIGKILL, "要的内存超过 1024 MB"),
        (signal.SIGSEGV, "让运行它的进程中断了（退出码 -11）"),
        (getattr(signal, "SIGXCPU", 0), "运行超过 20 秒（处理器时间）"),
    ],
)
def test_a_process_that_the_system_ends(
    small: Bench, process: TemplateProcess, number: int, what: str
) -> None:
    small.write("a.j2", "甲")
    process.fill_in(order(small.root))
    assert process._process  # noqa: SLF001
    os.kill(process._process.pid, number)  # noqa: SLF001
    with pytest.raises(UsageError) as refused:
        process.fill_in(order(small.root))
    assert refused.value.message == f"模板 我的/a.j2 {what}"


@pytest.mark.posix("limits of processor time")
def test_an_operation_that_does_not_let_the_thread_look_is_ended_by_the_system(
    small: Bench, process: TemplateProcess
) -> None:
    """One that holds the interpreter: the product of two numbers with very many digits."""
    text = "{% set n = namespace(t=999 ** 999) %}{% for a in range(99) %}{% set n.t = n.t * n.t %}"
    small.write("a.j2", text + "{% endfor %}")
    limits = LIMITS._replace(seconds=0.3)
    with pytest.raises(UsageError, match=TOO_LONG):
        process.fill_in(order(small.root, limits=limits))


def test_an_interpreter_that_cannot_be_started(
    small: Bench, process: TemplateProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(small.root / "nowhere"))
    small.write("a.j2", "甲")
    with pytest.raises(UsageError, match=r"^模板要在另一个进程里运行，没有启动成$"):
        process.fill_in(order(small.root))


def test_no_module_of_the_current_folder_is_run(small: Bench) -> None:
    """Neither by the process nor by a program that it starts."""
    for name in ("json", "jinja2", "pickle", "resource", "sitecustomize"):
        small.write(f"{name}.py", "open('ran', 'w').close()")
    small.write("templates/report.md.j2", "{{ plan.title }}")
    command = [sys.executable, "-m", "gkplan", "report"]
    env = {**os.environ, "GKPLAN_DATA": ""}
    done = subprocess.run(command, cwd=small.root, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, "小方案")
    assert not (small.root / "ran").exists()


@pytest.mark.posix("scripts of the shell")
def test_a_packed_program_starts_itself(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script that PyInstaller packs, in place of the packed program."""
    packed = small.write(
        "packed", f'#!/bin/sh\nexec "{sys.executable}" "{REPO}/tools/frozen.py" "$@"\n'
    )
    packed.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(packed))
    small.write("mine.j2", "{{ plan.title }}")
    assert small.ok("report", "--template", "mine.j2") == "小方案"
    assert small.ok("report", "--template", "mine.j2", "--all-units", "-o", "out") == ""
    assert small.run("list").code == 0


@pytest.mark.posix("POSIX signals")
def test_ctrl_c_ends_the_template_too(small: Bench) -> None:
    small.write("templates/report.md.j2", HOSTILE["range"])
    command = [sys.executable, "-m", "gkplan", "report", "--as-of", "2017-10-31"]
    env = {**os.environ, "GKPLAN_DATA": ""}
    started = subprocess.Popen(
        command,
        cwd=small.root,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    fillers: list[str] = []
    while not fillers:
        assert started.poll() is None
        time.sleep(0.02)
        fillers = [child for child in _children(started.pid) if _fills_in_templates(child)]
    os.killpg(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, out, b"Traceback" in err) == (130, b"", False)
    assert has_ended(fillers[0])


def _fills_in_templates(pid: str) -> bool:
    """Whether a child is the one of the template, not git's, which names the version before."""
    try:
        return b"template_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return False


def _children(pid: int) -> list[str]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("this system has no /proc with children")
    return listed.read_text(encoding="ascii").split()


def test_an_answer_that_is_too_large_is_no_answer(small: Bench) -> None:
    """Only the size that is announced is looked at: nothing is reserved for it."""
    path = small.write("frame", b"T" + (1 << 60).to_bytes(8, "big") + b"x")
    with path.open("rb") as stream, pytest.raises(EOFError):
        template_worker.read_frame(stream, template_worker.LARGEST)
    path.write_bytes(b"T" + (2).to_bytes(8, "big") + b"ab")
    with path.open("rb") as stream:
        assert template_worker.read_frame(stream, 2) == (b"T", b"ab")
