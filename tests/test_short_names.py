"""Short names (简称): the one that is written, or the beginning of the task's text."""

import re

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain.model import Task
from gkplan.domain.short_names import derived_name


def test_a_task_is_called_by_its_short_name() -> None:
    assert Task("1.1", "公开部门预算，接受监督。", "预算公开").name == "预算公开"
    assert Task("1.1", "公开部门预算，接受监督。").name == "公开部门预算，接受监督"
    assert Task("1.1", "按时公开部门预算，接受监督。").name == "按时公开部门预算"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公开。", "公开"),
        ("", ""),
        ("。", "。"),
        # the first stop after at least eight characters
        ("公开部门预算资料，接受社会监督。", "公开部门预算资料"),
        ("公开部门预算，接受社会监督；公开决算。", "公开部门预算，接受社会监督"),
        ("公开部门预算资料：\n一是预算。", "公开部门预算资料"),
        ("公开部门预算资料\n并接受监督。", "公开部门预算资料"),
        ("Publish all budgets, and accounts.", "Publish all budgets"),
        # what follows the clause on the basis, which may have commas itself
        ("按照“谁起草、谁解读”原则，做到同步组织、同步审签。", "做到同步组织、同步审签"),
        ("根据国家，省、市有关工作安排，公开去产能工作信息。", "公开去产能工作信息"),
        ("根据《河长制方案》，依照有关规定，公告河长名单和职责。", "公告河长名单和职责"),
        ("按照市政府要求，落实到位。", "按照市政府要求，落实到位"),  # what follows names nothing
        ("根据市政府定期新闻发布会制度，积极配合市政府工作。", "积极配合市政府工作"),
        ("按要求公开年度工作计划，主动接受社会监督评价。", "按要求公开年度工作计划"),
        ("按项目公布审批结果和方案，及时更新有关内容。", "按项目公布审批结果和方案"),
        ("按半年公开评价办法，接受社会监督检查。", "按半年公开评价办法"),
        ("根据《政务公开条例》，梳理公开目录和指南。", "梳理公开目录和指南"),
        ("按照政务公开工作要求，设置专门的宣传栏目。", "设置专门的宣传栏目"),
        ("按季度公开工作情况和要求，接受监督。", "按季度公开工作情况和要求"),
        ("按规定权限公布疫情信息，及时回应。", "按规定权限公布疫情信息"),
        # a comma or a colon inside a number is no stop
        ("补助不少于1,000,000元的项目，全部公开。", "补助不少于1,000,000元的项目"),
        ("每天上午10:30公布排队情况；下午再公布。", "每天上午10:30公布排队情况"),
        # stops in brackets, quotation marks and book title marks
        ("按“谁起草，谁解读”的原则办理，同步报批。", "按“谁起草，谁解读”的原则办理"),
        ("落实《关于预算，决算的办法》规定，全部公开。", "落实《关于预算，决算的办法》规定"),
        ("公开预算（含部门预算，三公经费），接受监督。", "公开预算（含部门预算，三公经费）"),
        # the stop is the 31st character, or comes too late
        (f"{'公' * 30}，接受监督。", "公" * 30),
        (f"{'公' * 31}，接受监督。", f"{'公' * 29}…"),
        ("公" * 30, "公" * 30),
        (f"{'公' * 30}。", "公" * 30),
        ("公" * 31, f"{'公' * 29}…"),
        # no stop near enough: a pause
        (f"公开部门预算、决算和绩效、{'审' * 30}。", "公开部门预算、决算和绩效…"),
        (f"落实《部门预算公开办法》{'并' * 30}。", "落实《部门预算公开办法》…"),
        (f"{'公' * 29}、{'开' * 9}。", f"{'公' * 29}…"),
        # no pause either: brackets are closed, and words are not divided
        (f"落实《{'公' * 40}》的规定。", f"落实《{'公' * 25}…》"),
        (f"落实《{'公' * 9}〈{'开' * 40}〉》的规定。", f"落实《{'公' * 9}〈{'开' * 14}…〉》"),
        (f"{'公' * 25}2017年预算和决算的全部资料", f"{'公' * 25}2017…"),
        (f"{'公' * 26}2017年预算和决算的全部资料", f"{'公' * 26}…"),
        ("x" * 40, f"{'x' * 29}…"),
    ],
)
def test_without_one_it_is_the_beginning_of_the_text(text: str, name: str) -> None:
    assert derived_name(text) == name


SIGNS = "公开，。；：、（）《》“”()[]1a,: \n\u3000"


@examples(200)
@given(st.text(st.sampled_from(SIGNS), max_size=60))
def test_a_derived_name_is_one_short_line_and_a_beginning(text: str) -> None:
    name = derived_name(text)
    assert len(name) <= 30
    assert "\n" not in name
    assert bool(name) == bool(text.strip())
    kept = re.sub(r"…[）》”)\]]*$", "", name)
    assert "".join(text.split()).startswith("".join(kept.split()))
