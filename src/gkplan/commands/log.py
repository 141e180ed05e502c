"""``gkplan log``: list the journal entries, newest first."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.plan_days import shown_day
from gkplan.commands.printing import write_json, write_table
from gkplan.domain.ids import find_tasks
from gkplan.domain.query import find_units
from gkplan.views.journal import log_ledger, log_table, newest_first
from gkplan.views.json_data import document, entries_data


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    since: Annotated[str | None, options.since_option("只看这一天起的记录")] = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """查看进展记录，连同核查和延期，最新的在前。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    start = shown_day(context, since, "--since")
    ledger = context.ledger()
    tasks = {task.id for _, task in find_tasks(ledger.plan, ids)} if ids else None
    units = find_units(ledger.registry, unit)
    entries = newest_first(
        entry
        for entry in ledger.entries()
        if (not units or entry.unit in units)
        and entry.date <= context.as_of
        and (start is None or entry.date >= start)
        and (tasks is None or entry.task in tasks)
    )
    with to.page() as page:
        if to.form == "json":
            head = document("log", ledger.plan.head, context.as_of)
            write_json(page, {**head, **entries_data(entries)})
        else:
            table = log_ledger(entries) if to.form == "csv" else log_table(entries)
            write_table(page, table, to.form)
