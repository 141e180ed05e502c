"""Writing a page with a folder of further pages beside it: all of them, or none.

The folder has a list of the pages that were written there and of their fingerprints. So only pages
of earlier runs are replaced or removed, and a folder with other people's files stays as it is.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from gkplan.domain.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.atomic import (
    Replacements,
    folders_made,
    replace_file,
    require_replaceable,
)
from gkplan.folder.lock import locked

LIST = ".gkplan-pages.json"
"""The list of a folder's pages: the fingerprint of each by its name."""
_PAGE = re.compile(r"[0-9]+\.html")
"""The names that pages have, so that a list that came with a folder names no other files."""


def pages_beside(entry: Path) -> Path:
    """Return the folder of the pages of an entry page.

    It has the name that browsers give to the folder of a page that they save: ``报告.files``.
    """
    return entry.with_name(f"{entry.stem}.files")


def write_page_set(
    entry: Path, content: bytes, folder: Path, pages: Mapping[str, bytes]
) -> list[str]:
    """Write ``entry`` and the pages of ``folder``; pages of an earlier run are removed.

    Returns the names of earlier pages that remain, because they were changed since. Raises
    ``WriteRefusedError``; every file is then as it was.
    """
    entry = files.real(entry)
    try:
        with folders_made(entry.parent, folder), locked(folder / ".gkplan.lock"):
            return _write(entry, content, folder, pages)
    except NotImplementedError as error:  # a file system without locks
        raise WriteRefusedError(
            f"{folder.as_posix()} 所在的磁盘不支持文件锁", "写到本机的磁盘上"
        ) from error
    except OSError as error:
        raise WriteRefusedError(
            f"{folder.as_posix()} 不能写入：{reason_of(error)}",
            remedy_of(error, "检查路径和写权限"),
        ) from error


def _write(entry: Path, content: bytes, folder: Path, pages: Mapping[str, bytes]) -> list[str]:
    """Write everything; the folder is there and its lock is held."""
    earlier = _earlier(folder)
    _require_own(folder, pages, earlier)
    written = {folder / name: page for name, page in pages.items()} | {entry: content}
    require_replaceable(*written)
    digests = {name: _fingerprint(page) for name, page in pages.items()}
    gone = {name: digest for name, digest in earlier.items() if name not in pages}
    left = [name for name, digest in gone.items() if _digest(folder / name) not in (digest, None)]
    with Replacements() as batch:
        # The list is first: after a kill the next run may replace the pages.
        for path, page in {folder / LIST: _list({**gone, **digests}), **written}.items():
            batch.add(path, (page,))
        batch.commit()
    for name in gone.keys() - set(left):
        files.unlink(folder / name)
    replace_file(folder / LIST, _list({name: gone[name] for name in left} | digests))
    return left


def _require_own(folder: Path, pages: Mapping[str, bytes], earlier: Mapping[str, str]) -> None:
    """Refuse a folder in which a page would replace a file that is not listed."""
    for name in pages:
        path = folder / name
        if (name not in earlier and os.path.lexists(path)) or path.is_symlink():
            raise WriteRefusedError(
                f"{path.as_posix()} 不是以前的报告写的，没有写入", "移走这个文件，或把报告写到别处"
            )


def _earlier(folder: Path) -> dict[str, str]:
    """Return the list of a folder; an unreadable one lists nothing, so nothing is replaced."""
    try:
        listed = json.loads(files.read(folder / LIST))
        return {
            name: str(digest) for name, digest in listed["pages"].items() if _PAGE.fullmatch(name)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _list(digests: Mapping[str, str]) -> bytes:
    return f"{json.dumps({'pages': digests}, ensure_ascii=False, indent=1)}\n".encode()


def _digest(path: Path) -> str | None:
    """Return the fingerprint of a file; None where there is none."""
    try:
        return _fingerprint(files.read(path))
    except OSError:
        return None


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
