"""The command line: runs a command and turns every error into a message and an exit code."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_command

from gkplan.commands import COMMANDS, options
from gkplan.commands.context import Context, context_of
from gkplan.commands.help import Command, CommandGroup, explain, usage
from gkplan.commands.printing import message, report_error, write
from gkplan.commands.process import process_context
from gkplan.commands.streams import writing_out
from gkplan.domain.errors import (
    NO_MEMORY,
    Exit,
    GkplanError,
    ReaderLeftError,
    UsageError,
    WriteRefusedError,
    is_short_of_memory,
    reason_of,
    remedy_of,
)


class _Commands(CommandGroup):
    """The commands, each imported when it is asked for."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Name the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """Import and build one command."""
        return _build(cmd_name) if cmd_name in COMMANDS else None


@cache
def _build(name: str) -> Any:
    callback = import_module(COMMANDS[name]).command
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name=name, cls=Command)(callback)
    return get_command(single)


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


def _show_version(ctx: typer.Context, value: bool) -> None:  # noqa: FBT001  (typer calls it so)
    if value:
        from importlib.metadata import version  # noqa: PLC0415  (30 ms)

        write(context_of(ctx), f"gkplan {version('gkplan')}\n")
        raise typer.Exit


@app.callback()
def _top(
    ctx: typer.Context,
    data: options.Data = None,
    as_of: options.AsOf = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本")
    ] = False,
) -> None:
    """gkplan：管好一份分工方案：谁欠什么、哪些逾期、有何佐证。数据是 git 里的 YAML 文件。"""
    ctx.obj = context_of(ctx, data, as_of)
    if ctx.invoked_subcommand is None:
        write(ctx.obj, ctx.get_help() + "\n")


def _command() -> Any:
    """Build the group of commands; the options that install completion answer in Chinese."""
    command: Any = get_command(app)
    for param in command.params:
        if param.name in ("install_completion", "show_completion"):
            param.callback = _complete_shell
    return command


def _complete_shell(ctx: Any, param: Any, value: Any) -> None:
    """Install the completion of the shell, or show its script."""
    if value and not ctx.resilient_parsing:
        from gkplan.commands import shells  # noqa: PLC0415  (seldom used)

        if param.name == "install_completion":
            shells.install(context_of(ctx))
        else:
            shells.show(context_of(ctx))
        raise typer.Exit


def run(args: Sequence[str], context: Context) -> int:
    """Run one command in ``context`` and return the exit code; nothing is raised."""
    try:
        command = _command()
        code = command(list(args), prog_name="gkplan", obj=context, standalone_mode=False)
        return int(code or Exit.OK)
    except GkplanError as error:
        return report_error(context, error)
    except ReaderLeftError:
        return Exit.OK
    except typer.TyperException as error:
        message(context, f"错误：{explain(error, args)}")
        message(context, f"  用法：{_usage(args)}；详见 --help")
        return Exit.USAGE
    except (OSError, UnicodeEncodeError) as error:
        return report_error(context, _refusal(error))
    except Exception as error:  # noqa: BLE001  (raised again with GKPLAN_DEBUG)
        return _unexpected(error, context)


def _unexpected(error: Exception, context: Context) -> Exit:
    """Report too little memory, a library that is missing or broken, or else a bug of gkplan."""
    if is_short_of_memory(error):
        return report_error(context, WriteRefusedError(*NO_MEMORY))
    if missing := _missing_library(error, context):
        return report_error(context, missing)
    if context.env.get("GKPLAN_DEBUG"):
        raise error
    message(context, f"错误：gkplan 内部出错（{type(error).__name__}：{error}）")
    message(context, "  请把这条命令和方案文件夹报给维护者；设 GKPLAN_DEBUG=1 可看到详情")
    return Exit.BUG


def _missing_library(error: Exception, context: Context) -> UsageError | None:
    """Explain that a library is missing or broken; None for every other error."""
    if not isinstance(error, ImportError):
        return None
    from gkplan.commands.installation import (  # noqa: PLC0415  (seldom needed, and heavy)
        library_problem,
        this_installation,
    )

    problem = library_problem(error, (context.installation or this_installation)())
    return UsageError(*problem) if problem else None


def _refusal(error: OSError | UnicodeEncodeError) -> WriteRefusedError:
    """Return the error for what the operating system refused."""
    if isinstance(error, OSError):
        return WriteRefusedError(f"读写失败：{reason_of(error)}", remedy_of(error, ""))
    return WriteRefusedError("系统的文件名编码不支持中文", "设 LC_ALL=C.UTF-8 再试")


def _usage(args: Sequence[str]) -> str:
    """Return the usage line of the command that ``args`` call."""
    name = next((arg for arg in args if arg in COMMANDS), None)
    return usage(_build(name), f"gkplan {name}") if name else usage(get_command(app), "gkplan")


def main() -> None:
    """The ``gkplan`` command."""
    try:
        code = run(sys.argv[1:], process_context())
        if code == Exit.INTERRUPTED:
            _drop_output()
        elif not sys.stdout.closed:
            with writing_out(sys.stdout):
                sys.stdout.flush()
    except ReaderLeftError:
        code = Exit.OK
        _drop_output()
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
        _drop_output()
    except GkplanError as error:
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"错误：{error.message}\n")
        code = error.exit
        _drop_output()
    sys.exit(code)


def _drop_output() -> None:
    """Discard what is still unwritten, so that Python does not try to write it at exit."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):  # closed already, or no file
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
