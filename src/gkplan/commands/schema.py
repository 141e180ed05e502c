"""``gkplan schema``: write the JSON Schema of the files, for editors."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import require_folder_name
from gkplan.commands.parsing import read_choice
from gkplan.commands.per_unit import require_files, write_files
from gkplan.commands.printing import write_json
from gkplan.folder.schemas import FILES, schema, schema_texts


def command(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[KIND]", help=f"哪一种文件：{'、'.join(FILES)}；不写则全部"),
    ] = None,
    output: Annotated[
        Path | None, options.output_option("DIR", "写到这个文件夹，一种一个文件")
    ] = None,
) -> None:
    """输出 YAML 文件的 JSON Schema，供编辑器提示和检查。"""
    context = context_of(ctx)
    kinds = [read_choice(name, tuple(FILES), "文件")] if name else list(FILES)
    if output is not None:
        require_folder_name(context, output)
        texts = schema_texts()
        files = [f"{kind}.schema.json" for kind in kinds]
        require_files(context, output, files)
        write_files(context, output, ((file, texts[file].encode()) for file in files))
    elif name:
        write_json(context, schema(name))
    else:
        write_json(context, {kind: schema(kind) for kind in kinds})
