"""Every figure of every rendering is the JSON's, and the JSON's is that of an independent count."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
import recount
from conftest import Bench

UNITS = """\
units:
- {name: 甲局, kind: government}
- {name: 乙局, kind: government}
- {name: 丙委, kind: party}
- {name: 丁镇, kind: town}
- {name: 戊镇, kind: town}
- {name: 己公司, kind: enterprise}
collectives:
- {name: 各部门, kinds: [party, government]}
- {name: 各镇, kinds: [town]}
"""
TASKS = """\
plan:
  title: 小方案
  number: 测〔2017〕1号
  issuer: 测试办公室
  supervisor: 督查室
  issued: 2017-08-03
  ends: 2017-12-31
  lag: 20 workdays
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 一次性事项。, lead: [甲局], support: [己公司], due: 2017-09-29}
  - {id: "1.2", text: 按月公开。, lead: [甲局], cadence: monthly}
  - {id: "1.3", text: 两家牵头。, lead: [乙局, 丙委]}
  - {id: "1.4", text: 并不涉及。, lead: [丙委]}
- id: 2
  label: 二
  title: 第二组
  tasks:
  - {id: "2.1", text: 大家落实。, lead: [丙委], implement: [各镇, 各部门], due: 2017-10-20}
  - {id: "2.2", text: 待文件出台后办理。, lead: [乙局], awaits: 文件出台, due: 2017-10-31}
  - {id: "2.3", text: 限时答复。, lead: [各部门], cadence: event, within: 15 workdays}
  - {id: "2.4", text: 及时回应。, lead: [丁镇], cadence: event}
- id: 3
  label: 三
  title: 第三组
  tasks:
  - {id: "3.1", text: 季度和年度考评。, lead: [戊镇], cadence: [quarterly, yearly]}
  - {id: "3.2", text: 长期坚持。, lead: [丁镇], cadence: ongoing, doubts: [间隔没有写明。]}
  - {id: "3.3", text: 各镇落实。, implement: [各镇], due: 2017-10-31, doubts: [没有牵头。, 期限。]}
  - {id: "3.4", text: 核实后又改报。, lead: [乙局], due: 2017-11-20}
  - {id: "3.5", text: 暂不具备条件。, lead: [甲局]}
  - {id: "3.6", text: 半年一次。, lead: [乙局], cadence: halfyearly, lag: 10 days}
- id: 4
  label: 四
  title: 第四组
  tasks:
  - {id: "4.1", text: 还没有人办。, lead: [戊镇]}
"""
JOURNALS = {
    "甲局": """\
- {task: "1.1", status: blocked, date: 2017-09-25, problem: 系统故障。, next: 更换设备。}
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12, evidence: [https://a.example/8]}
- {task: "1.2", period: 2017-09, status: doing, date: 2017-10-12, note: 正在核对。}
- {task: "1.2", period: 2017-10, status: done, date: 2017-11-02, evidence: [10.pdf]}
- {task: "1.2", period: 2017-12, status: done, date: 2017-11-03, evidence: [12.pdf], note: 提前。}
- {task: "2.1", status: doing, date: 2017-10-10, problem: 人手不足。}
- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-22}
- {task: "2.3", event: 2017-09-20, status: done, date: 2017-10-19, evidence: [复.pdf, 件.pdf]}
- {task: "2.3", event: 2017-10-19, status: doing, date: 2017-10-20}
- {task: "3.5", status: waiting, date: 2017-10-09, note: 等上级平台。}
""",
    "乙局": """\
- {task: "1.3", status: done, date: 2017-09-01}
- {task: "2.1", status: done, date: 2017-10-15, evidence: [乙.pdf]}
- {task: "2.3", event: 2017-11-01, status: doing, date: 2017-11-02}
- {task: "3.4", status: done, date: 2017-09-20, evidence: [b.pdf]}
- {task: "3.4", status: doing, date: 2017-10-25, problem: 口径有变。, next: 重新核对。}
- {task: "3.6", period: 2017H2, status: doing, date: 2017-10-30}
""",
    "丙委": """\
- {task: "1.3", status: waived, date: 2017-10-01}
- {task: "1.4", status: waived, date: 2017-08-20, note: 职能已划出。}
- {task: "2.1", status: doing, date: 2017-09-10}
- {task: "2.1", status: done, date: 2017-10-18, evidence: [c.pdf]}
""",
    "丁镇": """\
- {task: "2.1", status: done, date: 2017-10-20}
- {task: "2.4", status: doing, date: 2017-10-02, evidence: [https://d.example/a, d.jpg]}
- {task: "3.2", status: blocked, date: 2017-11-06}
- {task: "3.3", status: done, date: 2017-10-30, evidence: [d.pdf]}
""",
    "戊镇": """\
- {task: "3.1", period: 2017Q3, status: done, date: 2017-11-06, evidence: [e.pdf]}
- {task: "3.3", status: doing, date: 2017-10-30}
""",
}
REVIEWS = """\
- {task: "1.2", unit: 甲局, period: 2017-08, verdict: accept, date: 2017-09-15, record: 2017-09-12}
- task: "1.2"
  unit: 甲局
  period: 2017-10
  verdict: return
  date: 2017-11-05
  record: 2017-11-02
  note: 附件打不开。
- {task: "2.1", unit: 乙局, verdict: return, date: 2017-10-22, record: 2017-10-15, note: 不全。}
- {task: "3.4", unit: 乙局, verdict: accept, date: 2017-09-28, record: 2017-09-20}
- {task: "3.3", unit: 丁镇, verdict: return, date: 2017-10-31, record: 2017-10-30, note: 未盖章。}
- {task: "3.3", unit: 丁镇, to: 2017-11-08, date: 2017-10-25, reason: 换届。, approved_by: 王五}
- {task: "3.3", unit: 戊镇, to: 2017-11-15, date: 2017-11-02, reason: 洪水。, approved_by: 王五}
- {task: "3.3", unit: 戊镇, to: 2017-11-30, date: 2017-11-09, reason: 洪水。, approved_by: 王五}
"""
DAYS = ["2017-08-02", "2017-08-03", "2017-09-30", "2017-10-31", "2017-11-10", "2018-02-01"]
NAMES = ["甲局", "乙局", "丙委", "丁镇", "戊镇", "己公司"]

Data = dict[str, Any]


@pytest.fixture
def busy(empty: Bench) -> Bench:
    """A plan in whose progress everything happens that a report tells of."""
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", TASKS)
    empty.write("data/reviews.yaml", REVIEWS)
    for unit, journal in JOURNALS.items():
        empty.write(f"data/progress/{unit}.yaml", journal)
    return empty


def data_of(bench: Bench, *args: str) -> Data:
    """The report's data, as the JSON report gives it."""
    data: Data = json.loads(bench.ok("report", "--format", "json", *args))
    return data


def counted(bench: Bench, as_of: str, unit: str | None) -> Data:
    """The same figures, counted anew from the files."""
    folder, day = recount.read(bench.root / "data"), date.fromisoformat(as_of)
    tasks = recount.tasks_of(folder, day, unit)
    own = [task for task in tasks if unit is None or any(one.unit == unit for one in task.part)]
    duties = [one for task in own for one in task.part]
    return {
        "totals": recount.totals(tasks),
        "duties": recount.duties(duties),
        "units": recount.units([unit] if unit else folder.units, duties),
        "periods": recount.grids(own),
        "coverage": recount.coverage(own, folder.units),
        "trend": recount.trend(folder, day, unit),
        "due": recount.deadlines(own, day),
        **recount.lists(own),
        "doubts": recount.doubts(tasks),
    }


def said(entries: Iterable[Data]) -> list[tuple[str, ...]]:
    """Entries in an order of their own, each as the day, the unit and what it says."""
    keys = ("date", "unit", "status", "verdict", "to", "note", "problem", "evidence")
    return sorted(tuple(str(entry.get(key) or "") for key in keys) for entry in entries)


def test_the_plan_is_sound_and_has_something_of_everything(busy: Bench) -> None:
    assert busy.run("check", "--format", "json").code == 0
    data = data_of(busy, "--as-of", "2017-11-10")
    assert data["totals"] == {
        "tasks": 15,
        "by_status": {"todo": 1, "waiting": 2, "doing": 7, "blocked": 2, "done": 2, "waived": 1},
        "settled": 3,
        "active": 12,
        "overdue": 4,
        "late_below": 1,
        "doubts": 3,
        "rate": 20.0,
    }


@pytest.mark.parametrize("unit", [None, *NAMES])
@pytest.mark.parametrize("as_of", DAYS)
def test_the_json_says_what_an_independent_count_says(
    busy: Bench, as_of: str, unit: str | None
) -> None:
    data = data_of(busy, "--as-of", as_of, *(["--unit", unit] if unit else []))
    expected = counted(busy, as_of, unit)
    assert {part: data[part] for part in expected} == expected


@pytest.mark.parametrize("unit", [None, "丁镇"])
@pytest.mark.parametrize("as_of", DAYS)
def test_the_ledger_has_every_task_with_its_figures_and_everything_that_was_said(
    busy: Bench, as_of: str, unit: str | None
) -> None:
    data = data_of(busy, "--as-of", as_of, *(["--unit", unit] if unit else []))
    folder = recount.read(busy.root / "data")
    tasks = {
        one.text["id"]: one for one in recount.tasks_of(folder, date.fromisoformat(as_of), unit)
    }
    told = [task for group in data["groups"] for task in group["tasks"]]
    expected = [recount.figures(task) for task in tasks.values()]
    assert [{key: task[key] for key in one} for task, one in zip(told, expected, strict=True)] == (
        expected
    )
    for group in data["groups"]:
        own = [task for id_, task in tasks.items() if id_.startswith(f"{group['id']}.")]
        assert group["totals"] == recount.totals(own)
    for task in told:
        part = tasks[task["id"]].part
        for name in ("records", "reviews", "extensions"):
            assert said(task[name]) == said(one for owed in part for one in getattr(owed, name))
    late = [id_ for id_, task in tasks.items() if task.late or task.late_below]
    assert [task["id"] for task in data["late"]] == late
