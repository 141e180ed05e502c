"""What pages print around a document: their numbers, and the lines beside them that come again."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from gkplan.importing.text.wording import squeezed

_MARKED = r"[-—–]+\s*\d{1,3}\s*[-—–]+|第\s*\d{1,3}\s*页(?:[，,\s]*共\s*\d{1,3}\s*页)?"
_MARKED_NUMBER = re.compile(_MARKED)
_NUMBER = re.compile(rf"{_MARKED}|\d{{1,3}}\s*[/／]\s*\d{{1,3}}")

TIME_PRINTED = (
    r"(?:\d{4}/\d{1,2}/\d{1,2},?\s+(?:[上下]午)?\d{1,2}:\d{2}"
    r"|\d{1,2}/\d{1,2}/\d{2}, \d{1,2}:\d{2}\s[AP]M)"
)
"""The time at which a browser printed a page, before its title."""
_BROWSER = re.compile(rf"(?:https?|file)://\S+\s+\d{{1,3}}/\d{{1,3}}|{TIME_PRINTED}\s{{2,}}\S.*")
"""What a browser prints above and below each page: address and number, time and title."""
_BARE = re.compile(r"\d{1,3}|[ivxIVX]{1,5}")
_AGAIN = 3
"""The pages at whose ends a line stands that belongs to them."""


def furniture(texts: Sequence[str], starts: Collection[int] = ()) -> set[int]:
    """Return the positions of page numbers, and of the lines beside them that come again.

    ``starts`` are the positions where pages begin, as far as the text has form feeds. Where a line
    beside a number stands first it is kept: it may be the title.
    """
    printed = {at for at, text in enumerate(texts) if _BROWSER.fullmatch(text.strip())}
    pages = {at for at, text in enumerate(texts) if _NUMBER.fullmatch(text.strip())}
    beside = {at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(texts)} - pages
    seen = Counter(squeezed(texts[at]) for at in beside)
    again = {at for at in beside if seen[squeezed(texts[at])] > 1}
    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        first.setdefault(squeezed(text), at)
    return printed | pages | again - set(first.values()) | _at_edges(texts, starts)


def is_page_number(text: str) -> bool:
    """Whether a text is a page's number, marked as such: — 3 —, 第3页."""
    return _MARKED_NUMBER.fullmatch(text.strip()) is not None


def _at_edges(texts: Sequence[str], starts: Collection[int]) -> set[int]:
    """Return the lines at the edges of pages that come again there, and bare numbers that count."""
    edges = {at for start in starts for at in (start - 1, start) if 0 <= at < len(texts)}
    if starts:
        edges.add(len(texts) - 1)
    seen = Counter(re.sub(r"\d+", "#", squeezed(texts[at])) for at in edges)
    found = {at for at in edges if seen[re.sub(r"\d+", "#", squeezed(texts[at]))] >= _AGAIN}
    return {at for at in found if not _BARE.fullmatch(texts[at].strip()) or _counts(texts, found)}


def _counts(texts: Sequence[str], places: Collection[int]) -> bool:
    """Whether the bare numbers among some lines grow by one from each to the next."""
    numbers = [texts[at].strip() for at in sorted(places) if texts[at].strip().isdigit()]
    return all(int(after) == int(before) + 1 for before, after in pairwise(numbers))
