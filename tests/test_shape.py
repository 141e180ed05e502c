"""From files to the model: keys, kinds, lists and aliases, and positions in any file."""

import json
import re
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from conftest import SMALL_TASKS, SMALL_UNITS, Bench

from gkplan.domain import fields
from gkplan.domain.fields import Span
from gkplan.domain.model import (
    CalendarYear,
    Collective,
    Group,
    Head,
    Ledger,
    Plan,
    Record,
    Registry,
    Task,
    Unit,
)
from gkplan.domain.vocabulary import Cadence, Status, UnitKind
from gkplan.folder.load import load
from gkplan.folder.location import find_folder

JOURNAL = "data/progress/甲局.yaml"
FULL_UNITS = """\
units:
- {name: 甲局, aliases: [甲, A局], kind: party}
- {name: 乙局}
collectives:
- {name: 各局, aliases: [各单位], members: [甲局], kinds: [government]}
"""
FULL_TASKS = """\
plan:
  title: 方案
  number: 1号
  issuer: 府办
  supervisor: 政务办
  issued: 2017-08-03
  ends: 2017-12-31
  lag: 10 days
groups:
- id: 3
  label: 三
  title: 第三组
  tasks:
  - id: "3.10"
    text: 公开。
    lead: [甲局]
    support: [乙局]
    implement: [各局]
    merged: true
    cadence: [once, monthly, event]
    due: 2017-11-30
    lag: 5 workdays
    within: 3 days
    awaits: 文件
    doubts: [缺句号]
    tags: [预算]
"""
FULL_JOURNAL = """\
- task: "3.10"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/1]
  note: 甲
  problem: 乙
  next: 丙
  by: 丁
- task: "3.10"
  event: 2017-09-01
  status: doing
  date: 2017-09-02
"""


def ledger(bench: Bench) -> Ledger:
    """Return the contents of a folder without errors."""
    return load(find_folder(None, bench.root)).sound().ledger()


def contents(bench: Bench) -> dict[str, Any]:
    """Return the same as plain data, which can be compared."""
    return asdict(ledger(bench))


def first_lines(bench: Bench) -> list[str]:
    """Return the first line of every problem, in order."""
    return re.findall(r"^\S+:\d+:\d+: .*", bench.run("check").out, re.MULTILINE)


def test_every_key_reaches_the_model(empty: Bench) -> None:
    empty.write("data/units.yaml", FULL_UNITS)
    empty.write("data/tasks.yaml", FULL_TASKS)
    empty.write(
        "data/calendar.yaml", "- {year: 2030, holidays: [2030-01-01], workdays: [2030-01-06]}\n"
    )
    empty.write(JOURNAL, FULL_JOURNAL)
    assert contents(empty) == asdict(Ledger(
        Plan(
            plan=Head(
                title="方案", number="1号", issuer="府办", supervisor="政务办",
                issued=date(2017, 8, 3), ends=date(2017, 12, 31), lag=Span(10, workdays=False),
            ),
            groups=(Group(id=3, label="三", title="第三组", tasks=(Task(
                id="3.10", text="公开。", lead=("甲局",), support=("乙局",), implement=("各局",),
                merged=True, cadence=(Cadence.ONCE, Cadence.MONTHLY, Cadence.EVENT),
                due=date(2017, 11, 30), lag=Span(5, workdays=True),
                within=Span(3, workdays=False), awaits="文件", doubts=("缺句号",), tags=("预算",),
            ),)),),
        ),
        Registry(
            units=(
                Unit(name="甲局", aliases=("甲", "A局"), kind=UnitKind.PARTY),
                Unit(name="乙局", kind=UnitKind.GOVERNMENT, position=1),
            ),
            collectives=(Collective(
                name="各局", aliases=("各单位",), members=("甲局",), kinds=(UnitKind.GOVERNMENT,),
            ),),
        ),
        {"甲局": (
            Record(
                task="3.10", period="2017-08", status=Status.DONE, date=date(2017, 9, 12),
                evidence=("https://example.cn/1",), note="甲", problem="乙", next="丙", by="丁",
                unit="甲局",
            ),
            Record(
                task="3.10", event=date(2017, 9, 1), status=Status.DOING, date=date(2017, 9, 2),
                unit="甲局", position=1,
            ),
        )},
        (CalendarYear(year=2030, holidays=(date(2030, 1, 1),), workdays=(date(2030, 1, 6),)),),
    ))  # fmt: skip


@pytest.mark.parametrize("value", ["no", "~", "null", "1.10", "12:30", "2017-08", "0x10", "1e3"])
def test_a_text_that_other_tools_would_retype_reads_back_as_written(
    small: Bench, value: str
) -> None:
    note = f'- task: "1.1"\n  status: doing\n  date: 2017-09-12\n  note: {value}\n'
    small.write(JOURNAL, note)
    assert json.loads(small.ok("log", "--format", "json"))["records"][0]["note"] == value


def test_ids_and_periods_are_read_as_text_without_quotes(small: Bench) -> None:
    small.write("data/tasks.yaml", SMALL_TASKS.replace('"2.1"', "2.10").replace('"1.2"', "1.20"))
    small.write(JOURNAL, "- task: 1.20\n  period: 2017-08\n  status: doing\n  date: 2017-09-12\n")
    found = ledger(small)
    assert list(found.plan.tasks) == ["1.1", "1.20", "2.10", "2.2", "2.3"]
    assert (found.records["甲局"][0].task, found.records["甲局"][0].period) == ("1.20", "2017-08")


def test_a_single_value_is_accepted_for_a_list(small: Bench) -> None:
    files = {
        "data/units.yaml": SMALL_UNITS.replace("[party, government]", "[party]"),
        "data/tasks.yaml": SMALL_TASKS + "    doubts: [缺句号]\n    tags: [预算]\n",
        JOURNAL: '- {task: "1.1", status: done, date: 2017-09-12, evidence: [1.pdf]}\n',
    }
    for name, text in files.items():
        small.write(name, text)
    listed = contents(small)
    for name, text in files.items():
        small.write(name, re.sub(r"\[([^],]*)\]", r"\1", text))
        assert "[" not in small.read(name).replace("[各镇, 各部门]", "")
    assert contents(small) == listed


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("todo", "todo"),
        ("未启动", "todo"),
        ("条件未具备", "waiting"),
        ("正在推进", "doing"),
        ("受阻", "blocked"),
        ("已完成", "done"),
        ("不涉及", "waived"),
    ],
)
def test_a_status_is_read_in_chinese(small: Bench, word: str, meant: str) -> None:
    small.write(JOURNAL, f'- task: "1.1"\n  status: {word}\n  date: 2017-09-12\n')
    assert ledger(small).records["甲局"][0].status.value == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("一次性", "once"),
        ("每月", "monthly"),
        ("按月", "monthly"),
        ("每季度", "quarterly"),
        ("每半年", "halfyearly"),
        ("年度", "yearly"),
        ("及时", "event"),
        ("适时", "event"),
        ("持续", "ongoing"),
        ("定期", "ongoing"),
    ],
)
def test_a_cadence_is_read_in_chinese(small: Bench, word: str, meant: str) -> None:
    small.write("data/tasks.yaml", SMALL_TASKS.replace("cadence: monthly", f"cadence: [{word}]"))
    assert ledger(small).plan.tasks["1.2"].cadence[0].value == meant


def test_a_kind_of_unit_is_read_in_chinese(small: Bench) -> None:
    small.write("data/units.yaml", SMALL_UNITS.replace("kind: town", "kind: 镇（街）"))
    assert ledger(small).registry.units[3].kind is UnitKind.TOWN


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            fields.UNIT_NAME,
            ["区财政局", "省市场监管局（省知识产权局）", "A b", "甲" * 80],
            ["甲" * 81, "甲/乙", "甲\\乙", "甲:乙", "甲?", '"甲"', "甲|", ".甲", "甲.", "甲 "],
        ),
        (
            fields.DATE,
            ["2017-09-12", "2016-02-29", "0001-01-01", "8999-12-31"],
            [
                "2017-02-29", "2017-9-12", "2017/09/12", "２０１７-０９-１２", "0000-12-31",
                "9000-01-01", "2017-04-31", "2017-00-01", "2017-13-01", "10000-01-01",
            ],
        ),
        (
            fields.SPAN,
            [
                "20 workdays", "1 workday", "20workdays", "20个工作日", "20工作日", "30 days",
                "30日", "0 days", "9999 days", "9999 workdays",
            ],
            [
                "20", "workdays", "-1 days", "20  days", "10000 days", "10000日", "２０ days",
                "1 week",
            ],
        ),
        (
            fields.PERIOD,
            [
                "2017-08", "2017-01", "2017-12", "2017Q1", "2017Q4", "2017H1", "2017H2", "2017",
                "0001", "0001-01", "9999",
            ],
            [
                "2017-8", "2017-00", "2017-13", "2017Q0", "2017Q5", "2017q3", "2017H0", "2017H3",
                "17-08", "0000", "0000-01", "0000Q1", "20170", "２０１７",
            ],
        ),
        (
            fields.TASK_ID,
            ["1.1", "2.10", "22.999999", "999999.1", "0.0"],
            [
                "1", "1.", "01.1", "1.01", "1.1.1", "一.1", "1．1", "1-1", "1.1 ", "1.1000000",
                "1000000.1",
            ],
        ),
        (
            fields.NUMBER,
            ["0", "7", "2017", "007", "999999"],
            ["-1", "1.0", "１", "一", "1000000", "0000001", "1e3", ""],
        ),
        (
            fields.DIGEST,
            ["0123456789ab", "0" * 12, "f" * 12],
            ["0" * 11, "0" * 13, "0123456789aB", "0123456789ag", "0" * 11 + " "],
        ),
        (fields.FLAG, ["true", "false"], ["True", "yes", "no", "1", "是"]),
        (
            fields.EVIDENCE,
            [
                "https://a.cn/b?c=d#e", "HTTP://a.cn", "evidence/1.pdf", "佐证 1.pdf", "a..b/c.pdf",
                "https://a.cn/" + "a" * 49_987,
            ],
            [
                "https://a.cn/" + "a" * 49_988, "a" * 50_001,
                "ftp://a.cn", "https://", "http://[", "https://a b", "javascript:1", "mailto:a@b",
                "/etc/passwd", "~/a", "../a", "a/../../b", "a\\..\\b", "C:\\a", "c:a", "\\\\a\\b",
            ],
        ),
        (
            fields.TEXT,
            [
                "甲\t乙\n丙", "𠮷é“”", " ~", "\xa0", "\ud7ff\ue000", "\ufefe", "\uff00", "\ufffd",
                "\U00010000", "甲" * 50_000,
            ],
            [
                "甲" * 50_001,
                "甲\x1b[31m", "\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x80", "\x9b", "\x9f",
                "\ud800", "\udfff", "\ufeff甲", "\ufffe", "\uffff",
            ],
        ),
    ],
    ids=["name", "date", "span", "period", "id", "number", "digest", "flag", "evidence", "text"],
)  # fmt: skip
def test_a_kind_takes_its_own_forms_and_no_others(
    kind: fields.Kind[Any], good: list[str], bad: list[str]
) -> None:
    refused = []
    for text in [*good, *bad]:
        try:
            kind.parse(text)
        except fields.BadValueError:
            refused.append(text)
    assert refused == bad


ALIASED_UNITS = (
    SMALL_UNITS.replace("members: [丁镇]", "members: [丁]")
    .replace("{name: 丁镇, ", "{name: 丁镇, aliases: [丁], ")
    .replace("name: 各部门", "name: 各部门\n  aliases: [各单位]")
)


def test_aliases_are_accepted_for_names_in_every_file(small: Bench) -> None:
    plain = ledger(small)
    small.write("data/units.yaml", ALIASED_UNITS)
    aliased = (
        SMALL_TASKS.replace("lead: [甲局]", "lead: [甲]")
        .replace("support: [乙局]", "support: 乙")
        .replace("[各镇, 各部门]", "[各镇, 各单位]")
        .replace("lead: [各部门]", "lead: 各单位")
    )
    small.write("data/tasks.yaml", aliased)
    found = ledger(small)
    assert asdict(found.plan) == asdict(plain.plan)
    assert found.registry.members == plain.registry.members


@pytest.mark.parametrize(("alias", "name"), [("甲", "甲局"), ("丁", "丁镇"), ("各单位", "各部门")])
def test_aliases_are_accepted_for_names_on_the_command_line(
    small: Bench, alias: str, name: str
) -> None:
    small.write("data/units.yaml", ALIASED_UNITS)
    assert small.ok("units", alias) == small.ok("units", name)
    if name != "各部门":
        listed = small.ok("list", "--unit", alias, "--format", "json")
        assert listed == small.ok("list", "--unit", name, "--format", "json")


def test_mark_under_an_alias_writes_under_the_name(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--unit", "甲", "--note", "已布置")
    assert list(ledger(small).records) == ["甲局"]


BAD_TASKS = """\
plan: {title: 方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 组
  tasks:
  - id: "1.1"
    text: 公开，预算。
    lead: [甲局, 乙局, 戊局]
  - {id: "1.2", text: 公开「决算」。, lead: 甲局, cadence: 每周, 牵头: 乙局}
  - id: "1.3"
    text: 公开。
    lead:
    - 甲局
    -   己局
  - id: "1.4"
    text: 公开。
    lead: 甲局
    due: 2017-02-30
"""
BAD_PLACES = [
    "data/tasks.yaml:9:20: error[unknown-unit]: 单位 “戊局” 没有登记",
    "data/tasks.yaml:10:51: error[unknown-cadence]: “每周” 不是有效频次",
    "data/tasks.yaml:10:55: error[unknown-key]: 不认识的键 “牵头”",
    "data/tasks.yaml:15:9: error[unknown-unit]: 单位 “己局” 没有登记",
    "data/tasks.yaml:19:10: error[bad-date]: “2017-02-30” 不是有效日期",
]


def disguised(text: str, *, mark: bool, newline: str) -> bytes:
    """Return the text as another editor would save it."""
    return (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", newline).encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [False, True], ids=["plain", "BOM"])
def test_positions_are_right_in_files_of_every_editor(
    small: Bench, newline: str, *, mark: bool
) -> None:
    small.write("data/tasks.yaml", BAD_TASKS)
    as_written = small.run("check").out
    small.write("data/tasks.yaml", disguised(BAD_TASKS, mark=mark, newline=newline))
    assert first_lines(small) == BAD_PLACES
    assert small.run("check").out == as_written


def test_a_byte_order_mark_does_not_shift_the_first_line(small: Bench) -> None:
    small.write("data/units.yaml", disguised("附: [甲\n", mark=True, newline="\n"))
    assert small.run("check").out == (
        "data/units.yaml:1:4: error[yaml-syntax]: "
        "YAML 语法错误：方括号列表缺少逗号或右括号（逗号须用半角）\n"
        "  附: [甲\n"
        "      ^\n"
        "  改正后再运行 gkplan check\n\n"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [False, True], ids=["plain", "BOM"])
def test_contents_are_the_same_in_files_of_every_editor(
    small: Bench, newline: str, *, mark: bool
) -> None:
    journal = '- task: "1.1"\n  status: doing\n  date: 2017-09-12\n  note: |-\n    一\n    二\n'
    small.write(JOURNAL, journal)
    plain = contents(small)
    assert plain["records"]["甲局"][0]["note"] == "一\n二"
    for name, text in [("units", SMALL_UNITS), ("tasks", SMALL_TASKS), ("progress/甲局", journal)]:
        small.write(f"data/{name}.yaml", disguised(text, mark=mark, newline=newline))
    assert contents(small) == plain


def test_a_caret_is_aligned_with_its_word_by_cell_width(small: Bench) -> None:
    line = '  - {id: "1.1", text: 公“预”ａ１𠮷é。, 牵头: 乙局, lead: 甲局}'
    small.write("data/tasks.yaml", BAD_TASKS.partition("  - id")[0] + line + "\n")
    assert small.run("check").out == (
        "data/tasks.yaml:7:34: error[unknown-key]: 不认识的键 “牵头”\n"
        f"  {line}\n"
        f"{' ' * 41}^^^^\n"
        "  可用：id、text、short、lead、support、implement、merged、cadence、due、lag、within、"
        "awaits、doubts、tags、changes、cancelled\n\n"
    )


@pytest.mark.parametrize(
    ("file", "text", "problems"),
    [
        ("tasks", "", ["1:1: error[wrong-shape]"]),
        ("tasks", "# 注\n", ["1:1: error[wrong-shape]"]),
        ("tasks", "[]\n", ["1:1: error[wrong-shape]"]),
        ("tasks", "groups: []\n", ["1:1: error[missing-key]"]),
        ("tasks", "plan: {}\ngroups: []\n", ["1:7: error[missing-key]"] * 3),
        ("tasks", "plan: []\ngroups: {}\n", ["1:7: error[wrong-shape]", "2:9: error[wrong-shape]"]),
        ("tasks", SMALL_TASKS + "- 3\n", ["39:3: error[wrong-shape]"]),
        ("tasks", SMALL_TASKS + "附: 1\n", ["39:1: error[unknown-key]"]),
        ("tasks", SMALL_TASKS + "- id: 3\n", ["39:3: error[missing-key]"] * 3),
        ("tasks", SMALL_TASKS.replace("lag:", "lags:"), ["8:3: error[unknown-key]"]),
        ("tasks", SMALL_TASKS.replace("title: 第一组", "title: [第一组]"), [
            "12:10: error[wrong-shape]"]),
        ("units", "", ["1:1: error[wrong-shape]"]),
        ("units", "units: 甲局\n", ["1:8: error[wrong-shape]"]),
        ("units", SMALL_UNITS + "- 各局\n", ["11:3: error[wrong-shape]"]),
        ("units", SMALL_UNITS + "  kind: town\n", ["11:3: error[unknown-key]"]),
        ("progress/甲局", "task: 1\n", ["1:1: error[missing-dash]"]),
        ("progress/甲局", "- [1]\n", ["1:3: error[wrong-shape]"]),
        ("progress/甲局", "- unit: 甲局\n  position: 1\n", [
            "1:3: error[missing-key]"] * 3 + [
            "1:3: error[unknown-key]", "2:3: error[unknown-key]"]),
        ("calendar", "year: 2027\n", ["1:1: error[missing-dash]"]),
        ("calendar", "year: 2027\nx: 1\n", ["1:1: error[wrong-shape]"]),
        ("calendar", "- holidays: 2027-01-01\n", ["1:3: error[missing-key]"]),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_shape_is_reported_at_its_position(
    small: Bench, file: str, text: str, problems: list[str]
) -> None:
    small.write(f"data/{file}.yaml", text)
    head = f"data/{file}.yaml:"
    assert sorted(
        line.removeprefix(head).partition("]")[0] + "]" for line in first_lines(small)
    ) == (problems)


@pytest.mark.parametrize("text", ["", "\n", "# 还没有记录\n", "---\n", "[]\n"])
def test_a_journal_may_be_empty(small: Bench, text: str) -> None:
    small.write(JOURNAL, text)
    assert ledger(small).records == {"甲局": ()}


def test_an_empty_value_is_an_absent_key(small: Bench) -> None:
    plain = contents(small)
    text = SMALL_TASKS.replace(
        "    cadence: monthly\n", "    cadence: monthly\n    due:\n    doubts:\n    tags: ''\n"
    )
    small.write("data/tasks.yaml", text)
    assert contents(small) == plain


def test_every_problem_of_every_file_is_reported_at_once(small: Bench) -> None:
    small.write("data/tasks.yaml", SMALL_TASKS.replace("monthly", "monthyl"))
    small.write("data/units.yaml", SMALL_UNITS.replace("town", "village"))
    small.write(JOURNAL, '- task: "1.1"\n  status: 好\n  date: 今天\n')
    small.write("data/progress/乙局.yaml", "- [甲,\n- ]\n")
    small.write("data/calendar.yaml", "- year: 明年\n")
    assert [line.partition("]")[0] for line in first_lines(small)] == [
        "data/tasks.yaml:21:14: error[unknown-cadence",
        "data/units.yaml:5:20: error[unknown-kind",
        "data/calendar.yaml:1:9: error[bad-number",
        "data/progress/乙局.yaml:2:1: error[yaml-syntax",
        "data/progress/甲局.yaml:2:11: error[unknown-status",
        "data/progress/甲局.yaml:3:9: error[bad-date",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ('id: "1.1"', 'id: "1.2"', "tasks.yaml:18:9: error[duplicate-task"),
        ('id: "1.2"', 'id: "1.1"', "tasks.yaml:18:9: error[duplicate-task"),
        ("lead: [甲局]\n    support: [乙局]", "lead: []", "tasks.yaml:14:5: error[no-unit"),
    ],
)
def test_what_follows_from_an_error_of_the_plan_is_no_error_of_the_journal(
    small: Bench, right: str, wrong: str, expected: str
) -> None:
    record = "status: doing\n  date: 2017-09-12\n"
    small.write(JOURNAL, f'- task: "1.1"\n  {record}- task: "1.2"\n  period: 2017-08\n  {record}')
    assert first_lines(small) == []
    small.write("data/tasks.yaml", SMALL_TASKS.replace(right, wrong, 1))
    found = [line.partition("]")[0].removeprefix("data/") for line in first_lines(small)]
    assert [line for line in found if "error" in line] == [expected]
