"""Competing readings: which one is taken, why, and what is read of the parts it leaves over."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gkplan.importing import layouts
from gkplan.importing.document import Block, Cell, Paragraph, Table
from gkplan.importing.layouts import (
    barred,
    matrix,
    transposed,
    unit_headings,
    unit_sentences,
    units_first,
)
from gkplan.importing.outline import Outline
from gkplan.importing.readings import Chosen, choose, close_call, explained, readings
from gkplan.importing.scoring import Score

TITLE = "清河区2024年政务公开工作任务分工"
PROSE = (
    "一、推进公开",
    "1.公开财政预算和决算信息。（区财政局）",
    "2.发布招生政策和招生结果。（区教育局牵头，区司法局配合）",
)


def lines(*texts: str, start: int = 1) -> list[Block]:
    return [Paragraph(text, f"第{at}段") for at, text in enumerate(texts, start)]


def table(*rows: str, place: str = "表1", ruled: bool = True) -> Table:
    cells = [
        Cell(text, f"{place}第{row + 1}行第{column + 1}格", row, column)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]
    return Table(tuple(cells), place, ruled)


NAMES = [reading.name for reading in readings()]
PARTS = (
    "写明单位1.00、单位读清1.00、序号连续1.00、像任务1.00、用上的原文0.75、占得满1.00、有标题1.00"
)
TASKS = table(
    "序号|具体任务|责任单位",
    "1|建设城市书房三座|区文旅局",
    "2|改造老旧小区五个|区住建局",
)


def read(chosen: Chosen) -> list[tuple[str, str]]:
    assert chosen.outline
    return [
        (item.text, "、".join(unit.text for unit in item.units)) for item in chosen.outline.items
    ]


def units(outline: Outline | None) -> list[tuple[str, list[str]]]:
    assert outline
    return [(item.text, [unit.text for unit in item.units]) for item in outline.items]


def test_the_usual_layouts_are_tried_first() -> None:
    assert NAMES[:3] == ["表格", "由文字恢复的表格", "段落"]
    assert len(NAMES) == len(set(NAMES)) == len(list(Path(*layouts.__path__).glob("[!_]*.py")))


def test_a_reading_is_explained_with_its_score() -> None:
    assert list(explained(choose(lines(TITLE, *PROSE)))) == [
        "第1部分：第1段至第4段，4段文字、0个表格",
        f"  采用 段落：2项，得分0.99（{PARTS}）",
        f"  没有读出条目或不必再试：{'、'.join(name for name in NAMES if name != '段落')}",
    ]


def test_a_document_without_items_is_explained_too() -> None:
    found = list(explained(choose(lines("通知", "请各单位准时参会。"))))
    assert found[-1] == "  不采用：没有写明单位的条目"
    assert len(found) == 3


def test_items_in_prose_and_in_a_table_are_both_read_in_their_order() -> None:
    blocks = [*lines(TITLE, *PROSE), Paragraph("附件：任务清单", "第5段"), TASKS]
    chosen = choose(blocks)
    assert read(chosen) == [
        ("公开财政预算和决算信息。", "区财政局"),
        ("发布招生政策和招生结果。", "区教育局牵头，区司法局配合"),
        ("建设城市书房三座", "区文旅局"),
        ("改造老旧小区五个", "区住建局"),
    ]
    assert [region.taken for region in chosen.regions] == [True, True]


@pytest.mark.parametrize("title", ["附件：重点企业名录", "附件2重点项目清单"])
def test_an_annex_that_lists_something_else_is_left_over(title: str) -> None:
    chosen = choose([*lines(TITLE, *PROSE), Paragraph(title, "第5段"), TASKS])
    assert len(read(chosen)) == 2
    assert [region.taken for region in chosen.regions] == [True, False]


def test_prose_around_a_plan_makes_no_items() -> None:
    """What is left over needs a better score than the document."""
    tail = "三、工作要求", "由区政府办牵头，各部门配合做好工作。", "各单位要高度重视。"
    chosen = choose([*lines(TITLE), TASKS, *lines(*tail, start=10)])
    assert [text for text, _ in read(chosen)] == ["建设城市书房三座", "改造老旧小区五个"]


def test_readings_that_score_the_same_and_differ_are_a_question() -> None:
    one = choose(lines(TITLE, *PROSE))
    other = choose([*lines(TITLE), TASKS])
    candidate = one.regions[0].candidates[0]
    second = other.regions[0].candidates[0]._replace(name="表格", score=candidate.score)
    region = one.regions[0]._replace(candidates=(candidate, second))
    assert close_call(Chosen(one.outline, (region,))) == (
        "按“段落”读出2项，按“表格”读出2项，得分相近，现取前者；可用 --explain 看各种读法"
    )
    both = Chosen(other.outline, (region._replace(candidates=(candidate, second)),))
    assert close_call(both) == ""
    less = second._replace(score=Score(0.5, 1, 1, 1, 1, 1, 1))
    assert close_call(Chosen(one.outline, (region._replace(candidates=(candidate, less)),))) == ""


SCORES = (
    (Score(1, 1, 1, 1, 1, 1, 1), 1.0),
    (Score(1, 1, 1, 1, 0, 1, 1), 0.95),
    (Score(1, 1, 1, 1, 1, 0, 1), 0.5),
    (Score(1, 1, 1, 1, 1, 1, 0), 0.85),
    (Score(1, 1, 1, 1, 1, 1, -1), 0.6),
    (Score(1, 1, 1, 0.5, 1, 1, 1), 0.91),
    (Score(1, 1, 1, 0.25, 1, 1, 1), 0.4325),
    (Score(1, 1, 1, 0, 1, 1, 1), 0.0),
)


@pytest.mark.parametrize(("score", "total"), SCORES)
def test_the_total_is_a_weighted_mean_cut_by_what_plans_have(score: Score, total: float) -> None:
    assert score.total == pytest.approx(total)


NO_PLANS: tuple[Sequence[Block], ...] = (
    lines(
        "第一条 为了规范管理，制定本办法。",
        "第二条 规划由城管部门会同发改部门编制。",
        "第三条 收费标准由价格主管部门会同财政部门制定。",
    ),
    lines("您访问的页面不存在", "市公安局", "主办单位：清河市政府办公室"),
    [
        table(
            "序号|责任单位|受理内容|办公地址",
            "1|市教育局|教育|人民路1号3楼",
            "2|市民政局|民政|人民路2号3楼",
        )
    ],
    [table("排名|责任单位|网站名称", "1|市教育局|教育局门户网站", "2|市民政局|民政局门户网站")],
    lines("本报讯 5月10日，培训班开班。培训由区教育局主办，区消防大队协办。"),
)


@pytest.mark.parametrize("blocks", NO_PLANS)
def test_what_is_no_plan_is_not_taken(blocks: Sequence[Block]) -> None:
    assert choose(blocks).outline is None


NOTICE = (
    "公交线路调整工作公告",
    "1、一路绕行解放路。",
    "2、五路取消一站。",
    "{}、九路改走建设路。",
    "建设单位：区城投公司",
)


@pytest.mark.parametrize(("number", "items"), [("3", 0), ("1", 1)])
def test_one_item_that_is_not_the_first_of_its_list_is_no_plan(number: str, items: int) -> None:
    texts = NOTICE[:1] + NOTICE[3:] if items else NOTICE
    found = choose(lines(*(text.format(number) for text in texts)))
    assert len(found.outline.items if found.outline else ()) == items


def test_headings_that_are_units_give_their_units_to_what_stands_below() -> None:
    found = unit_headings.read(
        lines(
            "二、职责分工",
            "（一）区水务局",
            "疏浚河道，检修泵站。",
            "（二）各镇街",
            "1.转移低洼地带群众。",
            "2.储备沙袋等物资。",
            "三、其他",
            "另行通知。",
        )
    )
    assert units(found) == [
        ("疏浚河道，检修泵站。", ["区水务局"]),
        ("转移低洼地带群众。", ["各镇街"]),
        ("储备沙袋等物资。", ["各镇街"]),
    ]


def test_headings_that_are_units_are_groups_where_nothing_is_above_them() -> None:
    text = ("一、区水务局", "1.疏浚河道。", "2.检修泵站。", "二、各镇街", "— 3 —", "1.储备沙袋。")
    found = unit_headings.read(lines(*text))
    assert found
    assert [(item.heading.title, item.text) for item in found.items if item.heading] == [
        ("区水务局", "疏浚河道。"),
        ("区水务局", "检修泵站。"),
        ("各镇街", "储备沙袋。"),
    ]


def test_one_heading_that_is_a_unit_is_no_such_layout() -> None:
    assert unit_headings.read(lines("（一）区水务局", "疏浚河道，检修泵站。")) is None


def test_units_before_a_colon_are_read_as_behind_the_text() -> None:
    found = units_first.read(
        lines("区城管局、区环卫中心：清扫背街小巷。", "2.区卫健局：制定年度计划。")
    )
    assert units(found) == [
        ("清扫背街小巷。", ["区城管局、区环卫中心"]),
        ("制定年度计划。", ["区卫健局"]),
    ]


def test_units_that_begin_a_sentence_count_only_where_duties_are_divided() -> None:
    sentences = ("区水利局负责编制防洪预案。", "区财政局负责落实防汛经费。")
    found = units_first.read(lines("三、职责分工", *sentences))
    assert units(found) == [
        ("区水利局负责编制防洪预案。", ["区水利局"]),
        ("区财政局负责落实防汛经费。", ["区财政局"]),
    ]
    assert units_first.read(lines("三、工作进展", *sentences)) is None


DUTIES = (
    "区消防救援大队负责统筹整治工作。区住建局牵头，区城管局、区市场监管局配合，清理通道；区教育局负责排查宿舍。",
    "各镇街要上门宣传。发现问题及时上报。",
)


def test_sentences_that_begin_with_units_are_items_of_theirs() -> None:
    found = unit_sentences.read(lines("清河区消防安全整治方案", "二、任务", *DUTIES))
    assert units(found) == [
        ("区消防救援大队负责统筹整治工作。", ["区消防救援大队负责统筹"]),
        (
            "区住建局牵头，区城管局、区市场监管局配合，清理通道；",
            ["区住建局牵头，区城管局、区市场监管局配合"],
        ),
        ("区教育局负责排查宿舍。", ["区教育局负责"]),
        ("各镇街要上门宣传。发现问题及时上报。", ["各镇街"]),
    ]


def test_a_sentence_before_those_that_begin_with_units_is_no_item() -> None:
    first = "为做好全年的运输保障，必须统筹各方力量。"
    sentences = (f"{first}区财政局负责保障资金。区审计局负责审计。", "区交通局牵头组织运力。")
    found = unit_sentences.read(lines("清河区运输保障工作方案", "二、任务", *sentences))
    assert [text for text, _ in units(found)] == [
        "区财政局负责保障资金。",
        "区审计局负责审计。",
        "区交通局牵头组织运力。",
    ]
    assert found is not None
    assert first in [said.text for said in found.loose]


def test_helpers_that_a_later_clause_names_are_units_of_the_sentence() -> None:
    sentences = (
        "区发改局牵头编制清单，区财政局配合，5月底前完成。区交通局负责运输，区公安局配合做好管制。",
        "区审计局负责审计，并会同区财政局完成核查。各镇街负责宣传，指导物业企业和业委会配合开展。",
    )
    found = unit_sentences.read(lines("清河区运输保障工作方案", "二、任务", *sentences))
    assert [own for _, own in units(found)] == [
        ["区发改局牵头，区财政局配合"],
        ["区交通局负责，区公安局配合"],
        ["区审计局负责，区财政局配合"],
        ["各镇街负责"],
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("清河区加强消防安全整治", *DUTIES),
        ("清河区消防安全整治方案", DUTIES[0].replace("负责排查宿舍", "要排查宿舍"), DUTIES[1]),
        (
            "清河区消防安全整治方案",
            *(f"第{at}条 {text}" for at, text in zip("一二", DUTIES, strict=True)),
        ),
        ("清河区消防安全整治方案", DUTIES[0], "整治已经开始。" * 5, "区财政局负责经费。"),
    ],
    ids=["no title", "two duties", "regulation", "few sentences"],
)
def test_what_else_names_units_first_has_no_such_sentences(texts: Sequence[str]) -> None:
    assert unit_sentences.read(lines(*texts)) is None


MATRIX = ("任务|区教育局|区公安局|区住建局", "整治校园周边|●|○|", "排查校舍安全|○||●")


def test_marks_under_units_tell_their_roles() -> None:
    legend = "注：○为牵头单位，●为配合单位"
    found = matrix.read([table(*MATRIX), *lines(legend)])
    assert units(found) == [
        ("整治校园周边", ["区公安局", "区教育局"]),
        ("排查校舍安全", ["区教育局", "区住建局"]),
    ]
    assert found
    assert {item.doubts for item in found.items} == {()}


def test_marks_without_a_legend_are_doubtful() -> None:
    found = matrix.read([table(*MATRIX)])
    assert units(found)[0] == ("整治校园周边", ["区教育局", "区公安局"])
    assert found
    assert found.items[0].doubts == ("对照表没有图例，“●”暂作牵头、“○”暂作配合",)


def test_cells_that_hold_more_than_marks_are_no_matrix() -> None:
    assert matrix.read([table(MATRIX[0], "整治校园周边|三月|○|")]) is None


def test_a_table_on_its_side_is_turned() -> None:
    found = transposed.read(
        [table("2024年任务||", "具体事项|清理排水管网|储备防汛物资", "责任单位|区住建局|区应急局")]
    )
    assert units(found) == [("清理排水管网", ["区住建局"]), ("储备防汛物资", ["区应急局"])]
    assert transposed.read([TASKS]) is None


def test_cells_that_bars_end_are_rows() -> None:
    texts = (
        "序号 |\n任务 |\n完成时限 |\n责任单位 |",
        "1 |\n铺设供水管网 |\n5月底前 |\n县水利局 |",
        "2 |\n改造学校操场 |\n8月底前 |\n县教育局 |",
    )
    cells = tuple(Cell(text, f"第{at}行", at, 0) for at, text in enumerate(texts))
    found = barred.read([Table(cells, "第1行", ruled=False)])
    assert units(found) == [("铺设供水管网", ["县水利局"]), ("改造学校操场", ["县教育局"])]


@pytest.mark.parametrize(
    "title",
    [
        "《清河区2024年政务公开工作任务分工》政策解读",
        "《清河区政务公开工作方案》编制说明",
        "清河区政务公开办公室主要职责",
        "清河区教育局（招生办）机构设置及职能",
    ],
)
def test_a_text_that_is_titled_as_something_else_is_no_plan(title: str) -> None:
    """However its paragraphs are written; the same below a plan's title are one."""
    assert choose(lines(title, *PROSE)).outline is None
    assert len(read(choose(lines(TITLE, title, *PROSE)))) == len(PROSE) - 1


def test_a_text_that_says_that_it_explains_is_no_plan() -> None:
    assert choose(lines(TITLE, "现将主要内容解读如下：", *PROSE)).outline is None


@pytest.mark.parametrize(
    "title", ["清河区成员单位工作职责", "清河区政务公开工作任务和职责分工", "各科室主要职责"]
)
def test_the_duties_of_several_units_may_be_a_plan(title: str) -> None:
    assert len(read(choose(lines(title, *PROSE)))) == len(PROSE) - 1


DOCUMENTS = ("关于公开财政预算的通知|清财〔2024〕2号|区财政局|2024-03-01",) * 3


def test_a_list_of_documents_assigns_no_work() -> None:
    assert choose([table("标题|文号|发布机构|日期", *DOCUMENTS)]).outline is None
    tasks = choose([*lines(TITLE), table("具体任务|文号|责任单位|完成时限", *DOCUMENTS)])
    assert len(read(tasks)) == len(DOCUMENTS)
