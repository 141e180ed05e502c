"""``gkplan log``: the journal, newest first."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import FORMATS, desk_of, read_choice, read_date
from gkplan.query import find_tasks, find_unit_if
from gkplan.views.journal import export_grid, log_grid, newest_first
from gkplan.views.tasks import document, record_data


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.UnitName = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="D", help="只看这一天起的记录", show_default=False),
    ] = None,
    form: options.Format = "table",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """查看进展记录，最新的在前。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form, FORMATS, "--format")
    start = read_date(since, "--since")
    ledger = desk.ledger()
    tasks = {task.id for _, task in find_tasks(ledger.plan, ids)} if ids else None
    name = find_unit_if(ledger.registry, unit)
    records = newest_first(
        record
        for owner, journal in ledger.records.items()
        if name is None or owner == name
        for record in journal
        if record.date <= desk.as_of
        and (start is None or record.date >= start)
        and (tasks is None or record.task in tasks)
    )
    if form == "json":
        desk.write_json(
            {
                **document("log", ledger.plan.plan, desk.as_of),
                "records": [record_data(record) for record in records],
            }
        )
        return
    desk.export(form, log_grid(records), export_grid(records))
