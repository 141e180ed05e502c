"""Which of the dates that a text prints are limits for its work."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gkplan.importing.dates import TO, Printed, printed_dates
from gkplan.importing.passage import Passage


class Limit(NamedTuple):
    """One limit: where the text names it, its last day, and what is doubtful about the wording."""

    start: int
    stop: int
    day: date
    doubt: str = ""


_BY = re.compile(r"(?:之|以)?前(?!期|置|沿|列|提|景|瞻|往|[三十\d])|止|(?:之|以)?内")
_SINCE = re.compile(r"起|开始|以来|以后|之后|后(?!期)|至今")
_HOW = r"(?:要|须|应|将|力争|争取|确保|务必|计划|拟|全部|全面|基本|率先|初步|正式|集中|组织|分别|各|开始)*"
_DONE = (
    "完成|实现|建成|建立|出台|印发|制定|制订|启动|公布|公开|发布|上线|投入|报送|上报|提交|开展|达到|实施|"
    "落实|取得|形成|编制|召开|举办|竣工|开工|投产|投用|运行|到位|开通|办结|整改|销号|推进|覆盖|全覆盖"
)
_FOLLOWED = re.compile(rf"{_HOW}(?:{_DONE})(?!的|了)")
_LED = re.compile(r"(?:(?<!截)[到至]|于|在|力争|争取|确保|务必|限|赶在|预计|计划|拟)$")
_MODIFIER = re.compile(r"(?:已经?|尚未|未|依法)?[一-鿿]{2}的")
_AGREED = "“{}”含不含所说的那一期未写明，现按含计"


def limits(text: Passage, issued: date, *, stated: bool) -> Iterator[Limit]:
    """Give the limits of a text in their order; ``stated`` takes every date for one.

    A year that the text leaves out is that of the date before, else that of the plan.
    """
    year = issued.year
    for run in _runs(text, issued):
        accepted = any(_is_limit(text, one, stated=stated) for one in run)
        for one in run:
            year = one.year or year
            if accepted and not _long_past(one.on(year), issued, stated=stated):
                by = _BY.match(text.text, one.stop)
                doubt = one.doubt or (_AGREED if by and not one.end else "")
                yield Limit(one.start, by.end() if by else one.stop, one.on(year), doubt)


def _long_past(day: date, issued: date, *, stated: bool) -> bool:
    """Whether a running text tells of an earlier year, and so of no limit."""
    return not stated and day.year < issued.year


def _runs(text: Passage, issued: date) -> Iterator[list[Printed]]:
    """Give dates that are listed together (3月、6月底前) together; of a range, only its end."""
    run: list[Printed] = []
    for one in printed_dates(text, issued):
        between = text.text[run[-1].stop : one.start] if run else None
        if between is not None and re.fullmatch(TO, between):
            start = run.pop()
            one = one._replace(start=start.start, year=one.year or start.year)  # noqa: PLW2901
        elif between is not None and not re.fullmatch("[、和及与]", between):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _is_limit(text: Passage, one: Printed, *, stated: bool) -> bool:
    """Whether the words around a date make it a limit."""
    before, after = text.text[: one.start], text.text[one.stop :]
    by = _BY.match(after)
    if _SINCE.match(after):
        return False
    if by:
        return stated or not _MODIFIER.match(after, by.end())
    if stated or (text.text[one.stop - 1] == "内" and before[-1:] not in tuple("近几两三五十")):
        return True
    return bool(_FOLLOWED.match(after)) or _aimed_at(one, before, after)


def _aimed_at(one: Printed, before: str, after: str) -> bool:
    """Whether 到, 于 or the like leads to the date; a bare year must end its clause."""
    led = _LED.search(before)
    if led is None or re.match(r"的|印发|发布|出台|度", after):
        return False
    return not one.only_year or (led[0] in "到至" and after[:1] in ("，", ""))
