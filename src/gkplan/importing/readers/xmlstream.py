"""XML piece by piece: no document type, no entities, never more than a bounded tree in memory."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from lxml import etree  # type: ignore[import-untyped]

from gkplan.importing.readers.unreadable import DamagedError

Element = ET.Element
"""What lxml's elements can be taken for: they have the methods of the standard library's."""
_MOST_HELD = 16 << 20
"""Bytes of XML in memory at once: a row of a table or a paragraph is far shorter."""
_MOST_TOLD = 2_500_000
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
        self._held = self._told = 0

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
            self._told += 1
            if self._told > _MOST_TOLD:
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
