"""How alike two texts of a plan are, so that a task is known again when its wording was mended."""

import unicodedata
from difflib import SequenceMatcher

SIMILAR = 0.6
"""From here on two texts are taken for the same task, corrected."""


def essence(text: str) -> str:
    """A text without blanks and without the difference between full and half width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same: 0 nothing, 1 all but blanks and widths."""
    one, other = essence(one), essence(other)
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0
