"""``gkplan report``: the progress report."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.assess import Assessment
from gkplan.commands import options
from gkplan.commands.desk import as_json, desk_of, read_choice, read_date
from gkplan.folder.atomic import write_output
from gkplan.query import find_unit_if


def command(
    ctx: typer.Context,
    form: Annotated[str, typer.Option("--format", metavar="md|html|json", help="输出格式")] = "md",
    unit: options.UnitName = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="D", help="先列出这一天起的新进展", show_default=False),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="F", help="改用这个 Jinja 模板", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="F", help="写到文件（默认标准输出）", show_default=False
        ),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """生成进展报告；--unit 生成一个单位自己的报告。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form, ("md", "html", "json"), "--format")
    folder = desk.folder()
    ledger = desk.ledger()
    name = find_unit_if(ledger.registry, unit)
    start = read_date(since, "--since")

    from gkplan.report.model import report_data  # noqa: PLC0415  (only reports need it)

    report = report_data(Assessment(ledger, desk.as_of), name, start)
    if form == "json":
        text = as_json(report)
    else:
        from gkplan.report.render import render_report  # noqa: PLC0415  (90 ms of jinja2)

        own = desk.cwd / template if template else None
        text = render_report(folder, form, report, own)
    if output is None:
        desk.write(text)
    else:
        write_output(desk.cwd / output, text)
        desk.say(f"报告已写到 {output}")
