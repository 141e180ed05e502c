"""The figures of a plan computed from its YAML by the rules of the design, without code of gkplan.

This is for one small plan of the second half of 2017; rules that it does not use are left out.
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
"""National Day, New Year's Day, and the make-up Saturday."""
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
    """A duty: what one unit owes on one task in one period, on one day."""

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
        """Whether the duty is settled."""
        return self.status in SETTLED

    @property
    def returned(self) -> bool:
        """Whether the report was returned and the unit has not reported again."""
        return _returned(self.records, self.reviews)

    @property
    def unproved(self) -> bool:
        """Whether it is reported as done and no evidence of it remains that was not returned."""
        return self.status == "done" and not self.evidence

    @property
    def silent(self) -> bool:
        """Whether there is no record although the period has begun."""
        return self.begun and not self.records and self.status != "waiting"

    @property
    def checked(self) -> str | None:
        """The state of the review of the last record."""
        if not self.records:
            return None
        if not self.reviews:
            return "unreviewed"
        if self.reviews[-1]["record"] != self.records[-1]["date"]:
            return "outdated"
        return {"accept": "accepted", "return": "returned"}[self.reviews[-1]["verdict"]]

    @property
    def to_review(self) -> bool:
        """Whether the office has yet to review it."""
        unseen = self.checked == "unreviewed" and self.status in (*SETTLED, "waiting")
        return unseen or self.checked == "outdated"

    @property
    def asked_late(self) -> bool:
        """Whether an extension was requested after the due date."""
        due, late = self.original, False
        for item in self.extensions:
            late = late or date.fromisoformat(item["date"]) > (due or date.max)
            due = date.fromisoformat(item["to"])
        return late

    @property
    def evidence(self) -> int:
        """How many pieces of evidence there are that were not sent back."""
        verdicts = {entry["record"]: entry["verdict"] for entry in self.reviews}
        kept = [entry for entry in self.records if verdicts.get(entry["date"]) != "return"]
        return sum(len(entry.get("evidence", [])) for entry in kept)

    @property
    def occasion(self) -> str:
        """The Chinese name of its period."""
        return f"起算日 {self.event}" if self.event else f"{self.period} 期" if self.period else ""


class Folder(NamedTuple):
    """The files of a plan folder, as lists and texts."""

    head: Data
    groups: list[Data]
    units: list[str]
    members: dict[str, list[str]]
    records: list[Data]
    reviews_file: list[Data]

    @property
    def tasks(self) -> list[Data]:
        """All tasks in the order of the document."""
        return [task for group in self.groups for task in group["tasks"]]

    def expand(self, names: Iterable[str]) -> list[str]:
        """Return the units that names stand for, each once."""
        return list(dict.fromkeys(unit for name in names for unit in self.members[name]))


def read(data: Path) -> Folder:
    """Read a plan folder with a YAML parser alone."""
    plan, registry = (_yaml(data / name) for name in ("tasks.yaml", "units.yaml"))
    kinds = {unit["name"]: unit["kind"] for unit in registry["units"]}
    members = {name: [name] for name in kinds} | {
        item["name"]: [name for name in kinds if kinds[name] in item["kinds"]]
        for item in registry["collectives"]
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
    """Return the day so many ``workdays`` or ``days`` later."""
    number, measure = span.split()
    left = int(number)
    while left:
        day += DAY
        left -= measure == "days" or is_workday(day)
    return day


def is_workday(day: date) -> bool:
    return day in WORK or (day.weekday() < 5 and day not in OFF)


def workdays(due: date, day: date) -> int:
    """Count the working days to a due date, negative if it has passed."""
    first, last = sorted((due, day))
    number = sum(is_workday(first + DAY * (n + 1)) for n in range((last - first).days))
    return number if due >= day else -number


def owed(folder: Folder, day: date) -> list[Owed]:
    """Return all duties on a day, in the order of the plan."""
    duties_owed = []
    for task in folder.tasks:
        leads = folder.expand(task.get("lead", []))
        others = [unit for unit in folder.expand(task.get("implement", [])) if unit not in leads]
        for unit in (*leads, *others):
            who = (unit, "lead" if unit in leads else "implement")
            dues = _dues(folder, task, unit, day)
            duties_owed += [_owed(folder, task, who, due, day) for due in dues]
    return duties_owed


def _dues(folder: Folder, task: Data, unit: str, day: date) -> list[Due]:
    """Return the periods of a task with first day and due date; events as in the unit's records."""
    named = task.get("cadence", "once")
    cadences = [named] if isinstance(named, str) else named
    dues = [due for *_, due in sorted(_periodic(folder, task, cadences))]
    events = {
        item["event"] for item in _entries(folder.records, task, unit, day) if "event" in item
    }
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
    """Yield the calendar periods of a task, with their sort keys first."""
    lag = task.get("lag") or folder.head["lag"]
    for name, start, end in (item for cadence in cadences for item in PERIODS.get(cadence, [])):
        last = date(2017 + end // 12, end % 12 + 1, 1) - DAY
        yield last, -start, (name, date(2017, start, 1), after(last, lag))


def _entries(entries: list[Data], task: Data, unit: str, day: date) -> list[Data]:
    """Return the entries about a unit's part in a task up to a day, by date."""
    about = [item for item in entries if (item["task"], item["unit"]) == (task["id"], unit)]
    return sorted(
        (item for item in about if date.fromisoformat(item["date"]) <= day),
        key=lambda item: str(item["date"]),
    )


def _owed(folder: Folder, task: Data, who: tuple[str, str], owing: Due, day: date) -> Owed:
    unit, role = who
    period, first, due = owing

    def of(entries: list[Data]) -> list[Data]:
        until = _entries(entries, task, unit, day)
        return [item for item in until if item.get("event", item.get("period", "")) == period]

    records = of(folder.records)
    reviews = of([item for item in folder.reviews_file if "verdict" in item])
    extensions = of([item for item in folder.reviews_file if "to" in item])
    unreported = "waiting" if "awaits" in task else "todo"
    status = records[-1]["status"] if records else unreported
    if _returned(records, reviews) and status in (*SETTLED, "waiting"):
        status = "doing"
    moved = date.fromisoformat(extensions[-1]["to"]) if extensions else due
    late = moved is not None and moved < day and status not in (*SETTLED, "waiting")
    event = period if period.count("-") == 2 else None
    about = (task["id"], unit, role, period, event, first, moved, due, first <= day)
    return Owed(*about, status, late, records, reviews, extensions)


def _returned(records: list[Data], reviews: list[Data]) -> bool:
    """Whether the last record was returned."""
    last = reviews[-1] if records and reviews else {}
    return last.get("verdict") == "return" and last["record"] == records[-1]["date"]


def percent(done: int, every: int) -> float:
    """Return a percentage with one decimal, half up; only all of it is 100."""
    if not every:
        return 0.0
    return 100.0 if done == every else min(int(1000 * done / every + 0.5), 999) / 10


def status_of(part: Sequence[Owed]) -> str:
    """Return the common status of several duties."""
    words = {item.status for item in part}
    if words <= set(SETTLED):
        return "done" if "done" in words else "waived"
    if any(item.begun and item.status == "blocked" for item in part):
        return "blocked"
    reported = {record["status"] for item in part for record in item.records}
    if "doing" in words or reported & {"doing", "done"}:
        return "doing"
    return "waiting" if "waiting" in words else "todo"


class Task(NamedTuple):
    """A task with all its duties, or with those of one unit."""

    text: Data
    part: list[Owed]

    @property
    def leading(self) -> list[Owed]:
        """The duties that decide the status."""
        return [item for item in self.part if item.role == "lead"] or self.part

    @property
    def status(self) -> str:
        """The status of the task."""
        return status_of(self.leading)

    @property
    def late(self) -> bool:
        """Whether the task itself is overdue."""
        return any(item.begun and item.late for item in self.leading)

    @property
    def late_below(self) -> bool:
        """Whether only units that implement it are overdue."""
        return not self.late and any(item.late for item in self.part)


def tasks_of(folder: Folder, day: date, unit: str | None = None) -> list[Task]:
    """Return the tasks that concern a unit, with its own duties, or all of them."""
    every = owed(folder, day)
    found = []
    for text in folder.tasks:
        names = [*text.get("lead", []), *text.get("implement", []), *text.get("support", [])]
        part = [item for item in every if item.task == text["id"]]
        own = [item for item in part if item.unit == unit]
        if unit is None or unit in folder.expand(names):
            found.append(Task(text, own or part))
    return found


def totals(tasks: Sequence[Task]) -> Data:
    """Return the totals of a report or of one of its groups."""
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
    """Count duties."""
    begun = [item for item in part if item.begun]
    done = sum(item.settled for item in begun)
    return {
        "all": len(part),
        "owed": len(begun),
        "done": done,
        "rate": percent(done, len(begun)),
        "overdue": sum(item.late for item in begun),
        "unproved": sum(item.unproved for item in part),
        "overdue_provisional": 0,
    }


def units(names: Sequence[str], part: Sequence[Owed]) -> list[Data]:
    """Return the units by rate; those without begun duties come last and have no rank."""
    shares = {name: [item for item in part if item.unit == name] for name in names}
    rates = {name: duties(own)["rate"] for name, own in shares.items() if duties(own)["owed"]}
    are_ranked = any(rates.values()) and len(names) > 1
    ranks = {name: 1 + sum(other > rates[name] for other in rates.values()) for name in rates}
    order = sorted(names, key=lambda name: (name not in rates, -rates.get(name, 0)))
    return [
        {
            "unit": name,
            "rank": ranks.get(name) if are_ranked else None,
            "duties": duties(shares[name]),
            "by_status": {
                status: sum(item.begun and item.status == status for item in shares[name])
                for status in STATUSES
            },
            "last_report": max(
                (record["date"] for item in shares[name] for record in item.records), default=None
            ),
        }
        for name in order
    ]


def trend(folder: Folder, day: date, unit: str | None = None) -> list[Data]:
    """Return the figures at the end of each month, and on the last day of a change."""
    issued = date.fromisoformat(folder.head["issued"])
    dates = [date.fromisoformat(item["date"]) for item in (*folder.records, *folder.reviews_file)]
    every = owed(folder, day)
    turns = [
        *dates,
        *(item.first for item in every),
        *(item.due + DAY for item in every if item.due),
    ]
    last = max((turn for turn in turns if turn <= day), default=issued)
    ends = [date(2017, month, 1) - DAY for month in (9, 10, 11, 12)] + [date(2017, 12, 31)]
    return [
        {
            "day": str(end),
            **_counts([task for task in tasks_of(folder, end, unit) if _owes(task, unit)]),
        }
        for end in (*(item for item in ends if item < last), *([last] if last >= issued else []))
    ]


def _counts(tasks: Sequence[Task]) -> Data:
    found = totals(tasks)
    names = {"all": "tasks", "done": "settled", "active": "active", "rate": "rate"}
    names |= {"overdue": "overdue", "late_below": "late_below", "by_status": "by_status"}
    return {name: found[key] for name, key in names.items()}


def _owes(task: Task, unit: str | None) -> bool:
    return unit is None or any(item.unit == unit for item in task.part)


def duty(item: Owed) -> Data:
    """Return a duty as in JSON."""
    return {
        "task": item.task,
        "unit": item.unit,
        "role": item.role,
        "period": item.period or None,
        "event": item.event,
        "due": _text(item.due),
        "begun": item.begun,
        "status": item.status,
        "overdue": item.late,
        "last_report": item.records[-1]["date"] if item.records else None,
        "evidence": item.evidence,
        "original_due": _text(item.original),
        "provisional": False,
        "original_provisional": False,
        "extension_count": len(item.extensions),
        "asked_late": item.asked_late,
        "checked": item.checked,
        "silent": item.silent,
        "returned": item.returned,
        "unproved": item.unproved,
    }


def _text(day: date | None) -> str | None:
    return str(day) if day else None


def deadlines(tasks: Sequence[Task], day: date) -> Data:
    """Return the overdue duties and those due in 30 days; equal rows of several units are one."""
    parts: dict[str, dict[Any, Data]] = {"late": {}, "coming": {}}
    every = [(item.due, task, item) for task in tasks for item in task.part if item.due]
    for due, task, item in sorted(every, key=lambda each: each[0]):
        days = (due - day).days
        if not item.settled and (item.late or 0 <= days <= 30):
            found = {"text": task.text["text"], "occasion": item.occasion, **duty(item)}
            alike = [found[key] for key in _ALIKE]
            part = parts["late" if item.late else "coming"]
            left = {"days": days, "workdays": workdays(due, day)}
            part.setdefault(str(alike), {**found, "units": [], **left})["units"].append(item.unit)
    return {"within": 30, **{name: list(part.values()) for name, part in parts.items()}}


_ALIKE = (
    *("due", "task", "period", "status", "returned"),
    *("original_due", "extension_count", "asked_late"),
)


def coverage(tasks: Sequence[Task], names: Sequence[str]) -> list[Data]:
    """Return the tasks of several units, with the state of each unit."""
    found = []
    for task in tasks:
        shares = {name: [item for item in task.part if item.unit == name] for name in names}
        shares = {name: part for name, part in shares.items() if part}
        owners = list(dict.fromkeys(item.unit for item in task.part))
        missing = [name for name in owners if any(item.silent for item in shares[name])]
        reported = [name for name in owners if any(item.records for item in shares[name])]
        lines = [
            {
                "unit": name,
                "status": status_of(part),
                "overdue": any(item.late for item in part),
                "missing": any(item.silent for item in part),
                "returned": any(item.returned for item in part),
            }
            for name, part in shares.items()
        ]
        counts = {"all": len(owners), "told": len(set(reported) - set(missing)), "missing": missing}
        about = {"task": task.text["id"], "text": task.text["text"]}
        found += [{**about, **counts, "units": lines}] if len(owners) > 1 else []
    return found


def grids(tasks: Sequence[Task]) -> list[Data]:
    """Return the periodic tasks grouped by periods, one row per unit."""
    found: dict[tuple[str, ...], list[Data]] = {}
    for task in tasks:
        part = [item for item in task.part if item.period and not item.event]
        names = tuple(dict.fromkeys(item.period for item in part))
        for unit in dict.fromkeys(item.unit for item in part):
            about = {"task": task.text["id"], "text": task.text["text"], "unit": unit}
            cells = [duty(item) for item in part if item.unit == unit]
            found.setdefault(names, []).append({**about, "cells": cells})
    return [{"periods": list(names), "rows": rows} for names, rows in found.items()]


def lists(tasks: Sequence[Task]) -> Data:
    """Return the lists of a report: problems, returns and duties without evidence."""
    every = [
        (item, {"text": task.text["text"], "occasion": item.occasion, **duty(item)})
        for task in tasks
        for item in task.part
    ]
    open_ones = [(item, row) for item, row in every if item.records and not item.settled]
    return {
        "problems": [
            {**row, **{key: item.records[-1].get(key) for key in ("date", "problem", "next")}}
            for item, row in open_ones
            if "problem" in item.records[-1] or item.status == "blocked"
        ],
        "returned": [
            {
                **row,
                "reported": item.reviews[-1]["record"],
                "returned_on": item.reviews[-1]["date"],
                "reason": item.reviews[-1].get("note"),
            }
            for item, row in every
            if item.returned
        ],
        "unproved": [row for item, row in every if item.unproved],
    }


def doubts(tasks: Sequence[Task]) -> list[Data]:
    """Return the doubts about the issued text."""
    return [
        {"task": task.text["id"], "text": task.text["text"], "doubt": doubt}
        for task in tasks
        for doubt in task.text.get("doubts", [])
    ]


def figures(task: Task) -> Data:
    """Return the figures of one task in the ledger."""
    dated = [item for item in task.leading if item.due and not item.settled]
    first = min(dated, key=lambda item: item.due or date.max, default=None)
    moved = first if first and first.extensions else None
    days = [record["date"] for item in task.part for record in item.records]
    looks = Counter(item.checked for item in task.part if item.checked)
    return {
        "id": task.text["id"],
        "status": task.status,
        "overdue": task.late,
        "periods": _periods(task.leading),
        "units": _units(task.leading),
        "coverage": _units([item for item in task.part if item.role == "implement"]),
        "last_report": max(days, default=None),
        "evidence": sum(item.evidence for item in task.part),
        "next_due": _text(first.due if first else None),
        "next_due_original": _text(moved.original if moved else None),
        "next_due_extension_count": len(moved.extensions) if moved else 0,
        "next_due_asked_late": moved.asked_late if moved else False,
        "next_due_provisional": False,
        "next_due_original_provisional": False,
        "extension_count": sum(len(item.extensions) for item in task.part),
        "missing": list(dict.fromkeys(item.unit for item in task.part if item.silent)),
        "unproved": sum(item.unproved for item in task.part),
        "checked_counts": {
            **{word: looks[word] for word in ("unreviewed", "accepted", "outdated", "returned")},
            "returned": sum(item.returned for item in task.part),
            "to_review": sum(item.to_review for item in task.part),
        },
        "doubts": task.text.get("doubts", []),
    }


def _periods(part: Sequence[Owed]) -> Data:
    names = dict.fromkeys(item.period for item in part if item.period)
    shares = [[item for item in part if item.period == name] for name in names]
    return {
        "done": sum(all(item.settled for item in share) for share in shares),
        "begun": sum(any(item.begun for item in share) for share in shares),
        "all": len(shares),
    }


def _units(part: Sequence[Owed]) -> Data:
    shares = [[item for item in part if item.unit == name] for name in {item.unit for item in part}]
    return {
        "done": sum(all(item.settled for item in share) for share in shares),
        "all": len(shares),
    }
