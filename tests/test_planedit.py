"""Changes written into a plan's file: only what changed; everything else byte for byte."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import SMALL_TASKS, examples
from hypothesis import given
from hypothesis import strategies as st
from test_planwrite import CADENCES, DAYS, HEADS, LISTS, MAYBE, SPANS, TEXTS, plain, read_back

from gkplan.domain.errors import WriteRefusedError
from gkplan.domain.fields import Span
from gkplan.domain.model import Collective, Group, Plan, Task, Unit
from gkplan.domain.vocabulary import Cadence, UnitKind
from gkplan.folder.plan_edit import edited_plan, with_bodies
from gkplan.folder.plan_write import plan_text

BEFORE = """\
# 开头的注释

plan:
  title: 小方案    # 已核
  issued: 2017-08-03   # 印发
  ends: 2017-12-31

groups:

# ───
- id: 1
  label: 一
  title: 第一组
  tasks:
  # 这一项问过甲局
  - id: "1.1"
    text: 一次性事项。   # 照抄
    lead: [甲局]
    # 时限另商
    due: 2017-11-30

  - id: "1.2"
    lead: [ 甲局 ,  乙局 ]
    text: >
      按月
      公开。
    doubts:
    # 问过了
    - 间隔未写明   # 第3行
    - |-
      两行的
      存疑
    - 第三条

  # 结尾
- {id: 2, label: 二, title: 第二组, tasks: [{id: "2.1", text: 大家落实。, lead: [丙委]}]}
"""
DOUBTS = """\
    # 问过了
    - 间隔未写明   # 第3行
    - |-
      两行的
      存疑
    - 第三条
"""


def edited(text: str, change: Callable[[Plan], Plan]) -> str:
    """Change the plan of a text, and return the lines that were removed and added."""
    before = read_back(text, Plan)
    after = change(before)
    new = edited_plan(text, before, after)
    assert plain(read_back(new, Plan)) == plain(after)
    return new


def with_task(plan: Plan, name: str, **values: Any) -> Plan:
    """Return a plan in which one task has other values."""
    return each_group(
        plan,
        lambda tasks: tuple(replace(task, **values) if task.id == name else task for task in tasks),
    )


def each_group(plan: Plan, change: Callable[[tuple[Task, ...]], tuple[Task, ...]]) -> Plan:
    """Return a plan with the tasks of each group changed."""
    groups = tuple(replace(group, tasks=change(group.tasks)) for group in plan.groups)
    return replace(plan, groups=groups)


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({"text": "改了: 文字"}, "text: 一次性事项。   # 照抄", "text: '改了: 文字'   # 照抄"),
        (
            {"lead": ("甲局", "丁[筹]")},
            "lead: [甲局]\n    # 时",
            "lead: [甲局, '丁[筹]']\n    # 时",
        ),
        ({"due": None}, "    due: 2017-11-30\n", ""),
        (
            {"cadence": (Cadence.EVENT,), "due": None, "within": Span(5, workdays=True)},
            "    # 时限另商\n    due: 2017-11-30\n",
            "    cadence: event\n    # 时限另商\n    within: 5 workdays\n",
        ),
        (
            {"support": ("乙局",), "doubts": ("- 疑",), "merged": True},
            "    lead: [甲局]\n    # 时限另商\n    due: 2017-11-30\n",
            """\
    lead: [甲局]
    support: [乙局]
    merged: true
    # 时限另商
    due: 2017-11-30
    doubts:
    - '- 疑'
""",
        ),
    ],
)
def test_only_the_keys_of_a_task_that_changed_are_rewritten(
    values: dict[str, Any], old: str, new: str
) -> None:
    """Comments beside and between them are kept; a new key is inserted in the order of keys."""
    assert edited(BEFORE, lambda plan: with_task(plan, "1.1", **values)) == (
        BEFORE.replace(old, new, 1)
    )


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({"text": "按季公开。"}, "text: >\n      按月\n      公开。", "text: 按季公开。"),
        ({"lead": ("乙局",)}, "lead: [ 甲局 ,  乙局 ]", "lead: [乙局]"),
        (
            {"doubts": ("两行的\n存疑", "第三条", "新的")},
            DOUBTS,
            DOUBTS.replace("    - 间隔未写明   # 第3行\n", "") + "    - 新的\n",
        ),
        (
            {"doubts": ("间隔未写明",)},
            "    - |-\n      两行的\n      存疑\n    - 第三条\n",
            "",
        ),
        (
            {"doubts": ()},
            f"    doubts:\n{DOUBTS}",
            "",
        ),
    ],
)
def test_settled_doubts_and_texts_of_several_lines_change_nothing_else(
    values: dict[str, Any], old: str, new: str
) -> None:
    """A doubt is removed with its lines, a new one is added at the end of the list."""
    assert old in BEFORE
    assert edited(BEFORE, lambda plan: with_task(plan, "1.2", **values)) == (
        BEFORE.replace(old, new, 1)
    )


def test_task_is_removed_and_others_are_inserted_in_document_order() -> None:
    """Blank lines separate them as before; comments outside the removed task are kept."""
    first, last = Task("1.9", "新的。", lead=("甲局",)), Task("1.3", "最后。", lead=("甲局",))

    def change(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        return (first, *tasks[1:], last) if tasks[0].id == "1.1" else tasks

    begin, end = BEFORE.index('  - id: "1.1"'), BEFORE.index('  - id: "1.2"')
    new = '  - id: "1.9"\n    text: 新的。\n    lead: [甲局]\n\n'
    closing = '\n  - id: "1.3"\n    text: 最后。\n    lead: [甲局]\n'
    assert edited(BEFORE, lambda plan: each_group(plan, change)) == (
        BEFORE[:begin] + new + BEFORE[end:].replace("    - 第三条\n", f"    - 第三条\n{closing}")
    )


def test_groups_come_and_go_with_the_rules_between_them() -> None:
    """The file is as gkplan writes it, or has no rules and blank lines."""
    new = Group(3, "三", "第三组", (Task("3.1", "新的。", lead=("甲局",)),))

    def change(plan: Plan) -> Plan:
        return replace(plan, groups=(*plan.groups[:1], new))

    changed = edited(SMALL_TASKS, change)
    assert changed == SMALL_TASKS[: SMALL_TASKS.index("- id: 2\n")] + (
        '- id: 3\n  label: 三\n  title: 第三组\n  tasks:\n  - id: "3.1"\n    text: 新的。\n'
        "    lead: [甲局]\n"
    )
    written = plan_text(read_back(SMALL_TASKS, Plan))
    assert (
        edited(written, change).split("\n\n")[1:]
        == (plan_text(change(read_back(SMALL_TASKS, Plan))).split("\n\n")[1:])
    )


def test_head_and_headings_change_in_place() -> None:
    """Comments beside the values are kept."""

    def change(plan: Plan) -> Plan:
        head = replace(plan.head, title="大方案", supervisor="丙委", ends=date(2018, 12, 31))
        group = replace(plan.groups[0], title="改了")
        return replace(plan, plan=head, groups=(group, *plan.groups[1:]))

    assert edited(BEFORE, change) == (
        BEFORE.replace("title: 小方案 ", "title: 大方案 ")
        .replace("   # 印发\n", "   # 印发\n", 1)
        .replace("  issued:", "  supervisor: 丙委\n  issued:")
        .replace("ends: 2017-12-31", "ends: 2018-12-31")
        .replace("title: 第一组", "title: 改了")
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [("2.1", "第 36 行“- {id: 2, label: 二, ”的写法改不了，没有改动任何文件")],
)
def test_layout_in_which_nothing_can_be_put_is_refused(name: str, message: str) -> None:
    """A list in brackets is replaced completely."""
    with pytest.raises(WriteRefusedError) as refused:
        edited(BEFORE, lambda plan: with_task(plan, name, text="改"))
    assert (refused.value.message, refused.value.remedy) == (
        message,
        "改成一键一行、列表一项一行的写法再试",
    )


def test_task_in_braces_becomes_lines() -> None:
    """A task on one line is rewritten completely, since its keys have no lines of their own."""
    last = """\
- id: 2
  label: 二
  title: 第二组
  tasks:
  - {id: "2.1", text: 大家。, lead: [丙委]}  # 一行
"""
    text = BEFORE[: BEFORE.index("- {id: 2")] + last
    assert edited(text, lambda plan: with_task(plan, "2.1", merged=True)) == text.replace(
        '{id: "2.1", text: 大家。, lead: [丙委]}',
        'id: "2.1"\n    text: 大家。\n    lead: [丙委]\n    merged: true',
    )


def test_line_ends_and_a_missing_last_line_end_are_kept() -> None:
    """The file is from Windows, and its last line has no line ending."""
    text = SMALL_TASKS.rstrip("\n").replace("\n", "\r\n")
    new = edited(text, lambda plan: with_task(plan, "2.3", doubts=("疑",), text="改。"))
    assert new == text.replace("自申请之日起限时答复。", "改。") + "\r\n    doubts:\r\n    - 疑\r\n"


IDS = st.sampled_from(["1.1", "1.2", "1.3", "1.10"])
TASKS = st.builds(
    Task,
    IDS,
    TEXTS,
    lead=LISTS,
    support=LISTS,
    merged=st.booleans(),
    cadence=CADENCES,
    due=st.none() | DAYS,
    lag=st.none() | SPANS,
    awaits=MAYBE,
    doubts=st.lists(TEXTS, max_size=3, unique=True).map(tuple),
)
GROUPS = st.builds(
    Group,
    st.integers(1, 4),
    TEXTS,
    TEXTS,
    st.lists(TASKS, min_size=1, max_size=3, unique_by=lambda task: task.id).map(tuple),
)
PLANS = st.builds(
    Plan,
    HEADS,
    st.lists(GROUPS, min_size=1, max_size=3, unique_by=lambda group: group.id).map(tuple),
)


def placed(plan: Plan) -> Plan:
    """Return a plan whose parts have their positions."""
    return replace(
        plan,
        groups=tuple(
            replace(
                group,
                position=index,
                tasks=tuple(replace(task, position=n) for n, task in enumerate(group.tasks)),
            )
            for index, group in enumerate(plan.groups)
        ),
    )


def in_order_of(plan: Plan, other: Plan) -> Plan:
    """Return a plan with the groups and tasks that another has in the order of the other."""

    def sort(parts: tuple[Any, ...], known: tuple[Any, ...]) -> tuple[Any, ...]:
        ids = [part.id for part in known]
        old = sorted(
            (part for part in parts if part.id in ids), key=lambda part: ids.index(part.id)
        )
        return tuple(part if part.id not in ids else old.pop(0) for part in parts)

    before = {group.id: group.tasks for group in other.groups}
    groups = tuple(
        replace(group, tasks=sort(group.tasks, before.get(group.id, ()))) for group in plan.groups
    )
    return replace(plan, groups=sort(groups, other.groups))


def doubts_in_order(task: Task, before: Task | None) -> Task:
    """Return a task with the doubts that existed before first, in their order."""
    old = [doubt for doubt in before.doubts if doubt in task.doubts] if before else []
    return replace(task, doubts=(*old, *(doubt for doubt in task.doubts if doubt not in old)))


@examples(25)
@given(PLANS, PLANS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_plan_becomes_any_other(before: Plan, after: Plan, newline: str, loose: bool) -> None:  # noqa: FBT001
    """After any change, comments on lines of their own are still there."""
    before = placed(before)
    known = {(g.id, t.id): t for g, t in before}
    after = in_order_of(after, before)
    after = replace(
        after,
        groups=tuple(
            replace(g, tasks=tuple(doubts_in_order(t, known.get((g.id, t.id))) for t in g.tasks))
            for g in after.groups
        ),
    )
    text = plan_text(before) if loose else plan_text(before).replace("\n\n", "\n")
    text = text.replace("\n", newline)
    if plain(read_back(text, Plan)) != plain(before):
        return  # a blank line was part of a text
    assert plain(read_back(edited_plan(text, before, after), Plan)) == plain(after)
    assert edited_plan(text, before, before) == text


UNITS = """\
units:
# 党委
- {name: 丙委, kind: party}
- name: 甲局    # 没有写类别
  aliases: [甲]
# 镇街
- {name: 丁镇, kind: town}
"""


def test_new_units_are_below_the_last_of_their_kind() -> None:
    """Every existing line is kept; collectives are added at the end of the file."""
    units = [
        Unit("乙局", ("乙",)),
        Unit("戊局"),
        Unit("己公司", kind=UnitKind.ENTERPRISE),
        Unit("庚委", kind=UnitKind.PARTY),
    ]
    once = with_bodies(UNITS, units, [Collective("各局", kinds=(UnitKind.GOVERNMENT,))])
    assert (
        once
        == """\
units:
# 党委
- {name: 丙委, kind: party}
- {name: 庚委, kind: party}
- name: 甲局    # 没有写类别
  aliases: [甲]
- {name: 乙局, aliases: [乙], kind: government}
- {name: 戊局, kind: government}
# 镇街
- {name: 丁镇, kind: town}
- {name: 己公司, kind: enterprise}

collectives:

- name: 各局
  kinds: [government]
"""
    )
    assert with_bodies(once, [], [Collective("各镇", members=("丁镇",))]) == (
        once + "\n- name: 各镇\n  members: [丁镇]\n"
    )
    assert with_bodies(once, [], []) == once


def test_registry_in_brackets_is_refused() -> None:
    """There is no list to add a unit to."""
    with pytest.raises(WriteRefusedError) as refused:
        with_bodies("units: [{name: 甲局}]\n", [Unit("乙局")], [])
    assert refused.value.message == "第 1 行“units: [{name: 甲局}]”的写法改不了，没有改动任何文件"
