"""``gkplan diff``: what changed between two days."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.domain.history import changes
from gkplan.domain.query import find_units
from gkplan.views.history import changes_data, changes_ledger, changes_table
from gkplan.views.json_data import document


def command(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Argument(metavar="DATE", help="从哪一天（当天的情况为准）", show_default=False)
    ],
    until: Annotated[
        str | None,
        typer.Argument(metavar="[DATE]", help="到哪一天（默认截至日期）", show_default=False),
    ] = None,
    unit: options.Units = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """两天之间有什么变化：新办结、新逾期、新问题，退回和延期。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    start = context.shown_day(since, "DATE") or context.as_of
    end = context.shown_day(until, "DATE") or context.as_of
    if start > end:
        raise UsageError(f"{start} 晚于 {end}", "先写早的一天，再写晚的一天")
    ledger = context.ledger()
    names = find_units(ledger.registry, unit)
    found = changes(Assessment(ledger, start), Assessment(ledger, end), names)
    if end > context.as_of:
        context.say(f"提醒：{end} 晚于 {context.as_of}，以后的逾期是按现有的填报推算的")
    with to.page() as page:
        if to.form == "json":
            head = document("diff", ledger.plan.head, end)
            page.write_json({**head, **changes_data(found, start)})
            return
        texts = {task.id: task.text for _, task in ledger.plan}
        if to.form != "csv":
            page.write(f"{start} 至 {end} 的变化\n\n")
        page.export(to.form, changes_table(found, texts), changes_ledger(found, texts))
