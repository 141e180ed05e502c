"""The sandbox that templates run in: what they may do, what they may not, and their filters."""

import base64
import hashlib
import re
from collections.abc import Sized
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from gkplan.domain.vocabulary import Cadence, Role, Status
from gkplan.report.precompiled import Precompiled
from gkplan.report.template_loader import TemplateFolder, TemplateLoader
from gkplan.views.table import visible

_MOST_COPIES = 1_000_000
_MOST_POWER = 1_000
_OF_MAPPINGS = frozenset(dir(dict))
"""Attributes that every mapping has; Jinja prefers them to keys of the same names."""
_OF_LOOPS = frozenset(("first", "index", "index0", "last", "previtem"))
"""Attributes of loops that are values without attributes of Python's own."""
_HARMLESS = frozenset((int, float, Markup, Undefined))
"""Types of values without signs to escape: numbers, what is escaped, an ``if`` without ``else``."""
_LABELS = {word.value: word.label for words in (Status, Role, Cadence) for word in words}


class RefusedError(Exception):
    """A template requests what it must not do; the message is for a person."""

    def __init__(self, message: str, remedy: str = "改正模板") -> None:
        """Describe what is refused, and the remedy."""
        super().__init__(message)
        self.message, self.remedy = message, remedy


class UnknownNameError(UndefinedError):
    """A template uses what does not exist: a variable, or a field of the ``holder``."""

    def __init__(self, name: Any, holder: Any) -> None:
        """Set the name and the object without it; ``missing`` stands for the variables."""
        super().__init__(str(name))
        self.wanted, self.holder = name, holder
        self.is_variable = holder is missing


class _Unknown(StrictUndefined):
    """A value that does not exist; printing it or reading its fields raises an error."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint is None:
            raise UnknownNameError(self._undefined_name, self._undefined_obj)
        return self._undefined_hint


class _Generator(CodeGenerator):
    """Makes code that prints values in one step, where Jinja finalizes and then escapes them."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("(environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Sandbox(ImmutableSandboxedEnvironment):
    """The Jinja environment of templates: no access to Python, unchanged data, limited sizes."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"*", "**"})

    @staticmethod
    def printed(value: Any) -> str:
        """Return a value as it is printed in a page; nearly all are texts and numbers."""
        if type(value) is str:
            return _escaped(value)
        return str(value) if type(value) in _HARMLESS else escape(_shown(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read a field; nearly all are keys of mappings, or say where a loop is."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_MAPPINGS:
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _OF_LOOPS:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function; macros, which are nearly all, need none of the checks."""
        if type(function) is Macro:
            for compiled in ("_loop_vars", "_block_vars"):  # for functions that use the context
                kwargs.pop(compiled, None)
            return function(context.eval_ctx, *args, **kwargs)
        return super().call(context, function, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply and raise to powers as long as the result is not enormous."""
        sizes = (len(operand) for operand in (left, right) if isinstance(operand, Sized))
        times = max((operand for operand in (left, right) if isinstance(operand, int)), default=0)
        if operator == "*" and next(sizes, 0) * times > _MOST_COPIES:
            raise RefusedError(f"“*” 的结果太长，最多 {_MOST_COPIES} 个")
        numbers = (operand for operand in (left, right) if isinstance(operand, int | float))
        if operator == "**" and any(abs(operand) > _MOST_POWER for operand in numbers):
            raise RefusedError(f"“**” 的两边最大 {_MOST_POWER}")
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=4)
def sandbox(sources: tuple[TemplateFolder, ...], *, html: bool, trusting: bool) -> Sandbox:
    """Make the sandbox for templates of these folders; ``html`` escapes what they print.

    One that is ``trusting`` raises ``OwnTemplateError`` for a template of the plan folder's own.

    It is cached, because to compile the page's template takes longer than to fill it in: 50 units'
    pages need it once. A template that has changed meanwhile is compiled again.
    """
    environment = Sandbox(
        loader=TemplateLoader(sources, trusting=trusting),
        autoescape=html,
        finalize=_shown,
        undefined=_Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=Precompiled(),
    )
    environment.filters.update(FILTERS)
    return environment


def _shown(value: Any) -> Any:
    """Print nothing for null, and texts without characters that could turn or hide text."""
    if type(value) is str:
        return value if value.isprintable() else visible(value)
    return "" if value is None else value


@lru_cache(10_000)
def _escaped(text: str) -> str:
    """Escape a text; names, days and statuses are printed many times."""
    return str(escape(_shown(text)))


def _label(word: str) -> str:
    """Return the Chinese label of a status, role or cadence."""
    return _LABELS.get(word, word)


def _markdown(text: Any) -> str:
    """Write a text or a number so that it is harmless in Markdown."""
    return "" if text is None else _markdown_of(str(text))


@lru_cache(maxsize=1 << 15)  # the reports of several units state the same tasks
def _markdown_of(text: str) -> str:
    from gkplan.views.markdown import markdown_text  # noqa: PLC0415  (no page uses it)

    return markdown_text(text)


def _day(day: str) -> str:
    """Write an ISO date as official letters do: ``2017年9月2日``."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(day))
    if not match:
        shown = "空值（null）" if day is None else f"“{day}”"
        raise RefusedError(f"day 要 2017-09-02 样子的日期，这里是{shown}", "先判断有没有日期")
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日"


def _is_link(evidence: Any) -> bool:
    return re.match(r"https?://", str(evidence), re.IGNORECASE) is not None


def _sha256(text: str) -> str:
    """The hash of a script as a page's Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()}"


def _headline(totals: Any) -> str:
    """Return the sentence that sums up the tasks of ``totals``."""
    try:
        return str(totals["headline"])
    except (KeyError, TypeError) as error:
        message = "headline 要 totals 那样的数字"
        raise RefusedError(message, "写 totals | headline 或 group.totals | headline") from error


FILTERS = {
    "label": _label,
    "md": _markdown,
    "link": _is_link,
    "day": _day,
    "headline": _headline,
    "sha256": _sha256,
}
"""The filters of templates in addition to Jinja's own."""
