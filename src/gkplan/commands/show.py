"""``gkplan show``: one task whole."""

from typing import Annotated

import typer

from gkplan.assess import Standing
from gkplan.commands import options
from gkplan.commands.desk import Desk, desk_of
from gkplan.commands.output import destination
from gkplan.ids import find_tasks
from gkplan.model import Ledger
from gkplan.query import Row
from gkplan.views.data import document, whole_data
from gkplan.views.detail import duties_grid, facts, journal_grid
from gkplan.views.grid import Cell, Column, Grid, Section
from gkplan.views.matrix import is_periodic, period_grid


def command(
    ctx: typer.Context,
    ids: options.SomeIds,
    missing: Annotated[bool, typer.Option("--missing", help="只列还没有填报的应办事项")] = False,
    form: options.TableOrJson = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """看一个事项的全部：原文、职责、时限、存疑、每一份应办事项和进展记录。"""
    desk = desk_of(ctx, data, as_of)
    to = destination(desk, output, form, ("table", "json"))
    assessment = desk.assessment()
    ledger = assessment.ledger
    standings = [assessment.standing(group, task) for group, task in find_tasks(ledger.plan, ids)]
    with to.page() as page:
        if to.form == "json":
            tasks = [whole_data(Row(standing), missing=missing) for standing in standings]
            page.write_json({**document("show", ledger.plan.plan, desk.as_of), "tasks": tasks})
            return
        for standing in standings:
            _show(page, standing, ledger, missing=missing)


def _show(desk: Desk, standing: Standing, ledger: Ledger, *, missing: bool) -> None:
    said = facts(standing, ledger.plan.plan, ledger.registry)
    rows = [[Cell(label, "dim"), Cell(text)] for label, text in said]
    desk.show(Grid([Column("事项", 8), Column(standing.task.id)], [Section(rows)], lines=40))
    duties = [duty for duty in standing.duties if duty.silent or not missing]
    grids = [duties_grid(duties, desk.as_of)] if duties else []
    if len(standing.owners) > 1 and is_periodic(standing) and not missing:
        grids = [*period_grid([standing], desk.width if desk.terminal else None), *grids]
    journal = journal_grid(duties)
    if journal:
        grids.append(journal)
    for grid in grids:
        desk.write("\n")
        desk.show(grid)
    desk.write("\n")
