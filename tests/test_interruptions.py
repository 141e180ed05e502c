"""What happens when something fails after the writing has begun."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Bench

MARK = [sys.executable, "-m", "gkplan", "mark"]


def mark(bench: Bench, *args: str, **streams: Any) -> "subprocess.CompletedProcess[str]":
    """Run ``gkplan mark`` as of the end of October 2017 in a process of its own."""
    env = {**os.environ, "GKPLAN_DATA": ""}
    return subprocess.run(
        [*MARK, *args, "--as-of", "2017-10-31"],
        cwd=bench.root,
        env=env,
        text=True,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


@pytest.mark.no_cover  # what coverage writes down would be cut off as well
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
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_output_does_not_hide_that_the_record_stands(small: Bench) -> None:
    with Path("/dev/full").open("w") as full:
        done = mark(small, "1.1", "doing", stdout=full.fileno())
    assert done.returncode == 0
    assert done.stderr == "提醒：记录已经写入，但输出写不出去：磁盘满了\n"
    assert small.read("data/progress/甲局.yaml").count("- task") == 1


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

class Told(filelock.FileLock):
    def acquire(self, *args, **kwargs):
        print("waiting", flush=True)
        return super().acquire(*args, **kwargs)

filelock.FileLock = Told
from gkplan.__main__ import main
main()
"""
"""gkplan, which tells that it has begun to wait for its turn to write."""


def test_an_interrupted_mark_tells_so_by_its_code_and_changes_nothing(small: Bench) -> None:
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


def started(bench: Bench, script: str, *args: str) -> "subprocess.Popen[str]":
    """Start a script in the plan folder."""
    command = [sys.executable, "-c", script, *args]
    return subprocess.Popen(command, cwd=bench.root, stdout=subprocess.PIPE, text=True)
