"""Words, days and periods as people type them in options; the YAML files take none of these.

Patterns are compiled where they are used: most commands read none of this.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from gkplan.domain.frozen import Frozen
from gkplan.domain.vocabulary import Cadence, Role, Status, UnitKind, Verdict, Word

W = TypeVar("W", bound=Word)

_NUMERALS = "[〇○零一二三四五六七八九十]+"
_LIST = "[,，;；、]"
_DAY = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?"
_PACKED_DAY = r"(\d{4})(\d\d)(\d\d)"
_YEAR = r"(?:(?P<year>\d{4})[-/.年]?)?"
_PERIODS = (
    (r"(?:(?P<year>\d{4})[-/.年])?(?P<number>\d{1,2})(?:月份?)?", "-{:02}"),
    (r"(?P<year>\d{4})(?P<number>\d\d)", "-{:02}"),
    (rf"{_YEAR}(?:Q(?P<number>\d)|第?(?P<chinese>\d)季度?)", "Q{}"),
    (rf"{_YEAR}(?:H(?P<number>\d)|(?P<chinese>[上下])半年)", "H{}"),
    (r"(?:(?P<year>\d{4})(?:年度?)?|全年)", ""),
)
"""The patterns of typed periods, and how the names of such periods end after the year."""

_LEAP_YEAR = 2000
_LONGEST = 40
"""Characters of a typed day or period."""
_ALSO: dict[Word, tuple[str, ...]] = {
    Status.TODO: ("未开始", "未开展", "未办理", "尚未启动", "尚未开始", "没有启动", "没有开始"),
    Status.WAITING: ("待条件", "等待条件", "条件不具备", "条件尚未具备", "等待", "等待中"),
    Status.DOING: (
        *("推进中", "在办", "在推进", "正在办理", "办理中", "进行中", "正在进行"),
        *("正在推进中", "持续推进", "有序推进", "正常推进"),
    ),
    Status.BLOCKED: ("遇阻", "受阻中"),
    Status.DONE: (
        *("办完", "已办完", "已办理", "完结", "已完结", "办理完毕"),
        *("完成了", "已经完成", "全部完成", "已全部完成", "已落实"),
    ),
    Status.WAIVED: ("不适用", "无关", "与本单位无关"),
    Role.LEAD: ("牵头单位",),
    Role.IMPLEMENT: ("落实单位",),
    Role.SUPPORT: ("配合单位",),
    Verdict.RETURN: ("退回补正", "退回重报"),
    UnitKind.PARTY: ("党委",),
    UnitKind.GOVERNMENT: ("政府",),
    UnitKind.VERTICAL: ("垂直管理", "垂管"),
    UnitKind.TOWN: ("镇街", "镇", "街道", "乡镇", "镇(街)"),
    Cadence.MONTHLY: ("每月一次", "月报"),
    Cadence.QUARTERLY: ("每季", "按季度", "每季度一次", "季报"),
    Cadence.HALFYEARLY: ("按半年", "每半年一次"),
    Cadence.YEARLY: ("按年", "每年一次"),
}
"""What people call the words of the vocabularies beside what the files may hold."""


def folded(text: str) -> str:
    """Fold full and half width, case and outer blanks, so that people may type either."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def listed(texts: Iterable[str]) -> list[str]:
    """Split values typed as one list, such as ``2017-08、2017-09``, where none holds a comma."""
    return [part.strip() for text in texts for part in re.split(_LIST, text)]


def spoken(vocabulary: type[W], text: str) -> W | None:
    """Return the word of a vocabulary that people call ``text``; None if there is none."""
    for word in vocabulary:
        if text in _ALSO.get(word, ()):
            return word
    return None


class TypedDay(Frozen):
    """A day as it was typed; ``year`` is None where it was left out."""

    year: int | None
    month: int
    day: int

    @property
    def iso(self) -> str:
        """The form that the files hold; the day need not exist."""
        return f"{self.year or 0:04}-{self.month:02}-{self.day:02}"

    @property
    def exists(self) -> bool:
        """Whether there is such a day in any year."""
        return self._in(_LEAP_YEAR if self.year is None else self.year) is not None

    def between(self, first: date, last: date) -> list[date]:
        """Return the days of this month and day from ``first`` to ``last``, whatever the year."""
        made = [self._in(year) for year in range(first.year, last.year + 1)]
        return [day for day in made if day and first <= day <= last]

    def _in(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def typed_day(text: str) -> TypedDay | None:
    """Read ``2017/9/12``, ``20170912``, ``2017年9月12日``, ``9月12日`` or ``九月十二日``."""
    if len(text) > _LONGEST:
        return None
    text = _arabic(folded(text))
    match = re.fullmatch(_DAY, text, re.ASCII) or re.fullmatch(_PACKED_DAY, text, re.ASCII)
    return (
        TypedDay(int(match[1]) if match[1] else None, int(match[2]), int(match[3]))
        if match
        else None
    )


def names_period(name: str, typed: str) -> bool:
    """Whether ``typed`` means the period ``name``; without a year, that of any year.

    Understood are the form of the files, ``201708``, ``2017年8月``, ``8月``, ``八月``,
    ``第三季度``, ``Q3``, ``上半年`` and ``2017年``.
    """
    if len(typed) > _LONGEST:
        return False
    text = _arabic(folded(typed)).upper()
    for pattern, ending in _PERIODS:
        if match := re.fullmatch(pattern, text, re.ASCII):
            parts = match.groupdict()
            counted = parts.get("number") or parts.get("chinese") or 0
            which = {"上": 1, "下": 2}.get(str(counted)) or int(counted)
            if name == (parts["year"] or name[:4]) + ending.format(which):
                return True
    return False


def shell_word(text: str) -> str:
    """Write a text as one word of a command line: in quotes only where a shell would split it."""
    if re.fullmatch(r"[\w./（）-]+", text):
        return text
    from shlex import quote  # noqa: PLC0415  (seldom needed)

    return quote(text)


def _arabic(text: str) -> str:
    """Write Chinese numerals in digits: ``八月`` as ``8月``, ``二〇一七`` as ``2017``."""
    if text.isascii():
        return text
    from gkplan.domain.numerals import number  # noqa: PLC0415  (most days are typed in digits)

    return re.sub(_NUMERALS, lambda match: str(number(match[0])), text)
