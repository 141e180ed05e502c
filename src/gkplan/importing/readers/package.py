"""Packed office files (docx, xlsx): parts, and how parts name one another, within bounds."""

import posixpath
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from gkplan.importing.readers import limits
from gkplan.importing.readers.unreadable import DamagedError, TooLargeError
from gkplan.importing.readers.xmlstream import Element, XmlStream, parse

_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20
_DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, OverflowError)
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
"""The ways to pack that office programs use; others can ask for gigabytes of memory."""


class Part(NamedTuple):
    """What a part names: the kind of the relation, its id and the path of the other part."""

    kind: str
    id: str
    path: str


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turn what a damaged package raises into words."""
    try:
        yield
    except _DAMAGE as error:
        raise DamagedError("文件已损坏，不能解压") from error
    except (RuntimeError, NotImplementedError) as error:
        raise DamagedError("文件加了密码，或压缩方法不认识") from error


class Package:
    """The parts of a packed file; nothing is inflated before it is asked for."""

    def __init__(self, content: bytes, most: int = limits.MOST_PACKED) -> None:
        """Open the directory; raises ``UnreadableError`` where it is damaged or beyond bounds.

        At most ``most`` bytes are inflated, those of parts that are read twice counted twice.
        """
        self._most = self._left = most
        if content.count(_ENTRY) > limits.MOST_PARTS:
            raise TooLargeError(f"压缩包里的部件超过 {limits.MOST_PARTS} 个")
        with _damage_told():
            self._zip = ZipFile(BytesIO(content))
            self.names = frozenset(self._zip.namelist())
        if sum(part.file_size for part in self._zip.infolist()) > limits.MOST_PACKED:
            raise TooLargeError(f"解压后超过 {limits.MOST_PACKED // 1_000_000} MB")

    def stream(self, path: str, *tags: str, starts: bool = False) -> XmlStream:
        """A part as XML: the ends of elements with such tags are told, on demand starts too."""
        return XmlStream(self._chunks(path), tags, ("start", "end") if starts else ("end",))

    def xml(self, path: str) -> Element | None:
        """Read a small part whole; one that is not there is None."""
        if path not in self.names:
            return None
        return parse(self._chunks(path))

    def _chunks(self, path: str) -> Iterator[bytes]:
        """Inflate a part piece by piece."""
        size = 0
        if path in self.names and self._zip.getinfo(path).compress_type not in _METHODS:
            raise DamagedError("压缩方法不认识")
        with _damage_told(), self._zip.open(path) as part:
            packed = self._zip.getinfo(path).compress_size
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                self._left -= len(chunk)
                if self._left < 0:
                    raise TooLargeError(f"解压后超过 {self._most // 1_000_000} MB")
                if size > limits.MOST_INFLATED:
                    raise TooLargeError(f"解压后超过 {limits.MOST_INFLATED // 1_000_000} MB")
                if size > limits.SMALL and size > packed * limits.MOST_RATIO:
                    raise TooLargeError("是压缩炸弹")
                yield chunk

    def parts(self, path: str = "") -> list[Part]:
        """What a part names; without a path, what the whole package names."""
        folder = posixpath.dirname(path)
        return [
            Part(
                relation.get("Type", "").rpartition("/")[2],
                relation.get("Id", ""),
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:],
            )
            for relation in self._relations(path)
            if relation.get("TargetMode") != "External"
        ]

    def links(self, path: str) -> dict[str, str]:
        """Return the addresses outside the package that a part names, by id."""
        return {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in self._relations(path)
            if relation.get("TargetMode") == "External"
        }

    def _relations(self, path: str) -> Iterable[Element]:
        folder, name = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return () if root is None else root

    def main(self, usual: str) -> str:
        """The path of the main part, ``usual`` where the package does not say."""
        named = (part.path for part in self.parts() if part.kind == "officeDocument")
        return next((path for path in named if path in self.names), usual)

    def is_for(self, folder: str) -> bool:
        """Whether its parts lie where a program keeps them."""
        return any(name.startswith(folder) for name in self.names)

    def part(self, path: str, kind: str) -> Element | None:
        """The part of a kind that another part names, as XML; one that is not there is None."""
        named = (part.path for part in self.parts(path) if part.kind == kind)
        return next((root for one in named if (root := self.xml(one)) is not None), None)
