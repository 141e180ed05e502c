"""Creating a plan folder: complete or not at all, and never over existing files."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EEXIST, ENOTEMPTY
from pathlib import Path

from gkplan.domain.errors import WriteRefusedError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.atomic import folders_made
from gkplan.folder.load import load
from gkplan.folder.location import Folder, shipped
from gkplan.folder.lock import locked
from gkplan.folder.schemas import schema_texts
from gkplan.folder.temporary import TemporaryError
from gkplan.folder.transaction import SCHEMA_FOLDER, WRITING

_IGNORE = f"{WRITING}\n.*.tmp\n"
_ATTRIBUTES = "*.yaml text eol=lf\n"
_MARK = "[0-9a-f]" * 8


def companions() -> dict[str, bytes]:
    """The files that every new folder of data has beside its plan and its registry."""
    schemas = {f"{SCHEMA_FOLDER}/{name}": text.encode() for name, text in schema_texts().items()}
    settings = {".gitignore": _IGNORE.encode(), ".gitattributes": _ATTRIBUTES.encode()}
    return {**schemas, "progress/.gitkeep": b"", **settings}


def add_files(target: Path, contents: Mapping[str, bytes]) -> None:
    """Add the files of ``data/`` to a folder that may be there; none of them may exist.

    Raises ``WriteRefusedError``; none of them exists then.
    """
    data = target / "data"
    files.require_writable(target)
    for name in contents:
        if astray := Folder(data, target, "").astray((data / name).parent):
            there = (data / name).parent.as_posix()
            raise WriteRefusedError(f"{there} 指到{astray}，没有改动任何文件", "换成普通文件夹")
        if os.path.lexists(data / name):
            there = (data / name).as_posix()
            raise WriteRefusedError(f"{there} 已经存在，没有改动任何文件", "换一个新文件夹")
    try:
        _add(data, contents)
    except FileExistsError as error:
        raise made_meanwhile(target) from error
    except OSError as error:
        raise refusal(target, error) from error


def _add(data: Path, contents: Mapping[str, bytes]) -> None:
    """Write new files: in one step where their folder is not there yet, else one by one."""
    if not os.path.lexists(data):
        with _made_in_one_step(data) as temporary:
            _write_new(temporary, contents)
        return
    with folders_made(*{(data / name).parent for name in contents}):
        _write_new(data, contents)


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
    if isinstance(error, TemporaryError):
        return WriteRefusedError(
            f"系统的临时文件夹不能写入：{reason_of(error)}",
            "检查它的空间和权限；可用环境变量 TMPDIR 换一个",
        )
    message = f"{target.as_posix()} 不能写入：{reason_of(error)}"
    return WriteRefusedError(message, remedy_of(error, "检查路径和写权限"))


def make_folder(target: Path, contents: Mapping[str, bytes]) -> None:
    """Make a plan folder where nothing is yet, in one step, after reading it as a trial.

    ``contents`` are the files of its ``data/``.
    Raises ``WriteRefusedError`` if it cannot be made or would have errors; nothing is left then.
    """
    files.require_writable(target)
    try:
        with _made_in_one_step(target) as temporary:
            _write_new(temporary / "data", contents)
            _try_out(temporary)
    except FileExistsError as error:
        raise made_meanwhile(target) from error
    except OSError as error:
        raise refusal(target, error) from error


@contextmanager
def _made_in_one_step(path: Path) -> Iterator[Path]:
    """Give a folder to fill, which then takes the name ``path``; if that fails, it is removed.

    Raises ``OSError``: ``FileExistsError`` if somebody else has made ``path`` meanwhile.
    """
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}.tmp")
    with folders_made(path.parent), locked(path.with_name(f".{path.name[:40]}.lock")):
        if os.path.lexists(path):
            raise FileExistsError(EEXIST, "", str(path))
        _remove_leftovers(path)
        try:
            yield temporary
            files.replace(temporary, path)
        except OSError as error:
            if error.errno == ENOTEMPTY:
                raise FileExistsError(EEXIST, "", str(path)) from error
            raise
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
    plan = {path.name: files.read(path) for path in (folder.tasks, folder.units)}
    contents = plan | companions()
    add_files(target, contents)
    return [f"data/{name}" for name in contents]
