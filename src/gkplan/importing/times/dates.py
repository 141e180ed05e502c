"""Dates as documents print them, and which of them are limits for the work."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gkplan.domain.numerals import YEAR, number
from gkplan.importing.times.passage import Passage

TO = r"[-至到]+"
"""What stands between the two ends of a range."""

DAY = (
    rf"({YEAR})\s*(?:年|[-./])\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*(?:月|[-./])\s*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)
"""One day with its year, whatever separates the three numbers, which are its groups."""
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
        (?P<end>[底末]|内(?!持续|长期|常态|不断)|[中终](?=[前，。；]|$))
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

    ``end`` says that the end of a period is meant by the words themselves (底, 末, 内, a day).
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


def day_of(match: re.Match[str]) -> date | None:
    """The day in the last three groups of a match of ``DAY``; None if there is no such day."""
    year, month, day = map(number, match.groups()[-3:])
    try:
        return date(year, month, day)
    except ValueError:
        return None


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


_BY = re.compile(
    r"(?:之|以)?前(?!期|置|沿|列|提(?![交出升供请高前报示醒级速质])|景|瞻|往|[三十\d]+(?:名|位|强|列|个|批|条|类|年|期|季|家))"
    r"|止|(?:之|以)?内"
)
_SINCE = re.compile(r"起|开始|以来|以后|之后|后(?!期)|至今")
_HOW = (
    r"(?:要|须|应|将|力争|争取|确保|务必|计划|拟|全部|全面|基本|率先|初步|正式|集中|分别|各|开始)*+"
)
_DONE = (
    "完成|实现|建成|建立|出台|印发|制定|制订|启动|公布|公开|发布|上线|投入|报送|上报|提交|开展|达到|"
    "实施|落实|取得|形成|编制|召开|举办|竣工|开工|投产|投用|运行|到位|开通|办结|整改|销号|推进|覆盖|"
    "组织(?!部|机构)|通报|更新|公示|修订|举行|培训|评估|验收|交付|发放|征求|提请|推出|试行|清理|汇总|总结|"
    "通车|贯通|封顶|开业|开园|挂牌|清零|脱贫|摘帽|入库|完工|达标|见效|下达|拨付|签约|落地|具备|新增|改造"
)
_FOLLOWED = re.compile(rf"{_HOW}(?:{_DONE})(?!.{{0,2}}[的了])")
_YEAR_FOLLOWED = re.compile(rf"{_HOW}(?:完成|实现|建成|达到|启动)(?!.{{0,2}}[的了])")
_CLAUSE_END = re.compile(r"(?:^|[，。；：、（])$")
_LED = re.compile(r"(?:(?<!截)[到至]|于|在|力争|争取|确保|务必|限|赶在|预计|计划|拟)$")
_ATTRIBUTE = re.compile(r"的|印发|发布|出台|度|基础|期间|以上")
_MODIFIER = re.compile(r"(?:已经?|尚未|未|依法)?[一-鿿]{2}的")
_WITHIN = re.compile(r"[近几两三五十]$")
_AGREED = "“{}”含不含所说的那一期未写明，现按含计"

_FEAST = re.compile(
    r"(?:春节|元旦|国庆节?|中秋节?|五一|清明节?|端午节?|[全各省市区县]?两会|汛期|雨季|暑期|寒假|暑假|"
    r"高考|中考|开学|学期[末底]|学年末|供暖期?|采暖期?|冬季|入冬|年关)(?:到来|来临|结束|开始|放假)?(?:之|以)?前"
)


class Limit(NamedTuple):
    """One limit: where the text names it, its last day, and what is doubtful about the wording.

    ``day`` is None where the text names no date of the calendar (春节前).
    """

    start: int
    stop: int
    day: date | None
    doubt: str = ""


def limits(text: Passage, issued: date, *, stated: bool) -> Iterator[Limit]:
    """Give the limits of a text in their order; ``stated`` takes every date for one.

    A year that the text leaves out is that of the day before, else that of the plan. A date that
    only seems to be a limit and is past states what has been.
    """
    year = issued.year
    for run in _runs(text, issued):
        firm = [_is_firm(text, one, stated=stated) for one in run]
        for one in run:
            day = one.on(one.year or year)
            if any(firm) or (any(is_ is False for is_ in firm) and day >= issued):
                by = _BY.match(text.text, one.stop)
                doubt = one.doubt or (_AGREED if by and not one.end else "")
                yield Limit(one.start, by.end() if by else one.stop, day, doubt)
                year = year if one.only_year else day.year
    for match in _FEAST.finditer(text.text):
        yield Limit(*match.span(), None, "“{}”没有写明日期")


def _runs(text: Passage, issued: date) -> Iterator[list[Printed]]:
    """Give dates that are listed together (3月、6月底前) together; of a range, only its end."""
    run: list[Printed] = []
    for one in printed_dates(text, issued):
        between = text.text[run[-1].stop : one.start] if run else ""
        if run and re.fullmatch(TO, between):
            start = run.pop()
            run.append(one._replace(start=start.start, year=one.year or start.year))
            continue
        if run and not re.fullmatch("[、和及与]", between):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _is_firm(text: Passage, one: Printed, *, stated: bool) -> bool | None:
    """Whether the words around a date make it a limit for sure; None if they do not at all."""
    before, after = text.before(one.start), text.after(one.stop)
    by = _BY.match(after)
    if _SINCE.match(after):
        return None
    if stated or (by and not _MODIFIER.match(after, by.end())):
        return True
    if by:
        return None
    if text.text[one.stop - 1] == "内":
        return None if _WITHIN.search(before) else True
    if one.only_year:
        own = _CLAUSE_END.search(before) or _LED.search(before)
        followed = own and _YEAR_FOLLOWED.match(after)
    else:
        followed = _FOLLOWED.match(after)
    return False if followed or _aimed_at(one, before, after) else None


def _aimed_at(one: Printed, before: str, after: str) -> bool:
    """Whether 到, 于 or the like leads to the date; a bare year must end its clause."""
    led = _LED.search(before)
    if led is None or _ATTRIBUTE.match(after):
        return False
    return not one.only_year or (led[0] in "到至" and after[:1] in ("，", "", "。"))
