"""The page that an import leaves beside the plan (导入说明.md): its open questions."""

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from gkplan.folder.location import Folder
from gkplan.folder.source import UnreadableError, decode, read_bytes

NOTES_FILE = "导入说明.md"
OPEN = "全方案待核（核定一条删去一条）"
"""The heading of the questions on the plan as a whole."""
_MOST = 200
"""Questions that are listed; the last one counts those that are not."""
_LONGEST = 500
"""Characters of a question that are repeated."""
_ESCAPED = re.compile(r"\\(?=[!-/:-@[-`{-~])")


class Question(NamedTuple):
    """A question on the plan as a whole, and its line."""

    line: int
    text: str


def open_questions(folder: Folder) -> list[Question]:
    """The questions that nobody has struck from the page; none where there is no page.

    A page that cannot be read is one question.
    """
    path = folder.data / NOTES_FILE
    if not os.path.lexists(path):
        return []
    try:
        lines = decode(read_bytes(folder, path), folder.label(path)).splitlines()
    except UnreadableError as error:
        return [Question(1, error.problem.message)]
    found = list(_listed(lines))
    more = found[_MOST:]
    return [*found[:_MOST], *(Question(one.line, f"……还有{len(more)}条") for one in more[:1])]


def _listed(lines: list[str]) -> Iterator[Question]:
    inside = False
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            inside = line == f"## {OPEN}"
        elif inside and line.startswith("- "):
            text = line[2 : _LONGEST + 2] + ("…" if line[_LONGEST + 2 :] else "")
            yield Question(number, _ESCAPED.sub("", text))
