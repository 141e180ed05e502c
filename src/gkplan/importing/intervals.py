"""The intervals at which a text says that something falls due: 每月, 按季度, 每年3月底前."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from gkplan.domain.numerals import number
from gkplan.domain.vocabulary import Cadence
from gkplan.importing.passage import Passage


class Often(NamedTuple):
    """One phrase that tells how often, and what is doubtful about it; ``{}`` is the phrase."""

    start: int
    stop: int
    cadence: Cadence
    doubt: str = ""


class Phrase(NamedTuple):
    """A pattern of phrases, and what they say."""

    pattern: re.Pattern[str]
    cadence: Cadence
    doubt: str = ""


_NO_CADENCE = "“{}”没有对应的频次，现按持续推进计"
_OWN_DAY = "“{}”写明了每期的日子，现每期按方案的 lag 到期，须核定"
_ONE_CLAUSE = "“{}”只在一句里，全项是否都按此办待核"
_LONG_TASK = 95
"""Characters from which a task says so much that one interval may not be about all of it."""
_TIMES = "“{}”一期不止一次，现按一期一次计"

_MONTHS = {1: Cadence.MONTHLY, 3: Cadence.QUARTERLY, 6: Cadence.HALFYEARLY, 12: Cadence.YEARLY}
_SEVERAL_MONTHS = re.compile(r"每隔?([两二三四五六]|十二|\d{1,2})个?月")
_EVERY = (
    Phrase(
        re.compile(
            r"每个工作日|每隔?(?:[两二三四五六]|\d{1,2})(?:年(?!级)|周|个星期|天|日|个?工作日|个?小时)"
            r"|每[一个]?(?:日|天|旬|(?:周|星期)[一二三四五六]?)(?!末|年|边|三餐|24)"
            r"|按[日周旬](?!期)|逐[日周]|每?双周"
        ),
        Cadence.ONGOING,
        _NO_CADENCE,
    ),
    Phrase(re.compile(r"每[一个]{0,2}半年度?|按半年度?|半年一(?:次|报)"), Cadence.HALFYEARLY),
    Phrase(
        re.compile(
            r"(?<![一二三四\d])季度(?=(?:结束|终了)后)|每[一个]{0,2}季度?(?!节)|按季(?:度|(?!节))|[逐分]季度?(?!节)|一季度?一(?:次|报|通报|调度)"
        ),
        Cadence.QUARTERLY,
    ),
    Phrase(
        re.compile(
            r"(?:次|下个?)月(?=\d{1,2}[日号]|[上中下]旬|底)|每[一个]{0,2}月(?:度|(?!薪|租|工资))|按月(?:度|(?!薪|份))|逐月|一月一(?:次|报|通报|调度)"
        ),
        Cadence.MONTHLY,
    ),
    Phrase(
        re.compile(
            r"(?<!\d)年度(?=(?:结束|终了)后)|每[一个]{0,2}年(?:度|(?!一度|级|龄))|按年(?:度|(?!龄))"
            r"(?!计划|工作|目标|任务|预算|要点|安排|重点)|一年一(?:次|报)"
        ),
        Cadence.YEARLY,
    ),
)
_PER_HEAD = re.compile(r"[人户名亩床台辆]$")
_AMOUNT = re.compile(
    r"[^，。；]{0,10}\d[\d.]*[万亿]?元|平?均?(?:增长|递增|递减|下降|提高|减少|增加|降低)"
)
_SETS_ASIDE = re.compile("安排|投入|拨付|列支|拿出|筹集|落实")
_DAY = re.compile(
    r"的?(?=[^，。；]{0,20}[\d一二三四五末底初首])(?:结束|终了)?(?:后|末|底|初|前|之|以|内|首月|首|终"
    r"|第?[一二三四五六七八九十\d]{1,3}(?:个月|月份?|[日号天周]|个?工作日|季度?)|[、和及与或-]"
    r"|上旬|中旬|下旬|月|[上下]半年)+(?:（[^（）]{0,30}月[^（）]{0,10}）)?"
)
_MONTH = re.compile(r"(\d{1,2})月")
_COUNT = re.compile(r"[^，。；、每]{0,10}?(?:[两二三四五六七八九十]|\d{1,3})次")
_ONE_TIME = re.compile(r"[一1]次")


def intervals(text: Passage) -> Iterator[Often]:
    """Give the phrases that name an interval (每月, 按季度), wherever they stand."""
    yield from _several_months(text)
    yield from _every(text)


def _several_months(text: Passage) -> Iterator[Often]:
    """每两个月, 每6个月: an interval of months, which may be one that has a name."""
    for match in _SEVERAL_MONTHS.finditer(text.text):
        cadence = _MONTHS.get(number(match[1]))
        doubt = "" if cadence else _NO_CADENCE
        yield Often(*match.span(), cadence or Cadence.ONGOING, doubt)


def _every(text: Passage) -> Iterator[Often]:
    """每月, 按季度, 每年3月底前: intervals, with the day that each period has of its own."""
    for phrase in _EVERY:
        for match in phrase.pattern.finditer(text.text):
            if not _is_rate(text, match):
                yield _often(text, match, phrase)


def _is_rate(text: Passage, match: re.Match[str]) -> bool:
    """Whether 每月 or 每年 tells of an amount (每人每月补助300元, 每年增长5%)."""
    before, after = text.before(match.start(), 4), text.after(match.end())
    per_head = _PER_HEAD.search(before) and not _COUNT.match(after)
    return bool(per_head or (_AMOUNT.match(after) and not _SETS_ASIDE.match(after)))


def _often(text: Passage, match: re.Match[str], phrase: Phrase) -> Often:
    """One interval, with its own day or with how many times it wants."""
    day = _DAY.match(text.text, match.end())
    count = _COUNT.match(text.text, day.end() if day else match.end())
    several = count and not _ONE_TIME.search(count[0])
    stop = max(part.end() for part in (match, day, count) if part)
    doubt = phrase.doubt or (_OWN_DAY if day else _TIMES if several else "")
    cadence = _by_months(day[0]) if day and phrase.cadence is Cadence.YEARLY else None
    if not doubt and len(text.text) > _LONG_TASK:
        doubt = _ONE_CLAUSE
    return Often(match.start(), stop, cadence or phrase.cadence, doubt)


def _by_months(day: str) -> Cadence | None:
    """What 每年6月、12月 comes to: twice a year, or with four months every quarter."""
    months = [int(month) for month in _MONTH.findall(day)]
    apart = {later - month for month, later in pairwise(months)}
    if len(months) == 2:  # noqa: PLR2004  (what twice means)
        return Cadence.HALFYEARLY if apart <= {5, 6, 7} else None
    return Cadence.QUARTERLY if len(months) == 4 and apart == {3} else None  # noqa: PLR2004
