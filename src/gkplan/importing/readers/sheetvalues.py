"""Numbers of a workbook as people see them: dates, months, per cent, numbers with words around."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import NamedTuple

_BUILT_IN = {
    **dict.fromkeys((2, 4), "0.00"),
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 28, 29, 30, 31, 51, 53, 54, 58), "yyyy-mm-dd"),
    16: "mm-dd",
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-mm"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    22: "yyyy-mm-dd h:mm",
}
"""Formats without a code in the file, as Excel shows them in Chinese (ISO 29500-1 18.8.30)."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_AROUND = re.compile(r"(?P<before>[^#0?.,%]*)(?P<digits>[#0?,]+)(?P<after>[^#0?.,%E/]*)")
_PLACES = re.compile(
    r"(?P<before>[^#0?.,%]*)[#0?,]+\.(?P<places>[#0?]{1,15})(?P<after>[^#0?.,%E/]*)"
)
_LARGEST = 1e15
"""Numbers from which a workbook no longer knows every digit."""
_LONGEST_CODE = 255
"""Characters of a format; Excel accepts no more."""
_FIRST_TRUE_DAY = 60
"""Excel counts a 29th of February 1900 that never was."""


class Format(NamedTuple):
    """How numbers of a format are shown."""

    code: str = ""
    since_1904: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """The parts of a date that the format shows: of y, m, d, h, s."""
        bare = _LITERAL.sub("", self.code.partition(";")[0]).lower()
        if "general" in bare or not set(bare) & set("ymdhs"):
            return frozenset()
        return frozenset(bare) & frozenset("ymdhs")


def format_of(number: int, codes: dict[int, str], *, since_1904: bool) -> Format:
    """The format with a number: of the file's own, or built in; too long a code is none."""
    code = codes.get(number) or _BUILT_IN.get(number, "")
    return Format(code if len(code) <= _LONGEST_CODE else "", since_1904)


def shown(value: str, form: Format) -> str:
    """Write a number, given as XML does, the way its format shows it."""
    try:
        number = float(value)
    except ValueError:
        return value
    if not isfinite(number):
        return value
    if parts := form.parts:
        return _date(number, parts, since_1904=form.since_1904) or _plain(number)
    if "%" in _LITERAL.sub("", form.code):
        return f"{_plain(number * 100)}%"
    return _with_words(number, form.code) or _with_places(value, form.code) or _plain(number)


def _plain(number: float) -> str:
    """A number without a needless point."""
    return f"{number:.15g}"


def _with_words(number: float, code: str) -> str:
    """A whole number as a format like ``0"月底前"`` or ``000`` shows it."""
    bare = _LITERAL.sub(lambda found: found[1] or found[2] or "", code.partition(";")[0])
    around = _AROUND.fullmatch(bare)
    if around is None or number != int(number) or number < 0:
        return ""
    return f"{around['before']}{int(number):0{around['digits'].count('0')}}{around['after']}"


def _with_places(value: str, code: str) -> str:
    """A number as a format like ``0.00`` shows it: with all its decimal places, half up."""
    bare = _LITERAL.sub(lambda found: found[1] or found[2] or "", code.partition(";")[0])
    found = _PLACES.fullmatch(bare)
    if found is None or not 0 <= float(value) < _LARGEST:
        return ""
    places = len(found["places"])
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    for _ in range(places - found["places"].count("0")):
        text = text.removesuffix("0")
    return found["before"] + text.removesuffix(".") + found["after"]


def _date(number: float, parts: frozenset[str], *, since_1904: bool) -> str:
    """A day as ISO 8601; a month, a year or a time alone where no more is shown."""
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  (local)
    if not since_1904 and number < _FIRST_TRUE_DAY:
        first += timedelta(days=1)
    try:
        moment = first + timedelta(seconds=round(number * 86_400))
    except (OverflowError, ValueError):
        return ""
    if not parts & {"y", "d"}:
        return moment.strftime("%H:%M") if parts & {"h", "s"} else f"{moment.month}月"
    if "d" in parts:
        return f"{moment:%Y-%m-%d %H:%M}" if parts & {"h"} else f"{moment:%Y-%m-%d}"
    return f"{moment.year}年{moment.month}月" if "m" in parts else f"{moment.year}年"
