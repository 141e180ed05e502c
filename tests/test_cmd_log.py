"""``gkplan log``: the journal, newest first."""

import json

import pytest
from conftest import Bench


@pytest.fixture
def told(small: Bench) -> Bench:
    """The small plan, with the journals of two units."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-20
  problem: 系统故障。
  next: 下周恢复。
  by: 张三
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8, evidence/8.pdf]
  note: 已公开8月数据。
- task: "2.3"
  event: 2017-10-09
  status: doing
  date: 2017-10-20
""",
    )
    small.write("data/progress/丁镇.yaml", '- task: "2.1"\n  status: done\n  date: 2017-11-01\n')
    return small


def test_the_table_has_the_newest_first_and_of_one_day_the_later_in_the_file(told: Bench) -> None:
    assert told.ok("log", "--as-of", "2017-11-01") == (
        "日期        编号  期          单位  状态      进展\n"
        "2017-11-01  2.1   -           丁镇  已完成    -\n"
        "2017-10-20  2.3   2017-10-09  甲局  正在推进  -\n"
        "2017-10-20  1.2   2017-09     甲局  受阻      "
        "存在问题：系统故障。 下一步：下周恢复。 填报人：张三\n"
        "2017-09-12  1.2   2017-08     甲局  已完成    "
        "已公开8月数据。 佐证：https://example.cn/8 佐证：evidence/8.pdf\n"
        "共 4 条记录\n"
    )


def test_csv_has_every_field_in_a_column_of_its_own(told: Bench) -> None:
    assert told.ok("log", "--format", "csv") == (
        "日期,编号,期,起算日,单位,状态,进展情况,存在问题,下一步,佐证材料,填报人,类别,延期到\r\n"
        "2017-10-20,2.3,,2017-10-09,甲局,正在推进,,,,,,填报,\r\n"
        "2017-10-20,1.2,2017-09,,甲局,受阻,,系统故障。,下周恢复。,,张三,填报,\r\n"
        "2017-09-12,1.2,2017-08,,甲局,已完成,已公开8月数据。,,,"
        '"https://example.cn/8\nevidence/8.pdf",,填报,\r\n'
    )


def test_markdown(told: Bench) -> None:
    assert told.ok("log", "--since", "2017-10-01", "--format", "md") == (
        "| 日期 | 编号 | 期 | 单位 | 状态 | 进展 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2017-10-20 | 2.3 | 2017-10-09 | 甲局 | 正在推进 | - |\n"
        "| 2017-10-20 | 1.2 | 2017-09 | 甲局 | 受阻 | "
        "存在问题：系统故障。<br>下一步：下周恢复。<br>填报人：张三 |\n"
        "\n"
        "共 2 条记录\n"
    )


def test_json(told: Bench) -> None:
    data = json.loads(told.ok("log", "1.2", "--format", "json"))
    assert (data["format"], data["as_of"]) == ("gkplan/log/1", "2017-10-31")
    assert data["records"] == [
        {
            "unit": "甲局",
            "task": "1.2",
            "period": "2017-09",
            "event": None,
            "status": "blocked",
            "date": "2017-10-20",
            "evidence": [],
            "note": None,
            "problem": "系统故障。",
            "next": "下周恢复。",
            "by": "张三",
        },
        {
            "unit": "甲局",
            "task": "1.2",
            "period": "2017-08",
            "event": None,
            "status": "done",
            "date": "2017-09-12",
            "evidence": ["https://example.cn/8", "evidence/8.pdf"],
            "note": "已公开8月数据。",
            "problem": None,
            "next": None,
            "by": None,
        },
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], "2.3 1.2 1.2"),
        (["--as-of", "2017-11-01"], "2.1 2.3 1.2 1.2"),
        (["--as-of", "2017-10-19"], "1.2"),
        (["--since", "2017-10-20"], "2.3 1.2"),
        (["--since", "2017-10-21"], ""),
        (["二"], "2.3"),
        (["1-2", "2.3"], "2.3 1.2 1.2"),
        (["--unit", "丁"], ""),
        (["--unit", "丁", "--as-of", "2017-12-31"], "2.1"),
        (["1", "-u", "甲局", "--since", "2017-10-01"], "1.2"),
    ],
    ids=" ".join,
)
def test_every_option_chooses(told: Bench, args: list[str], expected: str) -> None:
    records = json.loads(told.ok("log", *args, "--format", "json"))["records"]
    assert [record["task"] for record in records] == expected.split()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--since", "9月"], "--since：“9月” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (["--format", "text"], "--format 不接受 “text”\n  可用：table、json、csv、md"),
        (["--unit", "局"], "“局” 对应多个单位\n  请写全：甲局、乙局"),
        (["2.9"], "没有事项 “2.9”\n  “二、第二组” 有 2.1 至 2.3"),
    ],
    ids=["since", "format", "unit", "id"],
)
def test_a_request_that_does_not_fit_is_explained(
    told: Bench, args: list[str], message: str
) -> None:
    result = told.run("log", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")
