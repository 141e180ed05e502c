"""``gkplan review``: the supervising office's second look at what units reported."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids_and_verdicts, complete_verdicts
from gkplan.commands.context import context_of
from gkplan.commands.occasions import which_of
from gkplan.domain.new_reviews import ReviewRequest
from gkplan.domain.query import find_word
from gkplan.domain.vocabulary import Verdict
from gkplan.folder.write_entries import write_decisions


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help=options.ID_HELP,
            autocompletion=complete_ids_and_verdicts,
            show_default=False,
        ),
    ],
    verdict: Annotated[
        str,
        typer.Argument(
            metavar="VERDICT",
            help=f"核查结论：{Verdict.legend()}",
            autocompletion=complete_verdicts,
            show_default=False,
        ),
    ],
    unit: options.Units = None,
    period: options.Periods = None,
    event: options.Events = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="核查意见；退回时必须写明理由")
    ] = "",
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="核查日期（默认今天）", show_default=False),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="核查人")] = "",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """核查（督查单位用）：核实或退回单位的最近一条填报，记入 reviews.yaml。"""
    context = context_of(ctx, data, as_of)
    asked = ReviewRequest(
        verdict=find_word(Verdict, verdict, "核查结论"),
        date=context.past_day(date, "--date") or context.as_of,
        which=which_of(context, period, event),
        note=note,
        by=by,
    )
    folder = context.folder_to_write()
    for decision, label, reminders in write_decisions(
        folder, ids, unit or (), asked, context.as_of
    ):
        context.confirm_entry(decision, label, folder.reviews, folder)
        context.remind(reminders)
