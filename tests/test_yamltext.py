"""YAML read as text: no value changes its type, and errors have their positions."""

import re
from typing import Any

import pytest
import yaml

from gkplan.folder.plain_yaml import Node, read_plain
from gkplan.folder.source import Source
from gkplan.folder.yaml_positions import Positions
from gkplan.folder.yaml_read import parse_yaml

RETYPED_ELSEWHERE = [
    "no",
    "Yes",
    "off",
    "y",
    "true",
    "~",
    "null",
    "1.10",
    "007",
    "1_000",
    "0x10",
    "0o17",
    "0b1",
    "1e3",
    "-.inf",
    ".nan",
    "12:30",
    "1:30:00",
    "2017",
    "2017-08",
    "2017-09-12",
    "2017-13-45",
    "2017-09-12T08:00:00Z",
    "=",
    "<<",
]

SYNTAX = "yaml-syntax YAML 语法错误："


def parse(text: str) -> Node:
    """Return the tree of a text, which both readers agree on."""
    tree = parse_yaml(text)
    assert read_plain(text) in (None, tree)
    return tree


def problems_of(text: str) -> list[str]:
    """Return the problems of a text: position, rule and message."""
    return [
        f"{problem.position.line}:{problem.position.column} {problem.rule.name} {problem.message}"
        for problem in Source("f", text).problems
    ]


@pytest.mark.parametrize("value", RETYPED_ELSEWHERE)
@pytest.mark.parametrize("written", ["k: {}", "k: '{}'", 'k: "{}"', "{{k: {}}}", "k: {} # 注"])
def test_no_value_changes_its_type(written: str, value: str) -> None:
    assert parse(written.format(value)) == {"k": value}


def test_no_item_and_no_key_changes_its_type() -> None:
    assert parse("- no\n- [1.10, ~]\n") == ["no", ["1.10", "~"]]
    assert parse("no: 1\n1.10: 2\n~: 3\n2017-08: 4\n") == {
        "no": "1",
        "1.10": "2",
        "~": "3",
        "2017-08": "4",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("k: 公开：预算、决算", "公开：预算、决算"),
        ("k: 公开 预算#1", "公开 预算#1"),
        ("k: 公开\t预算", "公开\t预算"),
        ("k: 𠮷林😀", "𠮷林😀"),
        ("k: '“甲”''乙'", "“甲”'乙"),
        (r'k: "甲\n乙\u4e19"', "甲\n乙丙"),
        ("k: |\n  甲\n   乙\n", "甲\n 乙\n"),
        ("k: |-\r\n  甲\r\n  乙\r\n", "甲\n乙"),
        ("k: >-\n  甲\n  乙\n", "甲 乙"),
        ("k:", None),
        ("k: ''", None),
        ("k: # 注", None),
        ("k: []", []),
        ("k: [甲, '', 乙]", ["甲", None, "乙"]),
        ("k: {}", {}),
        ("k:\n- 甲\n-\n- 乙\n", ["甲", None, "乙"]),
    ],
)
def test_text_is_read_as_it_is_written(text: str, value: Node) -> None:
    assert parse(text) == {"k": value}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# 注\n", "---\n", "--- # 注\n...\n", "%YAML 1.1\n---\n"]
)
def test_a_document_with_nothing_in_it_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", ["", "---\n", "# 注\n\n"])
def test_line_ends_and_heads_do_not_matter(newline: str, head: str) -> None:
    text = head + "k:\n- 甲\n- j: 乙\n  i: |\n    丙\n    丁\n"
    assert parse(text.replace("\n", newline)) == {"k": ["甲", {"j": "乙", "i": "丙\n丁\n"}]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("k: 1\nk: 2\n", "2:1"),
        ("k: 1\n'k': 2\n", "2:1"),
        ("a:\n  k: 1\n  k: 2\n", "3:3"),
        ("a:\n- j: 1\n  k: 1\n  k: 2\n", "4:3"),
        ("a:\n- b:\n  - 甲: 1\n    k: 乙\n    k: 丙\n", "5:5"),
        ("- {甲: 1, k: 乙, k: 丙}\n", "1:16"),
        ("k: {j: 1}\na: {k: 1}\nk:\n", "3:1"),
    ],
)
def test_a_key_is_unique_at_every_level(text: str, place: str) -> None:
    assert problems_of(text) == [f"{place} duplicate-key 键 “k” 写了两次"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- k: 1\n  j: 2\n  k: 3\n  j: 4\n", ["3:3 “k”"]),
        ("- k: 1\n  j: 2\n  j: 4\n  k: 3\n", ["3:3 “j”"]),
        ("- k: 1\n  j: 2\n  k: 3\n  k: 4\n  j: 5\n", ["3:3 “k”", "4:3 “k”"]),
        ("a:\n- k: 1\n  k: 2\n", ["3:3 “k”"]),
        ("-\n  k: 1\n  j: 2\n  k: 3\n", ["4:3 “k”"]),
    ],
)
def test_keys_that_begin_again_in_an_item_lack_their_dash(text: str, problems: list[str]) -> None:
    expected = [f"{position} 又写了一次：新的一项少了开头的 “- ”" for position in problems]
    assert problems_of(text) == [problem.replace(" ", " missing-dash ", 1) for problem in expected]


@pytest.mark.parametrize(
    ("keys", "remedy"),
    [
        ("  k: 2\n  j: 3\n", "把这一行开头的两个空格改成 “- ”，前后两项都留下"),
        ("  k: 2\n", "把这一行开头的两个空格改成 “- ”，前后两项都留下；同一项写重了的，只留一个"),
        ("  j: 2\n", "只留一个；两处的内容都要的，先并到一处"),
    ],
)
def test_the_remedy_of_a_repeated_key_keeps_what_was_typed(keys: str, remedy: str) -> None:
    assert [problem.remedy for problem in Source("f", f"- k: 1\n  j: 1\n{keys}").problems] == [
        remedy
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- k: 1\n  j: 2\nk: 3\nj: 4\n", "3:1 新的一项少了开头的 “- ”"),
        ("- j:\n  - k: 1\n    i: 2\n  k: 3\n    i: 4\n", "4:3 新的一项少了开头的 “- ”"),
        ("k:\n- 甲\n乙\n", "3:1 新的一项少了开头的 “- ”"),
        ("k: 1\nj: 2\n- k: 3\n", "1:1 列表的第一项少了开头的 “- ”"),
        ("  k: 1\n  j: 2\n- k: 3\n", "1:3 列表的第一项少了开头的 “- ”"),
        ("k:\n- 甲\n-乙\n", "3:1 列表项的 “-” 后面没有空格"),
        ("-k: 1\n j: 2\n", "1:1 列表项的 “-” 后面没有空格"),
        ("- k: 1\n-k: 2\n", "2:1 列表项的 “-” 后面没有空格"),
        ("k:\n  -甲\n  -乙\nj: -1\n", ""),
        ("- k: 甲\n    -乙\n- k: 丙\n", ""),
    ],
)
def test_an_item_without_its_dash_is_reported_as_that(text: str, problem: str) -> None:
    expected = [problem.replace(" ", " missing-dash ", 1)] if problem else []
    assert problems_of(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- k: 1\nj: 2\n", "2:1 缩进少了：同一项的键要左对齐"),
        ("- k: 1\n  - k: 2\n", "2:3 “- ” 没有对齐"),
        ("k:\n  - j: 1\n - j: 2\n", "3:2 “- ” 没有对齐"),
        ("- k: 1\n  j:2\n  i: 3\n", "2:4 “j:” 后面没有空格"),
        ('- k:"1"\n  j: 2\n', "1:4 “k:” 后面没有空格"),
        ("- k: 1\n  状态：2\n  i: 3\n", "2:5 冒号写成了全角的“：”，要用半角的“: ”（后面空一格）"),
        ("- k: 甲 # 乙\n    丙\n", "1:8 从 “#” 起是注释，一段文字被它断成了两截"),
        ("- k: 甲\n  # 乙\n    丙\n", "2:3 从 “#” 起是注释，一段文字被它断成了两截"),
        ('- k: "甲"乙\n', "1:9 右引号后面还有文字"),
        ("- k: [甲]乙\n", "1:9 右括号后面还有文字"),
        ('- k: "甲\n  j: 1\n- k: "乙"\n', "1:6 这个引号没有对应的右引号"),
        ("- k:\n  - '甲\n  - '乙'\n", "2:5 这个引号没有对应的右引号"),
        ('- k: "甲\n  j: "乙\n', "1:6 这个引号没有对应的右引号"),
        ('- k: "甲\n    乙"\n- k: "丙"丁\n', "3:9 右引号后面还有文字"),
        ("- k: |\n    — 甲\n  j:\n    丙\n  丁\n",
         "5:3 缺少冒号，或冒号后没有空格（冒号须用半角）；接着上一行的文字要再缩进"),
    ],
)  # fmt: skip
def test_the_line_that_was_typed_wrongly_is_named(text: str, problem: str) -> None:
    assert problems_of(text) == [problem.replace(" ", " yaml-syntax YAML 语法错误：", 1)]


def test_the_same_key_may_occur_in_different_mappings() -> None:
    assert parse("k:\n- {k: 1}\n- {k: 2}\n") == {"k": [{"k": "1"}, {"k": "2"}]}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &x 1\n", "1:4 yaml-feature 用了锚点或引用（&、*）"),
        ("a: 1\nb: [甲, *x]\n", "2:8 yaml-feature 用了锚点或引用（&、*）"),
        ("a:\n  <<: *x\n", "2:7 yaml-feature 用了锚点或引用（&、*）"),
        ("- &x\n  a: 1\n", "1:3 yaml-feature 用了锚点或引用（&、*）"),
        ("a: !!str 1\n", "1:4 yaml-feature 用了标签 tag:yaml.org,2002:str"),
        ("a: !!int 1\n", "1:4 yaml-feature 用了标签 tag:yaml.org,2002:int"),
        ("- !x {a: 1}\n", "1:3 yaml-feature 用了标签 !x"),
        ("&x a: 1\n", "1:1 yaml-feature 键不是普通文字"),
        ("b: 1\n*x : 2\n", "2:1 yaml-feature 键不是普通文字"),
        ("? [a, b]\n: 1\n", "1:3 yaml-feature 键不是普通文字"),
        ("甲: {{a: 1}: 2}\n", "1:5 yaml-feature 键不是普通文字"),
        ("a: 1\n---\nb: 2\n", "2:1 yaml-feature 一个文件里有几个文档（---）"),
        ("a: 1\n...\n---\n", "3:1 yaml-feature 一个文件里有几个文档（---）"),
        ("---\n---\n", "2:1 yaml-feature 一个文件里有几个文档（---）"),
    ],
)  # fmt: skip
def test_what_the_format_does_not_take_is_refused(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_errors_that_do_not_stop_reading_are_reported_together() -> None:
    text = "甲: 1\n甲: &x 2\n乙: {丙: *x, 丙: 3}\n[丁]: !t 4\n---\n戊: &y 5\n"
    source = Source("f", text)
    assert problems_of(text) == [
        "2:1 duplicate-key 键 “甲” 写了两次",
        "2:4 yaml-feature 用了锚点或引用（&、*）",
        "3:8 yaml-feature 用了锚点或引用（&、*）",
        "3:12 duplicate-key 键 “丙” 写了两次",
        "4:1 yaml-feature 键不是普通文字",
        "4:6 yaml-feature 用了标签 !t",
        "5:1 yaml-feature 一个文件里有几个文档（---）",
    ]
    assert not source.sound


@pytest.mark.parametrize(
    ("bomb", "problem"),
    [
        ("[", "1:13 too-deep 嵌套超过 12 层"),
        ("- ", "1:25 too-deep 嵌套超过 12 层"),
        ("{甲: ", "1:49 too-deep 嵌套超过 12 层"),
        ("[{甲: ", "1:31 too-deep 嵌套超过 12 层"),
        ("? ", "1:25 too-deep 嵌套超过 12 层"),
        ("[\n", "13:1 too-deep 嵌套超过 12 层"),
        ("['[', ", "1:73 too-deep 嵌套超过 12 层"),
    ],
)
def test_deep_nesting_is_refused_however_deep(bomb: str, problem: str) -> None:
    assert problems_of(bomb * 50_000) == [problem]


@pytest.mark.parametrize("closing", ["", "甲", "甲" + "]" * 5_000, "@", "\t@"])
def test_deep_nesting_is_refused_whatever_follows(closing: str) -> None:
    assert problems_of(f"甲:\n  {'[' * 5_000}{closing}") == ["2:14 too-deep 嵌套超过 12 层"]


def test_two_thousand_levels_of_indentation_are_refused() -> None:
    text = "".join(f"{' ' * depth}甲:\n" for depth in range(2_000))
    assert problems_of(text) == ["13:13 too-deep 嵌套超过 12 层"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("甲: [[[[[[[[[[[ @ ]]]]]]]]]]]", "1:16 yaml-syntax"),
        (f"甲: {'[一], ' * 20}@\n", "1:7 yaml-syntax"),
        (f"甲: [{'[一], ' * 20}@]\n", "1:105 yaml-syntax"),
    ],
    ids=["eleven", "beside", "inside"],
)
def test_brackets_that_are_not_nested_too_deep_leave_the_error_of_syntax(
    text: str, problem: str
) -> None:
    assert problems_of(text)[0].startswith(f"{problem} YAML 语法错误：")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 50_000, "1:13 too-deep 嵌套超过 12 层"),
        ("k: [甲, 乙\nj: 2\n", f"1:4 {SYNTAX}方括号列表缺少逗号或右括号（逗号须用半角）"),
        ("k: {甲: 1\nj: 2\n", f"1:4 {SYNTAX}花括号映射缺少逗号或右括号（逗号须用半角）"),
        ("k: '公开\nj: 2\n", f"1:4 {SYNTAX}引号没有配对，文件就结束了"),
        (
            "k: 1\nj\ni: 2\n",
            f"2:1 {SYNTAX}缺少冒号，或冒号后没有空格（冒号须用半角）；接着上一行的文字要再缩进",
        ),
        ("k: *见附件\n", "1:4 yaml-feature 用了锚点或引用（&、*）"),
        ("k: !甲 乙\n", "1:4 yaml-feature 用了标签（!）"),
        ("k: 1\n j: 2\n", f"2:2 {SYNTAX}这一行缩进多了：同一项的键要左对齐"),
        ("k: @甲\n", f"1:4 {SYNTAX}这里读不下去"),
    ],
)  # fmt: skip
def test_rule_and_position_do_not_depend_on_the_words_of_the_parser(
    text: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reworded(self: yaml.MarkedYAMLError, *args: Any) -> None:
        self.context, self.context_mark, self.problem, self.problem_mark = args[:4]
        self.context = self.problem = "no such luck"

    monkeypatch.setattr(yaml.MarkedYAMLError, "__init__", reworded)
    assert problems_of(text) == [problem]


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "k: [甲, 乙\nj: 2\n", "k: 1\nj\ni: 2\n", "k: 1\n j: 2\n"]
)
def test_the_parser_in_python_finds_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = problems_of(text)
    monkeypatch.delattr(yaml, "CLoader", raising=False)
    assert problems_of(text) == expected


def test_nesting_is_read_to_the_twelfth_level() -> None:
    assert problems_of("[" * 12 + "甲" + "]" * 12) == []
    assert problems_of("[" * 13 + "甲" + "]" * 13) == ["1:13 too-deep 嵌套超过 12 层"]
    block = "".join(f"{' ' * depth}甲:\n" for depth in range(12))
    assert problems_of(block) == []
    assert problems_of(f"{block}{' ' * 12}甲:\n") == ["13:13 too-deep 嵌套超过 12 层"]


@pytest.mark.parametrize("code", ["0000", "0007", "001B", "007F", "0080", "009F", "FFFE", "FFFF"])
def test_a_control_character_is_refused_at_its_position(code: str) -> None:
    text = f"甲: 1\n乙: 公开{chr(int(code, 16))}预算\n"
    assert problems_of(text) == [f"2:6 control-character 文字中有不可见的控制字符 U+{code}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("k: 公开: 预算\n", "1:6"),
        ("k: 1\n  j: 2\n", "2:3"),
        ("k: 1\n j: 2\n", "2:2"),
        ("k:\n- j: 1\n i: 2\n", "3:2"),
        ("k:\n  - 1\n - 2\n", "3:2"),
        ("k: 1\nj\ni: 2\n", "2:1"),
        ("k: 1\nj：2\ni: 3\n", "2:2"),
        ("k: '公开\nj: 2\n", "1:4"),
        ('- k: "公开\n  j: 2\n', "1:6"),
        ("\tk: 1\n", "1:1"),
        ("k:\n\t- 1\n", "2:1"),
        ("- k: 1\n\tj: 2\n", "2:1"),
        ("k: @甲\n", "1:4"),
        ("k: %甲\n", "1:4"),
        ("k: - 1\n", "1:4"),
        ("k: [甲, 乙] 丙\n", "1:11"),
        ("k: [甲, 乙\nj: 2\n", "1:4"),
        ("k: {甲: 1\nj: 2\n", "1:4"),
        ("k: [甲,, 乙]\n", "1:7"),
        ('k: "C:\\数据"\n', "1:7"),
        ("k: |说明\n", "1:5"),
        ("k: ]\n", "1:4"),
    ],
)
def test_a_syntax_error_is_reported_in_chinese_at_its_position(text: str, place: str) -> None:
    problem = problems_of(text)[0]
    assert problem.startswith(f"{place} yaml-syntax YAML 语法错误：")
    assert not re.search(r"[a-z]{4}", problem.partition("错误")[2])


@pytest.mark.parametrize(
    "text",
    [
        "k: *见附件\n",
        "k: *（见附件）\n",
        "k: &附件 甲\n",
        "k: !甲 乙\n",
        "k: !！\n",
        "k: !（甲）\n",
    ],
)
def test_chinese_text_that_begins_like_a_yaml_feature_is_reported_as_one(text: str) -> None:
    assert problems_of(text)[0].startswith("1:4 yaml-feature 用了")


@pytest.mark.parametrize(
    "text", ["k: [甲, 乙", "k: {甲: 乙", "k: 1\nj", "k: '甲", "- k:\n  - [", "["]
)
def test_what_the_end_of_the_file_cuts_off_is_reported_inside_the_file(text: str) -> None:
    place = Source("f", text).problems[0].position
    lines = text.split("\n")
    assert (place.line <= len(lines), place.excerpt) == (True, lines[place.line - 1])
    assert 1 <= place.column <= len(place.excerpt) + 1


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"], ids=["NEL", "LS", "PS"])
def test_no_other_line_break_hides_in_a_text(mark: str) -> None:
    code = f"U+{ord(mark):04X}"
    problem = f"2:6 control-character 文字中有不可见的控制字符 {code}"
    assert problems_of(f"甲: 1\n乙: 公开{mark}  预算\n") == [problem]


PLACED = """\
# 注
甲:
  乙: 公开，预算
  丙: [一, "二", {丁: 三}]
戊:
- 己: '四'
  庚:
  辛: |
    五
    六
- {壬: 七, 癸: 𠮷林}
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("甲", "乙"), (3, 6, "公开，预算")),
        (("甲", "丙"), (4, 6, '[一, "二", {丁: 三}]')),
        (("甲", "丙", 0), (4, 7, "一")),
        (("甲", "丙", 1), (4, 10, '"二"')),
        (("甲", "丙", 2, "丁"), (4, 19, "三")),
        (("戊", 0, "己"), (6, 6, "'四'")),
        (("戊", 0, "庚"), (7, 3, "庚")),
        (("戊", 0, "辛"), (8, 6, "|")),
        (("戊", 1, "壬"), (11, 7, "七")),
        (("戊", 1, "癸"), (11, 13, "𠮷林")),
        (("戊", 1), (11, 3, "{壬: 七, 癸: 𠮷林}")),
        (("戊", 0), (6, 3, "己")),
        (("戊",), (6, 3, "己")),
        (("甲", "没有"), (3, 3, "乙")),
        ((), (2, 1, "甲")),
    ],
)
def test_every_value_is_found_again(
    path: tuple[str | int, ...], place: tuple[int, int, str], newline: str
) -> None:
    found = Positions("f", PLACED.replace("\n", newline)).find(path)
    end = found.column - 1 + found.width
    assert (found.line, found.column, found.excerpt[found.column - 1 : end]) == place


def test_a_key_is_found_beside_its_value() -> None:
    found = Positions("f", PLACED).find(("甲", "丙", 2, "丁"), on_key=True)
    assert (found.line, found.column, found.width) == (4, 16, 1)
