"""``gkplan status``: print the dashboard."""

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import fitted_lines, write, write_beside, write_json, write_table
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
    figures = overview(assessment)
    with to.page() as page:
        if to.form == "json":
            about = document("status", head, context.as_of)
            write_json(page, {**about, **overview_data(figures)})
        elif to.form == "csv":
            write_table(page, units_table(figures.units), "csv")
        else:
            _write_dashboard(page, figures, head, to.form)


def _write_dashboard(page: Context, figures: Overview, head: Head, form: str) -> None:
    sentences = headline(figures, head, str(page.as_of))
    if form == "md":  # bold, so that no title is taken for a heading or a list
        title, *more = map(markdown_text, sentences)
        write(page, "\n\n".join([f"**{title}**", *more]))
    else:
        write(page, fitted_lines(page, sentences))
    write(page, "\n")
    for table in (status_table(figures.tasks), attention_table(figures)):
        write(page, "\n")
        write_table(page, table, form)
    write(page, "\n")
    write_beside(page, groups_table(figures.groups), units_table(figures.units), form)
