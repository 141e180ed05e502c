"""``gkplan units``: list the registry of units."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_units
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import message, write_json, write_table
from gkplan.domain.overview import overview
from gkplan.domain.query import find_body, find_owners
from gkplan.views.json_data import document
from gkplan.views.units import loads_of, units_data, units_table


def command(
    ctx: typer.Context,
    body: Annotated[
        str | None,
        typer.Argument(
            metavar="[U]", help="单位或集合单位；不写则列出全部", autocompletion=complete_units
        ),
    ] = None,
    unit: options.Units = None,
    kind: options.Kinds = None,
    silent: Annotated[
        bool, typer.Option("--silent", help="只看有应办事项、从未填报的单位")
    ] = False,
    form: options.Format = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """列出登记的单位：别名、成员和各种职责的事项数。"""
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form)
    assessment = context.assessment()
    ledger = assessment.ledger
    registry = ledger.registry
    only = None if body is None else find_body(registry, body)
    chosen = find_owners(registry, unit, kind)
    filtered = bool(chosen) or silent
    among = registry.members[only] if only and filtered else (only,)
    wanted = {one.name for one in registry.units if only is None or one.name in among}
    wanted &= set(chosen) if chosen else wanted
    if silent:
        wanted &= set(overview(assessment).attention.silent.names)
    loads = loads_of(assessment, (one for one in registry.units if one.name in wanted))
    collectives = [one for one in registry.collectives if not filtered and only in (None, one.name)]
    if not (loads or collectives):
        whose = "这些单位里" if only or chosen else ""
        message(context, f"{whose}没有{'从未填报' if silent else '符合条件'}的单位")
    with to.page() as page:
        if to.form == "json":
            head = document("units", ledger.plan.head, context.as_of)
            write_json(page, {**head, **units_data(registry, loads, collectives)})
        else:
            write_table(page, units_table(registry, loads, collectives), to.form)
