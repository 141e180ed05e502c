"""Creating plan folders: completely or not at all, without replacing unasked, even if killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPO, SMALL_TASKS, SMALL_UNITS, Bench, Result

from gkplan.domain.errors import WriteRefusedError
from gkplan.folder.location import find_folder
from gkplan.folder.new_folder import companions, make_folder
from gkplan.folder.replace import refuse_errors, replace_files
from gkplan.folder.temporary import temporary_folder

FILES = {"units.yaml": SMALL_UNITS.encode(), "tasks.yaml": SMALL_TASKS.encode()}
OTHER = {name: data.replace("甲局".encode(), "戊局".encode()) for name, data in FILES.items()}


def test_new_folder_has_the_standard_files(tmp_path: Path) -> None:
    make_folder(tmp_path / "新" / "方案", companions() | FILES)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {
        "新/方案/data/.gitattributes",
        "新/方案/data/.gitignore",
        "新/方案/data/.schema/calendar.schema.json",
        "新/方案/data/.schema/journal.schema.json",
        "新/方案/data/.schema/reviews.schema.json",
        "新/方案/data/.schema/tasks.schema.json",
        "新/方案/data/.schema/units.schema.json",
        "新/方案/data/progress/.gitkeep",
        "新/方案/data/tasks.yaml",
        "新/方案/data/units.yaml",
    }


def test_folder_that_would_have_errors_is_not_made(tmp_path: Path) -> None:
    """The folders above it are not created either."""
    broken = {**FILES, "tasks.yaml": SMALL_TASKS.replace("甲局", "无名局").encode()}
    with pytest.raises(WriteRefusedError) as refused:
        make_folder(tmp_path / "a/b/c", broken)
    assert refused.value.message == "写出的方案有2处错误，没有写入"
    assert [str(problem.position.file) for problem in refused.value.problems] == [
        "data/tasks.yaml"
    ] * 2
    assert list(tmp_path.iterdir()) == []


def test_file_in_the_path_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(WriteRefusedError) as refused:
        make_folder(tmp_path / "a/b", FILES)
    assert refused.value.message == f"{tmp_path.as_posix()}/a/b 不能写入：路径里有一段不是文件夹"
    assert (tmp_path / "a").read_text() == ""


def test_leftovers_of_killed_makers_are_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    for name in (".方案.0123abcd.tmp", ".别的.0123abcd.tmp", ".方案.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tasks.yaml").write_text("x")
    make_folder(tmp_path / "方案", FILES)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".别的.0123abcd.tmp",
        ".方案.tmp",
        "方案",
    ]


@pytest.mark.posix("limits on what a process may write")
@pytest.mark.no_cover  # the limit would cut off the data of coverage
def test_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """The limit on the size of files simulates a full disk."""
    script = f"""
import resource, sys
sys.path.insert(0, {str(REPO / "tests")!r})
from test_newfolder import FILES
from gkplan.domain.errors import WriteRefusedError
from gkplan.folder.new_folder import make_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from pathlib import Path
try:
    make_folder(Path("a/b"), FILES)
except WriteRefusedError as error:
    print(error.message)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "a/b 不能写入：文件太大\n"
    assert list(tmp_path.iterdir()) == []


def test_files_are_replaced_and_all_others_are_kept(small: Bench) -> None:
    small.write("data/progress/乙局.yaml", '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n')
    small.write("data/calendar.yaml", "[]\n")
    before = small.files()
    with pytest.raises(WriteRefusedError) as refused:
        replace_files(find_folder(None, small.root), OTHER, refuse_errors)
    assert refused.value.message == "写入后会有1处错误，没有改动任何文件"
    assert [problem.position.file for problem in refused.value.problems] == [
        "data/progress/乙局.yaml"
    ]
    assert small.files() == before
    small.write("data/progress/乙局.yaml", "")
    replace_files(find_folder(None, small.root), OTHER, refuse_errors)
    assert small.files() == {
        "data/calendar.yaml": b"[]\n",
        "data/progress/乙局.yaml": b"",
        **{f"data/{name}": data for name, data in OTHER.items()},
    }


def test_failing_in_the_middle_puts_everything_back(small: Bench) -> None:
    """The second file cannot be written because a folder has its name."""
    before = small.files()
    (small.root / "data/说明").mkdir()
    with pytest.raises(WriteRefusedError) as refused:
        replace_files(
            find_folder(None, small.root),
            {**OTHER, "新/x.yaml": b"", "说明": b"x"},
            lambda _: None,
        )
    assert refused.value.message.startswith(f"{small.root.as_posix()}/data 不能写入：")
    assert small.files() == before
    assert not (small.root / "data/新").exists()


@pytest.mark.posix("symbolic links")
def test_link_is_not_replaced_by_a_file(small: Bench) -> None:
    (small.root / "data/units.yaml").rename(small.root / "data/real.yaml")
    (small.root / "data/units.yaml").symlink_to("real.yaml")
    with pytest.raises(WriteRefusedError) as refused:
        replace_files(find_folder(None, small.root), OTHER, refuse_errors)
    assert refused.value.message.endswith("data/units.yaml 是符号链接，没有改动任何文件")
    assert (small.root / "data/units.yaml").is_symlink()


NURSERY = """
import json, os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_newfolder import FILES
from gkplan.folder.location import Folder
from gkplan.folder.load import load
from gkplan.folder.new_folder import companions, make_folder
import filelock

TOUCHING = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree")
left = 0

def count(event, args):
    global left
    if event in TOUCHING and left and (event != "open" or args[2] & (os.O_WRONLY | os.O_RDWR)):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

os.fsync = lambda handle: None  # a killed process loses nothing that it wrote
sys.addaudithook(count)
found, moment, status = set(), 0, 1
while status:
    moment += 1
    shutil.rmtree("p", ignore_errors=True)
    child = os.fork()
    if not child:
        left = moment
        make_folder(Path("p"), companions() | FILES)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    state = "none"
    if os.path.lexists("p"):
        reading = load(Folder(Path("p/data"), Path("p"), "p"))
        sound = not any(problem.is_error for problem in reading.problems)
        state = "sound" if sound else "half"
    found.add(state)
shutil.rmtree("p", ignore_errors=True)
print(json.dumps([moment > 20, sorted(found), sorted(os.listdir("."))]))
"""


@pytest.mark.posix("fork and SIGKILL")
@pytest.mark.no_cover  # the data of coverage would be cut off as well
def test_whenever_a_process_is_killed_there_is_no_half_folder(tmp_path: Path) -> None:
    """Killed at any access to the disk, a new folder exists completely or not at all."""
    command = [sys.executable, "-c", NURSERY, str(REPO / "tests")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == [True, ["none", "sound"], []]


IMPORT = [sys.executable, "-m", "gkplan", "import"]


@pytest.mark.no_cover  # each process starts three times as fast
def test_of_several_who_make_one_folder_at_once_one_does(small: Bench) -> None:
    """The others get a message, and leave nothing behind."""
    small.write("方案.md", small.ok("export"))
    for folder, number in (("新", 5), ("在/里面", 2), ("空", 2)):
        if folder == "空":
            (small.root / folder).mkdir()
        children = [
            subprocess.Popen(
                [*IMPORT, "方案.md", "-o", folder],
                cwd=small.root,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            for _ in range(number)
        ]
        messages = [child.communicate()[1].splitlines()[-2:] for child in children]
        assert sorted(child.returncode for child in children) == [0, *[4] * (number - 1)]
        path = small.root / folder
        meanwhile = f"错误：{path.as_posix()} 刚刚由别人建好，没有改动任何文件"
        before = f"错误：{folder} 已经存在，没有改动任何文件"  # if it existed from the start
        lost = [
            lines[0] for child, lines in zip(children, messages, strict=True) if child.returncode
        ]
        assert set(lost) <= {meanwhile, before}
        assert small.run("check", "--data", folder).code == 0
        assert [file.name for file in path.parent.iterdir() if file.name.endswith(LEFT)] == []
        assert [file.name for file in path.iterdir() if file.name.endswith(LEFT)] == []


LEFT = (".tmp", ".lock")


def test_of_two_who_start_from_the_shipped_plan_the_second_is_refused(
    empty: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second also refuses if the first did not exist yet when it checked."""
    empty.ok("init", "plan")
    before = empty.files()
    there = os.path.lexists

    def unless_plan(path: Path) -> bool:
        return "plan" not in Path(path).parts and there(path)

    monkeypatch.setattr("os.path.lexists", unless_plan)
    assert empty.run("init", "plan") == Result(
        4,
        "",
        f"错误：{empty.root.as_posix()}/plan 刚刚由别人建好，没有改动任何文件\n"
        "  先看看里面的内容，或换一个新文件夹\n",
    )
    assert empty.files() == before


def test_an_interrupted_init_leaves_nothing(empty: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [3]

    def sync(_: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", sync)
    assert empty.run("init", "a/b").code == 130
    assert list(empty.root.iterdir()) == []


def test_copies_that_killed_processes_left_are_removed_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name, hours in (("gkplan-abcdefgh", 25), ("gkplan-ijklmnop", 23), ("gkplan-mine", 25)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tasks.yaml").write_text("x")
        when = (tmp_path / name).stat().st_mtime - hours * 3600
        os.utime(tmp_path / name, (when, when))
    with temporary_folder() as folder:
        assert {path.name for path in tmp_path.iterdir()} == {
            "gkplan-ijklmnop",
            "gkplan-mine",
            folder.parent.name,
        }
