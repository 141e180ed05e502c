"""What the sheets of a workbook say, row by row: the ledger, late duties, records, evidence."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from gkplan.domain.vocabulary import Checked, Status


class Links(tuple[str, ...]):
    """Evidence, a line each; what is an address of the web may become a link."""

    __slots__ = ()


class Provisional(date):
    """A day that rests on a year without a published calendar (暂定); it is shown with a mark."""

    __slots__ = ()

    def __str__(self) -> str:
        """As people see it: ``2027-01-29 暂定``."""
        return f"{self.isoformat()} 暂定"


Value = str | int | float | date | Links | None
"""A cell: text, a count, a part of a whole (0.333), a day, evidence, or nothing."""
Row = list[Value]


class SheetColumn(NamedTuple):
    """A column's head, how its cells stand (``text``: an id), and its limits in characters."""

    title: str
    align: str = "left"
    least: int = 8
    most: int = 20


class Sheet(NamedTuple):
    """A sheet with heads and rows."""

    name: str
    columns: list[SheetColumn]
    rows: list[Row]


_LABELS = {status.value: status.label for status in Status}
_SETTLED = [status.value for status in Status if status.settled]
_DAY = ("center", 6, 10)
_DUE = ("center", 6, 15)
"""A due date may have its mark beside it."""
_TASK = SheetColumn("编号", "text", 5, 6)
_TEXT = SheetColumn("具体事项", "left", 20, 34)
_UNITS = ("left", 6, 9)
_UNIT = SheetColumn("单位", "left", 8, 20)
_OCCASION = SheetColumn("期次", "center", 6, 17)
_STATUS = SheetColumn("状态", "center", 8, 8)
_EXTENDED = SheetColumn("延期次数", "center", 6, 6)
_LEDGER = [
    SheetColumn("序号", "center", 4, 5),
    _TASK,
    SheetColumn("工作任务", "left", 8, 10),
    _TEXT,
    SheetColumn("牵头单位", *_UNITS),
    SheetColumn("配合单位", *_UNITS),
    SheetColumn("落实单位", *_UNITS),
    SheetColumn("频次/时限", "left", 10, 13),
    _STATUS,
    SheetColumn("逾期", "center", 4, 8),
    SheetColumn("下一时限", *_DUE),
    SheetColumn("原时限", *_DUE),
    _EXTENDED,
    SheetColumn("最近填报", *_DAY),
    SheetColumn("进展情况", "left", 12, 24),
    SheetColumn("佐证材料", "left", 8, 20),
    SheetColumn("存在问题", "left", 8, 14),
    SheetColumn("下一步", "left", 6, 14),
    SheetColumn("填报人", "center", 6, 6),
    SheetColumn("核查", "center", 6, 8),
    SheetColumn("存疑", "left", 6, 14),
]
_LATE = [
    _TASK,
    _TEXT,
    _UNIT,
    _OCCASION,
    SheetColumn("时限", *_DUE),
    SheetColumn("逾期天数", "center", 6, 6),
    SheetColumn("逾期工作日", "center", 10, 10),
    _STATUS,
    SheetColumn("核查", "center", 6, 8),
    SheetColumn("原时限", *_DUE),
    _EXTENDED,
    SheetColumn("最近填报", *_DAY),
    SheetColumn("存在问题", "left", 10, 24),
    SheetColumn("下一步", "left", 10, 24),
]
_RECORDS = [
    SheetColumn("日期", *_DAY),
    _UNIT,
    _TASK,
    _TEXT,
    _OCCASION,
    _STATUS,
    SheetColumn("进展情况", "left", 12, 34),
    SheetColumn("佐证材料", "left", 8, 34),
    SheetColumn("存在问题", "left", 10, 22),
    SheetColumn("下一步", "left", 10, 22),
    SheetColumn("填报人", "center", 6, 8),
]
_PROOFS = [
    SheetColumn("日期", *_DAY),
    _UNIT,
    _TASK,
    _TEXT,
    _OCCASION,
    SheetColumn("佐证材料", "left", 24, 70),
]


def tables(data: Mapping[str, Any]) -> list[Sheet]:
    """Every sheet with heads and rows, the ledger first."""
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    texts = {task["id"]: task["text"] for task in tasks}
    told = [record for task in tasks for record in task["records"]]
    told.sort(key=lambda record: str(record["date"]), reverse=True)
    latest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for record in told:
        latest.setdefault(_duty(record), record)
    late = [
        _late(one, unit, latest.get(_duty({**one, "unit": unit}), {}))
        for one in data["due"]["late"]
        for unit in one["units"]
    ]
    return [
        Sheet("台账", _LEDGER, [[number, *_task(task)] for number, task in enumerate(tasks, 1)]),
        Sheet("逾期", _LATE, late),
        Sheet("进展记录", _RECORDS, [_record(one, texts[one["task"]]) for one in told]),
        Sheet("佐证材料", _PROOFS, list(_proofs(told, texts))),
    ]


def _task(task: Mapping[str, Any]) -> Row:
    records = task["records"]
    newest = records[0] if records else {}
    many = task["units"]["all"] + task["coverage"]["all"] > 1
    open_ones = list(_open(records))
    note = _said([newest], "note", many=many) if newest else ""
    more = f"（共 {len(records)} 条，见“进展记录”）" if len(records) > 1 else ""
    return [
        task["id"],
        task["group"]["heading"],
        task["text"],
        *("、".join(task[role]) for role in ("lead", "support", "implement")),
        task["schedule"],
        _LABELS[task["status"]],
        "逾期" if task["overdue"] else "落实单位逾期" if task["late_duties"] else None,
        due_day(task["next_due"], provisional=task["next_due_provisional"]),
        due_day(task["next_due_original"], provisional=task["next_due_original_provisional"]),
        task["extension_count"] or None,
        day(task["last_report"]),
        "\n".join(filter(None, (note, more))),
        Links(dict.fromkeys(one for record in records for one in record["evidence"])),
        _said(open_ones, "problem", many=many),
        _said(open_ones, "next", many=many),
        newest.get("by"),
        _looks(task["checked_counts"]),
        "\n".join(task["doubts"]),
    ]


def _open(records: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The last record of every duty that is not settled, and the newest of all in any case."""
    seen: set[tuple[Any, ...]] = set()
    for record in records:
        duty = _duty(record)
        if duty not in seen and not (seen and record["status"] in _SETTLED):
            yield record
        seen.add(duty)


def _said(records: Iterable[Mapping[str, Any]], field: str, *, many: bool) -> str:
    """What records say in one field, a line each, led by whose it is and which period's."""
    lines = []
    for record in records:
        about = " ".join(filter(None, (record["unit"] if many else "", occasion(record))))
        if record[field]:
            lines.append(f"{about}：{record[field]}" if about else record[field])
    return "\n".join(lines)


def _duty(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells one duty from another, in records as in duties."""
    return one["task"], one["unit"], one["event"] or one["period"]


def occasion(record: Mapping[str, Any]) -> str:
    """What people call the period that a record is about, or nothing."""
    if record["event"]:
        return f"起算日 {record['event']}"
    return f"{record['period']} 期" if record["period"] else ""


def _looks(counts: Mapping[str, int]) -> str:
    order = (Checked.RETURNED, Checked.OUTDATED, Checked.ACCEPTED)
    return "\n".join(f"{word.label} {counts[word]}" for word in order if counts[word])


def _late(one: Mapping[str, Any], unit: str, record: Mapping[str, Any]) -> Row:
    return [
        one["task"],
        one["text"],
        unit,
        one["occasion"],
        due_day(one["due"], provisional=one["provisional"]),
        -one["days"],
        None if one["workdays"] is None else -one["workdays"],
        _LABELS[one["status"]],
        "已退回" if one["returned"] else None,
        due_day(one["original_due"], provisional=one["original_provisional"])
        if one["extension_count"]
        else None,
        one["extension_count"] or None,
        day(record.get("date")),
        record.get("problem"),
        record.get("next"),
    ]


def _record(record: Mapping[str, Any], text: str) -> Row:
    return [
        day(record["date"]),
        record["unit"],
        record["task"],
        text,
        occasion(record),
        _LABELS[record["status"]],
        record["note"],
        Links(record["evidence"]),
        record["problem"],
        record["next"],
        record["by"],
    ]


def _proofs(records: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> Iterator[Row]:
    """A row a piece of evidence, so that every address is a link."""
    for record in records:
        for one in record["evidence"]:
            about = [record["unit"], record["task"], texts[record["task"]], occasion(record)]
            yield [day(record["date"]), *about, Links([one])]


def day(text: str | None) -> date | None:
    """Read a day of the data."""
    return date.fromisoformat(text) if text else None


def due_day(text: str | None, *, provisional: bool) -> date | None:
    """Read a due date of the data, which may be provisional."""
    return Provisional.fromisoformat(text) if text and provisional else day(text)
