"""Creating a plan folder: complete or not at all, and never over existing files."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from gkplan.domain.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.atomic import folders_made
from gkplan.folder.files import read
from gkplan.folder.load import load
from gkplan.folder.location import Folder, shipped
from gkplan.folder.lock import locked
from gkplan.folder.schemas import SCHEMA_FOLDER, schema_texts
from gkplan.folder.transaction import WRITING

_IGNORE = f"{WRITING}\n.*.tmp\n"
_ATTRIBUTES = "*.yaml text eol=lf\n"
_MARK = "[0-9a-f]" * 8


def companions() -> dict[str, bytes]:
    """The files that every new folder of data has beside its plan and its registry."""
    schemas = {f"{SCHEMA_FOLDER}/{name}": text.encode() for name, text in schema_texts().items()}
    settings = {".gitignore": _IGNORE.encode(), ".gitattributes": _ATTRIBUTES.encode()}
    return {**schemas, "progress/.gitkeep": b"", **settings}


def add_files(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write files that must all be new into a folder that may be there.

    Raises ``WriteRefusedError``; none of them exists then.
    """
    files.require_writable(target)
    for name in contents:
        if os.path.lexists(target / name):
            there = (target / name).as_posix()
            raise WriteRefusedError(f"{there} 已经存在，没有改动任何文件", "换一个新文件夹")
    try:
        with folders_made(*{(target / name).parent for name in contents}):
            _write_new(target, contents)
    except FileExistsError as error:
        raise made_meanwhile(target) from error
    except OSError as error:
        raise refusal(target, error) from error


def _write_new(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write files that are not there yet; if one fails, those already written are removed."""
    made: list[Path] = []
    try:
        for name, data in contents.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                made.append(path)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        for path in made:
            files.unlink(path)
        raise


def made_meanwhile(target: Path) -> WriteRefusedError:
    """Return the error for a folder that somebody else has just made."""
    message = f"{target.as_posix()} 刚刚由别人建好，没有改动任何文件"
    return WriteRefusedError(message, "先看看里面的内容，或换一个新文件夹")


def refusal(target: Path, error: OSError) -> WriteRefusedError:
    """Return the error for a folder that cannot be written to."""
    message = f"{target.as_posix()} 不能写入：{reason_of(error)}"
    return WriteRefusedError(message, remedy_of(error, "检查路径和写权限"))


def make_folder(target: Path, contents: Mapping[str, bytes]) -> None:
    """Make a plan folder where nothing is yet, in one step, after reading it as a trial.

    ``contents`` are the files of its ``data/``.
    Raises ``WriteRefusedError`` if it cannot be made or would have errors; nothing is left then.
    """
    files.require_writable(target)
    try:
        with folders_made(target.parent), locked(target.with_name(f".{target.name[:40]}.lock")):
            if os.path.lexists(target):
                raise made_meanwhile(target)
            _remove_leftovers(target)
            _make_in_one_step(target, contents)
    except OSError as error:
        raise refusal(target, error) from error


def _make_in_one_step(target: Path, contents: Mapping[str, bytes]) -> None:
    temporary = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}.tmp")
    try:
        _write_new(temporary / "data", contents)
        _try_out(temporary)
        files.replace(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_leftovers(target: Path) -> None:
    """Remove what killed makers of the same folder left behind; the lock is held."""
    for leftover in target.parent.glob(f".*.{_MARK}.tmp"):
        if leftover.name.rpartition(".")[0][:-9] == f".{target.name[:40]}" and leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)


def _try_out(folder: Path) -> None:
    """Read a folder before it gets its name; refuse one that has errors."""
    problems = load(Folder(folder / "data", folder, "")).problems
    if errors := tuple(problem for problem in problems if problem.is_error):
        raise WriteRefusedError(
            f"写出的方案有{len(errors)}处错误，没有写入", "按所指之处改正原件，再试一次", errors
        )


def copy_starter(target: Path, start: Path) -> list[str]:
    """Write the starter plan into ``target`` and name the files written.

    Raises ``WriteRefusedError``, before anything is written, if one of them is there already.
    """
    folder = shipped(start)
    files = {path.name: read(path) for path in (folder.tasks, folder.units)}
    contents = {f"data/{name}": data for name, data in (files | companions()).items()}
    add_files(target, contents)
    return list(contents)
