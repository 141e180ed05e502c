"""``gkplan due``: what is late and what falls due next."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import FORMATS, context_of
from gkplan.commands.days import read_days
from gkplan.commands.output import destination
from gkplan.domain.deadlines import MONTH, count_undated, deadlines
from gkplan.domain.query import Selection, find_units, select
from gkplan.views.due import deadlines_data, due_ledger, due_table
from gkplan.views.json_data import document, units_asked


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    within: options.Within = None,
    unit: options.Units = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="table|json|csv|md|ics",
            help=f"{options.FORMAT_HELP}；ics 是日历",
            show_default=False,
        ),
    ] = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """已经逾期的和将要到期的，最早的在前；--format ics 输出今后全部时限的日历。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form, (*FORMATS, "ics"))
    ahead = None if to.form == "ics" else MONTH
    days = ahead if within is None else read_days(within, "--within")
    assessment = context.assessment()
    head = assessment.ledger.plan.head
    names = find_units(assessment.ledger.registry, unit)
    rows = select(assessment, Selection(ids=tuple(ids or ()), units=names))
    own = [row.standing for row in rows if row.standing.is_owed_by(names)]
    found = deadlines(assessment, own, days)
    if not (found.late or found.coming or (found.waiting and to.form != "ics")):
        context.say("没有逾期的，也没有将要到期的")
    with to.page() as page:
        if to.form == "ics":
            from gkplan.views.ics import calendar  # noqa: PLC0415  (only for calendars)

            page.write(calendar(found, head, context.as_of, names))
        elif to.form == "json":
            about = {**document("due", head, context.as_of), **units_asked(names)}
            page.write_json({**about, **deadlines_data(found, days)})
        else:
            page.export(to.form, due_table(found, days), due_ledger(found))
    undated = count_undated(own)
    if undated and to.form not in ("ics", "json"):
        context.say(f"另有 {undated} 份没有固定时限（及时、持续等），用 gkplan list 查看")
