"""Deadlines as an iCalendar (RFC 5545) that Outlook, Thunderbird and phones import."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event, vText

from gkplan.domain.deadlines import Deadline, Deadlines
from gkplan.domain.model import Head
from gkplan.views.table import visible

_AHEAD = timedelta(days=2, hours=15)
"""How long before the day an alarm goes off: at nine in the morning three days ahead."""


def calendar(deadlines: Deadlines, head: Head, as_of: date, units: Sequence[str] = ()) -> str:
    """Return deadlines as one calendar: one all-day event per duty, with an alarm ahead.

    The identity of an event follows from the plan, the task, the unit and the period, so that
    importing a newer calendar changes its events instead of duplicating them.
    """
    result = Calendar()
    result.add("prodid", "-//gkplan//due//ZH")
    result.add("version", "2.0")
    owner = "、".join(units) or head.supervisor
    name = " ".join(f"{head.notice_mark}{owner} 分工方案时限".split())
    result["x-wr-calname"] = vText(visible(name))  # unknown names are not escaped by themselves
    for deadline in (*deadlines.late, *deadlines.coming):
        result.add_component(_event(deadline, head, as_of))
    return bytes(result.to_ical()).decode()


def _event(deadline: Deadline, head: Head, as_of: date) -> Event:
    duty = deadline.duty
    about = "，".join(text for text in (duty.unit, duty.period.label) if text)
    title = visible(f"{duty.task}（{about}）{deadline.task.name}")
    event = Event()
    event.add("uid", f"{_identity(deadline, head)}@gkplan")
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("sequence", len(duty.extensions))
    event.add("dtstart", deadline.due)
    event.add("dtend", deadline.due + timedelta(days=1))
    marks = ("【逾期】" if duty.overdue else "") + ("【暂定】" if duty.provisional else "")
    event.add("summary", f"{marks}{title}")
    event.add("description", visible(_description(deadline, head)))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [visible(duty.unit)])
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"时限 {duty.due_label}：{title}")
    alarm.add("trigger", -_AHEAD)
    event.add_component(alarm)
    return event


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
    lines.append(f"依据：{head.title}" + (f"（{head.number}）" if head.number else ""))
    return "\n".join(lines)
