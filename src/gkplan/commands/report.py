"""``gkplan report``: the progress report."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from gkplan.assess import Assessment
from gkplan.commands import options
from gkplan.commands.desk import Desk, as_json, desk_of, read_choice, read_date
from gkplan.errors import UsageError
from gkplan.folder.atomic import write_output_bytes
from gkplan.folder.find import Folder
from gkplan.query import find_unit_if

_FORMATS = ("md", "html", "json", "docx", "xlsx")
_BINARY = ("docx", "xlsx")


def command(
    ctx: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="md|html|json|docx|xlsx",
            help="输出格式（默认看 -o 的后缀，再默认 md）；docx 是通报，xlsx 是台账",
            show_default=False,
        ),
    ] = None,
    unit: options.UnitName = None,
    all_units: Annotated[
        bool, typer.Option("--all-units", help="一份总的，再一个单位一份，写到 -o 的文件夹")
    ] = False,
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
            "--output", "-o", metavar="PATH", help="写到文件（默认标准输出）", show_default=False
        ),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """生成进展报告；--unit 生成一个单位自己的报告。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form or _form_of(output, all_units=all_units), _FORMATS, "--format")
    if output is None and (all_units or form in _BINARY):
        raise UsageError("没有写明写到哪里", "用 -o 写明文件；--all-units 写明文件夹")
    folder = desk.folder()
    ledger = desk.ledger()
    name = find_unit_if(ledger.registry, unit)
    start = read_date(since, "--since")
    assessment = Assessment(ledger, desk.as_of)

    from gkplan.report.model import report_data  # noqa: PLC0415  (only reports need it)

    own = desk.cwd / template if template else None
    if not all_units:
        report = report_data(assessment, name, start)
        _put(desk, output, _rendered(folder, form, report, own))
        return
    assert output
    for file, report in _pages(assessment, form, start):
        _put(desk, output / file, _rendered(folder, form, report, own))


def _form_of(output: Path | None, *, all_units: bool) -> str:
    """The format that a file's name asks for; Markdown where it asks for none."""
    if all_units:
        return "html"
    suffix = output.suffix[1:].lower() if output else ""
    return suffix if suffix in _FORMATS else "md"


def _pages(assessment: Assessment, form: str, start: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The report of the whole plan, then one for each unit that it concerns, with their files."""
    from gkplan.report.model import report_data  # noqa: PLC0415  (only reports need it)

    reports = {
        unit.name: report_data(assessment, unit.name, start)
        for unit in assessment.ledger.registry.units
    }
    pages = {unit: f"{unit}.{form}" for unit, report in reports.items() if report["groups"]}
    yield f"index.{form}", report_data(assessment, None, start, pages=pages)
    for unit, file in pages.items():
        yield file, {**reports[unit], "pages": {"": f"index.{form}"}}


def _rendered(folder: Folder, form: str, report: Mapping[str, Any], template: Path | None) -> bytes:
    """A report as the bytes of its file; each format's library is imported when it is used."""
    if form == "docx":
        from gkplan.report.docx import circular  # noqa: PLC0415

        return circular(report)
    if form == "xlsx":
        from gkplan.report.xlsx import workbook  # noqa: PLC0415

        return workbook(report)
    if form == "json":
        return as_json(report).encode()
    from gkplan.report.render import render_report  # noqa: PLC0415  (90 ms of jinja2)

    return render_report(folder, form, report, template).encode("utf-8", "backslashreplace")


def _put(desk: Desk, output: Path | None, content: bytes) -> None:
    if output is None:
        desk.write(content.decode())
    else:
        write_output_bytes(desk.cwd / output, content)
        desk.say(f"报告已写到 {output}")
