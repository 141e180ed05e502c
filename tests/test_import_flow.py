"""Paragraphs that a layout or a copy hid in others, and questions that a document asks again."""

from gkplan.domain.model import Group, Task
from gkplan.importing.document import Cell, Paragraph, Table
from gkplan.importing.plan.doubts import asked_once
from gkplan.importing.prose.paragraphs import in_paragraphs

ARTICLE = "\n".join(f"第{number}段" + "文" * 90 for number in range(1, 6))


def test_an_article_in_a_layout_cell_is_paragraphs_with_the_place_of_the_cell() -> None:
    table = Table((Cell(ARTICLE, "表1第1行第1格", 0, 0), Cell("", "", 0, 1)), "表1")
    found = in_paragraphs([table])
    assert [block.text[:3] for block in found if isinstance(block, Paragraph)] == [
        "第1段",
        "第2段",
        "第3段",
        "第4段",
        "第5段",
    ]
    assert {block.place for block in found} == {"表1第1行第1格"}


def test_a_plan_with_a_head_and_a_cell_of_four_lines_stay_tables() -> None:
    head = tuple(Cell(text, "", 0, at) for at, text in enumerate(("具体事项", "责任单位")))
    plan = Table((*head, Cell(ARTICLE, "", 1, 0), Cell("甲局", "", 1, 1)), "表1")
    short = Table((Cell("\n".join(ARTICLE.split("\n")[:4]), "", 0, 0),), "表2")
    assert in_paragraphs([plan, short]) == (plan, short)


def test_paragraphs_joined_into_one_are_parted_at_numbers_that_count_on() -> None:
    first, second = "一、甲事" + "（一）" + "文" * 300 + "。", "（二）" + "字" * 200 + "。"
    text = first + second + "二、乙事（三）末尾。"
    found = in_paragraphs([Paragraph(text, "第1段")])
    starts = [block.text[:4] for block in found if isinstance(block, Paragraph)]
    assert starts == ["一、甲事", "（一）文", "（二）字", "二、乙事", "（三）末"]


def test_a_long_paragraph_that_only_lists_stays_one() -> None:
    text = "坚持三个原则：" + "文" * 500 + "（一）统筹；（二）协调；（三）落实。"
    assert in_paragraphs([Paragraph(text, "第1段")]) == (Paragraph(text, "第1段"),)


def test_marks_of_markdown_are_no_text() -> None:
    blocks = [Paragraph(text, "") for text in ("**一、目标**", "**甲****乙**", "2*3*4")]
    found = in_paragraphs(blocks)
    assert [block.text for block in found if isinstance(block, Paragraph)] == [
        "一、目标",
        "甲乙",
        "2*3*4",
    ]


def group(doubtful: int) -> Group:
    doubt = "“等部门”没有列完，未列的单位须补（第3段）"
    tasks = (
        Task(id=f"1.{at}", text=f"事项{at}。", lead=("甲局",), doubts=(doubt, "别的"))
        for at in range(1, doubtful + 1)
    )
    return Group(1, "一", "甲组", tuple(tasks))


def test_a_question_on_six_tasks_is_a_note_with_their_ids() -> None:
    (found,), notes = asked_once([group(6)])
    assert notes == [
        "单位没有列完（等部门、等单位一类），未列的单位须补：1.1、1.2、1.3、1.4、1.5、1.6（6项）"
    ]
    assert {task.doubts for task in found.tasks} == {("别的",)}


def test_a_question_on_five_tasks_stays_on_them() -> None:
    (found,), notes = asked_once([group(5)])
    assert notes == []
    assert all("没有列完" in task.doubts[0] for task in found.tasks)
