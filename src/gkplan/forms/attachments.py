"""Evidence files beside a form: found by the names that the form gives, and where they will go."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError
from gkplan.folder.evidence import EvidenceCopy, free_name, held_file
from gkplan.folder.location import Folder
from gkplan.folder.names import composed
from gkplan.forms.answers import FileFinder

MOST_FILES = 5_000
"""Files beside a form that are looked at."""
MOST_DEPTH = 3
"""How deep folders may lie in one another beside a form."""


class Attachments:
    """The files beside some forms, and the copies of them that a plan folder is to get."""

    def __init__(self, folder: Folder, forms: Mapping[str, Path]) -> None:
        """Look beside ``forms``: the path of every form by its name for people."""
        self._folder = folder
        self._forms = dict(forms)
        self._own = {path.resolve() for path in forms.values()}
        self._beside: dict[Path, list[Path]] = {}
        self._targets: dict[str, EvidenceCopy] = {}
        self.mentioned: dict[Path, list[str]] = {}
        """The files that forms name, each with the units that do."""

    def finder(self, file: str, unit: str) -> FileFinder:
        """Return how the files are found that a form names; their copies are the unit's."""
        beside = self._forms[file].parent
        found: dict[str, str | None] = {}

        def find(name: str) -> str | None:
            if name not in found:
                source = _match(name, beside, self._files(beside))
                held = held_file(self._folder, name) if source is None else None
                found[name] = self._target(source, unit) if source else held
            return found[name]

        return find

    def copies(self, evidence: Iterable[str]) -> list[EvidenceCopy]:
        """Return the copies that entries with such evidence need."""
        wanted = dict.fromkeys(evidence)
        return [self._targets[target] for target in wanted if target in self._targets]

    def _files(self, beside: Path) -> list[Path]:
        """Return the files beside a form; a folder below with a form of its own is another's."""
        if beside not in self._beside:
            others = {path.parent for path in self._forms.values()} - {beside, *beside.parents}
            self._beside[beside] = [
                path
                for path in regular_files(beside, MOST_DEPTH, MOST_FILES)
                if path.resolve() not in self._own and others.isdisjoint(path.parents)
            ]
        return self._beside[beside]

    def _target(self, source: Path, unit: str) -> str | None:
        """Return the path that a copy of a file gets; None if no path could have its name."""
        units = self.mentioned.setdefault(source, [])
        if unit not in units:
            units.append(unit)
        name = composed(source.name)
        target = free_name(self._folder, unit, name, source, self._targets)
        try:
            fields.evidence(target)
        except BadValueError:
            return None
        self._targets.setdefault(target, EvidenceCopy(source, target))
        return target


def regular_files(folder: Path, depth: int, most: int) -> list[Path]:
    """Return the regular files below a folder in order; links and hidden names are left out.

    At most ``most`` of them, no deeper than ``depth`` folders.
    """
    files: list[Path] = []
    for place, folders, names in os.walk(folder):
        here = Path(place)
        level = len(here.relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and level < depth)
        for name in sorted(names):
            path = here / name
            if _is_wanted(name) and not path.is_symlink() and path.is_file():
                files.append(path)
        if len(files) >= most:
            break
    return files[:most]


def _is_wanted(name: str) -> bool:
    """Whether a file is none that office programs and systems make for themselves."""
    return not name.startswith((".", "~$")) and name.lower() not in ("thumbs.db", "desktop.ini")


def _match(name: str, beside: Path, files: Iterable[Path]) -> Path | None:
    """Return the file that a name means: as written, in another width, or without its ending."""
    wanted = name.replace("\\", "/").removeprefix("./")
    for form in (_as_written, _folded, _without_ending):
        named = [
            path
            for path in files
            if form(wanted) in (form(path.relative_to(beside).as_posix()), form(path.name))
        ]
        if len(named) == 1:
            return named[0]
    return None


def _as_written(name: str) -> str:
    return composed(name)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _without_ending(name: str) -> str:
    stem, dot, ending = _folded(name).rpartition(".")
    return stem if dot and len(ending) <= _LONGEST_ENDING and "/" not in ending else _folded(name)


_LONGEST_ENDING = 5
