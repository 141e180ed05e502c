"""``gkplan list``: the tasks and where they stand."""

from collections.abc import Sequence
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_cadences, complete_roles
from gkplan.commands.context import Context, context_of
from gkplan.commands.days import read_days
from gkplan.commands.output import destination
from gkplan.domain.query import Selection, find_units, find_words, select
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Role, Status
from gkplan.views.tasks import Shown, ledger_table, list_table


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="R",
            help="职责：lead 牵头、implement 落实、support 配合；可多次使用",
            autocompletion=complete_roles,
        ),
    ] = None,
    status: options.Statuses = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", metavar="G", help="工作任务：组号、标号或标题的一部分；可多次使用"),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的")] = False,
    cadence: Annotated[
        list[str] | None,
        typer.Option(
            "--cadence",
            metavar="C",
            help="频次，如 monthly、每月；可多次使用",
            autocompletion=complete_cadences,
        ),
    ] = None,
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="文字，空格分开的几个词须都有")
    ] = "",
    direct: Annotated[
        bool, typer.Option("--direct", help="只看直接点名的，不看通过集合单位共同承担的")
    ] = False,
    stale: Annotated[
        str | None,
        typer.Option(
            "--stale", metavar="90d", help="只看这么久没有填报的，如 90d、12w", show_default=False
        ),
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="只看有单位未报的")] = False,
    unproved: Annotated[bool, typer.Option("--unproved", help="只看已完成但没有佐证的")] = False,
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help="只看待核查、待复核的")] = False,
    returned: Annotated[bool, typer.Option("--returned", help="只看被退回、还没有重报的")] = False,
    extended: Annotated[bool, typer.Option("--extended", help="只看批准过延期的")] = False,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="改列填报表：各单位、各期报了没有")
    ] = False,
    form: options.Format = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """列出事项与进展；--unit 列出与某单位有关的全部事项。"""
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form)
    assessment = context.assessment()
    ledger = assessment.ledger
    names = find_units(ledger.registry, unit)
    wanted = Selection(
        ids=tuple(ids or ()),
        units=names,
        roles=find_words(Role, role, "职责"),
        statuses=find_words(Status, status, "状态"),
        groups=tuple(group or ()),
        cadences=find_words(Cadence, cadence, "频次"),
        search=search,
        overdue=overdue,
        direct=direct,
        stale=None if stale is None else read_days(stale, "--stale"),
        missing=missing,
        unproved=unproved,
        unreviewed=unreviewed,
        returned=returned,
        extended=extended,
    )
    rows = select(assessment, wanted)
    if not rows and to.form != "json":
        context.say("没有符合条件的事项")
    with to.page() as page:
        if to.form == "json":
            from gkplan.views.json_data import (  # noqa: PLC0415  (only for JSON)
                document,
                task_data,
                units_asked,
                whole_data,
            )

            whole = whole_data if matrix else task_data
            about = {**document("list", ledger.plan.head, context.as_of), **units_asked(names)}
            page.write_json({**about, "tasks": [whole(row) for row in rows]})
        elif matrix:
            units = names or [unit.name for unit in ledger.registry.units]
            alone = bool(names) or len(units) == 1
            _show_matrix(page, to.form, [row.standing for row in rows], units, alone=alone)
        else:
            shown = Shown(names, _matching(wanted), waiting=Status.WAITING in wanted.statuses)
            page.export(to.form, list_table(rows, assessment.as_of, shown), ledger_table(rows))


def _matching(wanted: Selection) -> str:
    """Head the column of the units that the filters found; nothing where none was asked for."""
    heads = {
        "未报单位": wanted.missing,
        "久未填报单位": wanted.stale is not None,
        "无佐证单位": wanted.unproved,
        "待核查单位": wanted.unreviewed,
        "退回单位": wanted.returned,
        "延期单位": wanted.extended,
    }
    return "、".join(head for head, asked in heads.items() if asked)


def _show_matrix(
    context: Context, form: str, standings: list[Standing], units: Sequence[str], *, alone: bool
) -> None:
    """Show units against tasks, those of one unit too if ``alone``, and tasks against periods."""
    from gkplan.views.matrix import (  # noqa: PLC0415  (as above)
        LEGEND,
        duty_ledger,
        is_periodic,
        period_table,
        unit_matrix,
    )
    from gkplan.views.table import to_csv  # noqa: PLC0415  (only with --matrix)

    if form == "csv":
        context.write(to_csv(duty_ledger(standings)))
        return
    several = [one for one in standings if not is_periodic(one) and (alone or len(one.owners) > 1)]
    periodic = [one for one in standings if is_periodic(one)]
    width = context.width if context.terminal else None
    for grid in (*unit_matrix(several, units, width), *period_table(periodic, width)):
        context.export(form, grid, grid)
        context.write("\n")
    context.say(LEGEND)
    if left := len(standings) - len(several) - len(periodic):
        context.say(f"另有 {left} 项只有一个责任单位、也不分期，没有列入")
