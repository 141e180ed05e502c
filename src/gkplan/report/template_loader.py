"""Where templates are found: folders that are searched in order, and the texts read from them."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from gkplan.domain.errors import UsageError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.utf16 import wide_encoding


class TemplateFolder(NamedTuple):
    """A folder of templates; ``shown`` is how its files are called before their names.

    A ``closed`` one gives no file that a link in it leads to elsewhere: it may have come from
    anybody with a plan folder.
    """

    folder: Path
    shown: str
    closed: bool = False

    def find(self, name: str) -> Path | None:
        """The file of a template, if it is here."""
        path = self.folder.joinpath(*split_template_path(name))
        astray = self.closed and not path.resolve().is_relative_to(self.folder.resolve())
        return path if path.is_file() and not astray else None


class TemplateLoader(BaseLoader):
    """Finds templates in the first folder that has them, and keeps the texts that were read."""

    def __init__(self, sources: tuple[TemplateFolder, ...]) -> None:
        """Take the folders in the order in which they are searched."""
        self._sources = sources
        self.texts: dict[str, str] = {}

    def get_source(
        self, _environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, what people call its file, and whether it still is the same."""
        found = self._found(template)
        if not found:
            raise TemplateNotFound(template)
        self.texts.pop(found.shown, None)  # so that the last is the one read last
        self.texts[found.shown] = _text_of(found.path, found.shown)
        return self.texts[found.shown], found.shown, lambda: self._found(template) == found

    def _found(self, name: str) -> "_Found | None":
        for source in self._sources:
            if path := source.find(name):
                status = path.stat()
                return _Found(path, source.shown + name, status.st_mtime_ns, status.st_size)
        return None

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return sorted(
            {
                path.relative_to(source.folder).as_posix()
                for source in self._sources
                for path in source.folder.rglob("*.j2")
            }
        )


class _Found(NamedTuple):
    """A template's file, what people call it, and what changes with its content."""

    path: Path
    shown: str
    changed: int
    size: int


def _text_of(path: Path, shown: str) -> str:
    """Read a template, without the byte order mark that Notepad writes at its beginning."""
    try:
        data = files.read(path)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wide = wide_encoding(data)
        found = wide or f"第 {line} 行，可能是 GBK"
        message = f"模板 {shown} 不是 UTF-8 编码（{found}）"
        raise UsageError(message, "用编辑器另存为 UTF-8") from error
    except OSError as error:
        remedy = remedy_of(error, "检查读取权限")
        raise UsageError(f"模板 {shown} 打不开：{reason_of(error)}", remedy) from error
