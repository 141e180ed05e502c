"""What the sheet of figures of a workbook says: the plan, by group and by unit."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gkplan.domain.vocabulary import Status
from gkplan.report.ledger import Row, day


class Figures(NamedTuple):
    """A table of figures with its own title; the first row is the sum of the others."""

    title: str
    heads: list[str]
    rows: list[Row]


class Summary(NamedTuple):
    """The plan, the sentences that a circular begins with, and tables of equal width."""

    title: str
    lines: list[str]
    sections: list[Figures]


def summary(data: Mapping[str, Any]) -> Summary:
    """The figures of a report; those by group and by unit add up to the first row."""
    plan, unit, totals, duties = data["plan"], data["unit"], data["totals"], data["duties"]
    about = [plan["number"], f"{plan['issuer']} {plan['issued']} 印发", f"截至 {data['as_of']}"]
    whose = "该单位" if len(data["unit_names"]) == 1 else f"这 {len(data['unit_names'])} 个单位"
    about += [f"只列与{unit}有关的事项，数字是{whose}自己的"] if unit else []
    about += [f"数据版本 {data['revision']}"] if data["revision"] else []
    done, waived = _settled(totals), totals["by_status"][Status.WAIVED]
    below = totals["late_below"]
    tasks = [
        f"共 {totals['tasks']} 项：已完成 {done} 项",
        f"（含不涉及 {waived} 项）" if waived else "",
        f"，正在推进 {totals['tasks'] - done} 项，完成率 {totals['rate']}%",
        f"；逾期 {totals['overdue']} 项",
        f"（另有 {below} 项的落实单位逾期）" if below else "",
        f"；存疑 {totals['doubts']} 处",
    ]
    owed = [
        f"已开始的应办事项 {duties['owed']} 份：已办 {duties['done']} 份（{duties['rate']}%）",
        f"，逾期 {duties['overdue']} 份；已完成无佐证 {duties['unproved']} 份",
    ]
    lines = ["，".join(filter(None, about)), "".join(tasks), "".join(owed)]
    if data["provisional_note"]:
        lines.append(data["provisional_note"])
    if data["since"]:
        lines.append(f"{data['since']} 以来新增进展记录 {len(data['changes'])} 条")
    title = plan["title"] + (f"——{unit}" if unit else "")
    return Summary(title, lines, [_groups(data), _units(data)])


def _groups(data: Mapping[str, Any]) -> Figures:
    words = [status.label for status in Status]
    ends = ["已完成（含不涉及）", "完成率", "逾期", "落实单位逾期", "存疑"]
    heads = ["", "工作任务", "事项", *words, *ends]
    parts = [("", "合计", data["totals"])]
    parts += [(group["label"], group["title"], group["totals"]) for group in data["groups"]]
    rows: list[Row] = [
        [
            label,
            title,
            totals["tasks"],
            *(totals["by_status"][status] for status in Status),
            _settled(totals),
            _part(totals["rate"]),
            totals["overdue"],
            totals["late_below"],
            totals["doubts"],
        ]
        for label, title, totals in parts
    ]
    return Figures("按工作任务（项）", heads, rows)


def _units(data: Mapping[str, Any]) -> Figures:
    words = [status.label for status in Status]
    ends = ["已办（含不涉及）", "完成率", "逾期", "无佐证", "最近填报"]
    heads = ["名次", "单位", "应办", *words, *ends]
    units = data["units"]
    counts = {status: sum(one["by_status"][status] for one in units) for status in Status}
    last = max((one["last_report"] for one in units if one["last_report"]), default=None)
    whole = {"rank": None, "unit": "合计", "duties": data["duties"], "by_status": counts}
    rows: list[Row] = [
        [
            one["rank"],
            one["unit"],
            one["duties"]["owed"],
            *(one["by_status"][status] for status in Status),
            one["duties"]["done"],
            _part(one["duties"]["rate"]) if one["duties"]["owed"] else None,
            one["duties"]["overdue"],
            one["duties"]["unproved"],
            day(one["last_report"]),
        ]
        for one in ({**whole, "last_report": last}, *units)
    ]
    return Figures("按单位（已开始的应办事项，份；完成率相同的名次并列）", heads, rows)


def _settled(totals: Mapping[str, Any]) -> int:
    return sum(totals["by_status"][status] for status in Status if status.settled)


def _part(rate: float) -> float:
    return round(rate / 100, 3)
