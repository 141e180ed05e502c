"""Texts as a document breaks them: blanks and line breaks without meaning, and which are alike."""

import re
import unicodedata
from difflib import SequenceMatcher

_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·〇]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})[ \t\u3000\xa0]+(?={_WIDE})")
_BESIDE_WIDE = re.compile(
    rf"(?<={_WIDE})[ \t\u3000\xa0]+(?=[\w〔])|(?<=\w)[ \t\u3000\xa0]+(?={_WIDE})"
)
_SPREAD = re.compile(
    r"(?<![^\s（(：:，,、；;。|])[\u4e00-\u9fff]"
    r"(?:[ \u3000][\u4e00-\u9fff，。、；：（）]){2,}+(?![\u4e00-\u9fff])"
)
"""Single characters with one blank between them: letters spaced to fill a line or for looks."""
_WORDS = re.compile("[一-鿿]{2}")
_ENDS = "。！？；;!?…：:"


def joined(text: str) -> str:
    """Join the lines of a cell or paragraph: a space only between two words of letters."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    whole = ""
    for line in lines:
        between = " " if whole[-1:].isascii() and line[:1].isascii() and whole else ""
        whole += between + line
    return whole


def squeezed(text: str) -> str:
    """Drop every blank, for names and heads that were spread or broken to fit."""
    return "".join(text.split())


def tidied(text: str) -> str:
    """Drop the blanks that a title's layout put between Chinese characters and numerals."""
    return _BESIDE_WIDE.sub("", _BETWEEN_WIDE.sub("", joined(text)))


def unspread(text: str) -> str:
    """Put a text together whose characters stand apart one by one (责 任 单 位)."""
    return _SPREAD.sub(lambda found: squeezed(found[0]), text)


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks, widths and punctuation at their ends."""
    return trimmed(one) == trimmed(other)


def trimmed(text: str) -> str:
    """Return a text without blanks, widths and punctuation at its ends."""
    return squeezed(unicodedata.normalize("NFKC", text)).strip("。.;；,，、:：")


def begins_with_words(text: str) -> bool:
    """Whether a text begins with Chinese words, and not with a mark or a figure."""
    return _WORDS.match(text) is not None


def ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip("”’）)】］] ")[-1:] in _ENDS


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
