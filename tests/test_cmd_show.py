"""``gkplan show``: one task whole."""

import json

import pytest
from conftest import Bench
from rich.cells import cell_len

JOURNAL = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-29
  evidence: [https://example.cn/8, evidence/8.pdf]
  note: 已公开8月数据。
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-20
  problem: 系统故障。
  next: 下周恢复。
  by: 张三
"""


@pytest.fixture
def told(small: Bench) -> Bench:
    """The small plan, with the records of one unit."""
    small.write("data/progress/甲局.yaml", JOURNAL)
    return small


def test_a_periodic_task_shows_every_period_and_the_journal(told: Bench) -> None:
    assert told.ok("show", "1.2", "--as-of", "2017-11-06").rstrip("\n") == (
        "事项      1.2\n"
        "工作任务  一、第一组\n"
        "具体事项  按月公开。\n"
        "牵头      甲局\n"
        "频次      每月，每期结束后20个工作日内\n"
        "状态      受阻，逾期\n"
        "期        已办 1，已开始 4，共 5\n"
        "下一时限  2017-11-03\n"
        "最近填报  2017-10-20，佐证 2 件\n"
        "\n"
        "单位  职责  期       时限        状态    最近填报\n"
        "甲局  牵头  2017-08  2017-09-28  已完成  2017-09-29\n"
        "甲局  牵头  2017-09  2017-11-03  受阻    2017-10-20 逾期 3 天\n"
        "甲局  牵头  2017-10  2017-11-28  未启动  -\n"
        "甲局  牵头  2017-11  2017-12-28  未启动  -\n"
        "甲局  牵头  2017-12  2018-01-29  未启动  - 未开始\n"
        "\n"
        "日期        单位  期       状态    进展\n"
        "2017-10-20  甲局  2017-09  受阻    存在问题：系统故障。 下一步：下周恢复。 填报人：张三\n"
        "2017-09-29  甲局  2017-08  已完成  已公开8月数据。 "
        "佐证：https://example.cn/8 佐证：evidence/8.pdf"
    )


def test_a_task_shows_roles_coverage_merging_doubts_and_tags(small: Bench) -> None:
    small.write(
        "data/tasks.yaml",
        """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - id: "1.1"
    text: 大家落实。
    lead: [丙委]
    support: [乙局]
    implement: [各镇, 各部门]
    merged: true
    due: 2017-11-30
    awaits: 文件出台
    doubts: [单位存疑。, 时限存疑。]
    tags: [重点, 民生]
""",
    )
    small.write("data/progress/丁镇.yaml", '- task: "1.1"\n  status: done\n  date: 2017-10-20\n')
    assert small.ok("show", "一.1").rstrip("\n") == (
        "事项      1.1\n"
        "工作任务  一、第一组\n"
        "具体事项  大家落实。\n"
        "牵头      丙委\n"
        "落实      各镇（1 个单位）、各部门（3 个单位）\n"
        "配合      乙局\n"
        "单位来源  原表单位栏空白，取自上方合并格\n"
        "频次      一次性，2017-11-30 前\n"
        "等待条件  文件出台\n"
        "标签      重点、民生\n"
        "存疑      单位存疑。\n"
        "存疑      时限存疑。\n"
        "状态      条件未具备\n"
        "落实覆盖  3 个单位中 1 个已办\n"
        "下一时限  2017-11-30\n"
        "最近填报  2017-10-20，佐证 0 件\n"
        "\n"
        "单位  职责  期  时限        状态        最近填报\n"
        "丙委  牵头  -   2017-11-30  条件未具备  -\n"
        "丁镇  落实  -   2017-11-30  已完成      2017-10-20\n"
        "甲局  落实  -   2017-11-30  条件未具备  -\n"
        "乙局  落实  -   2017-11-30  条件未具备  -\n"
        "\n"
        "日期        单位  期  状态    进展\n"
        "2017-10-20  丁镇  -   已完成  -"
    )


def test_json_is_the_listed_task_with_duties_and_records(told: Bench) -> None:
    shown = json.loads(told.ok("show", "1.2", "--format", "json"))
    listed = json.loads(told.ok("list", "1.2", "--format", "json"))
    duty = {
        "unit": "甲局",
        "role": "lead",
        "begun": True,
        "overdue": False,
        "last_report": None,
        "evidence": 0,
        "status": "todo",
    }
    record = dict.fromkeys(("event", "note", "problem", "next", "by")) | {"unit": "甲局"}
    assert shown == {
        **listed,
        "format": "gkplan/show/1",
        "tasks": [
            {
                **listed["tasks"][0],
                "duties": [
                    duty
                    | {"period": "2017-08", "due": "2017-09-28", "status": "done"}
                    | {"last_report": "2017-09-29", "evidence": 2},
                    duty
                    | {"period": "2017-09", "due": "2017-11-03", "status": "blocked"}
                    | {"last_report": "2017-10-20"},
                    duty | {"period": "2017-10", "due": "2017-11-28"},
                    duty | {"period": "2017-11", "due": "2017-12-28", "begun": False},
                    duty | {"period": "2017-12", "due": "2018-01-29", "begun": False},
                ],
                "records": [
                    record
                    | {"task": "1.2", "period": "2017-09", "status": "blocked"}
                    | {"date": "2017-10-20", "evidence": []}
                    | {"problem": "系统故障。", "next": "下周恢复。", "by": "张三"},
                    record
                    | {"task": "1.2", "period": "2017-08", "status": "done"}
                    | {"date": "2017-09-29", "note": "已公开8月数据。"}
                    | {"evidence": ["https://example.cn/8", "evidence/8.pdf"]},
                ],
            }
        ],
    }


def test_several_ids_are_shown_in_the_order_asked_for(small: Bench) -> None:
    shown = small.ok("show", "2.2", "1")
    heads = [line.split()[1] for line in shown.split("\n") if line.startswith("事项")]
    assert heads == ["2.2", "1.1", "1.2"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["2.4"], "没有事项 “2.4”\n  “二、第二组” 有 2.1 至 2.3"),
        (["1.1", "--format", "csv"], "--format 不接受 “csv”\n  可用：table、json"),
        ([], "缺少 ID...\n  用法：gkplan show ID... [选项]；详见 --help"),
    ],
    ids=["unknown", "format", "none"],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    result = small.run("show", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_everything_is_shown_within_the_width(starter: Bench, width: int) -> None:
    out = starter.ok("show", "5.6", terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    joined = out.replace("\n", "").replace(" ", "")
    assert "起10个工作日内，提请本级政府门户网站管理机构在已发布的原文件上明确标注" in joined
    assert "…" not in joined
