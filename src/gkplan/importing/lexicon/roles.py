"""The words that give units their roles: 牵头, 会同, 按职责分工负责, 配合单位：."""

import re
from enum import Enum

from gkplan.importing.lexicon.patterns import Wording, added_words, cached
from gkplan.importing.lexicon.words import LEXICON


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


_HOW = (
    r"(?:<分工方式>|<结合方式>|共同|联合|具体|认真|抓好|密切|积极|组织|统一|主要|做好|抓紧|一并|同步|统筹|协调|作为|"
    r"指导|督促|(?:予以|给予|加强)(?=<配合>|<指导>)|分工(?=负责|落实|抓好|推进|实施|协作)){0,5}"
)
_CORE = "<牵头>|<配合>|<落实>|<负责>"
_MORE = (
    "(?:单位|部门|具体|抓好|做好|组织|推进|办理|完成|协调|指导|工作|开展|抓总|汇总|督促|各自|相关|有关"
    "|并|本?(?:辖区|区域|地区|行政区域)内?的?(?=<落实>|工作)){0,4}"
)
_PHRASE = (
    rf"{_HOW}(?:(?:{_CORE}){_MORE}){{1,4}}|(?:作?为|是)(?:第一|主要)?(?:{_CORE}|责任)+(?:<主体>)"
    r"|按(?:照)?(?:各自)?职责(?:分工)?|各负其责|各司其职|(?:加强)?<指导>"
    r"|(?:<结合方式>|共同|分别|各自|统一|具体|抓好|组织|协调)+(?:推进|办理|开展|完成|抓好|做好)"
)
WORD = Wording(_PHRASE)
"""A phrase after units that says what they do."""
_KINDS = ("牵头", "配合", "负责", "落实", "指导", "结合方式")
_STARTS = frozenset("按依根各分共联具认抓密积组统主做一同协作指为是予给加") | {
    word[0] for kind in _KINDS for word in LEXICON[kind] if word[0] not in "(["
}
LAST = Wording(rf"(?:{_PHRASE})$")
"""Such a phrase at the end of a text."""
NOTE = Wording(rf"(?:(?:{_PHRASE})|第一牵头|(?:责任|成员)(?:单位|部门))(?:单位|部门|方)?")
"""Such a phrase, or a short form of it, alone in brackets behind a unit."""
CORE = Wording(_CORE)
"""The words without which a phrase gives no role."""
_NOTE = r"(?:[（(][^（）()]{0,6}[）)])?"
_LABEL = (
    rf"(?:[区市县省]级?)?(?:第一|主要|其他|共同)?"
    rf"(?:(?:{_CORE}|<指导>|责任|成员|[及和与、/])|[（(](?:{_CORE}|责任)[）)]){{1,5}}(?:<主体>)?{_NOTE}"
    r"|单位|部门|(?:牵头|责任|负责|分管|包保){0,3}(?:人|领导)|联系人|联系电话|电话|备注"
    r"|(?:完成|时间|办理|落实|整改|公开|推进)?(?:时限|时间|期限|节点|进度|日期)(?:要求|节点|安排)?"
)
_UNKNOWN = r"(?:[\u4e00-\u9fff]{1,6}(?:单位|部门|处室|科室|机构))"
"""A label of units whose word is not known: it ends the list before it all the same."""
LABEL = Wording(rf"(?P<what>{_LABEL}|{_UNKNOWN})\s*[:：]")
"""A word with a colon before units, or before a time."""
BARE_LABEL = Wording(
    r"(?P<what>(?:牵头|主办|配合|协办|责任|落实|负责|承办|参与|<补充牵头>|<补充配合>|<补充落实>|<补充负责>)"
    r"(?:责任|落实)?(?:<主体>))(?=\s)"
)
"""A label whose colon is missing, before a blank or a line break."""
NEXT = Wording(rf"[；;。\n]|(?:{_LABEL}|{_UNKNOWN})\s*[:：]")
"""Where the value of a label ends."""
_RANKED = (
    r"(?:(?:排名|排序|排|列|居)(?:在|于)?[^，。；（）()]{0,4}(?:第一|首位|首个|最前|前面|首|前)[^，。；（）()]{0,10}?"
    r"|(?:第一|首)(?:顺?位|个|家|名|责任单位|责任部门|单位|部门)[^，。；（）()]{0,6}(?:为|是|即|系)[^，。；（）()]{0,4}?)"
)
FIRST = Wording(
    rf"{_RANKED}(?:牵头|主办|负责|主责|<补充牵头>)(?:责任)?(?:单位|部门|方)?(?:[，,、；;]?\s*(?:以下|下)同)?[:：]?"
)
"""The rule that the unit listed first leads."""
TOGETHER = re.compile(
    r"会同|会商|商(?![务业会贸标品城洛丘])|联合(?!会|国|大学|体|办)|(?<=[，,])会(?=[省市区县])"
)
"""What leads from the responsible unit to those that help it."""
AND = re.compile(r"以及|和|与|及(?!其)|并")
"""What joins two units, where both are units without it."""
LINKS = "会商联以和与及并"
"""The characters with which these two begin."""

_PERSONS = re.compile(r"人$|领导|联系|电话|备注")
_PARTS = (
    (Wording("<牵头>"), Part.LEAD),
    (Wording("<配合>|其他|成员"), Part.SUPPORT),
    (Wording("<负责>|责任|职责|分工|共同|<分工方式>|^单位|^部门"), Part.OWN),
    (Wording("<落实>|<结合方式>"), Part.IMPLEMENT),
    (Wording("时限|时间|期限|节点|进度|日期"), Part.TIME),
)


@cached(4)
def starts() -> frozenset[str]:
    """Return the characters with which a phrase of a role may begin: no others need be tried."""
    return _STARTS | {word[0] for kind in _KINDS for word in added_words(kind)}


def part_of(word: str) -> Part:
    """What a phrase or a label makes of its units; the strongest word in it decides."""
    if _PERSONS.search(word):
        return Part.NONE
    return next((part for pattern, part in _PARTS if pattern.search(word)), Part.OTHER)
