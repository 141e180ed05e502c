"""``gkplan units``: the registry of units."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_units
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
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
    wanted = None if unit is None else find_body(registry, unit)
    loads = [load_of(ledger, one) for one in registry.units if wanted in (None, one.name)]
    collectives = [one.name for one in registry.collectives if wanted in (None, one.name)]
    with to.page() as page:
        if to.form == "json":
            head = document("units", ledger.plan.head, context.as_of)
            page.write_json({**head, **units_data(ledger, loads, collectives)})
        else:
            grid = units_table(ledger, loads, collectives)
            page.export(to.form, grid, grid)
