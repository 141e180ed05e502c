"""The letter that reminds a unit (催办单) as a Word file in the layout of GB/T 9704-2012.

It is for units that have no gkplan: only the Markdown letter explains how to report by a command.
"""

from collections.abc import Iterator, Sequence

from gkplan.domain.deadlines import Deadline
from gkplan.domain.duty import Duty
from gkplan.domain.model import Task
from gkplan.report.data import TaskDuty
from gkplan.report.official import due_day, official_day, official_occasion
from gkplan.report.reminder import Reminder
from gkplan.views.tasks import changes_texts

_NUMERALS = "一二三四"
_DUE = (("编号", 12), ("期次", 27), ("时限", 36), ("", 20), ("状态", 17), ("事项", 44))
_RETURNED = (
    ("编号", 12),
    ("期次", 25),
    ("填报日期", 24),
    ("退回日期", 24),
    ("限期", 24),
    ("退回理由", 25),
    ("事项", 22),
)
_READ = {"退回理由", "事项"}
"""The columns of texts, which begin at the left; all others are centred."""
_DELAY = (
    "暂时办不了的，在填报表里选“受阻”，写明问题和下一步；条件还没有具备的选“条件未具备”，写明等什么。"
    "需要延期的，在时限之前书面提出理由和新的时限，由{}登记。"
)


def word_letter(letter: Reminder) -> bytes:
    """Make the letter; the plan's notice runs along the top of every page."""
    from gkplan.report.wordml import Letter  # noqa: PLC0415  (loads python-docx and lxml)

    office = letter.head.supervisor or "督查单位"
    made = Letter(letter.head.notice_mark)
    made.title("催办单")
    made.add("Normal")
    made.add("Normal", f"{letter.unit}：")
    made.add("Body Text", letter.opening)
    parts = [
        ("已经逾期的", _columns("逾期"), [_due(row, letter) for row in letter.late]),
        (
            f"{letter.within} 天内到期的",
            _columns("还有"),
            [_due(row, letter) for row in letter.coming],
        ),
        ("被退回、需要重报的", _RETURNED, [_sent_back(row, letter) for row in letter.returned]),
    ]
    numerals = iter(_NUMERALS)
    for title, columns, rows in parts:
        if rows:
            made.add("heading 1", f"{next(numerals)}、{title}")
            made.add("Gap")
            made.keep()
            made.table(columns, rows, _READ)
            made.add("Gap")
    made.add("heading 1", f"{next(numerals)}、怎样答复")
    made.add("Body Text", f"请在填报表（Excel）里填写，填好后连同佐证文件发回{office}。")
    made.add("Body Text", _DELAY.format(office))
    made.add("Normal")
    made.keep()
    made.sign(letter.head.supervisor, official_day(letter.as_of))
    return made.to_bytes(f"催办单：{letter.unit}", letter.head.supervisor, letter.as_of)


def _columns(distance: str) -> Sequence[tuple[str, int]]:
    return tuple((title or distance, width) for title, width in _DUE)


def _due(deadline: Deadline, letter: Reminder) -> list[str]:
    """A row on a duty that is late or falls due."""
    task, duty = deadline.task, deadline.duty
    return [
        task.id,
        official_occasion(duty.period),
        "".join(_due_dates(duty, deadline)),
        deadline.distance,
        f"{duty.status.label}{'，已退回' if duty.returned else ''}",
        _name(task, letter),
    ]


def _due_dates(duty: Duty, deadline: Deadline) -> Iterator[str]:
    """The due date, and the one before it was extended."""
    yield due_day(deadline.due, provisional=duty.provisional)
    if duty.extensions and duty.original_due:
        before = due_day(duty.original_due, provisional=duty.original_provisional)
        late = "，逾期后才申请" if duty.asked_late else ""
        yield f"（原{before}，延期{len(duty.extensions)}次{late}）"


def _sent_back(row: TaskDuty, letter: Reminder) -> list[str]:
    """A row on a report that was returned."""
    review = row.duty.reviews[-1]
    return [
        row.task.id,
        official_occasion(row.duty.period),
        official_day(review.record),
        official_day(review.date),
        official_day(review.correct_by) if review.correct_by else "",
        review.note or "没有写明",
        _name(row.task, letter),
    ]


def _name(task: Task, letter: Reminder) -> str:
    changes = changes_texts(task.changes_until(letter.as_of))
    return task.name + "".join(f"（变动：{change}）" for change in changes)
