"""The shipped plan against the document as issued: texts, units and statements of time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).parents[1]
TASKS = REPO / "data" / "tasks.yaml"
UNITS = REPO / "data" / "units.yaml"
SOURCE = REPO / "tests" / "source" / "nansha-2017-94.txt"

KEY_ORDER = "id text short lead support implement merged cadence due lag within awaits doubts tags"
TOWNS = ["南沙街", "珠江街", "龙穴街", "万顷沙镇", "黄阁镇", "横沥镇", "东涌镇", "大岗镇", "榄核镇"]
ROLE_ENDINGS = {"牵头": "lead", "配合": "support", "落实": "implement"}


@dataclass(frozen=True)
class Group:
    """A numbered heading of the table: its position, its numeral and its title."""

    id: str
    label: str
    title: str


@dataclass(frozen=True)
class Task:
    """What the document itself states of a task, without interpretation."""

    id: str
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    implement: tuple[str, ...]
    merged: bool


# The document, read here by a small parser.


def table_rows(document: str) -> Iterator[list[str]]:
    """Return the cells of every row of the table but the head row, without markup."""
    for line in document.splitlines():
        if "\t" in line and not line.startswith("工作任务\t"):
            yield [re.sub(r"</?p>", "", cell).strip() for cell in line.split("\t")]


def roles_in(cell: str) -> dict[str, tuple[str, ...]]:
    """Read a unit cell such as ``A牵头，B、C配合``; units without a verb are leads."""
    roles: dict[str, tuple[str, ...]] = {"lead": (), "support": (), "implement": ()}
    for part in cell.split("，"):
        role = ROLE_ENDINGS.get(part[-2:])
        names = part[:-2] if role else part
        roles[role or "lead"] += tuple(names.split("、"))
    return roles


def read_document(document: str) -> tuple[list[Group], list[Task]]:
    """Read the groups and tasks of the issued table, without page breaks and merged cells."""
    groups: list[Group] = []
    tasks: list[Task] = []
    item, units = 0, ""
    for heading, cell, unit_cell in table_rows(document):
        label, _, title = heading.partition("、")
        if label and (not groups or groups[-1].label != label):
            groups.append(Group(str(len(groups) + 1), label, title))
            item, units = 0, ""
        number = re.match(r"(\d+)\. ", cell)
        item = int(number[1]) if number else item + 1
        text = cell[number.end() :] if number else cell
        units = unit_cell or units
        task_id = f"{groups[-1].id}.{item}"
        tasks.append(Task(task_id, text, **roles_in(units), merged=not unit_cell))
    return groups, tasks


DOCUMENT = SOURCE.read_text(encoding="utf-8")
ISSUED_GROUPS, ISSUED_TASKS = read_document(DOCUMENT)


# The shipped files, every scalar as text.


def read_yaml(path: Path) -> dict[str, Any]:
    """Load a YAML file with every scalar as text."""
    data: dict[str, Any] = yaml.BaseLoader(path.read_text(encoding="utf-8")).get_single_data()
    return data


DATA = read_yaml(TASKS)
REGISTRY = read_yaml(UNITS)
SHIPPED: dict[str, dict[str, Any]] = {
    task["id"]: task for group in DATA["groups"] for task in group["tasks"]
}


def as_issued(task: dict[str, Any]) -> Task:
    """Reduce a task of tasks.yaml to what the document states of it."""
    return Task(
        id=task["id"],
        text=task["text"],
        lead=tuple(task.get("lead", ())),
        support=tuple(task.get("support", ())),
        implement=tuple(task.get("implement", ())),
        merged=task.get("merged") == "true",
    )


def ids_with(key: str, value: object = None) -> str:
    """List the ids of the tasks that have a key, or that have it with this value."""
    return " ".join(i for i, task in SHIPPED.items() if key in task and value in (None, task[key]))


def units_named_in_roles() -> set[str]:
    """Return every name that has a role in any task."""
    roles = ("lead", "support", "implement")
    return {name for task in SHIPPED.values() for role in roles for name in task.get(role, ())}


# The document itself


def test_the_document_is_read_completely() -> None:
    """The parser of this test finds the 22 groups and 106 tasks, 47 of them in merged cells."""
    assert len(ISSUED_GROUPS) == 22
    assert len(ISSUED_TASKS) == 106
    assert sum(task.merged for task in ISSUED_TASKS) == 47


@pytest.mark.parametrize(
    ("cell", "lead", "support", "implement"),
    [
        ("区财政局", ["区财政局"], [], []),
        ("南沙区国税局、南沙区地税局", ["南沙区国税局", "南沙区地税局"], [], []),
        ("区委宣传部牵头，区发改局配合", ["区委宣传部"], ["区发改局"], []),
        ("区府办牵头，各镇（街）、各部门落实", ["区府办"], [], ["各镇（街）", "各部门"]),
        ("各镇（街）、各部门落实", [], [], ["各镇（街）", "各部门"]),
        ("各镇（街）、各部门", ["各镇（街）", "各部门"], [], []),
    ],
)
def test_every_form_of_unit_cell_is_understood(
    cell: str, lead: list[str], support: list[str], implement: list[str]
) -> None:
    """The six forms of the unit column give the roles they mean."""
    assert roles_in(cell) == {
        "lead": tuple(lead),
        "support": tuple(support),
        "implement": tuple(implement),
    }


# tasks.yaml against the document


def test_the_plan_block_agrees_with_the_notice() -> None:
    """Title, number, issuer, supervisor and day of issue are all in the notice."""
    plan = DATA["plan"]
    issued = date.fromisoformat(plan["issued"])
    lines = DOCUMENT.splitlines()
    assert f"《{plan['title']}》已经区政府同意" in DOCUMENT
    assert plan["number"] in lines
    assert plan["issuer"] in lines
    assert f"{issued.year}年{issued.month}月{issued.day}日" in lines
    assert f"{plan['supervisor']}将适时对各政务公开事项的落实情况进行督查" in DOCUMENT


def test_the_plan_runs_to_the_end_of_its_year() -> None:
    """The notice states neither an end nor a lag: both follow the year and the regulations."""
    assert DATA["plan"]["ends"] == "2017-12-31"
    assert DATA["plan"]["lag"] == "20 workdays"


def test_groups_are_as_issued() -> None:
    """Ids, numerals and titles of the groups are those of the document, in its order."""
    shipped = [Group(group["id"], group["label"], group["title"]) for group in DATA["groups"]]
    assert shipped == ISSUED_GROUPS


def test_tasks_are_in_the_order_of_the_document() -> None:
    """All ids follow the document, each under its own group, none twice."""
    ids = [task["id"] for group in DATA["groups"] for task in group["tasks"]]
    assert ids == [task.id for task in ISSUED_TASKS]
    for group in DATA["groups"]:
        assert {task["id"].partition(".")[0] for task in group["tasks"]} == {group["id"]}


@pytest.mark.parametrize("issued", ISSUED_TASKS, ids=lambda task: task.id)
def test_task_is_as_issued(issued: Task) -> None:
    """Text, roles and merged cell of a task are those of the document."""
    assert as_issued(SHIPPED[issued.id]) == issued


def test_texts_are_in_the_file_verbatim() -> None:
    """Every text is one plain line, so a search for words of the document finds it."""
    lines = set(TASKS.read_text(encoding="utf-8").splitlines())
    assert {f"    text: {task.text}" for task in ISSUED_TASKS} <= lines


# The interpretation of the document


def test_cadences_are_those_the_text_states() -> None:
    """Only words of time make a cadence; all other tasks are due once."""
    assert ids_with("cadence", "monthly") == "1.3 3.1 7.3 17.1"
    assert ids_with("cadence", ["quarterly", "yearly"]) == "21.3"
    assert ids_with("cadence", "ongoing") == "10.1 13.4 14.4 14.6"
    assert ids_with("cadence", "event") == (
        "1.2 1.5 2.1 2.2 2.4 2.5 2.6 2.9 2.10 2.11 5.1 5.6 6.4 8.1 9.1 9.2 9.3 10.2 11.6 11.7 "
        "12.1 13.1 16.4 21.4 22.1 22.2"
    )
    assert len(ids_with("cadence").split()) == 4 + 1 + 4 + 26


def test_prompt_tasks_are_events() -> None:
    """及时 and 适时 make an event, but for a mechanism to build (4.1) and for a stated rhythm."""
    prompt = [i for i, task in SHIPPED.items() if re.search("及时|适时", task["text"])]
    assert [i for i in prompt if SHIPPED[i].get("cadence") != "event"] == ["4.1", "10.1", "17.1"]


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("1.1", "年度计划"),
        ("5.2", "年度重大行政决策"),
        ("5.3", "后置审批"),
        ("5.7", "年度依法行政考评"),
        ("5.9", "长效机制"),
        ("11.8", "完成后"),
        ("15.3", "定期常态性抽检"),
        ("20.3", "定期新闻发布会制度"),
    ],
)
def test_words_that_only_look_like_time_state_no_cadence(task: str, words: str) -> None:
    """Names of plans, lists, systems and mechanisms are traps: they leave the task due once."""
    assert words in SHIPPED[task]["text"].replace(" ", "")
    assert not {"cadence", "due", "within", "awaits"} & SHIPPED[task].keys()


def test_deadlines_run_from_an_event() -> None:
    """Two tasks have a time limit from an event: one stated, one of the regulations of 2008."""
    assert ids_with("within") == "5.6 22.1"
    assert ids_with("within", "10 workdays") == "5.6"
    assert ids_with("within", "15 workdays") == "22.1"
    assert ids_with("due") == ""


def test_awaited_conditions_are_quoted_from_the_text() -> None:
    """A task waits only for what others must do first, in the words of the document."""
    assert ids_with("awaits") == "4.2 10.4 11.5 16.1 18.4"
    assert all(task.get("awaits", "") in task["text"] for task in SHIPPED.values())


def test_doubts_are_on_the_tasks_they_concern() -> None:
    """Every doubt that the document leaves is on its task, or on the first it concerns."""
    assert ids_with("doubts") == (
        "2.4 2.7 2.11 3.1 5.3 5.5 5.6 10.1 11.1 11.4 14.2 14.4 14.6 16.1 20.3 21.1 22.1"
    )


@pytest.mark.parametrize(
    ("lacks", "doubt"),
    [
        (lambda task: "定期" in task.text and SHIPPED[task.id].get("cadence") == "ongoing", "定期"),
        (lambda task: not task.text.endswith("。"), "句号"),
        (lambda task: not task.lead, "牵头单位"),
    ],
    ids=["interval", "full-stop", "lead"],
)
def test_what_is_missing_is_doubted(lacks: Callable[[Task], bool], doubt: str) -> None:
    """Missing intervals, full stops and leads are doubted wherever they occur, and only there."""
    doubted = [i for i, task in SHIPPED.items() if doubt in "".join(task.get("doubts", ()))]
    assert doubted == [task.id for task in ISSUED_TASKS if lacks(task)]


def test_units_that_may_be_identical_are_kept_apart() -> None:
    """The two names of the market regulator are kept apart until a person decides."""
    first, second = "区市场和监督管理局", "区市场和质量技术监督局"
    assert ids_with("lead", [first]) == "5.3 5.4 15.1 15.2 15.3"
    assert ids_with("lead", [second]) == "11.1 11.2 11.3 11.4 11.5 11.6 11.7 11.8 11.9"


# The files as people edit them


def test_keys_are_known_and_in_order() -> None:
    """Every task has keys of the format only, in its order."""
    for task in SHIPPED.values():
        assert list(task) == [key for key in KEY_ORDER.split() if key in task]


def test_other_tools_read_ids_as_text() -> None:
    """The usual typing of YAML keeps 2.10 apart from 2.1, and reads every text alike."""
    data = yaml.safe_load(TASKS.read_text(encoding="utf-8"))
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    assert [task["id"] for task in tasks] == list(SHIPPED)
    assert [task["text"] for task in tasks] == [task["text"] for task in SHIPPED.values()]
    assert [group["id"] for group in data["groups"]] == list(range(1, 23))


@pytest.mark.parametrize("path", [TASKS, UNITS], ids=lambda path: path.name)
def test_files_are_clean(path: Path) -> None:
    """A file names its schema first, ends in one newline and has no tab or trailing blank."""
    text = path.read_bytes().decode("utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=.schema/{path.stem}.schema.json\n")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"[\t\r]| \n", text)


# units.yaml


def test_registry_has_the_printed_units_and_the_towns() -> None:
    """The 25 units printed in the document and the nine towns are registered, and no others."""
    names = [unit["name"] for unit in REGISTRY["units"]]
    collectives = [collective["name"] for collective in REGISTRY["collectives"]]
    assert collectives == ["各镇（街）", "各部门"]
    printed = units_named_in_roles() - set(collectives)
    assert len(printed) == 25
    assert sorted(names) == sorted([*printed, *TOWNS])


def test_kinds_distinguish_units_outside_the_departments() -> None:
    """Towns, the two tax bureaus and the power company are not departments of the district."""
    kinds: dict[str, list[str]] = {}
    for unit in REGISTRY["units"]:
        kinds.setdefault(unit["kind"], []).append(unit["name"])
    assert kinds.keys() == {"party", "government", "vertical", "enterprise", "town"}
    assert kinds["party"] == ["区委宣传部", "区编办", "区网信办"]
    assert kinds["vertical"] == ["南沙区国税局", "南沙区地税局"]
    assert kinds["enterprise"] == ["南沙区供电局"]
    assert kinds["town"] == TOWNS


def test_collectives_have_their_members() -> None:
    """The towns are listed one by one, the departments gathered by kind."""
    towns, departments = REGISTRY["collectives"]
    assert towns["members"] == TOWNS
    assert departments["kinds"] == ["party", "government"]


def test_no_name_means_two_units() -> None:
    """No name or alias belongs to more than one unit or collective, or is repeated on one."""
    entries = chain(REGISTRY["units"], REGISTRY["collectives"])
    names = [name for entry in entries for name in (entry["name"], *entry.get("aliases", ()))]
    assert sorted(names) == sorted(set(names))


def test_supervisor_is_a_registered_unit() -> None:
    """The unit that supervises the plan can be looked up like any other."""
    assert DATA["plan"]["supervisor"] in {unit["name"] for unit in REGISTRY["units"]}
