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
LATE_ENTRY = timedelta(days=31)
"""The time after which a record is entered late (补报) where its duty has no due date."""

Data = dict[str, Any]
Due = tuple[str, date, date | None]
"""A period's name, its first day, and when it is due."""


class Owed(NamedTuple):
    """A duty: what one unit owes on one task in one period, on one day.

    ``due`` is the date that counts, ``extended`` the one without a return's ``correct_by``, and
    ``original`` the one before any extension. ``returns`` also counts those that lapsed.
    """

    task: str
    unit: str
    role: str
    period: str
    event: str | None
    first: date
    due: date | None
    extended: date | None
    original: date | None
    begun: bool
    status: str
    passed: bool
    completed: date | None
    late_days: int
    returns: int
    records: list[Data]
    reviews: list[Data]
    extensions: list[Data]

    @property
    def settled(self) -> bool:
        """Whether the duty is settled."""
        return self.status in SETTLED

    @property
    def done(self) -> bool:
        """Whether the duty is done."""
        return self.status == "done"

    @property
    def late(self) -> bool:
        """Whether it is overdue."""
        return self.passed and not self.settled and self.status != "waiting"

    @property
    def returned(self) -> bool:
        """Whether the report was returned and the unit has not reported again."""
        return _returned(self.records, self.reviews)

    @property
    def accepted_waiver(self) -> bool:
        """Whether the office accepted that it does not apply."""
        return self.status == "waived" and self.checked == "accepted"

    @property
    def verified(self) -> bool:
        """Whether it is done and its latest record is accepted."""
        return self.done and self.checked == "accepted"

    @property
    def measured(self) -> bool:
        """Whether it counts for the rate of what is done on time."""
        return self.passed and not self.accepted_waiver and self.status != "waiting"

    @property
    def unproved(self) -> bool:
        """Whether it is reported as done and no evidence of it remains that was not returned."""
        return self.done and not self.evidence

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
            late = late or _date(item) > (due or date.max)
            due = _date(item, "to")
        return late

    @property
    def evidence(self) -> int:
        """How many pieces of evidence there are that were not sent back."""
        verdicts = {entry["record"]: entry["verdict"] for entry in self.reviews}
        kept = [entry for entry in self.records if verdicts.get(entry["date"]) != "return"]
        return sum(len(entry.get("evidence", [])) for entry in kept)

    @property
    def late_entries(self) -> int:
        """How many of its records were entered late."""
        return sum(
            _date(record) <= self.due < _date(record, "entered")
            if self.due
            else _date(record, "entered") - _date(record) > LATE_ENTRY
            for record in self.records
            if "entered" in record
        )

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
    withdrawals: list[Data]
    reviews: list[Data]
    extensions: list[Data]

    @property
    def tasks(self) -> list[Data]:
        """All tasks in the order of the document."""
        return [task for group in self.groups for task in group["tasks"]]

    @property
    def entries(self) -> dict[str, list[Data]]:
        """All entries, by kind."""
        names = ("records", "withdrawals", "reviews", "extensions")
        return {name: getattr(self, name) for name in names}

    def expand(self, names: Iterable[str]) -> list[str]:
        """Return the units that names stand for, each once."""
        return list(dict.fromkeys(unit for name in names for unit in self.members[name]))

    def owners(self, division: Data) -> dict[str, str]:
        """Return the units that owe a task as it is divided, with their roles."""
        leads = dict.fromkeys(self.expand(division.get("lead", [])), "lead")
        others = dict.fromkeys(self.expand(division.get("implement", [])), "implement")
        return leads | others | leads


def read(data: Path) -> Folder:
    """Read a plan folder with a YAML parser alone."""
    plan, registry = (_yaml(data / name) for name in ("tasks.yaml", "units.yaml"))
    kinds = {unit["name"]: unit["kind"] for unit in registry["units"]}
    members = {name: [name] for name in kinds} | {
        item["name"]: [name for name in kinds if kinds[name] in item["kinds"]]
        for item in registry["collectives"]
    }
    entries = [
        {**record, "unit": journal.stem}
        for journal in sorted((data / "progress").iterdir())
        for record in _yaml(journal)
    ]
    decisions = _yaml(data / "reviews.yaml")
    return Folder(
        plan["plan"],
        plan["groups"],
        list(kinds),
        members,
        [item for item in entries if item["status"] != "withdrawn"],
        [item for item in entries if item["status"] == "withdrawn"],
        [item for item in decisions if "verdict" in item],
        [item for item in decisions if "to" in item],
    )


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506  (all is text)


def _date(entry: Data, key: str = "date") -> date:
    return date.fromisoformat(entry[key])


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


def division(task: Data, day: date) -> Data:
    """Return who has a task on a day: as issued, or after its last change until then."""
    now = task
    for item in task.get("changes", []):
        now = item if _date(item) <= day else now
    return now


def cancellation(task: Data, day: date) -> date | None:
    """Return the day on which a task was cancelled, if that is not later than ``day``."""
    cancelled = _date(task["cancelled"]) if "cancelled" in task else date.max
    return cancelled if cancelled <= day else None


def owed(folder: Folder, day: date) -> list[Owed]:
    """Return all duties on a day, in the order of the plan; those cancelled are left out."""
    return [item for task in folder.tasks for item in _owed_on(folder, task, day)]


def _owed_on(folder: Folder, task: Data, day: date) -> Iterator[Owed]:
    end = cancellation(task, day)
    for unit in _ever(folder, task):
        for due in _dues(folder, task, unit, day):
            last = due[2]
            role = folder.owners(division(task, min(last, day) if last else day)).get(unit)
            if role and (not end or _owed(folder, task, (unit, role), due, end).settled):
                yield _owed(folder, task, (unit, role), due, day)


def _ever(folder: Folder, task: Data) -> list[str]:
    """Return the units that have or had a task, those that had it first before the others."""
    leads_first = [
        unit
        for part in [task, *task.get("changes", [])]
        for role in ("lead", "implement")
        for unit in folder.expand(part.get(role, []))
    ]
    return list(dict.fromkeys(leads_first))


def _dues(folder: Folder, task: Data, unit: str, day: date) -> list[Due]:
    """Return the periods of a task with first day and due date; events as in the unit's records.

    What starts with an event is owed once there is a record, also one that names no event.
    """
    named = task.get("cadence", "once")
    cadences = [named] if isinstance(named, str) else named
    dues = [due for *_, due in sorted(_periodic(folder, task, cadences))]
    records = _in_force(folder, task, unit, day)
    for event in sorted({item["event"] for item in records if "event" in item}):
        began = date.fromisoformat(event)
        dues.append((event, began, after(began, task["within"])))
    issued = date.fromisoformat(folder.head["issued"])
    if cadences == ["once"]:
        dues.append(("", issued, date.fromisoformat(task.get("due") or folder.head["ends"])))
    opened = "within" not in task or any(not _period(item) for item in records)
    if cadences == ["ongoing"] or (cadences == ["event"] and opened):
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
    return sorted((item for item in about if _date(item) <= day), key=_date)


def _in_force(folder: Folder, task: Data, unit: str, day: date) -> list[Data]:
    """Return the records of a unit on a task up to a day, less those withdrawn by then."""
    records = _entries(folder.records, task, unit, day)
    for taken in _entries(folder.withdrawals, task, unit, day):
        named = [
            index
            for index, item in enumerate(records)
            if (item["date"], _period(item)) == (taken["record"], _period(taken))
        ]
        del records[named[-1]]
    return records


def _period(entry: Data) -> str:
    """Return the period or event that an entry is about; empty for neither."""
    return str(entry.get("event", entry.get("period", "")))


def _owed(folder: Folder, task: Data, who: tuple[str, str], owing: Due, day: date) -> Owed:
    unit, role = who
    period, first, due = owing

    def of(entries: list[Data]) -> list[Data]:
        return [item for item in _entries(entries, task, unit, day) if _period(item) == period]

    records = [item for item in _in_force(folder, task, unit, day) if _period(item) == period]
    kept = {item["date"] for item in records}
    gone = {item["date"] for item in of(folder.records)} - kept
    every = of(folder.reviews)
    reviews = [item for item in every if item["record"] not in gone]
    unreported = "waiting" if "awaits" in task else "todo"
    status = _status(records, reviews, unreported)
    extensions = of(folder.extensions)
    completed, extended = None, _extended(due, extensions)
    if status == "done":
        completed = _completed(records, reviews, extended)
        extensions = [item for item in extensions if _date(item) <= completed]
        extended = _extended(due, extensions)
        completed = _completed(records, reviews, extended)
    waited = extended and not extensions and _status_on(extended, records, reviews, unreported)
    late_days = 0
    if completed and extended and waited != "waiting":
        late_days = max((completed - extended).days, 0)
    counted = extended
    if _returned(records, reviews) and "correct_by" in reviews[-1]:
        counted = max(extended or date.min, _date(reviews[-1], "correct_by"))
    return Owed(
        task=task["id"],
        unit=unit,
        role=role,
        period=period,
        event=period if period.count("-") == 2 else None,
        first=first,
        due=counted,
        extended=extended,
        original=due,
        begun=first <= day,
        status=status,
        passed=counted is not None and counted < day,
        completed=completed,
        late_days=late_days,
        returns=sum(item["verdict"] == "return" for item in every),
        records=records,
        reviews=reviews,
        extensions=extensions,
    )


def _extended(due: date | None, extensions: list[Data]) -> date | None:
    return _date(extensions[-1], "to") if extensions else due


def _status(records: list[Data], reviews: list[Data], unreported: str) -> str:
    """Return the status that records give, unless the last one was returned."""
    status = str(records[-1]["status"]) if records else unreported
    undone = _returned(records, reviews) and status in (*SETTLED, "waiting")
    return "doing" if undone else status


def _status_on(day: date, records: list[Data], reviews: list[Data], unreported: str) -> str:
    """Return the status that records and reviews gave on an earlier day."""
    told, seen = ([item for item in items if _date(item) <= day] for items in (records, reviews))
    return _status(told, seen, unreported)


def _returned(records: list[Data], reviews: list[Data]) -> bool:
    """Whether the last record was returned."""
    last = reviews[-1] if records and reviews else {}
    return last.get("verdict") == "return" and last["record"] == records[-1]["date"]


def _completed(records: list[Data], reviews: list[Data], due: date | None) -> date:
    """Return the first day of the unbroken run of ``done``; only a late correction breaks it."""
    start = None
    for index, record in enumerate(records):
        if record["status"] != "done":
            start = None
        elif start is None or _corrected_late(records[index - 1], record, reviews, due):
            start = _date(record)
    assert start
    return start


def _corrected_late(before: Data, record: Data, reviews: list[Data], due: date | None) -> bool:
    """Whether a record corrects a returned one after both the due date and ``correct_by``."""
    looks = [item for item in reviews if item["record"] == before["date"]]
    looks = [item for item in looks if _date(item) <= _date(record)]
    if not looks or looks[-1]["verdict"] != "return":
        return False
    limits = [due, _date(looks[-1], "correct_by") if "correct_by" in looks[-1] else None]
    return _date(record) > max((limit for limit in limits if limit), default=date.max)


def percent(part: int, base: int) -> float | None:
    """Return a percentage with one decimal, half up; only all is 100, and of nothing is none."""
    if not base:
        return None
    return 100.0 if part == base else min(int(1000 * part / base + 0.5), 999) / 10


def ratio(part: int, base: int) -> Data:
    """Return a rate with both of its numbers."""
    return {"part": part, "base": base, "rate": percent(part, base)}


def status_of(part: Sequence[Owed]) -> str:
    """Return the common status of several duties."""
    words = {item.status for item in part}
    if words and words <= set(SETTLED):
        return "done" if "done" in words else "waived"
    begun = {item.status for item in part if item.begun}
    if "blocked" in begun:
        return "blocked"
    if words & {"doing", "done"}:
        return "doing"
    return "waiting" if "waiting" in begun else "todo"


class Task(NamedTuple):
    """A task with all its duties, or with those of one unit; ``owners`` are who answers for it.

    ``led`` is whether any of them leads, ``ended`` whether the task was cancelled, ``reported``
    are all records of those that have or had it, less those withdrawn.
    """

    text: Data
    part: list[Owed]
    owners: list[str]
    led: bool
    ended: bool
    reported: list[Data]

    @property
    def leading(self) -> list[Owed]:
        """The duties that decide the status."""
        return [item for item in self.part if item.role == "lead" or not self.led]

    @property
    def status(self) -> str:
        """The status of the task."""
        return status_of(self.leading)

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled and nothing is left that decides its status."""
        return self.ended and not self.leading

    @property
    def idle(self) -> bool:
        """Whether nothing is owed on it because no event was recorded."""
        return not self.ended and not self.part

    @property
    def accepted(self) -> bool:
        """Whether the office accepted that it does not apply."""
        return self.status == "waived" and all(item.accepted_waiver for item in self.leading)

    @property
    def late(self) -> bool:
        """Whether the task itself is overdue."""
        return any(item.begun and item.late for item in self.leading)

    @property
    def late_below(self) -> bool:
        """Whether only units that implement it are overdue."""
        return not self.late and any(item.late for item in self.part)

    @property
    def late_duties(self) -> int:
        """How many of its duties are overdue."""
        return sum(item.late for item in self.part)

    @property
    def late_days(self) -> int:
        """By how many days it was done late at most."""
        return max((item.late_days for item in self.leading), default=0)


def tasks_of(folder: Folder, day: date, unit: str | None = None) -> list[Task]:
    """Return the tasks that concern a unit, with its own duties, or all of them.

    Those that name the unit come before those that concern it through a collective.
    """
    every = owed(folder, day)
    found: list[Task] = []
    shared: list[Task] = []
    for text in folder.tasks:
        now = division(text, day)
        names = [*now.get("lead", []), *now.get("implement", []), *now.get("support", [])]
        part = [item for item in every if item.task == text["id"]]
        roles = {**folder.owners(now), **{item.unit: item.role for item in part}}
        owners = [owner for owner in _ever(folder, text) if owner in roles]
        reporters = [str(unit)] if unit in owners else _ever(folder, text)
        if unit in owners:
            part, owners = [item for item in part if item.unit == unit], [str(unit)]
        if unit is None or unit in owners or unit in folder.expand(names):
            is_shared = unit in folder.expand(names) and unit not in names
            ended = cancellation(text, day) is not None
            led = "lead" in {folder.owners(now).get(owner) for owner in owners}
            if not ended and now is not text:
                led = led and any(item.role == "lead" for item in part)
            records = [item for name in reporters for item in _in_force(folder, text, name, day)]
            task = Task(text, part, owners, led, ended, records)
            (shared if is_shared else found).append(task)
    return [*found, *shared]


def totals(tasks: Sequence[Task]) -> Data:
    """Return the totals of a report or of one of its groups."""
    kept = [task for task in tasks if not task.cancelled]
    counts = Counter(task.status for task in kept)
    accepted, idle = (sum(getattr(task, name) for task in kept) for name in ("accepted", "idle"))
    completion = ratio(counts["done"], len(kept) - accepted - idle)
    late = [task for task in kept if task.late]
    below = [task for task in kept if task.late_below]
    return {
        "tasks": len(kept),
        "by_status": {status: counts[status] for status in STATUSES},
        "done": counts["done"],
        "waived": counts["waived"],
        "accepted": accepted,
        "open": len(kept) - counts["done"] - counts["waived"],
        "idle": idle,
        "cancelled": len(tasks) - len(kept),
        "rate": completion["rate"],
        "completion": completion,
        "overdue": len(late),
        "overdue_duties": sum(task.late_duties for task in late),
        "late_below": len(below),
        "late_below_duties": sum(task.late_duties for task in below),
        "late_done": sum(task.status == "done" and task.late_days > 0 for task in kept),
    }


def duties(part: Sequence[Owed]) -> Data:
    """Count duties."""
    begun = [item for item in part if item.begun]
    counts = Counter(item.status for item in begun)
    accepted = sum(item.accepted_waiver for item in begun)
    completion = ratio(counts["done"], len(begun) - accepted)
    measured = [item for item in begun if item.measured]
    in_time = sum(item.done and not item.late_days for item in measured)
    return {
        "all": len(part),
        "owed": len(begun),
        "by_status": {status: counts[status] for status in STATUSES},
        "done": counts["done"],
        "waived": counts["waived"],
        "accepted": accepted,
        "open": len(begun) - counts["done"] - counts["waived"],
        "rate": completion["rate"],
        "completion": completion,
        "in_time": ratio(in_time, len(measured)),
        "verification": ratio(sum(item.verified for item in begun), counts["done"]),
        "overdue": sum(item.late for item in begun),
        "late_done": sum(item.late_days > 0 for item in begun),
        "unproved": sum(item.unproved for item in part),
        "overdue_provisional": 0,
    }


def units(folder: Folder, tasks: Sequence[Task], day: date, unit: str | None) -> list[Data]:
    """Return the units by rate; those without a denominator come last and have no rank."""
    names = [unit] if unit else folder.units
    part = [item for task in tasks for item in task.part]
    shares = {name: [item for item in part if item.unit == name] for name in names}
    counts = {name: duties(own) for name, own in shares.items()}
    rates = {name: own["rate"] for name, own in counts.items() if own["rate"] is not None}
    are_ranked = any(rates.values()) and len(names) > 1
    ranks = {name: 1 + sum(other > rates[name] for other in rates.values()) for name in rates}
    order = sorted(
        names, key=lambda name: (name not in rates, not counts[name]["owed"], -rates.get(name, 0))
    )
    found = []
    for name in order:
        days = [
            record["date"] for text in folder.tasks for record in _in_force(folder, text, name, day)
        ]
        excused = counts[name]["by_status"]["waiting"]
        found.append(
            {
                "unit": name,
                "rank": ranks.get(name) if are_ranked else None,
                "duties": counts[name],
                "by_status": counts[name]["by_status"],
                "last_report": max(days, default=None),
                "never_reported": not days and counts[name]["owed"] > excused,
                "supports": _supported(folder, tasks, name, day),
            }
        )
    return found


def _supported(folder: Folder, tasks: Sequence[Task], unit: str, day: date) -> list[str]:
    """Return the ids of the tasks that a unit supports and does not owe."""
    found = []
    for task in tasks:
        now = division(task.text, day)
        supports = unit in folder.expand(now.get("support", []))
        if supports and unit not in folder.owners(now) and not task.cancelled:
            found.append(task.text["id"])
    return found


def backfilled(folder: Folder, day: date, unit: str | None) -> Data:
    """Count the entries up to a day that were entered after it (补录)."""
    counts = {
        kind: sum(
            _date(item) <= day < _date(item, "entered")
            for item in entries
            if "entered" in item and unit in (None, item["unit"])
        )
        for kind, entries in folder.entries.items()
    }
    return {"all": sum(counts.values()), **counts}


def trend(folder: Folder, day: date, unit: str | None = None) -> list[Data]:
    """Return the figures at the end of each month, and on the last day of a change."""
    issued = date.fromisoformat(folder.head["issued"])
    every = owed(folder, day)
    turns = [
        *(_date(item) for entries in folder.entries.values() for item in entries),
        *(_date(item) for task in folder.tasks for item in task.get("changes", [])),
        *(_date(task["cancelled"]) for task in folder.tasks if "cancelled" in task),
        *(item.first for item in every),
        *(item.due + DAY for item in every if item.due),
    ]
    last = max((turn for turn in turns if turn <= day), default=issued)
    ends = [date(2017, month, 1) - DAY for month in (9, 10, 11, 12)] + [date(2017, 12, 31)]
    return [
        {"day": str(end), **_counts(own(tasks_of(folder, end, unit), unit))}
        for end in (*(item for item in ends if item < last), *([last] if last >= issued else []))
    ]


def _counts(tasks: Sequence[Task]) -> Data:
    found = totals(tasks)
    return {"all": found.pop("tasks"), **found}


def own(tasks: Iterable[Task], unit: str | None) -> list[Task]:
    """Return the tasks that a unit answers for, without those that it only supports."""
    return [task for task in tasks if unit is None or unit in task.owners]


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
        "correct_by": _text(item.due if item.due != item.extended else None),
        "completed": _text(item.completed),
        "late_days": item.late_days,
        "times_returned": item.returns,
        "late_entries": item.late_entries,
    }


def _text(day: date | None) -> str | None:
    return str(day) if day else None


def called(text: Data) -> Data:
    """Return a task's text and names; here a text is one clause, which is its name without one."""
    short = text.get("short")
    return {"text": text["text"], "short": short, "name": short or text["text"].rstrip("。")}


def deadlines(tasks: Sequence[Task], day: date) -> Data:
    """Return the overdue duties and those due in 30 days; equal rows of several units are one."""
    parts: dict[str, dict[Any, Data]] = {"late": {}, "coming": {}}
    every = [(item.due, task, item) for task in tasks for item in task.part if item.due]
    for due, task, item in sorted(every, key=lambda each: each[0]):
        days = (due - day).days
        if not item.settled and (item.late or 0 <= days <= 30):
            found = {**called(task.text), "occasion": item.occasion, **duty(item)}
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
    """Return the tasks that several units owe, with the state of each unit."""
    found = []
    for task in tasks:
        owners = list(dict.fromkeys(item.unit for item in task.part))
        missing = [item.unit for item in task.part if item.silent]
        reported = {item.unit for item in task.part if item.records}
        counts = {
            "all": len(owners),
            "told": len(reported - set(missing)),
            "missing": list(dict.fromkeys(missing)),
            "missing_text": missing_text(task.part),
        }
        about = {"task": task.text["id"], **called(task.text)}
        if len(owners) > 1:
            units = shares(task, names)
            by_status = {word: sum(unit["status"] == word for unit in units) for word in STATUSES}
            found.append({**about, **counts, "units": units, "by_status": by_status})
    return found


def missing_text(part: Sequence[Owed]) -> str:
    """Return who has not reported, with the periods that are missing."""
    silent = [item for item in part if item.silent]
    texts = []
    for unit in dict.fromkeys(item.unit for item in silent):
        occasions = "、".join(item.occasion for item in silent if item.unit == unit)
        texts.append(f"{unit} {occasions}".strip())
    return ("；" if any(item.occasion for item in silent) else "、").join(texts)


def shares(task: Task, names: Iterable[str]) -> list[Data]:
    """Return the shares of some units in a task."""
    parts = {name: [item for item in task.part if item.unit == name] for name in names}
    return [
        {
            "unit": name,
            "status": status_of(part),
            "overdue": any(item.late for item in part),
            "missing": any(item.silent for item in part),
            "returned": any(item.returned for item in part),
            "unproved": any(item.unproved for item in part),
            "extended": any(item.extensions for item in part),
            "late_done": any(item.late_days for item in part),
            "verified": any(item.verified for item in part)
            and not [item for item in part if not (item.verified or item.accepted_waiver)],
        }
        for name, part in parts.items()
        if part
    ]


def grids(tasks: Sequence[Task]) -> list[Data]:
    """Return the periodic tasks grouped by periods, one row per unit.

    A cell is None where the unit does not owe the period.
    """
    found: dict[tuple[str, ...], list[Data]] = {}
    for task in tasks:
        part = [item for item in task.part if item.period and not item.event]
        in_order = sorted(part, key=lambda item: (item.original, -item.first.toordinal()))
        names = tuple(dict.fromkeys(item.period for item in in_order))
        for unit in dict.fromkeys(item.unit for item in part):
            about = {"task": task.text["id"], **called(task.text), "unit": unit}
            own = {item.period: duty(item) for item in part if item.unit == unit}
            cells = [own.get(name) for name in names]
            found.setdefault(names, []).append({**about, "cells": cells})
    return [{"periods": list(names), "rows": rows} for names, rows in found.items()]


def lists(tasks: Sequence[Task]) -> Data:
    """Return the lists of a report: problems, returns, late, extended and unproved duties."""
    every = [
        (item, {**called(task.text), "occasion": item.occasion, **duty(item)})
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
                "correct_by": item.reviews[-1].get("correct_by"),
                "reason": item.reviews[-1].get("note"),
            }
            for item, row in every
            if item.returned
        ],
        "late_done": [row for item, row in every if item.late_days],
        "extensions": [
            {**row, "extensions": [_extension(one) for one in item.extensions]}
            for item, row in every
            if item.extensions
        ],
        "unproved": [row for item, row in every if item.unproved],
    }


def _extension(entry: Data) -> Data:
    keys = ("unit", "task", "period", "event", "to", "date", "reason", "approved_by", "by")
    return {key: entry.get(key) for key in (*keys, "entered")}


def doubts(tasks: Sequence[Task]) -> list[Data]:
    """Return the doubts about the issued text."""
    return [
        {"task": task.text["id"], **called(task.text), "doubt": doubt}
        for task in tasks
        for doubt in task.text.get("doubts", [])
    ]


def figures(task: Task) -> Data:
    """Return the figures of one task in the ledger."""
    dated = [item for item in task.leading if item.due and not item.settled]
    first = min(dated, key=lambda item: item.due or date.max, default=None)
    moved = first if first and first.extensions else None
    days = [record["date"] for record in task.reported]
    looks = Counter(item.checked for item in task.part if item.checked)
    return {
        "id": task.text["id"],
        "status": task.status,
        "overdue": task.late,
        "idle": task.idle,
        "is_cancelled": task.cancelled,
        "periods": _periods(task.leading),
        "periods_text": _periods_text(task),
        "units": _units(task.leading),
        "coverage": _units([item for item in task.part if item.role == "implement"]),
        "owners": task.owners,
        "shares": shares(task, task.owners),
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
        "missing_duties": [
            {"unit": item.unit, "period": item.period or None} for item in task.part if item.silent
        ],
        "missing_text": missing_text(task.part),
        "late_units": _late_units(task),
        "late_days": task.late_days,
        "late_done_text": f"逾期办结 {task.late_days} 天" if task.late_days else "",
        "unproved": sum(item.unproved for item in task.part),
        "checked_counts": {
            **{word: looks[word] for word in ("unreviewed", "accepted", "outdated", "returned")},
            "returned": sum(item.returned for item in task.part),
            "times_returned": sum(item.returns for item in task.part),
            "to_review": sum(item.to_review for item in task.part),
        },
        "doubts": task.text.get("doubts", []),
        **called(task.text),
    }


def _late_units(task: Task) -> list[str]:
    """Return the units that are late, those that decide first, the oldest due date first."""
    late = [item for item in task.part if item.late]
    late.sort(key=lambda item: (item not in task.leading, item.due or date.max))
    return list(dict.fromkeys(item.unit for item in late))


def _periods(part: Sequence[Owed]) -> Data:
    """Count the periods; of those that have begun also the done and the waived ones."""
    shares: dict[tuple[str, str], list[Owed]] = {}
    for item in part:
        if item.period:
            unit = item.unit if len(item.period) == len("2017-08-03") else ""
            shares.setdefault((unit, item.period), []).append(item)
    every = list(shares.values())
    begun = [status_of(share) for share in every if any(item.begun for item in share)]
    return {
        "done": begun.count("done"),
        "waived": begun.count("waived"),
        "begun": len(begun),
        "all": len(every),
    }


def _periods_text(task: Task) -> str:
    """Return the periods in words; empty without any."""
    counts = _periods(task.leading)
    if not counts["all"]:
        return "尚无起算日" if task.idle else ""
    waived = f"不涉及 {counts['waived']}，" if counts["waived"] else ""
    measure = "件" if "within" in task.text else "期"
    begun = f"已开始 {counts['begun']}，共 {counts['all']} {measure}"
    return f"已办 {counts['done']}，{waived}{begun}"


def _units(part: Sequence[Owed]) -> Data:
    """Count units; of them those that have settled all that they owe."""
    every = [[item for item in part if item.unit == name] for name in {item.unit for item in part}]
    return {
        "done": sum(all(item.settled for item in share) for share in every),
        "all": len(every),
    }
