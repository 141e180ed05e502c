"""The state of a plan folder in git, as a report names it: a commit, its day, what is not in it."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gkplan.domain.errors import GkplanError
from gkplan.folder.files import read
from gkplan.folder.git_revision import File, Git
from gkplan.folder.location import Folder
from gkplan.folder.names import composed

_SHA1 = 40
"""Digits of a SHA-1; a repository with SHA-256 names contents by 64."""


class Version(NamedTuple):
    """A commit by its short name and its day; ``changed`` if the plan's files are not as in it."""

    commit: str
    day: str
    changed: bool = False

    def __str__(self) -> str:
        """Name it as people read it in the head of a report."""
        return f"{self.commit}（{self.day}）" + ("，另有未提交的改动" if self.changed else "")


def version_of(
    folder: Folder, env: Mapping[str, str], revision: str | None = None
) -> Version | None:
    """The version of a plan folder: of its files as they are, or of those at a ``revision``.

    None where there is none to name: the plan that ships, no git, no repository (or one that git
    does not trust), no commit, or a commit without the plan.
    """
    if folder.read_only:
        return None
    try:
        git = Git(folder, env)
        _, commit = git.resolve(revision or "HEAD")
        files = [file for file in git.files(commit) if _is_read(file)]
        if not any(file.name == folder.tasks.name for file in files):
            return None
        changed = revision is None and _differ(folder, files)
        return Version(*git.describe(commit), changed)
    except GkplanError:
        return None


def commits_log(folder: Folder, env: Mapping[str, str]) -> Path | None:
    """The file that changes with each commit of the folder's repository, if it is in one."""
    try:
        return None if folder.read_only else Git(folder, env).journal_of_commits()
    except GkplanError:
        return None


def _is_read(file: File) -> bool:
    """Whether a file of a commit is one that the plan is read from."""
    return file.wanted and not file.name.startswith("progress/.")


def _differ(folder: Folder, files: list[File]) -> bool:
    """Whether the plan's files differ from those of a commit.

    They are compared here, by their hashes: ``git status`` would run what a repository sets up as
    filters, and report files that no figure comes from.
    """
    kept = {composed(file.name): file for file in files}
    present = {
        composed(path.relative_to(folder.data).as_posix()): path for path in _present(folder)
    }
    return kept.keys() != present.keys() or not all(
        _is_same(kept[name], path) for name, path in present.items()
    )


def _present(folder: Folder) -> Iterator[Path]:
    """The files that the plan is read from, as they are there."""
    single = (folder.tasks, folder.units, folder.calendar, folder.reviews)
    yield from (path for path in single if os.path.lexists(path))
    yield from folder.progress.glob("[!.]*.yaml")


def _is_same(file: File, path: Path) -> bool:
    """Whether a file has the content that was committed; its line ends may be the system's."""
    try:
        content = os.fsencode(path.readlink()) if path.is_symlink() else read(path)
    except OSError:
        return False
    return file.id in (_git_hash(data, len(file.id)) for data in (content, _with_lf(content)))


def _with_lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _git_hash(content: bytes, length: int) -> bytes:
    """The name that git gives to a content; its length gives the repository's kind of hash."""
    hashed = hashlib.new("sha1" if length == _SHA1 else "sha256", usedforsecurity=False)
    hashed.update(b"blob %d\0" % len(content) + content)
    return hashed.hexdigest().encode()
