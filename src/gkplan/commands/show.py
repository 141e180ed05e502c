"""``gkplan show``: one task whole."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Ledger
from gkplan.domain.query import SelectedTask
from gkplan.domain.standing import Standing
from gkplan.views.detail import duties_table, facts, journal_table
from gkplan.views.json_data import document, whole_data
from gkplan.views.matrix import is_periodic, period_table
from gkplan.views.table import Cell, Column, Section, Table


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
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form, ("table", "json"))
    assessment = context.assessment()
    ledger = assessment.ledger
    standings = [assessment.standing(group, task) for group, task in find_tasks(ledger.plan, ids)]
    with to.page() as page:
        if to.form == "json":
            tasks = [whole_data(SelectedTask(standing), missing=missing) for standing in standings]
            page.write_json({**document("show", ledger.plan.head, context.as_of), "tasks": tasks})
            return
        for standing in standings:
            _show(page, standing, ledger, missing=missing)


def _show(context: Context, standing: Standing, ledger: Ledger, *, missing: bool) -> None:
    said = facts(standing, ledger.plan.head, ledger.registry)
    rows = [[Cell(label, "dim"), Cell(text)] for label, text in said]
    context.show(Table([Column("事项", 8), Column(standing.task.id)], [Section(rows)], lines=40))
    duties = [duty for duty in standing.duties if duty.silent or not missing]
    grids = [duties_table(duties, context.as_of)] if duties else []
    if len(standing.owners) > 1 and is_periodic(standing) and not missing:
        grids = [*period_table([standing], context.width if context.terminal else None), *grids]
    journal = journal_table(duties)
    if journal:
        grids.append(journal)
    for grid in grids:
        context.write("\n")
        context.show(grid)
    context.write("\n")
