"""``gkplan show``: print everything about one task."""

from typing import Annotated, Any

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import write, write_json, write_table
from gkplan.domain.assess import Assessment
from gkplan.domain.history import journal_notes
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Entry, Record
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
            tasks = [_data(assessment, standing, missing=missing) for standing in standings]
            about = document("show", ledger.plan.head, context.as_of)
            write_json(page, {**about, "tasks": tasks})
            return
        for standing in standings:
            _write_task(page, standing, assessment, missing=missing)


def _entries(assessment: Assessment, standing: Standing) -> list[Entry]:
    """Return everything that was entered about a task up to the day, also what was withdrawn."""
    return [
        entry
        for entry in assessment.ledger.entries()
        if entry.task == standing.task.id and entry.date <= assessment.as_of
    ]


def _data(assessment: Assessment, standing: Standing, *, missing: bool) -> dict[str, Any]:
    entries = _entries(assessment, standing)
    notes = journal_notes(assessment, (one for one in entries if isinstance(one, Record)))
    return detailed_data(SelectedTask(standing), missing=missing, entries=entries, notes=notes)


def _write_task(
    page: Context, standing: Standing, assessment: Assessment, *, missing: bool
) -> None:
    ledger = assessment.ledger
    write_table(page, facts_table(standing, ledger.plan.head, ledger.registry))
    duties = standing.silent if missing else standing.duties
    cancelled = () if missing else standing.cancelled
    tables = [duties_table(duties, page.as_of, cancelled)] if duties or cancelled else []
    if len(standing.owing) > 1 and is_periodic(standing) and not missing:
        tables = [*period_table([standing], page.terminal_width), *tables]
    entries = [] if missing else _entries(assessment, standing)
    records = (entry for entry in entries if isinstance(entry, Record))
    if journal := journal_table(entries, journal_notes(assessment, records)):
        tables.append(journal)
    for table in tables:
        write(page, "\n")
        write_table(page, table)
    write(page, "\n")
