"""Random plans: every figure of the JSON report equals an independent count of the files."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
import yaml
from conftest import Bench, many

pytest.importorskip("lxml.html", reason="needs the extra import")

from test_report_figures import NAMES, TASKS, UNITS, counted, data_of, without_words

HEAD = TASKS[: TASKS.index("groups:\n")]
OWNERS = NAMES[:5]
PERIODS = {"monthly": ["2017-08", "2017-09", "2017-10"], "quarterly": ["2017Q3", "2017Q4"]}
STATUSES = ["doing", "done", "done", "waived", "blocked", "waiting"]
Data = dict[str, Any]


def owners(task: Data) -> set[str]:
    """Return the units that have or had a task."""
    changes: list[Data] = task.get("changes", [])
    parts = [task, *changes]
    return {unit for part in parts for role in ("lead", "implement") for unit in part.get(role, [])}


class Maker:
    """A random plan folder: tasks, some changed or cancelled, records, withdrawals, reviews."""

    def __init__(self, seed: int) -> None:
        """Draw from ``seed``."""
        self.random = Random(seed)  # noqa: S311  (no secret)

    def day(self, first: str, last: str) -> str:
        """Return a day from the first to the last."""
        ends = [date.fromisoformat(text).toordinal() for text in (first, last)]
        return str(date.fromordinal(self.random.randint(*ends)))

    def chance(self, share: float) -> bool:
        """Return true in that share of cases."""
        return self.random.random() < share

    def division(self) -> dict[str, list[str]]:
        """Return who leads, who implements, or both."""
        first, second, third = self.random.sample(OWNERS, 3)
        leads = [first, second] if self.chance(0.3) else [first]
        return self.random.choice(
            [{"lead": leads}, {"implement": [third]}, {"lead": leads, "implement": [third]}]
        )

    def task(self, number: int) -> Data:
        """Return a task.

        Events that are handed on are not in the independent count, so tasks with ``within`` do
        not change hands; nor do tasks that are cancelled.
        """
        kind = self.random.choice(["once", "monthly", "within", "ongoing", "quarterly"])
        task: Data = {"id": f"1.{number}", "text": f"事{number}。", **self.division()}
        if kind == "within":
            task |= {"cadence": "event", "within": "9 days"}
        elif kind == "once":
            task["due"] = self.day("2017-09-01", "2017-11-20")
        else:
            task["cadence"] = kind
        if self.chance(0.2) and kind != "within":
            task["awaits"] = "文件"
        basis = {"date": self.day("2017-09-01", "2017-10-30"), "basis": "会议纪要"}
        if kind != "within" and self.chance(0.4):
            task["changes"] = [basis | self.division()]
        elif self.chance(0.4):
            task["cancelled"] = basis
        return task

    def records(self, task: Data) -> Iterator[Data]:
        """Yield what one unit reports on a task: at most one record a day, some withdrawn later."""
        cadence = str(task.get("cadence"))
        for day in sorted({self.day("2017-08-04", "2017-11-30") for _ in range(4)}):
            record: Data = {"task": task["id"]}
            if cadence in PERIODS:
                record["period"] = self.random.choice(PERIODS[cadence])
            elif "within" in task:
                record["event"] = self.random.choice(["2017-08-04", min(day, "2017-09-10")])
            yield record | {"status": self.random.choice(STATUSES), "date": day, "problem": "难"}
            if self.chance(0.15):
                later = self.day(day, "2017-12-10")
                yield record | {"status": "withdrawn", "date": later, "record": day}

    def reviews(self, unit: str, records: list[Data]) -> Iterator[Data]:
        """Yield the reviews of a unit's records."""
        for record in records:
            if record["status"] == "withdrawn" or not self.chance(0.3):
                continue
            day = self.day(str(record["date"]), "2017-12-15")
            about: Data = {key: record[key] for key in ("task", "period", "event") if key in record}
            review: Data = {**about, "unit": unit, "date": day, "record": record["date"]}
            if self.chance(0.5):
                yield review | {"verdict": "accept"}
                continue
            limit: Data = {"correct_by": self.day(day, "2017-12-20")} if self.chance(0.4) else {}
            yield {**review, "verdict": "return", "note": "补材料", **limit}

    def write(self, bench: Bench) -> None:
        """Write the plan folder."""
        tasks = [self.task(number) for number in range(1, 13)]
        groups = [{"id": 1, "label": "一", "title": "组", "tasks": tasks}]
        bench.write("data/units.yaml", UNITS)
        bench.write("data/tasks.yaml", f"{HEAD}{self.text({'groups': groups})}")
        reviews: list[Data] = []
        for unit in OWNERS:
            records = [
                record for task in tasks if unit in owners(task) for record in self.records(task)
            ]
            bench.write(f"data/progress/{unit}.yaml", self.text(records))
            reviews += self.reviews(unit, records)
        reviews.sort(key=lambda review: str(review["date"]))
        bench.write("data/reviews.yaml", self.text(reviews))

    @staticmethod
    def text(value: object) -> str:
        """Return a value as YAML; a day and an id are read as the texts they are."""
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("as_of", ["2017-10-31", "2017-11-25"])
def test_random_plans_agree_with_an_independent_count(empty: Bench, as_of: str) -> None:
    compared = 0
    for seed in range(many(4)):
        Maker(seed).write(empty)
        for unit in (None, "甲局", "丁镇"):
            data = data_of(empty, "--as-of", as_of, *(["--unit", unit] if unit else []))
            expected = counted(empty, as_of, unit)
            figures = {part: data[part] for part in expected}
            figures["totals"] = without_words(data["totals"])
            assert figures == expected, f"seed {seed}, unit {unit}"
            compared += data["duties"]["all"]
    assert compared > 0
