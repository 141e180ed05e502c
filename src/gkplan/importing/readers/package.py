"""Packed files (docx, xlsx): their parts within limits, and the XML of these."""

import posixpath
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree  # type: ignore[import-untyped]

from gkplan.importing.readers import limits
from gkplan.importing.readers.limits import DamagedError, TooLargeError

Element = ET.Element
"""What lxml's elements can be taken for: they have the methods of the standard library's."""
_MOST_HELD = 8 << 20
"""Bytes of XML in memory at once: a row of a table or a paragraph is far shorter."""
_MOST_EVENTS = 1_500_000
"""Starts and ends of rows, paragraphs and the like: a plan has some ten thousand."""
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
"""The namespaces that everybody uses, by those of ISO 29500 Strict for the same elements."""
_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
}


class _RootFoundError(Exception):
    """The prolog is over."""


class XmlStream:
    """The starts and ends of some of a part's elements, in order."""

    def __init__(
        self, chunks: Iterable[bytes], tags: tuple[str, ...], events: tuple[str, ...]
    ) -> None:
        """Take the pieces; nothing is read yet."""
        self._kinds = events
        self._chunks = chunks
        self._tags = tags
        self._held = self._events = 0

    def release(self, element: Element) -> None:
        """Forget an element that was read, and its elder siblings."""
        one: Any = element
        one.clear()
        while one.getprevious() is not None:
            del one.getparent()[0]
        self._held = 0

    def events(self) -> Iterator[tuple[str, Element]]:
        """Tell starts and ends; raises ``DamagedError`` where the XML cannot be read."""
        parser = etree.XMLPullParser(self._kinds, tag=self._tags, **_OPTIONS)
        try:
            for number, chunk in enumerate(self._chunks):
                self._held += len(chunk)
                if self._held > _MOST_HELD:
                    raise DamagedError("文件已损坏：里面的 XML 有一段大得不像文档")
                parser.feed(chunk if number else _checked(chunk))
                yield from self._counted(parser.read_events())
            parser.close()
        except etree.XMLSyntaxError as error:
            raise DamagedError("文件已损坏：里面的 XML 不完整") from error
        yield from parser.read_events()

    def _counted(self, events: Iterable[tuple[str, Element]]) -> Iterator[tuple[str, Element]]:
        for event in events:
            self._events += 1
            if self._events > _MOST_EVENTS:
                raise DamagedError("文件已损坏：里面的 XML 大得不像文档")
            yield event


def parse(chunks: Iterable[bytes]) -> Element:
    """Read a small part whole."""
    content = b"".join(_bounded(chunks))
    try:
        return etree.fromstring(_checked(content), etree.XMLParser(**_OPTIONS))  # type: ignore[no-any-return]
    except etree.XMLSyntaxError as error:
        raise DamagedError("文件已损坏：里面的 XML 不完整") from error


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MOST_HELD:
            raise DamagedError("文件已损坏：里面的 XML 有一段大得不像文档")
        yield chunk


def _checked(chunk: bytes) -> bytes:
    """Give the first piece with usual namespaces, once its prolog is known to be harmless."""
    for strict, usual in _TRANSITIONAL.items():
        chunk = chunk.replace(strict, usual)
    prolog = expat.ParserCreate()
    prolog.StartDoctypeDeclHandler = _refuse_doctype
    prolog.StartElementHandler = _stop
    try:
        prolog.Parse(chunk)
    except _RootFoundError:
        return chunk
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: its encoding
        raise DamagedError("文件已损坏：里面的 XML 不完整") from error
    raise DamagedError("文件已损坏：里面的 XML 没有内容")


def _refuse_doctype(*_: object) -> None:
    raise DamagedError("文件已损坏：里面的 XML 带有文档类型声明（DTD），可能是恶意文件")


def _stop(*_: object) -> None:
    raise _RootFoundError


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
        ``size`` are the bytes of all parts, as the directory states them.
        """
        self._most = self._left = most
        if content.count(_ENTRY) > limits.MOST_PARTS:
            raise TooLargeError(f"压缩包里的部件超过 {limits.MOST_PARTS} 个")
        with _damage_told():
            self._zip = ZipFile(BytesIO(content))
            self.names = frozenset(self._zip.namelist())
        self.size = sum(part.file_size for part in self._zip.infolist())
        if self.size > limits.MOST_PACKED:
            raise TooLargeError(f"解压后超过 {limits.MOST_PACKED // 1_000_000} MB")

    def stream(self, path: str, *tags: str, starts: bool = False) -> XmlStream:
        """A part as XML: the ends of elements with such tags are reported, on demand starts too."""
        return XmlStream(self._chunks(path), tags, ("start", "end") if starts else ("end",))

    def elements(self, path: str, *tags: str) -> Iterator[Element]:
        """Yield the elements of a part with such tags; each is forgotten before the next."""
        stream = self.stream(path, *tags)
        for _, element in stream.events():
            yield element
            stream.release(element)

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
