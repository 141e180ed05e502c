"""``gkplan show``: print everything about one task."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import write, write_json, write_table
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Ledger
from gkplan.domain.query import SelectedTask
from gkplan.domain.standing import Standing
from gkplan.views.detail import duties_table, facts_table, journal_table
from gkplan.views.json_data import detailed_data, document
from gkplan.views.matrix import is_periodic, period_table


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
            rows = (SelectedTask(standing) for standing in standings)
            tasks = [detailed_data(row, missing=missing) for row in rows]
            about = document("show", ledger.plan.head, context.as_of)
            write_json(page, {**about, "tasks": tasks})
            return
        for standing in standings:
            _write_task(page, standing, ledger, missing=missing)


def _write_task(page: Context, standing: Standing, ledger: Ledger, *, missing: bool) -> None:
    write_table(page, facts_table(standing, ledger.plan.head, ledger.registry))
    duties = [duty for duty in standing.duties if duty.silent or not missing]
    tables = [duties_table(duties, page.as_of)] if duties else []
    if len(standing.owners) > 1 and is_periodic(standing) and not missing:
        tables = [*period_table([standing], page.terminal_width), *tables]
    if journal := journal_table(duties):
        tables.append(journal)
    for table in tables:
        write(page, "\n")
        write_table(page, table)
    write(page, "\n")
