"""``gkplan status``: the dashboard."""

import typer

from gkplan.commands import options
from gkplan.commands.desk import Desk, desk_of
from gkplan.commands.output import destination
from gkplan.model import Head
from gkplan.overview import Overview, overview
from gkplan.views.data import document
from gkplan.views.grid import markdown_text
from gkplan.views.status import (
    attention_grid,
    groups_grid,
    headline,
    overview_data,
    status_grid,
    units_grid,
)


def command(
    ctx: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """总览：各状态、各工作任务、各单位的办理情况和要关注的事。"""
    desk = desk_of(ctx, data, as_of, git)
    to = destination(desk, output, form)
    assessment = desk.assessment()
    head = assessment.ledger.plan.plan
    found = overview(assessment)
    with to.page() as page:
        if to.form == "json":
            page.write_json({**document("status", head, desk.as_of), **overview_data(found)})
        else:
            _show(page, found, head, to.form)


def _show(desk: Desk, found: Overview, head: Head, form: str) -> None:
    units, groups = units_grid(found.units), groups_grid(found.groups)
    if form == "csv":
        desk.export(form, units, units)
        return
    said = headline(found, head, str(desk.as_of))
    if form == "md":  # bold, so that no title is taken for a heading or a list
        title, *sentences = map(markdown_text, said)
        desk.write("\n\n".join([f"**{title}**", *sentences]))
    else:
        desk.write(desk.lines(said))
    desk.write("\n")
    for grid in (status_grid(found.tasks), attention_grid(found)):
        desk.write("\n")
        desk.export(form, grid, grid)
    desk.write("\n")
    desk.beside(form, groups, units)
