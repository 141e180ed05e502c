"""The letter that reminds a unit of what it owes (催办单), as data for its template."""

import re
from shlex import quote
from typing import Any

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import Deadline, deadlines
from gkplan.domain.query import Selection, select
from gkplan.domain.standing import Duty
from gkplan.views.json_data import document, duty_data


def reminder_data(
    assessment: Assessment, unit: str, within: int, journal: str
) -> dict[str, Any] | None:
    """What a unit is late with, what falls due, what was sent back; None if there is nothing.

    ``journal`` is what people call the unit's journal.
    """
    rows = select(assessment, Selection(units=(unit,)))
    own = [row.standing for row in rows if unit in row.standing.owners]
    found = deadlines(assessment, own, within)
    returned = [
        _returned(duty, standing.task.text)
        for standing in own
        for duty in standing.duties
        if duty.returned
    ]
    if not (found.late or found.coming or returned):
        return None
    late, coming = ([_deadline(one) for one in part] for part in (found.late, found.coming))
    return {
        **document("reminder", assessment.ledger.plan.head, assessment.as_of),
        "unit": unit,
        "within": within,
        "journal": journal,
        "late": late,
        "coming": coming,
        "returned": returned,
        "example": _example(unit, (late or returned or coming)[0]),
    }


def _deadline(one: Deadline) -> dict[str, Any]:
    return {
        **duty_data(one.duty),
        "text": one.task.text,
        "days": abs(one.days),
        "workdays": None if one.workdays is None else abs(one.workdays),
        "far": one.distance,
    }


def _returned(duty: Duty, text: str) -> dict[str, Any]:
    assert duty.latest
    review = duty.reviews[-1]
    return {
        **duty_data(duty),
        "text": text,
        "reported": review.record.isoformat(),
        "returned_on": review.date.isoformat(),
        "reason": review.note,
    }


def _example(unit: str, row: dict[str, Any]) -> str:
    """The command that answers one row."""
    option = "event" if row["event"] else "period"
    about = f" --{option} {row[option]}" if row[option] else ""
    name = unit if re.fullmatch(r"[\w.-]+", unit) else quote(unit)
    said = "--evidence 网址或文件 --note 进展情况"
    return f"gkplan mark {row['task']} 已完成 --unit {name}{about} {said}"
