"""Requests for ids, units, groups and words, as people write them."""

import re
from datetime import date

import pytest
from conftest import Bench

from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Ledger
from gkplan.domain.query import (
    Selection,
    find_body,
    find_group,
    find_unit,
    find_word,
    select,
)
from gkplan.domain.vocabulary import Cadence, Role, Status, Word

UNITS = """\
units:
- {name: 区财政局, aliases: [财政局, FIN]}
- {name: 区教育局, aliases: [教育局]}
- {name: 金融工作局}
- {name: 南沙街, kind: town}
- {name: 南沙区国税局, aliases: [国税局]}
collectives:
- {name: 各镇（街）, aliases: [各镇街], kinds: [town]}
- {name: 各部门, kinds: [government]}
"""

TASKS = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 2
  label: 二
  title: 推进重点领域信息公开
  tasks:
  - {id: "2.1", text: 甲, lead: [区财政局]}
  - {id: "2.2", text: 乙, lead: [区财政局]}
  - {id: "2.10", text: 丙, lead: [区财政局]}
- id: 12
  label: 十二
  title: 推进财政信息公开
  tasks:
  - {id: "12.1", text: 丁, lead: [区财政局]}
- id: 20
  label: 二十
  title: 加强平台建设
  tasks:
  - {id: "20.1", text: 戊, lead: [区财政局]}
"""


@pytest.fixture
def ledger(empty: Bench) -> Ledger:
    """A small plan with the groups 二, 十二 and 二十."""
    empty.write("units.yaml", UNITS)
    empty.write("tasks.yaml", TASKS)
    return empty.context.ledger()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2.10", ["2.10"]),
        ("2.1", ["2.1"]),
        ("二.10", ["2.10"]),
        ("2-10", ["2.10"]),
        ("二-10", ["2.10"]),
        ("２．１０", ["2.10"]),
        (" 2.10 ", ["2.10"]),
        ("十二.1", ["12.1"]),
        ("2", ["2.1", "2.2", "2.10"]),
        ("二", ["2.1", "2.2", "2.10"]),
        ("２", ["2.1", "2.2", "2.10"]),
        ("二、", ["2.1", "2.2", "2.10"]),
        ("二十", ["20.1"]),
    ],
)
def test_an_id_is_written_in_many_ways(ledger: Ledger, text: str, ids: list[str]) -> None:
    assert [task.id for _, task in find_tasks(ledger.plan, [text])] == ids


def test_several_ids_keep_their_order_and_repeated_tasks_are_listed_once(ledger: Ledger) -> None:
    found = find_tasks(ledger.plan, ["12", "2.10", "二", "2.10"])
    assert [task.id for _, task in found] == ["12.1", "2.10", "2.1", "2.2"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2.1,2.10", "2.1 2.10"),
        ("2.1，2.10", "2.1 2.10"),
        ("2.1、2.10", "2.1 2.10"),
        ("2.1；二.10", "2.1 2.10"),
        ("12,2.1", "12.1 2.1"),
        ("12，20，2.1", "12.1 20.1 2.1"),
        ("二十、十二、二", "20.1 12.1 2.1 2.2 2.10"),
        ("二、10", "2.10"),
        ("2。10", "2.10"),
    ],
)
def test_ids_are_typed_as_a_list_where_nothing_else_can_be_meant(
    ledger: Ledger, text: str, ids: str
) -> None:
    assert [task.id for _, task in find_tasks(ledger.plan, [text])] == ids.split()


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("2,10", "事项 2.10，还是第 2、10 两组？", "写作 2.10，或 2 10"),
        ("2，10", "事项 2.10，还是第 2、10 两组？", "写作 2.10，或 2 10"),
        ("2、10", "事项 2.10，还是第 2、10 两组？", "写作 2.10，或 2 10"),
        ("2；10", "事项 2.10，还是第 2、10 两组？", "写作 2.10，或 2 10"),
        ("二，十", "事项 2.10，还是第 2、10 两组？", "写作 2.10，或 2 10"),
        ("二、一", "事项 2.1，还是第 2、1 两组？", "写作 2.1，或 2 1"),
        ("2.1,2", "事项 2.1 和 2.2，还是事项 2.1 和第 2 组？", "写作 2.1 2.2，或 2.1 2"),
        ("2-1，12", "事项 2.1 和 2.12，还是事项 2.1 和第 12 组？", "写作 2.1 2.12，或 2.1 12"),
    ],
)
def test_an_id_of_two_readings_is_refused_with_both(
    ledger: Ledger, text: str, message: str, remedy: str
) -> None:
    with pytest.raises(UsageError) as raised:
        find_tasks(ledger.plan, [text])
    message = f"编号 “{text}” 有两种读法：{message}"
    assert (raised.value.message, raised.value.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2.1-2.10", "：2.1 2.2 2.10"),
        ("2.1~2.2", "：2.1 2.2"),
        ("2.2至12.1", "：2.2 2.10 12.1"),
        ("2.10—2.1", ""),
        ("二到十二", "：2.1 2.2 2.10 12.1"),
        ("2.1-2.9", ""),
    ],
)
def test_a_range_of_ids_is_refused_with_the_ids_in_it(ledger: Ledger, text: str, ids: str) -> None:
    with pytest.raises(UsageError) as raised:
        find_tasks(ledger.plan, [text])
    assert raised.value.message == f"编号不能写成一段：“{text}”"
    assert raised.value.remedy == f"逐个写出编号，空格分开{ids}"


@pytest.mark.parametrize("text", ["1,", "，2.1", "2.1,,2.2"])
def test_a_comma_too_many_is_named(ledger: Ledger, text: str) -> None:
    with pytest.raises(UsageError) as raised:
        find_tasks(ledger.plan, [text])
    assert raised.value.message == f"编号 “{text}” 里多了逗号"


UNKNOWN = "编号写作 2.10、二.10 或 2-10；只写组号（2、二）表示整组；单位要写 --unit"


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("9.1", "没有事项 “9.1”", UNKNOWN),
        ("", "没有事项 “”", UNKNOWN),
        ("二.3", "没有事项 “二.3”", "“二、推进重点领域信息公开” 有 2.1 至 2.10"),
        ("2.100", "没有事项 “2.100”", "“二、推进重点领域信息公开” 有 2.1 至 2.10"),
        ("2.1.1", "没有事项 “2.1.1”", "“二、推进重点领域信息公开” 有 2.1 至 2.10"),
    ],
)
def test_an_unknown_id_is_refused_with_the_known_ones(
    ledger: Ledger, text: str, message: str, remedy: str
) -> None:
    with pytest.raises(UsageError) as raised:
        find_tasks(ledger.plan, ["2.1", text])
    assert (raised.value.message, raised.value.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("区财政局", "区财政局"),
        ("财政局", "区财政局"),
        ("财政", "区财政局"),
        ("fin", "区财政局"),
        ("ＦＩＮ", "区财政局"),
        (" 财政局 ", "区财政局"),
        ("金融", "金融工作局"),
        ("国税", "南沙区国税局"),
        ("沙街", "南沙街"),
    ],
)
def test_a_unit_is_found_by_name_alias_or_an_unambiguous_part(
    ledger: Ledger, text: str, unit: str
) -> None:
    assert find_unit(ledger.registry, text) == unit


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("南沙", "“南沙” 对应多个单位", "请写全：南沙街、南沙区国税局"),
        ("各镇街", "“各镇（街）” 是集合单位，请指明其中一个单位", "成员：南沙街"),
        (
            "各部门",
            "“各部门” 是集合单位，请指明其中一个单位",
            "成员：区财政局、区教育局、金融工作局、南沙区国税局",
        ),
    ],
)
def test_a_unit_that_is_not_one_is_explained(
    ledger: Ledger, text: str, message: str, remedy: str
) -> None:
    with pytest.raises(UsageError) as raised:
        find_unit(ledger.registry, text)
    assert (raised.value.message, raised.value.remedy) == (message, remedy)


def test_an_unknown_unit_is_refused_with_the_nearest_names(ledger: Ledger) -> None:
    with pytest.raises(UsageError) as raised:
        find_unit(ledger.registry, "区教肓局")
    assert raised.value.message == "没有单位 “区教肓局”"
    three = r"相近的有：区教育局、区财政局、[^、]+；gkplan units 列出全部单位"
    assert re.fullmatch(three, raised.value.remedy)


@pytest.mark.parametrize("text", ["", " "])
def test_nothing_is_no_unit(ledger: Ledger, text: str) -> None:
    with pytest.raises(UsageError, match=f"没有单位 “{text}”"):
        find_unit(ledger.registry, text)


def test_a_body_may_be_a_collective(ledger: Ledger) -> None:
    assert find_body(ledger.registry, "各镇(街)") == "各镇（街）"
    assert find_body(ledger.registry, "部门") == "各部门"
    assert find_body(ledger.registry, "财政") == "区财政局"


@pytest.mark.parametrize(
    ("text", "group"),
    [("2", 2), ("二", 2), ("二、", 2), ("12", 12), ("十二", 12), ("平台", 20), ("重点 ", 2)],
)
def test_a_group_is_found_by_number_label_or_a_part_of_its_title(
    ledger: Ledger, text: str, group: int
) -> None:
    assert find_group(ledger.plan, text).id == group


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        (
            "推进",
            "“推进” 对应多个工作任务",
            "请写组号：二、推进重点领域信息公开；十二、推进财政信息公开",
        ),
        ("三", "没有工作任务 “三”", "组号从 2 到 20，也可写标号或标题的一部分"),
        ("", "没有工作任务 “”", "组号从 2 到 20，也可写标号或标题的一部分"),
    ],
)
def test_a_group_that_is_not_one_is_explained(
    ledger: Ledger, text: str, message: str, remedy: str
) -> None:
    with pytest.raises(UsageError) as raised:
        find_group(ledger.plan, text)
    assert (raised.value.message, raised.value.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("vocabulary", "text", "word"),
    [
        (Status, "done", Status.DONE),
        (Status, "已完成", Status.DONE),
        (Status, "DONE", Status.DONE),
        (Status, "ｄｏｎｅ", Status.DONE),
        (Status, "完成", Status.DONE),
        (Status, "办结", Status.DONE),
        (Status, "条件未具备", Status.WAITING),
        (Role, "牵头", Role.LEAD),
        (Role, "support", Role.SUPPORT),
        (Cadence, "每月", Cadence.MONTHLY),
        (Cadence, "按月", Cadence.MONTHLY),
        (Cadence, "适时", Cadence.EVENT),
        (Cadence, "定期", Cadence.ONGOING),
    ],
)
def test_words_are_chinese_or_english(vocabulary: type[Word], text: str, word: Word) -> None:
    assert find_word(vocabulary, text, "词") is word


def test_an_unknown_word_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as raised:
        find_word(Status, "结束", "状态")
    assert raised.value.message == "“结束” 不是有效状态"
    assert raised.value.remedy == (
        "可用：todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、"
        "done 已完成、waived 不涉及"
    )


@pytest.fixture
def seen(small: Bench) -> Assessment:
    """The small plan on 31 October: 甲局 has reported on a task of several units."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12}
- {task: "2.1", status: done, date: 2017-10-09, evidence: [https://example.cn/1]}
- {task: "2.3", event: 2017-10-09, status: done, date: 2017-10-20}
""",
    )
    small.write(
        "data/reviews.yaml",
        '- {task: "2.3", unit: 甲局, event: 2017-10-09, verdict: return, date: 2017-10-23, '
        "record: 2017-10-20, note: 打不开。}\n",
    )
    return Assessment(small.context.ledger(), date(2017, 10, 31))


@pytest.mark.parametrize(
    ("day", "role", "ids"),
    [
        ("2017-10-15", Role.LEAD, "1.1 1.2"),
        ("2017-10-15", Role.IMPLEMENT, ""),
        ("2017-10-16", Role.LEAD, "1.2"),
        ("2017-10-16", Role.IMPLEMENT, "1.1"),
    ],
)
def test_a_role_is_that_of_the_day(small: Bench, day: str, role: Role, ids: str) -> None:
    change = "{date: 2017-10-16, basis: 会议纪要, implement: [乙局]}"
    tasks = small.read("data/tasks.yaml")
    tasks = tasks.replace("support: [乙局]", f"changes: [{change}]", 1)
    small.write("data/tasks.yaml", tasks)
    found = select(
        Assessment(small.context.ledger(), date.fromisoformat(day)),
        Selection(ids=("1",), roles=(role,)),
    )
    assert [row.standing.task.id for row in found] == ids.split()


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Selection(), "1.1 1.2 2.1 2.2 2.3"),
        (Selection(missing=True), "1.1 1.2 2.1"),
        (Selection(unproved=True), "1.2"),
        (Selection(unreviewed=True), "1.2 2.1"),
        (Selection(returned=True), "2.3"),
        (Selection(extended=True), ""),
        (Selection(stale=0), "1.1 1.2 2.1 2.3"),
        (Selection(stale=89), "1.1 2.1"),
        (Selection(stale=90), ""),
        (Selection(unreviewed=True, unproved=True), "1.2"),
        (Selection(returned=True, unproved=True), ""),
        (Selection(ids=("2",), missing=True, unreviewed=True), "2.1"),
        # with a unit, only its own share counts
        (Selection(units=("甲局",)), "1.1 1.2 2.1 2.3"),
        (Selection(units=("甲局",), missing=True), "1.1 1.2"),
        (Selection(units=("甲局",), returned=True), "2.3"),
        (Selection(units=("乙局",), returned=True), ""),
        (Selection(units=("甲局",), stale=89), "1.1"),
        (Selection(units=("甲局",), stale=7), "1.1 1.2 2.3"),
        (Selection(units=("甲局",), stale=11), "1.1 1.2 2.3"),
        (Selection(units=("甲局",), stale=12), "1.1 1.2"),
        # a unit that only supports owes no report, and what others owe is not its own
        (Selection(units=("乙局",)), "1.1 2.2 2.1 2.3"),
        (Selection(units=("乙局",), missing=True), "2.1"),
    ],
)
def test_what_is_asked_of_duties_chooses_their_tasks(
    seen: Assessment, wanted: Selection, ids: str
) -> None:
    assert [row.standing.task.id for row in select(seen, wanted)] == ids.split()
