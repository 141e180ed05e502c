"""The kinds of value that a key of the YAML files can have, and how its text becomes that value.

YAML is read as text, so a kind alone decides what ``1.10``, ``no`` or ``2017-08`` mean.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, field, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Generic, Literal, NamedTuple, TypeVar, overload

from gkplan.domain import rules
from gkplan.domain.rules import Rule
from gkplan.domain.short_names import LONGEST_SHORT_NAME
from gkplan.domain.vocabulary import Cadence, Status, UnitKind, Verdict, Withdrawn, Word

T = TypeVar("T")
D = TypeVar("D")
W = TypeVar("W", bound=Word)
# Patterns are compiled where they are used: most commands use few of them.
_ADDRESS_BEGINS = r"(?i:[a-z][a-z0-9+.-]+:|https?(?:：|[:：]?[/／]{2})|www\.)"
_COMMON_ADDRESS = r"(?a:https?://[a-z0-9.-]*[a-z0-9](/[\w.~%/?&=#+@-]*)?)"
_NOT_IN_FILES = frozenset('/\\:*?"<>|')
_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
_DATE = r"(?a:\d{4}-\d{2}-\d{2})"
_SPAN = r"(?a:(\d{1,4}) ?(\D+))"
_WORKDAYS = ("workdays", "workday", "个工作日", "工作日")
_DAYS = ("days", "day", "个自然日", "自然日", "日", "天")
_PERIOD = r"(?a:(\d{4})(?:-(0[1-9]|1[0-2])|Q([1-4])|H([12]))?)"
_TASK_ID = r"(?a:(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5}))"
LONGEST_NAME = 80
LONGEST_TEXT = 50_000
"""Characters of any text: outputs repeat a title or a task for each unit and each period.

As many as the importer reads of one paragraph.
"""
_LATEST_DATE = "9000"  # so that no due date leaves Python's calendar


class BadValueError(ValueError):
    """A text that its kind refuses: the broken rule, what is wrong and how to correct it."""

    def __init__(self, rule: Rule, message: str, remedy: str) -> None:
        """Keep the parts for the problem that will be reported."""
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy


class Span(NamedTuple):
    """A length of time: working days (工作日) or calendar days (自然日), the first day excluded."""

    days: int
    workdays: bool

    def __str__(self) -> str:
        """Return the form that is written to files: ``20 workdays``."""
        return f"{self.days} {'workdays' if self.workdays else 'days'}"

    @property
    def label(self) -> str:
        """The form that people read: ``20个工作日``."""
        return f"{self.days}{'个工作日' if self.workdays else '日'}"


class Style(Enum):
    """How a value is written in a file."""

    TEXT = "text"
    """In quotes only where YAML would not read it back as the same text."""
    BARE = "bare"
    """Without quotes: dates, numbers and words of a vocabulary."""
    QUOTED = "quoted"
    """In quotes: ids, which other programs would take for numbers."""


class Kind(NamedTuple, Generic[T]):
    """One kind of value: its name in the reference, its parser, its JSON Schema, its style."""

    title: str
    parse: Callable[[str], T]
    schema: Mapping[str, Any]
    style: Style = Style.BARE

    def written(self, value: T) -> str:
        """Return the text that ``parse`` reads as ``value``."""
        return str(value).lower() if isinstance(value, bool) else str(value)


def text(value: str) -> str:
    """Accept a text without control characters, which could garble a terminal or a report."""
    if len(value) > LONGEST_TEXT:
        message = f"这里有 {len(value)} 字，太长"
        remedy = f"不超过 {LONGEST_TEXT} 字；其余的另存为文件"
        raise BadValueError(rules.TOO_LONG, message, remedy)
    if value.isprintable():
        return value
    if found := re.search(_CONTROL, value):
        raise BadValueError(
            rules.CONTROL_CHARACTER,
            f"文字中有不可见的控制字符 U+{ord(found.group()):04X}",
            "删去这个字符",
        )
    return value


def hidden_character(value: str) -> str | None:
    """Return the first invisible character of a name: with it, two names look alike."""
    if value.isprintable():
        return None
    from unicodedata import category  # noqa: PLC0415  (needed only for unusual names)

    return next((char for char in value if category(char) == "Cf"), None)


def unit_name(value: str) -> str:
    """Accept a unit's name, which is also the name of its journal's file on every platform."""
    text(value)
    if hidden := hidden_character(value):
        raise BadValueError(
            rules.CONTROL_CHARACTER,
            f"名称里有看不见的字符 U+{ord(hidden):04X}（第 {value.index(hidden) + 1} 个字符）",
            "删去这个字符，或把名称重新打一遍",
        )
    if (
        not _NOT_IN_FILES.isdisjoint(value)
        or not value.isprintable()
        or value != value.strip(" .")
        or len(value) > LONGEST_NAME
    ):
        raise BadValueError(
            rules.BAD_NAME,
            f"“{value}” 不能用作单位名称：进展文件要以它命名",
            '不用 / \\ : * ? " < > |，首尾不用点和空格，不超过 80 字',
        )
    return value


def short_name(value: str) -> str:
    """Accept a short name: one line, short enough for a cell, a letter or a calendar."""
    text(value)
    if len(value) > LONGEST_SHORT_NAME:
        message = f"简称有 {len(value)} 字，太长"
    elif "\n" in value or not value.strip():
        message = "简称空着，或不止一行"
    else:
        return value
    remedy = f"写成一行，不超过 {LONGEST_SHORT_NAME} 字；删去这一行的，取原文开头"
    raise BadValueError(rules.BAD_SHORT_NAME, message, remedy)


def iso_date(value: str) -> date:
    """Read a calendar day, ``YYYY-MM-DD`` and nothing else."""
    with suppress(ValueError):
        day = date.fromisoformat(value)  # which takes other forms as well
        if value == day.isoformat() < _LATEST_DATE:
            return day
    if re.fullmatch(_DATE, value) and value >= _LATEST_DATE:
        raise BadValueError(rules.BAD_DATE, f"“{value}” 太晚了", "日期最晚写到 8999-12-31")
    raise BadValueError(rules.BAD_DATE, f"“{value}” 不是有效日期", "日期写作 2017-09-12 的样子")


def span(value: str) -> Span:
    """Read a length of time such as ``20 workdays``."""
    match = re.fullmatch(_SPAN, value)
    if match is None or match[2] not in (*_WORKDAYS, *_DAYS):
        raise BadValueError(
            rules.BAD_SPAN,
            f"“{value}” 不是有效时长",
            "写作 20 workdays（工作日）或 30 days（自然日）",
        )
    return Span(int(match[1]), match[2] in _WORKDAYS)


def period(value: str) -> str:
    """Accept the name of a calendar period: ``2017-08``, ``2017Q3``, ``2017H2`` or ``2017``."""
    match = re.fullmatch(_PERIOD, value)
    if match is None or match[1] == "0000":
        raise BadValueError(
            rules.BAD_PERIOD,
            f"“{value}” 不是有效的期",
            "月写作 2017-08，季写作 2017Q3，半年写作 2017H2，年写作 2017",
        )
    return value


def task_id(value: str) -> str:
    """Accept a task's id, ``GROUP.ITEM``."""
    if not re.fullmatch(_TASK_ID, value):
        raise BadValueError(
            rules.BAD_TASK_ID,
            f"“{value}” 不是有效的事项编号",
            '写作 "2.10" 的样子（组号.项号，加引号）',
        )
    return value


def number(value: str) -> int:
    """Read an integer of at most six digits."""
    if not re.fullmatch(r"\d{1,6}", value, re.ASCII):
        raise BadValueError(rules.BAD_NUMBER, f"“{value}” 不是整数", "写作 1、2、3 的样子")
    return int(value)


def flag(value: str) -> bool:
    """Read ``true`` or ``false``."""
    if value not in ("true", "false"):
        raise BadValueError(
            rules.BAD_FLAG, f"“{value}” 不是 true 或 false", "写 true，或删去这一行"
        )
    return value == "true"


def is_address(value: str) -> bool:
    """Whether evidence is meant as an address on the web rather than as a file."""
    return re.match(_ADDRESS_BEGINS, value) is not None


def is_common_address(value: str) -> bool:
    """Whether a text is an address on the web of the usual form, with nothing special to YAML."""
    return re.fullmatch(_COMMON_ADDRESS, value) is not None


def evidence(value: str) -> str:
    """Accept an http(s) address, or the path of a file inside the plan folder.

    Windows writes paths with backslashes; every system understands slashes.
    """
    if len(value) <= LONGEST_TEXT and is_common_address(value):
        return value
    text(value)
    if is_address(value) or "://" in value:
        return _web_address(value)
    path = value.replace("\\", "/")
    if path.startswith(("/", "~")) or ".." in path.split("/") or re.match(r"[a-zA-Z]:", path):
        raise BadValueError(
            rules.BAD_EVIDENCE,
            f"佐证材料 “{value}” 不在方案文件夹内",
            "把文件放进方案文件夹，写相对路径，如 evidence/2017-08.pdf",
        )
    return path


def _web_address(value: str) -> str:
    """Accept one http or https address with a host, without blanks and without a password."""
    from gkplan.domain import addresses  # noqa: PLC0415  (needed only for unusual evidence)

    if found := (addresses.refusal if is_address(value) else addresses.mixed)(value):
        raise BadValueError(rules.BAD_EVIDENCE, found.message, found.remedy)
    return value


def digest(value: str) -> str:
    """Accept the fingerprint of a record, as ``review`` writes it."""
    if not re.fullmatch(r"[0-9a-f]{12}", value):
        raise BadValueError(
            rules.BAD_DIGEST,
            f"“{value}” 不是有效的记录指纹",
            "指纹由 gkplan review、mark 写入；手写核查、撤回时删去这一行",
        )
    return value


def _word(vocabulary: type[W], rule: Rule, title: str) -> Kind[W]:
    """Make the kind of a closed vocabulary."""

    def parse(value: str) -> W:
        word = vocabulary.parse(value)
        if word is None:
            raise BadValueError(rule, f"“{value}” 不是有效{title}", f"可用：{vocabulary.legend()}")
        return word

    values = [form for word in vocabulary for form in (word.value, word.label, *word.synonyms)]
    return Kind(title, cache(parse), {"enum": values})


TEXT = Kind("文字", text, {"type": "string", "maxLength": LONGEST_TEXT}, Style.TEXT)
NAME = Kind("名称", text, {"type": "string", "maxLength": LONGEST_TEXT}, Style.TEXT)
UNIT_NAME = Kind("单位名称", unit_name, {"type": "string", "maxLength": 80}, Style.TEXT)
SHORT_NAME = Kind(
    "简称", short_name, {"type": "string", "maxLength": LONGEST_SHORT_NAME}, Style.TEXT
)
DATE = Kind(
    "日期", cache(iso_date), {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
)
SPAN = Kind(
    "时长",
    cache(span),
    {"type": "string", "pattern": r"^\d{1,4} ?(workdays?|days?|个?工作日|个?自然日|[日天])$"},
)
PERIOD = Kind(
    "期",
    cache(period),
    {
        "anyOf": [
            {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2])|Q[1-4]|H[12])?$"},
            {"type": "integer", "minimum": 1000, "maximum": 9999},
        ]
    },
)
TASK_ID = Kind(
    "事项编号",
    cache(task_id),
    {"type": "string", "pattern": r"^\d{1,6}\.\d{1,6}$"},
    Style.QUOTED,
)
NUMBER = Kind("整数", number, {"type": "integer", "minimum": 0})
FLAG = Kind("是否", flag, {"type": "boolean"})
EVIDENCE = Kind("网址或文件", evidence, {"type": "string", "maxLength": LONGEST_TEXT}, Style.TEXT)
DIGEST = Kind("记录指纹", digest, {"type": "string", "pattern": "^[0-9a-f]{12}$"}, Style.QUOTED)
STATUS = _word(Status, rules.UNKNOWN_STATUS, "状态")
WITHDRAWN = _word(Withdrawn, rules.UNKNOWN_STATUS, "撤回的写法")
VERDICT = _word(Verdict, rules.UNKNOWN_VERDICT, "核查结论")
CADENCE = _word(Cadence, rules.UNKNOWN_CADENCE, "频次")
UNIT_KIND = _word(UnitKind, rules.UNKNOWN_KIND, "单位类别")


class Layout(Enum):
    """How the values of a key that takes several are written."""

    FLOW = "flow"
    """In brackets: ``[甲局, 乙局]``."""
    SHORT = "short"
    """In brackets, but one alone without them: ``monthly``."""
    LINES = "lines"
    """One per line, each behind a dash."""


class Key(NamedTuple):
    """The declaration of one key of a YAML mapping, made once, on the dataclass field it fills.

    With ``always`` the key is written even where its value is the default.
    """

    kind: Kind[Any] | type
    doc: str
    many: bool
    required: bool
    default: Any
    layout: Layout
    always: bool


@overload
def key(
    kind: Kind[T] | type[T],
    doc: str,
    *,
    many: Literal[True],
    layout: Layout = ...,
    always: bool = ...,
) -> tuple[T, ...]: ...
@overload
def key(
    kind: Kind[T] | type[T],
    doc: str,
    *,
    many: Literal[True],
    default: tuple[T, ...],
    layout: Layout = ...,
    always: bool = ...,
) -> tuple[T, ...]: ...
@overload
def key(kind: Kind[T] | type[T], doc: str, *, always: bool = ...) -> T: ...
@overload
def key(kind: Kind[T] | type[T], doc: str, *, default: D, always: bool = ...) -> T | D: ...
def key(
    kind: Kind[Any] | type,
    doc: str,
    *,
    many: bool = False,
    default: Any = MISSING,
    layout: Layout = Layout.FLOW,
    always: bool = False,
) -> Any:
    """Declare a dataclass field that a YAML key fills; it is required unless it has a default.

    ``kind`` is a scalar kind or a nested dataclass; ``many`` takes a list (or one bare scalar).
    Reading, checking, writing, the JSON Schema and the reference follow from this declaration.
    """
    required = default is MISSING
    spec = Key(kind, doc, many, required, None if required else default, layout, always)
    return field(default=default, metadata={"key": spec})


def keys_of(model: Any) -> dict[str, Key]:
    """Return the YAML keys of a dataclass, in their order; the same mapping each time."""
    keys: dict[str, Key] = _declared(model)
    return keys


@cache  # which mypy takes no class for, therefore two functions
def _declared(model: Any) -> Any:
    return {field.name: field.metadata["key"] for field in fields(model) if "key" in field.metadata}
