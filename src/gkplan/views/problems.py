"""Problems as text for people, as data and as GitHub annotations."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from gkplan.domain.rules import Position, Problem, Severity
from gkplan.views.table import cell_len, visible

_EXCERPT = 78
"""Cells of a source line that are shown around a problem: a screen of 80 less the margin."""
_FAR = 400
"""Characters on either side that are considered at all: lines may be megabytes long."""
_BEFORE = 30
"""Cells that are kept before the problem if the line is too long."""


def problem_text(problem: Problem) -> str:
    """Format one problem: position and rule, the source line with a caret, the remedy.

    A note is one line; an error or a warning ends with a blank line.
    """
    position = problem.position
    lines = [f"{position.label}: {problem.rule.severity}[{problem.rule.name}]: {problem.message}"]
    if problem.rule.severity is not Severity.NOTE:
        if position.excerpt.strip():
            lines += [f"  {line}" for line in _excerpt(position)]
        lines += [f"  {problem.remedy}", ""]
    return "\n".join(visible(line.replace("\n", " ")) for line in lines)


def _excerpt(position: Position) -> tuple[str, str]:
    """Cut a window of the source line around the problem, and point at it by cell width."""
    start, end = position.column - 1, position.column - 1 + position.width
    before, marked, after = (
        visible(part.replace("\t", " "))
        for part in (
            position.excerpt[max(0, start - _FAR) : start],
            position.excerpt[start : min(end, start + _FAR)],
            position.excerpt[end : end + _FAR],
        )
    )
    if cell_len(before + marked + after) > _EXCERPT:
        before = _fit(before[::-1], _BEFORE)[::-1]
        marked = _fit(marked, _EXCERPT - cell_len(before))
        after = _fit(after, _EXCERPT - cell_len(before + marked))
    return before + marked + after, " " * cell_len(before) + "^" * max(cell_len(marked), 1)


def _fit(text: str, cells: int) -> str:
    """Cut a text to that many cells, with an ellipsis where something is left out."""
    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) > cells - 1:
        text = text[: -max(1, (cell_len(text) - cells) // 2)]
    return text + "…"


def summary(problems: Iterable[Problem]) -> str:
    """Count problems by severity: ``2 处错误，1 处提醒``, ``没有错误，19 处注``."""
    counts = Counter(problem.rule.severity for problem in problems)
    texts = [f"{counts[severity]} 处{severity.label}" for severity in Severity if counts[severity]]
    return "，".join(texts if counts[Severity.ERROR] else ["没有错误", *texts])


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return one problem for JSON; line and column count from 1, in characters."""
    position = problem.position
    return {
        "rule": problem.rule.name,
        "severity": str(problem.rule.severity),
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "message": problem.message,
        "remedy": problem.remedy,
    }


def github_line(problem: Problem) -> str:
    """Format one problem as a GitHub workflow command, shown beside its line in a pull request."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    position = problem.position
    fields = (
        f"file={_property(position.file)},line={position.line},col={position.column},"
        f"title={problem.rule.name}"
    )
    message = problem.message + (f"\n{problem.remedy}" if problem.remedy else "")
    return f"::{kinds[problem.rule.severity]} {fields}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
