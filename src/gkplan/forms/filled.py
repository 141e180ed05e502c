"""What was filled in: a form that came back, read completely or refused with the reason."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from gkplan.domain import rules
from gkplan.domain.model import Registry
from gkplan.domain.rules import Position, Problem
from gkplan.forms.layout import MARKER, FormKind, on_one_line
from gkplan.forms.rows import Answer, FilledRow, LeftRow, quoted
from gkplan.forms.sheets import TOP_ROWS, OtherSheet, TableSheet
from gkplan.forms.workbook import MOST_BYTES, At, SheetCells, cell_name, read_sheets
from gkplan.importing.readers.limits import UnreadableError


class FilledForm(NamedTuple):
    """A form that came back. ``signed_by`` is who filled it in.

    ``left`` are the rows that were filled in and are problems instead, ``stated`` the line above
    the table that names the unit, as it reads now.
    """

    file: str
    kind: FormKind
    plan: str
    unit: str
    rows: Sequence[FilledRow]
    problems: Sequence[Problem]
    signed_by: str = ""
    left: Sequence[LeftRow] = ()
    stated: Answer | None = None

    @property
    def unwritten(self) -> str:
        """The end of a message that says that nothing of the form was taken."""
        return f"，填了的 {len(self.rows)} 行没有写入" if self.rows else ""


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
    left = [row for part in parts for row in part.left]
    stated = _stated(file, tables[0])
    return FilledForm(file, kind, plan, unit, rows, problems, signed, left, stated)


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


def _stated(file: str, sheet: SheetCells) -> Answer | None:
    """Return the line below the title, which names the unit; None where it was emptied."""
    at = _marker(sheet)
    assert at
    row = at[0] + 1
    column = next((column for column in range(at[1]) if (row, column) in sheet.cells), None)
    if column is None:
        return None
    position = Position(file, row + 1, column + 1, cell=cell_name(sheet.name, row, column))
    return Answer(on_one_line(sheet.text(row, column)), position)


def _identity(sheet: SheetCells) -> tuple[FormKind, str, str] | None:
    """Return the kind of a form, its plan and its unit; None if they cannot be read."""
    at = _marker(sheet)
    assert at
    kind, plan, unit = (sheet.text(at[0] + below, at[1]) for below in (1, 2, 3))
    kinds = {form.value: form for form in FormKind}
    return (kinds[kind], plan, unit) if kind in kinds and plan else None


def contradicted_unit(form: FilledForm, registry: Registry) -> Problem | None:
    """Report a form above whose table somebody named another unit; nothing of it is taken.

    Words beside the unit's own name are no contradiction, nor is a line that names nobody.
    """
    stated = form.stated
    if form.kind is not FormKind.REPORT or stated is None:
        return None
    if stated.text.startswith(f"填报单位：{form.unit} 截至日期："):
        return None  # as it was written
    label = re.match(r"填报单位 ?[:：]? ?(.*?) ?(?:截至日期.*)?$", stated.text)
    text = label[1] if label else stated.text
    own, named = _own_and_named(form, text, registry)
    if own in named or not (named or (label and text)):
        return None
    message = f"填报单位改成了“{quoted(text)}”，表是{own}的{form.unwritten}"
    other = min(named, default="")
    right = f"发给{other}的那张（gkplan form --unit {other}）" if other else "发给它自己的那张"
    remedy = f"是{own}填的，把这一格改回“填报单位：{own}”；是别的单位填的，请它填{right}"
    return stated.problem(rules.OTHER_UNIT, message, remedy)


def misnamed(form: FilledForm, registry: Registry) -> Iterator[Problem]:
    """Warn of a file that is named after another unit than the one whose form it is."""
    name = PurePosixPath(form.file).stem
    if form.kind is not FormKind.REPORT or name == form.unit:
        return
    own, named = _own_and_named(form, name, registry)
    if not named or own in named:
        return
    other = min(named)
    message = f"文件名是{other}，里面是{own}的表，按{own}的收"
    remedy = (
        f"核对是谁填的；是{other}填的，收了的用 gkplan mark 撤回，请它填自己的表"
        f"（gkplan form --unit {other}）"
    )
    yield Problem(rules.MISNAMED_FORM, Position(form.file, 0, 0), message, remedy)


def _own_and_named(form: FilledForm, text: str, registry: Registry) -> tuple[str, set[str]]:
    """Return the registered name of a form's unit, and those of the units that a text names.

    Of names that overlap the longest counts: 市财政局 does not name 财政局.
    """
    own = registry.names.get(form.unit, form.unit)
    named = set()
    text = text[:_NAMING]
    for length in range(len(text), min(len(text), 2) - 1, -1):
        for start in range(len(text) - length + 1):
            name = text[start : start + length]
            unit = own if name == form.unit else registry.names.get(name)
            if unit and unit in (own, *registry.members[unit][:1]):
                named.add(unit)
                text = text.replace(name, "\0" * length)
    return own, named


_NAMING = 100
"""Characters of a text in which names of units are looked for."""
