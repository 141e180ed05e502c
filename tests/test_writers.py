"""Concurrent writers, killed writers, and disks that refuse: with real processes only."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from conftest import SMALL_TASKS, SMALL_UNITS, Bench, many
from forking import forking_script

pytestmark = pytest.mark.no_cover  # each process starts three times as fast
GKPLAN = [sys.executable, "-m", "gkplan"]
JOURNAL = "data/progress/甲局.yaml"
FIRST = '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n  note: 0\n'
PADDING = f"# {'填' * 99}\n" * 3000
"""Most of a megabyte of comment, so that a write takes long enough to be hit."""

KILLS = many(12)
WRITERS = min(many(8), 20)
NURSERY = forking_script(
    "chinese_calendar.constants, filelock, gkplan.commands.mark",
    """
for number in range(1, 1000):
    if run(("mark", "1.1", "doing", "--note", str(number)), context):
        break
    print("marked", flush=True)
""",
)
"""Starts one process per line, in the folder that the line names; it marks repeatedly."""


def start(folder: Path, *command: str) -> "subprocess.Popen[str]":
    """Start a process in the plan folder; its stdout and stderr are combined."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "GKPLAN_DATA": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def notes(journal: Path) -> list[str]:
    """Return the notes of a journal's records, each of which must be complete."""
    records = yaml.load(journal.read_bytes(), yaml.CSafeLoader)
    for record in records:
        assert set(record) == {"task", "status", "date", "note"}
    return [str(record["note"]) for record in records]


@pytest.mark.long
def test_many_writers_at_once_lose_nothing(small: Bench) -> None:
    small.write(JOURNAL, FIRST)
    before = set(small.files())
    units = {number: "乙" if number % 4 == 0 else "甲" for number in range(1, WRITERS + 1)}
    writers = [
        start(
            small.root,
            *(*GKPLAN, "mark", "2.1", "doing", "--unit", unit, "--note", str(number)),
        )
        for number, unit in units.items()
    ]
    for writer in writers:
        output, _ = writer.communicate()
        assert writer.returncode == 0, output
    written = {"甲": notes(small.root / JOURNAL)[1:]}
    written["乙"] = notes(small.root / "data/progress/乙局.yaml")
    for unit, numbers in written.items():
        assert sorted(numbers, key=int) == [str(n) for n, who in units.items() if who == unit]
    assert set(small.files()) == {*before, "data/progress/乙局.yaml"}
    assert small.run("check").code == 0


def kill_while_marking(nursery: "subprocess.Popen[str]", folder: Path, delay: float) -> int:
    """Kill a process ``delay`` seconds after its first mark; return how many marks it reported."""
    assert nursery.stdin
    assert nursery.stdout
    nursery.stdin.write(f"{folder}\n")
    nursery.stdin.flush()
    lines = iter(nursery.stdout.readline, f"gone {-signal.SIGKILL}\n")
    child = int(next(lines))
    marked = [line for line in (next(lines), next(lines)) if line == "marked\n"]
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    marked += [line for line in lines if line == "marked\n"]
    return len(marked)


@pytest.mark.posix("fork and SIGKILL")
@pytest.mark.long
def test_a_killed_writer_leaves_the_old_journal_or_the_new_one(tmp_path: Path) -> None:
    """The journal has every reported record, and at most one that was not reported yet."""
    with start(tmp_path, sys.executable, "-c", NURSERY) as nursery:
        for number in range(KILLS):
            bench = Bench(tmp_path / str(number))
            bench.write("data/units.yaml", SMALL_UNITS)
            bench.write("data/tasks.yaml", SMALL_TASKS)
            before = PADDING + FIRST if number % 2 else FIRST
            bench.write(JOURNAL, before)
            marked = kill_while_marking(nursery, bench.root, 0.15 * number / KILLS)
            assert bench.read(JOURNAL).startswith(before)
            found = notes(bench.root / JOURNAL)
            assert found == [str(n) for n in range(len(found))]
            assert len(found) in (1 + marked, 2 + marked)
            bench.ok("mark", "1.1", "doing", "--note", "接着")
            assert notes(bench.root / JOURNAL) == [*found, "接着"]
        assert nursery.stdin
        nursery.stdin.close()


def shell(folder: Path, script: str, *wrapper: str) -> subprocess.CompletedProcess[str]:
    """Run a script in the plan folder; ``"$@"`` is gkplan there."""
    return subprocess.run(
        [*wrapper, "sh", "-c", script, "sh", *GKPLAN],
        cwd=folder,
        env={**os.environ, "GKPLAN_DATA": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.posix("POSIX users")
def test_a_full_disk_leaves_the_journal_as_it_was(small: Bench) -> None:
    wrapper = ("unshare", "--map-root-user", "--mount")
    if shell(small.root, "mount -t tmpfs none data", *wrapper).returncode:
        pytest.skip("this system lets nobody mount a small disk in a namespace of their own")
    small.write("data/progress/keep", "")
    small.write("old.yaml", FIRST)
    done = shell(
        small.root,
        f"""
        mount -t tmpfs -o size=64k none data/progress
        cp old.yaml {JOURNAL}
        cat /dev/zero >data/progress/.filler 2>/dev/null
        "$@" mark 1.1 done
        echo $?
        ls -A data/progress
        cmp old.yaml {JOURNAL} && echo same
        rm data/progress/.filler
        "$@" mark 1.1 doing
        """,
        *wrapper,
    )
    assert done.stdout == (f"4\n.filler\n甲局.yaml\nsame\n1.1  甲局  正在推进  {JOURNAL}\n"), (
        done.stderr
    )
    assert done.stderr.startswith("错误：data/progress")
    assert " 写入失败：磁盘满了\n" in done.stderr


@pytest.mark.posix("limits on what a process may write")
def test_when_one_journal_of_two_cannot_be_written_neither_is(small: Bench) -> None:
    small.write(JOURNAL, FIRST)
    small.write("data/progress/乙局.yaml", PADDING * 2)
    before = small.files()
    limited = 'ulimit -f 2000; "$@" mark 1.1 2.2 doing'
    done = shell(small.root, limited)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("错误：data/progress")
    assert " 写入失败：文件太大\n" in done.stderr
    assert small.files() == before
    (small.root / JOURNAL).unlink()
    assert shell(small.root, limited).returncode == 4
    assert not (small.root / JOURNAL).exists()


@pytest.fixture
def powerless() -> tuple[str, ...]:
    """Return the prefix that makes permissions effective for a command, for root too."""
    if os.getuid():
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may do everything, and there is no setpriv to take that away")
    return ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")


@pytest.mark.posix("POSIX users")
@pytest.mark.parametrize(
    ("locked", "label"), [("data", "data 不能写入："), ("data/progress", "data/progress")]
)
def test_a_folder_without_write_permission_is_not_changed(
    small: Bench, powerless: tuple[str, ...], locked: str, label: str
) -> None:
    small.write(JOURNAL, FIRST)
    before = small.files()
    (small.root / locked).chmod(0o555)
    try:
        done = shell(small.root, '"$@" mark 1.1 done', *powerless)
    finally:
        (small.root / locked).chmod(0o755)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith(f"错误：{label}")
    assert "没有权限" in done.stderr
    assert small.files() == before


@pytest.mark.posix("POSIX users")
def test_a_journal_that_may_not_be_read_is_not_replaced(
    small: Bench, powerless: tuple[str, ...]
) -> None:
    path = small.write(JOURNAL, FIRST)
    path.chmod(0)
    done = shell(small.root, '"$@" mark 1.1 done', *powerless)
    path.chmod(0o644)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"{JOURNAL}:1:1: error[not-readable]: 文件打不开：没有权限" in done.stderr
    assert small.read(JOURNAL) == FIRST
