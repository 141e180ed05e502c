"""The table that ``gkplan export`` writes, read back literally: nothing in it is guessed at.

A table that people have changed so that it is no longer quite that one is left to the
understanding of documents, which knows its columns too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError, Kind, keys_of
from gkplan.domain.model import Collective, Group, Head, Plan, Registry, Task, Unit
from gkplan.folder.yaml_write import render, written
from gkplan.importing.document import Block, Cell, Document, Paragraph, Said, Table
from gkplan.importing.plan.head import labelled_head
from gkplan.importing.plan.registry import register
from gkplan.importing.plan.understanding import Imported, Known
from gkplan.importing.readers import read_document
from gkplan.views.plan_table import (
    COLLECTIVE,
    FIXED_COLUMNS,
    REGISTRY_COLUMNS,
    REGISTRY_SHEET,
    TASK_COLUMNS,
    UNIT_COLUMNS,
)

_KEYS = {name: keys_of(Task)[key] for name, key in TASK_COLUMNS.items()}
_COLUMNS = {"工作任务", "标号", *TASK_COLUMNS}
_NAME, _KIND, _ALIASES, _MEMBERS, _MEMBER_KINDS = REGISTRY_COLUMNS
_BETWEEN_NAMES = re.compile("、(?![^（(]*[）)])")
"""What parts two units; inside brackets it is part of a name: 各县（市、区）."""
_NO_NAME = re.compile(r"[，,；;：:。\s]|(?:牵头|配合|落实|负责)$")
"""What people write into a cell of units that is more than a list of them."""


def changed_by_export(plan: Plan, registry: Registry, name: str, content: bytes) -> list[str]:
    """What of a plan is another after its export ``content`` was read back: ids, labels, 文件头.

    What a table cannot hold (a doubt of several lines, a name with 、, a task's changes) is
    reported before somebody relies on it; so is the registry, if the export has one. Raises
    ``UsageError`` where the libraries of the format are missing.
    """
    document, stated = apart(read_document(name, content))
    back = read_back(document, Known())
    if back is None:
        return ["整份方案"]
    old, new = _parts(plan), _parts(back.plan)
    changed = [part for part in dict.fromkeys((*old, *new)) if old.get(part) != new.get(part)]
    if stated is not None and _bodies(stated) != _bodies(registry):
        changed.append(REGISTRY_SHEET)
    return changed


def _bodies(registry: Registry) -> list[dict[str, str]]:
    return [written(body) for body in (*registry.units, *registry.collectives)]


def apart(document: Document) -> tuple[Document, Registry | None]:
    """Take the sheet of the registry, which an exported workbook has, out of a document.

    One that was edited so that it is no registry any more is left where it is.
    """
    for at, block in enumerate(document.blocks):
        rows = list(block.rows) if isinstance(block, Table) else []
        if not rows or tuple(cell.text for cell in rows[0]) != REGISTRY_COLUMNS:
            continue
        try:
            registry = _registry([_by_name(row) for row in rows[1:]])
        except BadValueError:
            break
        others = (*document.blocks[:at], *document.blocks[at + 1 :])
        kept = tuple(one for one in others if not _is_sheet_name(one))
        return document._replace(blocks=kept), registry
    return document, None


def _is_sheet_name(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.place == f"工作表{block.text}"


def _by_name(row: Sequence[Cell]) -> dict[str, str]:
    texts = (cell for cell in row if cell.column < len(REGISTRY_COLUMNS))
    return {REGISTRY_COLUMNS[cell.column]: cell.text for cell in texts}


def _registry(rows: Sequence[Mapping[str, str]]) -> Registry:
    """The registry of its rows; raises ``BadValueError`` where a row is not as it was written."""
    units: list[Unit] = []
    collectives: list[Collective] = []
    for row in rows:
        name, kind = row.get(_NAME, ""), row.get(_KIND, "")
        aliases = _lines(row.get(_ALIASES, ""), fields.NAME)
        if kind == COLLECTIVE:
            members = _lines(row.get(_MEMBERS, ""), fields.NAME)
            kinds = _lines(row.get(_MEMBER_KINDS, ""), fields.UNIT_KIND)
            position = len(collectives)
            collectives.append(
                Collective(fields.NAME.parse(name), aliases, members, kinds, position)
            )
        else:
            parsed = fields.UNIT_KIND.parse(kind)
            units.append(Unit(fields.UNIT_NAME.parse(name), aliases, parsed, len(units)))
    return Registry(tuple(units), tuple(collectives))


def _lines(text: str, kind: Kind[Any]) -> tuple[Any, ...]:
    return tuple(kind.parse(line) for line in text.split("\n") if line)


def _parts(plan: Plan) -> dict[str, Any]:
    """A plan as parts that can be compared, by what people call them."""
    parts: dict[str, Any] = {"文件头": written(plan.head)}
    for group in plan.groups:
        parts[f"第{group.id}组"] = written(group)
        parts |= {task.id: render([task]) for task in group.tasks}
    return parts


class _ChangedError(Exception):
    """The table is not quite as it was written."""


class _Row(NamedTuple):
    """One row by the names of its columns; ``covered`` are those that a cell above goes over."""

    cells: Mapping[str, str]
    covered: frozenset[str]


def read_back(document: Document, known: Known) -> Imported | None:
    """Read a document as a plan that was exported; None if it is none."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if len(tables) != 1:
        return None
    try:
        rows, preface = _rows(tables[0])
        lines = (block for block in document.blocks if isinstance(block, Paragraph))
        loose = [*(Said(line.text, line.place) for line in lines), *preface]
        head, used = _head(loose, known)
        plan = Plan(head, tuple(_groups(rows)))
        if len(plan.tasks) != len(rows):
            return None
    except (_ChangedError, BadValueError):
        return None
    registry, notes = register(plan, known.registry)
    unplaced = (*(said for said in loose if said not in used), *document.printed)
    return Imported(plan, registry, (*document.remarks, *notes), unplaced)


def _rows(table: Table) -> tuple[list[_Row], list[Said]]:
    """The rows below the head, and what stands above it."""
    preface: list[Said] = []
    covered = _covered(table)
    rows = enumerate(table.rows)
    for _, cells in rows:
        names = {cell.column: cell.text for cell in cells if cell.text}
        if names.keys() and set(FIXED_COLUMNS) <= set(names.values()) <= _COLUMNS:
            return [_row(cells, names, covered.get(at, frozenset())) for at, cells in rows], preface
        preface += [Said(cell.text, cell.place) for cell in cells if cell.text]
    raise _ChangedError


def _covered(table: Table) -> dict[int, frozenset[int]]:
    """For each row the columns that a cell above goes over; None of them where a text lost that."""
    found: dict[int, set[int]] = {}
    for cell in table.cells:
        for row in range(cell.row + 1, cell.row + cell.rows):
            found.setdefault(row, set()).add(cell.column)
    return {row: frozenset(columns) for row, columns in found.items()}


def _row(cells: Sequence[Cell], names: Mapping[int, str], covered: frozenset[int]) -> _Row:
    filled = {cell.column: cell.text for cell in cells if cell.text}
    if not filled.keys() <= names.keys():
        raise _ChangedError
    return _Row(
        {names[at]: text for at, text in filled.items()},
        frozenset(names[at] for at in covered if at in names),
    )


def _head(loose: Sequence[Said], known: Known) -> tuple[Head, tuple[Said, ...]]:
    labels = labelled_head(loose)
    if not labels.whole or "title" not in labels.values:
        raise _ChangedError
    stated = {key: value for key in ("title", "issued", "ends") if (value := getattr(known, key))}
    return Head(**labels.values | stated), labels.used


def _groups(rows: Sequence[_Row]) -> Iterator[Group]:
    """The groups, each with its tasks; a group's number is in the ids of its tasks."""
    seen: set[int] = set()
    for number, part in groupby(rows, key=_group_id):
        first, *others = group = list(part)
        label, title = _heading(first)
        if number in seen or any("工作任务" in row.cells for row in others):
            raise _ChangedError
        seen.add(number)
        yield Group(number, label, title, tuple(_tasks(group)), len(seen) - 1)


def _group_id(row: _Row) -> int:
    name: str = fields.task_id(row.cells.get("编号", ""))
    return int(name.partition(".")[0])


def _heading(row: _Row) -> tuple[str, str]:
    heading = row.cells.get("工作任务", "")
    label, title = row.cells.get("标号", ""), heading
    if not label:
        label, _, title = heading.partition("、")
    if not label or not title:
        raise _ChangedError
    return label, title


def _tasks(rows: Sequence[_Row]) -> Iterator[Task]:
    above: dict[str, Any] = {}
    for position, row in enumerate(rows):
        units: dict[str, Any] = _units(row)
        merged = not units or "合并格" in row.cells
        above = units or above
        if not above:
            raise _ChangedError
        yield Task(**_values(row), **above, merged=merged, position=position)


def _units(row: _Row) -> dict[str, tuple[str, ...]]:
    """The units of a row by role; where a merged cell goes on, they are those above."""
    own = {name: _value(name, row.cells[name]) for name in UNIT_COLUMNS if name in row.cells}
    names = [unit for units in own.values() for unit in units]
    if any(map(_NO_NAME.search, names)) or (own and row.covered & UNIT_COLUMNS.keys()):
        raise _ChangedError
    return {UNIT_COLUMNS[name]: units for name, units in own.items()}


def _values(row: _Row) -> dict[str, Any]:
    """The values of a task's keys, units apart; cadence and text are always there."""
    values = {
        key: _value(name, row.cells[name])
        for name, key in TASK_COLUMNS.items()
        if name in row.cells and name not in (*UNIT_COLUMNS, "合并格")
    }
    if not values.keys() >= {"id", "text", "cadence"}:
        raise _ChangedError
    return values


def _value(name: str, text: str) -> Any:
    """The value of a column's key; raises ``BadValueError`` for a text that is none."""
    kind = fields.UNIT_NAME if name in UNIT_COLUMNS else _KEYS[name].kind
    assert isinstance(kind, Kind)
    if not _KEYS[name].many:
        return kind.parse(text)
    between = "\n" if name == "存疑" else "、"
    parts = _BETWEEN_NAMES.split(text) if name in UNIT_COLUMNS else text.split(between)
    return tuple(kind.parse(part.strip()) for part in parts)
