"""What was filled in: a form that came back, read completely or refused with the reason."""

from collections.abc import Sequence
from typing import NamedTuple

from gkplan.domain import rules
from gkplan.domain.problems import Position, Problem
from gkplan.forms.layout import MARKER, FormKind
from gkplan.forms.sheets import TOP_ROWS, FilledRow, OtherSheet, TableSheet
from gkplan.forms.workbook import MOST_BYTES, At, SheetCells, read_sheets
from gkplan.importing.readers.limits import UnreadableError


class FilledForm(NamedTuple):
    """A form that came back. ``signed_by`` is who filled it in."""

    file: str
    kind: FormKind
    plan: str
    unit: str
    rows: Sequence[FilledRow]
    problems: Sequence[Problem]
    signed_by: str = ""


def read_form(file: str, content: bytes) -> FilledForm | Problem:
    """Read a form; a file that is none, or cannot be read, is the problem with it.

    ``file`` is its name for people.
    """
    if reason := _other_format(content):
        return _unreadable(file, reason, _SAVE_AS)
    try:
        return _read(file, read_sheets(content))
    except UnreadableError as error:
        return _unreadable(file, error.why.removesuffix(_NO_PLAN), _SAVE_AS)


_NO_PLAN = "，不像一份分工方案"
"""What the importer adds to its bounds."""


def _read(file: str, sheets: Sequence[SheetCells]) -> FilledForm | Problem:
    """Read the sheets of a form; raises ``UnreadableError`` beyond its bounds."""
    tables = [sheet for sheet in sheets if _marker(sheet)]
    if not tables:
        return _unreadable(file, "不是 gkplan 的填报表、核查表，或者隐藏的列被删去了", _IN_FORM)
    identities = {_identity(sheet) for sheet in tables}
    if len(identities) > 1 or None in identities:
        return _unreadable(file, "隐藏的标识改过", _IN_FORM)
    (identity,) = identities
    assert identity
    kind, plan, unit = identity
    parts = [TableSheet(file, sheet, kind) for sheet in tables]
    if not all(part.found for part in parts):
        return _unreadable(file, "找不到表头", _IN_FORM)
    rows = [row for part in parts for row in part.rows()]
    others = [OtherSheet(file, sheet) for sheet in sheets if sheet not in tables]
    problems = [problem for part in (*parts, *others) for problem in part.problems]
    signed = next((other.signed_by for other in others if other.signed_by), "")
    return FilledForm(file, kind, plan, unit, rows, problems, signed)


_SAVE_AS = "请发来的单位打开原表，填好后另存为 Excel 工作簿（.xlsx）再发"
_PACKED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def _other_format(content: bytes) -> str:
    """Say why a file is no workbook that could be read; empty where it may be one."""
    if len(content) > MOST_BYTES:
        return f"文件超过 {MOST_BYTES // 1_000_000} MB，不像一张填报表"
    if content.startswith(_PACKED):
        return ""
    if content.startswith(_OLD_OFFICE):
        return "是旧版 Office 或 WPS 的文件（.xls、.et），或者加了密码"
    if any(MARKER.encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")):
        return "存成了 CSV：日期、编号会变样，锁定的格子和批注也不在了，不能收"
    return "不是 Excel 工作簿（.xlsx）"


_IN_FORM = "请在发下去的原表里填，不要另做一张"


def _unreadable(file: str, why: str, remedy: str) -> Problem:
    return Problem(rules.NOT_A_FORM, Position(file, 0, 0), why, remedy)


def _marker(sheet: SheetCells) -> At | None:
    """Return where the marker of a form is on a sheet, if it is."""
    return next(
        (at for at, cell in sheet.cells.items() if cell.text == MARKER and at[0] < TOP_ROWS), None
    )


def _identity(sheet: SheetCells) -> tuple[FormKind, str, str] | None:
    """Return the kind of a form, its plan and its unit; None if they cannot be read."""
    at = _marker(sheet)
    assert at
    kind, plan, unit = (sheet.text(at[0] + below, at[1]) for below in (1, 2, 3))
    kinds = {form.value: form for form in FormKind}
    return (kinds[kind], plan, unit) if kind in kinds and plan else None
