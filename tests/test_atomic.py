"""Files that commands write: what they may replace, and what they must not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Bench, Result

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
