"""From a document as it was issued to a plan: readers of formats, then understanding."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from gkplan.importing.exported import read_back
from gkplan.importing.readers import read_document
from gkplan.importing.understanding import Imported, Known, understand

__all__ = ["Imported", "Known", "import_plan"]


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
    document = read_document(name, content, env)
    return read_back(document, known) or understand(document, known, today)
