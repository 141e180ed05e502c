"""What collecting forms changes, row by row and cell by cell: as a table and as data."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gkplan.domain.model import Record, Review
from gkplan.domain.rules import Problem
from gkplan.forms.collect import TAKEN, Collected
from gkplan.forms.drafts import Draft
from gkplan.forms.layout import COLUMNS, FormKind
from gkplan.views.problems import problem_data
from gkplan.views.table import NONE, Cell, Column, Section, Table, text_table

_SHOWN_EMPTY = ("problem", "next")
"""The values of which it matters that they are gone."""
_NOTHING = "（空）"


class CellChange(NamedTuple):
    """One value of an entry: its key and title, what was in force before, and its cell.

    ``cell`` is empty where the form did not state the value itself.
    """

    key: str
    title: str
    old: str
    new: str
    cell: str


def cell_changes(draft: Draft) -> Iterator[CellChange]:
    """Yield what an entry changes, in the order of the form's columns."""
    kind = FormKind.REPORT if isinstance(draft.entry, Record) else FormKind.REVIEW
    for key, title in ((column.code, column.title) for column in COLUMNS[kind] if column.answer):
        old, new = _value(draft.old, key), _value(draft.entry, key)
        answer = draft.row.answers.get(key)
        if new != old and (new or key in _SHOWN_EMPTY):
            yield CellChange(key, title, old, new, answer.position.cell if answer else "")


def _value(entry: Record | Review | None, key: str) -> str:
    """Return a value as people read it; empty without one."""
    value = getattr(entry, key, None)
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(getattr(value, "label", value) or "")


def collected_table(collected: Collected) -> Table:
    """Return the table of what is written, one row per entry."""
    columns = [Column("单位", 14), Column("编号", 6), Column("期", 10), Column("简称", 20, 3)]
    rows = [_row(draft) for draft in collected.drafts]
    return Table([*columns, Column("改动", lines=20)], [Section(rows)], lines=20)


def _row(draft: Draft) -> Sequence[Cell]:
    lines = [
        f"{change.title}：{_inline(change.old)} → {_inline(change.new)}"
        for change in cell_changes(draft)
    ]
    if draft.newer:
        lines.append(f"只作补记，仍以 {draft.newer.date} 的{draft.newer.status.label}为准")
    entry = draft.entry
    return [
        Cell(entry.unit),
        Cell(entry.task, "bold"),
        Cell(entry.occasion) if entry.occasion else NONE,
        Cell(draft.task.name),
        Cell("\n".join(lines)),
    ]


def _inline(text: str) -> str:
    return text.replace("\n", "；") or _NOTHING


def collected_ledger(collected: Collected) -> Table:
    """Return the same for spreadsheets, one row per cell, then one per problem."""
    titles = "单位 编号 期 简称 项目 原来 现在 文件 格"
    rows = [
        _change_texts(draft, change) for draft in collected.drafts for change in cell_changes(draft)
    ]
    return text_table(titles, [*rows, *map(_problem_texts, collected.problems)])


def _change_texts(draft: Draft, change: CellChange) -> Sequence[str]:
    """Return what changes one value as a row of this table."""
    entry = draft.entry
    about = (entry.unit, entry.task, entry.occasion, draft.task.name)
    return (*about, change.title, change.old, change.new, draft.row.position.file, change.cell)


def _problem_texts(problem: Problem) -> Sequence[str]:
    """Return a problem as a row of the same table."""
    position = problem.position
    message = f"{problem.message}。{problem.remedy}"
    kind = "请核对" if problem.rule in TAKEN else "没有收"
    about = f"{kind}：{problem.rule.name}"
    return ("",) * 4 + (about, "", message, position.file, position.cell)


def collected_data(collected: Collected) -> dict[str, Any]:
    """Return the same for JSON, with the problems."""
    return {
        "known": collected.known,
        "changes": [_change_data(draft) for draft in collected.drafts],
        "problems": [
            {**problem_data(problem), "cell": problem.position.cell}
            for problem in collected.problems
        ],
    }


def _change_data(draft: Draft) -> dict[str, Any]:
    entry = draft.entry
    return {
        "kind": "record" if isinstance(entry, Record) else "review",
        "unit": entry.unit,
        "task": entry.task,
        "name": draft.task.name,
        "period": entry.period,
        "event": entry.event.isoformat() if entry.event else None,
        "file": draft.row.position.file,
        "row": draft.row.position.line,
        "cells": [change._asdict() for change in cell_changes(draft)],
    }
