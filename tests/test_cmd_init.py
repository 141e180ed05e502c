"""``gkplan init``: the starter plan."""

from pathlib import Path

import pytest
from conftest import REPO, Bench

FILES = [
    "data/tasks.yaml",
    "data/units.yaml",
    "data/.schema/tasks.schema.json",
    "data/.schema/units.schema.json",
    "data/.schema/journal.schema.json",
    "data/.schema/reviews.schema.json",
    "data/.schema/calendar.schema.json",
    "data/progress/.gitkeep",
    "data/.gitignore",
    "data/.gitattributes",
]


def test_a_new_folder_contains_the_shipped_plan(empty: Bench) -> None:
    result = empty.run("init", "新方案/2017")
    assert result.code == 0
    assert result.out == "".join(f"新方案/2017/{name}\n" for name in FILES)
    assert result.err.startswith("已建好 新方案/2017。")
    made = empty.files()
    assert set(made) == {f"新方案/2017/{name}" for name in FILES}
    for name in ("tasks", "units"):
        assert made[f"新方案/2017/data/{name}.yaml"] == (REPO / f"data/{name}.yaml").read_bytes()
    assert made["新方案/2017/data/.gitignore"] == b".gkplan.lock\n.*.tmp\n"
    assert made["新方案/2017/data/.gitattributes"] == b"*.yaml text eol=lf\n"


def test_the_current_folder_needs_no_change_of_folder(empty: Bench) -> None:
    assert empty.run("init", ".").err == "已建好 .。接下来：gkplan list、gkplan mark\n"


def test_a_new_folder_has_no_errors_and_can_be_written_to(empty: Bench) -> None:
    empty.ok("init", ".")
    assert empty.run("check").err == "data：没有错误，19 处注\n"
    assert empty.ok("mark", "1.3", "done", "--period", "2017-08") == (
        "1.3  2017-08  区财政局  已完成  data/progress/区财政局.yaml\n"
    )


def test_a_file_that_is_there_stops_everything(empty: Bench) -> None:
    empty.write("plan/data/units.yaml", "我的名册\n")
    before = empty.files()
    result = empty.run("init", "plan")
    assert (result.code, result.out) == (4, "")
    assert "plan/data/units.yaml 已经存在，没有改动任何文件" in result.err
    assert empty.files() == before


@pytest.mark.posix("symbolic links")
def test_a_dangling_link_stops_everything(empty: Bench) -> None:
    (empty.root / "data").mkdir()
    (empty.root / "data/tasks.yaml").symlink_to("nowhere")
    assert empty.run("init", ".").code == 4
    assert [path.name for path in (empty.root / "data").iterdir()] == ["tasks.yaml"]


def test_other_files_of_the_folder_stay(empty: Bench) -> None:
    empty.write("README.md", "读我\n")
    empty.ok("init", ".")
    assert empty.read("README.md") == "读我\n"


def test_a_file_is_no_folder(empty: Bench) -> None:
    empty.write("plan", "")
    result = empty.run("init", "plan")
    assert (result.code, result.out) == (4, "")
    assert "plan 不能写入：" in result.err
    assert empty.files() == {"plan": b""}


def test_the_folder_must_be_named(empty: Bench) -> None:
    result = empty.run("init")
    assert (result.code, result.out) == (2, "")
    assert result.err == "错误：缺少 DIR\n  用法：gkplan init DIR [选项]；详见 --help\n"
    assert list(Path(empty.root).iterdir()) == []
