"""What the official circular (通报) on a plan says, worked out from the report's data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from gkplan.domain.vocabulary import Status

Data: TypeAlias = Mapping[str, Any]
Row: TypeAlias = Mapping[str, Any]
LABELS = {status.value: status.label for status in Status}


def heading(data: Data) -> str:
    """The title of the circular."""
    plan = inner(data["plan"]["title"], "《》", "〈〉")
    return (
        f"关于{data['unit']}落实《{plan}》情况的通报"
        if data["unit"]
        else f"关于《{plan}》落实情况的通报"
    )


def ledger_name(data: Data) -> str:
    """The title of the attachment."""
    plan = inner(data["plan"]["title"], "《》", "〈〉")
    return f"《{plan}》落实情况台账"


def day(iso: str) -> str:
    """Write a day as official letters do: ``2017年10月31日``."""
    year, month, number = iso.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def due_day(iso: str, *, provisional: bool) -> str:
    """Write a due date; one that rests on an unpublished calendar is marked."""
    return f"{day(iso)}{'（暂定）' if provisional else ''}"


def addressees(data: Data) -> str:
    """Whom the circular goes to: the plan's collectives, and the units that are in none of them.

    The office that supervises does not write to itself.
    """
    if data["unit"]:
        return f"{data['unit']}："
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    units = {line["unit"] for line in data["units"]}
    named: dict[str, None] = {}
    gathered: set[str] = set()
    for task in tasks:
        own = [*task["lead"], *task["implement"], *task["support"]]
        named.update(dict.fromkeys(own))
        gathered.update(set(task["concerned"]) - set(own))
    sets = [name for name in named if name not in units]
    alone = [
        name for name in named if name in units - gathered and name != data["plan"]["supervisor"]
    ]
    return f"{'，'.join(filter(None, map('、'.join, (sets, alone)))) or '各有关单位'}："


def overall(data: Data) -> list[str]:
    """总体情况: how many there are, done, under way, late, up to the day."""
    totals, duties, plan = data["totals"], data["duties"], data["plan"]
    by, done = totals["by_status"], _done(totals)
    waived = f"（含不涉及{by[Status.WAIVED]}项）" if by[Status.WAIVED] else ""
    others = [
        f"{status.label}{by[status]}项"
        for status in (Status.TODO, Status.WAITING, Status.BLOCKED)
        if by[status]
    ]
    under = f"（其中{'、'.join(others)}）" if others else ""
    below = f"，另有{totals['late_below']}项由落实单位逾期" if totals["late_below"] else ""
    title = f"《{inner(plan['title'], '《》', '〈〉')}》"
    number = f"（{bracketed(plan['number'])}）" if plan["number"] else ""
    concerned = f"涉及{data['unit']}的" if data["unit"] else ""
    return [
        (
            f"截至{day(data['as_of'])}，{title}{number}{concerned}"
            f"共有{totals['tasks']}项工作，已完成{done}项{waived}，完成率{totals['rate']:.1f}%；"
            f"正在推进{totals['tasks'] - done}项{under}；逾期{totals['overdue']}项{below}。"
        ),
        (
            f"按事项、单位和期次逐份计算，应办{duties['owed']}份，已办结{duties['done']}份，"
            f"办结率{duties['rate']:.1f}%，逾期{duties['overdue']}份。"
        ),
    ]


def bracketed(number: str) -> str:
    """Write a document's number with the brackets that official letters have: 〔2017〕."""
    return re.sub(r"[\[［【(（〔](\d{4})[\]］】)）〕]", r"〔\1〕", number)


def by_unit(data: Data) -> tuple[str, list[list[str]], str]:
    """各单位办理情况: what precedes the table, its rows, and what follows it."""
    owing = [line for line in data["units"] if line["duties"]["owed"]]
    idle = [line["unit"] for line in data["units"] if not line["duties"]["owed"]]
    if not owing:
        before = f"截至{day(data['as_of'])}，各单位均没有已经开始的应办事项。"
    elif data["unit"]:
        before = f"{data['unit']}应办、办结份数如下。"
    elif any(line["rank"] for line in owing):
        before = "各单位应办、办结份数如下，按办结率排名，办结率相同的名次并列。"
    else:
        before = "各单位应办份数如下，尚无办结，不作排名。"
    rows = [
        [
            "—" if data["unit"] else str(line["rank"] or "—"),
            line["unit"],
            *(str(line["duties"][key]) for key in ("owed", "done")),
            f"{line['duties']['rate']:.1f}%",
            str(line["duties"]["overdue"]),
            line["last_report"] or "未填报",
        ]
        for line in owing
    ]
    without = f"没有应办事项的单位：{'、'.join(idle)}。" if owing and idle else ""
    note = f"{data['provisional_note']}。" if data["provisional_note"] else ""
    return before, rows, note + without


def plain(text: str) -> str:
    """A text as a part of a sentence: without the mark that closes it."""
    return re.sub(r"\s+", " ", text).strip().rstrip("。；;.")


def inner(text: str, outer: str, inner: str) -> str:
    """A text that will stand between marks: the same marks in it become those for inside."""
    return text.translate(str.maketrans(outer, inner))


def ledger(data: Data) -> Iterator[list[str]]:
    """The rows of the ledger: each group's heading, then its tasks."""
    for group in data["groups"]:
        counts = f"共{group['totals']['tasks']}项，已完成{_done(group['totals'])}项"
        yield [f"{group['heading']}（{counts}）"]
        yield from map(_task, group["tasks"])


def _done(totals: Row) -> int:
    """The tasks on which nothing more is owed."""
    return sum(int(totals["by_status"][status]) for status in Status if status.settled)


def _task(task: Row) -> list[str]:
    others = (("落实", task["implement"]), ("配合", task["support"]))
    state = [LABELS[task["status"]]]
    state += ["逾期"] if task["overdue"] else ["落实单位逾期"] if task["late_duties"] else []
    if task["checked_counts"]["returned"]:
        state.append(f"已退回{task['checked_counts']['returned']}份")
    return [
        task["id"],
        "\n".join((task["text"], *(f"存疑：{doubt}" for doubt in task["doubts"]))),
        "、".join(task["lead"]) or "—",
        "\n".join(f"{role}：{'、'.join(names)}" for role, names in others if names) or "—",
        _when(task),
        "\n".join(state),
        _latest(task["records"]),
        str(task["evidence"]),
    ]


def _when(task: Row) -> str:
    """When a task is due: its schedule, then the date that is next if that says something more."""
    lines = task["schedule"].split("，")
    if task["next_due"] and task["next_due"] not in task["schedule"]:
        extended, original = task["next_due_extension_count"], task["next_due_original"]
        first = "（暂定）" if task["next_due_original_provisional"] else ""
        moved = [f"原{original}{first}", f"延期{extended}次"] if extended else []
        mark = "（暂定）" if task["next_due_provisional"] else ""
        lines += [f"当前时限{task['next_due']}{mark}", *moved]
    return "，\n".join(lines)


def _latest(records: Sequence[Row]) -> str:
    """The newest record of a task: when, who, what."""
    if not records:
        return "未填报"
    record = records[0]
    texts = ((None, record["note"]), ("存在问题", record["problem"]), ("下一步", record["next"]))
    said = [f"{name}：{text}" if name else text for name, text in texts if text]
    return "\n".join((f"{record['date']} {record['unit']}", *said))
