"""The first screen of a report as plain data (``briefing``)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gkplan.domain.briefing import Briefing, DueDay, NamedDuty
from gkplan.domain.vocabulary import Status
from gkplan.views.headline import briefing_sentence
from gkplan.views.json_data import day_text, name_data
from gkplan.views.status import ratio_data


def briefing_json(briefing: Briefing) -> dict[str, Any]:
    """Return every field of the first screen."""
    return {
        "since": briefing.since.isoformat(),
        "first_day": date.fromordinal(briefing.since.toordinal() + 1).isoformat(),
        "from_issue": briefing.from_issue,
        "sentence": briefing_sentence(briefing),
        "figures": list(_figures(briefing)),
        "slowest": [
            {"unit": line.unit, **ratio_data(line.duties.completion)} for line in briefing.slowest
        ],
        "slow_units": briefing.slow_units,
        "late": [
            {"unit": late.unit, "duties": list(map(_duty, late.duties))} for late in briefing.late
        ],
        "blocked": list(map(_duty, briefing.blocked)),
        "silent": list(briefing.silent),
        "returned": list(map(_duty, briefing.returned)),
        "waiting": [
            {"task": task.id, "awaits": task.awaits or None, **name_data(task)}
            for task in briefing.waiting
        ],
        "next_due": _due_day(briefing.next_due),
        "peak": _due_day(briefing.peak),
        "coming": briefing.coming,
        "ahead": briefing.ahead,
        "settled": _by_unit(briefing.settled),
        "settled_count": sum(map(len, briefing.settled.values())),
        "waived_count": sum(
            one.duty.status is Status.WAIVED for named in briefing.settled.values() for one in named
        ),
        "newly_late": _by_unit(briefing.newly_late),
        "newly_late_count": sum(map(len, briefing.newly_late.values())),
    }


def _figures(briefing: Briefing) -> Iterable[dict[str, Any]]:
    """Yield the four figures, each with its change since the earlier day."""
    before, after = briefing.before, briefing.after
    rates = (
        ("rate", "办结率", before.duties.completion, after.duties.completion),
        ("completion", "完成率", before.tasks.completion, after.tasks.completion),
    )
    for name, title, old, new in rates:
        yield {
            "name": name,
            "title": title,
            "value": new.rate,
            "measure": "%",
            "change": new.points_since(old),
            **ratio_data(new),
        }
    counts = (
        ("late", "逾期", before.duties.late, after.duties.late),
        (
            "unverified",
            "已办未核实",
            before.duties.done - before.duties.verified,
            after.duties.done - after.duties.verified,
        ),
    )
    for name, title, was, now in counts:
        yield {
            "name": name,
            "title": title,
            "value": now,
            "measure": "份",
            "change": now - was,
            "part": now,
            "base": None,
            "rate": None,
        }


def _duty(named: NamedDuty) -> dict[str, Any]:
    """Return one duty: what people call it, how late it is, and what was said last."""
    duty = named.duty
    review = duty.reviews[-1] if duty.returned else None
    return {
        "task": duty.task,
        "unit": duty.unit,
        "occasion": duty.period.label,
        "status": str(duty.status),
        "days": named.days,
        "problem": (duty.latest.problem or None) if duty.latest else None,
        "next": (duty.latest.next or None) if duty.latest else None,
        "reported": day_text(duty.latest.date if duty.latest else None),
        "reason": (review.note or None) if review else None,
        "correct_by": day_text(review.correct_by) if review else None,
        **name_data(named.task),
    }


def _due_day(due: DueDay | None) -> dict[str, Any] | None:
    if due is None:
        return None
    return {"day": due.day.isoformat(), "duties": due.duties, "tasks": due.tasks}


def _by_unit(by_unit: Mapping[str, Sequence[NamedDuty]]) -> list[dict[str, Any]]:
    return [{"unit": unit, "duties": list(map(_duty, named))} for unit, named in by_unit.items()]
