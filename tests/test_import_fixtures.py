"""Every document of ``tests/importing`` gives the plan that it says, or is refused."""

from pathlib import Path

import pytest
from importing_found import found_in
from importing_score import FIXTURES, differences, read, source_of

FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/expected.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_document_gives_the_plan_that_it_says(folder: Path) -> None:
    """Tasks, units with roles, deadlines, groups, head and what is not used are as expected."""
    expected, found = read(folder / "expected.yaml"), found_in(source_of(folder))
    assert differences(expected, found) == []
    assert found.get("refused") == expected.get("refused")


def test_every_fixture_says_what_it_shows() -> None:
    """The first line of an expectation is a comment on the shape or damage of its document."""
    firsts = [(folder / "expected.yaml").read_text(encoding="utf-8")[:2] for folder in FOLDERS]
    assert firsts == ["# "] * 176
