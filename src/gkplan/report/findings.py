"""What a circular (通报) finds wrong, and what it asks for: exceptions, with tasks and units."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from gkplan.domain.vocabulary import Status
from gkplan.report.circular import LABELS, Data, Row, day, due_day, inner, plain

_LONGEST = 36
"""Characters of a task's text that name it; the attachment has it whole."""


def silent(data: Data) -> list[str]:
    """The units that owe something, wait for nothing, and have never reported."""
    return [
        line["unit"]
        for line in data["units"]
        if not line["last_report"] and line["duties"]["owed"] > line["by_status"][Status.WAITING]
    ]


def problems(data: Data) -> list[tuple[str, list[str]]]:
    """存在问题: each sort of exception that there is, with its tasks and units."""
    late = data["due"]["late"]
    quiet = silent(data)
    parts = [
        (f"部分事项逾期未办结，共{data['duties']['overdue']}份", _items(late, _late)),
        (f"退回的填报没有重报，共{len(data['returned'])}份", _items(data["returned"], _returned)),
        (f"报已完成但无佐证材料，共{len(data['unproved'])}份", _items(data["unproved"], _who)),
        (f"部分事项受阻或存在困难，共{len(data['problems'])}份", _items(data["problems"], _stuck)),
        (f"{len(quiet)}个单位从未填报进展", [f"{'、'.join(quiet)}。"] if quiet else []),
    ]
    return [(title, lines) for title, lines in parts if lines]


def demands(data: Data) -> list[tuple[str, list[str]]]:
    """下一步要求: what is open and what has to happen to it."""
    due, stuck, quiet = data["due"], data["problems"], silent(data)
    coming = sum(len(row["units"]) for row in due["coming"])
    to = data["plan"]["supervisor"] or data["plan"]["issuer"] or "督查单位"
    parts = [
        (
            "逾期的立即办结",
            due["late"],
            [f"{_units(due['late'])}要立即办理逾期事项，填报进展，并说明逾期原因。"],
        ),
        (
            f"今后{due['within']}天内到期的{coming}份按期办结",
            due["coming"],
            _items(due["coming"], _coming),
        ),
        (
            "退回的重新填报",
            data["returned"],
            [f"{_units(data['returned'])}要对照退回意见补正，重新填报。"],
        ),
        (
            "缺佐证的补齐材料",
            data["unproved"],
            [f"{_units(data['unproved'])}要为已报完成的事项补充佐证材料。"],
        ),
        (
            "受阻的提出解决办法",
            stuck,
            [f"{_units(stuck)}要逐项研究，提出解决办法和完成时间；需要协调的，及时报{to}。"],
        ),
        ("未填报的立即填报", quiet, [f"{'、'.join(quiet)}要立即填报各项工作的进展情况。"]),
    ]
    return [(title, lines) for title, rows, lines in parts if rows]


def _items(rows: Sequence[Row], say: Callable[[Row], str]) -> list[str]:
    """One numbered paragraph a task: what is said of its duties, one after another."""
    tasks: dict[str, list[Row]] = {}
    for row in rows:
        tasks.setdefault(row["task"], []).append(row)
    return [
        f"{number}.第{task}项“{_named(part[0]['text'])}”：{'；'.join(map(say, part))}。"
        for number, (task, part) in enumerate(tasks.items(), start=1)
    ]


def _late(row: Row) -> str:
    original = due_day(row["original_due"], provisional=row["original_provisional"])
    moved = f"，原时限{original}，延期{row['extension_count']}次"
    due = due_day(row["due"], provisional=row["provisional"])
    about = (
        _occasion(row),
        f"时限{due}{moved if row['extension_count'] else ''}",
        LABELS[row["status"]],
        "已退回" if row["returned"] else "",
    )
    return f"{'、'.join(row['units'])}（{'，'.join(filter(None, about))}）逾期{-row['days']}天"


def _coming(row: Row) -> str:
    occasion = f"（{_occasion(row)}）" if _occasion(row) else ""
    due = due_day(row["due"], provisional=row["provisional"])
    return f"{'、'.join(row['units'])}{occasion}，{due}到期"


def _returned(row: Row) -> str:
    reason = f"，退回意见：{plain(row['reason'])}" if row["reason"] else ""
    said = f"{day(row['reported'])}填报，{day(row['returned_on'])}退回{reason}"
    return f"{_who(row)}{said}"


def _stuck(row: Row) -> str:
    state = f"{LABELS[row['status']]}，{day(row['date'])}填报"
    said = (("存在问题", row["problem"]), ("下一步", row["next"]))
    told = "，".join(f"{name}：{plain(text)}" for name, text in said if text)
    return f"{_who(row)}{state}{'，' + told if told else ''}"


def _who(row: Row) -> str:
    occasion = _occasion(row)
    return f"{row['unit']}（{occasion}）" if occasion else str(row["unit"])


def _occasion(row: Row) -> str:
    """A period or an event's day in words: ``2017年9月``, ``2017年第3季度``, ``2017年下半年``."""
    if row["event"]:
        return f"起算日{day(row['event'])}"
    period = str(row["period"] or "")
    year, rest = period[:4], period[4:]
    if rest[:1] == "Q":
        return f"{year}年第{rest[1:]}季度"
    if rest[:1] == "H":
        return f"{year}年{'上' if rest == 'H1' else '下'}半年"
    return f"{year}年{int(rest[1:])}月" if rest else f"{year}年" if year else ""


def _units(rows: Iterable[Row]) -> str:
    """Every unit of some rows, each once."""
    return "、".join(
        dict.fromkeys(chain.from_iterable(row.get("units") or [row["unit"]] for row in rows))
    )


def _named(text: str) -> str:
    """A task by the first sentence of its text, cut where that is long."""
    first = re.split(r"[。；\n]", plain(text), maxsplit=1)[0]
    short = first if len(first) <= _LONGEST else f"{first[:_LONGEST]}……"
    return inner(short, "“”", "‘’")
