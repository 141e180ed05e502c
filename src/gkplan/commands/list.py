"""``gkplan list``: the tasks and where they stand."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_cadences, complete_roles
from gkplan.commands.desk import FORMATS, desk_of, read_choice
from gkplan.query import Selection, find_unit_if, find_word, select
from gkplan.views.tasks import document, ledger_grid, list_grid, task_data
from gkplan.words import Cadence, Role, Status


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.UnitName = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="R",
            help="职责：lead 牵头、implement 落实、support 配合",
            autocompletion=complete_roles,
        ),
    ] = None,
    status: options.Statuses = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", metavar="G", help="工作任务：组号、标号或标题的一部分"),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的")] = False,
    cadence: Annotated[
        list[str] | None,
        typer.Option(
            "--cadence",
            metavar="C",
            help="频次，如 monthly、每月",
            autocompletion=complete_cadences,
        ),
    ] = None,
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="文字，空格分开的几个词须都有")
    ] = "",
    direct: Annotated[
        bool, typer.Option("--direct", help="只看直接点名的，不看通过集合单位共同承担的")
    ] = False,
    form: options.Format = "table",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """列出事项与进展；--unit 列出与某单位有关的全部事项。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form, FORMATS, "--format")
    assessment = desk.assessment()
    ledger = assessment.ledger
    name = find_unit_if(ledger.registry, unit)
    wanted = Selection(
        ids=tuple(ids or ()),
        unit=name,
        roles=tuple(find_word(Role, text, "职责") for text in role or ()),
        statuses=tuple(find_word(Status, text, "状态") for text in status or ()),
        groups=tuple(group or ()),
        cadences=tuple(find_word(Cadence, text, "频次") for text in cadence or ()),
        search=search,
        overdue=overdue,
        direct=direct,
    )
    rows = select(assessment, wanted)
    if form == "json":
        desk.write_json(
            {
                **document("list", ledger.plan.plan, desk.as_of),
                **({"unit": name} if name else {}),
                "tasks": [task_data(row) for row in rows],
            }
        )
        return
    if not rows:
        desk.say("没有符合条件的事项")
    desk.export(form, list_grid(rows, assessment.as_of, name), ledger_grid(rows))
