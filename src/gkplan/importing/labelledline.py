"""Lines of prose that say themselves what they are: ``责任单位：A、B``, ``完成时限：6月底``."""

import re

from gkplan.importing.columns import Column, Holds, column_of
from gkplan.importing.numbering import take_number

_LABELLED = re.compile(r"\s*([^：:，。；、]{2,14}?)\s*[：:]\s*(\S.*)", re.DOTALL)
_FOOTER = re.compile(
    "^(?:解读|起草|发布|信息)(?:单位|机构|来源)|责任编辑|网站标识码|ICP备|公网安备|版权所有|技术支持"
)
"""What a web page prints below its text."""


def labelled(text: str) -> tuple[Column, str] | None:
    """What a line with a label is about, and what it says; None for any other line."""
    match = _LABELLED.fullmatch(text) if not _FOOTER.search(text) else None
    column = column_of(match[1]) if match and not take_number(text)[0] else None
    return (column, match[2]) if match and column else None


def says_who(text: str) -> bool:
    """Whether a line tells units or a time, for the line above it."""
    found = labelled(text)
    return found is not None and found[0].holds in (Holds.UNITS, Holds.TIME)
