"""``gkplan schema``: JSON Schema of the files, for editors."""

import json
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import REPO, Bench

NAMES = ["tasks", "units", "journal", "reviews", "calendar"]


class _TextDates(yaml.SafeLoader):
    """Loads YAML as an editor's schema checker does: dates are text, the rest is typed."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def validator(bench: Bench, name: str) -> Any:
    """Return the validator of one kind of file."""
    schema = json.loads(bench.ok("schema", name))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def errors(bench: Bench, name: str, text: str) -> list[str]:
    """Return the paths of the values that an editor would underline."""
    found = validator(bench, name).iter_errors(yaml.load(text, _TextDates))  # noqa: S506
    return [error.json_path for error in found]


def test_all_schemas_are_one_document(empty: Bench) -> None:
    every = json.loads(empty.ok("schema"))
    assert list(every) == NAMES
    assert every == {name: json.loads(empty.ok("schema", name)) for name in NAMES}


@pytest.mark.parametrize("name", ["tasks", "units"])
def test_the_shipped_files_keep_their_schema(empty: Bench, name: str) -> None:
    assert errors(empty, name, (REPO / f"data/{name}.yaml").read_text("utf-8")) == []


def test_what_mark_writes_keeps_the_schema(small: Bench) -> None:
    args = ("--note", "no", "--problem", "1.10", "--next", "2017", "--by", "张三")
    small.ok("mark", "1.2", "done", "--period", "2017-08", "--evidence", "https://a.cn", *args)
    small.ok("mark", "2.3", "doing", "--unit", "甲", "--event", "2017-10-09")
    assert errors(small, "journal", small.read("data/progress/甲局.yaml")) == []


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("journal", '- {task: "1.1", status: finished, date: 2017-09-01}', "$[0].status"),
        ("journal", '- {task: "1.1", status: done, date: 2017-9-1}', "$[0].date"),
        ("journal", '- {task: "1.1", status: done}', "$[0]"),
        ("journal", '- {task: "1.1", status: done, date: 2017-09-01, memo: x}', "$[0]"),
        ("journal", "- {task: 2.10, status: done, date: 2017-09-01}", "$[0].task"),
        ("units", "units: [{name: 甲局, kind: 大局}]", "$.units[0].kind"),
        ("calendar", "- {year: 2030, workdays: [元旦]}", "$[0].workdays"),
        (
            "tasks",
            "plan: {title: 甲, issued: 2017-08-03}\ngroups: []",
            "$.plan",
        ),
    ],
)
def test_a_slip_is_underlined_at_its_position(
    empty: Bench, name: str, text: str, path: str
) -> None:
    assert errors(empty, name, text) == [path]


def test_an_empty_journal_is_fine(empty: Bench) -> None:
    assert errors(empty, "journal", "# 还没有记录\n") == []


def test_the_schemas_are_written_as_init_writes_them(starter: Bench) -> None:
    assert starter.ok("schema", "-o", "mine/schemas") == (
        "mine/schemas/tasks.schema.json\n"
        "mine/schemas/units.schema.json\n"
        "mine/schemas/journal.schema.json\n"
        "mine/schemas/reviews.schema.json\n"
        "mine/schemas/calendar.schema.json\n"
    )
    for name in NAMES:
        file = f"{name}.schema.json"
        assert starter.read(f"mine/schemas/{file}") == starter.read(f"data/.schema/{file}")
    assert starter.ok("schema", "units", "--output", "one") == "one/units.schema.json\n"


def test_an_unknown_file_is_explained(empty: Bench) -> None:
    result = empty.run("schema", "plan")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("不接受 “plan”\n  可用：tasks、units、journal、reviews、calendar\n")
