"""Files that commands write: what they may replace, and what they must not."""

import os
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import pytest
from conftest import Bench, Result

from gkplan.folder import files
from gkplan.folder.atomic import Replacements, remove_leftovers

WRITERS = {
    "due": ("due", "--format", "ics", "-o"),
    "report": ("report", "--format", "md", "-o"),
    "docx": ("report", "--format", "docx", "-o"),
    "remind": ("remind", "--unit", "甲局", "--template", "t.md", "-o"),
}


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with every kind of file of a plan folder."""
    small.write("data/progress/甲局.yaml", '- {task: "1.1", status: doing, date: 2017-09-01}\n')
    small.write("data/reviews.yaml", "")
    small.write("data/calendar.yaml", "")
    small.write("t.md", "{{ unit }}\n")
    return small


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    "file",
    [
        *("tasks.yaml", "units.yaml", "reviews.yaml", "calendar.yaml", "progress/甲局.yaml"),
        *(
            "progress/乙局.yaml",
            "progress/../tasks.yaml",
            "Tasks.YAML",
        ),  # a file that does not exist, or not yet
    ],
)
def test_no_output_replaces_a_file_of_the_plan(recorded: Bench, writer: str, file: str) -> None:
    before = recorded.files()
    path = Path(os.path.normpath(recorded.root / "data" / file)).as_posix()
    result = recorded.run(*WRITERS[writer], f"data/{file}")
    refused = f"错误：{path} 在方案的数据文件当中，没有写入\n  用 -o 写到别的文件\n"
    form = {"due": "ics", "report": "md", "docx": "docx"}.get(writer)
    reminder = f"提醒：data/{file} 的内容是 {form}，与后缀不符\n" if form else ""
    assert result == Result(4, "", reminder + refused)
    assert recorded.files() == before


@pytest.mark.posix("symbolic links")
def test_no_output_replaces_a_plan_in_another_folder_or_through_a_link(recorded: Bench) -> None:
    recorded.write("other/tasks.yaml", "别人的\n")
    (recorded.root / "link.md").symlink_to("other/tasks.yaml")
    for file in ("other/tasks.yaml", "link.md"):
        assert recorded.run("report", "--format", "md", "-o", file).code == 4
    assert recorded.read("other/tasks.yaml") == "别人的\n"


def test_a_yaml_file_outside_a_plan_folder_can_be_replaced(recorded: Bench) -> None:
    recorded.ok("report", "--format", "json", "-o", "progress/out.yaml")
    assert recorded.read("progress/out.yaml") == recorded.ok("report", "--format", "json")


def test_a_file_in_the_path_of_a_folder_is_named(recorded: Bench) -> None:
    recorded.write("file", "")
    path = recorded.root / "file/report.md"
    assert recorded.run("report", "-o", "file/report.md") == Result(
        4, "", f"错误：{path.as_posix()} 不能写入：路径里有一段不是文件夹\n  检查路径和写权限\n"
    )


@pytest.mark.posix("/dev/stdout")
def test_a_pipe_that_has_no_name_is_written_to(recorded: Bench) -> None:
    asked = [sys.executable, "-m", "gkplan", "report", "-o", "/dev/stdout", "--as-of", "2017-10-31"]
    done = subprocess.run(asked, cwd=recorded.root, capture_output=True, check=True)
    assert done.stdout.decode() == recorded.ok("report")


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder with two of three files that a batch replaces, and those files' names."""
    for name in "ab":
        (tmp_path / name).write_text(f"old {name}")
    return tmp_path


def in_batch(folder: Path) -> Replacements:
    batch = Replacements()
    for name in "abc":
        batch.add(folder / name, (b"new ", name.encode()))
    return batch


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_batch_replaces_all_files_at_the_end(three: Path) -> None:
    (three / "a").chmod(0o640)
    with in_batch(three) as batch:
        assert (three / "a").read_text() == "old a"
        batch.commit()
    assert contents(three) == {name: f"new {name}" for name in "abc"}
    assert (three / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("last", ["a", "b", "c"])
def test_a_batch_that_fails_restores_every_file(
    three: Path, monkeypatch: pytest.MonkeyPatch, last: str, *, links: bool
) -> None:
    def failing(source: Path, target: Path) -> None:
        if target.name == last and "gkplan" in source.name and source.read_text() == f"new {last}":
            raise OSError(28, "full")
        source.replace(target)

    def no_link(*_: object) -> None:
        raise OSError(95, "no links")

    monkeypatch.setattr(files, "replace", failing)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_link)
    with pytest.raises(OSError, match="full"), in_batch(three) as batch:
        batch.commit()
    assert contents(three) == {"a": "old a", "b": "old b"}


@pytest.mark.posix("file locks")
def test_the_files_of_a_batch_are_kept_while_it_is_used_and_removed_after_a_kill(
    three: Path,
) -> None:
    with in_batch(three):
        before = contents(three)
        assert len(before) == 6  # two old files, three temporary ones and one that is locked
        remove_leftovers(three)
        assert contents(three) == before
        names = [path for path in three.iterdir() if path.name.startswith(".")]
        left = {path: path.read_bytes() for path in names}
    for path, content in left.items():
        path.write_bytes(content)
    remove_leftovers(three)
    assert contents(three) == {"a": "old a", "b": "old b"}


@pytest.mark.posix("limits of open files")
def test_a_batch_of_many_files_opens_few(tmp_path: Path) -> None:
    """The pages of 100,000 tasks are 1,000 files; many systems allow a process 256."""
    before = len(list(Path("/dev/fd").iterdir()))
    with Replacements() as batch:
        for number in range(20):
            batch.add(tmp_path / str(number), (b"x",))
        assert len(list(Path("/dev/fd").iterdir())) - before < 5
        batch.commit()
    assert len(contents(tmp_path)) == 20


def test_pages_of_units_are_replaced_only_when_all_are_made(small: Bench) -> None:
    small.write("mine.md.j2", "{{ unit }} {{ listed }}\n")
    asked = ("report", "--all-units", "--template", "mine.md.j2", "--format", "md", "-o", "out")
    small.ok(*asked)
    small.write("mine.md.j2", "{{ unit }}{% if not unit %}{{ nothing }}{% endif %}\n")
    before = small.files()
    assert small.run(*asked).code == 2
    assert small.files() == before
    assert small.run(*asked[:-1], "new").code == 2
    assert small.files() == before
    assert not (small.root / "new").exists()


def test_a_full_disk_leaves_no_folder_and_keeps_those_that_were_there(
    recorded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "")

    (recorded.root / "old").mkdir()
    before = {path.name for path in recorded.root.iterdir()}
    monkeypatch.setattr("gkplan.folder.files.replace", full)
    for name in ("new/deep/a.csv", "old/a.csv"):
        result = recorded.run("list", "-o", name)
        assert (result.code, "不能写入：磁盘满了" in result.err) == (4, True)
    assert {path.name for path in recorded.root.iterdir()} == before
    assert list((recorded.root / "old").iterdir()) == []
