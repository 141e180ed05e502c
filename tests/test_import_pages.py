"""Texts as pages print them: what belongs to the pages goes, broken lines come together."""

import pytest
from reading import read

from gkplan.importing.document import Paragraph
from gkplan.importing.prose.paragraphs import rejoined
from gkplan.importing.text.numbers import take_number
from gkplan.importing.text.pages import furniture
from gkplan.importing.text.wording import unspread

HEAD = "2026/7/24 15:33               关于印发方案的通知_中国政府网"
FOOT = "https://www.example.cn/content_7076136.htm                     {}/6"


def joined(*lines: str) -> list[str]:
    """Return the paragraphs that lines of prose make."""
    return [block.text for block in rejoined([Paragraph(line, "") for line in lines])]


def test_what_a_browser_prints_around_pages_belongs_to_them() -> None:
    texts = [HEAD, "一、加强", "二、推进", FOOT.format(1), HEAD, "三、落实", FOOT.format(2)]
    assert furniture(texts) == {0, 3, 4, 6}
    english = "7/24/26, 3:33 PM     关于印发方案的通知"
    assert furniture([english, "2026/7/24 15:33 公布方案。", "见 https://www.example.cn 1/6"]) == {
        0
    }


def test_what_comes_again_at_the_ends_of_pages_belongs_to_them() -> None:
    texts = ["一、加强", "1", "清河区方案", "二、推进", "2", "清河区方案", "三、落实", "3"]
    assert furniture(texts, starts=(2, 5)) == {1, 4, 7}
    again = ["清河区方案", *texts]
    assert furniture(again, starts=(0, 3, 6)) == {0, 2, 3, 5, 6, 8}
    assert furniture(texts) == set()


def test_bare_numbers_that_do_not_count_are_no_pages() -> None:
    texts = ["一、加强", "1", "二、推进", "5", "三、落实", "6"]
    assert furniture(texts, starts=(2, 4)) == set()
    texts[1] = "4"
    assert furniture(texts, starts=(2, 4)) == {1, 3, 5}


LINE = "推进全区预算收支执行情况按月公开，做到内容完整、口径"
"""Fifty-two columns."""


def test_lines_of_one_width_go_on_though_one_is_longer() -> None:
    lines = [f"{LINE}一致"] * 8
    assert joined(*lines, "到位。") == ["".join(lines) + "到位。"]
    longer = f"{LINE}一致、公开及时、解读到位"
    assert joined(*lines[:4], longer, *lines[4:], "到位。") == [
        "".join((*lines[:4], longer, *lines[4:])) + "到位。"
    ]
    assert len(joined(*lines, *[longer] * 4, "到位。")) > 1


def test_paragraphs_of_any_length_are_left_alone() -> None:
    lines = [LINE[: 10 + at] + "。" for at in range(16)]
    assert joined(*lines) == lines


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("责 任 单 位：区财政局", "责任单位：区财政局"),
        ("（责 任 单 位：区 财 政 局）", "（责任单位：区财政局）"),
        ("推　进　公　开　工　作", "推进公开工作"),
        ("责任 单位", "责任 单位"),
        ("甲 乙", "甲 乙"),
        ("甲  乙  丙", "甲  乙  丙"),
        ("责 任 单 位区财政局", "责 任 单 位区财政局"),
    ],
)
def test_characters_that_stand_apart_come_together(text: str, together: str) -> None:
    assert unspread(text) == together


def test_a_text_loses_the_blanks_between_its_characters() -> None:
    assert read("方案.txt", "责 任 单 位：区财政局\n甲 乙\n") == (
        "第1行: 责任单位：区财政局\n第2行: 甲 乙\n"
    )


@pytest.mark.parametrize(
    ("text", "style", "value", "rest"),
    [
        ("⑴公开预算", "(arabic)", 1, "公开预算"),
        ("⒇ 公开预算", "(arabic)", 20, "公开预算"),
        ("⒊公开预算", "arabic", 3, "公开预算"),
        ("㈡、推进公开", "(chinese)", 2, "推进公开"),
        ("Ⅳ. 推进公开", "roman", 4, "推进公开"),
        ("叁、推进公开", "formal", 3, "推进公开"),
        ("b）公开预算", "letter)", 2, "公开预算"),
    ],
)
def test_numbers_of_one_sign_are_numbers(text: str, style: str, value: int, rest: str) -> None:
    number, after = take_number(text)
    assert number is not None
    assert (number.style, number.value, after) == (style, value, rest)


@pytest.mark.parametrize("text", ["Ⅰ类医疗器械", "壹基金", "a股公司", "abc）公开"])
def test_signs_that_number_nothing_are_text(text: str) -> None:
    assert take_number(text) == (None, text)
