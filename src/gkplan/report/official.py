"""How official letters (公文) write days, periods, numbers of documents and parts of sentences."""

import re
from datetime import date

from gkplan.domain.schedule import Period

_MONTHS_OF_QUARTER, _MONTHS_OF_HALF, _MONTHS_OF_YEAR = 3, 6, 12


def official_day(day: date) -> str:
    """Write a day: ``2017年10月31日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def due_day(day: date, *, provisional: bool) -> str:
    """Write a due date; one that rests on an unpublished calendar is marked."""
    return f"{official_day(day)}{'（暂定）' if provisional else ''}"


def official_occasion(period: Period) -> str:
    """Write a period or an event: ``2017年9月``, ``2017年第3季度``, ``起算日2017年9月2日``."""
    if not period.name:
        return ""
    if period.event:
        return f"起算日{official_day(period.event)}"
    year, month = period.first.year, period.first.month
    months = period.last.month - month + 1
    if months == _MONTHS_OF_YEAR:
        return f"{year}年"
    if months == _MONTHS_OF_HALF:
        return f"{year}年{'上' if month == 1 else '下'}半年"
    if months == _MONTHS_OF_QUARTER:
        return f"{year}年第{(month + 2) // _MONTHS_OF_QUARTER}季度"
    return f"{year}年{month}月"


def bracketed(number: str) -> str:
    """Write a document's number with the brackets that official letters have: 〔2017〕."""
    return re.sub(r"[\[［【(（〔](\d{4})[\]］】)）〕]", r"〔\1〕", number)


def quoted_title(title: str) -> str:
    """Write the title of a document between its marks; the same marks inside become 〈〉."""
    return f"《{title.translate(str.maketrans('《》', '〈〉'))}》"


def quoted(text: str) -> str:
    """Write a text between quotation marks; the same marks inside become ‘’."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"


def sentence_part(text: str) -> str:
    """Write a text as a part of a sentence: on one line, without the mark that closes it."""
    return re.sub(r"\s+", " ", text).strip().rstrip("。；;.")
