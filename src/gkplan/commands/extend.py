"""``gkplan extend``: record a later due date that was granted."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.plan_days import coming_day, past_day, which_duties
from gkplan.commands.printing import print_reminders, print_written
from gkplan.domain.new_reviews import ExtensionRequest
from gkplan.folder.write_entries import write_decisions


def command(
    ctx: typer.Context,
    ids: options.SomeIds,
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="延期到哪一天")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="延期理由")],
    approved_by: Annotated[str, typer.Option("--approved-by", metavar="TEXT", help="批准人")],
    unit: options.Units = None,
    period: options.Periods = None,
    event: options.Events = None,
    date: Annotated[str | None, options.date_option("申请日期")] = None,
    by: Annotated[str, options.by_option("登记人")] = "",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """延期（督查单位用）：登记批准的新时限，原时限处处保留，记入 reviews.yaml。"""
    context = context_of(ctx, data, as_of)
    new_due = coming_day(context, to, "--to")
    assert new_due
    asked = ExtensionRequest(
        to=new_due,
        date=past_day(context, date, "--date") or context.as_of,
        entered=context.today,
        reason=reason,
        approved_by=approved_by,
        which=which_duties(context, period, event),
        by=by,
    )
    folder = context.folder_to_write()
    for extension, label, reminders in write_decisions(
        folder, ids, unit or (), asked, context.as_of
    ):
        print_written(context, extension, label, folder.reviews, folder)
        print_reminders(context, reminders)
