"""Which reader reads a file: its content decides, and only then the end of its name."""

from gkplan.importing.blocks import Document
from gkplan.importing.readers import limits
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.foreign import refuse_foreign


def read_document(name: str, content: bytes) -> Document:
    """Read a file: paragraphs and tables as they stand, nothing interpreted.

    Raises ``UsageError`` where the file cannot be read, with the reason and what to do about it.
    """
    into = Collector(name)
    if len(content) > limits.MOST_BYTES:
        raise into.refusal(
            f"文件超过 {limits.MOST_BYTES // 1_000_000} MB", "只留下分工方案本身，另存后再导入"
        )
    refuse_foreign(content, into)
    from gkplan.importing.readers import text  # noqa: PLC0415

    text.read(content, into)
    return into.document()
