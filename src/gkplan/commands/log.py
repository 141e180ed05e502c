"""``gkplan log``: the journal, newest first."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import desk_of
from gkplan.commands.output import destination
from gkplan.ids import find_tasks
from gkplan.query import find_units
from gkplan.views.data import document, entries_data
from gkplan.views.journal import export_grid, log_grid, newest_first


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="D", help="只看这一天起的记录", show_default=False),
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """查看进展记录，连同核查和延期，最新的在前。"""
    desk = desk_of(ctx, data, as_of, git)
    to = destination(desk, output, form)
    start = desk.shown_day(since, "--since")
    ledger = desk.ledger()
    tasks = {task.id for _, task in find_tasks(ledger.plan, ids)} if ids else None
    names = find_units(ledger.registry, unit)
    entries = newest_first(
        entry
        for entry in ledger.entries()
        if (not names or entry.unit in names)
        and entry.date <= desk.as_of
        and (start is None or entry.date >= start)
        and (tasks is None or entry.task in tasks)
    )
    with to.page() as page:
        if to.form == "json":
            head = document("log", ledger.plan.plan, desk.as_of)
            page.write_json({**head, **entries_data(entries)})
        else:
            page.export(to.form, log_grid(entries), export_grid(entries))
