"""The plan that ships, imported from the text as issued, is the plan that people settled."""

from datetime import date
from pathlib import Path

from conftest import REPO

from gkplan.domain.model import Plan, Task
from gkplan.domain.vocabulary import Cadence
from gkplan.folder.load import load
from gkplan.folder.location import shipped
from gkplan.importing import Imported, import_plan

SOURCE = REPO / "tests" / "source" / "nansha-2017-94.txt"
FIELDS = ("text", "lead", "support", "implement", "merged", "cadence", "due", "within", "awaits")
TODAY = date(2026, 11, 23)

SETTLED_BY_A_PERSON = {
    # 及时公开 stands beside 建立健全机制, which is done once, by the end of the year.
    ("4.1", "cadence"): ((Cadence.EVENT,), (Cadence.ONCE,)),
}
"""What the importer reads, and what a person made of it."""


def imported() -> Imported:
    return import_plan(SOURCE.name, SOURCE.read_bytes(), TODAY)


def settled() -> Plan:
    return load(shipped(Path.cwd())).sound().ledger().plan


def fields(task: Task) -> dict[str, object]:
    return {name: getattr(task, name) for name in FIELDS}


def test_groups_are_those_of_the_plan_as_settled() -> None:
    found = [(group.id, group.label, group.title) for group in imported().plan.groups]
    assert found == [(group.id, group.label, group.title) for group in settled().groups]


def test_tasks_are_those_of_the_plan_as_settled_but_for_what_a_person_decided() -> None:
    found, wanted = imported().plan.tasks, settled().tasks
    differences = {
        (name, field): (value, getattr(wanted[name], field))
        for name, task in found.items()
        for field, value in fields(task).items()
        if value != getattr(wanted[name], field)
    }
    assert list(found) == list(wanted)
    assert differences == SETTLED_BY_A_PERSON


def test_head_is_that_of_the_plan_as_settled() -> None:
    found, wanted = imported().plan.head, settled().plan
    assert (found.title, found.number, found.issuer, found.supervisor) == (
        *(wanted.title, wanted.number, wanted.issuer, wanted.supervisor),
    )
    assert (found.issued, found.ends, found.lag) == (wanted.issued, wanted.ends, wanted.lag)


def test_units_are_those_of_the_registry_as_settled() -> None:
    registry = load(shipped(Path.cwd())).sound().ledger().registry
    towns = {unit.name for unit in registry.units if unit.kind == "town"}
    found = imported().registry
    names = {unit.name for unit in found.units} | {one.name for one in found.collectives}
    wanted = {unit.name for unit in registry.units} | {one.name for one in registry.collectives}
    assert wanted - names == towns  # general knowledge: the document names no town
    assert names <= wanted


def test_what_is_doubtful_in_the_text_is_told_with_its_place() -> None:
    doubts = {name: task.doubts for name, task in imported().plan.tasks.items() if task.doubts}
    assert {name: [doubt[:12] for doubt in found] for name, found in doubts.items()} == {
        "2.7": ["句末无句号，原文是否完整"],
        "3.1": ["原件没有序号（第42行）"],
        "5.3": ["句末无句号，原文是否完整"],
        "10.1": ["“定期”未写明间隔（第7"],
        "11.4": ["句末无句号，原文是否完整"],
        "14.4": ["“定期”未写明间隔（第9"],
        "14.6": ["“定期”未写明间隔（第9"],
        "20.3": ["没有写明牵头单位（第12"],
        "21.1": ["本组标题与第123行的一"],
        "22.1": ["“法定时限”未写明天数，"],
    }


def test_only_the_letter_around_the_plan_is_left_over() -> None:
    assert [(said.place, said.text[:10]) for said in imported().unplaced] == [
        ("第8行", "广州市南沙区人民政府"),
        ("第10行", "各镇（街），开发区（"),
        ("第12行", "《南沙区贯彻落实国务"),
    ]
