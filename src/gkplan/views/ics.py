"""Deadlines as an iCalendar (RFC 5545) that Outlook, Thunderbird and phones take in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event, vText

from gkplan.domain.deadlines import Deadline, Deadlines
from gkplan.domain.model import Head
from gkplan.views.table import visible

_AHEAD = timedelta(days=2, hours=15)
"""How long before the day an alarm goes off: at nine in the morning three days ahead."""
_TITLE = 30
"""Characters of a task's text that fit into the title of an event."""


def calendar(found: Deadlines, head: Head, as_of: date, units: Sequence[str] = ()) -> str:
    """Write deadlines as one calendar, an event a duty, each a whole day with an alarm ahead.

    An event keeps its identity as long as the plan, the task, the unit and the period do, so that
    a calendar that is taken in again changes its events instead of doubling them.
    """
    made = Calendar()
    made.add("prodid", "-//gkplan//due//ZH")
    made.add("version", "2.0")
    whose = "、".join(units) or head.supervisor
    name = " ".join(f"{head.notice_mark}{whose} 分工方案时限".split())
    made["x-wr-calname"] = vText(visible(name))  # unknown names are not escaped by themselves
    for one in (*found.late, *found.coming):
        made.add_component(_event(one, head, as_of))
    return bytes(made.to_ical()).decode()


def _event(one: Deadline, head: Head, as_of: date) -> Event:
    duty = one.duty
    about = "，".join(text for text in (duty.unit, duty.period.label) if text)
    text = " ".join(one.task.text.split())
    title = visible(f"{duty.task}（{about}）{text[:_TITLE]}{'…' if len(text) > _TITLE else ''}")
    event = Event()
    event.add("uid", f"{_identity(one, head)}@gkplan")
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("sequence", len(duty.extensions))
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    marks = ("【逾期】" if duty.overdue else "") + ("【暂定】" if duty.provisional else "")
    event.add("summary", f"{marks}{title}")
    event.add("description", visible(_description(one, head)))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [visible(duty.unit)])
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"时限 {duty.due_label}：{title}")
    alarm.add("trigger", -_AHEAD)
    event.add_component(alarm)
    return event


def _identity(one: Deadline, head: Head) -> str:
    """A name for the duty that is the same in every calendar made of the plan."""
    duty = one.duty
    parts = (head.number or head.title, duty.task, duty.unit, duty.period.name)
    return str(uuid5(NAMESPACE_URL, "gkplan:" + "\n".join(parts)))


def _description(one: Deadline, head: Head) -> str:
    duty = one.duty
    lines = [
        one.task.text,
        f"状态：{duty.status.label}{'，已退回' if duty.returned else ''}",
        f"时限：{duty.due_label}",
    ]
    if duty.extensions:
        late = "，逾期后才申请" if duty.asked_late else ""
        lines.append(f"原时限：{duty.original_label}，延期 {len(duty.extensions)} 次{late}")
    lines.append(f"依据：{head.title}" + (f"（{head.number}）" if head.number else ""))
    return "\n".join(lines)
