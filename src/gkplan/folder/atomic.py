"""Writing files whole or not at all."""

import glob
import os
from contextlib import suppress
from errno import ENOTDIR
from pathlib import Path

from gkplan.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.folder import files


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path`` in one step, keeping an existing file's mode and owner.

    Raises ``OSError``; the file is then as it was.
    """
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if path.exists():
                _copy_rights(path, temporary)
            file.flush()
            os.fsync(file.fileno())
        files.replace(temporary, path)
    except BaseException:
        files.unlink(temporary)
        raise
    _sync_folder(path.parent)


def remove_leftovers(path: Path) -> None:
    """Remove what a killed writer of ``path`` left behind; nobody else may be writing it now."""
    for leftover in path.parent.glob(f".{glob.escape(path.name[:40])}.*.tmp"):
        with suppress(OSError):
            leftover.unlink()


def _copy_rights(path: Path, temporary: Path) -> None:
    status = path.stat()
    temporary.chmod(status.st_mode & 0o7777)
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_output(path: Path, text: str) -> None:
    """Write a text that a command makes, as UTF-8; see ``write_output_bytes``."""
    write_output_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_output_bytes(path: Path, data: bytes) -> None:
    """Write a file that a command makes, making folders and following links.

    Raises ``WriteRefusedError`` if that fails, or if the file must not be replaced; the file is
    then as it was.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe, which has no name to be put in place of
            return
        path = Path(os.path.realpath(path))
        require_replaceable(path)
        _make_folder(path.parent)
        replace_file(path, data)
    except OSError as error:
        raise WriteRefusedError(
            f"{path.as_posix()} 不能写入：{reason_of(error)}", remedy_of(error, "检查路径和写权限")
        ) from error


def require_replaceable(*paths: Path) -> None:
    """Refuse outputs that must not be written; several are checked before the first is written.

    Raises ``WriteRefusedError`` for a file of a plan, for a read-only one, and in ``.git``.
    """
    for path in map(Path, map(os.path.realpath, paths)):
        _require_no_source(path)
        files.require_writable(path)


def _require_no_source(path: Path) -> None:
    """Refuse a file that a plan is made of, or would be taken to be: records are only appended."""
    data = path.parent.parent if path.parent.name.lower() == "progress" else path.parent
    if path.suffix.lower() == ".yaml" and (data / "tasks.yaml").exists():
        raise WriteRefusedError(
            f"{path.as_posix()} 在方案的数据文件当中，没有写入", "用 -o 写到别的文件"
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR)) from error
