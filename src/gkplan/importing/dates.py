"""Dates as documents print them: days, months, quarters, halves and years, ranges by their end."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gkplan.domain.numerals import YEAR, number
from gkplan.importing.passage import Passage

TO = r"[-至到]+"
"""What stands between the two ends of a range."""

_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_DATE = re.compile(
    rf"""(?<![\d一二三四五六七八九十第])(?:
    (?:{YEAR}年?{TO})?(?P<iy>{YEAR})(?P<sep>[-./])(?P<im>{_MONTH})(?P=sep)(?P<id>{_DAY})[日号]?
        (?:00：00(?:：00)?|(?!\d))
    |(?:(?P<year>{YEAR})年度?的?|(?P<relative>今年|本年度?|当年|明年|次年|翌年|来年|后年)的?)?(?:
        (?:{_MONTH}月?份?{TO})?(?P<month>{_MONTH})月份?
            (?:(?:{_DAY}[日号]?{TO})?(?P<day>{_DAY})[日号]
              |(?P<part>上旬|中旬|下旬|初|月?[底末]|中(?=[前，。；]|$)))?
        |(?:第?[一二三四1-4](?:季度?)?{TO})?第?(?P<quarter>[一二三四1-4])季度?[末底内]?
        |(?P<half>[上下])半年度?[末底内]?)
    |(?:(?:{YEAR}年?{TO})?(?P<ey>{YEAR})年{{0,2}}|(?P<er>今年|本年度?|当年|明年|次年|翌年|来年)年?|年)
        (?P<end>[底末内]|[中终](?=[前，。；]|$))
    |(?P<yy>{YEAR})[-./](?P<ym>1[0-2]|0?[1-9])(?![-./\d])
    |(?:{YEAR}年?{TO})?(?P<only>{YEAR})年(?:度(?!内))?
    |(?:本|当)?(?P<monthend>月[底末])
    )""",
    re.VERBOSE,
)
_LATER = {"明年": 1, "次年": 1, "翌年": 1, "来年": 1, "后年": 2}
_PARTS = {"上旬": 10, "中旬": 20, "初": 10, "中": 15}
_LAST = 31
_ROUGH = "“{}”没有说到哪一日"


class Printed(NamedTuple):
    """A date as printed: its last day, the year left out where the text leaves it to the reader.

    ``end`` tells that the end of a period is meant by the words themselves (底, 末, 内, a day).
    """

    start: int
    stop: int
    year: int | None
    month: int
    day: int
    end: bool
    only_year: bool = False
    doubt: str = ""

    def on(self, year: int) -> date:
        """The day in a year; where the month is shorter, its last."""
        year = min(max(year, 1), date.max.year)
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


def printed_dates(text: Passage, issued: date) -> Iterator[Printed]:
    """Give the dates of a text in their order; relative years are counted from the plan's."""
    for match in _DATE.finditer(text.text):
        year = _year(match, issued)
        month, day, doubt = _month_and_day(match, issued)
        phrase = match[0]
        end = bool(day != _LAST or phrase[-1] in "底末内日号0123456789" or match["end"])
        yield Printed(
            match.start(), match.end(), year, month, day, end, match["only"] is not None, doubt
        )


def _year(match: re.Match[str], issued: date) -> int | None:
    """The year that is printed, or meant by a word such as 明年."""
    if stated := match["iy"] or match["year"] or match["ey"] or match["yy"] or match["only"]:
        return number(stated)
    if word := match["relative"] or match["er"]:
        return issued.year + _LATER.get(word, 0)
    return issued.year if match["monthend"] else None


def _month_and_day(match: re.Match[str], issued: date) -> tuple[int, int, str]:
    """The month, its day (31 for the last) and a doubt where the words are rough."""
    if month := match["im"] or match["ym"]:
        return number(month), number(match["id"]) if match["id"] else _LAST, ""
    if match["month"]:
        part = match["part"] or ""
        day = number(match["day"]) if match["day"] else _PARTS.get(part, _LAST)
        return number(match["month"]), day, _ROUGH if part in ("初", "中") else ""
    if match["quarter"]:
        return number(match["quarter"]) * 3, _LAST, ""
    if match["half"]:
        return (6 if match["half"] == "上" else 12), _LAST, ""
    if match["monthend"]:
        return issued.month, _LAST, ""
    return (6, _LAST, _ROUGH) if match["end"] == "中" else (12, _LAST, "")


def later(day: date, months: int) -> date:
    """The same day some months later; where that month is shorter, its last."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
