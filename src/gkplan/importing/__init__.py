"""From a document as it was issued to a plan: readers of formats, then understanding."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from gkplan.importing.plan.exported import apart, read_back
from gkplan.importing.plan.understanding import Imported, Known, explain, understand
from gkplan.importing.readers import read_document

__all__ = ["Imported", "Known", "explain_plan", "import_plan"]


def import_plan(
    name: str,
    content: bytes,
    today: date,
    known: Known = Known(),  # noqa: B008  (frozen)
    env: Mapping[str, str] = MappingProxyType({}),
) -> Imported:
    """Read a document's bytes as a plan; ``env`` is where programs that convert it are found.

    Raises ``UsageError`` if the format cannot be read or the document holds no plan.
    """
    document, registry = apart(read_document(name, content, env))
    known = known._replace(registry=registry)
    return read_back(document, known) or understand(document, known, today)


def explain_plan(
    name: str,
    content: bytes,
    known: Known = Known(),  # noqa: B008  (frozen)
    env: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The ways in which a document was read, with their scores and what was taken, a line each.

    Raises ``UsageError`` only if the format cannot be read.
    """
    document, _ = apart(read_document(name, content, env))
    if read_back(document, known):
        return ["这是 gkplan export 写出的表格，照原样读回，不作推断"]
    return explain(document, known)
