"""The data of a report: its scope, and every entry with its review."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from conftest import Bench

from gkplan.domain.assess import Assessment
from gkplan.domain.history import answered_for
from gkplan.domain.query import SelectedTask
from gkplan.domain.standing import Standing
from gkplan.report.data import Report
from gkplan.report.json_fields import report_json
from gkplan.report.json_tasks import TaskFields
from gkplan.views.json_data import task_data

JOURNAL = """\
- {task: "1.1", status: doing, date: 2017-09-01, note: 起草。, evidence: [a.pdf]}
- {task: "1.1", status: done, date: 2017-09-20}
- {task: "2.1", status: done, date: 2017-10-09}
"""
REVIEWS = """\
- {task: "1.1", unit: 甲局, verdict: accept, date: 2017-09-03, record: 2017-09-01}
- {task: "1.1", unit: 甲局, verdict: return, date: 2017-09-05, record: 2017-09-01, note: 漏项。}
- task: "2.1"
  unit: 甲局
  verdict: return
  date: 2017-10-12
  record: 2017-10-09
  digest: "000000000000"
  note: 不清。
  by: 李四
- {task: "1.1", unit: 甲局, to: 2018-01-31, date: 2017-09-15, reason: 换届。, approved_by: 王五}
- {task: "1.1", unit: 甲局, to: 2018-02-28, date: 2017-10-30, reason: 换届。, approved_by: 王五}
"""


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with two reviewed tasks; one record was altered afterwards.

    The second extension was granted after the task was done, and does not count.
    """
    small.write("data/progress/甲局.yaml", JOURNAL)
    small.write("data/reviews.yaml", REVIEWS)
    return small


def data_of(bench: Bench, *args: str) -> dict[str, Any]:
    """Return the data of the JSON report."""
    data: dict[str, Any] = json.loads(bench.ok("report", "--format", "json", *args))
    return data


def task_of(data: dict[str, Any], id_: str) -> dict[str, Any]:
    """Return one task of the ledger."""
    (found,) = (task for group in data["groups"] for task in group["tasks"] if task["id"] == id_)
    return dict(found)


@pytest.mark.parametrize(
    ("args", "scope"),
    [
        ([], ["全部单位的全部事项", "截至 2017-10-31"]),
        (
            ["--unit", "甲", "--as-of", "2017-11-10"],
            [
                "只列与甲局有关的事项，数字是该单位自己的；只作配合的事项列全项情况",
                "截至 2017-11-10",
            ],
        ),
        (
            ["--since", "2017-10-01"],
            ["全部单位的全部事项", "截至 2017-10-31", "先列 2017-10-01 以来的进展"],
        ),
    ],
)
def test_the_scope_is_described_in_one_list(
    recorded: Bench, args: list[str], scope: list[str]
) -> None:
    assert data_of(recorded, *args)["scope"] == scope


def test_every_record_has_the_last_review_of_it_and_every_task_all_that_was_ruled(
    recorded: Bench,
) -> None:
    task = task_of(data_of(recorded), "1.1")
    returned = {
        "unit": "甲局",
        "task": "1.1",
        "period": None,
        "event": None,
        "verdict": "return",
        "date": "2017-09-05",
        "record": "2017-09-01",
        "digest": None,
        "note": "漏项。",
        "by": None,
        "entered": None,
        "correct_by": None,
    }
    assert [(entry["date"], entry["evidence"], entry["review"]) for entry in task["records"]] == [
        ("2017-09-20", [], None),
        ("2017-09-01", ["a.pdf"], returned),
    ]
    assert task["reviews"] == [
        returned,
        {**returned, "verdict": "accept", "date": "2017-09-03", "note": None},
    ]
    assert task["extensions"] == [
        {
            "unit": "甲局",
            "task": "1.1",
            "period": None,
            "event": None,
            "to": "2018-01-31",
            "date": "2017-09-15",
            "reason": "换届。",
            "approved_by": "王五",
            "by": None,
            "entered": None,
        }
    ]


def test_a_review_of_a_record_that_was_altered_since_belongs_to_no_record(recorded: Bench) -> None:
    task = task_of(data_of(recorded), "2.1")
    assert [entry["review"] for entry in task["records"]] == [None]
    assert [entry["by"] for entry in task["reviews"]] == ["李四"]


def test_what_is_new_has_its_review_too(recorded: Bench) -> None:
    changes = data_of(recorded, "--since", "2017-09-01")["changes"]
    assert [
        (change["date"], change["review"] and change["review"]["verdict"]) for change in changes
    ] == [
        ("2017-10-09", None),
        ("2017-09-20", None),
        ("2017-09-01", "return"),
    ]


def test_what_a_unit_withdrew_is_in_the_ledger(recorded: Bench) -> None:
    recorded.write("data/reviews.yaml", "")
    taken = (
        '- {task: "1.1", status: withdrawn, date: 2017-09-22, record: 2017-09-20, note: 填错了。}\n'
        '- {task: "1.1", status: withdrawn, date: 2017-11-01, record: 2017-09-01, note: 填错了。}\n'
    )
    recorded.write("data/progress/甲局.yaml", JOURNAL + taken)
    task = task_of(data_of(recorded), "1.1")
    assert [record["date"] for record in task["records"]] == ["2017-09-01"]
    assert task["withdrawals"] == [
        {
            "unit": "甲局",
            "task": "1.1",
            "period": None,
            "event": None,
            "date": "2017-09-22",
            "record": "2017-09-20",
            "digest": None,
            "note": "填错了。",
            "by": None,
            "entered": None,
        }
    ]


CHANGED = """\
    changes:
    - {date: 2017-10-16, basis: 会议纪要, lead: [丙委]}
    - {date: 2017-11-16, basis: 会议纪要, lead: [乙局]}
    cancelled: {date: 2017-12-01, basis: 会议纪要}
"""


@pytest.mark.parametrize(
    ("as_of", "texts"),
    [
        ("2017-10-15", []),
        ("2017-10-16", ["2017-10-16 起由丙委牵头（依据：会议纪要）"]),
        (
            "2017-12-01",
            [
                "2017-10-16 起由丙委牵头（依据：会议纪要）",
                "2017-11-16 起由乙局牵头（依据：会议纪要）",
                "2017-12-01 起取消（依据：会议纪要）",
            ],
        ),
    ],
)
def test_only_the_changes_in_force_are_told(small: Bench, as_of: str, texts: list[str]) -> None:
    plan = small.read("data/tasks.yaml")
    small.write("data/tasks.yaml", plan.replace("按月公开。\n", f"按月公开。\n{CHANGED}"))
    task = task_of(data_of(small, "--as-of", as_of), "1.2")
    assert task["changes_texts"] == texts
    assert [change["date"] for change in task["changes"]] == ["2017-10-16", "2017-11-16"]


@pytest.mark.parametrize(
    ("as_of", "last"), [("2017-11-03", "2017-10-20"), ("2017-11-04", "2017-09-10")]
)
def test_a_unit_has_reported_also_on_what_it_owes_no_more(
    small: Bench, as_of: str, last: str
) -> None:
    """Records that were withdrawn do not count."""
    plan = small.read("data/tasks.yaml")
    change = "    changes: [{date: 2017-10-16, basis: 会议纪要, lead: [丙委]}]\n"
    small.write("data/tasks.yaml", plan.replace("一次性事项。\n", f"一次性事项。\n{change}"))
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.1", status: doing, date: 2017-09-10}
- {task: "2.1", status: doing, date: 2017-10-20}
- {task: "2.1", status: withdrawn, date: 2017-11-04, record: 2017-10-20}
""",
    )
    data = data_of(small, "--as-of", as_of)
    changed = task_of(data, "1.1")
    assert changed["last_report"] == "2017-09-10"
    assert [record["counted"] for record in changed["records"]] == [False]
    assert [
        (unit["last_report"], unit["never_reported"])
        for unit in data["units"]
        if unit["unit"] == "甲局"
    ] == [(last, False)]


WAITED = """\
- {task: "2.2", status: waiting, date: 2017-09-10, note: 等平台。}
"""


@pytest.mark.parametrize(
    ("status", "waiting", "met"),
    [("waiting", 1, 0), ("blocked", 0, 0), ("waived", 0, 0), ("doing", 0, 1), ("done", 0, 1)],
)
def test_a_condition_came_where_the_work_goes_on(
    small: Bench, status: str, waiting: int, met: int
) -> None:
    later = f'- {{task: "2.2", status: {status}, date: 2017-10-10, note: 等平台。}}\n'
    small.write("data/progress/乙局.yaml", WAITED + later)
    awaited = task_of(data_of(small), "2.2")["awaited"]
    assert (awaited["waiting"], awaited["met"]) == (waiting, met)
    assert awaited["conditions"] == ["文件出台", "等平台。"]


def test_a_task_is_not_begun_while_its_lead_owes_nothing(small: Bench) -> None:
    plan = small.read("data/tasks.yaml")
    plan = plan.replace("lead: [各部门]\n", "lead: [乙局]\n    implement: [各镇]\n")
    small.write("data/tasks.yaml", plan)
    done = '- {task: "2.3", event: 2017-09-01, status: done, date: 2017-09-05, evidence: [a.pdf]}\n'
    small.write("data/progress/丁镇.yaml", done)
    data = data_of(small)
    task = task_of(data, "2.3")
    assert (task["status"], task["idle"], task["owners"]) == ("todo", False, ["乙局", "丁镇"])
    assert [(share["unit"], share["status"]) for share in task["shares"]] == [("丁镇", "done")]
    assert data["totals"]["completion"] == {"part": 0, "base": 5, "rate": 0.0}
    assert data["totals"]["idle"] == 0
    assert task_of(data_of(small, "--unit", "丁镇"), "2.3")["status"] == "done"


def test_before_the_issue_there_is_no_trend(recorded: Bench) -> None:
    assert data_of(recorded, "--as-of", "2017-08-02")["trend"] == []


def test_reports_on_one_assessment_are_those_on_assessments_of_their_own(recorded: Bench) -> None:
    ledger = recorded.context.ledger()
    shared = Assessment(ledger, date(2017, 11, 10))
    fields = TaskFields(shared)
    for units in (("甲局",), (), ("丁镇",), ("乙局", "甲局")):
        alone = Assessment(ledger, date(2017, 11, 10))
        assert report_json(Report(shared, units), fields) == report_json(Report(alone, units))


def test_tasks_without_a_record_are_made_once_for_all_units(
    recorded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, day = recorded.context.ledger(), date(2017, 11, 10)
    asked = ((), ("甲局",), ("乙局",), ("丁镇",), ("甲局", "丁镇")) * 2
    fields = TaskFields(Assessment(ledger, day))
    made: list[str] = []

    def counted(row: SelectedTask) -> dict[str, Any]:
        made.append(row.standing.task.id)
        return task_data(row)

    monkeypatch.setattr("gkplan.report.json_tasks.task_data", counted)
    shared = [report_json(Report(fields.assessment, units), fields) for units in asked]
    count = len(made)
    monkeypatch.setattr(Assessment, "_is_touched", lambda *_: True)  # so that no tasks are alike
    assert [report_json(Report(Assessment(ledger, day), units)) for units in asked] == shared
    assert count < len(made) - count


def test_the_opening_and_the_trend_of_a_unit_rest_on_one_assessment(
    recorded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def counted(
        assessment: Assessment, units: tuple[str, ...], known: Iterable[Standing]
    ) -> Iterator[Standing]:
        asked.append(units)
        return answered_for(assessment, units, known)

    monkeypatch.setattr("gkplan.report.data.answered_for", counted)
    report_json(Report(Assessment(recorded.context.ledger(), date(2017, 11, 10)), ("甲局",)))
    assert asked == [("甲局",)]
