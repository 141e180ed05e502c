"""XML piece by piece: no document type, no entities, never more than a bounded tree in memory."""

from collections.abc import Iterable, Iterator
from typing import cast
from xml.etree import ElementTree as ET
from xml.parsers import expat

_MOST_HELD = 1_000_000
"""Elements in memory at once: a row of a table has far fewer."""
_MOST_ELEMENTS = 10_000_000
_LONGEST_TEXT = 16
"""Chunks without the start of an element: a text or an attribute that no office file has."""
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


class XmlError(Exception):
    """XML that is not read; the text says why, in Chinese."""


class _RootFoundError(Exception):
    """The prolog is over."""


class XmlStream:
    """The starts and ends of a part's elements, in order."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Take the pieces; nothing is read yet."""
        self._chunks = chunks
        self._parents: list[ET.Element] = []
        self._held = self._told = self._quiet = 0

    def release(self) -> None:
        """Forget the element whose end was told last, and all its elder siblings."""
        if self._parents:
            del self._parents[-1][:]
        self._held = 0

    def events(self) -> Iterator[tuple[str, ET.Element]]:
        """Tell starts and ends; raises ``XmlError`` where the XML is damaged or beyond bounds."""
        parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
        try:
            for number, chunk in enumerate(self._chunks):
                parser.feed(_checked(chunk) if number == 0 else chunk)
                self._quiet += 1
                yield from self._tell(parser)
            parser.close()
        except (ET.ParseError, expat.ExpatError) as error:
            raise XmlError("里面的 XML 不完整") from error
        yield from self._tell(parser)

    def _tell(self, parser: "ET.XMLPullParser[ET.Element]") -> Iterator[tuple[str, ET.Element]]:
        """Tell what the parser has found, and watch the bounds."""
        told = cast("Iterator[tuple[str, ET.Element]]", parser.read_events())
        for event, element in told:
            if event == "end":
                self._parents.pop()
                yield event, element
                continue
            self._quiet, self._held, self._told = 0, self._held + 1, self._told + 1
            if self._held > _MOST_HELD or self._told > _MOST_ELEMENTS:
                raise XmlError("里面的 XML 大得不像文档")
            yield event, element
            self._parents.append(element)
        if self._quiet > _LONGEST_TEXT:
            raise XmlError("里面有一段文字大得不像文档")


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
    raise XmlError("里面的 XML 没有内容")


def _refuse_doctype(*_: object) -> None:
    raise XmlError("里面的 XML 带有文档类型声明（DTD），可能是恶意文件")


def _stop(*_: object) -> None:
    raise _RootFoundError
