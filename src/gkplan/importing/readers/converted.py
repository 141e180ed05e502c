"""Files of older programs: LibreOffice saves them in a form that is read, if it is installed."""

from collections.abc import Mapping
from typing import NamedTuple

from gkplan.folder.programs import ProgramFailedError, convert, find_office
from gkplan.importing.readers.limits import MOST_BYTES
from gkplan.importing.readers.unreadable import UnreadableError

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins: older files of Word, Excel and WPS ([MS-CFB] 2.2)."""
_DIRECTORY = 20_000_000
"""Bytes from the beginning and from the end of a file among which its directory is sought."""
_PATIENCE = 120
"""Seconds that a conversion may take."""


class _Kind(NamedTuple):
    """Files that a stream is found in: the endings of such a file and of what is made of it."""

    stream: str
    ending: str
    form: str


_KINDS = (
    _Kind("WordDocument", "doc", "docx"),
    _Kind("Workbook", "xls", "xlsx"),
    _Kind("Book", "xls", "xlsx"),
)


def converted(content: bytes, env: Mapping[str, str]) -> bytes:
    """Return a file in a form that is read: converted, or as it is.

    Raises ``UnreadableError`` where LibreOffice, though it is installed, could not convert it.
    """
    kind = _kind(content)
    office = find_office(env) if kind else None
    if kind is None or office is None:
        return content
    try:
        return convert(office, content, kind.ending, kind.form, env, _PATIENCE)
    except ProgramFailedError as error:
        raise UnreadableError(
            f"LibreOffice 打不开它，没有转换成 .{kind.form}（{error.why}）",
            "用 Word、Excel 或 WPS 打开，去掉密码，文档另存为 .docx，表格另存为 .xlsx 再导入",
        ) from error


def _kind(content: bytes) -> _Kind | None:
    """Return what a compound file is by its streams; None for what is not converted."""
    if not content.startswith(_COMPOUND) or len(content) > MOST_BYTES:
        return None
    searched = content[:_DIRECTORY] + content[-_DIRECTORY:]
    if "EncryptedPackage".encode("utf-16-le") in searched:
        return None
    named = (kind for kind in _KINDS if f"{kind.stream}\0".encode("utf-16-le") in searched)
    return next(named, None)
