"""A plan and its registry as YAML: pleasant to read, and equal when read back."""

from dataclasses import fields as dataclass_fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError, Span
from gkplan.domain.model import Collective, Group, Head, Plan, Registry, Task, Unit
from gkplan.domain.vocabulary import Cadence, UnitKind
from gkplan.folder.decode import shape_of
from gkplan.folder.plan_write import plan_text, registry_text
from gkplan.folder.source import Source
from gkplan.folder.yaml_read import parse_yaml
from gkplan.folder.yaml_write import inside, scalar

PLAN = Plan(
    Head(
        title="清河区2019年“放管服”: 分工方案",
        number="清府办〔2019〕5号",
        issued=date(2019, 3, 4),
        ends=date(2019, 12, 31),
        supervisor="区政务办",
        lag=Span(30, workdays=False),
    ),
    (
        Group(
            1,
            "一",
            "规范窗口服务",
            (
                Task("1.1", "公布办事指南。", lead=("区政务办",), due=date(2019, 6, 30)),
                Task(
                    "1.10",
                    "- 按月公布: 办件#情况 #1。",
                    lead=("区政务办", "区民政局[筹]"),
                    support=("区财政局",),
                    merged=True,
                    cadence=(Cadence.MONTHLY, Cadence.EVENT),
                    lag=Span(10, workdays=True),
                    within=Span(5, workdays=True),
                    awaits="1.10",
                    doubts=("“按月”疑为“按季”", "null", "原文两行：\n第一行\n 第二行"),
                    tags=("公开", "yes"),
                ),
            ),
        ),
        Group(2, "（二）", "null", ()),
    ),
)
WRITTEN = """\
# yaml-language-server: $schema=.schema/tasks.schema.json
#
# 清河区2019年“放管服”: 分工方案
#
#   · 由人 读出
#   · 进展记在 progress/单位名称.yaml；text 与印发原文一字不差，原文有疑问的写进 doubts。
#   · 一条存疑核定后删去；改完运行 gkplan check。
#
# 每项的键，按下列次序写，没有的不写：
#
#   id         事项编号，组号.项号，加引号
#   text       事项原文，与印发件一字不差
#   short      简称，不超过 30 字（默认取原文开头）
#   lead       牵头单位
#   support    配合单位：协助，自己不欠填报
#   implement  落实单位：各自欠一份填报
#   merged     印发的表格里本行单位栏空白，单位取自上方合并格
#   cadence    频次（默认 once）
#   due        一次性事项的时限（默认方案截止日期）
#   lag        本事项每期结束后多久之内办结
#   within     自起算日多久之内办结；只用于 cadence: event
#   awaits     等待的条件；具备之前不计逾期
#   doubts     存疑：要由人核定的问题
#   tags       标签，自定
#   changes    印发之后的职责调整，按日期先后
#   cancelled  印发之后取消的

plan:
  title: '清河区2019年“放管服”: 分工方案'
  number: 清府办〔2019〕5号
  supervisor: 区政务办
  issued: 2019-03-04
  ends: 2019-12-31    # 原文未写
  lag: 30 days

groups:

# ──────────────────────────────────────────────────────────────────────────────
- id: 1
  label: 一
  title: 规范窗口服务
  tasks:
  - id: "1.1"
    text: 公布办事指南。
    lead: [区政务办]
    due: 2019-06-30

  - id: "1.10"
    text: '- 按月公布: 办件#情况 #1。'
    lead: [区政务办, '区民政局[筹]']
    support: [区财政局]
    merged: true
    cadence: [monthly, event]
    lag: 10 workdays
    within: 5 workdays
    awaits: '1.10'
    doubts:
    - “按月”疑为“按季”
    - 'null'
    - |-
      原文两行：
      第一行
       第二行
    tags: [公开, 'yes']

# ──────────────────────────────────────────────────────────────────────────────
- id: 2
  label: （二）
  title: 'null'
  tasks: []
"""
REGISTRY = Registry(
    (
        Unit("区委办", ("区委办（督查室）", "党办"), UnitKind.PARTY),
        Unit("区政务办"),
        Unit("区民政局[筹]", ("民政, 局",)),
    ),
    (
        Collective("各部门", kinds=(UnitKind.PARTY, UnitKind.GOVERNMENT)),
        Collective("各局", ("各局室",), ("区政务办",)),
    ),
)
WRITTEN_REGISTRY = """\
# yaml-language-server: $schema=.schema/units.schema.json
#
# 单位名册
#
#   · 类别是推断的
#   · 一个单位一行。name 是方案里印出的名称，progress/ 下的文件以它命名。
#   · aliases 是别的叫法，查询和填报时通用；一个叫法只能属于一个单位或集合单位。
#   · 改完运行 gkplan check。

units:

# 党委部门
- {name: 区委办, aliases: [区委办（督查室）, 党办], kind: party}

# 政府部门
# “区政务办”与“区民政局[筹]”疑为一家
- {name: 区政务办, kind: government}
- {name: '区民政局[筹]', aliases: ['民政, 局'], kind: government}

# 集合单位：成员用 members 逐个列出，或用 kinds 按类别归集
collectives:

- name: 各部门
  kinds: [party, government]

# “各局”没有列出成员
- name: 各局
  aliases: [各局室]
  members: [区政务办]
"""


@given(st.from_regex(fields._COMMON_ADDRESS, fullmatch=True))  # noqa: SLF001
def test_addresses_of_the_usual_form_are_written_as_yaml_writes_them(address: str) -> None:
    written = yaml.safe_dump(address, allow_unicode=True, width=float("inf"))
    assert written.removesuffix("\n").removesuffix("\n...") == scalar(address)


def test_plan_is_written_as_people_would_write_it() -> None:
    """Texts are unbroken, lists on one line, doubts beside their task, rules between groups."""
    assert plan_text(PLAN, ["由人\n读出"], {"ends": "原文未写"}) == WRITTEN


def test_registry_has_one_unit_per_line_with_doubts_above_it() -> None:
    """Kinds have their headings; a note is above the body whose name it begins with."""
    notes = ("“区政务办”与“区民政局[筹]”疑为一家", "“各局”没有列出成员", "别的")
    assert registry_text(REGISTRY, ["类别是推断的"], notes) == WRITTEN_REGISTRY


@pytest.mark.parametrize(
    ("text", "after_key", "in_brackets"),
    [
        ("及时公开", "及时公开", "及时公开"),
        ("及时公开, 不拖", "及时公开, 不拖", "'及时公开, 不拖'"),
        ("Word, 表格", "Word, 表格", "'Word, 表格'"),
        ("甲: 乙", "'甲: 乙'", "'甲: 乙'"),
        ("编号 #3", "'编号 #3'", "'编号 #3'"),
        ("- 甲", "'- 甲'", "'- 甲'"),
        ("null", "'null'", "'null'"),
        ("1.10", "'1.10'", "'1.10'"),
        ("2017-08-03", "'2017-08-03'", "'2017-08-03'"),
        ("他说'好': 是", "'他说''好'': 是'", "'他说''好'': 是'"),
        ("[筹]区局", "'[筹]区局'", "'[筹]区局'"),
        ("😀好", "😀好", "😀好"),
        ("\u3000缩进", "\u3000缩进", "\u3000缩进"),
        ("甲\u2028😀", '"甲\\u2028😀"', '"甲\\u2028😀"'),
        ('甲\t"乙"\\', '"甲\\t\\"乙\\"\\\\"', '"甲\\t\\"乙\\"\\\\"'),
        ("上\n下", "|-\n    上\n    下", '"上\\n下"'),
        (" 上\n下", '" 上\\n下"', '" 上\\n下"'),
        ("", "''", "''"),
    ],
)
def test_text_is_quoted_only_where_a_tool_could_take_it_amiss(
    text: str, after_key: str, in_brackets: str
) -> None:
    """A text is bare, in single quotes, a block, or in double quotes with escapes."""
    assert (scalar(text, 4), inside(text)) == (after_key, in_brackets)


def readable(text: str) -> bool:
    """Return whether a plan may contain a text."""
    try:
        fields.text(text)
    except BadValueError:
        return False
    return True


def made_readable(text: str) -> str:
    """Return the text, or without the characters that a plan may not contain."""
    kept = "".join(sign for sign in text if readable(f"甲{sign}乙"))
    return text if readable(text) else f"甲{kept}乙"


SIGNS = "甲乙“（①😀ab1 :#-,[]{}'\"\\\n\t\u2028\u3000\ufeff\u202e|>&*!%@`?=~<.。、"
TEXTS = (st.text(st.sampled_from(SIGNS), min_size=1, max_size=9) | st.text(min_size=1)).map(
    made_readable
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SPANS = st.builds(Span, st.integers(1, 99), st.booleans())
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
CADENCES = st.lists(st.sampled_from(Cadence), min_size=1, max_size=2, unique=True).map(tuple)
TASKS = st.builds(
    Task,
    st.sampled_from(["1.1", "2.10", "0.0"]),
    TEXTS,
    lead=LISTS,
    support=LISTS,
    implement=LISTS,
    merged=st.booleans(),
    cadence=CADENCES,
    due=st.none() | DAYS,
    lag=st.none() | SPANS,
    within=st.none() | SPANS,
    awaits=TEXTS | st.just(""),
    doubts=LISTS,
    tags=LISTS,
    short=st.just("") | st.sampled_from(["是", "三: 四 #五", "'六'", "公" * 30]),
)
GROUPS = st.builds(
    Group, st.integers(0, 99), TEXTS, TEXTS, st.lists(TASKS, min_size=1, max_size=2).map(tuple)
)
MAYBE = TEXTS | st.just("")
HEADS = st.builds(
    Head,
    title=TEXTS,
    issued=DAYS,
    ends=DAYS,
    number=MAYBE,
    issuer=MAYBE,
    supervisor=MAYBE,
    lag=SPANS,
)
PLANS = st.builds(Plan, HEADS, st.lists(GROUPS, min_size=1, max_size=2).map(tuple))


def plain(value: Any) -> Any:
    """Return a plan as nested tuples, without the positions of its parts."""
    if isinstance(value, tuple) and not isinstance(value, Span):
        return tuple(map(plain, value))
    if hasattr(value, "__dataclass_fields__"):
        names = [field.name for field in dataclass_fields(value) if field.name != "position"]
        return tuple(plain(getattr(value, name)) for name in names)
    return value


def read_back(text: str, model: type) -> Any:
    """Read what was written as the loader does; it must have no problems."""
    source = Source("x.yaml", text)
    found = shape_of(model).read(source, source.tree, ())
    assert source.problems == []
    return found


@examples(25)
@given(PLANS, TEXTS)
def test_plan_reads_back_as_it_was(plan: Plan, remark: str) -> None:
    """A plan may have any readable text in any field."""
    text = plan_text(plan, [remark], {"ends": remark})
    assert plain(read_back(text, Plan)) == plain(plan)


@examples(25)
@given(st.lists(TEXTS, min_size=1, max_size=3), LISTS)
def test_registry_reads_back_as_it_was(names: list[str], others: tuple[str, ...]) -> None:
    """Names and aliases may be any readable text."""
    units = tuple(Unit(f"局{position}", others) for position in range(2))
    registry = Registry(units, tuple(Collective(name, others, others) for name in names))
    text = registry_text(registry, names, [f"“{name}”怎样" for name in names])
    assert plain(read_back(text, Registry)) == plain(registry)


def test_shipped_plan_reads_back_as_it_was() -> None:
    """The shipped plan, written again, is equal; only its comments differ."""
    shipped = (Path(__file__).parents[1] / "data/tasks.yaml").read_text(encoding="utf-8")
    plan = read_back(shipped, Plan)
    written = plan_text(plan)
    assert plain(read_back(written, Plan)) == plain(plan)
    tasks = written[written.index("groups:") :]
    assert [line for line in tasks.split("\n") if line not in shipped] == []


def test_written_text_is_what_other_yaml_tools_read_too() -> None:
    """Ids, dates and words that look like other types are read back as text."""
    tree = parse_yaml(WRITTEN)
    assert isinstance(tree, dict)
    assert tree["groups"][0]["tasks"][1]["id"] == "1.10"
    assert [inside(text) for text in ("1.10", "是")] == ["'1.10'", "是"]
