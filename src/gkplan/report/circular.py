"""The parts of the official circular (通报) other than its findings: heading, figures, ledger."""

from collections.abc import Iterator, Sequence

from gkplan.domain.model import Record
from gkplan.domain.standing import Standing
from gkplan.report.data import Report, records_of
from gkplan.report.official import bracketed, official_day, quoted_title
from gkplan.views.detail import schedule_text, states_day
from gkplan.views.headline import official_duties, official_tasks, provisional_note


def heading(report: Report) -> str:
    """The title of the circular."""
    plan = quoted_title(report.head.title)
    return f"关于{report.unit}落实{plan}情况的通报" if report.unit else f"关于{plan}落实情况的通报"


def ledger_name(report: Report) -> str:
    """The title of the attachment."""
    return f"{quoted_title(report.head.title)}落实情况台账"


def signatory(report: Report) -> str:
    """Return who signs: the office that supervises, or the one that issued the plan."""
    return report.head.supervisor or report.head.issuer


def addressees(report: Report) -> str:
    """Return the addressees: the plan's collectives, and the units that are in none of them.

    The office that supervises does not write to itself.
    """
    if report.unit:
        return f"{report.unit}："
    units = {line.unit for line in report.figures.units}
    named: dict[str, None] = {}
    gathered: set[str] = set()
    for standing in report.standings:
        task = standing.task
        own = (*task.lead, *task.implement, *task.support)
        named.update(dict.fromkeys(own))
        gathered.update(set(report.concerned(task)) - set(own))
    sets = [name for name in named if name not in units]
    alone = [name for name in named if name in units - gathered and name != report.head.supervisor]
    return f"{'，'.join(filter(None, map('、'.join, (sets, alone)))) or '各有关单位'}："


def overall(report: Report) -> list[str]:
    """Return 总体情况: how many tasks there are, done, under way and late, as of the day."""
    head = report.head
    number = f"（{bracketed(head.number)}）" if head.number else ""
    concerning = f"涉及{report.unit}的" if report.unit else ""
    about = f"截至{official_day(report.as_of)}，{quoted_title(head.title)}{number}{concerning}"
    return [
        f"{about}{official_tasks(report.figures.tasks)}",
        official_duties(report.figures.duties),
    ]


def by_unit(report: Report) -> tuple[str, list[list[str]], str]:
    """Return 各单位办理情况: the text before the table, its rows, and the text after it."""
    lines = report.figures.units
    owing = [line for line in lines if line.duties.owed]
    idle = [line.unit for line in lines if not line.duties.owed]
    if not owing:
        before = f"截至{official_day(report.as_of)}，各单位均没有已经开始的应办事项。"
    elif report.unit:
        before = f"{report.unit}应办、办结份数如下。"
    elif any(line.rank for line in owing):
        before = "各单位应办、办结份数如下，按办结率排名，办结率相同的名次并列。"
    else:
        before = "各单位应办份数如下，尚无办结，不作排名。"
    rows = [
        [
            str(line.rank or "—"),
            line.unit,
            str(line.duties.owed),
            str(line.duties.done),
            f"{line.duties.rate:.1f}%",
            str(line.duties.late),
            str(line.last_report or "未填报"),
        ]
        for line in owing
    ]
    without = f"没有应办事项的单位：{'、'.join(idle)}。" if owing and idle else ""
    note = provisional_note(report.figures.duties)
    return before, rows, (f"{note}。" if note else "") + without


def ledger(report: Report) -> Iterator[list[str]]:
    """Yield the rows of the ledger: each group's heading, then its tasks."""
    for part in report.groups:
        tasks = part.line.tasks
        yield [f"{part.group.heading}（共{tasks.all}项，已完成{tasks.done}项）"]
        for standing in part.standings:
            yield _task(report, standing)


def _task(report: Report, standing: Standing) -> list[str]:
    task = standing.task
    others = (("落实", task.implement), ("配合", task.support))
    returned = sum(duty.returned for duty in standing.duties)
    state = (standing.status.label, standing.late_label, f"已退回{returned}份" if returned else "")
    return [
        task.id,
        "\n".join((task.text, *(f"存疑：{doubt}" for doubt in task.doubts))),
        "、".join(task.lead) or "—",
        "\n".join(f"{role}：{'、'.join(names)}" for role, names in others if names) or "—",
        _when(report, standing),
        "\n".join(filter(None, state)),
        _latest(records_of([standing])),
        str(standing.evidence),
    ]


def _when(report: Report, standing: Standing) -> str:
    """Return when a task is due: its schedule, then the next date if the schedule lacks it."""
    task, duty = standing.task, standing.next_duty
    lines = [schedule_text(task, report.head, "，\n")]
    if duty and duty.due and not states_day(task, report.head, duty.due):
        lines.append(f"当前时限{duty.due}{'（暂定）' if duty.provisional else ''}")
        if duty.extensions:
            first = "（暂定）" if duty.original_provisional else ""
            lines += [f"原{duty.original_due}{first}", f"延期{len(duty.extensions)}次"]
    return "，\n".join(lines)


def _latest(records: Sequence[Record]) -> str:
    """Return the newest record of a task: its day, its unit and its texts."""
    if not records:
        return "未填报"
    record = records[0]
    texts = (("", record.note), ("存在问题：", record.problem), ("下一步：", record.next))
    lines = [f"{label}{text}" for label, text in texts if text]
    return "\n".join((f"{record.date} {record.unit}", *lines))
