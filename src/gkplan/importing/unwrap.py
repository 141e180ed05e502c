"""Paragraphs of prose put together again, where pages and lines of a text broke them."""

import re
import unicodedata
from collections.abc import Sequence

from gkplan.importing.alignment import names_units
from gkplan.importing.blocks import Paragraph
from gkplan.importing.labelledline import labelled, says_who
from gkplan.importing.numbering import take_number
from gkplan.importing.unitnames import CLOSERS, OPENERS
from gkplan.importing.wording import ended, joined

_NUMERAL = re.compile(r"[\d.,]+[%‰％]?")
_CLOSED = ("）", ")", "】", "]", "〕")
_WRAPPED = 28
"""Characters from which a line may have been broken by the width of its page."""
_TAIL = 12
"""Characters that the broken-off end of a sentence has at most."""
_LONGEST = 5000
"""Characters from which no line is joined to a paragraph any more: the text is no plan's."""
_WIDEST = 120
_RAGGED = 6
"""Columns that the lines of one page differ by at their ends, since words are not broken."""
_INDENT = 4
_LEAST_FULL = 8
_FULL_PART = 0.3
"""How many of the longer lines are full where a page's width broke them."""
_LONGER_PART = 0.04
"""How many of the lines may be longer than those that are full; one may be in any case."""


def rejoin(blocks: Sequence[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """Join lines that a numeral or a line's end tore apart, and tell which a numeral tore."""
    found: list[tuple[Paragraph, bool]] = []
    full = _full_line(blocks)
    numeral = False
    above = ""
    for block in blocks:
        last = found[-1][0] if found else None
        is_numeral = _NUMERAL.fullmatch(block.text) is not None
        goes_on = last is not None and _is_open(last) and (numeral or is_numeral)
        short = last is not None and len(last.text) <= _LONGEST
        if last and short and (goes_on or _goes_on(last, block, is_full=_reach(above) >= full)):
            text = joined(f"{last.text}\n{block.text}")
            found[-1] = (last._replace(text=text), found[-1][1] or goes_on)
        else:
            found.append((block, False))
            goes_on = False
        numeral = is_numeral and goes_on
        above = block.text
    return found


def _full_line(blocks: Sequence[Paragraph]) -> float:
    """Return the columns of a line that a page's width broke; infinite where none did.

    A few lines may be longer: some signs stand beyond the margin, some lines were joined.
    """
    widths = sorted((_width(block.text) for block in blocks), reverse=True)
    for longer, page in enumerate(widths[: 2 + int(_LONGER_PART * len(widths))]):
        long = [width for width in widths[longer:] if width * 2 > page]
        full = sum(width >= page - _RAGGED for width in long)
        if page <= _WIDEST and full >= max(_LEAST_FULL, _FULL_PART * len(long)):
            return page - _RAGGED
    return float("inf")


def _reach(line: str) -> int:
    """The columns of a line with the indent that a paragraph's first line had."""
    return _width(line) + _INDENT * (take_number(line)[0] is not None)


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in text[: _WIDEST + 1])


def _is_open(block: Paragraph) -> bool:
    """Whether a numbered or labelled paragraph ends in the middle of a sentence."""
    begun = take_number(block.text)[0] is not None or says_who(block.text)
    return begun and not ended(block.text) and not block.text.endswith(_CLOSED)


def _goes_on(last: Paragraph, block: Paragraph, *, is_full: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if block.level or last.level or take_number(block.text)[0]:
        return False
    if _opens(last.text) and len(last.text) >= _TAIL:
        return True
    if labelled(block.text):
        return False
    if is_full:
        return _opens(last.text) or not last.text.endswith(_CLOSED)
    if take_number(last.text)[0] and not ended(last.text) and re.search("[。；]", last.text):
        return not last.text.endswith(_CLOSED)
    return _is_open(last) and _wraps(last, block)


def _opens(text: str) -> bool:
    """Whether a bracket is still open at the end of a text."""
    return sum(text.count(sign) for sign in OPENERS) > sum(text.count(sign) for sign in CLOSERS)


def _wraps(last: Paragraph, block: Paragraph) -> bool:
    """Whether a line of a text without a page's width goes on with an open paragraph."""
    wide = len(last.text) >= _WRAPPED
    if says_who(last.text):
        goes_on = names_units(block.text) or names_units(joined(f"{last.text}\n{block.text}"))
        return goes_on and (wide or last.text.endswith(("、", "，")))
    tail = len(block.text) <= _TAIL and block.text.endswith("。")
    return wide or (tail and "，" in last.text)
