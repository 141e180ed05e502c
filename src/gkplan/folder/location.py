"""Where a plan folder is: given, or upward from the working folder, or the one that ships."""

import atexit
import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from gkplan.domain.errors import PlanUnreadableError
from gkplan.domain.frozen import Frozen
from gkplan.folder.files import is_git, real
from gkplan.folder.names import composed, existing, legible


class Folder(Frozen):
    """A plan folder: ``data`` contains the YAML files, ``root`` everything else.

    ``shown`` is ``root`` as people write it in their current folder; a plan that ships with the
    package is ``read_only``.
    """

    data: Path
    root: Path
    shown: str
    read_only: bool = False

    @property
    def tasks(self) -> Path:
        """The plan as issued."""
        return self.data / "tasks.yaml"

    @property
    def units(self) -> Path:
        """The registry of units and collectives."""
        return self.data / "units.yaml"

    @property
    def calendar(self) -> Path:
        """Extra years of the working-day calendar, if any."""
        return self.data / "calendar.yaml"

    @property
    def reviews(self) -> Path:
        """The supervising office's own journal: reviews and extensions, if any."""
        return self.data / "reviews.yaml"

    @property
    def progress(self) -> Path:
        """The folder of the journals, one a unit."""
        return self.data / "progress"

    @property
    def unfinished(self) -> Path:
        """The list of steps of a write of several files; it is there while that goes on."""
        return self.data / ".gkplan-write.tmp"

    def journal(self, unit: str) -> Path:
        """The journal of a unit, also where its name is stored decomposed, as macOS does."""
        path = self.progress / f"{unit}.yaml"
        if unit.isascii() or path.exists():
            return path
        same = (file for file in self.progress.glob("*.yaml") if composed(file.stem) == unit)
        return next(same, path)

    def holds(self, evidence: str) -> bool:
        """Whether a piece of evidence is a file of the folder."""
        try:
            path = existing(self.root / evidence)
            return path.exists() and not self.astray(path)
        except OSError:
            return False

    def astray(self, path: Path) -> str:
        """Where links lead from a path of the folder if that is out of it, in Chinese, else empty.

        A plan folder may come from anybody: a link in it must not make a file of the reader's
        part of the plan. The folder itself may be a link, and ``.git`` is not part of it.
        """
        root, followed = real(self.root), real(path)
        if not followed.is_relative_to(root):
            return "方案文件夹之外"
        return "版本库（.git）里" if any(map(is_git, followed.relative_to(root).parts)) else ""

    @property
    def is_in_repository(self) -> bool:
        """Whether it may be in a git repository, so that it is worth asking git."""
        data = real(self.data)
        return any((folder / ".git").exists() for folder in (data, *data.parents))

    def label(self, path: Path) -> str:
        """Name a file of the folder as people should see it."""
        inside = path.relative_to(self.root).as_posix()
        if inside == ".":
            return legible(self.shown or ".")
        named = inside if self.shown in ("", ".") else f"{self.shown.rstrip('/')}/{inside}"
        return legible(named)


def find_folder(given: Path | None, start: Path) -> Folder:
    """Find the plan folder: ``given``, else the nearest upward from ``start``, else the shipped.

    Raises ``PlanUnreadableError`` if ``given`` contains no plan, or this user may not look for one.
    """
    if given is not None:
        named = existing(start / given)
        data = _data_in(named)
        if data is None:
            raise PlanUnreadableError(
                f"{Path(given).as_posix()} 里没有 tasks.yaml 或 data/tasks.yaml",
                "检查 --data（或环境变量 GKPLAN_DATA）所指的文件夹，或用 gkplan init 新建一个",
            )
        linked = data == named and data.is_symlink()
        return _folder(real(data) if linked else data, start)
    if not os.access(start / "data", os.X_OK) and (start / "data").is_dir():
        raise PlanUnreadableError("data 文件夹打不开：没有权限", "检查它的权限")
    for folder in (start, *start.parents):
        if data := _data_in(folder):
            return _folder(data, start)
    return shipped(start)


def shipped(start: Path) -> Folder:
    """The plan that comes with gkplan: inside the package, or at the top of a checkout."""
    for place in _shipped_places():
        if data := _data_in(place):
            return Folder(data, place, _seen_from(place, start), read_only=True)
    raise PlanUnreadableError("gkplan 自带的方案不见了", "请重新安装 gkplan")


def shipped_templates() -> Path:
    """The report templates that come with gkplan."""
    for place in _shipped_places():
        if (place / "templates").is_dir():
            return place / "templates"
    raise PlanUnreadableError("gkplan 自带的模板不见了", "请重新安装 gkplan")


def _shipped_places() -> Iterator[Path]:
    package = Path(__file__).resolve().parents[1]
    if package.parent.is_file():
        yield _unpacked(package.parent) / "gkplan" / "shipped"
    yield package / "shipped"
    yield package.parents[1]


@cache
def _unpacked(archive: Path) -> Path:
    """Unpack what ships with a gkplan that runs from one file; it is removed as Python ends."""
    from zipfile import ZipFile  # noqa: PLC0415  (only for gkplan.pyz)

    from gkplan.folder.temporary import temporary_folder  # noqa: PLC0415

    made = ExitStack()
    atexit.register(made.close)
    folder = made.enter_context(temporary_folder())
    with ZipFile(archive) as packed:
        names = [name for name in packed.namelist() if name.startswith("gkplan/shipped/")]
        packed.extractall(folder, names)
    return folder


def _data_in(folder: Path) -> Path | None:
    """The folder with the YAML files, if ``folder`` is a plan folder or is that folder itself."""
    for data in (folder / "data", folder):
        if os.path.lexists(data / "tasks.yaml"):
            return data
    return None


def _folder(data: Path, start: Path) -> Folder:
    data = Path(os.path.normpath(data))
    root = data.parent if data.name == "data" else data
    folder = Folder(data, root, _seen_from(root, start))
    if astray := folder.astray(data):
        raise PlanUnreadableError(
            f"{folder.label(data)} 是链接，指到{astray}",
            "换成普通文件夹，或用 --data 指明它所指的文件夹",
        )
    return folder


def _seen_from(folder: Path, start: Path) -> str:
    """The shorter of the relative and the absolute name of ``folder``."""
    try:
        relative = Path(os.path.relpath(folder, start)).as_posix()
    except ValueError:
        return folder.as_posix()
    return min(relative, folder.as_posix(), key=len)
