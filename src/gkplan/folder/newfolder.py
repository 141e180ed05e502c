"""Putting a new plan folder on disk: whole or not at all, and over nothing unasked."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from gkplan.errors import WriteRefusedError, reason_of
from gkplan.folder.atomic import replace_file
from gkplan.folder.find import Folder
from gkplan.folder.load import load
from gkplan.folder.schemas import SCHEMA_FOLDER, schema_texts

_IGNORE = ".gkplan.lock\n.*.tmp\n"


def companions() -> dict[str, bytes]:
    """The files that every new folder of data has beside its plan and its registry."""
    schemas = {f"{SCHEMA_FOLDER}/{name}": text.encode() for name, text in schema_texts().items()}
    return {**schemas, "progress/.gitkeep": b"", ".gitignore": _IGNORE.encode()}


def add_files(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write files that must all be new into a folder that may be there.

    Raises ``WriteRefusedError``; nothing of them is there then.
    """
    for name in contents:
        if os.path.lexists(target / name):
            raise WriteRefusedError(f"{target / name} 已经存在，没有改动任何文件", "换一个新文件夹")
    made: list[Path] = []
    try:
        for name, data in contents.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                made.append(path)
                file.write(data)
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        raise WriteRefusedError(f"{target} 不能写入：{reason_of(error)}", "检查写权限") from error


def make_folder(target: Path, contents: Mapping[str, bytes]) -> None:
    """Make a plan folder that was not there, in one step, after reading it as a trial.

    Raises ``WriteRefusedError`` if ``target`` is there and not empty, or if what would be written
    has errors; nothing is there then.
    """
    temporary = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}.tmp")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise WriteRefusedError(
                f"{target} 已经存在，没有改动任何文件", "换一个新文件夹，或加 --force 换掉里面的方案"
            )
        add_files(temporary, contents)
        _try_out(temporary)
        if target.exists():
            target.rmdir()
        temporary.rename(target)
    except OSError as error:
        raise WriteRefusedError(f"{target} 不能写入：{reason_of(error)}", "检查写权限") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _try_out(place: Path) -> None:
    """Read a folder that is about to be given to a person; refuse one that has errors."""
    errors = tuple(
        problem for problem in load(Folder(place, place, "")).problems if problem.is_error
    )
    if errors:
        raise WriteRefusedError(
            f"写出的方案有{len(errors)}处错误，没有写入", "按所指之处改正原件，再试一次", errors
        )


def replace_files(target: Path, contents: Mapping[str, bytes]) -> None:
    """Put files in the place of those of a folder; all others, the journals too, stay.

    Raises ``WriteRefusedError``; every file is then as it was.
    """
    before = {name: _bytes_of(target / name) for name in contents}
    try:
        for name, data in contents.items():
            if data != before[name]:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                replace_file(target / name, data)
    except OSError as error:
        for name, old in before.items():
            with suppress(OSError):
                if old is None:
                    (target / name).unlink(missing_ok=True)
                elif _bytes_of(target / name) != old:
                    replace_file(target / name, old)
        raise WriteRefusedError(f"{target} 不能写入：{reason_of(error)}", "检查写权限") from error


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
