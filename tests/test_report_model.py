"""The data of a report: its scope, and every entry with its review."""

import json
from datetime import date
from typing import Any

import pytest
from conftest import Bench

from gkplan.domain.assess import Assessment
from gkplan.report.data import Report
from gkplan.report.json_fields import report_json

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
- {task: "1.1", unit: 甲局, to: 2018-01-31, date: 2017-10-30, reason: 换届。, approved_by: 王五}
"""


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with two reviewed tasks; one record was altered afterwards."""
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
            "date": "2017-10-30",
            "reason": "换届。",
            "approved_by": "王五",
            "by": None,
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


def test_before_the_issue_there_is_no_trend(recorded: Bench) -> None:
    assert data_of(recorded, "--as-of", "2017-08-02")["trend"] == []


def test_reports_on_one_assessment_are_those_on_assessments_of_their_own(recorded: Bench) -> None:
    ledger = recorded.context.ledger()
    shared = Assessment(ledger, date(2017, 11, 10))
    for units in (("甲局",), (), ("丁镇",), ("乙局", "甲局")):
        alone = Assessment(ledger, date(2017, 11, 10))
        assert report_json(Report(shared, units)) == report_json(Report(alone, units))
