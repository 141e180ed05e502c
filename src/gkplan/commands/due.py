"""``gkplan due``: what is late and what falls due next."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import FORMATS, desk_of, read_choice, read_days
from gkplan.deadlines import MONTH, count_undated, deadlines
from gkplan.errors import UsageError
from gkplan.folder.atomic import write_output
from gkplan.query import Selection, find_unit_if, select
from gkplan.views.data import document
from gkplan.views.due import deadline_data, due_grid, due_ledger


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    within: options.Within = None,
    unit: options.UnitName = None,
    form: Annotated[
        str, typer.Option("--format", metavar="table|json|csv|md|ics", help="输出格式；ics 是日历")
    ] = "table",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="F", help="日历写到文件", show_default=False),
    ] = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """已经逾期的和将要到期的，最早的在前；--format ics 输出今后全部时限的日历。"""
    desk = desk_of(ctx, data, as_of, git)
    form = read_choice(form, (*FORMATS, "ics"), "--format")
    if output and form != "ics":
        raise UsageError("-o 只用于 --format ics", "其他格式用 > 写到文件")
    days = (
        read_days(within, "--within") if within is not None else (None if form == "ics" else MONTH)
    )
    assessment = desk.assessment()
    head = assessment.ledger.plan.plan
    name = find_unit_if(assessment.ledger.registry, unit)
    rows = select(assessment, Selection(ids=tuple(ids or ()), unit=name))
    own = [row.standing for row in rows if name is None or name in row.standing.owners]
    found = deadlines(assessment, own, days)
    if not (found.late or found.coming or (found.waiting and form != "ics")):
        desk.say("没有逾期的，也没有将要到期的")
    if form == "ics":
        from gkplan.views.ics import calendar  # noqa: PLC0415  (only a calendar needs icalendar)

        text = calendar(found, head, desk.as_of, name)
        if output:
            write_output(desk.cwd / output, text)
            desk.say(f"日历已写到 {output.as_posix()}")
        else:
            desk.write(text)
    elif form == "json":
        desk.write_json(
            {
                **document("due", head, desk.as_of),
                **({"unit": name} if name else {}),
                "within": days,
                "late": [deadline_data(one) for one in found.late],
                "coming": [deadline_data(one) for one in found.coming],
                "waiting": [deadline_data(one) for one in found.waiting],
            }
        )
    else:
        desk.export(form, due_grid(found, days), due_ledger(found))
        if undated := count_undated(own):
            desk.say(f"另有 {undated} 份没有固定时限（及时、持续等），用 gkplan list 查看")
