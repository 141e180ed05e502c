"""What pages print around a document: their numbers, and the lines beside them that come again."""

import re
from collections import Counter
from collections.abc import Sequence

from gkplan.importing.wording import squeezed

_NUMBER = re.compile(
    r"[-—–]+\s*\d{1,3}\s*[-—–]+"
    r"|第\s*\d{1,3}\s*页(?:[，,\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*[/／]\s*\d{1,3}"
)


def furniture(texts: Sequence[str]) -> set[int]:
    """The places of page numbers, and of the lines beside them that stand there again and again.

    Where such a line stands first it is kept: it may be the title.
    """
    pages = {at for at, text in enumerate(texts) if _NUMBER.fullmatch(text.strip())}
    beside = {at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(texts)} - pages
    seen = Counter(squeezed(texts[at]) for at in beside)
    again = {at for at in beside if seen[squeezed(texts[at])] > 1}
    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        first.setdefault(squeezed(text), at)
    return pages | again - set(first.values())
