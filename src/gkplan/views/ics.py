"""Deadlines as an iCalendar (RFC 5545) that Outlook, Thunderbird and phones import.

The lines are written here: a library that builds them from objects took eight times the time of the
rest of the command, and 600 MB for the duties of 10,000 tasks.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from gkplan.domain.deadlines import Deadline, Deadlines
from gkplan.domain.model import Head
from gkplan.views.table import visible

_AHEAD = "-P2DT15H"
"""How long before the day an alarm goes off: at nine in the morning three days ahead."""
_LONGEST_BASIS = 500
"""Characters of the plan's title and number that every event repeats."""
_MOST_OCTETS = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""


def calendar(deadlines: Deadlines, head: Head, as_of: date, units: Sequence[str] = ()) -> str:
    """Return deadlines as one calendar: one all-day event per duty, with an alarm ahead.

    The identity of an event follows from the plan, the task, the unit and the period, so that
    importing a newer calendar changes its events instead of duplicating them.
    """
    owner = "、".join(units) or head.supervisor
    name = " ".join(f"{head.notice_mark}{owner} 分工方案时限".split())
    opening = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gkplan//due//ZH"),
        f"X-WR-CALNAME:{_escaped(name)}",
    )
    events = (
        _folded(_event(deadline, head, as_of)) for deadline in (*deadlines.late, *deadlines.coming)
    )
    return "".join((_folded(opening), *events, _folded(["END:VCALENDAR"])))


def _event(deadline: Deadline, head: Head, as_of: date) -> Iterator[str]:
    """Yield the lines of an event."""
    duty = deadline.duty
    about = "，".join(text for text in (duty.unit, duty.period.label) if text)
    title = f"{duty.task}（{about}）{deadline.task.name}"
    marks = ("【逾期】" if duty.overdue else "") + ("【暂定】" if duty.provisional else "")
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_escaped(f'{marks}{title}')}"
    yield f"DTSTART;VALUE=DATE:{deadline.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{deadline.due + timedelta(days=1):%Y%m%d}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"UID:{_identity(deadline, head)}@gkplan"
    yield f"SEQUENCE:{len(duty.extensions)}"
    yield f"CATEGORIES:{_escaped(duty.unit)}"
    yield f"DESCRIPTION:{_escaped(_description(deadline, head))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(f'时限 {duty.due_label}：{title}')}"
    yield f"TRIGGER:{_AHEAD}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _identity(deadline: Deadline, head: Head) -> str:
    """Return an identifier of the duty that is the same in every calendar of the plan."""
    duty = deadline.duty
    parts = (head.number or head.title, duty.task, duty.unit, duty.period.name)
    return str(uuid5(NAMESPACE_URL, "gkplan:" + "\n".join(parts)))


def _description(deadline: Deadline, head: Head) -> str:
    duty = deadline.duty
    lines = [
        deadline.task.text,
        f"状态：{duty.status.label}{'，已退回' if duty.returned else ''}",
        f"时限：{duty.due_label}",
    ]
    if duty.extensions:
        late = "，逾期后才申请" if duty.asked_late else ""
        lines.append(f"原时限：{duty.original_label}，延期 {len(duty.extensions)} 次{late}")
    basis = f"{head.title}（{head.number}）" if head.number else head.title
    short = basis if len(basis) <= _LONGEST_BASIS else f"{basis[:_LONGEST_BASIS]}…"
    lines.append(f"依据：{short}")
    return "\n".join(lines)


_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def _escaped(text: str) -> str:
    """Write a text as a value (RFC 5545, 3.3.11), without characters that could turn or hide it."""
    return visible(text).translate(_ESCAPES)


def _folded(lines: Iterable[str]) -> str:
    """Join lines, long ones folded (RFC 5545, 3.1) where neither a character nor an escape ends."""
    return "".join("\r\n ".join(_pieces(line.encode())) + "\r\n" for line in lines)


def _pieces(line: bytes) -> Iterator[str]:
    """Cut a line into pieces; each but the first is written behind a blank."""
    start = 0
    while len(line) - start >= _MOST_OCTETS:
        end = _cut(line, start + _MOST_OCTETS - 1)
        yield line[start:end].decode()
        start = end
    yield line[start:].decode()


def _cut(line: bytes, cut: int) -> int:
    """Return where to fold a line: before the first octet of a character, not after a backslash."""
    while line[cut] & 0xC0 == 0x80:  # noqa: PLR2004  (the octets of UTF-8 that begin no character)
        cut -= 1
    return cut - 1 if line[cut - 1 : cut] == b"\\" else cut
