"""Appending records to journals: locked, atomic, confirmed; nothing already there is touched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gkplan import checks
from gkplan.errors import WriteRefusedError, reason_of
from gkplan.folder.atomic import remove_leftovers, replace_file
from gkplan.folder.draft import Draft, Journal
from gkplan.folder.find import Folder
from gkplan.folder.load import shaped_journal
from gkplan.folder.shape import keys_of
from gkplan.folder.source import Source, UnreadableError, decode, read_bytes
from gkplan.model import Record
from gkplan.problems import Problem, in_order

PATIENCE = 60
"""Seconds to wait for another gkplan that is writing to the same folder."""

_BARE_KEYS = ("period", "event", "date")


@contextmanager
def sole_writer(folder: Folder) -> Iterator[None]:
    """Keep every other gkplan from writing to the folder meanwhile.

    Raises ``WriteRefusedError`` if the plan is read-only or the lock cannot be had.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (60 ms that only writers pay)

    if not folder.progress.resolve().is_relative_to(folder.root.resolve()):
        label = folder.label(folder.progress)
        raise WriteRefusedError(f"{label} 指到了方案文件夹之外，没有写入", "换成普通文件夹")
    if folder.read_only:
        raise WriteRefusedError(
            "gkplan 自带的方案只供查看，不能填报",
            "先用 gkplan init 文件夹 复制一份，再到那个文件夹里填报",
        )
    lock = FileLock(folder.data / ".gkplan.lock", timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise WriteRefusedError(
            f"另一个 gkplan 正在写入，等了 {PATIENCE} 秒", "稍后再试"
        ) from error
    except OSError as error:
        raise WriteRefusedError(
            f"{folder.label(folder.data)} 不能写入：{reason_of(error)}", "检查文件夹的写权限"
        ) from error
    try:
        yield
    finally:
        # Removed while still held: whoever waits notices the new file and locks that one.
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


class _Change(NamedTuple):
    """One journal's file before and after."""

    path: Path
    label: str
    before: bytes | None
    after: bytes


def read_for_writing(draft: Draft, unit: str) -> Journal:
    """Read a unit's journal before appending to it; raises ``WriteRefusedError`` if it has errors.

    A journal that does not exist yet is an empty one.
    """
    path = draft.folder.journal(unit)
    label = draft.folder.label(path)
    if path.is_symlink():
        raise WriteRefusedError(f"{label} 是符号链接，不能写入", "换成普通文件")
    _refuse_misnamed(draft, unit)
    if not path.exists():
        return shaped_journal(unit, Source(label, ""))
    try:
        journal = shaped_journal(unit, Source(label, decode(read_bytes(path, label), label)))
    except UnreadableError as error:
        raise WriteRefusedError(f"{label} 读不出来", "先改正再填报", (error.problem,)) from error
    problems = _problems(draft, journal)
    if problems:
        raise WriteRefusedError(f"{label} 有错误，没有写入", "先改正再填报", problems)
    if not path.stat().st_mode & 0o222:
        raise WriteRefusedError(f"{label} 是只读的，没有写入", "恢复写权限")
    return journal


def _refuse_misnamed(draft: Draft, unit: str) -> None:
    """Refuse to start a second journal beside one that still bears an alias of the unit."""
    names = draft.registry.names if draft.registry else {}
    for alias in (name for name, owner in names.items() if owner == unit != name):
        path = draft.folder.journal(alias)
        if path.exists():
            label = draft.folder.label(path)
            raise WriteRefusedError(f"{label} 用的是别名，没有写入", f"先把它改名为 {unit}.yaml")


def _problems(draft: Draft, journal: Journal) -> tuple[Problem, ...]:
    """The errors of one journal against the plan."""
    checks.require_journals(replace(draft, journals=[journal]))
    errors = [problem for problem in journal.source.problems if problem.is_error]
    return tuple(in_order(errors))


def append(draft: Draft, additions: Mapping[str, Sequence[Record]]) -> None:
    """Append each unit's records to its journal, all of them or none; the writer's lock is held.

    The draft's journals are those of the units, as ``read_for_writing`` gave them under that lock.
    Raises ``WriteRefusedError`` if a file is not sound, would not be sound afterwards, or cannot
    be written; every file is then as it was.
    """
    journals = [journal for journal in draft.journals if journal.unit in additions]
    changes = [_prepare(draft, journal, additions[journal.unit]) for journal in journals]
    done: list[_Change] = []
    try:
        draft.folder.progress.mkdir(exist_ok=True)
        for change in changes:
            remove_leftovers(change.path)
            done.append(change)
            replace_file(change.path, change.after)
            _confirm(change)
    except BaseException as error:
        left = [change.label for change in reversed(done) if not _undo(change)]
        if not isinstance(error, OSError | UnreadableError):
            raise
        label = draft.folder.label(draft.folder.progress)
        raise WriteRefusedError(
            f"{label} 写入失败：{_reason(error)}",
            f"没能还原：{'、'.join(left)}，请用 git diff 查看" if left else "检查磁盘空间和写权限",
        ) from error


def _reason(error: OSError | UnreadableError) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)


def _prepare(draft: Draft, journal: Journal, records: Sequence[Record]) -> _Change:
    """Work out a journal's new bytes and prove that they read back as old records plus new ones."""
    path = draft.folder.journal(journal.unit)
    label = journal.source.label
    before = read_bytes(path, label) if path.exists() else None
    old = before or b""
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old or old.endswith((b"\n", b"\r")) else newline
    block = render(records, journal.source.indent if journal.records else 0)
    after = old + gap + block.replace("\n", newline.decode()).encode()
    result = shaped_journal(journal.unit, Source(label, decode(after, label)))
    if problems := _problems(draft, result):
        raise WriteRefusedError(
            f"{label} 接着写下去会出错，没有写入", "先把文件整理成“- ”开头的列表", problems
        )
    wanted = [*journal.records, *records]
    if list(map(_mapping, result.records)) != list(map(_mapping, wanted)):
        raise WriteRefusedError(
            f"{label} 接着写下去会改变已有内容，没有写入", "在文件末尾加一个空行再试"
        )
    return _Change(path, label, before, after)


def _confirm(change: _Change) -> None:
    """Read the file back and compare; raises ``OSError`` if it is not what was written."""
    if read_bytes(change.path, change.label) != change.after:
        raise OSError("写入后读回的内容不一致")


def _undo(change: _Change) -> bool:
    """Put a journal back as it was; False if that failed too."""
    try:
        if change.before is None:
            change.path.unlink(missing_ok=True)
        elif change.path.read_bytes() != change.before:
            replace_file(change.path, change.before)
    except OSError:
        return False
    return True


class _Dumper(yaml.SafeDumper):
    """Writes records as people would: ids quoted, dates bare, long texts as blocks."""


class _Quoted(str):
    """Text that stands in quotes."""

    __slots__ = ()


class _Bare(str):
    """Text that stands bare although other tools may read it as a date or a number."""

    __slots__ = ()


def _bare_node(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, value)


_Dumper.add_representer(
    _Quoted,
    lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"'),
)
_Dumper.add_representer(_Bare, _bare_node)
_Dumper.add_representer(
    str,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style=_style(value)
    ),
)


def _style(text: str) -> str | None:
    """Write several lines as a block; in quotes what a block or a bare text could not hold."""
    if re.search("[\x85\u2028\u2029\ufeff]", text):
        return '"'
    if "\n" not in text:
        return None
    whole = text.replace("\n", "").isprintable() and not text.endswith("\n\n")
    return "|" if whole and not text[0].isspace() else '"'


def render(records: Sequence[Record], indent: int = 0) -> str:
    """Write records as the YAML that ``append`` adds to a journal."""
    text = yaml.dump(
        [_mapping(record) for record in records],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=float("inf"),
    )
    margin = " " * indent
    return "\n".join(margin + line if line else line for line in text.split("\n"))


def _mapping(record: Record) -> dict[str, Any]:
    """The keys of a record that say something, in their order."""
    values = ((name, getattr(record, name)) for name in keys_of(Record))
    return {name: _value(name, value) for name, value in values if value not in ("", None, ())}


def _value(name: str, value: Any) -> Any:
    if name == "task":
        return _Quoted(value)
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return _Bare(value) if name in _BARE_KEYS else str(value)
