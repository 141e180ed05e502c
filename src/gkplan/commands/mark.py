"""``gkplan mark``: append one record per task, unit and period."""

from collections.abc import Sequence
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids_and_statuses, complete_statuses
from gkplan.commands.context import context_of
from gkplan.commands.occasions import days_of
from gkplan.domain.errors import UsageError
from gkplan.domain.new_records import MarkRequest
from gkplan.domain.query import find_word, word_of
from gkplan.domain.typed import listed
from gkplan.domain.vocabulary import Status
from gkplan.folder.evidence import accept_evidence
from gkplan.folder.write_entries import write_marks


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help=options.ID_HELP,
            autocompletion=complete_ids_and_statuses,
            show_default=False,
        ),
    ],
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS",
            help=f"状态：{Status.legend()}",
            autocompletion=complete_statuses,
            show_default=False,
        ),
    ],
    unit: options.Units = None,
    period: options.Periods = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence", metavar="E", help="佐证材料：网址，或方案文件夹内的文件；可多次使用"
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="进展情况")] = "",
    problem: Annotated[str, typer.Option("--problem", metavar="TEXT", help="存在问题")] = "",
    next_step: Annotated[str, typer.Option("--next", metavar="TEXT", help="下一步")] = "",
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="填报日期（默认今天）", show_default=False),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            metavar="DATE",
            help="起算日，用于自某日起限时办理的事项；可多次使用",
            show_default=False,
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="填报人")] = "",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """填报进展：给每个事项追加一条记录。写几个事项、单位或期时，要么全部写入，要么一个不写。"""
    context = context_of(ctx, data, as_of)
    folder = context.folder_to_write()
    mark = MarkRequest(
        status=_status(ids, status),
        date=context.past_day(date, "--date") or context.as_of,
        periods=tuple(listed(period or ())),
        events=days_of(context, event),
        evidence=tuple(accept_evidence(folder, text, context.cwd) for text in evidence or ()),
        note=note,
        problem=problem,
        next=next_step,
        by=by,
    )
    marked = write_marks(folder, ids, unit or (), mark, context.as_of)
    for record, _ in marked:
        context.confirm_entry(record, record.status.label, folder.journal(record.unit), folder)
    context.remind(dict.fromkeys(text for _, reminders in marked for text in reminders))


def _status(ids: Sequence[str], text: str) -> Status:
    """The status that was typed last; raises ``UsageError`` with what may have gone wrong."""
    if word_of(Status, text) is None and any(word_of(Status, word) for word in ids):
        raise UsageError(
            f"“{text}” 写在状态后面，不知道是什么",
            "编号在前，状态在后；几期、几份佐证各写一次选项（--period 8月 --period 9月），"
            "带空格的文字加引号",
        )
    return find_word(Status, text, "状态")
