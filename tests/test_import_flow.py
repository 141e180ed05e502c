"""Paragraphs that a layout or a copy hid in others, and questions that a document asks again."""

import pytest

from gkplan.domain.model import Group, Task
from gkplan.importing.document import Cell, Paragraph, Table
from gkplan.importing.outline import Heading, Item
from gkplan.importing.plan.doubts import asked_once, with_oddities
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


def test_an_article_whose_parts_are_in_several_cells_is_paragraphs() -> None:
    """Without the headings of its parts it may be a table, as with sentences in their place."""
    parts = [
        f"{heading}\n（一）" + "文" * 190 + "。\n（二）字。" for heading in ("一、甲", "二、乙")
    ]
    texts = ["开头。", *parts]
    found = in_paragraphs([layout(texts)])
    assert [block.text[:3] for block in found if isinstance(block, Paragraph)] == [
        *("开头。", "一、甲", "（一）", "（二）", "二、乙", "（一）", "（二）"),
    ]
    sentences = layout([text.replace("、", "、" + "事" * 40) for text in texts])
    assert in_paragraphs([sentences]) == (sentences,)


def layout(texts: list[str]) -> Table:
    """Return a table with a text in each row, beside an empty cell."""
    cells = ((Cell(text, "", at, 0), Cell("", "", at, 1)) for at, text in enumerate(texts))
    return Table(tuple(cell for row in cells for cell in row), "表1")


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


def doubtful(doubt: str) -> Group:
    return Group(1, "一", "甲组", (Task(id="1.1", text="事项。", lead=("甲局",), doubts=(doubt,)),))


@pytest.mark.parametrize(
    ("doubt", "note"),
    [
        (
            "“财政局”、“税务局”前疑省略了上级字样，读作“区财政局”、“区税务局”（第3段）",
            "单位名称省略的字样已照同一处的写法补全，“财政局”、“税务局”读作“区财政局”、“区税务局”：1.1（1项）",
        ),
        (
            "“甲市”后疑省略了下文的“政府”一类字样，读作“甲市政府”（第3段）",
            "单位名称省略的字样已照同一处的写法补全，“甲市”读作“甲市政府”：1.1（1项）",
        ),
        ("原件这一项没有序号，编为7（第3段）", "原件没有序号，按先后编号：1.1（1项）"),
    ],
)
def test_what_is_right_in_practice_is_a_note_on_a_single_task(doubt: str, note: str) -> None:
    (found,), notes = asked_once([doubtful(doubt)])
    assert notes == [note]
    assert found.tasks[0].doubts == ()


def test_a_number_that_repeats_stays_a_doubt() -> None:
    doubt = "原件这一项的序号2与前面重复，编为7（第3段）"
    (found,), notes = asked_once([doubtful(doubt)])
    assert (found.tasks[0].doubts, notes) == ((doubt,), [])


def repeated_headings(count: int) -> list[str]:
    """Return the doubts of a document that prints so many of its headings twice."""
    titles = [f"第{at}方面" for at in range(count)]
    parts = [
        (Heading(None, title, f"第{at}行"), [Item(None, None, "办理。", "第9行", ())])
        for at, title in enumerate([*titles, "其他", *titles])
    ]
    found = with_oddities(parts)
    return [doubt for _, part in found for item in part for doubt in item.doubts]


def test_two_headings_that_come_again_are_doubtful() -> None:
    assert repeated_headings(2) == [
        "本组标题与第0行的一组相同，疑误（第3行）",
        "本组标题与第1行的一组相同，疑误（第4行）",
    ]


def test_a_document_may_list_its_groups_twice() -> None:
    assert repeated_headings(3) == []
