"""Plan folders put on disk: whole or not at all, over nothing unasked, whenever a process dies."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPO, SMALL_TASKS, SMALL_UNITS, Bench

from gkplan.errors import WriteRefusedError
from gkplan.folder.find import find_folder
from gkplan.folder.newfolder import companions, make_folder
from gkplan.folder.replacing import refuse_errors, replace_files

FILES = {"units.yaml": SMALL_UNITS.encode(), "tasks.yaml": SMALL_TASKS.encode()}
OTHER = {name: data.replace("甲局".encode(), "戊局".encode()) for name, data in FILES.items()}


def test_new_folder_holds_what_every_plan_folder_has(tmp_path: Path) -> None:
    make_folder(tmp_path / "新" / "方案", companions() | FILES)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {
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
    """Nor are the folders above it."""
    broken = {**FILES, "tasks.yaml": SMALL_TASKS.replace("甲局", "无名局").encode()}
    with pytest.raises(WriteRefusedError) as refused:
        make_folder(tmp_path / "a/b/c", broken)
    assert refused.value.message == "写出的方案有2处错误，没有写入"
    assert [str(problem.place.file) for problem in refused.value.problems] == [
        "data/tasks.yaml"
    ] * 2
    assert list(tmp_path.iterdir()) == []


def test_file_on_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(WriteRefusedError) as refused:
        make_folder(tmp_path / "a/b", FILES)
    assert refused.value.message == f"{tmp_path}/a/b 不能写入：路径里有一段不是文件夹"
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


@pytest.mark.no_cover  # the limit would cut off what coverage writes down
def test_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """The limit on the size of files stands in for a disk that is full."""
    script = f"""
import resource, sys
sys.path.insert(0, {str(REPO / "tests")!r})
from test_newfolder import FILES
from gkplan.errors import WriteRefusedError
from gkplan.folder.newfolder import make_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from pathlib import Path
try:
    make_folder(Path("a/b"), FILES)
except WriteRefusedError as error:
    print(error.message)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "a/b 不能写入：文件太大\n"
    assert list(tmp_path.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] != 600


def test_files_are_replaced_and_all_others_stay(small: Bench) -> None:
    small.write("data/progress/乙局.yaml", '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n')
    small.write("data/calendar.yaml", "[]\n")
    before = small.files()
    with pytest.raises(WriteRefusedError) as refused:
        replace_files(find_folder(None, small.root), OTHER, refuse_errors)
    assert refused.value.message == "写入后会有1处错误，没有改动任何文件"
    assert [problem.place.file for problem in refused.value.problems] == ["data/progress/乙局.yaml"]
    assert small.files() == before
    small.write("data/progress/乙局.yaml", "")
    replace_files(find_folder(None, small.root), OTHER, refuse_errors)
    assert small.files() == {
        "data/calendar.yaml": b"[]\n",
        "data/progress/乙局.yaml": b"",
        **{f"data/{name}": data for name, data in OTHER.items()},
    }


def test_failing_in_the_middle_puts_everything_back(small: Bench) -> None:
    """The second file cannot be written where a folder stands in its way."""
    before = small.files()
    (small.root / "data/说明").mkdir()
    with pytest.raises(WriteRefusedError) as refused:
        replace_files(
            find_folder(None, small.root),
            {**OTHER, "新/x.yaml": b"", "说明": b"x"},
            lambda _: None,
        )
    assert refused.value.message.startswith(f"{small.root}/data 不能写入：")
    assert small.files() == before
    assert not (small.root / "data/新").exists()


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
from test_newfolder import FILES, OTHER
from gkplan.folder.find import Folder
from gkplan.folder.load import load
from gkplan.folder.newfolder import companions, make_folder
from gkplan.folder.replacing import refuse_errors, replace_files
import filelock

TOUCHING = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree")
left = 0

def count(event, args):
    global left
    if event in TOUCHING and left and (event != "open" or args[2] & (os.O_WRONLY | os.O_RDWR)):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

def act(over):
    here = Folder(Path("p/data"), Path("p"), "p")
    if over:
        replace_files(here, companions() | OTHER, refuse_errors)
    else:
        make_folder(Path("p"), companions() | FILES)

os.fsync = lambda handle: None  # a killed process loses nothing that it wrote
sys.addaudithook(count)
for over in (False, True):
    found, moment = set(), 0
    while True:
        moment += 1 + over
        shutil.rmtree("p", ignore_errors=True)
        if over:
            make_folder(Path("p"), FILES)
        child = os.fork()
        if not child:
            left = moment
            act(over)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        state = "none"
        if os.path.lexists("p"):
            reading = load(Folder(Path("p/data"), Path("p"), "p"))
            tasks = Path("p/data/tasks.yaml").read_bytes()
            state = "old" if tasks == FILES["tasks.yaml"] else "new"
            if any(problem.is_error for problem in reading.problems):
                state += " with errors"
        found.add(state)
        if over:
            act(over)  # and the next one is not in its way
        if not status:
            break
    shutil.rmtree("p", ignore_errors=True)
    print(json.dumps([moment > 20, sorted(found), sorted(os.listdir("."))]))
"""


@pytest.mark.no_cover  # what coverage writes down would be cut off as well
def test_whenever_a_process_is_killed_there_is_no_half_folder(tmp_path: Path) -> None:
    """Killed at every moment at which it touches the disk: a new folder is there or not at all.

    Where files are replaced, the registry goes first, so that a plan of other units may miss them
    for the moment between two renamings; the next attempt mends it.
    """
    command = [sys.executable, "-c", NURSERY, str(REPO / "tests")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    made, replaced = map(json.loads, done.stdout.splitlines())
    assert made == [True, ["none", "old"], []]
    assert replaced == [True, ["new", "old", "old with errors"], []]
