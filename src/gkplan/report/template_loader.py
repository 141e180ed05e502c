"""Where templates are found: shelves looked through in order, and the texts that they lend."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from gkplan.domain.errors import UsageError, reason_of, remedy_of
from gkplan.folder import files
from gkplan.folder.utf16 import wide_encoding


class Shelf(NamedTuple):
    """A folder of templates; ``shown`` is how its files are called before their names.

    A ``closed`` one does not lend files that a link in it leads to elsewhere: it may have come
    from anybody with a plan folder.
    """

    folder: Path
    shown: str
    closed: bool = False

    def find(self, name: str) -> Path | None:
        """The file of a template, if it is here."""
        path = self.folder.joinpath(*split_template_path(name))
        astray = self.closed and not path.resolve().is_relative_to(self.folder.resolve())
        return path if path.is_file() and not astray else None


class Shelves(BaseLoader):
    """Finds templates on the first shelf that has them, and remembers the texts it lent."""

    def __init__(self, shelves: tuple[Shelf, ...]) -> None:
        """Take the shelves in the order in which they are looked through."""
        self._shelves = shelves
        self.texts: dict[str, str] = {}

    def get_source(
        self, _environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, what people call its file, and whether it still is the same."""
        found = self._found(template)
        if not found:
            raise TemplateNotFound(template)
        self.texts.pop(found.shown, None)  # so that the last is the one lent last
        self.texts[found.shown] = _text_of(found.path, found.shown)
        return self.texts[found.shown], found.shown, lambda: self._found(template) == found

    def _found(self, name: str) -> "_Found | None":
        for shelf in self._shelves:
            if path := shelf.find(name):
                status = path.stat()
                return _Found(path, shelf.shown + name, status.st_mtime_ns, status.st_size)
        return None

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return sorted(
            {
                path.relative_to(shelf.folder).as_posix()
                for shelf in self._shelves
                for path in shelf.folder.rglob("*.j2")
            }
        )


class _Found(NamedTuple):
    """A template's file, what people call it, and what changes with its content."""

    path: Path
    shown: str
    changed: int
    size: int


def _text_of(path: Path, shown: str) -> str:
    """Read a template; Notepad's mark at its beginning is none of its text."""
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
