"""What a task waits for: 待…出台后, 按上级统一部署."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gkplan.importing.passage import Passage


class Condition(NamedTuple):
    """One condition: where the phrase stands, and where in it the condition is told."""

    start: int
    stop: int
    told: tuple[int, int]


_WAIT = re.compile(
    r"(?:(?<=[，。；：、（并后须需])|^)(?:等?待|等(?=[^，。；]{2,40}(?:出台|印发|下发|批复|明确|公布)后))"
    r"(?!遇|岗|命|业(?!务)|机(?![构关]))"
)
_KIND = re.compile(r"[办审定客用续查改估产售建拆批领考解完]")
"""待办, 待审: what is still to be done, where no 后 follows."""
_AFTER = re.compile(r"(?:以|之)?后(?!续|勤|置|期|台|备|果|方|代|进|盾|评估|补)")
_ARRANGED = re.compile(
    r"(?:按照?|根据|依照|依据|遵照)(?P<told>[^。；]{0,120}?(?:统一的?(?:部署|安排|要求)|安排部署|工作安排|安排)"
    r"(?:(?:部署)?和(?:工作)?要求|要求|部署)?)"
)
_ASKED = re.compile(
    r"(?:按照?|根据)(?P<told>(?:上级|国家|省|市)[^，。；]{0,12}(?:部署|要求|通知|规定|进度))"
)
_SHORTEST = 2
_SUPERIOR = re.compile(
    r"国家|中央|国务院|省|自治区|市(?!场|民|政|容)|上级|全国|部委|部[、的和]|总局|统一"
)
_GENERAL = re.compile(
    r"决策部署|战略部署|总体部署|(?:预算|资金|职责|分工|时间|进度|人员|任务|本|我[区县市省局]|计划|日程)[^，]{0,4}安排$"
)


def read_conditions(text: Passage, *, stated: bool) -> Iterator[Condition]:
    """Give what a text makes its work wait for."""
    for match in _WAIT.finditer(text.text):
        if found := _waiting(text, match):
            yield found
    seen: set[int] = set()
    for pattern in (_ARRANGED, _ASKED) if stated else (_ARRANGED,):
        for match in pattern.finditer(text.text):
            told = match["told"]
            if _SUPERIOR.search(told) and not _GENERAL.search(told) and match.start() not in seen:
                seen.add(match.start())
                yield Condition(match.start(), match.end(), match.span("told"))


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
