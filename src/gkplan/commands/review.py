"""``gkplan review``: record that the supervising office accepted or returned a report."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids_and_verdicts, complete_verdicts
from gkplan.commands.context import context_of
from gkplan.commands.plan_days import coming_day, past_day, which_duties
from gkplan.commands.printing import print_reminders, print_written
from gkplan.domain.new_reviews import ReviewRequest
from gkplan.domain.query import find_word
from gkplan.domain.vocabulary import Verdict
from gkplan.folder.write_entries import write_decisions


def command(
    ctx: typer.Context,
    ids: Annotated[list[str], options.ids_argument(complete=complete_ids_and_verdicts)],
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
    note: Annotated[str, options.note_option("核查意见；退回时必须写明理由")] = "",
    correct_by: Annotated[
        str | None,
        typer.Option(
            "--correct-by",
            metavar="DATE",
            help="退回后改正的期限（限期整改），到期不改才算逾期",
            show_default=False,
        ),
    ] = None,
    date: Annotated[str | None, options.date_option("核查日期")] = None,
    by: Annotated[str, options.by_option("核查人")] = "",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """核查（督查单位用）：核实或退回单位的最近一条填报，记入 reviews.yaml。"""
    context = context_of(ctx, data, as_of)
    asked = ReviewRequest(
        verdict=find_word(Verdict, verdict, "核查结论"),
        date=past_day(context, date, "--date") or context.as_of,
        entered=context.today,
        which=which_duties(context, period, event),
        correct_by=coming_day(context, correct_by, "--correct-by"),
        note=note,
        by=by,
    )
    folder = context.folder_to_write()
    for review, label, reminders in write_decisions(folder, ids, unit or (), asked, context.as_of):
        print_written(context, review, label, folder.reviews, folder)
        print_reminders(context, reminders)
