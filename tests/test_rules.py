"""Every rule has a golden folder that breaks only it; docs/rules.md shows them."""

import os
import re
import runpy
from unicodedata import east_asian_width

import pytest
from conftest import REPO, Bench

from gkplan.domain.addresses import masked
from gkplan.domain.rules import RULES, Position, Problem, Severity
from gkplan.folder.source import UnreadableError, decode
from gkplan.views.problems import problem_text

GOLDEN = REPO / "tests" / "golden"
FOLDERS = sorted(folder.name for folder in GOLDEN.iterdir())
UNITS = "units:\n- {name: 甲局}\n- {name: 乙局}\n"
PLAN = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - id: "1.1"
    text: 按月公开。
    lead: [甲局]
    cadence: [monthly]
"""


def test_every_rule_has_a_golden_folder_and_every_golden_folder_has_a_rule() -> None:
    assert set(FOLDERS) >= set(RULES)
    assert {name.partition("--")[0] for name in FOLDERS} == set(RULES)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_golden_folder_breaks_only_its_rule(name: str) -> None:
    rule = RULES[name.partition("--")[0]]
    result = Bench(GOLDEN / name).run("check", "--as-of", "2017-10-31")
    assert result.out + result.err == (GOLDEN / name / "expected.txt").read_text(encoding="utf-8")
    assert {f"{rule.severity}[{rule.name}]"} == set(re.findall(r"\w+\[[\w-]+\]", result.out))
    assert result.code == (1 if rule.severity is Severity.ERROR else 0)


@pytest.mark.parametrize("name", FOLDERS)
def test_carets_are_below_the_reported_column(name: str) -> None:
    expected = (GOLDEN / name / "expected.txt").read_text(encoding="utf-8")
    pattern = r"^(\S+?):(\d+):(\d+): .*\n  (.*)\n  ( *)(\^+)$"
    for file, line, column, shown, margin, carets in re.findall(pattern, expected, re.MULTILINE):
        encoding = "gb18030" if name == "not-utf8" else "utf-8"
        text = (GOLDEN / name / file).read_bytes().decode(encoding, "replace")
        meant = masked(text.split("\n")[int(line) - 1])[int(column) - 1 :]
        under = by_cells(shown, len(margin), len(carets)).removesuffix("…")  # of a long line
        meant = re.sub("[\x08\u2028]", lambda found: f"\\u{ord(found[0]):04x}", meant)
        assert meant.replace("\t", " ").startswith(under)


def by_cells(text: str, start: int, width: int) -> str:
    """Cut some cells out of a line as a terminal shows it: Chinese characters take two."""
    cells = [char for char in text for _ in range(1 + (east_asian_width(char) in "FW"))]
    return re.sub(r"([^\x00-\xff])\1", r"\1", "".join(cells[start : start + width]))


def test_the_gallery_in_the_documentation_is_up_to_date() -> None:
    page = runpy.run_path(str(REPO / "tools" / "gallery.py"))["gallery"]()
    kept = (REPO / "docs" / "rules.md").read_text(encoding="utf-8")
    assert kept == page, "run: python tools/gallery.py"


@pytest.mark.posix("named pipes")
def test_a_pipe_instead_of_a_journal_does_not_block(empty: Bench) -> None:
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", PLAN)
    (empty.root / "data" / "progress").mkdir()
    os.mkfifo(empty.root / "data" / "progress" / "甲局.yaml")
    assert problems(empty) == [
        "data/progress/甲局.yaml:1:1: error[not-readable]: 文件打不开：不是普通文件"
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            "lead: [甲局]",
            "lead: {甲局: 牵头}",
            "data/tasks.yaml:9:11: error[wrong-shape]: 这里写法不对",
        ),
        (
            "cadence: [monthly]",
            "cadence: [每周]",
            "data/tasks.yaml:10:15: error[unknown-cadence]: “每周” 不是有效频次",
        ),
        (
            "period: 2017-08",
            "period: 2017年8月",
            "data/progress/甲局.yaml:2:11: error[bad-period]: “2017年8月” 不是有效的期",
        ),
        (
            "status: doing",
            "status: 完毕",
            "data/progress/甲局.yaml:3:11: error[unknown-status]: “完毕” 不是有效状态",
        ),
        (
            "lead: [甲局]",
            "leads: [甲局]",
            "data/tasks.yaml:9:5: error[unknown-key]: 不认识的键 “leads”",
        ),
        (
            "lead: [甲局]",
            "lead: [甲某局]",
            "data/tasks.yaml:9:12: error[unknown-unit]: 单位 “甲某局” 没有登记",
        ),
        (
            "cadence: [monthly]",
            "cadence: !每月",
            "data/tasks.yaml:10:14: error[yaml-feature]: 用了标签（!）",
        ),
        (
            "cadence: [monthly]",
            "cadence: !x",
            "data/tasks.yaml:10:14: error[yaml-feature]: 用了标签 !x",
        ),
        (
            "period: 2017-08",
            "periods: 2017-08",
            "data/progress/甲局.yaml:2:3: error[unknown-key]: 不认识的键 “periods”",
        ),
        (
            "status: doing",
            "status: *a",
            "data/progress/甲局.yaml:3:11: error[yaml-feature]: 用了锚点或引用（&、*）",
        ),
        (
            "- id: 1",
            "- id: 一",
            "data/tasks.yaml:3:7: error[bad-number]: “一” 不是整数",
        ),
        (
            "issued: 2017-08-03",
            "issued: 2017.8.3",
            "data/tasks.yaml:1:28: error[bad-date]: “2017.8.3” 不是有效日期",
        ),
    ],
)
def test_one_slip_is_one_problem(empty: Bench, right: str, wrong: str, expected: str) -> None:
    journal = '- task: "1.1"\n  period: 2017-08\n  status: doing\n  date: 2017-09-12\n'
    empty.write("data/units.yaml", UNITS.replace(right, wrong))
    empty.write("data/tasks.yaml", PLAN.replace(right, wrong))
    empty.write("data/progress/甲局.yaml", journal.replace(right, wrong))
    assert problems(empty) == [expected]


def test_a_unit_with_a_bad_name_is_not_unknown_as_well(empty: Bench) -> None:
    empty.write("data/units.yaml", UNITS.replace("甲局", "甲/局"))
    empty.write("data/tasks.yaml", PLAN.replace("甲局", "甲/局"))
    assert problems(empty) == [
        "data/units.yaml:2:10: error[bad-name]: “甲/局” 不能用作单位名称：进展文件要以它命名"
    ]


@pytest.mark.parametrize(
    ("name", "other", "problem"),
    [
        ("CON", "乙局", "2:10: “CON” 在 Windows 上不能用作文件名"),
        ("甲局", "nul.a", "3:10: “nul.a” 在 Windows 上不能用作文件名"),
        ("A局", "a局", "3:10: “a局” 与 “A局” 只差大小写，有的系统上是同一个文件"),
        ("e\u0301局", "乙局", "2:10: “e\u0301局” 里有编码不规范的字，读文件名时对不上"),
        ("\u00e9局", "E\u0301局", "3:10: “E\u0301局” 里有编码不规范的字，读文件名时对不上"),
        ("\uf90a局", "乙局", "2:10: “\uf90a局” 里有编码不规范的字，读文件名时对不上"),
        ("CONN", "控", None),
        ("CON局", "LPT", None),
    ],
)
def test_a_name_names_one_file_on_every_system(
    empty: Bench, name: str, other: str, problem: str | None
) -> None:
    empty.write("data/units.yaml", UNITS.replace("甲局", name).replace("乙局", other))
    empty.write("data/tasks.yaml", PLAN.replace("甲局", name))
    expected = [problem.replace(": ", ": error[bad-name]: ")] if problem else []
    assert problems(empty) == [f"data/units.yaml:{line}" for line in expected]


@pytest.mark.parametrize(
    "broken",
    ['- task: "1.1', "- task: [\n", "[" * 5000, "- \x00", b"- \xb9\xab"],
    ids=["quote", "bracket", "deep", "nul", "gbk"],
)
def test_a_broken_file_of_an_unknown_unit_has_both_problems(
    empty: Bench, broken: str | bytes
) -> None:
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", PLAN)
    empty.write("data/progress/无名局.yaml", broken)
    named = [re.findall(r"\[([\w-]+)\]", problem)[0] for problem in problems(empty)]
    assert named.count("unknown-journal") == 1
    assert set(named) & {"yaml-syntax", "too-deep", "control-character", "not-utf8"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("line", "column", "meaning", "shown"),
    [
        ("  note: 已公开".encode("gbk"), 9, "（可能是 GBK）", "  note: 已公开"),
        ("  note: ab已公开".encode("gbk"), 11, "（可能是 GBK）", "  note: ab已公开"),
        # these two bytes are also one character of UTF-8, so that reading stops after it
        (b"  note: \xc2\xb7" + "已公开".encode("gbk"), 10, "（可能是 GBK）", "  note: 路已公开"),
        ("  note: 已公开".encode()[:-1], 11, "：这里有读不出的字节", "  note: 已公\ufffd"),
        ("  note: 已公".encode() + b"\xbf\xaa" + "开会了".encode(), 11, "：这里有读不出的字节",
         "  note: 已公\ufffd\ufffd开会了"),
        (b"  note: \xff", 9, "：这里有读不出的字节", "  note: \ufffd"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_utf8_is_shown_as_its_writer_knows_it(
    newline: str, line: bytes, column: int, meaning: str, shown: str
) -> None:
    data = "# 甲\n- task: 1\n".replace("\n", newline).encode() + line + newline.encode() + b"a"
    with pytest.raises(UnreadableError) as raised:
        decode(b"\xef\xbb\xbf" + data, "f")
    problem = raised.value.problem
    assert problem.position == Position("f", 3, column, 1, shown)
    assert problem.message == f"文件不是 UTF-8 编码{meaning}"


def test_a_first_line_that_is_no_utf8_has_its_column_behind_the_byte_order_mark() -> None:
    with pytest.raises(UnreadableError) as raised:
        decode(b"\xef\xbb\xbfa\xff", "f")
    assert raised.value.problem.position == Position("f", 1, 2, 1, "a\ufffd")


@pytest.mark.parametrize("within", ["15 workdays", "15 days"])
def test_an_event_on_the_last_day_of_the_calendar_is_reported(empty: Bench, within: str) -> None:
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", PLAN.replace("[monthly]", f"event\n    within: {within}"))
    journal = '- task: "1.1"\n  event: 9999-12-31\n  status: doing\n  date: 9999-12-31\n'
    empty.write("data/progress/甲局.yaml", journal)
    assert problems(empty)[0].startswith("data/progress/甲局.yaml:2:10: error[")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (3 << 20, []),
        (
            (3 << 20) + 1,
            ["data/progress/甲局.yaml:1:1: error[not-readable]: 文件打不开：超过 3 MB"],
        ),
    ],
)
def test_a_file_is_read_up_to_the_largest_size(
    empty: Bench, monkeypatch: pytest.MonkeyPatch, size: int, expected: list[str]
) -> None:
    monkeypatch.setattr("gkplan.folder.files.LARGEST", 3 << 20)  # 128 MB take long
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", PLAN)
    empty.write("data/progress/甲局.yaml", b"#" * size)
    assert problems(empty) == expected


@pytest.mark.parametrize(
    ("line", "shown"),
    [("甲" * 39, "甲" * 39), ("甲" * 39 + "a", "甲" * 38 + "…"), ("a" * 79, "a" * 77 + "…")],
    ids=["78 cells", "79 cells", "79 characters"],
)
def test_a_line_is_cut_only_where_it_is_wider_than_a_screen(line: str, shown: str) -> None:
    problem = Problem(RULES["bad-date"], Position("f", 1, 1, 1, line), "不是有效日期", "改正")
    assert problem_text(problem).split("\n")[1] == f"  {shown}"


def test_a_line_that_fits_is_shown_uncut(empty: Bench) -> None:
    empty.write("data/units.yaml", UNITS)
    line = "plan: {title: 小方案小方案小方案, issued: 2017-08-03, ends: 2017-02-29}"
    empty.write("data/tasks.yaml", PLAN.replace(PLAN.partition("\n")[0], line))
    assert f"  {line}\n{' ' * 62}^^^^^^^^^^\n" in empty.run("check").out


@pytest.mark.parametrize("before", [0, 20, 60, 300])
def test_a_long_chinese_line_is_cut_to_the_width_of_a_screen(empty: Bench, before: int) -> None:
    empty.write("data/units.yaml", UNITS)
    text = f"{'按月公开' * before}。"
    line = f'{{id: "1.1", text: {text}, lead: [甲局], due: 2017-02-29, tags: [{text}]}}'
    empty.write("data/tasks.yaml", PLAN.partition('id: "1.1"')[0] + line + "\n")
    first, shown, caret, *_ = empty.run("check").out.split("\n")
    assert first.endswith("error[bad-date]: “2017-02-29” 不是有效日期")
    assert by_cells(shown, caret.index("^"), caret.count("^")) == "2017-02-29"
    assert len(by_cells(shown, 80, 1000)) == 0


BOUNDED = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31, lag: 20 workdays}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 按月公开。, lead: [甲局], cadence: monthly}
  - {id: "1.2", text: 一次公开。, lead: [甲局], due: 2017-10-20}
  - {id: "1.3", text: 限时答复。, lead: [甲局], cadence: event, within: 15 workdays}
"""
"""Write three tasks; on 2017-10-31 the second and two periods of the first are late."""
NAMED = BOUNDED.replace("一次公开。", "一次公开。, short: {}")
TWINS = NAMED.replace("限时答复。", "限时答复。, short: 公开")
SAID = "progress/甲局.yaml"
RULED = "reviews.yaml"
REPORT = '- {task: "1.2", status: doing, date: 2017-10-16}\n'
GRANTED = (
    '- {task: "1.2", unit: 甲局, to: 2017-11-30, date: 2017-10-16, reason: 甲, approved_by: 乙}\n'
)
"""Write a record and an extension without problems."""


@pytest.mark.parametrize(
    ("rule", "file", "text", "valid", "breach"),
    [
        ("dates-reversed", "tasks.yaml", BOUNDED.replace("2017-12-31", "{}"), "2017-08-03",
         "2017-08-02"),
        ("dates-reversed", "tasks.yaml", BOUNDED.replace("2017-12-31", "{}"), "2037-12-31",
         "2038-01-01"),
        ("schedule-conflict", "tasks.yaml", BOUNDED.replace("2017-10-20", "{}"), "2017-08-03",
         "2017-08-02"),
        ("record-before-plan", SAID, REPORT.replace("2017-10-16", "{}"), "2017-08-03",
         "2017-08-02"),
        ("record-before-plan", RULED, GRANTED.replace("2017-10-16", "{}"), "2017-08-03",
         "2017-08-02"),
        ("record-in-future", SAID, REPORT.replace("2017-10-16", "{}"), "2017-10-31", "2017-11-01"),
        ("record-in-future", RULED, GRANTED.replace("2017-10-16", "{}"), "2017-10-31",
         "2017-11-01"),
        ("period-not-begun", SAID,
         '- {task: "1.1", period: 2017-10, status: doing, date: {}}\n', "2017-10-01",
         "2017-09-30"),
        ("unexpected-event", SAID,
         '- {task: "1.3", event: {}, status: doing, date: 2017-09-20}\n', "2017-09-20",
         "2017-09-21"),
        ("bad-ruling-date", RULED,
         '- {task: "1.2", unit: 甲局, verdict: accept, date: {}, record: 2017-10-16}\n',
         "2017-10-16", "2017-10-15"),
        ("bad-extension", RULED, GRANTED.replace("2017-11-30", "{}"), "2017-10-20", "2017-10-19"),
        ("late-extension", RULED, GRANTED.replace("2017-10-16", "{}"), "2017-10-20", "2017-10-21"),
        ("bad-calendar", "calendar.yaml", "- {year: 2030, holidays: [{}]}\n", "2030-01-01",
         "2029-12-31"),
        ("bad-calendar", "calendar.yaml", "- {year: 2030, holidays: [{}]}\n", "2030-12-31",
         "2031-01-01"),
        ("bad-short-name", "tasks.yaml", NAMED, "公" * 30, "公" * 31),
        ("bad-short-name", "tasks.yaml", NAMED, "公", "' '"),
        ("repeated-short-name", "tasks.yaml", TWINS, "公布", "公开"),
        ("bad-name", "units.yaml", UNITS.replace("乙局", "{}"), "乙" * 80, "乙" * 81),
    ],
)  # fmt: skip
def test_the_nearest_valid_value_is_beside_each_breach(
    empty: Bench, rule: str, file: str, text: str, valid: str, breach: str
) -> None:
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", BOUNDED)
    empty.write(f"data/{SAID}", REPORT)

    def rules_broken_by(value: str) -> set[str]:
        empty.write(f"data/{file}", text.replace("{}", value))
        return set(re.findall(r"(?:error|warning)\[([\w-]+)\]", empty.run("check").out))

    assert rule not in rules_broken_by(valid)
    assert rule in rules_broken_by(breach)


@pytest.mark.parametrize(
    ("day", "quiet"),
    [("2017-10-31", set()), ("2017-11-01", {"no-recent-record"})],
    ids=["89 days after the issue", "90 days"],
)
def test_ninety_days_without_a_record_give_a_warning(
    empty: Bench, day: str, quiet: set[str]
) -> None:
    empty.write("data/units.yaml", UNITS)
    empty.write("data/tasks.yaml", BOUNDED)
    assert set(re.findall(r"\[([\w-]+)\]", empty.run("check", "--as-of", day).out)) == quiet


def problems(bench: Bench) -> list[str]:
    """Return the first line of every problem that ``gkplan check`` prints."""
    return re.findall(r"^\S+:\d+:\d+: .*", bench.run("check").out, re.MULTILINE)


@pytest.mark.parametrize(("lines", "listed"), [(999, 999), (1_000, 1_000), (3_000, 1_000)])
def test_the_errors_of_one_file_are_listed_up_to_a_bound(
    small: Bench, lines: int, listed: int
) -> None:
    """A file of nonsense must not cost as much as a problem for each of its lines."""
    small.write("data/progress/甲局.yaml", "- 甲\n" * lines)
    result = small.run("check")
    assert (result.code, result.err) == (1, f"data：{listed} 处错误\n")
    more = "；这个文件列到第 1000 处错误为止，改正后再查\n"
    assert result.out.count(more) == (listed == 1_000)
