"""Which reader reads a file: its content decides, and only then the end of its name."""

from gkplan.importing.blocks import Document
from gkplan.importing.readers import docx, limits, text
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.foreign import refuse_foreign, refuse_package
from gkplan.importing.readers.package import Package

_PACKED = (b"PK\x03\x04", b"PK\x05\x06")


def read_document(name: str, content: bytes) -> Document:
    """Read a file: paragraphs and tables as they stand, nothing interpreted.

    Raises ``UsageError`` where the file cannot be read, with the reason and what to do about it.
    """
    into = Collector(name)
    if len(content) > limits.MOST_BYTES:
        raise into.refusal(
            f"文件超过 {limits.MOST_BYTES // 1_000_000} MB", "只留下分工方案本身，另存后再导入"
        )
    if content.startswith(_PACKED):
        _read_packed(Package(content, into), into)
    else:
        refuse_foreign(content, into)
        text.read(content, into)
    return into.document()


def _read_packed(package: Package, into: Collector) -> None:
    """Read a file that is a packed one, by the parts that it holds."""
    if docx.MAIN in package.names:
        docx.read(package, into)
    else:
        raise refuse_package(package, into)
