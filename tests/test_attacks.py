"""What a stranger would try: kills, outputs written at once, names of files, archives, settings."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from errno import ENOSPC, ENOTEMPTY
from pathlib import Path
from typing import Any

import pytest
from conftest import SMALL_TASKS, SMALL_UNITS, Bench, many
from filling import filled
from forking import forking_script
from test_form_slips import DONE, fill, form_of

from gkplan.folder.atomic import Replacements
from gkplan.folder.page_set import LIST, write_page_set
from gkplan.folder.temporary import temporary_folder

pytestmark = pytest.mark.no_cover  # counting would slow what is bounded in time
KILLS = many(12)
GKPLAN = [sys.executable, "-m", "gkplan"]
NURSERY = forking_script(
    "gkplan.commands.report, gkplan.report.render, gkplan.report.json_fields",
    """
while not run(("report", "--as-of", "2017-10-31", "-o", "out.md"), context):
    pass
""",
)
"""Starts one process per line, in the folder that the line names; it reports repeatedly."""


def environment() -> dict[str, str]:
    """Return the environment of a process that finds the plan in its current folder."""
    return {**os.environ, "GKPLAN_DATA": ""}


@pytest.mark.posix("fork and SIGKILL")
@pytest.mark.no_cover
@pytest.mark.long
def test_a_killed_report_leaves_a_complete_file_and_the_next_one_nothing_else(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", NURSERY]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    left = 0
    with subprocess.Popen(command, env=environment(), encoding="utf-8", **pipes) as nursery:  # type: ignore[call-overload]
        for number in range(KILLS):
            bench = Bench(tmp_path / str(number))
            bench.write("data/units.yaml", SMALL_UNITS)
            bench.write("data/tasks.yaml", SMALL_TASKS)
            bench.write("out.md", "旧的")
            nursery.stdin.write(f"{bench.root}\n")
            nursery.stdin.flush()
            child = int(nursery.stdout.readline())
            time.sleep(random.uniform(0.05, 0.4))  # noqa: S311  (any moment will do)
            os.kill(child, signal.SIGKILL)
            assert nursery.stdout.readline() == f"gone {-signal.SIGKILL}\n"
            left += len(list(bench.root.glob(".*")))
            written = bench.read("out.md")
            assert written == "旧的" or written == bench.ok("report")
            bench.ok("report", "-o", "other.md")
            assert sorted(path.name for path in bench.root.iterdir()) == [
                *("data", "other.md", "out.md"),
            ]
        nursery.stdin.close()
    assert left <= KILLS


def test_a_report_removes_what_killed_ones_left_whatever_their_files_were_called(
    small: Bench,
) -> None:
    small.write(".别的报告.html.gkplan-1234abcd.tmp", "of a writer that was killed")
    small.write(".gkplan-1234abcd.tmp.of-a-person", "")
    small.ok("report", "-o", "out.md")
    assert {name for name in small.files() if name.startswith(".")} == {
        ".gkplan-1234abcd.tmp.of-a-person"
    }


@pytest.mark.no_cover
def test_several_reports_to_one_file_at_once_all_succeed(small: Bench) -> None:
    """Each takes the others' temporary files for what they are, also before they are locked."""
    script = (
        "import sys; from pathlib import Path\n"
        "from gkplan.folder.atomic import write_output_bytes as write\n"
        "for number in range(300): write(Path('out.md'), sys.argv[1].encode() * 5000)"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, letter],
            cwd=small.root,
            env=environment(),
            stderr=subprocess.PIPE,
        )
        for letter in "甲乙丙"
    ]
    assert [writer.communicate()[1] for writer in writers] == [b"", b"", b""]
    assert small.read("out.md") in ("甲" * 5000, "乙" * 5000, "丙" * 5000)
    assert [name for name in small.files() if name.startswith(".")] == []


@pytest.mark.parametrize(
    "command", ["report --all-units", "remind --all --within 99d", "form --all", "schema"]
)
def test_a_full_disk_leaves_none_of_several_outputs(
    small: Bench, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    add = Replacements.add
    added: list[Path] = []

    def full(batch: Replacements, path: Path, pieces: Iterable[bytes]) -> None:
        if added:
            raise OSError(ENOSPC, "")
        added.append(path)
        add(batch, path, pieces)

    monkeypatch.setattr(Replacements, "add", full)
    result = small.run(*command.split(), "-o", "out/new")
    assert (result.code, result.out) == (4, "")
    assert " 不能写入：磁盘满了\n" in result.err
    assert sorted(path.name for path in small.root.iterdir()) == ["data"]


HOLD = """
import sys, time, tempfile
tempfile.tempdir = sys.argv[1]
from gkplan.folder.page_set import LIST, write_page_set
from gkplan.folder.temporary import temporary_folder
with temporary_folder() as folder:
    print(folder.parent.name, flush=True)
    time.sleep(600)
"""


@pytest.mark.posix("file locks")
def test_temporary_folders_of_killed_processes_are_removed_and_those_of_live_ones_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    outside = tmp_path.with_name("outside")
    outside.mkdir()
    (outside / ".used").write_text("of somebody else")
    (tmp_path / "gkplan-abcdefgh").symlink_to(outside)
    (tmp_path / "gkplan-notours").mkdir()
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as living:
        assert living.stdout
        name = living.stdout.readline().strip()
        with temporary_folder() as folder:
            assert (tmp_path / name).is_dir()
        assert not folder.parent.exists()
        living.kill()
    with temporary_folder():
        assert not (tmp_path / name).exists()
    assert {path.name for path in tmp_path.iterdir()} == {"gkplan-abcdefgh", "gkplan-notours"}


@pytest.mark.posix("file locks")
def test_a_temporary_folder_in_which_a_browser_still_writes_is_removed_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    killed = tmp_path / "gkplan-abcdefgh"
    (killed / "files").mkdir(parents=True)
    (killed / ".used").touch()

    remove = shutil.rmtree

    def busy(path: Path, **options: Any) -> None:
        if Path(path) == killed:
            raise OSError(ENOTEMPTY, "")
        remove(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", busy)
        with temporary_folder():
            assert killed.exists()
    with temporary_folder():
        assert not killed.exists()


# Names of files

NAMES = ("甲\n局", "甲\x1b[31m局", "甲\u202e局", "-rf", "甲\r局", "--help", "甲\t局")


@pytest.mark.posix("any character in names of files")
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_reaches_the_terminal_as_it_is(small: Bench, name: str) -> None:
    small.write(f"data/progress/{name}.yaml", "- {task: 1.1, status: done}\n")
    small.write(f"data/progress/{name}", "")
    result = small.run("check")
    assert result.code == 1
    assert_harmless(result.out + result.err)
    assert_harmless(small.run("list").err)


@pytest.mark.posix("any character in names of files")
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_template_reaches_the_terminal_as_it_is(small: Bench, name: str) -> None:
    small.write(f"templates/{name}.j2", "甲")
    written = name.replace("\n", "\\n").replace("\r", "\\r")
    small.write("mine.j2", f"{{% include '{written}.j2' %}}")
    result = small.run("report", "--template", "mine.j2")
    assert (result.code, result.out) == (0, "甲")
    assert_harmless(result.err)


@pytest.mark.posix("any character in names of files")
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_evidence_beside_a_form_reaches_the_terminal_as_it_is(
    small: Bench, name: str
) -> None:
    (small.root / "in").mkdir()
    named = name.replace("\x1b", "")
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": f"{named}.pdf"}))
    (small.root / "甲局.xlsx").rename(small.root / "in" / f"{name}.xlsx")
    small.write(f"in/{name}.pdf", "")
    small.write(f"in/{name}.zip", "")
    result = small.run("collect", "in")
    assert_harmless(result.out + result.err)


@pytest.mark.posix("any character in names of files")
@pytest.mark.parametrize("name", NAMES)
def test_a_plan_folder_of_any_name_is_read_and_written(small: Bench, name: str) -> None:
    (small.root / name).mkdir()
    (small.root / "data").rename(small.root / name / "data")
    at = ("--data", f"./{name}")
    assert_harmless(small.ok("mark", "1.1", "done", *at) + small.run("check", *at).err)
    assert_harmless(small.run("report", *at, "-o", f"./{name}/报告.md").err)
    assert (small.root / name / "data/progress/甲局.yaml").exists()


@pytest.mark.posix("any character in names of files")
@pytest.mark.parametrize("name", ["甲\x1b[31m", "甲\u202e"])
def test_no_name_of_an_output_reaches_the_terminal_as_it_is(small: Bench, name: str) -> None:
    for command in ("schema", "form --all", "remind --all"):
        printed = small.ok(*command.split(), "-o", f"{name}/{command}")
        assert "甲\\" in printed
        assert_harmless(printed)


def assert_harmless(text: str) -> None:
    """Prove that a text has no character that could turn, hide or colour another."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text), (
        text
    )


# Archives


def test_no_member_of_an_archive_is_unpacked(small: Bench) -> None:
    """A form and a document whose members are named by ways out of the folder."""
    path = form_of(small)
    filled(path, fill("1.1", **DONE))
    names = ("../../out.txt", "/out.txt", "xl/../../out.txt", "C:\\out.txt", "xl\\..\\out")
    with zipfile.ZipFile(path, "a") as packed:
        for name in names:
            packed.writestr(name, "x")
    before = small.files().keys()
    small.run("collect", "甲局.xlsx")
    small.run("import", "甲局.xlsx", "-o", "新")
    new = {name for name in small.files().keys() - before if not name.startswith(("data/", "新/"))}
    assert new == set()
    assert not (small.root.parent / "out.txt").exists()


# Files that are replaced


@pytest.mark.posix("named pipes")
@pytest.mark.parametrize("name", ["data/units.yaml", "data/letters.yaml"])
def test_a_plan_is_replaced_without_reading_what_is_no_file_or_too_large(
    small: Bench, name: str
) -> None:
    small.ok("export", "-o", "new.md")
    force = ("import", "new.md", "--force", "-o", ".")
    (small.root / name).unlink(missing_ok=True)
    os.mkfifo(small.root / name)
    assert small.run(*force).code == (4 if name == "data/units.yaml" else 0)
    (small.root / name).unlink()
    with small.write(name, "").open("wb") as file:
        file.truncate((128 << 20) + 1)
    result = small.run(*force)
    assert (result.code, "超过 128 MB" in result.err) == (4, True)
    small.write(name, "")
    small.ok(*force)


@pytest.mark.parametrize("content", ["[" * 100_000, '{"pages": {"第1组.html": 1}}', "\0", ""])
def test_the_list_of_earlier_pages_may_hold_anything(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "a.pages"
    folder.mkdir()
    (folder / LIST).write_text(content)
    assert write_page_set(tmp_path / "a.html", b"", folder, {"g1.html": b"x"}) == []
    assert (folder / "g1.html").read_bytes() == b"x"


# Settings of git


@pytest.mark.posix("a POSIX shell")
def test_a_repository_that_names_another_working_tree_reads_nothing_there(
    small: Bench, bench_at: Callable[[str], Bench]
) -> None:
    """``core.worktree``, included settings and aliases of a repository that came with the plan."""
    elsewhere = bench_at("elsewhere")
    snap = small.write("snap", f"#!/bin/sh\ntouch '{small.root}/caught'\n")
    snap.chmod(0o755)

    def git(*args: str) -> None:
        names = ("-c", "user.name=测试", "-c", "user.email=t@example.cn")
        subprocess.run(["git", *names, *args], cwd=small.root, check=True, capture_output=True)

    git("init", "-q")
    git("add", "data")
    git("commit", "-qm", "一")
    small.write("more", f"[core]\n\tfsmonitor = {snap}\n[alias]\n\trev-parse = !{snap}\n")
    for name, value in (
        ("core.worktree", str(elsewhere.root)),
        ("include.path", "../more"),
        ("core.hooksPath", str(small.root)),
        ("core.pager", str(snap)),
        ("diff.external", str(snap)),
        ("log.showSignature", "true"),
        ("gpg.program", str(snap)),
        ("core.gitProxy", str(snap)),
    ):
        git("config", name, value)
    for args in (["report"], ["report", "--git", "HEAD"], ["list", "--git", "HEAD"]):
        env = {"PATH": os.environ["PATH"], "HOME": str(small.root)}
        result = small.run(*args, env=env)
        assert result.code in (0, 2, 3), result
    assert not (small.root / "caught").exists()
    assert list(elsewhere.root.iterdir()) == []


# Pages that are printed

BROWSER = """\
#!/bin/sh
for word; do
    case $word in
    --print-to-pdf=*) to=${word#*=} ;;
    file://*) page=${word#file://} ;;
    esac
done
cp "$page" "$to"
echo "%%EOF" >> "$to"
"""


@pytest.mark.posix("a POSIX shell")
def test_no_page_of_the_folder_is_printed(small: Bench) -> None:
    """A browser would show the files that such a page names."""
    small.write("bin/chromium", BROWSER).chmod(0o755)
    small.write("templates/report.html.j2", "<iframe src='file:///etc/passwd'></iframe>")
    env = {"PATH": f"{small.root}/bin:{os.environ['PATH']}"}
    assert small.run("report", "-o", "out.pdf", env=env).err == "报告已写到 out.pdf\n"
    assert small.read("out.pdf").startswith("<!doctype html>")
    assert "iframe" not in small.read("out.pdf")
    assert "iframe" in small.ok("report", "--format", "html")
