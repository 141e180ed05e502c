"""The numbers at the head of headings and items: ``一、`` ``（一）`` ``1.`` ``（1）`` ``△``."""

import re
from collections.abc import Callable
from typing import NamedTuple

from gkplan.domain.numerals import number
from gkplan.importing.text.brackets import ROUND_CLOSE as _CLOSE
from gkplan.importing.text.brackets import ROUND_OPEN as _OPEN

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_BEGINNINGS = frozenset("第〇零一二三四五六七八九十百" + _FORMAL)
"""The Chinese characters with which a number may begin."""
_LONGEST = 40
"""Characters of a number with what stands around it, at most."""
_MARKS = "△▲○●◎◆◇■□★☆•·※"
_CHINESE = "[〇零一二三四五六七八九十百]{1,6}"
_ARABIC = r"\d{1,3}"
_LONG = r"1[0-8]\d\d|[3-9]\d{3}"
"""Numbers of four digits that are no years."""


class Number(NamedTuple):
    """A number as printed: its ``style`` distinguishes levels; ``value`` is None for a bare mark.

    ``label`` is the number as headings are cited: ``一``, ``（一）``. ``group`` is the first
    half of a number such as ``2.10``, whose style is a level of its own.
    """

    style: str
    value: int | None
    label: str
    group: int | None = None


REGULATION = "clause"
"""The style of 第一条."""
_PATTERNS: tuple[tuple[str, str, Callable[[str], int]], ...] = (
    ("part", rf"第({_CHINESE})[章部编篇](?:分)?[、：:\s]*", number),
    ("part", rf"第({_ARABIC})[章部编篇](?:分)?[、：:\s]*", int),
    (REGULATION, rf"第({_CHINESE})[项条][、：:\s]*", number),
    ("chinese", rf"({_CHINESE})\s*[、.．，：:]\s*", number),
    ("(chinese)", rf"{_OPEN}\s*({_CHINESE})\s*{_CLOSE}\s*[、.．]?\s*", number),
    ("(arabic)", rf"{_OPEN}\s*({_ARABIC})\s*{_CLOSE}\s*[、.．]?\s*", int),
    ("arabic)", rf"({_ARABIC})\s*{_CLOSE}\s*", int),
    ("arabic", rf"({_ARABIC})\s*(?:[、．]|\.(?!\d)|\.(?=20\d\d年|\d\d?[月日]))\s*", int),
    ("(arabic)", r"([⑴-⒇])\s*", lambda sign: ord(sign) - ord("⑴") + 1),
    ("arabic", r"([⒈-⒛])\s*", lambda sign: ord(sign) - ord("⒈") + 1),
    ("(chinese)", r"([㈠-㈩])\s*[、.．]?\s*", lambda sign: ord(sign) - ord("㈠") + 1),
    ("roman", r"([Ⅰ-Ⅻ])\s*[、.．]\s*", lambda sign: ord(sign) - ord("Ⅰ") + 1),
    ("formal", rf"([{_FORMAL}])\s*[、.．]\s*", lambda sign: _FORMAL.index(sign) + 1),
    ("letter)", r"([a-z])\s*[)）]\s*", lambda sign: ord(sign) - ord("a") + 1),
    ("circled", rf"([{CIRCLED}])\s*", lambda sign: CIRCLED.index(sign) + 1),
    ("bare", rf"({_ARABIC})[ \u3000\t]+(?=[^\d\s%‰.．:：/—-])", int),
)
_STYLES = tuple((style, re.compile(pattern), read) for style, pattern, read in _PATTERNS)
_PAIR = re.compile(
    rf"({_ARABIC})[.．-]({_ARABIC})[、.．]?\s+"
    rf"|({_ARABIC})[.．]({_ARABIC})[、.．]?(?=[^\d\s.．%‰％万亿千百元倍个公平吨米亩月日])"
)
_TRIPLE = re.compile(
    rf"{_ARABIC}[.．]{_ARABIC}[.．]({_ARABIC})(?:[、.．]?\s+|[、.．]?(?=[^\d\s.．%％]))"
)
_MARK = re.compile(rf"([{_MARKS}])\s*")
_MEASURES = "个年月日号项家次件条%％万亿人名天小时周期类种份层级批"
_RANK = (
    *("part", "formal", "roman", "chinese", "(chinese)", REGULATION, "arabic", "bare"),
    *("decimal", "decimal3", "(arabic)", "arabic)", "letter)"),
)


def take_number(text: str, expected: int | None = None) -> tuple[Number | None, str]:
    """Split the number off the head of a text.

    A numeral that touches its text, as in ``3主动公开``, counts only where it is the number
    ``expected`` next.
    """
    text = text.strip()
    if "一" <= text[:1] <= "鿿" and text[0] not in _BEGINNINGS:
        return None, text
    if triple := _TRIPLE.match(text):
        return _triple(triple), text[triple.end() :]
    if pair := _PAIR.match(text):
        return _pair(pair[1] or pair[3], pair[2] or pair[4]), text[pair.end() :]
    for style, pattern, read in _STYLES:
        if match := pattern.match(text):
            if style == "bare" and text[match.end() : match.end() + 1] in _MEASURES:
                continue
            return Number(style, read(match[1]), _label(style, match)), text[match.end() :]
    if match := _MARK.match(text):
        return Number("mark", None, match[1]), text[match.end() :]
    return _touching(text, expected)


def printed_number(text: str) -> tuple[str, str]:
    """Split the number off the head of a text as it is printed, with what stands around it."""
    _, rest = take_number(text)
    stripped = text.strip()
    return stripped[: len(stripped) - len(rest)], rest


def _label(style: str, match: re.Match[str]) -> str:
    bracketed = style in ("(chinese)", "(arabic)", "part")
    return "".join(match[0].split()).rstrip("、.．：:") if bracketed else match[1]


def _pair(group: str, value: str) -> Number:
    return Number("decimal", int(value), f"{group}.{value}", int(group))


def _triple(match: re.Match[str]) -> Number:
    return Number("decimal3", int(match[1]), "".join(match[0].split()).rstrip("、.．"))


def _touching(text: str, expected: int | None) -> tuple[Number | None, str]:
    match = re.match(rf"({_ARABIC})(?=[^\W\d_])", text)
    if match and int(match[1]) == expected and text[match.end()] not in _MEASURES:
        return Number("bare", expected, match[1]), text[match.end() :]
    return None, text


def bare_number(text: str) -> Number | None:
    """Read a cell that holds a number and nothing else: ``3``, ``三``, ``（三）``, ``3.``."""
    text = text.strip()
    return None if len(text) > _LONGEST else _bare_number(text)


def _bare_number(text: str) -> Number | None:
    for style, pattern, read in _STYLES:
        if match := pattern.fullmatch(text):
            return Number(style, read(match[1]), _label(style, match))
    if re.fullmatch(f"{_ARABIC}|{_LONG}", text):
        return Number("bare", int(text), text)
    if re.fullmatch(_CHINESE, text):
        return Number("chinese", number(text), text)
    if match := re.fullmatch(rf"({_ARABIC})[.．-]({_ARABIC})", text):
        return _pair(match[1], match[2])
    if match := re.fullmatch(rf"{_ARABIC}[.．]{_ARABIC}[.．]({_ARABIC})", text):
        return _triple(match)
    return Number("mark", None, text) if _MARK.fullmatch(text) else None


def outranks(one: Number, other: Number) -> bool:
    """Whether a heading so numbered stands above one numbered like ``other``."""
    return _rank(one) < _rank(other)


def _rank(number: Number) -> int:
    return _RANK.index(number.style) if number.style in _RANK else len(_RANK)
