"""A plan's figures counted anew from its YAML, by the rules of the design and nothing of gkplan's.

For one small plan of the second half of 2017: what it never uses is not counted here either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml

DAY = timedelta(days=1)
OFF = {date(2017, 10, day) for day in range(2, 7)} | {date(2018, 1, 1)}
WORK = {date(2017, 9, 30)}
"""National Day, New Year's Day, and the Saturday that made up for it."""
PERIODS = {
    "monthly": [(f"2017-{month:02}", month, month) for month in range(8, 13)],
    "quarterly": [("2017Q3", 7, 9), ("2017Q4", 10, 12)],
    "halfyearly": [("2017H2", 7, 12)],
    "yearly": [("2017", 1, 12)],
}
"""From August to December: each period with its first and last month."""
STATUSES = ("todo", "waiting", "doing", "blocked", "done", "waived")
SETTLED = ("done", "waived")

Data = dict[str, Any]
Due = tuple[str, date, date | None]
"""A period's name, its first day, and when it is due."""


class Owed(NamedTuple):
    """What one unit owes on one task in one period, on one day."""

    task: str
    unit: str
    role: str
    period: str
    event: str | None
    first: date
    due: date | None
    original: date | None
    begun: bool
    status: str
    late: bool
    records: list[Data]
    reviews: list[Data]
    extensions: list[Data]

    @property
    def settled(self) -> bool:
        """Whether nothing more is owed."""
        return self.status in SETTLED

    @property
    def returned(self) -> bool:
        """Whether the unit was sent back and has not reported anew."""
        return _returned(self.records, self.reviews)

    @property
    def unproved(self) -> bool:
        """Whether it is said to be done and nothing shows it that was not sent back."""
        return self.status == "done" and not self.evidence

    @property
    def silent(self) -> bool:
        """Whether nobody has said a word about it though it has begun."""
        return self.begun and not self.records and self.status != "waiting"

    @property
    def checked(self) -> str | None:
        """Where the second look at the last record stands."""
        if not self.records:
            return None
        if not self.reviews:
            return "unreviewed"
        if self.reviews[-1]["record"] != self.records[-1]["date"]:
            return "outdated"
        return {"accept": "accepted", "return": "returned"}[self.reviews[-1]["verdict"]]

    @property
    def to_review(self) -> bool:
        """Whether the office has yet to look at it."""
        unseen = self.checked == "unreviewed" and self.status in (*SETTLED, "waiting")
        return unseen or self.checked == "outdated"

    @property
    def asked_late(self) -> bool:
        """Whether more time was asked for after the time was up."""
        due, late = self.original, False
        for one in self.extensions:
            late = late or date.fromisoformat(one["date"]) > (due or date.max)
            due = date.fromisoformat(one["to"])
        return late

    @property
    def evidence(self) -> int:
        """How many pieces of evidence there are that were not sent back."""
        verdicts = {one["record"]: one["verdict"] for one in self.reviews}
        kept = [one for one in self.records if verdicts.get(one["date"]) != "return"]
        return sum(len(one.get("evidence", [])) for one in kept)

    @property
    def occasion(self) -> str:
        """What people call its period."""
        return f"起算日 {self.event}" if self.event else f"{self.period} 期" if self.period else ""


class Folder(NamedTuple):
    """The files of a plan folder, as lists and texts."""

    head: Data
    groups: list[Data]
    units: list[str]
    members: dict[str, list[str]]
    records: list[Data]
    rulings: list[Data]

    @property
    def tasks(self) -> list[Data]:
        """Every task in the order of the document."""
        return [task for group in self.groups for task in group["tasks"]]

    def expand(self, names: Iterable[str]) -> list[str]:
        """The units that names stand for, each once."""
        return list(dict.fromkeys(unit for name in names for unit in self.members[name]))


def read(data: Path) -> Folder:
    """Read a plan folder with a YAML parser alone."""
    plan, registry = (_yaml(data / name) for name in ("tasks.yaml", "units.yaml"))
    kinds = {unit["name"]: unit["kind"] for unit in registry["units"]}
    members = {name: [name] for name in kinds} | {
        one["name"]: [name for name in kinds if kinds[name] in one["kinds"]]
        for one in registry["collectives"]
    }
    records = [
        {**record, "unit": journal.stem}
        for journal in sorted((data / "progress").iterdir())
        for record in _yaml(journal)
    ]
    return Folder(
        plan["plan"], plan["groups"], list(kinds), members, records, _yaml(data / "reviews.yaml")
    )


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506  (all is text)


def after(day: date, span: str) -> date:
    """The day so many ``workdays`` or ``days`` later."""
    number, measure = span.split()
    left = int(number)
    while left:
        day += DAY
        left -= measure == "days" or is_workday(day)
    return day


def is_workday(day: date) -> bool:
    return day in WORK or (day.weekday() < 5 and day not in OFF)


def workdays(due: date, day: date) -> int:
    """The working days to a due date, less than 0 where it has passed."""
    first, last = sorted((due, day))
    number = sum(is_workday(first + DAY * (n + 1)) for n in range((last - first).days))
    return number if due >= day else -number


def owed(folder: Folder, day: date) -> list[Owed]:
    """Everything that anybody owes, as it stands on a day, in the order of the plan."""
    found = []
    for task in folder.tasks:
        leads = folder.expand(task.get("lead", []))
        others = [unit for unit in folder.expand(task.get("implement", [])) if unit not in leads]
        for unit in (*leads, *others):
            who = (unit, "lead" if unit in leads else "implement")
            dues = _dues(folder, task, unit, day)
            found += [_owed(folder, task, who, due, day) for due in dues]
    return found


def _dues(folder: Folder, task: Data, unit: str, day: date) -> list[Due]:
    """The periods of a task with their first days and due dates; events as the unit names them."""
    named = task.get("cadence", "once")
    cadences = [named] if isinstance(named, str) else named
    dues = [due for *_, due in sorted(_periodic(folder, task, cadences))]
    events = {one["event"] for one in _said(folder.records, task, unit, day) if "event" in one}
    for event in sorted(events):
        began = date.fromisoformat(event)
        dues.append((event, began, after(began, task["within"])))
    issued = date.fromisoformat(folder.head["issued"])
    if cadences == ["once"]:
        dues.append(("", issued, date.fromisoformat(task.get("due") or folder.head["ends"])))
    if cadences == ["ongoing"] or (cadences == ["event"] and not events):
        dues.append(("", issued, None))
    return dues


def _periodic(
    folder: Folder, task: Data, cadences: Iterable[str]
) -> Iterator[tuple[date, int, Due]]:
    """The calendar periods of a task, led by what they are sorted by."""
    lag = task.get("lag") or folder.head["lag"]
    for name, start, end in (one for cadence in cadences for one in PERIODS.get(cadence, [])):
        last = date(2017 + end // 12, end % 12 + 1, 1) - DAY
        yield last, -start, (name, date(2017, start, 1), after(last, lag))


def _said(entries: list[Data], task: Data, unit: str, day: date) -> list[Data]:
    """What was said of a unit's part in a task up to a day, in the order of the days."""
    about = [one for one in entries if (one["task"], one["unit"]) == (task["id"], unit)]
    return sorted(
        (one for one in about if date.fromisoformat(one["date"]) <= day),
        key=lambda one: str(one["date"]),
    )


def _owed(folder: Folder, task: Data, who: tuple[str, str], owing: Due, day: date) -> Owed:
    unit, role = who
    period, first, due = owing

    def of(entries: list[Data]) -> list[Data]:
        said = _said(entries, task, unit, day)
        return [one for one in said if one.get("event", one.get("period", "")) == period]

    records = of(folder.records)
    reviews = of([one for one in folder.rulings if "verdict" in one])
    extensions = of([one for one in folder.rulings if "to" in one])
    unsaid = "waiting" if "awaits" in task else "todo"
    status = records[-1]["status"] if records else unsaid
    if _returned(records, reviews) and status in (*SETTLED, "waiting"):
        status = "doing"
    moved = date.fromisoformat(extensions[-1]["to"]) if extensions else due
    late = moved is not None and moved < day and status not in (*SETTLED, "waiting")
    event = period if period.count("-") == 2 else None
    about = (task["id"], unit, role, period, event, first, moved, due, first <= day)
    return Owed(*about, status, late, records, reviews, extensions)


def _returned(records: list[Data], reviews: list[Data]) -> bool:
    """Whether the last record was sent back."""
    last = reviews[-1] if records and reviews else {}
    return last.get("verdict") == "return" and last["record"] == records[-1]["date"]


def percent(done: int, every: int) -> float:
    """The part in percent, with one decimal, halves up; only all of it is 100."""
    if not every:
        return 0.0
    return 100.0 if done == every else min(int(1000 * done / every + 0.5), 999) / 10


def status_of(part: Sequence[Owed]) -> str:
    """The one status of several things owed."""
    words = {one.status for one in part}
    if words <= set(SETTLED):
        return "done" if "done" in words else "waived"
    if any(one.begun and one.status == "blocked" for one in part):
        return "blocked"
    said = {record["status"] for one in part for record in one.records}
    if "doing" in words or said & {"doing", "done"}:
        return "doing"
    return "waiting" if "waiting" in words else "todo"


class Task(NamedTuple):
    """A task as it stands for everybody, or for one unit."""

    text: Data
    part: list[Owed]

    @property
    def leading(self) -> list[Owed]:
        """What the status comes from."""
        return [one for one in self.part if one.role == "lead"] or self.part

    @property
    def status(self) -> str:
        """The status of the whole task."""
        return status_of(self.leading)

    @property
    def late(self) -> bool:
        """Whether the task itself is late."""
        return any(one.begun and one.late for one in self.leading)

    @property
    def late_below(self) -> bool:
        """Whether only those that implement it are."""
        return not self.late and any(one.late for one in self.part)


def tasks_of(folder: Folder, day: date, unit: str | None = None) -> list[Task]:
    """The tasks that concern a unit, as its own share stands, or all of them."""
    every = owed(folder, day)
    found = []
    for text in folder.tasks:
        names = [*text.get("lead", []), *text.get("implement", []), *text.get("support", [])]
        part = [one for one in every if one.task == text["id"]]
        own = [one for one in part if one.unit == unit]
        if unit is None or unit in folder.expand(names):
            found.append(Task(text, own or part))
    return found


def totals(tasks: Sequence[Task]) -> Data:
    """The totals of a report or of a group of it."""
    counts = Counter(task.status for task in tasks)
    settled = counts["done"] + counts["waived"]
    return {
        "tasks": len(tasks),
        "by_status": {status: counts[status] for status in STATUSES},
        "settled": settled,
        "active": len(tasks) - settled,
        "overdue": sum(task.late for task in tasks),
        "late_below": sum(task.late_below for task in tasks),
        "doubts": sum(len(task.text.get("doubts", [])) for task in tasks),
        "rate": percent(settled, len(tasks)),
    }


def duties(part: Sequence[Owed]) -> Data:
    """The counts of what is owed."""
    begun = [one for one in part if one.begun]
    done = sum(one.settled for one in begun)
    return {
        "all": len(part),
        "owed": len(begun),
        "done": done,
        "rate": percent(done, len(begun)),
        "overdue": sum(one.late for one in begun),
        "unproved": sum(one.unproved for one in part),
        "overdue_provisional": 0,
    }


def units(names: Sequence[str], part: Sequence[Owed]) -> list[Data]:
    """The units by rate; those that owe nothing by now come last and have no rank."""
    shares = {name: [one for one in part if one.unit == name] for name in names}
    rates = {name: duties(own)["rate"] for name, own in shares.items() if duties(own)["owed"]}
    told = any(rates.values()) and len(names) > 1
    ranks = {name: 1 + sum(other > rates[name] for other in rates.values()) for name in rates}
    order = sorted(names, key=lambda name: (name not in rates, -rates.get(name, 0)))
    return [
        {
            "unit": name,
            "rank": ranks.get(name) if told else None,
            "duties": duties(shares[name]),
            "by_status": {
                status: sum(one.begun and one.status == status for one in shares[name])
                for status in STATUSES
            },
            "last_report": max(
                (record["date"] for one in shares[name] for record in one.records), default=None
            ),
        }
        for name in order
    ]


def trend(folder: Folder, day: date, unit: str | None = None) -> list[Data]:
    """The figures at the end of each month, and on the last day that anything changed."""
    issued = date.fromisoformat(folder.head["issued"])
    said = [date.fromisoformat(one["date"]) for one in (*folder.records, *folder.rulings)]
    every = owed(folder, day)
    turns = [*said, *(one.first for one in every), *(one.due + DAY for one in every if one.due)]
    last = max((turn for turn in turns if turn <= day), default=issued)
    ends = [date(2017, month, 1) - DAY for month in (9, 10, 11, 12)] + [date(2017, 12, 31)]
    return [
        {
            "day": str(end),
            **_counts([task for task in tasks_of(folder, end, unit) if _owes(task, unit)]),
        }
        for end in (*(one for one in ends if one < last), *([last] if last >= issued else []))
    ]


def _counts(tasks: Sequence[Task]) -> Data:
    found = totals(tasks)
    names = {"all": "tasks", "done": "settled", "active": "active", "rate": "rate"}
    names |= {"overdue": "overdue", "late_below": "late_below", "by_status": "by_status"}
    return {name: found[key] for name, key in names.items()}


def _owes(task: Task, unit: str | None) -> bool:
    return unit is None or any(one.unit == unit for one in task.part)


def duty(one: Owed) -> Data:
    """What JSON says of one thing owed."""
    return {
        "task": one.task,
        "unit": one.unit,
        "role": one.role,
        "period": one.period or None,
        "event": one.event,
        "due": _text(one.due),
        "begun": one.begun,
        "status": one.status,
        "overdue": one.late,
        "last_report": one.records[-1]["date"] if one.records else None,
        "evidence": one.evidence,
        "original_due": _text(one.original),
        "provisional": False,
        "original_provisional": False,
        "extension_count": len(one.extensions),
        "asked_late": one.asked_late,
        "checked": one.checked,
        "silent": one.silent,
        "returned": one.returned,
        "unproved": one.unproved,
    }


def _text(day: date | None) -> str | None:
    return str(day) if day else None


def deadlines(tasks: Sequence[Task], day: date) -> Data:
    """What is late and what falls due in 30 days; units that differ in nothing else together."""
    parts: dict[str, dict[Any, Data]] = {"late": {}, "coming": {}}
    every = [(one.due, task, one) for task in tasks for one in task.part if one.due]
    for due, task, one in sorted(every, key=lambda each: each[0]):
        days = (due - day).days
        if not one.settled and (one.late or 0 <= days <= 30):
            found = {"text": task.text["text"], "occasion": one.occasion, **duty(one)}
            alike = [found[key] for key in _ALIKE]
            part = parts["late" if one.late else "coming"]
            left = {"days": days, "workdays": workdays(due, day)}
            part.setdefault(str(alike), {**found, "units": [], **left})["units"].append(one.unit)
    return {"within": 30, **{name: list(part.values()) for name, part in parts.items()}}


_ALIKE = (
    *("due", "task", "period", "status", "returned"),
    *("original_due", "extension_count", "asked_late"),
)


def coverage(tasks: Sequence[Task], names: Sequence[str]) -> list[Data]:
    """The tasks that several units owe, and where each of the units stands."""
    found = []
    for task in tasks:
        shares = {name: [one for one in task.part if one.unit == name] for name in names}
        shares = {name: part for name, part in shares.items() if part}
        owners = list(dict.fromkeys(one.unit for one in task.part))
        missing = [name for name in owners if any(one.silent for one in shares[name])]
        told = [name for name in owners if any(one.records for one in shares[name])]
        lines = [
            {
                "unit": name,
                "status": status_of(part),
                "overdue": any(one.late for one in part),
                "missing": any(one.silent for one in part),
                "returned": any(one.returned for one in part),
            }
            for name, part in shares.items()
        ]
        counts = {"all": len(owners), "told": len(set(told) - set(missing)), "missing": missing}
        about = {"task": task.text["id"], "text": task.text["text"]}
        found += [{**about, **counts, "units": lines}] if len(owners) > 1 else []
    return found


def grids(tasks: Sequence[Task]) -> list[Data]:
    """The periodic tasks, those of the same periods together, a row a unit."""
    found: dict[tuple[str, ...], list[Data]] = {}
    for task in tasks:
        part = [one for one in task.part if one.period and not one.event]
        names = tuple(dict.fromkeys(one.period for one in part))
        for unit in dict.fromkeys(one.unit for one in part):
            about = {"task": task.text["id"], "text": task.text["text"], "unit": unit}
            cells = [duty(one) for one in part if one.unit == unit]
            found.setdefault(names, []).append({**about, "cells": cells})
    return [{"periods": list(names), "rows": rows} for names, rows in found.items()]


def lists(tasks: Sequence[Task]) -> Data:
    """The lists of a report: each thing owed with what it is listed for."""
    every = [
        (one, {"text": task.text["text"], "occasion": one.occasion, **duty(one)})
        for task in tasks
        for one in task.part
    ]
    open_ones = [(one, row) for one, row in every if one.records and not one.settled]
    return {
        "problems": [
            {**row, **{key: one.records[-1].get(key) for key in ("date", "problem", "next")}}
            for one, row in open_ones
            if "problem" in one.records[-1] or one.status == "blocked"
        ],
        "returned": [
            {
                **row,
                "reported": one.reviews[-1]["record"],
                "returned_on": one.reviews[-1]["date"],
                "reason": one.reviews[-1].get("note"),
            }
            for one, row in every
            if one.returned
        ],
        "unproved": [row for one, row in every if one.unproved],
    }


def doubts(tasks: Sequence[Task]) -> list[Data]:
    """What a person must settle in the issued text."""
    return [
        {"task": task.text["id"], "text": task.text["text"], "doubt": doubt}
        for task in tasks
        for doubt in task.text.get("doubts", [])
    ]


def figures(task: Task) -> Data:
    """The figures of one task in the ledger."""
    dated = [one for one in task.leading if one.due and not one.settled]
    first = min(dated, key=lambda one: one.due or date.max, default=None)
    moved = first if first and first.extensions else None
    days = [record["date"] for one in task.part for record in one.records]
    looks = Counter(one.checked for one in task.part if one.checked)
    return {
        "id": task.text["id"],
        "status": task.status,
        "overdue": task.late,
        "periods": _periods(task.leading),
        "units": _units(task.leading),
        "coverage": _units([one for one in task.part if one.role == "implement"]),
        "last_report": max(days, default=None),
        "evidence": sum(one.evidence for one in task.part),
        "next_due": _text(first.due if first else None),
        "next_due_original": _text(moved.original if moved else None),
        "next_due_extension_count": len(moved.extensions) if moved else 0,
        "next_due_asked_late": moved.asked_late if moved else False,
        "next_due_provisional": False,
        "next_due_original_provisional": False,
        "extension_count": sum(len(one.extensions) for one in task.part),
        "missing": list(dict.fromkeys(one.unit for one in task.part if one.silent)),
        "unproved": sum(one.unproved for one in task.part),
        "checked_counts": {
            **{word: looks[word] for word in ("unreviewed", "accepted", "outdated", "returned")},
            "returned": sum(one.returned for one in task.part),
            "to_review": sum(one.to_review for one in task.part),
        },
        "doubts": task.text.get("doubts", []),
    }


def _periods(part: Sequence[Owed]) -> Data:
    names = dict.fromkeys(one.period for one in part if one.period)
    shares = [[one for one in part if one.period == name] for name in names]
    return {
        "done": sum(all(one.settled for one in share) for share in shares),
        "begun": sum(any(one.begun for one in share) for share in shares),
        "all": len(shares),
    }


def _units(part: Sequence[Owed]) -> Data:
    shares = [[one for one in part if one.unit == name] for name in {one.unit for one in part}]
    return {"done": sum(all(one.settled for one in share) for share in shares), "all": len(shares)}
