"""A report and a reminder as plain data: what ``--format json`` prints and what templates see.

The fields are documented in docs/templates.md; fields may be added, never changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from gkplan.domain.briefing import Briefing, DueDay, NamedDuty
from gkplan.domain.counts import TaskCounts
from gkplan.domain.deadlines import Deadline
from gkplan.domain.duty import Duty
from gkplan.domain.vocabulary import Status
from gkplan.report.data import LedgerGroup, Report, TaskDuty
from gkplan.report.json_tasks import TaskFields, coverage_json, periods_json, records_json
from gkplan.report.reminder import Reminder
from gkplan.views.headline import (
    COUNTING_RULE,
    backfilled_note,
    briefing_sentence,
    duties_sentence,
    provisional_note,
    tasks_sentence,
)
from gkplan.views.history import trend_data
from gkplan.views.json_data import (
    day_text,
    document,
    duty_data,
    entry_data,
    name_data,
)
from gkplan.views.status import backfilled_data, duties_data, ratio_data, tasks_data, unit_data
from gkplan.views.tasks import changes_texts


def report_json(report: Report, fields: TaskFields | None = None) -> dict[str, Any]:
    """Every field of a report; rates are percentages with one decimal, as circulars print them.

    ``fields`` are those of the tasks in all reports on its assessment, where there are several.
    """
    figures = report.figures
    known = fields or TaskFields(report.assessment)
    tasks = {row.standing.task.id: known.of(row) for row in report.rows}
    return {
        **document("report", report.head, report.as_of),
        "revision": report.revision,
        "scope": report.scope,
        "unit": report.unit or None,
        "unit_names": list(report.units),
        "since": day_text(report.since),
        "pages": dict(report.pages),
        "totals": _totals(figures.tasks, report.doubts),
        "listed": len(report.rows),
        "duties": duties_data(figures.duties),
        "duties_headline": duties_sentence(figures.duties),
        "counting_rule": COUNTING_RULE,
        "backfilled": backfilled_data(figures.backfilled),
        "backfilled_note": backfilled_note(figures.backfilled) or None,
        "supporting": list(figures.supporting),
        "provisional_note": provisional_note(figures.duties) or None,
        "units": _units(report),
        "periods": periods_json(report.own),
        "coverage": coverage_json(report, tasks),
        "trend": trend_data(report.trend),
        "due": {
            "within": report.within,
            "late": [_deadline(together) for together in report.late],
            "coming": [_deadline(together) for together in report.coming],
        },
        "problems": [_problem(row) for row in report.problems],
        "returned": [_named(row) | _return(row.duty) for row in report.returned],
        "late_done": [_named(row) for row in report.late_done],
        "extensions": [_extended(row) for row in report.extended],
        "unproved": [_named(row) for row in report.unproved],
        "doubts": [
            {
                "task": standing.task.id,
                "text": standing.task.text,
                "doubt": doubt,
                **name_data(standing.task),
            }
            for standing in report.standings
            for doubt in standing.task.doubts
        ],
        "changes": records_json(report.standings, report.changes),
        "late": [tasks[standing.task.id] for standing in report.standings if standing.late_label],
        "groups": [_group(group, tasks) for group in report.groups],
        "briefing": briefing_json(report.briefing),
        "due_spans": [
            {**span.as_dict(), "first": str(span.first), "last": str(span.last), "all": span.all}
            for span in report.due_spans
        ],
        "pace": [
            {
                "group": pace.group.id,
                "heading": pace.group.heading,
                "gone": pace.gone,
                "behind": pace.behind,
                **ratio_data(pace.completion),
            }
            for pace in report.pace
        ],
    }


def _group(part: LedgerGroup, tasks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "id": part.group.id,
        "label": part.group.label,
        "heading": part.group.heading,
        "title": part.group.title,
        "totals": _totals(part.line.tasks, part.doubts),
        "tasks": [tasks[standing.task.id] for standing in part.standings],
    }


def _totals(tasks: TaskCounts, doubts: int) -> dict[str, Any]:
    """Counts of tasks as ``status`` gives them, with the doubts and the sentence on them."""
    counts = tasks_data(tasks)
    every = counts.pop("all")
    return {"tasks": every, **counts, "doubts": doubts, "headline": tasks_sentence(tasks)}


def _units(report: Report) -> list[dict[str, Any]]:
    """Units, the best rate first, with what they owe by now, by status."""
    return [
        {**unit, "by_status": unit["duties"]["by_status"]}
        for unit in map(unit_data, report.figures.units)
    ]


def _named(row: TaskDuty) -> dict[str, Any]:
    return {
        "text": row.task.text,
        "occasion": row.duty.period.label,
        **duty_data(row.duty),
        **name_data(row.task),
    }


def _deadline(together: Sequence[Deadline]) -> dict[str, Any]:
    first = together[0]
    return {
        **_named(TaskDuty(first.task, first.duty)),
        "units": [deadline.duty.unit for deadline in together],
        "days": first.days,
        "workdays": first.workdays,
    }


def _problem(row: TaskDuty) -> dict[str, Any]:
    record = row.duty.latest
    assert record
    return {
        **_named(row),
        "date": record.date.isoformat(),
        "problem": record.problem or None,
        "next": record.next or None,
    }


def _extended(row: TaskDuty) -> dict[str, Any]:
    """A duty that was extended, with every extension of it."""
    return {
        **_named(row),
        "extensions": list(map(entry_data, row.duty.extensions)),
    }


def _return(duty: Duty) -> dict[str, Any]:
    """The return of a duty: which record, when and why."""
    review = duty.reviews[-1]
    return {
        "reported": review.record.isoformat(),
        "correct_by": day_text(review.correct_by),
        "returned_on": review.date.isoformat(),
        "reason": review.note or None,
    }


def reminder_json(letter: Reminder) -> dict[str, Any]:
    """Every field of a reminder."""
    return {
        **document("reminder", letter.head, letter.as_of),
        "unit": letter.unit,
        "within": letter.within,
        "journal": letter.journal,
        "opening": letter.opening,
        "late": [_reminded(deadline, letter.as_of) for deadline in letter.late],
        "coming": [_reminded(deadline, letter.as_of) for deadline in letter.coming],
        "returned": [
            {
                **duty_data(duty),
                "text": task.text,
                "changes_texts": changes_texts(task.changes_until(letter.as_of)),
                **_return(duty),
                "reason": duty.reviews[-1].note,
                **name_data(task),
            }
            for task, duty in letter.returned
        ],
        "example": letter.example,
    }


def _reminded(deadline: Deadline, as_of: date) -> dict[str, Any]:
    return {
        **duty_data(deadline.duty),
        "text": deadline.task.text,
        "changes_texts": changes_texts(deadline.task.changes_until(as_of)),
        "days": abs(deadline.days),
        "workdays": None if deadline.workdays is None else abs(deadline.workdays),
        "far": deadline.distance,
        **name_data(deadline.task),
    }


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
        "late": _by_unit({late.unit: late.duties for late in briefing.late}),
        "blocked": list(map(_briefed, briefing.blocked)),
        "silent": list(briefing.silent),
        "returned": list(map(_briefed, briefing.returned)),
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


def _briefed(named: NamedDuty) -> dict[str, Any]:
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
    return [{"unit": unit, "duties": list(map(_briefed, named))} for unit, named in by_unit.items()]
