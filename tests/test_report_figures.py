"""Every figure of every format equals the JSON's, which equals an independent count."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import mdpage
import pytest
import recount
from conftest import Bench

html: Any = pytest.importorskip("lxml.html", reason="needs the extra import")
docx: Any = pytest.importorskip("docx", reason="needs the extra office")
openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra test")

pytestmark = pytest.mark.no_cover  # other tests reach the same, and this counts much
UNITS = """\
units:
- {name: 甲局, kind: government}
- {name: 乙局, kind: government}
- {name: 丙委, kind: party}
- {name: 丁镇, kind: town}
- {name: 戊镇, kind: town}
- {name: 己公司, kind: enterprise}
- {name: 庚馆, kind: institution}
- {name: 辛社, kind: other}
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
  - {id: "1.2", text: 按月公开。, short: 月报, lead: [甲局], cadence: monthly}
  - {id: "1.3", text: 两家牵头。, short: 牵头, lead: [乙局, 丙委]}
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
  - {id: "4.2", text: 从来没有填报。, lead: [庚馆]}
  - {id: "4.3", text: 还没有起算。, lead: [戊镇], cadence: event, within: 10 days}
- id: 5
  label: 五
  title: 第五组
  tasks:
  - {id: "5.1", text: 按时改正。, lead: [丁镇], due: 2017-09-15}
  - {id: "5.2", text: 改正晚了。, lead: [丁镇], due: 2017-09-15}
  - {id: "5.3", text: 办结之后又重办。, lead: [戊镇], due: 2017-09-28}
  - {id: "5.4", text: 事后登记的延期。, lead: [甲局], due: 2017-10-13}
  - {id: "5.5", text: 办结之后才批的延期。, lead: [甲局], due: 2017-10-13}
  - {id: "5.6", text: 撤回了两次。, lead: [乙局], due: 2017-10-31}
  - {id: "5.7", text: 补录的记录。, lead: [丁镇], due: 2017-10-20}
  - {id: "5.8", text: 核实了不涉及。, lead: [辛社]}
  - {id: "5.9", text: 退回后还没到改正期限。, lead: [丙委], due: 2017-10-31}
- id: 6
  label: 六
  title: 第六组
  tasks:
  - id: "6.1"
    text: 持续的事项换了单位。
    lead: [甲局]
    cadence: ongoing
    changes: [{date: 2017-10-16, basis: 会议纪要, lead: [乙局], support: [己公司]}]
  - id: "6.2"
    text: 一次性的事项换了单位。
    lead: [丙委]
    due: 2017-11-30
    changes:
    - {date: 2017-10-16, basis: 会议纪要, lead: [戊镇], implement: [丁镇]}
  - id: "6.3"
    text: 时限过了才换单位。
    lead: [丙委]
    due: 2017-10-10
    changes: [{date: 2017-10-16, basis: 会议纪要, lead: [戊镇]}]
  - id: "6.4"
    text: 整个取消。
    lead: [丁镇]
    support: [己公司]
    cancelled: {date: 2017-10-25, basis: 会议纪要}
  - id: "6.5"
    text: 办了一期就取消。
    lead: [丙委]
    cadence: monthly
    cancelled: {date: 2017-10-25, basis: 会议纪要}
"""
JOURNALS = {
    "甲局": """\
- {task: "1.1", status: blocked, date: 2017-09-25, problem: 系统故障。, next: 更换设备。}
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12, evidence: [https://a.example/8]}
- {task: "1.2", period: 2017-09, status: doing, date: 2017-10-12, note: 正在核对。}
- {task: "1.2", period: 2017-10, status: done, date: 2017-11-02, evidence: [10.pdf]}
- {task: "1.2", period: 2017-12, status: done, date: 2017-11-03, note: 提前。}
- {task: "2.1", status: doing, date: 2017-10-10, problem: 人手不足。}
- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-22}
- {task: "2.3", event: 2017-09-20, status: done, date: 2017-10-19, evidence: [复.pdf, 件.pdf]}
- {task: "2.3", event: 2017-10-19, status: doing, date: 2017-10-20}
- {task: "3.5", status: waiting, date: 2017-10-09, note: 等上级平台。}
- {task: "5.4", status: done, date: 2017-10-20, evidence: [f.pdf]}
- {task: "5.5", status: done, date: 2017-10-20, evidence: [g.pdf]}
- {task: "6.1", status: doing, date: 2017-09-10}
""",
    "乙局": """\
- {task: "1.3", status: done, date: 2017-09-01}
- {task: "2.1", status: done, date: 2017-10-15, evidence: [乙.pdf]}
- {task: "2.3", event: 2017-11-01, status: doing, date: 2017-11-02}
- {task: "3.4", status: done, date: 2017-09-20, evidence: [b.pdf]}
- {task: "3.4", status: done, date: 2017-09-26, note: 已补正。}
- {task: "3.4", status: doing, date: 2017-10-25, problem: 口径有变。, next: 重新核对。}
- {task: "3.6", period: 2017H2, status: doing, date: 2017-10-30}
- {task: "5.6", status: doing, date: 2017-09-05}
- {task: "5.6", status: done, date: 2017-10-10, note: 填错了。}
- {task: "5.6", status: withdrawn, date: 2017-10-12, record: 2017-10-10, note: 填错了。}
- {task: "5.6", status: withdrawn, date: 2017-10-20, entered: 2017-11-15, record: 2017-09-05}
- {task: "6.1", status: doing, date: 2017-10-30, evidence: [h.pdf]}
- {task: "2.2", status: done, date: 2018-01-10, evidence: [文.pdf]}
""",
    "丙委": """\
- {task: "1.3", status: waived, date: 2017-10-01}
- {task: "1.4", status: waived, date: 2017-08-20, note: 职能已划出。}
- {task: "2.1", status: doing, date: 2017-09-10}
- {task: "2.1", status: done, date: 2017-10-18, evidence: [c.pdf]}
- {task: "2.3", event: 2017-10-10, status: doing, date: 2017-10-11}
- {task: "2.3", event: 2017-10-10, status: withdrawn, date: 2017-10-13, record: 2017-10-11}
- {task: "5.9", status: done, date: 2017-10-20, evidence: [i.pdf]}
- {task: "6.2", status: doing, date: 2017-09-20}
- {task: "6.3", status: doing, date: 2017-09-20}
- {task: "6.5", period: 2017-08, status: done, date: 2017-09-20, evidence: [j.pdf]}
- {task: "6.5", period: 2017-09, status: doing, date: 2017-10-20}
""",
    "丁镇": """\
- {task: "2.1", status: done, date: 2017-10-20}
- {task: "2.4", status: doing, date: 2017-10-02, evidence: [https://d.example/a, d.jpg]}
- {task: "3.2", status: blocked, date: 2017-11-06}
- {task: "3.3", status: done, date: 2017-10-30, evidence: [d.pdf]}
- {task: "2.4", status: doing, date: 2017-10-05, entered: 2017-11-20}
- {task: "5.1", status: done, date: 2017-09-12}
- {task: "5.1", status: done, date: 2017-09-27, evidence: [k.pdf]}
- {task: "5.2", status: done, date: 2017-09-12}
- {task: "5.2", status: done, date: 2017-10-09, evidence: [l.pdf]}
- {task: "5.7", status: done, date: 2017-10-18, entered: 2017-11-20, evidence: [m.pdf]}
""",
    "戊镇": """\
- {task: "3.1", period: 2017Q3, status: done, date: 2017-11-06, evidence: [e.pdf]}
- {task: "3.3", status: doing, date: 2017-10-30}
- {task: "5.3", status: done, date: 2017-09-12, evidence: [n.pdf]}
- {task: "5.3", status: doing, date: 2017-10-10}
- {task: "5.3", status: done, date: 2017-10-20}
""",
    "辛社": """\
- {task: "5.8", status: waived, date: 2017-09-05}
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
- {task: "3.4", unit: 乙局, verdict: return, date: 2017-09-22, record: 2017-09-20, note: 太旧。}
- {task: "3.4", unit: 乙局, verdict: accept, date: 2017-09-28, record: 2017-09-26}
- {task: "3.3", unit: 丁镇, verdict: return, date: 2017-10-31, record: 2017-10-30, note: 未盖章。}
- {task: "3.3", unit: 丁镇, to: 2017-11-08, date: 2017-10-25, reason: 换届。, approved_by: 王五}
- {task: "3.3", unit: 丁镇, to: 2017-11-09, date: 2017-11-05, reason: 换届。, approved_by: 王五}
- {task: "3.3", unit: 戊镇, to: 2017-11-15, date: 2017-11-02, reason: 洪水。, approved_by: 王五}
- {task: "3.3", unit: 戊镇, to: 2017-11-30, date: 2017-11-09, reason: 洪水。, approved_by: 王五}
- task: "5.1"
  unit: 丁镇
  verdict: return
  date: 2017-09-20
  record: 2017-09-12
  correct_by: 2017-09-29
  note: 不全。
- {task: "5.1", unit: 丁镇, verdict: accept, date: 2017-10-09, record: 2017-09-27}
- task: "5.2"
  unit: 丁镇
  verdict: return
  date: 2017-09-20
  record: 2017-09-12
  correct_by: 2017-09-29
  note: 不全。
- task: "5.4"
  unit: 甲局
  to: 2017-10-25
  date: 2017-10-12
  entered: 2017-11-15
  reason: 换届。
  approved_by: 王五
- {task: "5.5", unit: 甲局, to: 2017-10-25, date: 2017-10-21, reason: 换届。, approved_by: 王五}
- {task: "5.6", unit: 乙局, verdict: return, date: 2017-10-11, record: 2017-10-10, note: 不实。}
- task: "5.8"
  unit: 辛社
  verdict: accept
  date: 2017-09-08
  entered: 2017-10-09
  record: 2017-09-05
- task: "5.9"
  unit: 丙委
  verdict: return
  date: 2017-10-25
  record: 2017-10-20
  correct_by: 2017-11-15
  note: 不全。
"""
DAYS = ["2017-08-02", "2017-08-03", "2017-09-30", "2017-10-31", "2017-11-10", "2018-02-01"]
NAMES = ["甲局", "乙局", "丙委", "丁镇", "戊镇", "己公司", "庚馆", "辛社"]

Data = dict[str, Any]


@pytest.fixture
def busy(empty: Bench) -> Bench:
    """A plan with every kind of progress that a report shows."""
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", TASKS)
    empty.write("data/reviews.yaml", REVIEWS)
    for unit, journal in JOURNALS.items():
        empty.write(f"data/progress/{unit}.yaml", journal)
    return empty


def data_of(bench: Bench, *args: str) -> Data:
    """Return the data of the JSON report."""
    data: Data = json.loads(bench.ok("report", "--format", "json", *args))
    return data


def counted(bench: Bench, as_of: str, unit: str | None) -> Data:
    """Return the same figures, counted independently from the files."""
    folder, day = recount.read(bench.root / "data"), date.fromisoformat(as_of)
    tasks = recount.tasks_of(folder, day, unit)
    own = recount.own(tasks, unit)
    return {
        "totals": totals_of(tasks, unit),
        "duties": recount.duties([duty for task in own for duty in task.part]),
        "supporting": [task.text["id"] for task in tasks if not (task in own or task.cancelled)],
        "listed": len(tasks),
        "backfilled": recount.backfilled(folder, day, unit),
        "units": recount.units(folder, tasks, day, unit),
        "periods": recount.grids(own),
        "trend": recount.trend(folder, day, unit),
        "due": recount.deadlines(own, day),
        **recount.lists(own),
        "doubts": recount.doubts(tasks),
    }


def totals_of(tasks: Sequence[recount.Task], unit: str | None) -> Data:
    """Return the totals of some tasks: figures of the unit's own, and all doubts."""
    return {
        **recount.totals(recount.own(tasks, unit)),
        "doubts": len(recount.doubts(tasks)),
    }


def without_words(totals: Data) -> Data:
    """Return totals without the sentence that sums them up."""
    return {key: value for key, value in totals.items() if key != "headline"}


def keys_of(entries: Iterable[Data]) -> list[tuple[str, ...]]:
    """Return entries as their values, sorted."""
    keys = ("date", "unit", "status", "verdict", "to", "note", "problem", "evidence")
    return sorted(tuple(str(entry.get(key) or "") for key in keys) for entry in entries)


def test_the_plan_has_no_errors_and_covers_every_part_of_a_report(busy: Bench) -> None:
    assert busy.run("check", "--format", "json").code == 0
    data = data_of(busy, "--as-of", "2017-11-10", "--since", "2017-11-01")
    assert without_words(data["totals"]) == {
        "tasks": 30,
        "by_status": {"todo": 5, "waiting": 2, "doing": 10, "blocked": 2, "done": 9, "waived": 2},
        "done": 9,
        "waived": 2,
        "accepted": 1,
        "open": 19,
        "idle": 1,
        "cancelled": 1,
        "rate": 32.1,
        "completion": {"part": 9, "base": 28, "rate": 32.1},
        "overdue": 6,
        "overdue_duties": 6,
        "late_below": 1,
        "late_below_duties": 3,
        "late_done": 3,
        "doubts": 3,
    }
    assert data["duties"] == {
        "all": 44,
        "owed": 43,
        "by_status": {"todo": 9, "waiting": 2, "doing": 14, "blocked": 2, "done": 13, "waived": 3},
        "done": 13,
        "waived": 3,
        "accepted": 1,
        "open": 27,
        "rate": 31.0,
        "completion": {"part": 13, "base": 42, "rate": 31.0},
        "in_time": {"part": 7, "base": 21, "rate": 33.3},
        "verification": {"part": 2, "base": 13, "rate": 15.4},
        "overdue": 9,
        "late_done": 5,
        "unproved": 3,
        "overdue_provisional": 0,
    }
    assert data["backfilled"] == {
        "all": 4,
        "records": 2,
        "withdrawals": 1,
        "reviews": 0,
        "extensions": 1,
    }
    assert [
        (row["task"], row["unit"], row["completed"], row["late_days"]) for row in data["late_done"]
    ] == [
        ("2.3", "甲局", "2017-10-19", 2),
        ("3.1", "戊镇", "2017-11-06", 3),
        ("5.2", "丁镇", "2017-10-09", 24),
        ("5.3", "戊镇", "2017-10-20", 22),
        ("5.5", "甲局", "2017-10-20", 7),
    ]
    assert [unit["unit"] for unit in data["units"] if unit["never_reported"]] == ["庚馆"]
    assert {unit["unit"]: unit["rank"] for unit in data["units"] if not unit["rank"]} == {
        "辛社": None,
        "己公司": None,
    }
    lists = {name: len(found_in(data, path)) for name, (path, _) in LISTS.items()}
    assert {**lists, "coverage": None} == {
        "changes": 5,
        "coverage": None,
        "late": 9,
        "coming": 6,
        "problems": 4,
        "late-done": 5,
        "extensions": 3,
        "returned": 4,
        "unproved": 3,
        "doubts": 3,
    }


ENDED = """\
- id: 7
  label: 七
  title: 第七组
  tasks:
  - id: "7.1"
    text: 牵头单位没有办就取消了。
    lead: [乙局]
    implement: [各镇]
    cancelled: {date: 2017-10-25, basis: 会议纪要}
"""


def test_a_cancelled_task_whose_lead_had_settled_nothing_is_in_no_denominator(busy: Bench) -> None:
    """What a unit that implements it had done by then still counts as that unit's."""
    busy.write("data/tasks.yaml", TASKS + ENDED)
    done = '- {task: "7.1", status: done, date: 2017-10-20, evidence: [p.pdf]}\n'
    busy.write("data/progress/丁镇.yaml", JOURNALS["丁镇"] + done)
    data = data_of(busy, "--as-of", "2017-11-10")
    totals = data["totals"]
    assert (totals["tasks"], totals["cancelled"], totals["completion"]) == (
        30,
        2,
        {"part": 9, "base": 28, "rate": 32.1},
    )
    assert data["duties"]["completion"] == {"part": 14, "base": 43, "rate": 32.6}
    expected = counted(busy, "2017-11-10", None)
    assert (without_words(totals), data["duties"]) == (expected["totals"], expected["duties"])


SENTENCES = """\
共 30 项：已完成 9 项，不涉及 2 项（已核实 1 项），未完成 19 项\
（正在推进 10、条件未具备 2、未启动 5、受阻 2），完成率 32.1%（9/28）；\
逾期 6 项（6 份），另有 1 项的落实单位逾期（3 份）；逾期办结 3 项；已取消 1 项；尚无起算日 1 项
已开始的应办事项 43 份：已办 13 份，不涉及 3 份（已核实 1 份），未办 27 份，\
办结率 31.0%（13/42）；按期办结率 33.3%（7/21），核实率 15.4%（2/13）；逾期 9 份，逾期办结 5 份
截至日之后补录 4 条（进展记录 2、撤回 1、延期 1）
"""


def test_the_sentences_on_the_figures_are_the_same_in_every_output(busy: Bench) -> None:
    on = ("--as-of", "2017-11-10")
    data = data_of(busy, *on)
    notes = (data["totals"]["headline"], data["duties_headline"], data["backfilled_note"])
    assert list(notes) == SENTENCES.splitlines()
    busy.ok("report", "-o", "book.xlsx", *on)
    sheet = openpyxl.load_workbook(busy.root / "book.xlsx")["汇总"]
    summary = "\n".join(str(cell.value or "") for cell in sheet["A"])
    page = _text(root_of(busy.ok("report", "--format", "html", *on)))
    for output in (page, busy.ok("report", *on), busy.ok("status", *on), summary):
        flat = re.sub(r"\s", "", output)
        assert "含不涉及" not in flat, "what is done is counted alone"
        assert [text for text in notes if text.replace(" ", "") not in flat] == []


CHANGED = """\
- id: 7
  label: 七
  title: 第七组
  tasks:
  - id: "7.1"
    text: 按月的事项换了单位。
    lead: [庚馆, 辛社]
    cadence: monthly
    changes:
    - {date: 2017-10-16, basis: 会议纪要, lead: [庚馆]}
    - {date: 2017-11-20, basis: 会议纪要, lead: [丙委], implement: [庚馆]}
  - id: "7.2"
    text: 几家一起取消。
    lead: [乙局]
    implement: [各镇]
    cancelled: {date: 2017-10-25, basis: 会议纪要}
  - id: "7.3"
    text: 只有落实单位起算了。
    lead: [乙局]
    implement: [各镇]
    cadence: event
    within: 9 days
"""
LATER = {
    "丁镇": """\
- {task: "7.3", event: 2017-10-16, status: done, date: 2017-10-20, evidence: [p.pdf]}
""",
    "庚馆": """\
- {task: "7.1", period: 2017-08, status: done, date: 2017-10-09, evidence: [o.pdf]}
- {task: "7.1", period: 2017-09, status: doing, date: 2017-10-20}
""",
    "辛社": """\
- {task: "7.1", period: 2017-08, status: doing, date: 2017-09-20}
- {task: "7.1", period: 2017-09, status: doing, date: 2017-10-10}
""",
}


def hand_on(bench: Bench) -> None:
    """Add these tasks and their records to the plan."""
    bench.write("data/tasks.yaml", TASKS + CHANGED)
    for name, journal in LATER.items():
        bench.write(f"data/progress/{name}.yaml", JOURNALS.get(name, "") + journal)


@pytest.mark.parametrize("unit", [None, "丙委", "庚馆", "辛社", "丁镇"])
@pytest.mark.parametrize("as_of", DAYS)
def test_periods_that_changed_hands_and_shared_tasks_that_were_cancelled(
    busy: Bench, as_of: str, unit: str | None
) -> None:
    hand_on(busy)
    scope = ("--as-of", as_of, *(["--unit", unit] if unit else []))
    data, expected = data_of(busy, *scope), counted(busy, as_of, unit)
    found = {part: data[part] for part in expected} | {"totals": without_words(data["totals"])}
    assert found == expected


@pytest.mark.parametrize("unit", [None, *NAMES])
@pytest.mark.parametrize("as_of", DAYS)
def test_the_json_equals_an_independent_count(busy: Bench, as_of: str, unit: str | None) -> None:
    data = data_of(busy, "--as-of", as_of, *(["--unit", unit] if unit else []))
    expected = counted(busy, as_of, unit)
    found = {part: data[part] for part in expected}
    assert {**found, "totals": without_words(data["totals"])} == expected


@pytest.mark.parametrize("as_of", DAYS)
def test_only_units_that_owe_something_are_counted_by_task(busy: Bench, as_of: str) -> None:
    folder, day = recount.read(busy.root / "data"), date.fromisoformat(as_of)
    expected = recount.coverage(recount.tasks_of(folder, day), folder.units)
    assert data_of(busy, "--as-of", as_of)["coverage"] == expected


def record_key(record: Data) -> str:
    """Return what identifies a record of a task in a report."""
    return str([record.get(key) for key in ("unit", "period", "event", "date", "status", "note")])


def marks_of(record: Data) -> tuple[str | None, bool]:
    """Return how a record completed its duty, and whether it waits for a review."""
    return record["completed_text"], record["unreviewed"]


def expected_marks(owed: recount.Owed) -> Iterator[tuple[str, tuple[str | None, bool]]]:
    """Yield the marks that the records of a duty must have, counted from the files."""
    returned = [review["record"] for review in owed.reviews if review["verdict"] == "return"]
    done = [
        record
        for record in owed.records
        if owed.completed
        and record["status"] == "done"
        and record["date"] >= str(owed.completed)
        and record["date"] not in returned
    ]
    in_time = f"逾期办结 {owed.late_days} 天" if owed.late_days else "按期办结"
    for record in owed.records:
        first = record is done[0] if done and owed.due else False
        last = record is owed.records[-1]
        yield record_key(record), (in_time if first else None, last and owed.to_review)


@pytest.mark.parametrize("unit", [None, "丁镇"])
@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("changed", ["", CHANGED], ids=["as issued", "changed"])
def test_the_ledger_has_every_task_with_its_figures_and_all_entries(
    busy: Bench, as_of: str, unit: str | None, changed: str
) -> None:
    if changed:
        hand_on(busy)
    scope = ("--since", "2017-10-01", *(["--unit", unit] if unit else []))
    data = data_of(busy, "--as-of", as_of, *scope)
    folder, day = recount.read(busy.root / "data"), date.fromisoformat(as_of)
    tasks = {counted.text["id"]: counted for counted in recount.tasks_of(folder, day, unit)}
    shown = [task for group in data["groups"] for task in group["tasks"]]
    expected = [recount.figures(tasks[id_]) for id_ in sorted(tasks)]
    assert [
        {key: task[key] for key in counted} for task, counted in zip(shown, expected, strict=True)
    ] == expected
    for group in data["groups"]:
        own = [task for id_, task in tasks.items() if id_.startswith(f"{group['id']}.")]
        assert without_words(group["totals"]) == totals_of(own, unit)
    for task in shown:
        part = tasks[task["id"]].part
        assert keys_of(task["records"]) == keys_of(tasks[task["id"]].reported)
        counted_records = [record for record in task["records"] if record["counted"]]
        assert keys_of(counted_records) == keys_of(
            record for owed in part for record in owed.records
        )
        assert {record_key(record): marks_of(record) for record in task["records"]} == {
            **dict.fromkeys(map(record_key, task["records"]), (None, False)),
            **dict(pair for owed in part for pair in expected_marks(owed)),
        }
        for name in ("reviews", "extensions"):
            assert keys_of(task[name]) == keys_of(
                entry for owed in part for entry in getattr(owed, name)
            )
        assert [
            (entry["date"], entry["unit"], entry["record"]) for entry in task["withdrawals"]
        ] == [
            (entry["date"], entry["unit"], entry["record"])
            for entry in reversed(folder.withdrawals)
            if entry["task"] == task["id"]
            and entry["unit"] in tasks[task["id"]].owners
            and date.fromisoformat(entry["date"]) <= day
        ]
    every = [record for task in tasks.values() for record in task.reported]
    assert keys_of(data["changes"]) == keys_of(
        entry for entry in every if entry["date"] >= "2017-10-01"
    )
    late = [id_ for id_, task in tasks.items() if task.late or task.late_below]
    assert [task["id"] for task in data["late"]] == late


NUMBER = re.compile(r"\d+(?:[-.QH]\d+)*")
LABELS = {
    "done": "已完成",
    "waived": "不涉及",
    "doing": "正在推进",
    "blocked": "受阻",
    "waiting": "条件未具备",
    "todo": "未启动",
}
"""The statuses in the order of bars and columns."""
MARKS = {
    "done": "办",
    "waived": "免",
    "doing": "推",
    "blocked": "阻",
    "waiting": "待",
    "todo": "未",
}

Show = Callable[[Data], list[Any]]


def numbers(text: object) -> list[str]:
    """Return every number, id, period and day of a text; 2017年8月3日 as an ISO date."""
    written = re.sub(r"(\d{4})年(\d+)月(\d+)日", _day, str("" if text is None else text))
    return NUMBER.findall(re.sub(r"(\d{4})年(\d+)月", _month, written))


def _day(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _month(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02}"


def texts(values: Iterable[Any]) -> list[str]:
    """Return values as a report prints them, without absent ones."""
    return [str(value) for value in values if value is not None]


def check(
    table: Sequence[Sequence[object]], items: Sequence[Data], columns: dict[str, Show]
) -> None:
    """Compare every number of a table with the data of its column's head."""
    head, *rows = table
    shows = [columns[str(title or "").replace(" ", "")] for title in head]
    assert [[numbers(cell) for cell in row] for row in rows] == [
        [texts(show(item)) for show in shows] for item in items
    ]


def nothing(_: Data) -> list[Any]:
    """Return no number: the column has only words."""
    return []


def value_at(*path: str) -> Show:
    """Return a function that gets one value of the data."""

    def show(item: Data) -> list[Any]:
        for key in path:
            item = item[key]
        return [item]

    return show


def late_of(counts: Data) -> list[Any]:
    """Return how many are late, and how many more only among implementers."""
    return [counts["overdue"], counts["late_below"] or None]


def late_in_words(counts: Data) -> list[Any]:
    """Return how many are late, each time with the number of their duties; and the late done."""
    return [
        *(counts["overdue"], counts["overdue_duties"] or None),
        *(counts["late_below"] or None, counts["late_below_duties"] or None),
        counts["late_done"] or None,
    ]


def waived_of(counts: Data) -> list[Any]:
    """Return how many do not apply, and how many of these were accepted."""
    return [counts["waived"] or None, counts["accepted"] or None]


def open_of(counts: Data) -> list[Any]:
    """Return how many are open, and these by status as sentences list them."""
    states = ("doing", "waiting", "todo", "blocked")
    return [counts["open"], *(counts["by_status"][status] or None for status in states)]


def rate_of(*path: str) -> Show:
    """Return a function that gets a rate with both of its numbers; nothing without a rate."""

    def show(item: Data) -> list[Any]:
        for key in path:
            item = item[key]
        return [] if item["rate"] is None else [item["rate"], item["part"], item["base"]]

    return show


def nonzero(counts: Data) -> list[Any]:
    """Return the parts of a bar, without zeros."""
    return [counts[status] for status in LABELS if counts[status]]


def occasion(row: Data) -> list[Any]:
    """Return the period or the event's day of a duty."""
    return [row["event"] or row["period"]]


def moved(row: Data) -> list[Any]:
    """Return the original due date and the number of extensions of an extended duty."""
    return [row["original_due"], row["extension_count"]] if row["extension_count"] else []


def far(row: Data) -> list[Any]:
    """Return the distance in days and working days; nothing where it is today."""
    return [abs(row["days"]), abs(row["workdays"])] if row["days"] else []


def by_status(*path: str) -> dict[str, Show]:
    """Return one column per status."""
    return {label: value_at(*path, status) for status, label in LABELS.items()}


GROUPS: dict[str, Show] = {
    "": nothing,
    "工作任务": nothing,
    "进展": lambda group: nonzero(group["totals"]["by_status"]),
    "项数": value_at("totals", "tasks"),
    "事项": value_at("totals", "tasks"),
    **by_status("totals", "by_status"),
    "未完成": value_at("totals", "open"),
    "完成率": value_at("totals", "rate"),
    "逾期": lambda group: late_of(group["totals"]),
    "落实单位逾期": value_at("totals", "late_below"),
    "逾期办结": value_at("totals", "late_done"),
    "存疑": value_at("totals", "doubts"),
}
UNITS_SHOWN: dict[str, Show] = {
    "名次": value_at("rank"),
    "单位": nothing,
    "应办": value_at("duties", "owed"),
    **by_status("by_status"),
    "逾期": value_at("duties", "overdue"),
    "逾期办结": value_at("duties", "late_done"),
    "无佐证": value_at("duties", "unproved"),
    "办结率": value_at("duties", "rate"),
    "按期办结率": rate_of("duties", "in_time"),
    "最近填报": value_at("last_report"),
}
RANKING: dict[str, Show] = {
    **UNITS_SHOWN,
    "已办结": value_at("duties", "done"),
    "不涉及": value_at("duties", "waived"),
}
"""The columns of a circular."""
SHEET: dict[str, Show] = {**UNITS_SHOWN, "核实率": rate_of("duties", "verification")}
"""The columns of a workbook."""
POINTS: dict[str, Show] = {
    "日期": value_at("day"),
    "已完成": value_at("done"),
    "完成率": value_at("rate"),
    "逾期": late_of,
}
PACE: dict[str, Show] = {
    "工作任务": nothing,
    "办结和时间": nothing,
    "已办结": rate_of(),
    "时间": value_at("gone"),
    "相差（百分点）": lambda row: [abs(row["behind"])] if row["behind"] else [],
}
SPANS: dict[str, Show] = {
    "到期": lambda row: [row["first"], row["last"]],
    "份数": value_at("all"),
    "已办结、不涉及": value_at("settled"),
    "未到期或不计逾期": value_at("pending"),
    "逾期": value_at("overdue"),
}
ABOUT: dict[str, Show] = {
    "具体事项": value_at("task"),
    "事项": lambda row: [row["task"], *(occasion(row) if "unit" in row else [])],
    "单位": nothing,
    "状态": nothing,
    "存在问题": nothing,
    "下一步": nothing,
    "退回理由": nothing,
    "理由": nothing,
    "批准人": nothing,
    "迟申请": nothing,
    "疑点": nothing,
}
DEADLINES: dict[str, Show] = {
    **ABOUT,
    "时限": lambda row: [row["due"], *moved(row)],
    "已逾期": far,
    "还有": far,
}
PROBLEMS = {**ABOUT, "单位": value_at("date")}
RETURNS: dict[str, Show] = {
    **ABOUT,
    "退回日期": lambda row: [row["returned_on"], row["correct_by"], row["reported"]],
}
LATE_DONE: dict[str, Show] = {
    **ABOUT,
    "时限": value_at("due"),
    "办结日期": value_at("completed"),
    "晚": value_at("late_days"),
    "核查": nothing,
}
EXTENSIONS: dict[str, Show] = {
    **ABOUT,
    "原时限": value_at("original_due"),
    "延期到": value_at("to"),
    "理由、批准": lambda row: [row["date"], row["entered"]],
}
UNPROVED = {**ABOUT, "填报日期": value_at("last_report")}
CHANGES: dict[str, Show] = {
    "日期": value_at("date"),
    "事项": value_at("task"),
    "单位": occasion,
    "状态": lambda row: [
        *numbers(row["completed_text"]),
        *([row["review"]["date"][5:], *numbers(row["review"]["note"])] if row["review"] else []),
    ],
    "进展情况": lambda row: [part for name in row["evidence"] for part in numbers(name)],
}


def shares(task: Data) -> list[Any]:
    """Return the numbers of a task of several units: its bar, how many reported, and the others."""
    every = Counter(row["status"] for row in task["units"])
    every_reported = [row for row in task["units"] if not row["missing"]]
    reported = Counter(row["status"] for row in every_reported)
    verified = [sum(row["verified"] for row in every_reported)] if reported["done"] else []
    missing = [len(task["missing"]), *numbers(task["missing_text"])] if task["missing"] else []
    return [
        *(*nonzero(every), task["all"], task["told"], *missing),
        *(reported["done"] or None, *verified),
        *(reported[status] or None for status in LABELS if status != "done"),
    ]


def extensions_of(rows: Iterable[Data]) -> list[Data]:
    """Return one row per extension, with the duty that it is of."""
    return [{**row, **granted} for row in rows for granted in row["extensions"]]


COVERAGE: dict[str, Show] = {"事项": value_at("task"), "各单位情况": shares}


class Section(NamedTuple):
    """The numbers of a part of a page outside its tables, and the rows of each table."""

    numbers: list[str]
    tables: list[list[list[str]]]


def root_of(page: str) -> Any:
    """Return the element that holds all others of a page."""
    return html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def page_of(page: str) -> dict[str, Section]:
    """Return the parts of a page by the ids of their headings, with ``head`` and ``contents``."""
    root = root_of(page)
    found = {
        "head": _section(root.find(".//div[@class='title']")),
        "contents": _section(root.find(".//nav")),
    }
    return found | {
        element.get("aria-labelledby"): _section(element) for element in root.iter("section")
    }


def _section(part: Any) -> Section:
    tables = list(part.iter("table"))
    rows = [[list(map(_text, row)) for row in table.iter("tr")] for table in tables]
    for table in tables:
        for inner in ("colgroup", "thead", "tbody"):
            for element in table.findall(inner):
                element.drop_tree()
    return Section(numbers(_text(part)), rows)


def _text(part: Any) -> str:
    return " ".join(part.itertext())


def headline(data: Data) -> list[Any]:
    """Return the numbers of the sentence that sums up a plan."""
    totals = data["totals"]
    return [
        *(data["as_of"], totals["tasks"], totals["done"], *waived_of(totals), *open_of(totals)),
        *(*rate_of("completion")(totals), *late_in_words(totals)),
        *(totals["cancelled"] or None, totals["idle"] or None),
    ]


def duties_headline(data: Data) -> list[Any]:
    """Return the numbers of the sentence that sums up the duties."""
    duties = data["duties"]
    rates = (rate_of(name)(duties) for name in ("completion", "in_time", "verification"))
    return [
        *(duties["owed"], duties["done"], *waived_of(duties), duties["open"]),
        *(number for rate in rates for number in rate),
        *(duties["overdue"], duties["late_done"] or None),
    ]


def apart(data: Data) -> list[Any]:
    """Return what is stated beside the figures: what is only supported, and what came later."""
    supporting, counts = data["supporting"], data["backfilled"]
    kinds = [counts[name] or None for name in ("records", "withdrawals", "reviews", "extensions")]
    return [
        *([len(supporting), *supporting] if supporting else []),
        *(counts["all"] or None, *(kinds if counts["all"] > counts["records"] else [])),
    ]


def key_figures(data: Data) -> list[Any]:
    """Return the figures in large type."""
    totals, duties = data["totals"], data["duties"]
    completion, punctual, verified = (
        counts[name]
        for counts, name in (
            (totals, "completion"),
            (duties, "in_time"),
            (duties, "verification"),
        )
    )
    return [
        *(totals["tasks"], totals["rate"], completion["part"], completion["base"]),
        *(totals["overdue"], totals["overdue_duties"] or None, totals["late_done"] or None),
        totals["late_below"] or None,
        *(duties["rate"], duties["owed"], duties["done"], duties["waived"] or None),
        *(punctual["rate"], punctual["base"], punctual["part"]),
        *(verified["rate"], verified["base"], verified["part"]),
        *(duties["overdue"], duties["late_done"] or None, duties["unproved"]),
        totals["doubts"],
    ]


def drawn(trend: Sequence[Data]) -> list[Any]:
    """Return the numbers of the drawing: its scale, then each day's figures and month or year."""
    found: list[Any] = [max([1, *(point["all"] for point in trend)]), 0]
    year = ""
    for point in trend:
        found += [point["done"], point["overdue"], int(point["day"][5:7])]
        found += [point["day"][:4]] if point["day"][:4] != year else []
        year = point["day"][:4]
    return found


LISTS: dict[str, tuple[str, dict[str, Show]]] = {
    "changes": ("changes", CHANGES),
    "coverage": ("coverage", COVERAGE),
    "late": ("due.late", DEADLINES),
    "coming": ("due.coming", DEADLINES),
    "problems": ("problems", PROBLEMS),
    "late-done": ("late_done", LATE_DONE),
    "extensions": ("extensions", EXTENSIONS),
    "returned": ("returned", RETURNS),
    "unproved": ("unproved", UNPROVED),
    "doubts": ("doubts", ABOUT),
}
"""The lists of a page: their path in the data, and what their columns show."""
SCOPES = {
    "new": ("--as-of", "2017-11-10", "--since", "2017-11-01"),
    "unit": ("--as-of", "2017-11-10", "--unit", "甲局"),
    "all": ("--as-of", "2018-02-01"),
    "begin": ("--as-of", "2017-08-03"),
}


@pytest.fixture(params=SCOPES.values(), ids=list(SCOPES))
def asked(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The options of the report."""
    args: tuple[str, ...] = request.param
    return args


def found_in(data: Data, path: str) -> Any:
    """Return a list of the data by its path."""
    for key in path.split("."):
        data = data[key]
    return data


def owing(data: Data) -> list[Data]:
    """Return the units that owe something, and a unit asked for that does not even support."""
    return [
        unit
        for unit in data["units"]
        if unit["duties"]["all"] or (data["unit"] and not unit["supports"])
    ]


def helped(data: Data) -> list[Any]:
    """Return the tasks of the units that only support, of a report on all units."""
    helping = [unit for unit in data["units"] if not unit["duties"]["all"]]
    return [] if data["unit"] else [task for unit in helping for task in unit["supports"]]


def compared(data: Data) -> list[Any]:
    """Return the rates of the units that are compared, the slowest first."""
    rated = [unit["duties"] for unit in data["units"] if unit["duties"]["rate"] is not None]
    rated.sort(key=lambda duties: (float(duties["rate"]), -int(duties["open"])))
    shown = [
        number
        for duties in rated
        for number in (*rate_of("completion")(duties), duties["overdue"] or None)
    ]
    return shown if len(rated) > 1 else []


def listed_in(groups: Iterable[Data]) -> int:
    """Return how many tasks a ledger lists, those that are cancelled or only supported too."""
    return sum(len(group["tasks"]) for group in groups)


def test_every_number_of_the_page_is_the_jsons(busy: Bench, asked: tuple[str, ...]) -> None:
    data = data_of(busy, *asked)
    page = page_of(busy.ok("report", "--format", "html", *asked))
    assert set(page["head"].numbers) <= {
        *numbers(data["plan"]["number"]),
        *texts([data["plan"]["issued"], data["as_of"], data["since"]]),
    }
    lists = {name: found_in(data, path) for name, (path, _) in LISTS.items()}
    always = {"late", "problems"} | ({"changes"} if data["since"] else set())
    counted = [name for name in LISTS if name != "coverage" and (lists[name] or name in always)]
    assert page["contents"].numbers == texts(
        [*(len(lists[name]) for name in counted), listed_in(data["groups"])]
    )
    states = data["totals"]["by_status"]
    assert page["totals"].numbers == texts(
        [
            *headline(data),
            *key_figures(data),
            *nonzero(states),
            *(states[status] for status in LABELS),
            *(*duties_headline(data), *apart(data)),
        ]
    )
    check(page["by-group"].tables[0], data["groups"], GROUPS)
    check(page["by-unit"].tables[0], owing(data), UNITS_SHOWN)
    assert page["by-unit"].numbers == texts([*compared(data), *helped(data)])
    assert ("pace" in page) == bool(data["pace"])
    if data["pace"]:
        check(page["pace"].tables[0], data["pace"], PACE)
    assert page["trend"].numbers == texts(drawn(data["trend"]))
    check(page["trend"].tables[0], data["trend"], POINTS)
    for name in (name for name in LISTS if name in page):
        days = {"changes": [data["since"]], "coming": [data["due"]["within"]]}
        assert page[name].numbers == texts([*days.get(name, []), len(lists[name])]), name
        rows = extensions_of(lists[name]) if name == "extensions" else lists[name]
        for table in page[name].tables:
            check(table, rows, LISTS[name][1])
    assert [name for name in LISTS if name in page and lists[name]] == [
        name for name in LISTS if lists[name]
    ]


@pytest.mark.parametrize("changed", ["", CHANGED], ids=["as issued", "changed"])
def test_every_period_of_the_page_has_its_mark(
    busy: Bench, asked: tuple[str, ...], changed: str
) -> None:
    busy.write("data/tasks.yaml", TASKS + changed)
    data = data_of(busy, *asked)
    page = page_of(busy.ok("report", "--format", "html", *asked))
    tables = page["periods"].tables if "periods" in page else []
    assert [
        [[cell.replace(" ", "") for cell in row[1:]] for row in table[1:] if len(row) > 1]
        for table in tables
    ] == [
        [[mark(cell) for cell in row["cells"]] for row in grid["rows"]] for grid in data["periods"]
    ]


def mark(cell: Data | None) -> str:
    """Return the status of a period in one character, and whether it is late."""
    if cell is None:
        return "—"
    reported = cell["begun"] or cell["last_report"]
    verified = cell["status"] == "done" and cell["checked"] == "accepted"
    done = "核" if verified else MARKS[cell["status"]] if reported else "·"
    state = "退" if cell["returned"] else done
    return state + ("!" if cell["overdue"] else "迟" if cell["late_days"] else "")


def test_what_the_page_draws_is_as_long_as_its_figures(busy: Bench, asked: tuple[str, ...]) -> None:
    data = data_of(busy, *asked)
    root = html.fromstring(busy.ok("report", "--format", "html", *asked).encode())
    for bar in root.iter("span"):
        if bar.get("style", "").startswith("flex-grow:"):
            assert bar.get("style") == f"flex-grow:{numbers(_text(bar))[0]}"
    all_, *_ = drawn(data["trend"])
    worst = max([1, *(point["overdue"] for point in data["trend"])])
    done = [all_ * (194 - float(shape.get("cy"))) / 160 for shape in root.iter("circle")]
    late = [
        worst * float(shape.get("height")) / 46
        for shape in root.findall(".//*[@class='trend']//rect")
    ]
    assert list(map(round, done)) == [point["done"] for point in data["trend"]]
    assert list(map(round, late)) == [
        number for point in data["trend"] if (number := point["overdue"])
    ]
    columns = [span for span in data["due_spans"] if span["all"]]
    highest = max((span["all"] for span in columns), default=1)
    drawn_columns = root.findall(".//*[@class='load']//g")
    assert len(drawn_columns) == len(columns)
    for column, span in zip(drawn_columns, columns, strict=True):
        parts = {shape.get("class"): float(shape.get("height")) for shape in column.iter("rect")}
        assert set(parts) == {kind for kind in ("settled", "pending", "overdue") if span[kind]}
        for kind, height in parts.items():
            assert height == pytest.approx(max(170 * span[kind] / highest, 1.5), abs=1.6)


def test_every_number_of_the_markdown_s_tables_is_the_jsons(
    busy: Bench, asked: tuple[str, ...]
) -> None:
    data = data_of(busy, *asked)
    found = mdpage.sections(busy.ok("report", *asked))
    tables = {name.partition("（")[0]: part.tables for name, part in found.items()}
    check(tables["各项工作任务"][0], [*data["groups"], {"totals": data["totals"]}], GROUPS)
    check(tables["本单位" if data["unit"] else "各单位"][0], owing(data), UNITS_SHOWN)
    check(tables["走势"][0], data["trend"], POINTS)
    sentences = list(map(numbers, found["总体情况"].paragraphs))
    assert [number for sentence in sentences for number in sentence] == texts(
        [*headline(data), *duties_headline(data), *apart(data)]
    )
    check(tables["总体情况"][0], [data], KEY_FIGURES)
    columns: dict[str, Show] = {
        **DEADLINES,
        "编号": value_at("task"),
        "时限": value_at("due"),
        "已逾期": lambda row: [abs(row["days"])],
        "还有": lambda row: [abs(row["days"])],
        "工作日": lambda row: [abs(row["workdays"])],
        "事项": lambda row: [*occasion(row), *moved(row)],
    }
    done_late = {**columns, **LATE_DONE, "事项": occasion}
    spans = [span for span in data["due_spans"] if span["all"]]
    for name, rows, shows in (
        ("进度和时间", data["pace"], PACE),
        ("时限分布", spans, SPANS),
        ("逾期", data["due"]["late"], columns),
        ("30 天内到期", data["due"]["coming"], columns),
        ("逾期办结", data["late_done"], done_late),
        ("已完成、没有佐证", data["unproved"], {**done_late, "填报日期": value_at("last_report")}),
    ):
        assert len(tables.get(name, [])) == bool(rows), name
        for table in tables.get(name, []):
            check(table, rows, shows)
    extended = data["extensions"]
    title = f"批准的延期（{len(extended)} 份）"
    assert (title in found) == bool(extended)
    if extended:
        assert [numbers(text) for _, text in found[title].items] == [
            texts(line)
            for row in extended
            for line in (
                [row["task"], *occasion(row)],
                *([row["original_due"], *in_order(one)] for one in row["extensions"]),
            )
        ]


def in_order(extension: Data) -> list[Any]:
    """Return the days of an extension in the order of its sentence."""
    return [extension["to"], extension["date"], extension["entered"]]


KEY_FIGURES: dict[str, Show] = {
    "事项": value_at("totals", "tasks"),
    "完成率": value_at("totals", "rate"),
    "逾期事项": value_at("totals", "overdue"),
    "应办": value_at("duties", "owed"),
    "已办": value_at("duties", "done"),
    "不涉及": value_at("duties", "waived"),
    "办结率": value_at("duties", "rate"),
    "按期办结率": rate_of("duties", "in_time"),
    "核实率": rate_of("duties", "verification"),
    "逾期应办": value_at("duties", "overdue"),
    "逾期办结": value_at("duties", "late_done"),
    "已完成无佐证": value_at("duties", "unproved"),
    "存疑": value_at("totals", "doubts"),
}
"""The columns of the key figures of the Markdown page."""


def test_every_number_of_the_workbook_s_figures_is_the_jsons(
    busy: Bench, asked: tuple[str, ...]
) -> None:
    data = data_of(busy, *asked)
    busy.ok("report", "-o", "book.xlsx", *asked)
    book = openpyxl.load_workbook(busy.root / "book.xlsx")
    rows = [list(map(_cell, row)) for row in book["汇总"].iter_rows()]
    groups, units = (
        1 + next(index for index, row in enumerate(rows) if row[0][:3] == title)
        for title in ("按工作", "按单位")
    )
    totals, duties = data["totals"], data["duties"]
    shown = [part for row in rows[2 : groups - 1] for part in numbers(row[0])]
    new = [data["since"], len(data["changes"])] if data["since"] else []
    helping = [unit["supports"] for unit in data["units"] if not unit["duties"]["all"]]
    assert shown == texts(
        [
            *(*headline(data)[1:], totals["doubts"]),
            *(*duties_headline(data), duties["unproved"], *without_ids(apart(data)), *new),
            *(value for tasks in helping if tasks for value in (len(tasks), *tasks)),
        ]
    )
    columns = {**GROUPS, "逾期": value_at("totals", "overdue")}
    check(rows[groups : units - 2], [{"totals": totals}, *data["groups"]], columns)
    every = {name: sum(unit["by_status"][name] for unit in data["units"]) for name in LABELS}
    assert every == duties["by_status"]
    listed = [unit for unit in data["units"] if unit["duties"]["all"] or not unit["supports"]]
    last = max(texts(unit["last_report"] for unit in listed), default=None)
    every_unit = {"rank": None, "duties": duties, "by_status": every, "last_report": last}
    check(rows[units:], [every_unit, *listed], SHEET)
    late = [entry for entry in data["due"]["late"] for _ in entry["units"]]
    check(
        [list(map(_cell, row)) for row in book["逾期"].iter_rows()],
        late,
        {
            **ABOUT,
            "编号": value_at("task"),
            "具体事项": nothing,
            "期次": occasion,
            "时限": value_at("due"),
            "逾期天数": lambda entry: [-entry["days"]],
            "逾期工作日": lambda entry: [-entry["workdays"]],
            "核查": nothing,
            "原时限": lambda entry: moved(entry)[:1],
            "延期次数": lambda entry: moved(entry)[1:],
            "最近填报": value_at("last_report"),
        },
    )


def without_ids(values: Sequence[Any]) -> list[Any]:
    """Return numbers without the ids of tasks, which the workbook does not list."""
    return [value for value in values if not isinstance(value, str)]


def test_every_number_of_the_workbook_s_other_sheets_is_the_jsons(
    busy: Bench, asked: tuple[str, ...]
) -> None:
    data = data_of(busy, *asked)
    busy.ok("report", "-o", "book.xlsx", *asked)
    book = openpyxl.load_workbook(busy.root / "book.xlsx")
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    records = [record for task in tasks for record in task["records"]]
    sheets = {name: [list(map(_cell, row)) for row in book[name].iter_rows()] for name in SHEETS}
    check(sheets["台账"], [{**task, "row": row} for row, task in enumerate(tasks, 1)], TASKS_SHOWN)
    check(sheets["逾期办结"], data["late_done"], SHEETS["逾期办结"])
    check(sheets["延期"], extensions_of(data["extensions"]), SHEETS["延期"])
    entered = sheets["进展记录"][0].index("登记日期")
    assert sorted(row[entered] for row in sheets["进展记录"][1:]) == sorted(
        record["entered"] or "" for record in records
    )


def test_late_entries_are_marked_in_the_workbook(busy: Bench) -> None:
    busy.ok("report", "-o", "book.xlsx", "--as-of", "2017-11-10")
    book = openpyxl.load_workbook(busy.root / "book.xlsx")
    rows = [list(map(_cell, row)) for row in book["进展记录"].iter_rows()]
    assert [[*row[:3], *row[-3:]] for row in rows if any(row[-3:])] == [
        ["日期", "单位", "编号", "登记日期", "补报", "不计入"],
        ["2017-10-20", "丙委", "6.5", "", "", "不计入"],
        ["2017-10-18", "丁镇", "5.7", "2017-11-20", "补报", ""],
        ["2017-10-05", "丁镇", "2.4", "2017-11-20", "补报", ""],
        ["2017-09-20", "丙委", "6.2", "", "", "不计入"],
        ["2017-09-10", "甲局", "6.1", "", "", "不计入"],
    ]


TASKS_SHOWN: dict[str, Show] = {
    **ABOUT,
    "序号": value_at("row"),
    "编号": value_at("id"),
    "工作任务": nothing,
    "具体事项": nothing,
    "牵头单位": nothing,
    "配合单位": nothing,
    "落实单位": nothing,
    "频次/时限": lambda task: numbers(task["schedule"]),
    "期次": lambda task: numbers(task["periods_text"]),
    "逾期": nothing,
    "逾期单位": nothing,
    "逾期办结天数": lambda task: [task["late_days"] or None],
    "未报": lambda task: numbers(task["missing_text"]),
    "下一时限": value_at("next_due"),
    "原时限": value_at("next_due_original"),
    "延期次数": lambda task: [task["extension_count"] or None],
    "最近填报": value_at("last_report"),
    "进展情况": lambda task: [
        *said(newest_of(task)[:1], "note"),
        len(task["records"]) if len(task["records"]) > 1 else None,
    ],
    "佐证材料": lambda task: numbers("\n".join(evidence_of(task))),
    "存在问题": lambda task: said(open_of_task(task), "problem"),
    "下一步": lambda task: said(open_of_task(task), "next"),
    "填报人": nothing,
    "核查": lambda task: checked(task["checked_counts"]),
    "存疑": nothing,
    "变动": lambda task: numbers("\n".join(task["changes_texts"])),
}
"""The columns of a workbook's ledger."""
SHEETS: dict[str, dict[str, Show]] = {
    "台账": TASKS_SHOWN,
    "逾期办结": {
        **LATE_DONE,
        "编号": value_at("task"),
        "具体事项": nothing,
        "期次": occasion,
        "逾期天数": value_at("late_days"),
        "核查": nothing,
    },
    "延期": {
        **EXTENSIONS,
        "编号": value_at("task"),
        "具体事项": nothing,
        "期次": occasion,
        "申请日期": value_at("date"),
        "登记日期": value_at("entered"),
    },
    "进展记录": {},
}
"""The columns of a workbook's sheets by their names."""


def newest_of(task: Data) -> list[Data]:
    """Return the records of a task, the newest first."""
    return sorted(task["records"], key=lambda record: str(record["date"]), reverse=True)


def open_of_task(task: Data) -> list[Data]:
    """Return the newest record of a task, and the last one of each duty unless it settled it."""
    last: dict[tuple[Any, ...], Data] = {}
    for record in newest_of(task):
        last.setdefault((record["unit"], record["period"], record["event"]), record)
    first, *others = [*last.values()] or [{}]
    return [first, *(one for one in others if one["status"] not in recount.SETTLED)]


def said(records: Iterable[Data], key: str) -> list[Any]:
    """Return the numbers of a text of some records, each after those of its period or event."""
    return [
        number
        for record in records
        if record.get(key)
        for number in (*texts(occasion(record)), *numbers(record[key]))
    ]


def evidence_of(task: Data) -> list[str]:
    """Return every piece of evidence of a task, each once, the newest first."""
    return list(dict.fromkeys(name for record in newest_of(task) for name in record["evidence"]))


def checked(counts: Data) -> list[Any]:
    """Return how many duties are returned, outdated and accepted."""
    return [counts[name] or None for name in ("returned", "outdated", "accepted")]


def _cell(cell: Any) -> str:
    """Return a cell as Excel shows it."""
    value = cell.value
    if isinstance(value, datetime):
        return f"{value:%F}"
    if value is not None and cell.number_format.endswith("%"):
        return f"{100 * value:.1f}%"
    return "" if value is None else str(value)


def test_every_number_of_the_circular_is_the_jsons(busy: Bench, asked: tuple[str, ...]) -> None:
    data = data_of(busy, *asked)
    busy.ok("report", "-o", "letter.docx", *asked)
    letter = docx.Document(busy.root / "letter.docx")
    paragraphs = [
        paragraph.text
        for paragraph in letter.paragraphs
        if paragraph.style.style_id in ("BodyText", "Heading2")
    ]
    totals = data["totals"]
    assert numbers(paragraphs[0]) == texts(
        [
            *(data["as_of"], *numbers(data["plan"]["number"])),
            *(totals["tasks"], totals["done"], *waived_of(totals), *open_of(totals)),
            *(*rate_of("completion")(totals), *late_in_words(totals)),
            *(totals["idle"] or None, totals["cancelled"] or None),
        ]
    )
    assert numbers(paragraphs[1]) == texts(duties_headline(data))
    ranking, ledger, *others = (
        [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
        for table in letter.tables
    )
    check(ranking, [unit for unit in data["units"] if unit["duties"]["owed"]], RANKING)
    extended = extensions_of(data["extensions"])
    assert len(others) == bool(extended)
    for table in others:
        check(table, extended, {**SHEETS["延期"], "期次": value_at("period")})
    captions = [part.text for part in letter.paragraphs if "批准的延期" in part.text]
    assert list(map(numbers, captions)) == ([texts([len(extended)])] if extended else [])
    silent = [unit for unit in data["units"] if unit["never_reported"]]
    titles = [text for text in paragraphs if "个单位从未填报进展" in text]
    assert list(map(numbers, titles)) == ([texts([len(silent)])] if silent else [])
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    check([row for row in ledger if len(row) > 1], tasks, ATTACHED)
    assert [numbers(row[0]) for row in ledger if len(row) == 1] == [
        texts([group["totals"]["tasks"], group["totals"]["done"]]) for group in data["groups"]
    ]
    for title, (path, count, show) in FINDINGS.items():
        rows = found_in(data, path)
        heading = next((index for index, text in enumerate(paragraphs) if title in text), None)
        assert (heading is None) == (not rows), title
        if heading is not None:
            assert numbers(paragraphs[heading]) == texts(count(data))
            items = by_task(rows)
            listed = paragraphs[heading + 1 : heading + 1 + len(items)]
            assert list(map(numbers, listed)) == [
                texts([number, task, *(value for row in part for value in show(row))])
                for number, (task, part) in enumerate(items.items(), 1)
            ]


def by_task(rows: Sequence[Data]) -> dict[str, list[Data]]:
    """Group rows by their task."""
    found: dict[str, list[Data]] = {}
    for row in rows:
        found.setdefault(row["task"], []).append(row)
    return found


def in_words(row: Data) -> list[Any]:
    """Return the numbers of a period as letters write it: quarters and halves in words."""
    quarter = re.fullmatch(r"(\d+)([QH])(\d)", row["period"] or "")
    if not quarter:
        return occasion(row)
    return [quarter[1], quarter[3]] if quarter[2] == "Q" else [quarter[1]]


FINDINGS: dict[str, tuple[str, Show, Show]] = {
    "逾期未办结": (
        "due.late",
        value_at("duties", "overdue"),
        lambda row: [*in_words(row), row["due"], *moved(row), -row["days"]],
    ),
    "部分事项逾期办结": (
        "late_done",
        lambda data: [len(data["late_done"])],
        lambda row: [*in_words(row), row["completed"], row["late_days"]],
    ),
    "没有重报": (
        "returned",
        lambda data: [len(data["returned"])],
        lambda row: [*in_words(row), row["reported"], row["returned_on"], row["correct_by"]],
    ),
    "无佐证材料": ("unproved", lambda data: [len(data["unproved"])], in_words),
    "受阻或存在困难": (
        "problems",
        lambda data: [len(data["problems"])],
        lambda row: [*in_words(row), row["date"]],
    ),
    "天内到期": (
        "due.coming",
        lambda data: [
            data["due"]["within"],
            sum(len(row["units"]) for row in data["due"]["coming"]),
        ],
        lambda row: [*in_words(row), row["due"]],
    ),
}
"""The findings of a circular by their words: the list in the data, its count and its items."""


def when(task: Data) -> list[Any]:
    """Return the schedule of a task, its periods, and its next due date if that is another."""
    about = numbers(task["schedule"] + task["periods_text"])
    if not task["next_due"] or task["next_due"] in task["schedule"]:
        return about
    times = task["next_due_extension_count"]
    more = [task["next_due_original"], times] if times else []
    return [*about, task["next_due"], *more]


def latest(task: Data) -> list[Any]:
    """Return the day of the record that is shown of a task, or what is late and has none."""
    late = [(unit, duty["occasion"]) for duty in task["late_duties"] for unit in duty["units"]]
    reported = {
        (record["unit"], *texts(occasion(record))) for record in task["records"] for _ in late
    }
    silent = [numbers(about) for unit, about in late if (unit, *numbers(about)) not in reported]
    if task["records"] and late and len(silent) == len(late):
        return [number for about in silent for number in about]
    return [record["date"] for record in task["records"][:1]]


ATTACHED: dict[str, Show] = {
    "编号": value_at("id"),
    "具体事项": lambda task: numbers("\n".join(task["changes_texts"])),
    "牵头单位": nothing,
    "落实、配合单位": nothing,
    "时限或频次": when,
    "状态": lambda task: [
        *(task["late_days"] or None, task["checked_counts"]["returned"] or None),
    ],
    "最近进展": latest,
    "佐证": value_at("evidence"),
}
