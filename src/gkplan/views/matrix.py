"""Which units have reported: units against tasks, and against the periods of tasks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap

from gkplan.domain.duty import Duty
from gkplan.domain.model import Task
from gkplan.domain.schedule import Period
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Checked, Status
from gkplan.views.table import GAP, NONE, Cell, Column, Section, Table, cell_len, text_table
from gkplan.views.tasks import LATE, STYLES, missing_text, names, provisional_text

_SHORT = {
    Status.TODO: "未启动",
    Status.WAITING: "待条件",
    Status.DOING: "推进",
    Status.BLOCKED: "受阻",
    Status.DONE: "已办",
    Status.WAIVED: "不涉及",
}
LEGEND = (
    "未报：还没有填报；待条件：条件未具备；2/3：已开始的几份里已办的；！：逾期；✓：已核实；"
    "退回：被退回、还没有重报；-：没有这一份；·：还没有开始"
)
_ID = Column("编号", 6)
_UNIT = Column("单位", 22)
_MARK = 8
"""Cells of the widest mark, and of a period's name."""


def _columns_that_fit(standings: Sequence[Standing], width: int | None) -> int:
    """Return how many columns of marks fit beside the names of units."""
    units = [unit for standing in standings for unit in standing.owners]
    names_width = min(max(map(cell_len, units), default=0), _UNIT.most)
    return max((width - names_width) // (_MARK + GAP), 1) if width else max(len(standings), 1_000)


def unit_matrix(
    standings: Sequence[Standing], order: Sequence[str], width: int | None
) -> Iterator[Table]:
    """Return units, in the given order, against tasks; events are counted: ``2/3``.

    There are as many tables as it takes to stay within ``width`` cells; one without a limit.
    """
    most = _columns_that_fit(standings, width)
    for start in range(0, len(standings), most):
        part = standings[start : start + most]
        duties = [by_unit(standing.duties) for standing in part]
        units = [unit for unit in order if any(unit in owed for owed in duties)]
        columns = [_UNIT, *(Column(standing.task.id, 8) for standing in part)]
        rows = [[Cell(unit), *(_cell(owed.get(unit, ())) for owed in duties)] for unit in units]
        yield Table(columns, [Section(rows)])


def period_table(standings: Sequence[Standing], width: int | None) -> Iterator[Table]:
    """Return tasks and units against periods within ``width`` cells, a table per set of periods."""
    most = _columns_that_fit(standings, width and width - _ID.most - GAP)
    for periods, part in by_periods(standings).items():
        for start in range(0, len(periods), most):
            yield _period_table(part, periods[start : start + most])


def _period_table(standings: Sequence[Standing], periods: Sequence[Period]) -> Table:
    rows, others = [], []
    for standing in standings:
        for unit, duties in by_unit(standing.duties).items():
            by_period = {duty.period: [duty] for duty in duties}
            cells = [_cell(by_period.get(period, ())) for period in periods]
            rows.append([Cell(standing.task.id, "bold"), Cell(unit), *cells])
            calendar = _calendar_periods(standing)
            others.append(_cell([duty for duty in duties if duty.period not in calendar]))
    columns = [_ID, _UNIT, *(Column(period.name, 8) for period in periods)]
    if any(cell is not NONE for cell in others):
        columns.append(Column("不分期", 8))
        rows = [[*row, other] for row, other in zip(rows, others, strict=True)]
    return Table(columns, [Section(rows)])


def by_periods(standings: Iterable[Standing]) -> dict[tuple[Period, ...], list[Standing]]:
    """Group periodic tasks by the calendar periods that they have; others are left out."""
    groups: dict[tuple[Period, ...], list[Standing]] = {}
    for standing in standings:
        if periods := _calendar_periods(standing):
            groups.setdefault(periods, []).append(standing)
    return groups


def is_periodic(standing: Standing) -> bool:
    """Whether a task has calendar periods."""
    return bool(_calendar_periods(standing))


def _calendar_periods(standing: Standing) -> tuple[Period, ...]:
    every = {duty.period for duty in standing.duties}
    periods = (period for period in every if period.name and not period.event)
    return tuple(sorted(periods, key=lambda period: (period.last, -period.first.toordinal())))


def by_unit(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    """Group duties by the unit that owes them."""
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.unit, []).append(duty)
    return groups


def _cell(duties: Sequence[Duty]) -> Cell:
    """Summarise the duties of one unit on one task, or in one period of it."""
    if not duties:
        return NONE
    late = any(duty.overdue for duty in duties)
    mark = "！" if late else ""
    if len(duties) > 1:
        begun = [duty for duty in duties if duty.begun]
        done = sum(duty.done for duty in begun)
        return Cell(f"{done}/{len(begun)}{mark}", LATE if late else "")
    duty = duties[0]
    if not duty.records:
        return Cell(f"未报{mark}", LATE if late else "") if duty.begun else Cell("·", "dim")
    review = "退回" if duty.returned else "✓" if duty.checked is Checked.ACCEPTED else ""
    text = review if duty.returned else f"{_SHORT[duty.status]}{review}"
    return Cell(f"{text}{mark}", LATE if late else STYLES[duty.status])


def coverage_lines(standing: Standing) -> list[tuple[str, str]]:
    """Return which units have reported on a task and which have not, label and text."""
    reported, missing = standing.reported, standing.missing
    lines = (
        ("已报单位", len(reported), names(reported)),
        ("未报单位", len(missing), missing_text(standing.silent)),
    )
    return [(label, f"{count} 个：{text}") for label, count, text in lines if count]


def duty_ledger(standings: Iterable[Standing]) -> Table:
    """Return the duties for spreadsheets, one per row."""
    titles = (
        "编号 单位 职责 期 时限 原时限 延期次数 已开始 状态 逾期 未报 "
        "核查 最近填报 佐证数 具体事项 暂定 办结日期 逾期办结天数 退回次数 简称"
    )
    duties = ((standing.task, duty) for standing in standings for duty in standing.duties)
    return text_table(titles, starmap(_duty_texts, duties))


def _duty_texts(task: Task, duty: Duty) -> list[str]:
    return [
        duty.task,
        duty.unit,
        duty.role.label,
        duty.period.name,
        str(duty.due or ""),
        str(duty.original_due if duty.extensions else ""),
        str(len(duty.extensions)),
        "是" if duty.begun else "否",
        duty.status.label,
        "逾期" if duty.overdue else "",
        "未报" if duty.silent else "",
        duty.checked.label if duty.checked else "",
        str(duty.latest.date if duty.latest else ""),
        str(duty.evidence_count),
        task.text,
        provisional_text(duty),
        str(duty.completed or ""),
        str(duty.late_days or ""),
        str(duty.returned_times or ""),
        task.short,
    ]
