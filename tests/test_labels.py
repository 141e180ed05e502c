"""The head of a plan that labelled lines state."""

from datetime import date

import pytest

from gkplan.domain.fields import Span
from gkplan.importing.document import Said
from gkplan.importing.plan.head import FoundHead, labelled_head


def lines_of(*texts: str) -> list[Said]:
    return [Said(text, f"第{number}行") for number, text in enumerate(texts, 1)]


EXPORTED = lines_of(
    "小方案",
    "发文字号：测〔2017〕1号",
    "印发日期：2017-08-03",
    "截止日期：2017-12-31",
    "每期办结时限：20个工作日",
)


def test_exported_head_is_used_completely_without_guesses() -> None:
    """The title is above the first label; what no label states is not guessed."""
    labels = labelled_head([*EXPORTED, *lines_of("各镇（街）：")])
    assert labels.over(FoundHead("别的", issuer="清河区人民政府", last_year=2018)) == FoundHead(
        title="小方案", number="测〔2017〕1号", issued=date(2017, 8, 3), used=tuple(EXPORTED)
    )
    assert labels.values["ends"] == date(2017, 12, 31)
    assert labels.values["lag"] == Span(20, workdays=True)


def test_some_labels_only_add_to_what_was_found() -> None:
    """A cover sheet states number and day beside a title that is found elsewhere."""
    lines = lines_of(
        "封面", "文号: 清府〔2019〕5 号", "成文日期：2019年3月4日", "印发日期：2020-01-01"
    )
    labels = labelled_head(lines)
    assert labels.over(FoundHead("工作方案", issuer="清河区")) == FoundHead(
        "工作方案", "清府〔2019〕5 号", "清河区", issued=date(2019, 3, 4), used=(lines[1], lines[2])
    )
    assert not labels.values.keys() & {"ends", "lag"}
    assert not labels.whole


@pytest.mark.parametrize(
    "text",
    [
        "印发日期：待定",
        "印发日期：2017-02-30",
        "截止日期",
        "每期办结时限：尽快",
        "联系人：张三",
        "发文字号：",
    ],
)
def test_line_that_states_no_value_is_left(text: str) -> None:
    """The text remains among the unused ones."""
    assert labelled_head(lines_of(text)) == ({}, (), False)


def test_exported_head_without_a_title_has_none() -> None:
    """The first line is already a label."""
    assert labelled_head(EXPORTED[1:]).over(FoundHead()).title == ""
