"""``gkplan units``: the registry."""

import json

import pytest
from conftest import Bench, Result


def test_the_table_lists_units_then_collectives(small: Bench) -> None:
    assert small.ok("units") == (
        "单位    类别      牵头  落实  配合  别名\n"
        "甲局    政府部门  3     1     0     甲\n"
        "乙局    政府部门  2     1     1     乙\n"
        "丙委    党委部门  2     0     0     -\n"
        "丁镇    镇（街）  0     1     0     -\n"
        "各部门  集合单位  -     -     -     3 个：甲局、乙局、丙委\n"
        "各镇    集合单位  -     -     -     1 个：丁镇\n"
        "共 4 个单位，2 个集合单位\n"
    )


def test_one_unit_by_alias(small: Bench) -> None:
    assert small.ok("units", "乙") == (
        "单位  类别      牵头  落实  配合  别名\n"
        "乙局  政府部门  2     1     1     乙\n"
        "共 1 个单位，0 个集合单位\n"
    )


def test_one_collective_by_a_part_of_its_name(small: Bench) -> None:
    assert small.ok("units", "部门") == (
        "单位    类别      牵头  落实  配合  别名\n"
        "各部门  集合单位  -     -     -     3 个：甲局、乙局、丙委\n"
        "共 0 个单位，1 个集合单位\n"
    )


def test_csv_leaves_empty_what_does_not_apply(small: Bench) -> None:
    assert small.ok("units", "--format", "csv") == (
        "单位,类别,牵头,落实,配合,别名\r\n"
        "甲局,政府部门,3,1,0,甲\r\n"
        "乙局,政府部门,2,1,1,乙\r\n"
        "丙委,党委部门,2,0,0,\r\n"
        "丁镇,镇（街）,0,1,0,\r\n"
        "各部门,集合单位,,,,3 个：甲局、乙局、丙委\r\n"
        "各镇,集合单位,,,,1 个：丁镇\r\n"
    )


def test_markdown(small: Bench) -> None:
    assert small.ok("units", "丁镇", "--format", "md") == (
        "| 单位 | 类别 | 牵头 | 落实 | 配合 | 别名 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 丁镇 | 镇（街） | 0 | 1 | 0 | - |\n"
        "\n"
        "共 1 个单位，0 个集合单位\n"
    )


def test_json(small: Bench) -> None:
    data = json.loads(small.ok("units", "--format", "json"))
    assert sorted(data) == ["as_of", "collectives", "format", "plan", "units"]
    assert data["format"] == "gkplan/units/1"
    assert data["units"][1] == {
        "name": "乙局",
        "aliases": ["乙"],
        "kind": "government",
        "tasks": {"lead": 2, "implement": 1, "support": 1},
        "direct": 2,
    }
    assert data["collectives"] == [
        {"name": "各部门", "aliases": [], "members": ["甲局", "乙局", "丙委"]},
        {"name": "各镇", "aliases": [], "members": ["丁镇"]},
    ]
    collective = json.loads(small.ok("units", "各镇", "--format", "json"))
    assert (collective["units"], collective["collectives"]) == ([], [data["collectives"][1]])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["各"], "“各” 对应多个单位\n  请写全：各部门、各镇"),
        (["--format", "html"], "--format 不接受 “html”\n  可用：table、json、csv、md"),
        (["甲局", "乙局"], "多了参数：乙局\n  用法：gkplan units [U] [选项]；详见 --help"),
    ],
    ids=["ambiguous", "format", "too many"],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    result = small.run("units", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")


SILENT = """\
单位  类别      牵头  落实  配合  别名
乙局  政府部门  2     1     1     乙
丙委  党委部门  2     0     0     -
共 2 个单位，0 个集合单位
"""


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with reports of two units."""
    for unit in ("甲局", "丁镇"):
        small.write(
            f"data/progress/{unit}.yaml", '- {task: "2.1", status: doing, date: 2017-10-09}\n'
        )
    return small


def test_silent_lists_the_units_that_owe_something_and_never_reported(recorded: Bench) -> None:
    assert recorded.run("units", "--silent") == Result(0, SILENT, "")
    data = json.loads(recorded.ok("units", "--silent", "--format", "json"))
    assert [unit["name"] for unit in data["units"]] == ["乙局", "丙委"]
    assert data["collectives"] == []
    assert recorded.ok("units", "--silent", "--format", "csv") == (
        "单位,类别,牵头,落实,配合,别名\r\n乙局,政府部门,2,1,1,乙\r\n丙委,党委部门,2,0,0,\r\n"
    )


@pytest.mark.parametrize(
    ("as_of", "names"),
    [
        ("2017-07-31", []),  # nothing has begun
        ("2017-08-02", ["甲局"]),  # only a period of its monthly task
        ("2017-08-03", ["甲局", "乙局", "丙委", "丁镇"]),
        ("2017-10-08", ["甲局", "乙局", "丙委", "丁镇"]),
        ("2017-10-09", ["乙局", "丙委"]),
    ],
)
def test_who_is_silent_depends_on_the_day(recorded: Bench, as_of: str, names: list[str]) -> None:
    data = json.loads(recorded.ok("units", "--silent", "--as-of", as_of, "--format", "json"))
    assert [unit["name"] for unit in data["units"]] == names


def test_a_unit_that_only_waits_or_supports_is_not_silent(small: Bench) -> None:
    """乙局 waits for a document and supports; what it implements goes to another."""
    tasks = small.read("data/tasks.yaml").replace("[各镇, 各部门]", "[各镇, 甲局]")
    small.write("data/tasks.yaml", tasks)
    data = json.loads(small.ok("units", "--silent", "--format", "json"))
    assert [unit["name"] for unit in data["units"]] == ["甲局", "丙委", "丁镇"]


def test_a_unit_whose_only_record_was_taken_back_is_silent_again(recorded: Bench) -> None:
    recorded.ok("mark", "2.1", "withdrawn", "-u", "丁镇")
    data = json.loads(recorded.ok("units", "--silent", "--format", "json"))
    assert [unit["name"] for unit in data["units"]] == ["乙局", "丙委", "丁镇"]


@pytest.mark.parametrize("kind", ["government", "政府部门", "Government"])
def test_a_kind_is_listed_without_collectives(recorded: Bench, kind: str) -> None:
    assert recorded.run("units", "--kind", kind) == Result(
        0,
        "单位  类别      牵头  落实  配合  别名\n"
        "甲局  政府部门  3     1     0     甲\n"
        "乙局  政府部门  2     1     1     乙\n"
        "共 2 个单位，0 个集合单位\n",
        "",
    )


def test_several_kinds_are_added_up_and_narrow_what_is_silent(recorded: Bench) -> None:
    assert recorded.ok("units", "--kind", "party", "--kind", "镇（街）") == (
        "单位  类别      牵头  落实  配合  别名\n"
        "丙委  党委部门  2     0     0     -\n"
        "丁镇  镇（街）  0     1     0     -\n"
        "共 2 个单位，0 个集合单位\n"
    )
    assert recorded.ok("units", "--silent", "--kind", "town、party") == (
        "单位  类别      牵头  落实  配合  别名\n"
        "丙委  党委部门  2     0     0     -\n"
        "共 1 个单位，0 个集合单位\n"
    )


NONE = "单位  类别  牵头  落实  配合  别名\n共 0 个单位，0 个集合单位\n"


def test_an_empty_list_is_reported(recorded: Bench) -> None:
    assert recorded.run("units", "--silent", "--kind", "town") == Result(
        0, NONE, "这些单位里没有从未填报的单位\n"
    )
    assert recorded.run("units", "丁镇", "--kind", "party") == Result(
        0, NONE, "这些单位里没有符合条件的单位\n"
    )
    assert recorded.run("units", "--kind", "enterprise") == Result(
        2,
        "",
        "错误：名册里没有企业\n  有这些类别：government 政府部门、party 党委部门、town 镇（街）\n",
    )
