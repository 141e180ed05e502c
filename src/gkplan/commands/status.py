"""``gkplan status``: the dashboard."""

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.domain.model import Head
from gkplan.domain.overview import Overview, overview
from gkplan.views.json_data import document
from gkplan.views.status import (
    attention_table,
    groups_table,
    headline,
    overview_data,
    status_table,
    units_table,
)
from gkplan.views.table import markdown_text


def command(
    ctx: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """总览：各状态、各工作任务、各单位的办理情况和要关注的事。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    assessment = context.assessment()
    head = assessment.ledger.plan.head
    found = overview(assessment)
    with to.page() as page:
        if to.form == "json":
            page.write_json({**document("status", head, context.as_of), **overview_data(found)})
        else:
            _show(page, found, head, to.form)


def _show(context: Context, found: Overview, head: Head, form: str) -> None:
    units, groups = units_table(found.units), groups_table(found.groups)
    if form == "csv":
        context.export(form, units, units)
        return
    said = headline(found, head, str(context.as_of))
    if form == "md":  # bold, so that no title is taken for a heading or a list
        title, *sentences = map(markdown_text, said)
        context.write("\n\n".join([f"**{title}**", *sentences]))
    else:
        context.write(context.lines(said))
    context.write("\n")
    for grid in (status_table(found.tasks), attention_table(found)):
        context.write("\n")
        context.export(form, grid, grid)
    context.write("\n")
    context.beside(form, groups, units)
