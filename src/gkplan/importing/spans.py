"""How long after something its work is due (…之日起10个工作日内), and what it waits for (待…后)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gkplan.importing.numerals import NUMBER, number
from gkplan.importing.passage import Passage
from gkplan.kinds import Span

_FROM = re.compile(
    r"(?:之日|当日|当天|次日|后|之后|以后)起?(?:计?算)?(?:的|，|在)?$|起$|收到[^，。；]*$"
)
_OWN = re.compile(
    r"(?:^|[，。；（、自从在于])(?:本|该)?(?:工作|分工|实施)?(?:方案|通知|要点|意见|分工)?(?:正式)?(?:印发|下发|发布)"
    r"(?:之日|当日|后|之后|以后)起?(?:的|，)?$"
)
_LENGTH = re.compile(
    rf"(?:不超过|不迟于|最迟)?(?P<number>{NUMBER})(?P<unit>个?工作日|个?自然日|[日天]|个?小时|个?(?:周|星期)|个?月)"
    r"(?P<within>(?:以|之)?内)?"
)
_SHORTENED = re.compile(
    r"压缩|缩短|缩减|压减|减少|减至|控制在|提速|平均|办理时间|审批时间|办结时间|不少于|公示期?"
)
_LEGAL = re.compile(r"(?:法定|规定|法律规定)的?(?:时限|期限|时间)(?:要求)?(?:内)?")
_REPLY = re.compile(r"答复|依申请|申请")
_PUBLISH = re.compile(r"公开|公布|发布")
_NEW_LAW = date(2019, 5, 15)
_HOURS = 24


class After(NamedTuple):
    """One length of time: after an event, or (``own``) after the plan was issued; ``{}`` is its phrase."""

    start: int
    stop: int
    span: Span
    own: bool = False
    doubt: str = ""


def read_spans(text: Passage, issued: date, *, stated: bool) -> Iterator[After]:
    """Give the lengths of time within which a text wants something done."""
    for match in _LENGTH.finditer(text.text):
        start, _ = text.clause(match.start())
        before = text.text[start : match.start()]
        origin = _FROM.search(before)
        if _counts(match, before, anchored=bool(origin), stated=stated):
            own = _OWN.search(text.text[: match.start()])
            span, doubt = _span(match)
            yield After(start if origin else match.start(), match.end(), span, bool(own), doubt)
    yield from _legal(text, issued)


def _counts(match: re.Match[str], before: str, *, anchored: bool, stated: bool) -> bool:
    """Whether a length of time is one within which the work itself is due."""
    if _SHORTENED.search(before) or not number(match["number"]):
        return False
    if "月" in match["unit"] and not (anchored and match["within"]):
        return False
    return bool(match["within"]) or (
        stated and (anchored or match["unit"].endswith(("工作日", "自然日")))
    )


def _span(match: re.Match[str]) -> tuple[Span, str]:
    """The length in days, and a doubt where days are not what the text counts in."""
    count, unit = number(match["number"]), match["unit"]
    if "小时" in unit:
        days = -(-count // _HOURS)
        return Span(
            days, workdays=False
        ), "" if count % _HOURS == 0 else f"“{{}}”不是整日，现按{days}日计"
    if unit.endswith(("周", "星期")):
        return Span(count * 7, workdays=False), ""
    if unit.endswith("月"):
        return Span(count * 30, workdays=False), f"“{{}}”以月计，现按{count * 30}日计"
    return Span(count, workdays="工作" in unit), ""


def _legal(text: Passage, issued: date) -> Iterator[After]:
    """法定时限: what 政府信息公开条例 sets for a reply (art. 24, 33) and for publishing (art. 18, 26)."""
    for match in _LEGAL.finditer(text.text):
        sentence = text.text[slice(*text.sentence(match.start()))]
        new = issued >= _NEW_LAW
        law = "2019年修订" if new else "2008年施行"
        if _REPLY.search(sentence):
            days, article = (20, "三十三") if new else (15, "二十四")
            more = f"，依法延长的，最长再加{days}个工作日"
        elif _PUBLISH.search(sentence):
            days, article, more = 20, "二十六" if new else "十八", ""
        else:
            continue
        doubt = f"“{{}}”未写明天数，现按《政府信息公开条例》（{law}）第{article}条计{days}个工作日{more}"
        yield After(*match.span(), Span(days, workdays=True), doubt=doubt)
