"""Where a plan folder is, and how its files are named from the current folder."""

import os
from pathlib import Path

import pytest
from conftest import SMALL_TASKS, SMALL_UNITS, Bench, Result

from gkplan.domain.errors import PlanUnreadableError
from gkplan.folder.location import Folder, find_folder


def put(bench: Bench, data: str) -> None:
    """Write the small plan's files into a folder."""
    bench.write(f"{data}/tasks.yaml", SMALL_TASKS)
    bench.write(f"{data}/units.yaml", SMALL_UNITS)


def described(bench: Bench, folder: Folder) -> tuple[str, str, str]:
    """Return data and root as seen from the bench's root, and the label of the plan."""
    data, root = (path.relative_to(bench.root).as_posix() for path in (folder.data, folder.root))
    return data, root, folder.label(folder.tasks)


@pytest.mark.parametrize(
    ("given", "here", "expected"),
    [
        ("plan", ".", ("plan/data", "plan", "plan/data/tasks.yaml")),
        ("plan/data", ".", ("plan/data", "plan", "plan/data/tasks.yaml")),
        ("plan/", ".", ("plan/data", "plan", "plan/data/tasks.yaml")),
        (".", "plan", ("plan/data", "plan", "data/tasks.yaml")),
        ("data", "plan", ("plan/data", "plan", "data/tasks.yaml")),
        (".", "plan/data", ("plan/data", "plan", "../data/tasks.yaml")),
        ("../plan", "other/deep", None),
        ("../../plan", "other/deep", ("plan/data", "plan", "../../plan/data/tasks.yaml")),
        ("flat", ".", ("flat", "flat", "flat/tasks.yaml")),
        (".", "flat", ("flat", "flat", "tasks.yaml")),
        ("other", ".", None),
        ("nowhere", ".", None),
        ("plan/data/tasks.yaml", ".", None),
    ],
)
def test_a_folder_that_is_given(
    empty: Bench, given: str, here: str, expected: tuple[str, str, str] | None
) -> None:
    put(empty, "plan/data")
    put(empty, "flat")
    empty.write("other/deep/readme", "")
    start = empty.root / here
    if expected:
        assert described(empty, find_folder(Path(given), start)) == expected
        return
    with pytest.raises(PlanUnreadableError) as raised:
        find_folder(Path(given), start)
    assert raised.value.message == f"{given} 里没有 tasks.yaml 或 data/tasks.yaml"


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ("plan", ("plan/data", "plan", "data/tasks.yaml")),
        ("plan/data", ("plan/data", "plan", "../data/tasks.yaml")),
        ("plan/data/progress", ("plan/data", "plan", "../../data/tasks.yaml")),
        ("plan/evidence/8/9", ("plan/data", "plan", "../../../data/tasks.yaml")),
        ("plan/inner/x", ("plan/inner", "plan/inner", "../tasks.yaml")),
    ],
)
def test_the_nearest_folder_upward(empty: Bench, here: str, expected: tuple[str, str, str]) -> None:
    put(empty, "plan/data")
    put(empty, "plan/inner")
    (empty.root / here).mkdir(parents=True, exist_ok=True)
    found = find_folder(None, empty.root / here)
    assert described(empty, found) == expected
    assert not found.read_only


def test_data_has_precedence_over_the_folder_itself(empty: Bench) -> None:
    put(empty, "data")
    put(empty, ".")
    assert described(empty, find_folder(None, empty.root)) == ("data", ".", "data/tasks.yaml")


def test_both_spellings_find_evidence_and_journals_in_the_same_folder(empty: Bench) -> None:
    put(empty, "plan/data")
    empty.write("plan/proof.pdf", "")
    for given in ("plan", "plan/data"):
        empty.ok("mark", "1.1", "done", "--evidence", "proof.pdf", "--data", given)
    journal = empty.read("plan/data/progress/甲局.yaml")
    assert journal.count("  evidence:\n  - proof.pdf\n") == 2


def test_the_option_has_precedence_over_the_environment_and_that_over_the_search(
    empty: Bench,
) -> None:
    for name in ("here", "env", "option"):
        put(empty, f"{name}/data")
        empty.write(f"{name}/data/tasks.yaml", SMALL_TASKS.replace("小方案", name))
    here = empty.root / "here"

    def title(*args: str, **env: str) -> str:
        return empty.ok("report", *args, cwd=here, env=env).split("\n")[0]

    assert title() == "# here进展情况"
    assert title(GKPLAN_DATA="../env") == "# env进展情况"
    assert title("--data", "../option", GKPLAN_DATA="../env") == "# option进展情况"
    assert title(GKPLAN_DATA="") == "# here进展情况"
    wrong = empty.run("list", cwd=here, env={"GKPLAN_DATA": "../nowhere"})
    assert (wrong.code, wrong.out) == (3, "")
    assert wrong.err.startswith("错误：../nowhere 里没有 tasks.yaml 或 data/tasks.yaml\n")


def test_the_option_may_be_given_before_or_after_the_command(empty: Bench) -> None:
    put(empty, "plan/data")
    assert empty.ok("--data", "plan", "list") == empty.ok("list", "--data", "plan")


def test_without_any_plan_the_shipped_one_is_shown_and_never_written_to(empty: Bench) -> None:
    found = find_folder(None, empty.root)
    assert found.read_only
    assert "共 106 项" in empty.ok("list")
    assert empty.run("mark", "1.1", "done").code == 4
    assert empty.files() == {}


@pytest.mark.posix("symbolic links")
def test_a_dangling_link_is_a_plan_that_cannot_be_read(empty: Bench) -> None:
    (empty.root / "tasks.yaml").symlink_to("nowhere.yaml")
    result = empty.run("list")
    assert (result.code, result.out) == (3, "")
    assert "tasks.yaml:1:1: error[not-readable]: 文件打不开：文件不存在" in result.err


def test_a_folder_above_that_was_deleted_is_no_obstacle(empty: Bench) -> None:
    missing = empty.root / "gone"
    put(empty, ".")
    assert described(empty, find_folder(None, missing)) == (".", ".", "../tasks.yaml")


def test_a_plan_that_this_user_may_not_look_for_is_not_replaced_by_the_one_that_ships(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = os.access

    def denied(path: Path, mode: int) -> bool:
        return path != small.root / "data" and allowed(path, mode)

    monkeypatch.setattr(os, "access", denied)
    assert small.run("list") == Result(3, "", "错误：data 文件夹打不开：没有权限\n  检查它的权限\n")
    (small.root / "data").rename(small.root / "方案")
    (small.root / "data").write_text("")
    assert small.run("list").code == 0, "a file of that name is none"
