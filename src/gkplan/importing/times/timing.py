"""From the wording of time in a plan to cadence, due date, length of time and condition."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from gkplan.domain.fields import Span
from gkplan.domain.vocabulary import Cadence
from gkplan.domain.workdays import mainland
from gkplan.importing.lexicon.patterns import cached
from gkplan.importing.times.dates import Limit, later, limits
from gkplan.importing.times.frequencies import ALL_YEAR, NO_INTERVAL, Often, frequencies, intervals
from gkplan.importing.times.lengths import After, Condition, read_conditions, read_spans
from gkplan.importing.times.passage import COVER, Finding, Passage, passage

_AT_ONCE = re.compile(r"立即|立行立改|即知即改|即行|马上|即刻")
_ON_EVENT = re.compile(r"发现|发生|一旦|一经|如有|如遇|接到|收到|后$")


class AtOnce(NamedTuple):
    """立即; ``event`` where something has to happen first."""

    start: int
    stop: int
    event: bool


class Findings(NamedTuple):
    """Everything that was found in one text, and the text with it covered."""

    left: Passage
    conditions: tuple[Condition, ...]
    often: tuple[Often, ...]
    after: tuple[After, ...]
    limits: tuple[Limit, ...]
    at_once: tuple[AtOnce, ...]

    @property
    def all(self) -> tuple[Finding, ...]:
        """Every finding, in the text's order."""
        every: Iterable[Finding] = chain.from_iterable(self[1:])  # all but the text that is left
        return tuple(sorted(every, key=lambda one: one.start))


def find(whole: Passage, issued: date, *, stated: bool) -> Findings:
    """Look for one kind of phrase after the other; what was read is not read again."""
    conditions = tuple(read_conditions(whole, stated=stated))
    left = whole.without(conditions)
    every = tuple(intervals(left))
    left = left.without(every)
    after = tuple(read_spans(left, issued, stated=stated))
    left = left.without(after)
    days = tuple(limits(left, issued, stated=stated))
    left = left.without(days)
    at_once = tuple(_at_once(left))
    left = left.without(at_once)
    words = tuple(frequencies(left, stated=stated))
    return Findings(left.without(words), conditions, (*every, *words), after, days, at_once)


def _at_once(text: Passage) -> Iterator[AtOnce]:
    """立即, and whether something has to happen first."""
    for match in _AT_ONCE.finditer(text.text):
        start, _ = text.clause(match.start())
        event = _ON_EVENT.search(text.text[start : match.start()])
        yield AtOnce(*match.span(), event=event is not None)


_VAGUE = (NO_INTERVAL, ALL_YEAR)
_AT_ONCE_DAYS = Span(5, workdays=True)
_SILENT = re.compile(rf"[-/\\无、，。；：（）［］.·{COVER}]*")
_CLAUSE = re.compile("[，；。]")
_CLAUSES = 3
"""Clauses from which a task says so much that one limit may not be about all of it."""
_TELLING = re.compile(r"\d|[年月季周旬]")


class Timing(NamedTuple):
    """What a text says of time; an empty ``cadence`` says nothing of how often.

    ``phrases`` are the pieces of the text that the findings came from, in the text's order;
    ``vague`` are those of the ``doubts`` that ask what 定期 or 全年 means; ``counted`` are the
    phrases that count from the day of issue.
    """

    cadence: tuple[Cadence, ...] = ()
    due: date | None = None
    within: Span | None = None
    awaits: str = ""
    doubts: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


@cached(20000)  # a plan says the same again and again
def read_time(text: str, issued: date, *, stated: bool) -> Timing:
    """Read what a text says of time, for a plan issued on a day.

    ``stated`` is for a text that is about time alone (a cell of 完成时限): there a bare date or
    word counts, and what cannot be read is a doubt. In a running text only phrases that say so do.
    """
    whole = passage(text, names=not stated)
    found = find(whole, issued, stated=stated)
    due, due_doubts = _due(whole, found, issued)
    within, within_doubts = _within(whole, found, stated=stated)
    return Timing(
        cadence=_cadence(found, due=due is not None, within=within is not None, stated=stated),
        due=due,
        within=within,
        awaits="；".join(whole.quote(*condition.named) for condition in found.conditions),
        doubts=(
            *_often_doubts(whole, found.often),
            *due_doubts,
            *within_doubts,
            *(_unread(text, found, issued) if stated else ()),
        ),
        phrases=tuple(dict.fromkeys(whole.quote(one.start, one.stop) for one in found.all)),
        vague=_often_doubts(whole, [one for one in found.often if one.doubt in _VAGUE]),
        counted=tuple(whole.quote(one.start, one.stop) for one in found.after if one.own),
    )


def _cadence(found: Findings, *, due: bool, within: bool, stated: bool) -> tuple[Cadence, ...]:
    """The strongest of what was said: an interval, else a length of time or a day, else a word."""
    said = {often.cadence for often in found.often}
    said |= {Cadence.EVENT for once in found.at_once if once.event}
    periodic = {cadence for cadence in said if cadence.periodic}
    ongoing = {Cadence.ONGOING} & said if stated or not due else set()
    if periodic or within or (due and ongoing):
        once = {Cadence.ONCE} if due else set()
        event = {Cadence.EVENT} if within else set()
        said = once | periodic | event | (set() if periodic or within else ongoing)
    elif due:
        return ()
    else:
        said = ongoing or said & {Cadence.EVENT}
    return tuple(cadence for cadence in Cadence if cadence in said)


def _often_doubts(whole: Passage, often: Iterable[Often]) -> tuple[str, ...]:
    """What is doubtful about how often; 定期 is clear where an interval stands beside it."""
    doubts = [
        one.doubt.format(whole.quote(one.start, one.stop)) for one in sorted(often) if one.doubt
    ]
    return tuple(dict.fromkeys(doubts))


def _due(whole: Passage, found: Findings, issued: date) -> tuple[date | None, tuple[str, ...]]:
    """The last of the days that were named, with what is doubtful about them."""
    days: dict[str, date] = {}
    doubts: list[str] = []
    for day, phrase, doubt in _days(whole, found, issued):
        if doubt:
            doubts.append(doubt.format(phrase))
        if day is None:
            continue
        if day < issued:
            doubts.append(f"“{phrase}”（{day}）早于方案印发日期，未作时限")
        else:
            days[phrase] = day
    if len(set(days.values())) > 1:
        quoted = "、".join(f"“{phrase}”" for phrase in days)
        doubts.append(f"写了几个时限：{quoted}，现取最后一个")
    return max(days.values(), default=None), tuple(dict.fromkeys(doubts))


def _days(whole: Passage, found: Findings, issued: date) -> Iterator[tuple[date | None, str, str]]:
    """Every day named, with its phrase and a doubt: stated, counted from the issue, or at once."""
    for limit in found.limits:
        yield limit.day, whole.quote(limit.start, limit.stop), limit.doubt
    for after in found.after:
        if after.own and after.span:
            day, doubt = _counted(issued, after.span, after.months)
            yield day, whole.quote(after.start, after.stop), doubt or after.doubt
    for once in found.at_once:
        if not once.event:
            day, doubt = _counted(issued, _AT_ONCE_DAYS, 0)
            named = f"，现按印发后{_AT_ONCE_DAYS.label}计"
            yield day, whole.quote(once.start, once.stop), doubt or f"“{{}}”未写明日期{named}"


def _counted(issued: date, span: Span, months: int) -> tuple[date | None, str]:
    """The day that lies a length of time after the issue; doubtful without a published calendar."""
    try:
        day = later(issued, months) if months else mainland().after(issued, span)
    except (OverflowError, ValueError):
        return None, "“{}”算不出日期"
    years = mainland().unpublished(issued, day) if span.workdays and not months else ()
    named = "、".join(map(str, years))
    return day, f"“{{}}”暂按周末和法定节假日算到{day}：工作日历里没有{named}年" if years else ""


def _within(
    whole: Passage, found: Findings, *, stated: bool
) -> tuple[Span | None, tuple[str, ...]]:
    """The last of the lengths of time after an event, with what is doubtful about it."""
    after = [one for one in found.after if not one.own]
    spans = [one.span for one in after if one.span]
    doubts = [one.doubt.format(whole.quote(one.start, one.stop)) for one in after if one.doubt]
    if len(set(spans)) > 1:
        quoted = "、".join(f"“{whole.quote(one.start, one.stop)}”" for one in after if one.span)
        doubts.append(f"写了几个办理时限：{quoted}，现取最后一个")
    bare = bool(after) and not after[-1].doubt
    inside = bare and whole.clause(after[-1].start)[0] < after[-1].start
    if inside and not stated and len(_CLAUSE.findall(whole.text)) >= _CLAUSES:
        quoted = whole.quote(after[-1].start, after[-1].stop)
        doubts.append(f"“{quoted}”只在一句里，全项是否都按此办待核")
    return spans[-1] if spans else None, tuple(dict.fromkeys(doubts))


def _unread(text: str, found: Findings, issued: date) -> tuple[str, ...]:
    """A doubt that quotes a text about time of which nothing, or not every figure, was read.

    The bare year of the plan states no more than that the plan holds for it.
    """
    left = found.left.text
    if text.strip() == str(issued.year):
        return ()
    if _SILENT.fullmatch(left) or (found.all and not _TELLING.search(left)):
        return ()
    return (f"时限“{text.strip()}”未能全部读懂",)
