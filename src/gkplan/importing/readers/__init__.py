"""One reader a format: bytes become a Document, and nothing is interpreted."""

from gkplan.importing.readers.choose import read_document

__all__ = ["read_document"]
