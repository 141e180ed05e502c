"""``gkplan units``: list the registry of units."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_units
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import write_json, write_table
from gkplan.domain.query import find_body
from gkplan.views.json_data import document
from gkplan.views.units import load_of, units_data, units_table


def command(
    ctx: typer.Context,
    unit: Annotated[
        str | None,
        typer.Argument(
            metavar="[U]",
            help="单位或集合单位；不写则列出全部",
            autocompletion=complete_units,
            show_default=False,
        ),
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """列出登记的单位：别名、成员和各种职责的事项数。"""
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form)
    ledger = context.ledger()
    registry = ledger.registry
    only = None if unit is None else find_body(registry, unit)
    loads = [load_of(ledger, body) for body in registry.units if only in (None, body.name)]
    collectives = [body.name for body in registry.collectives if only in (None, body.name)]
    with to.page() as page:
        if to.form == "json":
            head = document("units", ledger.plan.head, context.as_of)
            write_json(page, {**head, **units_data(ledger, loads, collectives)})
        else:
            write_table(page, units_table(ledger, loads, collectives), to.form)
