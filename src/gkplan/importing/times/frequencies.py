"""How often something is due: intervals (每月, 每年3月底前) and words (及时, 定期)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from gkplan.domain.numerals import number
from gkplan.domain.vocabulary import Cadence
from gkplan.importing.lexicon.patterns import Wording, added_words
from gkplan.importing.lexicon.words import CADENCES
from gkplan.importing.times.passage import COVER, Passage


class Often(NamedTuple):
    """One phrase that states how often, and what is doubtful about it; ``{}`` is the phrase."""

    start: int
    stop: int
    cadence: Cadence
    doubt: str = ""


class Phrase(NamedTuple):
    """A pattern of phrases, and what they say."""

    pattern: Wording
    cadence: Cadence
    doubt: str = ""


_NO_CADENCE = "“{}”没有对应的频次，现按持续推进计"
_OWN_DAY = "“{}”写明了每期的日子，现每期按方案的 lag 到期，须核定"
_ONE_CLAUSE = "“{}”只在一句里，全项是否都按此办待核"
_LONG_TASK = 95
"""Characters from which a task says so much that one interval may not be about all of it."""
ALL_YEAR = "“{}”是持续推进还是年底前完成待核，现按持续推进计"
_TIMES = "“{}”一期不止一次，现按一期一次计"

_MONTHS = {1: Cadence.MONTHLY, 3: Cadence.QUARTERLY, 6: Cadence.HALFYEARLY, 12: Cadence.YEARLY}
_SEVERAL_MONTHS = re.compile(r"每隔?([两二三四五六]|十二|\d{1,2})个?月")
_EVERY = (
    Phrase(Wording("<其他间隔>"), Cadence.ONGOING, _NO_CADENCE),
    Phrase(Wording("<半年说法>"), Cadence.HALFYEARLY),
    Phrase(Wording("<季度说法>"), Cadence.QUARTERLY),
    Phrase(Wording("<月度说法>"), Cadence.MONTHLY),
    Phrase(Wording("<年度说法>"), Cadence.YEARLY),
)
_MEASURE = re.compile(
    r"(?:数量|总?数|总?量|比例|比重|占比|规模|(?:覆盖|完成|合格|达标|增长)率|指数|金额)(?:（[^（）]*）)?$"
)
"""The end of what is measured, not done: 每年新增企业数量."""
_LONGEST_MEASURE = 40
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
    """Give the phrases that name an interval (每月, 按季度), wherever they stand.

    An interval of months (每6个月) may be one that has a name; a period may have a day of its own
    (每年3月底前).
    """
    for match in _SEVERAL_MONTHS.finditer(text.text):
        cadence = _MONTHS.get(number(match[1]))
        doubt = "" if cadence else _NO_CADENCE
        yield Often(*match.span(), cadence or Cadence.ONGOING, doubt)
    for phrase in _EVERY:
        for match in phrase.pattern.finditer(text.text):
            if not _is_rate(text, match):
                yield _often(text, match, phrase)


def _is_rate(text: Passage, match: re.Match[str]) -> bool:
    """Whether 每月 or 每年 is about an amount (每人每月补助300元, 每年增长5%)."""
    before, after = text.before(match.start(), 4), text.after(match.end())
    if len(text.text) <= _LONGEST_MEASURE and _MEASURE.search(text.text):
        return True
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


NO_INTERVAL = "“{}”未写明间隔"
_DOES = "<按期事项>"
_SYSTEM = "制度|机制|办法|体系"
_NOT_NAMED = (
    rf"(?!结果|指标|内容|任务|目标|计划|方案|报表|数据|情况|[^，。；]{{0,20}}(?:{_SYSTEM}))"
)
_PER = Wording(
    rf"(?<![第一二三四\d上本下当各该入为])(?:(?:月|季|半年|年)度[、和及与]?){{1,6}}"
    rf"(?=(?:{_DOES}){_NOT_NAMED})"
)
_SHORT = Wording(
    rf"(?:^|(?<=[，、；。])|(?<=实行)|(?<=坚持)|(?<=开展))(?P<period>[月季])(?=(?:{_DOES}){_NOT_NAMED})"
)
_DATA = Wording(
    r"(?:公开|公布|发布|通报|报送|公示|更新|推送)[^，。；、第一二三四\d上本]{0,8}?(?P<period>[月季]度)"
    rf"(?!{_SYSTEM}|计划|考核|绩效|工作|例会)"
)
_YEARLY_TOO = Wording(rf"(?<=[、和及与])年度(?=(?:{_DOES}){_NOT_NAMED})")
_PERIODS = {
    "月": Cadence.MONTHLY,
    "季": Cadence.QUARTERLY,
    "半年": Cadence.HALFYEARLY,
    "年": Cadence.YEARLY,
}
_PERIOD = re.compile("半年度|[月季年]度")
_SHORTER = re.compile("半年度|[月季]度")

_REGULARLY = re.compile(
    r"(?<!不)定期(?!存款|限|的)(?:(?:或|和|、)?不定期)?(?![^，。；、]{0,30}?(?:机制|制度))"
)
_GOES_ON = "<持续事项>"
_ONGOING = Wording(
    rf"长期坚持|坚持长期|常抓不懈|(?<!中)长期(?=(?:{_GOES_ON}))|(?<!可)持续(?=(?:{_GOES_ON}))"
    rf"|常态化(?=(?:{_GOES_ON}))|全年(?=(?:{_GOES_ON}))"
)
_EVENT = Wording("<及时说法>")
_SHORT_TASK = 56
"""Characters up to which a task is one sentence that its adverbs speak of."""

_REPORTED = Wording("<告知事项>")
_STATED = (
    Phrase(Wording("<单列半年>"), Cadence.HALFYEARLY),
    Phrase(Wording("<单列季度>"), Cadence.QUARTERLY),
    Phrase(Wording("<单列月度>"), Cadence.MONTHLY),
    Phrase(Wording("<单列年度>"), Cadence.YEARLY),
    Phrase(Wording("(?<!不)定期"), Cadence.ONGOING, NO_INTERVAL),
    Phrase(Wording("<单列持续>"), Cadence.ONGOING),
    Phrase(Wording("<单列全年>"), Cadence.ONGOING, ALL_YEAR),
    Phrase(Wording("<单列及时>"), Cadence.EVENT),
)


def frequencies(text: Passage, *, stated: bool) -> Iterator[Often]:
    """Give the other words that tell how often; intervals and dates must have been covered."""
    yield from _added(text)
    yield from _stated(text) if stated else _running(text)


def _added(text: Passage) -> Iterator[Often]:
    """The words that people added for a frequency."""
    for kind, cadence in CADENCES.items():
        for word in added_words(kind):
            for match in re.finditer(re.escape(word), text.text):
                yield Often(*match.span(), cadence)


def _running(text: Passage) -> Iterator[Often]:
    """The words that tell how often inside a sentence, where they are no part of a name."""
    listed = [match for match in _PER.finditer(text.text) if _SHORTER.search(match[0])]
    for match in (*listed, *(_YEARLY_TOO.finditer(text.text) if listed else ())):
        for word in _PERIOD.finditer(text.text, *match.span()):
            yield Often(*word.span(), _PERIODS[word[0].removesuffix("度")])
    for pattern in (_SHORT, _DATA):
        for match in pattern.finditer(text.text):
            yield Often(*match.span("period"), _PERIODS[match["period"].removesuffix("度")])
    for match in _REGULARLY.finditer(text.text):
        yield Often(*match.span(), Cadence.ONGOING, "" if _qualified(text, match) else NO_INTERVAL)
    for pattern, cadence in ((_ONGOING, Cadence.ONGOING), (_EVENT, Cadence.EVENT)):
        for match in pattern.finditer(text.text):
            if _is_about_all(text, match):
                yield Often(*match.span(), cadence)


def _is_about_all(text: Passage, match: re.Match[str]) -> bool:
    """Whether 及时 or 持续 is how often a task falls due, and not a word in one of many clauses."""
    if len(text.text) <= _SHORT_TASK:
        return True
    _, end = text.clause(match.end())
    reported = _REPORTED.search(text.text[match.end() : end])
    return len(text.text) <= _LONG_TASK and reported is not None


def _qualified(text: Passage, match: re.Match[str]) -> bool:
    """Whether an interval stands beside 定期: 每月定期, 定期（每季度）."""
    return COVER in text.before(match.start(), 4) + text.after(match.end(), 4)


def _stated(text: Passage) -> Iterator[Often]:
    """The words that alone say how often, in a text that is about time."""
    for phrase in _STATED:
        for match in phrase.pattern.finditer(text.text):
            yield Often(*match.span(), phrase.cadence, phrase.doubt)
