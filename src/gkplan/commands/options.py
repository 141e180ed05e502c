"""The arguments and options that several commands share, and what completes them."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands.complete import complete_ids, complete_statuses, complete_units

ID_HELP = "事项编号：2.10、二.10、2-10；只写组号（2、二）表示整组"
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="方案文件夹（默认 GKPLAN_DATA，再往上级文件夹找，再用自带的方案）",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="截至日期，如 2017-10-31（默认今天）", show_default=False
    ),
]
FORMAT_HELP = "输出格式（默认看 -o 的后缀，再默认 table）"
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="table|json|csv|md", help=FORMAT_HELP, show_default=False),
]
TableOrJson = Annotated[
    str | None,
    typer.Option("--format", metavar="table|json", help=FORMAT_HELP, show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="写到文件（默认标准输出）", show_default=False
    ),
]
Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help=ID_HELP,
        autocompletion=complete_ids,
        show_default=False,
    ),
]
SomeIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help=ID_HELP,
        autocompletion=complete_ids,
        show_default=False,
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        "-u",
        metavar="U",
        help="单位：名称、别名，或只对应一个单位的几个字；可多次使用",
        autocompletion=complete_units,
        show_default=False,
    ),
]
Periods = Annotated[
    list[str] | None,
    typer.Option(
        "--period",
        metavar="P",
        help="期，如 2017-08、8月、2017Q3（默认唯一合适的一期）；可多次使用",
        show_default=False,
    ),
]
Events = Annotated[
    list[str] | None,
    typer.Option(
        "--event", metavar="DATE", help="起算日，指明是哪一件；可多次使用", show_default=False
    ),
]
Git = Annotated[
    str | None,
    typer.Option(
        "--git",
        metavar="REV",
        help="改看 git 版本 REV 时的文件，不动现有文件",
        show_default=False,
    ),
]
Within = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="30d",
        help="几天之内到期的，如 30d、4w（默认 30d）",
        show_default=False,
    ),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="S",
        help="状态，中英文皆可，可多次使用",
        autocompletion=complete_statuses,
        show_default=False,
    ),
]
