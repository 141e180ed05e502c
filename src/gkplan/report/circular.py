"""The parts of the official circular (通报) other than its findings: heading, figures, ledger."""

from collections.abc import Iterator

from gkplan.domain.standing import Standing
from gkplan.report.data import Report, late_first
from gkplan.report.official import bracketed, official_day, quoted_title
from gkplan.views.detail import schedule_text, states_day
from gkplan.views.headline import figure_notes, official_duties, official_tasks, percent
from gkplan.views.tasks import late_done_text, later_changes, missing_text, periods_text


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
        division = task.division(report.as_of)
        own = (*division.lead, *division.implement, *division.support)
        named.update(dict.fromkeys(own))
        gathered.update(set(report.concerned(task)) - set(own))
    sets = [name for name in named if name not in units]
    alone = [name for name in named if name in units - gathered and name != report.head.supervisor]
    return f"{'，'.join(filter(None, map('、'.join, (sets, alone)))) or '各有关单位'}："


def overall(report: Report) -> list[str]:
    """Return 总体情况: how many tasks there are, done, not done and late, as of the day."""
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
    idle = [line.unit for line in lines if not line.duties.owed and not line.supports]
    helping = [line for line in lines if not line.duties.all and line.supports]
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
            str(line.duties.waived),
            percent(line.duties.completion, both=False),
            percent(line.duties.in_time),
            str(line.duties.late),
            str(line.last_report or ("从未填报" if line.never_reported else "—")),
        ]
        for line in owing
    ]
    without = f"没有应办事项的单位：{'、'.join(idle)}。" if owing and idle else ""
    only = "；".join(f"{line.unit}配合{len(line.supports)}项" for line in helping)
    apart = f"只作配合、不单独计数的单位：{only}。" if only else ""
    notes = figure_notes(report.figures.duties, report.figures.backfilled)
    return before, rows, "".join(f"{note}。" for note in notes) + without + apart


def extended(report: Report) -> Iterator[list[str]]:
    """The rows of the table of extensions: each with both dates, the reason and who approved it."""
    for row in report.extended:
        for extension in row.duty.extensions:
            yield [
                row.task.id,
                row.duty.unit,
                row.duty.period.name or "—",
                f"{row.duty.original_due}{'（暂定）' if row.duty.original_provisional else ''}",
                str(extension.to),
                f"{extension.reason}（迟申请）"
                if extension in row.duty.asked_late
                else extension.reason,
                extension.approved_by,
            ]


def ledger(report: Report) -> Iterator[list[str]]:
    """Yield the rows of the ledger: each group's heading, then its tasks."""
    for part in report.groups:
        tasks = part.line.tasks
        yield [f"{part.group.heading}（共{tasks.all}项，已完成{tasks.done}项）"]
        for standing in part.standings:
            yield _task(report, standing)


def _task(report: Report, standing: Standing) -> list[str]:
    task = standing.task
    division = task.division(report.as_of)
    others = (("落实", division.implement), ("配合", division.support))
    returned = sum(duty.returned for duty in standing.duties)
    late = standing.late_units
    named = f"{standing.late_label}：{'、'.join(late)}" if len(standing.owners) > 1 else ""
    state = (
        standing.status_label,
        (named or standing.late_label) if late else "",
        late_done_text(standing),
        f"已退回{returned}份" if returned else "",
    )
    return [
        task.id,
        "\n".join(
            (
                task.text,
                *(f"存疑：{doubt}" for doubt in task.doubts),
                *(f"变动：{text}" for text in later_changes(standing)),
            )
        ),
        "、".join(division.lead) or "—",
        "\n".join(f"{role}：{'、'.join(names)}" for role, names in others if names) or "—",
        _when(report, standing),
        "\n".join(filter(None, state)),
        _latest(standing),
        str(standing.evidence),
    ]


def _when(report: Report, standing: Standing) -> str:
    """Return when a task is due: its schedule, then the next date if the schedule lacks it."""
    task, duty = standing.task, standing.next_duty
    lines = [schedule_text(task, report.head, "，\n")]
    if periods := periods_text(standing):
        lines.append(periods)
    if duty and duty.due and not states_day(task, report.head, duty.due):
        lines.append(f"当前时限{duty.due}{'（暂定）' if duty.provisional else ''}")
        if duty.extensions:
            first = "（暂定）" if duty.original_provisional else ""
            lines += [f"原{duty.original_due}{first}", f"延期{len(duty.extensions)}次"]
    return "，\n".join(lines)


def _latest(standing: Standing) -> str:
    """Return the newest record of a task, or of what is late of it: its day, unit and texts."""
    records = late_first(standing)
    late = [duty for duty in standing.duties if duty.overdue]
    if not records:
        return "未填报"
    if late and not any(duty.records for duty in late):
        return f"逾期的未填报：{missing_text(late)}"
    record = records[0]
    texts = (("", record.note), ("存在问题：", record.problem), ("下一步：", record.next))
    lines = [f"{label}{text}" for label, text in texts if text]
    apart = "（不计入）" if record in standing.not_counted else ""
    return "\n".join((f"{record.date} {record.unit}{apart}", *lines))
