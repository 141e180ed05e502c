"""``gkplan due``: list what is overdue and what falls due next."""

from typing import Annotated, NamedTuple

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import FORMATS, Destination, destination
from gkplan.commands.parsing import read_days
from gkplan.commands.plan_days import read_month
from gkplan.commands.printing import message, write, write_json, write_table
from gkplan.domain.deadlines import (
    Deadlines,
    count_undated,
    deadlines,
    deadlines_between,
)
from gkplan.domain.errors import UsageError
from gkplan.domain.model import Head
from gkplan.domain.query import Selection, find_owners, select
from gkplan.domain.schedule import DAYS_AHEAD
from gkplan.views.due import NOT_YET, ahead_text, deadlines_data, due_ledger, due_table


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    kind: options.Kinds = None,
    within: options.Within = None,
    month: Annotated[
        str | None,
        typer.Option(
            "--month", metavar="M", help="只看时限在这个月的，办结的也列，如 2017-10、10月"
        ),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看已经逾期的")] = False,
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
    if sum([within is not None, month is not None, overdue]) > 1:
        raise UsageError("--within、--month、--overdue 不能同时用", "只留一个")
    assessment = context.assessment()
    units = find_owners(assessment.ledger.registry, unit, kind)
    span = read_month(month, "--month", assessment.ledger.plan.head) if month is not None else None
    default = None if to.form == "ics" or span else DAYS_AHEAD
    days = default if within is None else read_days(within, "--within")
    rows = select(assessment, Selection(ids=tuple(ids or ()), units=units))
    own = [row.standing for row in rows if row.standing.is_owed_by(units)]
    if span:
        listed = deadlines_between(assessment, own, span.first, span.last)
    else:
        listed = deadlines(assessment, own, days)
    if overdue:
        listed = Deadlines(listed.late, [], [])
    if not (
        listed.late or listed.coming or ((listed.waiting or listed.settled) and to.form != "ics")
    ):
        none = f"没有在 {span.name} 到期的" if span else "没有逾期的，也没有将要到期的"
        message(context, "没有逾期的" if overdue else none)
    ahead = NOT_YET if span else "" if overdue else ahead_text(days)
    asked = _Asked(units, days, span.name if span else None, ahead)
    _write(context, to, assessment.ledger.plan.head, listed, asked)
    undated = 0 if span or overdue else count_undated(own)
    if undated and to.form not in ("ics", "json"):
        text = f"另有 {undated} 份没有固定时限（及时、持续等），用 gkplan list 查看"
        message(context, context.copyable(text))


class _Asked(NamedTuple):
    """What was asked for: units, the days ahead or a month, and the heading of what is ahead."""

    units: tuple[str, ...]
    within: int | None
    month: str | None
    ahead: str


def _write(context: Context, to: Destination, head: Head, listed: Deadlines, asked: _Asked) -> None:
    """Write the deadlines in the format asked for."""
    with to.page() as page:
        if to.form == "ics":
            from gkplan.views.ics import calendar  # noqa: PLC0415  (only for calendars)

            write(page, calendar(listed, head, context.as_of, asked.units))
        elif to.form == "json":
            from gkplan.views.json_data import document  # noqa: PLC0415  (only for JSON)

            about = document("due", head, context.as_of, asked.units)
            about["month"] = asked.month
            write_json(page, {**about, **deadlines_data(listed, asked.within)})
        elif to.form == "csv":
            write_table(page, due_ledger(listed), "csv")
        else:
            write_table(page, due_table(listed, asked.ahead), to.form)
