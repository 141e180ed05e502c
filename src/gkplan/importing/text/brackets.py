"""The brackets of documents: which open, which close, and what is inside of them."""

import re

OPENERS, CLOSERS = "（(﹙［[【〔〖{｛<〈＜", "）)﹚］]】〕〗}｝>〉＞"
ROUND_OPEN, ROUND_CLOSE = "[（(﹙]", "[）)﹚]"
"""The round ones as classes of a pattern, whatever their width."""

_SIGN = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
_ROUND = re.compile(rf"{ROUND_OPEN}.*?{ROUND_CLOSE}")
_BRACKETED = re.compile(
    rf"[{re.escape(OPENERS)}][^{re.escape(OPENERS + CLOSERS)}]*[{re.escape(CLOSERS)}]"
)


def pairs(text: str) -> dict[int, int]:
    """Where each bracket that opens closes; half and full widths go together."""
    found, opened = {}, []
    for place, char in enumerate(text):
        if char in OPENERS:
            opened.append(place)
        elif char in CLOSERS and opened:
            found[opened.pop()] = place
    return found


def is_open(text: str) -> bool:
    """Whether a bracket is still open at the end of a text."""
    signs = "".join(_SIGN.findall(text))
    return sum(1 if sign in OPENERS else -1 for sign in signs) > 0


def without_remarks(text: str) -> str:
    """A text without what stands in round brackets on one line."""
    return _ROUND.sub("", text)


def without_brackets(name: str) -> str:
    """A name without what stands in brackets, nested or not."""
    while (shorter := _BRACKETED.sub("", name)) != name:
        name = shorter
    return name


def in_brackets(name: str) -> list[str]:
    """What stands in the innermost brackets of a name."""
    return [text[1:-1] for text in _BRACKETED.findall(name)]
