"""Printing what a command has to show: data to its standard output, messages to standard error."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkplan.commands.context import Context
from gkplan.commands.streams import write_message, writing_out
from gkplan.domain.errors import Exit, GkplanError, WriteRefusedError
from gkplan.domain.model import Entry
from gkplan.domain.rules import Problem
from gkplan.folder.location import Folder
from gkplan.views.table import Table, clip, plain, to_csv, visible

if TYPE_CHECKING:
    from rich.console import Console

_MOST_PROBLEMS = 20
"""Problems that a command other than ``check`` prints; ``check`` prints them all."""


def write(context: Context, text: str) -> None:
    """Write data to standard output."""
    with writing_out(context.out):
        context.out.write(text)


def write_path(context: Context, path: Path) -> None:
    """Write the path of a file that was made; no character of it moves the terminal's cursor."""
    write(context, f"{visible(path.as_posix())}\n")


def write_json(context: Context, data: Mapping[str, Any]) -> None:
    """Write one JSON document to standard output, piece by piece: it may have a million lines."""
    from gkplan.views.json_text import json_pieces  # noqa: PLC0415  (2 ms that tables do not pay)

    for piece in json_pieces(data):
        write(context, piece)


def write_table(context: Context, table: Table, form: str = "table") -> None:
    """Write a table as ``csv``, as ``md``, fitted to a terminal, or complete to a pipe."""
    if form == "csv":
        write(context, to_csv(table))
    elif form == "md":
        from gkplan.views.markdown import to_markdown  # noqa: PLC0415  (only for Markdown)

        write(context, to_markdown(table))
    elif not context.terminal:
        write(context, plain(table))
    else:
        from gkplan.views.terminal import print_table  # noqa: PLC0415  (50 ms of rich)

        with writing_out(context.out):
            print_table(_console(context), table)


def write_beside(context: Context, left: Table, right: Table, form: str) -> None:
    """Write two tables beside each other where a terminal is wide enough, else one by one."""
    if form == "table" and context.terminal:
        from gkplan.views.terminal import print_beside  # noqa: PLC0415  (50 ms of rich)

        with writing_out(context.out):
            print_beside(_console(context), left, right)
        return
    write_table(context, left, form)
    write(context, "\n")
    write_table(context, right, form)


def _console(context: Context) -> "Console":
    from gkplan.views.terminal import console  # noqa: PLC0415  (50 ms of rich)

    return console(context.out, context.width, color=context.color, escapes=context.escapes)


def fitted_lines(context: Context, texts: Iterable[str]) -> str:
    """Return texts, one line each, broken to the width of the terminal if there is one."""
    lines = [visible(" ".join(text.split())) for text in texts]
    if context.terminal:
        lines = [part for line in lines for part in clip(line, context.width, len(line) + 1)]
    return "\n".join(lines)


def message(context: Context, text: str) -> None:
    """Print a message for the person, on standard error."""
    write_message(context.err, text)


def print_reminders(context: Context, reminders: Iterable[str]) -> None:
    """Print what the person should know about entries that were just written."""
    for text in reminders:
        message(context, f"提醒：{text}")


def print_written(context: Context, entry: Entry, label: str, file: Path, folder: Folder) -> None:
    """Print an entry that was written; an output that fails does not undo it."""
    texts = (entry.task, entry.occasion, entry.unit, label, folder.label(file))
    try:
        with writing_out(context.out):
            context.out.write(visible("  ".join(filter(None, texts))) + "\n")
            context.out.flush()
    except WriteRefusedError as error:
        with suppress(OSError, ValueError):
            context.out.close()
        message(context, f"提醒：记录已经写入，但{error.message}")


def copyable_problems(context: Context, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems whose remedies name commands about the same plan folder."""
    return [problem._replace(remedy=context.copyable(problem.remedy)) for problem in problems]


def report_error(context: Context, error: GkplanError) -> Exit:
    """Print what could not be done, why and what to do; return the exit code."""
    problems = getattr(error, "problems", ())
    if problems:
        from gkplan.views.problems import problem_text  # noqa: PLC0415  (only for problems)

        for problem in copyable_problems(context, problems[:_MOST_PROBLEMS]):
            message(context, problem_text(problem))
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        message(context, context.copyable(f"……另有 {more} 处，用 gkplan check 查看\n"))
    message(context, f"错误：{error.message}")
    if error.remedy:
        message(context, f"  {context.copyable(error.remedy)}")
    return error.exit
