"""Guesses of what a refused value or key was meant as, only where a single reading fits.

No file is read by guesses; a guess is printed in the remedy, and a person decides.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from unicodedata import category, normalize

from gkplan.domain import rules
from gkplan.domain.fields import BadValueError, Key, Kind, hidden_character
from gkplan.domain.numerals import number
from gkplan.domain.rules import Rule
from gkplan.domain.vocabulary import Cadence, Status, UnitKind, Verdict, Word

_QUOTES = "“”‘’「」『』\"'"
_BRACKETS = "［］【】[]〔〕"
_SEPARATORS = re.compile(r"[\s、，,;；]+")
_NUMERALS = re.compile("[〇○零一二两三四五六七八九十]+")
_BETWEEN = r"[-./。年—–−_ ]+"
_DAY = re.compile(
    rf"(\d{{4}}){_BETWEEN}(\d{{1,2}})(?:[-./。月—–−_ ]+)(\d{{1,2}})[日号]?(?:[T ].*)?"
)
_MONTH = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}})(?:月份?)?")
_QUARTER = re.compile(r"(\d{4})[-./年 ]*(?:Q|第)?([1-4])(?:季度?)?")
_HALF = re.compile(r"(\d{4})[-./年 ]*(?:H([12])|([上下])半年)")
_YEAR = re.compile(r"(\d{4})(?:年度?|全年)")
_LENGTH = re.compile(
    r"""
    (\d{1,4}) [ ]* 个? [ ]*
    (?: (工作日 | work(?:ing)?[ ]*days?) | (周|星期|weeks?) | 自然日 | [日天] | days? )
    (?:之?以?内)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ID = re.compile(r"第?(\d{1,6})[-.,。、:·_/ ]+(\d{1,6})[项号.、]?")
_COUNT = re.compile(r"第?(\d{1,6})(?:\.0+)?[年组项个.、]?")
_TRUE = ("true", "yes", "y", "on", "1", "是", "对", "√")
_FALSE = ("false", "no", "n", "off", "0", "否", "×")
_WORDS: Mapping[Rule, tuple[type[Word], Mapping[str, Word]]] = {
    rules.UNKNOWN_STATUS: (
        Status,
        {
            "未开始": Status.TODO,
            "未开展": Status.TODO,
            "推进中": Status.DOING,
            "进行中": Status.DOING,
            "办理中": Status.DOING,
            "在办": Status.DOING,
            "受阻碍": Status.BLOCKED,
            "完毕": Status.DONE,
            "办理完毕": Status.DONE,
            "complete": Status.DONE,
            "completed": Status.DONE,
            "不适用": Status.WAIVED,
        },
    ),
    rules.UNKNOWN_VERDICT: (
        Verdict,
        {
            "accepted": Verdict.ACCEPT,
            "returned": Verdict.RETURN,
            "不通过": Verdict.RETURN,
            "退回整改": Verdict.RETURN,
        },
    ),
    rules.UNKNOWN_CADENCE: (
        Cadence,
        {
            "每个月": Cadence.MONTHLY,
            "月": Cadence.MONTHLY,
            "每季": Cadence.QUARTERLY,
            "季": Cadence.QUARTERLY,
            "年": Cadence.YEARLY,
            "每一年": Cadence.YEARLY,
            "按年": Cadence.YEARLY,
            "一次": Cadence.ONCE,
            "长期坚持": Cadence.ONGOING,
        },
    ),
    rules.UNKNOWN_KIND: (
        UnitKind,
        {
            "党委": UnitKind.PARTY,
            "政府": UnitKind.GOVERNMENT,
            "垂管": UnitKind.VERTICAL,
            "镇": UnitKind.TOWN,
            "街道": UnitKind.TOWN,
            "镇街": UnitKind.TOWN,
            "国企": UnitKind.ENTERPRISE,
        },
    ),
}
"""Other words that people write for those of a vocabulary; no negation such as 未完成."""


def remedy(bad: BadValueError, kind: Kind[Any], value: str, *, many: bool = False) -> str:
    """Return the remedy of a refused value, with the form that its writer most likely meant."""
    hidden = hidden_character(value)
    if hidden and bad.rule is not rules.CONTROL_CHARACTER:
        return f"里面有看不见的字符 U+{ord(hidden):04X}，把这个值重新打一遍"
    advice = "引号要用半角的，或不写引号" if value[:1] in "“”‘’" else bad.remedy
    if form := meant(bad.rule, kind, value):
        return f"是否写作 {_shown(bad.rule, form)}？{advice}"
    if bad.rule is rules.BAD_DATE and re.fullmatch(r"[1-8]\d{3}-\d\d-\d\d", value, re.ASCII):
        return "日历上没有这一天，核对月和日"
    if many and (forms := _several(bad.rule, kind, value)):
        listed = ", ".join(_shown(bad.rule, form) for form in forms)
        return f"几个值写成列表：[{listed}]（逗号、括号用半角）"
    if bad.rule is rules.BAD_SPAN and (count := re.fullmatch(r"(\d{1,4})个?", _tidied(value))):
        return f"是 {count[1]} workdays（工作日）还是 {count[1]} days（自然日）？写明单位"
    return advice


def meant(rule: Rule, kind: Kind[Any], value: str) -> str | None:
    """Return the form of ``value`` that ``kind`` reads, if a slip of the hand explains it."""
    tidy = _tidied(value)
    readings = _READINGS.get(rule)
    forms = (tidy, *(readings(tidy) if readings else ()))
    return next((form for form in forms if form and form != value and _reads(kind, form)), None)


def without_hidden(value: str) -> str:
    """Return a text without the characters that nobody sees, and without blanks around it."""
    return "".join(char for char in value if category(char) != "Cf").strip()


def _shown(rule: Rule, form: str) -> str:
    return f'"{form}"' if rule is rules.BAD_TASK_ID else form


def _several(rule: Rule, kind: Kind[Any], value: str) -> list[str]:
    """Return the values that one value was meant for, if each of them reads."""
    parts = [part for part in _SEPARATORS.split(value.strip(_BRACKETS)) if part]
    forms = [part if _reads(kind, part) else meant(rule, kind, part) for part in parts]
    return [form for form in forms if form] if len(forms) > 1 and None not in forms else []


def _reads(kind: Kind[Any], form: str) -> bool:
    try:
        kind.parse(form)
    except BadValueError:
        return False
    return True


def _tidied(value: str) -> str:
    """Return a value in half-width signs, without quotes, brackets and hidden characters."""
    return without_hidden(normalize("NFKC", value)).strip(_QUOTES + _BRACKETS + "。，、；,; ")


def _digits(value: str) -> str:
    """Return a value with its Chinese numerals as digits."""
    return _NUMERALS.sub(lambda match: str(number(match.group())), value)


def _days(value: str) -> list[str]:
    value = _digits(value)
    if re.fullmatch(r"\d{8}", value):
        return [f"{value[:4]}-{value[4:6]}-{value[6:]}"]
    match = _DAY.fullmatch(value)
    return [f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"] if match else []


def _periods(value: str) -> list[str]:
    value = _digits(value.upper())
    if re.fullmatch(r"\d{6}", value):
        return [f"{value[:4]}-{value[4:]}"]
    if match := _MONTH.fullmatch(value):
        return [f"{match[1]}-{int(match[2]):02}"]
    if (match := _QUARTER.fullmatch(value)) and re.search("[Q季]", value):
        return [f"{match[1]}Q{match[2]}"]
    if match := _HALF.fullmatch(value):
        return [f"{match[1]}H{match[2] or '上下'.index(match[3]) + 1}"]
    return [match[1]] if (match := _YEAR.fullmatch(value)) else []


def _spans(value: str) -> list[str]:
    match = _LENGTH.fullmatch(_digits(value))
    if match is None:
        return []
    if match[3]:
        return [f"{int(match[1]) * 7} days"]
    return [f"{match[1]} {'workdays' if match[2] else 'days'}"]


def _task_ids(value: str) -> list[str]:
    match = _ID.fullmatch(_digits(value))
    return [f"{match[1]}.{match[2]}"] if match else []


def _numbers(value: str) -> list[str]:
    match = _COUNT.fullmatch(_digits(value))
    return [match[1]] if match else []


def _flags(value: str) -> list[str]:
    word = value.casefold()
    return ["true"] if word in _TRUE else ["false"] if word in _FALSE else []


def _addresses(value: str) -> list[str]:
    return [re.sub(r"^(https?)[:：]?[/／\\]{1,2}", r"\1://", value.strip(), flags=re.IGNORECASE)]


def _words_of(rule: Rule) -> Callable[[str], list[str]]:
    vocabulary, known = _WORDS[rule]

    def readings(value: str) -> list[str]:
        word = value.casefold()
        word = word.removesuffix("一次") or word  # 每月一次
        if word in known:
            return [str(known[word])]
        english = [str(one) for one in vocabulary]
        return [word, *(get_close_matches(word, english, 1, 0.75) if word.isascii() else ())]

    return readings


_READINGS: Mapping[Rule, Callable[[str], list[str]]] = {
    rules.BAD_DATE: _days,
    rules.BAD_PERIOD: _periods,
    rules.BAD_SPAN: _spans,
    rules.BAD_TASK_ID: _task_ids,
    rules.BAD_NUMBER: _numbers,
    rules.BAD_FLAG: _flags,
    rules.BAD_EVIDENCE: _addresses,
    **{rule: _words_of(rule) for rule in _WORDS},
}


@lru_cache(1024)
def _near_key(name: str, keys: tuple[str, ...]) -> str | None:
    """The key that is spelt most alike; the same slip may come thousands of times."""
    return next(iter(get_close_matches(name, keys, 1, 0.7)), None)


def key_meant(name: str, keys: Mapping[str, Key]) -> str | None:
    """Return the key that a wrongly written one was meant for, if it is only one.

    Chinese names are looked for in the keys' own descriptions: 状态 is ``status``.
    """
    word = _tidied(name).strip("-－—–*· ")
    head = re.split("[:：=]", word)[0].strip()
    if head.casefold() in keys:
        return head.casefold()
    if head.isascii():
        return _near_key(head.casefold(), tuple(keys))
    titles = {key: re.split("[；，：（:]", spec.doc)[0] for key, spec in keys.items()}
    within = re.compile(".*".join(map(re.escape, head)))
    matches = [key for key, title in titles.items() if within.search(title)]
    return (
        _only(key for key, title in titles.items() if title == head)
        or _only(matches)
        or _only(key for key in matches if keys[key].required)
    )


def _only(match: Iterable[str]) -> str | None:
    keys = list(match)
    return keys[0] if len(keys) == 1 else None


def names_meant(name: str, known: Collection[str]) -> list[str]:
    """Return the known names that one name was meant for: itself tidied, or several in one."""
    name_seen = without_hidden(name)
    for form in (
        name_seen,
        normalize("NFKC", name_seen),
        name_seen.strip(_QUOTES + _BRACKETS + "-－—– "),
    ):
        if form in known and form != name:
            return [form]
    parts = [
        part.strip(_QUOTES + _BRACKETS + "-－—– ")
        for part in _SEPARATORS.split(name_seen.strip(_BRACKETS))
        if part
    ]
    return parts if len(parts) > 1 and set(parts) <= set(known) else []
