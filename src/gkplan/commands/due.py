"""``gkplan due``: what is late and what falls due next."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.days import read_days
from gkplan.commands.desk import FORMATS, desk_of
from gkplan.commands.output import destination
from gkplan.deadlines import MONTH, count_undated, deadlines
from gkplan.query import Selection, find_units, select
from gkplan.views.data import document, units_asked
from gkplan.views.due import deadlines_data, due_grid, due_ledger


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
    desk = desk_of(ctx, data, as_of, git)
    to = destination(desk, output, form, (*FORMATS, "ics"))
    ahead = None if to.form == "ics" else MONTH
    days = ahead if within is None else read_days(within, "--within")
    assessment = desk.assessment()
    head = assessment.ledger.plan.plan
    names = find_units(assessment.ledger.registry, unit)
    rows = select(assessment, Selection(ids=tuple(ids or ()), units=names))
    own = [row.standing for row in rows if row.standing.is_owed_by(names)]
    found = deadlines(assessment, own, days)
    if not (found.late or found.coming or (found.waiting and to.form != "ics")):
        desk.say("没有逾期的，也没有将要到期的")
    with to.page() as page:
        if to.form == "ics":
            from gkplan.views.ics import calendar  # noqa: PLC0415  (only for calendars)

            page.write(calendar(found, head, desk.as_of, names))
        elif to.form == "json":
            about = {**document("due", head, desk.as_of), **units_asked(names)}
            page.write_json({**about, **deadlines_data(found, days)})
        else:
            page.export(to.form, due_grid(found, days), due_ledger(found))
    undated = count_undated(own)
    if undated and to.form not in ("ics", "json"):
        desk.say(f"另有 {undated} 份没有固定时限（及时、持续等），用 gkplan list 查看")
