"""The JSON Schemas for editors: up to date, valid, and correct for valid and invalid files."""

import json
import re
from typing import Any

import pytest
import yaml
from conftest import REPO, SMALL_TASKS, SMALL_UNITS, Bench
from jsonschema import Draft202012Validator

DATA = REPO / "data"
NAMES = ["tasks", "units", "journal", "reviews", "calendar"]
JOURNAL = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/1]
  note: 已公开。
- {task: "2.3", event: 2017-09-01, status: 正在推进, date: 2017-09-02, evidence: 1.pdf}
- {task: "1.2", period: 2017, status: waived, date: 2017-09-02, problem: , next: , by: 某某}
"""
CALENDAR = "- {year: 2027, holidays: [2027-01-01], workdays: [2027-02-07]}\n- year: 2028\n"


class Yaml12(yaml.SafeLoader):
    """Loads YAML as editors do, by the core schema of YAML 1.2: dates and ``no`` are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (so PyYAML has it)


for kind, pattern, first in [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?\d+", list("-+0123456789")),
    ("float", r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", list("-+.0123456789")),
]:
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), first)


def validator(name: str) -> Draft202012Validator:
    """Return the validator of one kind of file, from the schema in ``data``."""
    text = (DATA / ".schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def complaints(name: str, text: str) -> list[str]:
    """Return where an editor would report an error: the keys that lead there."""
    data = yaml.load(text, Loader=Yaml12)  # noqa: S506  (a SafeLoader with fewer types)
    return sorted(error.json_path for error in validator(name).iter_errors(data))


def test_the_schemas_in_the_plan_folder_are_up_to_date(empty: Bench) -> None:
    empty.ok("schema", "--output", ".")
    kept = {path.name: path.read_text(encoding="utf-8") for path in (DATA / ".schema").iterdir()}
    made = {name: text.decode() for name, text in empty.files().items()}
    assert kept == made, "run: gkplan schema --output data/.schema"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_itself_valid(name: str) -> None:
    Draft202012Validator.check_schema(validator(name).schema)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tasks", (DATA / "tasks.yaml").read_text(encoding="utf-8")),
        ("units", (DATA / "units.yaml").read_text(encoding="utf-8")),
        ("tasks", SMALL_TASKS),
        ("units", SMALL_UNITS),
        ("units", SMALL_UNITS.replace("members: [丁镇]", "members: 丁镇")),
        ("units", "units: []\ncollectives: []\n"),
        ("journal", JOURNAL),
        ("journal", JOURNAL.replace("[https://example.cn/1]", "")),
        ("journal", ""),
        ("journal", "[]"),
        ("calendar", CALENDAR),
        ("calendar", ""),
        ("tasks", SMALL_TASKS.replace("cadence: monthly", "cadence: 每月")),
        ("tasks", SMALL_TASKS.replace("cadence: monthly", "cadence: [每月, ongoing]")),
        ("tasks", SMALL_TASKS.replace("cadence: monthly", "due:")),
        ("tasks", SMALL_TASKS.replace("cadence: monthly", "merged: true")),
        ("tasks", SMALL_TASKS.replace("lag: 20 workdays", "lag: 20个工作日")),
        ("tasks", SMALL_TASKS.replace("lag: 20 workdays", "lag: 1 day")),
    ],
)
def test_a_valid_file_has_no_errors(name: str, text: str) -> None:
    assert complaints(name, text) == []


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("tasks", "", ["$"]),
        ("tasks", "[]", ["$"]),
        ("tasks", "plan: {}\n", ["$", "$.plan", "$.plan", "$.plan"]),
        ("tasks", SMALL_TASKS.replace("lead: [乙局]", "leads: [乙局]"), ["$.groups[1].tasks[1]"]),
        ("tasks", SMALL_TASKS.replace("按月公开。", ""), ["$.groups[0].tasks[1].text"]),
        ("tasks", SMALL_TASKS.replace('"2.2"', "2.2"), ["$.groups[1].tasks[1].id"]),
        ("tasks", SMALL_TASKS.replace("monthly", "每周"), ["$.groups[0].tasks[1].cadence"]),
        ("tasks", SMALL_TASKS.replace("2017-12-31", "2017年底"), ["$.plan.ends"]),
        ("tasks", SMALL_TASKS.replace("15 workdays", "十五日"), ["$.groups[1].tasks[2].within"]),
        ("tasks", SMALL_TASKS.replace("id: 2\n", "id: 二\n"), ["$.groups[1].id"]),
        ("tasks", SMALL_TASKS.replace("awaits: 文", "merged: 文"), ["$.groups[1].tasks[1].merged"]),
        ("units", SMALL_UNITS.replace("kind: town", "kind: 村"), ["$.units[3].kind"]),
        ("units", SMALL_UNITS.replace("name: 丙委, ", ""), ["$.units[2]"]),
        ("units", SMALL_UNITS.replace("members: [丁镇]", "members: {}"), [
            "$.collectives[1].members"]),
        ("journal", "task: 1", ["$"]),
        ("journal", JOURNAL.replace("status: done", "status: 完毕"), ["$[0].status"]),
        ("journal", JOURNAL.replace("2017-08", "8月"), ["$[0].period"]),
        ("journal", JOURNAL.replace("note:", "备注:"), ["$[0]"]),
        ("journal", JOURNAL.replace("date: 2017-09-12", "unit: 甲局"), ["$[0]", "$[0]"]),
        ("calendar", CALENDAR.replace("2027-01-01", "元旦"), ["$[0].holidays"]),
        ("calendar", CALENDAR.replace("year: 2028", "holidays: 2028-01-01"), ["$[1]"]),
    ],
)  # fmt: skip
def test_an_invalid_file_has_errors_at_their_positions(
    name: str, text: str, places: list[str]
) -> None:
    assert complaints(name, text) == places


@pytest.mark.parametrize("name", ["tasks", "units"])
def test_the_first_line_of_a_file_leads_an_editor_to_its_schema(name: str) -> None:
    first, _, _ = (DATA / f"{name}.yaml").read_text(encoding="utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema=.schema/{name}.schema.json"
    assert (DATA / ".schema" / f"{name}.schema.json").is_file()
