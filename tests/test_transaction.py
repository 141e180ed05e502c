"""A write of several files: all or none, whatever fails or is killed in between."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from errno import EMFILE
from pathlib import Path

import pytest
from conftest import REPO, SMALL_TASKS, SMALL_UNITS, Bench, Result, many
from filelock import FileLock

from gkplan.folder import files
from gkplan.folder.location import Folder
from gkplan.folder.transaction import (
    Change,
    commit,
    finish_interrupted,
    is_interrupted,
    sole_writer,
)

JOURNAL = ".gkplan-write.tmp"
FIRST = "data/progress/甲局.yaml"
SECOND = "data/progress/乙局.yaml"
OLD = '- task: "{}"\n  status: doing\n  date: 2017-09-01\n'


@pytest.fixture
def two(small: Bench) -> Bench:
    """The small plan with a record in each of two journals."""
    small.write(FIRST, OLD.format("1.1"))
    small.write(SECOND, OLD.format("2.2"))
    return small


def fail_at(monkeypatch: pytest.MonkeyPatch, call: int, error: BaseException) -> None:
    """Make the given call of ``Path.replace`` fail, counted from 1; later ones succeed."""
    calls = iter(range(1, 1000))
    replace = Path.replace

    def counted(path: Path, target: Path) -> Path:
        if next(calls) == call:
            raise error
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", counted)


@pytest.mark.parametrize("call", [1, 2, 3], ids=["journal", "first file", "second file"])
def test_a_failure_restores_what_was_replaced(
    two: Bench, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    before = two.files()
    fail_at(monkeypatch, call, OSError(28, "No space left on device"))
    result = two.run("mark", "1.1", "2.2", "done")
    assert (result.code, result.out) == (4, "")
    assert result.err == "错误：data/progress 写入失败：磁盘满了\n  检查磁盘空间和写权限\n"
    assert two.files() == before


def test_without_a_failure_all_are_replaced(two: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at(monkeypatch, 4, OSError(28, "No space left on device"))
    assert two.run("mark", "1.1", "2.2", "done").code == 0
    assert [two.read(file).count("- task") for file in (FIRST, SECOND)] == [2, 2]


def test_one_file_is_replaced_at_once_and_needs_no_journal(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, 2, OSError(28, "No space left on device"))
    assert two.run("mark", "1.1", "done").code == 0
    assert two.read(FIRST).count("- task") == 2


def test_a_restoration_is_listed_before_it_begins(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced: list[str] = []
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        replaced.append(target.name)
        if len(replaced) == 3:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert two.run("mark", "1.1", "2.2", "done").code == 4
    first, second = replaced[1:3]
    assert replaced == [JOURNAL, first, second, JOURNAL, first]


def test_what_cannot_be_restored_is_named(two: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter(range(1, 1000))
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if next(calls) >= 3:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    result = two.run("mark", "1.1", "2.2", "done")
    [changed] = [file for file in (FIRST, SECOND) if two.read(file).count("- task") == 2]
    assert result == Result(
        4, "", f"错误：写入失败，并且没能还原：{changed}\n  用 git diff 查看这些文件\n"
    )


def test_what_reads_before_it_writes_finishes_what_was_cut_short(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = two.read(FIRST) + "# x\n"
    cut_short(two, monkeypatch, 0)
    shipped = replace(folder_of(two), read_only=True)
    finish_interrupted(shipped)
    assert is_interrupted(shipped)
    finish_interrupted(folder_of(two))
    assert not is_interrupted(folder_of(two))
    assert two.read(FIRST) == after


def test_without_an_interrupted_write_the_folder_is_not_locked(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise AssertionError

    monkeypatch.setattr("gkplan.folder.transaction.locked", refuse)
    finish_interrupted(folder_of(two))


def test_a_writer_waits_for_another_and_then_gives_up(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two.files()
    monkeypatch.setattr("gkplan.folder.lock.PATIENCE", 0.1)
    with FileLock(two.root / "data/.gkplan.lock"):
        assert two.run("mark", "1.1", "done") == Result(
            4, "", "错误：另一个 gkplan 正在写入，等了 0.1 秒\n  稍后再试\n"
        )
    assert {name: before[name] for name in before} == {name: two.files()[name] for name in before}
    assert two.run("mark", "1.1", "done").code == 0


def test_an_interruption_restores_what_was_replaced(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two.files()
    fail_at(monkeypatch, 3, KeyboardInterrupt())
    assert two.run("mark", "1.1", "2.2", "done").code == 130
    assert two.files() == before


def folder_of(bench: Bench) -> Folder:
    """Return the bench's plan folder."""
    return Folder(bench.root / "data", bench.root, "")


def changes_of(bench: Bench) -> list[Change]:
    """Return a change of each of the two journals."""
    files = [bench.root / FIRST, bench.root / SECOND]
    return [Change(file, file.read_bytes(), file.read_bytes() + b"# x\n") for file in files]


def leave_as_killed(bench: Bench) -> None:
    """Restore the copy that was made at the moment of the kill."""
    killed = bench.root.with_name("killed")
    for name in bench.files():
        (bench.root / name).unlink()
    shutil.copytree(killed, bench.root, dirs_exist_ok=True)
    shutil.rmtree(killed)


def cut_short(bench: Bench, monkeypatch: pytest.MonkeyPatch, replacements: int) -> None:
    """Leave the folder like a process that is killed after so many replacements."""
    kept: list[Path] = []
    replace = Path.replace

    def killed(path: Path, target: Path) -> Path:
        if JOURNAL not in (path.name, target.name):
            if len(kept) < replacements:
                kept.append(path)
            else:
                shutil.copytree(bench.root, bench.root.with_name("killed"))
                raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            commit(folder_of(bench), changes_of(bench))
    leave_as_killed(bench)


@pytest.mark.parametrize("replacements", [0, 1])
def test_the_next_writer_completes_a_write_that_was_killed(
    two: Bench, monkeypatch: pytest.MonkeyPatch, replacements: int
) -> None:
    after = {FIRST: two.read(FIRST) + "# x\n", SECOND: two.read(SECOND) + "# x\n"}
    cut_short(two, monkeypatch, replacements)
    half = {file: two.read(file) for file in after}
    assert sum(half[file] == after[file] for file in after) == replacements
    checked = two.run("check")
    assert checked.out.count("warning[interrupted-write]") == 1
    assert {file: two.read(file) for file in after} == half, "check writes nothing"
    assert two.ok("mark", "1.1", "done", "--note", "x").startswith("1.1  甲局  已完成")
    assert two.read(FIRST).startswith(after[FIRST])
    assert two.read(SECOND) == after[SECOND]
    assert [name for name in two.files() if name.endswith(".tmp")] == []
    assert "interrupted-write" not in two.run("check").out


def test_a_file_that_was_edited_since_is_not_overwritten(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_short(two, monkeypatch, 1)
    two.write(SECOND, two.read(SECOND) + "# 手改\n")
    before = two.files()
    result = two.run("mark", "1.1", "done")
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        "错误：上一次写入中断了，data/.gkplan-write.tmp 列出的步骤补不完，没有写入\n"
        "  用 git diff 核对它列出的文件，改好以后删去 data/.gkplan-write.tmp\n"
    )
    assert two.files() == before
    (two.root / "data" / JOURNAL).unlink()
    two.ok("mark", "1.1", "done")


def test_an_undo_that_is_killed_is_completed(two: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second restoration is never reached; the journal then leads back to the old contents."""
    before = two.files()
    new = b"# x\n"
    replace = Path.replace
    restored: list[str] = []

    def killed(path: Path, target: Path) -> Path:
        if not restored and target.name == Path(SECOND).name and new in path.read_bytes():
            replace(path, target)
            restored.append("begun")
            raise OSError(5, "Input/output error")
        if restored and target.name == Path(SECOND).name:
            shutil.copytree(two.root, two.root.with_name("killed"))
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            commit(folder_of(two), changes_of(two))
    leave_as_killed(two)
    assert is_interrupted(folder_of(two))
    with sole_writer(folder_of(two)):
        pass
    assert two.files() == before


def listed(bench: Bench, steps: object) -> str:
    """Return a list of steps as gkplan writes it in the bench's folder."""
    status = (bench.root / "data").stat()
    return json.dumps({"folder": f"{status.st_dev}:{status.st_ino}", "steps": steps})


HOSTILE: list[tuple[str, Callable[[Path], object]]] = [
    ("no JSON", lambda _: None),
    ("nested without end", lambda _: None),
    ("not a list of steps", lambda _: {"name": 1}),
    ("other keys", lambda _: [{"name": "x", "old": None, "new": None, "more": 1}]),
    ("a file above", lambda _: [_put("../outside.yaml")]),
    ("an absolute path", lambda root: [_put(str(root.parent / "outside.yaml"))]),
    ("a linked folder", lambda _: [_put("away/outside.yaml")]),
    ("a linked file", lambda _: [_put("link.yaml")]),
    ("a way round", lambda _: [_put("progress/../tasks.yaml")]),
    ("a staged file that is none", lambda root: [_copy_of_units(root)]),
    ("signs beside base64", lambda _: [{**_put("progress/丁镇.yaml"), "content": "e!A=="}]),
    (
        "a staged file elsewhere",
        lambda _: [{**_put("progress/丁镇.yaml"), "staged": "../../x.tmp"}],
    ),
    ("other content", lambda _: [{**_put("progress/丁镇.yaml"), "content": "eQ=="}]),
    ("no base64", lambda _: [{**_put("progress/丁镇.yaml"), "content": "字"}]),
    ("git's own settings", lambda _: [_put(".git/config")]),
    ("another file", lambda _: [_put("notes.yaml")]),
    ("the lock", lambda _: [_put(".gkplan.lock")]),
    ("one file twice", lambda _: [_put("progress/丁镇.yaml")] * 2),
    ("too many files", lambda _: [_put(f"progress/{n}.yaml") for n in range(10_001)]),
    (
        "a staged file of another name",
        lambda _: [{**_put("progress/丁镇.yaml"), "staged": "tasks.yaml"}],
    ),
    ("a number for a name", lambda _: [{**_put("progress/丁镇.yaml"), "name": 1}]),
]


def _put(name: str) -> dict[str, str | None]:
    """Return a step that creates a file with the content ``x``."""
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    return {"name": name, "old": None, "new": digest, "staged": None, "content": "eA=="}


def _copy_of_units(root: Path) -> dict[str, str | None]:
    """Return a step that uses a file of the plan as its temporary file."""
    digest = hashlib.sha256((root / "data/units.yaml").read_bytes()).hexdigest()
    return {**_put("reviews.yaml"), "new": digest, "content": None, "staged": "units.yaml"}


@pytest.mark.posix("symbolic links")
@pytest.mark.parametrize(("name", "steps"), HOSTILE, ids=[name for name, _ in HOSTILE])
def test_a_journal_from_a_stranger_writes_nothing_outside(
    bench_at: Callable[[str], Bench], name: str, steps: Callable[[Path], object]
) -> None:
    bench = bench_at("hostile")
    inner = Bench(bench.root / "inner")
    inner.write("data/units.yaml", SMALL_UNITS)
    inner.write("data/tasks.yaml", SMALL_TASKS)
    inner.write("data/progress/丁镇.yaml", "")
    (inner.root / "data/away").symlink_to(bench.root)
    (inner.root / "data/link.yaml").symlink_to(bench.root / "outside.yaml")
    texts = {"no JSON": "{", "nested without end": "[" * 100_000}
    text = texts.get(name) or listed(inner, steps(inner.root))
    inner.write(f"data/{JOURNAL}", text)
    before = bench.files()
    result = inner.run("mark", "1.1", "done")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith("错误：上一次写入中断了，data/.gkplan-write.tmp 列出的步骤补不完")
    assert bench.files() == before


def test_a_valid_journal_written_by_hand_is_completed(small: Bench) -> None:
    """The valid case that is nearest to the hostile ones."""
    small.write("data/progress/.gitkeep", "")
    small.write(f"data/{JOURNAL}", listed(small, [_put("progress/丁镇.yaml")]))
    small.ok("mark", "1.1", "done")
    assert small.read("data/progress/丁镇.yaml") == "x"


KILLED = """
import os, random, shutil, signal, sys, time
from pathlib import Path
import chinese_calendar.constants, filelock, gkplan.commands.mark, gkplan.commands.review
import gkplan.commands.import_update, gkplan.importing.plan.delivery
from gkplan.cli import run
from gkplan.commands.process import process_context
from gkplan.folder import files
from gkplan.folder.location import Folder
from gkplan.folder.transaction import sole_writer

TOUCHING = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree")
step, random_kills, *command = sys.argv[1:]
chance = random.Random(0)
left = 0

def count(event, args):
    global left
    if event in TOUCHING and left and (event != "open" or args[2] & (os.O_WRONLY | os.O_RDWR)):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

def contents():
    return {str(path): path.read_bytes() for path in Path("data").rglob("*") if path.is_file()}

def attempt(moment=0, delay=None):
    global left
    shutil.rmtree("data")
    shutil.copytree("start", "data")
    context = process_context()
    child = os.fork()
    if not child:
        left = moment
        os._exit(run(command, context))
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def judge():
    found = contents()
    files = {name for name in found if not name.endswith((".tmp", ".lock"))}
    half = {name: found[name] for name in files} not in (before, after)
    with sole_writer(Folder(Path("data"), Path("."), "")):
        pass
    left = contents()
    state = "before" if left == before else "after" if left == after else "broken"
    print("state", state, "from halves" if half else "", file=sys.stderr)

sys.addaudithook(count)
os.fsync = lambda handle: None  # a killed process loses nothing that it wrote
shutil.copytree("start", "data")
before = contents()
started = time.monotonic()
assert attempt() == 0
lasted = time.monotonic() - started
after = contents()
assert after != before
moment = 1
while attempt(moment) == -signal.SIGKILL:
    judge()
    moment += int(step)
for _ in range(int(random_kills)):
    if attempt(delay=chance.uniform(0, lasted)) == -signal.SIGKILL:
        judge()
"""
"""Kill a command at every so many accesses to the disk, then at random moments.

A line "state" in the error output describes what the next writer left: the files as before the
command or as after it, and whether it had found some of each.
"""


DOCUMENT = """\
清河区2017年窗口服务工作分工方案
清河区人民政府办公室
2017年8月3日

工作任务\t具体事项\t责任单位
一、规范窗口服务\t1. 公布办事指南。\t区政务办
\t2. 在窗口公开收费标准。\t{}
"""
KILLABLE = {
    "mark of two units": "mark 1.1 1.2 done --date 2017-09-20 --note x",
    "review": "review 1.1 accept --date 2017-09-20",
    "update": "import other.txt --update data",
    "import --force": "import other.txt -o . --force",
}
"""Commands that write to a plan folder."""
SEVERAL_FILES = KILLABLE.keys() - {"review"}
SLOW = {"update", "import --force"}


@pytest.mark.posix("SIGKILL")
@pytest.mark.long
@pytest.mark.no_cover  # the data of coverage would be cut off as well
@pytest.mark.parametrize("command", KILLABLE)
def test_whenever_a_command_is_killed_the_next_writer_leaves_no_half(
    empty: Bench, command: str
) -> None:
    empty.write("plan.txt", DOCUMENT.format("区财政局"))
    empty.write("other.txt", DOCUMENT.format("区财政局、区发改局"))
    empty.ok("import", "plan.txt", "-o", ".", "--force")
    empty.write("data/progress/区政务办.yaml", OLD.format("1.1"))
    empty.write("data/progress/区财政局.yaml", OLD.format("1.2"))
    (empty.root / "data").rename(empty.root / "start")
    step = "3" if command in SLOW and many(1) == 1 else "1"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(many(25) - 25), *KILLABLE[command].split()],
        cwd=empty.root,
        env={**os.environ, "GKPLAN_DATA": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stderr.splitlines() if line.startswith("state ")]
    states = Counter(" ".join(words) for _, *words in lines)
    assert sum(states.values()) >= 10
    halves = {"after from halves"} if command in SEVERAL_FILES else set()
    assert set(states) == {"before", "after"} | halves, states


HOLD = """
import sys, time
from pathlib import Path
from gkplan.folder.atomic import staged
with staged(Path(sys.argv[1]), b"x") as temporary:
    print(temporary.name, flush=True)
    time.sleep(600)
"""


@pytest.mark.posix("file locks")
def test_temporary_files_of_dead_processes_are_removed_and_those_of_live_ones_kept(
    small: Bench,
) -> None:
    def temporary() -> list[str]:
        return [name for name in small.files() if name.endswith(".tmp")]

    output = small.root / "out.md"
    small.write(".out.md.gkplan-1234abcd.tmp", "of a writer that was killed")
    small.write(".out.md.notes.tmp", "of somebody else")
    command = [sys.executable, "-c", HOLD, str(output)]
    env = {**os.environ, "PYTHONPATH": str(REPO / "src")}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as living:
        assert living.stdout is not None
        name = living.stdout.readline().strip()
        small.ok("report", "-o", "out.md")
        assert sorted(temporary()) == sorted([name, ".out.md.notes.tmp"])
        living.kill()
    small.ok("report", "-o", "out.md")
    assert temporary() == [".out.md.notes.tmp"]


@pytest.mark.posix("symbolic links")
def test_temporary_files_outside_the_folder_are_kept(
    small: Bench, bench_at: Callable[[str], Bench]
) -> None:
    elsewhere = bench_at("elsewhere")
    kept = elsewhere.write(".甲局.yaml.gkplan-1234abcd.tmp", "of somebody else")
    orphan = small.write("data/.甲局.yaml.gkplan-1234abcd.tmp", "of a writer that was killed")
    (small.root / "data/progress").symlink_to(elsewhere.root)
    assert small.run("mark", "1.1", "done").code == 3
    assert (kept.exists(), orphan.exists()) == (True, False)


def test_an_undo_of_one_file_that_is_killed_is_completed(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file was replaced, the second failed, and the first was being restored."""
    before = two.files()
    replace = Path.replace
    failed: list[Path] = []

    def killed(path: Path, target: Path) -> Path:
        if failed and target.name == Path(FIRST).name:
            replace(path, target)
            shutil.copytree(two.root, two.root.with_name("killed"))
            raise KeyboardInterrupt
        if target.name == Path(SECOND).name:
            failed.append(target)
            raise OSError(5, "Input/output error")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            commit(folder_of(two), changes_of(two))
    leave_as_killed(two)
    with sole_writer(folder_of(two)):
        pass
    assert two.files() == before


def test_a_journal_that_came_with_a_copy_is_not_completed(
    small: Bench, bench_at: Callable[[str], Bench]
) -> None:
    """A list in a cloned or unpacked folder belongs to another folder."""
    small.write("data/progress/.gitkeep", "")
    small.write(f"data/{JOURNAL}", listed(small, [_put("progress/丁镇.yaml")]))
    copy = bench_at("copy")
    shutil.copytree(small.root, copy.root, dirs_exist_ok=True)
    assert copy.run("mark", "1.1", "done").code == 4
    assert not (copy.root / "data/progress/丁镇.yaml").exists()


@pytest.mark.posix("named pipes")
@pytest.mark.parametrize("name", ["丁镇.yaml", ".丁镇.yaml.gkplan-12345678.tmp"])
def test_a_pipe_is_not_waited_for(small: Bench, name: str) -> None:
    step = {**_put("progress/丁镇.yaml"), "staged": ".丁镇.yaml.gkplan-12345678.tmp"}
    small.write("data/progress/.gitkeep", "")
    os.mkfifo(small.root / "data/progress" / name)
    small.write(f"data/{JOURNAL}", listed(small, [step]))
    assert small.run("mark", "1.1", "done").code == 4


def test_completing_an_interrupted_write_is_reported(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person may be about to repeat the interrupted request."""
    cut_short(two, monkeypatch, 1)
    reminder = "提醒：上一次中断的写入已补完；再报之前先用 gkplan log 看看，不要报重\n"
    assert two.run("mark", "1.1", "done", "--evidence", "https://a.cn/1").err == reminder
    assert two.run("mark", "1.1", "done", "--evidence", "https://a.cn/2").err == ""


def test_a_mark_reads_the_plan_only_once_it_may_write(
    two: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it waits for the lock, another process may change the plan."""

    @contextmanager
    def waiting(folder: Folder) -> Iterator[None]:
        with sole_writer(folder):
            two.write("data/tasks.yaml", SMALL_TASKS.replace('"1.1"', '"1.9"'))
            two.write(FIRST, "")
            yield

    monkeypatch.setattr("gkplan.folder.write_entries.sole_writer", waiting)
    result = two.run("mark", "1.1", "done")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("错误：没有事项 “1.1”\n")


@pytest.mark.posix("symbolic links")
def test_a_journal_folder_that_leads_into_git_is_not_written(small: Bench) -> None:
    (small.root / ".git").mkdir()
    (small.root / "data/progress").symlink_to("../.git")
    result = small.run("mark", "1.1", "done")
    assert (result.code, result.out) == (3, "")
    assert "没有读取：它是链接，指到版本库（.git）里" in result.err
    assert list((small.root / ".git").iterdir()) == []


def test_a_writer_removes_what_killed_ones_left_in_every_folder_that_is_written_to(
    small: Bench,
) -> None:
    left = "tasks.gkplan-0123abcd.tmp"
    for folder in ("data", "data/progress", "data/.schema"):
        small.write(f"{folder}/.{left}", "")
        small.write(f"{folder}/{left}", "of a person")
    small.ok("mark", "1.1", "done")
    names = [name for name in small.files() if name.endswith(".tmp")]
    assert sorted(names) == [f"data/.schema/{left}", f"data/progress/{left}", f"data/{left}"]


def test_a_file_that_cannot_be_read_back_is_as_it_was(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process may open no more files: a new one is removed, an old one restored."""
    read = files.read
    journal = small.root / "data/progress/甲局.yaml"

    def limited(path: Path) -> bytes:
        if path == journal and "blocked" in read(path).decode():
            raise OSError(EMFILE, "")
        return read(path)

    monkeypatch.setattr(files, "read", limited)
    for _ in range(2):
        before = small.files()
        result = small.run("mark", "1.1", "blocked")
        assert (result.code, "打开的文件太多" in result.err) == (4, True)
        assert small.files() == before
        small.ok("mark", "1.1", "doing")
