"""The report in Markdown: the page, and that its figures equal those of the JSON."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import SMALL_TASKS, SMALL_UNITS, Bench
from mdpage import Section, links, parsed, ragged, sections, text_of

from gkplan.folder.location import find_folder
from gkplan.report.render import Templates

JOURNALS = {
    "甲局": """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8, evidence/8.pdf]
  note: 已公开8月数据。
  by: 张三
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-20
  note: 系统故障。
  problem: |-
    一是服务器坏了，
    二是没有备件。
  next: 更换设备。
- {task: "2.3", event: 2017-09-20, status: done, date: 2017-09-25}
""",
    "丙委": """\
- task: "2.1"
  status: done
  date: 2017-09-01
  evidence: [https://example.cn/2]
  note: 已落实。
""",
    "丁镇": '- {task: "2.1", status: done, date: 2017-10-25}\n',
}
REVIEWS = """\
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: accept
  date: 2017-09-15
  record: 2017-09-12
  by: 李四
- {task: "2.1", unit: 丙委, verdict: return, date: 2017-09-20, record: 2017-09-01, note: 打不开。}
- task: "1.2"
  unit: 甲局
  period: 2017-10
  to: 2017-12-01
  date: 2017-11-01
  reason: 系统改造。
  approved_by: 王五
"""
COUNTED = (
    "统计口径：一个事项、一份应办事项只有一个状态，分开计数。"
    "完成率＝已完成 ÷（全部事项－已核实的不涉及－尚无起算日的事项），已取消的不在内。"
    "应办按“事项 × 单位 × 期”计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；"
    "按期办结率＝时限已过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；"
    "核实率＝已办的里最近一条填报已核实的。逾期由时限和截至日期算出，与状态并列；"
    "逾期办结是办结了、但晚于时限。事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。"
    "“＋”后是只有落实单位逾期的事项数。"
)
END = "由 gkplan 按计划文件和各单位的进展记录生成。"
STATES = ["done", "waived", "doing", "blocked", "waiting", "todo"]
LABELS = {
    "done": "已完成",
    "waived": "不涉及",
    "doing": "正在推进",
    "blocked": "受阻",
    "waiting": "条件未具备",
    "todo": "未启动",
}


def write_plan(bench: Bench) -> Bench:
    """Write the small plan with a doubt and every kind of entry that a report shows."""
    tasks = SMALL_TASKS.replace("按月公开。\n", "按月公开。\n    doubts: [公开什么没有写明]\n")
    tasks = tasks.replace("大家落实。\n", "大家落实。\n    short: 共同落实\n")
    bench.write("data/tasks.yaml", tasks)
    bench.write("data/units.yaml", SMALL_UNITS)
    for unit, journal in JOURNALS.items():
        bench.write(f"data/progress/{unit}.yaml", journal)
    bench.write("data/reviews.yaml", REVIEWS)
    return bench


@pytest.fixture
def recorded(empty: Bench) -> Bench:
    """A folder with that plan."""
    return write_plan(empty)


PAGE = """\
# 小方案进展情况

- 文号：测〔2017〕1号
- 印发：测试办公室，2017-08-03
- 范围：全部单位的全部事项；截至 2017-11-04；先列 2017-10-20 以来的进展

## 要点

截至 2017-11-04，办结率 27.3%（3/11），比 2017-10-19 提高 7.3 个百分点；最慢的是乙局 0.0%（0/2）、丙委 0.0%（0/1）、甲局 28.6%（2/7）。

| 办结率 | 完成率 | 逾期 | 已办未核实 |
| ---: | ---: | ---: | ---: |
| 27.3%（3/11），增加 7.3 个百分点 | 20.0%（1/5），没有变化 | 1 份，增加 1 份 | 2 份，增加 1 份 |

增减是和 2017-10-19 相比。

- 逾期：甲局 **1.2** 2017-09 期：按月公开（1 天）
- 受阻：甲局 **1.2** 一是服务器坏了，<br>二是没有备件。
- 退回未重报：丙委 **2.1** 打不开。
- 从未填报：乙局
- 等待条件：**2.2** 文件出台
- 将到期：30 天内 1 份，以后共 8 份；最近是 2017-12-01（1 份）；最多的是 2017-12-31（5 份，占 62%）
- 2017-10-20 以来：新办结 1 份（丁镇 1），新逾期 1 份（甲局 1）

目录：[2017-10-20 以来的进展（2 条）](#2017-10-20-以来的进展2-条) · [总体情况](#总体情况) · [各项工作任务](#各项工作任务) · [各单位](#各单位) · [按期办理的事项](#按期办理的事项) · [多个单位承担的事项（1 项）](#多个单位承担的事项1-项) · [走势](#走势) · [时限分布](#时限分布) · [逾期（1 件）](#逾期1-件) · [30 天内到期（1 件）](#30-天内到期1-件) · [存在问题和下一步（1 件）](#存在问题和下一步1-件) · [批准的延期（1 份）](#批准的延期1-份) · [退回未重报（1 件）](#退回未重报1-件) · [已完成、没有佐证（2 件）](#已完成没有佐证2-件) · [存疑（1 处）](#存疑1-处) · [台账（5 项）](#台账5-项)

## 2017-10-20 以来的进展（2 条）

- 2017-10-25 **2.1** 丁镇 已完成
  - 按期办结，待核查
- 2017-10-20 **1.2** 甲局 2017-09 期 受阻：系统故障。
  - 存在问题：一是服务器坏了，<br>二是没有备件。
  - 下一步：更换设备。

## 总体情况

截至 2017-11-04，共 5 项：已完成 1 项，未完成 4 项（正在推进 1、条件未具备 1、未启动 1、受阻 1），完成率 20.0%（1/5）；逾期 1 项（1 份）。

已开始的应办事项 11 份：已办 3 份，未办 8 份，办结率 27.3%（3/11）；按期办结率 66.7%（2/3），核实率 33.3%（1/3）；逾期 1 份。

| 事项 | 完成率 | 逾期事项 | 应办 | 已办 | 不涉及 | 办结率 | 按期办结率 | 核实率 | 逾期应办 | 逾期办结 | 已完成无佐证 | 存疑 |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 5 项 | 20.0% | 1 项 | 11 份 | 3 份 | 0 份 | 27.3% | 66.7%（2/3） | 33.3%（1/3） | 1 份 | 0 份 | 2 份 | 1 处 |

{COUNTED}

## 各项工作任务

| 工作任务 | 项数 | 已完成 | 不涉及 | 正在推进 | 受阻 | 条件未具备 | 未启动 | 完成率 | 逾期 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 一、第一组 | 2 | 0 | 0 | 0 | 1 | 0 | 1 | 0.0% | 1 |
| 二、第二组 | 3 | 1 | 0 | 1 | 0 | 1 | 0 | 33.3% | 0 |
| 合计 | 5 | 1 | 0 | 1 | 1 | 1 | 1 | 20.0% | 1 |

## 各单位

已经开始的应办事项（份），按办结率排名，并列的同名次。

| 名次 | 单位 | 应办 | 已完成 | 不涉及 | 正在推进 | 受阻 | 条件未具备 | 未启动 | 逾期 | 逾期办结 | 无佐证 | 办结率 | 按期办结率 | 最近填报 |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
| 1 | 丁镇 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 100.0% | — | 2017-10-25 |
| 2 | 甲局 | 7 | 2 | 0 | 0 | 1 | 0 | 4 | 1 | 0 | 1 | 28.6% | 66.7%（2/3） | 2017-10-20 |
| 3 | 乙局 | 2 | 0 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0.0% | — | 从未填报 |
| 3 | 丙委 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0.0% | — | 2017-09-01 |

## 按期办理的事项

办 已完成　推 正在推进　阻 受阻　待 条件未具备　免 不涉及　核 已核实　迟 逾期办结　未 未启动或未报　退 已退回　! 逾期　· 还没有开始

| 编号 | 单位 | 2017-08 | 2017-09 | 2017-10 | 2017-11 | 2017-12 | 事项 |
| --- | --- | :---: | :---: | :---: | :---: | :---: | --- |
| 1.2 | 甲局 | 核 | 阻! | 未 | 未 | · | 按月公开 |

## 多个单位承担的事项（1 项）

- **2.1** 共同落实（4 个单位，已报 2 个，已完成 1，已核实 0，正在推进 1）
  - 未报 2：甲局、乙局
  - 已退回 1：丙委

## 走势

| 日期 | 已完成 | 完成率 | 逾期 |
| --- | ---: | ---: | ---: |
| 2017-08-31 | 0 | 0.0% | 0 |
| 2017-09-30 | 1 | 20.0% | 0 |
| 2017-10-31 | 1 | 20.0% | 0 |
| 2017-11-04 | 1 | 20.0% | 1 |

## 时限分布

每行一周，没有到期的不列；没有固定时限的应办事项不在内。

| 到期 | 份数 | 已办结、不涉及 | 未到期或不计逾期 | 逾期 |
| --- | ---: | ---: | ---: | ---: |
| 2017-09-25 至 2017-10-01 | 1 | 1 | 0 | 0 |
| 2017-10-16 至 2017-10-22 | 1 | 1 | 0 | 0 |
| 2017-10-30 至 2017-11-05 | 1 | 0 | 0 | 1 |
| 2017-11-27 至 2017-12-03 | 1 | 0 | 1 | 0 |
| 2017-12-25 至 2017-12-31 | 7 | 1 | 6 | 0 |
| 2018-01-29 至 2018-02-04 | 1 | 0 | 1 | 0 |

## 逾期（1 件）

同一事项、同一期、同一时限的单位并为一件，最早的在前。

| 编号 | 时限 | 已逾期 | 工作日 | 状态 | 单位 | 事项 |
| --- | --- | ---: | ---: | --- | --- | --- |
| 1.2 | 2017-11-03 | 1 天 | 0 | 受阻 | 甲局 | 2017-09 期：按月公开 |

## 30 天内到期（1 件）

| 编号 | 时限 | 还有 | 工作日 | 状态 | 单位 | 事项 |
| --- | --- | ---: | ---: | --- | --- | --- |
| 1.2 | 2017-12-01 | 27 天 | 20 | 未启动 | 甲局 | 2017-10 期：按月公开<br>时限原 2017-11-28，延期 1 次 |

## 存在问题和下一步（1 件）

- **1.2** 2017-09 期：按月公开（甲局，受阻，逾期，2017-10-20 填报）
  - 存在问题：一是服务器坏了，<br>二是没有备件。
  - 下一步：更换设备。

## 批准的延期（1 份）

- **1.2** 2017-10 期：按月公开（甲局）
  - 原时限 2017-11-28 延到 2017-12-01（2017-11-01 申请，王五批准）：系统改造。

## 退回未重报（1 件）

- **2.1** 共同落实（丙委，2017-09-01 填报，2017-09-20 退回）
  - 退回理由：打不开。

## 已完成、没有佐证（2 件）

| 编号 | 单位 | 填报日期 | 事项 |
| --- | --- | --- | --- |
| 2.1 | 丁镇 | 2017-10-25 | 共同落实 |
| 2.3 | 甲局 | 2017-09-25 | 起算日 2017-09-20：自申请之日起限时答复 |

## 存疑（1 处）

印发的原文中要由人定夺的地方。

- **1.2** 公开什么没有写明

## 台账（5 项）

### 一、第一组（2 项）

#### 1.1 未启动

一次性事项。

- 责任单位：甲局牵头，乙局配合
- 时限：一次性，2017-12-31 前
- 未报：甲局

#### 1.2 受阻，逾期

按月公开。

- 责任单位：甲局
- 时限：2017-11-03；每月，每期结束后20个工作日内
- 逾期单位：甲局
- 期次：已办 1，已开始 4，共 5 期
- 存疑：公开什么没有写明
- 未报：甲局 2017-10 期、2017-11 期
- 延期：甲局 2017-10 期 延到 2017-12-01（2017-11-01 申请，王五批准）：系统改造。
- 2017-10-20 甲局 2017-09 期 受阻：系统故障。
  - 存在问题：一是服务器坏了，<br>二是没有备件。
  - 下一步：更换设备。
- 2017-09-12 甲局 2017-08 期 已完成（张三）：已公开8月数据。
  - 佐证：<https://example.cn/8>
  - 佐证：evidence/8.pdf
  - 按期办结
  - 核查：2017-09-15 已核实（李四）

### 二、第二组（3 项）

#### 2.1 正在推进

大家落实。

- 简称：共同落实
- 责任单位：丙委牵头，各镇、各部门落实
- 时限：一次性，2017-12-31 前
- 落实：1/3 个单位办结或不涉及
- 已退回：1
- 未报：甲局、乙局
- 2017-10-25 丁镇 已完成
  - 按期办结，待核查
- 2017-09-01 丙委 已完成：已落实。
  - 佐证：<https://example.cn/2>
  - 核查：2017-09-20 已退回：打不开。

#### 2.2 条件未具备

待文件出台后办理。

- 责任单位：乙局
- 时限：一次性，2017-12-31 前
- 等待条件：文件出台

#### 2.3 已完成

自申请之日起限时答复。

- 责任单位：各部门
- 时限：及时，自起算日15个工作日内
- 件数：已办 1，已开始 1，共 1 件
- 2017-09-25 甲局 起算日 2017-09-20 已完成
  - 按期办结，待核查

由 gkplan 按计划文件和各单位的进展记录生成。
"""  # noqa: E501  (the page as it is)


def test_the_complete_page(recorded: Bench) -> None:
    page = recorded.ok("report", "--as-of", "2017-11-04", "--since", "2017-10-20")
    assert page == PAGE.replace("{COUNTED}", COUNTED)


ODD_PLAN = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 办晚了。, lead: [甲局], support: [丁镇], due: 2017-09-15}
  - {id: "1.2", text: 限期改正。, lead: [甲局], due: 2017-09-15}
  - {id: "1.3", text: 核实了不涉及。, lead: [乙局]}
  - {id: "1.4", text: 取消了。, lead: [丙委], cancelled: {date: 2017-10-25, basis: 会议纪要}}
  - {id: "1.5", text: 还没有起算。, lead: [甲局], cadence: event, within: 15 workdays}
  - id: "1.6"
    text: 换了单位。
    lead: [丙委]
    due: 2017-11-30
    changes: [{date: 2017-10-16, basis: 会议纪要, lead: [甲局], support: [丙委]}]
"""
ODD_JOURNALS = {
    "甲局": """\
- {task: "1.1", status: done, date: 2017-09-26, evidence: ["https://a.example"]}
- {task: "1.2", status: done, date: 2017-09-10, entered: 2017-11-09, evidence: [a.pdf]}
- {task: "1.6", status: done, date: 2017-10-20}
- {task: "1.6", status: withdrawn, date: 2017-10-23, record: 2017-10-20}
""",
    "乙局": """\
- {task: "1.3", status: waived, date: 2017-09-01}
""",
}
ODD_REVIEWS = """\
- task: "1.2"
  unit: 甲局
  verdict: return
  date: 2017-09-20
  record: 2017-09-10
  correct_by: 2017-11-30
  note: 不全。
- {task: "1.3", unit: 乙局, verdict: accept, date: 2017-09-05, record: 2017-09-01}
"""


def test_what_was_late_cancelled_handed_on_or_is_only_supported_is_said(small: Bench) -> None:
    small.write("data/tasks.yaml", ODD_PLAN)
    small.write("data/reviews.yaml", ODD_REVIEWS)
    for unit, journal in ODD_JOURNALS.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    page = sections(small.ok("report", "--as-of", "2017-11-04"))
    assert "台账（6 项）" in page
    assert page["总体情况"].paragraphs == [
        (
            "截至 2017-11-04，共 5 项：已完成 1 项，不涉及 1 项（已核实 1 项），"
            "未完成 3 项（正在推进 1、未启动 2），完成率 33.3%（1/3）；逾期 0 项；逾期办结 1 项；"
            "已取消 1 项；尚无起算日 1 项。"
        ),
        (
            "已开始的应办事项 4 份：已办 1 份，不涉及 1 份（已核实 1 份），未办 2 份，"
            "办结率 33.3%（1/3）；按期办结率 0.0%（0/1），核实率 0.0%（0/1）；"
            "逾期 0 份，逾期办结 1 份。"
        ),
        "截至日之后补录 1 条。",
        COUNTED,
    ]
    assert page["各单位"].tables[0][1:] == [
        ["1", "甲局", "3", *"101001", "0", "1", "0", "33.3%", "0.0%（0/1）", "2017-09-26"],
        ["—", "乙局", "1", *"010000", "0", "0", "0", "—", "—", "2017-09-01"],
    ]
    assert page["各单位"].paragraphs[1:] == [
        "只作配合、不计入的单位：丙委（1.6）、丁镇（1.1）。",
    ]
    assert page["逾期办结（1 件）"].tables[0][1:] == [
        ["1.1", "甲局", "2017-09-15", "2017-09-26", "11 天", "待核查", "办晚了"]
    ]
    assert page["退回未重报（1 件）"].items == [
        (
            1,
            ("1.2 限期改正（甲局，2017-09-10 填报，2017-09-20 退回，限 2017-11-30 前改正）"),
        ),
        (2, "退回理由：不全。"),
    ]
    assert "逾期办结 11 天" in [text for _, text in page["1.1 已完成"].items]
    assert page["1.4 已取消"].items == [
        (1, "责任单位：丙委\n2017-10-25 起取消"),
        (1, "时限：一次性，2017-12-31 前"),
        (1, "变动：2017-10-25 起取消（依据：会议纪要）"),
    ]
    assert page["1.5 未启动"].items == [
        (1, "责任单位：甲局"),
        (1, "时限：及时，自起算日15个工作日内"),
        (1, "件数：尚无起算日"),
    ]
    assert page["1.6 未启动"].items == [
        (1, "责任单位：甲局牵头，丙委配合（2017-10-16 起）"),
        (1, "时限：一次性，2017-11-30 前"),
        (1, "变动：2017-10-16 起由甲局牵头，丙委配合（依据：会议纪要）"),
        (1, "未报：甲局"),
    ]
    own = sections(small.ok("report", "--as-of", "2017-11-04", "--unit", "丁镇"))
    assert own["总体情况"].paragraphs[:3] == [
        "截至 2017-11-04，共 0 项：已完成 0 项，未完成 0 项，完成率 —；逾期 0 项。",
        (
            "已开始的应办事项 0 份：已办 0 份，未办 0 份，办结率 —；"
            "按期办结率 —，核实率 —；逾期 0 份。"
        ),
        "另有只作配合的 1 项，不计入：1.1。",
    ]


def test_a_period_that_a_unit_does_not_owe_has_a_dash(small: Bench) -> None:
    change = "{date: 2017-11-01, basis: 会议纪要, lead: [丙委]}"
    plan = small.read("data/tasks.yaml")
    plan = plan.replace(
        "    cadence: monthly\n", f"    cadence: monthly\n    changes: [{change}]\n"
    )
    small.write("data/tasks.yaml", plan)
    page = sections(small.ok("report", "--as-of", "2017-11-04"))
    assert page["按期办理的事项"].tables == [
        [
            ["编号", "单位", "2017-08", "2017-09", "2017-10", "2017-11", "2017-12", "事项"],
            ["1.2", "甲局", "未!", "—", "—", "—", "—", "按月公开"],
            ["", "丙委", "—", "未!", "未", "未", "·", ""],
        ]
    ]


EMPTY_PLAN = "plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}\ngroups: []\n"


# Every figure equals the JSON's

CASES = {
    "whole": [],
    "later": ["--as-of", "2017-11-04"],
    "at the end": ["--as-of", "2018-03-01"],
    "on the first day": ["--as-of", "2017-08-03"],
    "new": ["--since", "2017-10-20"],
    "nothing new": ["--since", "2017-10-26"],
    "a unit": ["--unit", "甲局", "--as-of", "2017-11-04"],
    "a unit that was sent back": ["--unit", "丙委"],
    "a unit that implements": ["--unit", "丁镇"],
    "a unit that supports": ["--unit", "乙局", "--since", "2017-09-01"],
    "several units": ["--unit", "乙局", "--unit", "丁镇", "--as-of", "2018-01-10"],
}
Rendered = tuple[dict[str, Section], dict[str, Any]]


@pytest.fixture(scope="module", params=list(CASES.values()), ids=list(CASES))
def both(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Rendered:
    """A report as sections of a page, and as data."""
    bench = write_plan(Bench(tmp_path_factory.mktemp("plan")))
    page, data = (bench.ok("report", *request.param, "--format", form) for form in ("md", "json"))
    return sections(page), json.loads(data)


def late_of(line: dict[str, Any]) -> str:
    """Return how many are late, and how many more only among implementers."""
    return (
        f"{line['overdue']}＋{line['late_below']}" if line["late_below"] else f"{line['overdue']}"
    )


def statuses(line: dict[str, Any]) -> list[str]:
    """Return the figures by status in the order of the tables."""
    return [str(line["by_status"][status]) for status in STATES]


def about(row: dict[str, Any]) -> str:
    """Return how a list describes a duty."""
    return f"{row['occasion']}：{row['name']}" if row["occasion"] else str(row["name"])


def moved(row: dict[str, Any]) -> str:
    """Return how an extended due date is described."""
    if not row["extension_count"]:
        return ""
    late = "，逾期后才申请" if row["asked_late"] else ""
    return f"\n时限原 {row['original_due']}，延期 {row['extension_count']} 次{late}"


def test_the_head_names_the_document_and_what_is_counted(both: Rendered) -> None:
    page, data = both
    head = "小方案" + (f"——{data['unit']}" if data["unit"] else "") + "进展情况"
    assert next(iter(page)) == head
    assert page[head].items == [
        (1, "文号：测〔2017〕1号"),
        (1, "印发：测试办公室，2017-08-03"),
        (1, f"范围：{'；'.join(data['scope'])}"),
    ]
    assert page["总体情况"].paragraphs[-1] == COUNTED


def test_new_records_come_first(both: Rendered) -> None:
    page, data = both
    opening, third = list(page)[1:3]
    assert opening == "要点"
    if not data["since"]:
        assert third == "总体情况"
        return
    assert third == f"{data['since']} 以来的进展（{len(data['changes'])} 条）"
    records = [text for depth, text in page[third].items if depth == 1]
    assert [text.split(" ")[:3] for text in records] == [
        [record["date"], record["task"], record["unit"]] for record in data["changes"]
    ]
    assert bool(records) != (page[third].paragraphs == ["没有新的记录。"])


def percent(rate: float | None) -> str:
    """Return a rate; a dash without one."""
    return "—" if rate is None else f"{rate}%"


def with_both(ratio: dict[str, Any]) -> str:
    """Return a rate with both of its numbers; a dash without one."""
    if ratio["rate"] is None:
        return "—"
    return f"{ratio['rate']}%（{ratio['part']}/{ratio['base']}）"


def number(before: str, text: str) -> str:
    """Return the number after some words of a text; 0 without these words."""
    found = re.search(rf"{before} ([\d.]+)", text)
    return found[1] if found else "0"


def changed(figure: dict[str, Any]) -> str:
    """Return how a figure of the opening changed."""
    change = figure["change"]
    if not change:
        return "无从比较" if change is None else "没有变化"
    measure = "个百分点" if figure["measure"] == "%" else "份"
    return f"{'增加' if change > 0 else '减少'} {abs(change)} {measure}"


def counted(duties: int, by_unit: list[dict[str, Any]]) -> str:
    """Return how many duties there are, with the number of each unit."""
    units = "、".join(f"{one['unit']} {len(one['duties'])}" for one in by_unit)
    return f"{duties} 份（{units}）" if units else f"{duties} 份"


def late_at(late: dict[str, Any]) -> str:
    """Return what is overdue at a unit: its three oldest duties, and how many there are."""
    duties = [f"{one['task']} {about(one)}（{one['days']} 天）" for one in late["duties"]]
    more = f"等 {len(duties)} 份" if len(duties) > 3 else ""
    return f"逾期：{late['unit']} {'；'.join(duties[:3])}{more}"


def due_ahead(brief: dict[str, Any]) -> list[str]:
    """Return the line on what falls due, if anything does."""
    first, peak = brief["next_due"], brief["peak"]
    if not first:
        return []
    numbers = f"30 天内 {brief['coming']} 份，以后共 {brief['ahead']} 份"
    line = f"将到期：{numbers}；最近是 {first['day']}（{first['duties']} 份）"
    share = round(100 * peak["duties"] / brief["ahead"])
    most = f"；最多的是 {peak['day']}（{peak['duties']} 份，占 {share}%）"
    return [line + most if peak["day"] != first["day"] else line]


def test_the_opening_is_the_briefing(both: Rendered) -> None:
    page, data = both
    brief = data["briefing"]
    rates, counts = brief["figures"][:2], brief["figures"][2:]
    assert page["要点"].paragraphs[:2] == [
        f"截至 {data['as_of']}，{brief['sentence']}。",
        f"增减是和 {brief['since']} 相比。",
    ]
    assert page["要点"].tables == [
        [
            ["办结率", "完成率", "逾期", "已办未核实"],
            [
                *(f"{with_both(rate)}，{changed(rate)}" for rate in rates),
                *(f"{count['value']} 份，{changed(count)}" for count in counts),
            ],
        ]
    ]
    waived = sum(duty["status"] == "waived" for unit in brief["settled"] for duty in unit["duties"])
    assert waived == brief["waived_count"]
    done, *units = counted(brief["settled_count"] - waived, brief["settled"]).partition("（")
    settled = "".join([done, f"、不涉及 {waived} 份" if waived else "", *units])
    since = "印发以来" if brief["from_issue"] else f"{brief['first_day']} 以来"
    newly_late = counted(brief["newly_late_count"], brief["newly_late"])
    assert [text for _, text in page["要点"].items] == [
        *map(late_at, brief["late"]),
        *(f"受阻：{one['unit']} {one['task']} {one['problem']}" for one in brief["blocked"]),
        *(f"退回未重报：{one['unit']} {one['task']} {one['reason']}" for one in brief["returned"]),
        *([f"从未填报：{'、'.join(brief['silent'])}"] if brief["silent"] else []),
        *(f"等待条件：{one['task']} {one['awaits']}" for one in brief["waiting"]),
        *due_ahead(brief),
        f"{since}：新办结 {settled}，新逾期 {newly_late}",
    ]


def test_the_key_figures_are_the_totals(both: Rendered) -> None:
    page, data = both
    totals, duties = data["totals"], data["duties"]
    sentence, on_duties = page["总体情况"].paragraphs[:2]
    assert (sentence, on_duties) == (
        f"截至 {data['as_of']}，{totals['headline']}。",
        f"{data['duties_headline']}。",
    )
    figures = {
        "共": totals["tasks"],
        "：已完成": totals["done"],
        "不涉及": totals["by_status"]["waived"],
        "已核实": totals["accepted"],
        "，未完成": totals["open"],
        "正在推进": totals["by_status"]["doing"],
        "条件未具备": totals["by_status"]["waiting"],
        "未启动": totals["by_status"]["todo"],
        "受阻": totals["by_status"]["blocked"],
        "完成率": totals["rate"] if totals["completion"]["base"] else 0,
        "；逾期": totals["overdue"],
        "另有": totals["late_below"],
        "逾期办结": totals["late_done"],
        "已取消": totals["cancelled"],
        "尚无起算日": totals["idle"],
    }
    assert {words: number(words, sentence) for words in figures} == {
        words: str(figure) for words, figure in figures.items()
    }
    assert page["总体情况"].tables[0][1] == [
        f"{totals['tasks']} 项",
        percent(totals["rate"]),
        f"{totals['overdue']} 项",
        f"{duties['owed']} 份",
        f"{duties['done']} 份",
        f"{duties['waived']} 份",
        percent(duties["rate"]),
        with_both(duties["in_time"]),
        with_both(duties["verification"]),
        f"{duties['overdue']} 份",
        f"{duties['late_done']} 份",
        f"{duties['unproved']} 份",
        f"{totals['doubts']} 处",
    ]


def test_the_figures_by_group(both: Rendered) -> None:
    page, data = both
    lines = {f"{group['label']}、{group['title']}": group["totals"] for group in data["groups"]}
    assert page["各项工作任务"].tables[0][1:] == [
        [name, str(totals["tasks"]), *statuses(totals), percent(totals["rate"]), late_of(totals)]
        for name, totals in {**lines, "合计": data["totals"]}.items()
    ]


def test_the_figures_by_unit(both: Rendered) -> None:
    page, data = both
    rows = [
        [
            *([] if data["unit"] else [str(unit["rank"] or "—")]),
            unit["unit"],
            str(unit["duties"]["owed"]),
            *statuses(unit),
            str(unit["duties"]["overdue"]),
            str(unit["duties"]["late_done"]),
            str(unit["duties"]["unproved"]),
            percent(unit["duties"]["rate"]),
            in_time(unit["duties"]["in_time"]),
            unit["last_report"] or ("从未填报" if unit["never_reported"] else "—"),
        ]
        for unit in data["units"]
    ]
    assert page["本单位" if len(data["unit_names"]) == 1 else "各单位"].tables[0][1:] == rows


def in_time(ratio: dict[str, Any]) -> str:
    """Return a rate with both of its numbers; a dash without one."""
    return f"{ratio['rate']}%（{ratio['part']}/{ratio['base']}）" if ratio["base"] else "—"


def test_the_periods_of_periodic_tasks(both: Rendered) -> None:
    page, data = both
    marks = dict(zip(STATES, "办免推阻待未", strict=True))
    tables = [
        [
            ["编号", "单位", *grid["periods"], "事项"],
            *(
                [
                    row["task"],
                    row["unit"],
                    *(
                        (
                            "退"
                            if cell["checked"] == "returned"
                            else "核"
                            if cell["checked"] == "accepted" and cell["status"] == "done"
                            else marks[cell["status"]]
                        )
                        + ("!" if cell["overdue"] else "迟" if cell["late_days"] else "")
                        if cell["begun"]
                        else "·"
                        for cell in row["cells"]
                    ),
                    row["name"],
                ]
                for row in grid["rows"]
            ),
        ]
        for grid in data["periods"]
    ]
    assert ("按期办理的事项" in page) == bool(tables)
    assert tables == (page["按期办理的事项"].tables if tables else [])


def odd(task: dict[str, Any]) -> dict[str, list[str]]:
    """Return the units of a task that are listed separately, by the reason."""
    spoken = [unit for unit in task["units"] if not unit["missing"]]
    found = {"未报": task["missing"]}  # printed with the periods that are missing
    for status in ("blocked", "waiting", "todo"):
        found[LABELS[status]] = [share["unit"] for share in spoken if share["status"] == status]
    found["逾期"] = [share["unit"] for share in task["units"] if share["overdue"]]
    found["已退回"] = [share["unit"] for share in task["units"] if share["returned"]]
    return {words: units for words, units in found.items() if units}


def test_the_tasks_of_several_units_list_only_the_exceptions(both: Rendered) -> None:
    page, data = both
    coverage = data["coverage"]
    lines: list[tuple[int, str]] = []
    silent = [task["task"] for task in coverage if [*odd(task)] == ["未报"] and not task["told"]]
    calm = [task["task"] for task in coverage if not odd(task) and task["told"] == task["all"]]
    for task in coverage:
        if task["task"] in silent + calm:
            continue
        states = [unit["status"] for unit in task["units"] if not unit["missing"]]
        verified = sum(unit["verified"] for unit in task["units"])
        counts = "".join(
            f"，{LABELS[status]} {states.count(status)}"
            + (f"，已核实 {verified}" if status == "done" else "")
            for status in STATES
            if status in states
        )
        suffix = f"（{task['all']} 个单位，已报 {task['told']} 个{counts}）"
        lines.append((1, f"{task['task']} {task['name']}{suffix}"))
        for name, units in odd(task).items():
            text = task["missing_text"] if name == "未报" else "、".join(units)
            lines.append((2, f"{name} {len(units)}：{text}"))
    if silent:
        lines.append((1, f"全部单位未报的 {len(silent)} 项：{'、'.join(silent)}"))
    if calm:
        words = f"各单位都已报，没有受阻、逾期和退回的 {len(calm)} 项"
        lines.append((1, f"{words}：{'、'.join(calm)}"))
    section = page.get(f"多个单位承担的事项（{len(coverage)} 项）", Section([], [], []))
    assert section.items == lines


def test_the_course_of_the_figures(both: Rendered) -> None:
    page, data = both
    assert page["走势"].tables[0][1:] == [
        [point["day"], str(point["done"]), percent(point["rate"]), late_of(point)]
        for point in data["trend"]
    ]


def test_what_is_late_and_what_falls_due(both: Rendered) -> None:
    page, data = both
    late, coming = data["due"]["late"], data["due"]["coming"]
    for title, rows in (
        (f"逾期（{len(late)} 件）", late),
        (f"30 天内到期（{len(coming)} 件）", coming),
    ):
        section = page.get(title, Section([], [], []))
        assert [row for table in section.tables for row in table[1:]] == [
            [
                row["task"],
                row["due"],
                f"{abs(row['days'])} 天" if row["days"] else "今天",
                str(abs(row["workdays"])),
                LABELS[row["status"]] + ("，已退回" if row["returned"] else ""),
                "、".join(row["units"]),
                about(row) + moved(row),
            ]
            for row in rows
        ]


def problem_of(problem: dict[str, Any]) -> str:
    """Return whose problem it is, the status of the duty and when it was reported."""
    late = "，逾期" if problem["overdue"] else ""
    return f"{problem['unit']}，{LABELS[problem['status']]}{late}，{problem['date']} 填报"


def return_of(review: dict[str, Any]) -> str:
    """Return whose record was returned, and when."""
    return f"{review['unit']}，{review['reported']} 填报，{review['returned_on']} 退回"


def test_problems_and_what_was_sent_back(both: Rendered) -> None:
    page, data = both
    problems, returned = data["problems"], data["returned"]
    section = page[f"存在问题和下一步（{len(problems)} 件）"]
    assert section.items == [
        line
        for problem in problems
        for line in (
            (1, f"{problem['task']} {about(problem)}（{problem_of(problem)}）"),
            (2, f"存在问题：{problem['problem']}"),
            (2, f"下一步：{problem['next']}"),
        )
    ]
    assert bool(problems) != (section.paragraphs == ["没有填报的问题。"])
    section = page.get(f"退回未重报（{len(returned)} 件）", Section([], [], []))
    assert section.items == [
        line
        for review in returned
        for line in (
            (1, f"{review['task']} {about(review)}（{return_of(review)}）"),
            (2, f"退回理由：{review['reason']}"),
        )
    ]


def test_what_is_unproved_and_what_is_in_doubt(both: Rendered) -> None:
    page, data = both
    unproved, doubts = data["unproved"], data["doubts"]
    section = page.get(f"已完成、没有佐证（{len(unproved)} 件）", Section([], [], []))
    assert [row for table in section.tables for row in table[1:]] == [
        [row["task"], row["unit"], row["last_report"], about(row)] for row in unproved
    ]
    section = page.get(f"存疑（{len(doubts)} 处）", Section([], [], []))
    assert section.items == [(1, f"{row['task']} {row['doubt']}") for row in doubts]


def test_the_ledger_has_every_task_and_every_record(both: Rendered) -> None:
    page, data = both
    titles = list(page)
    assert f"台账（{sum(len(group['tasks']) for group in data['groups'])} 项）" in titles
    for group in data["groups"]:
        assert f"{group['label']}、{group['title']}（{len(group['tasks'])} 项）" in titles
        for task in group["tasks"]:
            flag = "，逾期" if task["overdue"] else "，落实单位逾期" if task["late_duties"] else ""
            section = page[f"{task['id']} {LABELS[task['status']]}{flag}"]
            assert section.paragraphs[0] == task["text"]
            assert (1, f"责任单位：{task['printed_units']}") in section.items
            records = [text for depth, text in section.items if re.match(r"\d{4}-", text)]
            assert [text.split(" ")[:2] for text in records] == [
                [record["date"], record["unit"]] for record in task["records"]
            ]
            files = [f"佐证：{file}" for record in task["records"] for file in record["evidence"]]
            assert [text for _, text in section.items if text.startswith("佐证")] == files
            periods, units, coverage = task["periods"], task["units"], task["coverage"]
            for words, count in (
                ("牵头", units if units["all"] > 1 and "丁镇" not in data["unit_names"] else None),
                ("落实", coverage if coverage["all"] > 1 else None),
            ):
                found = [text for _, text in section.items if text.startswith(f"{words}：")]
                shown = [f"{words}：{count['done']}/{count['all']}"] if count else []
                assert [text.split(" ")[0] for text in found] == shown
            waived = f"不涉及 {periods['waived']}，" if periods["waived"] else ""
            words, measure = ("件数", "件") if task["within"] else ("期次", "期")
            begun = f"已开始 {periods['begun']}，共 {periods['all']} {measure}"
            counted = f"{words}：已办 {periods['done']}，{waived}{begun}"
            counted = "件数：尚无起算日" if task["idle"] else counted if periods["all"] else ""
            found = [text for _, text in section.items if text.startswith(("期次：", "件数："))]
            assert found == list(filter(None, [counted]))
            missing = task["missing_text"]
            many = f"{len(task['missing'])} 个单位" if len(task["missing"]) > 3 else missing
            for words, text in (
                ("逾期单位", "、".join(task["late_units"])),
                ("未报", many),
            ):
                found = [line for _, line in section.items if line.startswith(f"{words}：")]
                assert found == ([f"{words}：{text}"] if text else [])


def test_the_state_of_the_files_is_named_where_git_knows_it(recorded: Bench) -> None:
    data = json.loads(recorded.ok("report", "--format", "json"))
    revision = "5ba6106（2017-10-31），另有未提交的改动"
    page = Templates(find_folder(recorded.root, Path())).report(
        "md", {**data, "revision": revision}
    )
    assert f"\n- 数据版本：{revision}\n" in page
    assert page.replace(f"- 数据版本：{revision}\n", "") == recorded.ok("report")


def test_only_web_addresses_are_links(recorded: Bench) -> None:
    assert [unquote(link) for link in links(recorded.ok("report"))] == [
        "#总体情况",
        "#各项工作任务",
        "#各单位",
        "#按期办理的事项",
        "#多个单位承担的事项1-项",
        "#走势",
        "#时限分布",
        "#逾期0-件",
        "#30-天内到期2-件",
        "#存在问题和下一步1-件",
        "#退回未重报1-件",
        "#已完成没有佐证2-件",
        "#存疑1-处",
        "#台账5-项",
        "https://example.cn/8",
        "https://example.cn/2",
    ]


def slugs(page: str) -> list[str]:
    """Return the anchors that GitHub gives to the parts of a page (headings of level 2)."""
    tokens = parsed(page)
    titles = [
        text_of(text)
        for heading, text in pairwise(tokens)
        if (heading.type, heading.tag) == ("heading_open", "h2")
    ]
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]


def contents(page: str) -> list[str]:
    """Return the targets of the links of the table of contents."""
    line = next(line for line in page.split("\n") if line.startswith("目录："))
    return [unquote(link) for link in links(line)]


def test_every_link_of_the_contents_leads_to_a_heading(recorded: Bench) -> None:
    recorded.ok(
        *("mark", "1.2", "done", "--period", "9月", "--as-of", "2017-11-06"),
        *("--evidence", "https://example.cn/9"),
    )
    page = recorded.ok("report", "--as-of", "2017-12-10", "--since", "2017-10-20")
    assert slugs(page) == [
        "要点",
        "2017-10-20-以来的进展3-条",
        "总体情况",
        "各项工作任务",
        "各单位",
        "按期办理的事项",
        "多个单位承担的事项1-项",
        "走势",
        "时限分布",
        "逾期1-件",
        "30-天内到期5-件",
        "存在问题和下一步0-件",
        "逾期办结1-件",
        "批准的延期1-份",
        "退回未重报1-件",
        "已完成没有佐证2-件",
        "存疑1-处",
        "台账5-项",
    ]
    assert contents(page) == [f"#{slug}" for slug in slugs(page)[1:]]


def test_the_contents_of_an_empty_plan_lead_to_its_headings(empty: Bench) -> None:
    empty.write("data/tasks.yaml", EMPTY_PLAN)
    empty.write("data/units.yaml", "units: []\n")
    page = empty.ok("report")
    assert slugs(page) == [
        "要点",
        "总体情况",
        "各项工作任务",
        "各单位",
        "走势",
        "逾期0-件",
        "存在问题和下一步0-件",
        "台账0-项",
    ]
    assert contents(page) == [f"#{slug}" for slug in slugs(page)[1:]]


# The page as text


@pytest.mark.parametrize("args", [[], ["--as-of", "2017-08-03"], ["--unit", "区发改局"]])
def test_the_shipped_plan_reads_well_before_anybody_has_reported(
    starter: Bench, args: list[str]
) -> None:
    page = starter.ok("report", *args)
    assert ragged(page) == []
    assert "\n\n\n" not in page
    assert page.endswith("生成。\n")
    assert not re.search(r"[ \t]$", page, re.MULTILINE)
    assert max(map(len, page.split("\n"))) < 500


def test_what_the_opening_does_not_list_is_counted(starter: Bench) -> None:
    late = sections(starter.ok("report", "--as-of", "2018-02-01"))["要点"].items
    assert (1, "逾期：另有 28 个单位") in late, "33 units are late"
    assert len([line for _, line in late if line.startswith("逾期：")]) == 6
    assert len([line for _, line in late if line.startswith("等待条件：")]) == 5, "all of them"


def test_the_report_of_a_unit_without_tasks_says_that_there_are_none(recorded: Bench) -> None:
    units = SMALL_UNITS.replace("collectives:", "- {name: 戊馆, kind: other}\ncollectives:")
    recorded.write("data/units.yaml", units)
    page = sections(recorded.ok("report", "--unit", "戊馆"))
    assert page["台账（0 项）"].paragraphs == ["没有事项。", END]
    assert page["各项工作任务"].tables[0][1:] == [["合计", *"0000000", "—", "0"]]
    assert page["本单位"].tables[0][1:] == [["戊馆", *"0000000", "0", "0", "0", "—", "—", "—"]]


def test_finished_parts_are_summed_up_in_one_sentence(recorded: Bench) -> None:
    for unit, tasks in {"甲局": ["1.1", "2.1"], "乙局": ["2.1", "2.2", "2.3"]}.items():
        recorded.ok("mark", *tasks, "done", "--unit", unit, "--evidence", "https://example.cn/1")
    recorded.ok(
        "mark", "2.1", "2.3", "done", "--unit", "丙委", "--evidence", "https://example.cn/1"
    )
    page = sections(recorded.ok("report"))
    section = page["多个单位承担的事项（2 项）"]
    assert section.items == [(1, "各单位都已报，没有受阻、逾期和退回的 2 项：2.1、2.3")]
    assert page["逾期（0 件）"].paragraphs == ["没有逾期的应办事项。"]


def test_the_pages_of_the_units_and_of_the_plan_link_to_each_other(recorded: Bench) -> None:
    recorded.ok("report", "--all-units", "--format", "md", "-o", "pages")
    whole = recorded.read("pages/index.md")
    assert "| 1 | [丁镇](丁镇.md) | 1 |" in whole
    inner = [unquote(link) for link in links(whole) if not link.startswith(("https://", "#"))]
    assert sorted(inner) == ["丁镇.md", "丙委.md", "乙局.md", "甲局.md"]
    for page in inner:
        text = recorded.read(f"pages/{page}")
        assert "- 另见：[全部单位的报告](index.md)\n" in text
        assert text.replace("- 另见：[全部单位的报告](index.md)\n", "") == recorded.ok(
            "report", "--unit", page.removesuffix(".md")
        )
    assert not re.search(r"\]\((?!#)", recorded.ok("report")), "alone, a page links to itself only"
