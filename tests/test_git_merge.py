"""What git merges in the journals by itself, and what is left to people (docs/git.md)."""

import json
import subprocess
from collections.abc import Callable

import pytest
from conftest import GIT_ENV, Bench

JOURNAL = "data/progress/甲局.yaml"
BASE = '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n'
UNION = "data/progress/*.yaml merge=union\n"


@pytest.fixture
def shared(small: Bench) -> Bench:
    """A plan folder in git with one record of 甲局."""
    small.write(JOURNAL, BASE)
    git(small, "init", "-q")
    commit(small)
    return small


def git(bench: Bench, *args: str) -> subprocess.CompletedProcess[str]:
    """Run git in the folder without anybody's settings."""
    settings = ["user.name=测试", "user.email=t@example.cn", "init.defaultBranch=main"]
    command = ["git", *(part for setting in settings for part in ("-c", setting)), *args]
    return subprocess.run(
        command, cwd=bench.root, env=GIT_ENV, capture_output=True, encoding="utf-8", check=False
    )


def commit(bench: Bench) -> None:
    assert git(bench, "add", "-A").returncode == 0
    assert git(bench, "commit", "-qm", "报进展").returncode == 0


def merge(bench: Bench, ours: list[str] | str, theirs: list[str]) -> bool:
    """Mark on two branches (``text`` precedes the journal); return whether git merged them."""
    for branch, change in (("theirs", theirs), ("ours", ours)):
        assert git(bench, "checkout", "-q", "-b", branch, "main").returncode == 0
        if isinstance(change, str):
            bench.write(JOURNAL, change + bench.read(JOURNAL))
        else:
            bench.ok("mark", *change)
        commit(bench)
    return git(bench, "merge", "-q", "theirs", "-m", "合并").returncode == 0


def test_two_units_merge_by_themselves(shared: Bench) -> None:
    assert merge(shared, ["1.2", "done", "--period", "2017-08"], ["2.2", "doing"])
    assert sorted(path for path in shared.files() if path.startswith("data/progress")) == [
        "data/progress/乙局.yaml",
        JOURNAL,
    ]
    assert shared.run("check").code == 0


def test_two_clones_of_different_units_pull_without_a_conflict(
    shared: Bench, bench_at: Callable[[str], Bench]
) -> None:
    other = bench_at("clone")
    assert git(other, "clone", "-q", str(shared.root), ".").returncode == 0
    other.ok("mark", "2.2", "doing")
    commit(other)
    shared.ok("mark", "1.2", "done", "--period", "2017-08")
    commit(shared)
    assert git(other, "pull", "-q", "--no-rebase", "--no-edit").returncode == 0
    assert [record["unit"] for record in records(other)] == ["甲局", "乙局", "甲局"]


def records(bench: Bench) -> list[dict[str, str]]:
    found = json.loads(bench.ok("log", "--format", "json"))["records"]
    assert isinstance(found, list)
    return found


def test_different_ends_of_one_journal_merge_by_themselves(shared: Bench) -> None:
    first = '- task: "1.2"\n  period: 2017-08\n  status: doing\n  date: 2017-09-05\n'
    last = '- task: "2.3"\n  status: doing\n  date: 2017-10-31\n'
    assert merge(shared, first, ["2.3", "doing", "-u", "甲"])
    assert shared.read(JOURNAL) == first + BASE + last


def test_two_marks_of_one_unit_conflict_and_both_blocks_are_kept(shared: Bench) -> None:
    assert not merge(shared, ["1.2", "doing", "--period", "2017-08"], ["2.3", "doing", "-u", "甲"])
    result = shared.run("check")
    assert (result.code, "error[merge-conflict]" in result.out) == (1, True)
    assert shared.run("mark", "1.1", "done").code == 4
    assert git(shared, "checkout", "--conflict=diff3", "--", JOURNAL).returncode == 0
    assert sorted(task for task, _ in settle(shared)) == ["1.1", "1.2", "2.3"]


MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def settle(bench: Bench) -> list[tuple[str, str | None]]:
    """Delete git's conflict marks; return task and note of every record, in file order."""
    kept = [line for line in bench.read(JOURNAL).split("\n") if line[:7] not in MARKS]
    bench.write(JOURNAL, "\n".join(kept))
    assert bench.run("check").code == 0
    return [(record["task"], record["note"]) for record in reversed(records(bench))]


ALIKE = (["1.1", "2.1", "doing", "-u", "甲"], ["1.1", "doing", "--note", "只差盖章"])
"""Marks whose records begin with the same lines."""


def test_a_conflict_may_fall_inside_a_record(shared: Bench) -> None:
    assert not merge(shared, *ALIKE)
    assert settle(shared) == [("1.1", None), ("1.1", None), ("2.1", "只差盖章")], "the wrong task"


def test_the_conflict_written_again_has_complete_records(shared: Bench) -> None:
    assert not merge(shared, *ALIKE)
    assert git(shared, "checkout", "--conflict=diff3", "--", JOURNAL).returncode == 0
    assert settle(shared) == [
        ("1.1", None),
        ("1.1", None),
        ("2.1", None),
        ("1.1", "只差盖章"),
    ]


def test_a_union_merge_can_give_a_note_to_another_task(shared: Bench) -> None:
    shared.write(".gitattributes", UNION)
    commit(shared)
    assert merge(shared, *ALIKE)
    assert settle(shared) == [("1.1", None), ("1.1", None), ("2.1", "只差盖章")], "the wrong task"


def test_the_diff_of_a_mark_is_only_its_record(shared: Bench) -> None:
    shared.ok("mark", "1.1", "done", "--evidence", "https://a.cn")
    lines = git(shared, "diff", "--unified=0").stdout.split("\n")
    assert [line for line in lines[4:] if line.startswith(("+", "-"))] == [
        '+- task: "1.1"',
        "+  status: done",
        "+  date: 2017-10-31",
        "+  evidence:",
        "+  - https://a.cn",
    ]


def test_what_gkplan_leaves_in_passing_is_ignored(starter: Bench) -> None:
    git(starter, "init", "-q")
    commit(starter)
    starter.write("data/.gkplan.lock", "")
    starter.write("data/progress/.甲局.yaml.0123abcd.tmp", "")
    assert git(starter, "status", "--porcelain").stdout == ""


def test_a_union_merge_can_weave_two_records_into_one(shared: Bench) -> None:
    """No ``merge=union`` ships, since it can silently make one record of two."""
    shared.write(".gitattributes", UNION)
    commit(shared)
    assert merge(shared, ["1.1", "done", "--note", "甲"], ["1.1", "done", "--problem", "乙"])
    assert shared.run("check").code == 0
    assert [record["note"] for record in records(shared)] == ["甲", None]


def test_a_record_withdrawn_on_both_sides_is_withdrawn_once(shared: Bench) -> None:
    shared.ok("mark", "1.1", "done", "--note", "误报")
    commit(shared)
    assert not merge(
        shared,
        ["1.1", "withdrawn", "--note", "甲撤"],
        ["1.1", "withdrawn", "--note", "乙撤"],
    )
    assert git(shared, "checkout", "--conflict=diff3", "--", JOURNAL).returncode == 0
    assert settle(shared) == [("1.1", None), ("1.1", "误报")]
    found = json.loads(shared.ok("log", "--format", "json"))
    assert [entry["note"] for entry in found["withdrawals"]] == ["乙撤", "甲撤"]
    assert [record["withdrawn"] for record in found["records"]] == ["2017-10-31", None]
    assert "warning[repeated-withdrawal]" in shared.run("check").out
    assert "正在推进" in shared.ok("list", "1.1")
    shared.ok("mark", "1.1", "withdrawn")
    assert "未启动" in shared.ok("list", "1.1")


def test_the_same_withdrawal_on_both_sides_merges_by_itself(shared: Bench) -> None:
    assert merge(shared, ["1.1", "withdrawn"], ["1.1", "withdrawn"])
    assert shared.read(JOURNAL).count("withdrawn") == 1
    assert "warning" not in shared.ok("check").replace("no-recent-record", "")
