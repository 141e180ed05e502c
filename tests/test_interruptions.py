"""What happens when something fails after the writing has begun."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import Bench, many

MARK = [sys.executable, "-m", "gkplan", "mark"]


def mark(bench: Bench, *args: str, **streams: Any) -> "subprocess.CompletedProcess[str]":
    """Run ``gkplan mark`` as of the end of October 2017 in a separate process."""
    env = {**os.environ, "GKPLAN_DATA": ""}
    return subprocess.run(
        [*MARK, *args, "--as-of", "2017-10-31"],
        cwd=bench.root,
        env=env,
        encoding="utf-8",
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


@pytest.mark.posix("limits on what a process may write")
@pytest.mark.no_cover  # the data of coverage would be cut off as well
def test_a_second_journal_that_cannot_be_written_leaves_the_first_as_it_was(small: Bench) -> None:
    record = '- task: "{}"\n  status: doing\n  date: 2017-09-01\n'
    small.write("data/progress/甲局.yaml", record.format("1.1"))
    small.write("data/progress/乙局.yaml", record.format("2.2") * 5000)
    before = small.files()
    limited = mark(small, "1.1", "2.2", "doing", preexec_fn=_write_at_most_100_kb)
    assert limited.returncode == 4
    assert limited.stderr.startswith("错误：data/progress 写入失败：文件太大\n")
    assert small.files() == before
    assert mark(small, "1.1", "2.2", "doing").returncode == 0


def _write_at_most_100_kb() -> None:
    import resource  # noqa: PLC0415  (no such module on Windows)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.posix("/dev/full")
def test_a_full_output_does_not_hide_that_the_record_was_written(small: Bench) -> None:
    with Path("/dev/full").open("w") as full:
        done = mark(small, "1.1", "doing", stdout=full.fileno())
    assert done.returncode == 0
    written, entered = done.stderr.splitlines()
    assert written == "提醒：记录已经写入，但输出写不出去：磁盘满了"
    assert entered.startswith("提醒：事项 1.1 是补报：")
    assert small.read("data/progress/甲局.yaml").count("- task") == 1


@pytest.mark.posix("/dev/full")
def test_a_failing_error_output_does_not_change_the_code(small: Bench) -> None:
    with Path("/dev/full").open("w") as full:
        assert mark(small, "9.9", "done", stderr=full.fileno()).returncode == 2


HOLD = """
import sys, time
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(600)
"""
MARKING = """
import filelock

class Announcing(filelock.FileLock):
    def acquire(self, *args, **kwargs):
        print("waiting", flush=True)
        return super().acquire(*args, **kwargs)

filelock.FileLock = Announcing
from gkplan.__main__ import main
main()
"""
"""gkplan, which prints a line when it begins to wait for the lock."""


@pytest.mark.posix("POSIX signals")
def test_an_interrupted_mark_exits_with_130_and_changes_nothing(small: Bench) -> None:
    lock = small.write("data/.gkplan.lock", "")
    with started(small, HOLD, str(lock)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with started(small, MARKING, "mark", "1.1", "doing") as waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == "waiting\n"
            waiting.send_signal(signal.SIGINT)
            assert waiting.wait() == 130
        holder.kill()
    assert not (small.root / "data/progress/甲局.yaml").exists()


STARTING = """
import os, signal, sys, threading, time
delay = float(sys.argv.pop(1))
import gkplan.__main__ as entry
threading.Thread(
    target=lambda: (time.sleep(delay), os.kill(os.getpid(), signal.SIGINT)), daemon=True
).start()
entry.main()
"""
"""gkplan, interrupted after a number of seconds."""
INTERRUPTED = {
    "list": (),
    "report": ("--format", "html", "-o", "out.html"),
    "init": ("new/plan",),
    "import": ("方案.md", "-o", "new/plan"),
    "mark": ("1.1", "doing"),
}
"""Commands with their arguments."""


@pytest.mark.posix("POSIX signals")
@pytest.mark.no_cover
@pytest.mark.long
@pytest.mark.parametrize("command", INTERRUPTED)
def test_an_interrupt_at_any_moment_ends_with_130_and_leaves_nothing(
    small: Bench, command: str
) -> None:
    """The command may be importing, reading, writing or ending."""
    small.write("方案.md", small.ok("export"))
    before = small.files()
    for number in range(many(4)):
        delay = 0.5 * (number / many(4)) ** 2  # most of them fall into its work
        script = [sys.executable, "-c", STARTING, str(delay), command, *INTERRUPTED[command]]
        done = subprocess.run(
            script, cwd=small.root, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode in (0, 130), done
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
        if done.returncode == 130 and small.files() != before:  # the work had just been done
            assert small.run("check").code == 0
            assert not [name for name in small.files() if name.endswith((".tmp", ".lock"))]
        for name in small.files().keys() - before.keys():
            (small.root / name).unlink()
        shutil.rmtree(small.root / "new", ignore_errors=True)


def script_of(change: str) -> list[str]:
    """Return a command that runs gkplan after a change of its code."""
    script = f"""
import gkplan.__main__ as entry, os, signal
from gkplan import cli
def interrupt(*_): signal.raise_signal(signal.SIGINT)
{change}
entry.main()
"""
    return [sys.executable, "-c", script]


def in_process(bench: Bench, change: str, *args: str) -> "subprocess.CompletedProcess[str]":
    """Run gkplan after a change of its code."""
    command = [*script_of(change), *args]
    return subprocess.run(
        command, cwd=bench.root, capture_output=True, encoding="utf-8", check=False
    )


def test_an_interrupt_that_a_destructor_swallows_is_not_reported(small: Bench) -> None:
    change = """
class Lost:
    def __del__(self):
        interrupt()
        sum(range(9))
run = cli.run
def interrupted(*args):
    Lost()
    return run(*args)
cli.run = interrupted
"""
    done = in_process(small, change, "list", "--as-of", "2017-10-31")
    assert (done.returncode, done.stdout, done.stderr) == (0, small.ok("list"), "")


def test_two_interrupts_do_not_stop_the_cleaning_up_and_three_do(small: Bench) -> None:
    change = """
import gkplan.folder.transaction as module
def failing(folder, pairs):
    pairs[0][0].path.write_bytes(b"half")
    interrupt()
module._replace = failing
undo = module._undo
def undoing(*args):
    for _ in range({}): interrupt()
    return undo(*args)
module._undo = undoing
"""
    journal = small.root / "data/progress/甲局.yaml"
    done = in_process(small, change.format(1), "mark", "1.1", "doing")
    assert (done.returncode, done.stderr, journal.exists()) == (130, "", False)
    done = in_process(small, change.format(2), "mark", "1.1", "doing")
    assert (done.returncode, done.stderr, journal.exists()) == (130, "", True)


def test_an_interrupt_after_the_command_is_quiet(small: Bench) -> None:
    change = "import atexit; atexit.register(interrupt)"
    done = in_process(small, change, "list", "--as-of", "2017-10-31")
    assert (done.returncode, done.stdout, done.stderr) == (0, small.ok("list"), "")


def test_an_interrupt_before_the_command_is_quiet(small: Bench) -> None:
    done = in_process(small, "interrupt(); sum(range(9))", "list")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.posix("pipes that do not block")
def test_an_interrupted_output_is_not_waited_for(small: Bench) -> None:
    """The pipe is full and nobody reads it; the rest of the output is dropped."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while os.write(writer, b"x" * 4096):
            pass
    os.set_blocking(writer, True)
    change = """
flushing = cli.writing_out
def interrupted(stream):
    interrupt()
    return flushing(stream)
cli.writing_out = interrupted
"""
    command = [*script_of(change), "list"]
    done = subprocess.run(
        command,
        cwd=small.root,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, b"")
    os.close(reader)
    os.close(writer)


@pytest.mark.posix("a POSIX shell")
def test_who_ignores_interrupts_is_not_interrupted(small: Bench) -> None:
    """``nohup`` starts commands so, and a shell script its background commands."""
    change = "interrupt()"
    command = in_process(small, change, "list").args
    done = subprocess.run(
        ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *command, "--as-of", "2017-10-31"],
        cwd=small.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, small.ok("list"), "")


def started(bench: Bench, script: str, *args: str) -> "subprocess.Popen[str]":
    """Start a script in the plan folder."""
    command = [sys.executable, "-c", script, *args]
    return subprocess.Popen(command, cwd=bench.root, stdout=subprocess.PIPE, encoding="utf-8")


@pytest.mark.parametrize("name", ["signal.py", "gc.py", "json.py", "typer.py"])
def test_no_file_of_the_current_folder_is_run(small: Bench, name: str) -> None:
    """``python -m`` searches that folder first, and a plan folder may come from anybody."""
    small.write(name, "print('run')\n")
    command = [sys.executable, "-m", "gkplan", "list", "--format", "json", "--as-of", "2017-10-31"]
    done = subprocess.run(
        command, cwd=small.root, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == small.ok("list", "--format", "json")
