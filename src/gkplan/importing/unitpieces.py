"""What pieces of a cell of units are: names, open lists, times; where one name ends."""

import re
from datetime import date

from gkplan.importing.lexicon import Wording
from gkplan.importing.rolewords import LAST
from gkplan.importing.times import read_time
from gkplan.importing.unitnames import CLOSERS, OPENERS, is_place, level, looks_like_unit
from gkplan.importing.unittokens import Name, Open, Time, Token

SEPARATORS = "、，,；;。|｜·•/／"
ODD_SEPARATORS = "/／·•"
"""Separators that are only such between two units."""
_ENDS = rf"\s{re.escape(SEPARATORS + OPENERS + CLOSERS)}"
STOP = re.compile(rf"[{_ENDS}]|$")
"""Where a word may end."""
CHUNK = re.compile(rf"[^{_ENDS}]{{1,60}}")
"""The text up to the next separator."""
NUMBERED = re.compile(r"\d{1,2}[.．、)）](?!\d)|[①-⑳]")
"""The number before a unit that is listed with others."""
SHARES = re.compile(r"(?:国家|中央|[省市区县州旗]级?)$")
"""What stands before 、 inside a name: 市、区财政局."""

_OPEN = re.compile(
    r"(?<![高中初平同均对何])等(?:各|其他|有关|相关|国务院|中央|地方|全[省市县区]|[区市县省]级|[区市县省]直|[区市县省]"
    r"|职能|成员|主要|行业|建设|管理|主管|监管){0,4}"
    r"(?:部门[和、]?单位|单位[和、]?部门|部门|单位|机构|委办局|镇街|街镇|企业|科室|\d{1,3}[个家](?:部门|单位)?)?$"
)
_OPEN_REACH = 30
_LEVEL = r"(?:省|自治区|直辖市|市|县|区|旗|州|盟|镇|乡|街道?|乡镇|开发区|园区|高新区|委|办|局|部)"
_ALSO = r"(?:[（(<〈][^）)>〉]{1,8}[）)>〉])?"
LISTED = Wording(
    rf"各(?:{_LEVEL}{_ALSO}、)+{_LEVEL}{_ALSO}"
    r"(?:(?:人民)?政府|党委|管委会|办事处|工委|有关部门|有关单位)?"
    rf"(?=[{_ENDS}]|$|<牵头>|<配合>|落实|负责|按|分别|共同)"
)
"""A set that lists its levels, and is one name: 各县（市）、区人民政府."""
_BODIES = re.compile(
    r"^[一-鿿]{0,8}(?:[省市区县州旗镇]委|政府|党委|[省市区县]府|管委会|街道|镇|乡)$"
)
_TAIL = re.compile(
    r"^(?:公[厅室]|(?:监督)?管理局|(?:管理)?委员会|管委会|分局|[支大总]队|办事处|(?:人民)?政府|[总分]?公司|有限公司"
    r"|(?:管理|服务)?中心|领导小组(?:办公室)?|工作小组|(?:中心)?支行|分行|办公室|[一-鿿])(?![一-鿿])"
)
_STANDS_ALONE = re.compile("(?:公司|集团|局|银行)$")
"""What no town or street has of its own, so that a name that so ends begins anew."""
_LONGEST_TIME = 40
_ANY_DAY = date(2017, 1, 1)


def named(name: str) -> tuple[Token, ...]:
    """What a piece between separators is: a name (perhaps 等部门 behind it), or a time."""
    name = name.strip(" 　:：-—")
    name, opened = _without_open(name)
    rest = (Open(opened),) if opened else ()
    if not name:
        return rest
    if names_time(name):
        return (Time(name), *rest)
    return (Name(name, looks_like_unit(name)), *rest)


def ends_name(name: str) -> bool:
    """Whether a name that 和 or 及 follows is complete, perhaps with 等部门 behind it."""
    return looks_like_unit(_without_open(name)[0])


def _without_open(name: str) -> tuple[str, str]:
    """A name without 等部门 behind it, and what was there."""
    opened = _OPEN.search(name[-_OPEN_REACH:])
    end = len(opened[0]) if opened else 0
    return name[: len(name) - end], name[len(name) - end :]


def names_time(text: str) -> bool:
    """Whether a piece of a cell is about time and not a unit."""
    if len(text) > _LONGEST_TIME or looks_like_unit(text):
        return False
    return bool(read_time(text, _ANY_DAY, stated=True).phrases)


def chunk(text: str, place: int) -> str:
    """The name that begins at a place, without the role word behind it."""
    number = NUMBERED.match(text, place)
    match = CHUNK.match(text, number.end() if number else place)
    found = match[0] if match else ""
    return _OPEN.sub("", LAST.sub("", found)) or found


def parted(name: str, following: str) -> bool:
    """Whether a blank between two texts parts two units, and no name was torn by a line's end."""
    if names_time(name) or names_time(following):
        return True
    if not looks_like_unit(name) or not following or _TAIL.match(following):
        return False
    if not looks_like_unit(following):
        return not looks_like_unit(name + following)
    if is_place(name) and not is_place(following):
        return False
    if name.startswith("各") or _STANDS_ALONE.search(following):
        return True
    own = level(following) or following.startswith("各") or _BODIES.search(following)
    return bool(own) or not _BODIES.search(name)
