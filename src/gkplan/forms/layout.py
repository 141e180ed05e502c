"""The layout of the forms: the columns of their tables, and the hidden cells that identify rows.

A row has a hidden key (the duty it is about), a hidden base (what had been written on that duty
when the form was made) and a hidden seal, by which edited cells are recognized.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from gkplan.domain.model import Head
from gkplan.domain.vocabulary import Status, Verdict

MARKER = "gkplan/form/1"
"""The first hidden cell of a form; the number is that of the layout."""
TABLE, REVIEWS, GUIDE = "填报", "核查", "说明"
"""The names of the sheets."""
MOST_ROWS = 20_000
"""Rows of a form."""
_LONGEST_SEAL = 1_000
_SEALED = 6
"""Characters of the fingerprint of one cell."""


class FormKind(Enum):
    """What a form asks for: a unit's reports, or the office's reviews of them."""

    REPORT = "report"
    REVIEW = "review"


class FormColumn(NamedTuple):
    """A column of a form's table; ``width`` is in half-width characters.

    An ``answer`` is filled in, everything else is locked; ``choices`` are the words of a list.
    """

    code: str
    title: str
    width: int
    answer: bool = False
    centred: bool = False
    choices: Sequence[str] = ()
    prompt: str = ""
    day: bool = False


_ABOUT = (
    FormColumn("task", "编号", 5, centred=True),
    FormColumn("occasion", "期／起算日", 10, centred=True),
    FormColumn("name", "简称", 12),
    FormColumn("text", "具体事项", 25),
)
_DAY_PROMPT = "具体的一天，格式如 2017-09-12"
STATUSES = tuple(status.label for status in Status)
"""The words of the list from which a unit chooses a status."""
VERDICTS = tuple(verdict.synonyms[0] for verdict in Verdict)
"""The words of the list from which the office chooses a verdict."""
REPORT_COLUMNS = (
    *_ABOUT,
    FormColumn("role", "职责", 4, centred=True),
    FormColumn("due", "时限", 10, centred=True),
    FormColumn("standing", "现状", 9, centred=True),
    FormColumn("last", "上次填报", 18),
    FormColumn("remark", "核查意见", 12),
    FormColumn("status", "状态", 8, answer=True, centred=True,
               choices=STATUSES, prompt="从列表里选一个"),
    FormColumn("date", "办理日期", 10, answer=True, centred=True, day=True, prompt=_DAY_PROMPT),
    FormColumn("note", "进展情况", 24, answer=True, prompt="办了什么、办到哪一步；没有就留空"),
    FormColumn("evidence", "佐证材料", 18, answer=True,
               prompt="完整的网址，或与本表一并发回的文件的文件名；有几个的，一行一个"),
    FormColumn("problem", "存在问题", 12, answer=True, prompt="受阻的必须写；没有就留空"),
    FormColumn("next", "下一步", 12, answer=True, prompt="打算怎样办、什么时候办结"),
    FormColumn("by", "填报人", 7, answer=True, centred=True),
)  # fmt: skip
REVIEW_COLUMNS = (
    FormColumn("unit", "单位", 12),
    *_ABOUT,
    FormColumn("due", "时限", 10, centred=True),
    FormColumn("reported", "填报的状态", 9, centred=True),
    FormColumn("last", "填报内容", 26),
    FormColumn("proof", "佐证材料", 24),
    FormColumn("remark", "上次核查", 14),
    FormColumn("verdict", "核查结论", 8, answer=True, centred=True,
               choices=VERDICTS, prompt="从列表里选一个"),
    FormColumn("date", "核查日期", 10, answer=True, centred=True, day=True, prompt=_DAY_PROMPT),
    FormColumn("note", "核查意见", 20, answer=True, prompt="退回时必须写明理由"),
    FormColumn("correct_by", "改正期限", 10, answer=True, centred=True, day=True,
               prompt="只在退回时写：到哪一天改正"),
    FormColumn("by", "核查人", 7, answer=True, centred=True),
)  # fmt: skip
COLUMNS = {FormKind.REPORT: REPORT_COLUMNS, FormKind.REVIEW: REVIEW_COLUMNS}
HIDDEN = ("key", "base", "seal")
"""The codes of the hidden columns behind the table; their titles are their codes."""


class RowKey(NamedTuple):
    """The duty that a row is about, as its hidden cell names it.

    ``event`` is whether the occasion is the day of an event; a row for a new one has none yet.
    """

    unit: str
    task: str
    occasion: str = ""
    event: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the row is for an event that nobody has recorded."""
        return self.event and not self.occasion

    def __str__(self) -> str:
        """Return the text of the hidden cell: ``区财政局|1.3|2017-08``; ``@`` marks an event."""
        return f"{self.unit}|{self.task}|{'@' if self.event else ''}{self.occasion}"


def read_key(text: str) -> RowKey | None:
    """Read the text of a hidden key; None if it is none."""
    parts = text.split("|")
    if len(parts) != 3 or not all(parts[:2]):  # noqa: PLR2004  (unit, task, occasion)
        return None
    unit, task, occasion = parts
    return RowKey(unit, task, occasion.removeprefix("@"), occasion.startswith("@"))


class FormRow(NamedTuple):
    """One row to be filled in: its hidden cells and the texts of its locked columns, by code.

    ``late`` is whether its due date is shown as overdue.
    """

    key: RowKey
    base: str
    texts: Mapping[str, str]
    late: bool = False


class Form(NamedTuple):
    """A form before it is written: what stands above its table, its rows, and its instructions.

    ``plan`` is the fingerprint of the plan, ``owner`` the unit that fills it in. ``guide`` are the
    paragraphs of the second sheet, and the lines to be signed.
    """

    kind: FormKind
    plan: str
    owner: str
    title: str
    lines: Sequence[str]
    rows: Sequence[FormRow]
    guide: Sequence[str]
    signatures: Sequence[str]
    as_of: dt.date
    head: Head

    @property
    def columns(self) -> tuple[FormColumn, ...]:
        """The columns of its table."""
        return COLUMNS[self.kind]

    @property
    def sheet(self) -> str:
        """The name of the sheet with the table."""
        return TABLE if self.kind is FormKind.REPORT else REVIEWS


def plan_fingerprint(head: Head) -> str:
    """Return what distinguishes a plan from others: its number, or its title, and its date."""
    about = f"{head.number or head.title}\0{head.issued}"
    return sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def on_one_line(text: str) -> str:
    """Return a text as seals and comparisons see it: programs change blanks and line ends."""
    return " ".join(text.split())


def sealed(texts: Mapping[str, str]) -> str:
    """Return the seal of some cells, by column: ``task=1f3c5e due=0a1b2c``."""
    return " ".join(f"{code}={_fingerprint(text)}" for code, text in texts.items())


def read_seal(text: str) -> dict[str, str]:
    """Read a seal: the fingerprints by column; what is damaged is left out."""
    if len(text) > _LONGEST_SEAL:
        return {}
    return dict(re.findall(rf"(\w+)=([0-9a-f]{{{_SEALED}}})(?=\s|$)", text))


def is_seal(text: str) -> bool:
    """Whether a text is a seal, completely."""
    return (
        re.fullmatch(rf"\w+=[0-9a-f]{{{_SEALED}}}(\s+\w+=[0-9a-f]{{{_SEALED}}})*", text) is not None
    )


def is_sealed(seal: Mapping[str, str], code: str, text: str) -> bool:
    """Whether a cell has the text that it had when its row was sealed."""
    return seal.get(code) == _fingerprint(text)


@lru_cache(maxsize=1 << 14)  # the forms of many units state the same tasks
def _fingerprint(text: str) -> str:
    plain = on_one_line(text).encode("utf-8", "surrogatepass")
    return sha256(plain).hexdigest()[:_SEALED]
