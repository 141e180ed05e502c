"""``gkplan diff``: what changed between two days."""

from typing import Annotated

import typer

from gkplan.assess import Assessment
from gkplan.commands import options
from gkplan.commands.desk import FORMATS, desk_of, read_choice, read_date
from gkplan.errors import UsageError
from gkplan.history import changes
from gkplan.query import find_unit_if
from gkplan.views.data import document
from gkplan.views.history import changes_data, changes_grid, changes_ledger


def command(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Argument(metavar="DATE", help="从哪一天（当天的情况为准）", show_default=False)
    ],
    until: Annotated[
        str | None,
        typer.Argument(metavar="[DATE]", help="到哪一天（默认截至日期）", show_default=False),
    ] = None,
    unit: options.UnitName = None,
    form: options.Format = "table",
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """两天之间有什么变化：新办结、新逾期、新问题，退回和延期。"""
    desk = desk_of(ctx, data, as_of, git)
    form = read_choice(form, FORMATS, "--format")
    start = read_date(since, "DATE") or desk.as_of
    end = read_date(until, "DATE") or desk.as_of
    if start > end:
        raise UsageError(f"{start} 晚于 {end}", "先写早的一天，再写晚的一天")
    ledger = desk.ledger()
    name = find_unit_if(ledger.registry, unit)
    found = changes(Assessment(ledger, start), Assessment(ledger, end), name)
    if end > desk.as_of:
        desk.say(f"提醒：{end} 晚于 {desk.as_of}，以后的逾期是按现有的填报推算的")
    if form == "json":
        desk.write_json({**document("diff", ledger.plan.plan, end), **changes_data(found, start)})
        return
    texts = {task.id: task.text for _, task in ledger.plan}
    if form != "csv":
        desk.write(f"{start} 至 {end} 的变化\n\n")
    desk.export(form, changes_grid(found, texts), changes_ledger(found, texts))
