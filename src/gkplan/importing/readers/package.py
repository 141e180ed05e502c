"""Packed office files (docx, xlsx): parts, and how parts name one another, within bounds."""

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from gkplan.importing.readers import limits
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.xmlstream import Element, XmlError, XmlStream, parse

_DAMAGED = "用 Word、Excel 或 WPS 打开，确认内容完整后另存一份再导入"
_FEWER = "只留下分工方案本身，去掉图片和附件，另存后再导入"
_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20


class Part(NamedTuple):
    """What a part names: the kind of the relation, its id and the path of the other part."""

    kind: str
    id: str
    path: str


class Package:
    """The parts of a packed file; nothing is inflated before it is asked for."""

    def __init__(self, content: bytes, into: Collector) -> None:
        """Open the directory; raises ``UsageError`` where it is damaged or beyond all bounds."""
        self._into = into
        if content.count(_ENTRY) > limits.MOST_PARTS:
            raise into.refusal(f"压缩包里的部件超过 {limits.MOST_PARTS} 个", _FEWER)
        with self.refusing():
            self._zip = ZipFile(BytesIO(content))
            self.names = frozenset(self._zip.namelist())
        if sum(part.file_size for part in self._zip.infolist()) > limits.MOST_PACKED:
            raise into.refusal("解压后会大得离谱，可能是压缩炸弹", _FEWER)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn what a damaged package raises into a refusal."""
        try:
            yield
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
            raise self._into.refusal("文件已损坏，不能解压", _DAMAGED) from error
        except (RuntimeError, NotImplementedError) as error:
            raise self._into.refusal("文件加了密码，或压缩方法不认识", _DAMAGED) from error
        except XmlError as error:
            raise self._into.refusal(f"文件已损坏：{error}", _DAMAGED) from error

    def stream(self, path: str, *tags: str) -> XmlStream:
        """A part as XML, to be read within ``refusing``: elements with such tags are told."""
        return XmlStream(self._chunks(path), tags)

    def xml(self, path: str) -> Element | None:
        """Read a small part whole; one that is not there is None."""
        if path not in self.names:
            return None
        with self.refusing():
            return parse(self._chunks(path))

    def _chunks(self, path: str) -> Iterator[bytes]:
        """Inflate a part piece by piece."""
        size = 0
        with self._zip.open(path) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > limits.MOST_INFLATED:
                    raise self._into.refusal(
                        f"解压后超过 {limits.MOST_INFLATED // 1_000_000} MB", _FEWER
                    )
                yield chunk

    def parts(self, path: str = "") -> list[Part]:
        """What a part names; without a path, what the whole package names."""
        folder, name = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [
            Part(
                one.get("Type", "").rpartition("/")[2],
                one.get("Id", ""),
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))[1:],
            )
            for one in (() if root is None else root)
            if one.get("TargetMode") != "External"
        ]

    def main(self, usual: str) -> str:
        """The path of the main part, ``usual`` where the package does not say."""
        named = (part.path for part in self.parts() if part.kind == "officeDocument")
        return next((path for path in named if path in self.names), usual)

    def part(self, path: str, kind: str) -> Element | None:
        """The part of a kind that another part names, as XML; one that is not there is None."""
        named = (part.path for part in self.parts(path) if part.kind == kind)
        return next((root for one in named if (root := self.xml(one)) is not None), None)
