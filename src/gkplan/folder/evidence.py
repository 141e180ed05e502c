"""Evidence as a person names it, turned into the form that a journal has, and copied in."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from unicodedata import category

from gkplan.domain import fields
from gkplan.domain.errors import UsageError, WriteRefusedError, reason_of
from gkplan.domain.fields import BadValueError
from gkplan.domain.frozen import Frozen
from gkplan.folder import files
from gkplan.folder.atomic import folders_made, remove_leftovers, replace_file
from gkplan.folder.location import Folder
from gkplan.folder.names import existing, legible


def accept_evidence(folder: Folder, text: str, start: Path) -> str:
    """Return an address or a file's path as the value that the journal has; raises ``UsageError``.

    A file is looked for from ``start``, then from the plan folder, and is kept as its path inside
    the plan folder, outside of which no file is accepted.
    """
    try:
        is_url = fields.is_address(text) or "://" in text
        named = text if is_url else _inside(folder, text, start)
        return fields.evidence(named)
    except BadValueError as bad:
        raise UsageError(bad.message, bad.remedy) from bad
    except OSError as error:
        raise UsageError(f"佐证文件 “{text}” 打不开：{reason_of(error)}", "检查路径") from error


def _inside(folder: Folder, text: str, start: Path) -> str:
    root = files.real(folder.root)
    path = text.replace("\\", "/")
    for candidate in map(existing, (start / path, folder.root / path)):
        if candidate.is_file():
            resolved = files.real(candidate)
            if resolved.is_relative_to(root):
                return _legible(resolved.relative_to(root).as_posix())
            raise UsageError(
                f"佐证文件 “{text}” 不在方案文件夹内",
                f"先把它放进 {folder.root.as_posix()}，再填报",
            )
        if path.strip("./") and candidate.is_dir():
            raise UsageError(f"“{text}” 是文件夹", "逐个写出里面的文件")
    raise UsageError(f"没有佐证文件 “{text}”", _remedy(text))


def _remedy(text: str) -> str:
    from gkplan.domain import addresses  # noqa: PLC0415  (needed only for what is refused)

    if addresses.is_bare(text):
        return f"是网址的，{addresses.ADD_SCHEME}"
    return "佐证材料是 http(s) 网址，或方案文件夹内已有的文件"


def _legible(name: str) -> str:
    """Refuse a name that cannot be written in UTF-8."""
    if (shown := legible(name)) != name:
        raise UsageError(f"佐证文件 “{shown}” 的文件名不是 UTF-8 编码", "先把它改名，再填报")
    return name


LARGEST_EVIDENCE = 100 << 20
"""Bytes of an evidence file that is copied into a plan folder."""


class EvidenceCopy(Frozen):
    """A file that a plan folder is to get a copy of; ``target`` is its path inside the folder."""

    source: Path
    target: str


def held_file(folder: Folder, name: str) -> str | None:
    """Return the path inside the plan folder of a file that is there already; None without one."""
    try:
        path = fields.evidence(name.strip())
        found = existing(folder.root / path)
        is_own = not folder.astray(found) and not found.is_symlink()
        return path if is_own and found.is_file() else None
    except (BadValueError, OSError, ValueError, RuntimeError):
        return None


def free_name(
    folder: Folder, unit: str, name: str, source: Path, planned: Mapping[str, EvidenceCopy]
) -> str:
    """Return the path of a unit's evidence inside the plan folder: ``evidence/甲局/公告.pdf``.

    A name that is taken by other bytes, in the folder or by another copy, gets a number. Raises
    ``WriteRefusedError`` where a link leads elsewhere, or where too many have the name.
    """
    _require_inside(folder, folder.root / EVIDENCE / unit / name)
    name = "".join("_" if category(char) == "Cf" else char for char in name)
    name = re.sub(_FORBIDDEN, "_", name).strip(" .") or "佐证"
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, f".{ending}") if dot and stem else (name, "")
    number = 1
    while True:
        target = f"{EVIDENCE}/{unit}/{stem}{f'-{number}' if number > 1 else ''}{ending}"
        other = planned[target].source if target in planned else folder.root / target
        if target not in planned and not os.path.lexists(other):
            return target
        if not other.is_symlink() and other.is_file() and _are_equal(other, source):
            return target
        number += 1
        if number > _MOST_OF_A_NAME:
            raise WriteRefusedError(f"叫 “{name}” 的文件超过 {_MOST_OF_A_NAME} 个", "改文件名")


_MOST_OF_A_NAME = 200
EVIDENCE = "evidence"
"""The folder of the plan folder that evidence is copied to."""
_FORBIDDEN = r'[\x00-\x1f\x7f\\/:*?"<>|]'


def _are_equal(one: Path, other: Path) -> bool:
    import filecmp  # noqa: PLC0415  (only where two files have one name)

    return one == other or filecmp.cmp(one, other, shallow=False)


@contextmanager
def copied(folder: Folder, copies: Iterable[EvidenceCopy]) -> Iterator[None]:
    """Copy evidence into the plan folder; if the work in the context fails, it is removed again.

    A file that is there already is the same one, and is left alone. Raises ``WriteRefusedError``.
    """
    every = list(copies)
    for copy in every:
        _require_inside(folder, folder.root / copy.target)
    wanted = [copy for copy in every if not (folder.root / copy.target).exists()]
    made: list[Path] = []
    with ExitStack() as stack:
        try:
            for copy in wanted:
                target = folder.root / copy.target
                stack.enter_context(folders_made(target.parent))
                remove_leftovers(target.parent)
                replace_file(target, _content(copy.source))
                made.append(target)
            yield
        except BaseException as error:
            for target in made:
                with suppress(OSError):
                    files.unlink(target)
            if isinstance(error, OSError):
                raise WriteRefusedError(
                    f"佐证文件没有复制成：{reason_of(error)}，没有写入", "检查磁盘空间和写权限"
                ) from error
            raise


def _require_inside(folder: Folder, target: Path) -> None:
    """Refuse a target that a link leads elsewhere, be it inside the plan folder."""
    files.refuse_in_git(target)
    for path in (target.parent, target.parent.parent):
        if path.is_symlink():
            raise WriteRefusedError(f"{folder.label(path)} 是链接，没有写入", "换成普通文件夹")


def _content(source: Path) -> bytes:
    if source.is_symlink() or source.stat().st_size > LARGEST_EVIDENCE:
        raise WriteRefusedError(
            f"佐证文件 “{legible(source.name)}” 超过 {LARGEST_EVIDENCE >> 20} MB，没有写入",
            "换成网址，或压缩后再收",
        )
    return files.read(source)
