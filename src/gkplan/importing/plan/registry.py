"""The units of a plan with kinds, collectives and aliases, and names that fit file names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from gkplan.domain.fields import LONGEST_NAME
from gkplan.domain.model import Collective, Plan, Registry, Unit
from gkplan.domain.vocabulary import UnitKind
from gkplan.folder.names import is_device
from gkplan.importing.text.brackets import in_brackets, without_brackets
from gkplan.importing.text.characters import simple
from gkplan.importing.units.names import may_lack_level

_WIDE = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")


def fit_name(printed: str) -> str:
    """The name nearest to the printed one that may name a file; empty if nothing is left."""
    name = unicodedata.normalize("NFC", printed).translate(_WIDE)
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .")[:LONGEST_NAME]
    return f"{name}（名称待核）" if is_device(name) else name


def fit_doubt(printed: str) -> str:
    """What a person has to know about a name that was changed; empty where none is needed."""
    name = fit_name(printed)
    return "" if name in ("", printed) else f"“{printed}”不能用作文件名，写作“{name}”"


UNKNOWN = "单位待核"
"""Who leads a task that names nobody: a unit that a person must replace."""

_KINDS = (
    (
        UnitKind.OTHER,
        re.compile(
            rf"{UNKNOWN}|人民法院|检察院|法院$|人大|政协|^各|有关|相关|成员单位"
            r"|^[在驻][一-鿿]{1,3}(?:高校|院校|企业|单位)$"
        ),
    ),
    (
        UnitKind.GOVERNMENT,
        re.compile(
            r"^(?:中国)?(?:人民银行|银保监会|银监会|保监会|证监会)$"
            r"|^国家(?!税务局)[一-鿿]+局$|总[局署]$"
        ),
    ),
    (UnitKind.VERTICAL, re.compile("人民银行|邮政(?:管理)?局$|通信管理局$")),
    (
        UnitKind.ENTERPRISE,
        re.compile(r"公司|集团|银行|供电局|供电|电网|邮政|电信|移动|联通|银行支行|企业$"),
    ),
    (
        UnitKind.VERTICAL,
        re.compile(
            r"国税|地税|税务局|海关|气象局|海事|烟草|银监|证监|保监|人行|调查队|分局$|出入境|统计调查"
        ),
    ),
    (
        UnitKind.PARTY,
        re.compile(
            r"委(?:宣传|组织|统战|政法|办|网信|编|老干|巡察|改革|党校)|^(?:党委|纪委|监委)|纪委|监委|编办|网信办|宣传部|组织部|统战部|政法委|"
            r"文明办|团[市区县]?委|共青团|总工会|妇联|工商联|党校|直属机关工委|机要局|保密局|档案"
        ),
    ),
    (
        UnitKind.INSTITUTION,
        re.compile(r"(?:中心|学校|医院|研究院|大学|学院|电视台|报社|日报社|馆|站)$"),
    ),
    (UnitKind.TOWN, re.compile(r"(?:街|镇|乡|街道|街道办|街道办事处|苏木)(?:人民政府|政府)?$")),
)
_TOWNS = re.compile(r"各.{0,4}[镇乡街]")
_DEPARTMENTS = re.compile(
    r"^(?:区|市|县|省|州|旗|全区|全市|全县)?(?:政府|直|级|属|直属)?各(?:政府)?(?:部门|单位|委办局|局|职能部门)(?:、各直属机构)?$"
)
_GATHERS = re.compile("^(?:各|[在驻][一-鿿]{1,3}(?:高校|院校|企业|单位)$)|有关|相关|成员单位")
_PLACE = re.compile(r"^(?:省|市|区|县|州|旗)委?(?=\S{3,})")
_SAME = 0.65
_LEAST_SIGNS = 4
_FEW = 0.2
_COMPARED = 400
"""Names that are compared with each other at most."""


def register(plan: Plan, stated: Registry | None = None) -> tuple[Registry, tuple[str, ...]]:
    """The registry of a plan's units in the order of first naming, and what is doubtful in it.

    Names in the registry that the document states itself are left as they are there.
    """
    names = list(
        dict.fromkeys(name for _, task in plan for part in task.units.values() for name in part)
    )
    stated = stated or Registry((), ())
    more, notes = _registered([name for name in names if name not in stated.names])
    units, sets = (*stated.units, *more.units), (*stated.collectives, *more.collectives)
    return Registry(units, sets), notes


def _registered(names: Sequence[str]) -> tuple[Registry, tuple[str, ...]]:
    kinds = {name: _kind(name) for name in names}
    present = set(kinds.values())
    collectives, notes = _collectives(names, present)
    gathered = {one.name for one in collectives}
    units = [name for name in names if name not in gathered]
    aliases = _aliases(units, set(names))
    registry = Registry(
        tuple(
            Unit(name, aliases.get(name, ()), kinds[name], position)
            for position, name in enumerate(sorted(units, key=lambda one: _ORDER.index(kinds[one])))
        ),
        tuple(collectives),
    )
    return registry, (*notes, *_lacking(units, kinds), *_twins(units, kinds))


_ORDER = tuple(UnitKind)


def _kind(name: str) -> UnitKind:
    return next(
        (kind for kind, pattern in _KINDS if pattern.search(simple(name))), UnitKind.GOVERNMENT
    )


def _collectives(
    names: Sequence[str], present: set[UnitKind]
) -> tuple[list[Collective], list[str]]:
    found: list[Collective] = []
    notes: list[str] = []
    offices = tuple(kind for kind in (UnitKind.PARTY, UnitKind.GOVERNMENT) if kind in present)
    for name in names:
        kinds: tuple[UnitKind, ...] = ()
        if _DEPARTMENTS.search(simple(name)):
            kinds = offices
        elif _TOWNS.search(simple(name)) and UnitKind.TOWN in present:
            kinds = (UnitKind.TOWN,)
        if kinds:
            members = "、".join(kind.label for kind in kinds)
            notes.append(f"“{name}”原件没有列出成员，暂按类别归集：{members}")
            found.append(Collective(name, kinds=kinds, position=len(found)))
        elif _GATHERS.search(name):
            notes.append(f"“{name}”是集合单位，原件没有列出成员，暂按一个单位登记")
    return found, notes


def _aliases(units: Iterable[str], taken: set[str]) -> dict[str, tuple[str, ...]]:
    """The short names that people use: without the place, where that fits only one unit.

    Nor has a unit one that would be another's without its brackets: 市数据局（市人工智能局）.
    """
    short: dict[str, list[str]] = {}
    owned: Counter[str] = Counter()
    for name in units:
        if match := _PLACE.match(name):
            alias = name[match.end() :]
            short.setdefault(alias, []).append(name)
            owned[without_brackets(alias)] += 1
    return {
        owners[0]: (alias,)
        for alias, owners in short.items()
        if owned[without_brackets(alias)] == 1 and alias not in taken
    }


def _lacking(units: Sequence[str], kinds: Mapping[str, UnitKind]) -> list[str]:
    """Departments named without the 省, 市, 区 or 县 that nearly all others begin with."""
    departments = [name for name in units if kinds[name] in (UnitKind.GOVERNMENT, UnitKind.PARTY)]
    short = [name for name in departments if may_lack_level(name)]
    if not departments or len(short) > _FEW * len(departments):
        return []
    return [f"“{name}”前没有省、市、区、县一类的字，是否有漏待核" for name in short]


def _twins(units: Sequence[str], kinds: Mapping[str, UnitKind]) -> list[str]:
    """Pairs of names that may be one body, printed in two ways."""
    compared = units[:_COMPARED]
    offices = {name: without_brackets(name).removeprefix("各") for name in compared}
    inside = {name: in_brackets(name) for name in compared}
    return [
        f"“{one}”与“{other}”疑为同一单位的两种写法：{_EITHER}"
        for one, other in combinations(compared, 2)
        if offices[one] == offices[other]
        or offices[one] in inside[other]
        or offices[other] in inside[one]
        or (one[-1] == other[-1] and kinds[one] is kinds[other] and _are_twins(one, other))
    ]


_EITHER = "是一个的，留一个，另一个列作别名；是两个的，不用改"
_DISTINCT = re.compile("(?:大学|学院|学校|医院|[法察]院|银行)$")
"""Bodies of which there are many: one name in another does not abbreviate it (温州医科大学)."""


def _are_twins(one: str, other: str) -> bool:
    """Whether one name abbreviates the other, or both begin alike and share most of their signs."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST_SIGNS or len(short) == len(long) or _DISTINCT.search(long):
        return False
    signs = iter(long)
    if short[0] == long[0] and all(sign in signs for sign in short):
        return True
    alike = one[:_LEAST_SIGNS] == other[:_LEAST_SIGNS]
    return alike and SequenceMatcher(None, one, other).ratio() >= _SAME
