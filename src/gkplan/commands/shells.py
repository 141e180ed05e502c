"""Installing or printing the completion script of the shell that gkplan is called from."""

from importlib import import_module
from subprocess import CalledProcessError
from typing import Any

import typer

from gkplan.commands.context import Context
from gkplan.commands.printing import write
from gkplan.domain.errors import UsageError, WriteRefusedError

_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def install(context: Context) -> None:
    """Install completion into the start-up files of the shell; typer itself reports in English."""
    completion: Any = import_module("typer.completion")

    shell = _shell()
    try:
        _, path = completion.install(shell=shell)
    except (CalledProcessError, typer.Exit) as error:
        raise WriteRefusedError(
            f"{shell} 的补全没有装上", "用 --show-completion 自行安装"
        ) from error
    write(context, f"已给 {shell} 装上补全：{path}\n重新打开终端后生效\n")


def show(context: Context) -> None:
    """Print the completion script of the shell."""
    completion: Any = import_module("typer.completion")

    script = completion.get_completion_script(
        prog_name="gkplan", complete_var="_GKPLAN_COMPLETE", shell=_shell()
    )
    write(context, f"{script}\n")


def _shell() -> str:
    """Return the shell that gkplan was called from; raises ``UsageError`` for an unknown one."""
    shellingham: Any = import_module("shellingham")  # comes with typer

    try:
        shell, _ = shellingham.detect_shell()
    except shellingham.ShellDetectionFailure:
        shell = ""
    if shell in _SHELLS:
        return str(shell)
    message = f"不支持 {shell} 的补全" if shell else "认不出当前的 shell"
    raise UsageError(message, f"在其中一种里运行：{'、'.join(_SHELLS)}")
