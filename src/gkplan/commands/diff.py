"""``gkplan diff``: list what changed between two days."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.plan_days import shown_day
from gkplan.commands.printing import message, write, write_json, write_table
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.domain.history import changes
from gkplan.domain.query import find_units
from gkplan.views.history import changes_data, changes_ledger, changes_table
from gkplan.views.json_data import document


def command(
    ctx: typer.Context,
    since: Annotated[str, typer.Argument(metavar="DATE", help="从哪一天（当天的情况为准）")],
    until: Annotated[
        str | None, typer.Argument(metavar="[DATE]", help="到哪一天（默认截至日期）")
    ] = None,
    unit: options.Units = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """两天之间有什么变化：新办结、新逾期、新问题，退回和延期。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    start = shown_day(context, since, "DATE") or context.as_of
    end = shown_day(context, until, "DATE") or context.as_of
    if start > end:
        raise UsageError(f"{start} 晚于 {end}", "先写早的一天，再写晚的一天")
    ledger = context.ledger()
    units = find_units(ledger.registry, unit)
    changed = changes(Assessment(ledger, start), Assessment(ledger, end), units)
    if end > context.as_of:
        message(context, f"提醒：{end} 晚于 {context.as_of}，以后的逾期是按现有的填报推算的")
    with to.page() as page:
        if to.form == "json":
            head = document("diff", ledger.plan.head, end)
            write_json(page, {**head, **changes_data(changed, start)})
        elif to.form == "csv":
            write_table(page, changes_ledger(changed, ledger.plan.tasks), "csv")
        else:
            write(page, f"{start} 至 {end} 的变化\n\n")
            write_table(page, changes_table(changed, ledger.plan.tasks), to.form)
