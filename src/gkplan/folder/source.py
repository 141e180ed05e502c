"""One file of a plan folder: its bytes as text, its YAML as text, and its problems."""

import os
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gkplan.domain import rules
from gkplan.domain.errors import reason_of, remedy_of
from gkplan.domain.frozen import Frozen
from gkplan.domain.rules import Position, Problem, Rule
from gkplan.folder import files
from gkplan.folder.location import Folder
from gkplan.folder.plain_yaml import Node, read_plain

if TYPE_CHECKING:
    from gkplan.folder.yaml_positions import Positions

_BOM = "\ufeff"
_MARKS_OF_UTF_16 = (BOM_UTF16_LE, BOM_UTF16_BE)
"""UTF-32 has the first as well, or zeros."""
MOST_ERRORS = 1_000
"""Errors of one file that are listed, beside those of its YAML syntax."""


class UnreadableError(Exception):
    """A file that cannot be read as text: the problem to report."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


def read_bytes(folder: Folder, path: Path) -> bytes:
    """Read a regular file of a plan folder.

    Raises ``UnreadableError`` for anything else, without blocking on it, and where a link leads
    out of the folder.
    """
    if astray := folder.astray(path):
        message = f"没有读取：它是链接，指到{astray}"
        raise _unreadable(folder, path, message, "换成普通文件")
    try:
        return files.read(path)
    except OSError as error:
        remedy = remedy_of(error, "检查文件是否存在、是否有读取权限")
        message = f"文件打不开：{reason_of(error)}"
        raise _unreadable(folder, path, message, remedy) from error


def files_of(folder: Folder, inner: Path) -> list[Path]:
    """List a folder inside a plan folder, in order; one that does not exist is empty.

    Raises ``UnreadableError``, also for one that links lead out of the plan folder to.
    """
    remedy = f"{inner.name} 应是一个可读的普通文件夹"
    if astray := folder.astray(inner):
        raise _unreadable(folder, inner, f"没有读取：它是链接，指到{astray}", remedy)
    if not os.path.lexists(inner):
        return []
    try:
        return sorted(inner.iterdir())
    except OSError as error:
        reason = f"文件夹打不开：{reason_of(error)}"
        raise _unreadable(folder, inner, reason, remedy) from error


def _unreadable(folder: Folder, path: Path, message: str, remedy: str) -> UnreadableError:
    position = Position(folder.label(path), 1, 1)
    return UnreadableError(Problem(rules.NOT_READABLE, position, message, remedy))


def decode(data: bytes, label: str) -> str:
    """Read bytes as UTF-8, with or without a mark; raises ``UnreadableError``."""
    if b"\0" in data or data[:2] in _MARKS_OF_UTF_16:
        from gkplan.folder.utf16 import wide_encoding  # noqa: PLC0415  (hardly ever needed)

        if wide := wide_encoding(data):
            message = f"文件是 {wide} 编码，不是 UTF-8"
            place = Position(label, 1, 1)
            raise UnreadableError(Problem(rules.NOT_UTF8, place, message, "用编辑器另存为 UTF-8"))
    try:
        return data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        raise UnreadableError(_not_utf8(data, label, error.start)) from error


def _not_utf8(data: bytes, label: str, index: int) -> Problem:
    """Report the byte at ``index``, with its line as a person knows it where that can be read."""
    from gkplan.folder.yaml_errors import LINE_BREAK  # noqa: PLC0415  (only for bad files)

    *lines, before = re.split(LINE_BREAK.encode(), data[:index])
    line = before + re.split(LINE_BREAK.encode(), data[index:])[0]
    if _reads_as_gbk(line):
        encoding, meaning, remedy = "gb18030", "（可能是 GBK）", "用编辑器另存为 UTF-8"
    else:
        encoding, meaning = "utf-8", "：这里有读不出的字节"
        remedy = "改正这一行，再用编辑器另存为 UTF-8"
    column = len(before.decode(encoding, "ignore").removeprefix(_BOM))
    excerpt = line.decode(encoding, "replace").removeprefix(_BOM)
    position = Position(label, len(lines) + 1, column + 1, 1, excerpt)
    return Problem(rules.NOT_UTF8, position, f"文件不是 UTF-8 编码{meaning}", remedy)


def _reads_as_gbk(line: bytes) -> bool:
    """Whether a line that is no UTF-8 is GBK rather than damaged UTF-8.

    GBK hardly ever makes valid UTF-8 characters; in a damaged line most of them still are.
    """
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return False
    read = line.decode("utf-8", "replace")
    lost = read.count("\ufffd")
    return lost > sum(not char.isascii() for char in read) - lost


def read_source(folder: Folder, path: Path) -> "Source":
    """Read a YAML file of a plan folder; raises ``UnreadableError``."""
    label = folder.label(path)
    return Source(label, decode(read_bytes(folder, path), label))


class _Parsed(Frozen):
    """A text as it is parsed: ``plain`` is whether line by line, as gkplan writes files."""

    tree: Node
    readable: bool
    plain: bool


class Source:
    """A YAML file as it was read: its label for people, its tree of text, its problems so far."""

    def __init__(self, label: str, text: str, unreadable: Problem | None = None) -> None:
        """Keep ``text``, which is parsed when it is needed, or why there is none.

        ``is_plain`` is set where entries were read without a tree: then the text has no errors.
        """
        self.label = label
        self.text = text
        self.is_plain = False
        self._problems = [unreadable] if unreadable else []
        self._was_read = unreadable is None
        self._errors = 0

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with it, as far as it was checked; its YAML always was."""
        if not self.is_plain:
            _ = self._parsed
        return self._problems

    @property
    def tree(self) -> Node:
        """The text as a tree; None for one that is empty or unreadable."""
        return self._parsed.tree

    @property
    def readable(self) -> bool:
        """Whether the file was read, and its text is YAML."""
        return self._parsed.readable

    @cached_property
    def _parsed(self) -> _Parsed:
        """The text as it is parsed; its errors become problems."""
        tree = read_plain(self.text)
        if tree is not None or not self.text:
            return _Parsed(tree, self._was_read, plain=True)
        from gkplan.folder.yaml_errors import YamlTextError  # noqa: PLC0415
        from gkplan.folder.yaml_read import parse_yaml  # noqa: PLC0415  (20 ms of PyYAML)

        errors: list[YamlTextError] = []
        readable = True
        try:
            tree = parse_yaml(self.text, errors)
        except YamlTextError as fatal:
            readable = False
            errors.append(fatal)
        for error in errors:
            position = self._positions.at(error.line, error.column)
            self._problems.append(Problem(error.rule, position, error.message, error.remedy))
        return _Parsed(tree, readable, plain=False)

    @cached_property
    def _positions(self) -> "Positions":
        from gkplan.folder.yaml_positions import Positions  # noqa: PLC0415  (20 ms of PyYAML)

        return Positions(self.label, self.text)

    def note(
        self,
        rule: Rule,
        path: rules.YamlPath,
        message: str,
        remedy: str = "",
        *,
        on_key: bool = False,
    ) -> None:
        """Add the problem of the value (or of the key) at ``path``; of the file if unreadable.

        After ``MOST_ERRORS`` errors the last one says that there are more: a file of nonsense must
        not cost as much as a problem for each of its lines.
        """
        if rule.severity is rules.Severity.ERROR:
            self._errors += 1
            if self._errors > MOST_ERRORS:
                return
            if self._errors == MOST_ERRORS:
                message += f"；这个文件列到第 {MOST_ERRORS} 处错误为止，改正后再查"
        positions = self._positions
        known = self.readable
        position = positions.find(path, on_key=on_key) if known else positions.at(0, 0)
        if rule is rules.BAD_EVIDENCE:
            from gkplan.domain.addresses import masked  # noqa: PLC0415  (only for what is wrong)

            position = position._replace(excerpt=masked(position.excerpt))
        self._problems.append(Problem(rule, position, message, remedy))

    def quoted(self, path: rules.YamlPath) -> bool:
        """Whether the value at ``path`` is written in quotes."""
        position = self._positions.find(path)
        return position.excerpt[position.column - 1 : position.column] in ("'", '"')

    def note_cut_texts(self, texts_of: Callable[[Node], Iterable[rules.YamlPath]]) -> None:
        """Add a warning for each of the texts that a comment cuts off, by their paths in a tree."""
        if not ((" #" in self.text or "\t#" in self.text) and self.readable):  # most have none
            return
        for position in filter(None, map(self._positions.comment_after, texts_of(self.tree))):
            message = "“#” 前面有空格，从这里起都算注释，没有读进去"
            remedy = "是文字的，给整个值加引号；确是注释的，移到单独一行"
            self._problems.append(Problem(rules.COMMENT_CUTS_TEXT, position, message, remedy))

    @property
    def sound(self) -> bool:
        """Whether the file has no error so far."""
        return not any(problem.is_error for problem in self.problems)

    @property
    def indent(self) -> int:
        """The column, from 0, at which the document's list begins."""
        if not (self.text.startswith("- ") or self._parsed.plain):
            return self._positions.column()
        first = next(line for line in self.text.split("\n") if line.lstrip(" ")[:1] == "-")
        return len(first) - len(first.lstrip(" "))
