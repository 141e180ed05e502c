"""``gkplan log``: the journal, newest first."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import FORMATS, desk_of, read_choice, read_date
from gkplan.query import find_tasks, find_unit_if
from gkplan.views.data import document, entries_data
from gkplan.views.journal import export_grid, log_grid, newest_first


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.UnitName = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="D", help="只看这一天起的记录", show_default=False),
    ] = None,
    form: options.Format = "table",
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """查看进展记录，连同核查和延期，最新的在前。"""
    desk = desk_of(ctx, data, as_of, git)
    form = read_choice(form, FORMATS, "--format")
    start = read_date(since, "--since")
    ledger = desk.ledger()
    tasks = {task.id for _, task in find_tasks(ledger.plan, ids)} if ids else None
    name = find_unit_if(ledger.registry, unit)
    entries = newest_first(
        entry
        for entry in ledger.entries()
        if (name is None or entry.unit == name)
        and entry.date <= desk.as_of
        and (start is None or entry.date >= start)
        and (tasks is None or entry.task in tasks)
    )
    if form == "json":
        desk.write_json({**document("log", ledger.plan.plan, desk.as_of), **entries_data(entries)})
        return
    desk.export(form, log_grid(entries), export_grid(entries))
