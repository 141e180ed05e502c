"""The version of a plan folder in git, as reports name it: commit, day, and what is not in it."""

import json
import os
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from conftest import Bench
from test_revision import ENV, FIRST, JOURNAL, SECOND, folder_of, git, tool

from gkplan.folder.git_version import Version, commits_log, version_of
from gkplan.folder.location import shipped

DAY = "2017-10-31T23:30:00+0800"


def commit(bench: Bench, day: str = DAY) -> str:
    """Commit everything on a local day of the committer; return the short name of the commit."""
    git(bench, "add", "-A")
    env = {**ENV, "GIT_COMMITTER_DATE": day}
    names = ("-c", "user.name=测试", "-c", "user.email=t@example.cn")
    command = ["git", *names, "commit", "-qm", "报进展"]
    assert subprocess.run(command, cwd=bench.root, env=env, check=False).returncode == 0
    return git(bench, "rev-parse", "--short", "HEAD")


@pytest.fixture
def kept(small: Bench) -> Bench:
    """A plan folder in git without uncommitted changes."""
    git(small, "init", "-q")
    small.write(JOURNAL, FIRST)
    commit(small)
    return small


def short(bench: Bench) -> str:
    return git(bench, "rev-parse", "--short", "HEAD")


def described(bench: Bench) -> str:
    """Return how the folder is described, with ``COMMIT`` for the name of the commit."""
    version = version_of(folder_of(bench), ENV)
    return str(version).replace(short(bench), "COMMIT")


CLEAN, CHANGED = "COMMIT（2017-10-31）", "COMMIT（2017-10-31），另有未提交的改动"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: None, CLEAN),
        (lambda bench: bench.write(JOURNAL, FIRST + SECOND), CHANGED),
        (lambda bench: bench.write("data/progress/乙局.yaml", ""), CHANGED),
        (lambda bench: (bench.root / JOURNAL).unlink(), CHANGED),
        (lambda bench: bench.write("data/reviews.yaml", ""), CHANGED),
        (lambda bench: bench.write("data/calendar.yaml", ""), CHANGED),
        (lambda bench: (bench.root / JOURNAL).chmod(0o755), CLEAN),
        (lambda bench: os.utime(bench.root / JOURNAL, (0, 0)), CLEAN),
        (lambda bench: bench.write(JOURNAL, FIRST.replace("\n", "\r\n")), CLEAN),
        (lambda bench: bench.write("data/progress/.乙局.yaml.swp", ""), CLEAN),
        (lambda bench: bench.write("data/progress/.乙局.yaml", ""), CLEAN),
        (lambda bench: bench.write("data/notes.txt", ""), CLEAN),
        (lambda bench: bench.write("evidence/8.pdf", ""), CLEAN),
    ],
    ids=[
        *("nothing", "a record more", "a journal more", "a journal less", "reviews"),
        *("a calendar", "rights", "touched", "line ends", "an editor's", "hidden", "notes"),
        "evidence",
    ],
)
def test_what_counts_as_a_change(
    kept: Bench, change: Callable[[Bench], object], expected: str
) -> None:
    """The files that figures come from are compared by content, tracked or not."""
    change(kept)
    assert described(kept) == expected


def test_what_is_staged_counts_as_a_change(kept: Bench) -> None:
    kept.write(JOURNAL, FIRST + SECOND)
    git(kept, "add", "-A")
    assert described(kept) == CHANGED
    git(kept, "update-index", "--assume-unchanged", JOURNAL)
    assert described(kept) == CHANGED


def test_the_day_is_that_of_the_committer_where_it_was_made(kept: Bench) -> None:
    kept.write(JOURNAL, FIRST + SECOND)
    commit(kept, "2017-11-01T00:30:00-1100")
    assert described(kept) == "COMMIT（2017-11-01）"


def test_a_version_of_the_past_has_no_changes(kept: Bench) -> None:
    first = short(kept)
    kept.write(JOURNAL, FIRST + SECOND)
    commit(kept)
    kept.write(JOURNAL, "别的")
    assert version_of(folder_of(kept), ENV, "HEAD~1") == Version(first, "2017-10-31")


@pytest.mark.parametrize("path", ["方案", "a b/二〇一七年"])
def test_a_plan_below_the_top_of_its_repository(kept: Bench, path: str) -> None:
    (kept.root / path).parent.mkdir(exist_ok=True)
    (kept.root / "data").rename(kept.root / path)
    commit(kept)
    folder = folder_of(kept, path)
    assert version_of(folder, ENV) == Version(short(kept), "2017-10-31")
    assert commits_log(folder, ENV) == kept.root / ".git/logs/HEAD"


def test_a_repository_with_sha_256(small: Bench) -> None:
    git(small, "init", "-q", "--object-format=sha256")
    commit(small)
    assert described(small) == CLEAN
    small.write("data/units.yaml", "")
    assert described(small) == CHANGED


@pytest.mark.posix("symbolic links")
def test_a_journal_that_is_a_link(kept: Bench) -> None:
    (kept.root / JOURNAL).unlink()
    (kept.root / JOURNAL).symlink_to("../elsewhere")
    commit(kept)
    assert described(kept) == CLEAN
    (kept.root / JOURNAL).unlink()
    (kept.root / JOURNAL).symlink_to("../nowhere")
    assert described(kept) == CHANGED


def test_where_there_is_no_version(small: Bench, kept: Bench) -> None:
    """There is no version, and no error."""
    assert version_of(shipped(Path("/")), ENV) is None
    assert version_of(folder_of(kept), {"PATH": "/nowhere"}) is None
    assert version_of(folder_of(kept), tool(small, "exit 128")) is None
    assert commits_log(folder_of(kept), tool(small, "exit 128")) is None
    assert commits_log(shipped(Path("/")), ENV) is None


def test_a_folder_without_commits_and_one_that_git_does_not_keep(small: Bench) -> None:
    git(small, "init", "-q")
    assert version_of(folder_of(small), ENV) is None
    small.write(".gitignore", "data\n")
    commit(small)
    assert version_of(folder_of(small), ENV) is None


def test_git_answers_something_else(kept: Bench) -> None:
    odd = tool(kept, '[ "$6" != rev-list ] || exit 0\nPATH="$OLD"; exec git "$@"')
    assert version_of(folder_of(kept), {**odd, "OLD": ENV["PATH"]}) is None


@pytest.mark.posix("a POSIX shell")
def test_no_program_of_a_hostile_repository_is_started(
    kept: Bench, bench_at: Callable[[str], Bench]
) -> None:
    """``git status`` would run the filter: this is why the files are compared without it."""
    trap = bench_at("trap")
    snap = trap.write("snap", f"#!/bin/sh\necho $0 >> '{trap.root}/caught'\ncat\n")
    snap.chmod(0o755)
    for name in ("filter.f.clean", "filter.f.process", "core.fsmonitor", "gpg.program",
                 "core.pager", "diff.external", "diff.f.textconv"):  # fmt: skip
        git(kept, "config", name, str(snap))
    git(kept, "config", "log.showSignature", "true")
    kept.write(".git/info/attributes", "*.yaml filter=f diff=f\n")
    kept.write(JOURNAL, FIRST + SECOND)
    assert described(kept) == CHANGED
    assert commits_log(folder_of(kept), ENV)
    assert not (trap.root / "caught").exists()
    subprocess.run(["git", "status", "--short"], cwd=kept.root, env=ENV, check=False)
    assert (trap.root / "caught").exists(), "the trap does snap"


def test_nothing_in_the_repository_is_touched(kept: Bench) -> None:
    os.utime(kept.root / JOURNAL, (0, 0))
    before = kept.files()
    assert described(kept) == CLEAN
    assert kept.files() == before, ".git and its index included"


# In reports


def test_every_format_takes_the_version(kept: Bench) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    kept.write(JOURNAL, FIRST + SECOND)
    version = f"{short(kept)}（2017-10-31），另有未提交的改动"
    assert json.loads(kept.ok("report", "--format", "json", env=ENV))["revision"] == version
    assert f"数据版本 {version}。</p>" in kept.ok("report", "--format", "html", env=ENV)
    for name in ("a.md", "a.docx", "a.xlsx"):
        kept.ok("report", "-o", name, env=ENV)
    book = openpyxl.load_workbook(BytesIO((kept.root / "a.xlsx").read_bytes()))
    cells = [cell.value for sheet in book for row in sheet.rows for cell in row]
    assert sum(f"数据版本 {version}" in str(cell) for cell in cells) == 1


def test_outside_of_git_a_report_names_none(small: Bench) -> None:
    assert json.loads(small.ok("report", "--format", "json"))["revision"] is None
    assert "数据版本" not in small.ok("report", "--format", "html")


def test_each_units_page_names_it(kept: Bench) -> None:
    kept.ok("report", "--all-units", "-o", "out", env=ENV)
    pages = {path.name for path in (kept.root / "out").iterdir()}
    assert pages == {"index.html", "甲局.html", "乙局.html", "丙委.html", "丁镇.html"}
    version = f"数据版本 {short(kept)}（2017-10-31）。</p>"
    assert [name for name in pages if version not in kept.read(f"out/{name}")] == []


def test_a_report_of_the_past(kept: Bench) -> None:
    first = short(kept)
    kept.write(JOURNAL, FIRST + SECOND)
    commit(kept)
    kept.write("templates/report.md.j2", "{{ revision }} {{ groups[0].tasks[0].status }}")
    assert kept.ok("report", "--git", "HEAD~1", env=ENV) == f"{first}（2017-10-31） doing"
    assert kept.ok("report", env=ENV) == f"{short(kept)}（2017-10-31） done"
    unknown = kept.run("report", "--git", "nowhere", env=ENV)
    assert (unknown.code, unknown.err.splitlines()[0]) == (2, "错误：git 里没有版本 “nowhere”")
