"""``gkplan show``: one task whole."""

import typer

from gkplan.assess import Standing
from gkplan.commands import options
from gkplan.commands.desk import Desk, desk_of, read_choice
from gkplan.model import Ledger
from gkplan.query import Row, find_tasks
from gkplan.views.detail import duties_grid, facts, journal_grid
from gkplan.views.grid import Cell, Column, Grid, Section
from gkplan.views.journal import newest_first
from gkplan.views.tasks import document, duty_data, record_data, task_data


def command(
    ctx: typer.Context,
    ids: options.SomeIds,
    form: options.TableOrJson = "table",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """看一个事项的全部：原文、职责、时限、存疑、每一份应办事项和进展记录。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form, ("table", "json"), "--format")
    assessment = desk.assessment()
    ledger = assessment.ledger
    standings = [assessment.standing(group, task) for group, task in find_tasks(ledger.plan, ids)]
    if form == "json":
        desk.write_json(
            {
                **document("show", ledger.plan.plan, desk.as_of),
                "tasks": [_whole(standing) for standing in standings],
            }
        )
        return
    for standing in standings:
        _show(desk, standing, ledger)


def _whole(standing: Standing) -> dict[str, object]:
    records = newest_first(record for duty in standing.duties for record in duty.records)
    return {
        **task_data(Row(standing, None)),
        "duties": [duty_data(duty) for duty in standing.duties],
        "records": [record_data(record) for record in records],
    }


def _show(desk: Desk, standing: Standing, ledger: Ledger) -> None:
    head = ledger.plan.plan
    said = facts(standing, head, ledger.registry)
    rows = [[Cell(label, "dim"), Cell(text)] for label, text in said]
    desk.show(Grid([Column("事项", 8), Column(standing.task.id)], [Section(rows)], lines=40))
    desk.write("\n")
    desk.show(duties_grid(standing.duties, desk.as_of))
    journal = journal_grid(standing)
    if any(True for _ in journal.rows()):
        desk.write("\n")
        desk.show(journal)
    desk.write("\n")
