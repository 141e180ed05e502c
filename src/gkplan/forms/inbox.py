"""The files that units sent: forms, and the evidence beside them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gkplan.domain import rules
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError, WriteRefusedError, reason_of, remedy_of
from gkplan.domain.frozen import Frozen
from gkplan.domain.rules import Position, Problem, in_order
from gkplan.folder.evidence import EVIDENCE
from gkplan.folder.files import read_start, real
from gkplan.folder.location import Folder
from gkplan.folder.names import existing, legible
from gkplan.forms.attachments import Attachments, walk
from gkplan.forms.collect import Collected, collect
from gkplan.forms.drafts import CollectRequest
from gkplan.forms.filled import FilledForm, read_form
from gkplan.forms.layout import FormKind
from gkplan.forms.workbook import MOST_BYTES, MOST_INFLATED
from gkplan.forms.write import is_unopened
from gkplan.importing.readers.limits import UnreadableError
from gkplan.importing.readers.package import Package

MOST_FORMS = 1_000
"""Forms that are collected together."""
MOST_TOGETHER = 40_000_000
"""Bytes of the parts of all forms that are read together, inflated: 20,000 to 45,000 rows."""
_PACKED = (".zip", ".rar", ".7z", ".tar", ".gz")
MOST_FILES = 20_000
"""Files and folders that may be in a folder that is collected."""
_MOST_DEPTH = 5
_FORMS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
"""Endings of files that are forms, or that somebody may have saved a form as."""


class Returns(NamedTuple):
    """How many forms came back, which units sent an empty one, and which sent none."""

    forms: int
    blank: list[str]
    absent: list[str]


class Inbox(Frozen):
    """The forms that were read, what could not be read, and the files beside them.

    ``paths`` are those of the forms by their names for people, ``others`` the other files of the
    folders that were given. ``complete`` is whether a folder was given, so that forms that are not
    there did not come.
    """

    folder: Folder
    forms: Sequence[FilledForm]
    unreadable: Mapping[Path, Problem]
    paths: Mapping[str, Path]
    others: Mapping[str, Path]
    skipped: Sequence[Problem]
    complete: bool

    def only(self, units: Collection[str]) -> "Inbox":
        """Return the same with the forms of some units alone; the office's form is left out."""
        forms = [form for form in self.forms if form.unit in units]
        return replace(self, forms=forms, unreadable={}, others={}, skipped=(), complete=False)

    @property
    def units(self) -> frozenset[str]:
        """The units that the rows are about."""
        return frozenset(row.key.unit for form in self.forms for row in form.rows)

    def collect(self, assessment: Assessment, request: CollectRequest) -> Collected:
        """Compare the forms with a ledger; a workbook that is evidence is no form."""
        paths = {form.file: self.paths[form.file] for form in self.forms}
        attachments = Attachments(self.folder, paths)
        collected = collect(self.forms, assessment, request, attachments.finder)
        evidence = [path for record in collected.records for path in record.evidence]
        mentioned = attachments.mentioned
        unread = [problem for path, problem in self.unreadable.items() if path not in mentioned]
        unused = [_unused(name) for name, path in self.others.items() if path not in mentioned]
        shared = [_shared(path.name, units) for path, units in mentioned.items() if len(units) > 1]
        problems = in_order([*collected.problems, *unread, *unused, *shared, *self.skipped])
        return collected._replace(problems=problems, copies=attachments.copies(evidence))

    def returns(self, asked: Iterable[str], refused: Collection[str]) -> Returns:
        """Return whose forms came back; ``asked`` are the units that should have got one.

        The forms in the files ``refused`` are nobody's.
        """
        came = dict.fromkeys(
            form.unit
            for form in self.forms
            if form.kind is FormKind.REPORT and form.file not in refused
        )
        filled = {form.unit for form in self.forms if form.rows}
        return Returns(
            forms=len(self.forms),
            blank=[unit for unit in came if unit not in filled],
            absent=[unit for unit in asked if unit not in came],
        )


def _shared(name: str, units: Sequence[str]) -> Problem:
    message = f"{'、'.join(units)}的表都提到这个文件，各收了一份"
    remedy = "核对是不是同一份佐证；几个单位的文件分开放，一个单位一个子文件夹"
    return Problem(rules.SHARED_FILE, Position(name, 0, 0), message, remedy)


def _unused(name: str) -> Problem:
    message, remedy = "没有一张表提到这个文件，没有收", "问单位是哪一项的佐证"
    if name.lower().endswith(_PACKED):
        message, remedy = "压缩包没有打开", "解压后再收一次"
    return Problem(rules.UNUSED_FILE, Position(name, 0, 0), message, remedy)


class _FilesFound:
    """The files at some paths by their names for people, each name once."""

    def __init__(self, folder: Folder) -> None:
        self._data = real(folder.data)
        own = (folder.progress, folder.root / EVIDENCE, folder.data)
        self._own = [real(part) for part in own if part != folder.root]
        self.forms: dict[str, Path] = {}
        self.others: dict[str, Path] = {}
        self.skipped: list[Problem] = []

    def add(self, name: str, path: Path, *, is_form: bool) -> None:
        """Add a file; two names that look alike get a number."""
        number = 1
        unique = name
        while unique in self.forms or unique in self.others:
            number += 1
            unique = f"{name}（{number}）"
        (self.forms if is_form else self.others)[unique] = path

    def add_folder(self, shown: str, folder: Path) -> None:
        """Add the files below a folder, those of the plan folder itself left out.

        Raises ``UsageError`` where there are more than anybody sends.
        """
        found = walk(folder, _MOST_DEPTH, MOST_FILES, self._is_of_plan)
        if not found.complete:
            message = f"{shown} 里的文件和文件夹超过 {MOST_FILES} 个，没有收"
            raise UsageError(message, "换成只放着表和佐证文件的文件夹")
        for file in found.files:
            if not (file.suffix == ".yaml" and real(file.parent) == self._data):
                is_form = file.suffix.lower() in _FORMS
                self.add(_shown(shown, folder, file), file, is_form=is_form)
        for file, why in found.skipped:
            position = Position(_shown(shown, folder, file), 0, 0)
            self.skipped.append(Problem(rules.UNUSED_FILE, position, why, "要收的另外给出"))

    def _is_of_plan(self, folder: Path) -> bool:
        """Whether a folder belongs to the plan folder itself, as where ``collect .`` was typed."""
        return any(real(folder).is_relative_to(part) for part in self._own)


def open_inbox(folder: Folder, given: Mapping[str, Path], step: Callable[[str], None]) -> Inbox:
    """Read the forms at some paths, those in folders included; ``step`` is called with each name.

    ``given`` are the paths by their names for people. Raises ``UsageError`` for a path that does
    not exist, where there is no form or too many, and where they are too large together.
    """
    found = _FilesFound(folder)
    complete = False
    for shown, path in given.items():
        there = existing(path)
        if there.is_dir():
            complete = True
            found.add_folder(shown, there)
        elif there.is_file():
            found.add(legible(shown), there, is_form=True)
        else:
            raise UsageError(f"没有 {shown} 这个文件或文件夹", "检查路径")
    if len(found.forms) > MOST_FORMS:
        message = f"有 {len(found.forms)} 个表，一次最多收 {MOST_FORMS} 个"
        raise UsageError(message, "分几次收")
    if not found.forms and not found.skipped:
        raise UsageError(f"{'、'.join(given)} 里没有填报表（.xlsx）", "检查文件夹")
    forms: list[FilledForm] = []
    unreadable: dict[Path, Problem] = {}
    contents = _contents(found.forms)
    if contents is None:
        raise UsageError(f"这些表{_too_large()}，没有收", "分几次收，一次写几个单位的表")
    for name, content in contents.items():
        step(name)
        read = _form(name, content)
        if isinstance(read, Problem):
            unreadable[found.forms[name]] = read
        else:
            forms.append(read)
    return Inbox(
        folder, forms, unreadable, found.forms, found.others, found.skipped, complete=complete
    )


def _form(name: str, content: bytes | Problem) -> FilledForm | Problem:
    """Read a form; a file that cannot be opened is a problem like one that is no form."""
    return content if isinstance(content, Problem) else read_form(name, content)


def _contents(
    paths: Mapping[str, Path], is_wanted: Callable[[bytes | Problem], bool] = lambda _: True
) -> dict[str, bytes | Problem] | None:
    """Return the bytes of forms by their names; None where they are too large together."""
    contents: dict[str, bytes | Problem] = {}
    total = 0
    for name, path in paths.items():
        content = _content(name, path)
        if is_wanted(content):
            contents[name] = content
            total += _size(content)
        if total > MOST_TOGETHER:
            return None
    return contents


def _too_large() -> str:
    return f"解压后一共超过 {MOST_TOGETHER // 1_000_000} MB"


def _size(content: bytes | Problem) -> int:
    """Return the bytes that a form has inflated; what is damaged is not inflated."""
    if isinstance(content, Problem):
        return 0
    try:
        return Package(content).size
    except UnreadableError:
        return len(content)


def require_unfilled(paths: Mapping[str, Path]) -> None:
    """Refuse to overwrite forms in which somebody has written something.

    ``paths`` are those of the forms to be written, by their names for people. Raises
    ``WriteRefusedError``.
    """
    contents = _contents({name: path for name, path in paths.items() if path.is_file()}, _is_saved)
    if contents is None:
        message = f"已有的表{_too_large()}，来不及看有没有人填过，没有覆盖"
        raise WriteRefusedError(message, "用 -o 写到别的文件夹，或移走旧表")
    for name, content in contents.items():
        form = _form(name, content)
        if isinstance(form, Problem):
            raise WriteRefusedError(
                f"{name} 已经有了，不是 gkplan 出的表，没有覆盖", "把它移走，或者用 -o 写到别处"
            )
        if form.rows or form.problems:
            raise WriteRefusedError(
                f"{name} 已经有人填过，没有覆盖",
                "先用 gkplan collect 收，再把它移走或改名；或者用 -o 写到别处",
            )


def _is_saved(content: bytes | Problem) -> bool:
    """Whether a form is not as gkplan wrote it: somebody may have filled it in."""
    if isinstance(content, Problem) or len(content) > MOST_BYTES:
        return True
    return not is_unopened(content, MOST_INFLATED)


def _shown(shown: str, folder: Path, file: Path) -> str:
    """Name a file of a folder as people see it."""
    name = f"{shown.rstrip('/')}/{file.relative_to(folder).as_posix()}"
    return legible(name.removesuffix("/."))


def _content(name: str, path: Path) -> bytes | Problem:
    """Read the bytes of a form, no more than it may have and one, or why they cannot be read."""
    try:
        return read_start(path, MOST_BYTES + 1)
    except OSError as error:
        message, remedy = f"{name} 打不开：{reason_of(error)}", remedy_of(error, "检查路径和读权限")
        return Problem(rules.NOT_A_FORM, Position(name, 0, 0), message, remedy)
