"""The sheets of a form that came back: the table, the instructions, what somebody added."""

from collections.abc import Iterator, Mapping, Sequence

from gkplan.domain import fields, rules
from gkplan.domain.fields import BadValueError
from gkplan.domain.rules import Position, Problem, Rule
from gkplan.forms.base import read_base
from gkplan.forms.layout import (
    COLUMNS,
    GUIDE,
    HIDDEN,
    MOST_ROWS,
    FormKind,
    RowKey,
    is_seal,
    is_sealed,
    on_one_line,
    read_key,
    read_seal,
)
from gkplan.forms.rows import Answer, FilledRow, LeftRow, quoted, unwritten
from gkplan.forms.workbook import At, SheetCells, cell_name
from gkplan.importing.readers.book.cells import letters
from gkplan.importing.readers.limits import TooLargeError

TOP_ROWS = 60
"""Rows in which the head of a form's table is looked for."""
_IDENTIFYING = ("unit", "task", "occasion")
"""The visible columns that say which duty a row is about."""
_MOVED = 4
"""Locked cells of a row that changed together, as no correction of single cells does."""
_LONGEST_NAME = 80
"""Characters of a signature."""
_LONGEST_ANSWER = 32_767
"""Characters of a cell; Excel accepts no more."""
_SIGNATURES = ("填报人", "核查人")
_MOST_SHOWN = 20
"""Cells outside the table that are named one by one."""


class FormSheet:
    """What the readers of all sheets have in common: they note what is not taken."""

    def __init__(self, file: str, sheet: SheetCells) -> None:
        """Begin with a sheet; what is attached to its cells is noted."""
        self._file = file
        self._sheet = sheet
        self._outside: list[At] = []
        self._by_row: dict[int, list[At]] = {row: [] for row in sheet.rows()}
        for at in sorted(sheet.cells):
            self._by_row[at[0]].append(at)
        self.problems: list[Problem] = []
        for number, (at, text) in enumerate(sheet.comments.items(), 1):
            more = len(sheet.comments) - number if number == _MOST_SHOWN else 0
            rest = f"；另有 {more} 条批注也没有收" if more else ""
            message = f"批注“{quoted(text)}”没有收{rest}"
            self.note(rules.COMMENT_ON_CELL, at, message, "要记下来的，写进格子里")
            if more:
                break
        for at, text in sheet.drawings:
            shown = f"（“{quoted(text)}”）" if text.strip() else ""
            message = f"图片、文本框没有收{shown}"
            self.note(rules.TEXT_OUTSIDE, at, message, "文字写进格子里，图片另存成文件发来")

    def position(self, at: At) -> Position:
        """Return the position of a cell."""
        name = cell_name(self._sheet.name, *at)
        return Position(self._file, at[0] + 1, at[1] + 1, cell=name)

    def note(self, rule: Rule, at: At, message: str, remedy: str) -> None:
        """Note a problem with a cell."""
        self.problems.append(Problem(rule, self.position(at), message, remedy))

    def check_sealed(self, at: At, seal: Mapping[str, str]) -> None:
        """Note a cell outside the table that was changed; its row's seal names columns by letters.

        What the seal does not know was written there by somebody else.
        """
        cell = self._sheet.cells[at]
        if not cell.formula and any(is_sealed(seal, code, cell.text) for code in seal):
            return  # also where columns were inserted before it
        if letters(at[1]) not in seal:
            self._outside.append(at)
        else:
            message = f"锁定的格子改成了“{quoted(cell.text)}”，没有收"
            self.note(rules.EDITED_CELL, at, message, _DO_NOT_EDIT)

    def report_outside(self) -> None:
        """Note the texts outside the cells to be filled in, the first ones one by one."""
        shown, rest = self._outside[:_MOST_SHOWN], self._outside[_MOST_SHOWN:]
        for at in shown:
            text = quoted(self._sheet.cells[at].text)
            self.note(rules.TEXT_OUTSIDE, at, f"写在表外的“{text}”没有收", _INTO_TABLE)
        if rest:
            message = f"从这里到 {cell_name('', *rest[-1])[1:]} 另有 {len(rest)} 格写在表外，没有收"
            self.note(rules.TEXT_OUTSIDE, rest[0], message, _INTO_TABLE)


_DO_NOT_EDIT = "那一格是督查单位填好的；不对的，请告诉督查单位"
_INTO_TABLE = "要报的写进浅黄色的格子"


class TableSheet(FormSheet):
    """Reads the sheet with the table."""

    def __init__(self, file: str, sheet: SheetCells, kind: FormKind) -> None:
        """Find the columns; nothing else is read yet."""
        super().__init__(file, sheet)
        self._columns = COLUMNS[kind]
        self._answers = tuple(column.code for column in self._columns if column.answer)
        self._head = self._find_head()
        self._at = self._map_columns()
        self.found = all(code in self._at for code in HIDDEN)
        self.left: list[LeftRow] = []
        """The rows in which something was filled in that are not taken."""
        self._moved: list[tuple[At, str]] = []
        """The rows whose locked cells were moved, each with what was not taken of it."""

    def _find_head(self) -> int:
        """Return the row that has the titles of the hidden columns; -1 without one."""
        by_row: dict[int, set[str]] = {}
        for (row, _), cell in self._sheet.cells.items():
            if row < TOP_ROWS:
                by_row.setdefault(row, set()).add(cell.text)
        return next((row for row, texts in by_row.items() if texts.issuperset(HIDDEN)), -1)

    def _map_columns(self) -> dict[str, int]:
        """Return the position of every column by its code; an unknown title is outside."""
        codes = {column.title: column.code for column in self._columns} | dict.fromkeys(HIDDEN, "")
        at: dict[str, int] = {}
        for column, cell in sorted(
            (at[1], cell) for at, cell in self._sheet.cells.items() if at[0] == self._head
        ):
            title = on_one_line(cell.text)
            code = codes.get(title)
            if code is None or (code or title) in at:
                self._outside.append((self._head, column))
            else:
                at[code or title] = column
        return at

    def rows(self) -> list[FilledRow]:
        """Read the rows in which something was filled in, and note everything else."""
        known = set(self._at.values())
        rows: list[FilledRow] = []
        for row, cells in self._by_row.items():
            if row < self._head:
                self._check_above(row, cells)
            elif row > self._head:
                rows += self._row(row, [at for at in cells if at[1] in known])
                if len(rows) > MOST_ROWS:
                    raise TooLargeError(f"超过 {MOST_ROWS} 行")
                self._outside += (at for at in cells if at[1] not in known)
        self._report_moved()
        self.report_outside()
        return rows

    def _report_moved(self) -> None:
        """Note the rows that do not fit their hidden cells, all in one problem."""
        if not self._moved:
            return
        numbers = "、".join(str(at[0] + 1) for at, _ in self._moved[:_MOST_SHOWN])
        more = f" 等 {len(self._moved)} 行" if len(self._moved) > _MOST_SHOWN else ""
        filled = "".join(left for _, left in self._moved)
        message = (
            f"第 {numbers}{more}行和隐藏的标识对不上，"
            f"可能排序、粘贴时隐藏的列没有一起动{filled or '；没有读'}"
        )
        self.note(rules.EDITED_KEY, self._moved[0][0], message, "在发下去的原表里重填")

    def _check_above(self, row: int, cells: Sequence[At]) -> None:
        """Note what was changed above the head, where the hidden cells identify the form."""
        seal = read_seal(self._text(row, "seal"))
        for at in cells:
            if at[1] != self._at["seal"]:
                self.check_sealed(at, seal)
        self._check_seal(row, rules.EDITED_CELL, "改动没有收")

    def _check_seal(self, row: int, rule: Rule, left: str) -> bool:
        """Whether a row's seal is one; note it where it was edited."""
        text = self._text(row, "seal")
        if is_seal(text):
            return True
        self.note(rule, (row, self._at["seal"]), f"隐藏的标识改过，{left}", _REDO)
        return False

    def _text(self, row: int, code: str) -> str:
        """Return the text of a cell by its column; empty where there is none."""
        cell = self._sheet.cells.get((row, self._at[code])) if code in self._at else None
        return cell.text if cell else ""

    def _row(self, row: int, cells: Sequence[At]) -> Iterator[FilledRow]:
        """Read one row below the head; yield nothing if nothing was filled in, or it is unclear."""
        if sum(bool(self._text(row, code)) for code in HIDDEN) <= 1:
            if cells:
                names = "、".join(letters(at[1]) + str(at[0] + 1) for at in cells)
                self.note(rules.ADDED_ROW, cells[0], f"自己加的行没有收（{names}）", _COPY_ROW)
            return
        seal = read_seal(self._text(row, "seal"))
        key, base = read_key(self._text(row, "key")), read_base(self._text(row, "base"))
        answers = self._read_answers(row, seal)
        left = unwritten(answers, key)
        if not self._check_seal(row, rules.EDITED_KEY, left.lstrip("；") or "这一行没有读"):
            self._leave(row, key, answers)
            return
        if key is None or base is None or not self._is_intact(row, seal, left):
            for code, value in (("key", key), ("base", base)):
                if value is None:
                    at = (row, self._at[code])
                    self.note(rules.EDITED_KEY, at, f"隐藏的标识改过{left}", _REDO)
            self._leave(row, key, answers)
        elif not self._are_values(answers, left):
            self._leave(row, key, answers)
        elif answers:
            codes = ("occasion", *self._answers)
            blank = {
                code: self.position((row, self._at[code])) for code in codes if code in self._at
            }
            yield FilledRow(key, base, answers, self.position(self._first(row)), blank)

    def _leave(self, row: int, key: RowKey | None, answers: Mapping[str, Answer]) -> None:
        """Keep which duties a row that is not taken may be about: by its key, and as it reads."""
        if answers:
            unit, task, occasion = (on_one_line(self._text(row, code)) for code in _IDENTIFYING)
            shown = RowKey(unit, task, occasion)
            keys = dict.fromkeys((key or shown, shown))
            self.left += (LeftRow(one, self.position(self._first(row))) for one in keys)

    def _first(self, row: int) -> At:
        return row, self._at.get("task", 0)

    def _read_answers(self, row: int, seal: Mapping[str, str]) -> dict[str, Answer]:
        """Return the answers of a row that are not empty; a merge down a column is for every row.

        The day of a new case is an answer: it is not sealed.
        """
        codes = self._answers if "occasion" in seal else ("occasion", *self._answers)
        answers = {}
        for code in codes:
            if code not in self._at:
                continue
            at = (row, self._at[code])
            first = self._sheet.covers.get(at, at)
            cell = self._sheet.cells.get(first) if first[1] == at[1] else None
            if cell:
                link = self._sheet.links.get(first, "")
                number = cell.kind == "n" and not cell.formula
                answers[code] = Answer(
                    cell.text.strip(), self.position(at), number, link, cell.value
                )
        return answers

    def _is_intact(self, row: int, seal: Mapping[str, str], left: str) -> bool:
        """Whether a row still says which duty it is about; note every locked cell that changed.

        Where many changed, the cells were moved without the hidden ones, as by sorting.
        """
        changed = [
            code
            for code in (*HIDDEN[:2], *(column.code for column in self._columns))
            if code in self._at
            and code not in self._answers
            and (code in seal or code != "occasion")
            and (row, self._at[code]) not in self._sheet.covers
            and not self._is_as_sealed((row, self._at[code]), seal, code)
        ]
        if len(changed) >= _MOVED:
            self._moved.append((self._first(row), left))
            return False
        for code in changed:
            text = quoted(self._text(row, code))
            now = f"锁定的格子{f'改成了“{text}”' if text else '清空了'}"
            at = (row, self._at[code])
            if code in (*_IDENTIFYING, *HIDDEN):
                self.note(rules.EDITED_KEY, at, f"{now}{left}", _REDO)
            else:
                self.note(rules.EDITED_CELL, at, f"{now}，改动没有收", _DO_NOT_EDIT)
        return not set(changed).intersection((*_IDENTIFYING, *HIDDEN))

    def _is_as_sealed(self, at: At, seal: Mapping[str, str], code: str) -> bool:
        cell = self._sheet.cells.get(at)
        if cell is None:
            return is_sealed(seal, code, "")
        return not cell.formula and is_sealed(seal, code, cell.text)

    def _are_values(self, answers: Mapping[str, Answer], left: str) -> bool:
        """Whether no answer is a formula or an error value; note those that are."""
        sound = True
        for code, answer in answers.items():
            row, column = answer.position.line - 1, self._at[code]
            first = self._sheet.covers.get((row, column), (row, column))
            cell = self._sheet.cells[first]
            if cell.formula:
                shown = f"（显示“{quoted(cell.text)}”）" if cell.text else ""
                message = f"格子里是公式{shown}{left}"
                self.problems.append(answer.problem(rules.FORMULA, message, _VALUE))
            elif len(cell.text) > _LONGEST_ANSWER:
                message = f"超过 {_LONGEST_ANSWER} 字{left}"
                self.problems.append(answer.problem(rules.TOO_LONG, message, "写短些"))
            elif cell.kept is not None:
                message = f"“{quoted(cell.text)}”有删除线，不知道还算不算数{left}"
                self.problems.append(answer.problem(rules.STRUCK_OUT, message, _NO_STRIKE))
            elif cell.kind == "e":
                message = f"格子里是错误值 {quoted(cell.text)}{left}"
                self.problems.append(answer.problem(rules.ERROR_VALUE, message, _VALUE))
            else:
                continue
            sound = False
        return sound


_COPY_ROW = "新增的一件，点左边的行号，复制“新增”的那一整行再填；别的事项请在原有的行里填"
_REDO = "在发下去的原表里重填这一行"
_NO_STRIKE = "不要的字删去，要的字去掉删除线"
_VALUE = "直接写文字或日期（复制后选“粘贴为数值”）"


class OtherSheet(FormSheet):
    """Reads a sheet without a table: the instructions, and sheets that somebody added."""

    def __init__(self, file: str, sheet: SheetCells) -> None:
        """Read the sheet."""
        super().__init__(file, sheet)
        self.signed_by = ""
        for row, cells in self._by_row.items():
            seal_cell = sheet.cells.get((row, _SEAL))
            seal = read_seal(seal_cell.text) if seal_cell else {}
            for at in cells:
                if seal and sheet.name == GUIDE and at[1] == _SIGNATURE:
                    self._sign(at, on_one_line(sheet.text(row, 0)))
                elif not seal or at[1] != _SEAL:
                    self.check_sealed(at, seal)
        self.report_outside()

    def _sign(self, at: At, label: str) -> None:
        """Take who signed; the other lines to be signed are for paper."""
        cell = self._sheet.cells[at]
        text = cell.text.strip()
        if cell.formula or cell.kind == "e":
            self.note(rules.FORMULA, at, "签字栏里是公式，没有收", _VALUE)
        elif label in _SIGNATURES:
            try:
                self.signed_by = fields.text(on_one_line(text)[:_LONGEST_NAME])
            except BadValueError as bad:
                self.note(bad.rule, at, f"{bad.message}，没有收", bad.remedy)
        else:
            message = f"“{label}”栏的“{quoted(text)}”不写入记录"
            self.note(rules.SIGNED, at, message, "")


_SIGNATURE, _SEAL = 1, 2
"""The columns of the instructions: to sign in, and hidden."""
