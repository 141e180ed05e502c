"""What the sheet of figures of a workbook says: the plan, by group and by unit."""

from typing import NamedTuple

from gkplan.domain.counts import DutyCounts, TaskCounts
from gkplan.domain.vocabulary import Status
from gkplan.report.data import Report
from gkplan.report.excel import Value
from gkplan.views.headline import (
    COUNTING_RULE,
    duties_sentence,
    figure_notes,
    percent,
    tasks_sentence,
)
from gkplan.views.status import supporting_lines


class Figures(NamedTuple):
    """A table of figures with its own title; the first row is the sum of the others."""

    title: str
    heads: list[str]
    rows: list[list[Value]]


class Summary(NamedTuple):
    """The plan, the sentences that a circular begins with, and tables of equal width."""

    title: str
    lines: list[str]
    sections: list[Figures]


def summary(report: Report) -> Summary:
    """The figures of a report; those by group and by unit add up to the first row."""
    head, figures = report.head, report.figures
    about = (
        head.number,
        f"{head.issuer} {head.issued} 印发",
        f"截至 {report.as_of}",
        report.own_share,
        f"数据版本 {report.revision}" if report.revision else "",
    )
    changes = f"{report.since} 以来新增进展记录 {len(report.changes)} 条" if report.since else ""
    lines = (
        head.notice_mark,
        "，".join(filter(None, about)),
        f"{tasks_sentence(figures.tasks)}；存疑 {report.doubts} 处",
        f"{duties_sentence(figures.duties)}；已完成无佐证 {figures.duties.unproved} 份",
        f"另有只作配合的 {len(figures.supporting)} 项，不计入" if figures.supporting else "",
        *figure_notes(figures.duties, figures.backfilled),
        changes,
        *supporting_lines(figures.units),
        COUNTING_RULE,
    )
    return Summary(report.title, list(filter(None, lines)), [_groups(report), _units(report)])


def _groups(report: Report) -> Figures:
    words = [status.label for status in Status]
    ends = ["未完成", "完成率", "逾期", "落实单位逾期", "逾期办结", "存疑"]
    rows = [_tasks_row("", "合计", report.figures.tasks, report.doubts)]
    for part in report.groups:
        about = (part.group.label, part.group.title)
        rows.append(_tasks_row(*about, part.line.tasks, part.doubts))
    return Figures("按工作任务（项）", ["", "工作任务", "事项", *words, *ends], rows)


def _tasks_row(label: str, name: str, tasks: TaskCounts, doubts: int) -> list[Value]:
    by_status = tasks.by_status.values()
    lates = (tasks.late, tasks.late_below, tasks.late_done)
    return [label, name, tasks.all, *by_status, tasks.open, _part(tasks.rate), *lates, doubts]


def _units(report: Report) -> Figures:
    words = [status.label for status in Status]
    ends = ["办结率", "按期办结率", "核实率", "逾期", "逾期办结", "无佐证", "最近填报"]
    lines = [line for line in report.figures.units if line.duties.all or not line.supports]
    last = max((line.last_report for line in lines if line.last_report), default=None)
    rows: list[list[Value]] = [[None, "合计", *_duties_cells(report.figures.duties), last]]
    rows += [
        [
            line.rank,
            line.unit,
            *_duties_cells(line.duties),
            line.last_report or ("从未填报" if line.never_reported else None),
        ]
        for line in lines
    ]
    title = "按单位（已开始的应办事项，份；办结率相同的名次并列）"
    return Figures(title, ["名次", "单位", "应办", *words, *ends], rows)


def _duties_cells(duties: DutyCounts) -> list[Value]:
    return [
        duties.owed,
        *duties.by_status.values(),
        _part(duties.rate),
        percent(duties.in_time),
        percent(duties.verification),
        duties.late,
        duties.late_done,
        duties.unproved,
    ]


def _part(rate: float | None) -> float | None:
    return None if rate is None else round(rate / 100, 3)
