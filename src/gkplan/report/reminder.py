"""The letter that reminds a unit of what it owes (催办单)."""

from datetime import date

from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import Deadline, deadlines
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Head
from gkplan.domain.query import Selection, select
from gkplan.domain.typed import shell_word
from gkplan.report.data import TaskDuty, duties_with
from gkplan.report.official import bracketed, official_day, quoted_title


class Reminder(Frozen):
    """The late duties of a unit, those due within some days, and the returned ones.

    ``journal`` is the name of the unit's journal for people.
    """

    head: Head
    as_of: date
    unit: str
    within: int
    journal: str
    late: list[Deadline]
    coming: list[Deadline]
    returned: list[TaskDuty]

    @property
    def opening(self) -> str:
        """Return the sentence that says what the letter is about."""
        counted = (
            (self.late, "已经逾期的"),
            (self.coming, f"{self.within} 天内到期的"),
            (self.returned, "被退回的"),
        )
        parts = "、".join(f"{what} {len(rows)} 份" for rows, what in counted if rows)
        number = f"（{bracketed(self.head.number)}）" if self.head.number else ""
        return (
            f"{quoted_title(self.head.title)}{number}中，截至{official_day(self.as_of)}，"
            f"你单位有{parts}，请抓紧办理并填报。"
        )

    @property
    def example(self) -> str:
        """Return the command that reports on the first duty of the letter."""
        duty: Duty = (self.late or self.returned or self.coming)[0].duty
        occasion = ""
        if duty.period.name:
            occasion = f" --{'event' if duty.period.event else 'period'} {duty.period.name}"
        name = shell_word(self.unit)
        options = "--evidence 网址或文件 --note 进展情况"
        return f"gkplan mark {duty.task} 已完成 --unit {name}{occasion} {options}"


def reminder(assessment: Assessment, unit: str, within: int, journal: str) -> Reminder | None:
    """Return the letter to a unit; None if there is nothing to remind it of."""
    rows = select(assessment, Selection(units=(unit,)))
    own = [row.standing for row in rows if unit in row.standing.owners]
    late, coming, *_ = deadlines(assessment, own, within)
    returned = duties_with(own, lambda duty: duty.returned)
    if not (late or coming or returned):
        return None
    head, as_of = assessment.ledger.plan.head, assessment.as_of
    return Reminder(head, as_of, unit, within, journal, late, coming, returned)
