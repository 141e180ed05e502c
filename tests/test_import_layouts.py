"""Layouts that were added one by one: each in its smallest form, with the nearest that is none."""

from collections.abc import Sequence

import pytest

from gkplan.importing.document import Block, Cell, Paragraph, Table
from gkplan.importing.layouts import arrows, by_number, paragraphs, stages, units_first
from gkplan.importing.outline import Outline
from gkplan.importing.prose.paragraphs import in_paragraphs


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


OFFICES = (
    "1.党政办。牵头组织花圃登记，每周核对一次名册。",
    "2.派出所。协助核对花圃的地址。",
    "3.村委会、农服中心。负责上门登记。",
)


def test_units_as_titles_of_numbered_paragraphs_are_read_as_behind_the_text() -> None:
    assert tasks_of(units_first.read(lines("花圃登记工作方案", *OFFICES))) == [
        ("牵头组织花圃登记，每周核对一次名册。", "党政办"),
        ("协助核对花圃的地址。", "派出所"),
        ("负责上门登记。", "村委会、农服中心"),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        [
            "1.花卉交易中心。建设三座冷库。（区商务局）",
            "2.花卉产业园区。引进企业十家。（区农业局）",
        ],
        ["1.加强领导。召开花圃登记会议。", "2.加强宣传。张贴登记的海报。"],
        ["党政办。牵头组织花圃登记工作。", "派出所。协助核对花圃的地址。"],
    ],
    ids=["places that others build", "no units", "no numbers"],
)
def test_other_titles_of_paragraphs_are_no_units(texts: Sequence[str]) -> None:
    assert units_first.read(lines("花卉产业工作方案", *texts)) is None


JOINED = (
    "关于支持花卉产业的若干措施。为促进发展，提出以下意见。1.对新建大棚给予补助。责任单位：市农业局、"
    "市财政局。2.支持举办花卉展。责任单位：市商务局。配合单位：市文旅局。3.建设冷链仓库。责任单位：各镇政府。"
)


def test_numbered_texts_on_one_line_that_each_state_their_units_are_parted() -> None:
    assert tasks_of(paragraphs.read(in_paragraphs(lines(JOINED)))) == [
        ("对新建大棚给予补助。", "责任单位：市农业局、市财政局。"),
        ("支持举办花卉展。", "责任单位：市商务局。配合单位：市文旅局。"),
        ("建设冷链仓库。", "责任单位：各镇政府。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.办好展会：1.选定场地；2.发出邀请；3.布置展台。责任单位：市商务局。",
        "做好登记：1.党政办牵头；2.派出所协助；3.村委会上门。",
        "1.建设冷链仓库。责任单位：各镇政府。",
    ],
    ids=["points of one task", "no labels", "one"],
)
def test_points_of_one_paragraph_stay_together(text: str) -> None:
    assert in_paragraphs(lines(text)) == tuple(lines(text))


def test_the_host_of_a_page_is_no_unit_of_a_task_that_names_its_own() -> None:
    host = "主办单位：花卉产业领导小组办公室"
    tasks = lines(
        "花卉工作要点", "1.建设冷链仓库。（市商务局牵头）", "2.建设花卉市场。（市农业局）"
    )
    assert tasks_of(paragraphs.read([*tasks, *lines(host)]))[-1] == ("建设花卉市场。", "市农业局")
    alone = paragraphs.read(lines("花卉工作要点", "1.举办花卉展。", host, "协办单位：市商务局"))
    assert len(tasks_of(alone)[0]) == len(("text", "主办单位", "协办单位"))


@pytest.mark.parametrize(
    "text", ["本方案由市商务局负责解释。", "本办法自2024年5月1日起施行，由市商务局负责解释。"]
)
def test_who_explains_a_document_has_no_task_by_that(text: str) -> None:
    tasks = lines("花卉工作方案", "1.建设冷链仓库。（市商务局）", "2.建设花卉市场。（市农业局）")
    assert len(tasks_of(paragraphs.read([*tasks, *lines(text)]))) == len(tasks) - 1
    named = "本方案涉及的仓库由市商务局牵头建设。"
    assert len(tasks_of(paragraphs.read([*tasks, *lines(named)]))) == len(tasks)
