"""The closed vocabularies of the field, each word with its English value and its Chinese label."""

from enum import StrEnum
from functools import cached_property
from typing import Self


class Word(StrEnum):
    """One word of a closed vocabulary: the English value in files, the label people read."""

    label: str
    synonyms: tuple[str, ...]
    __hash__ = str.__hash__  # as its English value, which it equals

    def __new__(cls, value: str, label: str, *synonyms: str) -> Self:
        """Make the member that equals its English value."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.synonyms = synonyms
        return word

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a word in English or Chinese; None if it is not of this vocabulary."""
        for word in cls:
            if text in (word.value, word.label, *word.synonyms):
                return word
        return None

    @classmethod
    def legend(cls) -> str:
        """List every word with its label, for messages: ``todo 未启动、…``."""
        return "、".join(f"{word.value} {word.label}" for word in cls)


class Status(Word):
    """The status of a duty, as a record gives it (状态)."""

    TODO = "todo", "未启动"
    WAITING = "waiting", "条件未具备"
    DOING = "doing", "正在推进"
    BLOCKED = "blocked", "受阻"
    DONE = "done", "已完成", "完成", "已办", "办结", "已办结"
    WAIVED = "waived", "不涉及"

    @cached_property
    def settled(self) -> bool:
        """Whether nothing more is owed: done, or declared not applicable."""
        return self in (Status.DONE, Status.WAIVED)

    @property
    def claims(self) -> bool:
        """Whether it claims that work was done."""
        return self in (Status.DOING, Status.DONE)


class Withdrawn(Word):
    """The word that makes an entry of a journal a withdrawal (撤回); it is no status."""

    WITHDRAWN = "withdrawn", "撤回", "已撤回", "作废"


class Verdict(Word):
    """The supervising office's verdict on a record (核查)."""

    ACCEPT = "accept", "已核实", "核实", "属实", "通过"
    RETURN = "return", "已退回", "退回"


class EntryKind(Word):
    """The kind of an entry of a journal or of the reviews."""

    RECORD = "record", "填报"
    WITHDRAWAL = "withdrawal", "撤回"
    REVIEW = "review", "核查"
    EXTENSION = "extension", "延期"


class Checked(Word):
    """The state of the review of a duty's last record (核查情况)."""

    UNREVIEWED = "unreviewed", "未核查"
    ACCEPTED = "accepted", "已核实"
    RETURNED = "returned", "已退回"
    OUTDATED = "outdated", "待复核"


class Role(Word):
    """The role of a unit in a task (职责), the strongest first."""

    LEAD = "lead", "牵头"
    IMPLEMENT = "implement", "落实"
    SUPPORT = "support", "配合"


class Cadence(Word):
    """How often a task falls due (频次)."""

    ONCE = "once", "一次性"
    MONTHLY = "monthly", "每月", "按月", "月度"
    QUARTERLY = "quarterly", "每季度", "按季", "季度"
    HALFYEARLY = "halfyearly", "每半年", "半年"
    YEARLY = "yearly", "每年", "年度"
    EVENT = "event", "及时", "适时"
    ONGOING = "ongoing", "持续", "长期", "定期"

    @cached_property
    def periodic(self) -> bool:
        """Whether tasks of this cadence owe one duty a calendar period."""
        return self in (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALFYEARLY, Cadence.YEARLY)


class UnitKind(Word):
    """What kind of body a unit is; collectives may gather their members by it."""

    PARTY = "party", "党委部门"
    GOVERNMENT = "government", "政府部门"
    VERTICAL = "vertical", "垂直管理单位"
    TOWN = "town", "镇（街）"
    ENTERPRISE = "enterprise", "企业"
    INSTITUTION = "institution", "事业单位"
    OTHER = "other", "其他"


TODO, WAITING, DOING, BLOCKED, DONE, WAIVED = Status
LEAD, IMPLEMENT, SUPPORT = Role
UNREVIEWED, ACCEPTED, RETURNED, OUTDATED = Checked
ACCEPT, RETURN = Verdict
"""Words as names of their own: before Python 3.12 those of a class take five times as long to read,
and an assessment reads them tens of thousands of times.
"""
