"""The findings and requests of a circular (通报): exceptions, with tasks and units."""

from collections.abc import Iterable, Sequence
from itertools import chain

from gkplan.domain.deadlines import Deadline
from gkplan.domain.model import Task
from gkplan.report.data import Report, TaskDuty
from gkplan.report.official import (
    due_day,
    official_day,
    official_occasion,
    quoted,
    sentence_part,
)

Point = tuple[str, list[str]]
"""A heading and the paragraphs below it; one without paragraphs is left out."""


def problems(report: Report) -> list[Point]:
    """Return 存在问题: each sort of exception that occurs, with its tasks and units."""
    late, returned, unproved = report.late, report.returned, report.unproved
    stuck, silent, done = report.problems, report.silent, report.late_done
    points = [
        (f"部分事项逾期未办结，共{report.figures.duties.late}份", _items(map(_late, late))),
        (f"部分事项逾期办结，共{len(done)}份", _items(map(_late_done, done))),
        (f"退回的填报没有重报，共{len(returned)}份", _items(map(_returned, returned))),
        (f"报已完成但无佐证材料，共{len(unproved)}份", _items(map(_unproved, unproved))),
        (f"部分事项受阻或存在困难，共{len(stuck)}份", _items(map(_stuck, stuck))),
        (f"{len(silent)}个单位从未填报进展", [f"{_names(silent)}。"] if silent else []),
    ]
    return [(title, lines) for title, lines in points if lines]


def demands(report: Report) -> list[Point]:
    """Return 下一步要求: what is open, and what has to be done about it."""
    late = [deadline.duty.unit for deadline in chain.from_iterable(report.late)]
    returned, unproved, stuck = map(_units, (report.returned, report.unproved, report.problems))
    to = report.head.supervisor or report.head.issuer or "督查单位"
    coming = f"今后{report.within}天内到期的{sum(map(len, report.coming))}份按期办结"
    points = [
        ("逾期的立即办结", _asked(late, "要立即办理逾期事项，填报进展，并说明逾期原因。")),
        (coming, _items(map(_coming, report.coming))),
        ("退回的重新填报", _asked(returned, "要对照退回意见补正，重新填报。")),
        ("缺佐证的补齐材料", _asked(unproved, "要为已报完成的事项补充佐证材料。")),
        (
            "受阻的提出解决办法",
            _asked(stuck, f"要逐项研究，提出解决办法和完成时间；需要协调的，及时报{to}。"),
        ),
        ("未填报的立即填报", _asked(report.silent, "要立即填报各项工作的进展情况。")),
    ]
    return [(title, lines) for title, lines in points if lines]


def _asked(units: Sequence[str], what: str) -> list[str]:
    return [f"{_names(units)}{what}"] if units else []


def _units(rows: Iterable[TaskDuty]) -> list[str]:
    return [row.duty.unit for row in rows]


def _names(units: Iterable[str]) -> str:
    """Return the names of units, each once."""
    return "、".join(dict.fromkeys(units))


def _items(texts: Iterable[tuple[Task, str]]) -> list[str]:
    """Return one numbered paragraph per task, with the texts on its duties."""
    tasks: dict[str, list[tuple[Task, str]]] = {}
    for task, text in texts:
        tasks.setdefault(task.id, []).append((task, text))
    return [
        f"{number}.第{id_}项{quoted(part[0][0].name)}：{'；'.join(text for _, text in part)}。"
        for number, (id_, part) in enumerate(tasks.items(), start=1)
    ]


def _late(together: Sequence[Deadline]) -> tuple[Task, str]:
    task, duty = together[0].task, together[0].duty
    due = f"时限{due_day(together[0].due, provisional=duty.provisional)}"
    if duty.extensions and duty.original_due:
        original = due_day(duty.original_due, provisional=duty.original_provisional)
        due += f"，原时限{original}，延期{len(duty.extensions)}次"
    returned = "已退回" if duty.returned else ""
    limit = "，限期整改" if duty.correct_by else ""
    about = (official_occasion(duty.period), due + limit, duty.status.label, returned)
    units = "、".join(deadline.duty.unit for deadline in together)
    return task, f"{units}（{'，'.join(filter(None, about))}）逾期{-together[0].days}天"


def _late_done(row: TaskDuty) -> tuple[Task, str]:
    assert row.duty.completed
    day = official_day(row.duty.completed)
    return row.task, f"{_who(row)}{day}办结，晚{row.duty.late_days}天"


def _coming(together: Sequence[Deadline]) -> tuple[Task, str]:
    first = together[0]
    units = "、".join(deadline.duty.unit for deadline in together)
    occasion = official_occasion(first.duty.period)
    due = due_day(first.due, provisional=first.duty.provisional)
    return first.task, f"{units}{f'（{occasion}）' if occasion else ''}，{due}到期"


def _returned(row: TaskDuty) -> tuple[Task, str]:
    review = row.duty.reviews[-1]
    reason = f"，退回意见：{sentence_part(review.note)}" if review.note else ""
    days = f"{official_day(review.record)}填报，{official_day(review.date)}退回"
    limit = f"，限{official_day(review.correct_by)}前改正" if review.correct_by else ""
    return row.task, f"{_who(row)}{days}{limit}{reason}"


def _unproved(row: TaskDuty) -> tuple[Task, str]:
    return row.task, _who(row)


def _stuck(row: TaskDuty) -> tuple[Task, str]:
    record = row.duty.latest
    assert record
    texts = (("存在问题", record.problem), ("下一步", record.next))
    parts = [f"{name}：{sentence_part(text)}" for name, text in texts if text]
    state = f"{row.duty.status.label}，{official_day(record.date)}填报"
    return row.task, f"{_who(row)}{'，'.join((state, *parts))}"


def _who(row: TaskDuty) -> str:
    occasion = official_occasion(row.duty.period)
    return f"{row.duty.unit}（{occasion}）" if occasion else row.duty.unit
