"""The model of a plan, its units and their records: values without files and clock.

Every field made with ``key`` is a key of the YAML files. Its kind and meaning are declared only
here; reading, writing, the JSON Schema and the reference follow from the declaration.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from types import MappingProxyType

from gkplan.domain import fields
from gkplan.domain.fields import Layout, Span, key
from gkplan.domain.frozen import Frozen
from gkplan.domain.short_names import derived_name
from gkplan.domain.vocabulary import Cadence, Role, Status, UnitKind, Verdict, Withdrawn

PUBLICATION_LAG = Span(20, workdays=True)
"""Time to publish on own initiative: 政府信息公开条例 (2008) art. 18, (2019) art. 26."""


class Head(Frozen, kw_only=True):
    """The head of the issued document."""

    title: str = key(fields.TEXT, "方案标题")
    notice: str = key(fields.TEXT, "各处都要标明的说明，如 演示数据、征求意见稿", default="")
    number: str = key(fields.TEXT, "发文字号", default="")
    issuer: str = key(fields.TEXT, "印发机关", default="")
    supervisor: str = key(fields.TEXT, "督查单位", default="")
    issued: dt.date = key(fields.DATE, "印发日期；第一期就是它所在的那一期")
    ends: dt.date = key(fields.DATE, "方案截止日期；最后一期就是它所在的那一期")
    lag: Span = key(
        fields.SPAN,
        "每期结束后多久之内办结（默认 20 workdays）",
        default=PUBLICATION_LAG,
        always=True,
    )

    @property
    def notice_mark(self) -> str:
        """The notice as outputs print it beside titles: ``【演示数据】``; empty without one."""
        return f"【{self.notice}】" if self.notice else ""


class Division:
    """Who does what in a task: as issued, or as changed later."""

    lead: tuple[str, ...]
    support: tuple[str, ...]
    implement: tuple[str, ...]

    @property
    def units(self) -> Mapping[Role, tuple[str, ...]]:
        """The names in each role, as the plan gives them: units and collectives."""
        return {
            Role.LEAD: self.lead,
            Role.IMPLEMENT: self.implement,
            Role.SUPPORT: self.support,
        }


class Reassignment(Division, Frozen, kw_only=True):
    """A later division of the work on a task (职责调整): it replaces the one before completely."""

    date: dt.date = key(fields.DATE, "从哪一天起；时限在这一天及以后的归新的单位")
    basis: str = key(fields.TEXT, "依据，如文号、会议")
    lead: tuple[str, ...] = key(fields.NAME, "调整后的牵头单位", many=True, default=())
    support: tuple[str, ...] = key(fields.NAME, "调整后的配合单位", many=True, default=())
    implement: tuple[str, ...] = key(fields.NAME, "调整后的落实单位", many=True, default=())
    position: int = 0


class Cancellation(Frozen, kw_only=True):
    """The end of a task before its time (取消): what is not settled by then is no longer owed."""

    date: dt.date = key(fields.DATE, "从哪一天起不再办理")
    basis: str = key(fields.TEXT, "依据，如文号、会议")


class Task(Division, Frozen):
    """One numbered item of the plan (具体事项), its text exactly as issued."""

    id: str = key(fields.TASK_ID, "事项编号，组号.项号，加引号")
    text: str = key(fields.TEXT, "事项原文，与印发件一字不差")
    short: str = key(fields.SHORT_NAME, "简称，不超过 30 字（默认取原文开头）", default="")
    lead: tuple[str, ...] = key(fields.NAME, "牵头单位", many=True, default=())
    support: tuple[str, ...] = key(
        fields.NAME, "配合单位：协助，自己不欠填报", many=True, default=()
    )
    implement: tuple[str, ...] = key(fields.NAME, "落实单位：各自欠一份填报", many=True, default=())
    merged: bool = key(fields.FLAG, "印发的表格里本行单位栏空白，单位取自上方合并格", default=False)
    cadence: tuple[Cadence, ...] = key(
        fields.CADENCE,
        "频次（默认 once）",
        many=True,
        default=(Cadence.ONCE,),
        layout=Layout.SHORT,
    )
    due: dt.date | None = key(fields.DATE, "一次性事项的时限（默认方案截止日期）", default=None)
    lag: Span | None = key(fields.SPAN, "本事项每期结束后多久之内办结", default=None)
    within: Span | None = key(
        fields.SPAN, "自起算日多久之内办结；只用于 cadence: event", default=None
    )
    awaits: str = key(fields.TEXT, "等待的条件；具备之前不计逾期", default="")
    doubts: tuple[str, ...] = key(
        fields.TEXT, "存疑：要由人核定的问题", many=True, default=(), layout=Layout.LINES
    )
    tags: tuple[str, ...] = key(fields.NAME, "标签，自定", many=True, default=())
    changes: tuple[Reassignment, ...] = key(
        Reassignment, "印发之后的职责调整，按日期先后", many=True, default=()
    )
    cancelled: Cancellation | None = key(Cancellation, "印发之后取消的", default=None)
    position: int = 0

    @cached_property
    def name(self) -> str:
        """What names the task where its text has no room: its short name, or its beginning."""
        return self.short or derived_name(self.text)

    def changes_until(self, day: dt.date) -> tuple[Reassignment, ...]:
        """The changes that were in force on a day, the earliest first."""
        return tuple(change for change in self.changes if change.date <= day)

    def division(self, day: dt.date) -> Division:
        """Who does what on a day: the last change until then, or the division as issued."""
        return self if not self.changes else (self, *self.changes_until(day))[-1]

    def cancellation(self, day: dt.date) -> Cancellation | None:
        """The cancellation, if it was in force on a day."""
        return self.cancelled if self.cancelled and self.cancelled.date <= day else None


class Group(Frozen):
    """A numbered heading of the plan (工作任务) and the tasks below it."""

    id: int = key(fields.NUMBER, "组号")
    label: str = key(fields.TEXT, "组的标号，如 一")
    title: str = key(fields.TEXT, "组的标题")
    tasks: tuple[Task, ...] = key(Task, "具体事项", many=True)
    position: int = 0

    @property
    def heading(self) -> str:
        """The heading as the document prints it: ``一、加强预期引导``."""
        between = "" if self.label[-1:] in "）)" else "、"
        return f"{self.label}{between}{self.title}"


class Plan(Frozen):
    """One issued work-division plan (分工方案): ``tasks.yaml``."""

    plan: Head = key(Head, "方案的文件头")
    groups: tuple[Group, ...] = key(Group, "工作任务，按原文顺序", many=True)

    @property
    def head(self) -> Head:
        """What the head of the document states; ``plan`` is its key in the file."""
        return self.plan

    @cached_property
    def tasks(self) -> Mapping[str, Task]:
        """Every task by its id, in the order of the document."""
        return MappingProxyType({task.id: task for group in self.groups for task in group.tasks})

    @property
    def has_repeated_ids(self) -> bool:
        """Whether two tasks have the same id, which is an error."""
        return len(self.tasks) < sum(len(group.tasks) for group in self.groups)

    def __iter__(self) -> Iterator[tuple[Group, Task]]:
        """Yield the tasks with their groups, in the order of the document."""
        return ((group, task) for group in self.groups for task in group.tasks)


class Unit(Frozen):
    """One registered body (单位)."""

    name: str = key(fields.UNIT_NAME, "单位名称，进展文件以它命名")
    aliases: tuple[str, ...] = key(fields.NAME, "别名，处处可代替名称", many=True, default=())
    kind: UnitKind = key(
        fields.UNIT_KIND,
        "单位类别（默认 government）",
        default=UnitKind.GOVERNMENT,
        always=True,
    )
    position: int = 0


class Collective(Frozen):
    """A named set of units (集合单位): members by name, by kind, or both."""

    name: str = key(fields.NAME, "集合单位的名称，如 各部门")
    aliases: tuple[str, ...] = key(fields.NAME, "别名", many=True, default=())
    members: tuple[str, ...] = key(fields.NAME, "成员单位，按名称", many=True, default=())
    kinds: tuple[UnitKind, ...] = key(fields.UNIT_KIND, "成员单位，按类别", many=True, default=())
    position: int = 0


class Registry(Frozen):
    """The registry of units and collectives: ``units.yaml``."""

    units: tuple[Unit, ...] = key(Unit, "单位", many=True)
    collectives: tuple[Collective, ...] = key(Collective, "集合单位", many=True, default=())

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The registered name behind every name and alias."""
        bodies: tuple[Unit | Collective, ...] = (*self.units, *self.collectives)
        names = {alias: body.name for body in bodies for alias in body.aliases}
        return MappingProxyType(names | {body.name: body.name for body in bodies})

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The units that a registered name means: itself, or the members of a collective."""
        alone = {unit.name: (unit.name,) for unit in self.units}
        sets = {collective.name: self._gather(collective) for collective in self.collectives}
        return MappingProxyType(sets | alone)

    def _gather(self, collective: Collective) -> tuple[str, ...]:
        named = {self.names.get(name, name) for name in collective.members}
        return tuple(
            unit.name for unit in self.units if unit.name in named or unit.kind in collective.kinds
        )

    def expand(self, names: tuple[str, ...]) -> Iterator[str]:
        """Yield the units that ``names`` mean, each once, in the order named."""
        seen = set()
        for name in names:
            for unit in self.members.get(name, ()):
                if unit not in seen:
                    seen.add(unit)
                    yield unit


def occasion_label(name: str, *, event: bool) -> str:
    """What people call a period, or the day of an event: ``2017-09 期``, ``起算日 2017-09-20``."""
    if not name:
        return ""
    return f"起算日 {name}" if event else f"{name} 期"


class _DutyEntry:
    """The keys that every entry has: they name the duty that it is about."""

    task: str
    unit: str
    period: str
    event: dt.date | None
    date: dt.date
    entered: dt.date | None

    @property
    def occasion(self) -> str:
        """The period or the event's day that it is about; empty for neither."""
        return self.period or (self.event.isoformat() if self.event else "")

    @property
    def occasion_label(self) -> str:
        """What people call its occasion: ``2017-09 期``, ``起算日 2017-09-20``, or nothing."""
        return occasion_label(self.occasion, event=self.event is not None)


class Record(_DutyEntry, Frozen, kw_only=True):
    """One dated entry in a unit's journal (进展记录): ``progress/UNIT.yaml``.

    The keys are in the order in which ``mark`` writes them.
    """

    task: str = key(fields.TASK_ID, "事项编号，加引号")
    period: str = key(fields.PERIOD, "期；按期办理的事项必填", default="")
    event: dt.date | None = key(fields.DATE, "起算日；只用于有 within 的事项", default=None)
    status: Status = key(fields.STATUS, "状态")
    date: dt.date = key(fields.DATE, "填报日期")
    entered: dt.date | None = key(fields.DATE, "登记日期；与 date 不同时写", default=None)
    evidence: tuple[str, ...] = key(
        fields.EVIDENCE,
        "佐证材料：网址，或方案文件夹内的文件",
        many=True,
        default=(),
        layout=Layout.LINES,
    )
    note: str = key(fields.TEXT, "进展情况", default="")
    problem: str = key(fields.TEXT, "存在问题", default="")
    next: str = key(fields.TEXT, "下一步", default="")
    by: str = key(fields.TEXT, "填报人", default="")
    unit: str = ""
    position: int = 0


class Withdrawal(_DutyEntry, Frozen, kw_only=True):
    """An entry that takes back one earlier record of its duty (撤回), in the same journal.

    It names the record as a review does: by its date and its fingerprint.
    """

    task: str = key(fields.TASK_ID, "事项编号，加引号")
    period: str = key(fields.PERIOD, "期；按期办理的事项必填", default="")
    event: dt.date | None = key(fields.DATE, "起算日；只用于有 within 的事项", default=None)
    status: Withdrawn = key(fields.WITHDRAWN, "写 withdrawn（撤回）")
    date: dt.date = key(fields.DATE, "撤回日期")
    entered: dt.date | None = key(fields.DATE, "登记日期；与 date 不同时写", default=None)
    record: dt.date = key(fields.DATE, "所撤回记录的填报日期")
    digest: str = key(fields.DIGEST, "所撤回记录的指纹；同一天有几条时由此认定", default="")
    note: str = key(fields.TEXT, "撤回的理由", default="")
    by: str = key(fields.TEXT, "填报人", default="")
    unit: str = ""
    position: int = 0


JournalEntry = Record | Withdrawal
"""An entry of a unit's journal."""


class Review(_DutyEntry, Frozen, kw_only=True):
    """The supervising office's review (核查) of one record of a unit: ``reviews.yaml``."""

    task: str = key(fields.TASK_ID, "事项编号，加引号")
    unit: str = key(fields.NAME, "单位")
    period: str = key(fields.PERIOD, "期；按期办理的事项必填", default="")
    event: dt.date | None = key(fields.DATE, "起算日；只用于有 within 的事项", default=None)
    verdict: Verdict = key(fields.VERDICT, "核查结论")
    date: dt.date = key(fields.DATE, "核查日期")
    entered: dt.date | None = key(fields.DATE, "登记日期；与 date 不同时写", default=None)
    record: dt.date = key(fields.DATE, "所核查记录的填报日期")
    digest: str = key(fields.DIGEST, "所核查记录的指纹；记录改动后由此看出", default="")
    correct_by: dt.date | None = key(
        fields.DATE, "退回后改正的期限（限期整改）；只用于 return", default=None
    )
    note: str = key(fields.TEXT, "核查意见；退回的理由", default="")
    by: str = key(fields.TEXT, "核查人", default="")
    position: int = 0


class Extension(_DutyEntry, Frozen, kw_only=True):
    """A later due date that was granted (延期): ``reviews.yaml``."""

    task: str = key(fields.TASK_ID, "事项编号，加引号")
    unit: str = key(fields.NAME, "单位")
    period: str = key(fields.PERIOD, "期；按期办理的事项必填", default="")
    event: dt.date | None = key(fields.DATE, "起算日；只用于有 within 的事项", default=None)
    to: dt.date = key(fields.DATE, "延期到哪一天")
    date: dt.date = key(fields.DATE, "申请延期的日期")
    entered: dt.date | None = key(fields.DATE, "登记日期；与 date 不同时写", default=None)
    reason: str = key(fields.TEXT, "延期理由")
    approved_by: str = key(fields.TEXT, "批准人")
    by: str = key(fields.TEXT, "登记人", default="")
    position: int = 0


Decision = Review | Extension
"""An entry of the supervising office."""
Entry = JournalEntry | Decision


class CalendarYear(Frozen):
    """The days off and the make-up working days of one year (放假调休): ``calendar.yaml``."""

    year: int = key(fields.NUMBER, "年份")
    holidays: tuple[dt.date, ...] = key(
        fields.DATE, "放假的日子（周末不必写）", many=True, default=()
    )
    workdays: tuple[dt.date, ...] = key(fields.DATE, "要上班的周末", many=True, default=())
    position: int = 0


class Ledger(Frozen):
    """The contents of a plan folder: the plan, its units, their records, extra calendar years.

    All figures are computed from a ledger and a date. ``records`` has each unit's journal in the
    order of the file, ``withdrawals`` what these journals take back; ``reviews`` and
    ``extensions`` are the supervising office's.
    """

    plan: Plan
    registry: Registry
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    years: tuple[CalendarYear, ...] = ()
    reviews: tuple[Review, ...] = ()
    extensions: tuple[Extension, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    def entries(self) -> Iterator[Entry]:
        """Yield every record, withdrawal, review and extension, in no order of time."""
        for journal in self.records.values():
            yield from journal
        yield from self.withdrawals
        yield from self.reviews
        yield from self.extensions
