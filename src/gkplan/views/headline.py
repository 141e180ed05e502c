"""The sentences that sum up a plan: on the terminal, in reports and in official circulars."""

from gkplan.domain.overview import DutyCounts, TaskCounts
from gkplan.domain.vocabulary import Status


def tasks_sentence(tasks: TaskCounts) -> str:
    """How the tasks stand: ``共 106 项：已完成 35 项（含不涉及 2 项），正在推进 71 项……``."""
    counts = tasks.by_status
    waived = f"（含不涉及 {counts[Status.WAIVED]} 项）" if counts[Status.WAIVED] else ""
    todo = f"（其中未启动 {counts[Status.TODO]} 项）" if counts[Status.TODO] else ""
    below = f"（另有 {tasks.late_below} 项的落实单位逾期）" if tasks.late_below else ""
    return (
        f"共 {tasks.all} 项：已完成 {tasks.done} 项{waived}，"
        f"正在推进 {tasks.active} 项{todo}，完成率 {tasks.rate}%；逾期 {tasks.late} 项{below}"
    )


def duties_sentence(duties: DutyCounts) -> str:
    """How what is owed by now stands: ``已开始的应办事项 12 份：已办 2 份（16.7%），逾期 1 份``."""
    return (
        f"已开始的应办事项 {duties.owed} 份：已办 {duties.done} 份（{duties.rate}%），"
        f"逾期 {duties.late} 份"
    )


def official_tasks(tasks: TaskCounts) -> str:
    """The sentence on the tasks in the words and measures of circulars."""
    counts = tasks.by_status
    waived = f"（含不涉及{counts[Status.WAIVED]}项）" if counts[Status.WAIVED] else ""
    others = [
        f"{status.label}{counts[status]}项"
        for status in (Status.TODO, Status.WAITING, Status.BLOCKED)
        if counts[status]
    ]
    under = f"（其中{'、'.join(others)}）" if others else ""
    below = f"，另有{tasks.late_below}项由落实单位逾期" if tasks.late_below else ""
    return (
        f"共有{tasks.all}项工作，已完成{tasks.done}项{waived}，完成率{tasks.rate:.1f}%；"
        f"正在推进{tasks.active}项{under}；逾期{tasks.late}项{below}。"
    )


def official_duties(duties: DutyCounts) -> str:
    """The sentence on what is owed by now in the words and measures of circulars."""
    return (
        f"按事项、单位和期次逐份计算，应办{duties.owed}份，已办结{duties.done}份，"
        f"办结率{duties.rate:.1f}%，逾期{duties.late}份。"
    )


def provisional_note(duties: DutyCounts) -> str:
    """The note beside figures and ranks that rest on provisional due dates; empty if none do."""
    if not duties.late_provisional:
        return ""
    return (
        f"注：逾期的 {duties.late} 份中，{duties.late_provisional} 份的时限是暂定的"
        "（当年的放假安排还不知道），逾期的数字可能有变"
    )
