"""Web pages that browsers save as one file (MHTML, RFC 2557): the page among its parts."""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from typing import NamedTuple

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import (
    LONGEST_HEAD,
    MOST_SAVED,
    TooLargeError,
    UnreadableError,
)

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_SAVE_AGAIN = "在浏览器里重新打开网页，另存为“网页，仅 HTML”再导入"


class _Part(NamedTuple):
    """A part of the file: what the lines above it state, and the bytes below as they are written.

    What they do not state is empty (RFC 2045, RFC 2387).
    """

    body: bytes
    type: str
    charset: str
    encoding: str
    name: str
    boundary: str
    start: str

    @property
    def content(self) -> bytes:
        """The bytes that the transfer encoding stands for (RFC 2045, section 6)."""
        if self.encoding == "quoted-printable":
            return a2b_qp(self.body)
        if self.encoding != "base64":
            return self.body
        try:
            return a2b_base64(self.body)
        except Error:
            raise _damaged() from None


def page_in(content: bytes, into: Collector) -> tuple[bytes, str]:
    """Return the page that such a file shows and the charset that it states, empty if none.

    That page is the part that ``start`` names, else the first one in HTML (RFC 2387, section
    3.2). Pages in its frames are not read. Raises ``UnreadableError`` where there is no page.
    """
    whole = _part(content)
    parts = _parts(whole) if whole.type.startswith("multipart/") else [whole]
    pages = [part for part in parts if part.type == "text/html"]
    if not pages:
        raise UnreadableError("是单个文件的网页或邮件，里面没有 HTML 网页", _SAVE_AGAIN)
    named = (part for part in pages if whole.start and part.name == whole.start)
    page = next(named, pages[0])
    if len(pages) > 1:
        into.remark(f"网页里另嵌有 {len(pages) - 1} 个网页（框架），没有读入")
    return page.content, page.charset


def _parts(whole: _Part) -> Iterator[_Part]:
    """Yield the parts between the lines of the boundary; what is above the first is none."""
    if not whole.boundary:
        raise _damaged()
    boundary = re.escape(whole.boundary.encode("utf-8", "surrogateescape"))
    pieces = re.split(rb"(?:^|\r?\n)--" + boundary, whole.body, maxsplit=MOST_SAVED + 1)
    for number, piece in enumerate(pieces[1:]):
        if piece.startswith(b"--"):
            return
        if number == MOST_SAVED:
            raise TooLargeError(f"网页里的文件超过 {MOST_SAVED} 个")
        yield _part(piece.lstrip(b"\r\n \t"))


def _part(content: bytes) -> _Part:
    """Return a part with its head, which is short in any file that a browser saves."""
    end = _BLANK_LINE.search(content, 0, LONGEST_HEAD)
    if end is None:
        raise _damaged()
    try:
        lines = BytesHeaderParser().parsebytes(content[: end.end()])
        return _Part(
            content[end.end() :],
            lines.get_content_type(),
            lines.get_content_charset() or "",
            str(lines.get("Content-Transfer-Encoding", "")).strip().lower(),
            str(lines.get("Content-ID", "")).strip(),
            lines.get_boundary() or "",
            str(lines.get_param("start", "")),
        )
    except Exception:  # noqa: BLE001  (damaged lines make the library raise anything)
        raise _damaged() from None


def _damaged() -> UnreadableError:
    return UnreadableError("单个文件的网页（.mht、.mhtml）已损坏", _SAVE_AGAIN)
