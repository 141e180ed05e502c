"""Evidence files beside a form: found by the names that the form gives, and where they will go."""

import os
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from gkplan.domain import fields
from gkplan.domain.errors import WriteRefusedError, reason_of
from gkplan.domain.fields import BadValueError
from gkplan.folder.evidence import LARGEST_EVIDENCE, EvidenceCopy, free_name, held_file
from gkplan.folder.files import real
from gkplan.folder.location import Folder
from gkplan.folder.names import composed
from gkplan.forms.answers import FileFinder, NamedFile

MOST_FILES = 5_000
"""Files and folders that may lie beside a form."""
MOST_DEPTH = 3
"""How deep folders may lie in one another beside a form."""


class Attachments:
    """The files beside some forms, and the copies of them that a plan folder is to get."""

    def __init__(self, folder: Folder, forms: Mapping[str, Path]) -> None:
        """Look beside ``forms``: the path of every form by its name for people."""
        self._folder = folder
        self._forms = dict(forms)
        self._own = {real(path) for path in forms.values()}
        self._beside: dict[Path, _NameIndex | None] = {}
        self._targets: dict[str, EvidenceCopy] = {}
        self.mentioned: dict[Path, list[str]] = {}
        """The files that forms name, each with the units that do."""

    def finder(self, file: str, unit: str) -> FileFinder:
        """Return how the files are found that a form names; their copies are the unit's."""
        beside = self._forms[file].parent
        found: dict[str, NamedFile | None] = {}

        def find(name: str) -> NamedFile | None:
            if name not in found:
                found[name] = self._find(name, beside, unit)
            return found[name]

        return find

    def _find(self, name: str, beside: Path, unit: str) -> NamedFile | None:
        if beside not in self._beside:
            self._beside[beside] = self._indexed(beside)
        index = self._beside[beside]
        if index is None:
            message = f"没有找，和表放在一起的文件超过 {MOST_FILES} 个"
            return NamedFile(refusal=f"{message}；表和它的佐证单独放一个文件夹")
        files = index.files(name)
        if not files:
            held = held_file(self._folder, name)
            return NamedFile(held) if held else None
        if len(files) > 1:
            return NamedFile(refusal=f"有 {len(files)} 个文件叫这个名字，写明在哪个文件夹里")
        if files[0].stat().st_size > LARGEST_EVIDENCE:
            return NamedFile(refusal=f"超过 {LARGEST_EVIDENCE >> 20} MB，没有收；换成网址，或压缩")
        return self._target(files[0], unit)

    def copies(self, evidence: Iterable[str]) -> list[EvidenceCopy]:
        """Return the copies that entries with such evidence need."""
        wanted = dict.fromkeys(evidence)
        return [self._targets[target] for target in wanted if target in self._targets]

    def _indexed(self, beside: Path) -> "_NameIndex | None":
        """Return the files beside a form; a folder below with a form of its own is another's.

        None where there are too many.
        """
        others = {path.parent for path in self._forms.values()} - {beside, *beside.parents}
        found = walk(beside, MOST_DEPTH, MOST_FILES, others.__contains__)
        if not found.complete:
            return None
        return _NameIndex(beside, (path for path in found.files if real(path) not in self._own))

    def _target(self, source: Path, unit: str) -> NamedFile:
        """Return the path that a copy of a file gets."""
        units = self.mentioned.setdefault(source, [])
        if unit not in units:
            units.append(unit)
        name = composed(source.name)
        try:
            target = free_name(self._folder, unit, name, source, self._targets)
            fields.evidence(target)
        except (BadValueError, WriteRefusedError) as bad:
            return NamedFile(refusal=f"不能收：{bad.message}")
        self._targets.setdefault(target, EvidenceCopy(source, target))
        return NamedFile(target)


class Walk(NamedTuple):
    """The regular files below a folder in order, and what was not looked at, with the reason.

    ``complete`` is whether all of it was counted, or there was more than was asked for.
    """

    files: list[Path]
    skipped: list[tuple[Path, str]]
    complete: bool = True


def walk(folder: Path, depth: int, most: int, leave_out: Callable[[Path], bool]) -> Walk:
    """Find the regular files below a folder; links and hidden names are left out.

    It goes no deeper than ``depth`` folders, not into those to ``leave_out``, and ends after
    ``most`` files, folders and links: a folder may be a link to the root of the disk.
    """
    files: list[Path] = []
    skipped: list[tuple[Path, str]] = []
    folders = [folder]
    left = most
    while folders:
        path = folders.pop()
        if leave_out(path):
            continue
        if len(path.relative_to(folder).parts) > depth:
            skipped.append((path, f"套了 {depth} 层以上，没有看"))
            continue
        inside = _inside(path, left + 1)
        left -= len(inside.folders) + len(inside.files) + len(inside.skipped)
        if left < 0:
            return Walk(files, skipped, complete=False)
        files += inside.files
        skipped += inside.skipped
        folders += reversed(inside.folders)
    return Walk(files, skipped)


class _Inside(NamedTuple):
    """What is directly in a folder: folders and files that may be wanted, and what is neither."""

    folders: list[Path]
    files: list[Path]
    skipped: list[tuple[Path, str]]


def _inside(folder: Path, most: int) -> _Inside:
    """List at most so many of the names in a folder; one that cannot be opened is skipped."""
    inside = _Inside([], [], [])
    try:
        with os.scandir(folder) as listed:
            wanted = (entry for entry in listed if _is_wanted(entry.name))
            entries = sorted(islice(wanted, most), key=lambda entry: entry.name)
    except OSError as error:
        return _Inside([], [], [(folder, f"文件夹打不开：{reason_of(error)}")])
    for entry in entries:
        path = folder / entry.name
        if entry.is_symlink():
            inside.skipped.append((path, "是链接，没有看"))
        elif entry.is_dir():
            inside.folders.append(path)
        elif entry.is_file():
            inside.files.append(path)
    return inside


class _NameIndex:
    """The files beside a form by the names that people may give them."""

    def __init__(self, beside: Path, files: Iterable[Path]) -> None:
        """Index files: by path and name, the same in other widths, and without their endings."""
        self._forms: list[dict[str, list[Path]]] = [{} for _ in range(4)]
        for path in files:
            whole = composed(path.relative_to(beside).as_posix())
            name = composed(path.name)
            stems = {_folded(name.rpartition(".")[0]), _folded(whole.rpartition(".")[0])}
            texts = ({whole}, {name}, {_folded(whole), _folded(name)}, stems - {""})
            for index, names in zip(self._forms, texts, strict=True):
                for text in names:
                    index.setdefault(text, []).append(path)

    def files(self, name: str) -> list[Path]:
        """Return the files that a name means: as written before any likeness."""
        wanted = composed(name.replace("\\", "/").removeprefix("./"))
        folded = _folded(wanted)
        for index, text in zip(self._forms, (wanted, wanted, folded, folded), strict=True):
            if text in index:
                return index[text]
        return []


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _is_wanted(name: str) -> bool:
    """Whether a file is none that office programs and systems make for themselves."""
    return not name.startswith((".", "~$")) and name.lower() not in ("thumbs.db", "desktop.ini")
