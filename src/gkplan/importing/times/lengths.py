"""How long after something work is due (…之日起10个工作日内), and what it waits for (待…后)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gkplan.domain.fields import Span
from gkplan.domain.numerals import NUMBER, number
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.times.passage import Passage

_FROM = re.compile(
    r"(?:之日|当日|当天|次日|后|之后|以后)起?(?:计?算)?(?:的|，|在)?$|起$|收到[^，。；]{0,20}$"
)
_OWN = re.compile(
    r"(?:^|[，。；（、自从在于])(?:本|该)?(?:工作|分工|实施)?(?:方案|通知|要点|意见|分工)?(?:正式)?"
    r"(?:印发|下发|发布)(?:之日|当日|后|之后|以后)起?(?:的|，)?$"
)
_LENGTH = re.compile(
    rf"(?<![\d月第])(?:不超过|不迟于|最迟)?(?P<number>{NUMBER})"
    r"(?P<unit>个?工作日|个?自然日|[日天]|个?小时|个?(?:周|星期)|个月|年)(?P<within>(?:以|之)?内)?"
)
_SHORTENED = re.compile(
    r"压缩|缩短|缩减|压减|减少|减至|控制在|提速|平均|办理时间|审批时间|办结时间|不少于|公示期?(?:时间|限)?[为满]?$|提?前$|近$"
)
_LEGAL = re.compile(r"(?:法定|规定|法律规定)的?(?:时限|期限|时间)(?:要求)?(?:内)?")
_REPLY = re.compile(r"答复|依申请|申请")
_PUBLISH = re.compile(r"公开|公布|发布")
_NEW_LAW = date(2019, 5, 15)
_HOURS = 24
_CALENDAR_YEAR = 1000  # 2018年内 is no length of time
_DAYS = {"周": 7, "星期": 7, "月": 30, "年": 365}


class After(NamedTuple):
    """One length of time: after an event, or (``own``) after the plan was issued.

    ``months`` counts where the text does, beside the days that they are taken for; ``span`` is
    None where the text does not say from when it counts.
    """

    start: int
    stop: int
    span: Span | None
    own: bool = False
    months: int = 0
    doubt: str = ""


def read_spans(text: Passage, issued: date, *, stated: bool) -> Iterator[After]:
    """Give the lengths of time within which a text wants something done."""
    for match in _LENGTH.finditer(text.text):
        start, _ = text.clause(match.start())
        before = text.text[start : match.start()]
        origin = _FROM.search(before)
        if _counts(match, before, anchored=bool(origin), stated=stated):
            after = _after(match, own=bool(_OWN.search(text.before(match.start()))))
            if match["unit"][-1] in "月年" and not origin:
                after = after._replace(span=None, doubt="“{}”没有写明从哪一日算起")
            yield after._replace(start=start if origin else match.start())
    yield from _legal(text, issued)


def _counts(match: re.Match[str], before: str, *, anchored: bool, stated: bool) -> bool:
    """Whether a length of time is one within which the work itself is due."""
    if _SHORTENED.search(before) or not 0 < number(match["number"]) < _CALENDAR_YEAR:
        return False
    whole = anchored or match["unit"].endswith(("工作日", "自然日"))
    return bool(match["within"]) or (stated and whole)


def _after(match: re.Match[str], *, own: bool) -> After:
    """A length in days, with a doubt where days are not what the text counts in."""
    count, unit = number(match["number"]), match["unit"]
    days = count * next((length for end, length in _DAYS.items() if unit.endswith(end)), 1)
    doubt = "" if own else f"“{{}}”以{unit[-1]}计，现按{days}日计"
    months = count * {"月": 1, "年": 12}.get(unit[-1], 0)
    if "小时" in unit:
        days = -(-count // _HOURS)
        doubt = f"“{{}}”不是整日，现按{days}日计" if count % _HOURS else ""
    elif not months:
        doubt = ""
    span = Span(days, workdays="工作" in unit)
    return After(*match.span(), span, own=own, months=months, doubt=doubt)


def _legal(text: Passage, issued: date) -> Iterator[After]:
    """法定时限: by 政府信息公开条例 for a reply (art. 24, 33), for publishing (art. 18, 26)."""
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
        source = f"《政府信息公开条例》（{law}）第{article}条"
        doubt = f"“{{}}”未写明天数，现按{source}计{days}个工作日{more}"
        yield After(*match.span(), Span(days, workdays=True), doubt=doubt)


class Condition(NamedTuple):
    """One condition: where the phrase stands, and where in it the condition is named."""

    start: int
    stop: int
    named: tuple[int, int]


_WAIT = Wording(
    r"(?:(?<=[，。；：、（并后须需])|^)(?:<等待>)"
    r"(?!遇|岗|命|业(?!务)|机(?![构关]))"
)
_KIND = re.compile(r"[办审定客用续查改估产售建拆批领考解完]")
"""待办, 待审: what is still to be done, where no 后 follows."""
_AFTER = re.compile(r"(?:以|之)?后(?!续|勤|置|期|台|备|果|方|代|进|盾|评估|补)")
_ARRANGED = Wording(
    r"(?:<依照>)(?P<named>[^。；]{0,120}?(?:统一的?(?:部署|安排|要求)|安排部署|工作安排|安排)"
    r"(?:(?:部署)?和(?:工作)?要求|要求|部署)?)"
)
_ASKED = Wording(
    r"(?:按照?|根据)(?P<named>(?:上级|国家|省|市)[^，。；]{0,12}(?:部署|要求|通知|规定|进度))"
)
_SHORTEST = 2
_SUPERIOR = Wording("<上级>")
_GENERAL = Wording("<一般安排>")


def read_conditions(text: Passage, *, stated: bool) -> Iterator[Condition]:
    """Give what a text makes its work wait for."""
    for match in _WAIT.finditer(text.text):
        if found := _waiting(text, match):
            yield found
    seen: set[int] = set()
    for pattern in (_ARRANGED, _ASKED) if stated else (_ARRANGED,):
        for match in pattern.finditer(text.text):
            named = match["named"]
            if _SUPERIOR.search(named) and not _GENERAL.search(named) and match.start() not in seen:
                seen.add(match.start())
                yield Condition(match.start(), match.end(), match.span("named"))


def _waiting(text: Passage, match: re.Match[str]) -> Condition | None:
    """待…后, or 待… up to the comma where 后 was left out."""
    _, clause = text.clause(match.end())
    _, sentence = text.sentence(match.end())
    after = [*_AFTER.finditer(text.text, match.end(), clause)][-1:]
    after = after or [*_AFTER.finditer(text.text, match.end(), sentence)][:1]
    stop, end = after[-1].span() if after else (clause, clause)
    kind = not after and (clause == sentence or _KIND.match(text.text, match.end()))
    if kind or stop - match.end() < _SHORTEST:
        return None
    return Condition(match.start(), end, (match.end(), stop))
