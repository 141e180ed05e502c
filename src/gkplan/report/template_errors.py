"""The errors of a template, at the line that its author has to correct.

What gkplan itself knows (fields, variables, filters, limits) is explained in Chinese. Other
messages of Jinja and Python are shown as they are: who writes templates reads Jinja's documents.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2 import (
    Environment,
    TemplateAssertionError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplatesNotFound,
    TemplateSyntaxError,
    nodes,
)

from gkplan.domain.errors import UsageError
from gkplan.report.sandbox import RefusedError, UnknownNameError
from gkplan.report.template_loader import TemplateLoader

_CORRECT = "改正模板"
_KINDS = {str: "文字", bool: "真假值", int: "整数", float: "小数"}


class Mistake(NamedTuple):
    """A message and a remedy."""

    what: str
    remedy: str = _CORRECT


_ENDLESS = Mistake("层层相套，没有尽头", "检查 include、extends、import 和宏有没有套到自己")
_TOO_DEEP = Mistake("嵌套太深", "for、if 和括号少套几层")


class _Spot(NamedTuple):
    """A line of a template, with the name of its file for people."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def explained(error: Exception, environment: Environment, data: Mapping[str, Any]) -> UsageError:
    """Explain what a template did wrong when it was read or run on ``data``."""
    if isinstance(error, TemplateSyntaxError):
        spot = _Spot(str(error.filename or error.name), error.lineno)
        is_name = isinstance(error, TemplateAssertionError)
        what = f"{error.message}{_near_quoted(error.message, environment) if is_name else ''}"
        return UsageError(f"模板 {spot} 语法错误：{what}", _CORRECT)
    position = _spot(error)
    if isinstance(error, UnknownNameError):
        position, what, remedy = _unknown(error, position, environment, data)
    else:
        what, remedy = _while_running(error, environment, compiled=position is not None)
    where = position or next(reversed(_loader(environment).texts), "")
    return UsageError(f"模板 {where} 出错：{what}" if where else what, remedy)


def _while_running(error: Exception, environment: Environment, *, compiled: bool) -> Mistake:
    """Return the message of an error in a template other than an unknown name."""
    if isinstance(error, TemplateNotFound):
        return _not_found(error, environment)
    if isinstance(error, RefusedError):
        return Mistake(error.message, error.remedy)
    if isinstance(error, SyntaxError | RecursionError):
        return _ENDLESS if compiled else _TOO_DEEP
    what = ": ".join(part for part in (type(error).__name__, str(error)) if part)
    is_name = type(error) is TemplateRuntimeError  # a filter or test that is resolved late
    return Mistake(what + (_near_quoted(str(error), environment) if is_name else ""))


def _near_quoted(message: str | None, environment: Environment) -> str:
    """Return the filter or test that was meant, if a message quotes an unknown name."""
    known = {*environment.filters, *environment.tests}
    quoted = [name for name in re.findall(r"'(\w+)'", message or "") if name not in known]
    return _near(quoted[0], known) if quoted else ""


def _near(name: str, known: Iterable[str]) -> str:
    """Return the name that may have been meant, as the end of a message."""
    close = get_close_matches(name, [str(candidate) for candidate in known], 2)
    return f"，可能是 {'、'.join(close)}" if close else ""


def _spot(error: BaseException) -> _Spot | None:
    """Find the innermost line of a template in the traceback, as Jinja has rewritten it."""
    trace, spot = error.__traceback__, None
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            spot = _Spot(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return spot


def _not_found(error: TemplateNotFound, environment: Environment) -> Mistake:
    """Explain that a template does not exist: the first one, or one that another needs."""
    wanted = error.templates if isinstance(error, TemplatesNotFound) else [error.name]
    names = "、".join(str(name) for name in wanted)
    known = environment.list_templates()
    return Mistake(f"没有模板 {names}{_near(names, known)}", "检查 --template 和 templates 文件夹")


def _unknown(
    error: UnknownNameError,
    spot: _Spot | None,
    environment: Environment,
    data: Mapping[str, Any],
) -> tuple[_Spot | None, str, str]:
    """Explain an unknown variable or field, at the line that uses it if that is clear."""
    tree = _tree(spot, environment)
    if error.is_variable:
        return spot, *_unknown_variable(str(error.wanted), tree, data)
    asked = list(_accesses(tree, error.wanted))
    here = [access for access in asked if spot and access[0] == spot.line] or asked
    holder = ""
    if spot and len(set(here)) == 1:
        spot, holder = spot._replace(line=here[0][0]), here[0][1]
    return spot, *_unknown_field(error.wanted, error.holder, holder)


def _tree(spot: _Spot | None, environment: Environment) -> nodes.Node:
    """Return the text of the template of a spot."""
    return environment.parse(_loader(environment).texts.get(spot.file, "") if spot else "")


def _loader(environment: Environment) -> TemplateLoader:
    assert isinstance(environment.loader, TemplateLoader)
    return environment.loader


def _unknown_variable(name: str, tree: nodes.Node, data: Mapping[str, Any]) -> Mistake:
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    if name in own:
        remedy = "在 for、if、block 里用 set 设的，出来就没有了；要带出来用 namespace"
        return Mistake(f"这里没有变量 “{name}”", remedy)
    if name in data:
        remedy = "import 来的看不到报告的字段：末尾加 with context，或作为参数传过去"
        return Mistake(f"这里没有变量 “{name}”", remedy)
    close = _near(name, {*data, *own})
    return Mistake(f"没有变量 “{name}”{close}", _CORRECT if close else f"可用：{'、'.join(data)}")


def _unknown_field(name: Any, value: Any, holder: str) -> Mistake:
    """Return the message that a value has no such field, worded for the value."""
    shown, wanted = f"{holder} " if holder else "", f"“{name}”"
    if isinstance(value, dict):
        close = _near(str(name), value)
        remedy = _CORRECT if close or not value else f"可用：{'、'.join(map(str, value))}"
        return Mistake(f"{shown}没有字段 {wanted}{close}", remedy)
    if isinstance(value, list):
        if isinstance(name, int):
            return Mistake(f"{shown}只有 {len(value)} 个，没有 [{name}]", "先用 length 判断个数")
        each = f"{{% for one in {holder or '…'} %}}"
        return Mistake(f"{shown}是一列，没有字段 {wanted}", f"用 {each} 逐个取")
    if value is None:
        remedy = f"先判断：{{% if {holder or '…'} %}}"
        return Mistake(f"{shown}是空值（null），没有字段 {wanted}", remedy)
    kind = f"是{_KINDS[type(value)]}，" if type(value) in _KINDS else ""
    public = [field for field in dir(value) if not field.startswith("_")]
    return Mistake(f"{shown}{kind}没有字段 {wanted}{_near(str(name), public)}", _CORRECT)


def _accesses(tree: nodes.Node, name: Any) -> Iterator[tuple[int, str]]:
    """Return the lines that read a field of that name, each with the expression before it."""
    for dotted in tree.find_all(nodes.Getattr):
        if dotted.attr == name:
            yield dotted.lineno, _written(dotted.node)
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.arg, nodes.Const) and item.arg.value == name:
            yield item.lineno, _written(item.node)


def _written(node: nodes.Node) -> str:
    """Return an expression as its author wrote it; empty if it has more than names and fields."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (inner := _written(node.node)):
        return f"{inner}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        inner = _written(node.node)
        return f"{inner}[{node.arg.value!r}]" if inner else ""
    return ""
