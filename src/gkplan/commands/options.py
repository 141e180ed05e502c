"""The arguments and options that several commands share, each declared once.

Commands list the options that they share in one order (``tests/test_options.py`` checks it): unit,
kind, period, event, the command's own, date, by, template, format, output, git, data, as_of.
Where the help differs from command to command, a function declares the option.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from gkplan.commands.complete import complete_ids, complete_tags, complete_units, complete_words
from gkplan.domain.vocabulary import Status, UnitKind

ID_HELP = "事项编号：2.10、二.10、2-10；只写组号（2、二）表示整组"
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="方案文件夹（默认 GKPLAN_DATA，再往上级文件夹找，再用自带的方案）",
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="截至日期，如 2017-10-31（默认今天）")
]


def format_option(metavar: str, default: str = "table", more: str = "") -> Any:
    """Declare ``--format`` of a command that writes the formats in ``metavar``."""
    text = f"输出格式（默认看 -o 的后缀，再默认 {default}）{more}"
    return typer.Option("--format", metavar=metavar, help=text)


def output_option(metavar: str, text: str) -> Any:
    """Declare ``--output`` of a command that writes to ``metavar``: a file or a folder."""
    return typer.Option("--output", "-o", metavar=metavar, help=text)


def all_option(text: str) -> Any:
    """Declare ``--all`` of a command that writes one file per unit."""
    return typer.Option("--all", help=f"{text}，一个单位一份")


def within_option(text: str, default: str) -> Any:
    """Declare ``--within``, the days ahead that a command looks."""
    text = f"{text}，如 {default}、4w（默认 {default}）"
    return typer.Option("--within", metavar=default, help=text)


def dry_run_option(text: str) -> Any:
    """Declare ``--dry-run`` of a command that otherwise writes."""
    return typer.Option("--dry-run", help=text)


def strict_option(text: str) -> Any:
    """Declare ``--strict``, with which nothing is written while anything is reported."""
    return typer.Option("--strict", help=text)


def since_option(text: str) -> Any:
    """Declare ``--since``."""
    return typer.Option("--since", metavar="D", help=text)


def date_option(text: str) -> Any:
    """Declare ``--date``, the day of an entry that is written."""
    text = f"{text}（默认今天）"
    return typer.Option("--date", metavar="DATE", help=text)


def event_option(text: str) -> Any:
    """Declare ``--event``, which says which of several events is meant."""
    text = f"{text}；可多次使用"
    return typer.Option("--event", metavar="DATE", help=text)


def by_option(text: str) -> Any:
    """Declare ``--by``, the person who writes an entry."""
    return typer.Option("--by", metavar="NAME", help=text)


def note_option(text: str) -> Any:
    """Declare ``--note``."""
    return typer.Option("--note", metavar="TEXT", help=text)


Format = Annotated[str | None, format_option("table|json|csv|md")]
TableOrJson = Annotated[str | None, format_option("table|json")]
Output = Annotated[Path | None, output_option("FILE", "写到文件（默认标准输出）")]
Template = Annotated[
    Path | None, typer.Option("--template", metavar="F", help="改用这个 Jinja 模板")
]


def ids_argument(metavar: str = "ID...", complete: Callable[..., Any] = complete_ids) -> Any:
    """Declare the ids of tasks."""
    return typer.Argument(metavar=metavar, help=ID_HELP, autocompletion=complete)


Ids = Annotated[list[str] | None, ids_argument("[ID]...")]
SomeIds = Annotated[list[str], ids_argument()]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        "-u",
        metavar="U",
        help="单位：名称、别名，或只对应一个单位的几个字；可多次使用",
        autocompletion=complete_units,
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="K",
        help="某一类单位，如 town、镇（街）；可多次使用",
        autocompletion=complete_words(UnitKind),
    ),
]
Periods = Annotated[
    list[str] | None,
    typer.Option(
        "--period",
        metavar="P",
        help="期，如 2017-08、8月、2017Q3（默认唯一合适的一期）；可多次使用",
    ),
]
Events = Annotated[list[str] | None, event_option("起算日，指明是哪一件")]
Git = Annotated[
    str | None,
    typer.Option("--git", metavar="REV", help="改看 git 版本 REV 时的文件，不动现有文件"),
]
Within = Annotated[str | None, within_option("几天之内到期的", "30d")]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        metavar="T",
        help="有这个标签的；可多次使用，有其中一个即可",
        autocompletion=complete_tags,
    ),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="S",
        help="状态，中英文皆可，可多次使用",
        autocompletion=complete_words(Status),
    ),
]
