"""``gkplan schema``: JSON Schema of the files, for editors."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands.context import context_of, read_choice
from gkplan.commands.output import require_folder_name
from gkplan.folder.atomic import require_replaceable, write_output
from gkplan.folder.schemas import FILES, schema, schema_texts


def command(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]", help=f"哪一种文件：{'、'.join(FILES)}；不写则全部", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="写到这个文件夹，一种一个文件", show_default=False
        ),
    ] = None,
) -> None:
    """输出 YAML 文件的 JSON Schema，供编辑器提示和检查。"""
    context = context_of(ctx)
    wanted = [read_choice(name, tuple(FILES), "文件")] if name else list(FILES)
    if output is not None:
        require_folder_name(context, output)
        texts = schema_texts()
        files = [f"{one}.schema.json" for one in wanted]
        require_replaceable(*(context.cwd / output / file for file in files))
        for file in files:
            write_output(context.cwd / output / file, texts[file])
            context.write(f"{(output / file).as_posix()}\n")
    elif name:
        context.write_json(schema(name))
    else:
        context.write_json({one: schema(one) for one in wanted})
