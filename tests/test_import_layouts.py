"""Layouts that were added one by one: each in its smallest form, with the nearest that is none."""

from collections.abc import Sequence

import pytest

from gkplan.importing.document import Block, Cell, Paragraph, Table
from gkplan.importing.layouts import arrows, by_number, stages
from gkplan.importing.outline import Outline


def lines(*texts: str) -> list[Block]:
    return [Paragraph(text, f"第{at}段") for at, text in enumerate(texts, 1)]


def table(*rows: str) -> Table:
    cells = [
        Cell(text, f"第{row}行", row, column)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]
    return Table(tuple(cells), "表1")


def tasks_of(outline: Outline | None) -> list[tuple[str, ...]]:
    assert outline
    return [
        (item.text, *(unit.text for unit in item.units), *(time.text for time in item.times))
        for item in outline.items
    ]


ARROWS = ("1.区财政局、区税务局 → 落实减税政策。", "2.区教育局 --> 发布招生计划。")


def test_units_before_an_arrow_are_read_as_behind_the_text() -> None:
    assert tasks_of(arrows.read(lines("任务清单", *ARROWS))) == [
        ("落实减税政策。", "区财政局、区税务局"),
        ("发布招生计划。", "区教育局"),
    ]


@pytest.mark.parametrize(
    "texts",
    [ARROWS[:1], [line.replace("局", "表") for line in ARROWS]],
    ids=["one", "no units"],
)
def test_other_arrows_divide_no_work(texts: Sequence[str]) -> None:
    assert arrows.read(lines("办事流程", *texts)) is None


TASKS = ("1.公布事项目录", "2.设立服务专窗", "3.公开执法结果")


def test_numbers_beside_units_give_the_tasks_their_units() -> None:
    units = table("单位|牵头任务|配合任务", "区司法局|1、3|2", "区税务局|2|第1项至第2项")
    assert tasks_of(by_number.read([*lines("任务清单", *TASKS), units])) == [
        ("公布事项目录", "牵头单位：区司法局；配合单位：区税务局"),
        ("设立服务专窗", "牵头单位：区税务局；配合单位：区司法局、区税务局"),
        ("公开执法结果", "牵头单位：区司法局"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("单位|牵头任务", "区司法局|1"),
        ("单位|负责人", "区司法局|1、3", "区税务局|2"),
        ("单位|牵头任务", "区司法局|公布事项", "区税务局|2"),
        ("街道|牵头任务", "区司法局|1、3", "区税务局|2"),
    ],
    ids=["one number", "no tasks", "no numbers", "no units"],
)
def test_other_tables_beside_numbered_tasks_give_no_numbers(rows: Sequence[str]) -> None:
    assert by_number.read([*lines("任务清单", *TASKS), table(*rows)]) is None


def test_numbers_that_begin_again_name_no_task() -> None:
    units = table("单位|牵头任务", "区司法局|1、3", "区税务局|2")
    blocks = [*lines("一、甲", *TASKS, "二、乙", "1.清理证明事项"), units]
    assert by_number.read(blocks) is None


STAGES = (
    "任务|一季度|二季度",
    "修建书房三座（区文旅局）|选址|",
    "改造小区五个（区住建局）|招标|施工",
)


def test_the_last_stage_of_a_task_is_its_time() -> None:
    found = stages.read([table(*STAGES)])
    assert tasks_of(found) == [
        ("修建书房三座", "区文旅局", "一季度"),
        ("改造小区五个", "区住建局", "二季度"),
    ]
    assert found
    assert [said.text for said in found.loose] == ["一季度：选址", "一季度：招标；二季度：施工"]


@pytest.mark.parametrize(
    "rows",
    [
        STAGES[:2],
        ("任务|一季度|进展", *STAGES[1:]),
        ("单位|一季度|二季度", *STAGES[1:]),
        (*STAGES[:2], "改造小区五个|招标|施工"),
    ],
    ids=["one task", "one stage", "no tasks", "no units"],
)
def test_a_table_of_quarters_without_tasks_and_units_has_no_stages(rows: Sequence[str]) -> None:
    assert stages.read([table(*rows)]) is None
