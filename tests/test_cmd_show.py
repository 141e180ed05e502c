"""``gkplan show``: everything about one task."""

import json
import re

import pytest
from conftest import SMALL_TASKS, Bench
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
def recorded(small: Bench) -> Bench:
    """The small plan, with the records of one unit."""
    small.write("data/progress/甲局.yaml", JOURNAL)
    return small


def test_a_periodic_task_shows_every_period_and_the_journal(recorded: Bench) -> None:
    assert recorded.ok("show", "1.2", "--as-of", "2017-11-06").rstrip("\n") == (
        "事项      1.2\n"
        "工作任务  一、第一组\n"
        "具体事项  按月公开。\n"
        "牵头      甲局\n"
        "频次      每月，每期结束后20个工作日内\n"
        "状态      受阻，逾期办结 1 天，逾期：甲局\n"
        "期        已办 1，已开始 4，共 5 期\n"
        "下一时限  2017-11-03\n"
        "最近填报  2017-10-20，佐证 2 件\n"
        "\n"
        "单位  职责  期       时限        状态    最近填报\n"
        "甲局  牵头  2017-08  2017-09-28  已完成  2017-09-29 逾期办结 1 天\n"
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
    short: 落实
    lead: [丙委]
    support: [乙局]
    implement: [各镇, 各部门]
    merged: true
    due: 2017-11-30
    doubts: [单位存疑。, 时限存疑。]
    tags: [重点, 民生]
""",
    )
    small.write("data/progress/丁镇.yaml", '- task: "1.1"\n  status: done\n  date: 2017-10-20\n')
    assert small.ok("show", "一.1").rstrip("\n") == (
        "事项      1.1\n"
        "工作任务  一、第一组\n"
        "具体事项  大家落实。\n"
        "简称      落实\n"
        "牵头      丙委\n"
        "落实      各镇（1 个单位）、各部门（3 个单位）\n"
        "配合      乙局\n"
        "单位来源  原表单位栏空白，取自上方合并格\n"
        "频次      一次性，2017-11-30 前\n"
        "标签      重点、民生\n"
        "存疑      单位存疑。\n"
        "存疑      时限存疑。\n"
        "状态      未启动\n"
        "落实覆盖  3 个单位中 1 个已办结或不涉及\n"
        "已报单位  1 个：丁镇\n"
        "未报单位  3 个：丙委、甲局、乙局\n"
        "下一时限  2017-11-30\n"
        "最近填报  2017-10-20，佐证 0 件\n"
        "\n"
        "单位  职责  期  时限        状态    最近填报\n"
        "丙委  牵头  -   2017-11-30  未启动  -\n"
        "丁镇  落实  -   2017-11-30  已完成  2017-10-20\n"
        "甲局  落实  -   2017-11-30  未启动  -\n"
        "乙局  落实  -   2017-11-30  未启动  -\n"
        "\n"
        "日期        单位  期  状态    进展\n"
        "2017-10-20  丁镇  -   已完成  -"
    )


def test_the_due_date_of_a_cancelled_duty_is_not_in_red(small: Bench) -> None:
    """It had passed before the task was cancelled."""
    tasks = small.read("data/tasks.yaml").replace(
        "support: [乙局]", "due: 2017-09-30\n    cancelled: {date: 2017-10-16, basis: 会议纪要}"
    )
    small.write("data/tasks.yaml", tasks)
    red = {}
    for day in ("2017-10-15", "2017-10-16"):
        out = small.ok("show", "1.1", "--as-of", day, terminal=True, color=True)
        red[day] = re.findall(r"\x1b\[1;31m([^\x1b]*[^\x1b ]) *\x1b", out)
    assert red == {"2017-10-15": ["2017-09-30", "- 逾期 15 天"], "2017-10-16": []}


def test_json_is_the_listed_task_with_duties_and_records(recorded: Bench) -> None:
    shown = json.loads(recorded.ok("show", "1.2", "--format", "json"))
    listed = json.loads(recorded.ok("list", "1.2", "--format", "json"))
    duty = {
        "task": "1.2",
        "unit": "甲局",
        "role": "lead",
        "begun": True,
        "overdue": False,
        "last_report": None,
        "evidence": 0,
        "status": "todo",
        "event": None,
        "extension_count": 0,
        "asked_late": False,
        "checked": None,
        "silent": True,
        "returned": False,
        "unproved": False,
        "provisional": False,
        "original_provisional": False,
        "correct_by": None,
        "completed": None,
        "late_days": 0,
        "times_returned": 0,
        "late_entries": 0,
    }
    told_of = {"checked": "unreviewed", "silent": False}
    record = dict.fromkeys(("event", "note", "problem", "next", "by", "entered", "withdrawn"))
    record |= {"unit": "甲局", "late_entry": False, "counted": True}
    assert shown == {
        **listed,
        "format": "gkplan/show/2",
        "tasks": [
            {
                **listed["tasks"][0],
                "duties": [
                    duty
                    | told_of
                    | {"period": "2017-08", "due": "2017-09-28", "original_due": "2017-09-28"}
                    | {"last_report": "2017-09-29", "evidence": 2, "status": "done"}
                    | {"completed": "2017-09-29", "late_days": 1},
                    duty
                    | told_of
                    | {"period": "2017-09", "due": "2017-11-03", "original_due": "2017-11-03"}
                    | {"last_report": "2017-10-20", "status": "blocked"},
                    duty | {"period": "2017-10", "due": "2017-11-28", "original_due": "2017-11-28"},
                    duty
                    | {"period": "2017-11", "due": "2017-12-28", "original_due": "2017-12-28"}
                    | {"begun": False, "silent": False},
                    duty
                    | {"period": "2017-12", "due": "2018-01-29", "original_due": "2018-01-29"}
                    | {"begun": False, "silent": False},
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
                "reviews": [],
                "extensions": [],
                "withdrawals": [],
                "cancelled_duties": [],
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


MANY = """\
- {task: "2.1", status: done, date: 2017-10-09, note: 已全部落实。}
"""


def test_a_task_of_several_units_lists_who_has_reported_and_who_has_not(small: Bench) -> None:
    small.write("data/progress/丁镇.yaml", MANY)
    small.write("data/progress/乙局.yaml", MANY.replace("done", "todo").replace("已全部", "尚未"))
    assert small.ok("show", "2.1").rstrip("\n") == (
        "事项      2.1\n"
        "工作任务  二、第二组\n"
        "具体事项  大家落实。\n"
        "牵头      丙委\n"
        "落实      各镇（1 个单位）、各部门（3 个单位）\n"
        "频次      一次性，2017-12-31 前\n"
        "状态      未启动\n"
        "落实覆盖  3 个单位中 1 个已办结或不涉及\n"
        "已报单位  2 个：丁镇、乙局\n"
        "未报单位  2 个：丙委、甲局\n"
        "下一时限  2017-12-31\n"
        "最近填报  2017-10-09，佐证 0 件\n"
        "\n"
        "单位  职责  期  时限        状态    最近填报\n"
        "丙委  牵头  -   2017-12-31  未启动  -\n"
        "丁镇  落实  -   2017-12-31  已完成  2017-10-09\n"
        "甲局  落实  -   2017-12-31  未启动  -\n"
        "乙局  落实  -   2017-12-31  未启动  2017-10-09\n"
        "\n"
        "日期        单位  期  状态    进展\n"
        "2017-10-09  丁镇  -   已完成  已全部落实。\n"
        "2017-10-09  乙局  -   未启动  尚未落实。"
    )


def test_missing_lists_only_the_units_without_reports(small: Bench) -> None:
    small.write("data/progress/丁镇.yaml", MANY)
    small.write("data/progress/丙委.yaml", MANY.replace("done", "doing"))
    assert small.ok("show", "2.1", "--missing").rstrip("\n") == (
        "事项      2.1\n"
        "工作任务  二、第二组\n"
        "具体事项  大家落实。\n"
        "牵头      丙委\n"
        "落实      各镇（1 个单位）、各部门（3 个单位）\n"
        "频次      一次性，2017-12-31 前\n"
        "状态      正在推进\n"
        "落实覆盖  3 个单位中 1 个已办结或不涉及\n"
        "已报单位  2 个：丙委、丁镇\n"
        "未报单位  2 个：甲局、乙局\n"
        "下一时限  2017-12-31\n"
        "最近填报  2017-10-09，佐证 0 件\n"
        "\n"
        "单位  职责  期  时限        状态    最近填报\n"
        "甲局  落实  -   2017-12-31  未启动  -\n"
        "乙局  落实  -   2017-12-31  未启动  -"
    )


def test_where_all_have_reported_missing_leaves_the_task_itself(small: Bench) -> None:
    small.write("data/progress/乙局.yaml", '- {task: "2.2", status: waiting, date: 2017-10-09}\n')
    assert small.ok("show", "2.2", "--missing").rstrip("\n") == (
        "事项      2.2\n"
        "工作任务  二、第二组\n"
        "具体事项  待文件出台后办理。\n"
        "牵头      乙局\n"
        "频次      一次性，2017-12-31 前\n"
        "等待条件  文件出台\n"
        "状态      条件未具备\n"
        "下一时限  2017-12-31\n"
        "最近填报  2017-10-09，佐证 0 件"
    )


@pytest.mark.parametrize(
    ("as_of", "periods"),
    [
        ("2017-07-31", ""),
        ("2017-08-01", "2017-08"),
        ("2017-09-30", "2017-08 2017-09"),
        ("2017-10-01", "2017-08 2017-09 2017-10"),
        ("2017-10-31", "2017-09 2017-10"),
        ("2018-02-01", "2017-09 2017-10 2017-11 2017-12"),
    ],
)
def test_a_period_is_missing_from_its_first_day_until_it_is_reported(
    small: Bench, as_of: str, periods: str
) -> None:
    small.write(
        "data/progress/甲局.yaml",
        '- {task: "1.2", period: 2017-08, status: todo, date: 2017-10-09}\n',
    )
    shown = small.ok("show", "1.2", "--missing", "--as-of", as_of, "--format", "json")
    task = json.loads(shown)["tasks"][0]
    assert [duty["period"] for duty in task["duties"]] == periods.split()
    assert all(duty["silent"] for duty in task["duties"])
    assert task["records"] == []
    assert task["missing"] == (["甲局"] if periods else [])


def test_while_the_plan_has_it_wait_a_unit_has_not_reported(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml").replace("[丙委]\n", "[丙委]\n    awaits: 通知\n")
    small.write("data/tasks.yaml", tasks)
    small.write("data/progress/丁镇.yaml", MANY)
    assert "已报单位  1 个：丁镇\n" in small.ok("show", "2.1")


SHARED = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - id: "1.1"
    text: 按季报送。
    lead: [甲局, 乙局]
    implement: [丁镇]
    cadence: quarterly
"""
QUARTERS = """\
- task: "1.1"
  period: 2017Q3
  status: done
  date: 2017-10-09
"""


def test_a_periodic_task_of_several_units_has_the_grid_of_its_periods(small: Bench) -> None:
    small.write("data/tasks.yaml", SHARED)
    small.write("data/progress/乙局.yaml", QUARTERS)
    small.write("data/progress/丁镇.yaml", QUARTERS.replace("done", "blocked"))
    assert small.ok("show", "1.1", "--as-of", "2017-11-04").rstrip("\n") == (
        "事项      1.1\n"
        "工作任务  一、第一组\n"
        "具体事项  按季报送。\n"
        "牵头      甲局、乙局\n"
        "落实      丁镇\n"
        "频次      每季度，每期结束后20个工作日内\n"
        "状态      正在推进，逾期：甲局、丁镇\n"
        "期        已办 0，已开始 2，共 2 期\n"
        "责任单位  2 个单位中 0 个已办结或不涉及\n"
        "未报单位  3 个：甲局 2017Q3 期、2017Q4 期；乙局 2017Q4 期；丁镇 2017Q4 期\n"
        "下一时限  2017-11-03\n"
        "最近填报  2017-10-09，佐证 0 件\n"
        "\n"
        "编号  单位  2017Q3  2017Q4\n"
        "1.1   甲局  未报！  未报\n"
        "1.1   乙局  已办    未报\n"
        "1.1   丁镇  受阻！  未报\n"
        "\n"
        "单位  职责  期      时限        状态    最近填报\n"
        "甲局  牵头  2017Q3  2017-11-03  未启动  - 逾期 1 天\n"
        "甲局  牵头  2017Q4  2018-01-29  未启动  -\n"
        "乙局  牵头  2017Q3  2017-11-03  已完成  2017-10-09\n"
        "乙局  牵头  2017Q4  2018-01-29  未启动  -\n"
        "丁镇  落实  2017Q3  2017-11-03  受阻    2017-10-09 逾期 1 天\n"
        "丁镇  落实  2017Q4  2018-01-29  未启动  -\n"
        "\n"
        "日期        单位  期      状态    进展\n"
        "2017-10-09  丁镇  2017Q3  受阻    -\n"
        "2017-10-09  乙局  2017Q3  已完成  -"
    )


def test_reviews_and_extensions_are_beside_their_records_and_duties(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", JOURNAL)
    small.write(
        "data/reviews.yaml",
        """\
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: return
  date: 2017-10-09
  record: 2017-09-29
  note: 缺截图。
  by: 李四
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-11-20
  date: 2017-10-25
  reason: 系统改造。
  approved_by: 王五
- task: "1.2"
  unit: 甲局
  period: 2017-08
  to: 2017-11-06
  date: 2017-10-26
  reason: 补截图。
  approved_by: 王五
""",
    )
    shown = small.ok("show", "1.2").rstrip("\n")
    assert shown[shown.index("状态") :] == (
        "状态      受阻\n"
        "期        已办 0，已开始 3，共 5 期\n"
        "下一时限  2017-11-06，原 2017-09-28，延期1次 迟申请\n"
        "最近填报  2017-10-20，佐证 0 件\n"
        "\n"
        "单位  职责  期       时限                                     状态             最近填报\n"
        "甲局  牵头  2017-08  2017-11-06 原 2017-09-28 延期1次 迟申请  正在推进 已退回  "
        "2017-09-29\n"
        "甲局  牵头  2017-09  2017-11-20 原 2017-11-03 延期1次         受阻             "
        "2017-10-20\n"
        "甲局  牵头  2017-10  2017-11-28                               未启动           -\n"
        "甲局  牵头  2017-11  2017-12-28                               未启动           - 未开始\n"
        "甲局  牵头  2017-12  2018-01-29                               未启动           - 未开始\n"
        "\n"
        "日期        单位  期       状态    进展\n"
        "2017-10-26  甲局  2017-08  延期    延期到：2017-11-06 理由：补截图。 批准：王五\n"
        "2017-10-25  甲局  2017-09  延期    延期到：2017-11-20 理由：系统改造。 批准：王五\n"
        "2017-10-20  甲局  2017-09  受阻    存在问题：系统故障。 下一步：下周恢复。 填报人：张三\n"
        "2017-10-09  甲局  2017-08  已退回  缺截图。 核查的是：2017-09-29 的填报 核查人：李四\n"
        "2017-09-29  甲局  2017-08  已完成  已公开8月数据。 "
        "佐证：https://example.cn/8 佐证：evidence/8.pdf"
    )


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("option", [[], ["--missing"]], ids=["whole", "missing"])
def test_on_a_terminal_every_unit_without_reports_is_named(
    starter: Bench, width: int, option: list[str]
) -> None:
    starter.write("data/progress/南沙街.yaml", '- {task: "5.7", status: doing, date: 2017-10-09}\n')
    out = starter.ok("show", "5.7", *option, terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    assert (
        "已报单位1个：南沙街未报单位30个：区法制办、珠江街、龙穴街、万顷沙镇、黄阁镇、横沥镇、"
        "东涌镇、大岗镇、榄核镇、区委宣传部、区编办、区网信办、区府办、区政务办、区发改局、"
        "区工业和科技信息化局、区教育局、区民政局、区财政局、区人社局、区国土资源和规划局、"
        "区环保水务局、区农林局、区卫生计生局、区审计局、区国资局、区安监局、金融工作局、"
        "区市场和监督管理局、区市场和质量技术监督局下一时限2017-12-31最近填报2017-10-09"
    ) in out.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_everything_is_shown_within_the_width(starter: Bench, width: int) -> None:
    out = starter.ok("show", "5.6", terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    joined = out.replace("\n", "").replace(" ", "")
    assert "起10个工作日内，提请本级政府门户网站管理机构在已发布的原文件上明确标注" in joined
    assert "…" not in joined


def test_the_roles_of_a_change_are_in_the_order_in_which_people_name_them(small: Bench) -> None:
    change = "changes:\n    - {date: 2017-09-01, basis: 会议纪要, support: [乙局], lead: [甲局]}"
    small.write(
        "data/tasks.yaml",
        SMALL_TASKS.replace("cadence: monthly", f"cadence: monthly\n    {change}"),
    )
    (shown,) = json.loads(small.ok("show", "1.2", "--format", "json"))["tasks"]
    assert list(shown["changes"][0]) == ["date", "basis", "lead", "implement", "support"]
