"""Options as text become values: a choice, a date, a length of time."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from gkplan.domain import fields
from gkplan.domain.errors import UsageError
from gkplan.domain.fields import BadValueError
from gkplan.domain.typed import TypedDay, folded, typed_day

Spans = Sequence[tuple[date, date]]
"""First and last days between which a day without a year can be, the likeliest first."""
_LONGEST_SHOWN = 40
_MOST_READINGS = 4


def read_choice(text: str, choices: tuple[str, ...], option: str) -> str:
    """Read an option that takes one of a few words; raises ``UsageError``."""
    if text not in choices:
        raise UsageError(f"{option} 不接受 “{text}”", f"可用：{'、'.join(choices)}")
    return text


def read_date(
    text: str | None, option: str, spans: Callable[[], Spans] | None = None
) -> date | None:
    """Read an option's date, None if the option was not given; raises ``UsageError``.

    A day without a year is the only one in the first of ``spans`` that has any.
    """
    if text is None:
        return None
    day = typed_day(text)
    if day and day.year is None and day.exists:
        return _with_year(text, day, option, spans() if spans else ())
    try:
        return fields.iso_date(day.iso if day and day.year is not None else folded(text))
    except BadValueError as bad:
        raise UsageError(f"{option}：{bad.message}", bad.remedy) from bad


def _with_year(text: str, day: TypedDay, option: str, spans: Spans) -> date:
    """Fill in the year that was left out; raises ``UsageError`` unless exactly one day fits."""
    days: list[date] = []
    for first, last in spans:
        days = days or day.between(first, last)
    if len(days) == 1:
        return days[0]
    if days:
        readings = "、".join(map(str, days[:_MOST_READINGS]))
        more = "……" if len(days) > _MOST_READINGS else ""
        raise UsageError(f"{option}：“{text}” 是哪一年的？", f"写作 {readings}{more} 当中的一个")
    lacking = f"，{spans[-1][0]} 至 {spans[-1][1]} 之间没有这一天" if spans else ""
    raise UsageError(f"{option}：“{text}” 没有写年份{lacking}", "日期写作 2017-09-12 的样子")


def read_days(text: str, option: str) -> int:
    """Read a length of time as calendar days: ``30d``, ``30``, ``30天``, ``4w``, ``4周``."""
    match = re.fullmatch(r"(\d{1,4}) ?(d|days?|天|日|w|weeks?|周)?", folded(text), re.ASCII)
    if not match:
        raise UsageError(f"{option} 不接受 “{text}”", "写作 30d（天）或 4w（周）的样子")
    return int(match[1]) * (7 if match[2] and match[2][0] in "w周" else 1)


def read_count(text: str, option: str) -> int:
    """Read how often something happened: one or more."""
    match = re.fullmatch(r"0*([1-9]\d{0,5})", folded(text), re.ASCII)
    if not match:
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        raise UsageError(f"{option} 不接受 “{shown}”", "写一个整数，至少写 1")
    return int(match[1])
