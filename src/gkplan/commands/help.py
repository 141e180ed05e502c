"""Help and usage errors in Chinese, laid out by the width of Chinese characters."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from gkplan.commands import COMMANDS
from gkplan.commands.context import Context
from gkplan.commands.printing import report_error
from gkplan.domain.errors import GkplanError, UsageError

_COMPLETION = {
    "install_completion": "给当前 shell 装上补全",
    "show_completion": "显示当前 shell 的补全脚本，可自行安装",
}
_WIDTH = 80
_TIMES = {2: "两"}
_DASHES = ("—", "–", "－", "−", "一一")
"""What word processors and full-width input methods turn the two dashes of an option into."""


def help_text(command: Any, ctx: typer.Context, width: int = _WIDTH) -> str:
    """Write a command's help, ``width`` cells wide."""
    from gkplan.views.terminal import console  # noqa: PLC0415  (rich, for people only)

    out = io.StringIO()
    screen = console(out, width, color=False)
    screen.print(f"用法：{usage(command, ctx.command_path)}", soft_wrap=True)
    if command.help:
        screen.print()
        screen.print(command.help)
    for title, pairs in _sections(command, ctx):
        if pairs:
            screen.print()
            screen.print(f"{title}：")
            screen.print(_two_columns(pairs))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def usage(command: Any, path: str) -> str:
    """Write how the command at ``path`` is called: ``gkplan show ID... [选项]``."""
    if isinstance(command, TyperGroup):
        return f"{path} [选项] 命令 [参数]..."
    needed = [option_name(param) for param in command.params if _is_needed_option(param)]
    return " ".join([path, *map(_argument_name, arguments(command)), *needed, "[选项]"])


def _is_needed_option(param: Any) -> bool:
    return isinstance(param, TyperOption) and param.required


def arguments(command: Any) -> list[TyperArgument]:
    """The positional arguments of a command."""
    return [param for param in command.params if isinstance(param, TyperArgument)]


def options(command: Any, ctx: typer.Context) -> list[TyperOption]:
    """The options of a command, ``--help`` last."""
    return [param for param in command.get_params(ctx) if isinstance(param, TyperOption)]


def _argument_name(param: TyperArgument) -> str:
    return param.metavar or str(param.name).upper()


def option_name(param: TyperOption) -> str:
    """Write an option with the value it takes: ``--unit, -u U``."""
    opts = sorted(param.opts, key=len, reverse=True)
    value = f" {param.metavar}" if param.metavar else ""
    return ", ".join(opts) + ("" if param.is_flag else value)


def option_help(param: TyperOption) -> str:
    """Return what an option does, and its default if it is a text."""
    if param.name == "help":
        return "显示这份说明"
    text = _COMPLETION.get(str(param.name), param.help or "")
    default = param.default
    shown = isinstance(default, str) and default and not param.is_flag
    return f"{text}（默认 {default}）" if shown else text


def _sections(command: Any, ctx: typer.Context) -> list[tuple[str, list[tuple[str, str]]]]:
    own = [(option_name(param), option_help(param)) for param in options(command, ctx)]
    if isinstance(command, TyperGroup):
        known = ((name, command.get_command(ctx, name)) for name in command.list_commands(ctx))
        helps = [(name, str(subcommand.help)) for name, subcommand in known if subcommand]
        return [("命令", helps), ("选项", own)]
    given = [(_argument_name(param), param.help or "") for param in arguments(command)]
    return [("参数", given), ("选项", own)]


def _two_columns(pairs: Sequence[tuple[str, str]]) -> Any:
    from rich.table import Table  # noqa: PLC0415  (rich, for people only)
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=30, overflow="fold")
    table.add_column(overflow="fold")
    for left, right in pairs:
        table.add_row(Text(f"  {left}"), Text(right))
    return table


class _ChineseHelp:
    """A mixin for commands and the group: their help in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help for the width of the terminal."""
        context = ctx.obj
        width = context.width if isinstance(context, Context) else _WIDTH
        formatter.write(help_text(self, ctx, min(width, 100)).rstrip("\n") + "\n")


class Command(_ChineseHelp, TyperCommand):
    """A command whose help is Chinese, and that refuses likely typing errors."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse a wrong dash, an option in place of a value, and what would be dropped."""
        taking = {
            name
            for param in self.params
            if isinstance(param, TyperOption) and not param.is_flag
            for name in param.opts
        }
        known = {name for param in self.get_params(ctx) for name in param.opts}
        for arg, following in pairwise([*args, ""]):
            if arg.startswith(_DASHES):
                raise UsageError(f"“{arg}” 开头的横线不是半角减号", "选项写作 --unit 的样子")
            if arg[:2] not in ("--", "-") and f"-{arg.partition('=')[0]}" in known:
                raise UsageError(f"“{arg}” 少了一个减号", f"选项写作 -{arg} 的样子")
            if arg in taking and following.partition("=")[0] in known:
                raise UsageError(f"选项 {arg} 后面缺少值", f"{following} 是另一个选项")
        _require_once(self, ctx, args)
        ctx.allow_extra_args = True  # refused below, with an error of our own
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            raise ExtraArgumentsError(" ".join(extra))
        return extra

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what it refuses is reported about the plan folder that was given."""
        try:
            return super().invoke(ctx)
        except GkplanError as error:
            named = ctx.params.get("data") or ctx.params.get("update") or ctx.obj.data
            context = replace(ctx.obj, data=Path(named) if named else None)
            raise typer.Exit(report_error(context, error)) from error


class CommandGroup(_ChineseHelp, TyperGroup):
    """A group of commands whose help is Chinese."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse an option that is given twice."""
        _require_once(self, ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; raises ``UnknownCommandError``."""
        name = args[0]
        known = name.startswith("-") or self.get_command(ctx, name)
        if not known and not ctx.resilient_parsing:
            raise UnknownCommandError(name)
        return super().resolve_command(ctx, args)


def _require_once(command: Any, ctx: Any, args: list[str]) -> None:
    """Refuse options given twice of which one value would be dropped, and paths that are empty.

    The parser itself decides which options these are, so that ``-uA``, ``--unit=A`` and
    abbreviated names count alike.
    """
    if ctx.resilient_parsing:  # completion, with a line that is still being typed
        return
    values, _, given = command.make_parser(ctx).parse_args(args=[*args])
    for param, times in Counter(given).items():
        if not isinstance(param, TyperOption):
            continue
        name = max(param.opts, key=len)
        if times > 1 and not param.multiple:
            raise UsageError(f"{name} 写了{_TIMES.get(times, f' {times} ')}次", "只留一个")
        if param.type.name == "path" and values.get(str(param.name)) == "":
            raise UsageError(f"{name} 后面是空的", f"写明路径，或去掉 {name}")


class ExtraArgumentsError(typer.TyperException):
    """A command was called with more arguments than it takes; the message is those arguments."""


class UnknownCommandError(typer.TyperException):
    """A command that does not exist was called; the message is its name."""


def explain(error: Any, args: Sequence[str]) -> str:  # noqa: PLR0911  (one per kind)
    """Explain in Chinese what is wrong with ``args``, the arguments that gkplan was called with.

    The parser's own English messages are never shown: an error of an unknown class is reported in
    general terms, with the option or argument that it is about.
    """
    match type(error).__name__:
        case "NoSuchOption":
            near = "、".join(error.possibilities or ())
            return f"没有选项 {error.option_name}" + (f"，是否 {near}？" if near else "")
        case "MissingParameter":
            if isinstance(error.param, TyperOption):
                return f"缺少选项 {option_name(error.param)}"
            needed = [param for param in arguments(error.ctx.command) if param.required]
            return f"缺少 {' 或 '.join(map(_argument_name, needed))}"
        case "BadOptionUsage":
            takes_none = any(arg.startswith(f"{error.option_name}=") for arg in args)
            return f"选项 {error.option_name} " + ("不带值" if takes_none else "后面缺少值")
        case "ExtraArgumentsError":
            return f"多了参数：{error.message}"
        case "UnknownCommandError":
            return _unknown_command(error.message)
        case "BadParameter":
            return _explain_value(error.param)
    return "用法不对"


def _unknown_command(name: str) -> str:
    """Return that a command does not exist, with the names it may have been meant for."""
    from difflib import get_close_matches  # noqa: PLC0415  (needed only when something is wrong)

    near = "、".join(get_close_matches(name, COMMANDS))
    return f"没有这个命令：{name}" + (f"，是否 {near}？" if near else "")


def _explain_value(param: Any) -> str:
    """Explain that the value of an option or an argument cannot be read."""
    if isinstance(param, TyperOption):
        return f"选项 {option_name(param)} 的值不对"
    return f"参数 {_argument_name(param)} 的值不对" if param else "有一个值不对"
