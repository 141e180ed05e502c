"""``gkplan mark``: append one record per task, unit and period."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids_and, complete_words
from gkplan.commands.context import context_of
from gkplan.commands.plan_days import event_days, past_day
from gkplan.commands.printing import print_reminders, print_written
from gkplan.domain.errors import UsageError
from gkplan.domain.model import JournalEntry, Record
from gkplan.domain.new_records import MarkRequest
from gkplan.domain.query import find_word, word_of
from gkplan.domain.typed import listed
from gkplan.domain.vocabulary import Status, Withdrawn
from gkplan.folder.location import Folder
from gkplan.folder.write_entries import write_marks


def command(
    ctx: typer.Context,
    ids: Annotated[list[str], options.ids_argument(complete=complete_ids_and(Status))],
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS",
            help=f"状态：{Status.legend()}；withdrawn 撤回最近一条记录",
            autocompletion=complete_words(Status),
        ),
    ],
    unit: options.Units = None,
    period: options.Periods = None,
    event: Annotated[
        list[str] | None, options.event_option("起算日，用于自某日起限时办理的事项")
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence", metavar="E", help="佐证材料：网址，或方案文件夹内的文件；可多次使用"
        ),
    ] = None,
    note: Annotated[str, options.note_option("进展情况")] = "",
    problem: Annotated[str, typer.Option("--problem", metavar="TEXT", help="存在问题")] = "",
    next_step: Annotated[str, typer.Option("--next", metavar="TEXT", help="下一步")] = "",
    date: Annotated[str | None, options.date_option("填报日期")] = None,
    by: Annotated[str, options.by_option("填报人")] = "",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """填报进展：给每个事项追加一条记录，或撤回最近一条；写几个时，要么全部写入，要么一个不写。"""
    context = context_of(ctx, data, as_of)
    folder = context.folder_to_write()
    mark = MarkRequest(
        status=_status(ids, status),
        date=past_day(context, date, "--date") or context.as_of,
        entered=context.today,
        periods=tuple(listed(period or ())),
        events=event_days(context, event),
        evidence=_accepted(folder, evidence, context.cwd) if evidence else (),
        note=note,
        problem=problem,
        next=next_step,
        by=by,
    )
    marked = write_marks(folder, ids, unit or (), mark, context.as_of)
    for entry, _, target in marked:
        file = folder.journal(entry.unit)
        print_written(context, entry, _label(entry, target), file, folder)
    print_reminders(context, dict.fromkeys(text for made in marked for text in made.reminders))


def _accepted(folder: Folder, evidence: Sequence[str], start: Path) -> tuple[str, ...]:
    from gkplan.folder.evidence import accept_evidence  # noqa: PLC0415  (not for every mark)

    return tuple(accept_evidence(folder, text, start) for text in evidence)


def _label(entry: JournalEntry, target: Record | None) -> str:
    """The status that was written, or which record was taken back."""
    if target is None:
        return entry.status.label
    return f"撤回 {target.date} 的填报（{target.status.label}）"


def _status(ids: Sequence[str], text: str) -> Status | Withdrawn:
    """The status that was typed last; raises ``UsageError`` with what may have gone wrong."""
    if withdrawn := word_of(Withdrawn, text):
        return withdrawn
    if word_of(Status, text) is None and any(word_of(Status, word) for word in ids):
        raise UsageError(
            f"“{text}” 写在状态后面，不知道是什么",
            "编号在前，状态在后；几期、几份佐证各写一次选项（--period 8月 --period 9月），"
            "带空格的文字加引号",
        )
    return find_word(Status, text, "状态")
