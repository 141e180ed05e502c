"""Every figure of every format equals the JSON's, which equals an independent count."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import mdpage
import pytest
import recount
from conftest import Bench

html: Any = pytest.importorskip("lxml.html", reason="needs the extra import")
docx: Any = pytest.importorskip("docx", reason="needs the extra office")
openpyxl: Any = pytest.importorskip("openpyxl", reason="needs the extra test")

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
- {task: "1.2", period: 2017-12, status: done, date: 2017-11-03, note: 提前。}
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
- {task: "3.4", status: done, date: 2017-09-26, note: 已补正。}
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
- {task: "3.4", unit: 乙局, verdict: return, date: 2017-09-22, record: 2017-09-20, note: 太旧。}
- {task: "3.4", unit: 乙局, verdict: accept, date: 2017-09-28, record: 2017-09-26}
- {task: "3.3", unit: 丁镇, verdict: return, date: 2017-10-31, record: 2017-10-30, note: 未盖章。}
- {task: "3.3", unit: 丁镇, to: 2017-11-08, date: 2017-10-25, reason: 换届。, approved_by: 王五}
- {task: "3.3", unit: 丁镇, to: 2017-11-09, date: 2017-11-05, reason: 换届。, approved_by: 王五}
- {task: "3.3", unit: 戊镇, to: 2017-11-15, date: 2017-11-02, reason: 洪水。, approved_by: 王五}
- {task: "3.3", unit: 戊镇, to: 2017-11-30, date: 2017-11-09, reason: 洪水。, approved_by: 王五}
"""
DAYS = ["2017-08-02", "2017-08-03", "2017-09-30", "2017-10-31", "2017-11-10", "2018-02-01"]
NAMES = ["甲局", "乙局", "丙委", "丁镇", "戊镇", "己公司"]

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
    own = [task for task in tasks if unit is None or any(duty.unit == unit for duty in task.part)]
    duties = [duty for task in own for duty in task.part]
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


def keys_of(entries: Iterable[Data]) -> list[tuple[str, ...]]:
    """Return entries as their values, sorted."""
    keys = ("date", "unit", "status", "verdict", "to", "note", "problem", "evidence")
    return sorted(tuple(str(entry.get(key) or "") for key in keys) for entry in entries)


def test_the_plan_has_no_errors_and_covers_every_part_of_a_report(busy: Bench) -> None:
    assert busy.run("check", "--format", "json").code == 0
    data = data_of(busy, "--as-of", "2017-11-10", "--since", "2017-11-01")
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
    lists = {name: len(found_in(data, path)) for name, (path, _) in LISTS.items()}
    assert lists == {
        "changes": 5,
        "coverage": 4,
        "late": 7,
        "coming": 4,
        "problems": 4,
        "returned": 3,
        "unproved": 3,
        "doubts": 3,
    }


@pytest.mark.parametrize("unit", [None, *NAMES])
@pytest.mark.parametrize("as_of", DAYS)
def test_the_json_equals_an_independent_count(busy: Bench, as_of: str, unit: str | None) -> None:
    data = data_of(busy, "--as-of", as_of, *(["--unit", unit] if unit else []))
    expected = counted(busy, as_of, unit)
    assert {part: data[part] for part in expected} == expected


@pytest.mark.parametrize("unit", [None, "丁镇"])
@pytest.mark.parametrize("as_of", DAYS)
def test_the_ledger_has_every_task_with_its_figures_and_all_entries(
    busy: Bench, as_of: str, unit: str | None
) -> None:
    scope = ("--since", "2017-10-01", *(["--unit", unit] if unit else []))
    data = data_of(busy, "--as-of", as_of, *scope)
    folder, day = recount.read(busy.root / "data"), date.fromisoformat(as_of)
    tasks = {counted.text["id"]: counted for counted in recount.tasks_of(folder, day, unit)}
    shown = [task for group in data["groups"] for task in group["tasks"]]
    expected = [recount.figures(task) for task in tasks.values()]
    assert [
        {key: task[key] for key in counted} for task, counted in zip(shown, expected, strict=True)
    ] == (expected)
    for group in data["groups"]:
        own = [task for id_, task in tasks.items() if id_.startswith(f"{group['id']}.")]
        assert group["totals"] == recount.totals(own)
    for task in shown:
        part = tasks[task["id"]].part
        for name in ("records", "reviews", "extensions"):
            assert keys_of(task[name]) == keys_of(
                entry for owed in part for entry in getattr(owed, name)
            )
    every = [record for task in tasks.values() for owed in task.part for record in owed.records]
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
    return [counts["overdue"], *([counts["late_below"]] if counts["late_below"] else [])]


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
    "已完成（含不涉及）": value_at("totals", "settled"),
    "完成率": value_at("totals", "rate"),
    "逾期": lambda group: late_of(group["totals"]),
    "落实单位逾期": value_at("totals", "late_below"),
    "存疑": value_at("totals", "doubts"),
}
UNITS_SHOWN: dict[str, Show] = {
    "名次": value_at("rank"),
    "单位": nothing,
    "应办": value_at("duties", "owed"),
    **by_status("by_status"),
    "已办结": value_at("duties", "done"),
    "已办（含不涉及）": value_at("duties", "done"),
    "逾期": value_at("duties", "overdue"),
    "无佐证": value_at("duties", "unproved"),
    "办结率": lambda row: [row["duties"]["rate"]] if row["duties"]["owed"] else [],
    "完成率": lambda row: [row["duties"]["rate"]] if row["duties"]["owed"] else [],
    "最近填报": value_at("last_report"),
}
POINTS: dict[str, Show] = {
    "日期": value_at("day"),
    "已完成": value_at("done"),
    "完成率": value_at("rate"),
    "逾期": late_of,
}
ABOUT: dict[str, Show] = {
    "具体事项": lambda row: [row["task"], *(occasion(row) if "unit" in row else [])],
    "单位": nothing,
    "状态": nothing,
    "存在问题": nothing,
    "下一步": nothing,
    "退回理由": nothing,
    "疑点": nothing,
}
DEADLINES: dict[str, Show] = {
    **ABOUT,
    "时限": lambda row: [row["due"], *moved(row)],
    "已逾期": far,
    "还有": far,
}
PROBLEMS = {**ABOUT, "单位": value_at("date")}
RETURNS = {**ABOUT, "退回日期": lambda row: [row["returned_on"], row["reported"]]}
UNPROVED = {**ABOUT, "填报日期": value_at("last_report")}
CHANGES: dict[str, Show] = {
    "日期": value_at("date"),
    "事项": value_at("task"),
    "单位": occasion,
    "状态": nothing,
    "进展情况": lambda row: [part for name in row["evidence"] for part in numbers(name)],
}


def shares(task: Data) -> list[Any]:
    """Return the numbers of a task of several units: its bar, how many reported, and the others."""
    every = Counter(row["status"] for row in task["units"])
    reported = Counter(row["status"] for row in task["units"] if not row["missing"])
    missing = [len(task["missing"])] if task["missing"] else []
    return [*nonzero(every), task["all"], task["told"], *missing, *nonzero(reported)]


COVERAGE: dict[str, Show] = {"具体事项": value_at("task"), "各单位情况": shares}


class Section(NamedTuple):
    """The numbers of a part of a page outside its tables, and the rows of each table."""

    numbers: list[str]
    tables: list[list[list[str]]]


def page_of(page: str) -> dict[str, Section]:
    """Return the parts of a page by the ids of their headings, with ``head`` and ``contents``."""
    root = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
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
    waived, todo = (totals["by_status"][status] or None for status in ("waived", "todo"))
    return [
        *(data["as_of"], totals["tasks"], totals["settled"], waived),
        *(totals["active"], todo, totals["rate"], *late_of(totals)),
    ]


def key_figures(data: Data) -> list[Any]:
    """Return the figures in large type."""
    totals, duties = data["totals"], data["duties"]
    return [
        *(totals["tasks"], totals["rate"], *late_of(totals)),
        *(duties[key] for key in ("rate", "owed", "done", "overdue", "unproved")),
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
        [*(len(lists[name]) for name in counted), data["totals"]["tasks"]]
    )
    states = data["totals"]["by_status"]
    assert page["totals"].numbers == texts(
        [
            *headline(data),
            *key_figures(data),
            *nonzero(states),
            *(states[status] for status in LABELS),
        ]
    )
    check(page["by-group"].tables[0], data["groups"], GROUPS)
    shown = [unit for unit in data["units"] if unit["duties"]["all"] or data["unit"]]
    check(page["by-unit"].tables[0], shown, UNITS_SHOWN)
    assert page["trend"].numbers == texts(drawn(data["trend"]))
    check(page["trend"].tables[0], data["trend"], POINTS)
    for name in (name for name in LISTS if name in page):
        days = {"changes": [data["since"]], "coming": [data["due"]["within"]]}
        assert page[name].numbers == texts([*days.get(name, []), len(lists[name])]), name
        for table in page[name].tables:
            check(table, lists[name], LISTS[name][1])
    assert [name for name in LISTS if name in page and lists[name]] == [
        name for name in LISTS if lists[name]
    ]


def test_every_period_of_the_page_has_its_mark(busy: Bench, asked: tuple[str, ...]) -> None:
    data = data_of(busy, *asked)
    page = page_of(busy.ok("report", "--format", "html", *asked))
    tables = page["periods"].tables if "periods" in page else []
    assert [
        [[cell.replace(" ", "") for cell in row[1:]] for row in table[1:] if len(row) > 1]
        for table in tables
    ] == [
        [[mark(cell) for cell in row["cells"]] for row in grid["rows"]] for grid in data["periods"]
    ]


def mark(cell: Data) -> str:
    """Return the status of a period in one character, and whether it is late."""
    reported = cell["begun"] or cell["last_report"]
    state = "退" if cell["returned"] else MARKS[cell["status"]] if reported else "·"
    return state + ("!" if cell["overdue"] else "")


def test_what_the_page_draws_is_as_long_as_its_figures(busy: Bench, asked: tuple[str, ...]) -> None:
    data = data_of(busy, *asked)
    root = html.fromstring(busy.ok("report", "--format", "html", *asked).encode())
    for bar in root.iter("span"):
        if bar.get("style", "").startswith("flex-grow:"):
            assert bar.get("style") == f"flex-grow:{numbers(_text(bar))[0]}"
    all_, *_ = drawn(data["trend"])
    worst = max([1, *(point["overdue"] for point in data["trend"])])
    done = [all_ * (194 - float(shape.get("cy"))) / 160 for shape in root.iter("circle")]
    late = [worst * float(shape.get("height")) / 46 for shape in root.iter("rect")]
    assert list(map(round, done)) == [point["done"] for point in data["trend"]]
    assert list(map(round, late)) == [
        number for point in data["trend"] if (number := point["overdue"])
    ]


def test_every_number_of_the_markdown_s_tables_is_the_jsons(
    busy: Bench, asked: tuple[str, ...]
) -> None:
    data = data_of(busy, *asked)
    found = mdpage.sections(busy.ok("report", *asked))
    tables = {name.partition("（")[0]: part.tables for name, part in found.items()}
    check(tables["各项工作任务"][0], [*data["groups"], {"totals": data["totals"]}], GROUPS)
    shown = [unit for unit in data["units"] if unit["duties"]["all"] or data["unit"]]
    check(tables["本单位" if data["unit"] else "各单位"][0], shown, UNITS_SHOWN)
    check(tables["走势"][0], data["trend"], POINTS)
    columns = {
        **DEADLINES,
        "编号": value_at("task"),
        "时限": value_at("due"),
        "已逾期": lambda row: [abs(row["days"])],
        "还有": lambda row: [abs(row["days"])],
        "工作日": lambda row: [abs(row["workdays"])],
        "具体事项": lambda row: [*occasion(row), *moved(row)],
    }
    for name, rows in (("逾期", data["due"]["late"]), ("30 天内到期", data["due"]["coming"])):
        for table in tables.get(name, []):
            check(table, rows, columns)


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
    waived = totals["by_status"]["waived"] or None
    assert shown == texts(
        [
            *(totals["tasks"], totals["settled"], waived, totals["active"]),
            *(totals["by_status"]["todo"] or None, totals["rate"], *late_of(totals)),
            totals["doubts"],
            *(duties[key] for key in ("owed", "done", "rate", "overdue", "unproved")),
            *new,
        ]
    )
    columns = {**GROUPS, "逾期": value_at("totals", "overdue")}
    check(rows[groups : units - 2], [{"totals": totals}, *data["groups"]], columns)
    every = {name: sum(unit["by_status"][name] for unit in data["units"]) for name in LABELS}
    last = max(texts(unit["last_report"] for unit in data["units"]), default=None)
    every_unit = {"rank": None, "duties": duties, "by_status": every, "last_report": last}
    check(rows[units:], [every_unit, *data["units"]], UNITS_SHOWN)
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
    counts = data["totals"]["by_status"]
    others = [counts[status] or None for status in ("todo", "waiting", "blocked")]
    totals, duties = data["totals"], data["duties"]
    assert numbers(paragraphs[0]) == texts(
        [
            *(data["as_of"], *numbers(data["plan"]["number"])),
            *(totals["tasks"], totals["settled"], counts["waived"] or None, totals["rate"]),
            *(totals["active"], *others, *late_of(totals)),
        ]
    )
    assert numbers(paragraphs[1]) == texts(
        duties[key] for key in ("owed", "done", "rate", "overdue")
    )
    ranking, ledger = (
        [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
        for table in letter.tables
    )
    check(ranking, [unit for unit in data["units"] if unit["duties"]["owed"]], UNITS_SHOWN)
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    check([row for row in ledger if len(row) > 1], tasks, ATTACHED)
    assert [numbers(row[0]) for row in ledger if len(row) == 1] == [
        texts([group["totals"]["tasks"], group["totals"]["settled"]]) for group in data["groups"]
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
    "没有重报": (
        "returned",
        lambda data: [len(data["returned"])],
        lambda row: [*in_words(row), row["reported"], row["returned_on"]],
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
    """Return the schedule of a task, and its next due date if that is another."""
    if not task["next_due"] or task["next_due"] in task["schedule"]:
        return numbers(task["schedule"])
    times = task["next_due_extension_count"]
    more = [task["next_due_original"], times] if times else []
    return [*numbers(task["schedule"]), task["next_due"], *more]


ATTACHED: dict[str, Show] = {
    "编号": value_at("id"),
    "具体事项": nothing,
    "牵头单位": nothing,
    "落实、配合单位": nothing,
    "时限或频次": when,
    "状态": lambda task: [task["checked_counts"]["returned"] or None],
    "最近进展": lambda task: [record["date"] for record in task["records"][:1]],
    "佐证": value_at("evidence"),
}
