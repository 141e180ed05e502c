"""Where templates are found: folders that are searched in order, and the texts read from them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from gkplan.domain.errors import GkplanError, UsageError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.location import Folder


class TemplateFolder(NamedTuple):
    """A folder of templates; ``shown`` precedes the names of its files in messages.

    One of a ``plan`` folder may have come from anybody: no link in it leads out of that folder,
    except the one template that the person has ``named``.
    """

    folder: Path
    shown: str
    plan: Folder | None = None
    named: str = ""

    def is_own(self, name: str) -> bool:
        """Whether a template is the plan folder's own choice, not the person's."""
        return self.plan is not None and name != self.named

    def find(self, name: str) -> Path | None:
        """Return the file of a template, if it is in this folder.

        Raises ``UsageError`` for one of the plan folder that is elsewhere, or is no regular file.
        """
        path = self.folder.joinpath(*split_template_path(name))
        if not self.plan or name == self.named or not os.path.lexists(path) or path.is_dir():
            return path if path.is_file() else None
        astray = self.plan.astray(path)
        if astray or not path.is_file():
            why = f"是链接，指到{astray}" if astray else "不是普通文件"
            raise UsageError(f"没有读取模板 {self.shown}{name}：它{why}", "换成普通文件，或删去它")
        return path

    def names(self) -> set[str]:
        """Return the names of its templates."""
        if self.plan and self.plan.astray(self.folder):
            return set()
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.j2")}


class OwnTemplateError(GkplanError):
    """A template of the plan folder is needed, which this process does not fill in."""

    def __init__(self) -> None:
        """Say so, although nobody reads it."""
        super().__init__("方案文件夹有自己的模板")


class TemplateLoader(BaseLoader):
    """Finds templates in the first folder that has them, and keeps the texts that were read."""

    def __init__(self, sources: tuple[TemplateFolder, ...], *, trusting: bool) -> None:
        """Set the folders in the order of the search; a ``trusting`` loader has no own ones."""
        self._sources = sources
        self._trusting = trusting
        self.texts: dict[str, str] = {}
        self.own: dict[str, None] = {}
        """Those that are the plan folder's own."""

    def get_source(
        self, _environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its name for people, and whether it is unchanged."""
        file = self._found(template)
        if not file:
            raise TemplateNotFound(template)
        if file.is_own and self._trusting:
            raise OwnTemplateError
        if file.is_own:
            self.own[file.shown] = None
        self.texts.pop(file.shown, None)  # so that the last is the one read last
        self.texts[file.shown] = _text_of(file.path, file.shown)
        return self.texts[file.shown], file.shown, lambda: self._found(template) == file

    def _found(self, name: str) -> "_Found | None":
        for source in self._sources:
            if path := source.find(name):
                status = path.stat()
                shown, is_own = source.shown + name, source.is_own(name)
                return _Found(path, shown, is_own, status.st_mtime_ns, status.st_size)
        return None

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return sorted(set().union(*(source.names() for source in self._sources)))


class _Found(NamedTuple):
    """A template's file, its name for people, and what changes with its content."""

    path: Path
    shown: str
    is_own: bool
    changed: int
    size: int


def _text_of(path: Path, shown: str) -> str:
    """Read a template, without the byte order mark that Notepad writes at its beginning."""
    try:
        data = files.read(path)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        from gkplan.folder.utf16 import wide_encoding  # noqa: PLC0415  (hardly ever needed)

        wide = wide_encoding(data)
        encoding = wide or f"第 {line} 行，可能是 GBK"
        message = f"模板 {shown} 不是 UTF-8 编码（{encoding}）"
        raise UsageError(message, "用编辑器另存为 UTF-8") from error
    except OSError as error:
        remedy = remedy_of(error, "检查读取权限")
        raise UsageError(f"模板 {shown} 打不开：{reason_of(error)}", remedy) from error
