"""Noticing that a plan folder has changed: what counts as a change, and waiting for one.

The system wakes the watcher, whatever happened; whether something did change, the watcher sees for
itself from the files that a report is made of. So neither the report that it writes, nor git's own
files, nor those that editors leave for a moment set it going, and what the system does not report
(a network drive) is noticed a little later.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from time import sleep
from typing import NamedTuple

from gkplan.folder.files import real
from gkplan.folder.location import Folder

PAUSE = 1.0
"""Seconds after which the files are compared even if the system reports nothing."""
_QUIET = 100
"""Milliseconds without a further change that end a burst, such as an editor's saving."""
_PASSING = (".tmp", ".swp", ".swx", ".bak", "~")
Snapshot = dict[str, object]
"""What is seen of each thing, by the name that people know it by."""


class Watched(NamedTuple):
    """What a report is made of, and where it goes.

    ``template`` is one of the person's own, ``output`` a path without links, ``log`` the file that
    each commit of git changes.
    """

    folder: Folder
    template: Path | None
    output: Path
    log: Path | None

    def snapshot(self, day: date) -> Snapshot:
        """See how everything is now; ``day`` is the one that the figures are counted to."""
        seen: Snapshot = {"截至日期": day}
        for path in self._files():
            followed = real(path)
            if followed != self.output and self.output not in followed.parents:
                seen[self._name(path)] = _stamp(path)
        if self.log:
            seen["git 的提交"] = _stamp(self.log)
        return seen

    def folders(self) -> list[Path]:
        """The folders to be woken by, as far as they are there."""
        folder, own = self.folder, self.template
        folders = [folder.data, folder.progress]
        folders += [Path(path) for path, _, _ in self._templates()]
        folders += [path.parent for path in (own, self.log) if path]
        return [path for path in dict.fromkeys(folders) if path.is_dir()]

    def _templates(self) -> Iterable[tuple[str, list[str], list[str]]]:
        """Walk the folder's own templates, where no link leads elsewhere."""
        own = self.folder.root / "templates"
        return () if self.folder.astray(own) else os.walk(own)

    def _files(self) -> Iterator[Path]:
        """The files that a report is made of."""
        folder = self.folder
        yield from (folder.tasks, folder.units, folder.calendar, folder.reviews)
        yield from folder.progress.glob("[!.]*.yaml")
        for directory, _, names in self._templates():
            yield from (Path(directory, name) for name in names)
        if self.template:
            yield self.template
            yield from self.template.parent.glob("*.j2")  # what it may include

    def _name(self, path: Path) -> str:
        inside = path.is_relative_to(self.folder.root)
        return self.folder.label(path) if inside else path.name


def require_watchfiles() -> None:
    """Raise ``ImportError`` where watchfiles is not installed, before anything is made."""
    import watchfiles  # noqa: F401, PLC0415  (an extra)


def changes(
    snapshot: Callable[[], Snapshot], folders: Callable[[], Iterable[Path]]
) -> Iterator[list[str]]:
    """Give the names of what changed, whenever something did; at first, at once, no names.

    What changes while the caller is at work is given when it comes back.
    """
    seen = snapshot()
    yield []
    while True:
        now = snapshot()
        changed = [name for name in {**seen, **now} if seen.get(name) != now.get(name)]
        if changed:
            seen = now
            yield changed
        else:
            _wait(folders())


def _wait(folders: Iterable[Path]) -> None:
    """Wait until the system reports a change in the folders, or the pause is over."""
    from watchfiles import watch  # noqa: PLC0415  (an extra)

    events = watch(
        *folders,
        watch_filter=None,
        step=_QUIET,
        rust_timeout=int(PAUSE * 1000),
        yield_on_timeout=True,
        recursive=False,
    )
    try:
        with closing(events):
            next(events, None)
    except (OSError, RuntimeError):  # deleted meanwhile, or more than the system can watch
        sleep(PAUSE)


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What changes with a file's content; None where there is no file that stays."""
    if path.name.startswith(".") or path.name.endswith(_PASSING):
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
