"""``gkplan trend``: count done, overdue and open tasks over time."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.parsing import read_choice
from gkplan.commands.plan_days import shown_day
from gkplan.commands.printing import message, write_json, write_table
from gkplan.domain.errors import UsageError
from gkplan.domain.history import last_change, trend
from gkplan.domain.query import find_units
from gkplan.domain.vocabulary import Cadence
from gkplan.views.history import trend_data, trend_ledger, trend_table
from gkplan.views.json_data import document


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    by: Annotated[str, typer.Option("--by", metavar="month|week", help="每月或每周一行")] = "month",
    since: Annotated[str | None, options.since_option("从哪一天起（默认印发日期）")] = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """走势：每月或每周末已完成、逾期和未完成的事项数。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    by = read_choice(by, ("month", "week"), "--by")
    ledger = context.ledger()
    head = ledger.plan.head
    start = max(shown_day(context, since, "--since") or head.issued, head.issued)
    if start > context.as_of:
        raise UsageError(f"{start} 晚于截至日期 {context.as_of}", "改正 --since 或 --as-of")
    end = max(start, last_change(ledger, context.as_of))
    units = find_units(ledger.registry, unit)
    points = list(trend(ledger, Cadence.MONTHLY if by == "month" else None, start, end, units))
    with to.page() as page:
        if to.form == "json":
            about = document("trend", head, context.as_of)
            write_json(page, {**about, "by": by, "points": trend_data(points)})
            return
        table = trend_ledger(points) if to.form == "csv" else trend_table(points)
        write_table(page, table, to.form)
    if end < context.as_of:
        message(context, f"{end} 之后没有变化")
