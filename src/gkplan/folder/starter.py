"""A new plan folder, made from the plan that ships."""

from pathlib import Path

from gkplan.folder.files import read
from gkplan.folder.location import shipped
from gkplan.folder.new_folder import add_files, companions


def copy_starter(target: Path, start: Path) -> list[str]:
    """Write the starter plan into ``target`` and name the files written.

    Raises ``WriteRefusedError``, before anything is written, if one of them is there already.
    """
    folder = shipped(start)
    files = {path.name: read(path) for path in (folder.tasks, folder.units)}
    contents = files | companions()
    add_files(target, contents)
    return [f"data/{name}" for name in contents]
