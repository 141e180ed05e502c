"""The sentences that sum up a plan: on the terminal, in reports and in official circulars."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gkplan.domain.counts import Backfilled, DutyCounts, Ratio, TaskCounts
from gkplan.domain.vocabulary import Status

if TYPE_CHECKING:
    from gkplan.domain.briefing import Briefing

COUNTING_RULE = (
    "统计口径：一个事项、一份应办事项只有一个状态，分开计数。"
    "完成率＝已完成 ÷（全部事项－已核实的不涉及－尚无起算日的事项），已取消的不在内。"
    "应办按“事项 × 单位 × 期”计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；"
    "按期办结率＝时限已过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；"
    "核实率＝已办的里最近一条填报已核实的。逾期由时限和截至日期算出，与状态并列；"
    "逾期办结是办结了、但晚于时限。事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。"
)
"""How the figures are counted (统计口径): printed with them."""
_OPEN = (Status.DOING, Status.WAITING, Status.TODO, Status.BLOCKED)
"""The statuses that 未完成 is broken down into, in the order printed."""


def percent(ratio: Ratio, *, both: bool = True) -> str:
    """Return a rate, with ``both`` of its numbers: ``66.7%（2/3）``; a dash without a rate."""
    if ratio.rate is None:
        return "—"
    return f"{ratio.rate}%（{ratio.part}/{ratio.base}）" if both else f"{ratio.rate}%"


def briefing_sentence(briefing: "Briefing") -> str:
    """Return the first sentence of a report: the rate, its change, and the slowest units.

    ``办结率 26.7%（140/525），比 2017-09-30 提高 10.3 个百分点；最慢的是甲局 0.0%（0/14）……``
    """
    now, old = briefing.after.duties.completion, briefing.before.duties.completion
    if now.rate is None:
        return "已开始的应办事项都不涉及" if briefing.after.duties.owed else "还没有开始的应办事项"
    text = f"办结率 {percent(now)}"
    points = now.points_since(old)
    if points is not None and not briefing.from_issue:
        change = f"{'提高' if points > 0 else '降低'} {abs(points)} 个百分点" if points else "持平"
        text += f"，{'比' if points else '与'} {briefing.since} {change}"
    slow = [f"{line.unit} {percent(line.duties.completion)}" for line in briefing.slowest]
    more = f"等 {briefing.slow_units} 个单位" if briefing.slow_units > len(slow) else ""
    return f"{text}；最慢的是{'、'.join(slow)}{more}" if slow else text


def tasks_sentence(tasks: TaskCounts) -> str:
    """Sum up the tasks: ``共 106 项：已完成 33 项，不涉及 2 项，未完成 71 项（……）……``."""
    accepted = f"（已核实 {tasks.accepted} 项）" if tasks.accepted else ""
    waived = f"，不涉及 {tasks.waived} 项{accepted}" if tasks.waived else ""
    apart = [f"已取消 {tasks.cancelled} 项"] if tasks.cancelled else []
    apart += [f"尚无起算日 {tasks.idle} 项"] if tasks.idle else []
    late_done = f"；逾期办结 {tasks.late_done} 项" if tasks.late_done else ""
    return (
        f"共 {tasks.all} 项：已完成 {tasks.done} 项{waived}，未完成 {tasks.open} 项"
        f"{_broken_down(tasks.by_status)}，完成率 {percent(tasks.completion)}；{late_text(tasks)}"
        f"{late_done}" + "".join(f"；{text}" for text in apart)
    )


def late_text(tasks: TaskCounts) -> str:
    """How many tasks are late, with how many duties: ``逾期 3 项（4 份）``."""
    duties = f"（{tasks.late_duties} 份）" if tasks.late else ""
    below = (
        f"，另有 {tasks.late_below} 项的落实单位逾期（{tasks.late_below_duties} 份）"
        if tasks.late_below
        else ""
    )
    return f"逾期 {tasks.late} 项{duties}{below}"


def _broken_down(counts: dict[Status, int], measure: str = "") -> str:
    """Break down what is not done by status: ``（正在推进 57、条件未具备 6）``."""
    blank = "" if measure else " "
    parts = [f"{word.label}{blank}{counts[word]}{measure}" for word in _OPEN if counts[word]]
    return f"（{'、'.join(parts)}）" if parts else ""


def duties_sentence(duties: DutyCounts) -> str:
    """Sum up what is owed by now: ``已开始的应办事项 12 份：已办 2 份，未办 10 份……``."""
    accepted = f"（已核实 {duties.accepted} 份）" if duties.accepted else ""
    waived = f"，不涉及 {duties.waived} 份{accepted}" if duties.waived else ""
    late_done = f"，逾期办结 {duties.late_done} 份" if duties.late_done else ""
    return (
        f"已开始的应办事项 {duties.owed} 份：已办 {duties.done} 份{waived}，未办 {duties.open} 份，"
        f"办结率 {percent(duties.completion)}；按期办结率 {percent(duties.in_time)}，"
        f"核实率 {percent(duties.verification)}；逾期 {duties.late} 份{late_done}"
    )


def official_tasks(tasks: TaskCounts) -> str:
    """The sentence on the tasks in the words and measures of circulars."""
    accepted = f"（其中已核实{tasks.accepted}项）" if tasks.accepted else ""
    waived = f"，不涉及{tasks.waived}项{accepted}" if tasks.waived else ""
    duties = f"（{tasks.late_duties}份）" if tasks.late else ""
    below = (
        f"，另有{tasks.late_below}项由落实单位逾期（{tasks.late_below_duties}份）"
        if tasks.late_below
        else ""
    )
    late_done = f"，逾期办结{tasks.late_done}项" if tasks.late_done else ""
    part, base = tasks.completion
    rate = f"，完成率{tasks.rate:.1f}%（{part}/{base}）" if tasks.rate is not None else ""
    idle = f"；尚无起算日{tasks.idle}项" if tasks.idle else ""
    cancelled = f"；另有{tasks.cancelled}项已取消" if tasks.cancelled else ""
    return (
        f"共有{tasks.all}项工作，已完成{tasks.done}项{waived}，未完成{tasks.open}项"
        f"{_broken_down(tasks.by_status, '项')}{rate}；逾期{tasks.late}项{duties}{below}"
        f"{late_done}{idle}{cancelled}。"
    )


def official_duties(duties: DutyCounts) -> str:
    """The sentence on what is owed by now in the words and measures of circulars."""
    accepted = f"（其中已核实{duties.accepted}份）" if duties.accepted else ""
    waived = f"，不涉及{duties.waived}份{accepted}" if duties.waived else ""
    late_done = f"，逾期办结{duties.late_done}份" if duties.late_done else ""
    rates = (
        ("办结率", duties.completion),
        ("按期办结率", duties.in_time),
        ("核实率", duties.verification),
    )
    printed = [
        f"{name}{ratio.rate:.1f}%（{ratio.part}/{ratio.base}）"
        for name, ratio in rates
        if ratio.rate is not None
    ]
    return (
        f"按事项、单位和期次逐份计算，应办{duties.owed}份，已办结{duties.done}份{waived}，"
        f"未办结{duties.open}份"
        + "".join(f"，{text}" for text in printed)
        + f"；逾期{duties.late}份{late_done}。"
    )


def provisional_note(duties: DutyCounts) -> str:
    """The note beside figures and ranks that rest on provisional due dates; empty if none do."""
    if not duties.late_provisional:
        return ""
    return (
        f"注：逾期的 {duties.late} 份中，{duties.late_provisional} 份的时限是暂定的"
        "（当年的放假安排还不知道），逾期的数字可能有变"
    )


def backfilled_note(backfilled: Backfilled) -> str:
    """How many entries count although they were entered after the day; empty without any."""
    if not backfilled.all:
        return ""
    kinds = (
        ("进展记录", backfilled.records),
        ("撤回", backfilled.withdrawals),
        ("核查", backfilled.reviews),
        ("延期", backfilled.extensions),
    )
    parts = [f"{name} {number}" for name, number in kinds if number]
    by_kind = f"（{'、'.join(parts)}）" if backfilled.all > backfilled.records else ""
    return f"截至日之后补录 {backfilled.all} 条{by_kind}"


def figure_notes(duties: DutyCounts, backfilled: Backfilled) -> Iterable[str]:
    """The notes that belong beside figures, each a sentence without its full stop."""
    return filter(None, (provisional_note(duties), backfilled_note(backfilled)))
