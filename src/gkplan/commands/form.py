"""``gkplan form``: write a workbook per unit, in which people without a terminal report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, write_file
from gkplan.commands.parsing import read_days
from gkplan.commands.per_unit import (
    report_no_supervisor,
    report_old_files,
    require_files,
    require_output_folder,
    require_units,
    write_files,
)
from gkplan.commands.plan_days import coming_day
from gkplan.commands.printing import message
from gkplan.commands.progress import progress
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.domain.fields import Span
from gkplan.domain.query import find_units

if TYPE_CHECKING:
    from gkplan.forms.layout import Form
    from gkplan.forms.unit_form import FormRequest

_REPLY = Span(5, workdays=True)
"""How long units have to reply unless a day is given."""


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    every: Annotated[bool, options.all_option("所有要填报的单位")] = False,
    within: Annotated[
        str | None, options.within_option("没办结的之外，再列几天之内到期的", "60d")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="全部应办的都列，办结的、以后各期也列")
    ] = False,
    reply_by: Annotated[
        str | None,
        typer.Option(
            "--reply-by", metavar="DATE", help="请单位在哪一天之前填好（默认 5 个工作日之后）"
        ),
    ] = None,
    contact: Annotated[
        str,
        typer.Option(
            "--contact", metavar="TEXT", help="发给谁、问谁，如 督查科 020-12345678（默认督查单位）"
        ),
    ] = "",
    output: Annotated[
        Path | None,
        options.output_option("PATH", "写到 .xlsx 文件；几个单位时写到这个文件夹，一个单位一份"),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """填报表：每个单位一个 Excel 文件，列出要报的事项，填好发回后用 collect 收。"""
    context = context_of(ctx, data, as_of)
    require_units(unit, every=every, what="哪个单位的填报表")
    if everything and within is not None:
        raise UsageError("--within 与 --everything 不能同时用", "只留一个")
    days = read_days(within, "--within") if within is not None else None
    folder_given = output is not None and (context.cwd / output).is_dir()
    assessment = context.assessment()
    units = find_units(assessment.ledger.registry, unit)
    several = every or len(units) > 1 or folder_given
    _require_output(context, output, several=several)
    assert output
    request = _request(context, assessment, days, reply_by, contact, everything=everything)
    asked = units or tuple(body.name for body in assessment.ledger.registry.units)
    _write(context, assessment, asked, request, output, several=several)


def _require_output(context: Context, output: Path | None, *, several: bool) -> None:
    if several:
        require_output_folder(context, output, "填报表")
    elif output is None:
        raise UsageError("填报表写到哪里没有写明", "用 -o 写明 .xlsx 文件或文件夹")
    else:
        form_of(context, output, None, ("xlsx",), "写一个已有的文件夹")


def _request(
    context: Context,
    assessment: Assessment,
    days: int | None,
    reply_by: str | None,
    contact: str,
    *,
    everything: bool,
) -> "FormRequest":
    from gkplan.forms.unit_form import TWO_MONTHS, FormRequest  # noqa: PLC0415  (only for forms)

    by = coming_day(context, reply_by, "--reply-by") or _in_five_days(assessment)
    if by < context.as_of:
        raise UsageError(f"--reply-by {by} 已经过去", "写一个以后的日期")
    head = assessment.ledger.plan.head
    if not contact.strip():
        report_no_supervisor(context, head, "填报表")
    within = None if everything else TWO_MONTHS if days is None else days
    return FormRequest(within, by, contact.strip() or head.supervisor or "督查单位")


def _in_five_days(assessment: Assessment) -> date:
    try:
        return assessment.schedule.work.after(assessment.as_of, _REPLY)
    except OverflowError:  # the calendar ends before
        return date.max


def _write(
    context: Context,
    assessment: Assessment,
    units: Sequence[str],
    request: "FormRequest",
    output: Path,
    *,
    several: bool,
) -> None:
    """Write the forms; a unit that has nothing to report on gets none."""
    from gkplan.forms.inbox import require_unfilled  # noqa: PLC0415  (as above)
    from gkplan.forms.unit_form import UnitDuties, unit_form  # noqa: PLC0415

    owed = UnitDuties(assessment)
    made = {unit: unit_form(owed, unit, request) for unit in units}
    forms = {unit: form for unit, form in made.items() if form}
    without = [unit for unit in units if unit not in forms]
    names = [f"{unit}.xlsx" for unit in forms]
    if several:
        require_files(context, output, names)
    targets = [output / name for name in names] if several else [output] * len(forms)
    require_unfilled({path.as_posix(): context.cwd / path for path in targets})
    if several and forms:
        write_files(context, output, _workbooks(context, forms))
    else:
        for _, content in _workbooks(context, forms):
            write_file(context, output, content)
    if several:
        report_old_files(context, output, (f"{unit}.xlsx" for unit in without), "填报")
    if without:
        message(context, f"{'、'.join(without)}没有要填报的")
    if forms:
        rows = sum(len(form.rows) for form in forms.values())
        message(context, f"{len(forms)} 个单位，{rows} 行，请于 {request.reply_by} 前填好")


def _workbooks(context: Context, forms: Mapping[str, "Form"]) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook of each unit with the name of its file."""
    from gkplan.forms.write import form_workbook  # noqa: PLC0415  (as above)

    with progress(context) as step:
        for unit, form in forms.items():
            step(f"正在写 {unit} 的填报表")
            yield f"{unit}.xlsx", form_workbook(form)
