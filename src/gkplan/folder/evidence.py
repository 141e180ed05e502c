"""Evidence as a person names it, turned into the form that a journal has."""

from pathlib import Path

from gkplan.domain import fields
from gkplan.domain.errors import UsageError, reason_of
from gkplan.domain.fields import BadValueError
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
    root = folder.root.resolve()
    path = text.replace("\\", "/")
    for candidate in map(existing, (start / path, folder.root / path)):
        if candidate.is_file():
            resolved = candidate.resolve()
            if resolved.is_relative_to(root):
                return _legible(resolved.relative_to(root).as_posix())
            raise UsageError(
                f"佐证文件 “{text}” 不在方案文件夹内",
                f"先把它放进 {folder.root.as_posix()}，再填报",
            )
        if path.strip("./") and candidate.is_dir():
            raise UsageError(f"“{text}” 是文件夹", "逐个写出里面的文件")
    raise UsageError(f"没有佐证文件 “{text}”", "佐证材料是 http(s) 网址，或方案文件夹内已有的文件")


def _legible(name: str) -> str:
    """Refuse a name that cannot be written in UTF-8."""
    if (shown := legible(name)) != name:
        raise UsageError(f"佐证文件 “{shown}” 的文件名不是 UTF-8 编码", "先把它改名，再填报")
    return name
