"""The fast reader of journals: what it accepts, it reads as the YAML parser does."""

import pytest
from conftest import Bench, examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.folder.plain_yaml import read_plain
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


def test_a_journal_as_mark_writes_it_is_read_line_by_line(small: Bench) -> None:
    small.ok("mark", "1.2", "done", "--period", "2017-08", "--evidence", "https://a.cn/1?x=1")
    small.ok("mark", "1.1", "blocked", "--problem", "缺人", "--next", "借人", "--by", "张三")
    text = small.read("data/progress/甲局.yaml")
    assert read_plain(text) == parse_yaml(text) != None  # noqa: E711  (all three are meant)


def test_what_it_accepts_is_read_as_by_yaml() -> None:
    assert (
        read_plain(JOURNAL)
        == parse_yaml(JOURNAL)
        == [
            {
                "task": "1.2",
                "period": "2017-08",
                "status": "done",
                "date": "2017-09-12",
                "evidence": ["https://www.gzns.gov.cn/example", "evidence/8.pdf"],
                "note": "已公开：见 2017年8月 收支表。",
            },
            {"task": "2.10", "status": "no", "date": "12:30", "by": "~", "problem": None},
        ]
    )


@pytest.mark.parametrize(
    "other",
    [
        "",
        "# 区财政局\n- task: x\n",
        "- task: x # 注\n",
        "- task: x\n\n- task: y\n",
        "- task: 'x'\n",
        '- task: "a\\n"\n',
        "- {task: x}\n",
        "- task: x\n  note: |\n    一\n",
        "- task: x\n  note: 一\n    二\n",
        "- task: x\n  task: y\n",
        "- task: x: y\n",
        "- task: *a\n",
        "- task: &a x\n",
        "- task: !!int 1\n",
        "- task: x\r\n",
        "-  task: x\n",
        "- task:x\n",
        "task: x\n",
        "- x\n",
        f"- {'k' * 1100}: x\n",
    ],
)
def test_everything_else_is_left_to_yaml(other: str) -> None:
    assert read_plain(other) is None


LINES = st.sampled_from(
    [*JOURNAL.splitlines(), "", "- a:", "  - b", "  c: 'd'", "  e: f # g", "- -"]
)
PIECES = st.sampled_from(
    [*"-: #'\"\\[]{}&*!|>%@`,?~\t\r\n甲1a\u3000\x85\ufeff", "  ", "- ", ": "],
)


@examples(200)
@given(st.lists(LINES, max_size=9), st.lists(st.tuples(st.integers(0, 400), PIECES), max_size=3))
def test_no_text_is_read_in_two_ways(lines: list[str], damage: list[tuple[int, str]]) -> None:
    text = "\n".join(lines) + "\n"
    for place, piece in damage:
        text = text[: place % len(text)] + piece + text[place % len(text) :]
    plain = read_plain(text)
    if plain is not None:
        faults: list[YamlTextError] = []
        assert (parse_yaml(text, faults), faults) == (plain, [])
