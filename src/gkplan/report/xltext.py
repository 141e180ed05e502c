"""Texts and addresses within the limits of a workbook: XML 1.0 and Excel."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from gkplan.views.table import visible

_MOST_UNITS = 32_767
"""UTF-16 code units in a cell."""
_MOST_LINES = 253
_MOST_ADDRESS = 2_079
_CUT = "…（后略）"


@lru_cache(maxsize=4096)  # the same units and tasks are in many rows
def clean(text: str) -> str:
    """Replace what XML forbids or what turns the direction; cut to the limit of Excel."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    if text.count("\n") >= _MOST_LINES:
        text = "\n".join([*text.split("\n", _MOST_LINES - 1)[:-1], _CUT])
    return _cut(text, _MOST_UNITS, _CUT)


def _cut(text: str, units: int, mark: str) -> str:
    """Cut a text to so many UTF-16 code units, the mark included."""
    if len(text) * 2 <= units or len(text.encode("utf-16-le")) <= 2 * units:
        return text
    kept = text.encode("utf-16-le")[: 2 * (units - len(mark))]
    return kept.decode("utf-16-le", "ignore") + mark


def in_header(text: str, units: int) -> str:
    """Return a text as part of a page's head, where an ampersand begins a command."""
    text = clean(" ".join(text.split()))
    text = text if len(text) <= units else text[:units] + "…"
    while len(text.replace("&", "&&").encode("utf-16-le")) > 2 * units:
        text = text.removesuffix("…")[:-1] + "…"
    return text.replace("&", "&&")


def address(text: str) -> str:
    """Return the text as the target of a link; nothing if it is not a web address."""
    if not re.match(r"https?://", text, re.IGNORECASE) or clean(text) != text:
        return ""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    text = re.sub(r'[\s"<>\\^`{|}]', lambda match: f"%{ord(match.group()):02X}", text)
    try:
        parts = urlsplit(text)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return text if sound and len(text.encode("utf-16-le")) <= 2 * _MOST_ADDRESS else ""
