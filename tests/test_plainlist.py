"""The fast reader of YAML: what it accepts, it reads as the YAML parser does."""

import sys
from typing import Any

import pytest
from conftest import REPO, Bench, examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain import rules
from gkplan.domain.model import Extension, Record, Review, Withdrawal
from gkplan.folder.decode import read_entries
from gkplan.folder.load import shaped_decisions, shaped_journal
from gkplan.folder.plain_yaml import read_plain
from gkplan.folder.source import Source
from gkplan.folder.yaml_errors import YamlTextError
from gkplan.folder.yaml_read import parse_yaml

JOURNAL = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence:
  - https://www.gzns.gov.cn/example
  - evidence/8.pdf
  note: 已公开：见 2017年8月 收支表。
- task: "2.10"
  status: no
  date: 12:30
  by: ~
  problem:
"""
PLAN = """\
# yaml-language-server: $schema=.schema/tasks.schema.json
#   · 一项一段

plan:
  title: '方案: 2017年'
  ends: 2017-12-31    # 原文未写

groups:

# ─────
- id: 1
  label: 一
  tasks:
  - id: "1.1"
    text: 公开预算　决算。
    lead: [甲局, 乙局]
    cadence: [quarterly, yearly]    # 日常监测不计
    doubts:
    - 单位不明
    - 时限不明

    changes:
    - date: 2017-09-01
      lead: [丙局]
    cancelled:
      date: 2017-10-01
      basis: 一号

  - id: "1.2"
    tags: []
- id: 2
  tasks:
"""
UNITS = """\
units:

# 政府部门
- {name: 甲局, aliases: [甲, 南沙区甲局], kind: government}
- {name: 乙局}

collectives:
- name: 各部门
  kinds: [government]
"""


def test_files_as_gkplan_writes_them_are_read_line_by_line(small: Bench) -> None:
    small.ok("mark", "1.2", "done", "--period", "2017-08", "--evidence", "https://a.cn/1?x=1")
    small.ok("mark", "1.1", "blocked", "--problem", "缺人: 一个", "--next", "借人", "--by", "张三")
    text = small.read("data/progress/甲局.yaml")
    assert read_plain(text) == parse_yaml(text) != None  # noqa: E711  (all three are meant)


def test_files_as_gkplan_writes_them_need_no_yaml_parser(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("yaml", "gkplan.folder.yaml_read", "gkplan.folder.yaml_positions"):
        monkeypatch.setitem(sys.modules, module, None)
    evidence = ("--evidence", "https://a.cn/1?x=1", "--note", "已公开。")
    small.ok("mark", "1.2", "done", "--period", "2017-08", *evidence)
    small.ok("mark", "1.2", "done", "--period", "2017-09", *evidence)
    small.ok("mark", "1.2", "withdrawn", "--period", "2017-09")
    small.ok("review", "1.2", "return", "--period", "2017-08", "--note", "没有链接")
    for command in ("list", "status", "due", "log"):
        small.ok(command)


@pytest.mark.parametrize("name", ["tasks", "units"])
@pytest.mark.parametrize("folder", ["data", "examples/nansha-2017/data"])
def test_the_plans_that_ship_are_read_line_by_line(folder: str, name: str) -> None:
    text = (REPO / folder / f"{name}.yaml").read_text(encoding="utf-8")
    assert read_plain(text) == parse_yaml(text) != None  # noqa: E711  (all three are meant)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            JOURNAL,
            [
                {
                    "task": "1.2",
                    "period": "2017-08",
                    "status": "done",
                    "date": "2017-09-12",
                    "evidence": ["https://www.gzns.gov.cn/example", "evidence/8.pdf"],
                    "note": "已公开：见 2017年8月 收支表。",
                },
                {"task": "2.10", "status": "no", "date": "12:30", "by": "~", "problem": None},
            ],
        ),
        (
            PLAN,
            {
                "plan": {"title": "方案: 2017年", "ends": "2017-12-31"},
                "groups": [
                    {
                        "id": "1",
                        "label": "一",
                        "tasks": [
                            {
                                "id": "1.1",
                                "text": "公开预算　决算。",
                                "lead": ["甲局", "乙局"],
                                "cadence": ["quarterly", "yearly"],
                                "doubts": ["单位不明", "时限不明"],
                                "changes": [{"date": "2017-09-01", "lead": ["丙局"]}],
                                "cancelled": {"date": "2017-10-01", "basis": "一号"},
                            },
                            {"id": "1.2", "tags": []},
                        ],
                    },
                    {"id": "2", "tasks": None},
                ],
            },
        ),
        (
            UNITS,
            {
                "units": [
                    {"name": "甲局", "aliases": ["甲", "南沙区甲局"], "kind": "government"},
                    {"name": "乙局"},
                ],
                "collectives": [{"name": "各部门", "kinds": ["government"]}],
            },
        ),
    ],
)
def test_what_it_accepts_is_read_as_by_yaml(text: str, tree: Any) -> None:
    assert read_plain(text) == parse_yaml(text) == tree


@pytest.mark.parametrize(
    "other",
    [
        "",
        "# 注\n",
        "- task: ''\n",
        "- task: 'x''y'\n",
        '- task: "a\\n"\n',
        "- task: 'x' # 注\n",
        "- {task: x, task: y}\n",
        "- {task: [x}\n",
        "- {task: [x]y: z}\n",
        "- [x, 'y, z']\n",
        "- task: [x, y: z]\n",
        "- task: [x,\n  y]\n",
        "- task: x\n  note: |\n    一\n",
        "- task: x\n  note: 一\n    二\n",
        "- task: x\n  task: y\n",
        "- task: x: y\n",
        "- task: *a\n",
        "- task: &a x\n",
        "- task: !!int 1\n",
        "- task: x\r\n",
        "-  task: x\n",
        "task:x\n",
        "-\n",
        "- - x\n",
        "a: x\n  b: y\n",
        "a:\n- x\n - y\n",
        " a: x\nb: y\n",
        "a: x\n- y\n",
        "a: x\n---\nb: y\n",
        f"- {'k' * 1100}: x\n",
        "".join(f"{' ' * depth}k:\n" for depth in range(9)) + " " * 9 + "k: x\n",
    ],
)
def test_everything_else_is_left_to_yaml(other: str) -> None:
    assert read_plain(other) is None


LINES = st.sampled_from(
    [
        *JOURNAL.splitlines(),
        *PLAN.splitlines(),
        *UNITS.splitlines(),
        *("", "- a:", "  - b", "  c: 'd'", "  e: f # g", "- -", "a:  # b", "  a: {}", "    - c: d"),
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=9).map("\n".join), st.sampled_from([JOURNAL, PLAN, UNITS])
)
PIECES = st.sampled_from(
    [*"-: #'\"\\[]{}&*!|>%@`,?~\t\r\n甲1a\u3000\x85\ufeff", "  ", "- ", ": ", " #", ", "],
)
CUTS = st.tuples(st.integers(0, 700), st.integers(0, 3), PIECES | st.just(""))


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> Any:
    """Yield the paths of the values of a tree that are texts, with the texts."""
    if isinstance(node, dict | list):
        for step, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*path, step))
    elif node:
        yield path, node


@examples(500)
@given(TEXTS, st.lists(CUTS, max_size=3))
def test_no_text_is_read_in_two_ways(text: str, damage: list[tuple[int, int, str]]) -> None:
    """What is read line by line has the tree, the positions and the (no) errors of YAML."""
    for place, length, piece in damage:
        start = place % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    plain = read_plain(text)
    if plain is None:
        return
    errors: list[YamlTextError] = []
    assert (parse_yaml(text, errors), errors) == (plain, [])
    source = Source("f", text)
    for path, value in leaves(plain):
        source.note(rules.WRONG_SHAPE, path, value)
    for problem in source.problems:
        line, column, width = problem.position[1:4]
        marked = text.split("\n")[line - 1][column - 1 :][:width]
        value = problem.message
        assert marked in (value, f'"{value}"', f"'{value}'")
    assert not isinstance(plain, list) or source.indent == source._positions.column()  # noqa: SLF001


ENTRIES = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  entered: 2017-10-20    # 补录
  evidence:
  - https://www.gzns.gov.cn/example?id=1
  - evidence/8.pdf
  note: 已公开：见 2017年8月　收支表。
- task: '2.10'
  event: 2017-09-01
  status: doing
  date: 2017-09-13
  evidence: [a.pdf, b.pdf]
  problem: "缺人: 一个"
  next: '借人'
  by: 张三
"""
WITHDRAWAL = """\
- task: "1.2"
  period: 2017-08
  status: withdrawn
  date: 2017-09-14
  record: 2017-09-12
  note: 填错了
"""
DECISIONS = """\
- task: "1.2"
  unit: 甲局
  verdict: return
  date: 2017-09-20
  record: 2017-09-12
  note: 没有链接
- task: "2.10"
  unit: 乙局
  to: 2017-12-01
  date: 2017-09-21
  reason: 等上级文件
  approved_by: 区政府办
"""
ENTRY_LINES = st.sampled_from(
    [
        *ENTRIES.splitlines(),
        *WITHDRAWAL.splitlines(),
        *DECISIONS.splitlines(),
        "  evidence: c.pdf",
        "  - d.pdf",
        "  note:",
        "",
        "# 注",
        "  by: - a",
    ]
)
ENTRY_TEXTS = st.tuples(
    st.sampled_from([ENTRIES, ENTRIES + WITHDRAWAL, DECISIONS]), st.lists(ENTRY_LINES, max_size=12)
).map(lambda parts: parts[0] + "\n".join(parts[1]))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (ENTRIES + WITHDRAWAL, [Record, Record, Withdrawal]),
        (DECISIONS, [Review, Extension]),
    ],
)
def test_entries_as_gkplan_writes_them_are_read_without_a_tree(text: str, kinds: list[Any]) -> None:
    read = read_entries(Source("f", text), *dict.fromkeys(kinds))
    assert [type(entry) for entry in read or ()] == kinds


@pytest.mark.parametrize(
    "other",
    [
        "",
        ENTRIES.replace("done", "成了"),
        ENTRIES.replace("  date", "  data", 1),
        ENTRIES.replace("  date: 2017-09-12\n", ""),
        f"# 注\n{ENTRIES}",
        WITHDRAWAL,
        f"{ENTRIES}  by: 李四\n",
        f"{ENTRIES}  note: a\\0- b\n".replace("\\0", "\0"),
    ],
)
def test_entries_with_anything_unusual_are_left_to_the_tree(other: str) -> None:
    assert read_entries(Source("f", other), Record) is None


@examples(500)
@given(st.sampled_from([Record, Review]), ENTRY_TEXTS, st.lists(CUTS, max_size=2))
def test_no_entry_is_read_in_two_ways(
    kind: type, text: str, damage: list[tuple[int, int, str]]
) -> None:
    """A comment before the entries has them read by their tree."""
    for place, length, piece in damage:
        start = place % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    plain, by_tree = Source("f", text), Source("f", f"# 注\n{text}")
    read = [
        shaped_journal("甲局", source).entries if kind is Record else shaped_decisions(source, None)
        for source in (plain, by_tree)
    ]
    if plain.is_plain:
        assert [(type(one), vars(one)) for one in read[0]] == [
            (type(one), vars(one)) for one in read[1]
        ]
        assert not by_tree.problems
