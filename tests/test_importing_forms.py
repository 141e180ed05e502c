"""The same table in every form gives the same plan each time."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from importing_forms import FORMS, rows_of, units_of
from importing_found import TODAY, plain_data

from gkplan.domain.model import Group, Head, Plan, Task
from gkplan.domain.vocabulary import Cadence
from gkplan.folder.load import load
from gkplan.folder.location import find_folder
from gkplan.importing import import_plan

REPO = Path(__file__).parents[1]

SMALL = Plan(
    Head(
        title="清河区2019年窗口服务工作分工方案",
        number="清府办〔2019〕5号",
        issuer="清河区人民政府办公室",
        supervisor="区政务办",
        issued=date(2019, 3, 4),
        ends=date(2019, 12, 31),
    ),
    (
        Group(
            1,
            "一",
            "规范窗口服务",
            (
                Task("1.1", "公布办事指南。", lead=("区政务办",), due=date(2019, 6, 30)),
                Task(
                    "1.2",
                    "按月公布办件情况。",
                    lead=("区政务办",),
                    merged=True,
                    cadence=(Cadence.MONTHLY,),
                ),
            ),
        ),
        Group(
            2,
            "二",
            "延伸服务网点",
            (
                Task(
                    "2.1",
                    "建成便民服务点，并向社会公布地址。",
                    lead=("区政务办", "区民政局"),
                    support=("区财政局",),
                    implement=("各镇（街）",),
                    due=date(2019, 11, 30),
                ),
                Task(
                    "2.2",
                    "及时更新网点信息。",
                    implement=("各镇（街）", "各部门"),
                    cadence=(Cadence.EVENT,),
                ),
            ),
        ),
    ),
)


def shipped() -> Plan:
    """The plan that ships."""
    return load(find_folder(None, REPO / "data"), journals=()).sound().ledger().plan


def table_of(plan: Plan, form: str) -> list[dict[str, Any]]:
    """Write a plan in a form, import that, and give its groups without the doubts."""
    groups: list[dict[str, Any]] = plain_data(import_plan(form, FORMS[form](plan), TODAY))["groups"]
    for group in groups:
        for task in group["tasks"]:
            del task["doubtful"]
            if form == "brackets.txt":
                del task["merged"]
    return groups


@pytest.mark.parametrize("form", FORMS)
def test_small_plan_comes_back_from_every_form(form: str) -> None:
    """Groups, texts, roles, merged cells, cadences and due dates are those of the plan."""
    told = [
        ("公布办事指南。", ["区政务办"], [], [], ["once"], "2019-06-30", False),
        ("按月公布办件情况。", ["区政务办"], [], [], ["monthly"], None, True),
        (
            "建成便民服务点，并向社会公布地址。",
            ["区政务办", "区民政局"],
            ["区财政局"],
            ["各镇（街）"],
            ["once"],
            "2019-11-30",
            False,
        ),
        ("及时更新网点信息。", [], [], ["各镇（街）", "各部门"], ["event"], None, False),
    ]
    keys = ("text", "lead", "support", "implement", "cadence", "due", "merged")
    groups = table_of(SMALL, form)
    assert [(group["label"], group["title"]) for group in groups] == [
        ("一", "规范窗口服务"),
        ("二", "延伸服务网点"),
    ]
    assert [
        tuple(task.get(key) for key in keys if key in task)
        for group in groups
        for task in group["tasks"]
    ] == [row[:-1] if form == "brackets.txt" else row for row in told]


@pytest.mark.parametrize("form", FORMS)
def test_shipped_plan_is_the_same_in_every_form(form: str) -> None:
    """A hundred and six tasks, written and imported again, give the groups and tasks of tabs."""
    tabs = table_of(shipped(), "tabs.tsv")
    if form == "brackets.txt":
        for group in tabs:
            for task in group["tasks"]:
                del task["merged"]
    assert table_of(shipped(), form) == tabs


def test_forms_show_the_table_as_people_would_print_it() -> None:
    """Covered cells are left out; a cell names its units with their roles; days are written out."""
    assert rows_of(SMALL) == [
        ["工作任务", "具体事项", "责任单位", "完成时限"],
        [
            {"text": "一、规范窗口服务", "rows": 2},
            "1. 公布办事指南。",
            {"text": "区政务办", "rows": 2},
            "2019年6月30日前",
        ],
        ["2. 按月公布办件情况。", ""],
        [
            {"text": "二、延伸服务网点", "rows": 2},
            "1. 建成便民服务点，并向社会公布地址。",
            "区政务办、区民政局牵头，各镇（街）落实，区财政局配合",
            "2019年11月30日前",
        ],
        ["2. 及时更新网点信息。", "各镇（街）、各部门落实", ""],
    ]
    assert units_of(SMALL.groups[0].tasks[0]) == "区政务办"
