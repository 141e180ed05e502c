"""The warning ``comment-cuts-text``: which comments cut off a text, and which do not."""

import re

import pytest
from conftest import Bench
from everykey import FILES, TASKS, UNITS

WHOLE = {"title", "number", "issuer", "supervisor", "label", "text", "short", "lead", "support",
         "implement", "awaits", "doubts", "name", "notice", "note", "problem", "next", "by", "unit",
         "reason", "approved_by", "basis", "预算"}  # fmt: skip
"""Keys whose value a ``#`` at the end of the line would cut off, and one item of a list."""


def warned(bench: Bench) -> list[str]:
    """Return the positions of the warnings ``comment-cuts-text``."""
    out = bench.run("check", "--as-of", "2017-10-31").out
    return re.findall(r"^(\S+:\d+:\d+): warning\[comment-cuts-text\]", out, re.MULTILINE)


@pytest.fixture
def folder(empty: Bench) -> Bench:
    """A folder that writes every key of every file at least once."""
    for name, text in FILES.items():
        empty.write(name, text)
    return empty


def test_a_folder_without_comments_has_no_such_warning(folder: Bench) -> None:
    assert folder.run("check").code == 0
    assert warned(folder) == []


LINES = [(name, index) for name, text in FILES.items() for index in range(text.count("\n"))]


@pytest.mark.parametrize(("name", "index"), LINES)
def test_a_comment_after_any_line_is_a_warning_where_the_line_ends_in_a_text(
    folder: Bench, name: str, index: int
) -> None:
    lines = FILES[name].splitlines()
    key = re.fullmatch(r"[ -]*(\w+)(?:: (?!\[).+)?", lines[index])
    column = len(lines[index]) + 3
    lines[index] += "  # 第2稿"
    folder.write(name, "\n".join(lines))
    expected = [f"{name}:{index + 1}:{column}"] if key and key[1] in WHOLE else []
    assert warned(folder) == expected


@pytest.mark.parametrize(
    "line",
    [
        'note: "已办" # 注',
        "note: '已办' # 注",
        "note: 已办#2",
        "note: |  # 注\n    已办 # 2号楼\n  # 注",
        "note: # 注",
        "note: '#2'",
        "note: 已办\n  # 注",
        "evidence: [1.pdf, 2.pdf] # 注",
        "evidence: # 注\n  - 1.pdf",
        "evidence: [1.pdf, # 注\n    2.pdf]",
    ],
)
def test_a_comment_that_cuts_nothing_off_is_no_warning(folder: Bench, line: str) -> None:
    base = '- task: "1.1"\n  status: done\n  date: 2017-09-12\n  '
    folder.write("data/progress/甲局.yaml", f"{base}{line}\n")
    assert warned(folder) == []


@pytest.mark.parametrize(
    ("line", "position"),
    [
        ("note: 已办 #2号楼", "4:12"),
        ("note: 已办\t#2号楼", "4:12"),
        ("note: 已办\n    3号楼 #2", "5:9"),
        ("note: #2号楼", "4:9"),
        ("evidence: [1.pdf #2, 2.pdf\n    ]", "4:20"),
        ("evidence: [1.pdf,\n    2.pdf #2\n    ]", "5:11"),
        ("evidence:\n  - 1.pdf #2\n  - 2.pdf", "5:11"),
        ("evidence: https://a.cn/1 #2", "4:28"),
    ],
)
def test_a_comment_that_cuts_a_text_off_is_pointed_at(
    folder: Bench, line: str, position: str
) -> None:
    base = '- task: "1.1"\n  status: done\n  date: 2017-09-12\n  '
    folder.write("data/progress/甲局.yaml", f"{base}{line}\n")
    assert warned(folder) == [f"data/progress/甲局.yaml:{position}"]


def test_the_warning_stops_no_command(folder: Bench) -> None:
    folder.write("data/tasks.yaml", TASKS.replace("按要求公开。", "按要求公开 #2"))
    assert "按要求公开" in folder.ok("list")


def test_a_broken_reading_elsewhere_does_not_hide_the_warning(folder: Bench) -> None:
    folder.write("data/tasks.yaml", "plan: {}\n")
    folder.write("data/units.yaml", UNITS.replace("name: 甲局", "name: 甲局 #2"))
    assert warned(folder) == ["data/units.yaml:2:12"]
