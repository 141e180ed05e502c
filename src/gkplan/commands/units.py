"""``gkplan units``: the registry of units."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_units
from gkplan.commands.desk import FORMATS, desk_of, read_choice
from gkplan.query import find_body
from gkplan.views.data import document
from gkplan.views.units import load_of, units_data, units_grid


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
    form: options.Format = "table",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """列出登记的单位：别名、成员和各种职责的事项数。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form, FORMATS, "--format")
    ledger = desk.ledger()
    registry = ledger.registry
    wanted = None if unit is None else find_body(registry, unit)
    loads = [load_of(ledger, one) for one in registry.units if wanted in (None, one.name)]
    collectives = [one.name for one in registry.collectives if wanted in (None, one.name)]
    if form == "json":
        desk.write_json(
            {
                **document("units", ledger.plan.plan, desk.as_of),
                **units_data(ledger, loads, collectives),
            }
        )
        return
    grid = units_grid(ledger, loads, collectives)
    desk.export(form, grid, grid)
