"""The words that give units their roles: 牵头, 会同, 按职责分工负责, 配合单位：."""

import re
from enum import Enum


class Part(Enum):
    """What a word makes of the units it goes with."""

    LEAD = "牵头"
    OWN = "负责"
    """The lead where nobody else is; beside a lead, implementing (责任单位, 负责, 分别负责)."""
    IMPLEMENT = "落实"
    SUPPORT = "配合"
    OTHER = "指导"
    """Neither of the three: taken for support, with a doubt."""
    TIME = "时限"
    NONE = ""
    """A label of something else: 责任人, 联系电话."""


_SHARED = (
    r"按(?:照)?(?:各自)?(?:职责|职能|工作|任务)?(?:范围|分工)?(?:各自|分别)?"
    r"|依(?:据|照)?(?:各自)?职(?:责|能)(?:分工)?|根据(?:各自)?(?:职责|职能)(?:分工)?"
    r"|各司其职|分别|各自|分头|各负其责"
)
_HOW = (
    rf"(?:{_SHARED}|共同|联合|具体|认真|抓好|密切|积极|组织|统一|主要|做好|抓紧|一并|同步|统筹|协调|作为|"
    r"指导|督促|分工(?=负责|落实|抓好|推进|实施|协作)){0,5}"
)
_CORE = (
    "牵头|主办|统筹|汇总|主责|总负责|配合|协办|会办|协同|协作|协助|参与|参加|支持|落实|实施|执行|贯彻|"
    "负责(?!人|同志)|承办|主管"
)
_MORE = (
    "(?:单位|部门|具体|抓好|做好|组织|推进|办理|完成|协调|指导|工作|开展|抓总|汇总|督促|各自|相关|有关"
    "|并){0,4}"
)
_BODY = "单位|部门|科室|处室|股室|机关|机构|主体|方"
WORD = re.compile(
    rf"{_HOW}(?:(?:{_CORE}){_MORE}){{1,4}}|(?:作?为|是)(?:第一|主要)?(?:{_CORE}|责任)+(?:{_BODY})"
    r"|按(?:照)?(?:各自)?职责(?:分工)?|各负其责|各司其职|指导|监督|督导|督促|督查|督办"
    r"|(?:共同|分别|各自|统一|具体|抓好|组织|协调)+(?:推进|办理|开展|完成|抓好|做好)"
)
"""A phrase after units that says what they do."""
WORD_STARTS = frozenset(
    "按依根各分共联具认抓密积组统主做一同协作指督牵汇总配会参支落实执贯负承为是监"
)
"""What such a phrase begins with: no other place need be tried."""
LAST = re.compile(rf"(?:{WORD.pattern})$")
"""Such a phrase at the end of a text."""
CORE = re.compile(_CORE)
"""The words without which a phrase gives no role."""
_NOTE = r"(?:[（(][^（）()]{0,6}[）)])?"
LABEL = re.compile(
    rf"(?P<what>(?:[区市县省]级?)?(?:第一|主要|其他|共同)?"
    rf"(?:(?:{_CORE}|责任|成员|[及和与、/])|[（(](?:{_CORE}|责任)[）)]){{1,5}}(?:{_BODY})?{_NOTE}"
    r"|单位|部门|(?:牵头|责任|负责|分管|包保){0,3}(?:人|领导)|联系人|联系电话|电话|备注"
    r"|(?:完成|时间|办理|落实|整改|公开|推进)?(?:时限|时间|期限|节点|进度|日期)(?:要求|节点|安排)?)"
    r"\s*[:：]"
)
"""A word with a colon before units, or before a time."""
BARE_LABEL = re.compile(
    rf"(?P<what>(?:牵头|主办|配合|协办|责任|落实|负责|承办|参与)(?:责任|落实)?(?:{_BODY}))(?=\s)"
)
"""A label whose colon is missing, before a blank or a line break."""
NEXT = re.compile(rf"[；;。\n]|{LABEL.pattern.replace('?P<what>', '?:')}")
"""Where the value of a label ends."""
FIRST = re.compile(
    r"(?:排名|排序|排|列)(?:在)?(?:第一|首|最?前)[^，。；）)]{0,8}(?:牵头|主办|负责)(?:单位|部门)?"
    r"(?:[，,、；;]?\s*(?:以下|下)同)?"
)
"""The rule that the unit listed first leads."""
TOGETHER = re.compile(r"会同(?!县)|会商|商(?![务业会贸标品城洛丘])|联合(?!会|国|大学|体|办)")
"""What leads from the responsible unit to those that help it."""
AND = re.compile(r"以及|和|与|及(?!其)|并")
"""What joins two units, where both are units without it."""

_PERSONS = re.compile(r"人$|领导|联系|电话|备注")
_PARTS = (
    (re.compile(r"牵头|主办|统筹|汇总|主责|总负责"), Part.LEAD),
    (re.compile(r"配合|协[办同助作]|会办|参[与加]|支持|其他|成员"), Part.SUPPORT),
    (
        re.compile(
            r"负责|责任|承办|主管|分工|分别|各自|职责|各司其职|各负其责|分头|共同|^单位|^部门"
        ),
        Part.OWN,
    ),
    (re.compile(r"落实|实施|执行|贯彻"), Part.IMPLEMENT),
    (re.compile(r"时限|时间|期限|节点|进度|日期"), Part.TIME),
)


def part_of(word: str) -> Part:
    """What a phrase or a label makes of its units; the strongest word in it decides."""
    if _PERSONS.search(word):
        return Part.NONE
    return next((part for pattern, part in _PARTS if pattern.search(word)), Part.OTHER)
