"""Every rule that files must keep, and the problems that break one: collected, never raised.

``RULES`` are those of a plan folder, from which the documentation's gallery and the golden tests
derive; ``FORM_RULES`` are those that only forms can break.
"""

from collections.abc import Collection
from typing import NamedTuple

from gkplan.domain.vocabulary import Word


class Severity(Word):
    """How much a problem matters: errors stop every figure, the others are shown beside them."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"
    NOTE = "note", "注"


class Rule(NamedTuple):
    """A named rule; ``title`` is what breaking it means, in Chinese."""

    name: str
    severity: Severity
    title: str


RULES: dict[str, Rule] = {}
FORM_RULES: dict[str, Rule] = {}


def _rule(name: str, title: str, severity: Severity = Severity.ERROR) -> Rule:
    RULES[name] = Rule(name, severity, title)
    return RULES[name]


def _form_rule(name: str, title: str, severity: Severity = Severity.ERROR) -> Rule:
    FORM_RULES[name] = Rule(name, severity, title)
    return FORM_RULES[name]


# How a file reads as YAML
NOT_READABLE = _rule("not-readable", "文件打不开、不是普通文件，或经链接指到方案文件夹之外")
NOT_UTF8 = _rule("not-utf8", "文件不是 UTF-8 编码")
YAML_SYNTAX = _rule("yaml-syntax", "YAML 语法错误")
MERGE_CONFLICT = _rule("merge-conflict", "git 合并冲突还没有处理")
DUPLICATE_KEY = _rule("duplicate-key", "同一个键写了两次")
MISSING_DASH = _rule("missing-dash", "列表的一项少了开头的 “- ”，或 “-” 后面没有空格")
YAML_FEATURE = _rule("yaml-feature", "用了本格式不接受的 YAML 写法（锚点、标签、多文档、复杂键）")
TOO_DEEP = _rule("too-deep", "嵌套层数过多")

# What a file contains
WRONG_SHAPE = _rule("wrong-shape", "该写映射、列表或文字的地方写了别的")
UNKNOWN_KEY = _rule("unknown-key", "不认识的键")
MISSING_KEY = _rule("missing-key", "缺少必填的键")
CONTROL_CHARACTER = _rule("control-character", "文字中有控制字符")
TOO_LONG = _rule("too-long", "文字太长")
BAD_NAME = _rule("bad-name", "单位名称不能用作文件名")
BAD_SHORT_NAME = _rule("bad-short-name", "事项的简称太长、空着，或不止一行")
BAD_DATE = _rule("bad-date", "日期无效")
BAD_SPAN = _rule("bad-span", "时长无效")
BAD_PERIOD = _rule("bad-period", "期的写法无效")
BAD_TASK_ID = _rule("bad-task-id", "事项编号的写法无效")
BAD_NUMBER = _rule("bad-number", "不是整数")
BAD_FLAG = _rule("bad-flag", "不是 true 或 false")
BAD_EVIDENCE = _rule("bad-evidence", "佐证材料不是网址，也不是方案文件夹内的文件")
BAD_DIGEST = _rule("bad-digest", "记录指纹的写法无效")
UNKNOWN_STATUS = _rule("unknown-status", "状态不在词表里")
UNKNOWN_VERDICT = _rule("unknown-verdict", "核查结论不在词表里")
UNKNOWN_CADENCE = _rule("unknown-cadence", "频次不在词表里")
UNKNOWN_KIND = _rule("unknown-kind", "单位类别不在词表里")

# The registry of units
DUPLICATE_NAME = _rule("duplicate-name", "名称或别名与另一个单位重复")
UNKNOWN_MEMBER = _rule("unknown-member", "集合单位的成员不是登记的单位")
EMPTY_COLLECTIVE = _rule("empty-collective", "集合单位没有成员")

# The plan
DATES_REVERSED = _rule("dates-reversed", "方案的起止日期不合理")
DUPLICATE_GROUP = _rule("duplicate-group", "组号或组的标号重复")
DUPLICATE_TASK = _rule("duplicate-task", "事项编号重复")
TASK_OUTSIDE_GROUP = _rule("task-outside-group", "事项编号与所在的组不符")
UNKNOWN_UNIT = _rule("unknown-unit", "单位没有登记")
REPEATED_UNIT = _rule("repeated-unit", "同一事项里单位重复")
NO_UNIT = _rule("no-unit", "事项没有牵头或落实单位")
SCHEDULE_CONFLICT = _rule("schedule-conflict", "频次与时限的写法互相矛盾")
BAD_CHANGE = _rule("bad-change", "职责调整或取消不合理")
BAD_CALENDAR = _rule("bad-calendar", "calendar.yaml 的日子不属于所写的年份、自相矛盾，或没有写全")

# The journals
UNKNOWN_JOURNAL = _rule("unknown-journal", "进展文件的文件名不是登记的单位")
UNKNOWN_TASK = _rule("unknown-task", "方案里没有这个事项")
OWES_NOTHING = _rule("owes-nothing", "单位对这个事项没有应办的职责")
MISSING_PERIOD = _rule("missing-period", "按期办理的事项没有写明是哪一期")
UNKNOWN_PERIOD = _rule("unknown-period", "事项没有这一期")
UNEXPECTED_EVENT = _rule("unexpected-event", "起算日不合规则")
ENTERED_EARLY = _rule("entered-early", "登记日期早于这一条的日期")
BAD_WITHDRAWAL = _rule("bad-withdrawal", "撤回的日期早于所撤回的记录")
RECORD_BEFORE_PLAN = _rule("record-before-plan", "填报日期早于方案印发日期")

# The supervising office's own journal
MIXED_RULING = _rule("mixed-ruling", "一条里既有核查又有延期，或两样都没有")
UNKNOWN_RECORD = _rule("unknown-record", "核查或撤回的记录不存在")
UNKNOWN_DUTY = _rule("unknown-duty", "核查或延期的应办事项不存在")
BAD_RULING_DATE = _rule("bad-ruling-date", "核查或延期的日期不合理")
BAD_EXTENSION = _rule("bad-extension", "延期不成立")

# Worth a look, but no obstacle
STRAY_FILE = _rule("stray-file", "progress 文件夹里有不会被读取的文件", Severity.WARNING)
RECORD_IN_FUTURE = _rule("record-in-future", "填报日期晚于截至日期", Severity.WARNING)
PERIOD_NOT_BEGUN = _rule("period-not-begun", "填报时这一期还没有开始", Severity.WARNING)
DONE_WITHOUT_EVIDENCE = _rule("done-without-evidence", "已完成但没有佐证材料", Severity.WARNING)
LATE_EXTENSION = _rule("late-extension", "逾期之后才申请延期", Severity.WARNING)
EARLY_EXTENSION = _rule("early-extension", "延期的日期早于按工作日算的原时限", Severity.WARNING)
EXTENSION_AFTER_DONE = _rule(
    "extension-after-done", "办结之后才批准的延期，不算数", Severity.WARNING
)
REPEATED_WITHDRAWAL = _rule("repeated-withdrawal", "同一条记录撤回了不止一次", Severity.WARNING)
OWED_BY_OTHERS = _rule(
    "owed-by-others", "填报的这一份已改由别的单位办理，或已取消，不计入", Severity.WARNING
)
OUTDATED_REVIEW = _rule("outdated-review", "核查之后记录有变，待复核", Severity.WARNING)
NO_RECENT_RECORD = _rule("no-recent-record", "单位很久没有填报", Severity.WARNING)
INTERRUPTED_WRITE = _rule("interrupted-write", "上一次写入中断，还没有补完", Severity.WARNING)
MISSING_FILE = _rule("missing-file", "佐证文件不存在", Severity.WARNING)
COMMENT_CUTS_TEXT = _rule(
    "comment-cuts-text", "没加引号的文字后面有 #，其后的字没有读进去", Severity.WARNING
)
JOINED_NAMES = _rule(
    "joined-names", "别名或标签里有逗号、顿号，可能是几个写在了一起", Severity.WARNING
)
REPEATED_SHORT_NAME = _rule(
    "repeated-short-name", "几个事项的简称相同，分不清是哪一项", Severity.WARNING
)
NUMBER_GAP = _rule("number-gap", "组或事项的编号不连续，可能误删了", Severity.WARNING)
UNQUOTED_ID = _rule("unquoted-id", "事项编号没有加引号", Severity.WARNING)
PROVISIONAL_YEAR = _rule(
    "provisional-year", "时限涉及放假安排还不知道的年份，是暂定的", Severity.NOTE
)
DOUBT = _rule("doubt", "方案原文存疑，待人核定", Severity.NOTE)

# Forms that were filled in; they can break some of the rules above, too
NOT_A_FORM = _form_rule("not-a-form", "文件读不出来，或者不是 gkplan 的填报表、核查表")
OTHER_PLAN = _form_rule("other-plan", "是另一个方案的表")
OTHER_UNIT = _form_rule("other-unit", "表上的填报单位改成了别的单位，整张表没有收")
ADDED_ROW = _form_rule("added-row", "自己加的行，不知道是哪一份应办事项")
EDITED_KEY = _form_rule("edited-key", "编号、期或隐藏的标识改过，不知道这一行说的是哪一份")
REPEATED_ROW = _form_rule("repeated-row", "同一份应办事项填了几行，内容不同")
CHANGED_SINCE = _form_rule("changed-since", "出表之后这一份又有了新的记录，与表里填的不同")
OLDER_THAN_LAST = _form_rule("older-than-last", "日期早于上次填报，写入了也不算数")
REPEATED_REPORT = _form_rule("repeated-report", "与被退回的填报一字不差")
FORMULA = _form_rule("formula", "格子里是公式")
STRUCK_OUT = _form_rule("struck-out", "格子里有删除线，不知道还算不算数")
DITTO = _form_rule("ditto", "写的是“同上”，不知道指什么")
WRONG_COLUMN = _form_rule("wrong-column", "写错了栏")
ERROR_VALUE = _form_rule("error-value", "格子里是错误值，如 #REF!")
MISSING_STATUS = _form_rule("missing-status", "填了内容，没有选状态或结论")
MISSING_REASON = _form_rule("missing-reason", "退回没有写明理由")
MISSING_EVENT = _form_rule("missing-event", "新的一件没有写起算日")
DATE_AHEAD = _form_rule("date-ahead", "日期还没有到，或太晚")
EDITED_CELL = _form_rule("edited-cell", "锁定的格子改过；改动不收", Severity.WARNING)
MISNAMED_FORM = _form_rule(
    "misnamed-form", "文件名是一个单位，里面是另一个单位的表", Severity.WARNING
)
TEXT_OUTSIDE = _form_rule("text-outside", "写在表外的，没有收", Severity.WARNING)
COMMENT_ON_CELL = _form_rule("comment-on-cell", "批注没有收", Severity.WARNING)
NOTHING_REPORTED = _form_rule(
    "nothing-reported", "只填了填报人或日期，当作没有填", Severity.WARNING
)
SHARED_FILE = _form_rule("shared-file", "几个单位的表都提到同一个文件", Severity.WARNING)
UNUSED_FILE = _form_rule("unused-file", "文件没有被任何表提到，没有收", Severity.WARNING)
NO_PROBLEM = _form_rule("no-problem", "“无”当作没有写", Severity.NOTE)
SIGNED = _form_rule("signed", "签字栏里写的不写入记录", Severity.NOTE)

YamlPath = tuple[str | int, ...]
"""The path of a value in a YAML document: keys and list indexes from the top."""


class Position(NamedTuple):
    """A part of one line of a file: line and column count from 1, ``width`` is in characters.

    In a workbook, ``cell`` names the sheet and the cell: ``填报!F7``. Line 0 is the complete file.
    """

    file: str
    line: int
    column: int
    width: int = 1
    excerpt: str = ""
    cell: str = ""

    @property
    def label(self) -> str:
        """The position as people read it: ``tasks.yaml:7:11``, ``区财政局.xlsx:填报!F7``."""
        if not self.line:
            return self.file
        return f"{self.file}:{self.cell or f'{self.line}:{self.column}'}"


class Problem(NamedTuple):
    """One thing that is wrong: its rule, its position, a message and how to correct it."""

    rule: Rule
    position: Position
    message: str
    remedy: str = ""

    @property
    def is_error(self) -> bool:
        """Whether figures would be wrong if it were ignored."""
        return self.rule.severity is Severity.ERROR


def in_order(problems: list[Problem], first: Collection[str] = ()) -> list[Problem]:
    """Sort problems by position, as a person works through files, each once.

    Errors of the files ``first``, from which errors of others follow, precede all others.
    """
    unique = dict.fromkeys(problems)
    return sorted(
        unique,
        key=lambda problem: (
            not (problem.is_error and problem.position.file in first),
            problem.position,
            problem.rule.name,
            problem.message,
        ),
    )
