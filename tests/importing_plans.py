"""Plans composed at random: what documents of the field say, in few words."""

from datetime import date
from random import Random
from typing import Any

from gkplan.domain.model import Group, Head, Plan, Task
from gkplan.domain.vocabulary import Cadence

ISSUED = date(2019, 3, 4)
UNITS = (
    *("区政务办", "区财政局", "区教育局", "区民政局", "区司法局", "区人社局", "区卫生健康委"),
    *("区发展改革局", "区工业和信息化局", "区市场监管局", "区住房城乡建设局", "区农业农村局"),
    *("市公安局清河分局", "市生态环境局清河分局", "区总工会", "团区委", "区妇联", "区残联"),
    *("区税务局", "区行政审批局", "区城管执法局", "区文化广电旅游局", "各镇（街）", "各镇人民政府"),
)
_DOING = ("编制", "公布", "修订", "汇总", "建立", "完善", "核对", "优化", "清理", "整理")
_THINGS = (
    *("办事指南", "收费目录", "便民服务点清单", "政策问答", "招生方案", "救助标准", "采购目录"),
    *("权责清单", "检查事项库", "服务热线知识库", "信用承诺书范本", "企业走访台账", "公益岗位信息"),
    *("养老设施布局图", "农田灌溉计划", "道路养护计划", "噪声投诉数据", "图书馆开放时间表"),
)
_AFTER = ("", "", "，并向社会公布", "，统一格式和内容", "，报区政府备案", "，提高办事效率")
_CADENCES = {
    Cadence.MONTHLY: "每月{}一次{}。",
    Cadence.QUARTERLY: "每季度{}一次{}。",
    Cadence.HALFYEARLY: "每半年{}一次{}。",
    Cadence.YEARLY: "每年{}一次{}。",
    Cadence.EVENT: "及时{}{}。",
    Cadence.ONGOING: "持续推进{1}{0}工作。",
}
_TITLES = (
    *(
        "规范窗口服务",
        "延伸服务网点",
        "推进信息公开",
        "改善营商环境",
        "保障民生实事",
        "强化监督检查",
    ),
    *("提升治理能力", "加强队伍建设"),
)
_LABELS = "一二三四五六七八"
_EVENTS = ("省级实施办法出台", "市级目录印发", "系统改造完成")
_RECUR, _WAIT, _DATED = 0.3, 0.4, 0.9
"""Three of ten tasks recur, one waits for an event, five have a deadline, one has none."""
_MONTH_ENDS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def composed(seed: int, most_groups: int = 4) -> Plan:
    """Compose the plan of a seed: tasks with units by role, cadences, deadlines and conditions."""
    chance = Random(seed)  # noqa: S311  (no secret)
    texts: set[str] = set()
    groups = [
        _group(chance, number, texts) for number in range(1, chance.randint(2, most_groups) + 1)
    ]
    titles = chance.sample(_TITLES, len(groups))
    head = Head(
        title="清河区2019年窗口服务工作分工方案",
        number="清府办〔2019〕5号",
        issuer="清河区人民政府办公室",
        issued=ISSUED,
        ends=date(2019, 12, 31),
    )
    return Plan(
        head,
        tuple(
            Group(number, _LABELS[number - 1], titles[number - 1], tasks, number - 1)
            for number, tasks in enumerate(groups, 1)
        ),
    )


def _group(chance: Random, number: int, texts: set[str]) -> tuple[Task, ...]:
    return tuple(
        _task(chance, f"{number}.{item}", item - 1, texts)
        for item in range(1, chance.randint(2, 5) + 1)
    )


def _task(chance: Random, name: str, position: int, texts: set[str]) -> Task:
    """Compose a task whose text no other one has."""
    while True:
        task = _with_time(chance, name, position)
        if task.text not in texts:
            texts.add(task.text)
            return task


def _with_time(chance: Random, name: str, position: int) -> Task:
    doing, thing = chance.choice(_DOING), chance.choice(_THINGS)
    lead, support, implement = _units(chance)
    given: dict[str, Any] = {"lead": lead, "support": support, "implement": implement}
    given |= {"id": name, "position": position}
    kind = chance.random()
    if kind < _RECUR:
        cadence = chance.choice(list(_CADENCES))
        text = _CADENCES[cadence].format(doing, thing)
        return Task(text=text, cadence=(cadence,), **given)
    if kind < _WAIT:
        event = chance.choice(_EVENTS)
        text = f"待{event}后，{doing}{thing}。"
        return Task(text=text, awaits=event, **given)
    month = chance.randint(4, 12)
    due = date(2019, month, _MONTH_ENDS[month - 1]) if kind < _DATED else None
    text = f"{doing}{thing}{chance.choice(_AFTER)}。"
    return Task(text=text, due=due, **given)


def _units(chance: Random) -> tuple[tuple[str, ...], ...]:
    """Choose one to three leading units, and at times some that support or implement."""
    names = chance.sample(UNITS, 7)
    lead = chance.choices((1, 2, 3), (6, 3, 1))[0]
    support = chance.choices((0, 1, 2), (2, 1, 1))[0]
    implement = chance.choices((0, 1, 2), (8, 1, 1))[0]
    return tuple(names[:lead]), tuple(names[3 : 3 + support]), tuple(names[5 : 5 + implement])
