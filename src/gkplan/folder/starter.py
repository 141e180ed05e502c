"""A new plan folder, made from the plan that ships."""

import os
from pathlib import Path

from gkplan.errors import WriteRefusedError, reason_of
from gkplan.folder.find import shipped
from gkplan.folder.schemas import SCHEMA_FOLDER, schema_texts

_IGNORE = ".gkplan.lock\n.*.tmp\n"


def copy_starter(target: Path, start: Path) -> list[str]:
    """Write the starter plan into ``target`` and name the files written.

    Raises ``WriteRefusedError``, before anything is written, if one of them is there already.
    """
    contents = _contents(start)
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
    return list(contents)


def _contents(start: Path) -> dict[str, bytes]:
    """Every file of a new plan folder with its contents."""
    folder = shipped(start)
    files = {f"data/{path.name}": path.read_bytes() for path in (folder.tasks, folder.units)}
    for name, text in schema_texts().items():
        files[f"data/{SCHEMA_FOLDER}/{name}"] = text.encode()
    files["data/progress/.gitkeep"] = b""
    files["data/.gitignore"] = _IGNORE.encode()
    return files
