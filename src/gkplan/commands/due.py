"""``gkplan due``: list what is overdue and what falls due next."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import FORMATS, Destination, destination
from gkplan.commands.parsing import read_days
from gkplan.commands.printing import message, write, write_json, write_table
from gkplan.domain.deadlines import MONTH, Deadlines, count_undated, deadlines
from gkplan.domain.model import Head
from gkplan.domain.query import Selection, find_units, select
from gkplan.views.due import deadlines_data, due_ledger, due_table
from gkplan.views.json_data import document, units_asked


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    within: options.Within = None,
    form: Annotated[
        str | None, options.format_option("table|json|csv|md|ics", more="；ics 是日历")
    ] = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """已经逾期的和将要到期的，最早的在前；--format ics 输出今后全部时限的日历。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form, (*FORMATS, "ics"))
    default = None if to.form == "ics" else MONTH
    days = default if within is None else read_days(within, "--within")
    assessment = context.assessment()
    units = find_units(assessment.ledger.registry, unit)
    rows = select(assessment, Selection(ids=tuple(ids or ()), units=units))
    own = [row.standing for row in rows if row.standing.is_owed_by(units)]
    listed = deadlines(assessment, own, days)
    if not (listed.late or listed.coming or (listed.waiting and to.form != "ics")):
        message(context, "没有逾期的，也没有将要到期的")
    _write(context, to, assessment.ledger.plan.head, listed, units, days)
    undated = count_undated(own)
    if undated and to.form not in ("ics", "json"):
        message(context, f"另有 {undated} 份没有固定时限（及时、持续等），用 gkplan list 查看")


def _write(
    context: Context,
    to: Destination,
    head: Head,
    listed: Deadlines,
    units: tuple[str, ...],
    days: int | None,
) -> None:
    """Write the deadlines in the format asked for."""
    with to.page() as page:
        if to.form == "ics":
            from gkplan.views.ics import calendar  # noqa: PLC0415  (only for calendars)

            write(page, calendar(listed, head, context.as_of, units))
        elif to.form == "json":
            about = {**document("due", head, context.as_of), **units_asked(units)}
            write_json(page, {**about, **deadlines_data(listed, days)})
        elif to.form == "csv":
            write_table(page, due_ledger(listed), "csv")
        else:
            write_table(page, due_table(listed, days), to.form)
