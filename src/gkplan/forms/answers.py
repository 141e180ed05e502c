"""Answers as people write them become values: a status, a day, evidence, a text."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from gkplan.domain import fields, rules
from gkplan.domain.addresses import ADD_SCHEME, is_bare
from gkplan.domain.fields import BadValueError
from gkplan.domain.query import word_of
from gkplan.domain.rules import Problem
from gkplan.domain.typed import folded, typed_day
from gkplan.domain.vocabulary import Status, Word
from gkplan.forms.rows import Answer

W = TypeVar("W", bound=Word)


class NamedFile(NamedTuple):
    """A file that a form names: its path inside the plan folder, or why it cannot be taken."""

    path: str = ""
    refusal: str = ""


FileFinder = Callable[[str], NamedFile | None]
"""Returns the file that a form names; None if there is none."""
_MOST_PIECES = 100
"""Pieces of evidence in one cell."""
_ENDS = " \t\n。.！!；;，,"
_TIME = re.compile(r"[ tT]\d{1,2}:\d{2}(:\d{2})?$", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}(\.\d+)?", re.ASCII)
"""A day as Excel counts them, from 1982 to 2036, in a cell that is not formatted as a date."""
_FIRST_SERIAL = date(1899, 12, 30)
_AMBIGUOUS = re.compile(r"(\d{1,2})\.([123])", re.ASCII)
"""A month and a day typed with a point: as a number, the 10th looks like the 1st."""
_MARK = re.compile(
    r"^(?:[（(]?\d{1,2}[)）.、．]|[①-⑳]|(?:网址|链接|附件|佐证材料?)\s*[:：])\s*(?=\S)"
)
"""A number or a label before one of several pieces of evidence."""
_MARK_ALONE = re.compile(r"[（(]?\d{1,2}[)）.、．]|[①-⑳]|(?:网址|链接|附件|佐证材料?)\s*[:：]")
_LINES = re.compile(r"[\n；]|;(?=\s|$|https?:|www\.)|(?=[①-⑳])")
_BETWEEN_NAMES = re.compile(r"[,，、\s]+")
NONE_WORDS = frozenset(
    (
        *(
            "无",
            "暂无",
            "没有",
            "无问题",
            "暂无问题",
            "没有问题",
            "目前没有问题",
            "不存在",
            "无困难",
        ),
        *("无变化", "没有变化", "无新进展", "暂无新进展", "无新情况", "同上次", "同前", "无异常"),
        *("/", "\\", "-", "—", "——"),
    )
)
"""What people write where there is nothing to report."""
_DITTO = frozenset(("同上", "同上行", "〃", "″", "同左"))
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\xad"))
"""Characters that come along when people paste, and that nobody can find."""
_MONTH_AND_DAY = re.compile(r"\d{1,2}\.\d{1,2}", re.ASCII)
_URL = re.compile(
    r"(?:https?://|www\.)(?:(?!\([^)]*[\u2e80-\uffef])[^\s、，。；（）《》“”【】])+", re.IGNORECASE
)
"""An address up to the first blank, Chinese mark or bracket with Chinese words."""


class BadAnswerError(Exception):
    """An answer that cannot be taken; ``problem`` is why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


def read_word(vocabulary: type[W], answer: Answer, choices: Iterable[str]) -> W:
    """Read a word of a list, also as people paste it: ``已办结。``; raises ``BadAnswerError``."""
    text = answer.text.strip(_ENDS)
    word = word_of(vocabulary, text) or word_of(vocabulary, re.sub(r"\s", "", text))
    if word is None:
        listed = "、".join(choices)
        rule = rules.UNKNOWN_STATUS if len(vocabulary) > 2 else rules.UNKNOWN_VERDICT  # noqa: PLR2004
        raise BadAnswerError(
            answer.problem(rule, f"“{_short(answer.text)}”不在列表里", f"从列表里选：{listed}")
        )
    return word


def read_day(answer: Answer, first: date, last: date, what: str) -> date:
    """Read a day between two others; one without a year is the only one that fits.

    Excel's own numbers of days are understood. Raises ``BadAnswerError``.
    """
    text = _TIME.sub("", folded(answer.text).strip(_ENDS))
    if answer.number and _MONTH_AND_DAY.fullmatch(plain := _rounded(answer.value)):
        text = plain  # 9.12 in a cell that is formatted as a date
    if answer.number and _AMBIGUOUS.fullmatch(text):
        month, day = text.split(".")
        message = f"“{text}”是 {month} 月 {day} 日，还是 {month} 月 {day}0 日？"
        raise BadAnswerError(answer.problem(rules.BAD_DATE, message, _WRITE_DAY))
    if answer.number and _SERIAL.fullmatch(text):
        return _between(_FIRST_SERIAL + timedelta(days=int(float(text))), answer, first, last, what)
    typed = typed_day(re.sub(r"\s", "", text))
    if typed and typed.year is None and typed.exists:
        days = typed.between(first, last)
        if len(days) == 1:
            return days[0]
        why = "没有写年份" if len(days) > 1 else f"在 {first} 至 {last} 之间没有这一天"
        message = f"“{_short(answer.text)}”{why}"
        raise BadAnswerError(answer.problem(rules.BAD_DATE, message, _WRITE_DAY))
    try:
        read = fields.iso_date(typed.iso if typed else text)
    except BadValueError as bad:
        message = f"“{_short(answer.text)}”不是有效日期"
        raise BadAnswerError(answer.problem(rules.BAD_DATE, message, _WRITE_DAY)) from bad
    return _between(read, answer, first, last, what)


_WRITE_DAY = "写具体的一天，格式如 2017-09-12"


def _rounded(value: str) -> str:
    """Return a number as people typed it: files have 9.12 as 9.119999999999999."""
    try:
        return f"{float(value):.10g}"
    except ValueError:
        return value


def _between(day: date, answer: Answer, first: date, last: date, what: str) -> date:
    """Refuse a day before the first, such as the plan's, or after the last, such as today."""
    if day < first:
        message = f"{what} {day} 早于 {first}"
        raise BadAnswerError(answer.problem(rules.RECORD_BEFORE_PLAN, message, "核对日期"))
    if day > last:
        message = f"{what} {day} 晚于 {last}"
        raise BadAnswerError(answer.problem(rules.DATE_AHEAD, message, "核对日期"))
    return day


def read_text(answer: Answer) -> str:
    """Read a text; raises ``BadAnswerError`` for control characters."""
    text = answer.text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).strip()
    if text.strip(_ENDS) in _DITTO:
        message = f"“{text}”不知道指什么"
        raise BadAnswerError(answer.problem(rules.DITTO, message, "写明内容"))
    try:
        return fields.text(text)
    except BadValueError as bad:
        raise BadAnswerError(answer.problem(bad.rule, bad.message, bad.remedy)) from bad


def read_evidence(answer: Answer, find: FileFinder) -> tuple[str, ...]:
    """Read addresses and names of files, each once; raises ``BadAnswerError`` for anything else.

    A link whose text is no address counts as the address that it leads to.
    """
    names_address = _names_address(answer.text)
    pieces = [piece for line in _LINES.split(answer.text) for piece in _pieces(line, find)]
    if len(pieces) > _MOST_PIECES:
        message = f"有 {len(pieces)} 份佐证材料，一格最多 {_MOST_PIECES} 份"
        raise BadAnswerError(answer.problem(rules.BAD_EVIDENCE, message, _WRITE_EVIDENCE))
    if answer.link and fields.is_address(answer.link):
        if not names_address and not any(map(find, pieces)):
            return (_address(answer, answer.link),)
        if _URL.fullmatch(answer.text) and answer.link.rstrip("/") != answer.text.rstrip("/"):
            message = f"显示的网址和点开的（{_short(answer.link)}）不同"
            raise BadAnswerError(answer.problem(rules.BAD_EVIDENCE, message, _WRITE_EVIDENCE))
    return tuple(dict.fromkeys(_one(answer, piece, find) for piece in pieces or [answer.text]))


def _names_address(text: str) -> bool:
    return re.search(r"https?://|www\.", text, re.IGNORECASE) is not None


def _pieces(line: str, find: FileFinder) -> Iterator[str]:
    """Split a line of evidence; a name of a file may contain blanks, commas and numbers."""
    line = line.strip()
    if not line or find(line) is not None:
        yield from [line] if line else []
        return
    start = 0
    for match in _URL.finditer(line):
        yield from _names(line[start : match.start()], find)
        yield match[0].strip(_ENDS + "、")
        start = match.end()
    yield from _names(line[start:], find)


def _names(text: str, find: FileFinder) -> Iterator[str]:
    """Split names of files; a number or a label alone is the mark of an address."""
    if not text.strip(_ENDS + "、") or _MARK_ALONE.fullmatch(text.strip()):
        return
    text = text.strip(_ENDS + "、")
    whole = _unmarked(text, find)
    parts = [_unmarked(part, find) for part in _BETWEEN_NAMES.split(text) if part]
    several = len(parts) > 1 and find(whole) is None and all(map(find, parts))
    yield from parts if several else [whole]


def _unmarked(name: str, find: FileFinder) -> str:
    """Return the name of a file without a number or a label before it, if there is such a file."""
    bare = _MARK.sub("", name)
    return bare if find(name) is None and find(bare) is not None else name


def _one(answer: Answer, piece: str, find: FileFinder) -> str:
    """Return one piece of evidence as the journal has it."""
    if fields.is_address(piece) or "://" in piece:
        return _address(answer, piece)
    file = find(piece)
    if file is None or file.refusal:
        reason = f"不是完整的网址，{ADD_SCHEME}" if is_bare(piece) else _NO_FILE
        reason = file.refusal if file else reason
        message = f"“{_short(piece)}”{reason}"
        raise BadAnswerError(answer.problem(rules.BAD_EVIDENCE, message, _WRITE_EVIDENCE))
    return file.path


def _address(answer: Answer, text: str) -> str:
    try:
        return fields.evidence(text)
    except BadValueError as bad:
        raise BadAnswerError(answer.problem(bad.rule, bad.message, _WRITE_EVIDENCE)) from bad


_NO_FILE = "不是网址，和表放在一起的文件里也没有它"
_WRITE_EVIDENCE = "一行写一个完整的网址，或一个文件名；文件和表放在一起"


def is_none(answer: Answer) -> bool:
    """Whether an answer says that there is nothing."""
    return answer.text.strip(_ENDS) in NONE_WORDS


def is_day(answer: Answer) -> bool:
    """Whether an answer is a day, if perhaps not one that can be taken."""
    try:
        read_day(answer, date.min, date.max, "")
    except BadAnswerError:
        return typed_day(re.sub(r"\s", "", folded(answer.text))) is not None
    return True


def is_status(answer: Answer) -> bool:
    """Whether an answer is nothing but the name of a status."""
    return word_of(Status, answer.text.strip(_ENDS)) is not None


def is_only_address(answer: Answer) -> bool:
    """Whether an answer is nothing but an address on the web."""
    return _URL.fullmatch(answer.text.strip()) is not None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


_QUOTED = 40
