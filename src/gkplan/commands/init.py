"""``gkplan init``: copy the starter plan."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands.context import context_of
from gkplan.commands.output import report_links
from gkplan.commands.printing import message, write_path
from gkplan.folder.new_folder import copy_starter


def command(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新方案的文件夹")],
) -> None:
    """新建方案文件夹：复制自带的方案作为起点；已有的文件一个不动。"""
    context = context_of(ctx)
    for file in copy_starter(context.cwd / folder, context.cwd):
        write_path(context, folder / file)
    report_links(context, folder / "data" / "tasks.yaml")
    shown = folder.as_posix()
    enter = "" if shown == "." else f"cd {shown}，然后 "
    message(context, f"已建好 {shown}。接下来：{enter}gkplan list、gkplan mark")
