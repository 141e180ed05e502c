"""Days and lengths of time as options take them; a year that was left out is filled in."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from gkplan.domain import fields
from gkplan.domain.errors import UsageError
from gkplan.domain.fields import BadValueError
from gkplan.domain.typed import TypedDay, folded, typed_day

Spans = Sequence[tuple[date, date]]
"""First and last days between which a day without a year can be, the likeliest first."""
_MOST_READINGS = 4


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
    """Fill in the year that was left out; raises ``UsageError`` unless one reading fits."""
    found: list[date] = []
    for first, last in spans:
        found = found or day.between(first, last)
    if len(found) == 1:
        return found[0]
    if found:
        readings = "、".join(map(str, found[:_MOST_READINGS]))
        more = "……" if len(found) > _MOST_READINGS else ""
        raise UsageError(f"{option}：“{text}” 是哪一年的？", f"写作 {readings}{more} 当中的一个")
    lacking = f"，{spans[-1][0]} 至 {spans[-1][1]} 之间没有这一天" if spans else ""
    raise UsageError(f"{option}：“{text}” 没有写年份{lacking}", "日期写作 2017-09-12 的样子")


def read_days(text: str, option: str) -> int:
    """Read a length of time as calendar days: ``30d``, ``30``, ``30天``, ``4w``, ``4周``."""
    found = re.fullmatch(r"(\d{1,4}) ?(d|days?|天|日|w|weeks?|周)?", folded(text), re.ASCII)
    if not found:
        raise UsageError(f"{option} 不接受 “{text}”", "写作 30d（天）或 4w（周）的样子")
    return int(found[1]) * (7 if found[2] and found[2][0] in "w周" else 1)
