"""``gkplan units``: the registry."""

import json

import pytest
from conftest import Bench


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
