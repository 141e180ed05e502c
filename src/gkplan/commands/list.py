"""``gkplan list``: list the tasks with their status and next due date."""

from collections.abc import Sequence
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_words
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.commands.parsing import read_count, read_days
from gkplan.commands.printing import message, write, write_json, write_table
from gkplan.domain.query import Selection, find_owners, find_tags, find_words, select
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import Cadence, Role, Status
from gkplan.views.task_list import Details, Shown, ledger_table, list_table


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    kind: options.Kinds = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="R",
            help="职责：lead 牵头、implement 落实、support 配合；可多次使用",
            autocompletion=complete_words(Role),
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
            autocompletion=complete_words(Cadence),
        ),
    ] = None,
    tag: options.Tags = None,
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="文字，空格分开的几个词须都有")
    ] = "",
    direct: Annotated[
        bool, typer.Option("--direct", help="只看直接点名的，不看通过集合单位共同承担的")
    ] = False,
    stale: Annotated[
        str | None, typer.Option("--stale", metavar="90d", help="只看这么久没有填报的，如 90d、12w")
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="只看有单位未报的")] = False,
    unproved: Annotated[bool, typer.Option("--unproved", help="只看已完成但没有佐证的")] = False,
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help="只看待核查、待复核的")] = False,
    returned: Annotated[bool, typer.Option("--returned", help="只看被退回、还没有重报的")] = False,
    returned_times: Annotated[
        str | None,
        typer.Option(
            "--returned-times", metavar="N", help="只看同一份退回过至少 N 次的，已重报的也算"
        ),
    ] = None,
    extended: Annotated[
        bool, typer.Option("--extended", help="只看批准过延期的，列出前后时限、理由和批准人")
    ] = False,
    late_done: Annotated[
        bool, typer.Option("--late-done", help="只看逾期办结的，列出晚了几天")
    ] = False,
    awaits: Annotated[
        bool, typer.Option("--awaits", help="只看等过条件的，列出条件具备了没有")
    ] = False,
    doubts: Annotated[
        bool, typer.Option("--doubts", help="只看存疑的，列出要由人核定的问题")
    ] = False,
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
    units = find_owners(ledger.registry, unit, kind)
    selection = Selection(
        ids=tuple(ids or ()),
        units=units,
        roles=find_words(Role, role, "职责"),
        statuses=find_words(Status, status, "状态"),
        groups=tuple(group or ()),
        cadences=find_words(Cadence, cadence, "频次"),
        tags=find_tags(ledger.plan, tag),
        search=search,
        overdue=overdue,
        direct=direct,
        stale=None if stale is None else read_days(stale, "--stale"),
        missing=missing,
        unproved=unproved,
        unreviewed=unreviewed,
        returned=returned,
        returned_times=(
            None if returned_times is None else read_count(returned_times, "--returned-times")
        ),
        extended=extended,
        late_done=late_done,
        awaits=awaits,
        doubts=doubts,
    )
    rows = select(assessment, selection)
    shown = _shown(selection, Details(assessment.as_of, assessment.schedule))
    if not rows and to.form != "json":
        message(context, "没有符合条件的事项")
    if doubts:
        _point_to_questions(context)
    with to.page() as page:
        if to.form == "json":
            from gkplan.views import json_data  # noqa: PLC0415  (only for JSON)

            data_of = json_data.detailed_data if matrix else json_data.task_data
            about = json_data.document("list", ledger.plan.head, context.as_of, units)
            write_json(page, {**about, "tasks": [data_of(row) for row in rows]})
        elif matrix:
            order = units or [body.name for body in ledger.registry.units]
            alone = bool(units) or len(order) == 1
            _write_matrix(page, to.form, [row.standing for row in rows], order, alone=alone)
        elif to.form == "csv":
            write_table(page, ledger_table(rows, shown), "csv")
        else:
            write_table(page, list_table(rows, shown), to.form)


def _point_to_questions(context: Context) -> None:
    """Say where the questions on the plan as a whole are that an import left open."""
    from gkplan.folder.import_notes import NOTES_FILE, open_questions  # noqa: PLC0415  (only here)

    folder = context.folder()
    if found := open_questions(folder):
        message(
            context, f"另有全方案待核{len(found)}条，见 {folder.label(folder.data / NOTES_FILE)}"
        )


_MATCHING = {
    "overdue": "逾期单位",
    "missing": "未报单位",
    "stale": "久未填报单位",
    "unproved": "无佐证单位",
    "unreviewed": "待核查单位",
    "returned": "退回单位",
    "returned_times": "退回次数",
    "extended": "延期",
    "late_done": "逾期办结单位",
    "doubts": "存疑",
}
"""The filters with a column of what they match: field of ``Selection``, heading of the column."""


def _shown(selection: Selection, details: Details) -> Shown:
    """Return what the table shows of the filters: one alone may name more than the units."""
    asked = [
        name
        for name in _MATCHING
        if (value := getattr(selection, name)) is not None and value is not False
    ]
    shown = Shown(
        details.as_of,
        selection.units,
        "、".join(_MATCHING[name] for name in asked),
        waiting=selection.awaits or Status.WAITING in selection.statuses,
    )
    if len(asked) == 1 and (lines := getattr(details, asked[0], None)):
        return shown._replace(lines_of=lines)
    return shown


def _write_matrix(
    page: Context, form: str, standings: list[Standing], units: Sequence[str], *, alone: bool
) -> None:
    """Write units against tasks, and tasks against periods.

    Tasks that are not periodic and have only one unit are left out, unless ``alone``.
    """
    from gkplan.views.matrix import (  # noqa: PLC0415  (only with --matrix)
        LEGEND,
        duty_ledger,
        is_periodic,
        period_table,
        unit_matrix,
    )

    if form == "csv":
        write_table(page, duty_ledger(standings), "csv")
        return
    periodic = [standing for standing in standings if is_periodic(standing)]
    others = [standing for standing in standings if not is_periodic(standing)]
    several = [standing for standing in others if alone or len(standing.owners) > 1]
    width = page.terminal_width
    for table in (*unit_matrix(several, units, width), *period_table(periodic, width)):
        write_table(page, table, form)
        write(page, "\n")
    message(page, LEGEND)
    if left := len(others) - len(several):
        message(page, f"另有 {left} 项只有一个责任单位、也不分期，没有列入")
